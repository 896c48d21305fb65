"""What a ledger says of each fixed asset: what its account got, when the books opened it, how it was
disposed of.

A posting belongs to an asset by its own ``asset:`` or ``disposes:``, else by its transaction's. In a
trade-in, where the transaction has both, the debit of the asset account is the new asset's and the credit
is the old one's. Only postings on the account of an asset, on those below it and on its accumulated
depreciation count; what else has such metadata is none of our business.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from beanplant.engine.assets.activity_hours import ActivityHours
from beanplant.engine.assets.register_checks import check_keys, check_openings, check_order
from beanplant.engine.assets.whereabouts import elsewhere, is_on, places
from beanplant.faults import AssetError, Faults, nearest, place
from beanplant.masterdata.asset_accounts import contra_account

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from beancount.core.amount import Amount
    from beancount.core.data import Posting

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset

ZERO = Decimal()
SUBSTANCE = "commercial-substance"
"""The key of a trade-in that says whether future cash flows change with it."""


@dataclass(slots=True)
class Register:
    """What one asset got. ``cost`` is money on its account, ``accumulated`` on its accumulated depreciation.

    ``opened`` is the date of the first posting of its cost. ``restored`` are the debits of accumulated depreciation, by
    date. Of a disposal: its transaction, what it took off the account (``proceeds``, positive) and off the
    accumulated depreciation (``cleared``, positive). ``retirements`` are the disposals of a part,
    ``traded`` the assets that were exchanged for it without commercial substance. ``along``: its components leave with
    it. ``refused``: a posting of it was, and that is said. ``costs`` are the postings of its cost, of an asset to which
    something happens.
    """

    cost: Decimal = ZERO
    accumulated: Decimal = ZERO
    opened: datetime.date | None = None
    disposal: Transaction | None = None
    proceeds: Decimal = ZERO
    cleared: Decimal = ZERO
    restored: list[tuple[datetime.date, Decimal]] = field(default_factory=list)
    retirements: list[Retirement] = field(default_factory=list)
    traded: list[str] = field(default_factory=list)
    along: bool = False
    refused: bool = False
    costs: list[tuple[datetime.date, Decimal]] = field(default_factory=list)


@dataclass(slots=True)
class Retirement:
    """A part of an asset that leaves: ``part`` of its cost, an amount or a share; with what a person took off."""

    date: datetime.date
    source: dict[str, Any]
    entry: Transaction
    part: Any
    proceeds: Decimal = ZERO
    cleared: Decimal = ZERO


@dataclass(slots=True)
class Names:
    """The accounts of the assets: those of cost, and those of accumulated depreciation."""

    cost: set[str] = field(default_factory=set)
    accumulated: dict[str, str] = field(default_factory=dict)
    _kinds: dict[str, str | None] = field(default_factory=dict)

    def kind(self, account: str) -> str | None:
        """Return the account of an asset that this one is or is below, the sibling too; None for any other."""
        try:
            return self._kinds[account]
        except KeyError:
            name: str | None = account
            while name and name not in self.cost and name not in self.accumulated:
                name = name.rpartition(":")[0]
            self._kinds[account] = name = name or None
            return name


def read_register(entries: Iterable[Any], master: MasterData, faults: Faults) -> dict[str, Register]:
    """Return what the transactions say of each asset; a name that no asset has is a fault at its line."""
    assets = master.assets
    register = {name: Register() for name in assets}
    names = Names()
    for account, asset_kind in places(assets.values()):
        names.cost.add(account)
        contra = contra_account(account, asset_kind)
        if contra != account:
            names.accumulated[contra] = account
    kind = names.kind
    hours = ActivityHours(master)
    lumps: set[str] = set()
    for entry in entries:
        if type(entry) is not Transaction:
            continue
        meta = entry.meta
        if "disposes" in meta:
            _note_disposal(entry, meta, register, master, faults)
        for posting in entry.postings:
            name = kind(posting.account)
            if name is not None:
                _note_posting(entry, posting, names.accumulated.get(name), register, master, faults)
                if name in names.accumulated:
                    lumps.add(name)
            elif posting.meta and "disposes" in posting.meta:
                _note_disposal(entry, posting.meta, register, master, faults)
        if hours.wanted:
            hours.note(entry)
    for name, asset in assets.items() if hours.wanted else ():
        if asset.activity is not None:
            disposal = register[name].disposal
            used = hours.usage(name, None if disposal is None else disposal.date)
            assets[name] = replace(asset, hours=tuple(used))
    check_order(register, faults)
    check_openings(assets, register, lumps, faults)
    if any(found.along for found in register.values()):
        _take_components(assets, register)
    return register


def _take_components(assets: Mapping[str, Asset], register: dict[str, Register]) -> None:
    """Let the components of an asset that is disposed of with them leave in its transaction."""
    below: dict[str, list[Asset]] = {}
    for asset in assets.values():
        if asset.part_of is not None:
            below.setdefault(asset.part_of, []).append(asset)
    leaving = [name for name, found in register.items() if found.along]
    while leaving:
        parent = leaving.pop()
        entry = register[parent].disposal
        assert entry is not None
        for asset in below.get(parent, ()):
            found = register[asset.name]
            there = asset.date <= entry.date and elsewhere(asset, entry.date) is None
            if found.disposal is None and there:
                found.disposal = entry
                leaving.append(asset.name)


def _note_posting(
    entry: Transaction,
    posting: Posting,
    corrects: str | None,
    register: dict[str, Register],
    master: MasterData,
    faults: Faults,
) -> None:
    """Add a posting on an asset's account, or on accumulated depreciation (``corrects``), to its asset."""
    if posting.units is None or posting.units.number is None:
        return
    weight: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
    assert weight.number is not None
    owner = owner_of(entry, posting, weight.number > 0 if corrects is None else weight.number < 0)
    if owner is None:
        check_keys(entry, posting, register, faults)
        return
    disposes, source = owner
    key = "disposes" if disposes else "asset"
    if disposes and source is entry.meta and source[key] not in register:
        return  # said with the disposal of the transaction
    asset = _find(source[key], key, source, entry, master, faults)
    if asset is None:
        return
    found = register[asset.name]
    said = len(faults)
    if not is_on(asset, entry, posting.account, corrects, source, faults):
        found.refused |= len(faults) > said
        return
    if weight.currency != asset.currency:
        message = (
            f"found {weight} on {posting.account}, expected {asset.currency}, as the asset's cost is written; give"
            f" its rate, {weight} @ RATE {asset.currency}, or the day's: {entry.date} price {weight.currency}"
            f" RATE {asset.currency}"
        )
        faults.add(AssetError, dict(source), f'asset "{asset.name}": {message}', entry)
        found.refused = True
        return
    if not disposes:
        if corrects is None:
            found.cost += weight.number
            if asset.events:
                found.costs.append((entry.date, weight.number))
            if entry.meta.get(SUBSTANCE) is False:
                found.traded += [name for name in disposed_in(entry) if name in register]
            if found.opened is None:
                found.opened = entry.date
        elif weight.number > 0:
            found.restored.append((entry.date, weight.number))
        else:
            found.accumulated -= weight.number
        return
    if found.disposal is None and source is not entry.meta:
        _note_disposal(entry, source, register, master, faults)
    leaving: Register | Retirement | None = found if found.disposal is entry else None
    if "part" in source:
        leaving = (
            found.retirements[-1] if found.retirements and found.retirements[-1].entry is entry else None
        )
    if leaving is not None:
        if corrects is None:
            leaving.proceeds -= weight.number
        else:
            leaving.cleared += weight.number


