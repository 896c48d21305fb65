"""Orders beyond their plain close: bought activities, rework, late postings, opening orders, scrap in layers."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 commodity COAT
  activity: TRUE
2026-01-01 custom "plant-standard-cost" 1 COAT 4.00 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL
2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY 100 COAT
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-01-01 * "Opening stock"
  Assets:P100:RawMaterials    1000 STEEL @ 2.50 USD
  Equity:Opening
"""
CLOSE = "Close order MO-1"
LATE = "Settle order MO-1 after its close"
LAYERED = ["moving-average", "fifo", "lifo"]
# A pump is 1.25 + 7.80 + 4.00 = 13.05.


def test_a_bought_activity(plant, amounts):
    """
    2026-03-05 * "Own work"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
    2026-03-06 * "Coaters Inc" "Coating"
      order: "MO-1"
      receipt: "4500007-10"
      Assets:P100:WorkInProcess                    100 COAT @ 4.20 USD
      Liabilities:P100:GoodsReceivedNotInvoiced   -100 COAT @ 4.20 USD
    2026-03-07 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved("Coating") == amounts("WorkInProcess 420.00, GoodsReceivedNotInvoiced -420.00")
    assert books.moved(CLOSE) == amounts("WorkInProcess -20.00, SubcontractPrice 20.00")


def test_too_much_of_a_bought_activity(plant, amounts):
    """
    2026-03-05 * "Own work"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
    2026-03-06 * "Coaters Inc" "Coating"
      order: "MO-1"
      Assets:P100:WorkInProcess                    105 COAT @ 4.20 USD
      Liabilities:P100:GoodsReceivedNotInvoiced   -105 COAT @ 4.20 USD
    2026-03-07 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    # 105 x 0.20 is price; 5 x 4.00 the efficiency of an activity whose whole rate counts as labor.
    assert plant().moved(CLOSE) == amounts(
        "WorkInProcess -41.00, SubcontractPrice 21.00, LaborEfficiency 20.00"
    )


def test_the_invoice_of_a_bought_activity(plant, amounts):
    """
    2026-03-06 * "Coaters Inc" "Coating"
      order: "MO-1"
      receipt: "4500007-10"
      Assets:P100:WorkInProcess                    100 COAT @ 4.20 USD
      Liabilities:P100:GoodsReceivedNotInvoiced   -100 COAT @ 4.20 USD
    2026-03-16 * "Coaters Inc" "Invoice"
      receipt: "4500007-10"
      Liabilities:P100:GoodsReceivedNotInvoiced    100 COAT @ 4.25 USD
      Liabilities:Payables                         -425.00 USD
    """
    assert plant().moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 420.00, InvoicePrice 5.00, Payables -425.00"
    )


# Rework.


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_rework_counts_only_what_it_adds(plant, amounts, method):
    """
    2026-03-01 * "Opening of pumps"
      Assets:P100:FinishedGoods     10 PUMP-A @ 13.05 USD
      Equity:Opening
    2026-03-02 custom "plant-order" "MO-R" 5 PUMP-A
      kind: "rework"
    2026-03-03 * "Take back"
      order: "MO-R"
      Assets:P100:FinishedGoods     -5 PUMP-A
      Assets:P100:WorkInProcess      5 PUMP-A
    2026-03-03 * "Mend"
      order: "MO-R"
      Assets:P100:WorkInProcess      1 HR-ASSY
      Expenses:P100:Absorbed        -1 HR-ASSY
      Assets:P100:RawMaterials      -2 STEEL
      Assets:P100:WorkInProcess      2 STEEL
    2026-03-04 * "Return"
      order: "MO-R"
      Assets:P100:FinishedGoods      5 PUMP-A
      Assets:P100:WorkInProcess     -5 PUMP-A
    2026-03-04 custom "plant-order-close" "MO-R"
    """
    books = plant(method)
    assert books.moved("Close order MO-R") == amounts("WorkInProcess -70.00, Rework 70.00")
    assert books.trial["FinishedGoods"] == amounts("X 130.50")["X"]


# After the close.


