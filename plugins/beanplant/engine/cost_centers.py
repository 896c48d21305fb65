"""The close of a cost center: why its actual cost differs from what its hours absorbed.

::

    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 1620 HR-ASSY

The close empties the absorbed account against ``<cost center>:Closed``; the natural accounts stay as they are. The rule
and its sources are in ``rules.overhead``. Amounts are rounded once a category; the rest is ``Rounding``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.order_close import rule_of
from beanplant.faults import CostCenterError, nearest
from beanplant.rules.formulas import number as show
from beanplant.rules.overhead import CostCenterMonth, close_cost_center

if TYPE_CHECKING:
    from beanplant.engine.booked import Posting
    from beanplant.masterdata.facts import CostCenterClose


def close(books: Books, fact: CostCenterClose) -> None:
    """Close a cost center for the time since its last close."""
    center = books.master.cost_center_on(fact.name, fact.date)
    if center is None:
        books.refuse(
            CostCenterError, fact.source, f'"{fact.name}" is closed, but no such cost center is written'
            f"{nearest(fact.name, books.master.cost_centers)}; correct the name", None,
        )  # fmt: skip
        return
    found = books.master.role(center.absorbed)
    if found is None:
        books.refuse(
            CostCenterError, center.source, f"absorbed: {center.absorbed} of cost center \"{center.name}\" "
            f"is no absorbed account "
            f"of a plant; expected an account below the plant's absorbed:, such as "
            f"Expenses:P100:Absorbed:Assembly", None,
        )  # fmt: skip
        return
    plant = found[0]
    book = books.centers.pop(center.name, {})
    if book.get(""):
        books.refuse(
            CostCenterError, fact.source, f"{show(book[''], 2)} {plant.currency} of cost center "
            f"\"{center.name}\" lie on accounts "
            f'without cost-component:; write cost-component: "labor", "variable-overhead" or '
            f'"fixed-overhead" on their open', None,
        )  # fmt: skip
    price = books.price_or_fault(plant, center.activity, center.source, None)
    rates = price.standard.components if price.standard is not None else {}
    labor_rate = rates.get("labor", Fraction(price.number) - sum(rates.values(), Fraction(0)))
    # Orders show a wage against the rate of their close; so what is left for the center is against its close's.
    stated = Fraction(book.get("stated-wages", ZERO)) - Fraction(book.get("stated-hours", ZERO)) * labor_rate
    absorbed = book.get("absorbed", ZERO)
    month = CostCenterMonth(
        activity=center.activity,
        currency=plant.currency,
        labor=Fraction(book.get("labor", ZERO)),
        variable=Fraction(book.get("variable-overhead", ZERO)),
        fixed=Fraction(book.get("fixed-overhead", ZERO)),
        labor_rate=labor_rate,
        variable_rate=rates.get("variable-overhead", Fraction(0)),
        fixed_rate=rates.get("fixed-overhead", Fraction(0)),
        confirmed=Fraction(book.get("confirmed", ZERO)),
        capacity=Fraction(center.capacity),
        paid=Fraction(fact.paid) if fact.paid is not None else None,
        absorbed=Fraction(book.get("at-standard", ZERO) + book.get("stated", ZERO)),
        stated=stated,
    )
    money = books.money(plant)
    postings: list[Posting] = []
    left = sum((book.get(c, ZERO) for c in ("labor", "variable-overhead", "fixed-overhead")), ZERO) - absorbed
    actual = left + absorbed
    for category, amount, formula, _ in close_cost_center(month):
        rounded = money.round(Decimal(amount.numerator) / Decimal(amount.denominator))
        if rounded:
            account = books.variance(plant, category)
            postings.append(made_posting(account, rounded, plant.currency, rule_of(category), formula))
            left -= rounded
    if left:
        account = books.variance(plant, "Rounding")
        formula = f"what rounding to {show(money.unit, 2)} {plant.currency} leaves of {center.name}'s legs"
        postings.append(made_posting(account, left, plant.currency, "wip.rounding", formula))
    if absorbed:
        formula = f"absorbed by {show(book.get('confirmed', ZERO))} {center.activity}"
        postings.append(made_posting(center.absorbed, absorbed, plant.currency, "wip.absorbed", formula))
    if actual:
        formula = f"actual cost of {center.name}"
        account = books.account(f"{center.account}:Closed")
        postings.append(made_posting(account, -actual, plant.currency, "wip.closed", formula))
    if postings:
        books.make(
            "wip", fact.source, f"Close cost center {center.name}", postings, {"cost-center": center.name}
        )
