"""Beyond the form: slips, frames, copied words."""

from hadath.annotations.corpus import load_corpus
from hadath.annotations.lint import load_reviewed
from hadath.annotations.markup import parse_block
from hadath.annotations.sentences import AnnotatedSentence
from hadath.annotations.validation import check_frames, check_overlap, check_slips
from hadath.cli.corpus import read_counts

NEWS = "قال شاهد إن القذائف سقطت على السوق قبل أن يفتح الباعة دكاكينهم."


def sentences(*texts: str) -> list[AnnotatedSentence]:
    return [parse_block(f"# id: sy1-{n:02}-1\n{text}\n") for n, text in enumerate(texts)]


def test_the_corpus_has_no_slip_that_nobody_looked_at() -> None:
    assert list(check_slips(load_corpus(), read_counts, load_reviewed())) == []


def test_no_frame_of_the_corpus_occurs_more_than_three_times() -> None:
    assert list(check_frames(load_corpus())) == []


def test_the_fourth_sentence_of_a_frame_is_named() -> None:
    filled = "وأكد [SOURCE#1 {}] أن [AIRSTRIKE#1 غارة] دمرت [TARGET#1 {}] بالكامل مع أول ضوء"
    same = sentences(*(filled.format(a, b) for a, b in ("اب", "جد", "هو", "زح")))
    (problem,) = check_frames(same)
    assert (problem.check, problem.sentence_id) == ("frame", "sy1-03-1")
    assert list(check_frames(same[:3])) == []


def test_words_taken_over_are_found() -> None:
    (problem,) = check_overlap(sentences(NEWS, "خبر آخر لا يشبهه في شيء"), [f"أمس {NEWS} انتهى"])
    assert (problem.check, problem.sentence_id) == ("overlap", "sy1-00-1")
    assert "القذاءف" in problem.message or "القذائف" in problem.message


def test_seven_words_may_be_shared() -> None:
    seven = " ".join(NEWS.split()[:7])
    assert list(check_overlap(sentences(seven + " في الفجر"), [NEWS])) == []


def test_a_slip_says_what_it_is() -> None:
    (problem,) = check_slips(sentences("توقف [SHELLING#1 القصف] مساء"), read_counts)
    assert problem.message == (
        "«القصف»: a trigger brings no role (rule 14: it may only point back) (#1)"
    )
