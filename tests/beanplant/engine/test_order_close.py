"""The close of an order: each category of the table by itself, the order at zero, amounts by hand.

Steel is 2.50, an hour 65.00 (25.00 labor, 15.00 variable, 25.00 fixed). A pump takes 0.5 STEEL and 0.12 hours, and an
order 2 hours of setup, spread over 100: 1.25 + 7.80 + 1.30 = 10.35.
"""

from __future__ import annotations

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 BRASS 4.00 USD
2026-01-01 custom "plant-standard-cost" 1 SWARF 0.50 USD
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
  labor: 25.00 USD
  variable-overhead: 15.00 USD
  fixed-overhead: 25.00 USD
2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL
2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY
  setup: "2 HR-ASSY"
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-01-01 * "Opening stock"
  Assets:P100:RawMaterials    1000 STEEL @ 2.50 USD
  Assets:P100:RawMaterials    1000 BRASS @ 4.00 USD
  Equity:Opening
"""
CLOSE = "Close order MO-1"


def test_an_order_in_order_has_no_variance(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved("All") == amounts(
        "RawMaterials -125.00, WorkInProcess 0, Absorbed -910.00, FinishedGoods 1035.00"
    )
    assert not [entry for entry in books.ledger.transactions if entry.narration == CLOSE]


def test_material_quantity(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -52 STEEL
      Assets:P100:WorkInProcess        52 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved(CLOSE) == amounts("WorkInProcess -5.00, MaterialQuantity 5.00")
    assert books.formula(CLOSE, "MaterialQuantity") == "(52 - 50) STEEL x 2.50 USD"
    assert books.rules(CLOSE) == [
        ("WorkInProcess", "wip.close"),
        ("MaterialQuantity", "wip.material-quantity"),
    ]
    meta = books.transaction(CLOSE).meta
    assert (meta["order"], meta["filename"]) == ("MO-1", "<beanplant.wip>")
    assert meta["cause"].endswith(f":{books.offset + 9}")
    assert meta["lineno"] > 1_000_000


def test_planned_component_scrap_is_allowed(plant, amounts):
    """
    With an allowance of 0.04 of 0.5, SQ of 100 pumps is 52.

    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL
      scrap: 0.04
    2026-02-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-05 * "All"
      order: "MO-B"
      Assets:P100:RawMaterials        -55 STEEL
      Assets:P100:WorkInProcess        55 STEEL
      Assets:P100:FinishedGoods       100 PUMP-B
      Assets:P100:WorkInProcess      -100 PUMP-B
    2026-03-20 custom "plant-order-close" "MO-B"
    """
    books = plant()
    assert books.trial["FinishedGoods"] == amounts("X 130.00")["X"]
    assert books.moved("Close order MO-B") == amounts("WorkInProcess -7.50, MaterialQuantity 7.50")


def test_efficiency_of_labor_and_overhead(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        16.5 HR-ASSY
      Expenses:P100:Absorbed          -16.5 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts(
        """
        WorkInProcess -162.50
        LaborEfficiency 62.50
        VariableOverheadEfficiency 37.50
        FixedOverheadVolumeEfficiency 62.50
        """
    )


def test_efficiency_is_favorable_below_standard(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        13 HR-ASSY
      Expenses:P100:Absorbed          -13 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts(
        """
        WorkInProcess 65.00
        LaborEfficiency -25.00
        VariableOverheadEfficiency -15.00
        FixedOverheadVolumeEfficiency -25.00
        """
    )


def test_lot_size(plant, amounts):
    """
    Half a lot bears half of the setup of 2 x 65.00.

    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -25 STEEL
      Assets:P100:WorkInProcess        25 STEEL
      Assets:P100:WorkInProcess         8 HR-ASSY
      Expenses:P100:Absorbed           -8 HR-ASSY
      Assets:P100:FinishedGoods        50 PUMP-A
      Assets:P100:WorkInProcess       -50 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved(CLOSE) == amounts("WorkInProcess -65.00, LotSize 65.00")