def owner_of(entry: Any, posting: Any, increases: bool) -> tuple[bool, Mapping[str, Any]] | None:
    """Return whether a posting disposes, and the metadata that names its asset; None where nothing does."""
    for meta in (posting.meta, entry.meta):
        if not meta:
            continue
        acquires, disposes = "asset" in meta, "disposes" in meta
        if acquires and disposes:
            return not increases, meta
        if acquires or disposes:
            return disposes, meta
    return None


def disposed_in(entry: Transaction) -> list[str]:
    """Return the names of the assets that a transaction disposes of."""
    metas = (entry.meta, *(posting.meta or {} for posting in entry.postings))
    return list(dict.fromkeys(str(meta["disposes"]) for meta in metas if "disposes" in meta))


def _find(
    name: Any, key: str, source: Mapping[str, Any], entry: Transaction, master: MasterData, faults: Faults
) -> Asset | None:
    asset = master.assets.get(name) if isinstance(name, str) else None
    if asset is None and name not in master.broken_assets:
        known = nearest(name, master.assets) if isinstance(name, str) else ""
        message = (
            f'{key}: unknown asset "{name}"{known}; write: {entry.date} custom "plant-asset" "{name}" ...'
        )
        faults.add(AssetError, dict(source), message, entry, f"unknown asset {name}")
    return asset


def _note_disposal(
    entry: Transaction,
    source: Mapping[str, Any],
    register: dict[str, Register],
    master: MasterData,
    faults: Faults,
) -> None:
    """Note the disposal that a transaction, or a posting, names."""
    name = source["disposes"]
    asset = _find(name, "disposes", source, entry, master, faults)
    if asset is None:
        return
    found = register[asset.name]
    if "part" in source:
        if not found.retirements or found.retirements[-1].entry is not entry:
            found.retirements.append(Retirement(entry.date, dict(source), entry, source["part"]))
        return
    if found.disposal is entry:
        return
    if found.disposal is not None:
        message = (
            f'asset "{name}" is disposed of twice: also at {place(found.disposal.meta)}; delete one of them'
        )
        faults.add(AssetError, dict(source), message, entry)
    elif entry.date < asset.date:
        message = f'asset "{name}" is disposed of on {entry.date}, before its service of {asset.date}'
        at = place(asset.source)
        faults.add(AssetError, dict(source), f"{message} at {at}; correct one of the two dates", entry)
    elif (other := elsewhere(asset, entry.date)) is not None:
        faults.add(AssetError, dict(source), f'asset "{name}" {other}', entry)
    else:
        found.disposal = entry
        found.along = source.get("components") is True
