"""Write ``mb51.xlsx``: ``mb51_en.csv`` as an ALV export makes it: codes are text, numbers floats, dates real."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
NUMBERS = ("Qty in Un. of Entry", "Amount in LC", "Ext. Amount in Local Currency")


def main() -> None:
    """Write the sheet."""
    with open(HERE / "mb51_en.csv", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    options = {"default_date_format": "mm-dd-yy"}
    with xlsxwriter.Workbook(str(HERE / "mb51.xlsx"), options) as book:
        book.set_properties({"author": "", "created": datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)})
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, 1):
            for column, (caption, cell) in enumerate(zip(header, row, strict=True)):
                if caption == "Posting Date":
                    sheet.write_datetime(number, column, datetime.datetime.strptime(cell, "%m/%d/%Y"))  # noqa: DTZ007
                elif caption in NUMBERS and cell:
                    sheet.write_number(number, column, float(cell.replace(",", "")))
                else:
                    sheet.write_string(number, column, cell)


if __name__ == "__main__":
    main()
