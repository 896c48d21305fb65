"""The closes of production orders as sums: for a journal at the grain of a day or month.

Above the grain ``document`` the orders live in the subledger, not in the ledger, so the plugin cannot close them. What
their closes put to variances is therefore stated by the journal: one transaction a day, work in process against each
variance account, with the number of orders::

    2026-03-20 * "Order closes"
      documents: 41
      batch: "mb51-2026-03"
      Assets:P100:WorkInProcess:Orders                  -1204.11 USD
      Expenses:P100:Variances:LaborEfficiency             310.00 USD
      Expenses:P100:Variances:MaterialQuantity            894.10 USD
      Expenses:P100:Variances:Rounding                      0.01 USD

Each order is settled by itself, by the function that the plugin uses (`beanplant.rules.variances.settle`), from bill
and routing of the order's date and the standards in force at its close; each category of its variances is rounded to
the cent, and what rounding leaves of its legs is ``Rounding``. So every account has the same balance at every grain.
What is posted on an order after its close is settled on its own date.

This takes the standard cost of every item and activity that an order uses or makes, among the facts of the same import.
An order that lacks one is not closed; ``Settlement.lacking`` names the items. Neither is an order that uses or makes
what is in stock at actual cost (`beanplant_importers.actual_cost`): what that cost is found document by document.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.order_costs import Basis, Input, OrderCosts
from beanplant.rules.unit_standard import NO_PRICE, UnitStandard
from beanplant.rules.variances import by_category
from beanplant_importers.facts import ZERO, Activity, Entry, Fact, Movement, Order

if TYPE_CHECKING:
    from beanplant_importers.order_standards import Standards

WIP = "work-in-process"
VARIANCES = "variances"
OPENING = "opening"
DIRECT = "direct charge"
OWN_WORK = ("absorbed", "cost-centers")


class OrderClose(NamedTuple):
    """What the close of an order (or a posting after it) put to variances."""

    date: datetime.date
    plant: str
    account: str
    """The place of the order's work in process."""
    order: str
    item: str
    categories: tuple[tuple[str, Decimal], ...]
    """Each category and its money; their sum was the order's balance."""

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        return f"order-close/{self.order}/{self.date}"


class Booked(NamedTuple):
    """What a fact books on an order, as it is kept until the close."""

    date: datetime.date
    item: str
    quantity: Decimal
    """Into the order: positive."""
    account: str
    scrap: bool
    paid: Decimal | None
    """Money, if it is not the standard's."""
    basis: Basis
    replaces: str


class _Costs:
    """What an order carries on a date: as `beanplant.rules.order_costs.OrderCosts`, while it grows."""

    __slots__ = (
        "account",
        "balance",
        "completions",
        "direct",
        "good",
        "inputs",
        "opening",
        "overheads",
        "scrap",
        "scrapped",
        "settled",
    )

    def __init__(self) -> None:
        self.account = ""
        self.balance = ZERO
        self.inputs: dict[tuple[str, Basis, str], list[Decimal]] = {}
        self.overheads: dict[tuple[str, Basis, str], Decimal] = {}
        self.good = self.scrapped = self.completions = self.scrap = self.direct = self.opening = ZERO
        self.settled: dict[str, Decimal] = {}

    def book(self, item: str, basis: Basis, replaces: str, quantity: Decimal, exact: Decimal) -> None:
        """Book an input at its value before rounding."""
        found = self.inputs.get((item, basis, replaces))
        if found is None:
            self.inputs[item, basis, replaces] = [quantity, exact]
        else:
            found[0] += quantity
            found[1] += exact


