"""``bean-plant explain``: the chain of each kind of subject, down to the lines of the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def line_of(path: Path, text: str) -> int:
    return next(i for i, line in enumerate(path.read_text().splitlines(), 1) if text in line)


def block(output: str, begins: str) -> str:
    """The part of an explanation that begins with a text, up to the next empty line."""
    start = output.index(begins)
    return output[start:].split("\n\n")[0]


def test_order(run: Run, small_plant: Path) -> None:
    result = run("explain", "MO-1001")
    assert result.exit_code == 0, result.output
    text = result.stdout
    released = line_of(small_plant, '"plant-order" "MO-1001"')
    assert text.startswith(
        "Order MO-1001: 20 PUMP-A, released 2026-03-02\n"
        f'  main.beancount:{released} | 2026-03-02 custom "plant-order" "MO-1001" 20 PUMP-A\n'
    )
    issue = block(text, "2026-03-05 Issue")
    assert "12 STEEL: components charged to the order at their cost (wip.issue)" in issue
    standard = line_of(small_plant, "100 STEEL 250.00 USD")
    assert f"1 STEEL = 2.50 USD by main.beancount:{standard} | 2025-01-01 custom" in issue
    assert issue.endswith("balance 51.00")
    assert block(text, "2026-03-06 Confirm").endswith("balance 896.00")
    assert block(text, "2026-03-07 Complete").endswith("balance 71.00")
    close = block(text, "2026-03-20 Close order MO-1001 (made by beanplant.wip)")
    closing = line_of(small_plant, "plant-order-close")
    assert f'because of main.beancount:{closing} | 2026-03-20 custom "plant-order-close" "MO-1001"' in close
    assert "= (12 - 10) STEEL x 2.50 USD + (21 - 20) SEAL x 1.00 USD" in close
    assert close.endswith("balance 0.00")
    summary = [line.split() for line in text[text.index("Work in process of MO-1001") :].splitlines()[1:]]
    assert summary == [
        ["material", "51.00"],
        ["labor", "325.00"],
        ["overhead", "520.00"],
        ["transferred", "-825.00"],
        ["settled", "-71.00"],
        ["balance", "0.00"],
    ]


def test_item(run: Run, small_plant: Path) -> None:
    text = run("explain", "STEEL").stdout
    assert text.startswith("Item STEEL: Steel rod 20 mm\n")
    assert "  2025-01-01 2.50 USD by main.beancount:" in text
    assert "  2026-03-25 2.60 USD by main.beancount:" in text
    assert "On hand\n  Assets:P100:RawMaterials  140 STEEL {2.60 USD, 2026-03-25} = 364.00\n" in text
    assert "Movements (6)" in text
    assert "= 143 STEEL" not in text  # the variance's posting is money
    assert "labor 25.00 USD" in run("explain", "HR-ASSY").stdout


def test_account_at_a_date(run: Run, small_plant: Path) -> None:
    text = run("explain", "Assets:P100:RawMaterials@2026-02-28").stdout
    assert text.startswith(
        "Assets:P100:RawMaterials at the end of 2026-02-28: 400.00 USD\n  raw-materials of P100\n"
    )
    assert "  inventory.receipt        1 x            150.00 USD" in text
    assert "In units\n  160 STEEL\n" in text
    assert "2026-03" not in text
    above = run("explain", "Expenses:P100:Variances").stdout
    assert above.startswith("Expenses:P100:Variances: 126.15 USD\n")
    few = run("explain", "Expenses:P100:Variances", "--limit", "2").stdout
    assert "earlier transactions not shown; --limit 0 shows all" in few
    assert few.count(" (made by ") + few.count("| 2026-03") >= 1


def test_place_of_a_posting(run: Run, small_plant: Path) -> None:
    line = line_of(small_plant, "Assets:P100:WorkInProcess:Orders     845.00 USD")
    for at in (line, line + 1):  # the posting, or its metadata
        text = run("explain", f"main.beancount:{at}").stdout
        assert text.count("Assets:P100:WorkInProcess:Orders ") >= 1
        assert "Expenses:P100:Absorbed" not in text
        assert "13 HR-ASSY: work charged to the order" in text


def test_place_of_a_cause(run: Run, small_plant: Path) -> None:
    line = line_of(small_plant, "plant-order-close")
    text = run("explain", f"main.beancount:{line}").stdout
    assert "Made because of it (1)" in text
    assert "2026-03-20 Close order MO-1001 (made by beanplant.wip)" in text
    assert "71.00 USD" in text


def test_place_without_a_directive(run: Run, small_plant: Path) -> None:
    line = line_of(small_plant, 'option "operating_currency"') + 1
    text = run("explain", f"main.beancount:{line}").stdout
    assert "no directive stands there" in text


def test_fifo_layers_lead_to_their_receipts(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
      valuation: "fifo"
    2026-01-01 commodity PAINT
      item: TRUE
    2026-01-01 open Assets:P100:RawMaterials
    2026-01-01 open Assets:P100:WorkInProcess
    2026-01-01 open Liabilities:P100:GoodsReceivedNotInvoiced
    2026-01-04 * "Color" "Receipt 1"
      Assets:P100:RawMaterials  10 PAINT {2.00 USD}
        rule: "inventory.receipt"
      Liabilities:P100:GoodsReceivedNotInvoiced  -20.00 USD
        rule: "inventory.goods-received"
        quantity: -10 PAINT
    2026-01-06 * "Issue"
      order: "7"
      Assets:P100:RawMaterials  -4 PAINT {2.00 USD, 2026-01-04}
        rule: "inventory.issue"
      Assets:P100:WorkInProcess  8.00 USD
        rule: "wip.issue"
        quantity: 4 PAINT
    """
    text = run("explain", "order:7").stdout
    receipt = line_of(plant, "Receipt 1")
    assert f'layer from main.beancount:{receipt} | 2026-01-04 * "Color" "Receipt 1"' in text
    assert "Order 7 (without a plant-order directive)" in text


