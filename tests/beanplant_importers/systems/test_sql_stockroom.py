"""An inventory system of one's own, from SQLite and from PostgreSQL, to a valued ledger.

The figures are worked out by hand from data/stockroom/stockroom.sql: 20.5 of steel at 2.50 where the bill allows 20,
5.25 shop hours at 60.00 where the routing allows 5, ten pumps at 78.00 whose parts and hours roll up to 36.2345.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import convert, data
from click.testing import CliRunner

from beanplant import cli
from beanplant_importers import sql
from beanplant_importers.systems import sql_columns

STOCKROOM = Path(__file__).parents[1] / "data" / "stockroom"

BALANCES = {
    "Assets:P100:RawMaterials": Decimal("107.066"),  # counted: 29 steel at 2.50 and 28 seals at 1.2345
    "Assets:P100:FinishedGoods": Decimal("390.00"),  # 9 made, 4 sold, at 78.00
    "Assets:P100:WorkInProcess:Orders": Decimal("85.00"),  # JOB-2: 10 steel at 2.50 and an hour at 60.00
    "Liabilities:P100:GoodsReceivedNotInvoiced": Decimal("-206.58"),  # 60 x 2.62 and 40 x 1.2345
    "Expenses:P100:CostOfGoodsSold": Decimal("312.00"),
    "Expenses:P100:Absorbed:Shop": Decimal("-375.00"),  # 6.25 hours at 60.00
    "Expenses:P100:Variances:PurchasePrice": Decimal("7.20"),  # 60 x (2.62 - 2.50)
    "Expenses:P100:Variances:MaterialQuantity": Decimal("1.25"),  # 0.5 x 2.50
    "Expenses:P100:Variances:LaborEfficiency": Decimal("15.00"),  # 0.25 x 60.00
    "Expenses:P100:Variances:Scrap": Decimal("78.00"),
    "Expenses:P100:Variances:StandardDifference": Decimal("-417.66"),  # (36.2345 - 78.00) x 10
    "Expenses:P100:Variances:InventoryCount": Decimal(
        "3.72"
    ),  # 0.5 steel and 2 seals are not there: 1.25 + 2.469
}


@pytest.fixture
def stockroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A folder with the ledger, the profile and the database, in which the command is called."""
    for name in ("main.beancount", "stockroom.toml"):
        shutil.copy(STOCKROOM / name, tmp_path)
    with sqlite3.connect(tmp_path / "stockroom.db") as connection:
        connection.executescript((STOCKROOM / "stockroom.sql").read_text(encoding="utf-8"))
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "none.beancount").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)

    def call(*arguments: str) -> Any:
        return CliRunner().invoke(cli.main, ["import", "stockroom.toml", *arguments])

    return call


def balances() -> dict[str, Decimal]:
    """Balances at cost of the ledger, which must have no error."""
    entries, errors, _ = loader.load_file("main.beancount")
    assert [error.message for error in errors] == []
    found: dict[str, Decimal] = {}
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            worth = convert.get_weight(posting)
            found[posting.account] = found.get(posting.account, Decimal(0)) + worth.number
    return found


def journal() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(Path("journal").glob("*.beancount")))


def test_from_the_database_to_a_valued_ledger(stockroom: Callable[..., Any]) -> None:
    result = stockroom("-o", "journal/march.beancount")
    assert result.exit_code == 0, result.output
    assert "  issue          4     -40.5        -         4      -          -           -\n" in result.output
    assert (
        "1 row of lost, quantity -2, value 0: what got lost is booked by the count that misses it"
        in result.output
    )
    found = balances()
    assert {account: found[account] for account in BALANCES} == BALANCES
    assert sum(found.values()) == 0


