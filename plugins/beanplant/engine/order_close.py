"""The close of production orders: what is left goes to variances, so that the order ends at zero.

A product at standard: ``rules.variances`` says why each cent is there; each reason is one posting, rounded once, and
what rounding leaves is ``Rounding``. A product in layers: what is left trues up the units it completed, on hand first,
then where they went. A posting after the close settles by the same formulas on its own date: the close is computed
again, and the differences are posted.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from beanplant.engine import spreading
from beanplant.engine.books import ZERO, Books, made_posting
from beanplant.engine.orders import OrderState
from beanplant.faults import OrderError, nearest, place
from beanplant.rules.formulas import number as show
from beanplant.rules.order_costs import Basis, Input, OrderCosts
from beanplant.rules.unit_standard import Price, StandardUsage, UnitStandard
from beanplant.rules.variances import by_category

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.booked import Posting
    from beanplant.masterdata.facts import Order, OrderClose, Plant, Source

BASIS = {
    "standard": Basis.STANDARD,
    "usage": Basis.ACTUAL,
    "rate": Basis.RATE,
    "subcontract": Basis.SUBCONTRACT,
}


def close_order(books: Books, close: OrderClose) -> None:
    """Close an order on its date."""
    order = books.orders.get(close.name)
    if order is None:
        fact = books.master.orders.get(close.name)
        if fact is None:
            books.refuse(
                OrderError, close.source, f'"{close.name}" is closed, but no such order is written'
                f"{nearest(close.name, books.master.orders)}; correct the name", None,
            )  # fmt: skip
            return
        if fact.date > close.date:
            books.refuse(
                OrderError, close.source, f'"{close.name}" is closed on {close.date}, before its order of '
                f'{fact.date} at '
                f"{place(fact.source)}; correct one of the two dates", None,
            )  # fmt: skip
        order = books.orders[close.name] = OrderState(fact)
    order.closed = close.date
    if order.account:
        settle_order(books, order, close.source, f"Close order {close.name}")


def settle_order(books: Books, order: OrderState, cause: Source, narration: str) -> None:
    """Post what an order's balance is made of and bring it to zero; after the close, the differences to that."""
    plant: Plant = order.plant  # type: ignore[assignment]
    product = order.fact.product
    about = {"order": order.fact.name}
    in_layers = order.fact.kind != "rework" and books.method(plant, product) != "standard"
    if in_layers and order.output_layers and order.good > 0:
        postings = true_up(books, order, plant)
    else:
        postings = variances(books, order, plant)
    if not postings:
        return
    money = order.balance
    order.balance = ZERO
    if money:
        closing = made_posting(
            order.account, -money, plant.currency, "wip.close", f"balance of order {order.fact.name}"
        )
        postings.insert(0, closing)
    books.make("wip", cause, narration, postings, about)


def true_up(books: Books, order: OrderState, plant: Plant) -> list[Posting]:
    """Bring the order's completed units to what they cost in the end, and take back what a close without any posted."""
    money = books.money(plant)
    product, name = order.fact.product, order.fact.name
    postings = [
        made_posting(
            books.variance(plant, category), -amount, plant.currency, rule_of(category),
            f"{show(-amount, 2)} {plant.currency}: now there is output of order {name}",
        )
        for category, amount in order.settled.items() if amount
    ]  # fmt: skip
    left = order.balance + sum(order.settled.values(), ZERO)
    order.settled.clear()
    order.output_booked += left
    formula = f"{show(left, 2)} {plant.currency} left on order {name} over what it completed"
    rule = "inventory.true-up"
    lots = order.output_layers
    delta = money.to_int(left)
    return postings + spreading.spread(books, plant, product, lots, delta, rule, formula, seen=(order,))


def variances(books: Books, order: OrderState, plant: Plant) -> list[Posting]:
    """Return the variance postings of an order at standard, beyond what its close has posted before."""
    money = books.money(plant)
    found = by_category(order_costs(books, order, plant), money.digits)
    settled = order.settled
    postings: list[Posting] = []
    left = order.balance
    for category in [*found, *(c for c in settled if c not in found)] if settled else found:
        amount, formula = found.get(category) or (ZERO, "settled again after the close")
        difference = amount - settled.get(category, ZERO)
        if not difference:
            continue
        settled[category] = amount
        account = books.variance(plant, category)
        postings.append(made_posting(account, difference, plant.currency, rule_of(category), formula))
        left -= difference
    if left:
        account = books.variance(plant, "Rounding")
        cent = f"{show(money.unit, 2)} {plant.currency}"
        formula = f"what rounding to {cent} leaves of the legs of order {order.fact.name}"
        postings.append(made_posting(account, left, plant.currency, "wip.rounding", formula))
    return postings


