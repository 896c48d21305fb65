"""The tax book of an asset: its class, what is elected, and the days that decide its special allowance.

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      life: "7 years"
      tax: "macrs-7"                  ; or "ads-12", "macrs-15 straight-line", "macrs-7 mid-quarter"
      section-179: 20000.00 USD       ; elected of the cost
      acquired: 2024-12-01            ; the binding contract; left out: the day in service
      bonus: "0%"                     ; elected out; left out: what the law gives for these days
      business-use: "80%"             ; left out: all of it
      listed: TRUE                    ; property that people use themselves
      alternative: "ads-12"           ; its class if business use falls to half; left out: ads-5 of macrs-5
      automobile: TRUE                ; listed, with the yearly limits of passenger automobiles
      utility-vehicle: TRUE           ; with the limit of section 179 for sport utility vehicles
      general-asset-account: "TRUCKS-2026"

    tax: "depletion"                  ; a mine, a well, timber: method: "units-of-production"
      mineral: "gold"                 ; percentage depletion by its kind (deposits: "foreign"), or
      percentage: "15 %"              ; of gross income, at most half of the taxable income

    tax: "none"                       ; is not depreciated for tax: land, leased property

``bonus`` is a share, at most the law's, or ``"long-production"`` or ``"production-property"``; of the latter
``acquired`` is the day on which construction began. Tax books are computed beside the books and never posted. What
the rules refuse (more elected than the year's limit, a year without limits) is a fault of the directive, as is a key
without ``tax``. What happens later is in ``tax_events``, tax years in ``tax_years``.

    2027-01-01 custom "plant-tax-figures" "tax/figures.toml"

adds limits, shares and percentage tables of one's own to those of the package, for all years that they hold.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from beanplant.masterdata.values import TEXT, share_of, show
from beanplant.rules.tax.depletion import depletion_share
from beanplant.rules.tax.depletion_years import Dated, DepletionFacts
from beanplant.rules.tax.figure_rows import DepletionShare
from beanplant.rules.tax.figures import package_figures, read_figures
from beanplant.rules.tax.recovery import DEPLETED, DEPLETION, RecoveryClass, TaxError, recovery_class
from beanplant.rules.tax.special_allowance import KINDS, PRODUCTION_PROPERTY, QUALIFIED
from beanplant.rules.tax.tax_asset import TaxAsset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.directives import Directive
    from beanplant.rules.tax.figures import Figures

WHOLE = Fraction(1)
NOT_TAXED = "none"
"""The class of what is not depreciated for tax."""

KEYS = (
    "section-179", "bonus", "acquired", "business-use", "listed", "alternative", "automobile", "utility-vehicle",
    "general-asset-account", "mineral", "deposits", "percentage",
)  # fmt: skip
"""The keys that need ``tax``."""

OF_DEPLETION = ("mineral", "deposits", "percentage")
"""The keys of a mine or well, which has no other but these."""

_WORDS = tuple(kind for kind in KINDS if kind != QUALIFIED)


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


def read_tax_asset(directive: Directive, asset: Asset, figures: Figures | None) -> TaxAsset | None:
    """Return the tax book that an asset's directive opens; None where it opens none or a fault is reported."""
    cls = _class(directive)
    if cls is None:
        return None
    if cls.system == DEPLETION:
        return _depleted(directive, asset, figures)
    return tax_asset(directive, asset.name, cls, asset.cost, asset.currency)


def _class(directive: Directive) -> RecoveryClass | None:
    stray = [key for key in KEYS if directive.has(key)]
    text = directive.text("tax")
    if text is None:
        if stray and not directive.has("tax"):
            keys = ", ".join(f"{key}:" for key in stray)
            directive.fault(
                f'{keys} belongs to a tax book, but tax: is missing; write such as tax: "macrs-7"'
            )
        return None
    if text == NOT_TAXED:
        if stray:
            directive.fault(
                f'{stray[0]}: is for an asset with a tax book, found tax: "none"; delete one of them'
            )
        return None
    if text == DEPLETION:
        cls = DEPLETED
    else:
        try:
            cls = recovery_class(text)
        except TaxError as error:
            directive.fault(f'tax: {error}, "depletion" or "none"')
            return None
    other = [key for key in stray if (key in OF_DEPLETION) is not (cls is DEPLETED)]
    if other:
        directive.fault(f'{other[0]}: does not belong to tax: "{text}"; delete it')
        return None
    return cls


