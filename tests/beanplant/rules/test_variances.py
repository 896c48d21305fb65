"""The close of an order against textbooks, other systems and its own identity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.order_costs import Basis, Input, OrderCosts, Variance
from beanplant.rules.unit_standard import Price, StandardUsage, UnitStandard
from beanplant.rules.variances import CATEGORIES, settle

HOUR = Price(F(65), {"labor": F(25), "variable-overhead": F(15), "fixed-overhead": F(25)})


def qty(**quantities: str | int) -> dict[str, F]:
    return {item.replace("_", "-"): F(value) for item, value in quantities.items()}


def totals(variances: list[Variance]) -> dict[str, F]:
    found: dict[str, F] = defaultdict(F)
    for variance in variances:
        found[variance.category] += variance.amount
    return dict(found)


def close(
    bill: Mapping[str, F] | None = None,
    run: Mapping[str, F] | None = None,
    prices: Mapping[str, Price] | None = None,
    inputs: tuple[Input, ...] = (),
    good: str | int = 0,
    standard: str | int | F = 0,
    **more: object,
) -> OrderCosts:
    """An order of P whose completions were booked at the standard of the close."""
    usage = {key: more.pop(key) for key in ("setup", "lot_size", "output_scrap", "mix") if key in more}
    booked = {"completions": F(good) * F(standard)} | more
    return OrderCosts(
        "P",
        "USD",
        UnitStandard(StandardUsage(bill or {}, run or {}, **usage), prices or {}),  # type: ignore[arg-type]
        inputs,
        F(good),
        standard=F(standard),
        **booked,  # type: ignore[arg-type]
    )


def used(item: str, quantity: str | int, price: str | F, **more: object) -> Input:
    return Input(item, F(quantity), F(quantity) * F(price), **more)  # type: ignore[arg-type]


# Textbooks: positive is unfavorable in all of them.


@pytest.mark.parametrize(
    ("aq", "ap", "sq", "sp", "price", "quantity"),
    [
        pytest.param("0.5", "9", "0.25", "7", "1", "1.75", id="std-os-connie-dm"),
        pytest.param("89000", "0.84", "88000", "0.85", "-890", "850", id="std-os-biglow-dm"),
        pytest.param("12500", "1.44", "10000", "1.50", "-750", "3750", id="D365-STD-01"),
    ],
)
def test_materials_at_usage(aq: str, ap: str, sq: str, sp: str, price: str, quantity: str) -> None:
    """OpenStax, Managerial Accounting ch. 8 (Connie, Biglow); financefunction.tech: 18,000 / 12,500."""
    order = close(
        {"M": F(sq)}, None, {"M": Price(F(sp))}, (used("M", aq, ap, basis=Basis.ACTUAL),), 1, F(sq) * F(sp)
    )
    assert totals(settle(order)) == {"MaterialPrice": F(price), "MaterialQuantity": F(quantity)}


@pytest.mark.parametrize(
    ("ah", "ar", "sh", "sr", "rate", "efficiency"),
    [
        pytest.param("0.2", "9.5", "0.1", "8", "0.3", "0.8", id="std-os-connie-dl"),
        pytest.param("16000", "35.35", "16500", "35", "5600", "-17500", id="std-os-biglow-dl"),
        pytest.param("10", "200", "10", "100", "1000", None, id="SAP-VAR-01"),
        pytest.param("17", "5", "15", "5", None, "10", id="SAP-VAR-02"),
    ],
)
def test_labor_at_a_stated_rate(
    ah: str, ar: str, sh: str, sr: str, rate: str | None, efficiency: str | None
) -> None:
    """OpenStax, Managerial Accounting ch. 8; SAP: 10 h for 1,000, actual 2,000; 15 min planned, 17 used."""
    labor = Price(F(sr), {"labor": F(sr)})
    order = close(None, {"H": F(sh)}, {"H": labor}, (used("H", ah, ar, basis=Basis.RATE),), 1, F(sh) * F(sr))
    expected = {"LaborRate": rate, "LaborEfficiency": efficiency}
    assert totals(settle(order)) == {key: F(value) for key, value in expected.items() if value is not None}


@pytest.mark.parametrize(("hours", "efficiency"), [("2500", "1000"), ("2000", None), ("1800", "-400")])
def test_variable_overhead_efficiency(hours: str, efficiency: str | None) -> None:
    """OpenStax ch. 8, std-os-connie-voh-rate and -1800: 2,000 standard hours at 2.00."""
    rate = Price(F(2), {"variable-overhead": F(2)})
    order = close(None, {"H": F(2)}, {"H": rate}, (used("H", hours, "2"),), 1000, 4)
    assert totals(settle(order)) == ({"VariableOverheadEfficiency": F(efficiency)} if efficiency else {})


def test_jerrys_ice_cream() -> None:
    """Heisinger and Hoyle, Managerial Accounting ch. 10: 210,000 gallons, card of fig. 10.1 and 10.12
    (4.50 a unit).

    399,000 pounds for 420,000 allowed at 1.00; 18,900 hours for 21,000 at 13.00, 5.00 and 7.00.
    """
    hour = Price(F(25), {"labor": F(13), "variable-overhead": F(5), "fixed-overhead": F(7)})
    order = close(
        qty(MIX=2),
        qty(HR="1/10"),
        {"MIX": Price(F(1)), "HR": hour},
        (used("MIX", 399000, "1"), used("HR", 18900, "25")),
        210000,
        "4.5",
    )
    assert totals(settle(order)) == {
        "MaterialQuantity": -21000,
        "LaborEfficiency": -27300,
        "VariableOverheadEfficiency": -10500,
        "FixedOverheadVolumeEfficiency": -14700,
    }


@pytest.mark.parametrize(("additional", "total"), [(0, 50), (30, 80)], ids=["ERP-STD-05", "ERP-STD-06"])
def test_manufacturing_variance_of_erpnext(additional: int, total: int) -> None:
    """frappe/erpnext test_item_standard_cost.py: 5 at 50 into 1 at 200, 30 more: one total there."""
    order = close(qty(RM=4), None, {"RM": Price(F(50))}, (used("RM", 5, "50"),), 1, 200, direct=F(additional))
    expected = {"MaterialQuantity": 50} | ({"DirectCharge": 30} if additional else {})
    assert totals(settle(order)) == expected
    assert order.balance == total


def test_purchase_variance_with_a_later_item_charge() -> None:
    """Business Central, design-details-variance: 90 invoiced, 20 charged later at standard 100: 10 in all."""
    order = close(qty(M=1), None, {"M": Price(F(100))}, (Input("M", F(1), F(110), Basis.ACTUAL),), 1, 100)
    assert totals(settle(order)) == {"MaterialPrice": 10}


# The contract's own categories, calculated by hand.

PUMP = {"STEEL": Price(F("2.5")), "SEAL": Price(F("1.9")), "BRASS": Price(F(3)), "HR-ASSY": HOUR}


def test_a_pump_order() -> None:
    """100 pumps of 0.5 STEEL, 1 SEAL and 0.12 HR-ASSY, setup 2 hours: one hour is 65 = 25 + 15 + 25.

    52 STEEL for 50; 15 hours for 12 + 2. The roll-up is 1.25 + 1.90 + 7.80 + 130 / 100 = 12.25, stated
    12.00.
    """
    order = close(
        qty(STEEL="1/2", SEAL=1),
        qty(HR_ASSY="0.12"),
        PUMP,
        (used("STEEL", 52, "2.5"), used("SEAL", 100, "1.9"), used("HR-ASSY", 15, "65")),
        100,
        12,
        setup=qty(HR_ASSY=2),
        lot_size=F(100),
    )
    assert settle(order) == [
        Variance("MaterialQuantity", F(5), "(52 - 50) STEEL x 2.50 USD", "STEEL"),
        Variance("LaborEfficiency", F(25), "(15 - 14) HR-ASSY x 25.00 USD", "HR-ASSY"),
        Variance("VariableOverheadEfficiency", F(15), "(15 - 14) HR-ASSY x 15.00 USD", "HR-ASSY"),
        Variance("FixedOverheadVolumeEfficiency", F(25), "(15 - 14) HR-ASSY x 25.00 USD", "HR-ASSY"),
        Variance("StandardDifference", F(25), "(12.25 - 12.00) USD x 100 P", "P"),
    ]
    assert order.balance == 95


def test_lot_size_of_a_small_order() -> None:
    """80 of a lot of 100: setup 2 h x 65 x (1 - 80 / 100) = 26.00 that no output carries."""
    order = close(
        None,
        qty(HR_ASSY="0.12"),
        PUMP,
        (used("HR-ASSY", "11.6", "65"),),
        80,
        "9.1",
        setup=qty(HR_ASSY=2),
        lot_size=F(100),
    )
    assert settle(order) == [Variance("LotSize", F(26), "2 HR-ASSY x (1 - 80 / 100) x 65.00 USD", "HR-ASSY")]


def test_setup_counts_once_there_is_output_or_an_hour() -> None:
    """Nothing made, no hour: nothing. One hour, no output: 1 - 2 hours, and all setup is lot size."""
    setup = {"setup": qty(HR_ASSY=2), "lot_size": F(100)}
    assert settle(close(None, None, PUMP, (), 0, 10, **setup)) == []
    began = settle(close(None, None, PUMP, (used("HR-ASSY", 1, "65"),), 0, 10, **setup))
    assert totals(began) == {
        "LaborEfficiency": -25,
        "VariableOverheadEfficiency": -15,
        "FixedOverheadVolumeEfficiency": -25,
        "LotSize": 130,
    }


def test_substitution_is_counted_once() -> None:
    """50 BRASS at 3.00 for 50 of the 100 STEEL at 2.50: 150.00 - 125.00; two issues are one."""
    inputs = (
        used("STEEL", 50, "2.5"),
        used("BRASS", 30, "3", replaces="STEEL"),
        used("BRASS", 20, "3", replaces="STEEL", basis=Basis.ACTUAL),
    )
    order = close(qty(STEEL=1), None, PUMP, inputs, 100, "2.5")
    assert settle(order) == [
        Variance("Substitution", F(-125), "(50 - 100) STEEL x 2.50 USD", "STEEL"),
        Variance("Substitution", F(150), "50 BRASS x 3.00 USD", "BRASS"),
    ]


def test_a_substitute_that_is_in_the_bill_too() -> None:
    """1 STEEL and 1 SEAL a unit; 4 SEAL stand in for STEEL: SEAL's own usage is not over by them."""
    inputs = (used("STEEL", 6, "2.5"), used("SEAL", 10, "1.9"), used("SEAL", 4, "1.9", replaces="STEEL"))
    order = close(qty(STEEL=1, SEAL=1), None, PUMP, inputs, 10, "4.4")
    assert totals(settle(order)) == {"Substitution": -10 + F("7.6")}


