"""Invoices clear goods received at the receipt's price; the difference is a variance, or follows the goods."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-01-01 custom "plant-order" "MO-2" 100 PUMP-A
2026-03-01 * "Acme Steel" "Receipt"
  receipt: "4500001-10"
  Assets:P100:RawMaterials                      60 STEEL @ 2.62 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD
"""
LAYERED = ["moving-average", "fifo", "lifo"]


def test_part_of_a_receipt_at_standard(plant, amounts):
    """
    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     40 STEEL @ 2.70 USD
      Liabilities:Payables                         -108.00 USD
    """
    books = plant()
    assert books.moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 104.80, InvoicePrice 3.20, Payables -108.00"
    )
    assert books.trial["GoodsReceivedNotInvoiced"] == amounts("X -52.40")["X"]
    assert books.formula("Invoice", "InvoicePrice") == "(2.70 - 2.62) USD x 40 STEEL"


def test_an_invoice_for_two_receipts_says_which_each_difference_is_of(plant):
    """
    2026-03-02 * "Acme Steel" "Another receipt"
      receipt: "4500001-20"
      Assets:P100:RawMaterials                      10 STEEL @ 2.50 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 STEEL @ 2.50 USD
    2026-03-02 * "Stahl AG" "Foreign receipt"
      receipt: "4500002-10"
      Assets:P100:RawMaterials                      60 STEEL @@ 158.40 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -144.00 EUR @@ 158.40 USD
    2026-03-04 * "Acme Steel" "Invoice"
      Liabilities:P100:GoodsReceivedNotInvoiced     60 STEEL @ 2.70 USD
        receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     10 STEEL @ 2.60 USD
        receipt: "4500001-20"
      Liabilities:P100:GoodsReceivedNotInvoiced     144.00 EUR @@ 161.28 USD
        receipt: "4500002-10"
      Liabilities:Payables                         -349.28 USD
    """
    invoice = plant().transaction("Invoice")
    found = [(p.account.rpartition(":")[2], p.meta["receipt"], str(p.units)) for p in invoice.postings[4:]]
    # 60 x (2.70 - 2.62), 10 x (2.60 - 2.50), 161.28 - 158.40.
    assert found == [
        ("InvoicePrice", "4500001-10", "4.80 USD"),
        ("InvoicePrice", "4500001-20", "1.00 USD"),
        ("ExchangeRate", "4500002-10", "2.88 USD"),
    ]


@pytest.mark.parametrize("method", LAYERED)
def test_the_difference_goes_into_what_is_on_hand(plant, amounts, method):
    """
    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     60 STEEL @ 2.70 USD
      Liabilities:Payables                         -162.00 USD
    """
    books = plant(method)
    assert books.trial == amounts("RawMaterials 162.00, Payables -162.00")
    assert books.lots("RawMaterials", "STEEL") == [("60", "2.7", "2026-03-01")]


@pytest.mark.parametrize("method", LAYERED)
def test_the_difference_follows_the_goods(plant, amounts, method):
    """
    15 of 60 are on hand, 30 on an open order, 5 on a closed one, 10 sold: 6.00 more are 1.50, 3.00, and 1.50.

    2026-03-02 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials                     -30 STEEL
      Assets:P100:WorkInProcess                     30 STEEL
    2026-03-02 * "Spare steel"
      Expenses:P100:CostOfGoodsSold                 10 STEEL
      Assets:P100:RawMaterials                     -10 STEEL
    2026-03-03 * "Issue to an order that closes"
      order: "MO-2"
      Assets:P100:RawMaterials                      -5 STEEL
      Assets:P100:WorkInProcess                      5 STEEL
    2026-03-03 custom "plant-order-close" "MO-2"

    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     60 STEEL @ 2.72 USD
      Liabilities:Payables                         -163.20 USD
    """
    books = plant(method)
    assert books.moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 157.20, Payables -163.20, RawMaterials 1.50, WorkInProcess 3.00, CostOfGoodsSold 1.50"
    )


