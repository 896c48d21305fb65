"""The tax book of a list: what it adds to the asset of the books.

::

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      tax: "macrs-7"                        ; the book that tax= names
      section-179: 20000.00 USD
      bonus: "40%"
      business-use: "80%"

A tax book has its own method, life and convention; cost and day in service are those of the asset. The recovery class
comes from the code and the life: ``MACRS`` with ``7.00`` is ``macrs-7``. The law's special allowance holds where
nothing is said of it, so ``bonus: "0%"`` is written where the code or a column says that there is none.

Rule: IRC 168(b) and (c) (methods and recovery periods), 168(g) (alternative system), 168(k) (special allowance).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from beanplant.rules.tax import recovery

if TYPE_CHECKING:
    from beanplant_importers.asset_classes import AssetClass, AssetClasses
    from beanplant_importers.asset_facts import Terms
    from beanplant_importers.asset_ledger import LedgerAsset
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.chart import Chart

_METHODS = {
    "200": recovery.Method.DOUBLE,
    "150": recovery.Method.ONE_AND_A_HALF,
    "100": recovery.Method.STRAIGHT_LINE,
}
_OPTIONS = {"150": "150db", "100": "straight-line"}
_CONVENTIONS = {"half-year": "half-year", "mid-quarter": "mid-quarter", "mid-month": ""}
NO_BONUS = "0%"
AUTOMOBILES = ("macrs-5", "ads-5")
"""The classes of passenger automobiles, IRC 168(e)(3)(B)(i) and (g)(3)(D)."""


def tax_terms(row: AssetRow, asset: AssetRow, entry: AssetClass, classes: AssetClasses) -> Terms | str:
    """Return the keys that a row of a tax book adds to its asset's directive, or the reason why it adds none."""
    if row.cost != asset.cost:
        return (
            f"the cost for tax is {row.cost}, that of the books {asset.cost}; a tax book has the cost of the asset: "
            "add tax: to it by hand, or an area"
        )
    if row.service is not None and row.service != asset.service:
        return (
            f"is in service for tax on {row.service}, in the books on {asset.service}; a tax book has the day of the "
            "asset: add tax: to it by hand"
        )
    found = recovery_class(row, classes)
    if isinstance(found, str):
        return found
    name, bonus = found
    terms: list[tuple[str, str | Decimal]] = [("tax", name)]
    if row.section_179:
        terms.append(("section-179", row.section_179))
    bonus = row.bonus or bonus or entry.bonus
    if bonus and recovery.recovery_class(name).allowance:
        terms.append(("bonus", bonus))
    if row.business_use:
        terms.append(("business-use", row.business_use))
    if row.automobile and name.split()[0] in AUTOMOBILES:
        terms.append(("automobile", "TRUE"))
    elif row.listed or row.automobile:
        terms.append(("listed", "TRUE"))
    return tuple(terms)


def class_terms(entry: AssetClass) -> Terms:
    """Return the keys of a class that says its recovery class itself."""
    if not entry.tax:
        return ()
    return (("tax", entry.tax), *((("bonus", entry.bonus),) if entry.bonus else ()))


def improvement_terms(asset: LedgerAsset, classes: AssetClasses | None, account: str, chart: Chart) -> Terms:
    """Return the keys of an improvement's directive: it is a tax asset of its own, with the special allowance that the
    classes on its account say."""
    if classes is None or "tax" not in asset.terms:
        return ()
    said = {
        entry.bonus
        for entry in classes.classes.values()
        if entry.account and chart.account(entry.account) == account
    }
    return (("bonus", said.pop()),) if len(said) == 1 and said != {""} else ()


def recovery_class(row: AssetRow, classes: AssetClasses) -> tuple[str, str] | str:
    """Return the recovery class of a row and the special allowance that its code rules out, or the reason why there
    is none."""
    words = classes.words
    meaning = words.tax(row.method)
    if meaning is None:
        return (
            f'tax method "{row.method}" has no word; add it to [tax] in {classes.where}, such as "{row.method}" = '
            f'"macrs-7"{words.near("tax", row.method)}'
        )
    system, *said = meaning.split()
    none = ""
    if "allowance" not in said and words.allowances():
        none = NO_BONUS
    name = meaning
    if "-" not in system:
        if row.life is None:
            return f'tax method "{row.method}" goes by a recovery period, and the row has no life'
        years = (
            f"{Decimal(row.life) / 12:f}".rstrip("0").rstrip(".") if row.life % 12 else str(row.life // 12)
        )
        real = row.real or Decimal(row.life) / 12 in recovery.REAL
        if system == recovery.ALTERNATIVE and Decimal(row.life) / 12 in recovery.REAL:
            system = recovery.GENERAL  # no property has such a life in the alternative system
        name = f"{system}-{years}"
        percent = next((word for word in said if word in _METHODS), "")
        if "percent" in said and row.percent is not None:
            percent = f"{row.percent.normalize():f}"
        if percent and percent not in _METHODS:
            return f'tax method "{row.method}" has {percent} %, expected one of {", ".join(_METHODS)}'
        usual = recovery.CLASSES.get(Decimal(row.life) / 12)
        if system == recovery.GENERAL and percent and usual is not None and _METHODS[percent] is not usual:
            name += f" {_OPTIONS.get(percent, percent)}"
        if system == recovery.ALTERNATIVE and real:
            name += " real-property"
        if row.convention:
            convention = words.convention(row.convention)
            if convention not in _CONVENTIONS:
                return (
                    f'convention "{row.convention}" is none of a tax book: half-year, mid-quarter or mid-month; add it '
                    f"to [convention] in {classes.where}{words.near('convention', row.convention)}"
                )
            if _CONVENTIONS[convention] and not real:
                name += f" {_CONVENTIONS[convention]}"
    try:
        recovery.recovery_class(name)
    except recovery.TaxError as error:
        return f'tax method "{row.method}": {error}'
    return name, none


def percentage(text: str) -> str:
    """Return a percentage as the language writes it, blank if nothing is said.

    >>> percentage("80.00"), percentage("66,67 %"), percentage("0"), percentage("")
    ('80%', '66.67%', '0%', '')
    """
    plain = text.strip().rstrip("% ").replace(",", ".")
    try:
        return f"{Decimal(plain).normalize():f}%" if plain else ""
    except InvalidOperation:
        return text


def business_use(text: str) -> str:
    """Return a percentage of business use, blank where it is all.

    >>> business_use("80.00"), business_use("100")
    ('80%', '')
    """
    found = percentage(text)
    return "" if found == "100%" else found
