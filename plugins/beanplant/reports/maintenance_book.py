"""What the ledger has of maintenance, by asset: cost and hours, posting by posting.

A posting is maintenance of an asset if it is on an expense account and it, or its transaction, names the asset:

    2026-03-12 * "Maintenance, spindle bearing, order 4000123"
      document: "PM/4000123"
      Expenses:P100:CostCenters:Machining:Maintenance       860.00 USD
        asset: "CNC-01"                     ; or maintenance: "CNC-01", which wins
        hours: "6.5"
      Expenses:P100:CostCenters:Workshop:Settled           -860.00 USD

as the importers write it. Hours are those of ``hours:``, else those of an activity that a posting took
(``6.5 HR-REPAIR``, money by now) if people work it: its standard cost has a labor rate, or no parts.

Left out is what is no maintenance: what a plugin made of the asset (depreciation, impairment, gain or loss), and under
a transaction's key the expenses of a purchase or a sale of the asset itself, and the absorbed costs of a work center,
which are the other side.

Rule: IAS 16.12 and ASC 360-10-35 (day-to-day servicing is expensed as it is incurred).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.convert import get_weight

from beanplant.masterdata.facts import Role
from beanplant.reports.lines import ZERO, Balance, Line

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from beancount.core.amount import Amount
    from beancount.core.data import Transaction

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.period import Period

HOURS = "hours"
FLOW = "maintenance"


class MaintenanceBook:
    """Maintenance by asset and currency, and the balances of the expense accounts that it stands on."""

    def __init__(self, master: MasterData, expenses: str) -> None:
        self._master = master
        self._below = f"{expenses}:"
        self._lines: dict[tuple[str, str], list[Line]] = {}
        self._balances: dict[tuple[str, str], Balance] = {}
        self._assets = {account for asset in master.assets.values() for _, account in asset.places}
        self._users: dict[str, list[Asset]] = {}
        for asset in master.assets.values():
            if asset.activity is not None:
                self._users.setdefault(asset.activity, []).append(asset)
        self._machine: dict[str, list[tuple[datetime.date, Decimal]]] = {}
        self.unknown: dict[str, Transaction] = {}
        """Names of no asset, each with the first transaction that has it."""
        self.unread: list[Transaction] = []
        """Transactions with hours that are no number."""

    def note(self, entry: Transaction) -> None:
        """Take in a transaction; transactions come by date."""
        if self._users:
            self._note_activity(entry)
        below, meta = self._below, entry.meta
        for posting in entry.postings:
            if not posting.account.startswith(below) or posting.units is None:
                continue
            worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
            if worth.number is None:
                continue
            self._balances.setdefault((posting.account, worth.currency), Balance()).add(
                entry.date, worth.number
            )
            about: Mapping[str, Any] = posting.meta or {}
            name = about.get("maintenance", about.get("asset"))
            if name is None:
                name = meta.get("maintenance", meta.get("asset"))
                if name is None or not self._spreads(entry, posting.account):
                    continue
            if str(about.get("rule", "")).startswith("depreciation.") or "disposes" in about:
                continue
            if str(name) not in self._master.assets:
                self.unknown.setdefault(str(name), entry)
                continue
            line = Line(
                entry.date,
                posting.account,
                worth.number,
                *self._hours(entry, about),
                None,
                str(about["rule"]) if "rule" in about else None,
                FLOW,
                entry,
                posting,
            )
            self._lines.setdefault((str(name), worth.currency), []).append(line)

    def lines(self, asset: str, currency: str) -> list[Line]:
        """Return an asset's maintenance by date; an item is the hours that a line has."""
        return self._lines.get((asset, currency), [])

    def cost(self, asset: str, currency: str, end: datetime.date) -> Decimal:
        """Return what an asset's maintenance cost before ``end``."""
        return sum((line.amount for line in self.lines(asset, currency) if line.date < end), ZERO)

    def account(self, account: str, currency: str, period: Period) -> Decimal:
        """Return what an expense account has in a period."""
        found = self._balances.get((account, currency))
        return found.upto(period.end) - found.upto(period.begin) if found is not None else ZERO

    def machine_hours(self, asset: Asset, period: Period) -> Fraction:
        """Return what an asset ran in a period: its readings, and the confirmed hours of its activity."""
        ran = [(reading.date, reading.quantity) for reading in asset.usage]
        ran += [(date, Fraction(hours)) for date, hours in self._machine.get(asset.name, ())]
        return sum((hours for date, hours in ran if period.begin <= date < period.end), Fraction(0))

    def _note_activity(self, entry: Transaction) -> None:
        """Take in the hours that assets with ``usage:`` worked: those on work in process, as the plugin reads them."""
        for posting in entry.postings:
            about = posting.meta or {}
            taken: Any = about.get("quantity")
            users = self._users.get(getattr(taken, "currency", ""))
            role = self._master.role(posting.account) if users else None
            if users is None or role is None or role[1] is not Role.WORK_IN_PROCESS:
                continue
            name = about.get("asset", entry.meta.get("asset"))
            for asset in users:
                codes = [code for code in self._master.plants if code in asset.account.split(":")]
                mine = name == asset.name if name is not None else not codes or role[0].code in codes
                if mine and entry.date >= asset.date:
                    self._machine.setdefault(asset.name, []).append((entry.date, taken.number))

    def _spreads(self, entry: Transaction, account: str) -> bool:
        """Whether a transaction's asset is that of its expenses: it neither buys nor sells it, nor is it absorbed."""
        if "disposes" in entry.meta or str(entry.meta.get("filename", "")).startswith("<beanplant."):
            return False
        role = self._master.role(account)
        if role is not None and role[1] is Role.ABSORBED:
            return False
        return not any(posting.account in self._assets for posting in entry.postings)

    def _hours(self, entry: Transaction, about: Mapping[str, Any]) -> tuple[str | None, Decimal]:
        """Return the name of the hours and their number; None and zero where there are none."""
        said = about.get(HOURS)
        if said is not None:
            try:
                return HOURS, Decimal(str(said))
            except InvalidOperation:
                self.unread.append(entry)
                return None, ZERO
        taken: Any = about.get("quantity")
        item = self._master.items.get(taken.currency) if hasattr(taken, "currency") else None
        if item is None or not item.activity:
            return None, ZERO
        standard = self._master.standard(item.commodity, entry.date)
        works = standard is None or not standard.components or bool(standard.components.get("labor"))
        return (item.commodity, taken.number) if works else (None, ZERO)