LEDGER_OF_TWINS = """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 commodity ROD
      item: TRUE
    2026-01-01 open Assets:P100:WorkInProcess
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:Receivables
    2026-01-01 open Income:Sales
    2026-01-02 custom "plant-order" "4711" 5 ROD
    2026-01-03 * "Invoice"
      invoice: "4711"
      Assets:Receivables   10.00 USD
      Income:Sales        -10.00 USD
    2026-01-05 * "Payment over two"
      Assets:Bank          15.00 USD
      Assets:Receivables  -10.00 USD
        invoice: "4711"
      Assets:Receivables   -5.00 USD
        invoice: "4712"
    2026-01-06 * "Mill"
      asset: "CNC-01"
      Assets:P100:Machinery  120000.00 USD
      Assets:Bank           -120000.00 USD
"""


def test_two_meanings_are_an_error_that_lists_them(run: Run, write: Callable[..., Path]) -> None:
    write(LEDGER_OF_TWINS)
    result = run("explain", "4711")
    assert result.exit_code == 2
    assert '"4711" has 2 meanings; write one of order:4711, invoice:4711' in result.stderr
    assert run("explain", "order:4711").stdout.startswith("Order 4711: 5 ROD")
    text = run("explain", "invoice:4711").stdout
    assert text.startswith("Invoice 4711\n")
    assert "-10.00 USD" in text
    assert "-5.00 USD" not in text  # the other invoice's


def test_asset(run: Run, write: Callable[..., Path]) -> None:
    write(LEDGER_OF_TWINS)
    text = run("explain", "CNC-01").stdout
    assert text.startswith("Asset CNC-01\n")
    assert "Assets:P100:Machinery    120,000.00 USD" in text


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("MO-10001", 'nothing is called "MO-10001" (did you mean "MO-1001"?)'),
        ("order:MO-9", 'no order "MO-9"'),
        (
            "Assets:P100:RawMaterial",
            'no postings on account "Assets:P100:RawMaterial" (did you mean "Assets:P100:RawMaterials"?)',
        ),
        ("Assets:P100:RawMaterials@2026-02-30", "expected Assets:P100:RawMaterials@2026-03-31"),
    ],
)
def test_what_is_unknown(run: Run, small_plant: Path, what: str, says: str) -> None:
    result = run("explain", what)
    assert result.exit_code == 2
    assert says in result.stderr


