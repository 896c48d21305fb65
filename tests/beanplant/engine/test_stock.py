"""Stock that is opened, counted, revalued, short, somebody else's, or kept by ``{...}``."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
"""
METHODS = ["standard", "moving-average", "fifo", "lifo"]
LAYERED = METHODS[1:]

# Opening.


def test_opening_stock_at_standard(plant, amounts):
    """
    2026-01-01 * "Opening stock"
      Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
      Equity:Opening
    """
    books = plant()
    assert books.trial == amounts("RawMaterials 150.00, Revaluation 7.20, Opening -157.20")
    assert books.rules("Opening stock")[0] == ("RawMaterials", "inventory.opening")


@pytest.mark.parametrize(
    ("method", "used"), [("moving-average", "126.60"), ("fifo", "122.20"), ("lifo", "131.00")]
)
def test_opening_layers_have_their_dates(plant, amounts, method, used):
    """
    The layer of November is older than that of December, in whatever order they stand.

    2026-01-01 * "Opening stock"
      Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
        dated: "2025-12-01"
      Assets:P100:RawMaterials    40 STEEL @ 2.40 USD
        dated: 2025-11-01
      Equity:Opening
    2026-01-10 * "Used"
      Expenses:Maintenance        50 STEEL
      Assets:P100:RawMaterials   -50 STEEL
    """
    books = plant(method)
    # 40 x 2.40 + 10 x 2.62; 50 x 2.62; 50 x 2.532.
    assert books.trial["Maintenance"] == amounts(f"X {used}")["X"]


# Counts.


@pytest.mark.parametrize(
    ("method", "value", "unit"),
    [
        ("standard", "5.00", "2.50"),
        ("moving-average", "5.32", "2.66"),
        ("fifo", "5.24", "2.62"),
        ("lifo", "5.44", "2.72"),
    ],
)
def test_a_count_that_finds_less(plant, amounts, method, value, unit):
    """
    2026-02-01 * "First"
      Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
      Liabilities:Payables
    2026-02-08 * "Second"
      Assets:P100:RawMaterials    40 STEEL @ 2.72 USD
      Liabilities:Payables
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 98 STEEL
    2026-04-01 balance Assets:P100:RawMaterials 98 STEEL
    """
    books = plant(method)
    assert books.moved("Count of STEEL") == amounts(f"RawMaterials -{value}, InventoryCount {value}")
    assert books.formula("Count of STEEL", "InventoryCount") == f"(98 - 100) STEEL x {unit} USD"


@pytest.mark.parametrize(
    ("method", "value"),
    [("standard", "5.00"), ("moving-average", "5.00"), ("fifo", "5.00"), ("lifo", "5.00")],
)
def test_a_count_that_finds_more_is_at_standard(plant, amounts, method, value):
    """
    2026-02-01 * "First"
      Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
      Liabilities:Payables
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 62 STEEL
    """
    assert plant(method).moved("Count of STEEL") == amounts(f"RawMaterials {value}, InventoryCount -{value}")


@pytest.mark.parametrize("method", LAYERED)
def test_a_count_that_finds_more_of_what_has_no_standard(plant, amounts, method):
    """
    2026-01-01 commodity BRASS
      item: TRUE
    2026-02-01 * "First"
      Assets:P100:RawMaterials    60 BRASS @ 2.62 USD
      Liabilities:Payables
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 62 BRASS
    """
    assert plant(method).moved("Count of BRASS") == amounts("RawMaterials 5.24, InventoryCount -5.24")


@pytest.mark.parametrize("method", METHODS)
def test_a_count_is_the_end_of_its_day(plant, amounts, method):
    """
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 50 STEEL
    2026-03-31 * "Receipt"
      Assets:P100:RawMaterials    60 STEEL @ 2.50 USD
      Liabilities:Payables
    2026-03-31 * "Use"
      Expenses:Maintenance        10 STEEL
      Assets:P100:RawMaterials   -10 STEEL
    """
    books = plant(method)
    assert "InventoryCount" not in books.trial
    assert not [entry for entry in books.ledger.transactions if entry.narration.startswith("Count")]


