"""Freight and duty follow the goods, by quantity, value or weight; at standard they are Freight."""

from __future__ import annotations

from decimal import Decimal

import pytest

MASTER = """
2026-01-01 commodity STEEL
  weight: 2.0
2026-01-01 commodity SEAL
  weight: 0.5
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 SEAL 3.00 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-03-01 * "Acme" "Receipt of steel and seals"
  receipt: "PO-1"
  Assets:P100:RawMaterials                      60 STEEL @ 2.50 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.50 USD
  Assets:P100:RawMaterials                      20 SEAL @ 2.50 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -20 SEAL @ 2.50 USD
"""
LAYERED = ["moving-average", "fifo", "lifo"]
FREIGHT = """
2026-03-02 * "Carrier" "Freight"
  landed-cost: "PO-1"
  by: "BASIS"
  Assets:P100:RawMaterials      10.00 USD
  Liabilities:Payables         -10.00 USD
"""


@pytest.mark.parametrize(
    ("basis", "steel", "seal"),
    [
        ("quantity", "157.50", "52.50"),  # 60 : 20
        ("value", "157.50", "52.50"),  # 150.00 : 50.00
        ("weight", "159.23", "50.77"),  # 120 : 10
    ],
)
@pytest.mark.parametrize("method", LAYERED)
def test_spread_over_two_items(plant, amounts, method, basis, steel, seal):
    books = plant(method, FREIGHT.replace("BASIS", basis))
    assert books.moved("Freight") == amounts("RawMaterials 10.00, Payables -10.00")
    value = {
        item: sum(Decimal(q) * Decimal(c) for q, c, _ in books.lots("RawMaterials", item))
        for item in ("STEEL", "SEAL")
    }
    assert {item: f"{number:.2f}" for item, number in value.items()} == {"STEEL": steel, "SEAL": seal}


@pytest.mark.parametrize("basis", ["quantity", "value", "weight"])
def test_at_standard_it_is_freight(plant, amounts, basis):
    books = plant("standard", FREIGHT.replace("BASIS", basis))
    assert books.moved("Freight") == amounts("Freight 10.00, Payables -10.00")
    parts = [
        (p.meta["item"], str(p.units.number))
        for p in books.transaction("Freight").postings
        if "item" in p.meta
    ]
    expected = {"weight": ["9.23", "0.77"]}.get(basis, ["7.50", "2.50"])
    assert parts == [("SEAL", expected[1]), ("STEEL", expected[0])]


@pytest.mark.parametrize("method", LAYERED)
def test_it_follows_the_goods(plant, amounts, method):
    """
    Of 60 STEEL 30 are on hand, 20 on an open order, 10 sold: of 6.00, 3.00, 2.00 and 1.00.

    2026-03-02 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials      -20 STEEL
      Assets:P100:WorkInProcess      20 STEEL
    2026-03-02 * "Sell"
      Expenses:P100:CostOfGoodsSold  10 STEEL
      Assets:P100:RawMaterials      -10 STEEL
    2026-03-03 * "Receipt"
      receipt: "PO-2"
      Assets:P100:RawMaterials:Yard                  5 STEEL @ 9.00 USD
      Liabilities:P100:GoodsReceivedNotInvoiced     -5 STEEL @ 9.00 USD
    2026-03-04 * "Carrier" "Freight"
      landed-cost: "PO-1"
      by: "quantity"
      Assets:P100:RawMaterials       8.00 USD
      Liabilities:Payables          -8.00 USD
    """
    # By quantity 6.00 are STEEL's and 2.00 SEAL's.
    books = plant(method)
    assert books.moved("Freight") == amounts(
        "RawMaterials 5.00, WorkInProcess 2.00, CostOfGoodsSold 1.00, Payables -8.00"
    )


@pytest.mark.parametrize("method", ["fifo", "lifo", "moving-average"])
def test_it_follows_a_transfer(plant, amounts, method):
    """
    2026-03-02 * "To the yard"
      Assets:P100:RawMaterials:Yard  40 STEEL
      Assets:P100:RawMaterials      -40 STEEL
    2026-03-03 * "Sell"
      Expenses:P100:CostOfGoodsSold  10 STEEL
      Assets:P100:RawMaterials:Yard -10 STEEL
    2026-03-04 * "Carrier" "Freight"
      landed-cost: "PO-1"
      by: "quantity"
      Assets:P100:RawMaterials       8.00 USD
      Liabilities:Payables          -8.00 USD
    """
    # Of STEEL's 6.00: 20 here, 30 in the yard, 10 sold; SEAL's 2.00 are here.
    books = plant(method)
    assert books.moved("Freight") == amounts(
        "RawMaterials 4.00, RawMaterials:Yard 3.00, CostOfGoodsSold 1.00, Payables -8.00"
    )


