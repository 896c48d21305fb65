"""The recovery class of an asset: over how many years tax depreciation runs, by which method, under which convention.

    macrs-7                 general system (GDS): 3, 5, 7, 10, 15, 20, 27.5 or 39 years
    macrs-7 150db           the same with the elected 150 % declining balance
    macrs-15 straight-line  the same with straight line (qualified improvement property, or elected)
    ads-12                  alternative system (ADS): straight line over any life of whole months
    ads-40 real-property    real property under ADS: mid-month
    amortization-15         straight line by the month: section 197 intangibles; software is amortization-3
    macrs-5 mid-quarter     the convention stated, for a year whose additions are not all in the register
    macrs-5 formula         by formula where there is a published table too

The general system takes 200 % declining balance for 3, 5, 7 and 10 years, 150 % for 15 and 20, both with the
switch to straight line in the first year in which it gives as much or more, and straight line for 27.5 and 39
(IRC 168(b)). The alternative system is straight line (168(g)(2)). Salvage is zero (168(b)(4)).
"""

from __future__ import annotations

import datetime
import difflib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache


class TaxError(ValueError):
    """Something that the tax rules do not allow; the message says what was found and what would be right.

    ``date`` is that of the event which it is about, None where it is about the asset itself.
    """

    def __init__(self, message: str, date: datetime.date | None = None) -> None:
        super().__init__(message)
        self.date = date


class Method(StrEnum):
    """How the recovery period spreads the basis."""

    DOUBLE = "200DB"
    ONE_AND_A_HALF = "150DB"
    STRAIGHT_LINE = "SL"

    @property
    def factor(self) -> Fraction:
        """Times the straight-line rate; 1 is straight line."""
        return {"200DB": Fraction(2), "150DB": Fraction(3, 2), "SL": Fraction(1)}[self.value]


class Convention(StrEnum):
    """When in its tax year property counts as placed in service or disposed of (IRC 168(d)).

    What is amortized counts from the month in which it is acquired, and not in that of its disposal.
    """

    HALF_YEAR = "half-year"
    MID_QUARTER = "mid-quarter"
    MID_MONTH = "mid-month"
    FULL_MONTH = "full-month"


GENERAL = "macrs"
ALTERNATIVE = "ads"
DEPLETION = "depletion"
AMORTIZATION = "amortization"
SOFTWARE = Decimal(3)
"""Years over which computer software is amortized, IRC 167(f)(1); it has section 179 and the special allowance."""

CLASSES: dict[Decimal, Method] = {
    **dict.fromkeys(map(Decimal, (3, 5, 7, 10)), Method.DOUBLE),
    **dict.fromkeys(map(Decimal, (15, 20)), Method.ONE_AND_A_HALF),
    **dict.fromkeys((Decimal("27.5"), Decimal(39)), Method.STRAIGHT_LINE),
}
"""The recovery periods of the general system and their methods, IRC 168(b) and (c)."""

REAL = frozenset({Decimal("27.5"), Decimal(39)})
"""Residential rental and nonresidential real property."""

LONGEST_WITH_ALLOWANCE = 20
"""Years; property with a longer recovery period has no special allowance, IRC 168(k)(2)(A)(i)(I)."""

