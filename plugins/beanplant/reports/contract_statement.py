"""One contract as its customer sees it: what was shipped, billed, earned and settled before any day.

Of a contract with several customers a statement for one of them has what he was billed. The price is that of the units
of all: he earned what he was billed beyond his units at their average price.
"""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from beanplant.masterdata.contract_units import owed_of, shipped_of
from beanplant.reports.lines import ZERO
from beanplant.reports.period import DAY, Period
from beanplant.reports.revenue_flows import Flow, Part
from beanplant.rules.consideration import consideration
from beanplant.rules.rounding import cents, largest_remainder, money, whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from decimal import Decimal

    from beanplant.masterdata.contract_facts import Contract, Tiers
    from beanplant.masterdata.contract_units import Shipped
    from beanplant.reports.lines import Series
    from beanplant.reports.model import Span
    from beanplant.reports.scope import Scope


class Units:
    """Units that were shipped, by date."""

    def __init__(self, shipped: Iterable[Shipped]) -> None:
        found = sorted(shipped)
        self.dates = [each.date for each in found]
        self._running = [*accumulate((each.units for each in found), initial=Fraction(0))]

    def upto(self, end: datetime.date) -> Fraction:
        """Return the units that were shipped before ``end``."""
        return self._running[bisect_left(self.dates, end)]


class Common:
    """What the statements of one contract share: its customers, units, and what each customer earned before a day."""

    def __init__(self, scope: Scope, contract: Contract) -> None:
        self.customers = scope.books.revenue.customers(contract.name)
        shipped = shipped_of(contract.source)
        if scope.books.filtered:
            kept = scope.books.places
            shipped = tuple(each for each in shipped if each.place in kept)
        self.units = Units(shipped)
        self.cents: dict[datetime.date, dict[str, int]] = {}
        self.parts: list[Statement] = []
        self.by_customer: dict[str, list[Shipped]] = {}
        for each in shipped:
            self.by_customer.setdefault(each.customer, []).append(each)