@pytest.mark.parametrize("method", METHODS)
def test_counted_to_nothing(plant, amounts, method):
    """
    2026-02-01 * "First"
      Assets:P100:RawMaterials    3 STEEL @@ 7.50 USD
      Liabilities:Payables
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials 0 STEEL
    """
    assert plant(method).trial == amounts("InventoryCount 7.50, Payables -7.50")


# A new standard.


def test_a_new_standard_revalues_what_is_on_hand(plant, amounts):
    """
    2026-02-01 * "Here and there"
      Assets:P100:RawMaterials:North    60 STEEL @ 2.50 USD
      Assets:P100:RawMaterials:South    40 STEEL @ 2.50 USD
      Liabilities:Payables
    2026-03-01 custom "plant-standard-cost" 1 STEEL 2.75 USD
    2026-03-01 * "Used on the day"
      Expenses:Maintenance              10 STEEL
      Assets:P100:RawMaterials:North   -10 STEEL
    """
    books = plant()
    assert books.moved("New standard cost of STEEL") == amounts(
        "RawMaterials:North 15.00, RawMaterials:South 10.00, Revaluation -25.00"
    )
    assert books.moved("Used on the day") == amounts("Maintenance 27.50, RawMaterials:North -27.50")
    entry = books.transaction("New standard cost of STEEL")
    assert entry.meta["lineno"] < 0  # before the day's text
    assert entry.meta["item"] == "STEEL"


def test_a_lower_standard_is_a_loss(plant, amounts):
    """
    2026-02-01 * "Buy"
      Assets:P100:RawMaterials    60 STEEL @ 2.50 USD
      Liabilities:Payables
    2026-03-01 custom "plant-standard-cost" 1 STEEL 2.10 USD
    """
    assert plant().moved("New standard cost of STEEL") == amounts("RawMaterials -24.00, Revaluation 24.00")


@pytest.mark.parametrize("method", LAYERED)
def test_layers_know_no_standard(plant, amounts, method):
    """
    2026-02-01 * "Buy"
      Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
      Liabilities:Payables
    2026-03-01 custom "plant-standard-cost" 1 STEEL 2.10 USD
    """
    assert plant(method).trial == amounts("RawMaterials 157.20, Payables -157.20")


def test_a_roll_up_holds_until_the_product_s_next_bill(plant, amounts):
    """
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-B 2 STEEL
    2026-02-01 * "Opening"
      Assets:P100:FinishedGoods    10 PUMP-B @ 5.00 USD
      Equity:Opening
    2026-03-01 custom "plant-standard-cost" 1 STEEL 3.00 USD
    2026-04-01 custom "plant-bill-of-materials" 1 PUMP-B 2 STEEL
    """
    books = plant()
    assert books.trial_on("2026-03-31")["FinishedGoods"] == amounts("X 50.00")["X"]
    assert books.trial["FinishedGoods"] == amounts("X 60.00")["X"]


def test_part_of_a_cent_of_a_revaluation_is_rounding(plant, amounts):
    """
    2026-02-01 * "Buy"
      Assets:P100:RawMaterials    3 STEEL @ 2.50 USD
      Liabilities:Payables
    2026-03-01 custom "plant-standard-cost" 1 STEEL 2.505 USD
    """
    books = plant()
    assert books.moved("New standard cost of STEEL") == amounts(
        "RawMaterials 0.015, Revaluation -0.02, Rounding 0.005"
    )


# Stock below zero, where a plant allows it.


@pytest.mark.parametrize("method", LAYERED)
def test_the_next_receipt_settles_what_went_out_before(plant, amounts, method):
    """
    10 at 2.60, 15 go out: five at the last known cost. Then 20 come at 2.70: 0.50 more were sold.

    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials     10 STEEL @ 2.60 USD
      Liabilities:Payables
    2026-03-05 * "Sell"
      Expenses:P100:CostOfGoodsSold  15 STEEL
      Assets:P100:RawMaterials      -15 STEEL
    2026-03-08 * "Settle"
      Assets:P100:RawMaterials     20 STEEL @ 2.70 USD
      Liabilities:Payables
    """
    books = plant(method, negative='"allow"')
    assert books.moved("Sell") == amounts("CostOfGoodsSold 39.00, RawMaterials -39.00")
    assert books.lots("RawMaterials", "STEEL") == [("15", "2.7", "2026-03-08")]
    assert books.moved("Settle") == amounts("RawMaterials 53.50, CostOfGoodsSold 0.50, Payables -54.00")


