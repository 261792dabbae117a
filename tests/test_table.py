import io

from rich.console import Console

from hadath.inference.extractor import EventExtractor
from hadath.inference.records import Toll
from hadath.inference.table import isolate, number_of, render


def _printed(extractor: EventExtractor, text: str, date: str | None = None) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(render(extractor(text, date=date, id="doc")))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_arabic_stands_alone_between_isolates(extractor: EventExtractor) -> None:
    text = "شن الطيران الحربي غارتين على سوق في مدينة الباب أمس، ما أدى إلى مقتل خمسة مدنيين."
    printed = _printed(extractor, text, "2020-03-02")
    assert "doc: 1 event (2020-03-02)" in printed
    for line in printed.splitlines():
        assert line.count("\u2067") == line.count("\u2069") <= 1
    assert isolate("الطيران الحربي") in printed
    assert "= 2020-03-01" in printed
    assert "killed" in printed and "AIRSTRIKE" in printed


def test_a_document_without_events_says_so(extractor: EventExtractor) -> None:
    assert "doc: 0 events" in _printed(extractor, "زار الوزير المدرسة.")


def test_isolates_hold_one_line() -> None:
    assert isolate("سطر\nوآخر  ") == "\u2067سطر وآخر\u2069"


def test_counts_read_as_people_write_them() -> None:
    from hadath.annotations.labels import Outcome

    killed = Outcome.KILLED
    tolls = [
        Toll(killed, 5, 5, 5),
        Toll(killed, 5, 5, None),
        Toll(killed, 5, 5, 8),
        Toll(killed, None, 1, None),
    ]
    assert [number_of(toll) for toll in tolls] == ["5", "≥ 5", "5–8", "some"]
