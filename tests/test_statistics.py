"""The counts of the corpus, and the quotas that it was written to."""

import pytest

from hadath.annotations.corpus import REGIONS, load_corpus
from hadath.annotations.labels import EVENT_TYPES, Status
from hadath.annotations.markup import parse_block
from hadath.annotations.statistics import (
    Statistics,
    count,
    frame_of,
    frame_stretches,
    rows_by_region,
    summary,
)

TWO_EVENTS = """# id: sy9-05-1
[ATTACKER#1,2 ملثمون] [ATTACK#1 اقتحموا] [TARGET#1 المخفر] [ABDUCTION#2 وخطفوا] [TARGET#2 ١٢ شرطياً].
"""


@pytest.fixture(scope="module")
def statistics() -> Statistics:
    return count(load_corpus())


def test_a_sentence_is_counted() -> None:
    found = count([parse_block(TWO_EVENTS)])
    assert (found.n_sentences, found.n_events, found.n_with(2), found.n_with(3)) == (1, 2, 1, 0)
    assert found.by_region == {"Syria": 1}
    assert found.by_split == {"dev": 1}
    assert found.labels["ATTACKER"] == 1
    assert found.n_shared == 1
    assert found.spellings == {"Hindi digits": 1, "diacritics": 1}
    assert (found.median_words, found.longest) == (6, 6)


def test_the_quotas_are_met(statistics: Statistics) -> None:
    for row in rows_by_region(statistics):
        print(*row, sep="\t")
    for name, figures in summary(statistics):
        print(name, figures, sep="\t")
    n = statistics.n_sentences
    assert n >= 1500
    assert min(statistics.types[kind] for kind in EVENT_TYPES) >= 120
    assert all(statistics.by_region[region] >= 50 for region in REGIONS.values())
    assert statistics.n_with(2) >= 0.35 * n
    assert statistics.n_with(3) >= 0.10 * n
    assert statistics.statuses[Status.PROSPECTIVE] >= 100
    assert statistics.statuses[Status.NEGATED] >= 60
    assert n - statistics.n_with(1) >= 350
    assert 28 <= statistics.median_words <= 36
    assert min(statistics.spellings.values()) >= 30


def test_the_table_adds_up(statistics: Statistics) -> None:
    _, *rows, sums = rows_by_region(statistics)
    for column in range(1, len(sums)):
        assert sum(int(row[column]) for row in rows) == int(sums[column])


@pytest.mark.parametrize(
    ("block", "frame"),
    [
        (
            "# id: a\nقصف [ATTACKER#1 الجيش] [SHELLING#1 قصفاً] [LOCATION#1 تل رفعت] 14 مرة.\n",
            "قصف ATTACKER SHELLING LOCATION 0 مره",
        ),
        ("# id: a\nلم يحدث شيء في ٢٠٢٤\n", "لم يحدث شيء في 0"),
    ],
)
def test_a_frame_is_what_a_template_would_keep(block: str, frame: str) -> None:
    assert " ".join(frame_of(parse_block(block))) == frame


def test_stretches_of_a_frame() -> None:
    sentence = parse_block("# id: a\nأ ب ج د\n")
    assert frame_stretches(sentence, 3) == {("ا", "ب", "ج"), ("ب", "ج", "د")}
    assert frame_stretches(sentence, 9) == {("ا", "ب", "ج", "د")}
