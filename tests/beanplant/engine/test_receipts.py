"""Receipts: at standard with the rest as PurchasePrice, or as a layer at what was paid."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD
2026-01-01 custom "plant-standard-cost" 1 SEAL 3.00 USD
"""
STANDARD = ["standard"]
LAYERED = ["moving-average", "fifo", "lifo"]


def both(standard: str, layered: str) -> pytest.MarkDecorator:
    """What a ledger comes to at standard, and in layers of any kind."""
    cases = [("standard", standard), *((method, layered) for method in LAYERED)]
    return pytest.mark.parametrize(("method", "expected"), cases)


@both(
    "RawMaterials 150.00, GoodsReceivedNotInvoiced -157.20, PurchasePrice 7.20",
    "RawMaterials 157.20, GoodsReceivedNotInvoiced -157.20",
)
def test_receipt_above_standard(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Receipt"
      receipt: "4500001-10"
      Assets:P100:RawMaterials                      60 STEEL @ 2.62 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD
    """
    books = plant(method)
    assert books.trial == amounts(expected)
    rules = [rule for _, rule in books.rules("Receipt")]
    assert rules[:2] == ["inventory.receipt", "inventory.goods-received"]


@both(
    "RawMaterials 150.00, GoodsReceivedNotInvoiced -144.00, PurchasePrice -6.00",
    "RawMaterials 144.00, GoodsReceivedNotInvoiced -144.00",
)
def test_receipt_below_standard_is_favorable(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Receipt"
      Assets:P100:RawMaterials                      60 STEEL @ 2.40 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.40 USD
    """
    assert plant(method).trial == amounts(expected)


@both(
    "RawMaterials 180.00, GoodsReceivedNotInvoiced -183.70, PurchasePrice 3.70",
    "RawMaterials 183.70, GoodsReceivedNotInvoiced -183.70",
)
def test_one_receipt_of_two_items(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Receipt"
      Assets:P100:RawMaterials                      60 STEEL @ 2.57 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.57 USD
      Assets:P100:RawMaterials                      10 SEAL @ 2.95 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 SEAL @ 2.95 USD
    """
    assert plant(method).trial == amounts(expected)


@both(
    "RawMaterials 7.50, GoodsReceivedNotInvoiced -100.00, PurchasePrice 92.50",
    "RawMaterials 100.00, GoodsReceivedNotInvoiced -100.00",
)
def test_a_total_price_that_no_unit_price_gives(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Receipt"
      Assets:P100:RawMaterials                      3 STEEL @@ 100.00 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -3 STEEL @@ 100.00 USD
    """
    assert plant(method).trial == amounts(expected)


@both(
    "RawMaterials 150.00, Bank -157.20, PurchasePrice 7.20",
    "RawMaterials 157.20, Bank -157.20",
)
def test_bought_for_cash(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Cash purchase"
      Assets:P100:RawMaterials                      60 STEEL @ 2.62 USD
      Assets:Bank                                  -157.20 USD
    """
    assert plant(method).trial == amounts(expected)


@both(
    "RawMaterials 150.00, Payables -157.20, PurchasePrice 7.20",
    "RawMaterials 157.20, Payables -157.20",
)
def test_a_leg_that_beancount_fills_in_is_rounded(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Purchase"
      Assets:P100:RawMaterials                      60 STEEL @ 2.61999 USD
      Liabilities:Payables
    """
    assert plant(method).trial == amounts(expected)


@both(
    "RawMaterials 150.00, GoodsReceivedNotInvoiced -150.00",
    "RawMaterials 150.00, GoodsReceivedNotInvoiced -150.00",
)
def test_a_receipt_without_a_price_is_at_standard(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Receipt"
      Assets:P100:RawMaterials                      60 STEEL
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL
    """
    assert plant(method).trial == amounts(expected)


@both("RawMaterials 150.00, PurchasePrice -150.00", "")
def test_goods_for_nothing(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Free of charge"
      Assets:P100:RawMaterials                      60 STEEL @ 0.00 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 0.00 USD
    """
    books = plant(method)
    assert books.trial == amounts(expected)
    assert books.units("RawMaterials") == {"STEEL": 60}


@both(
    "RawMaterials 150.00, GoodsReceivedNotInvoiced -158.40, PurchasePrice 8.40",
    "RawMaterials 158.40, GoodsReceivedNotInvoiced -158.40",
)
def test_a_foreign_receipt_states_its_total(plant, amounts, method, expected):
    """
    2026-03-01 * "Stahl AG" "Receipt"
      receipt: "4500002-10"
      Assets:P100:RawMaterials                      60 STEEL @@ 158.40 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -144.00 EUR @@ 158.40 USD
    """
    books = plant(method)
    assert books.trial == amounts(expected)
    assert books.units("GoodsReceivedNotInvoiced") == {"EUR": -144}


@pytest.mark.parametrize(
    ("method", "lots"),
    [
        ("standard", [("70", "2.5", "2026-01-01")]),
        ("moving-average", [("70", "2.634286", "2026-03-08")]),
        ("fifo", [("60", "2.62", "2026-03-01"), ("10", "2.72", "2026-03-08")]),
        ("lifo", [("60", "2.62", "2026-03-01"), ("10", "2.72", "2026-03-08")]),
    ],
)
def test_what_two_receipts_leave(plant, method, lots):
    """
    2026-03-01 * "Acme Steel" "First"
      Assets:P100:RawMaterials                      60 STEEL @ 2.62 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD
    2026-03-08 * "Acme Steel" "Second"
      Assets:P100:RawMaterials                      10 STEEL @ 2.72 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 STEEL @ 2.72 USD
    """
    assert plant(method).lots("RawMaterials", "STEEL") == lots


@both(
    "RawMaterials 150.00, GoodsReceivedNotInvoiced -157.20, PurchasePrice 7.20",
    "RawMaterials 157.20, GoodsReceivedNotInvoiced -157.20",
)
def test_accounts_below_a_role_have_it(plant, amounts, method, expected):
    """
    2026-03-01 * "Acme Steel" "Receipt"
      Assets:P100:RawMaterials:North                20 STEEL @ 2.62 USD
      Assets:P100:RawMaterials:South:Shelf          40 STEEL @ 2.62 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD
    """
    trial = plant(method).trial
    trial["RawMaterials"] = trial.pop("RawMaterials:North") + trial.pop("RawMaterials:South:Shelf")
    assert trial == amounts(expected)
