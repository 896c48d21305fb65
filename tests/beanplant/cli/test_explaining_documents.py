"""``bean-plant explain`` on a sum: its documents, down to the row of the export, and what cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytest.importorskip("duckdb", reason="needs the extra import")

Run = Callable[..., Result]


def line_of(path: Path, text: str, after: str = "") -> int:
    lines = path.read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if after in line)
    return next(i for i, line in enumerate(lines[start:], start + 1) if text in line)


def section(output: str, title: str) -> list[list[str]]:
    """The words of the lines under a title, without rules."""
    lines = output[output.index(title) :].split("\n\n")[0].splitlines()[1:]
    return [line.split() for line in lines if set(line) - set(" -=")]


def test_a_posting_has_its_documents_with_export_and_row(run: Run, summed_plant: Path) -> None:
    line = line_of(summed_plant, "Assets:P100:RawMaterials", "Goods issue for MO-1")
    result = run("explain", f"main.beancount:{line}")
    assert result.exit_code == 0, result.output
    found = section(result.stdout, "Documents behind Assets:P100:RawMaterials: -62.345 STEEL\n")
    assert found == [
        ["march/2026-03-05/issue/MO-1", "in", "subledger/P100/march.parquet"],
        ["ERP"],
        ["Document", "Date", "Quantity", "value", "Order", "Text", "Details", "Export", "and", "row"],
        ["4900001/1", "2026-03-05", "(40)", "(100.00)", "MO-1", "exports/mb51.csv:7"],
        ["4900001/2", "2026-03-05", "(10)", "(25.00)", "MO-1", "<b>rod</b>", "lot", "B", "17", "exports/mb51.csv:8"],
        ["4900002/1", "2026-03-05", "(12.345)", "(30.86)", "MO-1", "exports/mb51.csv:11"],
        ["3", "documents", "(62.345)", "(155.86)"],
        ["The", "posting", "(62.345)"],
        ["Difference", "0"],
    ]  # fmt: skip


def test_the_other_posting_sees_them_from_its_side(run: Run, summed_plant: Path) -> None:
    line = line_of(summed_plant, "value: 155.86")
    found = section(
        run("explain", f"main.beancount:{line}").stdout, "Documents behind Assets:P100:WorkInProc"
    )
    assert ["4900001/1", "2026-03-05", "40", "100.00", "MO-1", "exports/mb51.csv:7"] in found
    assert ["3", "documents", "62.345", "155.86"] in found


def test_money_ties_by_amount(run: Run, summed_plant: Path) -> None:
    line = line_of(summed_plant, "Assets:Bank  ", "Energy")
    found = section(
        run("explain", f"main.beancount:{line}").stdout, "Documents behind Assets:Bank: -90.10 USD\n"
    )
    assert found[2:] == [
        ["1700/1", "2026-03-06", "(60.10)", "=Light", "&", "Power", "Energy", "exports/kob1.csv:3"],
        ["1701/1", "2026-03-06", "(30.00)", "Energy", "exports/kob1.csv:4"],
        ["2", "documents", "(90.10)"],
        ["The", "posting", "(90.10)"],
        ["Difference", "0.00"],
    ]


def test_a_transaction_has_those_of_each_pair_once(run: Run, summed_plant: Path) -> None:
    text = run("explain", f"main.beancount:{line_of(summed_plant, 'Goods issue for MO-1')}").stdout
    assert text.count("Documents behind") == 1
    assert "Documents behind Assets:P100:RawMaterials and Assets:P100:WorkInProcess:Orders: -62.345" in text


def test_a_limit_leaves_rows_out_but_not_of_the_totals(run: Run, summed_plant: Path) -> None:
    line = line_of(summed_plant, "Assets:P100:RawMaterials", "Goods issue for MO-1")
    text = run("explain", f"main.beancount:{line}", "--limit", "1").stdout
    found = section(text, "Documents behind")
    assert [words[0] for words in found[3:5]] == ["4900001/1", "3"]
    assert "2 more, in the totals too; --all shows them" in text
    assert ["3", "documents", "(62.345)", "(155.86)"] in found
    assert ["Difference", "0"] in found
    everything = run("explain", f"main.beancount:{line}", "--limit", "1", "--all").stdout
    assert "4900002/1" in everything
    assert "--all" not in everything


def test_a_limit_is_for_the_whole_transaction(run: Run, summed_plant: Path) -> None:
    """Energy and bank are two sums of two documents each."""
    place = f"main.beancount:{line_of(summed_plant, 'march/2026-03-06/entry') - 1}"
    text = run("explain", place, "--limit", "2").stdout
    assert text.count("Documents behind") == 1
    assert "1 more sum; explain its line, or --all for the documents" in text
    assert run("explain", place, "--all").stdout.count("Documents behind") == 2


def test_what_does_not_tie_is_said_and_is_an_error(run: Run, summed_plant: Path) -> None:
    """Somebody wrote 63 where the documents come to 62.345."""
    summed_plant.write_text(summed_plant.read_text().replace("62.345 STEEL", "63 STEEL").replace(
        "documents: 3", "documents: 4"))  # fmt: skip
    line = line_of(summed_plant, "Assets:P100:RawMaterials", "Goods issue for MO-1")
    result = run("explain", f"main.beancount:{line}")
    assert result.exit_code == 1
    found = section(result.stdout, "Documents behind")
    assert found[-4:-2] == [["The", "posting", "(63)"], ["Difference", "0.655"]]
    assert "the total does not tie to the posting" in result.stdout
    assert "the posting says documents: 4" in result.stdout


def test_a_missing_batch_is_said(run: Run, summed_plant: Path) -> None:
    result = run("explain", f"main.beancount:{line_of(summed_plant, '-2 STEEL')}")
    assert result.exit_code == 1
    assert 'batch "april/2026-03-07/issue/MO-1": there is no april.parquet in subledger/P100' in result.stdout


def test_a_batch_without_the_documents_is_said(run: Run, summed_plant: Path) -> None:
    summed_plant.write_text(summed_plant.read_text().replace("april/", "march/"))
    result = run("explain", f"main.beancount:{line_of(summed_plant, '-2 STEEL')}")
    assert result.exit_code == 1
    assert "the batch has no documents of this posting" in result.stdout
    assert "the posting says documents: 1" in result.stdout


def test_without_duckdb_it_says_what_to_install(
    run: Run, summed_plant: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    line = line_of(summed_plant, "Assets:P100:RawMaterials", "Goods issue for MO-1")
    result = run("explain", f"main.beancount:{line}")
    assert result.exit_code == 1
    assert (
        "2026-03-05 Goods issue for MO-1" in result.stdout
    )  # what the ledger knows is explained all the same
    assert 'reading documents needs DuckDB; run: pip install "beanplant[import]"' in result.stdout


def test_without_a_directive_it_says_what_to_write(run: Run, summed_plant: Path) -> None:
    summed_plant.write_text(summed_plant.read_text().replace('2026-01-01 custom "plant-subledger"', ";"))
    line = line_of(summed_plant, "Assets:P100:RawMaterials", "Goods issue for MO-1")
    result = run("explain", f"main.beancount:{line}")
    assert result.exit_code == 1
    assert (
        'the ledger has no subledger; write: custom "plant-subledger" "P100" "subledger/P100"'
        in result.stdout
    )


def test_other_explanations_lead_to_the_documents(run: Run, summed_plant: Path) -> None:
    line = line_of(summed_plant, "Assets:P100:RawMaterials", "Goods issue for MO-1")
    for what in ("MO-1", "STEEL", "Assets:P100:RawMaterials"):
        assert f"bean-plant explain main.beancount:{line} shows them" in run("explain", what).stdout
