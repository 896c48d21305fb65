"""Issues to orders and to expense, confirmations of hours: at standard, or by the layers."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-01-01 custom "plant-order" "MO-2" 100 PUMP-A
2026-02-01 * "First"
  Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
  Liabilities:Payables
2026-02-08 * "Second"
  Assets:P100:RawMaterials    40 STEEL @ 2.72 USD
  Liabilities:Payables
"""
# 60 at 2.62 and 40 at 2.72 are 266.00; the average is 2.66.
ISSUE = [
    ("standard", "175.00", "75.00"),
    ("moving-average", "186.20", "79.80"),
    ("fifo", "184.40", "81.60"),  # 60 x 2.62 + 10 x 2.72
    ("lifo", "187.40", "78.60"),  # 40 x 2.72 + 30 x 2.62
]


@pytest.mark.parametrize(("method", "issued", "left"), ISSUE)
def test_issue_to_an_order(plant, amounts, method, issued, left):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials      -70 STEEL
      Assets:P100:WorkInProcess      70 STEEL
    """
    books = plant(method)
    assert books.moved("Issue") == amounts(f"RawMaterials -{issued}, WorkInProcess {issued}")
    assert books.trial["RawMaterials"] == amounts(f"X {left}")["X"]
    assert books.rules("Issue")[-1] == ("WorkInProcess", "wip.issue")
    assert str(books.transaction("Issue").postings[-1].meta["quantity"]) == "70 STEEL"


@pytest.mark.parametrize(("method", "issued", "left"), ISSUE)
def test_issue_to_an_expense(plant, amounts, method, issued, left):
    """
    2026-03-05 * "Issue"
      Expenses:Maintenance           70 STEEL
      Assets:P100:RawMaterials      -70 STEEL
    """
    assert plant(method).moved("Issue") == amounts(f"RawMaterials -{issued}, Maintenance {issued}")


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [
        ("standard", "50.00", "125.00"),
        ("moving-average", "53.20", "133.00"),
        ("fifo", "52.69", "131.71"),  # of 184.40, by quantity
        ("lifo", "53.54", "133.86"),
    ],
)
def test_one_issue_to_two_orders(plant, amounts, method, first, second):
    """
    2026-03-05 * "Issue"
      Assets:P100:RawMaterials      -70 STEEL
      Assets:P100:WorkInProcess      20 STEEL
        order: "MO-1"
      Assets:P100:WorkInProcess      50 STEEL
        order: "MO-2"
    """
    books = plant(method)
    entry = books.transaction("Issue")
    assert [str(p.units.number) for p in entry.postings if "order" in p.meta] == [first, second]


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
def test_confirmation_at_the_standard_rate(plant, amounts, method):
    """
    2026-03-06 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess              12.5 HR-ASSY
      Expenses:P100:Absorbed:Assembly       -12.5 HR-ASSY
    """
    books = plant(method)
    assert books.moved("Confirm") == amounts("WorkInProcess 812.50, Absorbed:Assembly -812.50")
    assert books.rules("Confirm") == [
        ("WorkInProcess", "wip.activity"),
        ("Absorbed:Assembly", "wip.absorbed"),
    ]


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
def test_work_at_its_actual_rate(plant, amounts, method):
    """
    2026-03-06 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess              12 HR-ASSY @ 66.00 USD
      Expenses:P100:Absorbed:Assembly       -12 HR-ASSY @ 66.00 USD
    """
    assert plant(method).moved("Confirm") == amounts("WorkInProcess 792.00, Absorbed:Assembly -792.00")


COMPONENTS = """
2026-01-01 commodity HR-MACH
  activity: TRUE
2026-01-01 custom "plant-standard-cost" 1 HR-MACH 65.00 USD
  labor: 25.00 USD
  variable-overhead: 15.00 USD
  fixed-overhead: 25.00 USD
"""


@pytest.mark.parametrize(
    ("work", "value"),
    [
        ("12 HR-MACH @ 26.00 USD", "792.00"),  # 12 x (26.00 + 40.00)
        ("12 HR-MACH @@ 312.00 USD", "792.00"),
        ("7 HR-MACH @@ 180.01 USD", "460.01"),  # 180.01 + 7 x 40.00
        ("-12 HR-MACH @ 26.00 USD", "-792.00"),  # taken back
        ("1.5 HR-MACH @ 26.33 USD", "99.50"),  # 39.495 + 60.00, rounded once
    ],
)
def test_a_wage_stands_for_the_labor_of_a_rate_and_overhead_stays_at_standard(plant, amounts, work, value):
    other = work.removeprefix("-") if work.startswith("-") else f"-{work}"
    text = f"""{COMPONENTS}