@pytest.mark.parametrize("method", LAYERED)
def test_duty_on_two_receipts(plant, amounts, method):
    """
    By value: 150.00 and 50.00 of the first, 100.00 of the second.

    2026-03-02 * "Acme" "Second receipt"
      receipt: "PO-2"
      Assets:P100:RawMaterials:Yard                 40 STEEL @ 2.50 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -40 STEEL @ 2.50 USD
    2026-03-04 * "Customs" "Duty"
      landed-cost: "PO-1, PO-2"
      by: "value"
      Assets:P100:RawMaterials      30.00 USD
      Liabilities:Payables         -30.00 USD
    """
    books = plant(method)
    assert books.moved("Duty") == amounts("RawMaterials 20.00, RawMaterials:Yard 10.00, Payables -30.00")


@pytest.mark.parametrize("method", LAYERED)
def test_cents_are_split_by_largest_remainder(plant, amounts, method):
    """
    2026-03-02 * "Sell one"
      Expenses:P100:CostOfGoodsSold   1 STEEL
      Assets:P100:RawMaterials       -1 STEEL
    2026-03-04 * "Carrier" "Freight"
      landed-cost: "PO-1"
      by: "value"
      Assets:P100:RawMaterials       0.05 USD
      Liabilities:Payables          -0.05 USD
    """
    # 3.75 cents and 1.25 cents; of STEEL's four 59/60 are on hand: all four.
    books = plant(method)
    assert books.moved("Freight") == amounts("RawMaterials 0.05, Payables -0.05")


@pytest.mark.parametrize("method", LAYERED)
def test_a_rebate_on_freight_is_negative(plant, amounts, method):
    """
    2026-03-04 * "Carrier" "Rebate"
      landed-cost: "PO-1"
      by: "quantity"
      Assets:P100:RawMaterials      -8.00 USD
      Liabilities:Payables           8.00 USD
    """
    books = plant(method)
    assert books.trial["RawMaterials"] == amounts("X 192.00")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_freight_of_the_receipt_s_day_waits_for_it(plant, amounts, method):
    """
    2026-03-05 * "Carrier" "Freight"
      landed-cost: "PO-9"
      by: "quantity"
      Assets:P100:RawMaterials       8.00 USD
      Liabilities:Payables          -8.00 USD
    2026-03-05 * "Acme" "Receipt"
      receipt: "PO-9"
      Assets:P100:RawMaterials:Yard                 40 STEEL @ 2.50 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -40 STEEL @ 2.50 USD
    """
    books = plant(method)
    assert books.trial["RawMaterials:Yard"] == amounts("X 108.00")["X"]


@pytest.mark.parametrize("key", ['"45"', '"45-10, 45-20"', "45"])
def test_freight_of_a_whole_order(plant, amounts, key):
    """Two lines of order 45, 60.00 and 30.00: 9.00 of freight are 6.00 and 3.00."""
    text = f"""
2026-03-01 * "Line 10"
  receipt: "45-10"
  Assets:P100:RawMaterials                      20 STEEL @ 3.00 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -20 STEEL @ 3.00 USD
2026-03-01 * "Line 20"
  receipt: "45-20"
  Assets:P100:RawMaterials                      10 SEAL @ 3.00 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -10 SEAL @ 3.00 USD
2026-03-02 * "Freight"
  landed-cost: {key}
  Assets:P100:RawMaterials      9.00 USD
  Liabilities:Payables         -9.00 USD
"""
    books = plant("fifo", text)
    # the layers of the page's own receipt of 60 and 20 at 2.50 stay as they are
    assert {lot[1] for lot in books.lots("RawMaterials", "STEEL")} == {"2.5", "3.3"}
    assert {lot[1] for lot in books.lots("RawMaterials", "SEAL")} == {"2.5", "3.3"}


def test_a_receipt_that_is_a_number_is_found_by_its_text(plant, amounts):
    text = """
2026-03-01 * "Line"
  receipt: 4500001
  Assets:P100:RawMaterials                      20 STEEL @ 3.00 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -20 STEEL @ 3.00 USD
2026-03-02 * "Freight"
  landed-cost: "4500001"
  Assets:P100:RawMaterials      6.00 USD
  Liabilities:Payables         -6.00 USD
"""
    assert {lot[1] for lot in plant("fifo", text).lots("RawMaterials", "STEEL")} == {"2.5", "3.3"}


@pytest.mark.parametrize("key", ["3 USD", "TRUE", "2026-01-01", "1.5"])
def test_a_strange_key_beside_it_is_no_matter(faulty, key):
    """An invoice of a strange number is the receipt of its goods; freight of another one is one error."""
    text = f"""
2026-03-01 * "Acme" "Invoice"
  invoice: {key}
  Assets:P100:RawMaterials                      20 STEEL @ 3.00 USD
  Liabilities:Payables                         -60.00 USD
2026-03-02 * "Freight"
  landed-cost: "PO-7"
  Assets:P100:RawMaterials      6.00 USD
  Liabilities:Payables         -6.00 USD
"""
    [(_, message)] = faulty("fifo", text).errors
    assert message.startswith('landed-cost: receipt "PO-7" is unknown (did you mean "PO-1"?)')
