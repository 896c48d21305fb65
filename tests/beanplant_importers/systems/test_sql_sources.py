"""Files and databases as tables: nothing guessed, nothing dropped, nothing reached but the sources."""

from __future__ import annotations

import datetime
import gzip
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from beanplant_importers.errors import ImportFault
from beanplant_importers.systems import sql
from beanplant_importers.tally import Tally

TOP = 'system = "sql"\nplant = "P100"\n'
COUNT = "SELECT doc AS document, day AS date, item, qty AS quantity FROM counts"
COUNTS = f'[[counts]]\naccount = "raw-materials"\nsql = "{COUNT}"\n'
CSV = 'doc,day,item,qty\n0017,2026-03-31,STEEL,48.5\n0018,2026-03-31,SEAL,"1200"\n'


def read(folder: Path, source: str, query: str = COUNTS, tally: Tally | None = None) -> list[Any]:
    (folder / "profile.toml").write_text(f"{TOP}{source}\n{query}", encoding="utf-8")
    profile, errors = sql.read_profile(folder / "profile.toml")
    assert profile is not None, [str(error) for error in errors]
    return list(sql.profile_facts(profile, None, tally))


def fault(folder: Path, source: str, query: str = COUNTS) -> str:
    with pytest.raises(ImportFault) as caught:
        read(folder, source, query)
    return str(caught.value).replace(f"{folder.resolve()}/", "").replace(f"{folder}/", "")


def shown(found: list[Any]) -> list[tuple[str, datetime.date, str, str]]:
    return [(fact.document, fact.date, fact.item, str(fact.quantity)) for fact in found]


DAY = datetime.date(2026, 3, 31)
WANTED = [("0017", DAY, "STEEL", "48.5"), ("0018", DAY, "SEAL", "1200")]
FILES = '[sources.files]\nfolder = "."'


def test_csv_is_text_so_numbers_keep_their_zeros(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(CSV, encoding="utf-8-sig")
    assert shown(read(tmp_path, FILES)) == WANTED


def test_compressed_csv_another_delimiter_and_encoding(tmp_path: Path) -> None:
    text = CSV.replace(",", ";").replace("SEAL", "ÖL").replace("\n", "\r\n")
    with gzip.open(tmp_path / "march.csv.gz", "wb") as file:
        file.write(text.encode("latin-1"))
    source = FILES + '\ncsv = { delimiter = ";", encoding = "latin-1" }\ntables = { counts = "march.csv.gz" }'
    assert shown(read(tmp_path, source))[1][2:] == ("OEL", "1200")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (CSV + "0019,2026-03-31,SEAL\n", "Line: 4"),
        (CSV + "0019,2026-03-31,SEAL,1,2\n", "Line: 4"),
        (CSV + '0019,2026-03-31,"SEAL,1\n', "unterminated quote"),
        ("doc,day,item,Doc\n", 'two columns are named "Doc"'),
        ("doc,,item,qty\n", "column 2 has no name in the first row"),
        ("", "the file is empty: expected a row of column names"),
        ("doc;day;item;qty\n", "Referenced column"),
    ],
)
def test_a_csv_that_is_not_complete_is_an_error(tmp_path: Path, text: str, error: str) -> None:
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8")
    found = fault(tmp_path, FILES)
    assert error in found
    assert "counts" in found


def test_a_file_that_was_cut_short_or_is_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_bytes(CSV.replace("STEEL", "ÖL").encode("latin-1"))
    assert 'counts.csv is not utf-8; say what it is: csv = { encoding = "latin-1" }' in fault(tmp_path, FILES)
    late = CSV.encode() * 20_000 + "0019,2026-03-31,ÖL,1\n".encode("latin-1")
    (tmp_path / "counts.csv").write_bytes(
        late.replace(b"doc,day,item,qty\n", b"").join([b"doc,day,item,qty\n", b""])
    )
    assert "is not utf-8 encoded" in fault(tmp_path, FILES)
    (tmp_path / "counts.csv").unlink()
    whole = gzip.compress((CSV * 5000).replace("doc,day,item,qty\n", "").encode() + b"0")
    (tmp_path / "counts.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert fault(tmp_path, FILES)


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "counts.csv").write_text(CSV, encoding="utf-8")
    found = fault(tmp_path, FILES + '\n[sources.files.tables]\ncounts = "count.csv"')
    assert 'profile.toml:6: table "counts": there is no file count.csv' in found
    assert 'the nearest known name is "counts.csv"' in found


def test_sheets_hold_exact_numbers(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "counts.xlsx")
    sheet = book.add_worksheet("March")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["doc", "day", "item", "qty"])
    rows = [("0017", "STEEL", 48.5), (18, "SEAL", 1200), ("A9", "PAINT", 0.1 + 0.2), ("A8", "PAINT", 1 / 3)]
    for number, (doc, item, quantity) in enumerate(rows, start=1):
        sheet.write_row(number, 0, [doc, "", item, quantity])
        sheet.write_datetime(number, 1, datetime.datetime.combine(DAY, datetime.time()), day)
    book.add_worksheet("April")
    book.close()
    tally = Tally("profile.toml")
    found = read(tmp_path, FILES + '\ntables = { counts = "counts.xlsx#March" }', tally=tally)
    assert shown(found)[:2] == [("0017", DAY, "STEEL", "48.5"), ("18", DAY, "SEAL", "1200")]
    assert found[3].quantity == Decimal("0.3")
    assert any("1 numbers have more than nine decimals" in note for note in tally.notes)
    wrong = fault(tmp_path, FILES + '\ntables = { counts = "counts.xlsx#Mar" }')
    assert 'no sheet "Mar"; the nearest known name is "March"' in wrong