def test_an_item_that_is_not_in_the_bill() -> None:
    order = close(qty(STEEL=1), None, PUMP, (used("STEEL", 10, "2.5"), used("BRASS", 1, "3")), 10, "2.5")
    assert settle(order) == [Variance("Substitution", F(3), "1 BRASS x 3.00 USD", "BRASS")]


def test_a_material_without_a_standard_is_at_its_average_issue_cost() -> None:
    """12 PAINT cost 3 x 1.00 + 9 x 2.00 = 21.00, 1.75 each; 10 are allowed, 2 too many are 3.50."""
    inputs = (Input("PAINT", F(3), F(3), Basis.ACTUAL), Input("PAINT", F(9), F(18), Basis.ACTUAL))
    order = close(qty(PAINT=1), None, {"PAINT": Price(None)}, inputs, 10, "1.75")
    assert settle(order) == [Variance("MaterialQuantity", F("3.5"), "(12 - 10) PAINT x 1.75 USD", "PAINT")]


def test_a_return_at_another_cost_of_a_material_without_a_standard() -> None:
    """Issued for 10.00, returned for 9.00, nothing left: the 1.00 is price."""
    order = close(None, None, {}, (Input("PAINT", F(0), F(1), Basis.ACTUAL),), 0, 0)
    assert totals(settle(order)) == {"MaterialPrice": 1}


