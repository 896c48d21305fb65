"""What a report covers: some plants of one currency, in one set of books.

Money of plants with different currencies does not add up. Without a plant named, a report covers the plants
that have the first plant's currency, and its advice names the others.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.faults import nearest
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Fact, Kind, Reference
from beanplant.reports.period import Period, month_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.reports.books import Books
    from beanplant.reports.plant_book import PlantBook


NO_PLANT = 'the ledger has no plant; write 2026-01-01 custom "plant" "P100"'


class ReportError(ValueError):
    """A report that cannot be made of this ledger; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The plants that a report covers."""

    books: Books
    plants: tuple[PlantBook, ...]
    chosen: str = ""
    """The currency of a report of trade that was asked for."""
    contract: str = ""
    customer: str = ""
    """Of a statement: the contract, the customer that it is for."""

    @property
    def currency(self) -> str:
        """The one asked for, else the plants' currency; of a ledger without a plant its operating currency."""
        return self.chosen or (self.plants[0].plant.currency if self.plants else str(self.books.currency))

    def program(self, name: str) -> Reference | None:
        """Return what a contract leads to: its statement where there is something to state, else its directive."""
        contract = self.books.master.contracts.get(name)
        if contract is None:
            return None
        states = bool(contract.tiers) or self.books.revenue.owes_back(name)
        return Reference(contract=name if states else None, entry=contract.source)

    def column(self, key: str, title: str, kind: Kind = Kind.MONEY) -> Column:
        """Return a column of money in the plants' currency."""
        return Column(key, title, kind, self.currency, self.books.digits(self.currency))

    def currencies(self, found: Iterable[str]) -> tuple[str, ...]:
        """Return the currencies that a report can be of, this one among them."""
        return tuple(sorted({self.currency, *found}))

    def left_out(self, what: str, found: Iterable[str]) -> list[str]:
        """Return the advice that names what is in other currencies: money of two never adds up."""
        others = ", ".join(sorted(set(found) - {self.currency}))
        return [f"{what} in other currencies not included: {others} (choose one)"] if others else []

    def fact(self, label: str, value: Decimal, kind: Kind = Kind.MONEY) -> Fact:
        """Return a figure of money in the plants' currency."""
        return Fact(label, value, self.column("", label, kind))

    @property
    def heading(self) -> str:
        """The plants, for people."""
        if len(self.plants) == 1:
            plant = self.plants[0].plant
            return plant.code if plant.name == plant.code else f"{plant.code} {plant.name}"
        return ", ".join(book.plant.code for book in self.plants)

    def flow(
        self, role: str, flows: tuple[str, ...], period: Period, sign: int = 1
    ) -> tuple[Decimal, Reference]:
        """Return the sum of flows of a role in a period, and the postings that make it."""
        found = [series for book in self.plants for flow in flows if (series := book.flows.get((role, flow)))]
        value = sum((series.within(period) for series in found), ZERO) * sign
        spans = tuple(span for series in found if len(span := series.span(period, sign)))
        return value, Reference(self.account(role), begin=period.begin, end=period.end, spans=spans)

    def balance(self, role: str, end: datetime.date, sign: int = 1) -> tuple[Decimal, Reference]:
        """Return the balance of a role's accounts before ``end``."""
        value = sum((book.balance(role, end) for book in self.plants), ZERO) * sign
        return value, Reference(self.account(role), end=end)

    def flow_names(self, role: str) -> list[str]:
        """Return the flows of a role that occur in any of the plants, sorted."""
        return sorted({name for book in self.plants for name in book.flow_names(role)})

    def account(self, role: str) -> str | None:
        """Return the role's account where there is one plant."""
        accounts = self.plants[0].plant.accounts if len(self.plants) == 1 else {}
        return next((name for known, name in accounts.items() if known == role), None)

    def advice(self) -> list[str]:
        """Return what a reader of any report must know about its completeness."""
        lines = []
        for item, entries in sorted(self.books.unvalued.items()):
            found = f"{_count(len(entries), 'posting')} of {item} without a value"
            lines.append(f"not included: {found}, first {_where(entries[0])}")
        for unit, entries in sorted(self.books.foreign.items()):
            found = f"{_count(len(entries), 'posting')} in {unit} on plant accounts"
            mend = f"state a total in {self.currency}: 10 {unit} @@ 11.00 {self.currency}"
            lines.append(f"not included: {found}, first {_where(entries[0])}; {mend}")
        others = [code for code, book in self.books.plants.items() if book.plant.currency != self.currency]
        if others and len(self.plants) == len(self.books.plants) - len(others):
            lines.append(f"plants in other currencies not included: {', '.join(others)} (choose one)")
        return lines


def in_currency(books: Books, currency: str | None = None) -> Scope:
    """Return the scope of a report of trade, which is of no plant: of a currency, or that of the first plant.

    Without a plant and an operating currency it is the first one that there is; a report names the others.

    Raises ReportError for a currency that no discount and no contract is in.
    """
    if not currency and not books.plants and books.currency is None and books.trade_currencies:
        return Scope(books, (), min(books.trade_currencies))
    if not currency:
        return Scope(books, (), choose(books).currency)
    known = sorted({*books.trade_currencies, *([str(books.currency)] if books.currency else [])})
    if currency not in known:
        names = ", ".join(known) or "none"
        raise ReportError(
            f'no discounts or contracts in "{currency}"{nearest(currency, known)}; the ledger has {names}'
        )
    return Scope(books, (), currency)


def choose(books: Books, plant: str | None = None) -> Scope:
    """Return one plant's scope, or that of all plants of the first plant's currency. Raises ReportError."""
    if plant:
        found = books.plants.get(plant)
        if found is None:
            known = ", ".join(books.plants) or "none"
            raise ReportError(f'no plant "{plant}"{nearest(plant, books.plants)}; the ledger has {known}')
        return Scope(books, (found,))
    if not books.plants:
        if books.currency is None:
            raise ReportError(f'{NO_PLANT}, or option "operating_currency" "USD" for reports without stock')
        return Scope(books, ())
    currency = next(iter(books.plants.values())).plant.currency
    return Scope(books, tuple(book for book in books.plants.values() if book.plant.currency == currency))


def latest_month(books: Books) -> Period:
    """Return the month of the last movement on a plant's account, else of the last transaction: what a report shows
    without a period."""
    last = books.last or books.latest
    if last is None and not books.plants:
        raise ReportError(NO_PLANT)
    if last is None:
        raise ReportError("no transaction yet, so there is no period to report; give one")
    return month_of(last)


def need_plant(scope: Scope) -> None:
    """Refuse a report of stock and orders where the ledger has no plant. Raises ReportError."""
    if not scope.plants:
        raise ReportError(NO_PLANT)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"


def _where(entry: object) -> str:
    meta = getattr(entry, "meta", {})
    name = str(meta.get("filename", "?")).rpartition("/")[2]
    return f"{name}:{meta.get('lineno', 0)}"
