"""The close of production orders: what is left goes to variances, so that the order ends at zero.

A product at standard: ``rules.variances`` says why each cent is there; each reason is one posting, rounded once, and
what rounding leaves is ``Rounding``. A product in layers: what is left trues up the units it completed, on hand first,
then where they went. A posting after the close settles by the same formulas on its own date: the close is computed
again, and the differences are posted.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.data import Posting

from beanplant.engine import spreading
from beanplant.engine.books import ZERO, Books, made_posting, plain
from beanplant.engine.orders import OrderState
from beanplant.faults import OrderError, nearest, place
from beanplant.rules.order_costs import Basis, Input, OrderCosts, Price, StandardUsage
from beanplant.rules.rounding import cents
from beanplant.rules.variances import settle

if TYPE_CHECKING:
    from beanplant.masterdata.facts import OrderClose, Plant, Source

NO_USAGE = StandardUsage()

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
                OrderError, close.source, f'"{close.name}" is closed on {close.date}, before its order of {fact.date} at '
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
    in_layers = order.fact.kind != "rework" and books.master.valuation(product, plant) != "standard"
    if in_layers and order.output_layers:
        postings = true_up(books, order, plant)
    else:
        postings = variances(books, order, plant)
    if not postings:
        return
    money = order.balance
    order.balance = ZERO
    if money:
        closing = made_posting(order.account, -money, plant.currency, "wip.close", f"balance of order {order.fact.name}")
        postings.insert(0, closing)
    books.make("wip", cause, narration, postings, about)


def true_up(books: Books, order: OrderState, plant: Plant) -> list[Posting]:
    """Bring the order's completed units to what they cost in the end."""
    money = books.money(plant)
    formula = f"{plain(order.balance)} {plant.currency} left on order {order.fact.name} over what it completed"
    return spreading.spread(books, order.output_layers, money.to_int(order.balance), "inventory.true-up", formula)


def variances(books: Books, order: OrderState, plant: Plant) -> list[Posting]:
    """Return the variance postings of an order at standard, beyond what its close has posted before."""
    costs = order_costs(books, order, plant)
    money = books.money(plant)
    found: dict[tuple[str, str], tuple[Decimal, str]] = {}
    for variance in settle(costs):
        key = (variance.category, variance.item)
        amount = cents(variance.amount, money.digits)
        if key in found:
            amount += found[key][0]
        found[key] = (amount, variance.formula if key not in found else f"{found[key][1]}; {variance.formula}")
    postings: list[Posting] = []
    left = order.balance
    for key in list(found) + [k for k in order.settled if k not in found]:
        amount, formula = found.get(key, (ZERO, "settled again after the close"))
        difference = amount - order.settled.get(key, ZERO)
        order.settled[key] = amount
        if not difference:
            continue
        category, item = key
        account = books.account(plant.variance(category))
        rule = "wip." + kebab(category)
        postings.append(made_posting(account, difference, plant.currency, rule, formula, item=item))
        left -= difference
    if left:
        account = books.account(plant.variance("Rounding"))
        formula = f"what rounding to {plain(money.unit)} {plant.currency} leaves of the legs of order {order.fact.name}"
        postings.append(made_posting(account, left, plant.currency, "wip.rounding", formula))
    return postings


def order_costs(books: Books, order: OrderState, plant: Plant) -> OrderCosts:
    """Return an order's costs as the plain values that the rule of its close takes."""
    fact, master = order.fact, books.master
    bill = master.bill(fact.product, fact.date, plant.code)
    routing = master.routing(fact.product, fact.date, plant.code)
    usage = NO_USAGE
    if bill is not None or routing is not None:
        usage = StandardUsage(
            bill={line.item: line.standard_quantity for line in bill.lines} if bill is not None else {},
            run=routing.run if routing is not None else {},
            setup=routing.setup if routing is not None else {},
            lot_size=routing.lot_size if routing is not None else Fraction(1),
            output_scrap=routing.output_scrap if routing is not None else Fraction(0),
        )
    inputs = [
        Input(key.item, Fraction(quantity), Fraction(value), BASIS[key.priced], key.replaces or None)
        for key, (quantity, value) in order.inputs.items()
    ]
    names = dict.fromkeys([*(put.item for put in inputs), *usage.bill, *usage.run, *usage.setup])
    stated = books.price(plant, fact.product)
    return OrderCosts(
        product=fact.product,
        currency=plant.currency,
        usage=usage,
        prices={name: standard_price(books, plant, name) for name in names},
        inputs=inputs,
        good=Fraction(order.good),
        scrapped=Fraction(order.scrapped),
        completions=Fraction(order.output_booked),
        scrap=Fraction(order.scrap_booked),
        standard=Fraction(stated.number) if stated is not None else None,
        direct=Fraction(order.direct),
        opening=Fraction(order.opening),
        kind=fact.kind,
    )


def standard_price(books: Books, plant: Plant, name: str) -> Price:
    """Return SP of an input in force today, with the components of an activity's rate."""
    item = books.master.items.get(name)
    price = books.price(plant, name)
    if price is None or price.standard is None:
        return Price(None, {} if item is not None and item.activity else None)
    components: Mapping[str, Fraction] | None = None
    if item is not None and item.activity:
        components = price.standard.components
    return Price(Fraction(price.number), components)


def settle_late(books: Books) -> None:
    """Settle the orders that got a posting after their close, by the same formulas."""
    for name in sorted(books.late_orders):
        order, txn = books.late_orders[name]
        settle_order(books, order, txn.meta, f"Settle order {name} after its close")


def kebab(category: str) -> str:
    """``MaterialQuantity`` to ``material-quantity``."""
    return "".join("-" + c.lower() if c.isupper() else c for c in category).lstrip("-")