def test_files_of_one_name_are_told_apart(run: Run, write: Callable[..., Path]) -> None:
    write('include "a/x.beancount"\ninclude "b/x.beancount"\n')
    write("2026-01-01 open Assets:A\n", "a/x.beancount")
    write("2026-01-01 open Assets:B\n", "b/x.beancount")
    result = run("explain", "x.beancount:1")
    assert result.exit_code == 2
    assert "a/x.beancount:1, b/x.beancount:1; write one of them" in result.stderr
    assert run("explain", "b/x.beancount:1").stdout.startswith("b/x.beancount:1 | 2026-01-01 open Assets:B")


def test_an_asset_whose_arithmetic_changes_by_the_year(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Expenses:Depreciation
    2026-01-01 open Assets:Bank
    2026-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      life: "5 years"
      method: "declining-balance"
      factor: 2.0
      expense: Expenses:Depreciation
    2026-01-01 * "Press"
      asset: "PRESS"
      Assets:P100:Machinery  58000.00 USD
      Assets:Bank
    2028-01-01 custom "plant-asset-change" "PRESS"
      method: "straight-line"
    2028-01-01 custom "plant-depreciation-horizon" 2028-12-31
    """
    result = run("explain", "PRESS")
    assert result.exit_code == 0, result.output
    assert "from 2028-01-01: salvage 10,000.00 USD, 60 months, straight-line" in result.stdout
    assert "Depreciation: 40 % x 58000.00 USD / 12 months" in result.stdout
    rows = [
        line.strip() for line in result.stdout.splitlines() if line.startswith("  20") and "," in line[:40]
    ]
    # 58,000 x 40 %; 34,800 x 40 %; (20,880 - 10,000) / 3.
    assert [" ".join(row.split()) for row in rows] == [
        "2026 12 23,200.00 23,200.00 34,800.00",
        "2027 12 13,920.00 37,120.00 20,880.00 40 % x 34800.00 USD / 12 months",
        "2028 12 3,626.64 40,746.64 17,253.36 (20880.00 - 10000.00) USD / 36 months",
    ]
    assert "a rate of the book value at the beginning of each fiscal year" in result.stdout


def test_an_impaired_asset(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Expenses:Depreciation
    2026-01-01 open Assets:Bank
    2026-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 12000.00 USD
      life: "5 years"
      expense: Expenses:Depreciation
    2026-01-01 * "Press"
      asset: "PRESS"
      Assets:P100:Machinery  12000.00 USD
      Assets:Bank
    2027-12-31 custom "plant-asset-impairment" "PRESS" 3600.00 USD
    2028-01-01 custom "plant-depreciation-horizon" 2028-12-31
    """
    result = run("explain", "PRESS")
    assert result.exit_code == 0, result.output
    assert "on 2027-12-31: Impairment of PRESS\n" in result.stdout
    assert "Expenses:P100:ImpairmentLoss  3,600.00 USD = (7200.00 - 3600.00) USD\n" in result.stdout
    # 12 x 200, 12 x 200 and the loss, 12 x (7,200 - 3,600) / 36
    rows = [" ".join(line.split()) for line in result.stdout.splitlines() if line.startswith("  20")]
    assert rows[:3] == [
        "2026 12 2,400.00 2,400.00 9,600.00",
        "2027 12 2,400.00 8,400.00 3,600.00",
        "2028 12 1,200.00 9,600.00 2,400.00 3600.00 USD / 36 months",
    ]


def test_a_revalued_asset(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
      gaap: "ifrs"
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Expenses:Depreciation
    2026-01-01 open Assets:Bank
    2026-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 12000.00 USD
      life: "5 years"
      expense: Expenses:Depreciation
    2026-01-01 * "Press"
      asset: "PRESS"
      Assets:P100:Machinery  12000.00 USD
      Assets:Bank
    2026-12-31 custom "plant-asset-revaluation" "PRESS" 14400.00 USD
    2027-12-31 custom "plant-asset-impairment" "PRESS" 1800.00 USD
    2028-12-31 custom "plant-asset-impairment-reversal" "PRESS"
      value-in-use: 9000.00 USD
    2029-12-31 custom "plant-asset-impairment" "PRESS"
      value-in-use: 9000.00 USD
    2030-01-01 custom "plant-depreciation-horizon" 2029-12-31
    """
    result = run("explain", "PRESS")
    assert result.exit_code == 0, result.output
    assert "Assets:P100:Machinery  2,400.00 USD = (14400.00 - 12000.00) USD\n" in result.stdout
    # 10,800 - 1,800 = 9,000, a year later 6,000, and 7,200 without the loss
    without = "(7200.00 - 6000.00) USD, without impairment it would be 7200.00 USD"
    assert f"Equity:P100:RevaluationSurplus  -1,200.00 USD = {without}\n" in result.stdout
    assert (
        "its impairment on 2029-12-31 is no loss: value in use of 9000.00 USD is not below" in result.stdout
    )
    rows = [" ".join(line.split()) for line in result.stdout.splitlines() if line.startswith("  20")]
    assert [row.split()[:5] for row in rows[:2]] == [
        ["2026", "12", "2,400.00", "0.00", "14,400.00"],
        ["2027", "12", "3,600.00", "5,400.00", "9,000.00"],
    ]
    assert "to fair value; against the revaluation surplus" in result.stdout


def test_an_assets_part_in_depreciation_that_is_posted_for_several(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Assets:P100:AccumulatedDepreciation:Machinery
    2026-01-01 open Expenses:Depreciation
    2026-01-01 open Income:Gain
    2026-01-01 open Assets:Bank
    2025-11-01 custom "plant-asset" "MILL" Assets:P100:Machinery 1000.00 USD
      salvage: 100.00 USD
      life: "2 years"
      method: "straight-line"
      convention: "full-month"
      expense: Expenses:Depreciation
      gain-loss: Income:Gain
      accumulated: 75.00 USD
    2026-02-01 custom "plant-asset" "SAW" Assets:P100:Machinery 120.00 USD
      life: "1 year"
      method: "straight-line"
      convention: "full-month"
      expense: Expenses:Depreciation
    2026-01-01 * "Opening"
      asset: "MILL"
      Assets:P100:Machinery                          1000.00 USD
      Assets:P100:AccumulatedDepreciation:Machinery   -75.00 USD
      Assets:Bank
    2026-02-01 * "Saw"
      asset: "SAW"
      Assets:P100:Machinery    120.00 USD
      Assets:Bank
    2026-06-30 * "Sold"
      disposes: "MILL"
      Assets:Bank              500.00 USD
      Assets:P100:Machinery   -500.00 USD
    2026-07-31 balance Assets:P100:Machinery  120.00 USD
    """
    result = run("explain", "MILL")
    assert result.exit_code == 0, result.output
    # 825.00 over the 22 months that are left; sold in June, which does not count: 5 x 37.50.
    assert "Depreciation: (1000.00 - 100.00 - 75.00) USD / 22 months" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines() if line.startswith(("  before", "  2026 "))]
    assert rows == [["before", "0.00", "75.00", "925.00"], ["2026", "5", "187.50", "262.50", "737.50"]]
    assert "2026-06-30 Sold" in result.stdout
    saw = run("explain", "SAW").stdout
    assert [line.split() for line in saw.splitlines() if line.startswith("  2026 ")] == [
        ["2026", "6", "60.00", "60.00", "60.00"]
    ]
