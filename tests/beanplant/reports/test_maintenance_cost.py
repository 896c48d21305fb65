"""Maintenance by asset: what counts, hours, the cost of an hour, and that it ties to the expense accounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from beanplant.reports import fully_depreciated, maintenance_cost
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report

MAINTENANCE = "Expenses:P100:CostCenters:Machining:Maintenance"
LEDGER = f"""
option "operating_currency" "USD"
plugin "beanplant"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:P100:Machinery
2020-01-01 open Expenses:P100:Depreciation
2020-01-01 open {MAINTENANCE}
2020-01-01 open Expenses:P100:CostCenters:Workshop:Settled
2020-01-01 open Expenses:P100:Absorbed:Workshop
2020-01-01 open Income:P100:GainOnDisposal
2020-01-01 custom "plant" "P100"
2020-01-01 commodity HR-REPAIR
  activity: TRUE
2020-01-01 commodity KWH
  activity: TRUE
2020-01-01 custom "plant-standard-cost" 1 HR-REPAIR 60.00 USD
  labor: 40.00 USD
  fixed-overhead: 20.00 USD
2020-01-01 custom "plant-standard-cost" 1 KWH 0.20 USD
  variable-overhead: 0.20 USD

2020-02-01 * "Mill, with a training that is no part of its cost"
  asset: "MILL"
  Assets:P100:Machinery                               12000.00 USD
  {MAINTENANCE}      500.00 USD
  Assets:Bank
2020-02-01 custom "plant-asset" "MILL" Assets:P100:Machinery 12000.00 USD
  name: "CNC mill"
  life: "5 years"
  salvage: 1200.00 USD
  expense: Expenses:P100:Depreciation
  gain-loss: Income:P100:GainOnDisposal
2022-01-15 * "Saw"
  asset: "SAW"
  Assets:P100:Machinery                                6000.00 USD
  Assets:Bank
2022-01-15 custom "plant-asset" "SAW" Assets:P100:Machinery 6000.00 USD
  method: "units-of-production"
  units: 10000
  expense: Expenses:P100:Depreciation

2025-02-28 custom "plant-asset-usage" "SAW" 80
2025-03-31 custom "plant-asset-usage" "SAW" 120
2025-02-10 * "Maintenance, belt, order 4000100"
  document: "PM/4000100"
  {MAINTENANCE}      300.00 USD
    asset: "MILL"
    hours: "2"
  Expenses:P100:CostCenters:Workshop:Settled           -300.00 USD
2025-03-12 * "Maintenance, spindle bearing, order 4000123"
  document: "PM/4000123"
  {MAINTENANCE}      860.00 USD
    asset: "MILL"
    hours: "6.5"
  Expenses:P100:CostCenters:Workshop:Settled           -860.00 USD
2025-03-20 * "Own people, and the electricity of a test run"
  asset: "SAW"
  {MAINTENANCE}        2 HR-REPAIR
  {MAINTENANCE}      100 KWH
  Expenses:P100:Absorbed:Workshop                        -2 HR-REPAIR
  Expenses:P100:Absorbed:Workshop                      -100 KWH
2025-03-21 * "Belt shop" "Belts, one for the saw"
  {MAINTENANCE}       30.00 USD
    maintenance: "SAW"
  {MAINTENANCE}       70.00 USD
  Assets:Bank
