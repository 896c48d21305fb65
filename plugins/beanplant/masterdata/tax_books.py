"""The tax book of an asset: its class, what is elected, and the days that decide its special allowance.

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      life: "7 years"
      tax: "macrs-7"                  ; or "ads-12", "macrs-15 straight-line", "macrs-7 mid-quarter"
      section-179: 20000.00 USD       ; elected of the cost
      acquired: 2024-12-01            ; the binding contract; left out: the day in service
      bonus: "0%"                     ; elected out; left out: what the law gives for these days
      business-use: "80%"             ; left out: all of it
      listed: TRUE                    ; a car, or other property that people use themselves

``bonus`` is a share, at most the law's, or ``"long-production"`` or ``"production-property"``; of the latter
``acquired`` is the day on which construction began. Tax books are computed beside the books and never posted. What
the rules refuse (more elected than the year's limit, a mid-quarter year half entered) is a fault of the directive,
as is a key without ``tax``. Tax years are the fiscal years of the ledger.

    2027-01-01 custom "plant-tax-figures" "tax/figures.toml"

adds limits, shares and percentage tables of one's own to those of the package, for all years that they hold.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from beanplant.masterdata.values import TEXT, show
from beanplant.rules.tax.tax_books import check_assets
from beanplant.rules.tax.tax_asset import TaxAsset
from beanplant.rules.tax.figures import read_figures
from beanplant.rules.tax.recovery import RecoveryClass, TaxError, recovery_class
from beanplant.rules.tax.special_allowance import KINDS, PRODUCTION_PROPERTY, QUALIFIED
from beanplant.rules.tax.tax_years import DAY, TaxCalendar, TaxYear

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beanplant.masterdata.directives import Directive
    from beanplant.rules.tax.figures import Figures

WHOLE = Fraction(1)
KEYS = ("section-179", "bonus", "acquired", "business-use", "listed")
"""The keys that need ``tax``."""

_WORDS = tuple(kind for kind in KINDS if kind != QUALIFIED)


class BookAsset(Protocol):
    """What a tax book takes over from the asset of the books."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def date(self) -> datetime.date:
        """The day in service."""

    @property
    def cost(self) -> Decimal:
        """Its cost."""

    @property
    def currency(self) -> str:
        """The currency of the cost."""

    @property
    def source(self) -> dict[str, Any]:
        """The metadata of its directive."""


class FiscalYearEnds(Protocol):
    """The fiscal years of a ledger, in running numbers of months."""

    @property
    def changes(self) -> tuple[tuple[int, int], ...]:
        """From which month they end with which month of the year."""

    def year(self, month: int) -> tuple[int, int]:
        """The first month of the fiscal year of a month, and the month after its last."""


def tax_calendar(years: FiscalYearEnds) -> TaxCalendar:
    """Return the tax years: the fiscal years, with a short one where their end was moved."""
    short: list[TaxYear] = []
    for begins, _ in years.changes[1:]:
        for month in (begins - 1, begins):
            first, stop = years.year(month)
            year = TaxYear(_first_of(first), _first_of(stop) - DAY)
            if year.short and year not in short:
                short.append(year)
    return TaxCalendar(years.changes[-1][1] if years.changes else 12, tuple(short))


def _first_of(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def read_tax_figures(directives: Iterable[Directive], ledger: str) -> Figures | None:
    """Return the figures of the package with those of the files that the ledger names; None where it names none.

    A path is relative to the top file of the ledger.
    """
    paths = []
    for directive in directives:
        values = directive.take(TEXT)
        if values is None:
            continue
        path = Path(ledger).parent / values[0]
        try:
            read_figures([path])
        except TaxError as error:
            directive.fault(str(error))
        else:
            paths.append(path)
    return read_figures(paths) if paths else None


def read_tax_assets(
    directives: Iterable[Directive],
    assets: Mapping[str, BookAsset],
    calendar: TaxCalendar,
    figures: Figures | None = None,
) -> dict[str, TaxAsset]:
    """Return the assets with a tax book, by name; faults stand at their directives."""
    found: dict[str, TaxAsset] = {}
    sources: dict[str, Directive] = {}
    for directive in directives:
        name = str(directive.values[0]) if directive.values else ""
        asset = assets.get(name)
        if asset is None or asset.source is not directive.source:
            continue
        cls = _class(directive)
        if cls is None:
            continue
        tax = _tax_asset(directive, asset, cls)
        if tax is not None:
            found[name], sources[name] = tax, directive
    for problem in check_assets(found.values(), calendar, figures):
        sources[problem.asset].fault(problem.message)
    return found


def _class(directive: Directive) -> RecoveryClass | None:
    text = directive.text("tax")
    if text is None:
        stray = [key for key in KEYS if directive.has(key)]
        if stray and not directive.has("tax"):
            keys = ", ".join(f"{key}:" for key in stray)
            directive.fault(
                f'{keys} belongs to a tax book, but tax: is missing; write such as tax: "macrs-7"'
            )
        return None
    try:
        return recovery_class(text)
    except TaxError as error:
        directive.fault(f"tax: {error}")
        return None


def _tax_asset(directive: Directive, asset: BookAsset, cls: RecoveryClass) -> TaxAsset | None:
    acquired = directive.source.get("acquired")
    if acquired is not None and not isinstance(acquired, datetime.date):
        directive.wrong("acquired", "a date such as 2026-01-31")
        return None
    bonus = _bonus(directive)
    use = _share(directive.source["business-use"]) if directive.has("business-use") else WHOLE
    if use is None:
        directive.wrong("business-use", 'a share such as "80%"')
    if bonus is None or use is None:
        return None
    kind, share = bonus
    if kind == PRODUCTION_PROPERTY and acquired is None:
        directive.fault("acquired: is missing; write the day on which construction of the building began")
        return None
    return TaxAsset(
        name=asset.name,
        cls=cls,
        cost=asset.cost,
        service=asset.date,
        acquired=acquired,
        section_179=directive.amount("section-179", asset.currency) or Decimal(0),
        bonus=share,
        kind=kind,
        business_use=use,
        listed=bool(directive.flag("listed")),
    )


def _bonus(directive: Directive) -> tuple[str, Fraction | None] | None:
    """Return the kind of property and the share that is claimed (None: the law's); None for what cannot be read."""
    value = directive.source.get("bonus")
    if not directive.has("bonus"):
        return QUALIFIED, None
    if value is False:
        return QUALIFIED, Fraction(0)
    if value in _WORDS:
        return str(value), None
    share = _share(value)
    if share is None:
        words = " or ".join(show(word) for word in _WORDS)
        directive.wrong("bonus", f'a share such as "40%", "0%" where it is elected out, or {words}')
        return None
    return QUALIFIED, share


def _share(value: object) -> Fraction | None:
    """Read a share of 0 to 1: ``"80%"``, ``"0.8"`` or ``0.8``."""
    if isinstance(value, bool) or not isinstance(value, (str, Decimal)):
        return None
    text = str(value).strip()
    try:
        share = Fraction(Decimal(text.rstrip("% "))) / (100 if text.endswith("%") else 1)
    except (InvalidOperation, ValueError, OverflowError):
        return None
    return share if 0 <= share <= 1 else None
