"""Construction in progress: costs before service, the day of service, projects, what comes too late."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Machinery
2024-01-01 open Assets:P100:Buildings
2024-01-01 open Assets:P100:ConstructionInProgress
2024-01-01 open Assets:P100:ConstructionInProgress:Steel
2024-01-01 open Expenses:Depreciation
2024-01-01 open Expenses:Interest
2024-01-01 custom "plant" "P100"
"""
CIP = "Assets:P100:ConstructionInProgress"
Load = Callable[[str], Any]


def spent(date: str, amount: str, about: str = 'asset: "LINE-2"', account: str = CIP) -> str:
    return f'{date} * "Cost"\n  {about}\n  {account}  {amount} USD\n  Assets:Bank\n'


def asset(date: str, cost: str, name: str = "LINE-2", account: str = "Machinery", more: str = "") -> str:
    return (
        f'{date} custom "plant-asset" "{name}" Assets:P100:{account} {cost} USD\n'
        f'  construction: {CIP}\n  life: "10 years"\n  expense: Expenses:Depreciation\n{more}'
    )


def made(ledger: Any, title: str) -> Any:
    return next(entry for entry in ledger.transactions if entry.narration == title)


FACT = '2026-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'


def test_what_was_collected_moves_on_the_day_of_service(load_ledger: Load) -> None:
    """200,000 + 35,500 + 4,500 interest = 240,000; from July on 2,000.00 a month."""
    text = spent("2026-01-10", "200000.00") + spent("2026-04-02", "35500.00", account=f"{CIP}:Steel")
    text += '2026-06-30 * "Interest"\n  asset: "LINE-2"\n  ' + CIP + "  4500.00 USD\n  Expenses:Interest\n"
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "240000.00") + FACT)
    assert not ledger.errors
    entry = made(ledger, "Capitalization of LINE-2")
    assert str(entry.date) == "2026-07-01"
    assert [(p.account, p.units.number) for p in entry.postings] == [
        ("Assets:P100:Machinery", D(240000)),
        (CIP, D(-204500)),
        (f"{CIP}:Steel", D(-35500)),
    ]
    for posting in entry.postings:
        assert posting.meta["rule"] == "depreciation.capitalization"
        assert posting.meta["asset"] == "LINE-2"
    assert entry.meta["cause"].endswith(f":{next(iter(_lines(text)))}")
    assert ledger.money(CIP) == {}
    assert ledger.money("Expenses:Interest") == {"USD": D(-4500)}
    assert ledger.money("Expenses:Depreciation") == {"USD": D(12000)}


def _lines(text: str) -> list[int]:
    """The line of the asset's directive, after head and purchases."""
    return [(HEAD + text).count("\n") + 1]


def test_costs_of_the_day_of_service_belong_to_it(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00") + spent("2026-07-01", "10000.00")
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "100000.00"))
    assert not ledger.errors
    assert ledger.money("Assets:P100:Machinery") == {"USD": D(100000)}


def test_costs_on_both_accounts_add_up(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00") + spent("2026-06-30", "10000.00", account="Assets:P100:Machinery")
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "100000.00"))
    assert not ledger.errors
    assert ledger.money("Assets:P100") == {"USD": D(100000)}


def test_a_credit_before_service_lowers_the_cost(load_ledger: Load) -> None:
    """Samples that were sold while it was tested."""
    text = spent("2026-01-10", "90000.00") + spent("2026-06-15", "-4000.00")
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "86000.00"))
    assert not ledger.errors
    assert ledger.money("Assets:P100:Machinery") == {"USD": D(86000)}


def test_who_capitalizes_by_hand_gets_nothing_more(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00")
    text += '2026-07-01 * "Done"\n  asset: "LINE-2"\n  Assets:P100:Machinery  90000.00 USD\n  ' + CIP + "\n"
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "90000.00"))
    assert not ledger.errors
    assert len(ledger.transactions) == 2


def test_an_asset_that_is_not_in_service_needs_no_directive(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00") + spent("2026-03-10", "5000.00", 'asset: "LINE-3"')
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "90000.00"))
    assert not ledger.errors
    assert ledger.money(CIP) == {"USD": D(5000)}


def test_the_amount_checks_what_was_collected(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + spent("2026-01-10", "90000.00") + asset("2026-07-01", "95000.00"))
    assert any("got 90000.00 USD" in text and "says 95000.00 USD" in text for text in ledger.messages)


