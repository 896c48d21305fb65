"""Work orders and jobs at actual and standard cost: Odoo, ERPNext, Tryton, textbooks. Ids as in docs/cases.md."""

from __future__ import annotations

import pytest

# Odoo: a table of a glass and other parts of 618.75.

TABLE = """
2026-01-01 commodity GLASS
  item: TRUE
2026-01-01 commodity OTHER
  item: TRUE
2026-01-01 commodity TABLE
  item: TRUE
2026-01-01 * "Opening of other parts"
  Assets:P100:RawMaterials   10 OTHER @ 618.75 USD
  Equity:Opening
"""
GLASSES = """
2026-01-02 * "First glass"
  Assets:P100:RawMaterials    1 GLASS @ 10.00 USD
  Liabilities:Payables
2026-01-03 * "Second glass"
  Assets:P100:RawMaterials    1 GLASS @ 20.00 USD
  Liabilities:Payables
"""


def produce(day, quantity=1, document=""):
    """An order of its own that takes glass and other parts and makes tables."""
    return f"""
2026-01-01 custom "plant-order" "MO-{day}" {quantity} TABLE
2026-01-{day:02} * "Produce {day}"
  order: "MO-{day}"
  document: "{document or day}"
  Assets:P100:RawMaterials     -{quantity} GLASS
  Assets:P100:WorkInProcess     {quantity} GLASS
  Assets:P100:RawMaterials     -{quantity} OTHER
  Assets:P100:WorkInProcess     {quantity} OTHER
  Assets:P100:FinishedGoods     {quantity} TABLE
  Assets:P100:WorkInProcess    -{quantity} TABLE
2026-01-{day:02} custom "plant-order-close" "MO-{day}"
"""


def glass(books, day):
    """What the glasses on hand are worth."""
    other = books.units("RawMaterials").get("OTHER", 0)
    assert other is not None
    total = 0
    for entry in books.ledger.transactions:
        for posting in entry.postings:
            if posting.units.currency == "GLASS" and str(entry.date) <= day:
                total += posting.units.number * posting.cost.number
    return round(total, 2)


@pytest.mark.parametrize(
    ("method", "first", "second"),
    [
        pytest.param("fifo", ("20.00", "628.75"), ("0", "1267.50"), id="ODO-MO-02"),
        pytest.param("moving-average", ("15.00", "633.75"), ("0", "1267.50"), id="ODO-MO-06"),
    ],
)
def test_a_table_takes_what_its_parts_cost(plant, amounts, method, first, second):
    books = plant(method, TABLE + GLASSES + produce(5) + produce(6))
    for day, (left, table) in (("2026-01-05", first), ("2026-01-06", second)):
        assert glass(books, day) == amounts(f"X {left}").get("X", 0)
        assert books.trial_on(day)["FinishedGoods"] == amounts(f"X {table}")["X"]


@pytest.mark.parametrize("method", ["fifo", "moving-average"])
def test_odo_mo_03_two_tables_one_sold(plant, amounts, method):
    sale = """
2026-01-07 * "Sold"
  Expenses:P100:CostOfGoodsSold    1 TABLE
  Assets:P100:FinishedGoods       -1 TABLE
"""
    books = plant(method, TABLE + GLASSES + produce(5, 2) + sale)
    assert books.trial_on("2026-01-05")["FinishedGoods"] == amounts("X 1267.50")["X"]
    assert books.trial["FinishedGoods"] == amounts("X 633.75")["X"]


def test_odo_mo_04_a_product_at_standard(plant, amounts):
    """8.80 a table; the rest of the parts' cost stays on Odoo's production account, here it is the order's variance."""
    standard = '2026-01-01 custom "plant-standard-cost" 1 TABLE 8.80 USD\n'
    table = TABLE.replace("commodity TABLE\n  item: TRUE", 'commodity TABLE\n  valuation: "standard"')
    books = plant("fifo", table + GLASSES + standard + produce(5) + produce(6))
    values = [books.trial_on(f"2026-01-0{day}")["FinishedGoods"] for day in (5, 6)]
    assert values == list(amounts("a 8.80, b 17.60").values())
    assert books.moved("Close order MO-5") == amounts(
        "WorkInProcess -619.95, Substitution 628.75, StandardDifference -8.80"
    )


