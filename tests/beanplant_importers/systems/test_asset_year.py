"""Half a year of a plant's assets from SAP: the register of the opening with a tax book and a further area, the
transactions, the register at the end. What the ledger then has is what the lists say, asset by asset.

::

    10001    120,000.00 over 120 months is 1,000.00; 9,300.00 more in April over the 93 months left is 100.00 more
    10002     24,000.00: 200.00 a month; a quarter of it leaves in March for 5,000.00
    10003     36,000.00: 300.00 a month; sold in May for 28,000.00
    10004      5,000.00: 41.67 a month; scrapped in February
    40001     43,000.00 and 5,000.00 under construction; 48,000.00 in service as 10010 in April: 400.00 a month
    20001     18,000.00 over 36 months is 500.00; a loss of 1,500.00 on June 30
    TRUCKS    60,000.00 at 25 % a year is 1,250.00 a month
"""

from __future__ import annotations

import csv
import importlib.util
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from beangulp.extract import DUPLICATE
from click.testing import CliRunner

from beanplant import cli
from beanplant_importers import pipeline

FOLDER = Path(__file__).parents[1] / "data" / "asset_year"
OPENING, TRANSACTIONS, END = "sap_2025.txt", "sap_transactions.txt", "sap_2026-06-30.csv"
CONFIGS = {OPENING: "import.py", TRANSACTIONS: "import.py", END: "later.py"}
AFTER: dict[str, tuple[tuple[str, str, str], ...]] = {
    "oracle": (
        (
            "100234",
            "33800.00",
            "18400.00",
        ),  # 16,000 to February; 17,800 - 1,000 over the 28 months left: 600 a month
        ("100300", "36000.00", "11250.00"),  # a quarter left with 3,625; 375 in June
        ("100301", "4800.00", "2200.00"),  # 100 a month, and a loss of 400
        ("100500", "0", "0"),
    ),
    "d365": (
        ("M-001", "66000.00", "24100.00"),  # 550 a month, and a loss of 1,000
        ("M-002", "0", "0"),
        ("M-003", "13160.00", "1060.00"),  # 200 a month; from April 1,160 more over 58 months: 20 a month
        ("M-004", "0", "0"),
        ("M-005", "6000.00", "1500.00"),
    ),
    "sage": (
        ("S123", "48000.00", "25500.00"),
        ("S123-1", "6600.00", "2400.00"),
        ("S124", "0", "0"),
        ("S125", "30000.00", "9000.00"),
        ("S130", "2400.00", "160.00"),
    ),
    "table": (
        (
            "LINE-1",
            "129500.00",
            "35500.00",
        ),  # 1,000 in January; 104,500 over 95 months: 1,100; a loss of 5,000
        ("LINE-1/PUMP", "0", "0"),
        ("MILL", "45000.00", "6750.00"),  # a quarter left with 1,750; 375 a month
        ("MILL-2", "27000.00", "4050.00"),  # a quarter split off with 1,200; 225 a month
        ("MILL-2A", "9000.00", "1350.00"),
        ("PRESS", "24000.00", "3600.00"),
    ),
}
"""Cost and accumulated depreciation at the end of June by asset, worked out by hand from the lists."""

GAINS = {
    "oracle": "-5875.00",  # 2,500.00 and 8,375.00, as the list of retirements has them
    "d365": "-5280.00",  # 18,000 less 18,800; nothing less 4,480
    "sage": "-1500.00",  # 31,000 less 500 less 32,000
    "table": "-350.00",  # 16,000 less 13,250; nothing less 3,100
}
UNLIKE = {"10005"}  # its life is 8 years in the list at the end, and 10 years in the ledger
NOT_DEPRECIATED = {"40001", "60001"}


def goldens() -> Any:
    spec = importlib.util.spec_from_file_location("asset_year_goldens", FOLDER / "make_goldens.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)


def ledger(*names: str) -> str:
    """Return the ledger with the journals of exports."""
    return "".join(
        Path(n).read_text("utf-8") for n in ("ledger.beancount", *(f"{n}.beancount" for n in names))
    )


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger with all journals."""
    path = tmp_path_factory.mktemp("books") / "main.beancount"
    texts = [
        (FOLDER / name).read_text("utf-8")
        for name in ("ledger.beancount", *(f"{n}.beancount" for n in CONFIGS))
    ]
    path.write_text('plugin "beanplant"\n' + "".join(texts), "utf-8")
    return path


def listed(name: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Return cost and accumulated depreciation by asset as a person reads them off a list."""
    text = (FOLDER / name).read_text("cp1252")
    german = name == END
    rows = [
        line.strip("|").split("|" if not german else ";")
        for line in text.splitlines()
        if "|1000|" in line or line.startswith("1000;")
    ]

    def number(cell: str) -> Decimal:
        cell = cell.strip()
        plain = (
            cell.rstrip("-").replace(".", "").replace(",", ".")
            if german
            else cell.rstrip("-").replace(",", "")
        )
        return -Decimal(plain) if cell.endswith("-") else Decimal(plain)

    found = {}
    for row in rows:
        asset = row[2].strip() + ("" if row[3].strip() == "0" else f"-{row[3].strip()}")
        found[asset] = (number(row[6]), -number(row[7]))
    return found


def report(path: Path, name: str, time: str, table: str) -> list[dict[str, str]]:
    """Return the rows of a report's table."""
    result = CliRunner().invoke(
        cli.main, ["-f", str(path), "report", name, "--time", time, "--format", "csv", "--table", table]
    )
    assert result.exit_code == 0, result.output
    lines = result.output.partition("\ufeff")[2].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("Asset,"))
    return list(csv.DictReader(lines[first:]))


