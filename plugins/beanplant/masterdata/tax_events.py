"""What happens to a tax book: its basis, its business use, the income of a mine or well, and improvements.

    2026-08-01 custom "plant-tax-basis" "CAR-1" -3000.00 USD         ; a casualty loss; its repair is positive
    2027-01-01 custom "plant-tax-business-use" "CAR-1" "40 %"        ; from the tax year of the date on
    2026-12-31 custom "plant-tax-income" "MINE-1" 1200000.00 USD     ; gross income of the property in the tax year
      taxable-income: 300000.00 USD                                  ; before depletion
      units-sold: 90000                                              ; left out: those of plant-asset-usage
    2028-03-01 custom "plant-asset-improvement" "CNC-01" 8000.00 USD
      tax: "macrs-7"                                                 ; left out: the class of the asset

An improvement is property of its own for tax, in service on its date, with a class, section 179 and allowance of its
own (IRC 168(i)(6)); reports call it ``CNC-01 2028-03-01``. None of these events is posted.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beanplant.faults import nearest
from beanplant.masterdata.values import AMOUNT, TEXT, number, share_of
from beanplant.rules.tax.depletion_years import PropertyIncome
from beanplant.rules.tax.tax_asset import BasisAdjustment, UseChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.amount import Amount

    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.directives import Directive
    from beanplant.rules.tax.tax_asset import TaxAsset

EVENTS = ("plant-tax-basis", "plant-tax-business-use", "plant-tax-income")
"""The directives of events, beside those of the books."""

Sources = dict[tuple[str, datetime.date | None], "Directive"]
"""The directive of an asset (no date) or of its event, for what the rules refuse."""


def read_tax_events(
    found: Mapping[str, list[Directive]],
    taxed: dict[str, TaxAsset],
    assets: Mapping[str, Asset],
    broken: set[str],
    sources: Sources,
) -> None:
    """Add the events of the ledger to their tax books, by date."""
    for name in EVENTS:
        for directive in sorted(found[name], key=lambda each: each.date):
            values = directive.take(TEXT, TEXT if name == "plant-tax-business-use" else AMOUNT)
            if values is None:
                continue
            tax = _tax_asset(directive, values[0], taxed, assets, broken)
            if tax is None:
                continue
            changed = _READERS[name](directive, tax, assets[tax.book], values[1])
            if changed is not None:
                taxed[tax.name] = changed
                sources[(tax.name, directive.date)] = directive


def _tax_asset(
    directive: Directive,
    name: str,
    taxed: Mapping[str, TaxAsset],
    assets: Mapping[str, Asset],
    broken: set[str],
) -> TaxAsset | None:
    tax = taxed.get(name)
    if tax is None and name not in broken:
        if name in assets:
            directive.fault('the asset has no tax book; write such as tax: "macrs-7" on its plant-asset')
        else:
            directive.fault(f'unknown asset "{name}"{nearest(name, taxed)}', f"unknown asset {name}")
    if tax is not None and directive.date < tax.service:
        directive.fault(f"is before the service of the asset, {tax.service}; correct one of the two dates")
        return None
    return tax


def _basis(directive: Directive, tax: TaxAsset, asset: Asset, amount: Amount) -> TaxAsset | None:
    if amount.currency != asset.currency or not number(amount):
        directive.fault(f"found {amount}, expected an amount in {asset.currency} that is not zero")
        return None
    if tax.depletion is not None:
        directive.fault(
            "adjusts the basis of a mine or well; write its cost as it is, and estimate its units anew"
        )
        return None
    adjustment = BasisAdjustment(directive.date, number(amount))
    return replace(tax, adjustments=(*tax.adjustments, adjustment))


def _use(directive: Directive, tax: TaxAsset, asset: Asset, text: str) -> TaxAsset | None:
    del asset
    share = share_of(text)
    if share is None or not 0 <= share <= 1:
        directive.fault(f'found "{text}", expected a share such as "40 %"')
        return None
    return replace(tax, uses=(*tax.uses, UseChange(directive.date, share)))


def _income(directive: Directive, tax: TaxAsset, asset: Asset, gross: Amount) -> TaxAsset | None:
    if tax.depletion is None:
        directive.fault('is for a mine or well, tax: "depletion"; the asset has another tax book')
        return None
    if gross.currency != asset.currency or number(gross) < 0:
        directive.fault(f"found {gross}, expected gross income in {asset.currency}, zero or more")
        return None
    taxable = directive.source.get("taxable-income")
    sold = directive.source.get("units-sold")
    if directive.has("units-sold") and (not isinstance(sold, Decimal) or sold < 0):
        directive.wrong("units-sold", "the units sold, zero or more, such as 90000")
        return None
    if directive.has("taxable-income") and getattr(taxable, "currency", None) != asset.currency:
        directive.wrong("taxable-income", f"an amount in {asset.currency}")
        return None
    income = PropertyIncome(
        directive.date,
        number(gross),
        number(taxable) if taxable is not None else None,
        Fraction(sold) if isinstance(sold, Decimal) else None,
    )
    return replace(tax, depletion=replace(tax.depletion, income=(*tax.depletion.income, income)))


_READERS: dict[str, Any] = {
    "plant-tax-basis": _basis,
    "plant-tax-business-use": _use,
    "plant-tax-income": _income,
}


def improvements(
    directives: Iterable[Directive], assets: Mapping[str, Asset]
) -> Iterable[tuple[Directive, Asset, Decimal]]:
    """Yield the improvements that the books took, with their assets and amounts."""
    for directive in directives:
        asset = assets.get(str(directive.values[0])) if directive.values else None
        for event in asset.events if asset is not None else ():
            amount = getattr(event, "amount", None)
            if event.source is directive.source and asset is not None and isinstance(amount, Decimal):
                yield directive, asset, amount
