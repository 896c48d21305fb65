"""Debts whose discount, premium and issuance cost are amortized: bonds and term loans.

    2026-01-01 custom "plant-debt" "BOND-1" Liabilities:BondsPayable 100000.00 USD
      matures: 2031-01-01
      coupon: "8 %"                          ; the stated rate of a year
      payments: 2                            ; a year: 1, 2, 4 or 12
      proceeds: 92278.33 USD                 ; before issuance cost; default: the face
      issuance-cost: 1500.00 USD
      method: "effective-interest"           ; the default, or "straight-line"
      effective-rate: "10 %"                 ; of a year; default: solved
      repayment: "at-maturity"               ; the default, or "annuity", "equal-principal"
      discount: Liabilities:DiscountOnBondsPayable     ; the default, or PremiumOn...
      interest: Expenses:Interest
      gain-loss: Income:GainOnExtinguishment           ; the default

The date is the issue. The directive books nothing: the issue is a transaction with ``debt: "BOND-1"``, which credits
the account with the face and debits ``discount`` with face - proceeds + issuance cost (credits it with a premium).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.faults import Source, place
from beanplant.masterdata.values import ACCOUNT, AMOUNT, TEXT, number
from beanplant.rules import formulas
from beanplant.rules.effective_interest import Schedule, present_value, solve_rate
from beanplant.rules.interest_periods import PAYMENTS, REPAYMENTS, Terms, position
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.amount import Amount

    from beanplant.masterdata.directives import Directive

METHODS = ("effective-interest", "straight-line")

POSTED = "__amortization__"
"""The key of a debt's ``source`` under which a valued ledger has its `Posted` amortization."""

TOLERANCE = Fraction(1, 1000)
"""How far a stated effective rate may be off, as a part of the face: textbooks discount by factors of few digits."""


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt issued on ``date``. ``proceeds`` are before issuance cost; rates are those of a year."""

    name: str
    date: datetime.date
    account: str
    face: Decimal
    currency: str
    title: str
    matures: datetime.date
    coupon: Fraction
    payments: int
    proceeds: Decimal
    issuance_cost: Decimal
    method: str
    effective_rate: Fraction | None
    repayment: str
    discount: str
    interest: str
    gain_loss: str
    named: frozenset[str]
    source: Source

    @property
    def unamortized(self) -> Decimal:
        """What is amortized over its life: face - proceeds + issuance cost; a premium is negative."""
        return self.face - self.proceeds + self.issuance_cost

    def terms(self, digits: int) -> Terms:
        """Return what the rules take, in units of ``10 ** -digits``."""
        return _terms(self, digits)

    def rate(self, digits: int) -> Fraction | None:
        """Return the rate of a whole interest period, None for the straight line."""
        if self.method == "straight-line":
            return None
        if self.effective_rate is not None:
            return self.effective_rate / self.payments
        return solve_rate(self.terms(digits))


@dataclass(frozen=True, slots=True)
class Posted:
    """The amortization of a debt as the plugin posted it, by ``dates``; its money is in ``10 ** -digits``."""

    schedule: Schedule
    dates: tuple[datetime.date, ...]
    digits: int


def read_debts(directives: Iterable[Directive]) -> tuple[dict[str, Debt], set[str]]:
    """Return the debts by name, and the names of those that could not be read."""
    debts: dict[str, Debt] = {}
    broken: set[str] = set()
    for directive in directives:
        values = directive.take(TEXT, ACCOUNT, AMOUNT)
        if values is None:
            broken.update(value for value in directive.values[:1] if isinstance(value, str))
            continue
        name: str = values[0]
        if name in debts:
            at = place(debts[name].source)
            directive.fault(f"is written twice: also at {at}; give one of them another name")
            continue
        debt = _debt(directive, name, values[1], values[2])
        if debt is None:
            broken.add(name)
        else:
            debts[name] = debt
    return debts, broken - debts.keys()


def _debt(directive: Directive, name: str, account: str, face: Amount) -> Debt | None:
    matures, payments, coupon = _matures(directive), _payments(directive), _coupon(directive)
    method = directive.word("method", METHODS, METHODS[0])
    repayment = directive.word("repayment", REPAYMENTS, REPAYMENTS[0])
    rate = directive.share("effective-rate")
    cost = directive.amount("issuance-cost", face.currency)
    proceeds = directive.amount("proceeds", face.currency)
    stands = directive.check_open(account) and not (directive.has("effective-rate") and rate is None)
    if number(face) <= 0:
        directive.fault(f"found a face of {face}, expected one above zero")
        stands = False
    if directive.has("effective-rate") and method == "straight-line":
        directive.fault(
            'effective-rate: belongs to method: "effective-interest", found "straight-line"; delete one of them'
        )
        stands = False
    if not directive.has("proceeds") and not directive.has("issuance-cost"):
        directive.fault(
            f"proceeds: is missing; write what came in before issuance cost, such as proceeds: {face},"
            f" or issuance-cost: 1500.00 {face.currency}, or both"
        )
        stands = False
    stands = stands and all(
        value is not None or not directive.has(key)
        for key, value in (("proceeds", proceeds), ("issuance-cost", cost))
    )
    interest = directive.account("interest")
    if not directive.has("interest"):
        directive.fault("interest: is missing; write the account that interest is charged to")
    proceeds, cost = number(face) if proceeds is None else proceeds, cost or Decimal(0)
    discount = _discount(directive, account, premium=number(face) - proceeds + cost < 0)
    gain_loss = directive.account("gain-loss")
    if gain_loss is None and not directive.has("gain-loss"):
        gain_loss = _gain_loss(directive, account)
    if (
        not stands
        or matures is None
        or payments is None
        or coupon is None
        or method is None
        or repayment is None
        or interest is None
        or discount is None
        or gain_loss is None
    ):
        return None
    debt = Debt(
        name=name,
        date=directive.date,
        account=account,
        face=number(face),
        currency=face.currency,
        title=directive.text("name") or name,
        matures=matures,
        coupon=coupon,
        payments=payments,
        proceeds=proceeds,
        issuance_cost=cost,
        method=method,
        effective_rate=rate,
        repayment=repayment,
        discount=discount,
        interest=interest,
        gain_loss=gain_loss,
        named=frozenset(key for key in ("discount", "gain-loss") if directive.has(key)),
        source=directive.source,
    )
    return debt if _rate_fits(directive, debt) else None


def _terms(debt: Debt, digits: int) -> Terms:
    return Terms(
        debt.date,
        debt.matures,
        debt.payments,
        debt.coupon,
        whole_cents(debt.face, digits),
        whole_cents(debt.unamortized, digits),
        debt.repayment,
    )


def _matures(directive: Directive) -> datetime.date | None:
    value = directive.source.get("matures")
    if not directive.has("matures"):
        directive.fault("matures: is missing; write the day of the last payment, such as matures: 2031-01-01")
    elif not isinstance(value, datetime.date):
        directive.wrong("matures", "a date such as 2031-01-01, without quotes")
    elif position(value) <= position(directive.date):
        directive.wrong("matures", f"a date after the issue, {directive.date}")
    else:
        return value
    return None


def _payments(directive: Directive) -> int | None:
    value = directive.source.get("payments")
    if isinstance(value, Decimal) and value in PAYMENTS:
        return int(value)
    if directive.has("payments"):
        directive.wrong("payments", "the payments of interest a year, 1, 2, 4 or 12, without quotes")
    else:
        directive.fault("payments: is missing; write how often a year interest is paid, such as payments: 2")
    return None


def _coupon(directive: Directive) -> Fraction | None:
    if not directive.has("coupon"):
        directive.fault(
            'coupon: is missing; write the stated rate of a year, such as coupon: "8 %" ("0 %" for none)'
        )
    return directive.share("coupon")


def _discount(directive: Directive, account: str, *, premium: bool) -> str | None:
    """Return the account of discount, premium and issuance cost: a sibling of the liability's where none is named."""
    if directive.has("discount"):
        discount = directive.account("discount")
        if discount is not None and (discount == account or discount.startswith(f"{account}:")):
            directive.wrong("discount", f"an account beside {account}, which holds the face")
            return None
        return discount
    parent, _, leaf = account.rpartition(":")
    return f"{parent}:{'PremiumOn' if premium else 'DiscountOn'}{leaf}"


