"""Grains ``day`` and ``month``: movements and confirmations summed; the same balances to the cent as their documents.

One transaction for each date, kind, order and pair of accounts; in it a pair of postings for each item (and purchase
order line, currency and dimension). An order is a dimension that is never lost, since it closes with variances; a
purchase order line stays, since invoices clear it. Reversals are summed apart from what they reverse. ``documents:`` is
the number of ERP lines, ``batch:`` leads to them in the subledger (the import's batch, then the summary in it)::

    2026-03-05 * "Goods issue for MO-1001"
      order: "MO-1001"
      Assets:P100:RawMaterials                    -1832 STEEL
        documents: 12
        batch: "mb51-2026-03/2026-03-05/issue/MO-1001"
      Assets:P100:WorkInProcess:Orders             1832 STEEL
        value: 4580.00 USD
        documents: 12
        batch: "mb51-2026-03/2026-03-05/issue/MO-1001"

``value:`` is the sum of what each document is worth by itself, quantity x standard cost rounded half up, so the sum
comes to the documents' cents. Where the importer knows no standard costs, it is the sum of what the ERP booked. An item
valued by layers has none: its cost is beanplant's to find. On a receipt ``value:`` on the inventory's posting is the
standard value, such that what was paid less it is the sum of the documents' purchase price variances.

At grain ``month`` everything is dated the month's last day, movements first and then the order closes of the month;
only receipts keep the date of the month's first, since invoices and freight refer to them. A month is cut where a
standard cost, bill or routing begins, and after a count, so that each part is valued as its documents are.

A plant with tens of thousands of orders a year has them summed too (``orders="summed"``): then they live in the
subledger, no order is declared or closed in the ledger, and the importer states what the closes put to variances
(`beanplant_importers.settlement`), one transaction a day or month.

Invoices and payments stay documents at every grain: each is an open item with terms of its own. A plain entry is summed
by its legs.
"""

from __future__ import annotations

import bisect
import calendar
import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core import data

from beanplant.rules import rounding
from beanplant_importers import facts, legs, text
from beanplant_importers.documents import reversed_sign
from beanplant_importers.facts import MOVEMENT_KINDS, ZERO, Source
from beanplant_importers.piece import CLOSES, SUMS, Piece

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.settlement import OrderClose

GRAINS = ("document", "day", "month")

PRIVATE = frozenset({"lot", "serial", "text", "storage-location"})
"""Details that a summary leaves to the documents."""

EARLY = frozenset({"receipt", "opening"})
"""Kinds that a month dates its first: what comes after refers to them."""

_KINDS = {kind: rank for rank, kind in enumerate(MOVEMENT_KINDS)}

Summed = facts.Movement | facts.Activity | facts.Entry
Key = tuple[Any, ...]

UnitCost = Callable[[str, datetime.date, str], "Decimal | Fraction | None"]
"""Standard cost of one unit of an item or activity on a date in a plant; None if it has none or is valued by layers."""


def period(date: datetime.date, grain: str, cuts: Sequence[datetime.date] = ()) -> datetime.date:
    """Return the date under which a date is summed: itself, or the last day of its month or part of a month.

    ``cuts`` are the dates, in order, on which a new part begins.

    >>> period(datetime.date(2026, 3, 5), "month", [datetime.date(2026, 3, 15)])
    datetime.date(2026, 3, 14)
    """
    if grain != "month":
        return date
    end = date.replace(day=calendar.monthrange(date.year, date.month)[1])
    place = bisect.bisect_right(cuts, date)
    if place < len(cuts) and cuts[place] <= end:
        end = cuts[place] - datetime.timedelta(days=1)
    return end


def cuts(entries: Iterable[Any]) -> list[datetime.date]:
    """Return the dates on which a ledger's standards change, and those after its counts."""
    found = set()
    for entry in entries:
        if isinstance(entry, data.Custom):
            if entry.type in ("plant-standard-cost", "plant-bill-of-materials", "plant-routing"):
                found.add(entry.date)
            elif entry.type in ("plant-count", "plant-cost-center-close"):
                found.add(entry.date + datetime.timedelta(days=1))
    return sorted(found)


