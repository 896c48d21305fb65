"""A delimited file by columns: Arrow reads it in blocks of some hundred thousand rows, each column an array.

A row costs fifty microseconds in Python and half of one here. Nothing is read otherwise than row by row: every cell
of a block that the reading by columns is not sure of sends the whole block through the reading by rows
(`Block.records`), which reads it or says what is wrong with it. So a file has one meaning, whatever its size.

=====================  ======================================================================================
what                   by columns, where
=====================  ======================================================================================
a line                 it is one row: no field goes over several lines, and quotes pair up
a number               it is digits and a decimal point, or is one of the numbers that `numbers` reads
a date, a time         `dates` reads each of the block's different ones
any other text         always: the block's different texts are trimmed, as a row's cells are
=====================  ======================================================================================
"""

from __future__ import annotations

import codecs
import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import delimited, numbers, rows
from beanplant_importers.formats.tables import Record

if TYPE_CHECKING:
    import datetime

    from beanplant_importers.formats.tables import Table

BYTES = 6 << 20
"""Bytes of a block."""

DECIMALS = 9
"""Decimals of a number in a column; a block with a number that has more is read by rows."""

_CLOCK = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
_UTF8 = ("utf-8", "utf-8-sig")
_DIGITS = b"0123456789"


class Block:
    """Some rows of a file, by columns. ``row`` is the physical row of the first, ``raw`` the columns as they stand.

    ``gaps`` are rows among them whose number of fields is not the header's: then only `records` reads the block.
    """

    def __init__(
        self, table: Table, row: int, raw: Sequence[Any], gaps: Sequence[tuple[int, str]], *, stars: bool
    ) -> None:
        self.table = table
        self.row = row
        self.raw = raw
        self.gaps = gaps
        self._stars = stars
        self._texts: dict[str, tuple[Any, list[str]]] = {}

    def __len__(self) -> int:
        return len(self.raw[0]) if self.raw else 0

    def plain(self, needed: Sequence[str]) -> bool:
        """Say whether every line of the block is a row of data: none is a total, a repeated header, or has nothing in
        one of the columns ``needed``."""
        import pyarrow.compute as pc

        if self.gaps or any(self.raw[self.table.columns[name]].null_count for name in needed):
            return False
        header = [caption.strip() for caption in self.table.captions]
        first = next((column for column, caption in enumerate(header) if caption), 0)
        if pc.any(pc.match_substring(_different(self.raw[first]), header[first])).as_py():
            return False
        if not self._stars:
            return True
        lead = pc.coalesce(*(_plain_text(column) for column in self.raw))
        return not pc.any(pc.match_substring_regex(lead, r'^[\s"]*\**[\s"]*$')).as_py()

    def texts(self, name: str) -> tuple[Any, list[str]]:
        """Return a field's column as codes and the texts that they stand for, trimmed; the last text is the blank."""
        import pyarrow
        import pyarrow.compute as pc

        found = self._texts.get(name)
        if found is None:
            raw = self.raw[self.table.columns[name]]
            if not isinstance(raw.type, pyarrow.DictionaryType):
                raw = raw.dictionary_encode()
            texts = [self._text(text) for text in raw.dictionary.to_pylist()]
            codes = raw.indices
            if codes.null_count:
                codes = pc.fill_null(codes, len(texts))
            found = self._texts[name] = (codes.cast(pyarrow.int64()), [*texts, ""])
        return found

    def _text(self, text: str) -> str:
        return _unquoted(text).strip() if self.table.separator == "\t" else text.strip()

    def values(self, name: str, read: Callable[[str], Any], kind: Any) -> Any:
        """Return a field's column with each of its different texts read by ``read``, which raises ValueError."""
        import pyarrow

        codes, texts = self.texts(name)
        return pyarrow.array([read(text) for text in texts], kind).take(codes)

    def times(self, name: str, read: Callable[[str], datetime.time | None]) -> Any:
        """Return a field's column of times of day, as `values` does; ``14:05:00`` needs no reading in Python."""
        import pyarrow
        import pyarrow.compute as pc

        kind, raw = pyarrow.time64("us"), self.raw[self.table.columns[name]]
        texts = _different(raw)
        if not pc.all(pc.match_substring_regex(texts, _CLOCK)).as_py():
            return self.values(name, read, kind)
        seconds = pyarrow.array([0], pyarrow.int32())[0]
        for start in (0, 3, 6):
            part = pc.utf8_slice_codeunits(texts, start, start + 2).cast(pyarrow.int32())
            seconds = pc.add(pc.multiply(seconds, 60), part)
        found = seconds.cast(pyarrow.int32()).cast(pyarrow.time32("s")).cast(kind)
        return found.take(raw.indices) if isinstance(raw.type, pyarrow.DictionaryType) else found

    def number(self, name: str) -> tuple[Any, Any]:
        """Return a field's column as decimals, blanks as null, and how many decimals each number is written with.

        Raises ValueError where a cell is no number, or has more than nine decimals.
        """
        import pyarrow
        import pyarrow.compute as pc

        kind = pyarrow.decimal128(38, DECIMALS)
        raw = self.raw[self.table.columns[name]]
        if self.table.decimal == "." and not _bytes(raw).translate(None, _DIGITS + b".-"):
            point = pc.find_substring(raw, ".")
            after = pc.subtract(pc.subtract(pc.binary_length(raw), point), 1)
            try:
                return raw.cast(kind), pc.if_else(pc.less(point, 0), 0, after)
            except pyarrow.ArrowInvalid:
                pass  # a sign behind its number, or no number at all
        codes, texts = self.texts(name)
        found = [numbers.parse(text, self.table.decimal) for text in texts]
        places = [0 if one is None else max(-int(one.as_tuple().exponent), 0) for one in found]
        if max(places) > DECIMALS:
            raise ValueError(name)
        return pyarrow.array(found, kind).take(codes), pyarrow.array(places, pyarrow.int32()).take(codes)

    def digits(self, name: str, most: int) -> Any:
        """Return a field's column of digits as integers; None if a cell is anything else, or longer than ``most``."""
        import pyarrow
        import pyarrow.compute as pc

        raw = self.raw[self.table.columns[name]]
        if raw.null_count or _bytes(raw).translate(None, _DIGITS):
            return None
        return raw.cast(pyarrow.int64()) if pc.max(pc.binary_length(raw)).as_py() <= most else None

    def records(self, noise: rows.Noise, wanted: Any = None) -> Iterator[Record]:
        """Yield the block's rows of data one by one, or those of the indices ``wanted`` as they stand."""
        if wanted is not None:
            columns = [_plain_text(column.take(wanted)).to_pylist() for column in self.raw]
            for index, texts in zip(wanted.to_pylist(), zip(*columns, strict=True), strict=True):
                yield Record(self.table, self.row + index, [self._text(text or "") for text in texts])
            return
        keys = [self.table.columns[key] for key in self.table.keys]
        lines = rows.data_rows(self.table.file, self._lines(), self.table.captions, keys, noise)
        for row, cells in lines:
            yield Record(self.table, row, cells)

    def _lines(self) -> Iterator[tuple[int, rows.Cells]]:
        columns = [_plain_text(column).to_pylist() for column in self.raw]
        row, gaps = self.row, list(self.gaps)
        for cells in zip(*columns, strict=True):
            while gaps and gaps[0][0] == row:
                yield row, _cells(gaps.pop(0)[1], self.table.separator)
                row += 1
            yield row, [self._text(cell or "") for cell in cells]
            row += 1
        for row, text in gaps:
            yield row, _cells(text, self.table.separator)