@pytest.mark.parametrize("method", LAYERED)
def test_an_open_order_gets_what_its_units_cost_in_the_end(plant, amounts, method):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials      -8 STEEL
      Assets:P100:WorkInProcess      8 STEEL
    2026-03-06 * "Sell"
      Expenses:P100:CostOfGoodsSold  2 STEEL
      Assets:P100:RawMaterials      -2 STEEL
    2026-03-08 * "Four"
      Assets:P100:RawMaterials      4 STEEL @ 2.75 USD
      Liabilities:Payables
    2026-03-09 * "Six"
      Assets:P100:RawMaterials      6 STEEL @ 3.00 USD
      Liabilities:Payables
    """
    # Nothing was ever there, so they went out at the standard; 4 x 0.25, then 4 x 0.50 to the order and 2 x 0.50.
    books = plant(method, negative='"allow"')
    assert books.moved("Issue") == amounts("RawMaterials -20.00, WorkInProcess 20.00")
    assert books.moved("Four") == amounts("RawMaterials 10.00, WorkInProcess 1.00, Payables -11.00")
    assert books.moved("Six") == amounts(
        "RawMaterials 15.00, WorkInProcess 2.00, CostOfGoodsSold 1.00, Payables -18.00"
    )
    assert books.trial == amounts("WorkInProcess 23.00, CostOfGoodsSold 6.00, Payables -29.00")


def test_below_zero_at_standard(plant, amounts):
    """
    2026-03-05 * "Sell"
      Expenses:P100:CostOfGoodsSold  15 STEEL
      Assets:P100:RawMaterials      -15 STEEL
    2026-03-08 * "Receipt"
      Assets:P100:RawMaterials      20 STEEL @ 2.70 USD
      Liabilities:Payables
    """
    books = plant(negative='"allow"')
    assert books.trial == amounts(
        "RawMaterials 12.50, CostOfGoodsSold 37.50, PurchasePrice 4.00, Payables -54.00"
    )


@pytest.mark.parametrize("method", METHODS)
def test_a_day_may_dip_if_it_ends_above(plant, amounts, method):
    """
    2026-03-05 * "Sell"
      time: "08:00:00"
      Expenses:P100:CostOfGoodsSold  15 STEEL
      Assets:P100:RawMaterials      -15 STEEL
    2026-03-05 * "Receipt"
      time: "17:00:00"
      Assets:P100:RawMaterials      20 STEEL @ 2.50 USD
      Liabilities:Payables
    """
    assert plant(method).trial == amounts("RawMaterials 12.50, CostOfGoodsSold 37.50, Payables -50.00")


# Somebody else's.

CONSIGNED = """
2026-03-01 * "Acme" "Consignment"
  Assets:P100:RawMaterials                      60 STEEL
    owner: "ACME"
  Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL
"""


@pytest.mark.parametrize("method", METHODS)
def test_consigned_stock_is_counted_without_value(plant, amounts, method):
    books = plant(method, CONSIGNED)
    assert books.trial == {}
    assert books.units("RawMaterials") == {"STEEL": 60}


@pytest.mark.parametrize("method", METHODS)
def test_using_consigned_stock_owes_its_value(plant, amounts, method):
    books = plant(
        method,
        CONSIGNED
        + """
2026-03-05 * "Use"
  order: "MO-1"
  Assets:P100:RawMaterials      -10 STEEL
    owner: "ACME"
  Assets:P100:WorkInProcess      10 STEEL
""",
    )
    assert books.trial == amounts("WorkInProcess 25.00, GoodsReceivedNotInvoiced -25.00")
    assert books.units("RawMaterials") == {"STEEL": 50}


@pytest.mark.parametrize("method", METHODS)
def test_consigned_stock_goes_back_without_value(plant, amounts, method):
    books = plant(
        method,
        CONSIGNED
        + """
2026-03-05 * "Acme" "Back"
  Assets:P100:RawMaterials                     -60 STEEL
    owner: "ACME"
  Liabilities:P100:GoodsReceivedNotInvoiced     60 STEEL
