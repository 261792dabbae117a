"""A CoNLL file out of annotated sentences: a word and its BIO tag a line.

The form of the CoNLL-2002 shared task with a tab between the columns; a comment line with
the id goes before each sentence and a blank line behind it.
"""

from collections.abc import Iterable

from hadath.annotations.bio import to_tags
from hadath.annotations.sentences import AnnotatedSentence
from hadath.annotations.words import cut_words


def to_conll(sentences: Iterable[AnnotatedSentence]) -> str:
    """Write sentences as CoNLL text.

    Args:
        sentences: Any annotated sentences.

    Returns:
        Lines of ``word<TAB>tag``, each sentence behind ``# id: …`` and before a blank line.
    """
    return "".join(_format_sentence(sentence) for sentence in sentences)


def _format_sentence(sentence: AnnotatedSentence) -> str:
    words = cut_words(sentence.text)
    tags = to_tags(words, sentence.spans)
    lines = [f"# id: {sentence.id}"]
    lines += [
        f"{sentence.text[word.start : word.end]}\t{tag}"
        for word, tag in zip(words, tags, strict=True)
    ]
    return "\n".join(lines) + "\n\n"
