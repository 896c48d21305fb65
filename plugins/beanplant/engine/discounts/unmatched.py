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
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from beanplant.engine.discounts.invoices import CHARGE, CREDIT, PAYMENT
from beanplant.faults import FIRST_PLACES, DiscountError, nearest, place
from beanplant.masterdata.values import show
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from beancount.core.data import Transaction

    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Debt, Invoice
    from beanplant.faults import Source
    from beanplant.rules.payment_terms import Tier

KEYS = ("invoice", "terms")
SIGNS = {CHARGE: 1, CREDIT: -1}
CANDIDATES = 20
"""Invoices of one customer and amount that are looked at."""

SEARCHES = 20
"""Unknown numbers for which the nearest is searched: among a hundred thousand it takes a while."""


@dataclass(slots=True)
class Unmatched:
    """Payments without a number, how many numbers are unknown, and what is worth knowing."""

    payments: list[tuple[Transaction, list[Debt]]] = field(default_factory=list)
    unknown: int = 0
    said: dict[str, list[tuple[Source, str]]] = field(default_factory=dict)

    def say(self, subject: str, source: Mapping[str, Any], message: str) -> None:
        """Advise on something; what is of one subject is said once, with a count."""
        self.said.setdefault(subject, []).append((dict(source), message))

    def advice(self) -> list[tuple[Source, str]]:
        """Return what is worth knowing, the same in many places once."""
        result = []
        for found in self.said.values():
            source, message = found[0]
            if len(found) > 1:
                others = ", ".join(place(other) for other, _ in found[1 : 1 + FIRST_PLACES])
                more = len(found) - 1 - FIRST_PLACES
                message += f" [{len(found)} times: also {others}{f' and {more} more' if more > 0 else ''}]"
            result.append((source, message))
        return result


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
            reader.unmatched.say(f"{key}:", source, text)


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
    owed: dict[tuple[str | None, str, int], list[Invoice]] = {}
    for invoice in invoices:
        for units in _amounts(invoice):
            owed.setdefault((invoice.payee, invoice.currency, units), []).append(invoice)
    for entry, debts in reader.unmatched.payments:
        currency, source = debts[0].currency, debts[0].source
        amount = -sum((debt.amount for debt in debts), Decimal())
        units = reader.money(currency).to_int(amount)
        found = owed.get((entry.payee, currency, units), ())
        match = next((each for each in found[:CANDIDATES] if _owes(each, units, entry.date)), None)
        if match is not None:
            text = f"{amount:f} {currency} on {entry.date} is what {_party(reader)} owed on {match.name}"
            message = f'{text}, but it names no invoice; write invoice: "{match.name}"'
            reader.unmatched.say("payments", source, message)


def _party(reader: Reader) -> str:
    return "the customer" if reader.sign == 1 else "we"


def _amounts(invoice: Invoice) -> set[int]:
    """Return what may be paid on an invoice that nothing was paid on: all of it, or less one of its discounts."""
    owed = base = 0
    for event in invoice.events:
        if event.kind == CHARGE:
            owed += event.amount
            base += sum(event.parts.values())
        elif event.kind == CREDIT:
            owed -= event.amount
            base -= sum(event.parts.values())
        elif event.kind == PAYMENT:
            return set()
    return {owed, *(owed - _discount(invoice, tier, base) for tier in invoice.terms.tiers)}


def _discount(invoice: Invoice, tier: Tier, base: int) -> int:
    if tier.amount is not None:
        return invoice.money.to_int(tier.amount)
    return half_up(tier.rate.numerator * base, tier.rate.denominator)


def _owes(invoice: Invoice, units: int, date: datetime.date) -> bool:
    """Whether one of the amounts of an invoice is owed on a date: a discounted one in time."""
    if date < invoice.date:
        return False
    owed = sum(event.amount * SIGNS.get(event.kind, 0) for event in invoice.events)
    base = sum(sum(event.parts.values()) * SIGNS.get(event.kind, 0) for event in invoice.events)
    if units == owed:
        return True
    tier = invoice.terms.granted(invoice.starts, date, invoice.rule.grace, invoice.received)
    return tier is not None and units == owed - _discount(invoice, tier, base)
