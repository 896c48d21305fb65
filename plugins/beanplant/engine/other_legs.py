"""Items on accounts that hold no stock: they turn into money.

The value of such a leg is what an importer stated, else its price, else its standard (activities and items at
standard), else its part of what the inventory legs of the same item gave. A leg on work in process is booked on
its order; one on goods received without a receipt in the same transaction clears at the receipt's price.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from beanplant.engine import actual_rates, receipts
from beanplant.engine.booked import Amount, Posting
from beanplant.engine.books import ZERO, Books
from beanplant.engine.consigned import is_consigned
from beanplant.engine.incoming_lots import cost_so_far
from beanplant.engine.movement import Moved, Movement, refuse_foreign
from beanplant.engine.orders import InputKey, OrderState
from beanplant.engine.stated import stated_value
from beanplant.engine.stock import quantity_int
from beanplant.faults import OrderError, nearest
from beanplant.masterdata.facts import Role
from beanplant.rules.layers import share

if TYPE_CHECKING:
    from beanplant.engine.accounts import AccountInfo
    from beanplant.masterdata.facts import Item, Plant

RULES = {
    Role.GOODS_RECEIVED: "inventory.goods-received",
    Role.COST_OF_GOODS_SOLD: "finished-goods.shipment",
    Role.VARIANCES: "wip.scrap",
    Role.ABSORBED: "wip.absorbed",
}


def value_other(books: Books, move: Movement, posting: Posting, info: AccountInfo, item: Item) -> Posting:
    """Turn an item on an account without stock into money, and book it where it belongs."""
    meta = posting.meta
    units = posting.units
    number: Decimal = units.number
    plant: Plant = info.plant or move.plant
    role = info.role
    prices = move.prices if plant is move.plant else books.at_standard[plant.code]
    if move.consigned and role is Role.GOODS_RECEIVED and is_consigned(move, units.currency):
        value = ZERO
    elif "value" in meta:
        value = stated_value(books, move, posting, plant) or ZERO
    elif posting.price is not None:
        if posting.price.currency != plant.currency:
            refuse_foreign(books, move, posting, plant)
        exact = number * posting.price.number + actual_rates.overhead_of(books, move, posting, plant, item)
        value = books.money(plant).round(round(exact, 12))
        if role is Role.GOODS_RECEIVED and number > 0 and not has_stock_leg(move, units.currency):
            value = receipts.clear(books, move, posting, plant, value)
    elif role is Role.GOODS_RECEIVED and number > 0 and units.currency in move.refunds:
        quantity, worth = move.refunds[units.currency]
        value = books.money(plant).round(worth * number / quantity)
    elif role is Role.GOODS_RECEIVED and number > 0 and not has_stock_leg(move, units.currency):
        value = receipts.clear(books, move, posting, plant, None)
    elif (price := prices[units.currency]) is not None:
        value = (number * price.number).quantize(move.money.unit, ROUND_HALF_UP)
    elif item.activity or books.method(plant, units.currency) == "standard":
        price = books.price_or_fault(plant, units.currency, meta, move.txn)
        value = ZERO
    else:
        value = layered_value(books, move, posting, info, plant)
    move.residue += value
    if role is Role.WORK_IN_PROCESS:
        rule, order = book_on_order(books, move, posting, info, item, value)
        if order is not None:
            order.balance += value
            if order.closed is not None:
                books.late_orders[order.fact.name] = (order, move.txn)
    else:
        rule = RULES.get(role, "inventory.issue")  # type: ignore[arg-type]
        if role is Role.GOODS_RECEIVED and number < 0:
            receipts.note_used(books, move, posting, value)
        if item.activity and info.absorbs is not None:
            price = prices[units.currency]
            exact = value if price is None else number * price.number
            books.absorb(info.absorbs.name, number, value, exact)
            if posting.price is not None:
                wages = value - actual_rates.overhead_of(books, move, posting, plant, item)
                books.absorb_stated(info.absorbs.name, value - exact, number, wages)
        elif not item.activity and number > 0 and value:
            books.last_issue[info.name, units.currency] = (value, number)
    amount = tuple.__new__(Amount, (value, plant.currency))
    if info.center is not None:  # goods used by a cost center are a part of its actual cost
        books.collect(info, amount)
    meta = {**meta, "rule": rule, "quantity": units}
    return tuple.__new__(Posting, (posting.account, amount, None, None, posting.flag, meta))


def has_stock_leg(move: Movement, item: str) -> bool:
    """Say whether the transaction also moves the item on an inventory account, or on an order."""
    return any(
        posting.units.currency == item and (card is not None or info.wip)
        for posting, info, _, card in move.legs
    )


def layered_value(books: Books, move: Movement, posting: Posting, info: AccountInfo, plant: Plant) -> Decimal:
    """Return the part of the inventory legs' value that a leg of the same item takes, or of what orders give."""
    item, number = posting.units.currency, posting.units.number
    money = books.money(plant)
    moved = move.moved.get(item)
    name = move.tag(posting, "order")
    if moved is None or not moved.quantity:
        moved = given_by_orders(books, move, item, plant)
    if moved is not None:
        own = move.moved.get(f"{item} of {name}") if info.wip else None
        if own is not None and (own.quantity < 0) == (number > 0):
            moved = own
        sign = 1 if moved.quantity > 0 else -1
        whole, worth = moved.quantity * sign, moved.value * sign
        turned = -sign if moved is own else sign
        moved.given += quantity_int(number) * turned
        through = share(worth, moved.given, whole)
        value = (through - moved.given_value) * turned
        moved.given_value = through
        return money.to_decimal(value)
    order = books.orders.get(name) if name else None
    if order is not None:
        issued, booked = order.issued(item)
        if issued > 0:
            return money.round(booked * number / issued)
    price = books.price_or_fault(plant, item, posting.meta, move.txn)
    return money.round(number * price.number)


