"""What the plant makes, of what, how, and what it should cost: the simulator's own master data, in fractions.

The same figures stand in ``main.beancount`` as an accountant wrote them; a test compares the two. All standards but
those of paint are whole cents, and lot sizes and hours are chosen so that they roll up to whole cents through all
levels. Where they do not agree that is a planted cause (see ``causes``).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from simulator.days import NEW_STANDARDS

F = Fraction


@dataclass(frozen=True)
class Item:
    """A material master: ``code`` is the commodity, ``number`` the ERP's own material number."""

    code: str
    number: str
    name: str
    german: str
    unit: str
    place: str  # storage location


@dataclass(frozen=True)
class WorkCenter:
    """A work center: its cost center, its activity and the rates by year (labor, variable, fixed overhead)."""

    name: str
    number: str
    cost_center: str
    account: str
    activity: str
    activity_type: str
    capacity: int
    rates: dict[int, tuple[Fraction, Fraction, Fraction]]


@dataclass(frozen=True)
class Product:
    """Bill and routing of what the plant makes. ``run`` is hours a unit, ``setup`` hours once an order."""

    code: str
    bill: dict[str, Fraction]
    run: dict[str, Fraction]
    setup: dict[str, Fraction]
    lot: int


RAW = "RM01"  # storage locations
SEMI = "SF01"
FINISHED = "FG01"

ITEMS = {
    item.code: item
    for item in (
        Item("STEEL-BAR", "10000010", "Steel bar 1045, 40 mm", "Stabstahl C45, 40 mm", "KG", RAW),
        Item("CAST-S", "10000020", "Casing casting, small", "Gehäuseguss klein", "EA", RAW),
        Item("CAST-L", "10000021", "Casing casting, large", "Gehäuseguss groß", "EA", RAW),
        Item("CAST-IMP-S", "10000022", "Impeller casting, small", "Laufradguss klein", "EA", RAW),
        Item("CAST-IMP-L", "10000023", "Impeller casting, large", "Laufradguss groß", "EA", RAW),
        Item("BRG-6306", "10000030", "Ball bearing 6306", "Kugellager 6306", "EA", RAW),
        Item("BRG-6309", "10000031", "Ball bearing 6309", "Kugellager 6309", "EA", RAW),
        Item("SEAL-28", "10000040", "Mechanical seal 28 mm", "Gleitringdichtung 28 mm", "EA", RAW),
        Item(
            "SEAL-28V", "10000041", "Mechanical seal 28 mm, Viton", "Gleitringdichtung 28 mm Viton", "EA", RAW
        ),
        Item("SEAL-45", "10000042", "Mechanical seal 45 mm", "Gleitringdichtung 45 mm", "EA", RAW),
        Item("MOTOR-3", "10000050", "Motor 3 kW", "Motor 3 kW", "EA", RAW),
        Item("MOTOR-7", "10000051", "Motor 7.5 kW", "Motor 7,5 kW", "EA", RAW),
        Item("MOTOR-15", "10000052", "Motor 15 kW", "Motor 15 kW", "EA", RAW),
        Item("COUPLING", "10000060", "Shaft coupling", "Wellenkupplung", "EA", RAW),
        Item("BASE", "10000061", "Baseplate", "Grundplatte", "EA", RAW),
        Item("BOLT-SET", "10000062", "Fastener set", "Schraubensatz", "EA", RAW),
        Item("PAINT", "10000063", "Two-pack epoxy paint, blue", "Epoxidlack blau, 2K", "L", RAW),
        Item("CRATE", "10000064", "Shipping crate", "Versandkiste", "EA", RAW),
        Item("SWARF", "10000090", "Metal swarf", "Metallspäne", "KG", RAW),
        Item("SHAFT-S", "20000010", "Shaft, small", "Welle klein", "EA", SEMI),
        Item("SHAFT-L", "20000011", "Shaft, large", "Welle groß", "EA", SEMI),
        Item("IMPELLER-S", "20000020", "Impeller, small", "Laufrad klein", "EA", SEMI),
        Item("IMPELLER-L", "20000021", "Impeller, large", "Laufrad groß", "EA", SEMI),
        Item("CASING-S", "20000030", "Pump casing, small", "Pumpengehäuse klein", "EA", SEMI),
        Item("CASING-L", "20000031", "Pump casing, large", "Pumpengehäuse groß", "EA", SEMI),
        Item("ROTOR-S", "20000040", "Rotor assembly, small", "Läufer klein", "EA", SEMI),
        Item("ROTOR-L", "20000041", "Rotor assembly, large", "Läufer groß", "EA", SEMI),
        Item("PUMP-100", "30000100", "Pump 100, 3 kW", "Pumpe 100, 3 kW", "EA", FINISHED),
        Item("PUMP-150", "30000150", "Pump 150, 7.5 kW", "Pumpe 150, 7,5 kW", "EA", FINISHED),
        Item("PUMP-200", "30000200", "Pump 200, 7.5 kW", "Pumpe 200, 7,5 kW", "EA", FINISHED),
        Item("PUMP-200B", "30000201", "Pump 200, bare shaft", "Pumpe 200, freies Wellenende", "EA", FINISHED),
        Item("PUMP-250", "30000250", "Pump 250, 15 kW", "Pumpe 250, 15 kW", "EA", FINISHED),
    )
}

