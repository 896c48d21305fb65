"""Opening a file: header, dialect, rows, and what is wrong with it, each with its place."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header, fold

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Table

HEADER = Header(
    {
        "item": ("Material", "Materialnummer"), "date": ("Posting Date", "Buchungsdatum"), "time": ("Time",),
        "quantity": ("Quantity", "Menge", "Qty in UnE"), "text": ("Text",), "order": ("Order", "Auftrag"),
    }
)  # fmt: skip
KEYS = ("item", "quantity")


def open_(path: Path, **dialect: Any) -> Table:
    found = opening.find(path, HEADER, KEYS)
    found.settle(["quantity"], ["date"], **dialect)
    return found


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "export.txt"
    path.write_bytes(text.encode(encoding))
    return path


def read_all(path: Path) -> None:
    for record in open_(path).records():
        record.number("quantity")
        record.date("date")


@pytest.mark.parametrize("separator", ["\t", ";", ",", "|"])
def test_every_separator(tmp_path: Path, separator: str) -> None:
    text = "Stock\n\nMaterial,Posting Date,Text,Quantity\n10023,2026-03-05,rod,5.5\n10024,2026-03-06,,-1\n"
    found = open_(write(tmp_path, text.replace(",", separator)))
    rows = [(r.row, r.text("item"), r.date("date"), r.number("quantity")) for r in found.records()]
    assert rows == [
        (4, "10023", datetime.date(2026, 3, 5), Decimal("5.5")), (5, "10024", datetime.date(2026, 3, 6), Decimal(-1)),
    ]  # fmt: skip
    assert "time" not in next(iter(found.records()))


def test_line_breaks_in_quotes_keep_the_row(tmp_path: Path) -> None:
    found = open_(write(tmp_path, 'Material,Text,Quantity\n1,"two\nlines",1.5\n2,"a ""b"", c",2\n'))
    assert [(r.row, r.text("text")) for r in found.records()] == [(2, "two\nlines"), (4, 'a "b", c')]


def test_a_quote_in_tab_text_is_a_quote(tmp_path: Path) -> None:
    found = open_(
        write(tmp_path, '\tMaterial\tText\tQuantity\n\t1\t3/4" rod\t1,5\n\t2\t"a ""b"""\t2\n*\t\t\t3,5\n')
    )
    assert [r.text("text") for r in found.records()] == ['3/4" rod', 'a "b"']
    assert [(t.row, t.level) for t in found.noise.totals] == [(4, 1)]
    found.check_totals(["quantity"])


def test_utf_16_as_spreadsheets_save_it(tmp_path: Path) -> None:
    found = open_(write(tmp_path, "Material\tQuantity\tText\nM-1\t2,5\tGröße\n", "utf-16"))
    assert [(r.text("item"), r.text("text"), r.number("quantity")) for r in found.records()] == [
        ("M-1", "Größe", Decimal("2.5"))
    ]


def test_captions_in_order_of_preference(tmp_path: Path) -> None:
    found = open_(write(tmp_path, "Qty in UnE;Materialnummer;Quantity\n1;10023;2\n"))
    assert [r.number("quantity") for r in found.records()] == [Decimal(2)]
    assert fold("Amnt in loc.cur.") == fold("AMNT IN LOC CUR") == "amntinloccur"


def test_a_repeated_header_and_blank_rows_are_no_data(tmp_path: Path) -> None:
    found = open_(write(tmp_path, "Material;Quantity\n1;1\n;\nMaterial;Quantity\n\n2;2\n"))
    assert [r.row for r in found.records()] == [2, 6]


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        ("Material;Quantity\n1;1.440\n2;2.880\n", 2, r'"1\.440".*three decimals.*decimal=","'),
        ("Material;Quantity;Posting Date\n1;1;03/05/2026\n", 2, r'"03/05/2026".*dates="mdy"'),
        (
            "Material;Quantity\n1;12,5\n2;1,234.56\n",
            3,
            r'Quantity: found "1,234\.56", expected a number .*"12,5" in row 2',
        ),
        ("Material;Quantity\n1;12.50\n2;abc\n", 3, 'found "abc", expected a number'),
        (
            "Material;Posting Date;Quantity\n1;2026-02-30;1\n",
            2,
            'Posting Date: found "2026-02-30", expected a date',
        ),
        ("Material;Text;Quantity\n1;a;2\n2;b\n", 3, "found 2 fields, expected the 3 of the header"),
        (
            "Material;Text;Quantity\n1;a;b;2\n",
            2,
            "found 4 fields, expected the 3 of the header; a text holds",
        ),
        ('Material;Text;Quantity\n1;"a;2\n2;b;3\n', 2, "quotes that do not pair up"),
        ("Material;Quantty\n1;2\n", 1, 'without "Quantity"; the nearest known name is "Quantty"'),
        (
            "nothing;here\n1;2\n",
            0,
            'no header among the first 80 rows, expected one with "Material", "Quantity"',
        ),
    ],
)
def test_each_fault_has_its_place(tmp_path: Path, text: str, row: int, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ImportFault, match=message) as caught:
        read_all(path)
    assert caught.value.row == row
    assert str(caught.value).startswith(f"{path}:{row}: " if row else f"{path}: ")