def test_a_correction_of_money_only_is_in_the_average() -> None:
    """10 PAINT for 10.00 and 2.00 more without a quantity: 1.20 each, 2 too many."""
    inputs = (Input("PAINT", F(10), F(10), Basis.ACTUAL), Input("PAINT", F(0), F(2)))
    order = close(qty(PAINT=1), None, {}, inputs, 8, "1.2")
    assert settle(order) == [Variance("MaterialQuantity", F("2.4"), "(10 - 8) PAINT x 1.20 USD", "PAINT")]


def test_component_scrap_is_in_the_standard_quantity() -> None:
    """0.5 x 1.03 x 100 = 51.5 STEEL allowed, 52 used."""
    order = close(qty(STEEL="0.515"), None, PUMP, (used("STEEL", 52, "2.5"),), 100, "1.2875")
    assert settle(order) == [Variance("MaterialQuantity", F("1.25"), "(52 - 51.5) STEEL x 2.50 USD", "STEEL")]


@pytest.mark.parametrize(
    ("scrapped", "expected"),
    [
        # 2 % of 100 good is 2. Stated 10.20 = 10 x 1.02. A unit costs 10.00 to make.
        (0, {"StandardDifference": F("-20")}),  # 100 x (10 - 10.20): paid for in the standard, not scrapped
        (1, {"Scrap": F("-10.2"), "StandardDifference": F("-10")}),  # 101 x -0.20 + 10.20
        (2, {"Scrap": F("-20.4")}),  # 102 x -0.20 + 20.40 = 0
        (5, {"Scrap": F("-20.4"), "StandardDifference": F("-0.6")}),  # 105 x -0.20 + 2 x 10.20
    ],
)
def test_planned_output_scrap(scrapped: int, expected: dict[str, F]) -> None:
    inputs = (used("M", 100 + scrapped, "10"),)
    order = close(
        qty(M=1),
        None,
        {"M": Price(F(10))},
        inputs,
        100,
        "10.2",
        output_scrap=F("0.02"),
        scrapped=F(scrapped),
        scrap=scrapped * F("10.2"),
    )
    found = totals(settle(order))
    assert {category: money for category, money in found.items() if money} == expected


