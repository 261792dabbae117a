from hadath.annotations.alignment import first_pieces
from hadath.annotations.words import Word


def test_each_word_gets_its_first_subword() -> None:
    words = [Word(0, 4), Word(5, 9)]
    offsets = [(0, 0), (0, 2), (2, 4), (4, 7), (7, 9), (0, 0)]
    assert first_pieces(words, offsets) == [1, 3]


def test_a_subword_over_two_words_belongs_to_the_first() -> None:
    assert first_pieces([Word(0, 2), Word(2, 3), Word(4, 6)], [(0, 3), (3, 6)]) == [0, None, 1]


def test_a_word_of_dropped_marks_has_none() -> None:
    assert first_pieces([Word(0, 2), Word(3, 4), Word(5, 7)], [(0, 2), (5, 7)]) == [0, None, 1]


def test_no_subwords_no_pieces() -> None:
    assert first_pieces([Word(0, 1)], []) == [None]
