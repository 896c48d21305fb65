"""The schedule of a debt, and what its early extinguishment adds to the transaction that a person wrote.

    2028-07-01 * "Called at 103"
      retires: "BOND-1"
      Liabilities:BondsPayable     103000.00 USD
      Assets:Bank                 -103000.00 USD

What stands on the liability there is the price. Added are: the amortization up to the day that is not posted yet; the
difference of the principal to the price (-3000.00), what is unamortized, and the gain or loss: price less carrying
amount. ``part: 40000.00 USD`` (of the principal) or ``part: "40 %"`` retires a part. What a person wrote on
the discount's account in that transaction counts, so a retirement written out in full gets nothing.

Rule: ASC 470-50-40-2 (the difference between price and net carrying amount is recognized in income of the period,
and is not spread over what is left), 405-20-40-1; IFRS 9.3.3.3.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.amount import Amount

from beanplant.engine.debts.facts import DebtFacts, Extinguishment, Side
from beanplant.faults import DebtError, Faults, place
from beanplant.masterdata.values import share_of
from beanplant.rules.effective_interest import Retirement, Schedule, amortize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.stock import Money
    from beanplant.masterdata.debts import Debt
    from beanplant.rules.effective_interest import Retired

RULE = "debt.extinguishment"

HOLIDAYS = datetime.timedelta(10)
"""How long after maturity the last interest may be paid."""


class Leg(NamedTuple):
    """A posting: its account, its amount in the smallest unit, its rule and arithmetic."""

    account: str
    amount: int
    rule: str
    formula: str


def schedule_of(
    debt: Debt, facts: DebtFacts, money: Money, faults: Faults
) -> tuple[Schedule, list[Extinguishment]] | None:
    """Return the schedule of a debt and the retirements in it; None where its issue is not what it says."""
    if not _issued(debt, facts, faults):
        return None
    terms, rate = debt.terms(money.digits), debt.rate(money.digits)
    schedule = amortize(terms, rate)
    stand: list[Extinguishment] = []
    events: list[Retirement] = []
    for each in facts.retired:
        event = _event(debt, each, schedule, stand, money, faults)
        if event is not None:
            events.append(event)
            stand.append(each)
            schedule = amortize(terms, rate, events)
    _check_late(debt, facts, schedule, stand, faults)
    return schedule, stand


def legs(debt: Debt, found: Extinguishment, retired: Retired, money: Money) -> list[Leg]:
    """Return what a retirement adds, without the amortization before it."""
    principal, unamortized = retired.principal, retired.unamortized
    paid, cleared = money.to_int(found.paid), money.to_int(found.cleared)

    def show(amount: int) -> str:
        return f"{money.to_decimal(amount):f}"

    unit, carrying = money.currency, principal - unamortized
    return [
        Leg(debt.account, principal - paid, RULE, f"({show(principal)} - {show(paid)}) {unit}"),
        Leg(debt.discount, cleared - unamortized, RULE, f"{show(unamortized)} {unit} unamortized"),
        Leg(
            debt.gain_loss,
            paid - principal + unamortized - cleared,
            RULE,
            f"({show(paid)} - {show(carrying)}) {unit}",
        ),
    ]


def _fault(debt: Debt, message: str, at: Mapping[str, Any], entry: Any, faults: Faults) -> None:
    faults.add(DebtError, dict(at), f'debt "{debt.name}": {message}', entry)


def _issued(debt: Debt, facts: DebtFacts, faults: Faults) -> bool:
    """Whether the accounts got what the directive says of the issue; report what differs."""
    unit, name = debt.currency, debt.name
    if not any(each.side is not Side.INTEREST for each in facts.noted):
        message = (
            f'nothing is posted with debt: "{name}" on {debt.account}; write the issue: {debt.face} {unit} to its'
            f" credit, {debt.unamortized} {unit} on {debt.discount}"
        )
        _fault(debt, message, debt.source, None, faults)
        return False
    stands = True
    if facts.credited != debt.face:
        message = (
            f'{debt.account} was credited with {facts.credited} {unit} with debt: "{name}", expected the face,'
            f" {debt.face} {unit}; correct the issue or the directive"
        )
        _fault(debt, message, debt.source, None, faults)
        stands = False
    if facts.deferred != debt.unamortized:
        parts = f"{debt.face} - {debt.proceeds}" + (f" + {debt.issuance_cost}" if debt.issuance_cost else "")
        message = (
            f'{debt.discount} got {facts.deferred} {unit} with debt: "{name}", expected face less proceeds plus'
            f" issuance cost, {parts} = {debt.unamortized} {unit}; correct the issue or the directive"
        )
        _fault(debt, message, debt.source, None, faults)
        stands = False
    return stands


def _event(
    debt: Debt,
    found: Extinguishment,
    schedule: Schedule,
    before: list[Extinguishment],
    money: Money,
    faults: Faults,
) -> Retirement | None:
    """Return a retirement that fits its debt; report what does not."""
    date, at = found.entry.date, place(debt.source)
    principal = schedule.principal(date)
    message = ""
    if date < debt.date:
        message = (
            f"is retired on {date}, before its issue of {debt.date} at {at}; correct one of the two dates"
        )
    elif date >= debt.matures:
        message = (
            f"is retired on {date}, but matures on {debt.matures} at {at}; write the repayment with"
            f' debt: "{debt.name}", or correct one of the two dates'
        )
    elif not principal:
        message = f"is retired twice: also at {place(dict(before[-1].source))}; delete one of them"
    elif found.paid <= 0:
        message = f"this transaction takes nothing off {debt.account}; write there what was paid for it"
    if message:
        _fault(debt, message, found.source, found.entry, faults)
        return None
    part = found.source.get("part")
    if "part" not in found.source:
        return Retirement(date)
    if isinstance(part, Amount) and part.currency == debt.currency and part.number is not None:
        if 0 < money.to_int(part.number) <= principal:
            return Retirement(date, money.to_int(part.number))
    elif isinstance(part, (str, Decimal)):
        share = share_of(part)
        if share:
            return Retirement(date, Fraction(share))
    message = (
        f"part: found {part}, expected an amount of its principal, {money.to_decimal(principal)} {debt.currency},"
        ' or a share of it such as "40 %"'
    )
    _fault(debt, message, found.source, found.entry, faults)
    return None


def _check_late(
    debt: Debt, facts: DebtFacts, schedule: Schedule, retired: list[Extinguishment], faults: Faults
) -> None:
    """Report postings after the debt is gone: after a retirement of all of it, and interest after maturity."""
    last = retired[-1] if retired else None
    gone = last is not None and not schedule.principal(last.entry.date)
    for each in facts.noted:
        if gone and last is not None and each.date > last.entry.date:
            message = f"a posting of {each.date}, after the retirement at {place(dict(last.source))}"
        elif each.side is Side.INTEREST and each.amount > 0 and each.date > debt.matures + HOLIDAYS:
            message = f"interest of {each.date}, after maturity on {debt.matures} at {place(debt.source)}"
        else:
            continue
        _fault(debt, f"{message}; correct one of the two dates, or the name", each.source, each.entry, faults)