def test_odo_mo_05_parts_at_standard_a_product_at_average(plant, amounts):
    text = """
2026-01-01 custom "plant-standard-cost" 1 GLASS 100.00 USD
2026-01-01 custom "plant-standard-cost" 1 OTHER 618.75 USD
2026-01-01 * "Opening of glass"
  Assets:P100:RawMaterials   10 GLASS @ 100.00 USD
  Equity:Opening
2026-01-07 * "Sold"
  Expenses:P100:CostOfGoodsSold    1 TABLE
  Assets:P100:FinishedGoods       -1 TABLE
2026-01-08 custom "plant-standard-cost" 1 GLASS 0.00 USD
"""
    table = TABLE.replace("commodity TABLE\n  item: TRUE", 'commodity TABLE\n  valuation: "moving-average"')
    books = plant("standard", table + text + produce(5, 2) + produce(9, 3))
    values = [books.trial_on(f"2026-01-{day}")["FinishedGoods"] for day in ("05", "07", "09")]
    assert values == list(amounts("a 1437.50, b 718.75, c 2575.00").values())
    assert books.lots("FinishedGoods", "TABLE")[0][:2] == ("4", "643.75")


def test_odo_mo_07_taken_apart_again(plant, amounts):
    text = """
2026-01-08 * "Unbuild"
  order: "MO-5"
  reverses: "5"
  Assets:P100:FinishedGoods    -1 TABLE
  Assets:P100:WorkInProcess     1 TABLE
  Assets:P100:RawMaterials      1 GLASS
  Assets:P100:WorkInProcess    -1 GLASS
  Assets:P100:RawMaterials      1 OTHER
  Assets:P100:WorkInProcess    -1 OTHER
"""
    books = plant("fifo", TABLE + GLASSES + produce(5) + text)
    assert [glass(books, day) for day in ("2026-01-05", "2026-01-08")] == list(
        amounts("a 20.00, b 30.00").values()
    )
    assert set(books.trial) == {"RawMaterials", "Opening", "Payables"}


def test_odo_mo_01_extra_cost(plant, amounts):
    """
    20 + 60 + 40 + 1 of components and 20 of extra cost.

    2026-01-01 custom "plant-standard-cost" 1 A 20.00 USD
    2026-01-01 custom "plant-standard-cost" 1 B 15.00 USD
    2026-01-01 custom "plant-standard-cost" 1 C 10.00 USD
    2026-01-01 custom "plant-standard-cost" 1 D 0.10 USD
    2026-01-01 custom "plant-order" "MO" 1 TABLE
    2026-01-01 commodity TABLE
      valuation: "fifo"
    2026-01-02 * "Opening"
      Assets:P100:RawMaterials     1 A @ 20.00 USD
      Assets:P100:RawMaterials     4 B @ 15.00 USD
      Assets:P100:RawMaterials     4 C @ 10.00 USD
      Assets:P100:RawMaterials    10 D @ 0.10 USD
      Equity:Opening
    2026-01-05 * "Made"
      order: "MO"
      Assets:P100:FinishedGoods    1 TABLE
      Assets:P100:WorkInProcess   -1 TABLE
      Assets:P100:RawMaterials    -1 A
      Assets:P100:WorkInProcess    1 A
      Assets:P100:RawMaterials    -4 B
      Assets:P100:WorkInProcess    4 B
      Assets:P100:RawMaterials    -4 C
      Assets:P100:WorkInProcess    4 C
      Assets:P100:RawMaterials   -10 D
      Assets:P100:WorkInProcess   10 D
      Assets:P100:WorkInProcess   20.00 USD
      Expenses:Applied           -20.00 USD
    """
    assert plant().trial["FinishedGoods"] == amounts("X 141.00")["X"]


