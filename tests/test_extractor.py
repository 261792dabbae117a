import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import DocumentError, ModelError
from hadath.annotations.labels import EventType, Role
from hadath.inference.extractor import EventExtractor
from hadath.inference.records import CodedDocument, Document, Mention
from hadath.inference.serialization import to_dict
from hadath.inference.tagger import Pending
from offsets import assert_mentions

AIRSTRIKE = "شن الطيران الحربي غارتين على سوق في مدينة الباب، ما أدى إلى مقتل خمسة مدنيين."
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            'قصفالجيشمدينةحلبأمس وقتل٣5،.؟!\n\r\t\0\u064e\u0651ـ\u200f\u202b\u2067🚀👨\u200d👩[]"«»'
        ),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=120,
)


def assert_offsets(coded: CodedDocument) -> None:
    raw = coded.document.text
    spans = to_dict(coded)["spans"]
    assert_mentions(raw, coded.mentions, [span["text"] for span in spans])
    known = set(coded.mentions)
    for event in coded.events:
        arguments = [argument.mention for argument in event.arguments]
        tolled = [mention for toll in event.tolls for mention in toll.mentions]
        triggers = [event.trigger] if event.trigger else []
        for mention in (*triggers, *arguments, *tolled):
            assert mention in known
            assert event.sentence.start <= mention.start < mention.end <= event.sentence.end


def test_an_airstrike_is_read(extractor: EventExtractor) -> None:
    coded = extractor(AIRSTRIKE)
    (event,) = coded.events
    assert event.type is EventType.AIRSTRIKE
    words = {
        role: [argument.name for argument in event.arguments if argument.mention.label is role]
        for role in Role
    }
    assert words[Role.ATTACKER] == ["الطيران الحربي"]
    assert words[Role.LOCATION] == ["مدينة الباب"]
    assert [(str(toll.outcome), toll.count) for toll in event.tolls] == [("killed", 5)]
    assert_offsets(coded)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "...",
        "زار الوزير المدرسة صباح اليوم.",
        "قصف المهاجم المرمى بثلاثة أهداف في المباراة.",
    ],
)
def test_no_event_no_mentions(extractor: EventExtractor, text: str) -> None:
    coded = extractor(text)
    assert coded.mentions == ()
    assert coded.events == ()


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(NASTY, NASTY)
@example("\r\n", "\0")
@example("قُـــتِلَ ٣ مَدَنِيِّين‏ 🚀\r\n", "")
def test_offsets_hold_in_any_text(extractor: EventExtractor, before: str, behind: str) -> None:
    coded = extractor(f"{before} {AIRSTRIKE}{behind}")
    assert coded.document.text == f"{before} {AIRSTRIKE}{behind}"
    assert_offsets(coded)


def test_offsets_hold_on_the_corpus(extractor: EventExtractor) -> None:
    text = "\n".join(sentence.text for sentence in load_corpus("dev")[:60])
    coded = extractor(text)
    assert len(coded.events) > 30
    assert_offsets(coded)


