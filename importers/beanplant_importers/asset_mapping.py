"""What an asset in a register becomes: its `plant-asset` directive and its opening entry, or the reason why not.

Codes become words, class and cost center become accounts, and what the ledger language would refuse is found here, so
that an import never writes a ledger with errors: depreciation past the base, a life that was over with a book value
left, a salvage above the cost, an asset that came into service after the date of the values.

Rule: ASC 360-10-35-4, IAS 16.50 (the depreciable amount is spread over the useful life), IAS 16.51 and ASC 250-10-45-17
(what is left is spread over what is left of the life).
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_lives, asset_words, names
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Asset, Entry, Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beanplant_importers.asset_classes import AssetClass, AssetClasses
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.chart import Chart
    from beanplant_importers.reading import Reading

Term = tuple[str, str | Decimal]
CENT = Decimal("0.01")
DOCUMENT = "FA/"
"""What the document of an opening entry begins with; the asset's name follows."""

LIFELESS = ("units-of-production", "manual")


class AssetMapper:
    """Makes facts of the assets of one file. ``opened`` is the date of the values, None if each row says it; ``rest``
    is the most that an asset may be worth after its life, which is then its salvage."""

    def __init__(
        self, plant: str, classes: AssetClasses, opened: datetime.date | None, rest: Decimal
    ) -> None:
        self.plant = plant
        self.classes = classes
        self.opened = opened
        self.rest = rest
        self._kept: list[AssetRow] = []
        self._late: list[AssetRow] = []
        self._shared: list[AssetRow] = []

    def notes(self, path: str) -> Iterator[str]:
        """Yield what a person should know of the assets that were mapped."""
        for rows, text in (
            (
                self._kept,
                "at the end of the life, with the book value taken as salvage; to depreciate it, give a longer life",
            ),
            (
                self._late,
                "in service since the month of the values and without depreciation; the ledger posts that month",
            ),
            (
                self._shared,
                "at several cost centers; the expense is that of the one with the greatest part of the cost",
            ),
        ):
            if rows:
                many = f"{len(rows)} asset{'s' if len(rows) > 1 else ''}"
                cost = sum((row.cost for row in rows), ZERO)
                yield f"{path}:{rows[0].source.row}: {many} with a cost of {cost:,f}: {text}."

    def read(self, row: AssetRow, key: str, reading: Reading, chart: Chart) -> Reading:
        """Return the reading of an asset with its facts, or with the reason why there are none."""
        entry = self.classes.find(row.asset_class)
        if entry is None:
            return reading._replace(reason=row.reason or self.classes.why_not(row.asset_class))
        if entry.ignore:
            return reading._replace(elsewhere=f"class {row.asset_class} is ignored")
        taken = row.depreciation()
        if row.retired is not None and not row.cost and not taken:
            return reading._replace(elsewhere="retired")
        opened = row.values_on or self.opened
        if opened is None:
            raise ImportFault(
                row.source.file, row.source.row, "found no date of the values, expected it to be said: "
                'opened="2025-12-31" on the importer',
            )  # fmt: skip
        if row.values_on is not None and self.opened is not None and row.values_on != self.opened:
            raise ImportFault(
                row.source.file, row.source.row, f"found values of {row.values_on}, expected those of {self.opened}, "
                "which opened= on the importer says",
            )  # fmt: skip
        reason = row.reason or _doubt(row, taken, opened)
        if reason or taken is None or row.service is None:
            return reading._replace(reason=reason)
        method, reason = self._method(row, entry)
        if reason or method is None:
            return reading._replace(reason=reason)
        currency = row.currency or chart.currency
        if not currency:
            raise ImportFault(
                row.source.file, row.source.row, 'found no currency, expected a column or currency="USD" on the '
                "importer",
            )  # fmt: skip
        account = chart.account(entry.account)
        if method.method == "none":
            return reading._replace(
                facts=(self._opening(row, key, account, taken, opened, currency, owned=False),)
            )
        expense = self.classes.expenses.get(names.key(row.cost_center), entry.expense)
        if not expense:
            return reading._replace(
                reason=f'class "{row.asset_class}" has no expense in {self.classes.where}; add expense = '
                '"cost-centers:Machining:Depreciation" to it, or its cost center to [cost-center]'
            )
        salvage = (
            row.salvage if row.salvage is not None else _share(row.cost, entry.salvage, self.classes.where)
        )
        left = row.cost - salvage - taken
        life = row.life or entry.life
        if method.method in LIFELESS:
            life = None
            if method.method == "units-of-production" and not entry.units:
                return reading._replace(
                    reason=f'class "{row.asset_class}" goes by units of production; add units = "960000", the life in '
                    f"units, to it in {self.classes.where}"
                )
        elif life is None:
            return reading._replace(
                reason=f'neither the file nor class "{row.asset_class}" in {self.classes.where} has a life; add '
                'life = "10 years" to it'
            )
        if salvage < 0 or salvage > row.cost:
            return reading._replace(
                reason="salvage is not between zero and the cost; correct it in the register"
            )
        if left < 0:
            return reading._replace(
                reason="accumulated depreciation is more than cost less salvage; correct salvage or its class's"
            )
        gone = _month(opened) + (opened == _last_day(opened)) - _month(row.service)
        if life is not None and left and taken and gone >= life:
            if left > self.rest:
                return reading._replace(
                    reason=f"the life was over on {opened} with a book value left; give it a longer life, or say rest= "
                    "on the importer for the most that is taken as salvage"
                )
            salvage += left
            self._kept.append(row)
        elif left and not taken and gone > 1:
            return reading._replace(
                reason=f"was in service long before {opened} and has no depreciation; add the column of accumulated "
                "depreciation to the layout, or say depreciate = false for its class"
            )
        elif left and not taken and gone == 1:
            self._late.append(row)
        terms = _terms(row, entry, method, salvage, life)
        terms.append(("expense", chart.account(expense)))
        if entry.gain_loss:
            terms.append(("gain-loss", chart.account(entry.gain_loss)))
        if taken:
            terms.append(("accumulated", taken))
        if row.cost_centers > 1:
            self._shared.append(row)
        asset = Asset(
            document=DOCUMENT + key, date=row.service, plant=self.plant, asset=key, account=account,
            cost=row.cost, currency=currency, source=row.source, name=row.name, terms=tuple(terms),
        )  # fmt: skip
        return reading._replace(
            facts=(asset, self._opening(row, key, account, taken, opened, currency, owned=True))
        )

    def _method(self, row: AssetRow, entry: AssetClass) -> tuple[asset_words.Method | None, str]:
        """Return the method and convention of an asset in the language's words, or why there is none."""
        words, where = self.classes.words, self.classes.where
        if not entry.depreciate:
            return asset_words.Method("none"), ""
        method: asset_words.Method | None = entry.method
        if row.method:
            method = words.method(row.method)
            if method is None:
                return None, (
                    f'method "{row.method}" has no word; add it to [method] in {where}, such as "{row.method}" = '
                    '"straight-line"'
                )
        assert method is not None
        convention: str | None = method.convention or entry.convention
        if row.convention:
            convention = words.convention(row.convention)
            if convention is None:
                return None, (
                    f'convention "{row.convention}" has no word; add it to [convention] in {where}, such as '
                    f'"{row.convention}" = "full-month"'
                )
        factor = method.factor
        if factor == asset_words.PERCENT:
            if not row.percent:
                return None, f'method "{row.method}" is one by a percentage, and the row has none'
            factor = f"{(row.percent / 100).normalize():f}"
        return asset_words.Method(
            method.method or "straight-line", method.rate, factor, method.switch, convention or "full-month"
        ), ""

    def _opening(
        self,
        row: AssetRow,
        key: str,
        account: str,
        taken: Decimal,
        opened: datetime.date,
        currency: str,
        *,
        owned: bool,
    ) -> Entry:
        """Return the opening entry of an asset; ``owned``: it is depreciated, so a directive says what it is."""
        mine = ((("asset" if owned else "x-asset"), key),)
        parent, _, leaf = account.rpartition(":")
        lines = [Line(account=account, amount=row.cost, details=mine)]
        if taken:
            contra = f"{parent}:AccumulatedDepreciation:{leaf}"
            lines.append(Line(account=contra, amount=-taken, details=mine))
        if row.cost - taken:
            lines.append(Line(account="opening", amount=taken - row.cost))
        what = f"Opening balance{f' of {row.name}' if row.name else ''}, asset"
        return Entry(
            document=DOCUMENT + key, line="opening", date=opened, plant=self.plant, lines=tuple(lines),
            currency=currency, source=row.source, text=what,
        )  # fmt: skip


