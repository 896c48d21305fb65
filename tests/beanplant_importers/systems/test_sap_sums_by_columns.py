"""MB51 by columns comes to what it comes to row by row: the same text, tallies and documents, whatever the file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant_importers import batches as batches_of
from beanplant_importers import pipeline, sap
from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import columns

PUMP_WORKS = Path(__file__).parents[3] / "ledgers" / "pump-works"


def imported(
    importers: Iterable[Any], paths: Iterable[Path], entries: list[Any], folder: Path, **options: Any
) -> tuple[Any, ...]:
    """Import files at a grain; return the text, the tallies and the documents."""
    chosen = list(importers)
    jobs = [pipeline.Job(pipeline.choose(chosen, str(path)), str(path)) for path in paths]  # type: ignore[arg-type]
    with batches_of.Batches(folder, {}, folder=None, name="b", replace=False) as batches:
        outcome = pipeline.run(jobs, entries, had=batches.known(), batches=batches.open, **options)
        if outcome.pieces:
            batches.keep()
    tallies = [
        (
            tally.file,
            {name: {kind: str(total) for kind, total in getattr(tally, name).items() if total.rows} for name in
             ("read", "mapped", "known", "elsewhere")},
            list(tally.reasons()), tally.notes, list(tally.differences()),
        )
        for _, tally in outcome.tallies
    ]  # fmt: skip
    return list(outcome.pieces), tallies, documents(folder), outcome.to_open


def documents(folder: Path) -> list[Any]:
    """Return the documents of all batches, in the order of their keys."""
    import duckdb

    if not list(folder.glob("subledger/*/*.parquet")):
        return []
    found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/subledger/*/*.parquet')").fetchall()
    return sorted(found, key=repr)


def both_ways(
    monkeypatch: pytest.MonkeyPatch, importers: Any, paths: list[Path], entries: list[Any], **options: Any
) -> tuple[Any, Any]:
    """Import by columns and row by row; the importers are made anew for each."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        by_columns = result(importers, paths, entries, Path(one), options)
        with monkeypatch.context() as patch:
            patch.setattr(sap.MaterialDocuments, "sums", lambda *_: False)
            by_rows = result(importers, paths, entries, Path(other), options)
    return by_columns, by_rows


def result(importers: Any, paths: list[Path], entries: list[Any], folder: Path, options: Any) -> Any:
    try:
        return imported(importers(), paths, entries, folder, **options)
    except ImportFault as fault:
        return str(fault)


def ledger_costs(item: str, date: Any, plant: str) -> Any:
    """A standard that is no whole cent, one that never ends, and one that changes in the year."""
    if item.endswith("1"):
        return Decimal("8.4375") if date.month < 6 else Decimal("9.12345")
    from fractions import Fraction

    return None if item.endswith("2") else Fraction(100, 3)


