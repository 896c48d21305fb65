"""Random plants: a list of small numbers becomes a month of facts that could have happened.

Each event is a kind and a few numbers; what cannot be (more than is there, an order that is not open) is left out. So
Hypothesis shrinks a plant by leaving events out. Stock is enough by what lay there at the start of a day and what was
bought on it, in whatever order the day is valued.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal

from hypothesis import strategies as st

START = datetime.date(2026, 1, 1)
STORES = ("RawMaterials", "RawMaterials:North", "RawMaterials:South")
ITEMS = ("STEEL", "SEAL", "BRASS")
STANDARDS = {"STEEL": "3 STEEL 8.00 USD", "SEAL": "1 SEAL 3.00 USD", "BRASS": "8 BRASS 33.10 USD"}
ORDERS = ("MO-1", "MO-2", "MO-3")
METHODS = ("standard", "moving-average", "fifo", "lifo", "mixed", "usage")
MIXED = {"STEEL": "fifo", "BRASS": "moving-average", "PUMP-A": "lifo"}
OTHER_PLANT = (
    f'{START} custom "plant" "P200"',
    '  valuation: "fifo"',
    f'{START} custom "plant-standard-cost" 1 STEEL 2.70 USD',
    '  plant: "P200"',
    f"{START} open Expenses:P100:CostCenters:Assembly:Wages",
    '  cost-component: "labor"',
    f"{START} open Expenses:P100:Absorbed:Assembly",
    f'{START} custom "plant-cost-center" "ASSEMBLY" Expenses:P100:CostCenters:Assembly',
    "  activity: HR-ASSY",
    "  absorbed: Expenses:P100:Absorbed:Assembly",
    "  capacity: 40 HR-ASSY",
)

EVENTS = st.lists(
    st.tuples(st.integers(0, 27), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.booleans()),
    min_size=3,
    max_size=30,
)
"""Kind, three numbers, and whether a day passes before it."""


class Plant:
    """What is known while a month is made up."""

    def __init__(self, method: str, documents: bool, negative: bool = False) -> None:
        self.method = method
        self.documents = documents
        self.negative = negative
        self.day = START + datetime.timedelta(days=1)
        self.blocks: list[str] = []
        self.free: dict[tuple[str, str], Decimal] = defaultdict(Decimal)  # may go out today
        self.later: dict[tuple[str, str], Decimal] = defaultdict(Decimal)  # came in today by other ways
        self.receipts: dict[str, list[tuple[str, Decimal, Decimal]]] = {}
        self.open_receipts: dict[str, Decimal] = {}
        self.issued: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        self.closed: set[str] = set()
        self.reversible: dict[str, tuple[str, str, str, Decimal, str]] = {}
        self.counted: set[tuple[datetime.date, str, str]] = set()
        self.standards: set[tuple[datetime.date, str]] = set()
        self.number = 0
        self.completed: dict[str, int] = defaultdict(int)
        self.scrapped: dict[str, int] = defaultdict(int)
        self.away: dict[str, Decimal] = defaultdict(Decimal)

    def next_day(self) -> None:
        self.day += datetime.timedelta(days=1)
        for key, quantity in self.later.items():
            self.free[key] += quantity
        self.later.clear()

    def say(self, kind: str, legs: list[str], *meta: str) -> str:
        """Write a transaction; return its document number."""
        self.number += 1
        name = f"D{self.number:03}"
        lines = [f'{self.day} * "{kind} {name}"' if self.documents else f'{self.day} * "{kind}"']
        lines += [f"  {line}" for line in meta if line]
        if self.documents:
            lines.append(f'  document: "{name}"')
        self.blocks.append("\n".join([*lines, *(f"  {leg}" for leg in legs)]) + "\n")
        return name

    def has(self, store: str, item: str, quantity: Decimal) -> bool:
        """Whether a quantity may go out today; if so it is gone."""
        key = (store, item)
        if not self.negative and self.free[key] < quantity:
            return False
        self.free[key] -= quantity
        return True

    # Each kind of event, by its place in KINDS.

    def receive(self, a: int, b: int, c: int) -> None:
        item, store = ITEMS[a % 3], STORES[b % 3]
        quantity, price = Decimal(1 + c % 13), Decimal(100 + (a * 7 + b * 3) % 400) / 100
        key = f"PO-{len(self.receipts)}"
        total = f"@@ {price * 10:.2f}" if c % 5 == 0 else f"@ {price}"
        time = f'time: "{8 + a % 9:02}:00:00"' if b % 4 == 0 else ""
        self.say(
            "Receipt",
            [
                f"Assets:P100:{store}  {quantity} {item} {total} USD",
                f"Liabilities:P100:GoodsReceivedNotInvoiced  -{quantity} {item} {total} USD",
            ],
            f'receipt: "{key}"',
            time,
        )
        self.receipts[key] = [(item, quantity, price)]
        self.open_receipts[key] = quantity
        self.free[store, item] += quantity

    def invoice(self, a: int, b: int, c: int) -> None:
        keys = [key for key, quantity in self.open_receipts.items() if quantity]
        if not keys:
            return
        key = keys[a % len(keys)]
        item, _, price = self.receipts[key][0]
        quantity = min(Decimal(1 + b % 13), self.open_receipts[key])
        price += Decimal(c % 60 - 30) / 100
        if price <= 0:
            return
        self.open_receipts[key] -= quantity
        self.say(
            "Invoice",
            [
                f"Liabilities:P100:GoodsReceivedNotInvoiced  {quantity} {item} @ {price} USD",
                f"Liabilities:Payables  {-quantity * price} USD",
            ],
            f'receipt: "{key}"',
        )

    def freight(self, a: int, b: int, c: int) -> None:
        if not self.receipts:
            return
        keys = sorted({list(self.receipts)[n % len(self.receipts)] for n in (a, b)})
        amount = Decimal(1 + c * 7) / 100
        basis = ("quantity", "value", "weight")[c % 3]
        self.say(
            "Freight",
            [f"Assets:P100:RawMaterials  {amount} USD", f"Liabilities:Payables  -{amount} USD"],
            f'landed-cost: "{", ".join(keys)}"',
            f'by: "{basis}"',
        )

    def issue(self, a: int, b: int, c: int) -> None:
        item, store, order = ITEMS[a % 3], STORES[b % 3], ORDERS[c % 3]
        quantity = Decimal(1 + (a + b) % 7) / (1 if c % 4 else 4)
        if not self.has(store, item, quantity):
            return
        replaces = '  replaces: "STEEL"' if item == "BRASS" and a % 2 else ""
        legs = [
            f"Assets:P100:{store}  -{quantity} {item}",
            f"Assets:P100:WorkInProcess  {quantity} {item}",
            replaces,
        ]
        name = self.say("Issue", [leg for leg in legs if leg], f'order: "{order}"')
        self.issued[order, item] += quantity
        if self.documents and not replaces:
            self.reversible[name] = (store, item, order, quantity, str(self.day))

    def give_back(self, a: int, b: int, c: int) -> None:
        order, item, store = ORDERS[a % 3], ITEMS[b % 3], STORES[c % 3]
        quantity = min(Decimal(1), self.issued[order, item])
        if quantity <= 0:
            return
        self.issued[order, item] -= quantity
        self.later[store, item] += quantity
        self.say(
            "Return",
            [f"Assets:P100:{store}  {quantity} {item}", f"Assets:P100:WorkInProcess  -{quantity} {item}"],
            f'order: "{order}"',
        )

    def confirm(self, a: int, b: int, c: int) -> None:
        hours = Decimal(1 + a) / 8
        rate = f" @ {20 + b % 9}.{c:02} USD" if c % 3 == 0 else ""
        self.say(
            "Confirm",
            [
                f"Assets:P100:WorkInProcess  {hours} HR-ASSY{rate}",
                f"Expenses:P100:Absorbed:Assembly  -{hours} HR-ASSY{rate}",
            ],
            f'order: "{ORDERS[b % 3]}"',
        )

    def complete(self, a: int, b: int, c: int) -> None:
        order, quantity = ORDERS[a % 3], Decimal(1 + b % 5)
        self.later["FinishedGoods", "PUMP-A"] += quantity
        self.completed[order] += int(quantity)
        backflush = self.negative and c % 4 == 0
        self.say(
            "Complete",
            [
                f"Assets:P100:FinishedGoods  {quantity} PUMP-A",
                f"Assets:P100:WorkInProcess  -{quantity} PUMP-A",
            ],
            f'order: "{order}"',
            "backflush: TRUE" if backflush else "",
        )

    def undo(self, a: int, b: int, c: int) -> None:
        """A unit of output, good or scrapped, goes back to its order."""
        order = ORDERS[a % 3]
        if b % 2 and self.scrapped[order]:
            self.scrapped[order] -= 1
            other = "Expenses:P100:Variances:Scrap"
        elif self.completed[order] and self.has("FinishedGoods", "PUMP-A", Decimal(1)):
            self.completed[order] -= 1
            other = "Assets:P100:FinishedGoods"
        else:
            return
        self.say("Undo", [f"{other}  -1 PUMP-A", "Assets:P100:WorkInProcess  1 PUMP-A"], f'order: "{order}"')

    def scrap(self, a: int, b: int, c: int) -> None:
        self.scrapped[ORDERS[a % 3]] += 1
        self.say(
            "Scrap",
            ["Expenses:P100:Variances:Scrap  1 PUMP-A", "Assets:P100:WorkInProcess  -1 PUMP-A"],
            f'order: "{ORDERS[a % 3]}"',
        )

    def charge(self, a: int, b: int, c: int) -> None:
        amount = Decimal(1 + a * 13 + b) / 100
        self.say(
            "Charge",
            [f"Assets:P100:WorkInProcess  {amount} USD", f"Assets:Bank  -{amount} USD"],
            f'order: "{ORDERS[c % 3]}"',
        )

    def ship(self, a: int, b: int, c: int) -> None:
        quantity = Decimal(1 + a % 3)
        if not self.has("FinishedGoods", "PUMP-A", quantity):
            return
        name = self.say(
            "Ship",
            [
                f"Expenses:P100:CostOfGoodsSold  {quantity} PUMP-A",
                f"Assets:P100:FinishedGoods  -{quantity} PUMP-A",
            ],
        )
        if self.documents:
            self.reversible[name] = ("FinishedGoods", "PUMP-A", "", quantity, str(self.day))

    def come_back(self, a: int, b: int, c: int) -> None:
        self.later["FinishedGoods:Returns", "PUMP-A"] += 1
        self.say(
            "Customer return",
            ["Expenses:P100:CostOfGoodsSold  -1 PUMP-A", "Assets:P100:FinishedGoods:Returns  1 PUMP-A"],
        )

    def transfer(self, a: int, b: int, c: int) -> None:
        item, here, there = ITEMS[a % 3], STORES[b % 3], STORES[(b + 1 + c % 2) % 3]
        quantity = Decimal(1 + c % 5)
        if not self.has(here, item, quantity):
            return
        self.later[there, item] += quantity
        self.say(
            "Transfer", [f"Assets:P100:{there}  {quantity} {item}", f"Assets:P100:{here}  -{quantity} {item}"]
        )

    def leave(self, a: int, b: int, c: int) -> None:
        """To the other plant, which values it in its own way."""
        item, here, quantity = ITEMS[a % 3], STORES[b % 3], Decimal(1 + c % 3)
        if not self.has(here, item, quantity):
            return
        self.say(
            "To P200",
            [f"Assets:P200:RawMaterials  {quantity} {item}", f"Assets:P100:{here}  -{quantity} {item}"],
        )
        self.away[item] += quantity

    def used_there(self, a: int, b: int, c: int) -> None:
        item = ITEMS[a % 3]
        if self.away[item] >= 1:
            self.away[item] -= 1
            self.next_day()
            self.say(
                "Used there", [f"Expenses:Maintenance  1 {item}", f"Assets:P200:RawMaterials  -1 {item}"]
            )

    def wages(self, a: int, b: int, c: int) -> None:
        amount = Decimal(100 + 37 * a + c) / 100
        self.say(
            "Wages",
            [
                f"Expenses:P100:CostCenters:Assembly:Wages  {amount} USD",
                f"Liabilities:Payables  -{amount} USD",
            ],
        )
        if b % 3 == 0 and (self.day, "", "center") not in self.counted:
            self.counted.add((self.day, "", "center"))
            self.blocks.append(
                f'{self.day} custom "plant-cost-center-close" "ASSEMBLY"\n  paid: {1 + c} HR-ASSY\n'
            )

    def take_back(self, a: int, b: int, c: int) -> None:
        """By-product of an order."""
        self.later[STORES[a % 3], "BRASS"] += 1
        order = ORDERS[b % 3]
        if self.issued[order, "BRASS"] == 0:
            self.say(
                "By-product",
                [f"Assets:P100:{STORES[a % 3]}  1 BRASS", "Assets:P100:WorkInProcess  -1 BRASS"],
                f'order: "{order}"',
            )

    def receive_abroad(self, a: int, b: int, c: int) -> None:
        """A foreign receipt, and its invoice some days later at another rate."""
        item, store, quantity = ITEMS[a % 3], STORES[b % 3], Decimal(1 + c % 7)
        key, euros = f"EU-{len(self.receipts)}", quantity * 2
        worth = Decimal(100 + a * 3 + b) / 100 * quantity
        self.say(
            "Foreign receipt",
            [
                f"Assets:P100:{store}  {quantity} {item} @@ {worth} USD",
                f"Liabilities:P100:GoodsReceivedNotInvoiced  -{euros} EUR @@ {worth} USD",
            ],
            f'receipt: "{key}"',
        )
        self.receipts[key] = [(item, quantity, Decimal(1))]
        self.free[store, item] += quantity
        for part, rate in ((1, b), (1, c)):
            self.say(
                "Foreign invoice",
                [
                    f"Liabilities:P100:GoodsReceivedNotInvoiced  {euros / 2 * part} EUR @@ {worth / 2 + rate} USD",
                    f"Liabilities:Payables  -{euros / 2 * part} EUR @@ {worth / 2 + rate} USD",
                ],
                f'receipt: "{key}"',
            )

    def reverse(self, a: int, b: int, c: int) -> None:
        names = [name for name, found in self.reversible.items() if found[4] < str(self.day)]
        if not names:
            return
        name = names[a % len(names)]
        store, item, order, quantity, _ = self.reversible.pop(name)
        if order and self.issued[order, item] < quantity:
            return
        other = "Assets:P100:WorkInProcess" if order else "Expenses:P100:CostOfGoodsSold"
        if order:
            self.issued[order, item] -= quantity
        self.later[store, item] += quantity
        self.say(
            "Reversal",
            [f"Assets:P100:{store}  {quantity} {item}", f"{other}  -{quantity} {item}"],
            f'order: "{order}"' if order else "",
            f'reverses: "{name}"',
        )

    def send_back(self, a: int, b: int, c: int) -> None:
        keys = [key for key, quantity in self.open_receipts.items() if quantity >= 1]
        if not keys:
            return
        key = keys[a % len(keys)]
        item, _, price = self.receipts[key][0]
        if not self.has(STORES[b % 3], item, Decimal(1)):
            return
        self.open_receipts[key] -= 1
        stated = f" @ {price} USD" if c % 2 else ""
        self.say(
            "Vendor return",
            [
                f"Assets:P100:{STORES[b % 3]}  -1 {item}{stated}",
                f"Liabilities:P100:GoodsReceivedNotInvoiced  1 {item}{stated}",
            ],
            f'receipt: "{key}"',
        )

    def expense(self, a: int, b: int, c: int) -> None:
        item, store, quantity = ITEMS[a % 3], STORES[b % 3], Decimal(1 + c % 3)
        if self.has(store, item, quantity):
            self.say(
                "Used",
                [f"Expenses:Maintenance  {quantity} {item}", f"Assets:P100:{store}  -{quantity} {item}"],
            )

    def count(self, a: int, b: int, c: int) -> None:
        item, store = ITEMS[a % 3], STORES[b % 3]
        if self.negative or (self.day, store, item) in self.counted:
            return
        # Said before the day is over: so low a count that it is always a loss or what is there.
        self.counted.add((self.day, store, item))
        there = self.free[store, item] + self.later[store, item]
        if there < 1:
            return
        self.free[store, item] = Decimal(0)
        self.later[store, item] = Decimal(0)
        self.next_day()
        self.free[store, item] = max(there - c % 2, Decimal(0))
        day = self.day - datetime.timedelta(days=1)
        self.blocks.append(
            f'{day} custom "plant-count" Assets:P100:{store} {self.free[store, item]} {item}\n'
        )

    def close(self, a: int, b: int, c: int) -> None:
        order = ORDERS[a % 3]
        if order not in self.closed:
            self.closed.add(order)
            self.blocks.append(f'{self.day} custom "plant-order-close" "{order}"\n')

    def revalue(self, a: int, b: int, c: int) -> None:
        item = (*ITEMS, "PUMP-A")[a % 4]
        if (self.day, item) in self.standards:
            return
        self.standards.add((self.day, item))
        price = Decimal(100 + b * 11 + c) / 100 * (10 if item == "PUMP-A" else 1)
        self.blocks.append(f'{self.day} custom "plant-standard-cost" {1 + c % 3} {item} {price} USD\n')

    def pass_day(self, a: int, b: int, c: int) -> None:
        self.next_day()


KINDS = (
    Plant.receive, Plant.receive, Plant.receive, Plant.invoice, Plant.freight, Plant.issue, Plant.issue,
    Plant.give_back, Plant.confirm, Plant.complete, Plant.scrap, Plant.charge, Plant.ship, Plant.come_back,
    Plant.transfer, Plant.reverse, Plant.send_back, Plant.expense, Plant.count, Plant.close, Plant.revalue,
    Plant.pass_day, Plant.leave, Plant.used_there, Plant.wages, Plant.take_back, Plant.receive_abroad, Plant.undo,
)  # fmt: skip


def make(
    events: list[tuple[int, int, int, int, bool]], method: str, documents: bool, negative: bool
) -> tuple[str, list[str]]:
    """Return the head of a ledger (plant, master data, opening stock) and the blocks of its month."""
    plant = Plant(method, documents, negative)
    for kind, a, b, c, passes in events:
        if passes:
            plant.next_day()
        KINDS[kind % len(KINDS)](plant, a, b, c)
    own = MIXED if method == "mixed" else {}
    valuation = "standard" if method in ("mixed", "usage") else method
    head = [
        'option "operating_currency" "USD"',
        'plugin "beancount.plugins.auto_accounts"',
        'plugin "beanplant"',
        f'{START} custom "plant" "P100"',
        f'  valuation: "{valuation}"',
        '  price-variance-at: "usage"' if method == "usage" else "",
        '  negative: "allow"' if negative else "",
        *(f'{START} custom "plant-standard-cost" {standard}' for standard in STANDARDS.values()),
        *(
            f"{START} commodity {item}\n  item: TRUE\n  weight: {n + 1}.5"
            + (f'\n  valuation: "{own[item]}"' if item in own else "")
            for n, item in enumerate((*ITEMS, "PUMP-A"))
        ),
        *OTHER_PLANT,
        f'{START} custom "plant-standard-cost" 7 HR-ASSY 160.00 USD',
        "  labor: 80.00 USD",
        "  variable-overhead: 30.00 USD",
        "  fixed-overhead: 50.00 USD",
        f'{START} custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL 1 SEAL',
        f'{START} custom "plant-routing" 10 PUMP-A 3 HR-ASSY',
        '  setup: "1 HR-ASSY"',
        *(f'{START} custom "plant-order" "{order}" 10 PUMP-A' for order in ORDERS),
    ]  # fmt: skip
    return "\n".join(line for line in head if line) + "\n", plant.blocks