_METHODS = {"150db": Method.ONE_AND_A_HALF, "straight-line": Method.STRAIGHT_LINE}
_CONVENTIONS = {"half-year": Convention.HALF_YEAR, "mid-quarter": Convention.MID_QUARTER}
_REAL_WORD = "real-property"
_FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class RecoveryClass:
    """A recovery class. ``years`` is the recovery period; ``stated`` the convention where it is written.

    ``formula``: the years are computed by formula where a table is published too.
    """

    system: str
    years: Decimal
    method: Method
    real: bool
    stated: Convention | None = None
    formula: bool = False

    @property
    def name(self) -> str:
        """The class as it is written, without the convention: ``macrs-7 150db``."""
        if self.system == DEPLETION:
            return DEPLETION
        words = [self.group]
        usual = CLASSES.get(self.years) if self.system == GENERAL else Method.STRAIGHT_LINE
        if self.method is not usual:
            words += [word for word, method in _METHODS.items() if method is self.method]
        if self.real and self.system == ALTERNATIVE:
            words.append(_REAL_WORD)
        if self.formula:
            words.append(_FORMULA)
        return " ".join(words)

    @property
    def group(self) -> str:
        """The class of property that elections are made for: system and years, whatever the method."""
        return f"{self.system}-{self.years.normalize():f}"

    @property
    def months(self) -> int:
        """The recovery period in months."""
        return int(self.years * 12)

    @property
    def amortized(self) -> bool:
        """Whether it is amortized by the month."""
        return self.system == AMORTIZATION

    @property
    def software(self) -> bool:
        """Whether it is computer software, IRC 167(f)(1)."""
        return self.amortized and self.years == SOFTWARE

    @property
    def tested(self) -> bool:
        """Whether it counts in the mid-quarter test: personal property under either system."""
        return not self.real and not self.amortized

    @property
    def allowance(self) -> bool:
        """Whether the special allowance is the rule: general system, at most 20 years; software."""
        return self.software or (self.system == GENERAL and self.years <= LONGEST_WITH_ALLOWANCE)

    @property
    def rate(self) -> Fraction:
        """The declining-balance rate of a whole year: 2/7 for 7 years at 200 %."""
        return self.method.factor / Fraction(self.years)


DEPLETED = RecoveryClass(DEPLETION, Decimal(0), Method.STRAIGHT_LINE, real=True)
"""A mine, a well or timber: neither depreciated by a recovery period nor part of the mid-quarter test."""


# A register writes the same few classes over and over.
@lru_cache(maxsize=1024)
def recovery_class(text: str) -> RecoveryClass:
    """Read a class such as ``macrs-7`` or ``ads-12 mid-quarter``.

    Raises:
        TaxError: what is no class; the message has the nearest one.
    """
    head, *options = text.strip().lower().split()
    system, _, number = head.partition("-")
    years = _years(number)
    if system == GENERAL and years in CLASSES:
        method, real = CLASSES[years], years in REAL
    elif system == AMORTIZATION and years is not None and years >= 1 and years * 12 == int(years * 12):
        method, real = Method.STRAIGHT_LINE, False
        if options:
            raise TaxError(
                f'found "{options[0]}" in the class "{text}"; it is by the month: expected nothing behind it'
            )
    elif system == ALTERNATIVE and years is not None and years >= 1 and years * 12 == int(years * 12):
        method, real = Method.STRAIGHT_LINE, _REAL_WORD in options
        options = [option for option in options if option != _REAL_WORD]
    else:
        raise TaxError(f'found the class "{text}"{_near(head)}; expected {EXPECTED}')
    stated = None
    formula = _FORMULA in options
    for option in options:
        if option == _FORMULA:
            continue
        if option in _METHODS and system == GENERAL and not real:
            method = _METHODS[option]
        elif option in _CONVENTIONS and not real and stated is None:
            stated = _CONVENTIONS[option]
        else:
            where = "real property is mid-month and straight line" if real else "see the class's options"
            raise TaxError(
                f'found "{option}" in the class "{text}"; {where}: expected {_options(system, real)}'
            )
    return RecoveryClass(system, years, method, real, stated, formula)


EXPECTED = (
    ", ".join(f"macrs-{years:f}" for years in CLASSES)
    + ", ads-N or amortization-N with N years, such as ads-12"
)


def _years(text: str) -> Decimal | None:
    try:
        years = Decimal(text)
    except InvalidOperation:
        return None
    return years if years.is_finite() else None


def _options(system: str, real: bool) -> str:
    if real:
        return _FORMULA
    words = [*_CONVENTIONS, *(_METHODS if system == GENERAL else (_REAL_WORD,)), _FORMULA]
    return ", ".join(words)


def _near(head: str) -> str:
    """Return the nearest class: by its years where the system is written, by its spelling where it is not."""
    known = [f"macrs-{years:f}" for years in CLASSES]
    system, _, number = head.partition("-")
    years = _years(number)
    if system == GENERAL and years is not None:
        nearest = min(CLASSES, key=lambda each: (abs(each - years), each))
        return f' (did you mean "macrs-{nearest:f}"?)'
    found = difflib.get_close_matches(head, known, 1, 0.5)
    return f' (did you mean "{found[0]}"?)' if found and system != ALTERNATIVE else ""