def test_parquet(tmp_path: Path) -> None:
    import duckdb

    duckdb.sql(
        "SELECT '0017' AS doc, DATE '2026-03-31' AS day, 'STEEL' AS item, 48.5::DECIMAL(9, 3) AS qty "
        "UNION ALL SELECT '0018', DATE '2026-03-31', 'SEAL', 1200"
    ).write_parquet(str(tmp_path / "counts.parquet"))
    assert shown(read(tmp_path, FILES)) == WANTED


def stock(path: Path) -> Path:
    """Make a small SQLite inventory."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE counts (doc TEXT, day TEXT, item TEXT, qty NUMERIC, weight REAL)")
        connection.execute("INSERT INTO counts VALUES ('0017', '2026-03-31', 'STEEL', '48.5', 0.1)")
        connection.execute("INSERT INTO counts VALUES ('0018', '2026-03-31', 'SEAL', 1200, 2.5)")
    return path


def test_sqlite(tmp_path: Path) -> None:
    stock(tmp_path / "stock.db")
    exact = COUNT.replace("qty AS", "CAST(qty AS TEXT) AS")
    assert (
        shown(
            read(
                tmp_path,
                '[sources.stock]\nurl = "sqlite:stock.db"',
                COUNTS.replace(COUNT, exact) + 'source = "stock"',
            )
        )
        == WANTED
    )
    floats = fault(tmp_path, '[sources.stock]\nurl = "sqlite:stock.db"', COUNTS + 'source = "stock"')
    assert 'column "quantity" is DOUBLE, a float' in floats
    rounded = COUNTS + 'source = "stock"\ndecimals = { quantity = 3 }'
    assert shown(read(tmp_path, '[sources.stock]\nurl = "sqlite:stock.db"', rounded)) == WANTED


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = fault(tmp_path, '[sources.stock]\nurl = "sqlite:stok.db"', COUNTS + 'source = "stock"')
    assert 'profile.toml:4: source "stock": there is no database stok.db' in found
    assert not (tmp_path / "stok.db").exists()


def test_a_database_is_opened_read_only(tmp_path: Path) -> None:
    stock(tmp_path / "stock.db")
    query = '[[counts]]\nsource = "stock"\nsql = "DELETE FROM counts RETURNING doc"\n'
    assert "readonly" in fault(tmp_path, '[sources.stock]\nurl = "sqlite:stock.db"', query)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("sqlit:stock.db", 'no driver for "sqlit:"; the nearest known name is "sqlite"'),
        (
            "snowflake://user:secret@host/db",
            "the driver is not installed; run: pip install adbc-driver-snowflake",
        ),
        ("postgresql://user:secret@127.0.0.1:1/db", 'source "stock": '),
    ],
)
def test_a_database_that_cannot_be_reached(tmp_path: Path, url: str, error: str) -> None:
    found = fault(tmp_path, f'[sources.stock]\nurl = "{url}"', COUNTS + 'source = "stock"')
    assert error in found
    assert "secret" not in found


def test_a_database_and_a_sheet_in_one_query(tmp_path: Path) -> None:
    stock(tmp_path / "stock.db")
    (tmp_path / "names.csv").write_text("item,name\nSTEEL,Rod\nSEAL,Seal\n", encoding="utf-8")
    source = (
        FILES
        + '\n[sources.stock]\nurl = "sqlite:stock.db"\n[sources.stock.tables]\nbins = "SELECT item FROM counts"'
    )
    query = '[[items]]\ndate = 2026-01-01\nsql = "SELECT item, name FROM bins JOIN names USING (item)"\n'
    assert [(fact.item, fact.name) for fact in read(tmp_path, source, query)] == [
        ("SEAL", "Seal"),
        ("STEEL", "Rod"),
    ]


def test_one_name_for_two_tables_is_an_error(tmp_path: Path) -> None:
    stock(tmp_path / "stock.db")
    (tmp_path / "counts.csv").write_text(CSV, encoding="utf-8")
    source = (
        FILES
        + '\n[sources.stock]\nurl = "sqlite:stock.db"\n[sources.stock.tables]\nCounts = "SELECT * FROM counts"'
    )
    assert 'table "Counts" is in the sources "files" and "stock"' in fault(tmp_path, source)


@pytest.mark.parametrize(
    "reach",
    [
        "read_text('/etc/hostname')",
        "read_csv('../outside.csv')",
        "'https://example.com/x.csv'",
        "read_blob('/etc/*')",
    ],
)
def test_a_query_reaches_nothing_but_its_sources(tmp_path: Path, reach: str) -> None:
    (tmp_path / "outside.csv").write_text("a\n1\n", encoding="utf-8")
    folder = tmp_path / "profile"
    (folder / "exports").mkdir(parents=True)
    source = FILES.replace('"."', '"exports"')
    query = f'[[items]]\ndate = 2026-01-01\nsql = "SELECT * FROM {reach}"\n'
    assert "Permission Error" in fault(folder, source, query)


def test_python_variables_are_no_tables(tmp_path: Path) -> None:
    source_text = "a variable of the importer"
    query = '[[items]]\ndate = 2026-01-01\nsql = "SELECT * FROM profile"\n'
    assert source_text
    assert "there is no table profile" in fault(tmp_path, "", query)
