"""What the books keep of goods that came in, to find them again for an invoice, freight or a return."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant.engine.books import ZERO

if TYPE_CHECKING:
    from beanplant.engine.stock import Card
    from beanplant.rules.layers import Layer


class Lot(NamedTuple):
    """Units that came in, to find them again when an invoice or freight comes later."""

    card: Card | None
    layer: Layer | None
    quantity: Decimal
    since: int = 0  # draws of the layer before these units (a moving average has one layer for all)
    target: tuple[tuple[Any, int], ...] = ()  # where they went at once: what was owed, an order


class ReceiptLine:
    """What one item of a receipt cost, by the receipt's key."""

    __slots__ = ("cleared", "invoiced", "lots", "paid", "quantity")

    def __init__(self) -> None:
        self.quantity = ZERO
        self.paid = ZERO
        self.invoiced = ZERO
        self.cleared = ZERO
        self.lots: list[Lot] = []

    @property
    def explicit(self) -> bool:
        """Whether goods lie in lots that a person reduces by ``{...}``, which no later cost can reach."""
        return any(lot.card is not None and lot.card.explicit for lot in self.lots)


class ForeignReceipt:
    """What was received for a foreign amount on goods received (credits), and how much of it is invoiced."""

    __slots__ = ("amount", "cleared", "invoiced", "value")

    def __init__(self) -> None:
        self.amount = ZERO
        self.value = ZERO
        self.invoiced = ZERO
        self.cleared = ZERO


class Valued(NamedTuple):
    """What a leg of an original was worth, for ``reverses:``."""

    account: str
    item: str
    quantity: Decimal
    value: Decimal
    parts: list[tuple[int, int, Layer]]
    layer: Layer | None
    line: ReceiptLine | None
