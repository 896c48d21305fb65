"""What a discount did in a period: offered, taken, lapsed, not claimed; and what was open before and after.

At any time what was offered is what was taken, what lapsed, what was not claimed and what can still be taken. It
*lapsed* when its last day went by with the invoice open; it was *not claimed* where the invoice was settled in time
without it. A credit note lowers what was offered, and after the last day what lapsed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Reference, Row, Table
from beanplant.reports.period import DAY

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from beanplant.masterdata.discount_outcomes import Outcome
    from beanplant.reports.period import Period
    from beanplant.reports.scope import Scope

MONEY = ("before", "offered", "taken", "lapsed", "unclaimed", "available")


class DiscountFlow(NamedTuple):
    """The discount of an invoice in a period, in money: before + offered - taken - lapsed - unclaimed = available."""

    outcome: Outcome
    before: Decimal
    offered: Decimal
    taken: Decimal
    lapsed: Decimal
    unclaimed: Decimal
    available: Decimal

    @property
    def missed(self) -> Decimal:
        """What lapsed or was not claimed."""
        return self.lapsed + self.unclaimed

    @property
    def nothing(self) -> bool:
        """Whether the period has nothing of it."""
        return not any(self[1:])


def in_period(outcome: Outcome, period: Period) -> DiscountFlow:
    """Return what a discount did in a period."""
    then, now = _until(outcome, period.begin - DAY), _until(outcome, period.last)
    offered, taken, lapsed, unclaimed = (
        Decimal(after - before).scaleb(-outcome.digits)
        for after, before in zip(now[:4], then[:4], strict=True)
    )
    before, available = (Decimal(each[4]).scaleb(-outcome.digits) for each in (then, now))
    return DiscountFlow(outcome, before, offered, taken, lapsed, unclaimed, available)


def _until(outcome: Outcome, date: datetime.date) -> tuple[int, int, int, int, int]:
    """Return what was offered, taken, lapsed and not claimed by the end of a date, and what can still be taken."""
    offered = taken = lapsed = unclaimed = available = missed = 0
    owed = None
    for step in outcome.steps:
        if step.date > date:
            break
        more = step.missed - missed
        if more < 0:
            cut = min(lapsed, -more)
            lapsed, unclaimed = lapsed - cut, unclaimed + more + cut
        elif owed is None or step.owed == owed:
            lapsed += more
        else:
            unclaimed += more
        offered, taken, missed, available, owed = step[1:6]
    return offered, taken, lapsed, unclaimed, available


def share_taken(flows: Iterable[DiscountFlow]) -> Decimal | None:
    """Return what share of the discounts that were decided was taken; None where none was."""
    taken = decided = ZERO
    for flow in flows:
        taken += flow.taken
        decided += flow.taken + flow.lapsed + flow.unclaimed
    return taken / decided if decided > 0 else None


def deducted_table(
    scope: Scope,
    covered: Iterable[tuple[str, Outcome]],
    period: Period,
    items: str,
    held: Decimal,
    accounts: Sequence[str],
) -> Table:
    """Compare what discounts come to, each with its method, with what the ledger deducted from the open ``items``."""
    deducted = ZERO
    for method, outcome in covered:
        step = outcome.on(period.last)
        if step is not None:
            units = step.taken + (step.available if method == "net" else 0)
            deducted += Decimal(units).scaleb(-outcome.digits)
    account = accounts[0] if len(accounts) == 1 else None
    columns = (Column("what", f"Deducted from {items} so far"), scope.column("amount", "Amount"))
    rows = (
        Row("deducted", ("Taken, and under the net method still open", deducted)),
        Row(
            "ledger",
            (f"{items.capitalize()} in the ledger", held),
            emphasis=Emphasis.CHECK,
            references={"amount": Reference(account=account, end=period.end)},
        ),
        Row("difference", ("Difference", held - deducted), emphasis=Emphasis.CHECK),
    )
    return Table("ledger", f"What the {items} have", columns, rows)
