"""Items, activities, bills of materials and routings."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction as F
from typing import Any

import pytest

DAY = datetime.date(2026, 6, 1)


def test_what_is_an_item(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 commodity STEEL
      name: "Steel rod 20 mm"
      material: "000000000000010023"
      weight: 2.47
    2026-01-01 commodity PAINT
      valuation: "fifo"
    2026-01-01 commodity GLUE
      item: TRUE
    2026-01-01 commodity HR-ASSY
      name: "Assembly hour"
      activity: TRUE
    2026-01-01 commodity VACHR
      name: "Vacation hours"
    2026-01-01 commodity USD
    2026-01-01 commodity HOOL
      item: FALSE
    2026-01-01 custom "plant-standard-cost" 1 BOLT 0.10 USD
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 SEAL
    2026-01-01 custom "plant-routing" 1 PUMP-B 1 KWH
      setup: "2 HR-SETUP"
    """
    assert not doc.errors
    items = doc.master.items
    assert {name for name, item in items.items() if not item.activity} == {
        "STEEL",
        "PAINT",
        "GLUE",
        "BOLT",
        "PUMP-A",
        "SEAL",
        "PUMP-B",
    }
    assert {name for name, item in items.items() if item.activity} == {"HR-ASSY", "KWH", "HR-SETUP"}
    steel = items["STEEL"]
    assert (steel.name, steel.material, steel.weight) == (
        "Steel rod 20 mm",
        "000000000000010023",
        Decimal("2.47"),
    )
    assert items["SEAL"].name == "SEAL"
    plant = doc.master.plants["P100"]
    assert [doc.master.valuation(name, plant) for name in ("STEEL", "PAINT", "NONE")] == [
        "standard",
        "fifo",
        "standard",
    ]


@pytest.mark.parametrize(
    ("ledger", "expected"),
    [
        ('commodity X\n  valuation: "fif"', 'commodity X: valuation: found "fif" (did you mean "fifo"?)'),
        (
            'commodity X\n  valuation: "job"',
            "commodity X: not supported by this version of beanplant: valuation",
        ),
        ('commodity X\n  activity: "yes"', 'commodity X: activity: found "yes", expected TRUE or FALSE'),
        (
            "commodity X\n  material: 10023",
            "commodity X: material: found 10023, expected the ERP's number as a text",
        ),
        ('commodity X\n  item: TRUE\n  weight: "2"', 'commodity X: weight: found "2", expected a number'),
        (
            'commodity X\n  activity: TRUE\n  valuation: "fifo"',
            "commodity X: valuation: an activity is absorbed, never stocked",
        ),
        (
            'commodity X\n  item: TRUE\n2026-01-01 custom "plant-routing" 1 PUMP 1 X',
            "plant-routing: X is an item (its commodity directive is at <string>:3), expected an activity",
        ),
        (
            'commodity X\n  activity: TRUE\n2026-01-01 custom "plant-bill-of-materials" 1 PUMP 1 X',
            "plant-bill-of-materials: X is an activity, expected an item; write it in plant-routing",
        ),
        (
            'custom "plant-routing" 1 PUMP 1 X\n2026-01-01 custom "plant-routing" 1 X 1 HR',
            "plant-routing: X is an activity, expected an item",
        ),
        ('custom "plant-bill-of-materials" 1 PUMP 3 USD', "USD is the currency of a plant, expected an item"),
    ],
)
def test_faults_of_items(read: Any, ledger: str, expected: str) -> None:
    doc = read(f'2026-01-01 custom "plant" "P100"\n  currency: USD\n2026-01-01 {ledger}\n')
    assert expected in doc.only
    assert "USD" not in doc.master.items


def test_directives_of_a_date_add_up_and_a_later_date_replaces(doc: Any) -> None:
    """
    2026-01-01 custom "plant-bill-of-materials" 10 PUMP-A 5 STEEL 10 SEAL
      scrap: "3%"
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A -0.02 SWARF
    2026-07-01 custom "plant-bill-of-materials" 1 PUMP-A 2 SEAL
    """
    assert not doc.errors
    bill = doc.master.bill("PUMP-A", DAY)
    assert [(line.item, line.quantity, line.standard_quantity) for line in bill.lines] == [
        ("STEEL", F(1, 2), F("0.515")),
        ("SEAL", 1, F("1.03")),
        ("SWARF", F("-0.02"), F("-0.02")),
    ]
    assert [line.source["lineno"] for line in bill.lines] == [1, 1, 3]
    later = doc.master.bill("PUMP-A", datetime.date(2026, 7, 1))
    assert [(line.item, line.quantity) for line in later.lines] == [("SEAL", 2)]
    assert doc.master.bill("PUMP-A", datetime.date(2025, 12, 31)) is None
    assert doc.master.bill("SEAL", DAY) is None


