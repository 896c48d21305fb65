"""Several plants in one ledger: currencies, valuations, standards and items of their own."""

from __future__ import annotations

MASTER = """
2026-01-01 custom "plant" "P100"
  currency: USD
2026-01-01 custom "plant" "P200"
  currency: EUR
  valuation: "fifo"
  raw-materials: Assets:Lager
  goods-received: Liabilities:WEE
2026-01-01 custom "plant" "P300"
2026-01-01 open Assets:Lager
2026-01-01 open Liabilities:WEE
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.60 USD
  plant: "P300"
2026-01-01 commodity PAINT
  valuation: "moving-average"
"""


def test_each_plant_has_its_own_method_and_currency(plant, amounts):
    """
    2026-03-01 * "At standard"
      Assets:P100:RawMaterials      10 STEEL @ 2.70 USD
      Liabilities:P100:GoodsReceivedNotInvoiced  -10 STEEL @ 2.70 USD
    2026-03-01 * "In layers"
      Assets:Lager                  10 STEEL @ 2.40 EUR
      Liabilities:WEE              -10 STEEL @ 2.40 EUR
    2026-03-01 * "At its own standard"
      Assets:P300:RawMaterials      10 STEEL @ 2.70 USD
      Liabilities:P300:GoodsReceivedNotInvoiced  -10 STEEL @ 2.70 USD
    """
    books = plant()
    assert books.trial == amounts(
        """
        RawMaterials 25.00
        GoodsReceivedNotInvoiced -27.00
        PurchasePrice 2.00
        Lager 24.00 EUR
        WEE -24.00 EUR
        P300:RawMaterials 26.00
        P300:GoodsReceivedNotInvoiced -27.00
        P300:PurchasePrice 1.00
        """
    )


def test_an_item_has_its_own_valuation(plant, amounts):
    """
    2026-03-01 * "Buy"
      Assets:P100:RawMaterials      10 PAINT @ 4.00 USD
      Liabilities:Payables
    2026-03-02 * "Buy again"
      Assets:P100:RawMaterials      10 PAINT @ 5.00 USD
      Liabilities:Payables
    2026-03-03 * "Use"
      Expenses:Maintenance           4 PAINT
      Assets:P100:RawMaterials      -4 PAINT
    """
    assert plant().trial["Maintenance"] == amounts("X 18.00")["X"]


def test_an_order_s_variances_are_its_plant_s(plant, amounts):
    """
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 STEEL
    2026-01-01 * "Opening"
      Assets:P300:RawMaterials     100 STEEL @ 2.60 USD
      Equity:Opening
    2026-03-01 custom "plant-order" "MO-3" 10 PUMP-A
      plant: "P300"
    2026-03-05 * "All"
      order: "MO-3"
      Assets:P300:RawMaterials     -11 STEEL
      Assets:P300:WorkInProcess     11 STEEL
      Assets:P300:FinishedGoods     10 PUMP-A
      Assets:P300:WorkInProcess    -10 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-3"
    """
    books = plant()
    assert books.moved("Close order MO-3") == amounts("P300:WorkInProcess -2.60, P300:MaterialQuantity 2.60")
    assert books.trial["P300:FinishedGoods"] == amounts("X 26.00")["X"]


def test_a_general_standard_revalues_only_where_none_is_narrower(plant, amounts):
    """
    2026-03-01 * "Buy"
      Assets:P100:RawMaterials      10 STEEL @ 2.50 USD
      Assets:P300:RawMaterials      10 STEEL @ 2.60 USD
      Liabilities:Payables
    2026-04-01 custom "plant-standard-cost" 1 STEEL 2.80 USD
    """
    books = plant()
    assert books.moved("New standard cost of STEEL") == amounts("RawMaterials 3.00, Revaluation -3.00")


def test_a_general_standard_revalues_each_plant_in_its_own_books(plant, amounts):
    """
    2026-01-01 custom "plant" "P400"
    2026-03-01 * "Buy"
      Assets:P100:RawMaterials      10 STEEL @ 2.50 USD
      Assets:P400:RawMaterials      20 STEEL @ 2.50 USD
      Liabilities:Payables
    2026-04-01 custom "plant-standard-cost" 1 STEEL 2.80 USD
    """
    trial = plant().trial
    assert trial["Revaluation"] == amounts("X -3.00")["X"]
    assert trial["P400:Revaluation"] == amounts("X -6.00")["X"]


def test_yen_have_no_cents(plant, amounts):
    """
    2026-01-01 custom "plant" "P500"
      currency: JPY
      valuation: "fifo"
    2026-03-01 * "Buy"
      Assets:P500:RawMaterials       3 PAINT @@ 1000 JPY
      Liabilities:Payables
    2026-03-03 * "Use"
      Expenses:Maintenance           1 PAINT
      Assets:P500:RawMaterials      -1 PAINT
    """
    assert plant().trial["Maintenance JPY"] == amounts("X 333")["X"]