def header(fact: Summed, date: datetime.date, orders: bool = True) -> Key:
    """Return what the facts of one transaction of a period have in common; ``orders``: their order too."""
    order = getattr(fact, "order", None) or "" if orders else ""
    if isinstance(fact, facts.Movement):
        return (
            date, 0, fact.kind, reversed_sign(fact), fact.plant, order, fact.account, fact.against,
        )  # fmt: skip
    if isinstance(fact, facts.Activity):
        return (
            date,
            1,
            "confirmation",
            reversed_sign(fact),
            fact.plant,
            order,
            fact.account,
            fact.against,
        )
    shape = tuple(
        (
            line.account, line.item, (line.order or "") if orders else "", line.receipt or "", line.invoice or "",
            _dimensions(line.details), line.amount < 0,
        )
        for line in fact.lines
    )  # fmt: skip
    return date, 2, fact.text, False, fact.plant, "", fact.currency, shape


def posting_key(fact: Summed) -> Key:
    """Return what the facts of one pair of postings have in common, besides the header."""
    if isinstance(fact, facts.Movement):
        return (
            fact.item, fact.receipt or "", fact.invoice or "", fact.currency if fact.amount is not None else None,
            fact.foreign_currency if fact.foreign is not None else None, fact.reason, _dimensions(fact.details),
        )  # fmt: skip
    if isinstance(fact, facts.Activity):
        return (
            fact.activity,
            fact.currency if fact.rate is not None else None,
            fact.operation,
            _dimensions(fact.details),
        )
    return ()


def _dimensions(details: facts.Details) -> facts.Details:
    return tuple(pair for pair in details if pair[0] not in PRIVATE) if details else ()


class Sum:
    """What the documents of one pair of postings come to."""

    __slots__ = ("amount", "documents", "earliest", "first", "foreign", "legs", "quantity", "stated", "value")

    def __init__(self, first: Summed) -> None:
        self.first = first
        self.earliest = first.date
        self.documents = 0
        self.quantity = ZERO
        self.amount = ZERO
        self.foreign = ZERO
        self.value = ZERO
        self.stated = True
        self.legs: list[tuple[Decimal, Decimal]] = []


class Closes:
    """What the closes of a day's or month's orders put to variances, by category."""

    def __init__(self) -> None:
        self.documents = 0
        self.categories: dict[str, Decimal] = {}

    def add(self, close: OrderClose) -> None:
        """Add the close of an order."""
        self.documents += 1
        for category, amount in close.categories:
            self.categories[category] = self.categories.get(category, ZERO) + amount

    def write(self, chart: Chart, date: datetime.date, plant: str, account: str, batch: str) -> str:
        """Return the transaction: work in process against each variance account."""
        meta = [("documents", str(self.documents)), ("batch", text.string(batch))]
        total = sum(self.categories.values(), ZERO)
        amounts = [(chart.account(account), -total)]
        amounts += [
            (chart.account(f"variances:{name}"), self.categories[name]) for name in sorted(self.categories)
        ]
        postings = [legs.Leg(name, amount, chart.currency).write(True) for name, amount in amounts if amount]
        return text.transaction(date, "", f"Order closes of {plant}", meta, postings)