def test_a_cost_after_service_is_an_improvement(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00") + spent("2026-08-10", "700.00")
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "90000.00"))
    assert any(
        "after its service of 2026-07-01" in text
        and '2026-08-10 custom "plant-asset-improvement" "LINE-2" 700.00 USD' in text
        for text in ledger.messages
    ), ledger.messages


def test_an_asset_without_construction_has_nothing_there(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00") + spent("2026-02-10", "100.00", 'asset: "PRESS"')
    press = '2026-07-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 100.00 USD\n  life: "1 year"\n'
    press += "  expense: Expenses:Depreciation\n"
    ledger = load_ledger(HEAD + text + asset("2026-07-01", "90000.00") + press)
    assert any('asset "PRESS": 100.00 USD' in t and "has no construction:" in t for t in ledger.messages)


STOCK = """
2024-01-01 open Assets:P100:RawMaterials
2024-01-01 open Assets:P100:GoodsReceived
2024-01-01 open Expenses:P100:Absorbed
2024-01-01 commodity HR
  activity: TRUE
2024-01-01 custom "plant-standard-cost" 3 STEEL 10.00 USD
2024-01-01 custom "plant-standard-cost" 1 HR 65.00 USD
2026-01-01 * "Receipt"
  Assets:P100:RawMaterials   60 STEEL @ 3.50 USD
  Assets:Bank
"""


def taken(date: str, quantity: str, account: str, about: str = 'asset: "LINE-2"') -> str:
    return f'{date} * "Built"\n  {about}\n  {CIP}  {quantity}\n  Assets:P100:{account}  -{quantity}\n'


def test_what_a_plant_builds_itself_is_at_standard(load_ledger: Load) -> None:
    """50 x 10.00 / 3 is 166.67; 12 hours at 65.00 are 780.00; together 946.67."""
    work = taken("2026-01-11", "12 HR", "Absorbed").replace("Assets:P100:Absorbed", "Expenses:P100:Absorbed")
    text = STOCK + taken("2026-01-10", "50 STEEL", "RawMaterials") + work
    ledger = load_ledger(HEAD + text + asset("2026-02-01", "946.67"))
    assert not ledger.errors, ledger.messages
    assert ledger.money(CIP) == {}
    assert ledger.money("Assets:P100:Machinery") == {"USD": D("946.67")}


def test_items_in_layers_are_refused(load_ledger: Load) -> None:
    text = '2024-01-01 commodity STEEL\n  valuation: "fifo"\n' + STOCK
    text += taken("2026-01-10", "50 STEEL", "RawMaterials")
    ledger = load_ledger(HEAD + text + asset("2026-02-01", "175.00"))
    assert any("write what it cost in money" in message for message in ledger.messages), ledger.messages


PROJECT = 'project: "HALL-3"'


def test_assets_come_out_of_one_project(load_ledger: Load) -> None:
    """Each takes its own cost; 2,000.00 stay for what is still to come."""
    text = spent("2026-01-10", "60000.00", PROJECT) + spent("2026-02-10", "20000.00", PROJECT, f"{CIP}:Steel")
    text += asset("2026-03-01", "65000.00", "HALL", "Buildings", f"  {PROJECT}\n")
    text += spent("2026-04-10", "7000.00", PROJECT)
    text += asset("2026-05-01", "20000.00", "CRANE", "Machinery", f"  {PROJECT}\n")
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert [(p.account, p.units.number) for p in made(ledger, "Capitalization of HALL").postings] == [
        ("Assets:P100:Buildings", D(65000)),
        (CIP, D(-60000)),
        (f"{CIP}:Steel", D(-5000)),
    ]
    assert ledger.money("Assets:P100:Machinery") == {"USD": D(20000)}
    assert ledger.money(CIP) == {"USD": D(2000)}
    assert made(ledger, "Capitalization of CRANE").postings[0].meta["project"] == "HALL-3"


def test_a_project_has_not_collected_enough(load_ledger: Load) -> None:
    text = spent("2026-01-10", "60000.00", PROJECT) + spent("2026-04-10", "7000.00", PROJECT)
    text += asset("2026-03-01", "65000.00", "HALL", "Buildings", f"  {PROJECT}\n")
    ledger = load_ledger(HEAD + text)
    assert any('project "HALL-3" has 60000.00 USD' in message for message in ledger.messages), ledger.messages


def test_a_project_needs_an_account(load_ledger: Load) -> None:
    text = asset("2026-03-01", "65000.00", "HALL", "Buildings", f"  {PROJECT}\n").replace(
        f"  construction: {CIP}\n", ""
    )
    ledger = load_ledger(HEAD + text)
    assert any("project: needs construction:" in message for message in ledger.messages), ledger.messages


def test_several_assets_of_one_account_keep_apart(load_ledger: Load) -> None:
    text = spent("2026-01-10", "500.00", 'asset: "A"') + spent("2026-01-11", "700.00", 'asset: "B"')
    text += asset("2026-03-01", "500.00", "A") + asset("2026-04-01", "700.00", "B")
    ledger = load_ledger(HEAD + text + FACT)
    assert not ledger.errors
    assert [p.units.number for p in made(ledger, "Capitalization of A").postings] == [D(500), D(-500)]
    assert [p.units.number for p in made(ledger, "Capitalization of B").postings] == [D(700), D(-700)]


def test_what_is_split_off_is_not_capitalized_again(load_ledger: Load) -> None:
    text = spent("2026-01-10", "1200.00") + asset("2026-03-01", "1200.00")
    text += '2026-05-01 custom "plant-asset-split" "LINE-2" "LINE-2B" 200.00 USD\n'
    ledger = load_ledger(HEAD + text + FACT)
    assert not ledger.errors, ledger.messages
    assert sum("Capitalization" in entry.narration for entry in ledger.transactions) == 1
    assert ledger.money("Assets:P100:Machinery") == {"USD": D(1200)}


def test_the_account_of_construction_is_another_one(load_ledger: Load) -> None:
    text = spent("2026-01-10", "90000.00", account="Assets:P100:Machinery")
    own = asset("2026-07-01", "90000.00").replace(
        f"construction: {CIP}", "construction: Assets:P100:Machinery"
    )
    messages = load_ledger(HEAD + text + own).messages
    assert any("which is the asset's own account" in message for message in messages), messages


def test_a_reduction_that_beancount_cannot_book(load_ledger: Load) -> None:
    """Beancount says so, and nothing else breaks."""
    text = (
        '2024-01-01 commodity GOLD\n2025-01-01 * "Lot"\n  ' + CIP + "  1 GOLD {100.00 USD}\n  Assets:Bank\n"
    )
    for account in (CIP, "Assets:P100:Machinery"):
        text += f'2026-02-02 * "Failed"\n  asset: "LINE-2"\n  basket: "B"\n  {account}  -5 GOLD {{}}\n  Assets:Bank\n'
    ledger = load_ledger(HEAD + text + spent("2026-01-10", "90000.00") + asset("2026-07-01", "90000.00"))
    assert ledger.errors
    assert not any("Error applying plugin" in message for message in ledger.messages), ledger.messages


def test_a_larger_improvement_is_a_project_of_its_own(load_ledger: Load) -> None:
    """90,000 / 120 months is 750.00; 11,400 more over the 114 months from January on: 850.00."""
    text = spent("2026-01-10", "90000.00") + asset("2026-07-01", "90000.00")
    text += spent("2026-09-10", "11400.00", 'project: "REVAMP"')
    text += f'2026-12-31 * "Revamp done"\n  project: "REVAMP"\n  {CIP}  -11400.00 USD\n'
    text += '  Assets:P100:Machinery  11400.00 USD\n    asset: "LINE-2"\n'
    text += '2026-12-31 custom "plant-asset-improvement" "LINE-2" 11400.00 USD\n'
    ledger = load_ledger(HEAD + text + '2027-01-31 custom "plant-depreciation-horizon" 2027-01-31\n')
    assert not ledger.errors, ledger.messages
    assert ledger.money(CIP) == {}
    assert ledger.money("Expenses:Depreciation") == {"USD": D(6 * 750 + 850)}


def test_a_project_in_a_foreign_currency_and_in_items(load_ledger: Load) -> None:
    """1,000 EUR at 1.30 and 30 STEEL at 10.00 / 3: 1,400.00."""
    text = STOCK + spent("2026-01-10", "1000.00", PROJECT).replace("1000.00 USD", "1000.00 EUR @ 1.30 USD")
    text += taken("2026-01-11", "30 STEEL", "RawMaterials", PROJECT)
    hall = asset("2026-03-01", "1400.00", "HALL", "Buildings", f"  {PROJECT}\n")
    ledger = load_ledger(HEAD + text + hall)
    assert not ledger.errors, ledger.messages
    assert ledger.units("Assets:P100:Buildings") == {"USD": D(1400)}
    assert ledger.units(CIP) == {}
    messages = load_ledger(HEAD + text.replace(" @ 1.30 USD", "") + hall).messages
    assert any('project "HALL-3": 1000.00 EUR on' in message for message in messages), messages
