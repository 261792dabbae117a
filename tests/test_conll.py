from hadath.annotations.bio import TAGS
from hadath.annotations.conll import to_conll
from hadath.annotations.corpus import load_corpus
from hadath.annotations.markup import parse_block


def test_a_word_and_its_tag_stand_on_a_line() -> None:
    sentence = parse_block("# id: x-1\n[SHELLING#1 قصف] [TARGET#1 السوق القديم]، وهدوء.")
    assert to_conll([sentence]) == (
        "# id: x-1\nقصف\tB-SHELLING\nالسوق\tB-TARGET\nالقديم\tI-TARGET\n،\tO\nوهدوء\tO\n.\tO\n\n"
    )


def test_the_corpus_gives_two_columns_and_known_tags() -> None:
    lines = to_conll(load_corpus("dev")).split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("# id: ")]
    assert rows
    assert {len(row) for row in rows} == {2}
    assert {tag for _, tag in rows} <= set(TAGS)
