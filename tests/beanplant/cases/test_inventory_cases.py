"""Inventory and landed cost: textbooks, ERPNext's queues, Odoo's layers. The ids are those of docs/cases.md."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 commodity ITEM
  item: TRUE
"""
LAYERED = ["moving-average", "fifo", "lifo"]

# OpenStax, Principles of Accounting 1, ch. 10: The Spy Who Loves You.

OPENING = """
2026-07-01 * "Opening"
  Assets:P100:RawMaterials    150 ITEM @ 21.00 USD
  Equity:Opening
"""
PURCHASES = """
2026-07-10 * "Bought"
  Assets:P100:RawMaterials    225 ITEM @ 27.00 USD
  Liabilities:Payables
2026-07-25 * "Bought"
  Assets:P100:RawMaterials    210 ITEM @ 33.00 USD
  Liabilities:Payables
"""
PERPETUAL = """
2026-07-05 * "Sold"
  Expenses:P100:CostOfGoodsSold    120 ITEM
  Assets:P100:RawMaterials        -120 ITEM
2026-07-15 * "Sold"
  Expenses:P100:CostOfGoodsSold    180 ITEM
  Assets:P100:RawMaterials        -180 ITEM
"""
PERIODIC = """
2026-07-31 * "Sold in July"
  Expenses:P100:CostOfGoodsSold    300 ITEM
  Assets:P100:RawMaterials        -300 ITEM
"""


@pytest.mark.parametrize(
    ("method", "sales", "cost", "ending"),
    [
        pytest.param("fifo", PERPETUAL, "7200.00", "8955.00", id="inv-os-spy-perpetual-fifo"),
        pytest.param("lifo", PERPETUAL, "7380.00", "8775.00", id="inv-os-spy-perpetual-lifo"),
        pytest.param("moving-average", PERPETUAL, "7252.94", "8902.06", id="inv-os-spy-perpetual-avg"),
        pytest.param("fifo", PERIODIC, "7200.00", "8955.00", id="inv-os-spy-periodic-fifo"),
        pytest.param("lifo", PERIODIC, "9360.00", "6795.00", id="inv-os-spy-periodic-lifo"),
        pytest.param("moving-average", PERIODIC, "8284.62", "7870.38", id="inv-os-spy-periodic-avg"),
    ],
)
def test_the_spy_who_loves_you(plant, amounts, method, sales, cost, ending):
    """The periodic figures are those of one issue after the month's purchases."""
    books = plant(method, OPENING + PURCHASES + sales)
    assert books.trial == amounts(
        f"RawMaterials {ending}, CostOfGoodsSold {cost}, Opening -3150.00, Payables -13005.00"
    )


def test_inv_os_spy_specific(plant, amounts):
    """
    2026-07-01 * "Opening"
      Assets:P100:RawMaterials    150 ITEM {21.00 USD}
      Equity:Opening
    2026-07-10 * "Bought"
      Assets:P100:RawMaterials    225 ITEM {27.00 USD}
      Liabilities:Payables
    2026-07-25 * "Bought"
      Assets:P100:RawMaterials    210 ITEM {33.00 USD}
      Liabilities:Payables
    2026-07-31 * "Sold: 140 of the first lot, 160 of the second"
      Expenses:P100:CostOfGoodsSold   7260.00 USD
      Assets:P100:RawMaterials        -140 ITEM {21.00 USD}
      Assets:P100:RawMaterials        -160 ITEM {27.00 USD}
    """
    books = plant("fifo")
    assert books.trial["RawMaterials"] == amounts("X 8895.00")["X"]
    assert [lot[:2] for lot in books.lots("RawMaterials", "ITEM")] == [
        ("10", "21"),
        ("65", "27"),
        ("210", "33"),
    ]


