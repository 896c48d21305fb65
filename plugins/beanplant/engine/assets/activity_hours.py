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

Hours that ``backflush:`` confirms are worked out after the assets and do not count.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

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
        self._days: dict[str, dict[datetime.date, tuple[Decimal, dict[str, Any]]]] = {}

    @property
    def wanted(self) -> bool:
        """Whether any asset goes by an activity."""
        return bool(self._users)

    def note(self, entry: Any) -> None:
        """Take in what a transaction confirms; a valued one says it in ``quantity:``."""
        for posting in entry.postings:
            meta = posting.meta or {}
            units: Any = meta.get("quantity")
            if not isinstance(units, Amount):
                units = posting.units
            if units.currency not in self._users:
                continue
            found = self._master.role(posting.account)
            if found is None or found[1] is not Role.WORK_IN_PROCESS:
                continue
            name = meta.get("asset", entry.meta.get("asset"))
            for asset in self._users[units.currency]:
                if name is None and not self._of_plant(asset, found[0].code):
                    continue
                since = asset.date if asset.origin is None else asset.origin.date
                if name in (None, asset.name) and entry.date >= since:
                    days = self._days.setdefault(asset.name, {})
                    before = days[entry.date][0] if entry.date in days else 0
                    days[entry.date] = (before + units.number, meta or entry.meta)

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
