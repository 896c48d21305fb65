"""Names: an ERP's numbers as Beancount commodities, and as keys that do not depend on padding.

A commodity is ``[A-Z][A-Z0-9'._-]*`` ending in a letter or digit. An item whose commodity directive in the ledger
has ``material: "10023"`` has that commodity's name. Every other material gets its own number as a name: ``10023`` is
``M10023``, ``rod 20/30`` is ``ROD-20-30``. Two materials that would get the same name are an error, never one item.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BAD = re.compile(r"[^A-Z0-9'._-]+")
_WORDS = frozenset({"TRUE", "FALSE", "NULL"})
"""Words that are values in Beancount, and so can be no commodity."""

_SMALL = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LETTERS = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS", "Æ": "AE", "Ø": "OE", "Å": "AA"})


@lru_cache(maxsize=1 << 16)
def key(number: str) -> str:
    """Return an ERP's number as it is compared: without padding, blanks and case.

    >>> key("000000000000010023"), key(" 10023 "), key("ab-1"), key("0000")
    ('10023', '10023', 'AB-1', '0')
    """
    number = number.strip()
    if number.isdecimal():
        return number.lstrip("0") or "0"
    return number.upper()


def commodity(number: str) -> str:
    """Return a commodity's name for an ERP's number.

    >>> commodity("000010023"), commodity("rod 20/30"), commodity("Öl-5"), commodity("true")
    ('M10023', 'ROD-20-30', 'OEL-5', 'M-TRUE')
    """
    text = key(number).translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = _BAD.sub("-", text).rstrip("'._-")
    if not text or text in _WORDS:
        return f"M-{text}" if text else "M"
    if not "A" <= text[0] <= "Z":
        return f"M{text}"
    return text


def account_part(name: str) -> str:
    """Return a name as a component of an account: ``4300``, ``PressShop``.

    >>> account_part("press shop"), account_part("CC/4300"), account_part("0042"), account_part("Lager_süd")
    ('PressShop', 'CC4300', '0042', 'LagerSued')
    """
    plain = name.translate(_SMALL).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    parts = re.split(r"[^A-Za-z0-9-]+", plain)
    return "".join(part[:1].upper() + part[1:] for part in (part.strip("-") for part in parts)) or "None"