class Settlement:
    """Collects what is booked on orders, then gives out their closes.

    Add every fact of the import, in any order; standards go to ``standards``, facts of no order are passed over.
    Money is rounded to ``digits``. ``at_actual`` says of which items stock is at actual cost,
    ``own_work`` of which places hours against them are the plant's own.
    """

    def __init__(self, standards: Standards, digits: int = 2) -> None:
        self.standards = standards
        self.lacking: dict[str, int] = {}
        """Items without a standard cost, and how many orders could not be closed for them."""
        self.at_actual: Callable[[str], bool] = lambda item: False
        self.own_work: Callable[[str], bool] = lambda place: place.startswith(OWN_WORK)
        self._digits = digits
        self._unit = Decimal(1).scaleb(-digits)
        self._orders: dict[str, Order] = {}
        self._booked: dict[str, list[Booked]] = {}
        self._settled: dict[object, dict[str, Decimal]] = {}

    def add(self, fact: Fact) -> None:
        """Take a fact in."""
        if self.standards.add(fact):
            return
        if isinstance(fact, Order):
            self._orders[fact.order] = fact
        elif isinstance(fact, Movement):
            if fact.order is not None:
                self._add_movement(fact, fact.order)
        elif isinstance(fact, Activity):
            if fact.order is not None:
                paid = None if fact.rate is None else fact.quantity * fact.rate  # rounded with its overhead
                basis = Basis.STANDARD if paid is None else Basis.RATE
                if paid is not None and not self.own_work(fact.against):
                    paid, basis = (
                        self._money(paid),
                        Basis.SUBCONTRACT,
                    )  # bought at that price, without overhead
                booked = Booked(fact.date, fact.activity, fact.quantity, fact.account, False, paid, basis, "")
                self._booked.setdefault(fact.order, []).append(booked)
        elif isinstance(fact, Entry):
            kind = (
                OPENING
                if any(line.account.startswith((OPENING, "Equity")) for line in fact.lines)
                else DIRECT
            )
            for line in fact.lines:
                if line.order is not None and line.account.startswith(WIP):
                    booked = Booked(fact.date, kind, ZERO, line.account, False, line.amount, Basis.ACTUAL, "")
                    self._booked.setdefault(line.order, []).append(booked)

    def _add_movement(self, fact: Movement, order: str) -> None:
        """Keep what a movement books on its order; one that does not touch work in process books nothing."""
        paid = None
        if fact.against.startswith(WIP):
            quantity, account, other = -fact.quantity, fact.against, fact.account
        elif fact.account.startswith(WIP):
            quantity, account, other = fact.quantity, fact.account, fact.against
            paid = None if fact.amount is None else self._money(fact.amount)
        else:
            return
        basis = Basis.STANDARD if paid is None else Basis.SUBCONTRACT
        replaces = next((value for name, value in fact.details if name == "replaces"), "")
        booked = Booked(
            fact.date, fact.item, quantity, account, other.startswith(VARIANCES), paid, basis, replaces
        )
        self._booked.setdefault(order, []).append(booked)

    def _money(self, value: Decimal) -> Decimal:
        """Round half up on the magnitude, as the money legs of the ledger are."""
        return value.quantize(self._unit, ROUND_HALF_UP)

    def closes(self) -> Iterator[OrderClose]:
        """Give out the closes, by date and order."""
        found: list[OrderClose] = []
        for name, booked in self._booked.items():
            order = self._orders.get(name)
            if order is not None and order.closed is not None:
                found.extend(self._close(order, order.closed, booked))
        yield from sorted(found)

    def _close(self, order: Order, closed: datetime.date, booked: list[Booked]) -> Iterator[OrderClose]:
        """Settle one order at its close, and again on each later date with a posting on it."""
        costs = _Costs()
        lacking: set[str] = set()
        for date in (closed, *sorted({b.date for b in booked if b.date > closed})):
            for one in booked:
                if (one.date <= closed if date == closed else one.date == date) and not self._book(
                    order, costs, one
                ):
                    lacking.add(one.item)
            if lacking:
                for item in lacking:
                    self.lacking[item] = self.lacking.get(item, 0) + 1
                return
            found = self._settle(order, costs, date)
            if found:
                yield OrderClose(
                    date, order.plant, costs.account, order.order, order.item, tuple(sorted(found.items()))
                )

    def _book(self, order: Order, costs: _Costs, booked: Booked) -> bool:
        """Book on an order as the plugin does: input, return, by-product, completion or scrap. False: no standard."""
        costs.account = costs.account or booked.account
        if booked.basis is Basis.RATE and booked.paid is not None:
            standard = self.standards.standard(booked.item, booked.date, order.plant)
            overhead = booked.quantity * standard.overhead if standard is not None else ZERO
            exact = self._money(round(booked.paid + overhead, 12))
            key = (booked.item, booked.basis, booked.replaces)
            costs.overheads[key] = costs.overheads.get(key, ZERO) + overhead
        elif booked.paid is not None:
            exact = booked.paid
        else:
            standard = self.standards.standard(booked.item, booked.date, order.plant)
            if standard is None or self.at_actual(booked.item):
                return False
            exact = booked.quantity * standard.number
        costs.balance += self._money(exact)
        if booked.item == OPENING:
            costs.opening += exact
        elif booked.item == DIRECT:
            costs.direct += exact
        elif booked.quantity < 0 and booked.item == order.item and order.kind != "rework":
            if booked.scrap:
                costs.scrapped -= booked.quantity
                costs.scrap -= exact
            else:
                costs.good -= booked.quantity
                costs.completions -= exact
        else:
            costs.book(booked.item, booked.basis, booked.replaces, booked.quantity, exact)
        return True

    def _settle(self, order: Order, costs: _Costs, date: datetime.date) -> dict[str, Decimal]:
        """Return what the close posts by category, beyond what it has posted before."""
        amounts = self._variances(order, costs, date)
        book: dict[str, Decimal] = {}
        left = costs.balance
        for category in {**amounts, **costs.settled}:
            amount = amounts.get(category, ZERO)
            difference = amount - costs.settled.get(category, ZERO)
            costs.settled[category] = amount
            if difference:
                book[category] = difference
                left -= difference
        costs.balance = ZERO
        if left:
            book["Rounding"] = book.get("Rounding", ZERO) + left
        return {category: amount for category, amount in book.items() if amount}

    def _variances(self, order: Order, costs: _Costs, date: datetime.date) -> dict[str, Decimal]:
        """Return the variances of an order by category, each rounded once.

        Orders that are alike in everything but their name share them.
        """
        usage = self.standards.usage(order.item, order.date, order.plant)
        names = [
            *dict.fromkeys([*(item for item, _, _ in costs.inputs), *usage.bill, *usage.run, *usage.setup])
        ]
        found = [self.standards.standard(name, date, order.plant) for name in names]
        stated = self.standards.standard(order.item, date, order.plant)
        alike = (
            order.item, order.kind, id(usage), tuple(map(id, found)), id(stated), costs.good, costs.scrapped,
            costs.completions, costs.scrap, costs.direct, costs.opening, tuple((key, *value) for key, value in
            costs.inputs.items()), tuple(costs.overheads.items()),
        )  # fmt: skip
        if alike not in self._settled:
            prices = {n: s.price if s is not None else NO_PRICE for n, s in zip(names, found, strict=True)}
            posted = by_category(
                OrderCosts(
                    product=order.item,
                    currency="",
                    unit=UnitStandard(usage, prices),
                    inputs=[
                        Input(
                            item,
                            Fraction(quantity),
                            Fraction(exact),
                            basis,
                            replaces or None,
                            Fraction(costs.overheads.get((item, basis, replaces), ZERO)),
                        )
                        for (item, basis, replaces), (quantity, exact) in costs.inputs.items()
                    ],
                    good=Fraction(costs.good),
                    scrapped=Fraction(costs.scrapped),
                    completions=Fraction(costs.completions),
                    scrap=Fraction(costs.scrap),
                    standard=Fraction(stated.number) if stated is not None else None,
                    direct=Fraction(costs.direct),
                    opening=Fraction(costs.opening),
                    kind=order.kind,
                ),
                self._digits,
            )
            self._settled[alike] = {category: amount for category, (amount, _) in posted.items()}
        return self._settled[alike]
