"""What contracts add to a ledger: to each billing its share that is not revenue, to each new estimate its catch-up.

    2026-03-31 * "Chem Co" "Containers"
      contract: "CHEM-2026"
      quantity: 700000
      Assets:Receivables           70000000.00 USD
      Income:Sales                -70000000.00 USD

gets, at an estimate of 2.8 million containers, at which each costs 90:

      Income:SalesRebates           7000000.00 USD   ; 70000000.00 - 700000 x 90 USD
      Liabilities:RefundLiability  -7000000.00 USD

An estimate of 3.1 million posts its catch-up at the end of its day, in a transaction of its own. A debit of revenue
with ``settles:`` is moved to the refund liability; a debit of the refund liability is settlement and posts nothing.

Rule: ASC 606-10-32-10, -14, -42 to -45; IFRS 15.55, .59, .87-90. A prior period is never reopened.
"""

from __future__ import annotations

import datetime
from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.data import EMPTY_SET, Transaction, new_metadata

from beanplant.engine.additions import Additions, cause_of
from beanplant.engine.contracts.checks import (
    above_the_constraint,
    cost_in_two,
    never_billed,
    never_settled,
    too_long,
)
from beanplant.engine.contracts.commission import commission_legs
from beanplant.engine.contracts.days import A_CENTURY, days_of
from beanplant.engine.contracts.deliveries import read_deliveries
from beanplant.engine.contracts.financing import financing_of
from beanplant.engine.contracts.lapsing import Expectation
from beanplant.engine.contracts.legs import moved, postings
from beanplant.engine.contracts.performance import SINCE_THE_BEGINNING, done, promises
from beanplant.engine.contracts.return_asset import RETURN_ASSET, asset_legs
from beanplant.engine.contracts.standing import Standing, standing
from beanplant.engine.contracts.totals import Totals
from beanplant.engine.contracts.unnamed import unnamed
from beanplant.engine.horizon import latest_fact
from beanplant.engine.stock import Money
from beanplant.faults import DiscountError
from beanplant.masterdata.contract_units import Owed, Shipped, keep, keep_owed
from beanplant.rules.depreciation import month_end, month_number
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beanplant.engine.contracts.arithmetic import Text
    from beanplant.engine.contracts.delivery import Delivery
    from beanplant.engine.contracts.legs import Leg
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.contract_facts import Contract, Modification, Tiers
    from beanplant.masterdata.facts import Source

REFUND = "sales-discounts.refund-liability"
POSITION = "sales-discounts.contract-position"
FINANCING = "sales-discounts.financing"
MADE = "<beanplant.sales_discounts>"
FIRST_LINE = 1_200_000
"""After the depreciation of its day."""

NOTHING = Standing(0, 0, 0)


def post_contracts(entries: Sequence[Any], master: MasterData, options_map: Mapping[str, Any]) -> Additions:
    """Return the billings of all contracts with what they add, the catch-ups of estimates, and what is wrong."""
    added = Additions()
    deliveries = read_deliveries(entries, master, added.faults)
    added.advice += unnamed(entries, master.contracts.values())
    top = str(options_map.get("filename") or "")
    horizon = latest_fact(entries, top)
    for name, contract in master.contracts.items():
        keep(contract.source, tuple(shipped(each) for each in deliveries[name] if each.units))
        _Posting(contract, deliveries[name], top, horizon, added).run()
    return added


def shipped(delivery: Delivery) -> Shipped:
    """Return what a delivery shipped, for the reports."""
    entry = delivery.entry
    place = str(entry.meta["filename"]), int(entry.meta["lineno"])
    return Shipped(delivery.date, delivery.units, entry.payee or "", place)


