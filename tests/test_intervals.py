from hadath.annotations.corpus import load_corpus
from hadath.inference.records import CodedDocument, Document, Mention
from hadath.training.intervals import intervals
from hadath.training.metrics import measure

SENTENCES = [sentence for sentence in load_corpus("test") if sentence.spans][:40]


def _coded(n_right: int) -> list[CodedDocument]:
    """Return documents of which the first so many have all their mentions, the others none."""
    return [
        CodedDocument(
            Document(s.id, s.text),
            tuple(Mention(x.start, x.end, x.label) for x in s.spans) if i < n_right else (),
            (),
        )
        for i, s in enumerate(SENTENCES)
    ]


def test_an_interval_holds_the_measure_and_is_the_same_again() -> None:
    coded = _coded(20)
    found = intervals(SENTENCES, coded)
    assert [entry.measure for entry in found] == measure(zip(SENTENCES, coded, strict=True))
    spans = found[0]
    assert 0.4 < spans.low < spans.measure.f1 < spans.high < 0.9
    assert found == intervals(SENTENCES, coded)


def test_what_is_always_right_or_wrong_has_no_width() -> None:
    for n_right, f1 in ((len(SENTENCES), 1.0), (0, 0.0)):
        spans = intervals(SENTENCES, _coded(n_right))[0]
        assert (spans.low, spans.measure.f1, spans.high) == (f1, f1, f1)


def test_more_sentences_give_a_narrower_interval() -> None:
    few = intervals(SENTENCES[10:30], _coded(20)[10:30])[0]
    many = intervals(SENTENCES * 4, _coded(20) * 4)[0]
    assert many.high - many.low < few.high - few.low
