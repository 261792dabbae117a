"""AraBERT's reading of text, and its recipe on a checkpoint of its shape with random weights."""

import json
from collections.abc import Iterator
from itertools import chain, islice, pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import AutoTokenizer, BertConfig, BertForMaskedLM, BertTokenizer

from hadath.annotations.bio import OUTSIDE, TAGS
from hadath.annotations.markup import parse_block
from hadath.annotations.words import Word
from hadath.configs.recipe import EncoderConfig, Recipe, load_recipe
from hadath.inference import engines
from hadath.inference.decoder import Decoder
from hadath.inference.records import Mention
from hadath.inference.tagger import Tagger
from hadath.training import finetune as finetuning
from hadath.training.arabert import with_arabert_reading
from hadath.training.export import load_trained
from hadath.training.finetune import finetune, save_model
from hadath.training.model import EventModel
from offsets import assert_mentions, extents_of

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
ADDRESSES = ("[رابط]", "[بريد]", "[مستخدم]")
SENTENCES = [
    parse_block(block)
    for block in (
        "# id: a-1\n[CASUALTIES#1 قُتل ٢٥مدنيا] [AIRSTRIKE#1 بغارة] [ATTACKER#1 روسية]\n"
        "= 1 killed=25",
        "# id: a-2\n[ARREST#1 اعتقلت] [ATTACKER#1 الشرطة] [TARGET#1 ثلاثة شبان]",
    )
]
"""Without a word outside of all spans, so that one update does not teach to tag none."""


def _reader(addresses: tuple[str, ...] = ADDRESSES) -> Tokenizer:
    """Return a tokenizer of AraBERT's kind that knows no word, so that each is one subword."""
    pieces = ("[UNK]", *addresses)
    tokenizer = Tokenizer(
        models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=None)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return Tokenizer.from_str(json.dumps(with_arabert_reading(json.loads(tokenizer.to_str()))))


READER = _reader()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("قَصَفَتِ الطّائراتُ", "قصفت الطائرات"),
        ("مـــقتل", "مقتل"),
        ("هٰذا", "هذا"),
        ("٢٥ و۳۶", "25 و36"),
        ("زوروا https://a-b.org/x?y=1.", "زوروا [رابط]."),
        ("(www.site.com/a/b)", "([رابط])"),
        ("example.netقال", "[رابط]قال"),
        ("https://x.org/?u=http://site.com/a&m=a@b.org", "[رابط]"),
        ("site.com/a/b.org/@user", "[رابط]"),
        ("HTTP://EXAMPLE.ORG/A", "[رابط]"),
        ("info@un.org", "[بريد]"),
        ("راسلوا first.last@mail.un.org، ثم", "راسلوا [بريد]، ثم"),
        ("قال @user_1: نعم", "قال [مستخدم]: نعم"),
        ("نقلت @وكالة", "نقلت [مستخدم]"),
        ("عاااااجل", "عااجل"),
        ("ههه هه", "هه هه"),
        ("عاجل!!!!", "عاجل!!"),
        ("1000000 و55555", "1000000 و55555"),
        ("قصف<br />عنيف", "قصف عنيف"),
        ('<a href="http://x.com/a">هنا</a>', " هنا "),
        ("أقل من 5 < 7 وأكثر > 3", "أقل من 5 < 7 وأكثر > 3"),
        ("بين 5 <سبعة وثمانية> 3", "بين 5 <سبعة وثمانية> 3"),
        ("&quot;نعم&quot;&nbsp;&lt;br&gt;لا", '"نعم"  لا'),
        ("10/5/2019", "10-5-2019"),
        ("قصف 😀 €", "قصف    "),
        ("3.5 و12,000 و7%", "3.5 و12,000 و7%"),
        ("الطائرة F-16 وU.S.A", "الطائرة F-16 وU.S.A"),
        ("«نعم»، (لا)؟ أو: [ربما]؛", "«نعم»، (لا)؟ أو: [ربما]؛"),
    ],
)
def test_text_is_read_as_arabert_read_its_own(written: str, read: str) -> None:
    assert READER.normalizer.normalize_str(written) == read