def test_invoices_in_parts_leave_nothing(plant, amounts):
    """
    2026-03-02 * "Acme Steel" "Receipt of three"
      receipt: "4500009-10"
      Assets:P100:RawMaterials                       3 STEEL @@ 100.00 USD
      Liabilities:P100:GoodsReceivedNotInvoiced     -3 STEEL @@ 100.00 USD
    2026-03-04 * "Acme Steel" "One"
      receipt: "4500009-10"
      Liabilities:P100:GoodsReceivedNotInvoiced      1 STEEL @ 33.33 USD
      Liabilities:Payables                         -33.33 USD
    2026-03-05 * "Acme Steel" "Two"
      receipt: "4500009-10"
      Liabilities:P100:GoodsReceivedNotInvoiced      1 STEEL @ 33.33 USD
      Liabilities:Payables                         -33.33 USD
    2026-03-06 * "Acme Steel" "Three"
      receipt: "4500009-10"
      Liabilities:P100:GoodsReceivedNotInvoiced      1 STEEL @ 33.34 USD
      Liabilities:Payables                         -33.34 USD
    """
    books = plant()
    assert books.moved("One") == amounts("GoodsReceivedNotInvoiced 33.33, Payables -33.33")
    assert books.moved("Two") == amounts(
        "GoodsReceivedNotInvoiced 33.34, Payables -33.33, InvoicePrice -0.01"
    )
    assert books.moved("Three") == amounts(
        "GoodsReceivedNotInvoiced 33.33, Payables -33.34, InvoicePrice 0.01"
    )
    # The other receipt is still open.
    assert books.trial["GoodsReceivedNotInvoiced"] == amounts("X -157.20")["X"]


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_an_invoice_without_a_price_clears_the_receipt(plant, amounts, method):
    """
    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     60 STEEL
      Liabilities:P100:GoodsReceivedNotInvoiced:Settled   -60 STEEL @ 2.62 USD
    """
    books = plant(method)
    assert books.moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 157.20, GoodsReceivedNotInvoiced:Settled -157.20"
    )


def test_a_credit_for_what_was_invoiced_too_much(plant, amounts):
    """
    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     60 STEEL @ 2.60 USD
      Liabilities:Payables                         -156.00 USD
    """
    assert plant().moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 157.20, InvoicePrice -1.20, Payables -156.00"
    )


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_an_invoice_at_another_rate_leaves_an_exchange_difference(plant, amounts, method):
    """
    2026-03-01 * "Stahl AG" "Foreign receipt"
      receipt: "4500002-10"
      Assets:P100:RawMaterials                      60 STEEL @@ 158.40 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -144.00 EUR @@ 158.40 USD
    2026-03-10 * "Stahl AG" "Foreign invoice"
      receipt: "4500002-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     144.00 EUR @@ 161.28 USD
      Liabilities:Payables                         -144.00 EUR @@ 161.28 USD
    """
    books = plant(method)
    assert books.moved("Foreign invoice") == amounts(
        "GoodsReceivedNotInvoiced 158.40, Payables -161.28, ExchangeRate 2.88"
    )
    assert books.units("GoodsReceivedNotInvoiced").get("EUR", 0) == 0


def test_a_foreign_receipt_invoiced_in_two_parts(plant, amounts):
    """
    2026-03-01 * "Stahl AG" "Foreign receipt"
      receipt: "4500002-10"
      Assets:P100:RawMaterials                      60 STEEL @@ 100.00 USD
      Liabilities:P100:GoodsReceivedNotInvoiced     -90.00 EUR @@ 100.00 USD
    2026-03-10 * "Stahl AG" "A third"
      receipt: "4500002-10"
      Liabilities:P100:GoodsReceivedNotInvoiced      30.00 EUR @@ 33.00 USD
      Liabilities:Payables                          -30.00 EUR @@ 33.00 USD
    2026-03-11 * "Stahl AG" "Another third"
      receipt: "4500002-10"
      Liabilities:P100:GoodsReceivedNotInvoiced      30.00 EUR @@ 33.00 USD
      Liabilities:Payables                          -30.00 EUR @@ 33.00 USD
    2026-03-12 * "Stahl AG" "The last third"
      receipt: "4500002-10"
      Liabilities:P100:GoodsReceivedNotInvoiced      30.00 EUR @@ 34.00 USD
      Liabilities:Payables                          -30.00 EUR @@ 34.00 USD
    """
    books = plant()
    assert books.moved("A third") == amounts(
        "GoodsReceivedNotInvoiced 33.33, Payables -33.00, ExchangeRate -0.33"
    )
    assert books.moved("Another third")["GoodsReceivedNotInvoiced"] == amounts("X 33.34")["X"]
    assert books.moved("The last third") == amounts(
        "GoodsReceivedNotInvoiced 33.33, Payables -34.00, ExchangeRate 0.67"
    )
    assert books.trial["GoodsReceivedNotInvoiced"] == amounts("X -157.20")["X"]


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_receipts_and_invoices_of_one_day_in_any_order(plant, amounts, method):
    """
    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500005-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     10 STEEL @ 2.70 USD
      Liabilities:Payables                         -27.00 USD
    2026-03-04 * "Acme Steel" "Receipt of the same day"
      receipt: "4500005-10"
      Assets:P100:RawMaterials                      10 STEEL @ 2.70 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 STEEL @ 2.70 USD
    """
    assert plant(method).moved("Invoice") == amounts("GoodsReceivedNotInvoiced 27.00, Payables -27.00")
