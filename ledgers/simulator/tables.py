"""Three ways in which a list leaves an ERP: as unconverted list text, as CSV, as a sheet.

A column knows its caption in English and German, what it holds and how wide a list prints it. List text has page
heads, rules and repeated headers, and numbers in the manner of the user's profile, with the minus behind.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import xlsxwriter

Cell = str | int | Fraction | datetime.date | datetime.time | None
Row = Sequence[Cell]

CREATED = datetime.datetime(2026, 4, 1, 8, tzinfo=datetime.UTC)
PAGE = 60
"""Lines of a printed page."""


@dataclass(frozen=True)
class Column:
    """A column of a list. ``digits`` are decimals of a number, None for text and dates."""

    field: str
    english: str
    german: str
    width: int
    digits: int | None = None


def number_text(
    value: Fraction, digits: int, language: str = "EN", grouped: bool = True, behind: bool = False
) -> str:
    """Write a number: ``1,234.56``, ``1.234,56-``."""
    scaled = value * 10**digits
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than {digits} decimals")
    whole = str(abs(int(scaled))).rjust(digits + 1, "0")
    left, right = (whole[:-digits], whole[-digits:]) if digits else (whole, "")
    if grouped:
        left = f"{int(left):,}"
    text = f"{left}.{right}" if digits else left
    if language == "DE":
        text = text.translate(str.maketrans(".,", ",."))
    if value >= 0:
        return text
    return f"{text}-" if behind else f"-{text}"


def _text(cell: Cell, column: Column, language: str, form: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.time):
        return cell.isoformat()
    if isinstance(cell, datetime.date):
        return cell.strftime("%d.%m.%Y" if language == "DE" else "%m/%d/%Y")
    if isinstance(cell, Fraction):
        assert column.digits is not None
        listed = form == "list"
        return number_text(cell, column.digits, language, listed, listed)
    return str(cell)


def list_text(columns: Sequence[Column], rows: Sequence[Row], title: str, language: str = "EN") -> bytes:
    """Write an unconverted list: pages with a head, rules of dashes, fields between bars."""
    captions = [(c.german if language == "DE" else c.english)[: c.width].ljust(c.width) for c in columns]
    header = "|" + "|".join(captions) + "|"
    rule = "-" * len(header)
    lines: list[str] = []
    page_word = "Seite" if language == "DE" else "Page"
    place = 0
    for page, start in enumerate(range(0, max(1, len(rows)), PAGE), 1):
        lines += [f"{title}{page_word} {page}".rjust(0), "", rule, header, rule]
        for row in rows[start : start + PAGE]:
            fields = []
            for cell, column in zip(row, columns, strict=True):
                text = _text(cell, column, language, "list")
                if len(text) > column.width:
                    raise ValueError(f"{column.english}: {text!r} is wider than {column.width}")
                fields.append(
                    text.rjust(column.width) if column.digits is not None else text.ljust(column.width)
                )
            lines.append("|" + "|".join(fields) + "|")
            place += 1
        lines += [rule, ""]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252" if language == "DE" else "ascii")


def csv_text(columns: Sequence[Column], rows: Sequence[Row], language: str = "EN") -> bytes:
    """Write comma-separated text with one header (semicolons and decimal commas in German)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "DE" else ",", lineterminator="\r\n")
    writer.writerow([c.german if language == "DE" else c.english for c in columns])
    for row in rows:
        writer.writerow(
            [_text(cell, column, language, "csv") for cell, column in zip(row, columns, strict=True)]
        )
    return out.getvalue().encode("cp1252" if language == "DE" else "utf-8")


def sheet(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Write a workbook as a list viewer does: codes as text, numbers and dates as such, the creation date fixed."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": CREATED, "author": "SAP WebAS"})
    page = book.add_worksheet("Sheet1")
    dates = book.add_format({"num_format": "mm-dd-yy"})
    for place, column in enumerate(columns):
        page.write_string(0, place, column.english)
    formats = {n: book.add_format({"num_format": "#,##0." + "0" * n}) for n in (2, 3)}
    for line, row in enumerate(rows, 1):
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            if isinstance(cell, Fraction):
                assert column.digits is not None
                page.write_number(line, place, float(cell), formats[column.digits])
            elif isinstance(cell, datetime.date):
                page.write_datetime(line, place, cell, dates)
            else:
                page.write_string(line, place, _text(cell, column, "EN", "sheet"))
    book.close()
    return _stored(out)


def _stored(book: io.BytesIO) -> bytes:
    """Pack a workbook again without compression: compressed bytes differ from one zlib to the next."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
        for part in packed.infolist():
            plain.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), packed.read(part))
    return out.getvalue()
