"""What a ledger says of its fixed assets, as far as a new list is compared with it: cost, life, method, account.

It is read from the directives and from what an import wrote (``document: "FA/10001"``), as parsed: no plugin has run.
What an import makes is learned as it goes, so that a list of transactions knows the assets of the register that is
imported with it. An asset has a date up to which its cost is complete: that of its opening entry, or of the list that
it was acquired from (``x-through``). Additions up to that date are in the cost already.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from beancount.core import data
from beancount.core.amount import Amount

from beanplant_importers import asset_lives, facts

DOCUMENT = "FA/"
"""What the document of an asset's first entry begins with; the asset's name follows."""

THROUGH = "x-through"
"""Metadata of an acquisition: the date up to which its cost is complete."""

CONSTRUCTION = "construction"
"""The line of the first entry of what is under construction."""

DAILY = (
    "part",
    "plant-asset-improvement", "plant-asset-transfer", "plant-asset-split", "plant-asset-merge",
    "plant-asset-impairment", "plant-asset-impairment-reversal", "plant-asset-revaluation",
)  # fmt: skip
"""Directives that cannot stand on the day of a disposal."""

ZERO = Decimal(0)


@dataclass(slots=True)
class LedgerAsset:
    """An asset that the ledger has; lists are by date once they were sorted by `at`."""

    name: str
    account: str
    cost: Decimal
    service: datetime.date
    terms: dict[str, Any] = field(default_factory=dict)
    costs: list[tuple[datetime.date, Decimal]] = field(default_factory=list)
    changes: list[tuple[datetime.date, dict[str, Any]]] = field(default_factory=list)
    accounts: list[tuple[datetime.date, str]] = field(default_factory=list)
    days: set[datetime.date] = field(default_factory=set)
    """Days on which something happened to it, on which it cannot be disposed of."""
    moved: set[datetime.date] = field(default_factory=set)
    """Days on which it was transferred."""
    disposed: datetime.date | None = None
    valued: datetime.date | None = None
    """When it was first revalued: from then on its cost is no list's."""

    def cost_at(self, date: datetime.date) -> Decimal:
        """Return the cost at the end of a day: that of the directive, improvements, less what was disposed of."""
        return self.cost + sum((amount for day, amount in self.costs if day <= date), ZERO)

    def account_at(self, date: datetime.date) -> str:
        """Return the account on which the cost stands at the end of a day."""
        moved = [found for found in self.accounts if found[0] <= date]
        return max(moved)[1] if moved else self.account

    def terms_at(self, date: datetime.date) -> dict[str, Any]:
        """Return the terms in force at the end of a day."""
        terms = dict(self.terms)
        for _, changed in sorted(
            (found for found in self.changes if found[0] <= date), key=lambda one: one[0]
        ):
            terms |= changed
        return terms