@pytest.mark.parametrize("grain", ["day", "month"])
@pytest.mark.parametrize("costs", [None, ledger_costs])
def test_pump_works(grain: str, costs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen months of a plant, in lists, sheets, tabs and commas."""
    paths = sorted(PUMP_WORKS.glob("exports/*/mb51*"))
    entries = [
        entry
        for entry in pipeline.read_ledger(PUMP_WORKS / "main.beancount")[0]
        if "journals" not in entry.meta["filename"]
    ]
    read: list[int] = []
    blocks = columns.Columns.blocks
    monkeypatch.setattr(
        columns.Columns, "blocks", lambda self: (read.append(len(one)) or one for one in blocks(self))
    )
    one, other = both_ways(
        monkeypatch, lambda: pipeline.load_config(PUMP_WORKS / "import.py"), paths, entries, grain=grain,
        unit_cost=costs,
    )  # fmt: skip
    assert sum(read) > 1000
    assert len(other[0]) > 50
    assert one == other


HEADERS = {
    "date": "Posting Date", "movement": "Movement Type", "document": "Material Document", "line": "Material Doc.Item",
    "material": "Material", "plant": "Plant", "storage": "Storage Location", "special": "Special Stock",
    "quantity": "Quantity in Base Unit", "unit": "Base Unit of Measure", "amount": "Amount in LC",
    "external": "Ext. Amount in LC", "currency": "Currency", "order": "Order", "purchase": "Purchase Order",
    "cost_center": "Cost Center", "vendor": "Vendor", "batch": "Batch", "time": "Time of Entry", "text": "Text",
    "debit": "Debit/Credit Ind",
}  # fmt: skip

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.sampled_from(["2026-01-31", "2026-02-01", "02.02.2026", "20260214", " 2026-02-14 "]),
            "movement": st.sampled_from(
                ["101", "261", "262", "601", "201", "311", "702", "Z99", "561", "103"]
            ),
            "material": st.sampled_from(["10021", "000010021", "10022", "10023", ""]),
            "plant": st.sampled_from(["P100", "P100", "P100", "P200", ""]),
            "storage": st.sampled_from(["RM01", "FG01", ""]),
            "special": st.sampled_from(["", "", "", "K"]),
            "quantity": st.sampled_from(
                ["1.5", "-1.500", "2", "-0.25", "0", "0.000", "1.25-", "(3)", "12.3456789"]
            ),
            "unit": st.sampled_from(["KG", "KG", "KG", "ST"]),
            "amount": st.sampled_from(["", "0", "0.00", "10.5", "10.55", "-7.25", "1,234.56"]),
            "external": st.sampled_from(["", "0", "9.999", "-3.1"]),
            "currency": st.sampled_from(["USD", "USD", "EUR"]),
            "order": st.sampled_from(["", "7", "0008"]),
            "purchase": st.sampled_from(["", "4500001"]),
            "cost_center": st.sampled_from(["", "4300"]),
            "vendor": st.sampled_from(["", "0000200010", "5"]),
            "batch": st.sampled_from(["", "B1", "B 2"]),
            "time": st.sampled_from(["", "06:00:00", "140500", "2:05 PM"]),
            "text": st.sampled_from(["", "a", 'a "b"', "* *"]),
            "debit": st.sampled_from(["", "", "H", "S"]),
        }
    ),
    min_size=1,
    max_size=60,
)


def written(rows: list[dict[str, str]], separator: str, spoil: dict[int, str]) -> bytes:
    """Return rows as a file; ``spoil`` puts lines between them."""
    import csv
    import io

    out = io.StringIO()
    for number, row in enumerate([dict(HEADERS), *rows]):
        if number in spoil:
            out.write(spoil[number] + "\n")
        if separator == "\t":
            out.write("\t".join(row[name] for name in HEADERS) + "\n")
        else:
            csv.writer(out, delimiter=separator, lineterminator="\n").writerow(
                [row[name] for name in HEADERS]
            )
    return out.getvalue().encode()


def numbered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Number documents and lines: three lines a document, so that transfers have partners."""
    return [row | {"document": f"49{n // 3:08d}", "line": str(n % 3 + 1)} for n, row in enumerate(rows)]


def importers() -> list[Any]:
    return [
        sap.MaterialDocuments(
            "P100", places={"FG01": "finished-goods"}, parties={"200010": "Acme"}, currency="USD", decimal="."
        )
    ]


SPOIL = st.dictionaries(
    st.integers(2, 50), st.sampled_from(["", ",,,,", "*", "1,2,3", ",".join(HEADERS.values())]), max_size=2
)


@settings(max_examples=150, deadline=None)
@given(
    ROWS,
    st.sampled_from(["day", "month"]),
    st.sampled_from(["\t", ",", ";"]),
    SPOIL,
    st.booleans(),
    st.data(),
)
def test_any_rows(
    rows: list[dict[str, str]],
    grain: str,
    separator: str,
    spoil: dict[int, str],
    costs: bool,
    data: st.DataObject,
) -> None:
    """Whole files, files one after another, and files that overlap: in blocks of a few rows."""
    rows = numbered(rows)
    cut = data.draw(st.integers(0, len(rows)))
    files = [rows, rows[cut:]] if data.draw(st.booleans()) else [rows]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "BYTES", data.draw(st.sampled_from([600, 1200, 1 << 20])))
        paths = [Path(folder) / f"{number}.csv" for number in range(len(files))]
        for path, part in zip(paths, files, strict=True):
            path.write_bytes(written(part, separator, spoil))
        given = [path for path in paths if pipeline.choose(importers(), str(path)) is not None]
        one, other = both_ways(
            patch, importers, given, [], grain=grain, unit_cost=ledger_costs if costs else None
        )
    assert one == other


