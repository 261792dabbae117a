from hadath.annotations.markup import parse_block
from hadath.inference.extractor import EventExtractor
from hadath.inference.records import Document, Mention
from hadath.training.confusion import confuse

SENTENCE = parse_block(
    "# id: s-1\n[SHELLING#1 قصف] [ATTACKER#1 الجيش الوطني] [LOCATION#1 بلدة النخيل] أمس.\n"
)


def test_words_are_counted_by_both_labels(extractor: EventExtractor) -> None:
    trigger, attacker, place = SENTENCE.spans
    found = [
        Mention(trigger.start, trigger.end, trigger.label),
        Mention(attacker.start, attacker.end, place.label),  # two words, taken for a place
    ]
    coded = extractor.link_mentions(Document("s-1", SENTENCE.text), found)
    confusion = confuse([SENTENCE], [coded])
    cells = {
        (confusion.names[row], confusion.names[column]): count
        for row, counts in enumerate(confusion.counts)
        for column, count in enumerate(counts)
        if count
    }
    assert cells == {
        ("SHELLING", "SHELLING"): 1,
        ("ATTACKER", "LOCATION"): 2,
        ("LOCATION", "O"): 2,
        ("O", "O"): 2,  # أمس and the full stop
    }
