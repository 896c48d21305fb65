"""What a transaction of a list becomes, one at a time; and what cannot be, each with the reason.

Every ledger begins with asset A: 12,000.00 in service on January 1, 2025 over ten years, written by a person.
"""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant_importers import assets, pipeline
from beanplant_importers.errors import ImportFault

CLASSES: dict[str, Any] = {
    "class": {
        "*": {"account": "Assets:P100:Machinery", "expense": "Expenses:Depreciation"},
        "tools": {"account": "Assets:P100:Tools", "expense": "Expenses:Depreciation"},
        "CIP": {"account": "Assets:P100:ConstructionInProgress", "construction": True},
    },
    "cost-center": {"4200": "Expenses:Testing"},
}
LEDGER = """
option "operating_currency" "USD"
2025-01-01 custom "plant" "P100"
  currency: USD
2025-01-01 commodity USD
2025-01-01 open Assets:P100:Machinery
2025-01-01 open Assets:P100:Tools
2025-01-01 open Assets:P100:ConstructionInProgress
2025-01-01 open Assets:P100:AssetClearing
2025-01-01 open Assets:Bank
2025-01-01 open Equity:Opening
2025-01-01 open Expenses:Depreciation
2025-01-01 open Expenses:Testing
2025-01-01 open Income:P100:GainOnDisposal
2025-01-01 custom "plant-depreciation-horizon" 2026-12-31

2025-01-01 * "Bought"
  Assets:P100:Machinery   12000.00 USD
    asset: "A"
  Assets:Bank
2025-01-01 custom "plant-asset" "A" Assets:P100:Machinery 12000.00 USD
  life: "10 years"
  expense: Expenses:Depreciation
"""
B = """
2025-01-01 * "Bought"
  Assets:P100:Machinery   6000.00 USD
    asset: "B"
  Assets:Bank
2025-01-01 custom "plant-asset" "B" Assets:P100:Machinery 6000.00 USD
  life: "5 years"
  expense: Expenses:Depreciation
"""
HEAD = "Date,Asset,Transaction,Amount,Cost,Proceeds,Fair value,Document,New class,New cost center\n"


def made(rows: str, tmp_path: Path, ledger: str = LEDGER, **options: Any) -> tuple[str, pipeline.Outcome]:
    """Return the journal of a table of transactions, and what it came to."""
    path = tmp_path / "table.csv"
    path.write_text(HEAD + rows + "\n", "utf-8")
    book = tmp_path / "main.beancount"
    book.write_text(ledger, "utf-8")
    importer = assets.TableTransactions("P100", classes=CLASSES, **options)
    outcome = pipeline.run([pipeline.Job(importer, str(path))], pipeline.read_ledger(book)[0])
    return "\n".join(piece.text for piece in outcome.pieces), outcome


def check(ledger: str, tmp_path: Path) -> list[str]:
    """Return the errors of a ledger."""
    path = tmp_path / "valued.beancount"
    path.write_text(f'plugin "beanplant"\n{ledger}', "utf-8")
    return [error.message for error in loader.load_file(str(path))[1]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("2026-02-01,A,improvement,500.00,,,,1,,", 'custom "plant-asset-improvement" "A" 500.00 USD'),
        ("2026-02-01,A,sale,,3000.00,2500.00,,2,,", "part: 3000.00 USD"),
        (
            "2026-02-01,A,sale,,,9000.00,,2,,",
            "Assets:P100:AssetClearing                               9000.00 USD",
        ),
        ("2026-02-01,A,sale,-12000.00,,9000.00,,2,,", 'disposes: "A"\n  Assets:P100:AssetClearing'),
        ("2026-02-01,A,scrapping,,,,,2,,", '"Retirement, asset A, document 2"'),
        ("2026-02-28,A,write-down,-700.00,,,,3,,", 'custom "plant-asset-impairment" "A" 700.00 USD'),
        ("2026-02-01,A,reclass,,,,,4,tools,", 'custom "plant-asset-transfer" "A" Assets:P100:Tools'),
        ("2026-02-01,A,move,,,,,5,,4200", "expense: Expenses:Testing"),
        (
            "2026-02-01,A,transfer,-3000,,,,6,,\n2026-02-01,A-2,transfer,3000,,,,6,,",
            '-split" "A" "A-2" 3000.00 USD',
        ),
        ("2026-02-01,A,transfer,-12000,,,,6,,\n2026-02-01,T,transfer,12000,,,,6,tools,", 'x-number: "T"'),
    ],
)
def test_what_it_becomes_is_accepted(rows: str, expected: str, tmp_path: Path) -> None:
    text, outcome = made(rows, tmp_path)
    assert [tally.unmapped for _, tally in outcome.tallies] == [[]]
    assert expected in text
    assert check(LEDGER + text, tmp_path) == []
    assert made(rows, tmp_path, LEDGER + text)[0] == ""