@pytest.mark.parametrize("method", ["standard", "fifo"])
def test_odo_wip_01_what_is_in_process(plant, amounts, method):
    """
    10 of components and an hour of 100. Odoo books it at month end and takes it back the next day; here it is the
    balance.

    2026-01-01 custom "plant-standard-cost" 1 PART 10.00 USD
    2026-01-01 custom "plant-standard-cost" 1 TABLE 110.00 USD
    2026-01-01 commodity HR
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 HR 100.00 USD
    2026-01-01 custom "plant-order" "MO" 1 TABLE
    2026-01-02 * "Opening"
      Assets:P100:RawMaterials     1 PART @ 10.00 USD
      Equity:Opening
    2026-01-31 * "Consumed"
      order: "MO"
      Assets:P100:RawMaterials    -1 PART
      Assets:P100:WorkInProcess    1 PART
      Assets:P100:WorkInProcess    1 HR
      Expenses:P100:Absorbed      -1 HR
    """
    assert plant(method).trial == amounts("WorkInProcess 110.00, Absorbed -100.00, Opening -10.00")


# ERPNext.


@pytest.mark.parametrize(
    ("receipts", "issued", "finished"),
    [
        pytest.param(((6, 3), (6, 4)), 10, "34.00", id="ERP-MFG-04"),
        pytest.param(((10, 100), (10, 200)), 10, "1000.00", id="ERP-MFG-05"),
    ],
)
def test_goods_cost_what_was_consumed_not_what_the_bill_says(plant, amounts, receipts, issued, finished):
    text = '2026-01-01 commodity RM\n  item: TRUE\n2026-01-01 custom "plant-standard-cost" 1 FG 1.00 USD\n'
    text += '2026-01-01 custom "plant-bill-of-materials" 1 FG 1 RM\n'
    text += f'2026-01-01 custom "plant-order" "MO" {issued} FG\n'
    for day, (quantity, price) in enumerate(receipts, 2):
        text += f'2026-01-{day:02} * "In"\n  Assets:P100:RawMaterials  {quantity} RM @ {price} USD\n'
        text += "  Liabilities:Payables\n"
    text += f"""
2026-01-09 * "Made"
  order: "MO"
  Assets:P100:RawMaterials    -{issued} RM
  Assets:P100:WorkInProcess    {issued} RM
  Assets:P100:FinishedGoods    {issued} FG
  Assets:P100:WorkInProcess   -{issued} FG
"""
    assert plant("fifo", text).trial["FinishedGoods"] == amounts(f"X {finished}")["X"]


def test_erp_mfg_02_additional_costs(plant, amounts):
    """
    Materials of 150, additional costs of 1,000 and 200: the good is worth 1,200 more than its materials. With a credit
    of 50 for what came back (ERP-MFG-01) it is that less.

    2026-01-01 commodity RM
      item: TRUE
    2026-01-01 commodity SCRAP
      item: TRUE
    2026-01-01 commodity FG
      item: TRUE
    2026-01-01 custom "plant-standard-cost" 1 SCRAP 50.00 USD
    2026-01-01 custom "plant-order" "MO" 1 FG
    2026-01-02 * "In"
      Assets:P100:RawMaterials     1 RM @ 50.00 USD
      Assets:P100:RawMaterials     1 RM @ 100.00 USD
      Liabilities:Payables
    2026-01-05 * "Used"
      order: "MO"
      Assets:P100:RawMaterials    -2 RM
      Assets:P100:WorkInProcess    2 RM
      Assets:P100:WorkInProcess 1000.00 USD
      Assets:P100:WorkInProcess  200.00 USD
      Expenses:Applied         -1200.00 USD
    2026-01-06 * "Scrap to stock"
      order: "MO"
      Assets:P100:RawMaterials     1 SCRAP
      Assets:P100:WorkInProcess   -1 SCRAP
    2026-01-07 * "Made"
      order: "MO"
      Assets:P100:FinishedGoods    1 FG
      Assets:P100:WorkInProcess   -1 FG
    """
    books = plant("fifo")
    assert books.trial_on("2026-01-05")["WorkInProcess"] == amounts("X 1350.00")["X"]
    assert books.trial["FinishedGoods"] == amounts("X 1300.00")["X"]