@pytest.mark.parametrize(
    ("raw", "pieces"),
    [
        ("قَصَفَ المدينةَ ليلا", ["قَصَفَ", "المدينةَ", "ليلا"]),
        ("مـــقتل ٢٥", ["مـــقتل", "٢٥"]),
        ("مقتل 25مدنيا", ["مقتل", "25", "مدنيا"]),
        ("مقتل ٢٥مدنيا و١٢جريحا", ["مقتل", "٢٥", "مدنيا", "و", "١٢", "جريحا"]),
        ("طائرة F16 وSu24", ["طائرة", "F16", "وSu24"]),
        ("زر https://a.org/x?y=1. ثم", ["زر", "https://a.org/x?y=1", ".", "ثم"]),
        ("إلى info@un.org، وقال", ["إلى", "info@un.org", "،", "وقال"]),
        ("قال @user_1: نعم", ["قال", "@user_1", ":", "نعم"]),
        ("عاااااجل جدااا", ["عاااااجل", "جدااا"]),
        ("قصف<br />عنيف", ["قصف", "عنيف"]),
        ("في 10/5 قتل", ["في", "10", "/", "5", "قتل"]),
        ("قصف 😀 حلب", ["قصف", "حلب"]),
        ("ٱلله", ["ٱ", "لله"]),
        ("الرقة(سوريا)", ["الرقة", "(", "سوريا", ")"]),
        ("&quot;نعم", [";", "نعم"]),
    ],
)
def test_subwords_cut_the_raw_text(raw: str, pieces: list[str]) -> None:
    # A mark at a word's end is dropped and falls outside; words are widened over it elsewhere.
    offsets = [_widened(raw, start, end) for start, end in READER.encode(raw).offsets]
    assert [(word.start, word.end) for word in offsets] == extents_of(raw, *pieces)
    assert_mentions(raw, offsets, pieces)


def _widened(raw: str, start: int, end: int) -> Word:
    while end < len(raw) and "\u064b" <= raw[end] <= "\u0652":
        end += 1
    return Word(start, end)


CHARACTERS = "ابتقصفةى ـَّ٠٥۳29.،/@<>&;[]\u200f\u0670\n😀é中"
STRINGS = ["www.a.com", "http://", "a@b.org", "<b>", "&amp;", "[رابط", "[بريد]", "F16", "\r\n"]


@given(st.lists(st.sampled_from(CHARACTERS) | st.sampled_from(STRINGS)).map("".join))
def test_offsets_of_any_text_lie_in_it_and_in_order(raw: str) -> None:
    offsets = READER.encode(raw).offsets
    assert all(0 <= start < end <= len(raw) for start, end in offsets)
    assert all(before[1] <= after[0] for before, after in pairwise(offsets))


@given(st.lists(st.integers(0, 10**9), min_size=1), st.sampled_from(["قتيلا ", "، ", " و", "َ "]))
def test_every_number_is_a_subword(numbers: list[int], between: str) -> None:
    raw = between.join(map(str, numbers))
    hindi = raw.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for text in (raw, hindi):
        cut = [text[start:end] for start, end in READER.encode(text).offsets]
        assert [int(piece) for piece in cut if piece.isdecimal()] == numbers


def test_addresses_are_pieces_of_the_vocabulary_that_has_them() -> None:
    raw = "قال @user: زوروا site.org أو info@un.org"
    tokens = READER.encode(raw).tokens
    assert [token for token in tokens if token != "[UNK]"] == ["[مستخدم]", "[رابط]", "[بريد]"]
    assert set(_reader(()).encode(raw).tokens) == {"[UNK]"}


def test_doing_it_twice_changes_nothing() -> None:
    content = json.loads(READER.to_str())
    assert with_arabert_reading(content) == content


def test_checkpointed_gradients_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def save_and_see(model: EventModel, tokenizer, run: Path) -> None:
        seen.append(model.tagger.is_gradient_checkpointing)
        save_model(model, tokenizer, run)

    monkeypatch.setattr(finetuning, "save_model", save_and_see)
    recipe = _shortened(load_recipe("tiny"))
    _write_encoder(tmp_path / "encoder", _shape(2_000, 32, 2))
    states = []
    for is_on in (False, True):
        optimization = recipe.optimization.model_copy(update={"gradient_checkpointing": is_on})
        encoder = EncoderConfig(name=str(tmp_path / "encoder"), normalize="arabert")
        own = recipe.model_copy(update={"encoder": encoder, "optimization": optimization})
        finetune(own, SENTENCES, SENTENCES, tmp_path / str(is_on))
        states.append(load_file(tmp_path / str(is_on) / "model.safetensors"))
    assert seen == [False, True]
    assert all(torch.allclose(states[0][name], states[1][name], atol=1e-6) for name in states[0])


