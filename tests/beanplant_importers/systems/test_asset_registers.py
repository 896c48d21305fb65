"""Asset registers against goldens beside them, and against sums that a person worked out from the registers."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from beancount.parser import parser
from beangulp.extract import DUPLICATE
from hypothesis import given
from hypothesis import strategies as st

from beanplant_importers import assets, pipeline
from beanplant_importers.asset_rows import AssetRow
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import Source

FOLDER = Path(__file__).parents[1] / "data" / "assets"
COFFEE = Path(__file__).resolve().parents[4] / "shared" / "data" / "contoso-coffee"
CLASSES = {"class": {"*": {"account": "Assets:P100:Machinery", "expense": "Expenses:Depreciation"}}}


def goldens() -> Any:
    spec = importlib.util.spec_from_file_location("asset_goldens", FOLDER / "make_goldens.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


@pytest.mark.parametrize("name", goldens().EXPORTS)
def test_the_journal_is_the_golden_one(name: str) -> None:
    assert goldens().journal(name) == Path(f"{name}.beancount").read_text("utf-8")


def outcome(name: str, ledger: str = "ledger.beancount") -> pipeline.Outcome:
    importer = pipeline.choose(pipeline.load_config("import.py"), name)
    assert importer is not None
    return pipeline.run([pipeline.Job(importer, name)], pipeline.read_ledger(ledger)[0])


def balances(name: str) -> dict[str, Decimal]:
    entries, errors, _ = parser.parse_file(f"{name}.beancount")
    assert not errors
    found: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                found[posting.account] += posting.units.number
    return dict(found)


@pytest.mark.parametrize(
    ("name", "cost", "accumulated"),
    [
        ("sap_de.txt", "877200.00", "185499.00"),  # without 90001 (no expense) and 50001 (another plant's)
        ("sap_en.csv", "129600.00", "24600.00"),  # 10001 and 10005
        ("oracle_register.csv", "104000.00", "42142.86"),  # 34,000 + 70,000; 15,000 + 27,142.86
        ("oracle_reserve.csv", "34000.00", "15000.00"),  # two cost centers, one asset
        ("d365_transactions.csv", "66000.00", "19800.00"),  # 60,000 + 6,000; 3 x 6,600
        ("d365_summary.csv", "66000.00", "19800.00"),
        ("sage.csv", "194600.00", "54300.00"),  # 48,000 + 6,600 + 50,000 + 90,000; 22,500 + 1,800 + 30,000
        ("table.csv", "43000.00", "9600.00"),
    ],
)
def test_cost_and_depreciation_are_opened_by_hand(name: str, cost: str, accumulated: str) -> None:
    found = balances(name)
    contra = sum((v for k, v in found.items() if ":AccumulatedDepreciation:" in k), Decimal())
    opening = found.pop("Equity:Opening")
    assert contra == -Decimal(accumulated)
    assert sum(found.values()) - contra == Decimal(cost)
    assert opening == Decimal(accumulated) - Decimal(cost)


@pytest.mark.parametrize(
    ("name", "rows", "cost", "reasons"),
    [
        ("sap_de.txt", 7, "886200.00", ['class "9999" has no expense']),
        (
            "sap_en.csv", 6, "148800.00",
            ['method "Z9" has no word', "the book value is not cost", "the life was over", "after 2025-12-31"],
        ),
        ("oracle_register.csv", 5, "171000.00", ['convention "FOL-MONTH" has no word', 'method "JP-DB"']),
        ("oracle_reserve.csv", 3, "34000.00", []),
        ("d365_transactions.csv", 11, "144450.00", ["transactions of type WriteDownAdj"]),  # less 550.00 in 2026
        ("d365_summary.csv", 2, "78000.00", ["disposed of in part"]),
        ("sage.csv", 5, "199600.00", ['method "MF" has no word']),
        ("table.csv", 3, "43000.00", []),
    ],
)  # fmt: skip
def test_every_row_is_accounted_for(name: str, rows: int, cost: str, reasons: list[str]) -> None:
    """The rows and costs of the file, added up by hand, and why some are not imported."""
    [(_, tally)] = outcome(name).tallies
    assert sum(total.rows for total in tally.read.values()) == rows
    assert sum(total.value for total in tally.read.values()) == Decimal(cost)
    assert list(tally.differences()) == []
    assert len(tally.unmapped) == len(reasons)
    for row, reason in zip(tally.unmapped, reasons, strict=True):
        assert reason in row.reason


def test_the_totals_of_the_file_are_said() -> None:
    [(_, tally)] = outcome("sap_de.txt").tallies
    assert tally.notes[-1] == (
        "sap_de.txt: cost less accumulated depreciation: 7 assets, 886,200.00 less 186,299.00 is 699,901.00: "
        "elsewhere 1 asset, 8,000.00 less 800.00 is 7,200.00; "
        "imported 5 assets, 877,200.00 less 185,499.00 is 691,701.00; "
        "not mapped 1 asset, 1,000.00 less 0.00 is 1,000.00."
    )
    assert tally.notes[0].startswith("sap_de.txt:10: 1 asset with a cost of 1,200.00: at the end of the life")


def test_the_ledger_depreciates_what_is_left(tmp_path: Path) -> None:
    """
    January 2026: the mill 96,000 / 96 months = 1,000.00 and its probe 5,700 / 114 = 50.00; the hall
    340,000 / (600 - 192) months = 833.33; the PC is at its salvage, the land has no depreciation.
    """
    ledger = Path("ledger.beancount").read_text("utf-8") + Path("sap_de.txt.beancount").read_text("utf-8")
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "beanplant"\n' + ledger + "\n2026-02-01 balance Assets:P100:Land 250000.00 EUR\n", "utf-8"
    )
    entries, errors, _ = loader.load_file(str(path))
    assert [error.message for error in errors] == []
    [made] = [e for e in entries if isinstance(e, data.Transaction) and e.narration == "Depreciation"]
    assert {p.account: p.units.number for p in made.postings if p.units.number > 0} == {
        "Expenses:P100:CostCenters:Machining:Depreciation": Decimal("1050.00"),
        "Expenses:P100:CostCenters:Site:Depreciation": Decimal("833.33"),
    }


@pytest.mark.parametrize("name", goldens().EXPORTS)
def test_the_ledger_accepts_what_is_written(name: str, tmp_path: Path) -> None:
    """Every method and convention among the registers, and depreciation of a year after them."""
    path = tmp_path / "main.beancount"
    path.write_text(
        'plugin "beanplant"\n'
        + Path("ledger.beancount").read_text("utf-8")
        + Path(f"{name}.beancount").read_text("utf-8")
        + '\n2000-01-01 custom "plant-depreciation-horizon" 2026-12-31\n',
        "utf-8",
    )
    entries, errors, _ = loader.load_file(str(path))
    assert [error.message for error in errors] == []
    assert sum(isinstance(e, data.Transaction) and e.narration == "Depreciation" for e in entries) == 12


@pytest.mark.parametrize("name", goldens().EXPORTS)
def test_a_second_run_adds_nothing(name: str, tmp_path: Path) -> None:
    ledger = tmp_path / "main.beancount"
    ledger.write_text(
        Path("ledger.beancount").read_text("utf-8") + Path(f"{name}.beancount").read_text("utf-8"), "utf-8"
    )
    again = outcome(name, str(ledger))
    assert again.pieces == []
    [(_, tally)] = again.tallies
    assert not any(total.rows for total in tally.mapped.values())


def test_an_overlapping_list_adds_what_is_new(tmp_path: Path) -> None:
    """The German list has 10001, the English one 10001 (padded) and 10005."""
    ledger = tmp_path / "main.beancount"
    ledger.write_text(
        Path("ledger.beancount").read_text("utf-8") + Path("sap_de.txt.beancount").read_text("utf-8"), "utf-8"
    )
    texts = [piece.text for piece in outcome("sap_en.csv", str(ledger)).pieces]
    assert len(texts) == 2
    assert all('"10005"' in text for text in texts)
    assert "CostCenters:Testing:Depreciation" in texts[0]  # by its cost center, not its class


def test_an_asset_that_a_person_wrote_is_not_opened_again(tmp_path: Path) -> None:
    ledger = tmp_path / "main.beancount"
    ledger.write_text(
        Path("ledger.beancount").read_text("utf-8")
        + '2023-01-10 custom "plant-asset" "M-001" Assets:P100:Machinery 66000.00 EUR\n',
        "utf-8",
    )
    assert outcome("d365_summary.csv", str(ledger)).pieces == []
    importer = pipeline.choose(pipeline.load_config("import.py"), "d365_summary.csv")
    assert importer is not None
    existing = pipeline.read_ledger(ledger)[0]
    entries = importer.extract("d365_summary.csv", existing)
    importer.deduplicate(entries, existing)
    assert [DUPLICATE in entry.meta for entry in entries if not isinstance(entry, data.Note)] == [True, True]


@pytest.mark.parametrize("name", goldens().EXPORTS)
def test_beangulp_gets_what_it_expects(name: str) -> None:
    [importer] = [each for each in pipeline.load_config("import.py") if each.identify(name)]
    assert importer.account(name) == "Assets:P100:Land"
    assert str(importer.date(name)) == "2025-12-31"
    assert importer.filename(name) == f"assets-P100-{name}"
    existing = pipeline.read_ledger("ledger.beancount")[0]
    entries = importer.extract(name, existing)
    assert entries
    for entry in entries:
        data.sanity_check_types(entry)
        assert entry.meta["filename"] == name
    importer.deduplicate(entries, entries)
    assert all(DUPLICATE in entry.meta for entry in entries)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "886.200,00",
            "886.300,00",
            "the file states a total of 886300.00, and its rows add up to 886200.00",
        ),
        ("|1000|3100 |10001 |1   |", "|1000|3100 |10001 |0   |", "expected each asset once; row 6 has 10001"),
        ("24.000,00-", "24.000,0X-", "expected a number"),
    ],
)
def test_a_damaged_list_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = Path("sap_de.txt").read_text("cp1252")
    if old.startswith("|"):  # the widths of the columns are the list's own
        line = next(line for line in text.splitlines() if "Messtaster" in line)
        text = text.replace(line, line.replace("|1   |", "|0   |"))
    else:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "list.txt"
    path.write_text(text, "cp1252")
    importer = assets.Sap("P100", classes="classes.toml", opened="2025-12-31")
    with pytest.raises(ImportFault, match=message.replace("(", r"\(")):
        importer.extract(str(path), [])


def test_a_sheet_without_its_last_rows_is_refused(tmp_path: Path) -> None:
    rows = Path("sap_en.csv").read_text("utf-8").splitlines()
    path = tmp_path / "list.csv"
    path.write_text("\n".join([*rows[:3], rows[-1]]) + "\n", "utf-8")
    with pytest.raises(
        ImportFault, match=r"last row states a total of 148800.00, and its rows above add up to 129600.00"
    ):
        assets.Sap("P100", classes="classes.toml", opened="2025-12-31").extract(str(path), [])


def test_opening_entries_keep_their_date_at_every_grain() -> None:
    """A month's sum would be dated at its end, and the life be a month shorter."""
    importer = assets.Sap("P100", classes="classes.toml", opened="2025-12-15")
    existing = pipeline.read_ledger("ledger.beancount")[0]
    texts = [
        [
            piece.text
            for piece in pipeline.run([pipeline.Job(importer, "sap_de.txt")], existing, grain=grain).pieces
        ]
        for grain in ("document", "month")
    ]
    assert texts[0] == texts[1]
    assert sum(text.startswith("2025-12-15 *") for text in texts[1]) == 5