def test_erp_mfg_03_good_units_carry_the_loss(plant, amounts):
    """
    97 were started, 96 are good: 13,521.26 / 96 = 140.8465.

    2026-01-01 commodity RM
      item: TRUE
    2026-01-01 custom "plant-standard-cost" 1 FG 1.00 USD
    2026-01-01 custom "plant-order" "MO" 97 FG
    2026-01-02 * "In"
      Assets:P100:RawMaterials     1 RM @ 13521.26 USD
      Liabilities:Payables
    2026-01-05 * "Used"
      order: "MO"
      Assets:P100:RawMaterials    -1 RM
      Assets:P100:WorkInProcess    1 RM
    2026-01-07 * "Made"
      order: "MO"
      Assets:P100:FinishedGoods   96 FG
      Assets:P100:WorkInProcess  -96 FG
    2026-01-31 custom "plant-order-close" "MO"
    """
    books = plant("fifo")
    assert books.trial["FinishedGoods"] == amounts("X 13521.26")["X"]
    assert books.lots("FinishedGoods", "FG")[0][1] == "140.846458"


# Tryton.


def test_try_prod_01_bill_cost(plant, amounts):
    """
    2026-01-01 custom "plant-standard-cost" 1 A 1.00 USD
    2026-01-01 custom "plant-standard-cost" 100 CM-B 5.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 P 5 A 150 CM-B
    2026-01-01 custom "plant-order" "MO" 2 P
    2026-01-02 * "Opening"
      Assets:P100:RawMaterials    10 A @ 1.00 USD
      Assets:P100:RawMaterials   300 CM-B @ 0.05 USD
      Equity:Opening
    2026-01-05 * "Made"
      order: "MO"
      backflush: TRUE
      Assets:P100:FinishedGoods    2 P
      Assets:P100:WorkInProcess   -2 P
    """
    for method in ("standard", "fifo"):
        books = plant(method)
        assert books.trial == amounts("FinishedGoods 25.00, Opening -25.00")
        assert books.lots("FinishedGoods", "P")[0][:2] == ("2", "12.5")


def test_try_prod_03_quantities_are_not_rounded(plant, amounts):
    """
    Tryton rounds 3 x 4/9 up to 2 whole units. beanplant issues what the bill says.

    2026-01-01 custom "plant-standard-cost" 1 A 9.00 USD
    2026-01-01 custom "plant-bill-of-materials" 9 P 4 A
    2026-01-01 custom "plant-order" "MO" 3 P
    2026-01-02 * "Opening"
      Assets:P100:RawMaterials    10 A @ 9.00 USD
      Equity:Opening
    2026-01-05 * "Made"
      order: "MO"
      backflush: TRUE
      Assets:P100:FinishedGoods    3 P
      Assets:P100:WorkInProcess   -3 P
    """
    books = plant()
    assert str(books.units("RawMaterials")["A"]) == "8.666666667"
    assert round(books.trial["FinishedGoods"], 2) == amounts("X 12.00")["X"]


@pytest.mark.parametrize(("price", "product"), [("5.00", "10"), ("6.00", "12")])
def test_try_prod_04_a_component_comes_back(plant, amounts, price, product):
    """6 issued, 2 returned, 2 made; when the component's cost becomes 6 by a correction, all follows."""
    text = f"""
2026-01-01 commodity A
  item: TRUE
2026-01-01 commodity P
  item: TRUE
2026-01-01 custom "plant-order" "MO" 2 P
2026-01-02 * "In"
  Assets:P100:RawMaterials     6 A @ {price} USD
  Liabilities:Payables
2026-01-05 * "Issue"
  order: "MO"
  Assets:P100:RawMaterials    -6 A
  Assets:P100:WorkInProcess    6 A
2026-01-06 * "Back"
  order: "MO"
  Assets:P100:RawMaterials     2 A
  Assets:P100:WorkInProcess   -2 A
2026-01-07 * "Made"
  order: "MO"
  Assets:P100:FinishedGoods    2 P
  Assets:P100:WorkInProcess   -2 P
"""
    books = plant("fifo", text)
    assert books.lots("RawMaterials", "A")[0][1] == price.rstrip("0").rstrip(".")
    assert books.lots("FinishedGoods", "P")[0][:2] == ("2", product)


