"""Exact sums of columns: codes of what rows agree in, totals by code, worth at standard cost.

Every number is a decimal of nine places in Arrow and a `Decimal` outside, with the places that its rows were written
with; nothing is ever a float.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from beanplant_importers.summaries import Summary

ROOM = 1 << 62
"""Codes are combined as long as they stay below this."""

TOGETHER = 16
"""Blocks whose sums are kept until they are added up."""

_WIDE = Context(prec=60)
_MOST = {
    "quantity_places": "max", "value_places": "max", "price_places": "max", "day": "min", "row": "min",
    "quantity": "sum", "value": "sum", "price": "sum", "worth": "sum",
}  # fmt: skip


def exact(number: Decimal, places: int) -> Decimal:
    """Return a sum with the places that its parts have: no rounding, since they have no more.

    >>> exact(Decimal("12.500000000"), 2)
    Decimal('12.50')
    """
    return number.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def combined(columns: Sequence[tuple[Any, int]]) -> tuple[Any, Any]:
    """Return one code for each different row of some columns of codes, numbered as they come, and the places of the
    first row of each. A column comes with the number of its codes."""
    import pyarrow
    import pyarrow.compute as pc

    code, size = columns[0]
    code = code.cast(pyarrow.int64())
    for column, count in columns[1:]:
        if size * count >= ROOM:
            encoded = code.dictionary_encode()
            code, size = encoded.indices.cast(pyarrow.int64()), len(encoded.dictionary)
        code = pc.add(pc.multiply(code, count), column.cast(pyarrow.int64()))
        size *= count
    encoded = code.dictionary_encode()
    return encoded.indices.cast(pyarrow.int64()), pc.index_in(encoded.dictionary, value_set=code)


class Unit(NamedTuple):
    """A standard cost of one unit: exactly, and as a decimal of six places if it is one."""

    exact: Fraction
    decimal: Decimal | None

    @classmethod
    def of(cls, unit: Fraction) -> Unit:
        """Return a standard cost in both forms."""
        millionths = unit * 1_000_000
        return cls(unit, Decimal(int(millionths)).scaleb(-6) if millionths.denominator == 1 else None)


def worths(pair: Any, units: Sequence[Unit | None], quantity: Any, price: Any, summary: Summary) -> Any:
    """Return what each row is worth by itself (`summaries.Summary.worth`), null where its code has no unit cost."""
    import pyarrow
    import pyarrow.compute as pc

    if all(unit is None or unit.decimal is not None for unit in units):
        try:
            unit = pyarrow.array([unit and unit.decimal for unit in units], pyarrow.decimal128(15, 6)).take(
                pair
            )
            standard = pc.multiply(quantity.cast(pyarrow.decimal128(16, 4)), unit)
            cents = _round(standard, summary.digits)
            if price.null_count < len(price):
                paid = price.cast(pyarrow.decimal128(16, 4))
                variance = _round(pc.subtract(paid, standard), summary.digits)
                cents = pc.if_else(price.is_valid(), pc.subtract(paid, variance).cast(quantity.type), cents)
            return cents
        except pyarrow.ArrowInvalid:
            pass  # a number with more digits than fit: each different one by itself
    code, first = combined(
        [(pair, len(units)), *((one.codes, one.different) for one in (_Coded.of(quantity), _Coded.of(price)))]
    )
    numbers = zip(*(column.take(first).to_pylist() for column in (pair, quantity, price)), strict=True)
    worth = [
        None if (unit := units[of]) is None else summary.worth(unit.exact, amount, paid)
        for of, amount, paid in numbers
    ]
    return pyarrow.array(worth, quantity.type).take(code)


class _Coded(NamedTuple):
    codes: Any
    different: int

    @classmethod
    def of(cls, column: Any) -> _Coded:
        import pyarrow.compute as pc

        encoded = column.dictionary_encode()
        return cls(pc.fill_null(encoded.indices, len(encoded.dictionary)), len(encoded.dictionary) + 1)


def _round(column: Any, digits: int) -> Any:
    """Round half up on the magnitude, as `beanplant.rules.rounding.cents` does."""
    import pyarrow
    import pyarrow.compute as pc

    return pc.round(column, ndigits=digits, round_mode="half_towards_infinity").cast(
        pyarrow.decimal128(38, 9)
    )


class Total(NamedTuple):
    """The sum of the rows of one kind, part of a period and state."""

    kind: int
    part: int
    state: int
    rows: int
    row: int
    day: int
    quantity: Decimal
    quantity_places: int
    value: Decimal
    value_places: int
    price: Decimal | None
    price_places: int
    worth: Decimal | None


class Partials:
    """Sums of blocks, added up now and then: memory grows with the kinds of rows, not with the rows."""

    def __init__(self) -> None:
        self._tables: list[Any] = []

    def add(self, columns: dict[str, Any], pairs: Sequence[tuple[int, int]]) -> None:
        """Add the rows of a block; ``pair`` is the code of each row's kind and part among ``pairs``."""
        import pyarrow

        count = len(columns["row"])
        if not count:
            return
        summed = _grouped(pyarrow.table(columns), ("pair", "state"), [([], "count_all", "rows")])
        pair = summed["pair"]
        for place, name in enumerate(("kind", "part")):
            numbers = pyarrow.array([one[place] for one in pairs], pyarrow.int64())
            summed = summed.append_column(name, numbers.take(pair.combine_chunks()))
        self._tables.append(summed.drop_columns("pair"))
        if len(self._tables) == TOGETHER:
            self._tables = [self._together()]

    def _together(self) -> Any:
        import pyarrow

        names = self._tables[0].column_names
        rows = pyarrow.concat_tables([table.select(names) for table in self._tables])
        return _grouped(rows, ("kind", "part", "state"), [("rows", "sum", "rows")])

    def totals(self) -> Iterator[Total]:
        """Yield the sums, in the order of the first row of each."""
        if not self._tables:
            return
        table = self._together().sort_by("row")
        if "worth" not in table.column_names:
            import pyarrow

            table = table.append_column("worth", pyarrow.nulls(len(table)))
        for line in table.select(list(Total._fields)).to_pylist():
            yield Total(**line)


def _grouped(table: Any, by: Sequence[str], more: Sequence[tuple[Any, str, str]]) -> Any:
    """Return sums of a table by some of its columns: `_MOST` says how, and ``more``."""
    import pyarrow

    said = [(name, how, name) for name, how in _MOST.items() if name in table.column_names]
    summed = table.group_by(list(by), use_threads=False).aggregate(
        [(name, how) for name, how, _ in (*said, *more)]
    )
    new = {(f"{name}_{how}" if name else how): to for name, how, to in (*said, *more)}
    names = [new.get(name, name) for name in summed.column_names]
    number, count = pyarrow.decimal128(38, 9), pyarrow.int64()
    types = [(name, number if _MOST.get(name) == "sum" else count) for name in names]
    return summed.rename_columns(names).cast(pyarrow.schema(types))
