"""Use of an asset by the hours of its activity: which hours are whose, reversals, the end of the life."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 commodity HR-MACH
  activity: TRUE
2024-01-01 commodity HR-SETUP
  activity: TRUE
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Machinery
2024-01-01 open Assets:P200:Machinery
2024-01-01 open Assets:P100:WorkInProcess:Orders
2024-01-01 open Assets:P200:WorkInProcess:Orders
2024-01-01 open Assets:P100:FinishedGoods
2024-01-01 open Expenses:P100:Absorbed
2024-01-01 open Expenses:Depreciation
2024-01-01 open Expenses:Tools
2024-01-01 custom "plant" "P100"
2024-01-01 custom "plant" "P200"
2024-01-01 custom "plant-standard-cost" 1 HR-MACH 10.00 USD
2024-01-01 custom "plant-standard-cost" 1 HR-SETUP 10.00 USD
2024-01-01 custom "plant-standard-cost" 1 PUMP-A 50.00 USD
2024-01-01 custom "plant-order" "MO-1" 100 PUMP-A
  plant: "P100"
2024-01-01 custom "plant-order" "MO-2" 100 PUMP-A
  plant: "P200"
"""
Load = Callable[[str], Any]


def machine(
    name: str, cost: str = "6000.00", more: str = "", expense: str = "Depreciation", plant: str = "P100"
) -> str:
    return (
        f'2026-01-01 * "Bought"\n  asset: "{name}"\n  Assets:{plant}:Machinery  {cost} USD\n  Assets:Bank\n'
        f'2026-01-01 custom "plant-asset" "{name}" Assets:{plant}:Machinery {cost} USD\n'
        f'  method: "units-of-production"\n  units: 600\n  usage: HR-MACH\n  expense: Expenses:{expense}\n{more}'
    )


def worked(date: str, hours: str, more: str = "", plant: str = "P100", order: str = "MO-1") -> str:
    return (
        f'{date} * "Confirm"\n  order: "{order}"\n{more}  Assets:{plant}:WorkInProcess:Orders  {hours}\n'
        f"  Expenses:P100:Absorbed\n"
    )


def by_month(ledger: Any, account: str = "Expenses:Depreciation") -> dict[str, D]:
    assert not ledger.errors, ledger.messages
    return {
        str(entry.date)[:7]: posting.units.number
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == account
    }


def test_the_hours_of_a_month_are_its_use(load_ledger: Load) -> None:
    """10.00 an hour of 6,000.00 over 600 hours; setup hours are another activity."""
    text = machine("CNC") + worked("2026-01-10", "12 HR-MACH") + worked("2026-01-10", "8 HR-MACH")
    text += (
        worked("2026-02-03", "5.5 HR-MACH")
        + worked("2026-02-03", "3 HR-SETUP")
        + worked("2026-03-31", "1 HR-MACH")
    )
    assert by_month(load_ledger(HEAD + text)) == {"2026-01": D(200), "2026-02": D(55), "2026-03": D(10)}


def test_a_reversal_takes_hours_back(load_ledger: Load) -> None:
    text = machine("CNC") + worked("2026-01-10", "12 HR-MACH") + worked("2026-01-20", "-2 HR-MACH")
    text += worked("2026-02-03", "-4 HR-MACH") + worked("2026-03-31", "1 HR-MACH")
    ledger = load_ledger(HEAD + text)
    assert by_month(ledger) == {"2026-01": D(100), "2026-02": D(-40), "2026-03": D(10)}
    assert ledger.money("Assets:P100:AccumulatedDepreciation") == {"USD": D(-70)}


def test_readings_add_to_the_hours(load_ledger: Load) -> None:
    text = machine("CNC") + worked("2026-01-10", "12 HR-MACH")
    text += '2026-01-31 custom "plant-asset-usage" "CNC" 3\n'
    assert by_month(load_ledger(HEAD + text)) == {"2026-01": D(150)}


def test_hours_belong_to_the_asset_that_is_named(load_ledger: Load) -> None:
    """10 + 4 hours and 10 + 1 hours: those that name none are both machines'."""
    text = machine("CNC") + machine("TOOL", expense="Tools") + worked("2026-01-10", "10 HR-MACH")
    text += worked("2026-01-11", "4 HR-MACH", '  asset: "CNC"\n')
    own = worked("2026-01-12", "1 HR-MACH", '  asset: "CNC"\n').replace(
        "1 HR-MACH\n", '1 HR-MACH\n    asset: "TOOL"\n'
    )
    ledger = load_ledger(HEAD + text + own + worked("2026-01-31", "0 HR-MACH"))
    assert by_month(ledger) == {"2026-01": D(140)}
    assert by_month(ledger, "Expenses:Tools") == {"2026-01": D(110)}