def test_subtotals_of_a_sheet_are_no_assets(tmp_path: Path) -> None:
    text, reasons = made(
        "Asset,In service,Cost,Life\nA,2025-12-10,600,5\n,,600,\nB,2025-12-10,400,5\n,,400,\n", tmp_path
    )
    assert not reasons
    assert text.count("plant-asset") == 2


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "found no class"),
        ({"clas": {}}, 'found "clas", expected the tables .*; the nearest known name is "class"'),
        ({"class": {"1": {"acount": "Assets:A"}}}, 'found the key "acount".* is "account"'),
        ({"class": {"1": {"expense": "Expenses:A"}}}, "found no account"),
        ({"class": {"1": {"account": "Assets:A", "life": "seven"}}}, "expected whole months"),
        ({"class": {"1": {"account": "Assets:A", "method": "straightline"}}}, 'is "straight-line"'),
        ({"class": {"1": {"account": "Assets:A", "convention": "half"}}}, "expected one of full-month"),
        ({"class": {"1": {"account": "Assets:A", "salvage": "10"}}}, 'expected a share such as "10 %"'),
        ({**CLASSES, "method": {"X": {"method": "declining-balance", "factr": "2"}}}, 'is "factor"'),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_meant_is_refused(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ImportFault, match=message):
        assets.Sap("P100", classes=table, opened="2025-12-31")


