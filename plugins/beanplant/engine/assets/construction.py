"""Construction in progress: what an asset costs before it is in service, and the day on which it is.

    2026-03-10 * "Contractor" "Foundations"
      asset: "LINE-2"
      Assets:P100:ConstructionInProgress   200000.00 USD
      Liabilities:Payables
    2026-05-31 * "Interest capitalized"
      asset: "LINE-2"
      Assets:P100:ConstructionInProgress     4500.00 USD
      Expenses:Interest
    2026-07-01 custom "plant-asset" "LINE-2" Assets:P100:Machinery 204500.00 USD
      construction: Assets:P100:ConstructionInProgress

On the day of service the plugin moves all of it to the asset's account:

    2026-07-01 * "Capitalization of LINE-2"
      Assets:P100:Machinery                204500.00 USD
      Assets:P100:ConstructionInProgress  -204500.00 USD

The amount of the directive checks it. What a plant builds itself takes items and work at standard: ``50 STEEL`` or
``12 HR-ASSY`` on the account of construction count at their standard cost. A posting there after the day of service is
a fault: it is an improvement, or an expense. An asset that is not in service yet has no directive, and only its name on
the postings.

Several assets come out of one project by ``project: "HALL-3"`` on their directives and on the postings: on its day each
takes its own cost, the amount of its directive, and what the project has left stays under construction.

Rule: ASC 360-10-30-1 and IAS 16.16 (what brings an asset to the condition for its use is cost), IAS 16.20 and 16.55 (no
longer when it is available for use), ASC 835-20-25 and IAS 23.8 (interest is cost while it is built).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.convert import get_weight
from beancount.core.data import EMPTY_SET, new_metadata

from beanplant.engine.additions import cause_of
from beanplant.engine.booked import Amount, Posting, Transaction
from beanplant.engine.stock import Money
from beanplant.faults import AssetError, Faults, place
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.assets.register import Names
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.masterdata.facts import Plant

RULE = "depreciation.capitalization"
NOT_MONEY = (
    "expected {0}, with a rate what is foreign, or an item or work at standard; what only its layers know the value of"
    " is valued after the assets: write what it cost in money"
)
FIRST_LINE = 1_200_000
"""After the day's text, beside depreciation and events."""


class Spent(NamedTuple):
    """What an asset or a project cost on an account of construction, by a posting."""

    date: datetime.date
    account: str
    amount: Decimal


class Taken(NamedTuple):
    """What leaves an account of construction for an asset, out of its ``project`` or of what it was itself."""

    account: str
    amount: Decimal
    project: str | None = None