def test_by_product_against_the_plan() -> None:
    """100 units, 2 SWARF planned at 0.40, 1.5 came out: 0.20 less credit than planned."""
    prices = PUMP | {"SWARF": Price(F("0.4"))}
    inputs = (used("STEEL", 100, "2.5"), used("SWARF", "-1.5", "0.4"))
    order = close(qty(STEEL=1, SWARF="-0.02"), None, prices, inputs, 100, "2.492")
    assert settle(order) == [Variance("ByProduct", F("0.2"), "(-1.5 - (-2)) SWARF x 0.40 USD", "SWARF")]


def test_the_credit_of_by_products_never_exceeds_the_joint_cost() -> None:
    """1 STEEL of 2.50 gives 1 unit and 2 OIL of 2.00: the unit costs 2.50 - 2.50 = 0, and 1.50 is a gain."""
    prices = PUMP | {"OIL": Price(F(2))}
    inputs = (used("STEEL", 1, "2.5"), used("OIL", -2, "2"))
    assert totals(settle(close(qty(STEEL=1, OIL=-2), None, prices, inputs, 1, 0))) == {"ByProduct": F("-1.5")}


def test_a_by_product_that_nobody_planned() -> None:
    prices = PUMP | {"OIL": Price(F(2))}
    inputs = (used("STEEL", 1, "2.5"), used("OIL", -2, "2"))
    assert totals(settle(close(qty(STEEL=1), None, prices, inputs, 1, "2.5"))) == {"ByProduct": -4}


def test_subcontracting_beyond_standard() -> None:
    """100 COAT at 4.20, standard 4.00: 20.00."""
    coat = {"COAT": Price(F(4), {})}
    inputs = (used("COAT", 100, "4.2", basis=Basis.SUBCONTRACT),)
    assert settle(close(None, qty(COAT=1), coat, inputs, 100, 4)) == [
        Variance("SubcontractPrice", F(20), "420.00 USD - 100 COAT x 4.00 USD", "COAT")
    ]


def test_revaluation_of_what_was_booked_at_earlier_standards() -> None:
    """100 STEEL were issued at 2.40, 40 units completed at 2.40 and 60 at 2.50: 250 - 240 - (250 - 246)."""
    order = close(
        qty(STEEL=1), None, PUMP, (used("STEEL", 100, "2.4"),), 100, "2.5", completions=F(96) + F(150)
    )
    assert settle(order) == [
        Variance("Revaluation", F(-10), "240.00 USD - 100 STEEL x 2.50 USD", "STEEL"),
        Variance("Revaluation", F(4), "100 P x 2.50 USD - 246.00 USD", "P"),
    ]


def test_a_rework_order_is_rework() -> None:
    """2 pumps in and out at 42.10, 1 hour and 3.00 of steel added: 68.00."""
    inputs = (used("P", 2, "42.1"), used("HR-ASSY", 1, "65"), used("STEEL", "1.2", "2.5"))
    order = close(None, None, PUMP | {"P": Price(F("42.1"))}, inputs, 2, "42.1", kind="rework")
    assert settle(order) == [Variance("Rework", F(68), "(152.20 - 84.20) USD added to P", "P")]


