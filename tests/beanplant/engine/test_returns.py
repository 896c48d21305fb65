"""Returns and reversals: the same accounts with opposite signs, at the cost of what they undo."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-02-01 * "Acme Steel" "First"
  receipt: "4500001-10"
  document: "5001"
  Assets:P100:RawMaterials                      60 STEEL @ 2.62 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD
2026-02-08 * "Acme Steel" "Second"
  receipt: "4500002-10"
  document: "5002"
  Assets:P100:RawMaterials                      40 STEEL @ 2.72 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -40 STEEL @ 2.72 USD
"""
METHODS = ["standard", "moving-average", "fifo", "lifo"]
LAYERED = METHODS[1:]


# To the vendor.


@pytest.mark.parametrize(
    ("method", "raw", "variance"),
    [
        ("standard", "225.00", "13.80"),  # 60 x 0.12 + 40 x 0.22 - 10 x 0.22
        ("moving-average", "239.40", "-0.60"),  # out at 2.66, credited at 2.72
        ("fifo", "238.80", "0"),  # 60 x 2.62 + 30 x 2.72
        ("lifo", "238.80", "0"),
    ],
)
@pytest.mark.parametrize("price", [" @ 2.72 USD", ""])
def test_return_of_part_of_a_receipt(plant, amounts, method, raw, variance, price):
    """
    The receipt's own layer goes back at the receipt's price, stated or not.

    2026-03-01 * "Acme Steel" "Back"
      receipt: "4500002-10"
      Assets:P100:RawMaterials                     -10 STEELPRICE
      Liabilities:P100:GoodsReceivedNotInvoiced     10 STEELPRICE
    """
    text = test_return_of_part_of_a_receipt.__doc__.replace("PRICE", price)
    books = plant(method, text)
    assert books.trial == amounts(
        f"RawMaterials {raw}, GoodsReceivedNotInvoiced -238.80, PurchasePrice {variance}"
    )


@pytest.mark.parametrize("key", ["4500002-10", "5002"])
@pytest.mark.parametrize("method", METHODS)
def test_a_receipt_reversed_was_never_there(plant, amounts, method, key):
    """
    2026-03-01 * "Acme Steel" "Wrong: never arrived"
      reverses: "KEY"
      Assets:P100:RawMaterials                     -40 STEEL
      Liabilities:P100:GoodsReceivedNotInvoiced     40 STEEL
    """
    text = test_a_receipt_reversed_was_never_there.__doc__.replace("KEY", key)
    trial = plant(method, text).trial
    expected = {
        "standard": "RawMaterials 150.00, GoodsReceivedNotInvoiced -157.20, PurchasePrice 7.20",
    }.get(method, "RawMaterials 157.20, GoodsReceivedNotInvoiced -157.20")
    assert trial == amounts(expected)


def test_a_receipt_reversed_as_the_last_units_of_an_average(plant, amounts):
    """
    100 at 2.66; 60 are used and 40 go back: they take the 106.40 that is there, and 108.80 is credited.

    2026-02-20 * "Use"
      Assets:P100:RawMaterials                     -60 STEEL
      Expenses:P100:Maintenance                     60 STEEL
    2026-03-01 * "Acme Steel" "Wrong: never arrived"
      reverses: "5002"
      Assets:P100:RawMaterials                     -40 STEEL
      Liabilities:P100:GoodsReceivedNotInvoiced     40 STEEL
    """
    trial = plant("moving-average").trial
    assert trial == amounts("GoodsReceivedNotInvoiced -157.20, PurchasePrice -2.40, Maintenance 159.60")


def test_what_is_left_of_a_receipt_after_a_return_clears_to_zero(plant, amounts):
    """
    2026-03-01 * "Acme Steel" "Back"
      receipt: "4500002-10"
      Assets:P100:RawMaterials                     -10 STEEL
      Liabilities:P100:GoodsReceivedNotInvoiced     10 STEEL
    2026-03-05 * "Acme Steel" "Invoice"
      receipt: "4500002-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     30 STEEL @ 2.75 USD
      Liabilities:Payables                         -82.50 USD
    """
    books = plant()
    assert books.moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 81.60, InvoicePrice 0.90, Payables -82.50"
    )
    assert books.trial["GoodsReceivedNotInvoiced"] == amounts("X -157.20")["X"]


# From orders.


