"""The allowance method: the discount that is expected is deducted at the invoice, what is taken comes out of it.

    2026-03-10 * "Pump Co" "Invoice"                     ; 1000.00 USD, 2/10 net 30, expected: 0.80
      ...
      Income:SalesDiscounts             16.00 USD        ; 20.00 x 80 %
      Assets:AllowanceForDiscounts     -16.00 USD

    2026-03-18 * "Pump Co" "Payment"                     ; 980.00 USD
      ...
      Assets:Receivables               -20.00 USD
      Assets:AllowanceForDiscounts      20.00 USD

When a discount lapses, and at each month end, the allowance is brought to what is expected of the invoices still
in term; the difference goes to the discounts. The allowance covers the part of the revenue; tax follows when the
discount is taken.

Rule: ASC 606-10-32-5 to -9 and -14 (variable consideration, estimated and updated at each reporting date); the
allowance is a contra-asset beside the receivables.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from beanplant.engine.additions import cause_of
from beanplant.engine.discounts.expectation import expectations, share_of
from beanplant.engine.discounts.foreign import in_books
from beanplant.engine.discounts.invoices import CHARGE, CREDIT, Target
from beanplant.engine.discounts.settlement import MADE, Leg, Settlement
from beanplant.engine.discounts.take_up import TakeUp
from beanplant.masterdata.allowance_changes import Changed
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.rules.formulas import number
from beanplant.rules.rounding import half_up, whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from beanplant.engine.additions import Additions
    from beanplant.engine.discounts.invoices import Event, Invoice
    from beanplant.engine.discounts.observed import Decided
    from beanplant.engine.stock import Money
    from beanplant.masterdata import MasterData

EXPECTED, TRUE_UP = "expected", "sales-discounts.true-up"
FIRST_LINE = 1_300_000
"""After the day's transactions and what is said about it."""


class Open(NamedTuple):
    """From ``date`` on, so much of an invoice's discount on revenue can still be taken."""

    date: datetime.date
    discount: int


class AllowanceSettlement(Settlement):
    """One invoice under the allowance method: its discount still open by date, and what was taken of it."""

    follows_lapses: ClassVar[bool] = True

    def __init__(self, invoice: Invoice, added: Additions, horizon: datetime.date | None) -> None:
        super().__init__(invoice, added, horizon)
        self.opens: list[Open] = []
        self.charges: list[tuple[Event, int]] = []
        self.credited = 0
        """What credit notes took back of what could still be taken."""
        self.taken: list[tuple[datetime.date, int]] = []
        self.lapses: list[datetime.date] = []

        self._on_allowance = Decimal()
        """What the postings that are being made have on the allowance."""

    @property
    def key(self) -> tuple[str, str, str]:
        """The allowance and the discounts that it belongs to, and their currency."""
        return self.rule.allowance, self.rule.discounts, self.booked.currency

    @property
    def booked(self) -> Money:
        """The currency of the allowance: of a foreign invoice that is booked at its rate, that of the books."""
        return self.invoice.worth or self.invoice.money

    def in_invoice(self, units: int) -> int:
        """Return an amount of the allowance in the currency of the invoice, in its smallest unit."""
        if self.invoice.rate is None:
            return units
        exact = Fraction(units, 10**self.booked.digits) / Fraction(self.invoice.rate)
        return whole_cents(exact, self.invoice.money.digits)

    def text(self, units: int) -> str:
        """Return an amount of the allowance as text."""
        return f"{self.booked.to_decimal(units):f} {self.booked.currency}"

    @property
    def rule(self) -> SalesDiscounts:
        """How discounts on these sales are booked."""
        rule = self.invoice.rule
        assert isinstance(rule, SalesDiscounts)
        return rule

    def charged_to(self, target: Target) -> Target:
        """Return the allowance, but for the tax."""
        return target if self.is_tax(target) else Target(self.rule.allowance)

    def post(self, event: Event, shares: Mapping[Target, int], sign: int, rule: str, formula: str) -> None:
        """Take a discount out of the allowance, or put it back."""
        self._on_allowance = Decimal()
        super().post(event, shares, sign, rule, formula)
        self.taken.append((self.from_invoice(event).date, self.booked.to_int(self._on_allowance)))

    def postings(self, legs: Sequence[Leg], rule: str, meta: dict[str, Any]) -> list[Posting]:
        """Return the postings of legs; what is expected is in the currency of the books already."""
        if rule == EXPECTED:
            return in_books(self.invoice, legs, {**meta, "rule": f"{self.invoice.topic}.{rule}"})
        made = super().postings(legs, rule, meta)
        for posting in made:
            if posting.account == self.rule.allowance and posting.units is not None:
                self._on_allowance += posting.units.number or 0
        return made

    def happened(self, event: Event) -> None:
        """Note what can still be taken."""
        before = self.opens[-1].discount if self.opens else 0
        now = self._note(self.from_invoice(event).date)
        if event.kind == CHARGE and now > before:
            self.charges.append((event, now - before))
        elif event.kind == CREDIT and now < before:
            self.credited += before - now

    def lapsed(self, date: datetime.date) -> None:
        """Note what can still be taken; the allowance is brought to it on that day."""
        self._note(date)
        self.lapses.append(date)

    def open_at(self, date: datetime.date) -> int:
        """Return what can be taken at the end of a date."""
        found = 0
        for each in self.opens:
            if each.date > date:
                break
            found = each.discount
        return found

    def _note(self, date: datetime.date) -> int:
        can_be = self.open_discount(date)
        whole = sum(money for money in self.parts.values() if money > 0)
        net = sum(money for account, money in self.parts.items() if money > 0 and not self.is_tax(account))
        discount = half_up(can_be * net, whole) if whole else 0
        if self.invoice.rate is not None:
            exact = Fraction(self.invoice.rate) * discount / 10**self.invoice.money.digits
            discount = whole_cents(exact, self.booked.digits)
        self.opens.append(Open(date, discount))
        return discount


