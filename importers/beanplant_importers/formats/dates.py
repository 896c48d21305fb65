"""Dates and times as systems write them; the order of day and month is settled once for a file.

===================  ===============================================================
``05.03.2026``       day first, always (SAP's user profile, German)
``2026-03-05``       and ``2026/03/05``, ``2026.03.05``, with or without a time after it
``20260305``         table dumps; ``00000000`` is no date
``03/05/2026``       month or day first: a first part over 12 in the file says day, a second one month
``05-MAR-2026``      and ``05-Mar-26``: names of months in English or German
===================  ===============================================================

A time of day may stand behind any of them: ``3/5/2026 12:00:00 AM``.

Where nothing in the file settles month or day, that is an error that asks for ``dates="mdy"`` or ``dates="dmy"``. Of
two-digit years those below 80 are in this century. Times are ``14:05:00``, ``14:05``, ``140500`` or ``2:05:00 PM``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache

_CLOCK = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?)?"
"""A time of day behind a date."""

_ORDERED = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}|\d{{2}}){_CLOCK}")
_SLASHED = re.compile(rf"(\d{{1,2}})([-/])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_NAMED = re.compile(rf"(\d{{1,2}})[- ]([^\W\d]{{3,9}})\.?[- ](\d{{4}}|\d{{2}}){_CLOCK}")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?")
_COMPACT_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan",), ("feb",), ("mar", "mär", "mrz"), ("apr",), ("may", "mai"), ("jun",), ("jul",), ("aug",),
            ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez"),
        ),
        1,
    )
    for name in names
}  # fmt: skip


def order_of(text: str) -> str | None:
    """Return what one written date proves about ``03/05/2026``: ``"dmy"``, ``"mdy"``, ``"?"`` (it has that form
    and may be either) or None.

    >>> [order_of(t) for t in ("03/05/2026", "31/05/2026", "05/31/26", "31.05.2026")]
    ['?', 'dmy', 'mdy', None]
    """
    found = _SLASHED.fullmatch(text.strip())
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else "?"


def settle(values: Iterable[str]) -> str | None:
    """Return the order of day and month that the first deciding value proves, ``"?"`` if it stays open."""
    question: str | None = None
    for value in values:
        found = order_of(value)
        if found == "?":
            question = "?"
        elif found is not None:
            return found
    return question


@lru_cache(maxsize=1 << 14)
def parse(text: str, order: str | None = None) -> datetime.date | None:
    """Return a written date; None for a blank or ``00000000``. ``order`` is needed for ``03/05/2026``.

    Raises ValueError for what is no date.

    >>> parse("05.03.2026"), parse("20260305"), parse("03/05/2026 12:00:00 AM", "mdy")
    (datetime.date(2026, 3, 5), datetime.date(2026, 3, 5), datetime.date(2026, 3, 5))
    """
    text = text.strip()
    if not text or not text.strip("0./-"):
        return None
    if found := _DOTTED.fullmatch(text):
        return datetime.date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _ORDERED.fullmatch(text):
        return datetime.date(int(found[1]), int(found[3]), int(found[4]))
    if len(text) == 8 and text.isdecimal():
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if found := _SLASHED.fullmatch(text):
        if order not in ("dmy", "mdy"):
            raise ValueError(text)
        day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
        return datetime.date(_year(found[4]), int(month), int(day))
    if found := _NAMED.fullmatch(text):
        number = _MONTHS.get(found[2][:3].lower())
        if number is not None:
            return datetime.date(_year(found[3]), number, int(found[1]))
    raise ValueError(text)


@lru_cache(maxsize=1 << 14)
def parse_time(text: str) -> datetime.time | None:
    """Return a written time of day; None for a blank. Raises ValueError for what is no time.

    >>> parse_time("14:05"), parse_time("2:05:00 PM")
    (datetime.time(14, 5), datetime.time(14, 5))
    """
    text = text.strip()
    if not text:
        return None
    if found := _TIME.fullmatch(text):
        hour = int(found[1])
        if found[4]:
            if not 1 <= hour <= 12:
                raise ValueError(text)
            hour = hour % 12 + (12 if found[4] in "pP" else 0)
        return datetime.time(hour, int(found[2]), int(found[3] or 0))
    if found := _COMPACT_TIME.fullmatch(text):
        return datetime.time(int(found[1]), int(found[2]), int(found[3]))
    raise ValueError(text)


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    year = int(text)
    return 2000 + year if year < 80 else 1900 + year
