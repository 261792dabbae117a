import json

from hadath.annotations.bio import TAGS
from hadath.annotations.corpus import load_corpus
from hadath.annotations.markup import parse_block
from hadath.annotations.rows import to_jsonl, to_row

BLOCK = """# id: iq1-10-2
قُتل [CASUALTIES#1 حارسان] وجُرح [CASUALTIES#1 آخرون] في [BOMBING#1 انفجار] [LOCATION الرابية].
= 1 killed=2 wounded=some
"""


def test_a_row_tells_all_of_a_sentence() -> None:
    row = to_row(parse_block(BLOCK))
    assert (row["id"], row["split"], row["region"]) == ("iq1-10-2", "test", "Iraq")
    assert len(row["tokens"]) == len(row["ner_tags"])
    assert row["ner_tags"][1] == "B-CASUALTIES"
    assert row["events"] == [
        {
            "id": 1,
            "type": "BOMBING",
            "status": "actual",
            "counts": [{"outcome": "killed", "count": 2}, {"outcome": "wounded", "count": None}],
        }
    ]
    assert [span["events"] for span in row["spans"]] == [[1], [1], [1], []]


def test_offsets_and_tags_hold_for_the_whole_corpus() -> None:
    for sentence in load_corpus():
        row = to_row(sentence)
        assert set(row["ner_tags"]) <= set(TAGS)
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]


def test_json_lines_keep_their_arabic() -> None:
    text = to_jsonl([parse_block(BLOCK)] * 2)
    assert text.count("\n") == 2
    assert "حارسان" in text
    assert json.loads(text.splitlines()[0])["id"] == "iq1-10-2"
