"""The tagger over a fake engine: what goes in and out, batch by batch."""

import threading
from concurrent.futures import wait

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from hadath.inference.engines import Output
from hadath.inference.tagger import BUDGET, UNSEEN, WINDOW, Tagger

N_TAGS = 3


class EchoEngine:
    """Says of every subword its own id, so that a test sees where a row came from."""

    name = "echo"
    lanes = 1

    def __init__(self) -> None:
        self.shapes: list[tuple[int, int]] = []

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        assert input_ids.shape == attention_mask.shape
        self.shapes.append(input_ids.shape)
        logits = np.repeat(input_ids[:, :, None], N_TAGS, axis=2).astype(np.float32)
        logits[:, :, 1] += 1.0
        links = input_ids[:, :, None] * 1000.0 + input_ids[:, None, :]
        return Output(logits, links, logits)


def _tagger(engine: EchoEngine, max_length: int = 16) -> Tagger:
    vocab = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "قصف": 3, "جوي": 4, "على": 5, "حلب": 6, "،": 7}
    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return Tagger(engine, tokenizer, outside_id=0, n_tags=N_TAGS, max_length=max_length)


def test_words_and_rows_belong_together() -> None:
    engine = EchoEngine()
    tagged = _tagger(engine).tag(["قصف جوي", "", "على حلب، قصف"])
    assert [len(sentence.words) for sentence in tagged] == [2, 0, 4]
    assert tagged[2].links is not None
    assert tagged[2].links[0].tolist() == [5005, 5006, 5007, 5003]
    assert tagged[2].statuses is not None
    assert tagged[2].statuses[:, 0].tolist() == [5, 6, 7, 3]
    assert all(
        sentence.log_probs.argmax(axis=1).tolist() == [1] * len(sentence.words)
        for sentence in tagged
    )


def test_a_long_sentence_goes_through_windows_and_loses_no_word() -> None:
    engine = EchoEngine()
    text = " ".join(["قصف", "جوي", "على", "حلب"] * 400)
    (tagged,) = _tagger(engine, max_length=512).tag([text])
    assert len(tagged.words) == len(tagged.log_probs) == 1600
    assert tagged.links is None  # too many pairs
    assert max(length for _, length in engine.shapes) <= WINDOW
    assert tagged.log_probs.argmax(axis=1).tolist() == [1] * 1600


def test_batches_keep_to_the_budget() -> None:
    engine = EchoEngine()
    _tagger(engine, max_length=512).tag(["قصف جوي على حلب " * 20] * 200)
    assert len(engine.shapes) > 1
    assert all(rows * length <= BUDGET for rows, length in engine.shapes)


def test_pairs_are_scored_within_windows_and_unseen_beyond() -> None:
    (tagged,) = _tagger(EchoEngine(), max_length=12).tag(["قصف جوي على حلب ، " * 5])
    assert tagged.links is not None
    assert tagged.links.shape == (25, 25)
    assert tagged.links[0, 1] == 3004
    assert tagged.links[24, 23] == 7006
    assert tagged.links[0, 24] == UNSEEN


class SlowEngine(EchoEngine):
    """Waits in each batch until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        assert self.go_on.wait(timeout=30)
        return super().run(input_ids, attention_mask)


@pytest.mark.parametrize("lanes", [1, 4])
def test_little_text_is_shared_out_alike_for_any_number_of_cores(lanes: int) -> None:
    engine = EchoEngine()
    engine.lanes = lanes
    _tagger(engine, max_length=512).tag(["قصف جوي على حلب " * 20] * 10)
    assert sorted(engine.shapes) == [(1, 82)] * 10


def test_no_sentence_is_no_batch() -> None:
    engine = EchoEngine()
    assert _tagger(engine).tag([]) == []
    assert engine.shapes == []


def test_sentences_are_tagged_beside_the_caller() -> None:
    engine = SlowEngine()
    pending = _tagger(engine).submit(["قصف جوي", "على حلب"])
    assert not any(job.done() for job in pending.jobs)
    engine.go_on.set()
    assert [len(sentence.words) for sentence in pending.result()] == [2, 2]


def test_what_was_cancelled_does_not_run() -> None:
    engine = SlowEngine()
    pending = _tagger(engine, max_length=512).submit(["قصف جوي على حلب " * 20] * 200)
    pending.cancel()
    engine.go_on.set()
    wait(pending.jobs)
    assert len(engine.shapes) <= 1 < len(pending.jobs)