def test_bill_of_a_plant(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 STEEL
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 2 BRASS
      plant: "P100"
    """
    assert not doc.errors
    assert doc.master.bill("PUMP-A", DAY, "P100").lines[0].item == "BRASS"
    assert doc.master.bill("PUMP-A", DAY, "P200").lines[0].item == "STEEL"
    assert doc.master.bill("PUMP-A", DAY).plant is None


def test_routing(doc: Any) -> None:
    """
    2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY 30 HR-MACH
      setup: "2 HR-ASSY, 1.5 HR-MACH"
      output-scrap: 0.02
    2026-01-01 custom "plant-routing" 1 PUMP-A 0.25 HR-TEST
    2026-07-01 custom "plant-routing" 1 PUMP-A 0.5 HR-TEST
      setup: 3 HR-TEST
      lot-size: 40 PUMP-A
    """
    assert not doc.errors
    routing = doc.master.routing("PUMP-A", DAY)
    assert routing.run == {"HR-ASSY": F("0.12"), "HR-MACH": F("0.3"), "HR-TEST": F("0.25")}
    assert routing.setup == {"HR-ASSY": 2, "HR-MACH": F("1.5")}
    assert (routing.lot_size, routing.output_scrap) == (100, F("0.02"))
    later = doc.master.routing("PUMP-A", datetime.date(2026, 8, 1))
    assert (later.run, later.setup, later.lot_size) == ({"HR-TEST": F("0.5")}, {"HR-TEST": 3}, 40)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("bill-of-materials 1 PUMP 1 SEAL 2 SEAL", "SEAL stands in this directive already"),
        (
            "bill-of-materials 1 PUMP 1 SEAL|bill-of-materials 2 PUMP 2 SEAL",
            "SEAL stands at <string>:1 for the same product and date already",
        ),
        (
            "bill-of-materials 1 PUMP",
            "expected an amount such as 100 PUMP-A, an amount such as 100 PUMP-A, and more",
        ),
        ("bill-of-materials -1 PUMP 1 SEAL", "found -1 PUMP, expected a quantity above zero"),
        (
            "bill-of-materials 1 PUMP 1 SEAL~scrap: 3",
            'scrap: found 3, expected a share from 0 to below 1, such as 0.03 or "3%"',
        ),
        ('bill-of-materials 1 PUMP 1 SEAL~scrap: "three"', 'scrap: found "three", expected a share'),
        ('bill-of-materials 1 PUMP 1 SEAL~scrap: "NaN"', 'scrap: found "NaN", expected a share'),
        ("bill-of-materials 1 PUMP 1 SEAL~scrap: ", "scrap: found nothing, expected a share"),
        (
            "bill-of-materials 1 PUMP 1 SEAL~mix: TRUE",
            "not supported by this version of beanplant: mix: TRUE",
        ),
        ("bill-of-materials 1 PUMP 1 SEAL~scarp: 0.03", 'unknown key "scarp" (did you mean "scrap"?)'),
        ("routing 1 PUMP -1 HR", "found -1 HR, expected a time of zero or more"),
        ("routing 1 PUMP 1 HR 1 HR", "HR stands in this directive already"),
        (
            "routing 1 PUMP 1 HR|routing 1 PUMP 1 HR",
            "HR stands at <string>:1 for the same product and date already",
        ),
        ('routing 1 PUMP 1 HR~setup: "2 HR, 1 HR"', "HR stands in this directive already"),
        (
            'routing 1 PUMP 1 HR~setup: "HR 2"',
            'setup: found "HR 2", expected times of zero or more such as "2 HR-ASSY',
        ),
        ("routing 1 PUMP 1 HR~setup: 2", "setup: found 2, expected times"),
        (
            "routing 1 PUMP 1 HR~lot-size: 0",
            "lot-size: found 0, expected a number above zero such as 100, in PUMP",
        ),
        ("routing 1 PUMP 1 HR~lot-size: 10 SEAL", "lot-size: found 10 SEAL, expected a number above zero"),
        (
            'routing 1 PUMP 1 HR~setup: "1 HR"|routing 100 PUMP 1 HM~setup: "1 HM"',
            "the first amount is 100, but 1 at <string>:1 for the same product and date",
        ),
        (
            "routing 1 PUMP 1 HR~output-scrap: 0.01|routing 1 PUMP 1 HM~output-scrap: 0.02",
            "output-scrap is 0.02, but 0.01 at <string>:1",
        ),
        ("routing 1 PUMP", "found 1 PUMP, expected an amount"),
    ],
)
def test_faults_of_bills_and_routings(read: Any, lines: str, expected: str) -> None:
    text = ""
    for line in lines.split("|"):
        head, *keys = line.split("~")
        name, values = head.split(" ", 1)
        text += f'2026-01-01 custom "plant-{name}" {values}\n' + "".join(f"  {key}\n" for key in keys)
    doc = read(text)
    assert expected in doc.only


def test_setup_only(doc: Any) -> None:
    """
    2026-01-01 custom "plant-routing" 50 PUMP-A
      setup: "2 HR-ASSY"
    """
    assert not doc.errors
    routing = doc.master.routing("PUMP-A", DAY)
    assert (routing.run, routing.setup, routing.lot_size) == ({}, {"HR-ASSY": 2}, 50)


def test_mix_false_is_what_it_is_without(doc: Any) -> None:
    """
    2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 1 SEAL
      mix: FALSE
    """
    assert not doc.errors