def general_class(directive: Directive) -> RecoveryClass | None:
    """Return the recovery class of a further tax book; None, and a fault, for what is none."""
    text = directive.text("tax")
    if text in (NOT_TAXED, DEPLETION):
        directive.fault(f'tax: found "{text}", expected a recovery class such as "macrs-7"')
        return None
    return _class(directive)


def tax_asset(
    directive: Directive,
    name: str,
    cls: RecoveryClass,
    cost: Decimal,
    currency: str,
    parent: TaxAsset | None = None,
) -> TaxAsset | None:
    """Return the tax book that a directive says; what an improvement leaves out is as its ``parent``'s."""
    acquired = directive.source.get("acquired")
    if acquired is not None and not isinstance(acquired, datetime.date):
        directive.wrong("acquired", "a date such as 2026-01-31")
        return None
    bonus = _bonus(directive)
    use = parent.business_use if parent else WHOLE
    if directive.has("business-use"):
        share = share_of(directive.source["business-use"])
        if share is None:
            directive.wrong("business-use", 'a share such as "80%"')
            return None
        use = share
    if bonus is None:
        return None
    kind, claimed = bonus
    if kind == PRODUCTION_PROPERTY and acquired is None:
        directive.fault("acquired: is missing; write the day on which construction of the building began")
        return None
    automobile = bool(directive.flag("automobile"))
    listed = directive.flag("listed")
    if automobile and listed is False:
        directive.fault("listed: FALSE, but a passenger automobile is listed property; delete one of them")
        return None
    return TaxAsset(
        name=name,
        cls=cls,
        cost=cost,
        service=directive.date,
        acquired=acquired,
        section_179=directive.amount("section-179", currency) or Decimal(0),
        bonus=claimed,
        kind=kind,
        business_use=use,
        listed=automobile or (parent.listed if parent and listed is None else bool(listed)),
        of=parent.name if parent else "",
        automobile=automobile,
        utility_vehicle=bool(directive.flag("utility-vehicle")),
        general_account=directive.text("general-asset-account") or "",
        alternative=_alternative(directive) or (parent.alternative if parent else None),
    )


def _alternative(directive: Directive) -> RecoveryClass | None:
    text = directive.text("alternative")
    if text is None:
        return None
    try:
        cls = recovery_class(text)
    except TaxError as error:
        directive.fault(f"alternative: {error}")
        return None
    if cls.system == "ads":
        return cls
    directive.wrong("alternative", 'a class under the alternative system such as "ads-12"')
    return None


def _bonus(directive: Directive) -> tuple[str, Fraction | None] | None:
    """Return the kind of property and the share that is claimed (None: the law's); None for what cannot be read."""
    value = directive.source.get("bonus")
    if not directive.has("bonus"):
        return QUALIFIED, None
    if value is False:
        return QUALIFIED, Fraction(0)
    if isinstance(value, str) and value in _WORDS:
        return value, None
    share = share_of(value)
    if share is None:
        words = " or ".join(show(word) for word in _WORDS)
        directive.wrong("bonus", f'a share such as "40%", "0%" where it is elected out, or {words}')
        return None
    return QUALIFIED, share


def _depleted(directive: Directive, asset: Asset, figures: Figures | None) -> TaxAsset | None:
    """Return the tax book of a mine or well: the estimates of its units, what was taken out, and its percentage."""
    estimates = [Dated(asset.date, asset.terms.units)] if asset.terms.units else []
    estimates += [Dated(change.date, change.terms.units) for change in asset.changes if change.terms.units]
    if not estimates:
        directive.fault(
            'tax: "depletion" is by units; write method: "units-of-production" and units:, the recoverable units'
        )
        return None
    row: DepletionShare | None = None
    mineral = directive.text("mineral")
    if mineral is not None:
        deposits = directive.word("deposits", ("domestic", "foreign"), "domestic")
        rows = figures if figures is not None else package_figures()
        try:
            row = depletion_share(mineral, domestic=deposits != "foreign", figures=rows)
        except TaxError as error:
            directive.fault(f"mineral: {error}")
    if directive.has("percentage"):
        share = share_of(directive.source["percentage"])
        if share is None:
            directive.wrong("percentage", 'a share of gross income such as "15 %"')
        elif mineral is not None:
            row = row._replace(share=share) if row is not None else None
        else:
            row = DepletionShare((), "", share, Fraction(1, 2), "stated on the asset")
    return TaxAsset(
        name=asset.name,
        cls=DEPLETED,
        cost=asset.cost,
        service=asset.date,
        depletion=DepletionFacts(
            tuple(estimates), tuple(Dated(each.date, each.quantity) for each in asset.usage), (), row
        ),
    )