def test_a_late_issue_settles_by_the_same_formulas(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -52 STEEL
      Assets:P100:WorkInProcess        52 STEEL
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
      Assets:P100:WorkInProcess       100 COAT
      Expenses:P100:Absorbed         -100 COAT
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-25 * "Late issue"
      order: "MO-1"
      Assets:P100:RawMaterials         -1 STEEL
      Assets:P100:WorkInProcess         1 STEEL
    """
    books = plant()
    assert books.moved(CLOSE) == amounts("WorkInProcess -5.00, MaterialQuantity 5.00")
    assert books.moved(LATE) == amounts("WorkInProcess -2.50, MaterialQuantity 2.50")
    assert str(books.transaction(LATE).date) == "2026-03-25"
    assert books.transaction(LATE).meta["cause"].endswith(f":{books.offset + 12}")


def test_a_late_completion_turns_variances_around(plant, amounts):
    """
    At the close 60 are done with the material of 100: 20 STEEL too many. Then the other 40 come.

    2026-03-05 * "Sixty"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
      Assets:P100:WorkInProcess       100 COAT
      Expenses:P100:Absorbed         -100 COAT
      Assets:P100:FinishedGoods        60 PUMP-A
      Assets:P100:WorkInProcess       -60 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-25 * "Forty"
      order: "MO-1"
      Assets:P100:FinishedGoods        40 PUMP-A
      Assets:P100:WorkInProcess       -40 PUMP-A
    """
    books = plant()
    # 20 STEEL, 4.8 hours and 40 COAT too many: 50.00, 312.00 and 160.00.
    assert books.moved(CLOSE) == amounts(
        "WorkInProcess -522.00, MaterialQuantity 50.00, LaborEfficiency 472.00"
    )
    assert books.moved(LATE) == amounts(
        "WorkInProcess 522.00, MaterialQuantity -50.00, LaborEfficiency -472.00"
    )
    assert "LaborEfficiency" not in books.trial


@pytest.mark.parametrize("method", LAYERED)
def test_a_late_issue_reaches_the_goods_in_layers(plant, amounts, method):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-06 * "Sell a quarter"
      Expenses:P100:CostOfGoodsSold    25 PUMP-A
      Assets:P100:FinishedGoods       -25 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-25 * "Late issue"
      order: "MO-1"
      Assets:P100:RawMaterials         -4 STEEL
      Assets:P100:WorkInProcess         4 STEEL
    """
    books = plant(method)
    assert books.moved("All") == amounts("RawMaterials -125.00, FinishedGoods 125.00")
    assert books.moved(LATE) == amounts("WorkInProcess -10.00, FinishedGoods 7.50, CostOfGoodsSold 2.50")


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_a_late_reversal_of_all_leaves_nothing(plant, method):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      document: "1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-25 * "It was another order"
      order: "MO-1"
      reverses: "1"
      Assets:P100:RawMaterials         50 STEEL
      Assets:P100:WorkInProcess       -50 STEEL
    """
    books = plant(method)
    assert set(books.trial) == {"RawMaterials", "Opening"}


# Opening orders.


def test_an_opening_order_with_what_it_holds(plant, amounts):
    """
    2026-01-01 custom "plant-order" "MO-0" 100 PUMP-A
    2026-01-01 * "Opening order"
      order: "MO-0"
      Assets:P100:WorkInProcess      1307.50 USD
        issued: "51 STEEL, 12 HR-ASSY, 100 COAT"
      Equity:Opening
    2026-01-12 * "Complete"
      order: "MO-0"
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-01-20 custom "plant-order-close" "MO-0"
    """
    books = plant()
    # 127.50 + 780.00 + 400.00 = 1,307.50: nothing is left without detail.
    assert books.moved("Close order MO-0") == amounts("WorkInProcess -2.50, MaterialQuantity 2.50")
    assert books.rules("Opening order")[0] == ("WorkInProcess", "wip.opening")


def test_an_opening_order_without_detail(plant, amounts):
    """
    2026-01-01 custom "plant-order" "MO-0" 100 PUMP-A
    2026-01-01 * "Opening order"
      order: "MO-0"
      Assets:P100:WorkInProcess       850.00 USD
        issued: "50 STEEL"
      Equity:Opening
    2026-01-12 * "The rest of the work"
      order: "MO-0"
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
      Assets:P100:WorkInProcess       100 COAT
      Expenses:P100:Absorbed         -100 COAT
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-01-20 custom "plant-order-close" "MO-0"
    """
    # 850.00 less 125.00 that is known.
    assert plant().moved("Close order MO-0") == amounts("WorkInProcess -725.00, Remaining 725.00")


def test_the_contract_s_opening_order(plant, amounts):
    """
    2026-01-01 custom "plant-order" "MO-0990" 100 PUMP-A
    2026-01-01 * "Opening order"
      order: "MO-0990"
      Assets:P100:WorkInProcess:Orders  1250.00 USD
        issued: "50 STEEL, 4 HR-ASSY"
      Equity:Opening
    """
    books = plant()
    assert books.trial["WorkInProcess:Orders"] == amounts("X 1250.00")["X"]


# Scrap in layers.


@pytest.mark.parametrize("method", LAYERED)
def test_scrap_of_output_in_layers_takes_its_part(plant, amounts, method):
    """
    20 of 100 units are lost: a fifth of what the order holds is the cost of the period.

    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
    2026-03-06 * "Cracked"
      order: "MO-1"
      Expenses:P100:Variances:Scrap    20 PUMP-A
      Assets:P100:WorkInProcess       -20 PUMP-A
    2026-03-07 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods        80 PUMP-A
      Assets:P100:WorkInProcess       -80 PUMP-A
    """
    books = plant(method)
    assert books.moved("Cracked") == amounts("Scrap 25.00, WorkInProcess -25.00")
    assert books.moved("Complete") == amounts("FinishedGoods 100.00, WorkInProcess -100.00")


@pytest.mark.parametrize("method", LAYERED)
def test_good_and_scrapped_output_of_one_transaction_in_layers(plant, amounts, method):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
    2026-03-06 * "Complete"
      order: "MO-1"
      Expenses:P100:Variances:Scrap    20 PUMP-A
      Assets:P100:FinishedGoods        80 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    """
    books = plant(method)
    assert books.moved("Complete") == amounts("Scrap 25.00, FinishedGoods 100.00, WorkInProcess -125.00")


@pytest.mark.parametrize("method", LAYERED)
def test_all_output_scrapped_in_layers(plant, amounts, method):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
    2026-03-06 * "Cracked"
      order: "MO-1"
      Expenses:P100:Variances:Scrap   100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant(method)
    assert books.trial["Scrap"] == amounts("X 125.00")["X"]
    assert "WorkInProcess" not in books.trial


@pytest.mark.parametrize("method", LAYERED)
def test_a_by_product_in_layers_is_credited_at_its_standard(plant, amounts, method):
    """
    2026-01-01 custom "plant-standard-cost" 1 SWARF 0.50 USD
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
    2026-03-06 * "Chips"
      order: "MO-1"
      Assets:P100:RawMaterials          3 SWARF
      Assets:P100:WorkInProcess        -3 SWARF
    2026-03-07 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    """
    books = plant(method)
    assert books.moved("Chips") == amounts("RawMaterials 1.50, WorkInProcess -1.50")
    assert books.moved("Complete") == amounts("FinishedGoods 123.50, WorkInProcess -123.50")


# Completions and scrap that are taken back.


def test_a_completion_taken_back_is_less_output(plant, amounts):
    """
    110 were reported, 10 of them by mistake. 52 STEEL were used where 100 may take 50.

    2026-03-05 * "All"
      order: "MO-1"
      document: "1"
      Assets:P100:RawMaterials        -52 STEEL
      Assets:P100:WorkInProcess        52 STEEL
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
      Assets:P100:WorkInProcess       100 COAT
      Expenses:P100:Absorbed         -100 COAT
      Assets:P100:FinishedGoods       110 PUMP-A
      Assets:P100:WorkInProcess      -110 PUMP-A
    2026-03-06 * "Ten too many"
      order: "MO-1"
      reverses: "1"
      Assets:P100:FinishedGoods       -10 PUMP-A
      Assets:P100:WorkInProcess        10 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.rules("Ten too many") == [
        ("FinishedGoods", "finished-goods.completion"),
        ("WorkInProcess", "wip.completion"),
    ]
    assert books.moved(CLOSE) == amounts("WorkInProcess -5.00, MaterialQuantity 5.00")


def test_scrap_taken_back(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
      Assets:P100:WorkInProcess       100 COAT
      Expenses:P100:Absorbed         -100 COAT
      Assets:P100:FinishedGoods        98 PUMP-A
      Assets:P100:WorkInProcess       -98 PUMP-A
      Expenses:P100:Variances:Scrap     2 PUMP-A
      Assets:P100:WorkInProcess        -2 PUMP-A
    2026-03-06 * "They could be saved"
      order: "MO-1"
      Expenses:P100:Variances:Scrap    -2 PUMP-A
      Assets:P100:WorkInProcess         2 PUMP-A
    2026-03-06 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods         2 PUMP-A
      Assets:P100:WorkInProcess        -2 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert set(books.trial) == {"RawMaterials", "Absorbed", "FinishedGoods", "Opening"}
    assert books.rules("They could be saved") == [("Scrap", "wip.scrap"), ("WorkInProcess", "wip.scrap")]


@pytest.mark.parametrize("method", LAYERED)
def test_a_completion_taken_back_in_layers(plant, amounts, method):
    """
    100 take 125.00; 20 go back with 25.00, and the order ends with 80 good units, which cost it all.

    2026-03-05 * "All"
      order: "MO-1"
      document: "1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-06 * "Back"
      order: "MO-1"
      reverses: "1"
      Assets:P100:FinishedGoods       -20 PUMP-A
      Assets:P100:WorkInProcess        20 PUMP-A
    2026-03-07 * "Sell ten"
      Expenses:P100:CostOfGoodsSold    10 PUMP-A
      Assets:P100:FinishedGoods       -10 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant(method)
    assert books.moved("Back") == amounts("FinishedGoods -25.00, WorkInProcess 25.00")
    # 25.00 over 80 units, 70 on hand and 10 sold: 21.875 and 3.125, the first takes the cent.
    assert books.moved(CLOSE) == amounts("WorkInProcess -25.00, FinishedGoods 21.88, CostOfGoodsSold 3.12")


@pytest.mark.parametrize("method", LAYERED)
def test_a_completion_taken_back_and_made_again(plant, amounts, method):
    """
    2026-03-05 * "All"
      order: "MO-1"
      document: "1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-06 * "Back"
      order: "MO-1"
      reverses: "1"
      Assets:P100:FinishedGoods      -100 PUMP-A
      Assets:P100:WorkInProcess       100 PUMP-A
    2026-03-07 * "Half of them"
      order: "MO-1"
      Assets:P100:FinishedGoods        50 PUMP-A
      Assets:P100:WorkInProcess       -50 PUMP-A
    """
    assert plant(method).trial["FinishedGoods"] == amounts("X 62.50")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_output_after_a_close_without_any_in_layers(plant, amounts, method):
    """
    The close of an order that made nothing is a loss; when its goods come after all, they cost what it took.

    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-25 * "All the same"
      order: "MO-1"
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    """
    books = plant(method)
    assert books.moved(CLOSE) == amounts("WorkInProcess -125.00, MaterialQuantity 125.00")
    assert books.moved(LATE) == amounts("FinishedGoods 125.00, MaterialQuantity -125.00")


@pytest.mark.parametrize("method", LAYERED)
def test_all_output_taken_back_after_the_close_in_layers(plant, amounts, method):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:FinishedGoods        80 PUMP-A
      Assets:P100:WorkInProcess       -80 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-25 * "Not one was good"
      order: "MO-1"
      Assets:P100:FinishedGoods       -80 PUMP-A
      Assets:P100:WorkInProcess        80 PUMP-A
    """
    books = plant(method)
    assert books.trial_on("2026-03-20")["FinishedGoods"] == amounts("X 125.00")["X"]
    assert books.moved(LATE) == amounts("WorkInProcess -125.00, MaterialQuantity 125.00")


def test_a_product_without_bill_where_prices_vary_at_usage(plant, amounts):
    """
    Under price-variance-at usage what has no bill is at actual, a product as well.

    2026-01-01 custom "plant-standard-cost" 1 SPECIAL 3.00 USD
    2026-03-02 custom "plant-order" "MO-S" 10 SPECIAL
    2026-03-05 * "All"
      order: "MO-S"
      Assets:P100:RawMaterials        -20 STEEL
      Assets:P100:WorkInProcess        20 STEEL
      Assets:P100:FinishedGoods         8 SPECIAL
      Assets:P100:WorkInProcess        -8 SPECIAL
    2026-03-20 custom "plant-order-close" "MO-S"
    """
    books = plant(price_variance_at='"usage"')
    assert books.trial["FinishedGoods"] == amounts("X 50.00")["X"]


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_taken_back_on_the_day_of_its_completion(plant, method):
    """
    2026-03-05 * "Ten too many"
      order: "MO-1"
      Assets:P100:FinishedGoods       -10 PUMP-A
      Assets:P100:WorkInProcess        10 PUMP-A
    2026-03-05 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods       110 PUMP-A
      Assets:P100:WorkInProcess      -110 PUMP-A
    """
    books = plant(method)
    assert books.rules("Ten too many")[-1] == ("WorkInProcess", "wip.completion")


def test_a_product_that_goes_into_its_own_order_is_a_component(plant, amounts):
    """
    A pump of the stock is built into a test stand; the order has made none yet.

    2026-03-01 * "Opening of pumps"
      Assets:P100:FinishedGoods      10 PUMP-A @ 13.05 USD
      Equity:Opening
    2026-03-05 * "Built in"
      order: "MO-1"
      Assets:P100:FinishedGoods      -1 PUMP-A
      Assets:P100:WorkInProcess       1 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.rules("Built in")[-1] == ("WorkInProcess", "wip.issue")
    assert books.moved(CLOSE) == amounts("WorkInProcess -13.05, Substitution 13.05")


# Between orders.


@pytest.mark.parametrize("method", ["standard", *LAYERED])
def test_material_goes_to_another_order(plant, amounts, method):
    """
    MO-1 has 20 at 2.50 and 20 at 3.00; what goes to MO-2 goes at its average of 2.75, at standard at 2.50.

    2026-02-02 custom "plant-order" "MO-2" 100 PUMP-A
    2026-03-01 * "Bought dearer"
      Assets:P100:RawMaterials:Yard    20 STEEL @ 3.00 USD
      Liabilities:Payables
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -20 STEEL
      Assets:P100:RawMaterials:Yard   -20 STEEL
      Assets:P100:WorkInProcess        40 STEEL
    2026-03-06 * "Half of it to MO-2"
      Assets:P100:WorkInProcess       -20 STEEL
        order: "MO-1"
      Assets:P100:WorkInProcess        20 STEEL
        order: "MO-2"
    """
    entry = plant(method).transaction("Half of it to MO-2")
    value = "50.00" if method == "standard" else "55.00"
    assert [str(p.units.number) for p in entry.postings] == [f"-{value}", value]


@pytest.mark.parametrize("method", LAYERED)
def test_scrap_of_two_orders_in_one_transaction(plant, amounts, method):
    """
    2026-02-02 custom "plant-order" "MO-2" 50 PUMP-A
    2026-03-05 * "Issue"
      Assets:P100:RawMaterials        -80 STEEL
      Assets:P100:WorkInProcess        40 STEEL
        order: "MO-1"
      Assets:P100:WorkInProcess        40 STEEL
        order: "MO-2"
    2026-03-06 * "Cracked"
      Expenses:P100:Variances:Scrap    15 PUMP-A
      Assets:P100:WorkInProcess       -10 PUMP-A
        order: "MO-1"
      Assets:P100:WorkInProcess        -5 PUMP-A
        order: "MO-2"
    """
    # A tenth of 100.00 each.
    entry = plant(method).transaction("Cracked")
    assert [str(p.units.number) for p in entry.postings] == ["20.00", "-10.00", "-10.00"]


@pytest.mark.parametrize("method", LAYERED)
def test_an_invoice_of_what_went_to_stock_and_to_an_order(plant, amounts, method):
    """
    2026-03-01 * "Receipt"
      receipt: "R-1"
      Assets:P100:RawMaterials:Yard                  6 STEEL @ 2.60 USD
      Assets:P100:WorkInProcess                      4 STEEL @ 2.60 USD
        order: "MO-1"
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 STEEL @ 2.60 USD
    2026-03-05 * "Invoice"
      receipt: "R-1"
      Liabilities:P100:GoodsReceivedNotInvoiced     10 STEEL @ 2.70 USD
      Liabilities:Payables                         -27.00 USD
    """
    assert plant(method).moved("Invoice") == amounts(
        "GoodsReceivedNotInvoiced 26.00, RawMaterials:Yard 0.60, WorkInProcess 0.40, Payables -27.00"
    )


@pytest.mark.parametrize("method", LAYERED)
def test_two_orders_completed_in_one_leg(plant, amounts, method):
    """
    Each gives what it cost: 75.00 and 25.00. A later hour of MO-1 finds the units that are its own.

    2026-02-02 custom "plant-order" "MO-2" 100 PUMP-A
    2026-03-05 * "Issue"
      Assets:P100:RawMaterials        -40 STEEL
      Assets:P100:WorkInProcess        30 STEEL
        order: "MO-1"
      Assets:P100:WorkInProcess        10 STEEL
        order: "MO-2"
    2026-03-06 * "Complete"
      Assets:P100:FinishedGoods       200 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
        order: "MO-1"
      Assets:P100:WorkInProcess      -100 PUMP-A
        order: "MO-2"
    2026-03-07 * "A late hour"
      order: "MO-1"
      Assets:P100:WorkInProcess         1 HR-ASSY
      Expenses:P100:Absorbed           -1 HR-ASSY
    2026-03-20 custom "plant-order-close" "MO-1"
    2026-03-20 custom "plant-order-close" "MO-2"
    """
    books = plant(method)
    numbers = [str(p.units.number) for p in books.transaction("Complete").postings if "quantity" in p.meta]
    assert numbers == ["-75.00", "-25.00"]
    lots = [("200", "0.825")] if method == "moving-average" else [("100", "0.25"), ("100", "1.4")]
    assert [lot[:2] for lot in books.lots("FinishedGoods", "PUMP-A")] == lots
