from collections import Counter

from hadath.training.ordering import LengthOrder

LENGTHS = [5, 30, 7, 12, 9, 40, 8, 11, 6, 10]


def order(epoch: int, seed: int = 17) -> list[int]:
    made = LengthOrder(LENGTHS, update_size=8, seed=seed)
    made.set_epoch(epoch)
    assert len(list(made)) == len(made)
    return list(made)


def test_every_sentence_comes_and_the_last_update_is_filled_up() -> None:
    counts = Counter(order(0))
    assert set(counts) == set(range(10))
    assert counts.total() == 16


def test_the_order_depends_on_seed_and_epoch_alone() -> None:
    assert order(1) == order(1)
    assert len({tuple(order(epoch, seed)) for epoch in (0, 1) for seed in (17, 18)}) == 4


def test_the_longest_sentence_comes_first() -> None:
    assert LENGTHS[order(0)[0]] == 40
