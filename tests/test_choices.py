from pathlib import Path

import pytest

from hadath.annotations.errors import DocumentError, HadathError
from hadath.cli.choices import Reading, Shard, items_of, parse_shard
from hadath.inference.records import Document


@pytest.mark.parametrize(
    ("text", "shard"), [(None, Shard(1, 1)), ("1/1", Shard(1, 1)), ("3/4", Shard(3, 4))]
)
def test_a_share_is_read(text: str | None, shard: Shard) -> None:
    assert parse_shard(text) == shard


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "a/b", "1/0", "-1/4", ""])
def test_what_is_no_share_is_named(text: str) -> None:
    with pytest.raises(HadathError, match=r"no share \(accepted: 1/4"):
        parse_shard(text)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "a.jsonl"
    rows = (f'{{"id": "{n}", "text": "a"}}\n' if n % 3 else "bad\n" for n in range(20))
    path.write_text("".join(rows))
    return path


def test_shares_make_the_whole(lines: Path) -> None:
    shares = [list(items_of(Reading((str(lines),), shard=Shard(i, 3)))) for i in (1, 2, 3)]
    whole = list(map(str, items_of(Reading((str(lines),)))))
    assert sorted(str(item) for share in shares for item in share) == sorted(whole)
    assert [len(share) for share in shares] == [7, 7, 6]


def test_a_day_is_given_to_documents_without_one(lines: Path) -> None:
    days = {
        item.date
        for item in items_of(Reading((str(lines),), date="2020-02-29"))
        if isinstance(item, Document)
    }
    assert days == {"2020-02-29"}


def test_a_day_that_is_none_is_told_before_anything_is_read() -> None:
    with pytest.raises(DocumentError, match="the date '29' is none"):
        items_of(Reading(("none",), date="29"))