def test_all_of_an_asset_that_goes_to_another_is_a_merger(tmp_path: Path) -> None:
    rows = "2026-02-01,A,transfer,-12000,,,,6,,\n2026-02-01,B,transfer,12000,,,,6,,"
    text, _ = made(rows, tmp_path, LEDGER + B)
    assert 'custom "plant-asset-merge" "B" "A"' in text
    assert check(LEDGER + B + text, tmp_path) == []


def test_under_ifrs_a_loss_is_restored_and_a_fair_value_is_taken(tmp_path: Path) -> None:
    ledger = LEDGER.replace("  currency: USD\n", '  currency: USD\n  gaap: "ifrs"\n', 1)
    rows = (
        "2026-01-31,A,impairment,1000.00,,,,1,,\n2026-03-31,A,reversal,400.00,,,,2,,\n"
        "2026-06-30,A,revaluation,,,,11000.00,3,,"
    )
    text, outcome = made(rows, tmp_path, ledger)
    assert [tally.unmapped for _, tally in outcome.tallies] == [[]]
    assert 'custom "plant-asset-impairment-reversal" "A" 400.00 USD' in text
    assert 'custom "plant-asset-revaluation" "A" 11000.00 USD' in text
    assert check(ledger + text, tmp_path) == []


def test_depreciation_is_taken_over_by_hand_only(tmp_path: Path) -> None:
    rows = "2026-01-31,A,depreciation,-100.00,,,,1,,"
    text, outcome = made(rows, tmp_path)
    assert text == ""
    assert sum(total.rows for total in outcome.tallies[0][1].elsewhere.values()) == 1
    manual = LEDGER.replace('life: "10 years"', 'method: "manual"')
    text, _ = made(rows, tmp_path, manual)
    assert 'custom "plant-asset-depreciation" "A" 100.00 USD' in text
    assert check(manual + text, tmp_path) == []


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            "2026-02-01,A,acquisition,-500.00,,,,1,,",
            "a credit memo or reversal of 500.00 reduces the cost of asset A",
        ),
        (
            "2026-02-01,A,sale,,13000.00,1,,2,,",
            "takes 13,000.00 off asset A, which cost 12,000.00 in the ledger",
        ),
        ("2026-02-01,A,write-up,100,,,,2,,", 'gaap: "us" does not allow'),
        ("2026-02-01,A,revaluation,100,,,,2,,", "the list has no fair value"),
        ("2026-02-01,A,reclass,,,,,2,,", 'class "" has no entry'),
        ("2026-02-01,A,move,,,,,2,,9999", 'cost center "9999" has no expense'),
        ("2026-02-01,A,transfer,-100,,,,2,,", "a transfer has two rows of one document"),
        (
            "2026-02-01,A,transfer,-12000,,,,6,,\n2026-02-01,T,transfer,12000,,,,6,,",
            'say same={"T": "A"} on the importers',
        ),
        (
            "2026-02-01,A,transfer,-13000.00,,,,6,,\n2026-02-01,T,transfer,13000.00,,,,6,,",
            "takes 13,000.00 off asset A",
        ),
        ("2026-02-01,X,sale,,,,,2,,", "asset X is not in the ledger; import the register"),
        ("2024-02-01,A,impairment,5,,,,2,,", "came into service after it, on 2025-01-01"),
        ("2026-02-01,A,impairmnt,5,,,,2,,", 'the nearest known name is "impairment"'),
        (
            "2026-02-01,A,sale,,,1,,2,,\n2026-03-01,A,impairment,5,,,,3,,",
            "asset A was disposed of on 2026-02-01",
        ),
        (
            "2026-02-01,A,sale,,,1,,2,,\n2026-03-01,A,sale,,,1,,3,,",
            "asset A was disposed of on 2026-02-01 in",
        ),
    ],
)
def test_what_cannot_be_is_listed(rows: str, reason: str, tmp_path: Path) -> None:
    _, outcome = made(rows, tmp_path)
    [left] = outcome.tallies[0][1].unmapped
    assert reason in left.reason
    assert list(outcome.tallies[0][1].differences()) == []


def test_what_is_taken_back_in_the_same_list_comes_to_nothing(tmp_path: Path) -> None:
    rows = (
        "2026-02-01,A,sale,-3000,,2500,,1,,\n2026-02-02,A,sale,3000,,2500,,2,,\n"
        "2026-02-03,A,improvement,700,,,,3,,\n2026-02-04,A,improvement,-700,,,,4,,"
    )
    text, outcome = made(rows, tmp_path)
    assert text == ""
    assert outcome.tallies[0][1].unmapped == []
    assert sum(total.rows for total in outcome.tallies[0][1].elsewhere.values()) == 4


