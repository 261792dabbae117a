"""What AraBERT read in pretraining, as parts of ``tokenizer.json``.

AraBERT v0.2 learned from rewritten text: its ``ArabertPreprocessor`` (github.com/aub-mind/arabert,
``preprocess.py``, the path of the models without Farasa) drops marks and markup, names links, mail
and users by one piece each, shortens stretched letters and takes numbers off words. Here the same
is done inside the tokenizer, which keeps its offsets into the raw text; where a space would be
put in, the pre-tokenizer cuts instead, which gives the same pieces.

Where this is not what AraBERT does:

* Quranic marks, joiners and bidi controls are dropped, and Persian digits levelled, by our own
  normaliser; AraBERT puts a space for each, which breaks words and loses numbers.
* Mail is ``[بريد]``, as documented; AraBERT's rule for links comes first and takes most of it.
* A link ends before closing punctuation, and a tag begins with a Latin letter; AraBERT drops all
  that stands between ``<`` and ``>``, words of the news as well.
* Of HTML entities the common named ones are read, the other named ones are a space. Numeric ones
  stay as written: their value is computed, and a tokenizer's replacement is fixed.
* Emoji are a space, as they are by default in AraBERT.
"""

import re

from hadath.training.normalizer import with_arabic_normalizer, with_steps

_ENTITIES = (
    ("&quot;", '"'),
    ("&apos;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&laquo;", "«"),
    ("&raquo;", "»"),
    ("&[A-Za-z][A-Za-z0-9]*;", " "),
)
"""Regular expressions and what they are read as, in this order."""

_HOST = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\."
_PATH = r"[!#-;=?-~]*[A-Za-z0-9/_=&#-]"
"""The rest of a link: visible ASCII without quotes and angle brackets, to no closing point."""

_FIRST = r"(?<![A-Za-z0-9@._/=&?#%+~-])[A-Za-z0-9]"
"""The first character of an address that is no part of another one."""

_STAND_INS = (
    ("[رابط]", _FIRST, rf"[A-Za-z]{{1,9}}://{_PATH}"),
    ("[بريد]", _FIRST, rf"[A-Za-z0-9._%+-]*@{_HOST}[A-Za-z]{{2,}}"),
    ("[رابط]", _FIRST, rf"{_HOST}[a-z]{{2,6}}(?![A-Za-z0-9@])(?:/(?:{_PATH})?)?"),
    ("[مستخدم]", "@", r"\w+"),
)
"""A piece of AraBERT's vocabulary, the first character of what it stands for, and the rest."""

_TAG = "</?[A-Za-z][^<>]*>"

_STRETCHED = r"([^\d\s])\K\1+(?=\1)"
"""What lies between the first and the last of three or more of one character. Those two stay, so
that the subword reaches over all of them."""

_UNKNOWN = (
    r"[^\s0-9A-Za-z\u0621-\u063a\u0641-\u064a\u066a-\u066c\u0671-\u0674"
    r"\]\[!\"#$%'()*+,.:;<=>?@\\^_`{|}~\-–—·٪،؛؟«»‘’“”…]"
)
"""Characters that AraBERT's text never holds."""

_LETTERS = r"[\u0621-\u063a\u0641-\u064a]"
_CUTS = rf"[\u0671-\u0674]|(?<={_LETTERS})[0-9]+|[0-9]+(?={_LETTERS})"
"""What stands alone: numbers written onto Arabic words, and four letters that AraBERT takes for
symbols."""


def with_arabert_reading(tokenizer: dict) -> dict:
    """Return a tokenizer that reads raw text as AraBERT read its own.

    Args:
        tokenizer: The content of a ``tokenizer.json``. AraBERT's pieces for links, mail and users
            are kept whole if its vocabulary has them.

    Returns:
        The content with normaliser, pre-tokenizer and added tokens; doing it twice changes
        nothing.
    """
    content = with_steps(with_arabic_normalizer(tokenizer), _steps())
    return {
        **content,
        "pre_tokenizer": _pre_tokenizer(content.get("pre_tokenizer")),
        "added_tokens": [*content["added_tokens"], *_whole_pieces(content)],
    }


def _steps() -> list[dict]:
    replacements = [
        *_ENTITIES,
        *(step for stand_in in _STAND_INS for step in _stand_in(*stand_in)),
        (_TAG, " "),
        (_STRETCHED, ""),
        ("/", "-"),
        (_UNKNOWN, " "),
    ]
    return [
        {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}
        for pattern, content in replacements
    ]


def _stand_in(piece: str, first: str, rest: str) -> list[tuple[str, str]]:
    """Return the two replacements that put a piece for an address.

    What one replacement puts in lies at the last character it took out. So the first character
    becomes all of the piece but its bracket, and the rest becomes that: the piece then reaches
    from the one to the other.
    """
    opened, bracket = piece[:-1], piece[-1]
    return [(f"{first}(?={rest})", opened), (f"(?<={re.escape(opened)}){rest}", bracket)]


def _pre_tokenizer(present: dict | None) -> dict:
    cut = {"type": "Split", "pattern": {"Regex": _CUTS}, "behavior": "Isolated", "invert": False}
    steps: list[dict] = []
    if present is not None:
        steps = present["pretokenizers"] if present["type"] == "Sequence" else [present]
    return {"type": "Sequence", "pretokenizers": [*(step for step in steps if step != cut), cut]}


def _whole_pieces(tokenizer: dict) -> list[dict]:
    """Return the added tokens that keep the pieces for addresses from being cut at brackets."""
    vocabulary = tokenizer["model"]["vocab"]
    if not isinstance(vocabulary, dict):  # a Unigram model lists pieces with scores
        return []
    present = {token["content"] for token in tokenizer["added_tokens"]}
    pieces = dict.fromkeys(piece for piece, _, _ in _STAND_INS)
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "special": False}
    # Searched after the normaliser, which puts them there.
    return [
        {"id": vocabulary[piece], "content": piece, **flags, "normalized": True}
        for piece in pieces
        if piece in vocabulary and piece not in present
    ]