WORK_CENTERS = {
    center.activity: center
    for center in (
        WorkCenter(
            "MACHINING",
            "WC-MACH",
            "4100",
            "Expenses:P100:CostCenters:Machining",
            "HR-MACH",
            "MACH",
            420,
            {2025: (F(28), F(14), F(30)), 2026: (F("29.5"), F("14.5"), F(33))},
        ),
        WorkCenter(
            "ASSEMBLY",
            "WC-ASSY",
            "4200",
            "Expenses:P100:CostCenters:Assembly",
            "HR-ASSY",
            "ASSY",
            380,
            {2025: (F(27), F(9), F(22)), 2026: (F("28.5"), F(9), F("22.5"))},
        ),
        WorkCenter(
            "TESTING",
            "WC-TEST",
            "4300",
            "Expenses:P100:CostCenters:Testing",
            "HR-TEST",
            "TEST",
            110,
            {2025: (F(26), F(12), F(28)), 2026: (F(27), F(12), F(29))},
        ),
    )
}

PRICES = {  # bought standards: 2025, 2026
    "STEEL-BAR": ("2.50", "2.75"),
    "CAST-S": ("38.00", "39.50"),
    "CAST-L": ("64.00", "66.00"),
    "CAST-IMP-S": ("14.20", "14.80"),
    "CAST-IMP-L": ("23.80", "24.50"),
    "BRG-6306": ("9.40", "9.65"),
    "BRG-6309": ("15.75", "16.10"),
    "SEAL-28": ("42.00", "43.00"),
    "SEAL-28V": ("46.50", "47.80"),
    "SEAL-45": ("68.00", "69.50"),
    "MOTOR-3": ("185.00", "188.00"),
    "MOTOR-7": ("342.00", "349.00"),
    "MOTOR-15": ("610.00", "628.00"),
    "COUPLING": ("24.50", "25.00"),
    "BASE": ("58.00", "59.50"),
    "BOLT-SET": ("3.20", "3.25"),
    "PAINT": ("8.4375", "8.75"),
    "CRATE": ("12.50", "13.00"),
    "SWARF": ("0.40", "0.40"),
    "COAT": ("14.00", "14.50"),
}


def _bill(**quantities: str) -> dict[str, Fraction]:
    return {code.replace("_", "-"): F(quantity) for code, quantity in quantities.items()}


ALLOWANCE = {("SHAFT-S", "STEEL-BAR"): F("0.05"), ("SHAFT-L", "STEEL-BAR"): F("0.05")}
"""Planned scrap of a component: saw kerf and bar ends."""