""",
    )
    assert books.trial == {}
    assert books.units("RawMaterials") == {}


@pytest.mark.parametrize("method", METHODS)
def test_consigned_and_own_stock_lie_side_by_side(plant, amounts, method):
    books = plant(
        method,
        CONSIGNED
        + """
2026-03-02 * "Own"
  Assets:P100:RawMaterials       40 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-05 * "Use own"
  Expenses:Maintenance           40 STEEL
  Assets:P100:RawMaterials      -40 STEEL
""",
    )
    assert books.trial == amounts("Maintenance 100.00, Payables -100.00")
    assert books.units("RawMaterials") == {"STEEL": 60}


@pytest.mark.parametrize("method", METHODS)
def test_consigned_stock_is_bought(plant, amounts, method):
    """From the owner's to one's own, at the price agreed."""
    books = plant(
        method,
        CONSIGNED
        + """
2026-03-05 * "Acme" "Taken over"
  Assets:P100:RawMaterials      -10 STEEL
    owner: "ACME"
  Assets:P100:RawMaterials       10 STEEL
""",
    )
    assert books.trial == amounts("RawMaterials 25.00, GoodsReceivedNotInvoiced -25.00")


@pytest.mark.parametrize("method", METHODS)
def test_a_count_counts_consigned_stock(plant, amounts, method):
    """60 of the owner and 40 of one's own are 100; 98 are counted."""
    books = plant(
        method,
        CONSIGNED
        + """
2026-03-02 * "Own"
  Assets:P100:RawMaterials       40 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-31 custom "plant-count" Assets:P100:RawMaterials 98 STEEL
2026-04-01 balance Assets:P100:RawMaterials 98 STEEL
""",
    )
    assert books.moved("Count of STEEL") == amounts("RawMaterials -5.00, InventoryCount 5.00")
    assert books.formula("Count of STEEL", "InventoryCount") == "(98 - 100) STEEL x 2.50 USD"


# Costs that a person writes.


@pytest.mark.parametrize("method", LAYERED)
def test_a_receipt_with_a_cost_is_a_layer_at_that_cost(plant, amounts, method):
    """
    2026-02-01 * "Receipt"
      Assets:P100:RawMaterials    60 STEEL {2.62 USD, 2025-12-01}
      Liabilities:Payables
    2026-02-05 * "Use"
      Expenses:Maintenance        10 STEEL
      Assets:P100:RawMaterials   -10 STEEL
    """
    books = plant(method)
    assert books.trial == amounts("RawMaterials 131.00, Maintenance 26.20, Payables -157.20")
    assert books.lots("RawMaterials", "STEEL") == [("50", "2.62", "2025-12-01")]


def test_a_receipt_with_a_cost_at_standard(plant, amounts):
    """
    2026-02-01 * "Receipt"
      Assets:P100:RawMaterials    60 STEEL {2.62 USD}
      Liabilities:Payables
    """
    assert plant().trial == amounts("RawMaterials 150.00, PurchasePrice 7.20, Payables -157.20")


@pytest.mark.parametrize("method", METHODS)
def test_reduced_by_cost_everywhere_the_lots_are_beancount_s(plant, amounts, method):
    """
    2026-02-01 * "Two lots"
      Assets:P100:RawMaterials    60 STEEL {2.62 USD}
      Assets:P100:RawMaterials    40 STEEL {2.72 USD}
      Liabilities:Payables
    2026-02-05 * "Use of the dearer"
      Expenses:Maintenance        27.20 USD
      Assets:P100:RawMaterials   -10 STEEL {2.72 USD}
    """
    books = plant(method)
    assert books.trial == amounts("RawMaterials 238.80, Maintenance 27.20, Payables -266.00")


# Price variance at usage.