def given_by_orders(books: Books, move: Movement, item: str, plant: Plant) -> Moved | None:
    """Value what orders give without a leg in stock: scrap at the cost so far, other items at the average issue cost.

    Each order's own leg takes what the order gives, all others their part of the sum. Scrap that is taken back is the
    same the other way round.
    """
    legs = [
        (other, info) for other, info, _, card in move.legs if card is None and other.units.currency == item
    ]
    sources = [other for other, info in legs if info.wip and other.units.number < 0]
    if not sources and any(info.role is Role.VARIANCES and other.units.number < 0 for other, info in legs):
        sources = [other for other, info in legs if info.wip and other.units.number > 0]
    total = Moved()
    for source in sources:
        name = move.tag(source, "order")
        order = books.orders.get(name) if name else None
        if order is None:
            return None
        number: Decimal = -source.units.number
        issued, booked = order.issued(item)
        if order.fact.product == item and order.fact.kind != "rework":
            value = scrap_value(books, plant, order, number) * (1 if number > 0 else -1)
        elif issued > 0:
            value = books.money(plant).to_int(booked * number / issued)
        else:
            return None
        own = move.moved.setdefault(f"{item} of {name}", Moved())
        for given in (own, total):
            given.quantity += quantity_int(number)
            given.value += value
    if not total.quantity:
        return None
    move.moved[item] = total
    return total


def scrap_value(books: Books, plant: Plant, order: OrderState, number: Decimal) -> int:
    """Return what scrapped units take of their order's cost so far; what is taken back gives back its part."""
    money = books.money(plant)
    if number < 0:
        return money.to_int(order.scrap_booked * -number / order.scrapped) if order.scrapped else 0
    return cost_so_far(money, order, number)


