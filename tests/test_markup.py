from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import BOUND_ROLES, EventType, Outcome, Role, Status
from hadath.annotations.markup import format_block, parse_block, read_corpus, write_corpus
from hadath.annotations.sentences import AnnotatedEvent, AnnotatedSentence, Span
from offsets import assert_mentions

BLOCK = """# id: a-01-1
أعلن [SOURCE#1,2 ناطق عسكري] أن [ATTACKER#1 مسلحين] [ATTACK#1 هاجموا] [TARGET#1 حاجزاً] في \
[LOCATION بلدة القائم]، [CASUALTIES#1 فقتلوا جنديين]، قبل أن [ARREST#2 يعتقل] الجيش [TARGET#2 ثلاثة منهم].
= 1 killed=2 wounded=some
= 2 status=prospective
"""


def test_a_block_is_read() -> None:
    sentence = parse_block(BLOCK)
    assert sentence.id == "a-01-1"
    assert "[" not in sentence.text
    words = [
        "ناطق عسكري",
        "مسلحين",
        "هاجموا",
        "حاجزاً",
        "بلدة القائم",
        "فقتلوا جنديين",
        "يعتقل",
        "ثلاثة منهم",
    ]
    assert_mentions(sentence.text, sentence.spans, words)
    assert [span.events for span in sentence.spans] == [
        (1, 2),
        (1,),
        (1,),
        (1,),
        (),
        (1,),
        (2,),
        (2,),
    ]
    assert sentence.events == (
        AnnotatedEvent(1, EventType.ATTACK, counts=((Outcome.KILLED, 2), (Outcome.WOUNDED, None))),
        AnnotatedEvent(2, EventType.ARREST, Status.PROSPECTIVE),
    )


def test_writing_gives_back_what_was_read() -> None:
    assert format_block(parse_block(BLOCK)) == BLOCK


def test_casualties_without_a_trigger_carry_an_attack() -> None:
    sentence = parse_block("# id: x\n[CASUALTIES#1 قُتل شخصان] في [LOCATION#1 بغداد].\n= 1 killed=2")
    assert [event.type for event in sentence.events] == [EventType.ATTACK]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("# id: x\n[TRAGET#1 منزل] [ATTACK#1 هجوم]", "unknown label TRAGET"),
        ("# id: x\n[TARGET#1 منزل", "a bracket that is no"),
        ("# id: x\nمنزل]", "a bracket that is no"),
        ("# id: x\n[TARGET#1 ] [ATTACK#1 هجوم]", "an empty TARGET"),
        ("# id: x\n[ATTACK#1 هجوم،]", "punctuation at the edge of «هجوم،»"),
        ('# id: x\n[ATTACK#1 "هجوم]', "punctuation at the edge"),
        ("# id: x\nال[ATTACK#1 هجوم]", "«هجوم» cuts a word"),
        ("# id: x\n[ATTACK#1 هج]وم", "«هج» cuts a word"),
        ("# id: x\n[ATTACK هجوم]", "the ATTACK «هجوم» belongs to no event"),
        ("# id: x\n[ATTACK#1 هجوم] على [TARGET منزل]", "the TARGET «منزل» belongs to no event"),
        ("# id: x\n[ATTACK#1;2 هجوم]", "a bracket that is no"),
        ("# id: x\n[ATTACK#,1 هجوم]", "event numbers '#,1'"),
        ("# id: x\n[ATTACK#1 هجوم] [CLASH#1 معركة]", "event 1 has two types: ATTACK, CLASH"),
        ("# id: x\n[LOCATION#1 بغداد]", "event 1 has no trigger and no casualties"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 2 killed=1", "'= 2' names an event that no span has"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 deaths=1", "unknown key deaths"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 killed=five", "killed=five; accepted: a number or some"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 killed=٥", "killed=٥"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 killed=1 killed=2", "'killed=2'"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 killed", "the form is key=value"),
        ("# id: x\n[ATTACK#1 هجوم]\n= killed=1", "names no event"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 killed=1\n= 1 wounded=1", "two '=' lines for one event"),
        ("# id: x\n[ATTACK#1 هجوم]\n= 1 status=planned", "status=planned; accepted: actual"),
        ("# id: x\nجملة\nوأخرى", "2 sentence lines"),
        ("جملة", "no '# id:' line"),
        ("# id: x\n= 1 killed=1", "0 sentence lines"),
    ],
)
def test_breaches_are_named_with_file_line_and_sentence(
    tmp_path: Path, body: str, message: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("# a comment\n\n# id: good\nلا شيء\n\n" + body + "\n", encoding="utf-8")
    with pytest.raises(AnnotationError) as caught:
        read_corpus(path)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}:6: ")
    assert "\n" not in str(caught.value)


def test_an_id_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    path.write_text("# id: a\nجملة\n\n# id: a\nأخرى\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match="used twice"):
        read_corpus(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "# id: a\nجملة".encode("cp1256")])
def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bytes.txt"
    path.write_bytes(content)
    with pytest.raises(AnnotationError, match="UTF-8"):
        read_corpus(path)


def test_the_corpus_survives_the_round_trip(tmp_path: Path) -> None:
    sentences = load_corpus()
    path = tmp_path / "again.txt"
    path.write_text(write_corpus(sentences), encoding="utf-8")
    assert read_corpus(path) == sentences


@st.composite
def _annotated(draw: st.DrawFn) -> AnnotatedSentence:
    word = st.text(alphabet="قصفالمدين\u064eـ٣5a", min_size=1, max_size=6)
    parts, spans, length = [], [], 0
    for _ in range(draw(st.integers(1, 8))):
        words = " ".join(draw(st.lists(word, min_size=1, max_size=3)))
        label = draw(st.sampled_from([None, EventType.ATTACK, *Role]))
        if label is not None:
            must = label in BOUND_ROLES or label is EventType.ATTACK
            events = (1,) if must else draw(st.sampled_from([(), (1,)]))
            spans.append(Span(length, length + len(words), label, events))
        gap = draw(st.sampled_from([" ", "، ", ' "', "  "]))
        parts.append(words + gap)
        length += len(words) + len(gap)
    text = "".join(parts).rstrip()
    carried = any(
        span.events and span.label in (EventType.ATTACK, Role.CASUALTIES) for span in spans
    )
    if not carried:
        spans = []
    counts = draw(
        st.dictionaries(st.sampled_from(list(Outcome)), st.none() | st.integers(0, 10**6))
    )
    ordered = tuple((outcome, counts[outcome]) for outcome in Outcome if outcome in counts)
    status = draw(st.sampled_from(list(Status)))
    events = (AnnotatedEvent(1, EventType.ATTACK, status, ordered),) if spans else ()
    return AnnotatedSentence("s-1", text, tuple(spans), events)


@settings(deadline=None)
@given(_annotated())
def test_any_sentence_survives_the_round_trip(sentence: AnnotatedSentence) -> None:
    assert parse_block(format_block(sentence)) == sentence
