"""What an importer states of a sum: ``value:`` on a leg, and ``documents:``, of how many.

On a leg that turns into money ``value:`` is its money, on one in stock without a price what was paid. On a priced leg
in stock at standard it is the standard value:

::

    2026-03-31 * "Goods receipt"
      Assets:P100:RawMaterials                      30 PAINT @@ 261.00 USD
        value: 253.14 USD
        documents: 3
      Liabilities:P100:GoodsReceivedNotInvoiced    -30 PAINT @@ 261.00 USD

``value:`` is the standard value of the sum such that what was paid less it is the sum of the documents' variances, each
rounded half up: PurchasePrice = 261.00 - 253.14, exactly. The layer holds 30 x SP, and what that has beyond ``value:``,
at most half a cent a document, goes to ``Rounding``, as it does document by document. So every account has the same
balance at every grain.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant.engine.booked import Amount
from beanplant.faults import InventoryError
from beanplant.rules.formulas import number as show

if TYPE_CHECKING:
    from beanplant.engine.booked import Posting
    from beanplant.engine.books import Books
    from beanplant.engine.movement import Movement
    from beanplant.masterdata.facts import Plant


def documents(posting: Posting) -> int:
    """Return of how many documents a leg is the sum; 0 where it does not say."""
    number = posting.meta.get("documents")
    return int(number) if isinstance(number, Decimal) else 0


def stated_value(books: Books, move: Movement, posting: Posting, plant: Plant) -> Decimal | None:
    """Return the summed value that an importer states, signed as its posting; None where there is none."""
    stated = posting.meta.get("value")
    if stated is None:
        return None
    number: Decimal = posting.units.number
    if isinstance(stated, Amount) and stated.currency == plant.currency and stated.number * number >= 0:
        move.stated = True
        value: Decimal = stated.number
        return value
    books.refuse(
        InventoryError, posting.meta, f"value: {stated} on a posting of {posting.units}: expected an amount of money "
        f"in the plant's currency with the sign of the quantity, such as value: {'-' if number < 0 else ''}1043.17 "
        f"{plant.currency}", move.txn,
    )  # fmt: skip
    return None


def variance_beyond(
    books: Books, move: Movement, posting: Posting, plant: Plant, paid: Decimal, exact: Decimal
) -> Decimal:
    """Return what was paid beyond the standard value of a leg, rounded half up."""
    beyond = paid - standard_value(books, move, posting, plant, exact)
    # What 28 digits leave over of a standard in thirds must not decide which way half a cent goes.
    return books.money(plant).round(round(beyond, 12))


def standard_value(books: Books, move: Movement, posting: Posting, plant: Plant, exact: Decimal) -> Decimal:
    """Return the standard value of a priced leg: what is stated, else ``exact``, quantity x SP.

    What is stated must be money of the plant, within half a cent a document of ``exact``.
    """
    meta = posting.meta
    if "value" not in meta or posting.price is None:
        return exact
    stated = meta["value"]
    bound = books.money(plant).unit * max(documents(posting), 1) / 2
    if isinstance(stated, Amount) and stated.currency == plant.currency:
        value: Decimal = stated.number
        if round(abs(value - exact), 12) <= bound:
            move.stated = True
            return value
    books.refuse(
        InventoryError, meta, f"value: {stated} on a receipt of {posting.units}, which at standard are worth "
        f"{show(exact, 2)} {plant.currency}; a sum states what its documents are worth, each rounded, so at most half "
        f"a cent a document from it. Import these documents again, or delete value:", move.txn,
    )  # fmt: skip
    return exact


def refuse(books: Books, move: Movement, left: Decimal) -> None:
    """Say that what a sum states is not what its quantities are worth."""
    books.refuse(
        InventoryError, move.txn.meta, f"The value: of this sum is {show(abs(left), 2)} {move.plant.currency} away "
        f"from what its items are worth here, more than its documents' rounding; where a standard changed after the "
        f"import, import these documents again, or delete each value:", move.txn,
    )  # fmt: skip
