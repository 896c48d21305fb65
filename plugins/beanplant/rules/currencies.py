"""The smallest unit of each currency: how many decimals its money has.

Rule: ISO 4217, minor units.
"""

from __future__ import annotations

_NONE = (
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "VND",
    "VUV",
    "XAF",
    "XOF",
)
_THREE = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
MINOR_UNITS = {**dict.fromkeys((*_NONE, "XPF"), 0), **dict.fromkeys(_THREE, 3)}
"""Minor units other than two; a currency that is not here has cents."""


def minor_units(currency: str) -> int:
    """Return the decimals of a currency.

    >>> minor_units("USD"), minor_units("JPY")
    (2, 0)
    """
    return MINOR_UNITS.get(currency, 2)