class Columns:
    """A delimited file that is read by columns. Use it as a context manager; ``plain`` says whether it can be."""

    def __init__(self, table: Table, strings: Sequence[str]) -> None:
        self.table = table
        self._strings = {table.columns[name] for name in strings if name in table.columns}
        self._stack = ExitStack()
        self._path = Path(table.file)
        self._stars = False

    def __enter__(self) -> Columns:
        if self.table.encoding not in _UTF8:
            self._path = self._stack.enter_context(_in_utf8(self._path, self.table.encoding))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def plain(self) -> bool:
        """Say whether each line below the header is one row, and its quotes are those of whole fields."""
        separator = self.table.separator
        if any("\n" in caption or "\r" in caption for caption in self.table.captions):
            return False
        with self._path.open("rb") as file:
            while block := file.read(1 << 20):
                block += file.readline()
                if not _is_plain(block, separator):
                    return False
                self._stars = self._stars or b"*" in block
        return True

    def blocks(self) -> Iterator[Block]:
        """Yield the rows below the header. Raises ValueError where a text is not in the file's encoding."""
        import pyarrow
        from pyarrow import csv as arrow

        coded = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
        names = [str(column) for column in range(len(self.table.captions))]
        used = set(self.table.columns.values()) - self._strings
        types = {name: coded if int(name) in used else pyarrow.string() for name in names}
        gaps: list[tuple[int, str]] = []

        last = 0, 0

        def gap(line: Any) -> str:
            nonlocal last
            last = line.number, line.actual_columns
            gaps.append((line.number, line.text))
            return "skip"

        reader = arrow.open_csv(
            self._path,
            arrow.ReadOptions(use_threads=False, block_size=BYTES, skip_rows=self.table.row, column_names=names),
            arrow.ParseOptions(
                delimiter=self.table.separator, quote_char=False if self.table.separator == "\t" else '"',
                ignore_empty_lines=False, invalid_row_handler=gap,
            ),
            arrow.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
            ),
        )  # fmt: skip
        row = self.table.row + 1
        with reader:
            for batch in self._batches(reader):
                inside: list[tuple[int, str]] = []
                end = row + len(batch)
                while gaps and gaps[0][0] < end:
                    inside.append(gaps.pop(0))
                    end += 1
                yield Block(self.table, row, batch.columns, inside, stars=self._stars)
                row = end
        if gaps:
            yield Block(
                self.table, row, [pyarrow.array([], pyarrow.string())] * len(names), gaps, stars=self._stars
            )
        if not delimited.ends_with_newline(self.table.file):
            if last[0] >= row - 1 and 0 < last[1] < len(names):
                raise rows.cut_short(self.table.file, last[0], last[1], len(names))
            self.table.noise.notes.append(
                f"{self.table.file}: the last line has no line end; if the export was cut short, its last field may "
                "be, too."
            )

    def _batches(self, reader: Any) -> Iterator[Any]:
        """Yield what Arrow reads; a text that it cannot read is a fault as the reading by rows says it."""
        import pyarrow

        try:
            yield from reader
        except pyarrow.ArrowInvalid as error:
            for _ in delimited.rows(self.table.file, self.table.encoding, self.table.separator):
                pass
            raise ImportFault(self.table.file, 0, f"cannot be read by columns: {error}") from error