def test_what_is_taken_back_after_it_was_imported_is_named(tmp_path: Path) -> None:
    first = "2026-02-03,A,improvement,700,,,,3,,"
    text, _ = made(first, tmp_path)
    more, outcome = made(f"{first}\n2026-02-04,A,improvement,-700,,,,4,,", tmp_path, LEDGER + text)
    assert more == ""
    [left] = outcome.tallies[0][1].unmapped
    assert "a credit memo or reversal of 700 reduces the cost of asset A" in left.reason


def test_sap_s_list_of_retirements_has_no_types(tmp_path: Path) -> None:
    """A quarter of A leaves for 2,500.00; a positive cost is no reversal there."""
    path = tmp_path / "retirements.csv"
    path.write_text(
        "Asset;SNo.;Asset Class;Cap.Date;Asset Value Date;Document;Retirement APC;Revenue;Crcy\n"
        "A;0;3100;2025-01-01;2026-03-10;100000077;3000.00;2500.00;USD\n",
        "utf-8",
    )
    (tmp_path / "main.beancount").write_text(LEDGER, "utf-8")
    both = [assets.Sap("P100", classes=CLASSES), assets.SapTransactions("P100")]
    importer = pipeline.choose(both, str(path))
    assert importer is both[1]
    outcome = pipeline.run(
        [pipeline.Job(importer, str(path))], pipeline.read_ledger(tmp_path / "main.beancount")[0]
    )
    text = "\n".join(piece.text for piece in outcome.pieces)
    assert 'document: "FA/2026/100000077"\n  disposes: "A"\n  part: 3000.00 USD\n' in text
    assert check(LEDGER + text, tmp_path) == []


def test_sap_s_reversal_of_a_retirement_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Asset;TType;Asset Value Date;Document;Amount;Crcy\nA;210;2026-03-10;77;3000.00;USD\n", "utf-8"
    )
    (tmp_path / "main.beancount").write_text(LEDGER, "utf-8")
    job = pipeline.Job(assets.SapTransactions("P100"), str(path))
    outcome = pipeline.run([job], pipeline.read_ledger(tmp_path / "main.beancount")[0])
    [left] = outcome.tallies[0][1].unmapped
    assert "takes back what was written for asset A" in left.reason


def test_part_of_an_asset_that_goes_to_one_that_is_there_says_how(tmp_path: Path) -> None:
    rows = "2026-02-01,A,transfer,-2000,,,,6,,\n2026-02-01,B,transfer,2000,,,,6,,"
    _, outcome = made(rows, tmp_path, LEDGER + B)
    [left] = outcome.tallies[0][1].unmapped
    assert '"plant-asset-split" "A" "NEW" 2000' in left.reason


def test_what_a_person_wrote_comes_in_neither_as_directive_nor_with_its_cost(tmp_path: Path) -> None:
    """The improvement of February 1 stands in the ledger without a document, its cost too."""
    mine = """
2026-02-01 custom "plant-asset-improvement" "A" 500.00 USD
2026-02-01 * "Vendor" "Spindle"
  Assets:P100:Machinery   500.00 USD
    asset: "A"
  Assets:Bank
"""
    text, outcome = made("2026-02-01,A,improvement,500.00,,,,1,,", tmp_path, LEDGER + mine)
    assert text == ""
    assert sum(total.rows for total in outcome.tallies[0][1].known.values()) == 1


def test_a_disposal_that_a_person_wrote_is_not_written_again(tmp_path: Path) -> None:
    mine = '\n2026-02-01 * "Sold"\n  disposes: "A"\n  Assets:Bank  9000.00 USD\n  Assets:P100:Machinery\n'
    text, outcome = made("2026-02-01,A,sale,,,9000.00,,2,,", tmp_path, LEDGER + mine)
    assert text == ""
    assert outcome.tallies[0][1].unmapped == []


def test_overlapping_lists_add_what_is_new(tmp_path: Path) -> None:
    first = "2026-02-01,A,improvement,500.00,,,,1,,"
    text, _ = made(first, tmp_path)
    more, outcome = made(f"{first}\n2026-03-01,A,improvement,600.00,,,,2,,", tmp_path, LEDGER + text)
    assert more.count("plant-asset-improvement") == 1
    assert "600.00" in more
    assert sum(total.rows for total in outcome.tallies[0][1].known.values()) == 1


def test_two_rows_of_a_document_and_asset_are_two(tmp_path: Path) -> None:
    rows = "2026-02-01,A,improvement,500.00,,,,1,,\n2026-02-01,A,improvement,500.00,,,,1,,"
    text, _ = made(rows, tmp_path)
    assert text.count('custom "plant-asset-improvement"') == 2
    assert 'line: "A-2"' in text
    assert check(LEDGER + text, tmp_path) == []
    assert made(rows, tmp_path, LEDGER + text)[0] == ""