class Summary:
    """Facts summed as they come: memory grows with the sums, not with the documents."""

    def __init__(
        self,
        chart: Chart,
        grain: str,
        *,
        batch: str = "import",
        orders: bool = True,
        unit_cost: UnitCost | None = None,
        cuts: Sequence[datetime.date] = (),
        digits: int = 2,
    ) -> None:
        self.chart = chart
        self.grain = grain
        self.batch = batch
        self.orders = orders
        self.unit_cost = unit_cost
        self.cuts = list(cuts)
        self.digits = digits
        self.closes: dict[tuple[datetime.date, str, str], Closes] = {}
        self.groups: dict[Key, dict[Key, Sum]] = {}
        self._units: dict[tuple[str, datetime.date, str], Decimal | Fraction | None] = {}

    def add(self, fact: Summed) -> str:
        """Add a fact; return the summary that it went into: ``2026-03-05/issue/MO-1001``."""
        head = header(fact, period(fact.date, self.grain, self.cuts), self.orders)
        group = self.groups.setdefault(head, {})
        key = posting_key(fact)
        total = group.get(key)
        if total is None:
            total = group[key] = Sum(fact)
        if fact.source < total.first.source:
            total.first = fact
        if fact.date < total.earliest:
            total.earliest = fact.date
        total.documents += fact.documents
        if isinstance(fact, facts.Entry):
            self._add_entry(total, fact)
            return self.summary(head)
        total.quantity += fact.quantity
        if isinstance(fact, facts.Movement):
            if fact.amount is not None:
                total.amount += fact.amount
                total.foreign += fact.foreign or ZERO
            item = fact.item
        else:
            if fact.rate is not None:
                total.amount += rounding.cents(fact.rate * fact.quantity, self.digits)
            item = fact.activity
        if total.stated:
            value = self._value(fact, item)
            if value is None:
                total.stated = False
            else:
                total.value += value
        return self.summary(head)

    def close(self, close: OrderClose) -> str:
        """Add what an order's close put to variances; return the summary that it went into."""
        date = period(close.date, self.grain, self.cuts)
        self.closes.setdefault((date, close.plant, close.account), Closes()).add(close)
        return f"{self._period(date)}/close"

    def summary(self, head: Key) -> str:
        """Return the name of a transaction's documents in the batch: period, kind, and order if it has one."""
        date, which, kind, back, _, order = head[:6]
        name = f"{self._period(date)}/{'entry' if which == 2 else kind}{'-reversed' if back else ''}"
        return f"{name}/{order}" if order else name

    def _period(self, date: datetime.date) -> str:
        whole = self.grain == "month" and date == period(date, "month")
        return f"{date:%Y-%m}" if whole else str(date)

    def _value(self, fact: facts.Movement | facts.Activity, item: str) -> Decimal | None:
        """Return what a document is worth by itself."""
        if self.unit_cost is None:
            return fact.value
        if isinstance(fact, facts.Activity) and fact.rate is not None:
            return rounding.cents(fact.rate * fact.quantity, self.digits)
        known = (item, fact.date, fact.plant)
        if known in self._units:
            unit = self._units[known]
        else:
            unit = self._units[known] = self.unit_cost(*known)
        if unit is None:
            return None
        exact = Fraction(unit) * Fraction(fact.quantity)
        if isinstance(fact, facts.Movement) and fact.amount is not None:
            return fact.amount - rounding.cents(Fraction(fact.amount) - exact, self.digits)
        return rounding.cents(exact, self.digits)

    def _add_entry(self, total: Sum, fact: facts.Entry) -> None:
        if not total.legs:
            total.legs = [(ZERO, ZERO)] * len(fact.lines)
        total.legs = [
            (amount + line.amount, units + (line.quantity or ZERO))
            for (amount, units), line in zip(total.legs, fact.lines, strict=True)
        ]

    def pieces(self) -> Iterable[Piece]:
        """Yield the summed transactions."""
        for head in sorted(self.groups, key=_order):
            group = self.groups[head]
            sums = [group[key] for key in sorted(group, key=_sort_key)]
            source = min(total.first.source for total in sums)
            keys = (f"{self.batch}/{self.summary(head)}",)
            date = head[0]
            if self.grain == "month" and head[2] in EARLY and not head[3]:
                date = min(total.earliest for total in sums)
            yield Piece(date, SUMS, _order(head), self._write(date, head, sums), source, keys)
        for date, plant, account in sorted(self.closes):
            batch = f"{self.batch}/{self._period(date)}/close"
            written = self.closes[date, plant, account].write(self.chart, date, plant, account, batch)
            yield Piece(date, CLOSES, (plant, account), written, Source(self.batch, 0), (batch,))

    def _write(self, date: datetime.date, head: Key, sums: list[Sum]) -> str:
        _, which, kind, back, _, order = head[:6]
        what = kind or "Entries" if which == 2 else MOVEMENT_KINDS.get(kind, kind.capitalize())
        narration = what + (" reversed" if back else "") + (f" for {order}" if order else "")
        meta = [("order", text.string(order))] if order else []
        tail = [("batch", text.string(f"{self.batch}/{self.summary(head)}"))]
        postings: list[str] = []
        for total in sums:
            postings += (
                self._entry(total, tail) if isinstance(total.first, facts.Entry) else self._pair(total, tail)
            )
        return text.transaction(date, "", narration, meta, postings)

    def _pair(self, total: Sum, batch: list[tuple[str, str]]) -> list[str]:
        fact = total.first
        dimensions: list[tuple[str, str]]
        if isinstance(fact, facts.Movement):
            item, priced, foreign = fact.item, fact.amount is not None, fact.foreign is not None
            dimensions = [
                ("receipt", fact.receipt or ""),
                ("invoice", fact.invoice or ""),
                ("reason", fact.reason),
            ]
        elif isinstance(fact, facts.Activity):
            item, priced, foreign = fact.activity, fact.rate is not None, False
            dimensions = [("operation", fact.operation)]
        else:
            return []
        account, against = self.chart.account(fact.account), self.chart.account(fact.against)
        amount = total.amount if priced else None
        first = legs.Leg(account, total.quantity, item, amount, fact.currency)
        money = False
        second = legs.Leg(against, -total.quantity, item, None if amount is None else -amount, fact.currency)
        if amount is not None and against.startswith("Equity:"):
            second, money = legs.Leg(against, -amount, fact.currency), True
        elif foreign and amount is not None and isinstance(fact, facts.Movement):
            second = legs.Leg(against, -total.foreign, fact.foreign_currency, -amount, fact.currency)
        below = [(key, text.string(value)) for key, value in dimensions if value]
        tail = [("documents", str(total.documents)), *batch]
        shown = [(key, text.string(value)) for key, value in _dimensions(fact.details)]
        values = self._values(total, account, against, priced)
        keys = [pair for pair in below if pair[0] != "reason" and pair[0] != "operation"]
        return [
            first.write(False, [*values[0], *below, *shown, *tail]),
            second.write(money, [*values[1], *keys, *tail]),
        ]

    def _values(
        self, total: Sum, account: str, against: str, priced: bool
    ) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Return ``value:`` of both postings: of items that turn into money, and of goods with a price."""
        currency = total.first.currency or self.chart.currency
        if not total.stated or not currency or isinstance(total.first, facts.Entry):
            return [], []
        in_stock, from_stock = self.chart.holds_stock(account), self.chart.holds_stock(against)
        this = [("value", f"{text.money(total.value)} {currency}")]
        other = [("value", f"{text.money(-total.value)} {currency}")]
        if priced:
            return (this if in_stock and self.unit_cost is not None else []), []
        return ([] if in_stock else this), ([] if from_stock else other)

    def _entry(self, total: Sum, batch: list[tuple[str, str]]) -> list[str]:
        fact = total.first
        if not isinstance(fact, facts.Entry):
            return []
        tail = [("documents", str(total.documents)), *batch]
        postings = []
        for (amount, units), (line, leg) in zip(
            total.legs, legs.lines(self.chart, fact.lines, fact.currency), strict=True
        ):
            if line.quantity is None:
                summed = leg._replace(units=amount)
            else:
                summed = leg._replace(units=units, cost=amount)
            postings.append(summed.write(line.quantity is None, legs.line_meta(line) + tail))
        return postings


def _order(head: Key) -> tuple[Any, ...]:
    """Return the order of a transaction within a day: kinds as goods flow, from receipt to shipment."""
    date, which, kind, *rest = head
    return date.toordinal(), which, _KINDS.get(kind, len(_KINDS)), kind, *_sort_key(tuple(rest))


def _sort_key(key: Key) -> tuple[Any, ...]:
    """Return a key whose parts can be compared: None as an empty text."""
    return tuple("" if part is None else part if isinstance(part, int) else str(part) for part in key)
