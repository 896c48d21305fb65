"""The books while a ledger is valued: stock cards, orders, receipts, prices of the day, and what was made.

One ``Books`` lives for one load. The steps of the engine (movements, closes, counts, revaluation) read and write it;
nothing else is shared between them.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from beancount.core import data

from beanplant.engine.accounts import AccountInfo, Accounts
from beanplant.engine.booked import Amount, Cost, Posting, Transaction
from beanplant.engine.orders import OrderState
from beanplant.engine.receipt_keys import ReceiptIndex
from beanplant.engine.standard_prices import Price, StandardPrices
from beanplant.engine.stock import Card, Money
from beanplant.faults import ErrorClass, Faults, InventoryError, OrderError, nearest, place

if TYPE_CHECKING:
    from beanplant.engine.lots import ForeignReceipt, ReceiptLine, Valued
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Plant, Source
    from beanplant.rules.unit_standard import Price as StandardPrice
    from beanplant.rules.unit_standard import StandardUsage, UnitStandard

ZERO = Decimal()
BEFORE, AFTER = -1_000_000, 1_000_000

REVERSIBLE = ("document", "receipt", "delivery")
"""Keys by which ``reverses:`` finds its original."""


class Books:
    """The state of one pass over a ledger."""

    def __init__(self, master: MasterData, faults: Faults, options_map: dict[str, Any]) -> None:
        self.master = master
        self.faults = faults
        self.refused = 0
        self._refused_at: set[tuple[Any, ...]] = set()
        self.options = options_map
        self.accounts = Accounts(master, options_map["name_equity"])
        self.owned: dict[tuple[str, str, str], Card] = {}
        self.by_item: dict[str, list[Card]] = {}
        self.explicit: set[tuple[str, str]] = set()
        self.reversed_keys: set[str] = set()
        self.originals: dict[str, list[Valued]] = {}
        self.orders: dict[str, OrderState] = {}
        self.products = {order.product for order in master.orders.values()}
        self.receipts: dict[tuple[str, str], ReceiptLine] = {}
        self.receipt_index = ReceiptIndex(self.receipts)
        self.unreceived = 0  # discounts on receipts that are not in the ledger
        self.foreign: dict[tuple[str, str], ForeignReceipt] = {}  # by receipt key and currency
        self.last_issue: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}  # account, item: value, quantity
        self.touched: dict[tuple[str, str], Card] = {}
        self.late_orders: dict[str, tuple[OrderState, Transaction]] = {}
        self.centers: dict[str, dict[str, Decimal]] = {}
        self.advice: list[tuple[Source, str]] = []
        self.made: list[Transaction] = []
        self.used: dict[str, datetime.date] = {}
        self.day = datetime.date.min
        self.top = options_map.get("filename") or ""
        self.usages: dict[tuple[int, int], StandardUsage] = {}
        self.input_prices: dict[tuple[str, str], StandardPrice] = {}
        self.unit_standards: dict[tuple[str, int], UnitStandard] = {}
        self.prices: dict[tuple[str, str], Price | None] = {}
        self.at_standard: dict[str, StandardPrices] = {
            code: StandardPrices(self, p) for code, p in master.plants.items()
        }
        self._variances: dict[tuple[str, str], str] = {}
        self._methods: dict[tuple[str, str], str] = {}
        self._price_dates = set(master.standards.all_dates())
        self._monies: dict[str, Money] = {}
        self._sequence = 0

    def start_day(self, day: datetime.date) -> None:
        """Turn to a new day: prices may have changed."""
        self.day = day
        if day in self._price_dates:
            self.prices.clear()
            self.input_prices.clear()
            self.unit_standards.clear()
            for prices in self.at_standard.values():
                prices.clear()
        self.touched.clear()
        self.late_orders.clear()

    def let_go(self) -> None:
        """Cut the circles between the books and what they look up, so that all goes at once when the pass ends.

        Else hundreds of thousands of objects wait for the cyclic collector, which has to find them among the ledger's.
        """
        self.at_standard.clear()
        self.accounts.let_go()

    def money(self, plant: Plant) -> Money:
        """Return the rounding of the plant's currency."""
        found = self._monies.get(plant.currency)
        if found is None:
            found = self._monies[plant.currency] = Money(plant.currency)
        return found

    def method(self, plant: Plant, item: str) -> str:
        """Return how stock of an item is valued; with the price variance at usage, what a plant buys is at actual."""
        key = (plant.code, item)
        found = self._methods.get(key)
        if found is None:
            found = self.master.valuation(item, plant)
            if (
                found == "standard"
                and plant.price_variance_at == "usage"
                and not self.master.items[item].activity
            ):
                far = datetime.date.max
                made = self.master.bill(item, far, plant.code) or self.master.routing(item, far, plant.code)
                found = "standard" if made else "moving-average"
            self._methods[key] = found
        return found

    def price(self, plant: Plant, item: str) -> Price | None:
        """Return the standard of an item in force today, or None."""
        key = (plant.code, item)
        try:
            return self.prices[key]
        except KeyError:
            standard = self.master.standard(item, self.day, plant.code)
            found = (
                None
                if standard is None
                else Price(standard.cost.number, cast("Cost", standard.cost), standard)
            )
            self.prices[key] = found
            return found

    def price_or_fault(self, plant: Plant, item: str, source: Source, entry: Any) -> Price:
        """Return the standard of an item in force today; without one say so and go on at zero."""
        found = self.price(plant, item)
        if found is not None:
            return found
        missing = self.master.standards.missing(item, self.day, plant.code)
        first = missing[0] if missing else item
        why = ""
        if first != item:
            near = nearest(
                first, (name for name in self.master.items if name not in missing and name != item)
            )
            why = f": its bill or routing needs {first}{near}, which has none"
        self.refuse(
            InventoryError, source, f'No standard cost of {item} is in force on {self.day} in plant "{plant.code}"'
            f'{why}; write: {plant.date} custom "plant-standard-cost" 1 {first} 0.00 {plant.currency}',
            entry, f"no standard {plant.code} {item}",
        )  # fmt: skip
        cost = Cost(ZERO, plant.currency, self.day, None)
        return Price(ZERO, cost, None)  # type: ignore[arg-type]

    def card(self, info: AccountInfo, item: str) -> Card:
        """Return the stock card of an item on an inventory account, made on first use."""
        found = info.cards.get(item)
        if found is None:
            assert info.plant is not None
            found = info.cards[item] = Card(info, item, self.method(info.plant, item), self.money(info.plant))
            found.explicit = (info.name, item) in self.explicit
            self.by_item.setdefault(item, []).append(found)
        return found

    def consigned(self, info: AccountInfo, item: str, owner: str) -> Card:
        """Return the card of goods on an inventory account that belong to somebody else."""
        key = (info.name, item, owner)
        found = self.owned.get(key)
        if found is None:
            assert info.plant is not None
            found = self.owned[key] = Card(info, item, "standard", self.money(info.plant), owner)
        return found

    def order(self, name: str, posting: Posting, txn: Transaction) -> OrderState | None:
        """Return the order that a posting on work in process names; say so where there is none or it comes later."""
        state = self.orders.get(name)
        if state is None:
            fact = self.master.orders.get(name)
            if fact is None:
                if name in self.master.broken_orders:
                    return None  # its directive has said what is wrong
                self.refuse(
                    OrderError, posting.meta, f'Unknown order "{name}"{nearest(name, self.master.orders)}; '
                    f'write: {txn.date} custom "plant-order" "{name}" QUANTITY PRODUCT', txn, f"order {name}",
                )  # fmt: skip
                return None
            state = self.orders[name] = OrderState(fact)
        if state.fact.date > txn.date:
            self.refuse(
                OrderError, posting.meta, f'A posting of {txn.date} on order "{name}" comes before the order\'s date, '
                f"{state.fact.date} at {place(state.fact.source)}; correct one of the two dates", txn, f"early {name}",
            )  # fmt: skip
        return state

    def refuse(
        self, kind: ErrorClass, source: Source | None, message: str, entry: Any, subject: str = ""
    ) -> None:
        """Report a fault at the line that caused it, once a line."""
        source = source or {"filename": "<beanplant>", "lineno": 0}
        self.refused += 1
        place = (kind, subject or message, source.get("filename"), source.get("lineno"))
        if place not in self._refused_at:
            self._refused_at.add(place)
            self.faults.add(kind, source, message, entry, subject)

    def collect(self, info: AccountInfo, units: Amount) -> None:
        """Add money to the actual cost of its cost center, by component, until the center's next close."""
        assert info.center is not None
        book = self.centers.setdefault(info.center.name, {})
        key = info.component or ""
        book[key] = book.get(key, ZERO) + units.number

    def absorb(self, center: str, hours: Decimal, value: Decimal, at_standard: Decimal) -> None:
        """Add confirmed hours and what they absorbed (credits), as posted and at standard, until the next close."""
        book = self.centers.setdefault(center, {})
        book["confirmed"] = book.get("confirmed", ZERO) - hours
        book["absorbed"] = book.get("absorbed", ZERO) - value
        book["at-standard"] = book.get("at-standard", ZERO) - at_standard

    def absorb_stated(self, center: str, beyond: Decimal, hours: Decimal, wages: Decimal) -> None:
        """Add work at its actual wage (credits): what it absorbed beyond the standard of its day, hours and wages."""
        book = self.centers.setdefault(center, {})
        for key, number in (("stated", beyond), ("stated-hours", hours), ("stated-wages", wages)):
            book[key] = book.get(key, ZERO) - number

    def account(self, name: str) -> str:
        """Note that a made posting uses an account whose name the plugin makes, so that it is opened."""
        if name not in self.used:
            self.used[name] = self.day
        return name

    def variance(self, plant: Plant, category: str) -> str:
        """Return the account of a variance category, which is opened where nobody has."""
        key = (plant.code, category)
        found = self._variances.get(key)
        if found is None:
            found = self._variances[key] = self.account(plant.variance(category))
        return found

    def make(
        self, topic: str, cause: Source, narration: str, postings: list[Posting], about: dict[str, Any],
        order: int = AFTER,
    ) -> Transaction:  # fmt: skip
        """Make a transaction of today with the place of its cause, sorted before or after the day's text."""
        self._sequence += 1
        meta = data.new_metadata(f"<beanplant.{topic}>", order + self._sequence)
        meta["cause"] = self.where(cause)
        meta.update(about)
        name, line = meta["filename"], meta["lineno"]
        for posting in postings:
            # Made postings have metadata of their own, so it can take their place in the file that is none.
            posting.meta["filename"] = name
            posting.meta["lineno"] = line
        txn = Transaction(meta, self.day, "*", None, narration, data.EMPTY_SET, data.EMPTY_SET, postings)
        self.made.append(txn)
        return txn

    def where(self, source: Source) -> str:
        """Return ``main.beancount:12``, relative to the folder of the top file."""
        name = str(source.get("filename", ""))
        folder = self.top.rpartition("/")[0]
        if folder and name.startswith(folder + "/"):
            name = name[len(folder) + 1 :]
        return f"{name}:{source.get('lineno', 0)}"


def made_posting(
    account: str, number: Decimal, currency: str, rule: str, formula: str, **about: Any
) -> Posting:
    """Make a money posting that says which rule made it and by what arithmetic."""
    meta = {"rule": rule, "formula": formula}
    if about:
        meta.update(about)
    return new_posting(account, number, currency, meta)


def new_posting(account: str, number: Decimal, currency: str, meta: dict[str, Any]) -> Posting:
    """Make a money posting without the checks of ``Amount``: a ledger has hundreds of thousands."""
    return tuple.__new__(
        Posting, (account, tuple.__new__(Amount, (number, currency)), None, None, None, meta)
    )