def test_price_variance_at_usage(plant, amounts):
    """
    60 at 2.62 and an order that uses 52 where 50 are allowed: 52 x 0.12 price, 2 x 2.50 quantity.

    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL
    2026-01-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials    60 STEEL @ 2.62 USD
      Liabilities:Payables
    2026-03-05 * "Issue"
      order: "MO-B"
      Assets:P100:RawMaterials   -52 STEEL
      Assets:P100:WorkInProcess   52 STEEL
    2026-03-07 * "Complete"
      order: "MO-B"
      Assets:P100:FinishedGoods  100 PUMP-B
      Assets:P100:WorkInProcess -100 PUMP-B
    2026-03-20 custom "plant-order-close" "MO-B"
    """
    books = plant(price_variance_at='"usage"')
    assert books.moved("Receipt") == amounts("RawMaterials 157.20, Payables -157.20")
    assert books.moved("Issue") == amounts("RawMaterials -136.24, WorkInProcess 136.24")
    assert books.moved("Complete") == amounts("FinishedGoods 125.00, WorkInProcess -125.00")
    assert books.moved("Close order MO-B") == amounts(
        "WorkInProcess -11.24, MaterialPrice 6.24, MaterialQuantity 5.00"
    )
    assert books.formula("Close order MO-B", "MaterialPrice") == "136.24 USD - 52 STEEL x 2.50 USD"


# Values and sums that an importer states.


def test_a_sum_of_documents_states_its_value(plant, amounts):
    """
    Forty issues of 1 at 0.3333 were posted at 0.33 each.

    2026-01-01 custom "plant-standard-cost" 1 PIN 0.3333 USD
    2026-01-01 * "Opening"
      Assets:P100:RawMaterials   100 PIN @ 0.3333 USD
      Equity:Opening
    2026-03-05 * "Issues of March"
      Assets:P100:RawMaterials   -40 PIN
        documents: 40
        batch: "2026-03 261"
      Expenses:Maintenance        40 PIN
        documents: 40
        batch: "2026-03 261"
        value: 13.20 USD
    """
    books = plant()
    assert books.moved("Issues of March") == amounts(
        "Maintenance 13.20, RawMaterials -13.332, Rounding 0.132"
    )


def test_a_sum_of_orders_needs_no_order(plant, amounts):
    """
    2026-01-01 * "Opening"
      Assets:P100:RawMaterials   100 STEEL @ 2.50 USD
      Equity:Opening
    2026-03-05 * "Issues of March"
      batch: "2026-03 261"
      Assets:P100:RawMaterials   -40 STEEL
      Assets:P100:WorkInProcess   40 STEEL
        documents: 12
    """
    books = plant()
    assert books.moved("Issues of March") == amounts("WorkInProcess 100.00, RawMaterials -100.00")
    assert books.rules("Issues of March")[1] == ("WorkInProcess", "wip.summary")


@pytest.mark.parametrize("method", METHODS)
def test_a_receipt_at_a_stated_value(plant, amounts, method):
    """
    2026-03-05 * "Receipts of March"
      Assets:P100:RawMaterials                      40 STEEL
        value: 101.17 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -40 STEEL
        value: -101.17 USD
    """
    expected = {"standard": "RawMaterials 100.00, PurchasePrice 1.17, GoodsReceivedNotInvoiced -101.17"}.get(
        method, "RawMaterials 101.17, GoodsReceivedNotInvoiced -101.17"
    )
    assert plant(method).trial == amounts(expected)


PINS = """
    2026-01-01 custom "plant-standard-cost" 1 PIN 0.335 USD
"""
PAIR = """
    {date} * "{name}"
      Assets:P100:RawMaterials                     {sign}{units} PIN @@ {paid} USD{value}
      Liabilities:P100:GoodsReceivedNotInvoiced    {other}{units} PIN @@ {paid} USD
"""


def pair(day: int, sign: str, units: int, paid: str, stated: str = "") -> str:
    value = f"\n        value: {sign}{stated} USD\n        documents: {units}" if stated else ""
    other = "" if sign else "-"
    return PAIR.format(
        date=f"2026-03-{day:02}",
        name=f"On {day}",
        sign=sign,
        other=other,
        units=units,
        paid=paid,
        value=value,
    )


ONE_BY_ONE = pair(2, "", 1, "0.40") + pair(3, "", 1, "0.40")
SUMMED = pair(31, "", 2, "0.80", "0.66")