@pytest.mark.parametrize(
    ("method", "back", "raw"),
    [
        ("standard", "25.00", "100.00"),
        ("moving-average", "26.60", "106.40"),
        ("fifo", "26.34", "107.94"),  # 184.40 / 70 x 10 = 26.342...
        ("lifo", "26.77", "105.37"),  # 187.40 / 70 x 10 = 26.771...
    ],
)
def test_return_from_an_order_at_its_average_issue_cost(plant, amounts, method, back, raw):
    """
    2026-03-01 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials      -70 STEEL
      Assets:P100:WorkInProcess      70 STEEL
    2026-03-02 * "Return"
      order: "MO-1"
      Assets:P100:RawMaterials       10 STEEL
      Assets:P100:WorkInProcess     -10 STEEL
    """
    books = plant(method)
    assert books.moved("Return") == amounts(f"RawMaterials {back}, WorkInProcess -{back}")
    assert books.rules("Return")[-1] == ("WorkInProcess", "wip.return")
    if method != "fifo":
        assert books.trial["RawMaterials"] == amounts(f"X {raw}")["X"]


@pytest.mark.parametrize("method", METHODS)
def test_an_issue_reversed_brings_the_layers_back(plant, amounts, method):
    """
    2026-03-01 * "Issue"
      order: "MO-1"
      document: "4711"
      Assets:P100:RawMaterials      -70 STEEL
      Assets:P100:WorkInProcess      70 STEEL
    2026-03-02 * "Reversal"
      order: "MO-1"
      reverses: "4711"
      Assets:P100:RawMaterials       70 STEEL
      Assets:P100:WorkInProcess     -70 STEEL
    """
    books = plant(method)
    assert "WorkInProcess" not in books.trial
    if method == "standard":
        return
    assert books.trial["RawMaterials"] == amounts("X 266.00")["X"]
    if method != "moving-average":
        assert books.lots("RawMaterials", "STEEL") == [
            ("60", "2.62", "2026-02-01"),
            ("40", "2.72", "2026-02-08"),
        ]


# From customers.


@pytest.mark.parametrize(
    ("method", "back"),
    [("standard", "25.00"), ("moving-average", "26.60"), ("fifo", "26.34"), ("lifo", "26.77")],
)
def test_a_customer_s_return_at_the_last_issue_s_cost(plant, amounts, method, back):
    """
    2026-03-01 * "Ship"
      Expenses:P100:CostOfGoodsSold      70 STEEL
      Assets:P100:RawMaterials          -70 STEEL
    2026-03-02 * "Third"
      Assets:P100:RawMaterials           20 STEEL @ 3.00 USD
      Liabilities:Payables
    2026-03-09 * "Return"
      Expenses:P100:CostOfGoodsSold     -10 STEEL
      Assets:P100:RawMaterials           10 STEEL
    """
    books = plant(method)
    assert books.moved("Return") == amounts(f"CostOfGoodsSold -{back}, RawMaterials {back}")


@pytest.mark.parametrize(
    ("method", "back"),
    [("standard", "25.00"), ("moving-average", "26.60"), ("fifo", "26.20"), ("lifo", "27.20")],
)
def test_a_customer_s_return_of_a_delivery(plant, amounts, method, back):
    """
    2026-03-01 * "Ship"
      delivery: "80001"
      Expenses:P100:CostOfGoodsSold      70 STEEL
      Assets:P100:RawMaterials          -70 STEEL
    2026-03-09 * "Return"
      reverses: "80001"
      Expenses:P100:CostOfGoodsSold     -10 STEEL
      Assets:P100:RawMaterials           10 STEEL
    """
    assert plant(method).moved("Return") == amounts(f"CostOfGoodsSold -{back}, RawMaterials {back}")


@pytest.mark.parametrize("method", LAYERED)
def test_two_returns_of_one_delivery_take_its_layers_once(plant, amounts, method):
    """
    2026-03-01 * "Ship"
      delivery: "80001"
      Expenses:P100:CostOfGoodsSold      70 STEEL
      Assets:P100:RawMaterials          -70 STEEL
    2026-03-09 * "Sixty back"
      reverses: "80001"
      Expenses:P100:CostOfGoodsSold     -60 STEEL
      Assets:P100:RawMaterials           60 STEEL
    2026-03-10 * "Ten back"
      reverses: "80001"
      Expenses:P100:CostOfGoodsSold     -10 STEEL
      Assets:P100:RawMaterials           10 STEEL
    """
    books = plant(method)
    assert books.trial == amounts("RawMaterials 266.00, GoodsReceivedNotInvoiced -266.00")


@pytest.mark.parametrize("method", METHODS)
def test_a_return_of_what_never_left_is_at_standard(plant, amounts, method):
    """
    2026-03-09 * "Old stock comes back"
      Expenses:P100:CostOfGoodsSold     -10 STEEL
      Assets:P100:RawMaterials           10 STEEL
    """
    assert plant(method).moved("Old stock comes back") == amounts(
        "CostOfGoodsSold -25.00, RawMaterials 25.00"
    )