def test_entries_keep_their_date_at_every_grain(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        HEAD + "2026-02-10,A,sale,,3000.00,2500.00,,2,,\n2026-02-11,A,scrapping,,,,,3,,\n", "utf-8"
    )
    (tmp_path / "main.beancount").write_text(LEDGER, "utf-8")
    existing = pipeline.read_ledger(tmp_path / "main.beancount")[0]
    importer = assets.TableTransactions("P100")
    texts = [
        [
            piece.text
            for piece in pipeline.run([pipeline.Job(importer, str(path))], existing, grain=grain).pieces
        ]
        for grain in ("document", "month")
    ]
    assert texts[0] == texts[1]
    assert [text[:10] for text in texts[0]] == ["2026-02-10", "2026-02-11"]


def test_a_number_of_construction_comes_into_service_with_its_own_number(tmp_path: Path) -> None:
    """20,000.00 under construction at the opening, 5,000.00 more in March; in service in April for 27,000.00: 2,000.00
    are still to be paid."""
    opened = tmp_path / "opened.csv"
    opened.write_text("Asset,Class,In service,Cost,Life\nL3,CIP,2025-12-01,20000,\n", "utf-8")
    later = tmp_path / "later-2026-06-30.csv"
    later.write_text("Asset,Class,In service,Cost,Life\nL3,line,2026-04-01,27000,5 years\n", "utf-8")
    ledger = tmp_path / "main.beancount"
    text = LEDGER
    for path, options in ((opened, {}), (later, {"values": "name"})):
        ledger.write_text(text, "utf-8")
        importer = assets.Table("P100", classes=CLASSES, opened="2025-12-31", **options)
        run = pipeline.run([pipeline.Job(importer, str(path))], pipeline.read_ledger(ledger)[0])
        assert run.tallies[0][1].unmapped == []
        text += "\n".join(piece.text for piece in run.pieces)
        if path is opened:
            more, _ = made("2026-03-01,L3,acquisition,5000.00,,,,1,,", tmp_path, text)
            text += more
    assert "construction: Assets:P100:ConstructionInProgress" in text
    assert check(text, tmp_path) == []
    entries, _, _ = loader.load_file(str(tmp_path / "valued.beancount"))
    left = sum(
        posting.units.number
        for entry in entries
        if isinstance(entry, data.Transaction)
        for posting in entry.postings
        if posting.account == "Assets:P100:ConstructionInProgress"
    )
    assert left == 0


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(ImportFault, match=r'found "aquisition".*is "acquisition"'):
        assets.SapTransactions("P100", types={"Z1": "aquisition"})


def test_a_register_and_a_list_of_transactions_are_told_apart(tmp_path: Path) -> None:
    both = [assets.Table("P100", classes=CLASSES), assets.TableTransactions("P100")]
    register, transactions = tmp_path / "register.csv", tmp_path / "transactions.csv"
    register.write_text("Asset,Type,Date,Amount,Life\nA,x,2025-01-01,5,5\n", "utf-8")
    transactions.write_text(HEAD + "2026-02-01,A,improvement,500.00,,,,1,,\n", "utf-8")
    for path, expected in ((register, both[0]), (transactions, both[1])):
        assert pipeline.choose(both, str(path)) is expected


ROWS = st.lists(
    st.tuples(
        st.dates(datetime.date(2025, 6, 1), datetime.date(2026, 11, 30)),
        st.sampled_from(("A", "B", "X")),
        st.sampled_from(
            ("improvement", "sale", "scrapping", "impairment", "write-up", "move", "reclass", "storno", "?")
        ),
        st.integers(-15000, 15000),
        st.sampled_from(("", "", "500.00", "3000.00", "20000.00")),
        st.sampled_from(("", "100.00", "9000.00")),
    ),
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_whatever_a_list_has_it_ties_and_the_ledger_accepts_what_is_written(rows: list[Any]) -> None:
    """Every row is imported, left aside or listed; a second run adds nothing; what was written has no errors."""
    text = "\n".join(
        f"{date},{asset},{kind},{amount},{f'{cost},{proceeds}' if kind == 'sale' else ','},,{number},tools,4200"
        for number, (date, asset, kind, amount, cost, proceeds) in enumerate(rows)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        journal, outcome = made(text, path, LEDGER + B)
        [(_, tally)] = outcome.tallies
        assert list(tally.differences()) == []
        errors = check(LEDGER + B + journal, path)
        # What a loss may be is known to the engine alone: the book value is not in the text.
        assert [error for error in errors if "book value" not in error] == []
        assert made(text, path, LEDGER + B + journal)[0] == ""
