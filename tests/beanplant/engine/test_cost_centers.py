"""The close of a cost center: rate, idle time, spending, capacity; the absorbed account is emptied."""

from __future__ import annotations

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
  labor: 25.00 USD
  variable-overhead: 15.00 USD
  fixed-overhead: 25.00 USD
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-01-01 open Expenses:P100:CostCenters:Assembly:Wages
  cost-component: "labor"
2026-01-01 open Expenses:P100:CostCenters:Assembly:Energy
  cost-component: "variable-overhead"
2026-01-01 open Expenses:P100:CostCenters:Assembly:Rent
  cost-component: "fixed-overhead"
2026-01-01 custom "plant-cost-center" "ASSEMBLY" Expenses:P100:CostCenters:Assembly
  activity: HR-ASSY
  absorbed: Expenses:P100:Absorbed:Assembly
  capacity: 1600 HR-ASSY
"""
CLOSE = "Close cost center ASSEMBLY"


def test_every_category(plant, amounts):
    """
    1,500 hours confirmed, 1,620 paid, 1,600 is normal: 41,000 - 1,620 x 25 = 500; 120 x 25 = 3,000;
    24,000 - 1,500 x 15 = 1,500; 41,000 - 1,600 x 25 = 1,000; 100 x 25 = 2,500.

    2026-03-10 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess             1500 HR-ASSY
      Expenses:P100:Absorbed:Assembly      -1500 HR-ASSY
    2026-03-31 * "Actual cost of March"
      Expenses:P100:CostCenters:Assembly:Wages    41000.00 USD
      Expenses:P100:CostCenters:Assembly:Energy   24000.00 USD
      Expenses:P100:CostCenters:Assembly:Rent     41000.00 USD
      Liabilities:Payables
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 1620 HR-ASSY
    """
    books = plant()
    assert books.moved(CLOSE) == amounts(
        """
        LaborRate 500.00
        IdleTime 3000.00
        VariableOverheadSpending 1500.00
        FixedOverheadSpending 1000.00
        FixedOverheadCapacity 2500.00
        Absorbed:Assembly 97500.00
        CostCenters:Assembly:Closed -106000.00
        """
    )
    # The natural accounts stay.
    assert books.trial["CostCenters:Assembly:Wages"] == amounts("X 41000.00")["X"]
    assert books.transaction(CLOSE).meta["cost-center"] == "ASSEMBLY"
    assert books.rules(CLOSE)[-1] == ("CostCenters:Assembly:Closed", "wip.closed")


def test_each_month_by_itself(plant, amounts):
    """
    2026-03-10 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess             1600 HR-ASSY
      Expenses:P100:Absorbed:Assembly      -1600 HR-ASSY
    2026-03-31 * "Actual cost of March"
      Expenses:P100:CostCenters:Assembly:Wages    40100.00 USD
      Expenses:P100:CostCenters:Assembly:Energy   24000.00 USD
      Expenses:P100:CostCenters:Assembly:Rent     40000.00 USD
      Liabilities:Payables
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 1600 HR-ASSY
    2026-04-10 * "Confirm in April"
      order: "MO-1"
      Assets:P100:WorkInProcess             1600 HR-ASSY
      Expenses:P100:Absorbed:Assembly      -1600 HR-ASSY
    2026-04-30 * "Actual cost of April"
      Expenses:P100:CostCenters:Assembly:Wages    40000.00 USD
      Expenses:P100:CostCenters:Assembly:Energy   24300.00 USD
      Expenses:P100:CostCenters:Assembly:Rent     40000.00 USD
      Liabilities:Payables
    2026-04-30 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 1600 HR-ASSY
    """
    books = plant()
    assert books.trial_on("2026-03-31")["LaborRate"] == amounts("X 100.00")["X"]
    april = {k: v for k, v in books.trial.items() if k not in books.trial_on("2026-03-31")}
    assert april == amounts("VariableOverheadSpending 300.00")
    assert "Absorbed:Assembly" not in books.trial


def test_hours_paid_default_to_those_confirmed(plant, amounts):
    """
    2026-03-10 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess             1600 HR-ASSY
      Expenses:P100:Absorbed:Assembly      -1600 HR-ASSY
    2026-03-31 * "Wages"
      Expenses:P100:CostCenters:Assembly:Wages    41000.00 USD
      Liabilities:Payables
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
    """
    books = plant()
    assert books.trial["LaborRate"] == amounts("X 1000.00")["X"]
    assert "IdleTime" not in books.trial
    assert books.trial["VariableOverheadSpending"] == amounts("X -24000.00")["X"]
    assert books.trial["FixedOverheadSpending"] == amounts("X -40000.00")["X"]


def test_efficiency_and_capacity_are_the_textbook_s_volume_variance(plant, amounts):
    """
    1,500 pumps allow 150 hours, 160 were confirmed, 1,600 is normal. The volume variance is (1,600 - 150) x 25 =
    36,250: 250 of efficiency and 36,000 of capacity.

    2026-01-01 custom "plant-routing" 10 PUMP-B 1 HR-ASSY
    2026-01-01 custom "plant-order" "MO-B" 1500 PUMP-B
    2026-03-10 * "All"
      order: "MO-B"
      Assets:P100:WorkInProcess             160 HR-ASSY
      Expenses:P100:Absorbed:Assembly      -160 HR-ASSY
      Assets:P100:FinishedGoods            1500 PUMP-B
      Assets:P100:WorkInProcess           -1500 PUMP-B
    2026-03-20 custom "plant-order-close" "MO-B"
    2026-03-31 * "Rent"
      Expenses:P100:CostCenters:Assembly:Rent   40000.00 USD
      Liabilities:Payables
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
    """
    trial = plant().trial
    assert trial["FixedOverheadVolumeEfficiency"] == amounts("X 250.00")["X"]
    assert trial["FixedOverheadCapacity"] == amounts("X 36000.00")["X"]


def test_work_at_a_stated_rate_is_a_rate_variance_once(plant, amounts):
    """
    100 hours at 30.00 put 500.00 more on the order; the wages were 3,000.00 for them, 500.00 beyond the standard: the
    order bears it all.

    2026-03-10 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess             100 HR-ASSY @ 30.00 USD
      Expenses:P100:Absorbed:Assembly      -100 HR-ASSY @ 30.00 USD
    2026-03-31 * "Actual cost of March"
      Expenses:P100:CostCenters:Assembly:Wages     3000.00 USD
      Expenses:P100:CostCenters:Assembly:Energy    1500.00 USD
      Expenses:P100:CostCenters:Assembly:Rent     40000.00 USD
      Liabilities:Payables
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 100 HR-ASSY
    """
    books = plant()
    assert books.moved(CLOSE) == amounts(
        "FixedOverheadCapacity 37500.00, Absorbed:Assembly 7000.00, CostCenters:Assembly:Closed -44500.00"
    )


def test_a_wage_is_against_the_rate_of_the_close(plant, amounts):
    """
    The labor rate goes to the wage after the work: the order has no rate variance, and the center the two dollars
    that it paid beyond 13 hours at 26.00.

    2026-03-06 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess              12 HR-ASSY @ 26.00 USD
      Expenses:P100:Absorbed:Assembly       -12 HR-ASSY @ 26.00 USD
    2026-03-10 custom "plant-standard-cost" 1 HR-ASSY 66.00 USD
      labor: 26.00 USD
      variable-overhead: 15.00 USD
      fixed-overhead: 25.00 USD
    2026-03-31 * "Actual cost of March"
      Expenses:P100:CostCenters:Assembly:Wages      340.00 USD
      Expenses:P100:CostCenters:Assembly:Energy     200.00 USD
      Expenses:P100:CostCenters:Assembly:Rent     40000.00 USD
      Liabilities:Payables
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
      paid: 13 HR-ASSY
    2026-03-31 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved(CLOSE) == amounts(
        """
        LaborRate 2.00
        IdleTime 26.00
        VariableOverheadSpending 20.00
        FixedOverheadCapacity 39700.00
        Absorbed:Assembly 792.00
        CostCenters:Assembly:Closed -40540.00
        """
    )
    assert "LaborRate" not in books.moved("Close order MO-1")


def test_after_the_day_s_confirmations(plant, amounts):
    """
    2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
    2026-03-31 * "Confirm"
      order: "MO-1"
      Assets:P100:WorkInProcess             1600 HR-ASSY
      Expenses:P100:Absorbed:Assembly      -1600 HR-ASSY
    2026-03-31 * "Actual cost of March"
      Expenses:P100:CostCenters:Assembly:Wages    40000.00 USD
      Expenses:P100:CostCenters:Assembly:Energy   24000.00 USD
      Expenses:P100:CostCenters:Assembly:Rent     40000.00 USD
      Liabilities:Payables
    """
    books = plant()
    assert books.moved(CLOSE) == amounts(
        "Absorbed:Assembly 104000.00, CostCenters:Assembly:Closed -104000.00"
    )