def test_a_dialect_that_is_said_needs_no_evidence(tmp_path: Path) -> None:
    path = write(tmp_path, "Material;Posting Date;Quantity\n1;03/05/2026;1.440\n")
    record = next(iter(open_(path, decimal=",", order="mdy").records()))
    assert (record.number("quantity"), record.date("date")) == (Decimal(1440), datetime.date(2026, 3, 5))
    record = next(iter(open_(path, decimal=".", order="dmy").records()))
    assert (record.number("quantity"), record.date("date")) == (Decimal("1.440"), datetime.date(2026, 5, 3))


def test_a_last_line_without_end_is_advice(tmp_path: Path) -> None:
    found = open_(write(tmp_path, "Material;Quantity\n1;2,5"))
    assert [r.number("quantity") for r in found.records()] == [Decimal("2.5")]
    assert found.noise.notes == [
        f"{tmp_path / 'export.txt'}: the last line has no line end; if the export was cut short, its last field may"
        " be, too."
    ]


@pytest.mark.parametrize("last", ["2;2", "2;2,5;"])
def test_a_last_line_without_end_and_without_all_its_fields_is_cut_short(tmp_path: Path, last: str) -> None:
    path = write(tmp_path, f"Material;Quantity;Plant;Text\n1;2,5;P100;x\n{last}")
    with pytest.raises(
        ImportFault, match=r":3: found \d fields and no line end, expected the 4 of the header"
    ):
        list(open_(path).records())


def test_blank_fields_may_be_missing_in_a_line_that_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "Material;Quantity;Plant\n1;2,5;P100\n2;2,5\n")
    assert [r.text("item") for r in open_(path).records()] == ["1", "2"]


def sheet(tmp_path: Path, rows: list[list[Any]]) -> Path:
    path = tmp_path / "export.csv"  # the name does not matter
    with xlsxwriter.Workbook(str(path), {"default_date_format": "mm-dd-yy"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
    return path


def test_a_sheet(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        [
            ["Stock"], [], ["Material", "Posting Date", "Time", "Quantity", "Order", "Text"],
            ["0010023", datetime.date(2026, 3, 5), datetime.time(14, 5), 0.1 + 0.2, 1000456, "a"],
            [10024, "05.03.2026", "14:05:00", "1.234,5-", "1000457", ""],
            [None, None, None, None, None, "two rows"],
        ],
    )  # fmt: skip
    found = open_(path)
    assert found.form == "sheet"
    rows = [
        (r.row, r.text("item"), r.number("quantity"), r.text("order"), r.date("date"), r.time("time"))
        for r in found.records()
    ]
    day, time = datetime.date(2026, 3, 5), datetime.time(14, 5)
    assert rows == [
        (4, "0010023", Decimal("0.3"), "1000456", day, time), (5, "10024", Decimal("-1234.5"), "1000457", day, time),
    ]  # fmt: skip
    found.check_totals(["quantity"])
    assert found.noise.notes == [
        f"{path}:6: 1 row has nothing in Material, Quantity; it was taken as a total."
    ]


def test_a_sheet_that_was_cut(tmp_path: Path) -> None:
    path = sheet(tmp_path, [["Material", "Quantity"], ["1", 2.5]])
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ImportFault, match="damaged or cut short"):
        open_(path)


def test_numbers_with_more_than_nine_decimals_are_kept_and_reported(tmp_path: Path) -> None:
    found = open_(sheet(tmp_path, [["Material", "Quantity"], ["1", 1 / 3], ["2", 2.5]]))
    assert [r.number("quantity") for r in found.records()] == [Decimal("0.3333333333333333"), Decimal("2.5")]
    assert "1 numbers have more than nine decimals" in found.noise.notes[0]