def _gain_loss(directive: Directive, account: str) -> str:
    """Return ``Income:GainOnExtinguishment``, with the code of the plant that the liability names."""
    roots, plants = directive.context.accounts.roots, directive.context.plants
    codes = [code for code in plants if code in account.split(":")]
    return ":".join((roots["income"], *codes[:1], "GainOnExtinguishment"))


def _rate_fits(directive: Directive, debt: Debt) -> bool:
    """Whether there is an effective rate, and a stated one discounts the payments to what is carried."""
    terms, carrying = debt.terms(2), debt.proceeds - debt.issuance_cost
    if carrying <= 0:
        directive.fault(
            f"found issuance cost of {debt.issuance_cost} {debt.currency}, expected less than the proceeds,"
            f" {debt.proceeds} {debt.currency}"
        )
        return False
    try:
        solved = solve_rate(terms) * debt.payments
    except ValueError:
        directive.fault(
            f"found proceeds less issuance cost of {carrying} {debt.currency}, expected no more than all that is paid"
            " back with interest; correct proceeds:, or coupon: and matures:"
        )
        return False
    stated = debt.effective_rate
    if stated is None:
        return True
    worth = present_value(terms, stated / debt.payments)
    if abs(worth - (terms.face - terms.unamortized)) <= terms.face * TOLERANCE:
        return True
    price = Decimal(whole_cents(worth, 0)).scaleb(-2)
    directive.wrong(
        "effective-rate",
        f"about {rate_text(solved)}, which discounts the payments to {carrying} {debt.currency}; this one gives"
        f" {price} {debt.currency}; leave it out, and it is solved, or correct proceeds:",
    )
    return False


def rate_text(rate: Fraction) -> str:
    """Return a rate as people write it, to six decimals: ``10 %``, ``10.247532 %``."""
    return f"{formulas.number(rate * 100)} %"