def _is_plain(block: bytes, separator: str) -> bool:
    """Say whether lines end in one way, and the quotes of each line pair up in it."""
    returns = block.count(b"\r")
    if b"\0" in block or (returns and returns != block.count(b"\r\n")):
        return False
    if separator == "\t" or b'"' not in block:
        return True
    quoted = [line.decode("utf-8", "replace") for line in block.splitlines() if b'"' in line]
    try:
        return sum(1 for _ in csv.reader(quoted, delimiter=separator, strict=True)) == len(quoted)
    except csv.Error:
        return False


def _in_utf8(path: Path, encoding: str) -> Any:
    """Return a temporary copy of a text in UTF-8, gone when it is closed."""

    class Copy:
        def __enter__(self) -> Path:
            self.folder = tempfile.TemporaryDirectory(prefix="beanplant-")
            copy = Path(self.folder.name) / "text"
            with codecs.open(str(path), "r", encoding) as text, copy.open("wb") as file:
                while block := text.read(1 << 20):
                    file.write(block.encode("utf-8"))
            return copy

        def __exit__(self, *_: object) -> None:
            self.folder.cleanup()

    return Copy()


def _cells(line: str, separator: str) -> list[str]:
    if separator == "\t":
        return next(delimited.tabbed(iter([line])))[1]  # type: ignore[return-value]
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True), [])]


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _plain_text(column: Any) -> Any:
    import pyarrow

    return column.dictionary_decode() if isinstance(column.type, pyarrow.DictionaryType) else column


def _different(column: Any) -> Any:
    """Return the different texts of a column, or all."""
    import pyarrow

    return column.dictionary if isinstance(column.type, pyarrow.DictionaryType) else column


def _bytes(column: Any) -> bytes:
    """Return the characters of a column of texts, one behind the other."""
    first, last = column.offset, column.offset + len(column)
    _, offsets, characters = column.buffers()
    if characters is None:
        return b""
    starts = memoryview(offsets).cast("i")
    return bytes(memoryview(characters)[starts[first] : starts[last]])
