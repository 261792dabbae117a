"""What ``hadath explain`` tells: every step, from hand-made scores and from the model."""

import numpy as np

from hadath.annotations.labels import EventType, Role, Status
from hadath.inference.explanation import explain
from hadath.inference.extractor import EventExtractor, ReadSentence
from hadath.inference.records import CodedEvent, Document, LinkedEvent, Mention, Sentence
from hadath.inference.tagger import TaggedSentence
from offsets import assert_mentions, extents_of

TEXT = "قصف الجيش بلدة الرابية فقتل ثلاثة رعاة"
WORDS = ("قصف", "الجيش", "بلدة الرابية", "فقتل ثلاثة رعاة")
LABELS = (EventType.SHELLING, Role.ATTACKER, Role.LOCATION, Role.CASUALTIES)
NO_TAGS = TaggedSentence((), np.zeros((0, 0)))


def mentions() -> tuple[Mention, ...]:
    extents = extents_of(TEXT, *WORDS)
    found = tuple(
        Mention(start, end, label, 0.9) for (start, end), label in zip(extents, LABELS, strict=True)
    )
    assert_mentions(TEXT, found, WORDS)
    return found


def lines(scores: np.ndarray | None, triggers: slice, arguments: slice) -> str:
    found = mentions()
    linked = LinkedEvent(EventType.SHELLING, found[triggers], found[arguments])
    sentence = Sentence(0, len(TEXT))
    coded = CodedEvent("1", EventType.SHELLING, "", Status.ACTUAL, 0.8, sentence, None, (), ())
    read = ReadSentence(sentence, NO_TAGS, found, scores, (linked,))
    return "\n".join(explain(TEXT, read, [coded]))


def test_links_are_told_with_their_chance() -> None:
    scores = np.full((4, 4), 3.0)
    scores[0, 1] = -1.0
    told = lines(scores, slice(0, 1), slice(1, 4))
    assert "LOCATION   \u2067بلدة الرابية\u2069  linked at 0.95 (above 0.73)" in told
    assert "linked at 0.27: no event reached 0.73, this is the nearest" in told
    assert "killed     \u2067فقتل ثلاثة رعاة\u2069  3, by a number" in told


def test_casualties_that_carry_an_event_are_told() -> None:
    told = lines(np.full((4, 4), 2.0), slice(0, 0), slice(1, 4))
    assert "no trigger: carries the event itself at 0.88" in told


def test_a_model_without_a_linker_links_by_order() -> None:
    assert "by the order of the sentence" in lines(None, slice(0, 1), slice(1, 4))


def test_the_model_s_own_steps_are_told(extractor: EventExtractor) -> None:
    text = "قُتل تسعة بينهم طفلان في غارة للطيران الروسي على سوق في مدينة الباب. سجل المهاجم هدفين."
    told = []
    for read, events in extractor.trace(Document("d", text)):
        assert_mentions(text, read.found, (text[m.start : m.end] for m in read.found))
        told += explain(text, read, events)
    joined = "\n".join(told)
    assert "AIRSTRIKE, actual" in joined
    assert "= killed   9, of whom children 2" in joined
    assert "ru-" in joined
    assert sum(line.startswith("sentence ") for line in told) == 2


def test_the_trace_and_the_extraction_agree(extractor: EventExtractor) -> None:
    text = "هاجم مسلحون حاجزاً للجيش قرب تلعفر، وأوقفت الشرطة ثلاثة مشتبهين في الموصل."
    traced = [event for _, events in extractor.trace(Document("d", text)) for event in events]
    extracted = extractor(text).events
    assert [(e.type, e.arguments) for e in traced] == [(e.type, e.arguments) for e in extracted]