class _Posting:
    """One contract, from its first day to its last."""

    def __init__(
        self,
        contract: Contract,
        deliveries: list[Delivery],
        top: str,
        horizon: datetime.date | None,
        added: Additions,
    ) -> None:
        self.contract = contract
        self.deliveries = deliveries
        self.top = top
        self.added = added
        self.money = Money(contract.currency)
        self.totals = Totals()
        self.before = NOTHING
        self.position = (0, 0)
        """What was posted to the contract's liability (credit) and asset (debit)."""
        self.revenue = contract.account
        self.cost_of_goods = ""
        self.commission = 0
        self.totals.returns.window = contract.return_window
        for name, element in contract.elements.items():
            if element.window is not None:
                self.totals.held[name] = Expectation(element.window)
        self.since = SINCE_THE_BEGINNING
        self.reported = False
        self.last = contract.date
        self.horizon = horizon
        self.financing = financing_of(contract)
        self.by_volume: list[Owed] = []

    def run(self) -> None:
        """Go through the days; what is said about a day comes after its transactions."""
        days = deque(days_of(self.contract, self.deliveries, self.horizon))
        self.last = max((day for day, _ in days), default=self.contract.date)
        for delivery in self.deliveries:
            while days and days[0][0] < delivery.date:
                self._say(*days.popleft())
            if delivery.date >= self.contract.date:
                self._deliver(delivery)
        for date, source in days:
            self._say(date, source)
        if self.contract.tiers and (self.contract.elements or self.contract.returns):
            keep_owed(self.contract.source, tuple(self.by_volume))

    def _deliver(self, delivery: Delivery) -> None:
        if self.totals.cost_currency and delivery.cost_currency not in ("", self.totals.cost_currency):
            message = cost_in_two(self.contract, delivery, self.totals.cost_currency)
            self._fault(message, delivery.entry.meta, delivery.entry)
        self.totals.add(delivery, self.contract)
        if delivery.moved < 0 and self.totals.settled < 0:
            message = never_settled(self.contract, delivery, -self.totals.settled)
            self._fault(message, delivery.entry.meta, delivery.entry)
        self.revenue = delivery.revenue or self.revenue
        self.cost_of_goods = delivery.cost_of_goods or self.cost_of_goods
        legs = moved(self.contract, self.money, delivery)
        target = standing(self.contract, self.totals, delivery.date, self.money, self.since, closing=False)
        self.by_volume.append(Owed(delivery.date, target.base_refund))
        legs += self._legs(target)
        if self.financing is not None:
            self.financing.follow(delivery.date, target.balance, closing=False)
        if target.held_back:
            self._above_the_constraint(delivery)
        if not legs:
            return
        entry = delivery.entry
        current = self.added.replaced.get(id(entry), entry)
        meta = new_metadata(MADE, entry.meta["lineno"])
        self.added.replaced[id(entry)] = current._replace(
            postings=[
                *current.postings,
                *postings(self.contract, self._currencies(), legs, meta, delivery.date, self.added),
            ]
        )

    def _above_the_constraint(self, delivery: Delivery) -> None:
        """Report a bill of what the constraint keeps out, unless what is said at the end of the day lets it in."""
        there = standing(self.contract, self.totals, delivery.date, self.money, self.since, closing=True)
        if there.held_back > 0 and delivery.billed > 0 and not self.reported:
            self.reported = True
            message = above_the_constraint(
                self.contract, delivery, self.totals.billed, there.held_back, self.money
            )
            self._fault(message, delivery.entry.meta, delivery.entry)

    def _say(self, date: datetime.date, source: Source) -> None:
        """Catch up with what is said at the end of a day, and with what lapses on it."""
        self._modify(date)
        self.totals.lapse(date, self.contract)
        legs = self._interest(date)
        target = standing(self.contract, self.totals, date, self.money, self.since, closing=True)
        end = self.contract.end
        if end is not None and end.date == date and target.position < 0:
            message = never_billed(self.contract, self.money.to_decimal(-target.position))
            self._fault(message, end.source)
        self.by_volume.append(Owed(date, target.base_refund))
        legs += self._legs(target)
        if self.financing is not None:
            self.financing.follow(date, target.balance, closing=True)
        if not legs:
            return
        meta = new_metadata(MADE, FIRST_LINE + len(self.added.made))
        made = postings(self.contract, self._currencies(), legs, meta, date, self.added)
        meta = {**meta, "cause": cause_of(source, self.top), "contract": self.contract.name}
        narration = f"Contract {self.contract.name}"
        self.added.made.append(Transaction(meta, date, "*", None, narration, EMPTY_SET, EMPTY_SET, made))

    def _modify(self, date: datetime.date) -> None:
        """Begin anew where the contract was modified on a day for what comes."""
        contract = self.contract
        anew: Iterable[Tiers | Modification] = (
            (tiers for tiers in contract.tiers if tiers.anew)
            if contract.tiers
            else (each for each in contract.modifications if each.prospective)
        )
        if not any(each.date == date for each in anew):
            return
        eve = date - datetime.timedelta(1)
        before = standing(contract, self.totals, date, self.money, self.since, closing=True, terms=eve)
        promised = promises(contract, eve, closing=True)
        so_far = done(contract, promised, date, closing=True)
        self.since = before.left_at(date, self.totals, so_far)

    def _interest(self, date: datetime.date) -> list[Leg]:
        """Return the interest of a month on what was paid in advance and is not performed, or is paid late."""
        month = month_number(date)
        if self.financing is None or date != month_end(month):
            return []
        if month > month_number(self.contract.date) + A_CENTURY:
            self.financing = None
            self._fault(too_long(self.contract, self.last), self.contract.source)
            return []
        contract, totals, digits = self.contract, self.totals, self.money.digits
        interest, text = self.financing.month(month)
        text = f"{text} {contract.currency}"
        ahead, late = whole_cents(totals.interest, digits), whole_cents(totals.earned, digits)
        totals.interest += max(interest, Fraction(0))
        totals.earned += max(-interest, Fraction(0))
        ahead, late = whole_cents(totals.interest, digits) - ahead, whole_cents(totals.earned, digits) - late
        self.position = (self.position[0] + ahead, self.position[1] + late)
        legs = [
            (contract.interest, ahead, FINANCING, text),
            (contract.contract_liability, -ahead, FINANCING, text),
            (contract.contract_asset, late, FINANCING, text),
            (contract.interest_income, -late, FINANCING, text),
        ]
        return [leg for leg in legs if leg[1]]

    def _legs(self, target: Standing) -> list[Leg]:
        """Return the postings from where the contract stood to its target."""
        contract, before = self.contract, self.before
        self.before = target
        self.totals.performed, self.totals.released = target.performed, target.interest
        legs: list[Leg] = []
        refund = target.refund - before.refund
        if refund:
            text = self._less(target.refund_text, before.refund)
            legs += [
                (contract.deductions, refund, REFUND, text),
                (contract.refund_liability, -refund, REFUND, text),
            ]
        # What a person booked on either account is part of the target.
        to_int = self.money.to_int
        wanted = (
            max(target.position, 0) - to_int(self.totals.on_liability),
            max(-target.position, 0) + to_int(self.totals.on_asset),
        )
        liability, asset = wanted[0] - self.position[0], wanted[1] - self.position[1]
        self.position = wanted
        if liability or asset:
            text = self._less(target.position_text, before.position)
            legs += [
                (contract.contract_asset, asset, POSITION, text),
                (contract.contract_liability, -liability, POSITION, text),
                (self.revenue, liability - asset, POSITION, text),
            ]
        ahead = target.ahead - before.ahead
        if ahead:
            text = (
                f"{self.money.to_decimal(target.ahead):f} {contract.currency} settled ahead of what is billed"
            )
            legs += [
                (contract.contract_asset, ahead, POSITION, text),
                (contract.refund_liability, -ahead, POSITION, text),
            ]
        self.commission, commission = commission_legs(
            contract, self.money, target.revenue, self.commission, self.cost_of_goods
        )
        legs += commission
        assets = before.return_asset, target.return_asset
        legs += asset_legs(contract, self.totals, target.return_text, *assets, self.cost_of_goods)
        return [leg for leg in legs if leg[1]]

    def _fault(self, message: str, source: Source, entry: Transaction | None = None) -> None:
        self.added.faults.add(DiscountError, dict(source), message, entry)

    def _currencies(self) -> dict[str, Money]:
        """Return the currencies of rules that are not in the contract's."""
        cost = self.totals.cost_currency
        return {"": self.money, **({RETURN_ASSET: Money(cost)} if cost else {})}

    def _less(self, arithmetic: Text, before: int) -> str:
        text = arithmetic()
        return f"{text} less {self.money.to_decimal(before):f} before" if before else text
