"""Grains ``day`` and ``month``: movements and confirmations summed; the same balances to the cent as their documents.

One transaction for each date, kind, order and pair of accounts; in it a pair of postings for each item (and purchase
order line, currency and dimension). An order is a dimension that is never lost, since it closes with variances; a
purchase order line stays, since invoices clear it. Reversals are summed apart from what they reverse. ``documents:`` is
the number of ERP lines, ``batch:`` on the transaction leads to them in the subledger (the import's batch, then the
summary in it)::

    2026-03-05 * "Goods issue for MO-1001"
      order: "MO-1001"
      batch: "mb51-2026-03/2026-03-05/issue/MO-1001"
      Assets:P100:RawMaterials                    -1832 STEEL
        documents: 12
      Assets:P100:WorkInProcess:Orders             1832 STEEL
        value: 4580.00 USD
        documents: 12

``value:`` is the sum of what each document is worth by itself, quantity x standard cost rounded half up, so the sum
comes to the documents' cents. Where the importer knows no standard costs, it is the sum of what the ERP booked. Stock
at actual cost has none: its cost is beanplant's to find, so it is summed only where orders are summed away
(`beanplant_importers.actual_cost`). On a receipt ``value:`` on the inventory's posting is the standard value, such that
what was paid less it is the sum of the documents' purchase price variances. On work at its actual wage it is the sum of
the documents' wages with their overhead at standard.

At grain ``month`` everything is dated the month's last day, movements first and then the order closes of the month;
only receipts keep the date of the month's first, since invoices and freight refer to them. A month is cut where a
standard cost, bill or routing begins, and after a count, so that each part is valued as its documents are.

A plant with tens of thousands of orders a year has them summed too (``orders=False``): then they live in the
subledger, no order is declared or closed in the ledger, and the importer states what the closes put to variances
(`beanplant_importers.settlement`), one transaction a day or month.

Invoices and payments stay documents at every grain: each is an open item with terms of its own. A plain entry is summed
by its legs.
"""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules import rounding
from beanplant_importers import facts, legs, text
from beanplant_importers.facts import MOVEMENT_KINDS, ZERO, Source
from beanplant_importers.grouping import (
    EARLY,
    Key,
    Summed,
    comparable,
    dimensions,
    header,
    order_of,
    period,
    posting_key,
)
from beanplant_importers.order_closes import Closes
from beanplant_importers.piece import CLOSES, SUMS, Piece

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.settlement import OrderClose