def test_a_long_text_without_a_full_stop_is_read_to_its_end(extractor: EventExtractor) -> None:
    marks = str.maketrans("", "", ".!?؟…\n")
    filler = " ".join(s.text.translate(marks) + "،" for s in load_corpus() if not s.events) + " "
    text = filler * (2**17 // len(filler.encode()) + 1) + AIRSTRIKE
    coded = extractor(text)
    assert len(text.encode()) > 2**17
    assert coded.events
    assert coded.events[-1].sentence.end == len(text)
    assert coded.mentions[-1].end > len(text) - len(AIRSTRIKE)
    assert_offsets(coded)


def test_diacritics_stay_inside_the_mention(extractor: EventExtractor) -> None:
    text = "قَصَفَتِ الطَّائِرَاتُ الحَرْبِيَّةُ مَدِينَةَ سَرَاقِبَ بِرِيفِ إِدْلِبَ أمس."
    coded = extractor(text)
    assert coded.events
    assert_offsets(coded)
    for mention in coded.mentions:
        assert mention.end == len(text) or not "\u064b" <= text[mention.end] <= "\u0652"


@pytest.mark.parametrize("text", ["\ud800", "قصف \udfff حلب"])
def test_a_lone_surrogate_is_refused(extractor: EventExtractor, text: str) -> None:
    with pytest.raises(DocumentError, match="lone surrogate at character"):
        extractor(text)


def test_a_date_that_is_none_is_refused(extractor: EventExtractor) -> None:
    with pytest.raises(DocumentError, match="the date 'yesterday' is none"):
        extractor(AIRSTRIKE, date="yesterday")


def test_documents_stream_in_order_and_alone(extractor: EventExtractor) -> None:
    documents = [Document(str(n), text) for n, text in enumerate([AIRSTRIKE, "", AIRSTRIKE * 2])]
    streamed = list(extractor.extract(iter(documents)))
    assert [coded.document for coded in streamed] == documents
    assert len(streamed[2].events) == 2 * len(streamed[0].events)
    assert streamed[0].events[0].id == "0#1"


def test_documents_before_a_bad_one_are_coded(extractor: EventExtractor) -> None:
    coded = extractor.extract([Document("a", AIRSTRIKE), Document("b", "خبر", date="غدا")])
    assert next(coded).document.id == "a"
    with pytest.raises(DocumentError, match="the date"):
        next(coded)


def test_many_batches_come_out_in_order(
    extractor: EventExtractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = list(extractor.extract(Document(str(n), AIRSTRIKE) for n in range(7)))
    monkeypatch.setattr("hadath.inference.extractor._CHUNK", 2)
    apart = list(extractor.extract(Document(str(n), AIRSTRIKE) for n in range(7)))
    assert [coded.document.id for coded in apart] == list("0123456")
    assert [coded.events for coded in apart] == [coded.events for coded in together]


def test_what_nobody_waits_for_is_not_tagged(
    extractor: EventExtractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[Pending] = []
    monkeypatch.setattr("hadath.inference.extractor._CHUNK", 1)
    monkeypatch.setattr(Pending, "cancel", lambda pending: cancelled.append(pending))
    coded = extractor.extract(Document(str(n), AIRSTRIKE) for n in range(7))
    next(coded)
    coded.close()
    assert len(cancelled) == 2  # that of the document that was taken, and the one after it


def test_annotated_mentions_can_be_linked(extractor: EventExtractor) -> None:
    sentence = next(s for s in load_corpus("test") if len(s.events) == 1 and len(s.spans) > 4)
    mentions = [Mention(span.start, span.end, span.label) for span in sentence.spans]
    coded = extractor.link_mentions(Document("x", sentence.text), mentions)
    assert coded.mentions == tuple(mentions)
    assert len(coded.events) == 1


def test_the_main_job_needs_no_torch_and_no_network(tmp_path: Path) -> None:
    script = (
        "import socket, sys\n"
        "def refuse(*args, **kwargs): raise AssertionError('a connection was tried')\n"
        "socket.socket.connect = socket.create_connection = refuse\n"
        "from hadath.inference import EventExtractor\n"
        f"events = EventExtractor.from_pretrained()({AIRSTRIKE!r}).events\n"
        "assert len(events) == 1\n"
        "assert not {'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=tmp_path)
    assert socket.socket is not None


def _copy_embedded(folder: Path, **changes: object) -> Path:
    from hadath.inference.loading import EMBEDDED

    for path in EMBEDDED.iterdir():
        (folder / path.name).symlink_to(path)
    for name, content in changes.items():
        path = folder / name.replace("_json", ".json").replace("_onnx", ".onnx")
        path.unlink()
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"config_json": {"id2label": {"0": "O", "1": "B-PER"}}}, "its labels are not hadath's"),
        ({"config_json": "{"}, "no readable model configuration"),
        ({"config_json": [1]}, "no model configuration"),
        ({"tokenizer_json": "{}"}, "no readable tokenizer"),
        ({"model_onnx": "not a graph"}, "not a readable ONNX model"),
    ],
)
def test_a_broken_model_is_named(tmp_path: Path, changes: dict, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        EventExtractor.from_pretrained(_copy_embedded(tmp_path, **changes), engine="onnxruntime")


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        EventExtractor.from_pretrained(tmp_path)
