"""Standard costs: stated and rolled up, by date and plant. Figures are worked out by hand in each test."""

from __future__ import annotations

import csv
import datetime
import json
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st


def test_stated_per_quantity_and_by_date(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD
    2026-01-01 custom "plant-standard-cost" 3 SEAL 1.00 USD
    2026-07-01 custom "plant-standard-cost" 1 STEEL 2.60 USD
    """
    assert not doc.errors
    assert doc.unit("STEEL", "2025-12-31") is None
    assert doc.unit("STEEL", "2026-01-01") == F("2.50")
    assert doc.unit("STEEL", "2026-06-30") == F("2.50")
    assert doc.unit("STEEL", "2026-07-01") == F("2.60")
    assert doc.unit("SEAL", "2026-01-01") == F(1, 3)
    assert doc.unit("BRASS", "2026-01-01") is None
    steel = doc.master.standard("STEEL", datetime.date(2026, 3, 1), "P100")
    assert steel is doc.master.standard("STEEL", datetime.date(2026, 4, 1), "P100")
    assert str(steel.cost.number) == "2.50"
    assert (steel.cost.currency, steel.cost.date, steel.cost.label) == (
        "USD",
        datetime.date(2026, 1, 1),
        None,
    )
    assert not steel.rolled_up
    seal = doc.master.standard("SEAL", datetime.date(2026, 3, 1), "P100")
    # Rounded up, so that half a cent of it is never less than half a cent.
    assert seal.cost.number == Decimal("0.3333333333333333333333333334")
    assert [(s.item, s.date) for s in doc.master.standard_changes] == [("STEEL", datetime.date(2026, 7, 1))]


def test_narrowed_to_a_plant(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 custom "plant" "P200"
      currency: USD
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
    2026-03-01 custom "plant-standard-cost" 1 STEEL 2.70 USD
      plant: "P200"
    2026-07-01 custom "plant-standard-cost" 1 STEEL 2.60 USD
    """
    assert not doc.errors
    assert [doc.unit("STEEL", "2026-02-01", plant) for plant in ("P100", "P200", None)] == [F("2.5")] * 3
    assert [doc.unit("STEEL", "2026-08-01", plant) for plant in ("P100", "P200", None)] == [
        F("2.6"),
        F("2.7"),
        F("2.6"),
    ]
    changes = [(s.plant, str(s.unit)) for s in doc.master.standard_changes]
    assert changes == [("P200", "27/10"), (None, "13/5")]


def test_components_of_an_activity(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 commodity HR-ASSY
      activity: TRUE
    2026-01-01 commodity HR-MACH
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 10 HR-ASSY 650.00 USD
      labor: 250.00 USD
      variable-overhead: 150.00 USD
      fixed-overhead: 250.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR-MACH 40.00 USD
    """
    assert not doc.errors
    assembly = doc.master.standard("HR-ASSY", datetime.date(2026, 1, 1), "P100")
    assert assembly.components == {"labor": 25, "variable-overhead": 15, "fixed-overhead": 25}
    assert assembly.unit == 65
    machine = doc.master.standard("HR-MACH", datetime.date(2026, 1, 1), "P100")
    assert machine.components == {"labor": 40, "variable-overhead": 0, "fixed-overhead": 0}


HEAD = '2026-01-01 custom "plant" "P100"\n  currency: USD\n2026-01-01 commodity HR\n  activity: TRUE\n'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0 STEEL 2.50 USD", "found 0 STEEL, expected a quantity above zero"),
        ("1 STEEL -2.50 USD", "found -2.50 USD, expected a cost of zero or more"),
        ("1 STEEL 2.50 EUR", "found 2.50 EUR, expected a cost in USD"),
        ("2.50 USD 1 STEEL", "found 2.50 USD first, expected the item first"),
        ("1 STEEL", "found 1 STEEL, expected an amount such as 100 PUMP-A, an amount such as 100 PUMP-A"),
        ("1 STEEL 0.7 -100 USD", "found -99.3 USD, expected a cost of zero or more"),
        ('"STEEL" 2.50 USD', 'found "STEEL" 2.50 USD'),
        ("1 STEEL 2.5", "a number needs its commodity"),
        ('1 STEEL 2.50 USD\n  plant: "P10"', 'unknown plant "P10" (did you mean "P100"?)'),
        ("1 STEEL 2.50 USD\n  labor: 1 USD", "labor: is part of an activity's rate, but STEEL is an item"),
        (
            "1 HR 65.00 USD\n  labor: 25.00 USD\n  fixed-overhead: 30.00 USD",
            "labor 25.00 + fixed-overhead 30.00 = 55.00 USD, expected 65.00 USD",
        ),
        ("1 HR 65.00 USD\n  labor: 65.00 EUR", "labor: found 65.00 EUR, expected an amount in USD"),
        ("1 HR 65.00 USD\n  labour: 65.00 USD", 'unknown key "labour" (did you mean "labor"?)'),
        (
            '1 STEEL 2.50 USD\n2026-01-01 custom "plant-standard-cost" 1 STEEL 2.60 USD',
            "STEEL has a standard cost on 2026-01-01 already, at <string>:5; delete one of them",
        ),
    ],
)
def test_faults_of_a_standard_cost(read: Any, line: str, expected: str) -> None:
    doc = read(f'{HEAD}2026-01-01 custom "plant-standard-cost" {line}\n')
    assert expected in doc.only
    assert doc.places[0][0] in (5, 6)


def test_roll_up_with_scrap_setup_and_by_product(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD
    2026-01-01 custom "plant-standard-cost" 1 SEAL 3.00 USD
    2026-01-01 custom "plant-standard-cost" 1 SWARF 0.40 USD
    2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR-MACH 40.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL 1 SEAL
      scrap: 0.03
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A -0.02 SWARF
    2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY 30 HR-MACH
      setup: "2 HR-ASSY, 1 HR-MACH"
      output-scrap: "2%"
    """
    assert not doc.errors
    # material: 0.5 x 1.03 x 2.50 = 1.2875; 1.03 x 3.00 = 3.09; -0.02 x 0.40 = -0.008: 4.3695
    # conversion: 0.12 x 65 + 0.3 x 40 = 19.80; (2 x 65 + 40) / 100 = 1.70: 21.50
    # (4.3695 + 21.50) x 1.02 = 26.38689
    assert doc.unit("PUMP-A", "2026-02-01") == F("26.38689")
    standard = doc.master.standard("PUMP-A", datetime.date(2026, 2, 1), "P100")
    assert (standard.material, standard.conversion) == (F("4.3695") * F("1.02"), F("21.50") * F("1.02"))
    assert standard.rolled_up
    assert standard.cost.number == Decimal("26.38689")
    assert standard.cost.date == datetime.date(2026, 1, 1)


def test_roll_up_of_the_language_page(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 BODY 10.00 USD
    2026-01-01 custom "plant-bill-of-materials" 2 PUMP-A 3 BODY
    """
    assert doc.unit("PUMP-A", "2026-01-01") == 15
    standard = doc.master.standard("PUMP-A", datetime.date(2026, 1, 1), "P100")
    assert str(standard.cost.number) == "15.00"


def test_held_until_the_next_bill_routing_or_standard_of_the_product(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR 10.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 BODY 3 STEEL
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY
    2026-02-01 custom "plant-standard-cost" 1 STEEL 4.00 USD
    2026-03-01 custom "plant-routing" 1 PUMP-A 0.5 HR
    2026-04-01 custom "plant-bill-of-materials" 1 BODY 3 STEEL
    2026-05-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY
    2026-06-01 custom "plant-standard-cost" 1 PUMP-A 20.00 USD
    2026-07-01 custom "plant-bill-of-materials" 1 PUMP-A 2 BODY
    """
    assert not doc.errors
    by_month = {month: doc.unit("PUMP-A", f"2026-{month:02}-15") for month in range(1, 8)}
    assert by_month == {
        1: 6,  # 3 x 2
        2: 6,  # a new price of steel is a variance, no new standard
        3: 11,  # the routing begins: 6 of BODY, still at its own roll-up, and 0.5 x 10
        4: 11,  # a new bill of the body is not one of the pump
        5: 17,  # 3 x 4 + 5
        6: 20,  # a standard of its own
        7: 20,  # wins over the newer bill
    }
    changes = [(s.item, s.date.month, s.unit) for s in doc.master.standard_changes]
    assert changes == [
        ("STEEL", 2, 4),
        ("PUMP-A", 3, 11),
        ("BODY", 4, 12),
        ("PUMP-A", 5, 17),
        ("PUMP-A", 6, 20),
    ]


def test_a_component_keeps_the_roll_up_of_its_own_bill(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 BODY 3 STEEL
    2026-02-01 custom "plant-standard-cost" 1 STEEL 4.00 USD
    2026-03-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY 1 STEEL
    """
    assert not doc.errors
    assert doc.unit("PUMP-A", "2026-03-01") == 3 * 2 + 4
    assert doc.unit("BODY", "2026-03-01") == 6


def test_a_new_bill_changes_no_standard_that_is_stated(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-standard-cost" 1 PUMP-A 9.00 USD
    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-A 3 STEEL
    """
    assert doc.unit("PUMP-A", "2026-02-01") == 9
    assert doc.master.standard_changes == []
    assert doc.master.standards.all_dates() == {datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)}


def test_roll_up_by_plant(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant" "P200"
    2026-01-01 custom "plant" "P300"
      currency: EUR
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-standard-cost" 1 STEEL 3.00 USD
      plant: "P200"
    2026-01-01 custom "plant-bill-of-materials" 1 BODY 1 STEEL
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY
    2026-02-01 custom "plant-bill-of-materials" 1 PUMP-A 2 BODY
      plant: "P200"
    """
    assert not doc.errors
    assert [doc.unit("PUMP-A", "2026-01-15", plant) for plant in ("P100", "P200")] == [2, 3]
    assert [doc.unit("PUMP-A", "2026-02-15", plant) for plant in ("P100", "P200")] == [2, 6]
    assert doc.unit("PUMP-A", "2026-02-15", None) == 2
    assert doc.unit("STEEL", "2026-02-15", "P300") is None  # no standard in euros
    assert doc.unit("PUMP-A", "2026-02-15", "P300") is None
    assert doc.master.missing_standards("PUMP-A", datetime.date(2026, 2, 15), "P300") == ["STEEL"]
    assert [(s.plant, s.unit) for s in doc.master.standard_changes] == [("P200", 6)]


def test_a_missing_component_makes_it_absent(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY 1 STEEL
    2026-01-01 custom "plant-bill-of-materials" 1 BODY 1 STEEL 1 SAND
    2026-01-01 custom "plant-routing" 1 BODY 1 HR
    2026-02-01 custom "plant-standard-cost" 1 SAND 1.00 USD
    2026-02-01 custom "plant-standard-cost" 1 HR 1.00 USD
    """
    assert not doc.errors
    assert doc.unit("PUMP-A", "2026-01-15") is None
    assert doc.master.missing_standards("PUMP-A", datetime.date(2026, 1, 15), "P100") == ["SAND", "HR"]
    assert doc.master.missing_standards("SAND", datetime.date(2026, 1, 15), "P100") == ["SAND"]
    assert doc.master.missing_standards("STEEL", datetime.date(2026, 1, 15), "P100") == []
    assert doc.unit("PUMP-A", "2026-02-15") is None  # on the date of its bill they still lack


def test_a_cycle_is_printed(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 SKID 1 PUMP-A
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY 1 STEEL
    2026-02-01 custom "plant-bill-of-materials" 1 BODY 1 STEEL
    2026-02-01 custom "plant-bill-of-materials" 1 BODY 0.1 PUMP-A
    """
    assert doc.only.startswith("7: plant-bill-of-materials: BODY -> PUMP-A -> BODY is a cycle in the bills")
    assert doc.unit("BODY", "2026-02-01") is None
    assert doc.unit("STEEL", "2026-02-01") == 2


def test_a_cycle_of_one_plant(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 BODY
    2026-01-01 custom "plant-bill-of-materials" 1 BODY 1 PUMP-A
      plant: "P100"
    """
    assert doc.only.startswith("4: plant-bill-of-materials: PUMP-A -> BODY -> PUMP-A is a cycle")


def test_no_cycle_where_the_bills_never_meet(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 A 1 B
    2026-01-01 custom "plant-bill-of-materials" 1 B 1 STEEL
    2027-01-01 custom "plant-bill-of-materials" 1 A 1 STEEL
    2027-01-01 custom "plant-bill-of-materials" 1 B 1 A
    """
    assert not doc.errors
    assert doc.unit("B", "2027-01-01") == 2


def test_scrap_that_is_melted_again_is_no_cycle_if_it_has_a_price(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 SWARF 0.50 USD
    2026-01-01 custom "plant-bill-of-materials" 1 BAR 2 SWARF
    2026-01-01 custom "plant-bill-of-materials" 1 BODY 3 BAR -1 SWARF
    2026-01-01 custom "plant-bill-of-materials" 1 SWARF 1 BODY
    """
    assert doc.only.startswith("6: plant-bill-of-materials: BAR -> SWARF -> BODY -> BAR is a cycle")
    assert doc.unit("BODY", "2026-01-01") == F("2.50")


def test_odoo_dining_table(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 PLYWOOD 200 USD
    2026-01-01 custom "plant-standard-cost" 1 BOLT 10 USD
    2026-01-01 custom "plant-standard-cost" 1 COLOUR 100 USD
    2026-01-01 custom "plant-standard-cost" 1 SLIDE 25 USD
    2026-01-01 custom "plant-standard-cost" 1 SCREW 10 USD
    2026-01-01 custom "plant-standard-cost" 1 LEG 25 USD
    2026-01-01 custom "plant-standard-cost" 1 GLASS 100 USD
    2026-01-01 custom "plant-standard-cost" 60 MINUTE 100 USD
    2026-01-01 custom "plant-standard-cost" 1 HEAD 300 USD
    2026-01-01 custom "plant-bill-of-materials" 1 TABLE 1 HEAD 5 SCREW 4 LEG 1 GLASS
    2026-02-01 custom "plant-bill-of-materials" 12 HEAD-B 12 PLYWOOD 60 BOLT 12 COLOUR 57 SLIDE
    2026-02-01 custom "plant-bill-of-materials" 1 TABLE 1 HEAD-B 5 SCREW 4 LEG 1 GLASS
    2026-03-01 custom "plant-bill-of-materials" 1 TABLE 1 HEAD 5 SCREW 4 LEG 1 GLASS
    2026-03-01 custom "plant-routing" 1 TABLE 192.75 MINUTE
    2026-03-01 custom "plant-routing" 12 HEAD-B 183.75 MINUTE
    2026-04-01 custom "plant-bill-of-materials" 1 TABLE 1 HEAD-B 5 SCREW 4 LEG 1 GLASS
    """
    # Cases ODO-BOM-01 and -02 (odoo/odoo addons/mrp_account/tests/test_bom_price.py). Operations of 20, 25
    # and 30 minutes at 80%: 3 x 30 + 75 / 0.8 = 183.75 minutes a batch; 3 x 3 more for the table: 192.75.
    assert not doc.errors
    assert doc.unit("TABLE", "2026-01-01") == 550
    assert doc.unit("HEAD-B", "2026-02-01") == F("468.75")
    assert doc.unit("TABLE", "2026-02-01") == F("718.75")
    assert doc.unit("TABLE", "2026-03-01") == F("871.25")
    assert abs(doc.unit("TABLE", "2026-04-01") - F("1065.52")) < F("0.005")


def test_jerrys_ice_cream(doc: Any) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant-standard-cost" 1 MILK 1.00 USD
    2026-01-01 custom "plant-standard-cost" 1 HR 25.00 USD
      labor: 13.00 USD
      variable-overhead: 5.00 USD
      fixed-overhead: 7.00 USD
    2026-01-01 custom "plant-bill-of-materials" 1 GALLON 2 MILK
    2026-01-01 custom "plant-routing" 1 GALLON 0.1 HR
    """
    # Case std-hh-jerry-standards (Heisinger and Hoyle, fig. 10.1, 10.12): 2.00 + 1.30 + 0.50 + 0.70 = 4.50
    assert not doc.errors
    assert doc.unit("GALLON", "2026-01-01") == F("4.50")


@pytest.mark.needs("reference-data")
@pytest.mark.parametrize("lot", [1, 10, 100])
def test_contoso_coffee(read: Any, reference_data: Path, lot: int) -> None:
    """The reservoir and the airpot that needs it, from the demo data's own tables, at three lot sizes.

    A fixed quantity line of a bill is what one order takes; per unit it is divided by the lot.
    """
    folder = reference_data / "data" / "contoso-coffee"

    def table(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    products = {"SP-BOM2000": "SP-BOM2000", "SP-SCM1009": "SP-SCM1009-SERIAL"}
    rates = {row["center"]: row["direct_unit_cost"] for row in table("work_centers")}
    machines = {row["center"]: row["work_center"] for row in table("machine_centers")}
    factors = {(row["item"], row["uom"]): row["qty_per_uom"] for row in table("item_uom")}
    base = {row["item"]: row["base_uom"] for row in table("items")}
    lines = ['option "operating_currency" "USD"', '1902-01-01 custom "plant" "P100"']
    lines += [
        f'1902-01-01 custom "plant-standard-cost" 1 {row["item"]} {row["unit_cost"]} USD'
        for row in table("items")
        if row["item"] not in products and row["item"].startswith("SP-") and "BASE" not in row["item"]
    ]
    lines += [
        f'1902-01-01 custom "plant-standard-cost" 1 MIN-{center.upper()} {rate or 0} USD'
        for center, rate in rates.items()
    ]
    reference = json.loads((folder / "reference.json").read_text())["rollup"]["items"]
    for row in table("bom_lines"):
        if row["bom"] not in products or row["version"]:
            continue
        factor = (
            F(factors.get((row["component"], row["uom"]), 1))
            if row["uom"] != base.get(row["component"])
            else F(1)
        )
        quantity = F(row["qty_per"]) * factor / (lot if row["calc_formula"] else 1)
        number = Decimal(quantity.numerator) / quantity.denominator
        lines.append(
            f'1902-01-01 custom "plant-bill-of-materials" 1 {row["bom"]} {number} {row["component"]}'
        )
    for product, routing in products.items():
        run: dict[str, Decimal] = {}
        setup: dict[str, Decimal] = {}
        for row in table("routing_lines"):
            if row["routing"] == routing:
                center = f"MIN-{machines.get(row['center'], row['center'])}"
                run[center] = run.get(center, Decimal(0)) + Decimal(row["run_time"])
                setup[center] = setup.get(center, Decimal(0)) + Decimal(row["setup_time"])
        lines.append(
            f'1902-01-01 custom "plant-routing" 1 {product}'
            f" {' '.join(f'{time} {c}' for c, time in run.items())}"
        )
        lines.append(f'  setup: "{", ".join(f"{time} {c}" for c, time in setup.items())}"\n  lot-size: {lot}')
    doc = read("\n".join(lines) + "\n")
    assert not doc.errors, doc.places
    for product in products:
        assert doc.unit(product, "1902-01-01") == F(reference[f"{product} lot {lot}"]["unit_cost"])


months = st.integers(1, 12)


@given(
    st.dictionaries(months, st.integers(0, 99), min_size=1),
    st.dictionaries(months, st.integers(0, 99)),
    months,
)
def test_the_newest_not_after_the_date(general: dict[int, int], narrow: dict[int, int], month: int) -> None:
    from beanplant.masterdata import read as read_entries

    text = 'option "operating_currency" "USD"\n2025-01-01 custom "plant" "P100"\n'
    for facts, key in ((general, ""), (narrow, '\n  plant: "P100"')):
        for at, cost in facts.items():
            text += f'2026-{at:02}-01 custom "plant-standard-cost" 1 STEEL {cost} USD{key}\n'
    from beancount import loader

    entries, _, options_map = loader.load_string(text)
    master, faults = read_entries(entries, options_map)
    assert not faults.errors()
    before = [at for at in narrow if at <= month] or [at for at in general if at <= month]
    facts = narrow if [at for at in narrow if at <= month] else general
    found = master.standard("STEEL", datetime.date(2026, month, 1), "P100")
    assert (found.unit if found else None) == (facts[max(before)] if before else None)
