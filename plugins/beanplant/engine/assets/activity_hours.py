"""Use of an asset by what is worked on it: the confirmed quantity of an activity.

    2026-01-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      method: "units-of-production"
      units: 40000
      usage: HR-MACH
    2026-03-06 * "Confirm"
      order: "MO-1001"
      Assets:P100:WorkInProcess:Orders      12 HR-MACH
      Expenses:P100:Absorbed:Machining     -12 HR-MACH

What stands on a work-in-process account was worked, and a reversal takes it back. The hours belong to the asset that
the posting, else its transaction, names by ``asset:``; hours that name none belong to every asset with that activity (a
machine and its tool) whose account is of the plant, or of none. They count from the day of service to that of the
disposal, and beside those of ``plant-asset-usage``. Of a day they are one reading; what passes the life in units is a
fault at the day's last transaction.

A completion with ``backflush: TRUE`` confirms the hours of its routing, and those of the setup with the first one of
its order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from beanplant.engine.backflush import decimal
from beanplant.masterdata.asset_facts import AssetUsage
from beanplant.masterdata.facts import Role

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset


class ActivityHours:
    """The hours of each asset by day, of those whose use is an activity."""

    def __init__(self, master: MasterData) -> None:
        self._master = master
        self._users: dict[str, list[Asset]] = {}
        for asset in master.assets.values():
            if asset.activity is not None:
                self._users.setdefault(asset.activity, []).append(asset)
        self._set_up: set[str] = set()
        self._days: dict[str, dict[datetime.date, tuple[Decimal, dict[str, Any]]]] = {}

    @property
    def wanted(self) -> bool:
        """Whether any asset goes by an activity."""
        return bool(self._users)

    def note(self, entry: Any) -> None:
        """Take in what a transaction confirms; a valued one says it in ``quantity:``."""
        flushed = bool(entry.meta.get("backflush"))
        for posting in entry.postings:
            meta = posting.meta or {}
            units: Any = meta.get("quantity")
            if not isinstance(units, Amount):
                units = posting.units
            if units is None:
                continue
            found = self._master.role(posting.account)
            if found is None or found[1] is not Role.WORK_IN_PROCESS:
                continue
            if units.currency in self._users and not (flushed and "formula" in meta):
                self._add(entry, meta, units.currency, units.number, found[0].code)
            elif flushed:
                self._flush(entry, meta, units, found[0].code)

    def _flush(self, entry: Any, meta: dict[str, Any], units: Amount, code: str) -> None:
        """Take in what a completion of an order's product confirms at standard; ``meta`` is the posting's."""
        order = self._master.orders.get(str(meta.get("order", entry.meta.get("order"))))
        if order is None or units.currency != order.product or units.number is None:
            return
        routing = self._master.routing(order.product, order.date, code)
        if routing is None:
            return
        output = -Fraction(units.number)
        first = output > 0 and order.name not in self._set_up
        if first:
            self._set_up.add(order.name)
        for activity in self._users:
            setup = routing.setup.get(activity, 0) if first else 0
            hours = decimal(routing.run.get(activity, 0) * output + setup)
            if hours:
                self._add(entry, meta, activity, hours, code)

    def _add(self, entry: Any, meta: dict[str, Any], activity: str, hours: Decimal, code: str) -> None:
        """Add hours of a plant to the assets that they are of."""
        name = meta.get("asset", entry.meta.get("asset"))
        for asset in self._users[activity]:
            if name is None and not self._of_plant(asset, code):
                continue
            since = asset.date if asset.origin is None else asset.origin.date
            if name in (None, asset.name) and entry.date >= since:
                days = self._days.setdefault(asset.name, {})
                before = days[entry.date][0] if entry.date in days else 0
                days[entry.date] = (before + hours, meta or entry.meta)

    def _of_plant(self, asset: Asset, code: str) -> bool:
        names = asset.account.split(":")
        return code in names or not any(other in names for other in self._master.plants)

    def usage(self, name: str, until: datetime.date | None) -> list[AssetUsage]:
        """Return the hours of an asset by day, up to its disposal."""
        return [
            AssetUsage(date, Fraction(quantity), source)
            for date, (quantity, source) in sorted(self._days.get(name, {}).items())
            if quantity and (until is None or date <= until)
        ]
