"""Production orders, their closes, and counts of the stock.

    2026-03-02 custom "plant-order" "MO-1001" 100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1001"
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 48 STEEL

An order is opened once and closed at most once, not before its date. A count says what is there at the end
of the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.faults import nearest, place
from beanplant.masterdata.facts import INVENTORY_ROLES, Count, Order, OrderClose, Plant, Role
from beanplant.masterdata.values import ACCOUNT, AMOUNT, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from beanplant.masterdata.directives import Directive

KINDS = ("production", "rework")


def read_orders(directives: Iterable[Directive]) -> tuple[dict[str, Order], set[str]]:
    """Return the orders by name, and the names of those that could not be read."""
    orders: dict[str, Order] = {}
    broken: set[str] = set()
    for directive in directives:
        values = directive.take(TEXT, AMOUNT)
        if values is None:
            broken.update(value for value in directive.values[:1] if isinstance(value, str))
            continue
        name, output = values
        stands, plant = directive.plant()
        kind = directive.word("kind", KINDS, "production")
        if not directive.check_item(output.currency, activity=False):
            stands = False
        if output.number is None or output.number <= 0:
            directive.fault(f"found {output}, expected a quantity above zero, the one that is planned")
            stands = False
        if name in orders:
            directive.fault(
                f"is opened twice: also at {place(orders[name].source)}; give one of them another name"
            )
        elif stands:
            orders[name] = Order(
                name,
                directive.date,
                output.currency,
                output.number,
                kind or KINDS[0],
                plant,
                directive.source,
            )
        else:
            broken.add(name)
    return orders, broken - orders.keys()


def read_order_closes(
    directives: Iterable[Directive], orders: dict[str, Order], broken: set[str]
) -> dict[str, OrderClose]:
    """Return the closes by the name of the order, those of ``broken`` orders left out without a word."""
    closes: dict[str, OrderClose] = {}
    for directive in directives:
        values = directive.take(TEXT)
        if values is None or values[0] in broken:
            continue
        name: str = values[0]
        order = orders.get(name)
        if order is None:
            directive.fault(
                f'unknown order{nearest(name, orders)}; an order begins with: custom "plant-order"'
                f' "{name}" 100 PUMP-A'
            )
        elif directive.date < order.date:
            directive.fault(
                f"is closed on {directive.date}, before it begins on {order.date} at {place(order.source)};"
                f" mend one of the dates"
            )
        elif name in closes:
            directive.fault(f"is closed twice: also at {place(closes[name].source)}; keep one of them")
        else:
            closes[name] = OrderClose(name, directive.date, directive.source)
    return closes


def read_counts(
    directives: Iterable[Directive], role: Callable[[str], tuple[Plant, Role] | None]
) -> list[Count]:
    """Return the counts by date."""
    counts: dict[tuple[str, object, str], Count] = {}
    for directive in directives:
        values = directive.take(ACCOUNT, AMOUNT)
        if values is None:
            continue
        account, found = values
        owner = role(account)
        stands = directive.check_item(found.currency, activity=False)
        if found.number is None or found.number < 0:
            directive.fault(f"found {found}, expected a quantity of zero or more")
            stands = False
        if owner is None or owner[1] not in INVENTORY_ROLES:
            is_what = f"is {owner[1].value} of plant {owner[0].code}" if owner else "has no role in a plant"
            stock = (
                name
                for name in directive.context.accounts.open
                if (found_role := role(name)) and found_role[1] in INVENTORY_ROLES
            )
            directive.fault(
                f"{account} {is_what}{nearest(account, stock)}, expected an account of raw materials, finished goods or"
                " in transit"
            )
            stands = False
        elif not directive.check_open(account):
            stands = False
        if not stands or found.number is None:
            continue
        key = (account, directive.date, found.currency)
        if key in counts:
            directive.fault(
                f"{found.currency} is counted twice on {directive.date}: also at {place(counts[key].source)};"
                f" keep one of them, or write their sum"
            )
            continue
        counts[key] = Count(account, directive.date, found.currency, found.number, directive.source)
    return list(counts.values())
