"""Backflush: a completion that issues its bill and confirms its routing at standard."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 SEAL 3.00 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL 1 SEAL
2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY
  setup: "2 HR-ASSY"
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-01-01 * "Opening stock"
  Assets:P100:RawMaterials    100 STEEL @ 2.62 USD
  Assets:P100:RawMaterials    200 SEAL @ 2.95 USD
  Equity:Opening
"""
METHODS = ["standard", "moving-average", "fifo", "lifo"]


def test_at_standard(plant, amounts):
    """
    2026-03-07 * "Complete"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-A
      Assets:P100:WorkInProcess    -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    # 50 x 2.50 + 100 x 3.00 + 14 x 65.00 = 1,335.00, the standard of 100.
    assert books.moved("Complete") == amounts("FinishedGoods 1335.00, RawMaterials -425.00, Absorbed -910.00")
    formulas = [p.meta["formula"] for p in books.transaction("Complete").postings if "formula" in p.meta]
    assert formulas[::2] == [
        "0.5 STEEL x 100 PUMP-A",
        "1 SEAL x 100 PUMP-A",
        "0.12 HR-ASSY x 100 PUMP-A + 2 HR-ASSY setup",
    ]
    assert not [entry for entry in books.ledger.transactions if entry.narration.startswith("Close")]


@pytest.mark.parametrize("method", METHODS[1:])
def test_in_layers_the_goods_take_what_was_issued(plant, amounts, method):
    """
    2026-03-07 * "Complete"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-A
      Assets:P100:WorkInProcess    -100 PUMP-A
    """
    # 50 x 2.62 + 100 x 2.95 + 14 x 65.00 = 131.00 + 295.00 + 910.00.
    assert plant(method).moved("Complete") == amounts(
        "FinishedGoods 1336.00, RawMaterials -426.00, Absorbed -910.00"
    )


def test_setup_is_confirmed_once_an_order(plant, amounts):
    """
    2026-03-07 * "Sixty"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods      60 PUMP-A
      Assets:P100:WorkInProcess     -60 PUMP-A
    2026-03-08 * "Forty"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods      40 PUMP-A
      Assets:P100:WorkInProcess     -40 PUMP-A
    """
    books = plant()
    # 7.2 + 2 hours, then 4.8.
    assert books.moved("Sixty")["Absorbed"] == amounts("X -598.00")["X"]
    assert books.moved("Forty")["Absorbed"] == amounts("X -312.00")["X"]


@pytest.mark.parametrize("method", METHODS)
def test_what_was_issued_by_hand_is_beside_it(plant, amounts, method):
    """
    2026-03-06 * "Rejected seals replaced"
      order: "MO-1"
      Assets:P100:RawMaterials       -2 SEAL
      Assets:P100:WorkInProcess       2 SEAL
    2026-03-07 * "Complete"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-A
      Assets:P100:WorkInProcess    -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant(method)
    if method == "standard":
        assert books.moved("Close order MO-1") == amounts("WorkInProcess -6.00, MaterialQuantity 6.00")
    else:
        assert books.trial["FinishedGoods"] == amounts("X 1341.90")["X"]


def test_it_takes_from_where_the_components_lie(plant, amounts):
    """
    2026-02-01 * "To the line"
      Assets:P100:RawMaterials:Line    50 STEEL
      Assets:P100:RawMaterials        -50 STEEL
    2026-02-01 * "All to the store"
      Assets:P100:RawMaterials:Store   200 SEAL
      Assets:P100:RawMaterials        -200 SEAL
    2026-03-07 * "Complete"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-A
      Assets:P100:WorkInProcess    -100 PUMP-A
    """
    books = plant()
    assert books.moved("Complete") == amounts(
        "FinishedGoods 1335.00, RawMaterials -125.00, RawMaterials:Store -300.00, Absorbed -910.00"
    )


def test_the_hours_are_absorbed_by_their_cost_center(plant, amounts):
    """
    2026-01-01 open Expenses:P100:CostCenters:Assembly
    2026-01-01 open Expenses:P100:Absorbed:Assembly
    2026-01-01 custom "plant-cost-center" "ASSEMBLY" Expenses:P100:CostCenters:Assembly
      activity: HR-ASSY
      absorbed: Expenses:P100:Absorbed:Assembly
      capacity: 1600 HR-ASSY
    2026-03-07 * "Complete"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-A
      Assets:P100:WorkInProcess    -100 PUMP-A
    """
    assert plant().trial["Absorbed:Assembly"] == amounts("X -910.00")["X"]


def test_planned_scrap_of_a_component_is_issued(plant, amounts):
    """
    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL
      scrap: 0.04
    2026-02-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-07 * "Complete"
      order: "MO-B"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-B
      Assets:P100:WorkInProcess    -100 PUMP-B
    """
    assert plant().moved("Complete") == amounts("FinishedGoods 130.00, RawMaterials -130.00")


def test_a_by_product_comes_back(plant, amounts):
    """
    2026-01-01 custom "plant-standard-cost" 1 SWARF 0.50 USD
    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL -0.02 SWARF
    2026-02-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-07 * "Complete"
      order: "MO-B"
      backflush: TRUE
      Assets:P100:FinishedGoods     100 PUMP-B
      Assets:P100:WorkInProcess    -100 PUMP-B
    """
    books = plant()
    assert books.moved("Complete") == amounts("FinishedGoods 124.00, RawMaterials -124.00")
    assert books.units("RawMaterials")["SWARF"] == 2


def test_scrap_reported_with_the_completion_is_backflushed_too(plant, amounts):
    """
    2026-03-07 * "Complete"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods      98 PUMP-A
      Expenses:P100:Variances:Scrap   2 PUMP-A
      Assets:P100:WorkInProcess    -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved("Complete") == amounts(
        "FinishedGoods 1308.30, Scrap 26.70, RawMaterials -425.00, Absorbed -910.00"
    )
    assert "WorkInProcess" not in books.trial


@pytest.mark.parametrize("method", METHODS)
def test_a_reversal_takes_all_back(plant, amounts, method):
    """
    2026-03-07 * "Complete"
      order: "MO-1"
      document: "77"
      backflush: TRUE
      Assets:P100:FinishedGoods      50 PUMP-A
      Assets:P100:WorkInProcess     -50 PUMP-A
    2026-03-08 * "Reversal"
      order: "MO-1"
      reverses: "77"
      backflush: TRUE
      Assets:P100:FinishedGoods     -50 PUMP-A
      Assets:P100:WorkInProcess      50 PUMP-A
    """
    books = plant(method)
    # The setup was worked: 2 hours stay on the order. In layers the goods took them, and bring them back.
    assert books.trial["WorkInProcess"] == amounts("X 130.00")["X"]
    assert "FinishedGoods" not in books.trial
    assert books.trial["Absorbed"] == amounts("X -130.00")["X"]
    assert books.units("RawMaterials") == {"STEEL": 100, "SEAL": 200}


@pytest.mark.parametrize("method", METHODS)
def test_two_completions_of_one_day_in_either_order(plant, method):
    """
    2026-03-07 * "A"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods      33 PUMP-A
      Assets:P100:WorkInProcess     -33 PUMP-A

    2026-03-07 * "B"
      order: "MO-1"
      backflush: TRUE
      Assets:P100:FinishedGoods      67 PUMP-A
      Assets:P100:WorkInProcess     -67 PUMP-A
    """
    text = test_two_completions_of_one_day_in_either_order.__doc__
    first, second = text.split("\n\n")
    one, other = plant(method), plant(method, second.rstrip() + "\n" + first + "\n")
    assert one.trial == other.trial
    assert one.moved("A") == other.moved("A")