class Construction:
    """What the accounts of construction got, by asset or project."""

    def __init__(self, master: MasterData, names: Names, faults: Faults) -> None:
        self._master, self._names, self._faults = master, names, faults
        self._accounts = {asset.construction for asset in master.assets.values() if asset.construction}
        self._spent: dict[tuple[str, str], list[Spent]] = {}  # ("asset" or "project", name)
        self._projects = {asset.project: asset.currency for asset in master.assets.values() if asset.project}

    def collect(self, entry: Transaction) -> None:
        """Take in the postings on accounts of construction."""
        for posting in entry.postings:
            name = self._names.kind(posting.account)
            if name not in self._accounts or posting.units is None:
                continue
            owner = self._owner(entry, posting)
            if owner is None:
                continue
            key, source = owner
            asset = self._master.assets.get(key[1]) if key[0] == "asset" else None
            weight = self._money(entry, posting)
            if asset is not None and self._refused(entry, asset, weight, name, source):
                continue
            expected = self._projects.get(key[1]) if key[0] == "project" else None
            if expected not in (None, weight.currency):
                text = f'project "{key[1]}": {weight} on {name} on {entry.date}: {NOT_MONEY.format(expected)}'
                self._faults.add(AssetError, dict(source), text, entry)
                continue
            self._spent.setdefault(key, []).append(Spent(entry.date, posting.account, weight.number))

    def _money(self, entry: Transaction, posting: Posting) -> Amount:
        """Return what a posting is in money: an item or work at standard is valued as it will be with the movements.

        Of what only the layers know the value the quantity is returned.
        """
        units, item = posting.units, self._master.items.get(posting.units.currency)
        if item is None or posting.cost is not None:
            weight: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
            return weight
        if posting.price is not None and not item.activity:
            money = Money(posting.price.currency)
            return Amount(money.round(units.number * posting.price.number), money.currency)
        plant = self._plant(entry)
        if plant is None or posting.price is not None or "value" in (posting.meta or {}):
            return units
        at_standard = plant.price_variance_at == "purchase" and (
            self._master.valuation(item.commodity, plant) == "standard"
        )
        standard = self._master.standard(item.commodity, entry.date, plant.code)
        if standard is None or not (at_standard or item.activity):
            return units
        value = cents(Fraction(units.number) * standard.unit, Money(standard.currency).digits)
        return Amount(value, standard.currency)

    def _plant(self, entry: Transaction) -> Plant | None:
        """Return the plant whose stock or work a transaction takes."""
        roles = (self._master.role(posting.account) for posting in entry.postings)
        code = next((found[0].code for found in roles if found is not None), None)
        return None if code is None else self._master.plant_on(code, entry.date)

    def _owner(self, entry: Transaction, posting: Posting) -> tuple[tuple[str, str], dict[str, Any]] | None:
        """Return what a posting belongs to: its own asset or project, else its transaction's."""
        for meta in (posting.meta, entry.meta):
            for key in ("asset", "project"):
                if meta and key in meta:
                    return (key, str(meta[key])), meta
        return None

    def _refused(
        self, entry: Transaction, asset: Asset, weight: Amount, account: str | None, source: dict[str, Any]
    ) -> bool:
        """Report what cannot be a cost of an asset under construction."""
        message = ""
        if asset.construction != account:
            said = f"has construction: {asset.construction}" if asset.construction else "has no construction:"
            message = f"{said} at {place(asset.source)}; write construction: {account} there, or correct the account"
        elif weight.currency != asset.currency:
            message = NOT_MONEY.format(asset.currency)
        elif entry.date > asset.date:
            message = (
                f"after its service of {asset.date}; post it on {asset.account} and write: {entry.date} custom"
                f' "plant-asset-improvement" "{asset.name}" {weight}, or charge an expense'
            )
        if message:
            text = f'asset "{asset.name}": {weight} on {account} on {entry.date}: {message}'
            self._faults.add(AssetError, dict(source), text, entry)
        return bool(message)

    def capitalize(self, top: str) -> list[Any]:
        """Return the transactions that move the cost of assets to their accounts, by day of service."""
        made: list[Transaction] = []
        for asset in sorted(self._master.assets.values(), key=lambda asset: asset.date):
            if asset.construction is None or asset.origin is not None:
                continue  # one that was split off comes from its asset
            taken = self._take_all(asset)
            if asset.project is not None:
                taken += self._take_project(asset, sum((part.amount for part in taken), Decimal(0)))
            if taken:
                made.append(_transaction(asset, taken, FIRST_LINE + len(made), top))
        return made

    def _take_all(self, asset: Asset) -> list[Taken]:
        """Return what was spent under the asset's own name, by account."""
        taken: dict[str, Decimal] = {}
        for _, account, amount in self._spent.get(("asset", asset.name), ()):
            taken[account] = taken.get(account, Decimal(0)) + amount
        return [Taken(account, amount) for account, amount in sorted(taken.items()) if amount]

    def _take_project(self, asset: Asset, own: Decimal) -> list[Taken]:
        """Take the rest of an asset's cost out of its project; a project that has not that much is a fault."""
        if asset.currency != self._projects[str(asset.project)]:
            message = f'asset "{asset.name}": found {asset.cost} {asset.currency}, but project "{asset.project}" is in'
            message += f" {self._projects[str(asset.project)]}, as another asset of it is; write both in one currency"
            self._faults.add(AssetError, asset.source, message)
            return []
        spent = self._spent.setdefault(("project", str(asset.project)), [])
        have: dict[str, Decimal] = {}
        for date, account, amount in spent:
            if date <= asset.date and self._names.kind(account) == asset.construction:
                have[account] = have.get(account, Decimal(0)) + amount
        left = asset.cost - own
        if sum(have.values()) < left:
            message = (
                f'asset "{asset.name}": project "{asset.project}" has {sum(have.values(), Decimal("0.00"))}'
                f" {asset.currency} on {asset.construction} on {asset.date}, expected its cost of {left}"
                f' {asset.currency}; write project: "{asset.project}" on what it cost, or correct the cost'
            )
            self._faults.add(AssetError, asset.source, message)
        taken = []
        for account, amount in sorted(have.items()):
            part = min(left, amount)
            if part > 0:
                taken.append(Taken(account, part, asset.project))
                spent.append(Spent(asset.date, account, -part))
                left -= part
        return taken


def _transaction(asset: Asset, taken: list[Taken], line: int, top: str) -> Transaction:
    meta = new_metadata("<beanplant.depreciation>", line)
    whole = Taken(asset.account, -sum((part.amount for part in taken), Decimal(0)), asset.project)
    postings = []
    for account, amount, project in (whole, *taken):
        of = f'project "{project}"' if project else f'asset "{asset.name}"'
        about = {**meta, "rule": RULE, "formula": f"cost of {of} to {asset.date}", "asset": asset.name}
        if project:
            about["project"] = project
        postings.append(Posting(account, Amount(-amount, asset.currency), None, None, None, about))
    meta = {**meta, "cause": cause_of(asset.source, top), "asset": asset.name}
    title = f"Capitalization of {asset.name}"
    return Transaction(meta, asset.date, "*", None, title, EMPTY_SET, EMPTY_SET, postings)