def test_try_prod_05_scrap_that_is_not_reported_costs_nothing(plant, amounts):
    """
    20 units at 1.00 make one good unit; the other is lost without a word.

    2026-01-01 commodity A
      item: TRUE
    2026-01-01 commodity P
      item: TRUE
    2026-01-01 custom "plant-order" "MO" 1 P
    2026-01-02 * "In"
      Assets:P100:RawMaterials    20 A @ 1.00 USD
      Liabilities:Payables
    2026-01-05 * "Made"
      order: "MO"
      Assets:P100:RawMaterials   -20 A
      Assets:P100:WorkInProcess   20 A
      Assets:P100:FinishedGoods    1 P
      Assets:P100:WorkInProcess   -1 P
    """
    assert plant("fifo").trial["FinishedGoods"] == amounts("X 20.00")["X"]


def test_try_prod_06_two_lines_of_output(plant, amounts):
    """
    2026-01-01 commodity A
      item: TRUE
    2026-01-01 commodity P
      item: TRUE
    2026-01-01 custom "plant-order" "MO" 4 P
    2026-01-02 * "In"
      Assets:P100:RawMaterials     8 A @ 5.00 USD
      Liabilities:Payables
    2026-01-05 * "Made"
      order: "MO"
      Assets:P100:RawMaterials    -8 A
      Assets:P100:WorkInProcess    8 A
      Assets:P100:FinishedGoods    2 P
      Assets:P100:FinishedGoods:Store    2 P
      Assets:P100:WorkInProcess   -4 P
    """
    trial = plant("fifo").trial
    assert trial == amounts("FinishedGoods 20.00, FinishedGoods:Store 20.00, Payables -40.00")


def test_try_prod_07_machine_and_labor(plant, amounts):
    """
    2026-01-01 commodity A
      item: TRUE
    2026-01-01 commodity CYCLE
      activity: TRUE
    2026-01-01 commodity HR
      activity: TRUE
    2026-01-01 commodity P
      item: TRUE
    2026-01-01 custom "plant-standard-cost" 1 CYCLE 10.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR 5.00 USD
    2026-01-01 custom "plant-order" "MO" 1 P
    2026-01-02 * "In"
      Assets:P100:RawMaterials     2 A @ 1.00 USD
      Liabilities:Payables
    2026-01-05 * "Made"
      order: "MO"
      Assets:P100:RawMaterials    -2 A
      Assets:P100:WorkInProcess    2 A
      Assets:P100:WorkInProcess    1 CYCLE
      Expenses:P100:Absorbed      -1 CYCLE
      Assets:P100:WorkInProcess    1 HR
      Expenses:P100:Absorbed      -1 HR
      Assets:P100:FinishedGoods    1 P
      Assets:P100:WorkInProcess   -1 P
    """
    assert plant("fifo").trial["FinishedGoods"] == amounts("X 17.00")["X"]


def test_try_prod_08_subcontracted(plant, amounts):
    """
    2026-01-01 commodity A
      item: TRUE
    2026-01-01 commodity SERVICE
      activity: TRUE
    2026-01-01 commodity P
      item: TRUE
    2026-01-01 custom "plant-standard-cost" 1 SERVICE 18.00 USD
    2026-01-01 custom "plant-order" "MO" 10 P
    2026-01-02 * "In"
      Assets:P100:RawMaterials    10 A @ 1.00 USD
      Liabilities:Payables
    2026-01-05 * "Made outside"
      order: "MO"
      Assets:P100:RawMaterials   -10 A
      Assets:P100:WorkInProcess   10 A
      Assets:P100:WorkInProcess   20 SERVICE @ 20.00 USD
      Liabilities:P100:GoodsReceivedNotInvoiced  -20 SERVICE @ 20.00 USD
      Assets:P100:FinishedGoods   10 P
      Assets:P100:WorkInProcess  -10 P
    """
    assert plant("fifo").trial["FinishedGoods"] == amounts("X 410.00")["X"]


# Jobs at actual cost.


