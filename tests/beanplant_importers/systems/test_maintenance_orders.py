"""Maintenance orders: cost and hours by asset, as a person adds them up from the list."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data
from beancount.parser import parser
from click.testing import CliRunner

from beanplant import cli
from beanplant_importers import assets, pipeline
from beanplant_importers.errors import ImportFault

LIST = Path(__file__).parents[1] / "data" / "assets" / "maintenance.csv"
LEDGER = LIST.with_name("ledger.beancount")


def importer() -> assets.Maintenance:
    return assets.Maintenance(
        "P100",
        expense="cost-centers:Machining:Maintenance",
        against="cost-centers:Workshop:Settled",
        cost_centers={"4200": "cost-centers:Testing:Maintenance"},
        equipment={"E-77": "20001"},
        kinds={"PM05": "ignore"},
    )


def run(path: Path = LIST, more: str = "") -> pipeline.Outcome:
    existing, _ = pipeline.read_ledger(LEDGER)
    if more:
        existing = [*existing, *parser.parse_string(more)[0]]
    return pipeline.run([pipeline.Job(importer(), str(path))], existing)


def test_cost_and_hours_by_asset() -> None:
    """860.00 in 6.5 hours for the mill, 120.50 in 1 for its probe, 300.00 in 4 for the hall's pump."""
    entries, errors, _ = parser.parse_string("\n".join(piece.text for piece in run().pieces))
    assert not errors
    found = {
        posting.meta["asset"]: (str(entry.date), posting.account, posting.units.number, posting.meta["hours"])
        for entry in entries
        for posting in entry.postings
        if "asset" in posting.meta
    }
    center = "Expenses:P100:CostCenters"
    assert found == {
        "10001": ("2026-03-12", f"{center}:Machining:Maintenance", Decimal("860.00"), "6.5"),
        "10001-1": ("2026-03-20", f"{center}:Testing:Maintenance", Decimal("120.50"), "1"),
        "20001": ("2026-03-21", f"{center}:Machining:Maintenance", Decimal("300.00"), "4"),
    }
    assert all(
        sum(p.units.number for p in e.postings) == 0 for e in entries if isinstance(e, data.Transaction)
    )


def test_every_order_is_accounted_for() -> None:
    """10,400.50 and 93.5 hours in six orders: three in, one without an asset, one not finished, one ignored."""
    [(_, tally)] = run().tallies
    assert sum(total.value for total in tally.read.values()) == Decimal("10400.50")
    assert sum(total.quantity for total in tally.read.values()) == Decimal("93.5")
    assert sum(total.rows for total in tally.mapped.values()) == 3
    assert sum(total.rows for total in tally.elsewhere.values()) == 2
    [left] = tally.unmapped
    assert (left.value, left.quantity) == (Decimal("80.00"), Decimal("1.5"))
    assert left.reason.startswith('equipment "E-78" has no asset')
    assert list(tally.differences()) == []


def test_the_report_has_what_the_list_has(tmp_path: Path) -> None:
    """The three orders of March by asset, over the register of the assets folder: 1,280.50 in 11.5 hours."""
    register = LIST.with_name("sap_de.txt.beancount").read_text("utf-8")
    opens = "".join(
        f"2000-01-01 open Expenses:P100:CostCenters:{name}\n"
        for name in ("Machining:Maintenance", "Testing:Maintenance", "Workshop:Settled")
    )
    journal = "\n".join(piece.text for piece in run().pieces)
    path = tmp_path / "main.beancount"
    path.write_text(f'plugin "beanplant"\n{LEDGER.read_text("utf-8")}{opens}{register}{journal}', "utf-8")
    assert [error.message for error in loader.load_file(str(path))[1]] == []
    result = CliRunner().invoke(
        cli.main,
        [
            "-f",
            str(path),
            "report",
            "maintenance-cost",
            "--time",
            "2026-03",
            "--format",
            "csv",
            "--table",
            "assets",
        ],
    )
    assert result.exit_code == 0, result.output
    lines = result.output.partition("\ufeff")[2].splitlines()
    rows = {row["Asset"]: row for row in csv.DictReader(lines)}
    found = {asset: (Decimal(row["Cost (EUR)"]), Decimal(row["Labor hours"])) for asset, row in rows.items()}
    assert found == {
        "10001": (Decimal("860.00"), Decimal("6.5")),
        "10001-1": (Decimal("120.50"), Decimal(1)),
        "20001": (Decimal("300.00"), Decimal(4)),
        "Total": (Decimal("1280.50"), Decimal("11.5")),
    }


def test_work_orders_of_dynamics(tmp_path: Path) -> None:
    path = tmp_path / "workorders.csv"
    path.write_text(
        "WORKORDERID,WORKORDERTYPEID,DESCRIPTION,MAINTENANCEASSETID,FIXEDASSETNUMBER,ACTUALEND,ACTUALCOST,ACTUALHOURS,"
        "CURRENCYCODE\nWO-000017,Corrective,Belt,BELT-3,10001,2026-04-02,240.00,3.25,EUR\n"
        "WO-000018,Corrective,Seal,E-77,,2026-04-03,60.00,0.50,EUR\n",
        "utf-8",
    )
    text = "\n".join(piece.text for piece in run(path).pieces)
    assert 'document: "PM/WO-000017"' in text
    assert 'asset: "10001"\n    hours: "3.25"' in text
    assert 'asset: "20001"\n    hours: "0.5"' in text


def test_a_second_run_adds_nothing() -> None:
    text = "\n".join(piece.text for piece in run().pieces)
    assert run(more=text).pieces == []


def test_an_order_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST.read_text("utf-8").replace("4000124;", "4000123;"), "utf-8")
    with pytest.raises(ImportFault, match="expected each order once; row 2 has it already"):
        run(path)


def test_no_register_takes_it_for_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LIST.parent)
    assert importer().identify(LIST.name)
    assert not any(each.identify(LIST.name) for each in pipeline.load_config("import.py"))