@pytest.mark.parametrize("method", LAYERED)
def test_inv_os_periodic_simple(plant, amounts, method):
    """
    Who only counts has the cost of what is gone as the difference of the count.

    2026-07-01 * "Opening"
      Assets:P100:RawMaterials    50 ITEM @ 7.00 USD
      Equity:Opening
    2026-07-10 * "Bought"
      Assets:P100:RawMaterials    20 ITEM @ 7.00 USD
      Liabilities:Payables
    2026-07-31 custom "plant-count" Assets:P100:RawMaterials 18 ITEM
    """
    trial = plant(method).trial
    assert trial["RawMaterials"] == amounts("X 126.00")["X"]
    assert trial["InventoryCount"] == amounts("X 364.00")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_inv_hs_shrink(plant, amounts, method):
    """
    2026-07-01 * "Opening"
      Assets:P100:RawMaterials    65 ITEM @ 70.00 USD
      Equity:Opening
    2026-07-31 custom "plant-count" Assets:P100:RawMaterials 63 ITEM
    """
    assert plant(method).moved("Count of ITEM") == amounts("RawMaterials -140.00, InventoryCount 140.00")


# Landed cost.


@pytest.mark.parametrize("method", LAYERED)
def test_inv_hs_bike_cost(plant, amounts, method):
    """
    250 less the discount of 5, freight 9, assembly 6: 260; without the discount 265.

    2026-07-01 * "Bicycle"
      receipt: "B-1"
      Assets:P100:RawMaterials    1 ITEM @ 250.00 USD
      Liabilities:Payables
    2026-07-02 * "Freight and assembly"
      landed-cost: "B-1"
      Assets:P100:RawMaterials   15.00 USD
      Liabilities:Payables
    2026-07-09 * "Paid within ten days"
      landed-cost: "B-1"
      Liabilities:Payables      250.00 USD
      Assets:Bank              -245.00 USD
      Assets:P100:RawMaterials   -5.00 USD
    """
    books = plant(method)
    assert books.trial_on("2026-07-08")["RawMaterials"] == amounts("X 265.00")["X"]
    assert books.trial["RawMaterials"] == amounts("X 260.00")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_inv_os_freight_in(plant, amounts, method):
    """
    2026-07-01 * "Forty at sixty, FOB shipping point"
      receipt: "R-1"
      Assets:P100:RawMaterials   40 ITEM @ 60.00 USD
      Liabilities:Payables
    2026-07-02 * "Freight of 5 each"
      landed-cost: "R-1"
      by: "quantity"
      Assets:P100:RawMaterials  200.00 USD
      Liabilities:Payables
    """
    assert plant(method).trial["RawMaterials"] == amounts("X 2600.00")["X"]


@pytest.mark.parametrize("method", LAYERED)
def test_inv_os_freight_out(plant, amounts, method):
    """
    2026-07-01 * "Opening"
      Assets:P100:FinishedGoods        40 ITEM @ 60.00 USD
      Equity:Opening
    2026-07-05 * "Thirty at 150, FOB destination"
      Expenses:P100:CostOfGoodsSold    30 ITEM
      Assets:P100:FinishedGoods       -30 ITEM
      Assets:Receivables             4500.00 USD
      Income:Sales                  -4500.00 USD
    2026-07-05 * "Delivery"
      Expenses:Delivery               120.00 USD
      Assets:Bank                    -120.00 USD
    """
    trial = plant(method).trial
    found = [trial[name] for name in ("Sales", "CostOfGoodsSold", "Delivery")]
    assert found == list(amounts("a -4500.00, b 1800.00, c 120.00").values())


# Moves of one item, as the tests of ERP systems have them: receipts (quantity, price) and issues (quantity).