@pytest.mark.parametrize("receipts", [ONE_BY_ONE, SUMMED])
def test_a_sum_of_receipts_states_its_standard_value(plant, amounts, receipts):
    """0.40 - 0.335 = 0.065 is 0.07 a receipt, so 0.14; 0.80 - 2 x 0.335 at once were 0.13. So the sum states 0.66."""
    assert plant(text=PINS + receipts).trial == amounts(
        "RawMaterials 0.67, GoodsReceivedNotInvoiced -0.80, PurchasePrice 0.14, Rounding -0.01"
    )


@pytest.mark.parametrize(
    "returns",
    [pair(2, "-", 1, "0.40") + pair(3, "-", 1, "0.40"), pair(31, "-", 2, "0.80", "0.66")],
    ids=["document", "month"],
)
def test_a_sum_of_returns_states_its_standard_value(plant, amounts, returns):
    """They go out as they came in, at either grain."""
    opening = """
    2026-01-01 * "Opening"
      Assets:P100:RawMaterials  2 PIN @@ 0.67 USD
      Equity:Opening
"""
    assert plant(text=PINS + opening + returns).trial == amounts(
        "GoodsReceivedNotInvoiced 0.80, PurchasePrice -0.14, Opening -0.67, Rounding 0.01"
    )


@pytest.mark.parametrize("value", ["0.65 USD", "0.69 USD", "-0.66 USD", "0.66 EUR", '"0.66"'])
def test_a_sum_that_its_documents_cannot_have(faulty, value):
    """Two documents are at most a cent from 2 x 0.335."""
    text = PINS + SUMMED.replace("0.66 USD", value)
    assert [
        message for _, message in faulty(text=text).errors if "0.67 USD" in message and "value:" in message
    ]


@pytest.mark.parametrize(("paid", "variance"), [("0.01", "0.01"), ("0.02", "0.02")])
def test_half_a_cent_of_a_standard_in_thirds(plant, amounts, paid, variance):
    """1.5 x 0.01 / 3 is half a cent exactly, and 0.01 less that rounds up to a cent, 0.02 less that to two.

    2026-01-01 custom "plant-standard-cost" 3 PIN 0.01 USD
    """
    text = (
        test_half_a_cent_of_a_standard_in_thirds.__doc__.partition("\n\n")[2]
        + f"""
    2026-03-02 * "Receipt"
      Assets:P100:RawMaterials                      1.5 PIN @@ {paid} USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -1.5 PIN @@ {paid} USD
    2026-03-03 * "Use"
      Expenses:Maintenance                          1.5 PIN
      Assets:P100:RawMaterials                     -1.5 PIN
"""
    )
    books = plant(text=text)
    assert books.moved("Receipt")["PurchasePrice"] == amounts(f"X {variance}")["X"]
    assert books.moved("Use")["Maintenance"] == amounts("X 0.01")["X"]


# Standards with parts of a cent.


def test_part_of_a_cent_goes_to_rounding(plant, amounts):
    """
    2026-01-01 custom "plant-standard-cost" 3 PIN 1.00 USD
    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials     10 PIN @ 0.40 USD
      Liabilities:Payables
    2026-03-05 * "Use"
      Expenses:Maintenance          1 PIN
      Assets:P100:RawMaterials     -1 PIN
    """
    books = plant()
    third = amounts("X 0.333333333333")["X"]
    assert books.moved("Use")["Maintenance"] == amounts("X 0.33")["X"]
    assert books.moved("Use")["Rounding"] == round(third - amounts("X 0.33")["X"], 12)
    assert books.moved("Receipt")["PurchasePrice"] == amounts("X 0.67")["X"]
    assert ("Rounding", "inventory.rounding") in books.rules("Use")


@pytest.mark.parametrize("method", METHODS)
def test_half_a_cent_goes_up_on_the_magnitude(plant, amounts, method):
    """
    5 x 2.501 = 12.505, and 0.1 x 65.05 = 6.505: up, for a debit as for a credit.

    2026-01-01 commodity HR
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 HR 65.05 USD
    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials                      5 STEEL @ 2.501 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -5 STEEL @ 2.501 USD
    2026-03-05 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess     0.1 HR
      Expenses:P100:Absorbed       -0.1 HR
    """
    books = plant(method)
    assert books.trial["GoodsReceivedNotInvoiced"] == amounts("X -12.51")["X"]
    assert books.moved("Confirm") == amounts("WorkInProcess 6.51, Absorbed -6.51")
    if method == "standard":
        assert books.trial["PurchasePrice"] == amounts("X 0.01")["X"]


