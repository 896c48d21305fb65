"""What an invoice with a discount must say: its terms, one currency, and when its goods came where the terms ask."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from beanplant.engine.discounts.discounted import in_currency
from beanplant.engine.discounts.unmatched import misspelled
from beanplant.faults import DiscountError
from beanplant.masterdata.values import show
from beanplant.rules.discounts import parse_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core.data import Posting, Transaction

    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.rules.payment_terms import Terms

FIRST, LAST = datetime.date(1000, 1, 1), datetime.date(9900, 1, 1)
"""Between these all terms end in the calendar."""


def terms_of(reader: Reader, entry: Transaction, posting: Posting, source: Mapping[str, Any]) -> Terms | None:
    """Return the terms of an invoice; None where it says none, or none that can be read, which is a fault."""
    meta = posting.meta or {}
    if "terms" not in meta and "terms" not in entry.meta:
        misspelled(reader, entry, source)
        return None
    text = meta["terms"] if "terms" in meta else entry.meta["terms"]
    if isinstance(text, str):
        terms, error = parse_terms(text)
    else:
        terms, error = None, f'terms: found {show(text)}, expected a text such as "2/10 net 30"'
    if terms is None:
        reader.faults.add(DiscountError, dict(source), error, entry)
    return terms


def too_early(reader: Reader, entry: Transaction, posting: Posting, terms: Terms) -> None:
    """Advise on an invoice with a discount that is older than what says how discounts are booked."""
    for leg in entry.postings:
        for rule in reader.facts():
            if f"{leg.account}:".startswith(f"{rule.account}:") and rule.date > entry.date:
                text = (
                    f'terms "{terms.text}" of {entry.date} are before plant-{reader.topic} {rule.account} of'
                    f" {rule.date}: no discount is taken on such an invoice; date it earlier"
                )
                source = posting.meta if posting.meta and "terms" in posting.meta else entry.meta
                reader.unmatched.say(f"before {rule.account}", source, text)
                return


def one_currency(reader: Reader, entry: Transaction, invoice: Invoice) -> bool:
    """Refuse an invoice that is not all in one currency, or in another at one rate, and terms in another one."""
    others = [
        leg for leg in entry.postings if leg.units is not None and leg.units.currency != invoice.currency
    ]
    if not others and not invoice.terms.in_amounts:
        return True
    found = sorted(
        {
            leg.units.currency
            for leg in others
            if leg.units is not None
            and leg.units.number is not None
            and (
                reader.roots[leg.account] is not None
                or (reader.matters(leg) and in_currency(invoice, leg) is None)
            )
        }
    )
    message = ""
    if found:
        message = (
            f'invoice "{invoice.name}" is in {invoice.currency} and {", ".join(found)}; a discount needs one'
            f" currency, or a price on {invoice.currency} of the invoice, such as @ 1.08 {found[0]}"
        )
    units = {tier.unit for tier in invoice.terms.tiers if tier.amount is not None} - {invoice.currency}
    if units:
        message = (
            f'terms "{invoice.terms.text}" are in {", ".join(sorted(units))}, but invoice "{invoice.name}" is in'
            f" {invoice.currency}; write the discount in the currency of the invoice"
        )
    if message:
        reader.faults.add(DiscountError, dict(invoice.source), message, entry)
    return not message


def goods_dated(reader: Reader, entry: Transaction, posting: Posting, invoice: Invoice) -> bool:
    """Note when the goods came, where the terms count from there; say so where nothing tells it."""
    if not invoice.terms.on_goods:
        return True
    written = (posting.meta or {}).get("received", entry.meta.get("received"))
    if isinstance(written, datetime.date):
        invoice.received = written
    elif written is None:
        invoice.received = reader.came(entry)
    if invoice.received is None:
        found = f'found received: "{written}"; ' if written is not None else ""
        message = (
            f'terms "{invoice.terms.text}" count from the receipt of the goods; {found}write'
            f" received: {entry.date}, the day on which they came, on the invoice"
        )
        reader.faults.add(DiscountError, dict(invoice.source), message, entry)
    return invoice.received is not None


def not_discounted(reader: Reader, entry: Transaction, invoice: Invoice) -> None:
    """Advise on a liability that an invoice raises, where no tax is named: no discount is on it."""
    for leg in entry.postings:
        if (
            leg.account.startswith(reader.liabilities)
            and leg.units is not None
            and (leg.units.number or 0) < 0
            and (leg.meta or {}).get("discounted") is None
        ):
            account, rule = leg.account, invoice.rule
            text = (
                f'no discount is on {account} of invoice "{invoice.name}"; where it is a tax write tax: {account} in'
                f" plant-{reader.topic} {rule.account}, and tax-mode:"
            )
            reader.unmatched.say(f"tax {account}", entry.meta, text)


def amounts_fit(reader: Reader, entry: Transaction, invoice: Invoice) -> None:
    """Say that terms grant an amount that is all of an invoice, or more."""
    if not invoice.terms.in_amounts or not invoice.events:
        return
    base = sum(invoice.events[0].parts.values())
    for tier in invoice.terms.tiers:
        if tier.amount is not None and invoice.money.to_int(tier.amount) >= base:
            message = (
                f'terms "{invoice.terms.text}" of invoice "{invoice.name}": the discount of {tier.amount:f} {tier.unit}'
                f" is not below the {invoice.money.to_decimal(base):f} {invoice.currency} that it is on"
            )
            reader.faults.add(DiscountError, dict(invoice.source), message, entry)
            return


def in_calendar(reader: Reader, entry: Transaction, invoice: Invoice) -> bool:
    """Refuse a date, a slip of the pen, from which the terms would end beyond the calendar."""
    dates = (invoice.date, invoice.baseline, invoice.received)
    found = next((date for date in dates if date is not None and not FIRST <= date <= LAST), None)
    if found is None:
        return True
    message = (
        f'invoice "{invoice.name}": found {found}, expected a date from {FIRST} to {LAST}; correct the year'
    )
    reader.faults.add(DiscountError, dict(invoice.source), message, entry)
    return False


def counted_from(reader: Reader, entry: Transaction, posting: Posting, invoice: Invoice) -> bool:
    """Note the date that the terms count from, where the invoice says another than its own."""
    written = (posting.meta or {}).get("baseline", entry.meta.get("baseline"))
    if isinstance(written, datetime.date):
        invoice.baseline = written
    elif written is not None:
        message = (
            f'invoice "{invoice.name}": found baseline: "{written}", expected a date without quotes such as'
            f" {entry.date}, the day from which the terms count"
        )
        reader.faults.add(DiscountError, dict(invoice.source), message, entry)
        return False
    return True
