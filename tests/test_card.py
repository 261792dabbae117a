import json
from pathlib import Path

import pytest
from huggingface_hub import ModelCard

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import ModelError
from hadath.inference.extractor import EventExtractor
from hadath.training.card import WIDGET, make_card
from hadath.training.data import digest_of
from hadath.training.evaluate import extract_all
from hadath.training.facts import CardFacts, measured, read_evaluation, read_training

RUN = {
    "recipe": {
        "name": "arabertv02",
        "encoder": {"name": "aubmindlab/bert-base-arabertv02"},
        "heads": None,
        "data": {"corpus": True},
        "optimization": {"epochs": 8, "seed": 17},
    },
    "versions": {"torch": "2.13.0"},
    "data": {
        "train": {"sentences": 1281, "sha256": "a" * 64},
        "dev": {"sentences": 168, "sha256": "b" * 64},
    },
    "left_out": 3,
}
FIGURES = {
    "sentences": 168,
    "measures": {"spans (strict)": {"f1": 0.81234}, "tuples": {"f1": 0.4}, "status": {"f1": 1.0}},
}


def _run(folder: Path, run: object = RUN, figures: object = FIGURES) -> Path:
    (folder / "run.json").write_text(json.dumps(run))
    (folder / "figures.json").write_text(json.dumps(figures))
    return folder


def _facts(folder: Path) -> CardFacts:
    return CardFacts("org/model", True, True, True, read_evaluation(folder), read_training(folder))


def test_the_card_of_a_run_tells_what_the_run_knows(tmp_path: Path) -> None:
    text = make_card(_facts(_run(tmp_path)))
    card = ModelCard(text)
    assert card.data.language == "ar"
    assert card.data.pipeline_tag == "token-classification"
    assert card.data.base_model == "aubmindlab/bert-base-arabertv02"
    assert card.data.widget == [{"text": WIDGET}]
    results = {result.metric_name: result for result in card.data.eval_results or []}
    assert {name: r.metric_value for name, r in results.items()} == {
        "F1, spans (strict)": 0.8123,
        "F1, whole tuples": 0.4,
    }
    for told in ("1281 annotated", "a" * 64, "3 sentences were left out", "figures flatter"):
        assert told in text
    assert "95 %" not in text
    assert "pipeline(" in text and "from_pretrained(" in text


def test_measured_figures_carry_intervals_and_the_digest(extractor: EventExtractor) -> None:
    sentences = load_corpus("test")[:30]
    coded = extract_all(extractor, sentences)
    evaluation = measured(sentences, coded, "the test part of the hadath corpus", "test")
    text = make_card(CardFacts("org/model", False, True, True, evaluation))
    (spans, *others) = ModelCard(text).data.eval_results or []
    low, high = spans.metric_args["interval_95"]
    assert len(others) == 4
    assert 0 < low < spans.metric_value < high < 1
    assert spans.dataset_split == "test"
    assert spans.dataset_args == {"sentences": 30, "sha256": digest_of(sentences)}
    assert f"{low:.3f} – {high:.3f}" in text


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    text = make_card(_facts(tmp_path))
    card = ModelCard(text)
    assert card.data.eval_results is None and card.data.base_model is None
    assert "trained on\n" not in text and "How good" not in text and "None" not in text
    assert "transformers" not in make_card(CardFacts("org/model", False, True, True))


@pytest.mark.parametrize(
    ("name", "encoder"),
    [
        ("intfloat/multilingual-e5-small", "intfloat/multilingual-e5-small"),
        ("random-bert", None),
        ("/home/me/encoder", None),
        ("../encoder", None),
        ("runs/encoder", None),  # lies beside the run
    ],
)
def test_only_an_encoder_of_the_hub_is_named(
    tmp_path: Path, name: str, encoder: str | None
) -> None:
    folder = tmp_path / "runs" / "model"
    folder.mkdir(parents=True)
    (tmp_path / "runs" / "encoder").mkdir()
    run = RUN | {"recipe": RUN["recipe"] | {"encoder": {"name": name}, "heads": name}}
    facts = _facts(_run(folder, run))
    assert facts.encoder == encoder
    assert "Goes on from an earlier model" in make_card(facts)
    assert (name in make_card(facts)) == (encoder is not None)


@pytest.mark.parametrize("content", [{}, [], {"recipe": {}, "measures": 3}])
def test_files_that_no_run_wrote_are_named(tmp_path: Path, content: object) -> None:
    _run(tmp_path, content, content)
    with pytest.raises(ModelError, match=r"run\.json: not what 'hadath train' writes"):
        read_training(tmp_path)
    with pytest.raises(ModelError, match=r"figures\.json: not what"):
        read_evaluation(tmp_path)
