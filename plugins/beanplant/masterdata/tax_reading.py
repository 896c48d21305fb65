"""All that a ledger says for tax: figures, tax years, tax books, their events, and whether the rules accept it.

A year whose convention hangs on an asset without a tax book is half entered, and that is a fault of the asset:

    10,000.00 with a tax book, 3,500.00 of it of December; a machine of November for 2,000.00 without one: the last
    three months have 35 % of the year's basis, or 45.8 %, beyond the 40 % of the law
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.masterdata.asset_accounts import TANGIBLE
from beanplant.masterdata.asset_facts import AssetImprovement, AssetSplit
from beanplant.masterdata.tax_areas import read_tax_areas
from beanplant.masterdata.tax_books import NOT_TAXED, read_tax_asset, read_tax_figures, tax_asset
from beanplant.masterdata.tax_events import improvements, read_tax_events
from beanplant.masterdata.tax_years import read_tax_years
from beanplant.rules.formulas import number
from beanplant.rules.tax.figures import package_figures
from beanplant.rules.tax.mid_quarter import LIMIT, Addition, MidQuarterTest
from beanplant.rules.tax.parts import take_part
from beanplant.rules.tax.recovery import TaxError, recovery_class
from beanplant.rules.tax.tax_books import check_assets, mid_quarter_tests

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.directives import Directive
    from beanplant.masterdata.master_data import MasterData
    from beanplant.masterdata.tax_events import Sources
    from beanplant.rules.tax.tax_asset import TaxAsset
    from beanplant.rules.tax.tax_years import TaxYear


def read_tax(master: MasterData, found: Mapping[str, list[Directive]], ledger: str) -> None:
    """Read the tax books of a ledger into its master data; ``ledger`` is its top file."""
    master.tax_calendar, master.tax_years = read_tax_years(found["plant-tax-year"], master.fiscal_years)
    master.tax_figures = figures = read_tax_figures(found["plant-tax-figures"], ledger)
    taxed: dict[str, TaxAsset] = {}
    sources: Sources = {}
    without: list[tuple[Directive, Asset]] = []
    for directive in found["plant-asset"]:
        asset = master.assets.get(str(directive.values[0])) if directive.values else None
        if asset is None or asset.source is not directive.source:
            continue
        tax = read_tax_asset(directive, asset, figures)
        if tax is not None:
            taxed[asset.name], sources[(asset.name, None)] = tax, directive
        elif not directive.has("tax") and asset.kind == TANGIBLE and asset.cost:
            without.append((directive, asset))
    for directive, asset, amount in improvements(found["plant-asset-improvement"], master.assets):
        parent = taxed.get(asset.name)
        if parent is None:
            continue
        improvement = _improvement(directive, asset, parent, amount)
        if improvement is not None:
            taxed[improvement.name], sources[(improvement.name, None)] = improvement, directive
    read_tax_events(found, taxed, master.assets, master.broken_assets, sources)
    _split(master.assets, taxed, sources)
    master.tax_assets = taxed
    for problem in check_assets(taxed.values(), master.tax_calendar, figures, master.tax_years):
        at = sources.get((problem.asset, problem.date)) or sources[(problem.asset, None)]
        at.fault(problem.message)
    _check_half_entered(master, without)
    master.tax_areas = read_tax_areas(found, master)


def _split(assets: Mapping[str, Asset], taxed: dict[str, TaxAsset], sources: Sources) -> None:
    """Give the assets that the books split off their part of the tax books that they come from."""
    for asset in list(assets.values()):
        cost = asset.cost
        for event in asset.events:
            if isinstance(event, AssetImprovement):
                cost += event.amount
            if not isinstance(event, AssetSplit):
                continue
            for name, amount in event.amounts:
                mine = [tax for tax in taxed.values() if tax.book == asset.name and tax.service <= event.date]
                for tax in mine if 0 < amount <= cost else ():
                    new = name + tax.name.removeprefix(asset.name)
                    if new in taxed or tax.depletion is not None:
                        continue
                    share = Fraction(amount) / Fraction(cost)
                    of = name if tax.of else ""
                    taxed[tax.name], taxed[new] = take_part(tax, tax, share, new, of)
                    sources[(new, None)] = sources[(tax.name, None)]
                cost -= amount


def _improvement(directive: Directive, asset: Asset, parent: TaxAsset, amount: Decimal) -> TaxAsset | None:
    cls = parent.cls
    text = directive.text("tax")
    if text == NOT_TAXED:
        return None
    if text is not None:
        try:
            cls = recovery_class(text)
        except TaxError as error:
            directive.fault(f"tax: {error}")
            return None
    elif parent.depletion is not None:
        directive.fault(
            'is of a mine or well; write the class of what was built, such as tax: "macrs-7", or "none"'
        )
        return None
    name = f"{asset.name} {directive.date}"
    return tax_asset(directive, name, cls, amount, asset.currency, parent)


def _check_half_entered(master: MasterData, without: list[tuple[Directive, Asset]]) -> None:
    """Report each asset without a tax book on which the convention of its tax year hangs."""
    if not without or not master.tax_assets:
        return
    figures = master.tax_figures or package_figures()
    tests = mid_quarter_tests(master.tax_assets.values(), master.tax_calendar, figures)
    by_year: dict[TaxYear, list[tuple[Directive, Asset]]] = {}
    for directive, asset in without:
        by_year.setdefault(master.tax_calendar.year_of(asset.date), []).append((directive, asset))
    for year, mine in by_year.items():
        test = tests.get(year)
        if test is None or not test.total:
            continue
        others = [Addition(asset.date, asset.cost) for _, asset in mine]
        most, least = _share(test, others, last=True), _share(test, others, last=False)
        if (most > LIMIT) is (least > LIMIT):
            continue
        for directive, _ in mine:
            directive.fault(
                f"has no tax book, and the convention of the tax year {year.label} hangs on it: of the year's basis"
                f" {number(round(least * 100, 1))} % to {number(round(most * 100, 1))} % is in the last three months,"
                f' and beyond 40 % all is under mid-quarter (IRC 168(d)(3)); write its class, such as tax: "macrs-7",'
                f' or tax: "none" if it is not depreciated',
                f"half entered {year.label}",
            )


def _share(test: MidQuarterTest, others: list[Addition], *, last: bool) -> Fraction:
    """Return the share of the last three months with those of the others that lie in them, or with the rest of them."""
    total, within = test.total, test.last
    for other in others:
        late = test.year.month_of(other.service) > test.year.months - 3
        if late is last:
            total += other.basis
            within += other.basis if late else 0
    return MidQuarterTest(test.year, total, within).share
