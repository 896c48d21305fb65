"""What names no invoice: an unknown number, a payment that says none, a key with a slip of the pen.

    2026-03-18 * "Pump Co" "Payment"
      Assets:Bank            980.00 USD
      Assets:Receivables    -980.00 USD

takes no discount: it may be on account. Where it is what the customer owed on an open invoice, 1,000.00 less 2 % in
time, or all of it, that is said as advice, with the ``invoice:`` to write. A number that no invoice has is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PAYMENT
from beanplant.faults import DiscountError, nearest
from beanplant.masterdata.values import show
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Transaction

    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Debt, Invoice
    from beanplant.faults import Source

KEYS = ("invoice", "terms")
SEARCHES = 20
"""Unknown numbers for which the nearest is searched: among a hundred thousand it takes a while."""


@dataclass(slots=True)
class Unmatched:
    """Payments without a number, how many numbers are unknown, and what is worth knowing."""

    payments: list[tuple[Transaction, list[Debt]]] = field(default_factory=list)
    unknown: int = 0
    advice: list[tuple[Source, str]] = field(default_factory=list)
    told: set[int] = field(default_factory=set)


def unknown_invoice(reader: Reader, entry: Transaction, name: str, debts: Sequence[Debt]) -> None:
    """Say that no invoice has a number, with what was paid or credited and the nearest number."""
    posting, _, currency, source = debts[0]
    amount = abs(sum((debt.amount for debt in debts), Decimal()))
    near = nearest(name, reader.known) if reader.unmatched.unknown < SEARCHES else ""
    reader.unmatched.unknown += 1
    what = f'unknown invoice "{name}"{near} of {amount:f} {currency} on {posting.account}'
    if reader.says_terms(entry):
        mend = (
            f"an invoice raises {posting.account}, this lowers it; turn the signs, or write as invoice: the one that a"
            " credit note is on, without terms:"
        )
    else:
        mend = "write invoice: on the transaction that books it, or correct the number"
    reader.faults.add(DiscountError, dict(source), f"{what}; {mend}", entry, f"unknown {name}")


def no_number(reader: Reader, entry: Transaction, debts: Sequence[Debt]) -> None:
    """Say that ``invoice:`` holds no number."""
    source = debts[0].source
    found = show(source.get("invoice"))
    message = f'invoice: found {found}, expected the number of the invoice in quotes, such as "INV-9001"'
    reader.faults.add(DiscountError, dict(source), message, entry)


def misspelled(reader: Reader, entry: Transaction, source: Mapping[str, Any]) -> None:
    """Advise on a key that is nearly one of ours, where ours is not written."""
    for key in source:
        ours = _meant(key)
        if ours and ours not in source and ours not in entry.meta:
            text = f"{key}: says nothing to beanplant; for the {ours} of an invoice write {ours}:"
            reader.unmatched.advice.append((dict(source), text))


@lru_cache(maxsize=1024)
def _meant(key: str) -> str:
    """Return the key of ours that another is nearly; an empty text for any other."""
    if key in KEYS or key in ("filename", "lineno") or key.startswith("__"):
        return ""
    return next((ours for ours in KEYS if abs(len(key) - len(ours)) < 2 and nearest(key, [ours])), "")


def advise(reader: Reader, invoices: Iterable[Invoice]) -> None:
    """Advise on payments without a number that are what was owed on one invoice of the same customer or supplier."""
    if not reader.unmatched.payments:
        return
    by_payee: dict[tuple[str | None, str], list[Invoice]] = {}
    for invoice in invoices:
        by_payee.setdefault((invoice.payee, invoice.currency), []).append(invoice)
    told: set[str] = set()
    for entry, debts in reader.unmatched.payments:
        currency, source = debts[0].currency, debts[0].source
        amount = -sum((debt.amount for debt in debts), Decimal())
        for invoice in by_payee.get((entry.payee, currency), ()):
            if invoice.date <= entry.date and _owes(invoice, amount, entry.date):
                if invoice.name not in told:
                    text = f"{amount:f} {currency} on {entry.date} is what {_party(reader)} owed on {invoice.name}"
                    message = f'{text}, but it names no invoice; write invoice: "{invoice.name}"'
                    reader.unmatched.advice.append((dict(source), message))
                told.add(invoice.name)
                break


def _party(reader: Reader) -> str:
    return "the customer" if reader.sign == 1 else "we"


def _owes(invoice: Invoice, amount: Decimal, date: datetime.date) -> bool:
    """Whether an amount is what is open on an invoice on a date: all of it, or less a discount in time."""
    units = invoice.money.to_int(amount)
    owed = base = 0
    for event in invoice.events:
        if event.kind == CHARGE and event.date <= date:
            owed += event.amount
            base += sum(event.parts.values())
        elif event.kind == CREDIT and event.date <= date:
            owed -= event.amount
            base -= sum(event.parts.values())
        elif event.kind == PAYMENT:
            return False
    if units == owed:
        return True
    tier = invoice.terms.granted(invoice.starts, date, invoice.rule.grace, invoice.received)
    if tier is None:
        return False
    rate = tier.rate if tier.amount is None else Fraction(invoice.money.to_int(tier.amount), base or 1)
    return units == owed - half_up(rate.numerator * base, rate.denominator)
