"""``bean-plant report``: text, CSV and JSON of a ledger, and what is called wrongly."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_without_a_name_the_reports_are_listed(run: Run) -> None:
    result = run("report")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "cost-of-goods",
        "wip-by-order",
        "variances",
        "asset-register",
        "asset-roll-forward",
        "construction-in-progress",
        "depreciation-forecast",
        "fully-depreciated",
        "maintenance-cost",
        "property-tax-listing",
        "depreciation-areas",
        "tax-depreciation",
        "form-4562",
        "book-to-tax",
        "gross-to-net",
        "refund-liability",
        "constrained-amounts",
        "rebate-statement",
        "discounts-by-customer",
        "receivable-ageing",
        "expected-take-up",
        "purchase-discounts",
        "payable-ageing",
        "supplier-finance",
        "debt-amortization",
    ]


def test_text(run: Run, small_plant: Path) -> None:
    result = run("report", "cost-of-goods", "--time", "2026-03")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Cost of goods manufactured and sold\nP100 Ohio pump works, March 2026, USD\n"
    )
    line = next(
        line for line in result.stdout.splitlines() if line.startswith("Cost of goods manufactured  ")
    )
    assert line.split()[-3:] == ["907.50", "0.00", "907.50"]


def test_csv(run: Run, small_plant: Path) -> None:
    result = run("report", "wip-by-order", "--time", "2026-03", "--format", "csv", "--table", "orders")
    text = result.stdout_bytes.decode("utf-8")
    assert text[0] == "\ufeff"
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [(row["Order"], row["Ending (USD)"]) for row in rows[:2]] == [
        ("MO-0990", "8.75"),
        ("MO-1002", "53.75"),
    ]


def test_json(run: Run, small_plant: Path) -> None:
    result = run("report", "variances", "--time", "2026-03", "--format", "json", "--postings")
    found = json.loads(result.stdout)
    totals = {row["key"]: row["cells"]["variance"] for row in found["tables"][0]["rows"]}
    assert totals["total"] == "106.95"
    scrap = next(row for row in found["tables"][0]["rows"] if row["key"] == "Scrap")
    (line,) = scrap["references"]["variance"]["lines"]
    assert (line["amount"], line["rule"], line["file"]) == ("41.25", "wip.scrap", str(small_plant))


def test_without_a_period_it_is_the_month_of_the_last_movement(run: Run, small_plant: Path) -> None:
    assert ", March 2026, USD" in run("report", "variances").stdout


def test_the_fiscal_year_is_the_ledgers(run: Run, small_plant: Path) -> None:
    small_plant.write_text(
        small_plant.read_text() + '\n2025-01-01 custom "fava-option" "fiscal-year-end" "02-28"\n'
    )
    year = run("report", "cost-of-goods", "--time", "FY2027").stdout
    assert "2026-03-01 to" not in year
    assert "Mar 2026 to Feb 2027" in year
    march = json.loads(run("report", "cost-of-goods", "--time", "2026-03", "--format", "json").stdout)
    rows = {row["key"]: row["cells"] for row in march["tables"][0]["rows"]}
    assert rows["sold"]["year"] == "495.00"  # without January, which is last year's


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["variance"], 'no report "variance" (did you mean "variances"?)'),
        (["variances", "--time", "month"], "depends on today"),
        (["variances", "--time", "2026-3"], 'month "2026-03"'),
        (["variances", "--plant", "P10"], 'no plant "P10" (did you mean "P100"?)'),
        (["variances", "--format", "csv", "--table", "x"], 'no table "x"; the report has categories, orders'),
        (["variances", "--table", "orders"], "--table goes with --format csv"),
        (["variances", "--postings"], "--postings goes with --format json"),
        (["variances", "--format", "xml"], "'xml' is not one of"),
    ],
)
def test_called_wrongly(run: Run, small_plant: Path, args: list[str], says: str) -> None:
    result = run("report", *args)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_a_ledger_with_errors_is_reported_and_ends_with_1(run: Run, small_plant: Path) -> None:
    small_plant.write_text(small_plant.read_text() + "\n2026-04-01 balance Liabilities:Payables  1.00 USD\n")
    result = run("report", "variances")
    assert result.exit_code == 1
    assert "The ledger has 1 error; see bean-plant check" in result.stderr
    assert "106.95" in result.stdout


def test_a_ledger_without_a_plant(run: Run, plant: Path) -> None:
    """
    2026-01-01 open Assets:Bank
    """
    result = run("report", "variances", "--time", "2026")
    assert result.exit_code == 1
    assert 'write 2026-01-01 custom "plant" "P100"' in result.stderr


EUROS = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
2026-02-10 * "Pumpen GmbH" "Invoice"
  invoice: "E1"
  terms: "3/14 net 30"
  Assets:Receivables  1000.00 EUR
  Income:Sales       -1000.00 EUR
"""


def test_a_currency_is_chosen(run: Run, write: Callable[..., Path]) -> None:
    write(EUROS)
    result = run("report", "receivable-ageing", "--time", "2026-02", "--currency", "EUR")
    assert result.exit_code == 0
    assert "as of 2026-02-28, EUR" in result.stdout
    assert "1,000.00" in result.stdout
    assert "1,000.00" not in run("report", "receivable-ageing", "--time", "2026-02").stdout


def test_html(run: Run, write: Callable[..., Path]) -> None:
    write(EUROS)
    result = run("report", "receivable-ageing", "--time", "2026-02", "--currency", "EUR", "--format", "html")
    assert result.exit_code == 0
    assert result.stdout.startswith("<!doctype html>\n")
    assert "<title>Ageing of receivables: as of 2026-02-28, EUR</title>" in result.stdout
    assert "Pumpen GmbH" in result.stdout


def test_a_currency_or_a_plant_in_the_wrong_place(run: Run, write: Callable[..., Path]) -> None:
    write(EUROS)
    for arguments, message in (
        (
            "variances --currency EUR",
            "--currency goes with reports of customers and suppliers: gross-to-net,",
        ),
        ("gross-to-net --plant P100", "--plant goes with reports of plants; gross-to-net is of the whole"),
        ("gross-to-net --contract CHEM", "--contract goes with rebate-statement"),
        ("variances --customer Shop", "--customer goes with rebate-statement"),
        ("rebate-statement --contract CHEM", 'no contract "CHEM"'),
        ("gross-to-net --currency EUT", 'in "EUT" (did you mean "EUR"?); the ledger has EUR, USD'),
    ):
        result = run("report", *arguments.split())
        assert result.exit_code == 2, arguments
        assert message in result.stderr
