from hadath.annotations.labels import (
    ACLED_NAMES,
    EVENT_TYPES,
    LABELS,
    ROLE_FIELDS,
    ROLES,
    Role,
    label_of,
)


def test_there_are_eight_types_and_seven_roles() -> None:
    assert (len(EVENT_TYPES), len(ROLES)) == (8, 7)
    assert len(set(LABELS)) == 15


def test_every_type_has_acled_names_that_end_with_a_default() -> None:
    assert set(ACLED_NAMES) == set(EVENT_TYPES)
    for names in ACLED_NAMES.values():
        assert [bool(name.cue) for name in names] == [True] * (len(names) - 1) + [False]


def test_every_role_but_casualties_has_an_output_field() -> None:
    assert set(ROLES) - set(ROLE_FIELDS) == {Role.CASUALTIES}


def test_labels_are_found_by_name() -> None:
    assert all(label_of(label.value) is label for label in LABELS)