# Money of another currency.


@pytest.mark.parametrize("method", METHODS)
def test_foreign_freight(plant, amounts, method):
    """
    2026-02-01 * "Receipt"
      receipt: "R-1"
      Assets:P100:RawMaterials    60 STEEL @ 2.50 USD
      Liabilities:Payables
    2026-02-04 * "Freight"
      landed-cost: "R-1"
      Assets:P100:RawMaterials    10.00 EUR @@ 11.00 USD
      Liabilities:Payables       -10.00 EUR @@ 11.00 USD
    """
    where = "Freight" if method == "standard" else "RawMaterials"
    assert plant(method).moved("Freight") == amounts(f"{where} 11.00, Payables -11.00")


@pytest.mark.parametrize("method", METHODS)
def test_a_foreign_charge_to_an_order_is_the_plant_s_money(plant, amounts, method):
    """
    2026-02-04 * "Charge"
      order: "MO-1"
      Assets:P100:WorkInProcess   10.00 EUR @@ 11.00 USD
      Liabilities:Payables       -10.00 EUR @@ 11.00 USD
    2026-02-05 custom "plant-order-close" "MO-1"
    """
    books = plant(method)
    assert books.moved("Charge") == amounts("WorkInProcess 11.00, Payables -11.00")
    assert books.units("WorkInProcess") == {}
    assert books.trial["DirectCharge"] == amounts("X 11.00")["X"]


# Lots of a person, with receipts and later costs.


@pytest.mark.parametrize("method", METHODS)
def test_later_costs_of_lots_that_a_person_keeps(plant, amounts, method):
    """
    2026-02-01 * "Receipt"
      receipt: "R-1"
      Assets:P100:RawMaterials                      10 STEEL {2.60 USD}
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 STEEL @ 2.60 USD
    2026-02-02 * "Use"
      Expenses:Maintenance         2.60 USD
      Assets:P100:RawMaterials    -1 STEEL {2.60 USD}
    2026-02-03 * "Invoice"
      receipt: "R-1"
      Liabilities:P100:GoodsReceivedNotInvoiced     10 STEEL @ 2.70 USD
      Liabilities:Payables                         -27.00 USD
    2026-02-04 * "Carrier"
      landed-cost: "R-1"
      Assets:P100:RawMaterials     1.00 USD
      Liabilities:Payables        -1.00 USD
    """
    assert plant(method).trial == amounts(
        "RawMaterials 23.40, Maintenance 2.60, InvoicePrice 1.00, Freight 1.00, Payables -28.00"
    )


# A count where stock was below zero.


@pytest.mark.parametrize("method", LAYERED)
def test_a_count_settles_what_was_below_zero(plant, amounts, method):
    """
    5 went out that were never there, at 2.50; 3 are counted: 8 more than the books hold.

    2026-02-01 * "Use"
      Expenses:Maintenance         5 STEEL
      Assets:P100:RawMaterials    -5 STEEL
    2026-02-02 custom "plant-count" Assets:P100:RawMaterials 3 STEEL
    2026-02-03 * "Use one"
      Expenses:Maintenance         1 STEEL
      Assets:P100:RawMaterials    -1 STEEL
    """
    books = plant(method, negative='"allow"')
    assert books.trial == amounts("RawMaterials 5.00, Maintenance 15.00, InventoryCount -20.00")


# Opening orders in layers.


@pytest.mark.parametrize("method", LAYERED)
def test_an_opening_order_in_layers_needs_no_standards(plant, amounts, method):
    """
    2026-01-01 commodity BRASS
      item: TRUE
    2026-01-01 * "Opening order"
      order: "MO-1"
      Assets:P100:WorkInProcess      100.00 USD
        issued: "10 BRASS, 5 STEEL"
      Equity:Opening
    2026-01-12 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods      100 PUMP-A
      Assets:P100:WorkInProcess     -100 PUMP-A
    """
    assert plant(method).trial == amounts("FinishedGoods 100.00, Opening -100.00")
