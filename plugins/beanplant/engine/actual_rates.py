"""Work at its actual rate: ``12 HR-ASSY @ 26.00 USD`` against an absorbed account or a cost center.

The price is the wage of an hour, in place of the labor in the activity's standard; overhead is applied beside it at
its standard rates, since what it cost is known at the cost center's close only. With a standard of 65.00 (25.00 labor,
15.00 and 25.00 overhead) twelve hours are worth 12 x (26.00 + 40.00) = 792.00, and LaborRate is
(26.00 - 25.00) x 12 = 12.00. (Textbooks: (actual rate - standard rate) x actual hours; Heisinger and Hoyle, ch. 10.4;
OpenStax, Managerial Accounting, 8.3.) A standard without components is labor alone, so its price is the whole rate.

What is bought (against goods received, or any other account) is priced as a whole: ``SubcontractPrice``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.books import ZERO, Books
from beanplant.faults import InventoryError
from beanplant.masterdata.facts import Role
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.engine.booked import Posting
    from beanplant.engine.movement import Movement
    from beanplant.masterdata.facts import Item, Plant


def is_own_work(move: Movement) -> bool:
    """Say whether the plant's own cost centers did the work of a movement."""
    return any(info.role is Role.ABSORBED or info.center is not None for _, info, _, _ in move.legs)


def overhead_of(books: Books, move: Movement, posting: Posting, plant: Plant, item: Item) -> Decimal:
    """Return the overhead that a priced leg carries beside its price: at its standard rate, of work of one's own.

    A standard whose overhead leaves nothing for labor has no wage that a price could stand for.
    """
    if not item.activity or not is_own_work(move):
        return ZERO
    price = books.price(plant, posting.units.currency)
    if price is None or price.standard is None:
        return ZERO
    components = price.standard.components
    parts = sum(components.values()) - components.get("labor", 0)
    if not parts:
        return ZERO
    if parts >= price.standard.unit:
        books.refuse(
            InventoryError, posting.meta, f"{posting.units} at {show(posting.price.number, 2)} {plant.currency}: "  # type: ignore[union-attr]
            f"a price is the wage of an hour, but the standard of {posting.units.currency} is overhead alone, without "
            f"labor:; delete the price: the cost center's close shows what its overhead cost beyond the standard",
            move.txn, f"no labor {posting.units.currency}",
        )  # fmt: skip
        return ZERO
    return posting.units.number * Decimal(parts.numerator) / Decimal(parts.denominator)