PRODUCTS = {
    product.code: product
    for product in (
        Product(
            "SHAFT-S", _bill(STEEL_BAR="2.4", SWARF="-0.3"), {"HR-MACH": F("0.5")}, {"HR-MACH": F(2)}, 100
        ),
        Product(
            "SHAFT-L", _bill(STEEL_BAR="4.8", SWARF="-0.5"), {"HR-MACH": F("0.8")}, {"HR-MACH": F("3.5")}, 70
        ),
        Product(
            "IMPELLER-S", _bill(CAST_IMP_S="1", SWARF="-0.2"), {"HR-MACH": F("0.4")}, {"HR-MACH": F(2)}, 100
        ),
        Product(
            "IMPELLER-L",
            _bill(CAST_IMP_L="1", SWARF="-0.3"),
            {"HR-MACH": F("0.6")},
            {"HR-MACH": F("3.5")},
            70,
        ),
        Product(
            "CASING-S", _bill(CAST_S="1", SWARF="-1.2"), {"HR-MACH": F("0.9")}, {"HR-MACH": F("2.5")}, 50
        ),
        Product(
            "CASING-L",
            _bill(CAST_L="1", SWARF="-1.8"),
            {"HR-MACH": F("1.4"), "COAT": F(1)},
            {"HR-MACH": F("3.5")},
            35,
        ),
        Product(
            "ROTOR-S",
            _bill(SHAFT_S="1", IMPELLER_S="1", BRG_6306="2"),
            {"HR-ASSY": F("0.5")},
            {"HR-ASSY": F(1)},
            50,
        ),
        Product(
            "ROTOR-L",
            _bill(SHAFT_L="1", IMPELLER_L="1", BRG_6309="2"),
            {"HR-ASSY": F("0.7")},
            {"HR-ASSY": F("3.5")},
            35,
        ),
        Product(
            "PUMP-100",
            _bill(
                CASING_S="1",
                ROTOR_S="1",
                SEAL_28="1",
                MOTOR_3="1",
                COUPLING="1",
                BASE="1",
                BOLT_SET="1",
                PAINT="0.8",
                CRATE="1",
            ),
            {"HR-ASSY": F("1.2"), "HR-TEST": F("0.5")},
            {"HR-ASSY": F("1.5")},
            30,
        ),
        Product(
            "PUMP-150",
            _bill(
                CASING_S="1",
                ROTOR_S="1",
                SEAL_28="1",
                MOTOR_7="1",
                COUPLING="1",
                BASE="1",
                BOLT_SET="1",
                PAINT="0.8",
                CRATE="1",
            ),
            {"HR-ASSY": F("1.3"), "HR-TEST": F("0.5")},
            {"HR-ASSY": F(1)},
            20,
        ),
        Product(
            "PUMP-200",
            _bill(
                CASING_L="1",
                ROTOR_L="1",
                SEAL_45="1",
                MOTOR_7="1",
                COUPLING="1",
                BASE="1",
                BOLT_SET="2",
                PAINT="1.28",
                CRATE="1",
            ),
            {"HR-ASSY": F("1.6"), "HR-TEST": F("0.7")},
            {"HR-ASSY": F("1.5")},
            20,
        ),
        Product(
            "PUMP-200B",
            _bill(CASING_L="1", ROTOR_L="1", SEAL_45="1", BOLT_SET="2", PAINT="1.28", CRATE="1"),
            {"HR-ASSY": F("1.4"), "HR-TEST": F("0.6")},
            {"HR-ASSY": F(1)},
            10,
        ),
        Product(
            "PUMP-250",
            _bill(
                CASING_L="1",
                ROTOR_L="1",
                SEAL_45="1",
                MOTOR_15="1",
                COUPLING="1",
                BASE="1",
                BOLT_SET="2",
                PAINT="1.6",
                CRATE="1",
            ),
            {"HR-ASSY": F(2), "HR-TEST": F("0.8")},
            {"HR-ASSY": F(1)},
            10,
        ),
    )
}

NEW_BILLS = {"PUMP-150": {**PRODUCTS["PUMP-150"].bill, "PAINT": F("0.64")}}
"""Bills from 2026-01-01: PUMP-150 gets a thinner coat."""

STATED = {("PUMP-250", 2026): F("5.08")}
"""Where the stated standard is not what bill and routing roll up to: the controller rounded PUMP-250 of 2026 to
1,430.00, 5.08 above it. PUMP-150 has no stated standard at all: it costs what it rolls up to."""

LEVELS = tuple(PRODUCTS)
"""Products so that each comes after what goes into it."""


def year_of(day: datetime.date) -> int:
    """Return the year of the standards in force on a day."""
    return 2026 if day >= NEW_STANDARDS else 2025


def bill_of(product: str, year: int) -> dict[str, Fraction]:
    """Return standard quantities a unit, planned scrap of components included."""
    bill = PRODUCTS[product].bill
    if year == 2026:
        bill = NEW_BILLS.get(product, bill)
    return {code: quantity * (1 + ALLOWANCE.get((product, code), F(0))) for code, quantity in bill.items()}


def components(activity: str, year: int) -> tuple[Fraction, Fraction, Fraction]:
    """Return the labor, variable overhead and fixed overhead rate of an hour."""
    return WORK_CENTERS[activity].rates[year]


def roll_up(product: str, bill_year: int, year: int) -> Fraction:
    """Return what a unit costs by the bill of one year at the component standards of another."""
    made = PRODUCTS[product]
    cost = sum(
        (quantity * standard(code, year) for code, quantity in bill_of(product, bill_year).items()), F(0)
    )
    cost += sum((hours * standard(code, year) for code, hours in made.run.items()), F(0))
    cost += sum((hours * standard(code, year) / made.lot for code, hours in made.setup.items()), F(0))
    return cost


def standard(code: str, year: int) -> Fraction:
    """Return the standard cost of a unit of an item or activity."""
    if code in PRICES:
        return F(PRICES[code][year - 2025])
    if code in WORK_CENTERS:
        return sum(WORK_CENTERS[code].rates[year], F(0))
    return roll_up(code, year, year) + STATED.get((code, year), F(0))
