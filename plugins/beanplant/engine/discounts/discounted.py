"""What of an invoice or a credit note a discount is on.

The tax is in it as ``tax-mode:`` says; a posting with ``discounted: FALSE`` is not. What was paid at once is owed no
more, so that a discount is on the same share of each part as is open. What each posting is for, sales and purchases
say (`sales_reader`, `bill_reader`).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.convert import get_weight

from beanplant.engine.discounts.invoices import CHARGE, Number, Target
from beanplant.faults import DiscountError
from beanplant.masterdata.values import show
from beanplant.rules.rounding import largest_remainder, whole_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.data import Posting, Transaction

    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Invoice


def discounted_parts(
    reader: Reader, invoice: Invoice, kind: int, entry: Transaction, amount: Decimal
) -> dict[Target, int]:
    """Return what a discount on an invoice or credit note of ``amount`` is on, by where it is posted to.

    Where the transaction has other open items too (several invoices), the parts are this one's share.
    """
    rule = invoice.rule
    direction = reader.sign if kind == CHARGE else -reader.sign
    parts: dict[Target, Number] = {}
    taxes: list[Target] = []
    whole = at_once = Decimal()
    found = False
    rate = invoice.rate if kind == CHARGE else rate_of(reader, invoice, entry)
    for leg in entry.postings:
        if leg.units is None or leg.units.number is None:
            continue
        if reader.roots[leg.account] is not None:
            whole += max(leg.units.number * direction, Decimal())
            continue
        if leg.meta is not None and "discounted" in leg.meta:
            yes_or_no(reader, entry, leg.meta)
        target: Target | None = None
        taxed = rule.tax is not None and (leg.account == rule.tax or leg.account.startswith(f"{rule.tax}:"))
        if taxed:
            if rule.tax_mode in ("included", "unadjusted") and not is_out(leg):
                target = Target(leg.account)
        else:
            target, is_it = reader.target(invoice, kind, entry, leg)
            found = found or is_it
        if target is None:
            if not taxed and paid_at_once(reader, invoice, leg, direction):
                at_once += abs(leg.units.number)
            continue
        worth = in_currency(invoice, leg, rate)
        if worth is not None:
            number, foreign = worth
            if invoice.rate is not None and foreign:
                target = target._replace(foreign=True)
            if taxed:
                taxes.append(target)
            parts[target] = parts.get(target, 0) - number * direction
    if not found:
        parts, taxes, at_once = {reader.unknown(invoice): whole}, [], Decimal()
    if rule.tax_mode == "unadjusted":
        without_tax(parts, taxes)
    return shared_parts(invoice, parts, amount, whole + at_once)


def paid_at_once(reader: Reader, invoice: Invoice, leg: Posting, direction: int) -> bool:
    """Whether a posting pays a part of an invoice at once: a discount is on what stays open."""
    assert leg.units is not None
    assert leg.units.number is not None
    return (
        leg.units.number * direction > 0
        and leg.units.currency == invoice.currency
        and not leg.account.startswith((reader.income, reader.expenses))
        and reader.master.role(leg.account) is None
    )


def yes_or_no(reader: Reader, entry: Transaction, meta: dict[str, Any]) -> None:
    """Refuse what ``discounted:`` says and is neither TRUE nor FALSE."""
    said = meta["discounted"]
    if not isinstance(said, bool):
        message = f"discounted: found {show(said)}, expected TRUE or FALSE without quotes"
        reader.faults.add(DiscountError, meta, message, entry)


def is_out(leg: Posting) -> bool:
    """Whether a posting says that no discount is on it."""
    return leg.meta is not None and leg.meta.get("discounted") is False


def rate_of(reader: Reader, invoice: Invoice, entry: Transaction) -> Decimal | None:
    """Return the rate of a credit note on a foreign invoice: its own, else the invoice's."""
    if invoice.worth is None:
        return invoice.rate
    for leg in entry.postings:
        if (
            reader.roots[leg.account] is not None
            and leg.price is not None
            and leg.price.number
            and leg.price.currency == invoice.worth.currency
        ):
            return leg.price.number
    return invoice.rate


def in_currency(invoice: Invoice, leg: Posting, rate: Decimal | None = None) -> tuple[Number, bool] | None:
    """Return what a leg is in the currency of its invoice, and whether it was written in it; None where it cannot be.

    A leg in the currency of a foreign invoice's prices counts at ``rate``, or the invoice's. In a foreign invoice all
    are fractions, so that they add up.
    """
    assert leg.units is not None
    exact: type[Any] = Decimal if invoice.rate is None else Fraction
    if leg.units.currency == invoice.currency and leg.cost is None:
        return exact(leg.units.number), True
    weight = get_weight(leg)  # type: ignore[no-untyped-call]
    if weight.currency == invoice.currency:
        return exact(weight.number), False
    rate = rate or invoice.rate
    if rate and invoice.worth is not None and weight.currency == invoice.worth.currency:
        return Fraction(weight.number) / Fraction(rate), False
    return None


def shared_parts(
    invoice: Invoice, parts: Mapping[Target, Number], amount: Decimal, whole: Decimal
) -> dict[Target, int]:
    """Return the parts of an invoice or credit note in the smallest unit: its share where several are in one entry.

    Parts that were converted are whole cents that add up to the invoice where all of it is discounted.
    """
    if amount == whole and all(type(number) is Decimal for number in parts.values()):
        to_int = invoice.money.to_int
        return {target: to_int(number) for target, number in parts.items() if number}
    share = Fraction(amount) / Fraction(whole) if whole else Fraction(0)
    result = {
        target: whole_cents(Fraction(number) * share, invoice.money.digits)
        for target, number in parts.items()
        if number
    }
    short = invoice.money.to_int(amount) - sum(result.values())
    if short and abs(short) < len(result) and all(number > 0 for number in result.values()):
        exact = sum((Fraction(number) for number in parts.values()), Fraction(0)) * share
        if abs(exact - Fraction(amount)) * invoice.money.to_int(Decimal(1)) < 1:
            weights = list(result.values())
            result = dict(zip(result, largest_remainder(invoice.money.to_int(amount), weights), strict=True))
    return result


def without_tax(parts: dict[Target, Number], taxes: Iterable[Target]) -> None:
    """Let the other parts bear the discount on tax that stays as it was (``tax-mode: "unadjusted"``)."""
    borne = sum((Fraction(parts.pop(target)) for target in taxes if target in parts), Fraction(0))
    whole = sum((Fraction(number) for number in parts.values()), Fraction(0))
    if whole:
        for target, number in parts.items():
            parts[target] = Fraction(number) * (1 + borne / whole)