def plain_rows(count: int) -> list[dict[str, str]]:
    """Issues and completions of an order, a document of three lines each."""
    blank = dict.fromkeys(HEADERS, "")
    return numbered(
        [
            blank | {
                "date": f"2026-03-{1 + n % 28:02d}", "movement": ("261", "101")[n % 2], "material": f"1002{n % 2}",
                "plant": "P100", "quantity": ("-1.500", "2.000")[n % 2], "amount": ("-3.75", "8.00")[n % 2],
                "currency": "USD", "order": "7", "time": "06:00:00",
            }
            for n in range(count)
        ]
    )  # fmt: skip


def sums(folder: Path) -> tuple[int, Decimal, int]:
    """Return documents in the subledger, their quantities, and how many keys they have."""
    found = documents(folder)
    return len(found), sum((row[12] for row in found), Decimal()), len({(row[3], row[4]) for row in found})


def test_a_second_import_adds_nothing_and_an_overlapping_one_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """300 issues of -1.5 and 300 completions of 2 are 150; the export from the 400th row on has 200 that are known."""
    monkeypatch.setattr(columns, "BYTES", 4000)
    monkeypatch.setattr(sap.MaterialDocuments, "facts", None)  # nothing goes row by row
    rows = plain_rows(900)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_bytes(written(rows[:600], ",", {}))
    second.write_bytes(written(rows[400:], ",", {}))
    folder = tmp_path / "plant"
    imported(importers(), [first], [], folder, grain="month")
    assert sums(folder) == (600, Decimal(150), 600)
    pieces, tallies, _, _ = imported(importers(), [first], [], folder, grain="month")
    assert pieces == []
    assert set(tallies[0][1]["known"]) == {"101", "261"}
    assert tallies[0][1]["mapped"] == {}
    pieces, tallies, _, _ = imported(importers(), [second], [], folder, grain="month")
    assert sums(folder) == (900, Decimal(225), 900)
    assert sum(piece.text.count("documents: 150\n") for piece in pieces) == 4


@pytest.mark.parametrize(
    ("spoiled", "message"),
    [
        ({"quantity": "1.2.3"}, r'mb51\.csv:402: Quantity in Base Unit: found "1\.2\.3", expected a number'),
        ({"date": "2026-02-30"}, r'mb51\.csv:402: Posting Date: found "2026-02-30", expected a date'),
        (
            {"document": "4900000000", "line": "1"},
            r"mb51\.csv:402: found document 2026/4900000000/1 a second time",
        ),
    ],
)
def test_a_bad_cell_is_named_by_its_row(
    spoiled: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "BYTES", 4000)
    monkeypatch.setattr(sap.MaterialDocuments, "facts", None)
    rows = plain_rows(600)
    rows[400] |= spoiled
    path = tmp_path / "mb51.csv"
    path.write_bytes(written(rows, ";", {}))
    with pytest.raises(ImportFault, match=message):
        imported(importers(), [path], [], tmp_path / "plant", grain="month")
    assert documents(tmp_path / "plant") == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings(encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = plain_rows(30)
    rows[3]["text"] = "Prüfstand"
    path = tmp_path / "mb51.txt"
    path.write_bytes(written(rows, "\t", {}).decode().encode(encoding))
    one, other = both_ways(monkeypatch, importers, [path], [], grain="day")
    assert one == other
    assert {row[20] for row in one[2]} == {None, "Prüfstand"}
