"""Of whom: a text, its casualties mention, and the groups that are in it."""

import pytest

from hadath.annotations.labels import Role, VictimGroup
from hadath.inference.groups import read_groups
from hadath.inference.records import Mention
from offsets import assert_mentions, extents_of

CHILDREN, WOMEN, CIVILIANS = VictimGroup.CHILDREN, VictimGroup.WOMEN, VictimGroup.CIVILIANS
FIGHTERS, MEDICS = VictimGroup.FIGHTERS, VictimGroup.MEDICS
JOURNALISTS = VictimGroup.JOURNALISTS


def groups_of(text: str, words: str, *others: str) -> dict[VictimGroup, int | None]:
    extents = extents_of(text, words, *others)
    mention = Mention(*extents[0], Role.CASUALTIES)
    assert_mentions(text, [mention], [words])
    stops = [*(start for start, _ in extents), len(text)]
    return {part.group: part.count for part in read_groups(text, [mention], stops)}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        # a part behind the number
        ("مقتل تسعة أشخاص بينهم طفلان في غارة", "مقتل تسعة أشخاص", {CHILDREN: 2}),
        ("مقتل 9 بينهم طفلتان وامرأة.", "مقتل 9", {CHILDREN: 2, WOMEN: 1}),
        ("استشهاد ١٢ بينهم ثلاثة أطفال وأربع نساء", "استشهاد ١٢", {CHILDREN: 3, WOMEN: 4}),
        ("سقوط 20 قتيلاً من بينهم صحافيان", "سقوط 20 قتيلاً", {JOURNALISTS: 2}),
        ("سقوط 20 قتيلاً، منهم أربعة مسعفين", "سقوط 20 قتيلاً", {MEDICS: 4}),
        ("مصرع سبعة بمن فيهم طبيب وممرضتان", "مصرع سبعة", {MEDICS: 3}),
        ("قُتل ثمانية بينهم أطفال ونساء", "قُتل ثمانية", {CHILDREN: None, WOMEN: None}),
        ("قُتل ثمانية غالبيتهم من النساء والأطفال", "قُتل ثمانية", {CHILDREN: None, WOMEN: None}),
        ("إصابة 6 معظمهم أطفال", "إصابة 6", {CHILDREN: None}),
        ("مقتل 11 عاملاً بينهم رضيعٌ", "مقتل 11 عاملاً", {CHILDREN: 1}),
        ("مقتل أسرة من ستة أفراد ضمنهم ثلاث طفلات", "مقتل أسرة من ستة أفراد", {CHILDREN: 3}),
        # all of them
        ("مقتل خمسة مدنيين", "مقتل خمسة مدنيين", {CIVILIANS: 5}),
        ("جُرح جنديان", "جُرح جنديان", {FIGHTERS: 2}),
        ("إصابة طفلٍ بجروح", "إصابة طفلٍ", {CHILDREN: 1}),
        ("قتلى مدنيون", "قتلى مدنيون", {CIVILIANS: None}),
        ("مقتل ثلاثة أطفال وامرأة", "مقتل ثلاثة أطفال وامرأة", {CHILDREN: 3, WOMEN: 1}),
        ("مقتل طفلة رضيعة", "مقتل طفلة رضيعة", {CHILDREN: 1}),
        ("مقتل 14 مسلحاً", "مقتل 14 مسلحاً", {FIGHTERS: 14}),
        ("مقتل ثلاثة عشر عنصراً", "مقتل ثلاثة عشر عنصراً", {FIGHTERS: 13}),
        ("مقتل مدنيين اثنين", "مقتل مدنيين اثنين", {CIVILIANS: 2}),
        ("مقتل 22 من مسلحي الفصيل", "مقتل 22 من مسلحي الفصيل", {FIGHTERS: 22}),
        ("لقي خمسة مسلحين من عناصر الفصيل مصرعهم", "خمسة مسلحين من عناصر الفصيل", {FIGHTERS: 5}),
        ("مقتل جندي وعنصر إسعاف", "مقتل جندي وعنصر إسعاف", {FIGHTERS: 2}),
        # both
        (
            "مقتل عشرة مدنيين بينهم أربعة أطفال",
            "مقتل عشرة مدنيين",
            {CHILDREN: 4, CIVILIANS: 10},
        ),
        ("مقتل 3 جنود بينهم ضابط", "مقتل 3 جنود", {FIGHTERS: 3}),
        # none
        ("مقتل تسعة أشخاص في غارة على حي للأطفال", "مقتل تسعة أشخاص", {}),
        ("مقتل تسعة. وبينهم وبين الأطفال شارع", "مقتل تسعة", {}),
        ("مقتل تسعة بينهم مهندس", "مقتل تسعة", {}),
    ],
)
def test_of_whom(text: str, words: str, expected: dict[VictimGroup, int | None]) -> None:
    assert groups_of(text, words) == expected


def test_a_part_belongs_to_the_people_before_it() -> None:
    text = "مقتل خمسة وإصابة عشرة بينهم طفلان"
    assert groups_of(text, "مقتل خمسة", "وإصابة عشرة") == {}
    start, end = extents_of(text, "وإصابة عشرة")[0]
    wounded = Mention(start, end, Role.CASUALTIES)
    (part,) = read_groups(text, [wounded], [0, start, len(text)])
    assert (part.group, part.count) == (CHILDREN, 2)