def test_a_second_import_adds_nothing_and_a_longer_one_what_is_new(stockroom: Callable[..., Any]) -> None:
    assert stockroom("-o", "journal/march.beancount", "--set", "until=2026-03-05").exit_code == 0
    first = journal()
    assert "M-3" in first
    assert "M-4" not in first
    again = stockroom("-o", "journal/march.beancount", "--set", "until=2026-03-05")
    assert "Nothing new" in again.output
    assert journal() == first
    assert stockroom("-o", "journal/rest.beancount").exit_code == 0
    assert journal().count('document: "M-3"') == 1
    found = balances()
    assert {account: found[account] for account in BALANCES} == BALANCES


@pytest.mark.parametrize("grain", ["day", "month"])
@pytest.mark.parametrize("summed", ["false", "true"])
def test_every_grain_has_the_same_balances(stockroom: Callable[..., Any], grain: str, summed: str) -> None:
    profile = Path("stockroom.toml").read_text(encoding="utf-8")
    Path("stockroom.toml").write_text(f"sum_orders = {summed}\n{profile}", encoding="utf-8")
    assert stockroom("-o", "journal/documents.beancount").exit_code == 0
    documents = balances()
    Path("journal/documents.beancount").unlink()
    result = stockroom("--grain", grain, "-o", "journal/sums.beancount")
    assert result.exit_code == 0, result.output
    assert ("plant-order" in journal()) == (summed == "false")
    missing = result.output.partition("Accounts that the ledger does not open:\n")[2].splitlines()
    opens = [f"2026-01-01 {line.strip()}" for line in missing if line.startswith("  open ")]
    Path("journal/opens.beancount").write_text("\n".join([*opens, ""]), encoding="utf-8")
    assert balances() == documents
    again = stockroom("--grain", grain, "-o", "journal/sums.beancount")
    assert "Nothing new" in again.output, again.output


def test_orders_without_standards_stay_open_and_are_named(stockroom: Callable[..., Any]) -> None:
    profile = Path("stockroom.toml").read_text(encoding="utf-8")
    Path("stockroom.toml").write_text(f"sum_orders = true\n{profile}", encoding="utf-8")
    ledger = Path("main.beancount").read_text(encoding="utf-8")
    Path("main.beancount").write_text(
        ledger.replace('"plant-standard-cost" 1 HR-SHOP', '"plant-standard-cost" 1 M7'), encoding="utf-8"
    )
    result = stockroom("--grain", "day", "-o", "journal/sums.beancount")
    assert "1 order is not closed, because HR-SHOP has no standard cost" in result.output


def test_the_profile_is_a_beangulp_importer(stockroom: Callable[..., Any]) -> None:
    importer = sql.Sql("stockroom.toml")
    assert importer.name == "sql.stockroom"
    assert importer.identify("stockroom.toml") is True
    assert importer.identify("main.beancount") is False
    entries, _, _ = loader.load_file("main.beancount")
    extracted = importer.extract("stockroom.toml", entries)
    moved = [entry for entry in extracted if isinstance(entry, data.Transaction)]
    assert len(moved) == 12
    assert {entry.meta["document"] for entry in moved} >= {"R-1", "M-7", "W-3"}
    assert stockroom("-o", "journal/march.beancount").exit_code == 0
    entries, _, _ = loader.load_file("main.beancount")
    importer.deduplicate(extracted, entries)
    assert all("__duplicate__" in entry.meta for entry in extracted if not isinstance(entry, data.Note))


def test_identify_names_the_profile(stockroom: Callable[..., Any]) -> None:
    result = CliRunner().invoke(cli.main, ["identify", "stockroom.toml"])
    assert result.output.endswith("stockroom.toml: sql.stockroom (9 queries)\n")


def test_a_fault_in_the_data_writes_nothing(stockroom: Callable[..., Any]) -> None:
    with sqlite3.connect("stockroom.db") as connection:
        connection.execute("UPDATE move SET moved = '06.03.2026' WHERE id = 5")
    result = stockroom("-o", "journal/march.beancount", "--grain", "day")
    assert result.exit_code == 1
    assert (
        "column \"date\": found '06.03.2026' (document M-5, item 500, order JOB-1), expected a date (2026-03-31); 1 row"
        in result.output
    )
    assert {path.name for path in Path().rglob("*")} >= {"main.beancount"}
    assert not Path("journal/march.beancount").exists()
    assert not Path("subledger").exists() or not list(Path("subledger").rglob("*.*"))


