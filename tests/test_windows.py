from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.inference.windows import Window, batches_by_length, make_windows


@pytest.mark.parametrize(
    ("length", "windows"),
    [
        (0, [Window(0, 0, 0, 0)]),
        (1, [Window(0, 1, 0, 1)]),
        (10, [Window(0, 10, 0, 10)]),
        (11, [Window(0, 10, 0, 8), Window(6, 11, 8, 11)]),
        (16, [Window(0, 10, 0, 8), Window(6, 16, 8, 16)]),
        (17, [Window(0, 10, 0, 8), Window(6, 16, 8, 14), Window(12, 17, 14, 17)]),
    ],
)
def test_windows_of_ten_that_share_four(length: int, windows: list[Window]) -> None:
    assert make_windows(length, 10, 4) == windows


SIZES = st.integers(2, 40).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 300), SIZES)
def test_every_subword_is_one_windows_own_and_inside_it(
    length: int, sizes: tuple[int, int]
) -> None:
    size, overlap = sizes
    windows = make_windows(length, size, overlap)
    own = [i for window in windows for i in range(window.first_own, window.last_own)]
    assert own == list(range(length))
    for window in windows:
        assert 0 <= window.start <= window.first_own <= window.last_own <= window.end <= length
        assert window.end - window.start <= size


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 300), SIZES)
def test_neighbours_share_the_overlap(length: int, sizes: tuple[int, int]) -> None:
    size, overlap = sizes
    windows = make_windows(length, size, overlap)
    for first, second in pairwise(windows):
        assert first.end - second.start == overlap


@settings(deadline=None, max_examples=80)
@given(st.integers(9, 300))
def test_what_is_own_has_context_on_either_side(length: int) -> None:
    for window in make_windows(length, 8, 4):
        assert window.start == 0 or window.first_own - window.start == 2
        assert window.end == length or window.end - window.last_own == 2


@pytest.mark.parametrize(
    ("lengths", "budget", "batches"),
    [
        ([], 10, []),
        ([5], 10, [[0]]),
        ([50], 10, [[0]]),
        ([2, 5, 3], 10, [[1, 2], [0]]),
        ([4, 4, 4, 4], 8, [[0, 1], [2, 3]]),
        ([1, 9, 1], 10, [[1], [0, 2]]),
        ([3, 3, 3], 9, [[0, 1, 2]]),
        ([3, 3, 3], 8, [[0, 1], [2]]),
    ],
)
def test_batches(lengths: list[int], budget: int, batches: list[list[int]]) -> None:
    assert batches_by_length(lengths, budget) == batches


@settings(deadline=None, max_examples=150)
@given(st.lists(st.integers(1, 60), max_size=30), st.integers(1, 200))
def test_batches_hold_each_window_once_within_the_budget(lengths: list[int], budget: int) -> None:
    batches = batches_by_length(lengths, budget)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[index] for index in batch)
        assert len(batch) * longest <= budget or len(batch) == 1
    order = [lengths[index] for batch in batches for index in batch]
    assert order == sorted(order, reverse=True)
