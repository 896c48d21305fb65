"""Writes a plant's ledger of any size, the same for the same arguments, in three forms.

    python tests/benchmarks/generate.py --transactions 100000 --valuation standard > plant.beancount
    python tests/benchmarks/generate.py --transactions 100000 --form plain > plain.beancount
    python tests/benchmarks/generate.py --transactions 100000 --form lots > lots.beancount

``plant`` turns the plugin on, ``plain`` is the same file without the plugin line, ``lots`` holds the same
facts as a user of Beancount alone would write them: receipts at cost, issues and shipments as FIFO reductions
``{}``, hours and completions as money (without master data, which has no use there).

Ten transactions make an order: two or three receipts, three issues, one or two confirmations, a completion,
two shipments; 2.6 postings each. Orders are spread over fifteen months and closed twelve days after they
began, so that each causes variances: usage differs from the bill, hours from the routing, prices from the
standard. One item in ten has a standard price with part of a cent. Raw materials lie four to eight weeks
before they are issued, finished goods two to six weeks before they are shipped, and each kind of stock is
one account, as in the default of a plant.
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, TextIO

START = datetime.date(2025, 1, 1)
DAYS = 455
"""Fifteen months of orders."""

RAW_LIES = (28, 56)
FINISHED_LIES = (14, 42)
"""Least and most days that a lot lies in stock."""

WORK_CENTERS = 12
COMPONENTS = 5
DOCUMENTS_PER_ORDER = 10
CLOSE_AFTER = 12
"""Days from the release of an order to its close."""

CENT = Decimal("0.01")
METHODS = ("standard", "moving-average", "fifo", "lifo")
FORMS = ("plant", "plain", "lots")

RAW = "Assets:P100:RawMaterials"
WIP = "Assets:P100:WorkInProcess:Orders"
FINISHED = "Assets:P100:FinishedGoods"
RECEIVED = "Liabilities:P100:GoodsReceivedNotInvoiced"
SOLD = "Expenses:P100:CostOfGoodsSold"
ABSORBED = "Expenses:P100:Absorbed"


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half up."""
    return value.quantize(CENT, rounding="ROUND_HALF_UP")


class Order(NamedTuple):
    """A production order: what it makes, from when, and what it takes."""

    name: str
    date: datetime.date
    product: str
    size: int
    need: list[tuple[str, int]]
    hours: list[tuple[str, Decimal]]