def test_hours_of_another_plant_do_not_count(load_ledger: Load) -> None:
    text = machine("CNC") + machine("CNC-2", expense="Tools", plant="P200")
    text += worked("2026-01-10", "10 HR-MACH") + worked("2026-01-10", "4 HR-MACH", "", "P200", "MO-2")
    ledger = load_ledger(HEAD + text + worked("2026-02-28", "0 HR-MACH"))
    assert by_month(ledger) == {"2026-01": D(100)}
    assert by_month(ledger, "Expenses:Tools") == {"2026-01": D(40)}


def test_hours_before_service_and_after_the_disposal_do_not_count(load_ledger: Load) -> None:
    text = machine("CNC").replace("2026-01-01", "2026-01-05") + worked("2025-12-31", "7 HR-MACH")
    text += worked("2026-01-04", "8 HR-MACH") + worked("2026-01-10", "12 HR-MACH")
    text += '2026-02-15 * "Scrapped"\n  disposes: "CNC"\n' + worked("2026-02-16", "9 HR-MACH")
    ledger = load_ledger(HEAD + text)
    assert by_month(ledger) == {"2026-01": D(120)}
    assert ledger.money("Income:P100:GainOnDisposal") == {"USD": D(5880)}


def test_more_than_the_life_is_a_fault_at_the_transaction(load_ledger: Load) -> None:
    text = machine("CNC") + worked("2026-01-10", "590 HR-MACH") + worked("2026-02-10", "11 HR-MACH")
    ledger = load_ledger(HEAD + text + worked("2026-02-28", "0 HR-MACH"))
    (error,) = ledger.errors
    assert "11 units on 2026-02-10 are 1 more than its life of 600 units" in error.message
    line = HEAD.count("\n") + machine("CNC").count("\n") + worked("", "").count("\n") + 1
    assert error.source["lineno"] - line in range(5)
    assert ledger.money("Assets:P100:AccumulatedDepreciation") == {"USD": D(-6000)}


def test_the_formula_says_the_hours(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + machine("CNC") + worked("2026-01-31", "12 HR-MACH"))
    made = next(entry for entry in ledger.transactions if entry.narration == "Depreciation")
    assert made.postings[0].meta["formula"] == "12 units x 6000.00 USD / 600 units"


def test_a_backflush_confirms_its_routing(load_ledger: Load) -> None:
    """0.2 hours a pump and 3 of setup with the first completion: 20 x 0.2 + 3 and 10 x 0.2, 90.00; 5 come back."""
    text = '2024-01-01 custom "plant-routing" 10 PUMP-A 2 HR-MACH\n  setup: "3 HR-MACH"\n' + machine("CNC")
    text += "2024-01-01 open Assets:P100:RawMaterials\n"
    for date, pumps in (("2026-01-10", 20), ("2026-01-10", 10), ("2026-02-10", -5), ("2026-03-31", 0)):
        text += f'{date} * "Complete"\n  order: "MO-1"\n  backflush: TRUE\n'
        text += f"  Assets:P100:FinishedGoods  {pumps} PUMP-A\n  Assets:P100:WorkInProcess:Orders  {-pumps} PUMP-A\n"
    ledger = load_ledger(HEAD + text)
    assert by_month(ledger) == {"2026-01": D(90), "2026-02": D(-10)}
    confirmed = [
        posting.meta["quantity"].number
        for entry in ledger.transactions
        for posting in entry.postings
        if "WorkInProcess" in posting.account and posting.meta["quantity"].currency == "HR-MACH"
    ]
    assert sum(confirmed) == D(8)


def test_what_cannot_stand(load_ledger: Load) -> None:
    for old, new, message in (
        ("HR-MACH\n  expense", "HR-MACK\n  expense", "unknown activity HR-MACK"),
        ("HR-MACH\n  expense", "PUMP-A\n  expense", "PUMP-A is an item, expected an activity"),
        (
            '"units-of-production"\n  units: 600',
            '"manual"',
            'usage: belongs to method: "units-of-production"',
        ),
    ):
        messages = load_ledger(HEAD + machine("CNC").replace(old, new)).messages
        assert any(message in text for text in messages), messages
