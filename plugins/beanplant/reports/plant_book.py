"""The book of one plant: its movements by role and flow, its orders, and its accounts' balances."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from beanplant.masterdata.facts import Plant, Role
from beanplant.reports.lines import ZERO, Balance, Line, Series

LAYERS = ("inventory.layer-out", "inventory.layer-rest")
"""Rules of lots that are taken out and put back: of two legs of one movement the other one speaks."""


class Move:
    """The postings of one transaction that are one movement, while they are netted."""

    __slots__ = ("amount", "book", "posting", "quantity", "role", "rule")

    def __init__(
        self,
        posting: Any,
        book: PlantBook,
        role: str,
        amount: Decimal,
        quantity: Decimal,
        rule: str | None,
    ) -> None:
        self.posting, self.book, self.role = posting, book, role
        self.amount, self.quantity, self.rule = amount, quantity, rule

    def net(self, posting: Any, amount: Decimal, quantity: Decimal, rule: str | None) -> None:
        """Add a posting; one with a reason of its own speaks for lots only taken out and put back."""
        self.amount += amount
        self.quantity += quantity
        if self.rule in LAYERS and rule not in LAYERS:
            self.posting, self.rule = posting, rule


class OrderBook:
    """What happened on an order in one plant: its lines by date."""

    __slots__ = ("name", "plant", "series")

    def __init__(self, name: str | None, plant: str) -> None:
        self.name = name
        self.plant = plant
        self.series = Series()


class PlantBook:
    """The movements of one plant by role and flow, its orders, and its accounts' balances."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.flows: dict[tuple[str, str], Series] = {}
        self.orders: dict[str | None, OrderBook] = {}
        self.balances: dict[str, Balance] = {}
        self.roles: dict[str, list[str]] = {}

    def series(self, role: str, flow: str) -> Series:
        """Return the lines of a role and flow; empty where there are none."""
        found = self.flows.get((role, flow))
        return found if found is not None else Series()

    def flow_names(self, role: str) -> list[str]:
        """Return the flows of a role that occur, sorted."""
        return sorted(flow for found, flow in self.flows if found == role)

    def balance(self, role: str, end: datetime.date) -> Decimal:
        """Return the balance before ``end`` of the role's accounts, as the ledger has it."""
        return sum((self.balances[account].upto(end) for account in self.roles.get(role, ())), ZERO)

    def add(self, role: str, line: Line) -> None:
        """Add a line under its flow, and on work in process under its order."""
        key = (role, line.flow)
        series = self.flows.get(key)
        if series is None:
            series = self.flows[key] = Series()
        series.add(line)
        if role == Role.WORK_IN_PROCESS:
            order = self.orders.get(line.order)
            if order is None:
                order = self.orders[line.order] = OrderBook(line.order, self.plant.code)
            order.series.add(line)