def made(text: str, tmp_path: Path, **options: Any) -> tuple[str, list[str]]:
    """Return what a plain table becomes, and the reasons why some of it is not imported."""
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    given = {"classes": CLASSES, "opened": "2025-12-31", "currency": "USD", **options}
    result = pipeline.run([pipeline.Job(assets.Table("P100", **given), str(path))], [])
    [(_, tally)] = result.tallies
    return "\n".join(piece.text for piece in result.pieces), [row.reason for row in tally.unmapped]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,2025-01-01,-5,0,5 years", "the cost is negative"),
        ("A,,500,0,5 years", "no date in service"),
        ("A,2024-01-01,500,0,5 years", "has no depreciation"),
        ("A,2024-01-01,500,100,", "has a life"),
        ("A,2024-01-01,0,0,5 years", "there is no cost"),
        ("A,2024-01-01,500,600,5 years", "accumulated depreciation is more than cost less salvage"),
    ],
)
def test_what_the_language_would_refuse_is_listed(row: str, reason: str, tmp_path: Path) -> None:
    text, reasons = made(f"Asset,In service,Cost,Accumulated depreciation,Life\n{row}\n", tmp_path)
    assert text == ""
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_an_asset_of_the_last_month_begins_in_the_ledger(tmp_path: Path) -> None:
    text, reasons = made(
        "Asset,In service,Cost,Accumulated depreciation,Life\nA,2025-12-10,600,0,5 years\n", tmp_path
    )
    assert not reasons
    assert "accumulated:" not in text
    assert "Equity:Opening                                          -600.00 USD" in text