class Statement:
    """One contract: what was shipped, billed, earned and settled before any day."""

    def __init__(
        self, scope: Scope, contract: Contract, customer: str = "", common: Common | None = None
    ) -> None:
        self._scope = scope
        self._common = common or Common(scope, contract)
        self.contract = contract
        self.digits = scope.books.digits(contract.currency)
        self.customers = self._common.customers
        self.part = customer if len(self.customers) > 1 else ""
        """The one of several customers whose statement it is."""
        self._units = self._common.units
        if self.part:
            self._units = Units(self._common.by_customer.get(self.part, ()))
        self.billed: list[Series] = []
        self.refund: list[Series] = []
        self.settled: list[Series] = []
        lines = scope.books.revenue.of_program(contract.currency, contract.name, self.part)
        for key, series in lines:
            if key.part in (Part.REVENUE, Part.CONTRA) and key.flow in (Flow.BILLED, Flow.CONCEDED):
                self.billed.append(series)
            elif key.part is Part.REFUND:
                self.refund.append(series)
                if key.flow is Flow.SETTLED:
                    self.settled.append(series)

    def parts(self) -> list[Statement]:
        """Return the statements of several customers, by name; none where there is one."""
        if len(self.customers) < 2:
            return []
        common = self._common
        if not common.parts:
            names = sorted(self.customers)
            common.parts = [Statement(self._scope, self.contract, name, common) for name in names]
        return common.parts

    @property
    def customer(self) -> str:
        """Whom it was billed: the last one, and how many others."""
        if self.part:
            return self.part
        others = len(self.customers) - 1
        return "" if others < 0 else self.customers[-1] + (f" and {others} more" if others else "")

    @property
    def begins(self) -> datetime.date | None:
        """The day of the first movement; None where there is none, or a filter leaves none."""
        return min((series.dates[0] for series in (*self.billed, *self.refund)), default=None)

    @property
    def concerns(self) -> bool:
        """Whether there is a rebate to state: prices by volume, or something that is owed back."""
        return self.begins is not None and bool(self.contract.tiers or self.refund)

    def units(self, end: datetime.date) -> Fraction:
        """Return the units that were shipped to the customer before ``end``."""
        return self._units.upto(end)

    def all_units(self, end: datetime.date) -> Fraction:
        """Return the units that were shipped before ``end``, to whomever."""
        return self._common.units.upto(end)

    def tiers(self, end: datetime.date) -> Tiers | None:
        """Return the prices by volume in force before ``end``."""
        return next((each for each in reversed(self.contract.tiers) if each.date < end), None)

    def counted(self, end: datetime.date) -> Fraction:
        """Return the units that count for the tiers: since the contract was last modified, those of all customers."""
        anew = [each.date for each in self.contract.tiers if each.anew and each.date < end]
        return self.all_units(end) - (self.all_units(anew[-1] + DAY) if anew else 0)

    def money(self, key: str, end: datetime.date) -> Decimal:
        """Return an amount so far."""
        if key == "billed":
            return sum((series.upto(end) for series in self.billed), ZERO)
        if key == "settled":
            return -sum((series.upto(end) for series in self.settled), ZERO)
        if key == "books":
            return sum((series.upto(end) for series in self.refund), ZERO)
        if key == "open":
            return self.money("earned", end) - self.money("settled", end)
        return self._earned(end)

    def _earned(self, end: datetime.date) -> Decimal:
        """Return what the customer can claim on what was shipped before ``end``."""
        if self.tiers(end) is None:
            return self.money("books", end) + self.money("settled", end)
        if not self.part:
            return cents(self._exactly(end), self.digits)
        return money(self._shares(end).get(self.part, 0), self.digits)

    def _shares(self, end: datetime.date) -> dict[str, int]:
        """Return the cents of each of several customers; they add up to those of the contract."""
        if end not in self._common.cents:
            parts = self.parts()
            exact = [each._exactly(end) for each in parts]
            whole = largest_remainder(whole_cents(sum(exact), self.digits), exact) if any(exact) else []
            self._common.cents[end] = {each.part: cents for each, cents in zip(parts, whole, strict=False)}
        return self._common.cents[end]

    def _exactly(self, end: datetime.date) -> Fraction:
        """Return what was billed beyond the price that was reached, of the customer's units, and what else is owed."""
        anew = [each.date + DAY for each in self.contract.tiers if each.anew and each.date < end]
        begin = min([self.begins or end, *self._common.units.dates[:1], *anew, end])
        earned = Fraction(0)
        for first, last in pairwise([begin, *anew, end]):
            # A modification holds for what comes after its day.
            tiers = self.tiers(last - DAY if last in anew else last)
            if tiers is None or first >= last:
                continue
            units = self.all_units(last) - self.all_units(first)
            billed = Fraction(self.money("billed", last) - self.money("billed", first))
            due = consideration(tiers.tiers, units, retrospective=tiers.retrospective)
            if self.part and units:
                due *= (self.units(last) - self.units(first)) / units
            earned += max(billed - due, Fraction(0))
        return earned + self._others(end)

    def _others(self, end: datetime.date) -> Fraction:
        """Return what is owed for other reasons than the volume: returns and amounts, as the books accrued them."""
        by_volume = owed_of(self.contract.source, end)
        if by_volume is None:
            return Fraction(0)
        if self.part and self.all_units(end):
            by_volume *= self.units(end) / self.all_units(end)
        accrued = Fraction(self.money("books", end) + self.money("settled", end))
        return max(accrued - by_volume, Fraction(0))

    def spans(self, key: str, begin: datetime.date | None, end: datetime.date) -> tuple[Span, ...]:
        """Return the postings behind an amount."""
        found = {"billed": self.billed, "settled": self.settled, "books": self.refund}.get(key, [])
        sign = -1 if key == "settled" else 1
        if begin is None:
            return tuple(series.span_upto(end, sign) for series in found)
        return tuple(series.span(Period(begin, end), sign) for series in found)