@dataclass(slots=True)
class LedgerAssets:
    """The assets of a ledger by name, and what it holds without depreciation (land, what is under construction): its
    account and cost, by name."""

    found: dict[str, LedgerAsset] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    openings: dict[str, datetime.date] = field(default_factory=dict)
    """The date on which an import opened assets on an account, the first if there are several."""
    _held: dict[str, str] = field(default_factory=dict)
    _sums: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    _early: list[tuple[str, str, datetime.date, list[Any], dict[str, Any]]] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    """The documents in the ledger's own text, each with its line: ``FA/2026/100000045/10001``."""
    _aliases: dict[str, str] = field(default_factory=dict)
    _through: dict[str, tuple[datetime.date, bool]] = field(default_factory=dict)
    _disposed: dict[str, datetime.date] = field(default_factory=dict)

    def get(self, name: str) -> LedgerAsset | None:
        """Return an asset of the ledger, None if it has none of that name."""
        self.settle()
        asset = self.found.get(name)
        if asset is not None:
            asset.disposed = asset.disposed or self._disposed.get(name)
        return asset

    def alias(self, number: str) -> str:
        """Return the name of an asset that a transfer gave another number."""
        self.settle()
        return self._aliases.get(number, number)

    def through(self, name: str) -> tuple[datetime.date, bool] | None:
        """Return the date up to which an import has the cost of an asset, and whether it was acquired then (False: its
        opening balance has all up to that date)."""
        return self._through.get(name)

    def held(self, name: str) -> tuple[str, Decimal] | None:
        """Return the account and cost of what the ledger holds without depreciation, None if it is none of that."""
        account = self._held.get(name)
        return (account, self._sums[name, account]) if account else None

    def opened(self, accounts: set[str]) -> datetime.date | None:
        """Return when an import first opened assets on one of ``accounts``."""
        return min((date for account, date in self.openings.items() if account in accounts), default=None)

    def imported(self, accounts: set[str], date: datetime.date) -> list[str]:
        """Return the assets on ``accounts`` that an import brought and that are there at the end of a day."""
        self.settle()
        return sorted(
            name
            for name, asset in self.found.items()
            if name in self._through
            and asset.account_at(date) in accounts
            and asset.service <= date
            and not ((gone := asset.disposed or self._disposed.get(name)) is not None and gone <= date)
        )

    def settle(self) -> None:
        """Sort what was read: assets before what happens to them."""
        if self._early:
            early, self._early = self._early, []
            early.sort(key=lambda each: (each[0] != "plant-asset", each[2]))
            for kind, owner, date, values, meta in early:
                self._note(kind, owner, date, values, meta)

    def read(self, entry: Any) -> None:
        """Take in what an entry of the ledger says of assets."""
        if isinstance(entry, data.Custom) and entry.type.startswith("plant-asset"):
            values = [value.value for value in entry.values or ()]
            if isinstance(entry.meta.get("document"), str):
                self.documents.add(entry.meta["document"])
            if values:
                self._early.append((entry.type, str(values[0]), entry.date, values[1:], entry.meta))
        elif isinstance(entry, data.Transaction) and _concerns(entry):
            document = entry.meta.get("document")
            if isinstance(document, str) and document.startswith(DOCUMENT):
                lines = [str((posting.meta or {}).get("line", "")) for posting in entry.postings]
                self.documents.update(
                    f"{document}/{line}" for line in (*lines, entry.meta.get("disposes")) if line
                )
            self._transaction(
                entry.date, entry.meta, [(p.account, p.units, p.meta or {}) for p in entry.postings]
            )

    def learn(self, fact: facts.Fact, account: Any) -> None:
        """Take in what an import makes; ``account`` turns a place into an account."""
        if isinstance(fact, facts.Asset):
            terms: dict[str, Any] = dict(fact.terms)
            values: list[Any] = [account(fact.account), Amount(fact.cost, fact.currency)]
            self._early.append(("plant-asset", fact.asset, fact.date, values, terms))
        elif isinstance(fact, facts.AssetDirective):
            values = [*fact.words, *([account(fact.account)] if fact.account else [])]
            if fact.amount is not None:
                values.append(Amount(fact.amount, fact.currency))
            self._early.append((fact.kind, fact.asset, fact.date, values, dict(fact.terms)))
        elif isinstance(fact, facts.Entry):
            meta: dict[str, Any] = {"document": fact.document, **dict(fact.details)}
            if fact.part is not None:
                meta["part"] = Amount(fact.part, fact.currency)
            legs = [
                (account(line.account), Amount(line.amount, fact.currency), dict(line.details))
                for line in fact.lines
            ]
            self._transaction(fact.date, meta, legs, first=fact.line)

    def _transaction(
        self, date: datetime.date, meta: Any, legs: list[tuple[str, Any, Any]], first: str = ""
    ) -> None:
        disposes = meta.get("disposes")
        if isinstance(disposes, str):
            part = meta.get("part")
            if part is None:
                self._disposed.setdefault(disposes, date)
            else:
                self._early.append(("part", disposes, date, [part], {}))
        document = meta.get("document")
        for account, units, below in legs:
            name = below.get("asset", below.get("x-asset"))
            if not isinstance(name, str) or not isinstance(units, Amount):
                continue
            self._sums[name, account] = self._sums.get((name, account), ZERO) + (units.number or ZERO)
            if document != DOCUMENT + name:
                continue
            through = str(meta.get(THROUGH, ""))
            self._through[name] = (datetime.date.fromisoformat(through), True) if through else (date, False)
            if not through:
                self.openings[account] = min(date, self.openings.get(account, date))
            if "x-asset" in below or below.get("line", first) == CONSTRUCTION:
                self._held.setdefault(name, account)
            first = ""

    def _note(self, kind: str, name: str, date: datetime.date, values: list[Any], meta: Any) -> None:
        if kind == "plant-asset":
            if len(values) > 1 and name not in self.found:
                self.found[name] = LedgerAsset(name, str(values[0]), _number(values[1]), date, _terms(meta))
            return
        if kind == "plant-asset-group":
            self.groups.add(name)
            return
        asset = self.found.get(name)
        if asset is None:
            return
        if kind in DAILY:
            asset.days.add(date)
        changed = _terms(meta)
        if changed and kind in ("plant-asset-change", "plant-asset-improvement", "plant-asset-transfer"):
            asset.changes.append((date, changed))
        if kind == "plant-asset-improvement" and values:
            asset.costs.append((date, _number(values[0])))
        elif kind == "part" and values:
            asset.costs.append((date, -_part(values[0], asset.cost_at(date))))
        elif kind == "plant-asset-transfer" and values:
            asset.accounts.append((date, str(values[0])))
            asset.moved.add(date)
            if isinstance(meta.get("x-number"), str):
                self._aliases[meta["x-number"]] = name
        elif kind == "plant-asset-split" and len(values) > 1:
            asset.costs.append((date, -_number(values[1])))
            new = str(values[0])
            self.found[new] = LedgerAsset(
                new, asset.account_at(date), _number(values[1]), asset.service, asset.terms_at(date)
            )
        elif kind == "plant-asset-merge" and values:
            other = self.found.get(str(values[0]))
            if other is not None:
                asset.costs.append((date, other.cost_at(date)))
                other.disposed = other.disposed or date
        elif kind == "plant-asset-revaluation":
            asset.valued = min(date, asset.valued or date)


def _concerns(entry: data.Transaction) -> bool:
    """Say whether a transaction is about an asset: few of a plant's are."""
    if "disposes" in entry.meta:
        return True
    return any(
        posting.meta and ("asset" in posting.meta or "x-asset" in posting.meta) for posting in entry.postings
    )


def _terms(meta: Any) -> dict[str, Any]:
    """Return what is compared: life in months, method, salvage, convention, expense, tax class."""
    found: dict[str, Any] = {}
    if isinstance(meta.get("life"), str) and (months := asset_lives.in_words(meta["life"])):
        found["life"] = months
    for key in ("method", "convention", "expense", "tax"):
        if isinstance(meta.get(key), str):
            found[key] = meta[key]
    salvage = meta.get("salvage")
    if isinstance(salvage, Amount | Decimal):
        found["salvage"] = _number(salvage)
    return found


def _number(value: Any) -> Decimal:
    number = getattr(value, "number", value)
    return number if isinstance(number, Decimal) else ZERO


def _part(value: Any, cost: Decimal) -> Decimal:
    """Return the cost of a part, which is an amount or a share."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return (cost * Decimal(value.strip().rstrip("% ")) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _number(value)
