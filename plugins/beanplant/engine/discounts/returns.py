"""What comes back on an invoice: credit notes, payments that are taken back, refunds, and the discount of each.

    2026-03-25 * "Credit note"                         ; of 1000.00 USD that were paid at 980.00
      invoice: "INV-9001"
      Income:SalesReturns     100.00 USD
      Assets:Receivables     -100.00 USD
      Assets:Receivables        2.00 USD               ; 20.00 x 100.00 / 1000.00
      Income:SalesDiscounts    -2.00 USD

A credit note gives back its share of the discount that was taken on what was paid; one on freight that had no discount
gives nothing back. The 98.00 that the customer has too much may be refunded, which changes no discount. A check that
bounces takes the discount of its payment back. The amounts are those of ``rules.discounts``.

Rule: ASC 606-10-32-5 to -7 (revenue is what the customer pays in the end); Directive 2006/112/EC art. 90.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PURCHASES, goods_stay
from beanplant.faults import DiscountError
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.rules.rounding import largest_remainder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.discounts.invoices import Event, Target
    from beanplant.engine.discounts.settlement import Settlement

TAKEN, GIVEN_BACK = "taken", "given-back"
"""Rules, after the topic: ``sales-discounts.taken``."""


def take_credit_note(settlement: Settlement, event: Event) -> None:
    """Lower what is owed and what the discount is on; give back the discount of what was paid."""
    claim, money = settlement.claim, settlement.money
    if claim.given > 0 and claim.open <= 0:
        _given_again(settlement, event)
    back = claim.credit(event.amount, sum(event.parts.values()))
    settlement.change(_of_open(event, claim.credited[-1]), -1)
    if not back:
        return
    formula = f"{money(claim.taken)} x {money(claim.returned)} / {money(claim.reached)}"
    if claim.given_back != back:
        formula += f" less {money(claim.given_back - back)} before"
    _give_back(settlement, event, back, event.parts, formula)


def _given_again(settlement: Settlement, event: Event) -> None:
    """Say that a credit note is of the discount that a payment took by itself."""
    rule, money = settlement.invoice.rule, settlement.money
    if not isinstance(rule, SalesDiscounts):
        return
    if any(leg.account == rule.discounts for leg in event.entry.postings):
        message = (
            f'invoice "{settlement.invoice.name}": the credit note of {money(event.amount)} on {rule.discounts} gives a'
            f" discount again, of which a payment took {money(settlement.claim.given)}; delete it, and write"
            f' credit-note: "NUMBER" on the payment'
        )
        settlement.added.faults.add(DiscountError, dict(event.source), message, event.entry)


def take_back(settlement: Settlement, event: Event) -> None:
    """Take back a payment with its discount, or refund; where another payment then settles all, it takes its own."""
    claim, money = settlement.claim, settlement.money
    given = claim.given
    back = claim.take_back(event.amount)
    _again(settlement)
    formula = f"{money(given)} less {money(given - back)} of the payments that are left"
    if back > 0:
        _give_back(settlement, event, back, settlement.posted, formula)
    elif back:
        settlement.post(event, settlement.spread(-back), 1, TAKEN, formula)


def _of_open(event: Event, on_open: int) -> dict[Target, int]:
    """Return what a credit note takes from what the discount is on: its share on what was open."""
    return {target: number * on_open // event.amount for target, number in event.parts.items()}


def _again(settlement: Settlement) -> None:
    """Work out once more what the discount is on: without a payment, more of a credit note is on what is open."""
    settlement.parts.clear()
    credited = iter(settlement.claim.credited)
    for event in settlement.taken_in:
        if event.kind == CHARGE:
            settlement.change(event.parts, 1)
        else:
            settlement.change(_of_open(event, next(credited)), -1)


def _give_back(
    settlement: Settlement, event: Event, back: int, weights: Mapping[Target, int], formula: str
) -> None:
    posted = settlement.posted
    targets = [target for target in weights if weights[target] > 0] or list(posted)
    split = largest_remainder(back, [weights.get(target, 0) or posted[target] for target in targets])
    shares = _within(dict(zip(targets, split, strict=True)), posted)
    # Goods of a supplier stay when a payment is taken back, and with an allowance: they bear what is given back.
    again = settlement.invoice.topic == PURCHASES and (event.kind != CREDIT or goods_stay(event))
    settlement.post(event, shares, -1, TAKEN if again else GIVEN_BACK, formula)


def _within(shares: dict[Target, int], posted: Mapping[Target, int]) -> dict[Target, int]:
    """Let no part give back more than was taken on it: cents of rounding go to the others."""
    beyond = 0
    for target, share in shares.items():
        if target in posted and share > posted[target] >= 0:
            beyond += share - posted[target]
            shares[target] = posted[target]
    for target, taken in posted.items():
        more = min(beyond, max(taken - shares.get(target, 0), 0))
        if more:
            shares[target] = shares.get(target, 0) + more
            beyond -= more
    if beyond:
        first = next(iter(shares))
        shares[first] += beyond
    return shares
