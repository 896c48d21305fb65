"""The example that the ledger language is explained with, exactly."""

from __future__ import annotations

MASTER = """
2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
  labor: 25.00 USD
  variable-overhead: 15.00 USD
  fixed-overhead: 25.00 USD
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
"""


def test_movements(plant, amounts):
    """
    2026-03-01 * "Acme Steel" "Receipt PO 4500001"
      receipt: "4500001-10"
      Assets:P100:RawMaterials                      60 STEEL @ 2.62 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.62 USD

    2026-03-02 custom "plant-order" "MO-1001" 100 PUMP-A

    2026-03-04 * "Acme Steel" "Invoice"
      receipt: "4500001-10"
      Liabilities:P100:GoodsReceivedNotInvoiced     40 STEEL @ 2.70 USD
      Liabilities:Payables                         -108.00 USD

    2026-03-05 * "Issue"
      order: "MO-1001"
      Assets:P100:RawMaterials                     -50 STEEL
      Assets:P100:WorkInProcess:Orders              50 STEEL

    2026-03-06 * "Confirm"
      order: "MO-1001"
      Assets:P100:WorkInProcess:Orders              12 HR-ASSY
      Expenses:P100:Absorbed:Assembly              -12 HR-ASSY

    2026-03-07 * "Complete"
      order: "MO-1001"
      Assets:P100:FinishedGoods                    100 PUMP-A
      Assets:P100:WorkInProcess:Orders            -100 PUMP-A

    2026-03-09 * "Ship"
      Expenses:P100:CostOfGoodsSold                 10 PUMP-A
      Assets:P100:FinishedGoods                    -10 PUMP-A
    """
    books = plant()
    assert books.moved("Receipt PO 4500001") == amounts(
        "RawMaterials 150.00, GoodsReceivedNotInvoiced -157.20, PurchasePrice 7.20"
    )
    assert books.lots("RawMaterials", "STEEL") == [("10", "2.5", "2026-01-01")]
    assert books.moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 104.80, InvoicePrice 3.20, Payables -108.00"
    )
    assert books.moved("Issue") == amounts("RawMaterials -125.00, WorkInProcess:Orders 125.00")
    assert books.moved("Confirm") == amounts("WorkInProcess:Orders 780.00, Absorbed:Assembly -780.00")
    assert books.moved("Complete") == amounts("FinishedGoods 4210.00, WorkInProcess:Orders -4210.00")
    assert books.moved("Ship") == amounts("CostOfGoodsSold 421.00, FinishedGoods -421.00")
    assert books.formula("Receipt PO 4500001", "PurchasePrice") == "(2.62 - 2.50) USD x 60 STEEL"
    assert books.rules("Confirm") == [
        ("WorkInProcess:Orders", "wip.activity"),
        ("Absorbed:Assembly", "wip.absorbed"),
    ]
    assert str(books.transaction("Confirm").postings[0].meta["quantity"]) == "12 HR-ASSY"
