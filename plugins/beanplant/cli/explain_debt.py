"""A debt: its directive, its rates, and its schedule by interest period, as the plugin posts it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.masterdata.debts import POSTED, Debt, Posted, rate_text
from beanplant.reports.numbers import grouped

if TYPE_CHECKING:
    from beanplant.cli.chain import Chain

_HEADS = ("carrying amount", "interest", "coupon", "amortization", "unamortized")


def schedule(chain: Chain, name: str) -> None:
    """Explain a debt's face, proceeds and rate, and its amortization by interest period."""
    debt = chain.master.debts.get(name)
    if debt is None:
        chain.say("(without a plant-debt directive)", 1)
        return
    chain.source(debt.source)
    unit = debt.currency
    chain.say(f"{debt.title}, issued {debt.date}, matures {debt.matures}, on {debt.account}", 1)
    parts = [f"face {grouped(debt.face, 2)}", f"proceeds {grouped(debt.proceeds, 2)}"]
    if debt.issuance_cost:
        parts.append(f"issuance cost {grouped(debt.issuance_cost, 2)}")
    chain.say(f"{', '.join(parts)} {unit}: {grouped(debt.unamortized, 2)} {unit} on {debt.discount}", 1)
    found = debt.source.get(POSTED)
    if isinstance(found, Posted):
        _periods(chain, debt, found)


def _periods(chain: Chain, debt: Debt, found: Posted) -> None:
    stated = f"coupon {rate_text(debt.coupon)}, paid {debt.payments} times a year"
    if found.schedule.rate is None:
        chain.say(f"{stated}, by straight line", 1)
    else:
        how = "stated" if debt.effective_rate is not None else "solved from what is carried and paid"
        chain.say(f"{stated}, effective rate {rate_text(found.schedule.rate * debt.payments)}, {how}", 1)
    chain.title(f"Amortization by interest period, to {debt.interest}")
    chain.say(f"{'ends':<10}" + "".join(f"{head:>18}" for head in _HEADS), 1)
    for each in found.schedule.periods:
        units = (each.carrying, each.interest, each.coupon, each.amortization, each.unamortized)
        figures = (Decimal(value).scaleb(-found.digits) for value in units)
        chain.say(f"{each.end!s:<10}" + "".join(f"{grouped(figure, 2):>18}" for figure in figures), 1)
    for gone in found.schedule.retired:
        principal, rest = (
            grouped(Decimal(value).scaleb(-found.digits), 2) for value in (gone.principal, gone.unamortized)
        )
        chain.say(
            f"retired on {gone.date}: {principal} {debt.currency}, {rest} {debt.currency} of it unamortized",
            1,
        )