def test_a_large_lot_is_favorable(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials       -100 STEEL
      Assets:P100:WorkInProcess       100 STEEL
      Assets:P100:WorkInProcess        26 HR-ASSY
      Expenses:P100:Absorbed          -26 HR-ASSY
      Assets:P100:FinishedGoods       200 PUMP-A
      Assets:P100:WorkInProcess      -200 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts("WorkInProcess 130.00, LotSize -130.00")


def test_a_substitute_and_what_it_replaces_are_one_reason(plant, amounts):
    """
    50 BRASS in place of 48 STEEL: 200.00 - 120.00; 2 STEEL were used.

    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials         -2 STEEL
      Assets:P100:WorkInProcess         2 STEEL
      Assets:P100:RawMaterials        -50 BRASS
      Assets:P100:WorkInProcess        50 BRASS
        replaces: "STEEL"
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts("WorkInProcess -80.00, Substitution 80.00")


def test_an_item_that_no_bill_knows(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:RawMaterials         -3 BRASS
      Assets:P100:WorkInProcess         3 BRASS
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts("WorkInProcess -12.00, Substitution 12.00")


def test_scrap_of_output(plant, amounts):
    """
    98 good, 2 scrapped: what 100 may take was taken, so only the scrap is a variance.

    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods        98 PUMP-A
      Assets:P100:WorkInProcess       -98 PUMP-A
    2026-03-06 * "Cracked"
      order: "MO-1"
      Expenses:P100:Variances:Scrap     2 PUMP-A
      Assets:P100:WorkInProcess        -2 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved("Cracked") == amounts("Scrap 20.70, WorkInProcess -20.70")
    assert books.rules("Cracked") == [("Scrap", "wip.scrap"), ("WorkInProcess", "wip.scrap")]
    assert "WorkInProcess" not in books.trial


def test_scrap_within_the_plan_is_not_abnormal(plant, amounts):
    """
    Planned scrap of 0.02 makes the standard 10.35 x 1.02 = 10.557. 100 good and 2 scrapped took what 102 may: 51 STEEL
    and 14.24 hours. Only the setup is spread over 102 instead of 100 units: 130.00 x (1 - 1.02) = -2.60.

    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL
    2026-02-01 custom "plant-routing" 100 PUMP-B 12 HR-ASSY
      setup: "2 HR-ASSY"
      output-scrap: 0.02
    2026-02-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-05 * "All"
      order: "MO-B"
      Assets:P100:RawMaterials        -51 STEEL
      Assets:P100:WorkInProcess        51 STEEL
      Assets:P100:WorkInProcess        14.24 HR-ASSY
      Expenses:P100:Absorbed          -14.24 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-B
      Assets:P100:WorkInProcess      -100 PUMP-B
    2026-03-06 * "Cracked"
      order: "MO-B"
      Expenses:P100:Variances:Scrap     2 PUMP-B
      Assets:P100:WorkInProcess        -2 PUMP-B
    2026-03-20 custom "plant-order-close" "MO-B"
    """
    books = plant()
    assert books.trial["FinishedGoods"] == amounts("X 1055.70")["X"]
    assert books.moved("Cracked") == amounts("Scrap 21.11, WorkInProcess -21.11")
    assert books.moved("Close order MO-B") == amounts("WorkInProcess 23.71, Scrap -21.11, LotSize -2.60")
    assert "Scrap" not in books.trial


def test_scrap_beyond_the_plan_stays(plant, amounts):
    """
    5 scrapped beside 100 good; 2 were planned. 3 x 10.557 = 31.67 (52.79 less 21.11, each rounded once).

    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL
    2026-02-01 custom "plant-routing" 100 PUMP-B 12 HR-ASSY
      setup: "2 HR-ASSY"
      output-scrap: 0.02
    2026-02-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-05 * "All"
      order: "MO-B"
      Assets:P100:RawMaterials        -52.5 STEEL
      Assets:P100:WorkInProcess        52.5 STEEL
      Assets:P100:WorkInProcess        14.6 HR-ASSY
      Expenses:P100:Absorbed          -14.6 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-B
      Assets:P100:WorkInProcess      -100 PUMP-B
    2026-03-06 * "Cracked"
      order: "MO-B"
      Expenses:P100:Variances:Scrap     5 PUMP-B
      Assets:P100:WorkInProcess        -5 PUMP-B
    2026-03-20 custom "plant-order-close" "MO-B"
    """
    books = plant()
    # StandardDifference: 2 x 10.557 - (10.557 - 10.35) x 105 = 21.114 - 21.735 = -0.621; LotSize 130 x -0.05.
    assert books.trial["Scrap"] == amounts("X 31.68")["X"]
    assert books.trial["StandardDifference"] == amounts("X -0.62")["X"]
    assert books.trial["LotSize"] == amounts("X -6.50")["X"]


def test_direct_charge(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-06 * "Crane for this order"
      order: "MO-1"
      Assets:P100:WorkInProcess        30.00 USD
      Assets:Bank
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.rules("Crane for this order") == [("WorkInProcess", "wip.direct-charge")]
    assert books.moved(CLOSE) == amounts("WorkInProcess -30.00, DirectCharge 30.00")


def test_by_product(plant, amounts):
    """
    The standard is 1.25 - 0.01 = 1.24. 2 SWARF were expected of 100 pumps, 3 came.

    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-B 0.5 STEEL -0.02 SWARF
    2026-02-01 custom "plant-order" "MO-B" 100 PUMP-B
    2026-03-05 * "All"
      order: "MO-B"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:RawMaterials          3 SWARF
      Assets:P100:WorkInProcess        -3 SWARF
      Assets:P100:FinishedGoods       100 PUMP-B
      Assets:P100:WorkInProcess      -100 PUMP-B
    2026-03-20 custom "plant-order-close" "MO-B"
    """
    books = plant()
    assert books.trial["FinishedGoods"] == amounts("X 124.00")["X"]
    assert books.moved("Close order MO-B") == amounts("WorkInProcess 0.50, ByProduct -0.50")
    assert books.rules("All")[3] == ("WorkInProcess", "wip.by-product")


def test_standard_difference(plant, amounts):
    """
    The stated standard is 10.00, what bill and routing roll up to is 10.35.

    2026-02-01 custom "plant-standard-cost" 1 PUMP-A 10.00 USD
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert books.moved(CLOSE) == amounts("WorkInProcess -35.00, StandardDifference 35.00")
    assert books.formula(CLOSE, "StandardDifference") == "(10.35 - 10.00) USD x 100 PUMP-A"


def test_labor_rate_of_work_at_its_actual_rate(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        15 HR-ASSY @ 26.00 USD
      Expenses:P100:Absorbed          -15 HR-ASSY @ 26.00 USD
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    # One hour too many at the standard rates, the dollar more for all fifteen; overhead is at standard beside the wage.
    assert plant().moved(CLOSE) == amounts(
        """
        WorkInProcess -80.00
        LaborRate 15.00
        LaborEfficiency 25.00
        VariableOverheadEfficiency 15.00
        FixedOverheadVolumeEfficiency 25.00
        """
    )


def test_labor_rate_against_the_close_s_standard_and_overhead_revalued(plant, amounts):
    """
    The standard changes while the order is open: 24.00 labor, 16.00 and 26.00 overhead.

    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY @ 26.00 USD
      Expenses:P100:Absorbed          -14 HR-ASSY @ 26.00 USD
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-10 custom "plant-standard-cost" 1 HR-ASSY 66.00 USD
      labor: 24.00 USD
      variable-overhead: 16.00 USD
      fixed-overhead: 26.00 USD
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    # (26.00 - 24.00) x 14 = 28.00; the overhead was booked at 40.00 and is now 42.00: 14 x -2.00 = -28.00.
    # The roll-up is 1.25 + 0.14 x 66.00 = 10.49 now, the standard of the pump still 10.35.
    assert plant().moved(CLOSE) == amounts(
        "WorkInProcess -14.00, LaborRate 28.00, Revaluation -28.00, StandardDifference 14.00"
    )


def test_revaluation_of_what_an_open_order_carries(plant, amounts):
    """
    Steel goes from 2.50 to 2.60 and the pump's standard to 10.40 while the order is open: 100 were completed at 10.35,
    50 STEEL issued at 2.50. The close reckons with 2.60 and 10.40: (2.50 - 2.60) x 50 on the input, (10.40 - 10.35) x
    100 on the output. What was on hand was revalued on the day.

    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-10 custom "plant-standard-cost" 1 STEEL 2.60 USD
    2026-03-10 custom "plant-standard-cost" 1 PUMP-A 10.40 USD
    2026-03-12 * "More"
      order: "MO-1"
      Assets:P100:RawMaterials         -1 STEEL
      Assets:P100:WorkInProcess         1 STEEL
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    # 2.60 for one STEEL too many; -5.00 + 5.00 of Revaluation; the roll-up is 1.30 + 9.10 = 10.40: no difference.
    assert books.moved(CLOSE) == amounts("WorkInProcess -2.60, MaterialQuantity 2.60")
    assert books.moved("New standard cost of STEEL") == amounts("RawMaterials 95.00, Revaluation -95.00")
    assert books.moved("New standard cost of PUMP-A") == amounts("FinishedGoods 5.00, Revaluation -5.00")


def test_revaluation_of_an_input_alone(plant, amounts):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -50 STEEL
      Assets:P100:WorkInProcess        50 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
    2026-03-10 custom "plant-standard-cost" 1 STEEL 2.60 USD
    2026-03-12 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    # The pump's roll-up holds until its own next bill, routing or standard: 10.35 against 1.30 + 9.10.
    assert plant().moved(CLOSE) == amounts("WorkInProcess 0, Revaluation -5.00, StandardDifference 5.00")


def test_bill_and_routing_are_those_of_the_order_s_date(plant, amounts):
    """
    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-A 0.6 STEEL
    2026-02-01 custom "plant-standard-cost" 1 PUMP-A 10.35 USD
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -52 STEEL
      Assets:P100:WorkInProcess        52 STEEL
      Assets:P100:WorkInProcess        14 HR-ASSY
      Expenses:P100:Absorbed          -14 HR-ASSY
      Assets:P100:FinishedGoods       100 PUMP-A
      Assets:P100:WorkInProcess      -100 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts("WorkInProcess -5.00, MaterialQuantity 5.00")


def test_an_order_that_made_nothing(plant, amounts):
    """
    2026-03-05 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials        -10 STEEL
      Assets:P100:WorkInProcess        10 STEEL
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    assert plant().moved(CLOSE) == amounts("WorkInProcess -25.00, MaterialQuantity 25.00")


def test_an_order_with_no_posting_closes_without_a_word(plant, amounts):
    """
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    books = plant()
    assert not [entry for entry in books.ledger.transactions if entry.narration == CLOSE]


def test_every_category_at_once(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -44 STEEL
      Assets:P100:WorkInProcess        44 STEEL
      Assets:P100:RawMaterials         -3 BRASS
      Assets:P100:WorkInProcess         3 BRASS
      Assets:P100:WorkInProcess        12 HR-ASSY
      Expenses:P100:Absorbed          -12 HR-ASSY
      Assets:P100:WorkInProcess         1 HR-ASSY @ 30.00 USD
      Expenses:P100:Absorbed           -1 HR-ASSY @ 30.00 USD
      Assets:P100:RawMaterials          2 SWARF
      Assets:P100:WorkInProcess        -2 SWARF
      Assets:P100:WorkInProcess        20.00 USD
      Assets:Bank                     -20.00 USD
      Assets:P100:FinishedGoods        78 PUMP-A
      Assets:P100:WorkInProcess       -78 PUMP-A
      Expenses:P100:Variances:Scrap     2 PUMP-A
      Assets:P100:WorkInProcess        -2 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    # Output 80: 40 STEEL and 9.6 + 2 = 11.6 hours allowed. Incurred 110.00 + 12.00 + 780.00 + 70.00 - 1.00 + 20.00 =
    # 991.00; output 80 x 10.35 = 828.00; 163.00 are left.
    books = plant()
    assert books.moved(CLOSE) == amounts(
        """
        WorkInProcess -163.00
        MaterialQuantity 10.00
        Substitution 12.00
        LaborEfficiency 35.00
        VariableOverheadEfficiency 21.00
        FixedOverheadVolumeEfficiency 35.00
        LotSize 26.00
        DirectCharge 20.00
        ByProduct -1.00
        LaborRate 5.00
        """
    )
    assert books.trial["Scrap"] == amounts("X 20.70")["X"]


def test_good_and_scrapped_output_in_one_leg(plant, amounts):
    """
    2026-03-05 * "All"
      order: "MO-1"
      Assets:P100:RawMaterials        -40 STEEL
      Assets:P100:WorkInProcess        40 STEEL
      Assets:P100:FinishedGoods        78 PUMP-A
      Expenses:P100:Variances:Scrap     2 PUMP-A
      Assets:P100:WorkInProcess       -80 PUMP-A
    2026-03-20 custom "plant-order-close" "MO-1"
    """
    # No hour was confirmed: 11.6 too few; a fifth of the lot is missing.
    assert plant().trial == amounts(
        """
        RawMaterials 6400.00
        FinishedGoods 807.30
        Scrap 20.70
        LaborEfficiency -290.00
        VariableOverheadEfficiency -174.00
        FixedOverheadVolumeEfficiency -290.00
        LotSize 26.00
        Opening -6500.00
        """
    )