2026-03-06 * "Confirm"
  order: "MO-1"
  Assets:P100:WorkInProcess               {work}
  Expenses:P100:Absorbed:Machining       {other}
"""
    negative = value.removeprefix("-") if value.startswith("-") else f"-{value}"
    expected = f"WorkInProcess {value}, Absorbed:Machining {negative}"
    assert plant(text=text).moved("Confirm") == amounts(expected)


def test_a_wage_needs_labor_in_the_rate(faulty):
    """
    2026-01-01 commodity HR-MACH
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 HR-MACH 40.00 USD
      variable-overhead: 15.00 USD
      fixed-overhead: 25.00 USD
    2026-03-06 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess               2 HR-MACH @ 41.00 USD
      Expenses:P100:Absorbed:Machining       -2 HR-MACH @ 41.00 USD
    """
    [(line, message)] = faulty().errors
    assert line == 8
    assert "a price is the wage of an hour" in message
    assert "delete the price" in message


def test_a_posting_s_own_order_wins(plant, amounts):
    """
    2026-03-06 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess               2 HR-ASSY
      Assets:P100:WorkInProcess               1 HR-ASSY
        order: "MO-2"
      Expenses:P100:Absorbed:Assembly        -3 HR-ASSY
    2026-03-20 custom "plant-order-close" "MO-2"
    """
    books = plant()
    assert books.trial["WorkInProcess"] == amounts("X 130.00")["X"]
    # MO-2 made nothing: what its standard does not cover is a difference of the routing that it does not have.
    assert books.moved("Close order MO-2")["WorkInProcess"] == amounts("X -65.00")["X"]


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
def test_overtime_shift_operation_reason_and_lot_are_free(plant, amounts, method):
    """
    2026-03-06 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess               2 HR-ASSY
        operation: "0010"
        shift: "night"
        overtime: TRUE
        reason: "rush"
        lot: "B-7"
      Expenses:P100:Absorbed:Assembly        -2 HR-ASSY
    """
    posting = plant(method).transaction("Confirm").postings[0]
    assert [posting.meta[key] for key in ("operation", "shift", "overtime", "reason", "lot")] == [
        "0010", "night", True, "rush", "B-7",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
def test_an_issue_waits_for_the_day_s_receipt(plant, amounts, method):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials:Yard      -10 STEEL
      Assets:P100:WorkInProcess           10 STEEL
    2026-03-05 * "Receipt"
      Assets:P100:RawMaterials:Yard       10 STEEL @ 3.00 USD
      Liabilities:Payables
    """
    expected = "25.00" if method == "standard" else "30.00"
    assert plant(method).trial["WorkInProcess"] == amounts(f"X {expected}")["X"]


def test_three_for_a_hundred_go_out_without_drift(plant, amounts):
    """
    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials:Yard        3 STEEL @@ 100.00 USD
      Liabilities:Payables
    2026-03-02 * "One"
      Expenses:Maintenance                 1 STEEL
      Assets:P100:RawMaterials:Yard       -1 STEEL
    2026-03-03 * "Two"
      Expenses:Maintenance                 1 STEEL
      Assets:P100:RawMaterials:Yard       -1 STEEL
    2026-03-04 * "Three"
      Expenses:Maintenance                 1 STEEL
      Assets:P100:RawMaterials:Yard       -1 STEEL
    """
    for method in ("moving-average", "fifo", "lifo"):
        books = plant(method)
        out = [books.moved(name)["Maintenance"] for name in ("One", "Two", "Three")]
        assert [str(round(number, 2)) for number in out] == ["33.33", "33.34", "33.33"]
        # What is not whole cents at the lot's unit cost is taken out, and the rest put back.
        steps = [rule for _, rule in books.rules("One")]
        assert steps == ["inventory.issue", "inventory.layer-out", "inventory.layer-rest"]
        assert books.units("RawMaterials:Yard") == {}