def _doubt(row: AssetRow, taken: Decimal | None, opened: datetime.date) -> str:
    """Return what in a row cannot be so, empty if all can."""
    if taken is None:
        return "the book value is not cost less accumulated depreciation; correct the register"
    if row.retired is not None and row.retired <= opened:
        return "is deactivated, but still has a cost; post its retirement in the register"
    if row.cost < 0:
        return "the cost is negative; a credit belongs to the asset that it corrects"
    if taken < 0:
        return "accumulated depreciation is on the wrong side: the book value is more than the cost"
    if not row.cost:
        return "there is no cost; ignore its class, or leave it out of the list"
    if row.service is None:
        return "there is no date in service; capitalize it in the register, or ignore its class"
    if row.service > opened:
        return f"came into service after {opened}, the date of the values; it is no opening balance"
    return ""


def _terms(
    row: AssetRow, entry: AssetClass, method: asset_words.Method, salvage: Decimal, life: int | None
) -> list[Term]:
    terms: list[Term] = [("salvage", salvage)] if salvage else []
    if life is not None:
        terms.append(("life", asset_lives.written(life)))
    terms.append(("method", method.method))
    if method.rate:
        terms.append(("rate", method.rate))
    if method.factor:
        terms.append(("factor", Decimal(method.factor)))
    if method.switch:
        terms.append(("switch", "TRUE"))
    if method.method == "units-of-production":
        terms.append(("units", Decimal(entry.units)))
    terms.append(("convention", method.convention))
    if entry.day_count and method.convention == "daily":
        terms.append(("day-count", entry.day_count))
    return terms


def _share(cost: Decimal, text: str, where: str) -> Decimal:
    if not text:
        return ZERO
    return (cost * asset_words.share(where, "salvage", text)).quantize(CENT, ROUND_HALF_UP)


def _month(date: datetime.date) -> int:
    return date.year * 12 + date.month


def _last_day(date: datetime.date) -> datetime.date:
    following = date.replace(day=28) + datetime.timedelta(days=4)
    return following - datetime.timedelta(days=following.day)
