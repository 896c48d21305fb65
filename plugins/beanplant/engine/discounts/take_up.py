"""How much of the discounts on offer will be taken: a share that somebody states, or what was observed.

    2026-01-01 custom "plant-sales-discounts" Income:Sales
      method: "allowance"
      expected: 0.80                 ; or "history"
      window: "12 months"            ; how far back history goes; the default
    2026-01-01 custom "plant-take-up" Income:Sales "2/10 net 30" 0.70   ; by terms
    2026-01-01 custom "plant-take-up" Income:Sales "Pump Co" 0.95       ; by customer, before terms

Observed is what was taken of what was on offer on the invoices of the account that were settled or had lapsed before
the day, within the window (`observed`). Where there are none yet ``initial:`` says the share.

Rule: ASC 606-10-32-8, -9 (historical, current and forecast information that is reasonably available), IFRS 15.54.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.discounts.observed import Observed, decided_by
from beanplant.faults import DiscountError, nearest
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.rules.payment_terms import meaning_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beanplant.engine.discounts.allowance import AllowanceSettlement
    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.engine.discounts.observed import Decided
    from beanplant.faults import Faults, Source
    from beanplant.masterdata import MasterData

HISTORY = None
"""What ``expected`` is where the observed share holds."""


class TakeUp:
    """The expected share of the discounts of an invoice, on a date."""

    def __init__(
        self,
        master: MasterData,
        settlements: Iterable[AllowanceSettlement],
        faults: Faults,
        decided: Iterable[Decided] = (),
    ) -> None:
        self._master = master
        self._faults = faults
        self._stated = {meaning_of(rate.subject) for rate in master.take_up}
        self._shares: dict[tuple[str, str, str | None, str | None, datetime.date], Fraction] = {}
        self._observed = Observed([*decided_by(settlements), *decided])

    def share(self, invoice: Invoice, date: datetime.date) -> Fraction:
        """Return the share of the discount of an invoice that is expected on a date."""
        payee = invoice.payee if invoice.payee in self._stated else None
        terms = invoice.terms.text if self._stated else None
        key = invoice.rule.account, invoice.currency, payee, terms, date
        if key not in self._shares:
            self._shares[key] = self._share(invoice, date)
        return self._shares[key]

    def _share(self, invoice: Invoice, date: datetime.date) -> Fraction:
        rule = self._master.discounts_on(invoice.rule.account, date)
        if rule is None or rule.method != invoice.rule.method:  # another method is for the invoices after it
            assert isinstance(invoice.rule, SalesDiscounts)
            rule = invoice.rule
        stated = self._master.take_up_on(rule.account, date, invoice.payee, invoice.terms.text)
        if stated is not None:
            return stated
        if rule.expected is not HISTORY:
            return rule.expected
        observed = self._observed.share(rule.account, invoice.currency, date, rule.window)
        if observed is not None:
            return observed
        if rule.initial is not None:
            return rule.initial
        self._faults.add(
            DiscountError,
            dict(rule.source),
            f'expected: "history" has no invoice settled before {date}; write initial: 0.80, the share until there is',
            None,
            f"no history of {rule.account}",
        )
        return Fraction(0)


def unheard(master: MasterData, invoices: Iterable[Invoice]) -> list[tuple[Source, str]]:
    """Return advice on shares that are stated for a customer whom no invoice has, but nearly."""
    if not master.take_up:
        return []
    payees = {invoice.payee for invoice in invoices if invoice.payee}
    result = []
    for rate in master.take_up:
        if rate.subject in payees or not isinstance(meaning_of(rate.subject), str):
            continue
        near = nearest(rate.subject, payees)
        if near:
            text = (
                f'no invoice with a discount is to "{rate.subject}"{near}; correct the name of the customer'
            )
            result.append((rate.source, f"plant-take-up {rate.account}: {text}"))
    return result
