"""What a transaction of a list becomes in the ledger: directives about the asset, and the entries that belong to them.

===============  ======================================================================================================
an acquisition   ``plant-asset-improvement`` and its cost, from the account of ``bought=``
a retirement     the transaction that disposes of the asset, with ``part:`` if some of the cost stays
a transfer       between assets: from construction to the asset, else ``plant-asset-split`` or ``plant-asset-merge``
reclass, move    ``plant-asset-transfer`` to the account of the new class, to the expense of the new cost center
an impairment    ``plant-asset-impairment``; a write-up its reversal, under IFRS
a revaluation    ``plant-asset-revaluation``, if the list has the fair value
===============  ======================================================================================================

A transaction that another one of the list takes back, by the same amount with the other sign, comes to nothing with it.
A transaction up to the date of an asset's opening is in its opening balance; an addition up to the date of the list
that an asset was acquired from is in its cost. The first acquisition of an asset comes in with the register.

Rule: ASC 360-10-30-1 and IAS 16.12-14 (what is added to cost), ASC 360-10-40 and IAS 16.67 (derecognition),
ASC 360-10-35-20 (a loss is not restored), IAS 36.117 (its reversal), IAS 16.31 (revaluation).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_tax, names
from beanplant_importers.asset_move import Move, Outcome
from beanplant_importers.asset_retirements import retirement
from beanplant_importers.facts import AssetDirective, Entry, Line

if TYPE_CHECKING:
    from beanplant_importers.asset_classes import AssetClasses
    from beanplant_importers.asset_ledger import LedgerAsset
    from beanplant_importers.chart import Chart


class MoveMapper:
    """Makes facts of transactions. ``classes`` says the accounts of classes, if the list needs them; ``opened`` is the
    date of the opening of assets that a person opened."""

    def __init__(
        self,
        plant: str,
        classes: AssetClasses | None,
        opened: datetime.date | None,
        bought: str,
        proceeds: str,
    ) -> None:
        self.plant = plant
        self.classes = classes
        self.opened = opened
        self.bought = bought
        self.proceeds = proceeds

    def read(self, move: Move, chart: Chart) -> Outcome:
        """Return what becomes of a transaction."""
        if move.kind == "ignore":
            return Outcome(elsewhere="nothing that the ledger has")
        if not move.amount and move.kind in ("acquisition", "impairment", "write-up", "depreciation"):
            return Outcome(elsewhere="no amount")
        if f"{move.document}/{move.line}" in chart.assets.documents:
            return Outcome(known=True)
        asset = chart.assets.get(move.asset)
        held = chart.assets.held(move.asset)
        if asset is None and held is None:
            return self._unknown(move)
        through = chart.assets.through(move.asset)
        if through is not None and move.date <= through[0]:
            if not through[1]:
                return Outcome(elsewhere=f"in the opening balance of {through[0]}")
            if move.kind in ("acquisition", "transfer") or (move.kind == "retirement" and move.cost):
                return Outcome(elsewhere=f"in the cost of the list of {through[0]}")
        if asset is None:
            return self._under_construction(move, chart)
        if move.kind == "reversal" or (move.kind == "retirement" and move.signed and move.amount > 0):
            return Outcome(
                reason=f"takes back what was written for asset {asset.name}; delete that in the ledger, then import "
                "the list again"
            )
        if asset.disposed is not None and move.kind != "retirement" and asset.disposed <= move.date:
            return Outcome(reason=f"asset {asset.name} was disposed of on {asset.disposed}")
        if asset.service > move.date:
            return Outcome(reason=f"asset {asset.name} came into service after it, on {asset.service}")
        return _READERS[move.kind](self, move, asset, chart)

    def _unknown(self, move: Move) -> Outcome:
        if self.opened is not None and move.date <= self.opened:
            return Outcome(elsewhere=f"before the opening on {self.opened}")
        if move.kind in ("acquisition", "depreciation"):
            return Outcome(elsewhere="an asset that the ledger has not; it comes in with the register")
        return Outcome(
            reason=f"asset {move.asset} is not in the ledger; import the register, then this list again"
        )

    def _under_construction(self, move: Move, chart: Chart) -> Outcome:
        """Return what becomes of a transaction of what is under construction, or is not depreciated."""
        held = chart.assets.held(move.asset)
        assert held is not None
        if move.kind == "acquisition":
            lines = (
                Line(account=held[0], amount=move.amount, details=(("asset", move.asset),)),
                Line(account=self.bought, amount=-move.amount),
            )
            return Outcome((self._entry(move, lines, "Cost"),))
        if move.kind == "transfer" and move.to is not None:
            return self._settled(move, move.to, held[0], chart)
        if move.kind == "depreciation":
            return Outcome(elsewhere="depreciation is the ledger's own")
        return Outcome(
            reason=f"asset {move.asset} is not depreciated in the ledger; write what happened by hand"
        )

    def _settled(self, move: Move, to: Move, account: str, chart: Chart) -> Outcome:
        """Return the settlement of construction to an asset: its cost, or that of one that the register brings."""
        amount = abs(move.amount)
        asset = chart.assets.get(to.asset)
        through = chart.assets.through(to.asset)
        credit = Line(account=account, amount=-amount, details=(("asset", move.asset),))
        other = chart.assets.held(to.asset)
        if other is not None:
            lines = (Line(account=other[0], amount=amount, details=(("asset", to.asset),)), credit)
            return Outcome((self._entry(move, lines, "Settlement"),))
        if asset is None or (through is not None and move.date <= through[0]):
            return Outcome(
                (self._entry(move, (Line(account=self.bought, amount=amount), credit), "Settlement"),)
            )
        directive = self._directive(to, "plant-asset-improvement", amount=amount)
        debit = Line(account=asset.account_at(move.date), amount=amount, details=(("asset", asset.name),))
        return Outcome((directive, self._entry(replace(move, asset=to.asset), (debit, credit), "Settlement")))

    def _acquisition(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        if chart.assets.through(asset.name) is None and move.date <= asset.service:
            return Outcome(elsewhere="in the cost of the asset")
        if move.amount < 0:
            what = f"a credit memo or reversal of {-move.amount:,f} reduces the cost of asset {asset.name}"
            return Outcome(reason=f"{what}; correct by hand what it takes back")
        account = asset.account_at(move.date)
        debit = Line(account=account, amount=move.amount, details=(("asset", asset.name),))
        directive = replace(
            self._directive(move, "plant-asset-improvement", amount=move.amount),
            terms=asset_tax.improvement_terms(asset, self.classes, account, chart),
        )
        credit = Line(account=self.bought, amount=-move.amount)
        return Outcome((directive, self._entry(move, (debit, credit), "Improvement")))

    def _retirement(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        if asset.disposed is not None:
            if asset.disposed == move.date:
                return Outcome(elsewhere="disposed of in the ledger")
            return Outcome(reason=f"asset {asset.name} was disposed of on {asset.disposed} in the ledger")
        cost = asset.cost_at(move.date)
        off = abs(move.cost) if move.cost else None
        if (off is None or off == cost) and move.date in asset.days:
            return Outcome(
                reason=f"asset {asset.name} is changed on the day on which it is disposed of, {move.date}; leave the "
                "change out, or write both by hand"
            )
        if off is not None and off > cost:
            return Outcome(
                reason=f"takes {off:,f} off asset {asset.name}, which cost {cost:,f} in the ledger on {move.date}; "
                "import its additions, or correct the cost"
            )
        return Outcome(
            (
                retirement(
                    asset.name, asset.account_at(move.date), move.date, plant=self.plant, document=move.document,
                    currency=move.currency or chart.currency, source=move.source, proceeds=move.proceeds,
                    to=self.proceeds, title=move.name, part=off if off is not None and off < cost else None, whole=cost,
                    line=move.line,
                ),
            )
        )  # fmt: skip

    def _transfer(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        """Return what becomes of cost that goes to another asset."""
        to = move.to
        if to is None:
            return Outcome(
                reason="a transfer has two rows of one document, one below and one above zero; export both assets"
            )
        amount, cost = abs(move.amount), asset.cost_at(move.date)
        other = chart.assets.get(to.asset)
        if amount > cost:
            return Outcome(
                reason=f"takes {amount:,f} off asset {asset.name}, which cost {cost:,f} in the ledger"
            )
        if other is not None and other.service <= move.date and amount == cost:
            return Outcome(
                (self._directive(replace(move, asset=other.name), "plant-asset-merge", asset.name),)
            )
        if other is None and amount < cost:
            return Outcome((self._directive(move, "plant-asset-split", to.asset, amount=amount),))
        if other is None:
            account = self._account(to.asset_class, chart)
            if account is not None and account != asset.account_at(move.date):
                return Outcome((self._moved(move, account, "", (("x-number", to.asset),)),))
            return Outcome(
                reason=f"all of asset {asset.name} goes to the new number {to.asset}: say "
                f'same={{"{to.asset}": "{asset.name}"}} on the importers, and it goes on as {asset.name}'
            )
        return Outcome(
            reason=f"a part of asset {asset.name} goes to asset {other.name}; write: custom "
            f'"plant-asset-split" "{asset.name}" "NEW" {amount:f}, then "plant-asset-merge" "{other.name}" "NEW"'
        )

    def _reclass(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        account = self._account(move.asset_class, chart)
        if account is None:
            return Outcome(
                reason=f'class "{move.asset_class}" has no entry; say classes= on the importer, with its account'
            )
        if account == asset.account_at(move.date):
            return Outcome(elsewhere="on that account already")
        return self._once(move, asset, account, self._expense(move, chart))

    def _move(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        expense = self._expense(move, chart)
        if not expense:
            return Outcome(
                reason=f'cost center "{move.cost_center}" has no expense; add it to [cost-center] of the classes'
            )
        return self._once(move, asset, asset.account_at(move.date), expense)

    def _impairment(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        return Outcome((self._directive(move, "plant-asset-impairment", amount=abs(move.amount)),))

    def _write_up(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        if chart.gaap != "ifrs":
            return Outcome(
                reason=f'restores {abs(move.amount):,f} of asset {asset.name}, which gaap: "us" does not allow (ASC '
                '360-10-35-20); correct it in the register, or write gaap: "ifrs" on the plant'
            )
        return Outcome((self._directive(move, "plant-asset-impairment-reversal", amount=abs(move.amount)),))

    def _revaluation(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        if move.fair_value is None:
            return Outcome(
                reason=f"revalues asset {asset.name} by {move.amount:,f}, and the list has no fair value; write: "
                f'{move.date} custom "plant-asset-revaluation" "{asset.name}" with the fair value'
            )
        return Outcome((self._directive(move, "plant-asset-revaluation", amount=move.fair_value),))

    def _depreciation(self, move: Move, asset: LedgerAsset, chart: Chart) -> Outcome:
        if asset.terms_at(move.date).get("method") != "manual":
            return Outcome(elsewhere="depreciation is the ledger's own")
        return Outcome((self._directive(move, "plant-asset-depreciation", amount=abs(move.amount)),))

    def _account(self, asset_class: str, chart: Chart) -> str | None:
        entry = self.classes.find(asset_class) if self.classes is not None and asset_class else None
        return chart.account(entry.account) if entry is not None and entry.account else None

    def _expense(self, move: Move, chart: Chart) -> str:
        if self.classes is None:
            return ""
        entry = self.classes.find(move.asset_class) if move.asset_class else None
        expense = self.classes.expenses.get(names.key(move.cost_center)) if move.cost_center else None
        return expense or (entry.expense if entry is not None else "")

    def _once(self, move: Move, asset: LedgerAsset, account: str, expense: str) -> Outcome:
        if move.date in asset.moved:
            text = (
                f"asset {asset.name} is transferred a second time on {move.date}; write one transfer by hand"
            )
            return Outcome(reason=text)
        return Outcome((self._moved(move, account, expense),))

    def _moved(
        self, move: Move, account: str, expense: str, more: tuple[tuple[str, str], ...] = ()
    ) -> AssetDirective:
        terms = (*((("expense", expense),) if expense else ()), *more)
        return replace(self._directive(move, "plant-asset-transfer"), account=account, terms=terms)

    def _directive(self, move: Move, kind: str, *words: str, amount: Decimal | None = None) -> AssetDirective:
        return AssetDirective(
            kind=kind, date=move.date, plant=self.plant, asset=move.asset, source=move.source,
            document=f"{move.document}/{move.line}", words=words, amount=amount, currency=move.currency,
        )  # fmt: skip

    def _entry(self, move: Move, lines: Sequence[Line], what: str) -> Entry:
        return Entry(
            document=move.document, line=move.line, date=move.date, plant=self.plant, lines=tuple(lines),
            currency=move.currency, source=move.source,
            text=f"{what}{f' of {move.name}' if move.name else ''}, asset {move.asset}, document",
        )  # fmt: skip


_READERS = {
    "acquisition": MoveMapper._acquisition,
    "retirement": MoveMapper._retirement,
    "transfer": MoveMapper._transfer,
    "reclass": MoveMapper._reclass,
    "move": MoveMapper._move,
    "impairment": MoveMapper._impairment,
    "write-up": MoveMapper._write_up,
    "revaluation": MoveMapper._revaluation,
    "depreciation": MoveMapper._depreciation,
}
"""Who reads a transaction, by its kind."""