UnitCost = Callable[[str, datetime.date, str], "Decimal | Fraction | None"]
"""Standard cost of one unit of an item or activity on a date in a plant; None if it has none or is valued by layers."""


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
        overhead: UnitCost | None = None,
        cuts: Sequence[datetime.date] = (),
        changes: Iterable[datetime.date] = (),
        digits: int = 2,
    ) -> None:
        self.chart = chart
        self.grain = grain
        self.batch = batch
        self.orders = orders
        self.unit_cost = unit_cost
        self.overhead = overhead
        self.cuts = list(cuts)
        self.changes = sorted({*cuts, *changes})
        self.digits = digits
        self.closes: dict[tuple[datetime.date, str, str], Closes] = {}
        self.groups: dict[Key, dict[Key, Sum]] = {}
        self._names: dict[Key, str] = {}
        self._periods: dict[datetime.date, datetime.date] = {}
        # A plant moves the same quantities of the same items day after day: what is worked out once is kept.
        self._units: dict[tuple[str, datetime.date, str], Fraction | None] = {}
        self._worth: dict[tuple[Fraction, Decimal], Decimal] = {}

    def name(self, fact: Summed) -> str:
        """Return the summary that a fact goes into: ``2026-03-05/issue/MO-1001``."""
        return self.summary(header(fact, self.period(fact.date), self.orders))

    def part(self, date: datetime.date) -> tuple[datetime.date, int]:
        """Return the period of a date, and the part of it in which no standard cost changes."""
        return self.period(date), bisect.bisect_right(self.changes, date)

    def add(self, fact: Summed, worth: Decimal | None = None) -> str:
        """Add a fact; return the summary that it went into.

        A movement that is a sum already comes with what its documents are ``worth`` where it has a `unit` cost.
        """
        head = header(fact, self.period(fact.date), self.orders)
        group = self.groups.get(head)
        if group is None:
            group = self.groups[head] = {}
            self._names[head] = self.summary(head)
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
            return self._names[head]
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
            value = worth if worth is not None else self._value(fact, item)
            if value is None:
                total.stated = False
            else:
                total.value += value
        return self._names[head]

    def period(self, date: datetime.date) -> datetime.date:
        """Return the date under which a date is summed."""
        found = self._periods.get(date)
        if found is None:
            found = self._periods[date] = period(date, self.grain, self.cuts)
        return found

    def cut(self, date: datetime.date) -> None:
        """Begin a new part of a month on a date."""
        if date not in self.cuts:
            bisect.insort(self.cuts, date)
            bisect.insort(self.changes, date)
            self._periods.clear()

    def close(self, close: OrderClose) -> str:
        """Add what an order's close put to variances; return the summary that it went into."""
        date = self.period(close.date)
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
        if isinstance(fact, facts.Movement) and self.chart.actual.holds(item):
            return None
        if self.unit_cost is None:
            return fact.value
        if isinstance(fact, facts.Activity) and fact.rate is not None:
            own = self.overhead is not None and self.chart.own_work(fact.against)
            found = self.overhead(item, fact.date, fact.plant) if own and self.overhead is not None else None
            beside = Fraction(found or 0) * Fraction(fact.quantity)
            return rounding.cents(Fraction(fact.rate) * Fraction(fact.quantity) + beside, self.digits)
        unit = self.unit(item, fact.date, fact.plant)
        if unit is None:
            return None
        return self.worth(unit, fact.quantity, fact.amount if isinstance(fact, facts.Movement) else None)

    def unit(self, item: str, date: datetime.date, plant: str) -> Fraction | None:
        """Return the standard cost of one unit, None if there is none."""
        known = (item, date, plant)
        if known not in self._units:
            found = self.unit_cost(*known) if self.unit_cost is not None else None
            self._units[known] = None if found is None else Fraction(found)
        return self._units[known]

    def worth(self, unit: Fraction, quantity: Decimal, amount: Decimal | None) -> Decimal:
        """Return what a document is worth by itself: at standard, or what was paid less its price variance."""
        if amount is not None:
            return amount - rounding.cents(Fraction(amount) - unit * Fraction(quantity), self.digits)
        worth = self._worth.get((unit, quantity))
        if worth is None:
            worth = self._worth[unit, quantity] = rounding.cents(unit * Fraction(quantity), self.digits)
        return worth

    def _add_entry(self, total: Sum, fact: facts.Entry) -> None:
        if not total.legs:
            total.legs = [(ZERO, ZERO)] * len(fact.lines)
        total.legs = [
            (amount + line.amount, units + (line.quantity or ZERO))
            for (amount, units), line in zip(total.legs, fact.lines, strict=True)
        ]

    def pieces(self) -> Iterable[Piece]:
        """Yield the summed transactions."""
        for head in sorted(self.groups, key=order_of):
            group = self.groups[head]
            sums = [group[key] for key in sorted(group, key=comparable)]
            source = min(total.first.source for total in sums)
            keys = (f"{self.batch}/{self.summary(head)}",)
            date = head[0]
            if self.grain == "month" and head[2] in EARLY and not head[3]:
                date = min(total.earliest for total in sums)
            yield Piece(date, SUMS, order_of(head), self._write(date, head, sums), source, keys)
        for date, plant, account in sorted(self.closes):
            batch = f"{self.batch}/{self._period(date)}/close"
            written = self.closes[date, plant, account].write(self.chart, date, plant, account, batch)
            yield Piece(date, CLOSES, (plant, account), written, Source(self.batch, 0), (batch,))

    def _write(self, date: datetime.date, head: Key, sums: list[Sum]) -> str:
        _, which, kind, back, _, order = head[:6]
        what = kind or "Entries" if which == 2 else MOVEMENT_KINDS.get(kind, kind.capitalize())
        narration = what + (" reversed" if back else "") + (f" for {order}" if order else "")
        meta = [("order", text.string(order))] if order else []
        meta.append(("batch", text.string(f"{self.batch}/{self.summary(head)}")))
        postings: list[str] = []
        for total in sums:
            postings += self._entry(total) if isinstance(total.first, facts.Entry) else self._pair(total)
        return text.transaction(date, "", narration, meta, postings)

    def _pair(self, total: Sum) -> list[str]:
        fact = total.first
        said: list[tuple[str, str]]
        if isinstance(fact, facts.Movement):
            item, priced, foreign = fact.item, fact.amount is not None, fact.foreign is not None
            said = [
                ("receipt", fact.receipt or ""),
                ("invoice", fact.invoice or ""),
                ("reason", fact.reason),
            ]
        elif isinstance(fact, facts.Activity):
            item, priced, foreign = fact.activity, fact.rate is not None, False
            said = [("operation", fact.operation)]
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
        below = [(key, text.string(value)) for key, value in said if value]
        tail = [("documents", str(total.documents))]
        shown = [(key, text.string(value)) for key, value in dimensions(fact.details)]
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
        if priced and isinstance(total.first, facts.Activity):
            return (this, other) if total.value != total.amount else ([], [])
        if priced:
            return (this if in_stock and self.unit_cost is not None else []), []
        return ([] if in_stock else this), ([] if from_stock else other)

    def _entry(self, total: Sum) -> list[str]:
        fact = total.first
        if not isinstance(fact, facts.Entry):
            return []
        tail = [("documents", str(total.documents))]
        postings = []
        for (amount, units), (line, leg) in zip(
            total.legs, legs.lines(self.chart, fact.lines, fact.currency), strict=True
        ):
            if line.quantity is None:
                summed = leg._replace(units=amount)
            else:
                summed = leg._replace(units=units, cost=amount)
            said = [pair for pair in legs.line_meta(line) if self.orders or pair[0] != "order"]
            postings.append(summed.write(line.quantity is None, said + tail))
        return postings