def post_allowances(
    settlements: Sequence[AllowanceSettlement],
    master: MasterData,
    horizon: datetime.date,
    added: Additions,
    decided: Iterable[Decided] = (),
) -> tuple[Changed, ...]:
    """Post what is expected at each invoice, and bring each allowance to it at lapses and month ends.

    ``decided`` are the outcomes of invoices that other methods booked before. Return what the allowances changed by.
    """
    take_up = TakeUp(master, settlements, added.faults, decided)
    groups = groupby(sorted(settlements, key=lambda each: each.key), key=lambda each: each.key)
    return tuple(_post_group(list(group), take_up, horizon, added) for _, group in groups)


def _post_group(
    group: list[AllowanceSettlement], take_up: TakeUp, horizon: datetime.date, added: Additions
) -> Changed:
    for settlement in group:
        for event, discount in settlement.charges:
            expected = share_of(settlement, discount, event.date, take_up)
            rule = settlement.rule
            share = take_up.share(settlement.invoice, event.date)
            formula = f"{settlement.text(discount)} x {number(share * 100)}%"
            legs = [
                (Target(rule.discounts), expected, formula),
                (Target(rule.allowance), -expected, formula),
            ]
            settlement.add(event, legs, EXPECTED)
            for target, units, _ in legs:
                if units:
                    settlement.open_default(target.account, event.date)
    return _true_up(group, take_up, horizon, added)


def _true_up(
    group: list[AllowanceSettlement], take_up: TakeUp, horizon: datetime.date, added: Additions
) -> Changed:
    """Bring the allowance to what is expected on each day on which a discount lapses or a month ends."""
    money = group[0].booked
    allowance, discounts, currency = group[0].key
    cause = cause_of(group[0].rule.source, group[0].invoice.top)
    changes: list[tuple[datetime.date, str, int]] = []
    for date, balances, expected in expectations(group, take_up, horizon):
        changes += (
            (date, customer, units)
            for customer in sorted({*balances, *expected})
            if (units := expected.get(customer, 0) - balances.get(customer, 0))
        )
        balance, target = sum(balances.values()), sum(expected.values())
        change = target - balance
        if not change:
            continue
        meta = new_metadata(MADE, FIRST_LINE + len(added.made))
        formula = f"({money.to_decimal(target):f} - {money.to_decimal(balance):f}) {currency}"
        postings = [
            Posting(
                account,
                Amount(money.to_decimal(units), currency),
                None,
                None,
                None,
                {**meta, "rule": TRUE_UP, "formula": formula},
            )
            for account, units in ((discounts, change), (allowance, -change))
        ]
        meta |= {"cause": cause}
        for account in (discounts, allowance):
            group[0].open_default(account, date)
        added.made.append(
            Transaction(meta, date, "*", None, "Allowance for discounts", EMPTY_SET, EMPTY_SET, postings)
        )
    return Changed(allowance, discounts, currency, money.digits, cause, tuple(changes))
