"""Typed, dated facts: what the custom directives of a ledger say, after parsing.

Every fact keeps the ``source`` (the metadata of its directive, with ``filename`` and ``lineno``), so that
an error always stands at the line that a person can mend. Quantities and rates are exact: ``Decimal`` as it
was written, or ``Fraction`` where a directive says "100 units for 250.00".
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beancount.core.position import Cost

Source = dict[str, Any]
"""Metadata of a directive: at least ``filename`` and ``lineno``."""


class Role(StrEnum):
    """What an account is for in a plant. A sub-account has the role of its parent."""

    RAW_MATERIALS = "raw-materials"
    WORK_IN_PROCESS = "work-in-process"
    FINISHED_GOODS = "finished-goods"
    IN_TRANSIT = "in-transit"
    GOODS_RECEIVED = "goods-received"
    COST_OF_GOODS_SOLD = "cost-of-goods-sold"
    VARIANCES = "variances"
    ABSORBED = "absorbed"


INVENTORY_ROLES = frozenset({Role.RAW_MATERIALS, Role.FINISHED_GOODS, Role.IN_TRANSIT})
"""Accounts that hold items as cost layers."""

COMPONENTS = ("labor", "variable-overhead", "fixed-overhead")
"""The parts of an activity's rate, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A plant in force from ``date``: its accounts by role and its defaults."""

    code: str
    date: datetime.date
    name: str
    currency: str
    gaap: str  # "us" | "ifrs"
    valuation: str  # "standard" | "moving-average" | "fifo" | "lifo"
    price_variance_at: str  # "purchase" | "usage"
    negative: bool  # negative stock is allowed
    accounts: dict[Role, str]
    source: Source
    capitalize_from: Decimal | None = None  # what costs less is an expense, not an asset

    def variance(self, category: str) -> str:
        """Account of a variance category, ``Expenses:P100:Variances:PurchasePrice``."""
        return f"{self.accounts[Role.VARIANCES]}:{category}"


@dataclass(frozen=True, slots=True)
class Item:
    """A commodity that is stocked (an item) or absorbed (an activity: an hour, a kWh)."""

    commodity: str
    name: str
    activity: bool
    valuation: str | None  # overrides the plant's
    material: str | None  # the ERP's own number
    weight: Decimal | None  # of one unit, for landed cost by weight
    source: Source


@dataclass(frozen=True, slots=True)
class StandardCost:
    """The standard price of one unit of an item or activity from ``date``.

    ``unit`` is exact; ``components`` (only of activities) are the exact rates of labor, variable overhead
    and fixed overhead, which add up to ``unit``. ``cost`` is the one shared Beancount cost of its lots.
    ``rolled_up`` says that it came from bill and routing, not from a directive of its own. ``material`` and
    ``conversion`` are its two parts, of a roll-up through all levels; what has a directive of its own is
    material, and an activity is conversion.
    """

    item: str
    date: datetime.date
    plant: str | None
    currency: str
    unit: Fraction
    components: dict[str, Fraction]
    cost: Cost
    rolled_up: bool
    source: Source
    material: Fraction = Fraction(0)
    conversion: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class BillLine:
    """``quantity`` of ``item`` for one unit of the product; negative for a by-product.

    ``allowance`` is the planned scrap of the component: the standard quantity is ``quantity x (1 +
    allowance)``.
    """

    item: str
    quantity: Fraction
    allowance: Fraction
    source: Source

    @property
    def standard_quantity(self) -> Fraction:
        """Standard quantity for one unit of output, planned component scrap included."""
        return self.quantity * (1 + self.allowance) if self.allowance else self.quantity