class Plant:
    """The plant's master data and its orders."""

    def __init__(self, orders: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.products = [f"PUMP-{n:03d}" for n in range(max(2, min(60, orders // 5)))]
        self.items = [f"PART-{n:03d}" for n in range(5 * len(self.products))]
        self.centers = [f"HR-WC{n:02d}" for n in range(WORK_CENTERS)]
        self.price = {item: self.list_price(4 if n % 10 == 0 else 2) for n, item in enumerate(self.items)}
        self.rate = {center: Decimal(self.random.randint(30, 90)) for center in self.centers}
        self.bill: dict[str, list[tuple[str, int]]] = {}
        self.routing: dict[str, list[tuple[str, int]]] = {}  # hours for 100 units
        self.standard: dict[str, Decimal] = {}
        for n, product in enumerate(self.products):
            parts = [self.items[(5 * n + k * (1 + n % 3)) % len(self.items)] for k in range(COMPONENTS)]
            self.bill[product] = [(part, self.random.randint(1, 4)) for part in parts]
            first, second = n % WORK_CENTERS, (n + 1) % WORK_CENTERS
            self.routing[product] = [(self.centers[c], self.random.randint(4, 30)) for c in (first, second)]
            material = sum((self.price[i] * q for i, q in self.bill[product]), Decimal(0))
            hours = sum((self.rate[c] * h / 100 for c, h in self.routing[product]), Decimal(0))
            self.standard[product] = cents(material + hours)
        self.orders = [self.order(number, orders) for number in range(orders)]

    def list_price(self, digits: int) -> Decimal:
        """A standard price from 0.50 to 20 with so many decimals."""
        one = 10**digits
        return Decimal(self.random.randint(one // 2, 20 * one)).scaleb(-digits)

    def paid(self, item: str) -> Decimal:
        """A price within six percent of the standard, in whole cents."""
        return cents(self.price[item] * (100 + self.random.randint(-6, 6)) / 100)

    def order(self, number: int, orders: int) -> Order:
        """Order ``number`` of so many, with usage and hours that differ from the standard."""
        pick = self.random
        product = self.products[pick.randrange(len(self.products))]
        size = pick.randrange(20, 101, 10)
        return Order(
            name=f"MO-{number:06d}",
            date=START + datetime.timedelta(days=RAW_LIES[1] + number * DAYS // orders),
            product=product,
            size=size,
            need=[(i, max(1, q * size * pick.randint(98, 104) // 100)) for i, q in self.bill[product]],
            hours=[
                (c, cents(Decimal(h * size * pick.randint(95, 108)) / 10000))
                for c, h in self.routing[product]
            ],
        )


def header(plant: Plant, valuation: str, form: str) -> Iterator[str]:
    """Write options, plugin, accounts and master data."""
    day = START.isoformat()
    yield 'option "title" "A plant of any size"\noption "operating_currency" "USD"\n'
    if form == "plant":
        yield 'plugin "beanplant"\n'
    for account in (RAW, FINISHED):
        yield f"{day} open {account}" + (' "FIFO"' if form == "lots" else "")
    for account in (WIP, RECEIVED, SOLD):
        yield f"{day} open {account}"
    for center in plant.centers:
        yield f"{day} open {ABSORBED}:{center[3:]}"
    if form == "lots":
        return
    yield f'{day} custom "plant" "P100"\n  currency: USD\n  valuation: "{valuation}"'
    for item in plant.items + plant.products:
        yield f"{day} commodity {item}\n  item: TRUE"
    for center in plant.centers:
        yield f"{day} commodity {center}\n  activity: TRUE"
        labor, variable = plant.rate[center] // 2, plant.rate[center] // 4
        fixed = plant.rate[center] - labor - variable
        yield (
            f'{day} custom "plant-standard-cost" 1 {center} {plant.rate[center]}.00 USD\n'
            f"  labor: {labor}.00 USD\n  variable-overhead: {variable}.00 USD\n"
            f"  fixed-overhead: {fixed}.00 USD"
        )
    for item in plant.items:
        price = plant.price[item]
        per = 1 if cents(price) == price else 100
        yield f'{day} custom "plant-standard-cost" {per} {item} {cents(price * per)} USD'
    for product in plant.products:
        bill = " ".join(f"{quantity} {item}" for item, quantity in plant.bill[product])
        routing = " ".join(f"{hours} {center}" for center, hours in plant.routing[product])
        yield f'{day} custom "plant-bill-of-materials" 1 {product} {bill}'
        yield f'{day} custom "plant-routing" 100 {product} {routing}'
        yield f'{day} custom "plant-standard-cost" 1 {product} {plant.standard[product]} USD'


class Writer:
    """Formats the documents in one of the forms and collects them by date."""

    def __init__(self, plant: Plant, form: str) -> None:
        self.plant = plant
        self.lots = form == "lots"
        self.number = 0
        self.texts: list[tuple[datetime.date, int, str]] = []

    def add(self, date: datetime.date, text: str) -> None:
        """Collect a text that stands at ``date``."""
        self.texts.append((date, len(self.texts), text))

    def document(self, date: datetime.date, payee: str, text: str, key: str, lines: list[str]) -> None:
        """Collect a transaction."""
        self.number += 1
        body = "\n".join(f"  {line}" for line in lines)
        self.add(date, f'{date} * "{payee}" "{text} {5000000 + self.number}"\n  {key}\n{body}\n')

    def directive(self, date: datetime.date, text: str) -> None:
        """Collect a plant directive; FIFO lots have no use for it."""
        if not self.lots:
            self.add(date, f"{date} custom {text}\n")

    def receipt(self, date: datetime.date, item: str, quantity: int) -> None:
        """Goods received at the price of the purchase order."""
        price = self.plant.paid(item)
        if self.lots:
            lines = [f"{RAW}  {quantity} {item} {{{price} USD}}", f"{RECEIVED}  -{quantity * price} USD"]
        else:
            lines = [
                f"{RAW}  {quantity} {item} @ {price} USD",
                f"{RECEIVED}  -{quantity} {item} @ {price} USD",
            ]
        self.document(date, "Vendor", "Receipt", f'receipt: "45{self.number:08d}-10"', lines)

    def issue(self, date: datetime.date, order: str, parts: list[tuple[str, int]]) -> None:
        """Components issued to an order."""
        if self.lots:
            lines = [f"{RAW}  -{quantity} {item} {{}}" for item, quantity in parts] + [WIP]
        else:
            lines = [t for i, q in parts for t in (f"{RAW}  -{q} {i}", f"{WIP}  {q} {i}")]
        self.document(date, "Store", "Issue", f'order: "{order}"', lines)

    def confirmation(self, date: datetime.date, order: str, work: list[tuple[str, Decimal]]) -> None:
        """Hours confirmed on an order."""
        lines = []
        for center, hours in work:
            value = f"{cents(hours * self.plant.rate[center])} USD" if self.lots else f"{hours} {center}"
            lines += [f"{WIP}  {value}", f"{ABSORBED}:{center[3:]}  -{value}"]
        self.document(date, "Floor", "Confirm", f'order: "{order}"', lines)

    def completion(self, date: datetime.date, order: str, product: str, quantity: int) -> None:
        """Output of an order put into stock."""
        if self.lots:
            cost = self.plant.standard[product]
            lines = [f"{FINISHED}  {quantity} {product} {{{cost} USD}}", f"{WIP}  -{quantity * cost} USD"]
        else:
            lines = [f"{FINISHED}  {quantity} {product}", f"{WIP}  -{quantity} {product}"]
        self.document(date, "Floor", "Complete", f'order: "{order}"', lines)

    def shipment(self, date: datetime.date, product: str, quantity: int) -> None:
        """Goods shipped to a customer."""
        if self.lots:
            lines = [SOLD, f"{FINISHED}  -{quantity} {product} {{}}"]
        else:
            lines = [f"{SOLD}  {quantity} {product}", f"{FINISHED}  -{quantity} {product}"]
        self.document(date, "Customer", "Ship", f'delivery: "8{self.number:08d}"', lines)


def receive(plant: Plant, writer: Writer) -> None:
    """Write the receipts: one for two orders' need of an item, weeks before the first of them."""
    needs: dict[str, list[tuple[datetime.date, int]]] = {}
    for order in plant.orders:
        for item, quantity in order.need:
            needs.setdefault(item, []).append((order.date, quantity))
    for item, dated in needs.items():
        for first, second in zip(dated[::2], [*dated[1::2], (None, 0)], strict=False):
            date = first[0] - datetime.timedelta(days=plant.random.randint(*RAW_LIES))
            writer.receipt(date, item, first[1] + second[1])


def produce(plant: Plant, writer: Writer, number: int, order: Order) -> None:
    """Write an order from its release to the shipment of its output."""
    writer.directive(order.date, f'"plant-order" "{order.name}" {order.size} {order.product}')
    for k, parts in enumerate((order.need[:2], order.need[2:4], order.need[4:])):
        writer.issue(order.date + datetime.timedelta(days=1 + k), order.name, parts)
    day = order.date + datetime.timedelta(days=5)
    if number % 2:
        halves = [(center, cents(hours / 2)) for center, hours in order.hours]
        rest = [
            (center, hours - half) for (center, hours), (_, half) in zip(order.hours, halves, strict=True)
        ]
        writer.confirmation(day, order.name, [rest[0], order.hours[1]])
        writer.confirmation(day, order.name, halves[:1])
    else:
        writer.confirmation(day, order.name, order.hours)
    day += datetime.timedelta(days=1)
    writer.completion(day, order.name, order.product, order.size)
    writer.directive(order.date + datetime.timedelta(days=CLOSE_AFTER), f'"plant-order-close" "{order.name}"')
    for part in (order.size // 2, order.size - order.size // 2):
        lies = datetime.timedelta(days=plant.random.randint(*FINISHED_LIES))
        writer.shipment(day + lies, order.product, part)


def documents(plant: Plant, writer: Writer) -> Iterator[str]:
    """Write every document and directive in the order of their dates."""
    receive(plant, writer)
    for number, order in enumerate(plant.orders):
        produce(plant, writer, number, order)
    for _, _, text in sorted(writer.texts):
        yield text


def write(out: TextIO, *, transactions: int, valuation: str, form: str, seed: int) -> int:
    """Write a ledger of about ``transactions`` transactions and return how many there are."""
    plant = Plant(max(1, transactions // DOCUMENTS_PER_ORDER), seed)
    writer = Writer(plant, form)
    for text in header(plant, valuation, form):
        print(text, file=out)
    print(file=out)
    for text in documents(plant, writer):
        print(text, file=out)
    return writer.number


def main() -> None:
    """Write the ledger that the arguments ask for to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--transactions", type=int, default=100_000)
    parser.add_argument("--valuation", choices=METHODS, default="standard")
    parser.add_argument("--form", choices=FORMS, default="plant")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(
        sys.stdout,
        transactions=arguments.transactions,
        valuation=arguments.valuation,
        form=arguments.form,
        seed=arguments.seed,
    )


if __name__ == "__main__":
    main()
