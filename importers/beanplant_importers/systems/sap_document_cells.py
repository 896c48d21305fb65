"""The cells of MB51 by columns: dates, keys of documents, signed quantities, values.

The rules are those of a row (`beanplant_importers.systems.sap_document_rows`): debit and credit give an unsigned
quantity its sign, a value has the sign of its quantity, and a document's year is its date's where no column says it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from beanplant_importers import document_keys
from beanplant_importers.facts import ZERO
from beanplant_importers.formats import dates

if TYPE_CHECKING:
    import datetime

    from beanplant_importers.formats.columns import Block


class Cells(NamedTuple):
    """A block's columns as they are read."""

    date: Any  # code among `days`
    days: list[datetime.date]
    key: Any
    quantity: Any
    places: Any
    value: Any
    value_places: Any
    external: Any
    external_places: Any
    amounts: Any
    sign: Any
    flags: tuple[Any, Any]
    time: Any


def read(block: Block, read_time: Callable[[str], datetime.time | None]) -> Cells | None:
    """Read the columns of a block. None, or ValueError, where a cell is not plain."""
    import pyarrow
    import pyarrow.compute as pc

    columns = block.table.columns
    quantity, places = block.number("quantity")
    date, texts = block.texts("date")
    days = [dates.parse(text, block.table.dates) for text in texts[:-1]]
    document, line = block.digits("document", 10), block.digits("line", 4)
    if quantity.null_count or None in days or document is None or line is None:
        return None
    sign = pc.sign(quantity).cast(pyarrow.int64())
    if "debit" in columns:
        code, texts = block.texts("debit")
        turned = pc.and_(pyarrow.array([text in ("H", "C") for text in texts]).take(code), pc.equal(sign, 1))
        quantity = pc.if_else(turned, pc.negate(quantity), quantity)
        sign = pc.if_else(turned, -1, sign)
    years = pyarrow.array([day.year for day in days if day], pyarrow.int64()).take(date)
    if "year" in columns:
        code, texts = block.texts("year")
        if any(text and not (len(text) == 4 and text.isascii() and text.isdecimal()) for text in texts):
            return None
        said = pyarrow.array([int(text) if text else None for text in texts], pyarrow.int64()).take(code)
        years = pc.coalesce(said, years)
    value, value_places, amounts, has_amount = _value(block, quantity, sign)
    external = external_places = has_external = None
    if "external" in columns:
        external, external_places = block.number("external")
        external = pc.fill_null(pc.abs(external), ZERO)
        has_external = pc.sign(external).cast(pyarrow.int64())
        external = pc.if_else(pc.less(sign, 0), pc.negate(external), external)
    time = block.times("time", read_time) if "time" in columns else None
    return Cells(
        date, [day for day in days if day], document_keys.numbers_of(years, document, line), quantity, places,
        value, value_places, external, external_places, amounts, sign, (has_amount, has_external), time,
    )  # fmt: skip


def _value(block: Block, quantity: Any, sign: Any) -> tuple[Any, Any, Any, Any]:
    """Return the value with the sign of the quantity, its places, the amounts as written, whether there are any."""
    import pyarrow
    import pyarrow.compute as pc

    if "amount" not in block.table.columns:
        count = len(block)
        zero = pyarrow.repeat(pyarrow.scalar(ZERO, quantity.type), count)
        none = pyarrow.repeat(pyarrow.scalar(0, pyarrow.int32()), count)
        return zero, none, None, None
    amounts, places = block.number("amount")
    filled = pc.fill_null(amounts, ZERO)
    size = pc.abs(filled)
    value = pc.if_else(pc.equal(sign, 0), filled, pc.if_else(pc.less(sign, 0), pc.negate(size), size))
    nonzero = pc.not_equal(pc.sign(size), 0)
    places = pc.if_else(nonzero, pc.fill_null(places, 0), 0)
    has = pc.add(amounts.is_valid().cast(pyarrow.int64()), nonzero.cast(pyarrow.int64()))
    return value, places, amounts, has
