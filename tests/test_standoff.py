import json
from pathlib import Path

import pytest

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import AnnotationError
from hadath.annotations.markup import parse_block
from hadath.annotations.standoff import NEWS, attach, detach, markable
from offsets import assert_mentions

BLOCK = """# id: iq1-10-2
قُتل [CASUALTIES#1 حارسان] وجُرح [CASUALTIES#1 آخرون] في [BOMBING#1 انفجار] [LOCATION الرابية].
= 1 killed=2 wounded=some status=negated
"""
SENTENCE = parse_block(BLOCK)


def _row(events: dict[str, dict[str, object]]) -> str:
    spans = [[0, 4, "CASUALTIES", [1]]]
    return json.dumps({"id": "a", "sha256": "0", "spans": spans, "events": events})


def _file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "apart.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_the_whole_corpus_comes_back_unchanged(tmp_path: Path) -> None:
    corpus = load_corpus()
    path = _file(tmp_path, *map(detach, corpus))
    attached = attach(path, [sentence.text for sentence in reversed(corpus)])
    assert list(attached.sentences) == corpus
    assert not attached.missing
    for sentence, marked in zip(attached.sentences, corpus, strict=True):
        words = [marked.words_of(span) for span in marked.spans]
        assert_mentions(sentence.text, sentence.spans, words)


def test_no_word_of_the_text_is_kept() -> None:
    line = detach(SENTENCE)
    assert line.isascii()
    assert set(json.loads(line)) == {"id", "sha256", "spans", "events"}


def test_the_text_is_found_as_it_was_written_down(tmp_path: Path) -> None:
    raw = "  وقع [انفجار] في\nالرابية "
    assert markable(raw) == "وقع (انفجار) في الرابية"
    marked = parse_block("# id: a\nوقع ([BOMBING#1 انفجار]) في [LOCATION#1 الرابية]\n")
    assert attach(_file(tmp_path, detach(marked)), [raw]).sentences == (marked,)


def test_a_text_that_no_file_can_hold_is_passed_over(tmp_path: Path) -> None:
    path = _file(tmp_path, detach(SENTENCE))
    assert attach(path, ["\ud800", SENTENCE.text]).sentences == (SENTENCE,)


def test_a_line_separator_within_a_sentence_stays(tmp_path: Path) -> None:
    marked = parse_block("# id: a\n[BOMBING#1 انفجار]\u2028 في [LOCATION#1 الرابية]\n")
    assert attach(_file(tmp_path, detach(marked)), [marked.text]).sentences == (marked,)


def test_annotations_without_a_text_are_named(tmp_path: Path) -> None:
    attached = attach(_file(tmp_path, detach(SENTENCE)), ["نص آخر"])
    assert (attached.sentences, attached.missing) == ((), ("iq1-10-2",))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"apart\.jsonl:2: not an annotation"),
        ("[]", r":2: not an annotation"),
        ('{"id": "a", "spans": [], "events": {}}', r":2: not an annotation \('sha256'\)"),
        (
            '{"id": "a", "sha256": "0", "spans": [[0, 2, "WAR", [1]]], "events": {}}',
            r":2: not an annotation \('WAR'\)",
        ),
        ('{"id": "a", "sha256": "0", "spans": [[0, 2]], "events": {}}', r":2: not an annotation"),
        (_row({"1": {"kiled": 2}}), r":2: not an annotation \(unknown key kiled"),
        (_row({"1": {"killed": "many"}}), r":2: not an annotation"),
        (_row({"1": {"status": "maybe"}}), r":2: not an annotation"),
        (_row({"2": {"killed": 1}}), r":2: not an annotation \(event 2 has no span"),
    ],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        attach(_file(tmp_path, detach(SENTENCE), line), [])


def test_an_annotation_that_breaks_a_rule_is_named(tmp_path: Path) -> None:
    row = json.loads(detach(SENTENCE))
    row["spans"][0][1] -= 1
    with pytest.raises(AnnotationError, match=r"apart\.jsonl:1: iq1-10-2: .* cuts a word"):
        attach(_file(tmp_path, json.dumps(row)), [SENTENCE.text])


def test_what_ships_holds_no_text() -> None:
    rows = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) > 1000
    assert all(set(row) == {"id", "sha256", "spans", "events"} for row in rows)