def ledger(*moves):
    """Write one move a day: ``("in", 10, 20)``, ``("out", 15)``, ``("back", 2, 1)``: two of the first receipt."""
    text = '2026-01-01 custom "plant-standard-cost" 1 ITEM 5.00 USD\n'
    receipt = 0
    for day, (kind, quantity, *more) in enumerate(moves, 1):
        date = f"2026-02-{day:02}"
        if kind == "in":
            receipt += 1
            text += f'{date} * "In"\n  receipt: "R-{receipt}"\n'
            text += f"  Assets:P100:RawMaterials  {quantity} ITEM @ {more[0]} USD\n"
            text += f"  Liabilities:P100:GoodsReceivedNotInvoiced  -{quantity} ITEM @ {more[0]} USD\n"
        elif kind == "out":
            text += f'{date} * "Out {day}"\n  document: "{day}"\n  Expenses:P100:CostOfGoodsSold  {quantity} ITEM\n'
            text += f"  Assets:P100:RawMaterials  -{quantity} ITEM\n"
        elif kind == "back":
            text += f'{date} * "Back"\n  receipt: "R-{more[0]}"\n  document: "{day}"\n'
            text += f"  Assets:P100:RawMaterials  -{quantity} ITEM\n"
            text += f"  Liabilities:P100:GoodsReceivedNotInvoiced  {quantity} ITEM\n"
        elif kind == "returned":
            text += f'{date} * "Returned"\n  Expenses:P100:CostOfGoodsSold  -{quantity} ITEM\n'
            text += f"  Assets:P100:RawMaterials  {quantity} ITEM\n"
        elif kind == "again":
            text += (
                f'{date} * "Again"\n  reverses: "{more[0]}"\n  Assets:P100:RawMaterials  {quantity} ITEM\n'
            )
            text += f"  Liabilities:P100:GoodsReceivedNotInvoiced  -{quantity} ITEM\n"
    return text


def issues(books):
    """The value of each issue, in order."""
    return [
        str(round(posting.units.number, 2))
        for entry in books.ledger.transactions
        if entry.narration.startswith("Out")
        for posting in entry.postings
        if posting.account.endswith("CostOfGoodsSold")
    ]


def holds(books, amounts, quantity, value):
    """Whether an item's stock has a quantity and value."""
    units = books.units("RawMaterials").get("ITEM", 0)
    return (units, books.trial.get("RawMaterials", 0)) == (quantity, amounts(f"X {value}").get("X", 0))