def test_job_hh_farm_equipment(plant, amounts):
    """
    Overhead is 160 % of direct labor: an activity of its own, confirmed for each dollar of labor.

    2026-01-01 commodity RAW
      item: TRUE
    2026-01-01 commodity DL
      activity: TRUE
    2026-01-01 commodity OH
      activity: TRUE
    2026-01-01 commodity JOB
      item: TRUE
    2026-01-01 custom "plant-standard-cost" 1 DL 1.00 USD
    2026-01-01 custom "plant-standard-cost" 1 OH 1.60 USD
    2026-01-01 custom "plant-order" "Job 1" 1 JOB
    2026-01-01 custom "plant-order" "Job 2" 1 JOB
    2026-01-01 custom "plant-order" "Job 3" 1 JOB
    2026-01-02 * "Bought"
      Assets:P100:RawMaterials    450000 RAW @ 1.00 USD
      Liabilities:Payables
    2026-01-05 * "Requisitions"
      Assets:P100:RawMaterials   -248200 RAW
      Assets:P100:WorkInProcess    77600 RAW
        order: "Job 1"
      Assets:P100:WorkInProcess    38600 RAW
        order: "Job 2"
      Assets:P100:WorkInProcess    45000 RAW
        order: "Job 3"
      Expenses:Overhead            87000 RAW
    2026-01-20 * "Time tickets"
      Expenses:P100:Absorbed:Labor  -33100 DL
      Assets:P100:WorkInProcess    14800 DL
        order: "Job 1"
      Assets:P100:WorkInProcess    11800 DL
        order: "Job 2"
      Assets:P100:WorkInProcess     6500 DL
        order: "Job 3"
      Expenses:P100:Absorbed:Overhead  -33100 OH
      Assets:P100:WorkInProcess    14800 OH
        order: "Job 1"
      Assets:P100:WorkInProcess    11800 OH
        order: "Job 2"
      Assets:P100:WorkInProcess     6500 OH
        order: "Job 3"
    2026-01-30 * "Job 1 is finished"
      order: "Job 1"
      Assets:P100:FinishedGoods    1 JOB
      Assets:P100:WorkInProcess   -1 JOB
    2026-01-31 * "Job 1 is sold"
      Expenses:P100:CostOfGoodsSold  1 JOB
      Assets:P100:FinishedGoods     -1 JOB
      Assets:Receivables        140000.00 USD
      Income:Sales             -140000.00 USD
    """
    books = plant("fifo")
    assert books.moved("Job 1 is finished") == amounts("FinishedGoods 116080.00, WorkInProcess -116080.00")
    assert books.trial["WorkInProcess"] == amounts("X 131180.00")["X"]  # 69,280 + 61,900
    assert books.trial_on("2026-01-20")["WorkInProcess"] == amounts("X 247260.00")["X"]
    assert books.trial["Absorbed:Overhead"] == amounts("X -52960.00")["X"]
    assert -books.trial["Sales"] - books.trial["CostOfGoodsSold"] == amounts("X 23920.00")["X"]


@pytest.mark.parametrize(
    ("rate", "driver", "cost"),
    [
        pytest.param("38000 HR 1140000.00", "6", "180.00", id="job-hh-oh-rate"),
        pytest.param("100000 HR 250000.00", "66", "165.00", id="job-os-dino-rate"),
    ],
)
def test_a_predetermined_rate(plant, amounts, rate, driver, cost):
    text = f"""
2026-01-01 commodity HR
  activity: TRUE
2026-01-01 commodity JOB
  item: TRUE
2026-01-01 custom "plant-standard-cost" {rate} USD
2026-01-01 custom "plant-order" "MO" 1 JOB
2026-01-20 * "Applied"
  order: "MO"
  Expenses:P100:Absorbed      -{driver} HR
  Assets:P100:WorkInProcess    {driver} HR
"""
    assert plant("fifo", text).trial == amounts(f"WorkInProcess {cost}, Absorbed -{cost}")


