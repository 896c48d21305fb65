"""Facts as legs: what is posted where, before it is written as text.

A leg is one posting: units on an account, what they cost if somebody stated it, and metadata. Every fact has its legs
in pairs or sets that balance in units or in money::

    receipt     Assets:P100:RawMaterials                     60 STEEL @ 2.62 USD
                Liabilities:P100:GoodsReceivedNotInvoiced   -60 STEEL @ 2.62 USD
    issue       Assets:P100:RawMaterials                    -50 STEEL
                Assets:P100:WorkInProcess:Orders             50 STEEL
    opening     Assets:P100:RawMaterials                     60 STEEL @ 2.62 USD
                Equity:Opening                          -157.20 USD
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.rules.currencies import minor_units
from beanplant_importers import facts, text
from beanplant_importers.errors import ImportFault

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart


class Leg(NamedTuple):
    """A posting: ``units`` of ``commodity`` at the total ``cost`` (same sign), on an account."""

    account: str
    units: Decimal
    commodity: str
    cost: Decimal | None = None
    currency: str = ""

    def write(self, money: bool, meta: text.Meta = ()) -> str:
        """Return the posting; ``money``: the units are an amount."""
        rest = self.commodity
        if self.cost is not None:
            rest += " " + text.price(self.units, self.cost, self.currency)
        return text.posting(
            self.account,
            text.money(self.units, minor_units(self.commodity)) if money else text.quantity(self.units),
            rest,
            meta,
        )


def movement(chart: Chart, fact: facts.Movement) -> tuple[Leg, Leg]:
    """Return the leg of ``account`` and the leg of ``against``."""
    account, against = chart.account(fact.account), chart.account(fact.against)
    amount, units = fact.amount, fact.quantity
    if amount is None:
        return Leg(account, units, fact.item), Leg(against, -units, fact.item)
    if amount * units < 0:
        raise ImportFault(
            fact.source.file, fact.source.row, f"found {amount} {fact.currency} for a quantity of {units} "
            f"{fact.item}, expected both with one sign",
        )  # fmt: skip
    first = Leg(account, units, fact.item, amount, fact.currency)
    if fact.against.startswith("opening") or against.startswith("Equity:"):
        return first, Leg(against, -amount, fact.currency)
    if fact.foreign is not None:
        return first, Leg(against, -fact.foreign, fact.foreign_currency, -amount, fact.currency)
    return first, Leg(against, -units, fact.item, -amount, fact.currency)


def activity(chart: Chart, fact: facts.Activity) -> tuple[Leg, Leg]:
    """Return the leg of the order and the leg of what is absorbed."""
    cost = None if fact.rate is None else fact.rate * fact.quantity
    first = Leg(chart.account(fact.account), fact.quantity, fact.activity, cost, fact.currency)
    second = Leg(
        chart.account(fact.against),
        -fact.quantity,
        fact.activity,
        None if cost is None else -cost,
        fact.currency,
    )
    return first, second


def lines(chart: Chart, parts: tuple[facts.Line, ...], currency: str) -> Iterator[tuple[facts.Line, Leg]]:
    """Yield the leg of each line of an invoice, payment or entry."""
    for part in parts:
        account = chart.account(part.account)
        if part.item and part.quantity is not None:
            yield part, Leg(account, part.quantity, part.item, part.amount, currency)
        else:
            yield part, Leg(account, part.amount, currency)


def line_meta(
    part: facts.Line, *, order: str | None = None, invoice: str | None = None
) -> list[tuple[str, str]]:
    """Return the metadata of a line's posting, less what the transaction says already."""
    meta = [
        (key, text.string(value))
        for key, value, said in (
            ("order", part.order, order), ("receipt", part.receipt, None), ("invoice", part.invoice, invoice),
        )
        if value and value != said
    ]  # fmt: skip
    return meta + [(key, text.string(value)) for key, value in part.details]