@dataclass(frozen=True, slots=True)
class Bill:
    """The bill of materials of a product in force from ``date``."""

    product: str
    date: datetime.date
    plant: str | None
    lines: tuple[BillLine, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Routing:
    """Standard hours of a product from ``date``: per unit, and setup once an order.

    ``lot_size`` is what the standard spreads the setup over; ``output_scrap`` the planned allowance of the
    output.
    """

    product: str
    date: datetime.date
    plant: str | None
    run: dict[str, Fraction]
    setup: dict[str, Fraction]
    lot_size: Fraction
    output_scrap: Fraction
    source: Source


@dataclass(frozen=True, slots=True)
class Order:
    """A production order: ``quantity`` of ``product`` planned, released on ``date``."""

    name: str
    date: datetime.date
    product: str
    quantity: Decimal
    kind: str  # "production" | "rework"
    plant: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class OrderClose:
    """The close of an order: what is left on it goes to variances."""

    name: str
    date: datetime.date
    source: Source


@dataclass(frozen=True, slots=True)
class CostCenter:
    """A cost center: its parent account, the activity it gives and its normal capacity a month."""

    name: str
    date: datetime.date
    account: str
    activity: str
    absorbed: str
    capacity: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class CostCenterClose:
    """The close of a cost center's month: ``paid`` hours of its activity (None: as confirmed)."""

    name: str
    date: datetime.date
    paid: Decimal | None
    source: Source


@dataclass(frozen=True, slots=True)
class Count:
    """A physical count: ``quantity`` of ``item`` at the end of ``date``."""

    account: str
    date: datetime.date
    item: str
    quantity: Decimal
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesDiscounts:
    """How early payment discounts on the sales of an account (and below it) are booked from ``date``.

    ``expected`` is the share that is taken (None: as observed over ``window`` months, ``initial`` before there is any).
    ``exchange`` gets what a payment at another rate than its invoice gains or loses. ``returns`` is where credit notes
    for returns and allowances are booked beside the sales; beanplant posts nothing there.
    """

    account: str
    date: datetime.date
    method: str
    receivables: str
    discounts: str
    tax: str | None
    tax_mode: str  # "included" | "excluded" | "mixed" | "unadjusted"
    grace: int
    source: Source
    allowance: str = ""
    forfeited: str = ""
    expected: Fraction | None = None  # None: the observed share
    initial: Fraction | None = None
    window: int = 12
    exchange: str | None = None
    returns: str = ""

    @property
    def open_items(self) -> str:
        """The account that invoices and payments meet on."""
        return self.receivables

    @property
    def defaults(self) -> tuple[str, ...]:
        """The accounts that beanplant opens: those whose names it makes, written out or not."""
        assets = self.receivables.partition(":")[0]
        return (
            f"{self.account}Discounts",
            f"{self.account}DiscountsForfeited",
            f"{assets}:AllowanceForDiscounts",
        )


PURCHASE_ALLOWANCE = "AllowanceForPurchaseDiscounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseDiscounts:
    """How early payment discounts of suppliers on a payables account (and below it) are booked from ``date``.

    ``forfeited`` is the expense of what lapses under the net and the allowance method (``lost:``), ``allowance`` holds
    what can still be taken under the latter, ``undiscounted`` are accounts that a discount is never on, ``opening``
    gets the discount of an opening payable, whose goods are not known.
    """

    account: str
    date: datetime.date
    method: str  # "gross" | "net" | "allowance"
    forfeited: str
    tax: str | None
    tax_mode: str  # "included" | "excluded" | "mixed" | "unadjusted"
    grace: int
    source: Source
    opening: str
    allowance: str
    exchange: str | None = None
    undiscounted: tuple[str, ...] = ()

    @property
    def open_items(self) -> str:
        """The account that invoices and payments meet on."""
        return self.account

    @property
    def defaults(self) -> tuple[str, ...]:
        """The accounts that beanplant opens: those whose names it makes, written out or not."""
        liabilities = self.account.partition(":")[0]
        return f"{self.opening}Lost", self.opening, f"{liabilities}:{PURCHASE_ALLOWANCE}"


Discounts = SalesDiscounts | PurchaseDiscounts


@dataclass(frozen=True, slots=True)
class TakeUpRate:
    """From ``date`` on, the share of discounts on an ``account`` that is taken by a customer, or under terms."""

    account: str
    date: datetime.date
    subject: str
    share: Fraction
    source: Source


@dataclass(frozen=True, slots=True)
class Subledger:
    """The ``folder`` (relative to the ledger) of the documents behind a plant's summarized postings."""

    plant: str
    date: datetime.date
    folder: str
    source: Source


@dataclass(slots=True)
class Timeline:
    """Facts of one key by date; the one in force is the newest not after a date."""

    dates: list[datetime.date] = field(default_factory=list)
    facts: list[Any] = field(default_factory=list)

    def add(self, date: datetime.date, fact: Any) -> None:
        """Add a fact that is not older than the last one."""
        self.dates.append(date)
        self.facts.append(fact)

    def on(self, date: datetime.date) -> Any | None:
        """Return the fact in force on ``date``, None before the first one."""
        index = bisect_right(self.dates, date)
        return self.facts[index - 1] if index else None