def test_job_os_dino_month(plant, amounts):
    """
    Four jobs, two of them open or finished before; overhead is 2.50 a dollar of labor.

    2026-01-01 commodity RAW
      item: TRUE
    2026-01-01 commodity SIGN
      item: TRUE
    2026-01-01 commodity DL
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 DL 1.00 USD
    2026-01-01 commodity OH
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 OH 2.50 USD
    2026-01-01 custom "plant-order" "POR143" 1 SIGN
    2026-01-01 custom "plant-order" "MAC001" 1 SIGN
    2026-01-01 custom "plant-order" "TRJ441" 1 SIGN
    2026-04-01 * "Opening"
      Assets:P100:RawMaterials            2500 RAW @ 1.00 USD
      Assets:P100:FinishedGoods:SWM505       1 SIGN @ 1531.00 USD
      Equity:Opening
    2026-04-01 * "Opening order"
      order: "POR143"
      Assets:P100:WorkInProcess           1000.00 USD
      Equity:Opening
    2026-04-02 * "Bought"
      Assets:P100:RawMaterials           10500 RAW @ 1.00 USD
      Liabilities:Payables
    2026-04-10 * "Month of POR143"
      order: "POR143"
      Assets:P100:RawMaterials     -200 RAW
      Assets:P100:WorkInProcess     200 RAW
      Expenses:P100:Absorbed       -150 DL
      Assets:P100:WorkInProcess     150 DL
      Expenses:P100:Absorbed       -150 OH
      Assets:P100:WorkInProcess     150 OH
    2026-04-10 * "Month of MAC001"
      order: "MAC001"
      Assets:P100:RawMaterials     -700 RAW
      Assets:P100:WorkInProcess     700 RAW
      Expenses:P100:Absorbed        -66 DL
      Assets:P100:WorkInProcess      66 DL
      Expenses:P100:Absorbed        -66 OH
      Assets:P100:WorkInProcess      66 OH
    2026-04-10 * "Month of TRJ441"
      order: "TRJ441"
      Assets:P100:RawMaterials     -500 RAW
      Assets:P100:WorkInProcess     500 RAW
      Expenses:P100:Absorbed       -150 DL
      Assets:P100:WorkInProcess     150 DL
      Expenses:P100:Absorbed       -150 OH
      Assets:P100:WorkInProcess     150 OH
    2026-04-20 * "POR143 is finished"
      order: "POR143"
      Assets:P100:FinishedGoods:POR143   1 SIGN
      Assets:P100:WorkInProcess         -1 SIGN
    2026-04-20 * "MAC001 is finished"
      order: "MAC001"
      Assets:P100:FinishedGoods:MAC001   1 SIGN
      Assets:P100:WorkInProcess         -1 SIGN
    2026-04-25 * "SWM505 and MAC001 are sold"
      Expenses:P100:CostOfGoodsSold      2 SIGN
      Assets:P100:FinishedGoods:SWM505  -1 SIGN
      Assets:P100:FinishedGoods:MAC001  -1 SIGN
    """
    books = plant("fifo")
    assert books.moved("POR143 is finished")["FinishedGoods:POR143"] == amounts("X 1725.00")["X"]
    assert books.moved("MAC001 is finished")["FinishedGoods:MAC001"] == amounts("X 931.00")["X"]
    assert books.trial == amounts(
        """
        RawMaterials 11600.00
        WorkInProcess 1025.00
        FinishedGoods:POR143 1725.00
        CostOfGoodsSold 2462.00
        Absorbed -1281.00
        Opening -5031.00
        Payables -10500.00
        """
    )


OVERHEAD = """
2026-01-01 commodity HR
  activity: TRUE
2026-01-01 commodity JOB
  item: TRUE
2026-01-01 custom "plant-standard-cost" 1 HR {rate} USD
  labor: 0.00 USD
  fixed-overhead: {rate} USD
2026-01-01 open Expenses:P100:CostCenters:Shop:Overhead
  cost-component: "fixed-overhead"
2026-01-01 open Expenses:P100:Absorbed
2026-01-01 custom "plant-cost-center" "SHOP" Expenses:P100:CostCenters:Shop
  activity: HR
  absorbed: Expenses:P100:Absorbed
  capacity: {hours} HR
2026-01-01 custom "plant-order" "MO" 1 JOB
2026-01-20 * "Applied"
  order: "MO"
  Expenses:P100:Absorbed      -{hours} HR
  Assets:P100:WorkInProcess    {hours} HR
2026-01-31 * "Actual"
  Expenses:P100:CostCenters:Shop:Overhead   {actual} USD
  Liabilities:Payables
2026-01-31 custom "plant-cost-center-close" "SHOP"
"""


