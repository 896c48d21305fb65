"""Stock cards: one item on one account, at standard or in cost layers, and the postings that a move of it makes.

A card at standard holds a quantity only; its lots all have the standard's one shared cost. A card in layers holds
``rules.layers.Layers``, in integers; here they meet Beancount's ``Decimal`` and ``Cost``.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from beanplant.engine.booked import Cost
from beanplant.rules.currencies import minor_units
from beanplant.rules.layers import QUANTITY, Layers

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.accounts import AccountInfo

ZERO = Decimal()
SCALE = Decimal(QUANTITY)


class Money:
    """Rounding of one currency: money once, half up, to its smallest unit."""

    __slots__ = ("currency", "digits", "scale", "unit")

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.digits = minor_units(currency)
        self.unit = Decimal(1).scaleb(-self.digits)
        self.scale = Decimal(10) ** self.digits

    def round(self, value: Decimal) -> Decimal:
        """Round half up on the magnitude."""
        return value.quantize(self.unit, ROUND_HALF_UP)

    def to_int(self, value: Decimal) -> int:
        """Return a value as an integer of the smallest unit, rounded half up."""
        scaled = value * self.scale
        whole = int(scaled)
        return whole if whole == scaled else int(scaled.quantize(Decimal(1), ROUND_HALF_UP))

    def to_decimal(self, value: int) -> Decimal:
        """Return an integer of the smallest unit as a value."""
        return Decimal(value).scaleb(-self.digits)


def quantity_int(number: Decimal) -> int:
    """Return a quantity in billionths of a unit. Finer quantities are rounded half up."""
    scaled = number * SCALE
    whole = int(scaled)
    return whole if whole == scaled else int(scaled.quantize(Decimal(1), ROUND_HALF_UP))


def quantity_decimal(quantity: int) -> Decimal:
    """Return billionths of a unit as a plain number: ``12``, ``0.5``."""
    if quantity % QUANTITY == 0:
        return Decimal(quantity // QUANTITY)
    number = (Decimal(quantity) / SCALE).normalize()
    return number


class Card:
    """The stock of ``item`` on an account. ``layers`` is None at standard."""

    __slots__ = ("explicit", "info", "item", "last_out", "layers", "money", "owner", "quantity")

    def __init__(self, info: AccountInfo, item: str, method: str, money: Money, owner: str = "") -> None:
        self.info = info
        self.item = item
        self.money = money
        self.owner = owner
        self.quantity = ZERO
        self.layers = None if method == "standard" else Layers(method, self.make_cost)
        self.explicit = False  # reduced by {...}: Beancount's booking keeps the lots
        self.last_out: Any = None

    def make_cost(self, value: int, quantity: int, date: datetime.date) -> Cost:
        """Return the lot of a layer: its unit cost to 28 digits, and its date."""
        money = self.money
        if not quantity:
            number = tidy(ZERO)
        else:
            whole, part = divmod(value * QUANTITY, quantity)
            if part:
                # Finer than the currency, so there are more than two decimals, but for those that have none.
                number = (Decimal(value) * SCALE / (Decimal(quantity) * money.scale)).normalize()
            else:
                number = money.to_decimal(whole)
            if money.digits != 2:
                number = tidy(number)
        return tuple.__new__(Cost, (number, money.currency, date, self.owner or None))

    @property
    def on_hand(self) -> Decimal:
        """Quantity on the card."""
        return self.quantity if self.layers is None else quantity_decimal(self.layers.quantity)


def tidy(number: Decimal) -> Decimal:
    """Write a unit cost with at least two decimals and no further trailing zeros: ``2.50``, ``33.335``."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < -2:
        number = number.normalize()
        exponent = number.as_tuple().exponent
        assert isinstance(exponent, int)
    return number if exponent <= -2 else number.quantize(Decimal("0.01"))
