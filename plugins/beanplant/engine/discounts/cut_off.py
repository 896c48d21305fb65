"""Advice on discounts that the gross method has not booked at a month end, where they are much.

Under ``method: "gross"`` revenue is lowered when a discount is taken, not when it is granted. At a month end the
discounts that can still be taken on its open invoices are not in the books; beyond half a percent of what was invoiced
in the twelve months up to it the allowance or the net method says more (ASC 606-10-32-5 to -9: revenue is net of the
discounts that are expected).

    2026-03-31   40.00 USD can still be taken of 3,000.00 USD invoiced in twelve months: 1.33 %

The month end is the last one that the ledger has facts for.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.additions import Additions
from beanplant.engine.discounts.invoices import CHARGE
from beanplant.engine.discounts.replay import Followed
from beanplant.engine.discounts.split_terms import settle
from beanplant.rules.depreciation import last_closed_month, month_end, month_number
from beanplant.rules.rounding import cents, money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.rules.payment_terms import Terms

MATERIAL = Fraction(5, 1000)
"""From this share of twelve months' invoices on discounts that are open are said."""

MONTH = 31


def advise_on_cut_off(invoices: Sequence[Invoice], horizon: datetime.date | None, added: Additions) -> None:
    """Advise on each revenue account by the gross method whose open discounts are much at the last month end."""
    if horizon is None or not invoices or horizon < invoices[0].date:
        return
    end = month_end(last_closed_month(horizon))
    since = month_end(month_number(end) - 12)
    reach: dict[str, datetime.timedelta] = {}
    invoiced: dict[tuple[int, str], int] = {}
    granted: dict[tuple[int, str], tuple[Invoice, int]] = {}
    for invoice in invoices:
        if invoice.rule.method != "gross" or not since < invoice.date <= end:
            continue
        key = id(invoice.rule), invoice.currency
        first = invoice.events[0]
        invoiced[key] = invoiced.get(key, 0) + (first.amount if first.kind == CHARGE else 0)
        days = reach.get(invoice.terms.text)
        if days is None:
            days = reach[invoice.terms.text] = _reach(invoice.terms)
        if max(invoice.starts, invoice.received or invoice.starts) + days >= end:
            granted[key] = invoice, granted.get(key, (invoice, 0))[1] + _open(invoice, end)
    for key, (invoice, units) in granted.items():
        if invoiced[key] and Fraction(units, invoiced[key]) >= MATERIAL:
            added.advice.append((invoice.rule.source, _advice(invoice, end, units, invoiced[key])))


def _advice(invoice: Invoice, end: datetime.date, units: int, whole: int) -> str:
    digits, currency = invoice.money.digits, invoice.currency
    return (
        f"discounts of {money(units, digits):f} {currency} can still be taken at {end},"
        f" {cents(Fraction(100 * units, whole))}% of what was invoiced in twelve months;"
        ' method: "gross" has them in revenue until they are taken, "allowance" and "net" do not'
    )


def _reach(terms: Terms) -> datetime.timedelta:
    """Return the days after an invoice from which on none of its discounts can be taken."""
    days = (tier.days + (2 * MONTH if tier.end_of_month or tier.proximo else 0) for tier in terms.tiers)
    return datetime.timedelta(max(days, default=0))


def _open(invoice: Invoice, end: datetime.date) -> int:
    """Return what can still be taken of an invoice at the end of a date."""
    total = 0
    unposted = Additions()
    for each in settle(invoice, lambda part: Followed(part, unposted, end)):
        assert isinstance(each, Followed)
        step = each.outcome().on(end)
        total += step.available if step is not None else 0
    return total