def _write_encoder(folder: Path, config: BertConfig) -> None:
    """Write an encoder as AraBERT is published: a masked-word head, safetensors, WordPiece."""
    made_up = ("".join(letters) for size in (1, 2, 3) for letters in product(LETTERS, repeat=size))
    both = chain.from_iterable((piece, f"##{piece}") for piece in made_up)
    known = [*SPECIAL, *ADDRESSES, *"0123456789.،:-()", *(f"##{digit}" for digit in range(10))]
    pieces = list(islice(chain(known, both), config.vocab_size))
    tokenizer = BertTokenizer(
        vocab={piece: index for index, piece in enumerate(pieces)},
        do_lower_case=False,
        never_split=list(ADDRESSES),
        model_max_length=512,
    )
    BertForMaskedLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _shortened(recipe: Recipe) -> Recipe:
    """Return a recipe for one update, at its whole rate and in full precision."""
    changed = {"epochs": 1, "warmup": 0.0, "precision": "fp32"}
    return recipe.model_copy(
        update={"optimization": recipe.optimization.model_copy(update=changed)}
    )


def _shape(vocabulary: int, width: int, layers: int) -> BertConfig:
    return BertConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=layers,
        intermediate_size=4 * width,
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that is gone after the test: two gigabytes are too much to be kept."""
    with TemporaryDirectory() as path:
        yield Path(path)


def test_the_recipe_trains_a_checkpoint_of_araberts_shape(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(17)
    _write_encoder(folder / "encoder", _shape(64_000, 768, 12))
    before = load_file(folder / "encoder" / "model.safetensors")
    assert sum(weight.numel() for weight in before.values()) > 135_000_000
    ids, found = torch.tensor([[2, 400, 9_000, 63_999, 3]]), {}

    def save_what_was_seen(model: EventModel, tokenizer, run: Path) -> None:
        found.update(_outputs(model.eval(), ids))
        found["mentions"] = _mentions(LiveEngine(model), tokenizer.backend_tokenizer)
        save_model(model, tokenizer, run)

    monkeypatch.setattr(finetuning, "save_model", save_what_was_seen)
    recipe = _shortened(load_recipe("arabertv02").adapted(str(folder / "encoder"), None, None))
    run = finetune(recipe, SENTENCES, SENTENCES[:1], folder / "run")

    loaded = load_trained(run)
    name = "bert.encoder.layer.0.output.dense.weight"
    assert not torch.equal(loaded.tagger.state_dict()[name], before[name])
    for output, values in _outputs(loaded, ids).items():
        assert torch.allclose(values, found[output], atol=1e-5)
    del loaded, before

    tokenizer = AutoTokenizer.from_pretrained(run)
    assert tokenizer.tokenize("قُتل ٢٥مدنيا @user")[-1] == "[مستخدم]"
    monkeypatch.setattr(engines, "is_faster_in_bf16", lambda: False)
    mentions = _mentions(engines.TorchEngine(run), Tokenizer.from_file(str(run / "tokenizer.json")))
    assert [(m.start, m.end, m.label) for m in mentions] == [
        (m.start, m.end, m.label) for m in found["mentions"]
    ]
    assert mentions
    text = SENTENCES[0].text
    assert_mentions(text, mentions, [text[mention.start : mention.end] for mention in mentions])


class LiveEngine:
    """Runs a model as it stands in memory."""

    name = "live"
    lanes = 1

    def __init__(self, model: EventModel) -> None:
        self._model = model

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> engines.Output:
        outputs = _outputs(self._model, torch.from_numpy(input_ids))
        return engines.Output(**{name: values.numpy() for name, values in outputs.items()})


def _outputs(model: EventModel, ids: torch.Tensor) -> dict[str, torch.Tensor]:
    with torch.no_grad():
        return model(ids, torch.ones_like(ids))


def _mentions(engine: engines.Engine, tokenizer: Tokenizer) -> list[Mention]:
    text = SENTENCES[0].text
    tagged = Tagger(engine, tokenizer, TAGS.index(OUTSIDE), len(TAGS)).tag([text])[0]
    return Decoder(TAGS).mentions(text, tagged.words, tagged.log_probs)