QUEUES = {
    "ERP-QUEUE-merge": ("fifo", [("in", 1, 10), ("in", 1, 10)], 2, "20.00", []),
    "ERP-QUEUE-multi_bin": (
        "fifo",
        [("in", 1, 10), ("in", 2, 20), ("in", 1, 20), ("in", 5, 20), ("out", 4)],
        5,
        "100.00",
        ["70.00"],
    ),
    "ERP-QUEUE-unknown_rate_collapse": (
        "fifo",
        [("in", 1, 1), ("in", 1, 2), ("in", 1, 3), ("in", 1, 4), ("out", 3)],
        1,
        "4.00",
        ["6.00"],
    ),
    "ERP-QUEUE-fifo_mix": (
        "fifo",
        [("in", 10, 10), ("in", 10, 20), ("out", 15), ("in", 4, "25.5"), ("out", 6), ("in", 3, "7.25"), ("out", 6)],
        0,
        "0.00",
        ["200.00", "125.50", "98.25"],
    ),
    "ERP-QUEUE-lifo": ("lifo", [("in", 10, 10), ("in", 10, 20), ("out", 15)], 5, "50.00", ["250.00"]),
    "ERP-QUEUE-lifo_multi": (
        "lifo",
        [("in", 1, 1), ("in", 2, 2), ("out", 1), ("in", 3, 3), ("out", 4), ("in", 4, 4), ("out", 5), ("in", 5, 5),
         ("out", 5)],
        0,
        "0.00",
        ["2.00", "11.00", "17.00", "25.00"],
    ),
    # The rate that ERPNext is given names the lot; here the receipt does.
    "ERP-QUEUE-specific_rate": ("fifo", [("in", 1, 10), ("in", 1, 20), ("back", 1, 2)], 1, "10.00", []),
    "ERP-QUEUE-multi_bin_rate": (
        "fifo",
        [("in", 1, 10), ("in", 2, 20), ("in", 1, 20), ("in", 5, 20), ("back", 3, 4)],
        6,
        "110.00",
        [],
    ),
    "ODO-FIFO-01": ("fifo", [("in", 10, 10), ("in", 10, 20), ("out", 15)], 5, "100.00", ["200.00"]),
    "ODO-FIFO-03": ("fifo", [("in", 10, 10), ("out", 10)], 0, "0.00", ["100.00"]),
    # What was typed later stands where it belongs, and what follows is valued anew. Odoo adds a layer of today.
    "ODO-FIFO-05": ("fifo", [("in", 20, 10), ("in", 10, 15), ("out", 20)], 10, "150.00", ["200.00"]),
    "ODO-FIFO-08": ("fifo", [("in", 20, 10), ("out", 5), ("in", 20, 15)], 35, "450.00", ["50.00"]),
    "ODO-FIFO-09": (
        "fifo",
        [("in", 10, 10), ("out", 10), ("in", 10, 20), ("returned", 10)],
        20,
        "300.00",
        ["100.00"],
    ),
    "ODO-FIFO-10": ("fifo", [("in", 10, 10), ("in", 10, 20), ("back", 2, 1)], 18, "280.00", []),
    "ODO-FIFO-11": (
        "fifo",
        [("in", 1, 10), ("in", 1, 20), ("out", 1), ("back", 1, 1), ("again", 1, 4)],
        1,
        "20.00",
        ["10.00"],
    ),
    # Tryton keeps unit costs to four digits: 15 x 13.3333 = 199.9995 (see docs/cases.md).
    "TRY-drift": ("fifo", [("in", 10, 10), ("in", 10, 20), ("out", 15), ("out", 5)], 0, "0.00", ["200.00", "100.00"]),
    "TRY-drift-average": (
        "moving-average",
        [("in", 10, 10), ("in", 5, "20.01"), ("out", 1), ("out", 1), ("out", 13)],
        0,
        "0.00",
        ["13.34", "13.33", "173.38"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", QUEUES)
def test_moves(plant, amounts, case):
    method, moves, quantity, value, issued = QUEUES[case]
    books = plant(method, ledger(*moves))
    assert holds(books, amounts, quantity, value)
    assert issues(books) == issued


BELOW_ZERO = {
    # 5 went out at 100 before anything was there.
    "ERP-QUEUE-neg_keeps_rate": ("fifo", [("out", 5), ("in", 1, 10)], -4, "-400.00", "410.00"),
    "ERP-QUEUE-neg_flips_rate": ("fifo", [("out", 5), ("in", 6, 10)], 1, "10.00", "50.00"),
    "ODO-FIFO-02": (
        "fifo",
        [("in", 10, 10), ("in", 10, 20), ("out", 30), ("in", 10, 30), ("in", 10, 40)],
        10,
        "400.00",
        "600.00",
    ),
    "ODO-FIFO-04": (
        "fifo",
        [("in", 10, 10), ("out", 10), ("out", 10), ("in", 20, 15)],
        10,
        "150.00",
        "250.00",
    ),
    # Odoo: 1,375.00, because its correction of the past is a layer of today.
    "ODO-FIFO-06": (
        "fifo",
        [("in", 20, 10), ("in", 10, 12), ("out", 15), ("out", 20), ("in", 100, 15)],
        95,
        "1425.00",
        "395.00",
    ),
    "ODO-FIFO-07": ("fifo", [("in", 20, 10), ("out", 25), ("in", 20, 15)], 15, "225.00", "275.00"),
    # The last known cost is that of the last receipt, 20; ERPNext takes that of the lot which was used up last, 10.
    "ERP-QUEUE-lifo_negative": (
        "lifo",
        [("in", 10, 10), ("in", 10, 20), ("out", 25)],
        -5,
        "-100.00",
        "400.00",
    ),
}


@pytest.mark.parametrize("case", BELOW_ZERO)
def test_moves_below_zero(plant, amounts, case):
    """What was sold costs in the end what the units cost that came for it."""
    method, moves, quantity, value, sold = BELOW_ZERO[case]
    text = ledger(*moves)
    if case.startswith("ERP-QUEUE-neg"):
        text = text.replace("1 ITEM 5.00 USD", "1 ITEM 100.00 USD")
    books = plant(method, text, negative='"allow"')
    assert holds(books, amounts, quantity, value)
    assert books.trial["CostOfGoodsSold"] == amounts(f"X {sold}")["X"]


def test_erp_queue_negative(plant, amounts):
    """Two at the known cost of 5 before anything is there; two at 10 settle them, and nothing is left."""
    books = plant("fifo", ledger(("out", 1), ("out", 1), ("in", 2, 10)), negative='"allow"')
    assert issues(books) == ["5.00", "5.00"]
    assert holds(books, amounts, 0, "0.00")
    assert books.trial["CostOfGoodsSold"] == amounts("X 20.00")["X"]