@pytest.mark.parametrize(
    ("rate", "hours", "actual", "variance"),
    [
        pytest.param("2.50", 100000, "256500.00", "6500.00", id="job-os-dino-underapplied"),
        pytest.param("2.50", 100000, "248000.00", "-2000.00", id="job-os-dino-overapplied"),
        pytest.param("33.50", 6240, "209250.00", "210.00", id="job-os-kraken"),
    ],
)
def test_overhead_under_and_over_applied(plant, amounts, rate, hours, actual, variance):
    """What was not applied is a variance of the cost center; the disposition of variances is another matter."""
    books = plant("fifo", OVERHEAD.format(rate=rate, hours=hours, actual=actual))
    assert books.trial["FixedOverheadSpending"] == amounts(f"X {variance}")["X"]


# Normal capacity (IAS 2.13, ASC 330-10-30-7).

CAPACITY = """
2026-01-01 commodity HR
  activity: TRUE
2026-01-01 commodity UNIT
  item: TRUE
2026-01-01 custom "plant-standard-cost" {normal} HR {budget} USD
  variable-overhead: {variable} USD
  fixed-overhead: {fixed} USD
2026-01-01 open Expenses:P100:CostCenters:Shop:Variable
  cost-component: "variable-overhead"
2026-01-01 open Expenses:P100:CostCenters:Shop:Fixed
  cost-component: "fixed-overhead"
2026-01-01 open Expenses:P100:Absorbed
2026-01-01 custom "plant-cost-center" "SHOP" Expenses:P100:CostCenters:Shop
  activity: HR
  absorbed: Expenses:P100:Absorbed
  capacity: {normal} HR
2026-01-01 custom "plant-order" "MO" {made} UNIT
2026-01-20 * "Made"
  order: "MO"
  Expenses:P100:Absorbed      -{made} HR
  Assets:P100:WorkInProcess    {made} HR
  Assets:P100:FinishedGoods    {made} UNIT
  Assets:P100:WorkInProcess   -{made} UNIT
2026-01-31 * "Actual"
  Expenses:P100:CostCenters:Shop:Variable   {spent} USD
  Expenses:P100:CostCenters:Shop:Fixed      {fixed} USD
  Liabilities:Payables
2026-01-31 custom "plant-cost-center-close" "SHOP"
"""


def test_oh_ias2_icai_q2(plant, amounts):
    """7,500 hours are normal, 6,500 were worked; 6,700 units were sold, 2,500 of them from before, without overhead."""
    text = CAPACITY.format(
        normal=7500, budget="4500.00", variable="3000.00", fixed="1500.00", made=6500, spent="2600.00"
    )
    text += """
2026-01-02 * "Opening"
  Assets:P100:FinishedGoods     2500 UNIT @ 0.00 USD
  Equity:Opening
2026-01-25 * "Sold"
  Expenses:P100:CostOfGoodsSold   6700 UNIT
  Assets:P100:FinishedGoods      -6700 UNIT
"""
    trial = plant("fifo", text).trial
    found = [trial[name] for name in ("FinishedGoods", "CostOfGoodsSold", "FixedOverheadCapacity")]
    assert found == list(amounts("a 1380.00, b 2520.00, c 200.00").values())


def test_oh_ias2_icai_q3(plant, amounts):
    """Half of the normal output bears half of the fixed overhead; the other half is an expense of the period."""
    text = CAPACITY.format(
        normal=100000,
        budget="50000000.00",
        variable="40000000.00",
        fixed="10000000.00",
        made=50000,
        spent="20000000.00",
    )
    books = plant("fifo", text)
    assert books.lots("FinishedGoods", "UNIT")[0][:2] == ("50000", "500")
    assert books.trial["FixedOverheadCapacity"] == amounts("X 5000000.00")["X"]
