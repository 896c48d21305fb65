"""Transfers: layers travel with cost and date; between plants at standard the difference is Transfer."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-02-01 * "First"
  Assets:P100:RawMaterials:North      60 STEEL @ 2.62 USD
  Liabilities:Payables
2026-02-05 * "Bought by South"
  Assets:P100:RawMaterials:South      10 STEEL @ 2.80 USD
  Liabilities:Payables
2026-02-08 * "Second"
  Assets:P100:RawMaterials:North      40 STEEL @ 2.72 USD
  Liabilities:Payables
"""
METHODS = ["standard", "moving-average", "fifo", "lifo"]


@pytest.mark.parametrize(
    ("method", "lots"),
    [
        ("standard", [("80", "2.5", "2026-01-01")]),
        ("moving-average", [("80", "2.6775", "2026-02-08")]),  # (186.20 + 28.00) / 80
        ("fifo", [("60", "2.62", "2026-02-01"), ("10", "2.8", "2026-02-05"), ("10", "2.72", "2026-02-08")]),
        ("lifo", [("30", "2.62", "2026-02-01"), ("10", "2.8", "2026-02-05"), ("40", "2.72", "2026-02-08")]),
    ],
)
def test_within_a_plant(plant, method, lots):
    """
    2026-03-01 * "To South"
      Assets:P100:RawMaterials:South      70 STEEL
      Assets:P100:RawMaterials:North     -70 STEEL
    """
    books = plant(method)
    assert books.lots("RawMaterials:South", "STEEL") == lots
    assert (
        set(books.trial) - {"RawMaterials:South", "RawMaterials:North", "Payables", "PurchasePrice"} == set()
    )
    assert {rule for _, rule in books.rules("To South")} <= {
        "inventory.transfer", "inventory.layer-out", "inventory.layer-rest",
    }  # fmt: skip


@pytest.mark.parametrize(("method", "cost"), [("standard", "162.50"), ("fifo", "171.20"), ("lifo", "176.10")])
def test_fifo_goes_by_the_date_of_acquisition(plant, amounts, method, cost):
    """
    Under fifo South has 60 of 02-01, its own 10 of 02-05 and 10 of 02-08; 65 are 60 x 2.62 + 5 x 2.80. Under lifo
    it got 30 of 02-01 and 40 of 02-08; 65 are 40 x 2.72 + 10 x 2.80 + 15 x 2.62.

    2026-03-01 * "To South"
      Assets:P100:RawMaterials:South      70 STEEL
      Assets:P100:RawMaterials:North     -70 STEEL
    2026-03-02 * "Used"
      Expenses:Maintenance                65 STEEL
      Assets:P100:RawMaterials:South     -65 STEEL
    """
    assert plant(method).moved("Used")["Maintenance"] == amounts(f"X {cost}")["X"]


@pytest.mark.parametrize("method", METHODS)
def test_by_way_of_in_transit(plant, amounts, method):
    """
    2026-03-30 * "Leaves"
      Assets:P100:InTransit               70 STEEL
      Assets:P100:RawMaterials:North     -70 STEEL
    2026-04-02 * "Arrives"
      Assets:P100:RawMaterials:South      70 STEEL
      Assets:P100:InTransit              -70 STEEL
    """
    books = plant(method)
    transit = {"standard": "175.00", "moving-average": "186.20", "fifo": "184.40", "lifo": "187.40"}[method]
    assert books.trial_on("2026-03-31")["InTransit"] == amounts(f"X {transit}")["X"]
    assert "InTransit" not in books.trial


@pytest.mark.parametrize("method", METHODS)
def test_to_two_places(plant, amounts, method):
    """
    2026-03-01 * "Split"
      Assets:P100:RawMaterials:South      30 STEEL
      Assets:P100:RawMaterials:East       40 STEEL
      Assets:P100:RawMaterials:North     -70 STEEL
    """
    books = plant(method)
    before = books.trial_on("2026-02-28")
    now = books.trial
    stock = [name for name in now if name.startswith("RawMaterials")]
    assert sum(now[name] for name in stock) == before["RawMaterials:North"] + before["RawMaterials:South"]
    assert books.units("RawMaterials:East") == {"STEEL": 40}


PLANTS = """
2026-01-01 custom "plant" "P200"
  valuation: "METHOD"
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.55 USD
  plant: "P200"
2026-03-12 * "To P200"
  Assets:P200:RawMaterials            70 STEEL
  Assets:P100:RawMaterials:North     -70 STEEL
"""


def test_between_plants_at_standard(plant, amounts):
    """70 x 2.55 come in, 70 x 2.50 went out: 3.50 less to pay for, at the receiver."""
    books = plant("standard", PLANTS.replace("METHOD", "standard"))
    assert books.moved("To P200") == amounts(
        "P200:RawMaterials 178.50, RawMaterials:North -175.00, P200:Transfer -3.50"
    )


@pytest.mark.parametrize(
    ("method", "value"), [("moving-average", "186.20"), ("fifo", "184.40"), ("lifo", "187.40")]
)
def test_between_plants_in_layers(plant, amounts, method, value):
    """The layers arrive as they left."""
    books = plant(method, PLANTS.replace("METHOD", method))
    assert books.moved("To P200") == amounts(f"P200:RawMaterials {value}, RawMaterials:North -{value}")


def test_from_layers_to_standard(plant, amounts):
    """184.40 leave, 70 x 2.55 = 178.50 arrive: 5.90 is Transfer."""
    books = plant("fifo", PLANTS.replace("METHOD", "standard"))
    assert books.moved("To P200") == amounts(
        "P200:RawMaterials 178.50, RawMaterials:North -184.40, P200:Transfer 5.90"
    )


@pytest.mark.parametrize("method", ["moving-average", "fifo", "lifo"])
def test_from_standard_to_layers(plant, amounts, method):
    """What leaves at 2.50 arrives at 2.50."""
    books = plant("standard", PLANTS.replace("METHOD", method))
    assert books.moved("To P200") == amounts("P200:RawMaterials 175.00, RawMaterials:North -175.00")


def test_between_plants_by_way_of_in_transit(plant, amounts):
    """
    2026-01-01 custom "plant" "P200"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.55 USD
      plant: "P200"
    2026-03-30 * "Leaves"
      Assets:P200:InTransit               70 STEEL
      Assets:P100:RawMaterials:North     -70 STEEL
    2026-04-02 * "Arrives"
      Assets:P200:RawMaterials            70 STEEL
      Assets:P200:InTransit              -70 STEEL
    """
    books = plant()
    assert books.moved("Leaves") == amounts(
        "P200:InTransit 178.50, RawMaterials:North -175.00, P200:Transfer -3.50"
    )
    assert books.moved("Arrives") == amounts("P200:RawMaterials 178.50, P200:InTransit -178.50")
