"""The fifteen months put together: documents numbered in the order of time, and what was planted in them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator import overhead, planted, production, purchasing, sales, shop, stock
from simulator.days import FIRST, months

if TYPE_CHECKING:
    from simulator.documents import GoodsDocument, Planted, Purchase
    from simulator.overhead import Overhead
    from simulator.production import Floor
    from simulator.sales import Sales
    from simulator.shop import Shop
    from simulator.stock import Stock

F = Fraction


@dataclass
class Story:
    """All that happened."""

    floor: Floor
    goods: list[GoodsDocument]
    purchases: list[Purchase]
    sales: Sales
    stock: Stock
    overhead: Overhead
    shop: Shop
    planted: list[Planted] = field(default_factory=list)


def tell() -> Story:
    """Run the plant and work out what every cause must come to."""
    floor = production.make_orders()
    crates = shop.run()
    goods = floor.goods + stock.count_differences() + crates.arrivals
    sold = sales.sell(goods)
    purchases = purchasing.buy(goods, floor.services)
    shelves = stock.run(goods, crates.dispatches)
    centers = overhead.run(floor.confirmations, goods)
    story = Story(floor, goods + crates.goods, purchases, sold, shelves, centers, crates)
    _number(story)
    rows = [
        *planted.of_purchases(purchases),
        *planted.of_orders(floor),
        *planted.of_goods(goods),
        *planted.of_sales(sold),
        *centers.planted,
        *shelves.planted,
        *crates.planted,
        *shop.planted_transfers(crates),
        planted.of_freight(),
    ]
    story.planted = sorted(rows, key=lambda r: (r.date, r.category, r.subject, r.amount))
    return story


def _number(story: Story) -> None:
    """Number documents as an ERP does: receipts and issues in ranges of their own, in the order of time."""
    story.goods.sort(key=lambda d: (d.date, d.time, d.lines[0].movement, d.lines[0].order, d.lines[0].item))
    counters = {"49": 4900000000, "50": 5000000000}
    for document in story.goods:
        series = "50" if document.lines[0].movement in ("101", "102", "122", "531") else "49"
        counters[series] += 1
        document.number = str(counters[series])
    story.floor.confirmations.sort(key=lambda c: (c.date, c.time, c.order, c.operation))
    numbers: dict[tuple[str, str], list[int]] = {}
    for work in story.floor.confirmations:
        known = numbers.setdefault((work.order, work.operation), [60000 + len(numbers) + 1, 0])
        known[1] += 1
        work.number, work.counter = f"{known[0]:010}", known[1]


def controls(story: Story) -> dict[str, dict[str, Fraction]]:
    """Return what the accounts must hold at each month end, and what they must have taken in the month."""
    found: dict[str, dict[str, Fraction]] = {}
    for month in months():
        balances = dict(story.stock.month_ends[str(month)])
        ledgers = planted.order_ledgers(story.floor, month.last)
        work = F(0)
        for order in story.floor.orders.values():
            if order.released <= month.last and not (order.closed and order.closed <= month.last):
                ledger = ledgers[order.number]
                work += sum(ledger.value.values(), F(0)) - ledger.credited
        balances["Assets:P100:WorkInProcess:Orders"] = work
        balances["Expenses:P100:CostOfGoodsSold"] = -sum(
            (
                line.value
                for document in story.goods
                for line in document.lines
                if line.movement in ("601", "653")
                and document.date >= FIRST
                and month.first <= document.date <= month.last
            ),
            F(0),
        )
        for account in sorted({asset.account for asset in overhead.ASSETS}):
            leaf = account.rsplit(":", 1)[1]
            balances[f"Assets:P100:AccumulatedDepreciation:{leaf}"] = -sum(
                (_accumulated(asset, month.last) for asset in overhead.ASSETS if asset.account == account),
                F(0),
            )
        for closed in story.shop.months:
            if closed.month == month:
                balances |= closed.balances
        found[str(month)] = balances
    return found


def _accumulated(asset: overhead.Asset, until: datetime.date) -> Fraction:
    disposed = overhead.DISPOSED.get(asset.code)
    if disposed and disposed[0] <= until:
        return F(0)
    total = asset.opening_months * asset.monthly
    return total + sum((overhead.depreciation(asset, m) for m in months() if m.last <= until), F(0))