@pytest.mark.needs("postgresql")
def test_postgresql_gives_the_same_journal(stockroom: Callable[..., Any], postgresql: str) -> None:
    import adbc_driver_postgresql.dbapi as dbapi

    with dbapi.connect(postgresql, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in (STOCKROOM / "stockroom.sql").read_text(encoding="utf-8").split(";"):
            if statement.strip():
                cursor.execute(statement)
    result = stockroom("-o", "journal/server.beancount", "--set", f"url={postgresql}")
    assert result.exit_code == 0, result.output
    server = journal()
    Path("journal/server.beancount").unlink()
    assert stockroom("-o", "journal/file.beancount").exit_code == 0
    assert journal() == server
    assert server.count("* ") == 12


@pytest.mark.needs("postgresql")
def test_types_of_postgresql(tmp_path: Path, postgresql: str) -> None:
    import adbc_driver_postgresql.dbapi as dbapi

    with dbapi.connect(postgresql, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE stock_number")
        cursor.execute(
            "CREATE TABLE stock_count (doc BIGINT, at TIMESTAMP, zoned TIMESTAMPTZ, qty NUMERIC(18, 6), loose FLOAT8)"
        )
        cursor.execute(
            "INSERT INTO stock_count VALUES (17, '2026-03-31 14:05:00', '2026-03-31 14:05:00+02', 48.123456, 0.1)"
        )

    def count(date: str, quantity: str) -> Any:
        query = f"SELECT doc AS document, {date} AS date, 'STEEL' AS item, {quantity} AS quantity FROM stock_count"
        text = f'system = "sql"\nplant = "P100"\n[sources.erp]\nurl = "{postgresql}"\n[[counts]]\nsource = "erp"\n'
        (tmp_path / "profile.toml").write_text(
            f'{text}account = "raw-materials"\nsql = "{query}"\n', encoding="utf-8"
        )
        profile, _ = sql.read_profile(tmp_path / "profile.toml")
        assert profile is not None
        return next(iter(sql.profile_facts(profile)))

    fact = count("at", "qty")
    assert (fact.document, str(fact.date), str(fact.quantity)) == ("17", "2026-03-31", "48.123456")
    with pytest.raises(Exception, match="a float, which cannot hold exact amounts"):
        count("at", "loose")
    with pytest.raises(Exception, match="convert it to the plant's own time in the query"):
        count("zoned", "qty")
    with pytest.raises(Exception, match='column "qt" does not exist'):
        count("at", "qt")
    with pytest.raises(Exception, match="read-only transaction"):
        count("at", "nextval('stock_number')")


def test_the_example_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "importing-sql.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    schema, profile = (next(text for kind, text in blocks if kind == wanted) for wanted in ("sql", "toml"))
    ledger, written = (text for kind, text in blocks if kind == "beancount")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    Path("main.beancount").write_text(ledger, encoding="utf-8")
    Path("stock.toml").write_text(profile, encoding="utf-8")
    with sqlite3.connect("stock.db") as connection:
        connection.executescript(schema)
    result = CliRunner().invoke(cli.main, ["import", "stock.toml", "-o", "journal.beancount"])
    assert result.exit_code == 0, result.output
    journal = Path("journal.beancount").read_text(encoding="utf-8")
    assert journal.partition("\n\n")[2].rstrip() == written.rstrip()


def test_the_documentation_names_every_column() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "importing-sql.md").read_text(encoding="utf-8")
    for table in sql_columns.TABLES.values():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{table.name}` |"))
        for column in table.columns:
            if column.required:
                assert f"**{column.name}**" in row, (table.name, column.name)
        named = set(
            re.findall(
                r"[a-z_]+",
                re.sub(r"\([^)]*\)|and legs|of an activity", "", row.split("|")[2].split(": what")[0]),
            )
        )
        assert named <= set(table.names), (table.name, named - set(table.names))