def register(path: Path, time: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Return cost and accumulated depreciation by asset as the register has them."""
    return {
        row["Asset"]: (Decimal(row["Cost (USD)"]), Decimal(row["Accumulated (USD)"]))
        for row in report(path, "asset-register", time, "assets")
        if row["In service"]
    }


def test_the_journals_are_the_golden_ones() -> None:
    for name, text in goldens().journals().items():
        assert text == Path(f"{name}.beancount").read_text("utf-8")


def test_the_ledger_has_no_errors(books: Path) -> None:
    _, errors, _ = loader.load_file(str(books))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(("name", "time"), [(OPENING, "2025"), (END, "2026-Q2")])
def test_the_register_is_the_list(name: str, time: str, books: Path) -> None:
    """Every asset's cost and accumulated depreciation, at the opening and half a year later."""
    expected, found = listed(name), register(books, time)
    trucks = {"70001", "70002"}
    for asset, (cost, accumulated) in expected.items():
        if asset in NOT_DEPRECIATED or asset in trucks or not cost:
            continue
        if asset in UNLIKE and name == END:
            assert found[asset] == (
                Decimal("12000.00"),
                Decimal("1800.00"),
            )  # 1,950.00 by the list's shorter life
            continue
        assert found[asset] == (cost, accumulated), asset
    assert found["TRUCKS"][1] == sum(expected[truck][1] for truck in trucks)
    assert sum(found[truck][0] for truck in trucks) == sum(expected[truck][0] for truck in trucks)


def test_gains_losses_and_clearing_by_hand(books: Path) -> None:
    """
    10002: a quarter of 24,000.00 less 2,800.00 is 5,300.00, for 5,000.00; 10003: 36,000.00 less 12,000.00, for
    28,000.00; 10004: 5,000.00 less 3,541.67, for nothing. A gain of 4,000.00 less 300.00 less 1,458.33.
    """
    entries, _, _ = loader.load_file(str(books))
    found: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                found[posting.account] += posting.units.number
    assert found["Income:P100:GainOnDisposal"] == Decimal("-2241.67")
    assert found["Assets:P100:ConstructionInProgress"] == 0
    # 5,000 + 28,000 brought; 5,000 + 9,300 + 9,000 to be paid; 48,000 settled and acquired
    assert found["Assets:P100:AssetClearing"] == Decimal("9700.00")
    assert found["Assets:P100:Land"] == Decimal("250000.00")


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The ledgers of the other systems with their journals."""
    found = {}
    for system in AFTER:
        found[system] = tmp_path_factory.mktemp(system) / "main.beancount"
        names = [f"{name}.beancount" for _, name in goldens().CHAINS[system]]
        texts = [(FOLDER / name).read_text("utf-8") for name in ("ledger.beancount", *names)]
        found[system].write_text('plugin "beanplant"\n' + "".join(texts), "utf-8")
    return found


@pytest.mark.parametrize("system", AFTER)
def test_the_register_of_each_system_by_hand(system: str, others: dict[str, Path]) -> None:
    found = register(others[system], "2026-Q2")
    for asset, cost, accumulated in AFTER[system]:
        assert found.get(asset, (0, 0)) == (Decimal(cost), Decimal(accumulated)), asset


@pytest.mark.parametrize("system", AFTER)
def test_the_ledger_of_each_system_has_no_errors_and_its_gains(system: str, others: dict[str, Path]) -> None:
    entries, errors, _ = loader.load_file(str(others[system]))
    assert [error.message for error in errors] == []
    gains = sum(
        posting.units.number
        for entry in entries
        if isinstance(entry, data.Transaction)
        for posting in entry.postings
        if posting.account == "Income:P100:GainOnDisposal"
    )
    assert -gains == Decimal(GAINS[system])


def test_sage_s_list_at_the_end_is_the_register(others: dict[str, Path]) -> None:
    found = register(others["sage"], "2026-Q2")
    for row in csv.DictReader(Path("sage_2026.csv").read_text("utf-8").splitlines()):
        if row["Disposal Date"] or row["Class"] == "LAND":
            continue
        extension = row["Ext"].lstrip("0")
        asset = f"S{row['System No'].lstrip('0')}" + (f"-{extension}" if extension else "")
        assert found[asset] == (Decimal(row["Acquired Value"]), Decimal(row["Current Accum Depr"]))


@pytest.mark.parametrize(
    ("system", "config", "name"),
    [(system, *step) for system, steps in goldens().CHAINS.items() for step in steps],
)
def test_a_second_run_adds_nothing(system: str, config: str, name: str) -> None:
    again = goldens().outcome(config, name, ledger(*(step[1] for step in goldens().CHAINS[system])))
    assert again.pieces == []
    [(_, tally)] = again.tallies
    assert sum(total.rows for total in tally.mapped.values()) == 0


def test_every_row_of_the_transactions_is_accounted_for() -> None:
    """Eleven rows of 99,225.00 net: six in, four elsewhere (depreciation, the other side, two acquisitions), one
    unknown type."""
    [(_, tally)] = goldens().outcome("import.py", TRANSACTIONS, ledger(OPENING)).tallies
    assert sum(total.rows for total in tally.read.values()) == 11
    assert sum(total.value for total in tally.read.values()) == Decimal("99225.00")
    assert sum(total.rows for total in tally.mapped.values()) == 6
    assert sum(total.rows for total in tally.elsewhere.values()) == 4
    [left] = tally.unmapped
    assert left.reason.startswith('transaction type "Z77" has no entry; say types={"Z77": "..."}')
    assert list(tally.differences()) == []


def test_what_differs_is_named_with_both_values() -> None:
    [(_, tally)] = goldens().outcome("later.py", END, ledger(OPENING, TRANSACTIONS)).tallies
    [left] = tally.unmapped
    assert left.reason == (
        "asset 10005 differs: life 10 years in the ledger, 8 years in the list; write: 2026-06-30 custom "
        '"plant-asset-change" "10005" with life: "8 years"'
    )
    assert any("10004" not in note and "the list has no proceeds" in note for note in tally.notes)


def test_without_the_transactions_the_list_says_what_is_missing() -> None:
    """The register at the end, without the list of transactions: each difference by name, the sale without proceeds."""
    outcome = goldens().outcome("later.py", END, ledger(OPENING))
    [(_, tally)] = outcome.tallies
    reasons = " ".join(row.reason for row in tally.unmapped)
    assert "asset 10001 differs: cost 120,000.00 in the ledger, 129,300.00 in the list" in reasons
    assert 'custom "plant-asset-improvement" "10001" 9300.00 USD' in reasons
    assert "asset 10002 differs: cost 24,000.00 in the ledger, 18,000.00 in the list" in reasons
    assert 'disposes: "10002" with part: 6000.00' in reasons
    text = "".join(piece.text for piece in outcome.pieces)
    assert '2026-05-20 * "Retirement of Presse, asset 10003"' in text


def test_the_tax_book_and_the_area_are_in_the_ledger(books: Path) -> None:
    """
    macrs-7, half-year: 14.29 % and 24.49 % of 120,000.00 are the 46,536.00 of the tax list, 2026 is 17.49 %; 10002 is
    disposed of in part in its second year. In the area ifrs 100,000.00 are left of 10001 over 120 months, 14,400.00 of
    20001 over 48: 3,600.00 a year.
    """
    tax = {row["Asset"]: row for row in report(books, "tax-depreciation", "2026", "assets")}
    assert tax["10001"]["Class"] == "macrs-7"
    assert Decimal(tax["10001"]["MACRS (USD)"]) == Decimal("20988.00")
    assert Decimal(tax["10001"]["Accumulated (USD)"]) == Decimal("20988.00") + Decimal("46536.00")
    assert Decimal(tax["10001"]["Bonus (USD)"]) == 0
    improved = tax[
        "10001 2026-04-20"
    ]  # 14.29 % of 9,300.00, without the allowance that its class elected out of
    assert (Decimal(improved["Bonus (USD)"]), Decimal(improved["MACRS (USD)"])) == (
        Decimal(0),
        Decimal("1328.97"),
    )
    areas = {row["Asset"]: row for row in report(books, "depreciation-areas", "2026", "areas")}
    assert Decimal(areas["20001"]["Of the area (USD)"]) == Decimal("3600.00")
    assert Decimal(areas["20001"]["Area's book value (USD)"]) == Decimal("10800.00")


@pytest.mark.parametrize("name", CONFIGS)
def test_beangulp_gets_what_it_expects(name: str, tmp_path: Path) -> None:
    importers = pipeline.load_config(CONFIGS[name])
    [importer] = [each for each in importers if each.identify(name)]
    assert importer.identify("sap_2025_area_10.csv") is (
        CONFIGS[name] == "later.py"
    )  # else a list of the register
    path = tmp_path / "main.beancount"
    before = {OPENING: (), TRANSACTIONS: (OPENING,), END: (OPENING, TRANSACTIONS)}[name]
    path.write_text(ledger(*before), "utf-8")
    existing = pipeline.read_ledger(path)[0]
    assert importer.account(name) in ("Assets:P100:Land", "Assets:P100:AssetClearing")
    assert importer.date(name) is not None
    entries = importer.extract(name, existing)
    assert entries
    for entry in entries:
        data.sanity_check_types(entry)
        assert entry.meta["filename"] in (name, "sap_2025_area_10.csv", "sap_2025_area_30.csv")
    importer.deduplicate(entries, entries)
    assert all(DUPLICATE in entry.meta for entry in entries)