def order_costs(books: Books, order: OrderState, plant: Plant) -> OrderCosts:
    """Return an order's costs as the plain values that the rule of its close takes."""
    fact = order.fact
    # The rule is typed for fractions and takes any exact numbers of one kind: here Decimals, of 28 digits.
    state: Any = order
    inputs = [
        Input(
            key.item,
            quantity,
            booked,
            BASIS[key.priced],
            key.replaces or None,
            state.overheads.get(key, ZERO),
        )
        for key, (quantity, booked) in state.inputs.items()
    ]
    stated: Any = books.price(plant, fact.product)
    return OrderCosts(
        product=fact.product,
        currency=plant.currency,
        unit=unit_standard(books, plant, fact, inputs),
        inputs=inputs,
        good=state.good,
        scrapped=state.scrapped,
        completions=state.output_booked,
        scrap=state.scrap_booked,
        standard=stated.number if stated is not None else None,
        direct=state.direct,
        opening=state.opening,
        kind=fact.kind,
    )


def unit_standard(books: Books, plant: Plant, fact: Order, inputs: list[Input]) -> UnitStandard:
    """Return the standard of the product; orders of the same bill and routing that used just that share one."""
    usage = standard_usage(books, fact, plant)
    key = (plant.code, id(usage))
    shared = books.unit_standards.get(key)
    if shared is None:
        names = dict.fromkeys([*usage.bill, *usage.run, *usage.setup])
        prices = {name: standard_price(books, plant, name) for name in names}
        shared = books.unit_standards[key] = UnitStandard(usage, prices)
    others = [put.item for put in inputs if put.item not in shared.prices]
    if not others:
        return shared
    return shared.with_prices({name: standard_price(books, plant, name) for name in others})


def standard_usage(books: Books, fact: Order, plant: Plant) -> StandardUsage:
    """Return what bill and routing of the order's date allow; one object for all orders of the same two."""
    bill = books.master.bill(fact.product, fact.date, plant.code)
    routing = books.master.routing(fact.product, fact.date, plant.code)
    key = (id(bill), id(routing))
    found = books.usages.get(key)
    if found is None:
        found = books.usages[key] = StandardUsage(
            bill=_decimals({line.item: line.standard_quantity for line in bill.lines} if bill else {}),
            run=_decimals(routing.run) if routing is not None else {},
            setup=_decimals(routing.setup) if routing is not None else {},
            lot_size=_decimal(routing.lot_size if routing is not None else Fraction(1)),
            output_scrap=_decimal(routing.output_scrap if routing is not None else Fraction(0)),
        )
    return found


def _decimals(numbers: Mapping[str, Fraction]) -> Any:
    return {name: _decimal(number) for name, number in numbers.items()}


def _decimal(number: Fraction) -> Any:
    """Return an exact number to 28 digits."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def standard_price(books: Books, plant: Plant, name: str) -> Price:
    """Return SP of an input in force today, with the components of an activity's rate."""
    key = (plant.code, name)
    found = books.input_prices.get(key)
    if found is None:
        item = books.master.items.get(name)
        price = books.price(plant, name)
        activity = item is not None and item.activity
        if price is None or price.standard is None:
            found = Price(None, {} if activity else None)
        else:
            number: Any = price.number
            found = Price(number, _decimals(price.standard.components) if activity else None)
        books.input_prices[key] = found
    return found


def settle_late(books: Books) -> None:
    """Settle the orders that got a posting after their close, by the same formulas."""
    for name in sorted(books.late_orders):
        order, txn = books.late_orders[name]
        settle_order(books, order, txn.meta, f"Settle order {name} after its close")


@cache
def rule_of(category: str) -> str:
    """``MaterialQuantity`` to ``wip.material-quantity``."""
    return "wip." + "".join("-" + c.lower() if c.isupper() else c for c in category).lstrip("-")