def book_on_order(
    books: Books, move: Movement, posting: Posting, info: AccountInfo, item: Item, value: Decimal
) -> tuple[str, OrderState | None]:
    """Book an item on work in process on its order: input, return, by-product, completion or scrap."""
    name = move.tag(posting, "order")
    units = posting.units
    number: Decimal = units.number
    if name is None:
        if "batch" in posting.meta or "documents" in posting.meta or "batch" in move.txn.meta:
            return "wip.summary", None
        say_orderless(books, move, posting)
        return "wip.issue", None
    order = books.order(name, posting, move.txn)
    if order is None:
        return "wip.issue", None
    if not order.account:
        order.account, order.plant = info.name, info.plant
    plant: Plant = info.plant  # type: ignore[assignment]
    prices = move.prices if plant is move.plant else books.at_standard[plant.code]
    price = prices[units.currency]
    at_standard = price is not None or item.activity
    exact = number * price.number if price is not None and posting.price is None else value
    if (
        units.currency == order.fact.product
        and order.fact.kind != "rework"
        and (number < 0 or order.gives_back(number) or move.tag(posting, "reverses"))
    ):
        return book_output(move, posting, order, exact), order
    priced = "standard"
    if posting.price is not None and item.activity:
        priced = "rate" if actual_rates.is_own_work(move) else "subcontract"
    elif posting.price is not None:
        priced = "subcontract"
    elif not at_standard:
        priced = "usage"
    by_product = number < 0 and order.issued(units.currency)[0] <= 0
    replaces = posting.meta.get("replaces", "")
    if replaces and replaces not in books.master.items:
        books.refuse(
            OrderError, posting.meta, f'replaces: unknown item "{replaces}"'
            f"{nearest(str(replaces), books.master.items)}; expected the item of the bill that {units.currency} "
            f"stands in for", move.txn,
        )  # fmt: skip
    key = InputKey(units.currency, priced, replaces)
    order.book(key, number, exact)
    if priced == "rate":
        order.add_overhead(key, actual_rates.overhead_of(books, move, posting, plant, item))
    if number < 0:
        return ("wip.by-product" if by_product else "wip.return"), order
    return ("wip.activity" if item.activity else "wip.issue"), order


def book_output(move: Movement, posting: Posting, order: OrderState, exact: Decimal) -> str:
    """Book output of an order: good, or scrapped where its other leg is a variance account; a debit takes it back."""
    number: Decimal = -posting.units.number
    if not number:
        return "wip.completion"
    scrapped = scrapped_output(move, posting)
    if scrapped == number:
        order.scrapped += number
        order.scrap_booked -= exact
        return "wip.scrap"
    lost = exact * scrapped / number
    order.scrapped += scrapped
    order.scrap_booked -= lost
    order.good += number - scrapped
    order.output_booked -= exact - lost
    return "wip.completion"


def scrapped_output(move: Movement, posting: Posting) -> Decimal:
    """Return how many units of a leg of output went to variance accounts: legs of one quantity belong together."""
    name, product = move.tag(posting, "order"), posting.units.currency
    sign = 1 if posting.units.number < 0 else -1
    lost: list[Decimal] = []
    out: list[Posting] = []
    for other, info, _, card in move.legs:
        if card is None and other.units.currency == product and move.tag(other, "order") == name:
            units = sign * other.units.number
            if info.role is Role.VARIANCES and units > 0:
                lost.append(units)
            elif info.wip and units < 0:
                out.append(other)
    if not lost or len(out) == 1:
        return sign * min(sum(lost, ZERO), -sign * posting.units.number)
    for leg in reversed(out):
        number: Decimal = -sign * leg.units.number
        found = number if number in lost else min(sum(lost, ZERO), number) if leg is out[0] else ZERO
        if number in lost:
            lost.remove(number)
        if leg is posting:
            return sign * found
    return ZERO


def say_orderless(books: Books, move: Movement, posting: Posting) -> None:
    """Say that a posting on work in process names no order."""
    written = [key for key in (*posting.meta, *move.txn.meta) if nearest(key, ("order",))]
    hint = f" (is {written[0]}: meant for order: ?)" if written else ""
    books.refuse(
        OrderError, posting.meta, f"A posting of {posting.units} on work in process {posting.account} names "
        f"no order{hint}; add "
        f'order: "NAME" to it or to its transaction', move.txn, f"orderless {posting.account}",
    )  # fmt: skip
