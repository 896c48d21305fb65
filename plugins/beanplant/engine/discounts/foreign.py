"""Discounts on invoices in a foreign currency: at the invoice's rate, and what a payment at another rate leaves.

    2026-03-10 * "Supplier" "Invoice"
      Assets:P100:RawMaterials    60 STEEL @@ 158.40 USD
      Liabilities:Payables      -144.00 EUR @ 1.10 USD

    2026-03-18 * "Supplier" "Payment"                      ; 2 % in time, the euro at 1.15
      Liabilities:Payables       141.12 EUR @ 1.15 USD
      Assets:Bank               -162.29 USD

The discount of 2.88 EUR is posted at 1.10, the rate at which the goods were booked: 3.17 USD. With ``exchange:`` the
payment settles at the invoice's rate too, 155.23 USD, and the 7.06 USD that it cost more are an exchange loss (ASC
830-20-35-1, IAS 21.28); so it is with credit notes and payments that come back. Without it all stays as it is written.
An allowance for such invoices is in the currency of the books, at the rate of each.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.convert import get_weight
from beancount.core.data import Posting

from beanplant.rules.formulas import number
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from beancount.core.data import Transaction

    from beanplant.engine.additions import Additions
    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Event, Invoice, Target

EXCHANGE = "exchange-rate"
"""Rule, after the topic."""


def note_rate(reader: Reader, entry: Transaction, posting: Posting, invoice: Invoice) -> None:
    """Note the rate of a foreign invoice, where it is booked at one.

    An allowance for customers is in the currency of an invoice that is all in it, unless ``exchange:`` asks for its
    worth.
    """
    price = posting.price
    if price is None or price.number is None:
        return
    if (
        invoice.rule.method != "allowance"
        or reader.sign == -1
        or invoice.rule.exchange is not None
        or any(
            leg.units is not None and leg.units.currency != invoice.currency and reader.matters(leg)
            for leg in entry.postings
        )
    ):
        invoice.rate, invoice.worth = price.number, reader.money(price.currency)


def in_invoice_worth(
    invoice: Invoice, legs: Sequence[tuple[Target, int, str]], about: dict[str, Any]
) -> list[Posting]:
    """Return the postings of legs that add up to nothing, on the side of the invoice.

    Where all legs of a foreign invoice are in its currency they have its rate, so that they add up exactly. Else each
    has its worth at that rate in whole cents; the largest but the first takes what rounding leaves, so that the first,
    on the open items, is the discount at that rate.
    """
    kept = [leg for leg in legs if leg[1]]
    sign, rate, worth = invoice.sign, invoice.rate, invoice.worth
    if rate is None or worth is None or all(target.foreign for target, _, _ in kept):
        price = Amount(rate, worth.currency) if rate is not None and worth is not None else None
        return [
            _posting(
                target,
                invoice.money.to_decimal(sign * units),
                invoice.currency,
                price,
                invoice,
                formula,
                about,
            )
            for target, units, formula in kept
        ]
    exact = Fraction(rate) / 10**invoice.money.digits
    values = [whole_cents(units * exact, worth.digits) for _, units, _ in kept]
    if len(values) > 1:
        largest = max(range(1, len(values)), key=lambda index: abs(values[index]))
        values[largest] -= sum(values)
    result = []
    for (target, units, formula), value in zip(kept, values, strict=True):
        booked = worth.to_decimal(sign * value)
        if target.foreign:
            amount = invoice.money.to_decimal(sign * units)
            price = Amount(booked / amount, worth.currency)
            result.append(_posting(target, amount, invoice.currency, price, invoice, formula, about))
        elif value:
            at = f"{formula} at {number(rate, 2)} {worth.currency}"
            result.append(_posting(target, booked, worth.currency, None, invoice, at, about))
    return result


def in_books(
    invoice: Invoice, legs: Sequence[tuple[Target, int, str]], about: dict[str, Any]
) -> list[Posting]:
    """Return the postings of legs that are in the currency of the books already, and add up to nothing."""
    money = invoice.worth or invoice.money
    return [
        _posting(
            target, money.to_decimal(invoice.sign * units), money.currency, None, invoice, formula, about
        )
        for target, units, formula in legs
        if units
    ]


def _posting(
    target: Target,
    amount: Decimal,
    currency: str,
    price: Amount | None,
    invoice: Invoice,
    formula: str,
    about: dict[str, Any],
) -> Posting:
    meta = {**about, "formula": formula, "invoice": invoice.name}
    if target.about:
        meta.update(target.about)
    return Posting(target.account, Amount(amount, currency), None, price, None, meta)


def at_invoice_rate(invoice: Invoice, event: Event, added: Additions, filename: str) -> None:
    """Let what comes on an invoice settle at its rate, and post what that was worth more or less to ``exchange``."""
    rate, worth, account = invoice.rate, invoice.worth, invoice.rule.exchange
    assert rate is not None
    assert worth is not None
    assert account is not None
    entry = event.entry
    current = added.replaced.get(id(entry), entry)
    postings = list(current.postings)
    for leg in event.legs:
        place = next((index for index, other in enumerate(postings) if other is leg), None)
        if place is None or leg.price is None or leg.price.currency != worth.currency:
            continue
        assert leg.units is not None
        assert leg.units.number is not None
        paid: Decimal = get_weight(leg).number  # type: ignore[no-untyped-call]
        difference = worth.to_decimal(
            whole_cents(Fraction(paid) - Fraction(leg.units.number) * Fraction(rate), worth.digits)
        )
        if not difference:
            continue
        price = Amount((paid - difference) / leg.units.number, worth.currency)
        postings[place] = leg._replace(price=price)
        units = f"{number(leg.units.number, 2)} {invoice.currency}"
        formula = f"{units} at its own rate less at the invoice's rate"
        meta = {
            "filename": filename,
            "lineno": entry.meta["lineno"],
            "rule": f"{invoice.topic}.{EXCHANGE}",
            "formula": formula,
            "invoice": invoice.name,
        }
        postings.append(Posting(account, Amount(difference, worth.currency), None, None, None, meta))
    added.replaced[id(entry)] = current._replace(postings=postings)
