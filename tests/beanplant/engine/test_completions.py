"""Completions: at standard, or at the order's cost so far by the units that are still expected."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 2.00 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-02-01 * "Receipt"
  Assets:P100:RawMaterials    100 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-01 * "Issue"
  order: "MO-1"
  Assets:P100:RawMaterials    -90 STEEL
  Assets:P100:WorkInProcess    90 STEEL
"""
LAYERED = ["moving-average", "fifo", "lifo"]


def test_at_standard(plant, amounts):
    """
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      100 PUMP-A
      Assets:P100:WorkInProcess     -100 PUMP-A
    """
    books = plant()
    assert books.moved("Complete") == amounts("FinishedGoods 200.00, WorkInProcess -200.00")
    assert books.trial["WorkInProcess"] == amounts("X 25.00")["X"]
    assert books.rules("Complete") == [
        ("FinishedGoods", "finished-goods.completion"),
        ("WorkInProcess", "wip.completion"),
    ]


@pytest.mark.parametrize("method", LAYERED)
def test_the_whole_order_takes_its_whole_cost(plant, amounts, method):
    """
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      100 PUMP-A
      Assets:P100:WorkInProcess     -100 PUMP-A
    """
    books = plant(method)
    assert books.moved("Complete") == amounts("FinishedGoods 225.00, WorkInProcess -225.00")
    assert "WorkInProcess" not in books.trial


@pytest.mark.parametrize("method", LAYERED)
def test_a_part_takes_its_part_and_the_close_trues_up(plant, amounts, method):
    """
    40 of 100 take 40 % of 225.00; 25.00 more go in, and 30 of the 60 that are expected take half of 160.00. The
    order ends short, at 70 units, so the close spreads what is left over them: 10 sold, 60 on hand.

    2026-03-05 * "Forty"
      order: "MO-1"
      Assets:P100:FinishedGoods       40 PUMP-A
      Assets:P100:WorkInProcess      -40 PUMP-A
    2026-03-06 * "More steel"
      order: "MO-1"
      Assets:P100:RawMaterials       -10 STEEL
      Assets:P100:WorkInProcess       10 STEEL
    2026-03-07 * "Thirty"
      order: "MO-1"
      Assets:P100:FinishedGoods       30 PUMP-A
      Assets:P100:WorkInProcess      -30 PUMP-A
    2026-03-08 * "Sell ten"
      Expenses:P100:CostOfGoodsSold   10 PUMP-A
      Assets:P100:FinishedGoods      -10 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant(method)
    assert books.moved("Forty") == amounts("FinishedGoods 90.00, WorkInProcess -90.00")
    assert books.moved("Thirty") == amounts("FinishedGoods 80.00, WorkInProcess -80.00")
    sold = {"fifo": "22.50", "lifo": "26.67", "moving-average": "24.29"}[method]
    assert books.moved("Sell ten") == amounts(f"CostOfGoodsSold {sold}, FinishedGoods -{sold}")
    close = books.moved("Close order MO-1")
    assert close["WorkInProcess"] == amounts("X -80.00")["X"]
    assert close["FinishedGoods"] + close.get("CostOfGoodsSold", 0) == amounts("X 80.00")["X"]
    # Ten of seventy are gone.
    assert close["CostOfGoodsSold"] == amounts("X 11.43")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_completion_waits_for_the_day_s_issues(plant, amounts, method):
    """
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      100 PUMP-A
      Assets:P100:WorkInProcess     -100 PUMP-A
    2026-03-05 * "More steel"
      order: "MO-1"
      Assets:P100:RawMaterials       -10 STEEL
      Assets:P100:WorkInProcess       10 STEEL
    """
    assert plant(method).trial["FinishedGoods"] == amounts("X 250.00")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_more_units_than_planned(plant, amounts, method):
    """
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      110 PUMP-A
      Assets:P100:WorkInProcess     -110 PUMP-A
    """
    books = plant(method)
    assert books.trial["FinishedGoods"] == amounts("X 225.00")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_a_cost_after_the_completion_reaches_the_goods_at_the_close(plant, amounts, method):
    """
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      100 PUMP-A
      Assets:P100:WorkInProcess     -100 PUMP-A
    2026-03-06 * "Sell forty"
      Expenses:P100:CostOfGoodsSold   40 PUMP-A
      Assets:P100:FinishedGoods      -40 PUMP-A
    2026-03-07 * "More steel"
      order: "MO-1"
      Assets:P100:RawMaterials       -10 STEEL
      Assets:P100:WorkInProcess       10 STEEL
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant(method)
    # 250.00 for 100: 40 sold cost 100.00, 60 on hand 150.00.
    assert books.trial == amounts("CostOfGoodsSold 100.00, FinishedGoods 150.00, Payables -250.00")
    assert books.moved("Close order MO-1") == amounts(
        "WorkInProcess -25.00, FinishedGoods 15.00, CostOfGoodsSold 10.00"
    )


def test_a_product_in_layers_from_materials_at_standard(plant, amounts):
    """
    2026-01-01 commodity PUMP-A
      valuation: "fifo"
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods       50 PUMP-A
      Assets:P100:WorkInProcess      -50 PUMP-A
    """
    books = plant("standard")
    assert books.moved("Complete") == amounts("FinishedGoods 112.50, WorkInProcess -112.50")


def test_a_product_at_standard_from_materials_in_layers(plant, amounts):
    """
    2026-01-01 commodity STEEL
      valuation: "fifo"
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      100 PUMP-A
      Assets:P100:WorkInProcess     -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant("standard")
    # 90 STEEL that no bill allows: Substitution; the roll-up of nothing against 2.00: StandardDifference.
    assert books.moved("Close order MO-1") == amounts(
        "WorkInProcess -25.00, Substitution 225.00, StandardDifference -200.00"
    )