def test_an_opening_balance_without_detail_remains() -> None:
    order = close(qty(STEEL=1), None, PUMP, (used("STEEL", 10, "2.5"),), 10, "2.5", opening=F(12))
    assert settle(order) == [Variance("Remaining", F(12), "12.00 USD opening balance without detail", "P")]


def test_mix_and_yield() -> None:
    """40 % A at 70, 60 % B at 80: 100 in the standard mix cost 76 each. 60 A and 50 B went into 100.

    Mix: A (60 - 44) x 70 = 1,120, B (50 - 66) x 80 = -1,280. Yield: (110 - 100) x 76 = 760.
    """
    prices = {"A": Price(F(70)), "B": Price(F(80))}
    order = close(
        qty(A="0.4", B="0.6"), None, prices, (used("A", 60, "70"), used("B", 50, "80")), 100, 76, mix=True
    )
    assert [(v.category, v.item, v.amount) for v in settle(order)] == [
        ("Mix", "A", 1120),
        ("Mix", "B", -1280),
        ("Yield", "P", 760),
    ]


def test_output_without_a_standard_is_at_what_its_completions_were_booked_at() -> None:
    order = OrderCosts(
        "P",
        "USD",
        UnitStandard(StandardUsage(qty(STEEL=1)), PUMP),
        (used("STEEL", 12, "2.5"),),
        F(10),
        completions=F(30),
    )
    assert totals(settle(order)) == {"MaterialQuantity": 5, "StandardDifference": -5}


# The identity: whatever was booked, the reasons add up to the balance.

ITEMS = ("A", "B", "C", "H1", "H2")
numbers = st.fractions(min_value=-50, max_value=50, max_denominator=60)
positive = st.fractions(min_value=0, max_value=50, max_denominator=60)
materials = st.builds(Price, st.none() | positive)
activities = st.builds(
    lambda labor, variable, fixed, more: Price(
        labor + variable + fixed + more,
        {"labor": labor, "variable-overhead": variable, "fixed-overhead": fixed},
    ),
    positive,
    positive,
    positive,
    st.just(F(0)) | positive,
)
inputs_of_an_order = st.lists(
    st.builds(
        Input,
        st.sampled_from((*ITEMS, "Z")),
        numbers,
        numbers,
        st.sampled_from(Basis),
        st.none() | st.sampled_from(ITEMS),
    ),
    max_size=7,
)
usages = st.builds(
    StandardUsage,
    st.dictionaries(st.sampled_from("ABC"), numbers, max_size=3),
    st.dictionaries(st.sampled_from(("H1", "H2")), positive, max_size=2),
    st.dictionaries(st.sampled_from(("H1", "H2")), positive, max_size=2),
    st.fractions(min_value=F(1, 10), max_value=500, max_denominator=10),
    st.fractions(min_value=0, max_value=F(1, 2), max_denominator=100),
    st.booleans(),
)
orders = st.builds(
    OrderCosts,
    st.just("P"),
    st.just("USD"),
    st.builds(
        UnitStandard,
        usages,
        st.fixed_dictionaries(
            {"A": materials, "B": materials, "C": materials, "H1": activities, "H2": activities}
        ),
    ),
    inputs_of_an_order,
    good=numbers,
    scrapped=numbers,
    completions=numbers,
    scrap=numbers,
    standard=st.none() | positive,
    direct=numbers,
    opening=st.just(F(0)) | numbers,
    kind=st.sampled_from(("production", "rework")),
)


@given(orders)
def test_the_variances_add_up_to_the_balance_exactly(order: OrderCosts) -> None:
    variances = settle(order)
    assert sum(v.amount for v in variances) == order.balance
    assert all(v.amount for v in variances)
    assert [CATEGORIES.index(v.category) for v in variances] == sorted(
        CATEGORIES.index(v.category) for v in variances
    )
    remaining = totals(variances).get("Remaining", 0)
    assert remaining == (order.opening if order.kind == "production" else 0)


@given(orders)
def test_the_order_of_postings_does_not_matter(order: OrderCosts) -> None:
    mirrored = OrderCosts(
        **{name: getattr(order, name) for name in order.__slots__} | {"inputs": order.inputs[::-1]}
    )
    assert totals(settle(mirrored)) == totals(settle(order))