def test_an_unknown_class_names_the_nearest(tmp_path: Path) -> None:
    table = {"class": {"MACHINES": CLASSES["class"]["*"]}}
    head = "Asset,Class,In service,Cost,Life\n"
    _, reasons = made(head + "A,Machine,2025-01-01,500,5\n", tmp_path, classes=table)
    assert reasons == [
        'class "Machine" has no entry in classes=; add [class."Machine"] with its account and expense; the nearest '
        'known name is "MACHINES"'
    ]


def test_without_a_date_of_the_values_nothing_is_guessed(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match='opened="2025-12-31" on the importer'):
        made("Asset,In service,Cost,Life\nA,2025-01-01,500,5\n", tmp_path, opened=None)


@given(
    cost=st.decimals(0, 10**9, places=2),
    share=st.integers(0, 100),
    negative=st.booleans(),
    both=st.booleans(),
)
def test_depreciation_is_positive_in_whatever_sign_it_stands(
    cost: Decimal, share: int, negative: bool, both: bool
) -> None:
    taken = (cost * share / 100).quantize(Decimal("0.01"))
    row = AssetRow(
        source=Source("a", 1), number="1", cost=cost, accumulated=-taken if negative else taken,
        book_value=cost - taken if both else None,
    )  # fmt: skip
    assert row.depreciation() == taken


@pytest.mark.needs("reference-data")
def test_a_published_register_goes_on_where_it_stands(tmp_path: Path) -> None:
    """
    Eight assets of 321,500.00 after their first year: 43,659.22 of depreciation, as published. The second year's
    is 57,321.43, where each year is rounded once; by the month each asset may differ by 12 halves of a cent.
    """
    year = Decimal("57321.43")
    assert _second_year({"rounding": "fiscal-year"}, tmp_path) == year
    assert abs(_second_year({}, tmp_path) - year) <= 8 * 12 * Decimal("0.005")


def _second_year(terms: dict[str, str], tmp_path: Path) -> Decimal:
    """Depreciation of 1902 of the published register, opened at the end of 1901."""
    published = json.loads((COFFEE / "reference.json").read_text("utf-8"))["depreciation"]["assets"]
    rows = ["Asset,In service,Cost,Accumulated depreciation,Life"]
    for each in published:
        rows.append(",".join([each["asset"], each["start"], each["cost"], each["year1"], each["life_years"]]))
    classes = {"class": {"*": {**CLASSES["class"]["*"], **terms}}}
    text, reasons = made("\n".join(rows) + "\n", tmp_path, opened="1901-12-31", classes=classes)
    assert reasons == []
    accounts = (
        "Assets:P100:Machinery", "Assets:P100:AccumulatedDepreciation:Machinery", "Equity:Opening",
        "Expenses:Depreciation",
    )  # fmt: skip
    opens = "".join(f"1900-01-01 open {account}\n" for account in accounts)
    path = tmp_path / "main.beancount"
    plant = '1900-01-01 custom "plant" "P100"\n  currency: USD\n'
    horizon = '1900-01-01 custom "plant-depreciation-horizon" 1902-12-31\n'
    path.write_text(f'plugin "beanplant"\n{plant}{opens}{horizon}{text}', "utf-8")
    entries, errors, _ = loader.load_file(str(path))
    assert [error.message for error in errors] == []
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            sums[posting.account] += posting.units.number
    assert sums["Assets:P100:Machinery"] == Decimal("321500.00")
    assert sums["Equity:Opening"] == Decimal("43659.22") - Decimal("321500.00")
    return sums["Expenses:Depreciation"]
