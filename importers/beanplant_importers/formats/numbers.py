"""Numbers as people and systems write them: the decimal mark is settled once for a file, never for a cell.

Quantities in SAP have three decimals, so ``1.440`` is as often one and a half as it is one thousand four hundred and
forty. One value can settle it, for the whole file: one with both marks (``1.234,56``: the last is the decimal mark),
one whose mark comes twice (``1.234.567``: thousands), one whose mark is followed by other than three digits
(``12,5``), preceded by a lone zero (``0,500``) or by more than three digits (``12345,678``), or one with blanks or
apostrophes as thousands (``1 234,567``). A file with marks that nothing settles is an error that asks for
``decimal=","`` or ``decimal="."``; a value that contradicts the settled mark is an error too.

Signs: ``50-`` and ``1.234,56-`` (SAP's lists), ``-50``, ``(50)``, and U+2212 or an en dash for the minus.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_MINUS = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u2019": "'"}
)
_BARE = re.compile(r"\d[\d ']*(?:[.,][\d .,']*)?|[.,]\d+")
_GROUPS = {
    ",": re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+)?(?:,\d*)?"),
    ".": re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+)?(?:\.\d*)?"),
}
_DROP = {
    ",": str.maketrans({".": None, " ": None, "'": None, ",": "."}),
    ".": str.maketrans(dict.fromkeys(", '")),
}


def split_sign(text: str) -> tuple[bool, str]:
    """Return whether a written number is negative, and its digits and marks.

    >>> split_sign("1.234,56-"), split_sign("(320)"), split_sign("+5")
    ((True, '1.234,56'), (True, '320'), (False, '5'))
    """
    text = text.translate(_MINUS).strip()
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.endswith("-"):
        return True, text[:-1].rstrip()
    if text.startswith("-"):
        return True, text[1:].lstrip()
    return False, text[1:].lstrip() if text.startswith("+") else text


def evidence(text: str) -> str | None:
    """Return the decimal mark that one written number proves: ``","``, ``"."``, ``"?"`` (it has a mark that
    may be either) or None (it has none, or is no number).

    >>> [evidence(t) for t in ("1.234,56", "1.234.567", "12,5", "0,500", "1.440", "1440", "PC")]
    [',', ',', ',', ',', '?', None, None]
    """
    _, body = split_sign(text)
    if not _BARE.fullmatch(body):
        return None
    dots, commas = body.count("."), body.count(",")
    if not dots and not commas:
        return None
    if dots and commas:
        return "," if body.rfind(",") > body.rfind(".") else "."
    mark = "." if dots else ","
    if dots + commas > 1:
        return "," if mark == "." else "."
    before, after = body.split(mark)
    whole = before.replace(" ", "").replace("'", "")
    if len(after) != 3 or whole != before or len(whole) > 3 or whole in ("", "0"):
        return mark
    return "?"


def settle(values: Iterable[str]) -> str | None:
    """Return the decimal mark that the first deciding value proves, ``"?"`` if some have a mark and none
    decides, None if none has one.
    """
    open_question: str | None = None
    for value in values:
        found = evidence(value)
        if found == "?":
            open_question = "?"
        elif found is not None:
            return found
    return open_question


def parse(text: str, decimal: str) -> Decimal | None:
    """Return a written number exactly, with ``decimal`` as the decimal mark; None for a blank.

    Raises ValueError for what is no number in this dialect: ``1,234.56`` where the comma is the decimal mark.

    >>> parse("1.234,56-", ","), parse("", ",")
    (Decimal('-1234.56'), None)
    """
    if text.isdecimal() and text.isascii():
        return Decimal(text)
    negative, body = split_sign(text)
    if not body:
        if negative:
            raise ValueError(text)
        return None
    if not _GROUPS[decimal].fullmatch(body) or not body.strip(".,"):
        raise ValueError(text)
    number = Decimal(body.translate(_DROP[decimal]))
    return -number if negative else number