2025-03-31 * "Latest fact"
"""


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Report]:
    def make(time: str, *more: str, module: Any = maintenance_cost) -> Report:
        ledger = load_ledger("".join((LEDGER, *more)))
        assert not ledger.errors, ledger.messages
        made: Report = module.build(choose(books_of(ledger)), parse_period(time))
        return made

    return make


def rows(found: Report, table: str) -> list[tuple[Any, ...]]:
    return [row.cells for row in found.table(table).all_rows()]


def test_a_month(report: Callable[..., Report]) -> None:
    """860.00 in 6.5 hours; two hours at 60.00, 100 kWh at 0.20, a belt for 30.00 on a saw that ran 120 hours."""
    found = report("2025-03")
    assert rows(found, "assets") == [
        ("MILL", "CNC mill", D("860.00"), D("0.8350"), D("6.5"), D("132.31"), None, None, D("1160.00"), D("0.0967")),
        ("SAW", "SAW", D("170.00"), D("0.1650"), D(2), D("85.00"), D(120), D("1.42"), D("170.00"), D("0.0283")),
        ("Total", None, D("1030.00"), D("1.0000"), D("8.5"), D("121.18"), None, None, D("1330.00"), None),
    ]  # fmt: skip
    assert not found.advice


def test_work_is_by_date_with_its_document(report: Callable[..., Report]) -> None:
    found = report("2025-Q1")
    assert [(row[0], row[2], row[5], row[6]) for row in rows(found, "work")] == [
        ("PM/4000100", "MILL", D(2), D("300.00")),
        ("PM/4000123", "MILL", D("6.5"), D("860.00")),
        ("", "SAW", D(2), D("120.00")),
        ("", "SAW", None, D("20.00")),
        ("", "SAW", None, D("30.00")),
    ]


def test_it_ties_to_the_expense_account(report: Callable[..., Report]) -> None:
    found = report("2025-03")
    assert rows(found, "accounts") == [
        (MAINTENANCE, D("1030.00"), D("70.00"), D("1100.00")),
        ("Total", D("1030.00"), D("70.00"), D("1100.00")),
    ]
    for table in found.tables:
        for row in table.rows:
            for key, reference in row.references.items():
                if reference.opens:  # the postings behind a figure add up to it
                    index, amounts = table.index(key), [amount for _, amount in reference.lines()]
                    if key == "hours":
                        amounts = [line.quantity for line, _ in reference.lines() if line.item]
                    assert sum(amounts) == (row.cells[index] or 0)


def test_purchase_sale_and_depreciation_are_no_maintenance(report: Callable[..., Report]) -> None:
    sold = (
        '2025-04-10 * "Sold, the buyer deducts a repair"\n  disposes: "MILL"\n  Assets:Bank  2000.00 USD\n'
        f"  {MAINTENANCE}  100.00 USD\n  Assets:P100:Machinery  -2100.00 USD\n"
    )
    found = report("2020 - 2025", sold)
    # not the training of 2020, not the 100.00 of the sale, not what the plugin posts
    assert found.table("assets").value("MILL", "so-far") == D("1160.00")
    assert "training" not in " ".join(str(row[3]) for row in rows(found, "work"))


def test_what_cannot_be_read_is_said(report: Callable[..., Report]) -> None:
    more = (
        f'2025-03-25 * "Typing"\n  {MAINTENANCE}  10.00 USD\n    maintenance: "MIL"\n  Assets:Bank\n'
        f'2025-03-25 * "Hours"\n  {MAINTENANCE}  10.00 USD\n    maintenance: "MILL"\n    hours: "half"\n  Assets:Bank\n'
    )
    found = report("2025-03", more)
    assert 'maintenance of "MIL", which no plant-asset begins' in found.advice[0]
    assert "is no number" in found.advice[1]
    assert found.table("assets").value("MILL", "cost") == D("870.00")
    assert found.table("accounts").value(MAINTENANCE, "other") == D("80.00")


def test_a_ledger_without_any_says_how_to_write_it(report: Callable[..., Report]) -> None:
    found = report("2020-01")
    assert rows(found, "assets") == [("Total", None, 0, None, None, None, None, None, 0, None)]
    assert found.advice == (
        'no posting on an expense account names an asset; write asset: "CNC-01" and hours: "6.5" on it',
    )


def test_fully_depreciated_assets_have_their_maintenance(report: Callable[..., Report]) -> None:
    """The mill is down to 1,200.00 after 60 months, with January 2025; the saw is not."""
    found = report("2025-03", module=fully_depreciated)
    (row,) = found.table("assets").rows
    assert row.cells == (
        "MILL", "CNC mill", "Assets:P100:Machinery", row.cells[3], 61, D("12000.00"), D("1200.00"), row.cells[7],
        2, D("1160.00"),
    )  # fmt: skip
    assert (str(row.cells[3]), str(row.cells[7])) == ("2020-02-01", "2025-01-31")
    assert rows(found, "classes")[0] == (
        "Assets:P100:Machinery", 2, D("18000.00"), 1, D("12000.00"), D("0.6667"),
    )  # fmt: skip
    assert not report("2024-12", module=fully_depreciated).table("assets").rows
    sold = (
        '2025-03-10 * "Sold"\n  disposes: "MILL"\n  Assets:Bank  2000.00 USD\n'
        "  Assets:P100:Machinery  -2000.00 USD\n"
    )
    assert not report("2025-03", sold, module=fully_depreciated).table("assets").rows


def test_opened_fully_depreciated(report: Callable[..., Report]) -> None:
    """No month is charged: down since the end of its life, 24 months from May 2016."""
    more = (
        '2021-01-01 * "Opening"\n  Assets:P100:Machinery  900.00 USD\n    asset: "OLD"\n'
        '  Assets:P100:AccumulatedDepreciation:Machinery  -900.00 USD\n    asset: "OLD"\n'
        "2020-01-01 open Assets:P100:AccumulatedDepreciation:Machinery\n"
        '2016-05-10 custom "plant-asset" "OLD" Assets:P100:Machinery 900.00 USD\n  life: "2 years"\n'
        "  accumulated: 900.00 USD\n  expense: Expenses:P100:Depreciation\n"
    ).replace("2016-05-10", "2020-05-10")
    table = report("2025-03", more, module=fully_depreciated).table("assets")
    assert str(table.value("OLD", "since")) == "2022-04-30"
    assert table.value("OLD", "months") == 35


def test_what_the_importer_writes_is_in_it(
    tmp_path: Path, load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]
) -> None:
    """A list of orders, imported as the manual says, is two lines of the report."""
    from click.testing import CliRunner

    from beanplant.cli import main

    (tmp_path / "main.beancount").write_text(f'include "journals/*.beancount"\n{LEDGER}')
    (tmp_path / "import.py").write_text(
        "from beanplant_importers import assets\n"
        'CONFIG = [assets.Maintenance("P100", expense="cost-centers:Machining:Maintenance",'
        ' against="cost-centers:Workshop:Settled", equipment={"E-77": "SAW"}, currency="USD")]\n'
    )
    (tmp_path / "exports").mkdir()
    (tmp_path / "journals").mkdir()
    (tmp_path / "journals" / "empty.beancount").write_text("")
    (tmp_path / "exports" / "iw39.csv").write_text(
        "Order;Order Type;Description;Equipment;Asset;Act. finish date;Total act.costs;Actual work\n"
        "4000200;PM01;Gear;;MILL;2025-03-14;410.00;3.5\n"
        "4000201;PM01;Guard;E-77;;2025-03-15;95.50;1\n"
    )
    call = ["-f", str(tmp_path / "main.beancount"), "import", str(tmp_path / "exports"), "--config"]
    call += [str(tmp_path / "import.py"), "-o", str(tmp_path / "journals" / "maintenance.beancount")]
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 0, result.output
    ledger = load_ledger(LEDGER + (tmp_path / "journals" / "maintenance.beancount").read_text())
    assert not ledger.errors, ledger.messages
    found = maintenance_cost.build(choose(books_of(ledger)), parse_period("2025-03"))
    work = {row[0]: (row[2], row[5], row[6]) for row in rows(found, "work")}
    assert work["PM/4000200"] == ("MILL", D("3.5"), D("410.00"))
    assert work["PM/4000201"] == ("SAW", D(1), D("95.50"))
    assert found.table("assets").value("MILL", "hours") == D(10)
