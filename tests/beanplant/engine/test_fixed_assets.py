"""Fixed assets in a ledger: depreciation at month ends, disposals, and what cannot stand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from beancount.core import data

HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:P100:Machinery
2020-01-01 open Assets:P100:Vehicles
2020-01-01 open Equity:Opening
2020-01-01 open Expenses:Depreciation:Plant
2020-01-01 open Expenses:Depreciation:Vehicles
2020-01-01 custom "plant" "P100"
"""
ACCUMULATED = "Assets:P100:AccumulatedDepreciation"
D = Decimal


def bought(name: str, date: str, cost: str, account: str = "Assets:P100:Machinery") -> str:
    return f'{date} * "Bought"\n  asset: "{name}"\n  {account}  {cost} USD\n  Assets:Bank\n'


def asset(
    name: str,
    date: str,
    cost: str,
    life: str,
    salvage: str = "0.00",
    account: str = "Assets:P100:Machinery",
    more: str = "",
) -> str:
    return (
        f'{date} custom "plant-asset" "{name}" {account} {cost} USD\n  salvage: {salvage} USD\n  life: "{life}"\n'
        f"  expense: Expenses:Depreciation:{'Vehicles' if 'Vehicles' in account else 'Plant'}\n{more}"
    )


def made(ledger: Any) -> list[data.Transaction]:
    return [t for t in ledger.transactions if t.meta["filename"] == "<beanplant.depreciation>"]


def amounts(ledger: Any, account: str) -> list[tuple[str, Decimal]]:
    return [(str(t.date), p.units.number) for t in made(ledger) for p in t.postings if p.account == account]


def test_a_mill(load_doc: Any) -> None:
    """
    plugin "beanplant.depreciation"
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Expenses:P100:CostCenters:Machining:Depreciation
    2026-01-01 custom "plant" "P100"
    2026-02-10 * "Toolmaker" "CNC mill"
      asset: "CNC-01"
      Assets:P100:Machinery                    120000.00 USD
      Assets:Bank
    2026-02-10 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD
      salvage: 12000.00 USD
      life: "7 years"
      expense: Expenses:P100:CostCenters:Machining:Depreciation
    2026-04-30 * "The latest fact"
      Assets:Bank                              0.00 USD
    """
    assert not load_doc.errors
    # (120,000 - 12,000) / 84 = 1,285.714...; February counts in full.
    expense = "Expenses:P100:CostCenters:Machining:Depreciation"
    assert amounts(load_doc, expense) == [
        ("2026-02-28", D("1285.71")),
        ("2026-03-31", D("1285.71")),
        ("2026-04-30", D("1285.71")),
    ]
    assert load_doc.money(f"{ACCUMULATED}:Machinery") == {"USD": D("-3857.13")}
    first = made(load_doc)[0]
    assert first.meta["cause"] == "<string>:12"
    assert first.meta["asset"] == "CNC-01"
    assert first.meta["lineno"] >= 1_000_000
    assert [p.meta["rule"] for p in first.postings] == ["depreciation.straight-line"] * 2
    assert first.postings[0].meta["formula"] == "(120000.00 - 12000.00) USD / 84 months"


def test_the_last_month_takes_the_rounding(load_ledger: Callable[[str], Any]) -> None:
    """ERP-ASSET-19 (ERPNext): 500.00 over 12 months is 11 times 41.67 and 41.63; nothing after it."""
    ledger = load_ledger(
        HEAD
        + bought("A", "2023-01-01", "500.00")
        + asset("A", "2023-01-01", "500.00", "12 months")
        + '2025-01-01 custom "plant-depreciation-horizon" 2025-06-30\n'
    )
    assert not ledger.errors
    months = amounts(ledger, "Expenses:Depreciation:Plant")
    assert [amount for _, amount in months] == [D("41.67")] * 11 + [D("41.63")]
    assert months[-1][0] == "2023-12-31"


def test_one_posting_an_account_for_all_assets(load_ledger: Callable[[str], Any]) -> None:
    """Two machines and a van: 100.00 + 50.00 and 25.00 a month; the second machine lasts from March to April."""
    ledger = load_ledger(
        HEAD
        + bought("M1", "2026-02-01", "1200.00")
        + asset("M1", "2026-02-01", "1200.00", "1 year")
        + bought("M2", "2026-03-31", "100.00")
        + asset("M2", "2026-03-31", "100.00", "2 months")
        + bought("VAN", "2026-02-01", "600.00", "Assets:P100:Vehicles")
        + asset("VAN", "2026-02-01", "600.00", "2 years", account="Assets:P100:Vehicles")
        + '2026-05-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
    )
    assert not ledger.errors
    assert [amount for _, amount in amounts(ledger, "Expenses:Depreciation:Plant")] == [
        D("100.00"),
        D("150.00"),
        D("150.00"),
        D("100.00"),
    ]
    assert [amount for _, amount in amounts(ledger, f"{ACCUMULATED}:Vehicles")] == [D("-25.00")] * 4
    february, march, *_ = made(ledger)
    assert len(february.postings) == len(march.postings) == 4
    assert "asset" not in february.meta
    plant = march.postings[0]
    assert plant.account == "Expenses:Depreciation:Plant"
    assert plant.meta["formula"] == "2 assets; the asset register shows each"
    assert "asset" not in plant.meta
    assert february.postings[0].meta["asset"] == "M1"
    assert march.postings[1].meta["asset"] == "VAN"


FACT = '2026-05-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
COUNT = """
2026-05-31 custom "plant-count" Assets:P100:RawMaterials 0 STEEL
2026-01-01 commodity STEEL
  item: TRUE
"""


@pytest.mark.parametrize(
    ("fact", "last"),
    [
        (FACT.replace("31", "30"), "2026-04-30"),
        (FACT, "2026-05-31"),
        ("2026-05-31 balance Assets:P100:Vehicles 0.00 USD", "2026-05-31"),
        (COUNT, "2026-05-31"),
        ('2026-05-31 note Assets:Bank "no fact"', "2026-02-28"),
        (FACT + '2026-06-01 custom "plant-depreciation-horizon" 2026-04-15', "2026-03-31"),
        (FACT + '2026-06-01 custom "plant-depreciation-horizon" 2026-07-31', "2026-07-31"),
    ],
)
def test_the_horizon(load_ledger: Callable[[str], Any], fact: str, last: str) -> None:
    """The last month end on or before the latest transaction, balance, count or close, or what the directive says."""
    ledger = load_ledger(
        HEAD
        + "2026-01-01 open Assets:P100:RawMaterials\n"
        + bought("A", "2026-02-28", "1200.00")
        + asset("A", "2026-02-01", "1200.00", "1 year")
        + fact
        + "\n"
    )
    assert not ledger.errors
    assert str(made(ledger)[-1].date) == last


@pytest.mark.parametrize(
    ("proceeds", "gain"),
    [
        pytest.param("31000.00", "-1800.00", id="dep-os-disposal-gain"),
        pytest.param("27100.00", "2100.00", id="dep-os-disposal-loss"),
        pytest.param("29200.00", None, id="dep-os-disposal-even"),
    ],
)
def test_disposal_of_a_printing_press(
    load_ledger: Callable[[str], Any], proceeds: str, gain: str | None
) -> None:
    """OpenStax, Financial Accounting ch. 11: cost 58,000, salvage 10,000, 5 years, sold after 3: book value 29,200."""
    ledger = load_ledger(
        HEAD
        + bought("PRESS", "2020-01-01", "58000.00")
        + asset("PRESS", "2020-01-01", "58000.00", "5 years", "10000.00")
        + f'2023-01-01 * "Sold"\n  disposes: "PRESS"\n  Assets:Bank  {proceeds} USD\n  Assets:P100:Machinery\n'
        + '2025-01-01 * "Fact"\n  Assets:Bank  0.00 USD\n'
    )
    assert not ledger.errors
    sold = next(t for t in ledger.transactions if t.narration == "Sold")
    legs = {p.account: p.units.number for p in sold.postings[2:]}
    expected = {
        "Assets:P100:Machinery": D(proceeds) - 58000,
        f"{ACCUMULATED}:Machinery": D("28800.00"),
    }
    if gain:
        expected["Income:P100:GainOnDisposal"] = D(gain)
    assert legs == expected
    assert ledger.money("Assets:P100:Machinery") == ledger.money(ACCUMULATED) == {}
    assert sold.meta["filename"] == "<string>"
    if gain:
        assert sold.postings[-1].meta["formula"] == f"(58000.00 - 28800.00 - {proceeds}) USD"


@pytest.mark.parametrize(("proceeds", "gain"), [("290000.00", "82000.00"), ("440000.00", "-68000.00")])
def test_disposal_of_a_building(load_ledger: Callable[[str], Any], proceeds: str, gain: str) -> None:
    """Hoyle and Skender, dep-hs-disposal-loss and -gain: 600,000, salvage 30,000, 5 years, sold after two."""
    ledger = load_ledger(
        HEAD
        + "2020-01-01 open Income:Gains\n"
        + bought("B", "2020-01-01", "600000.00")
        + asset("B", "2020-01-01", "600000.00", "5 years", "30000.00", more="  gain-loss: Income:Gains\n")
        + f'2022-01-31 * "Sold"\n  disposes: "B"\n  Assets:Bank  {proceeds} USD\n  Assets:P100:Machinery\n'
        + '2023-01-01 * "Fact"\n  Assets:Bank  0.00 USD\n'
    )
    assert not ledger.errors
    assert ledger.money("Income:Gains") == {"USD": D(gain)}
    assert ledger.money("Expenses:Depreciation") == {"USD": D("228000.00")}


def test_scrapped_without_proceeds(load_ledger: Callable[[str], Any]) -> None:
    """TRY-ASSET-05 (Tryton 8.0): 1,500.00 with 500.00 accumulated, 24 months, 3 posted: 887.50 are written off."""
    ledger = load_ledger(
        HEAD
        + bought("A", "2026-01-01", "1500.00")
        + '2026-01-01 * "Opening"\n  asset: "A"\n'
        + f"  {ACCUMULATED}:Machinery  -500.00 USD\n  Equity:Opening\n2020-01-01 open {ACCUMULATED}:Machinery\n"
        + asset("A", "2026-01-01", "1500.00", "24 months", "100.00", more="  accumulated: 500.00 USD\n")
        + '2026-04-10 * "Scrapped"\n  disposes: "A"\n'
    )
    assert not ledger.errors
    assert [amount for _, amount in amounts(ledger, "Expenses:Depreciation:Plant")] == [D("37.50")] * 3
    assert ledger.money("Income:P100:GainOnDisposal") == {"USD": D("887.50")}
    assert ledger.money("Assets:P100") == {}


def test_an_asset_that_is_opened_part_way(load_ledger: Callable[[str], Any]) -> None:
    """ERP-ASSET-36 (ERPNext): 13,200.00, salvage 1,200.00, 12 months, 4 booked: 8 months of 1,000.00 remain."""
    ledger = load_ledger(
        HEAD
        + f"2020-01-01 open {ACCUMULATED}:Machinery\n"
        + '2026-01-01 * "Opening"\n  Assets:P100:Machinery  13200.00 USD\n    asset: "A"\n'
        + f"  {ACCUMULATED}:Machinery  -4000.00 USD\n  Equity:Opening\n"
        + asset("A", "2025-09-14", "13200.00", "1 year", "1200.00", more="  accumulated: 4000.00 USD\n")
        + '2026-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
    )
    assert not ledger.errors
    months = amounts(ledger, "Expenses:Depreciation:Plant")
    assert [amount for _, amount in months] == [D("1000.00")] * 8
    assert (months[0][0], months[-1][0]) == ("2026-01-31", "2026-08-31")
    assert ledger.money(f"{ACCUMULATED}:Machinery") == {"USD": D("-12000.00")}
    assert made(ledger)[0].postings[0].meta["formula"] == "(13200.00 - 1200.00 - 4000.00) USD / 8 months"


def test_catch_up_where_the_horizon_is_before_the_disposal(load_ledger: Callable[[str], Any]) -> None:
    """1,200.00 over a year; posted to February; sold on 20 May at 700.00: March and April come first."""
    ledger = load_ledger(
        HEAD
        + bought("A", "2026-01-01", "1200.00")
        + asset("A", "2026-01-01", "1200.00", "1 year")
        + '2026-01-01 custom "plant-depreciation-horizon" 2026-02-28\n'
        + '2026-05-20 * "Sold"\n  disposes: "A"\n  Assets:Bank  700.00 USD\n  Assets:P100:Machinery\n'
    )
    assert not ledger.errors
    sold = next(t for t in ledger.transactions if t.narration == "Sold")
    assert [(p.account, p.units.number) for p in sold.postings[2:]] == [
        ("Expenses:Depreciation:Plant", D("200.00")),
        (f"{ACCUMULATED}:Machinery", D("-200.00")),
        ("Assets:P100:Machinery", D("-500.00")),
        (f"{ACCUMULATED}:Machinery", D("400.00")),
        ("Income:P100:GainOnDisposal", D("100.00")),
    ]
    assert ledger.money("Assets:P100") == {}


def test_a_disposal_in_the_month_of_service(load_ledger: Callable[[str], Any]) -> None:
    """Neither month counts: no depreciation, the book value is the cost."""
    ledger = load_ledger(
        HEAD
        + bought("A", "2026-01-05", "1200.00")
        + asset("A", "2026-01-05", "1200.00", "1 year")
        + '2026-01-31 * "Sold"\n  disposes: "A"\n  Assets:Bank  1000.00 USD\n  Assets:P100:Machinery\n'
        + '2026-03-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
    )
    assert not ledger.errors
    assert not made(ledger)
    assert ledger.money("Income:P100:GainOnDisposal") == {"USD": D("200.00")}


def test_a_trade_in(load_ledger: Callable[[str], Any]) -> None:
    """The old machine's book value is 900.00 and 1,000.00 are credited for it; the new one costs 5,000.00."""
    ledger = load_ledger(
        HEAD
        + bought("OLD", "2026-01-01", "1200.00")
        + asset("OLD", "2026-01-01", "1200.00", "1 year")
        + '2026-04-10 * "Trade-in"\n  asset: "NEW"\n  disposes: "OLD"\n  Assets:P100:Machinery  5000.00 USD\n'
        + "  Assets:P100:Machinery  -1000.00 USD\n  Assets:Bank  -4000.00 USD\n"
        + asset("NEW", "2026-04-10", "5000.00", "50 months")
        + '2026-04-30 * "Fact"\n  Assets:Bank  0.00 USD\n'
    )
    assert not ledger.errors
    assert ledger.money("Assets:P100:Machinery") == {"USD": D("5000.00")}
    assert ledger.money(ACCUMULATED) == {"USD": D("-100.00")}
    assert ledger.money("Income:P100:GainOnDisposal") == {"USD": D("-100.00")}


def test_a_disposal_that_is_written_in_full(load_ledger: Callable[[str], Any]) -> None:
    """A person who wrote everything gets nothing added."""
    ledger = load_ledger(
        HEAD
        + f"2020-01-01 open {ACCUMULATED}:Machinery\n2020-01-01 open Income:Gain\n"
        + bought("A", "2026-01-01", "1200.00")
        + asset("A", "2026-01-01", "1200.00", "1 year")
        + '2026-04-10 * "Sold"\n  disposes: "A"\n  Assets:Bank  1000.00 USD\n  Assets:P100:Machinery  -1200.00 USD\n'
        + f"  {ACCUMULATED}:Machinery  300.00 USD\n  Income:Gain  -100.00 USD\n"
    )
    assert not ledger.errors
    assert len(next(t for t in ledger.transactions if t.narration == "Sold").postings) == 4


def test_two_assets_in_one_transaction(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(
        HEAD
        + '2026-01-01 * "Bought"\n  Assets:P100:Machinery  1200.00 USD\n    asset: "A"\n'
        + '  Assets:P100:Machinery:Robots  2400.00 USD\n    asset: "B"\n  Assets:Bank\n'
        + "2020-01-01 open Assets:P100:Machinery:Robots\n"
        + asset("A", "2026-01-01", "1200.00", "1 year")
        + asset("B", "2026-01-01", "2400.00", "1 year", account="Assets:P100:Machinery:Robots")
        + '2026-01-31 * "Sold"\n  Assets:Bank  3600.00 USD\n  Assets:P100:Machinery  -1200.00 USD\n    disposes: "A"\n'
        + '  Assets:P100:Machinery:Robots  -2400.00 USD\n    disposes: "B"\n'
    )
    assert not ledger.errors
    assert ledger.money("Assets:P100") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (bought("A", "2026-01-01", "1100.00"), "got 1100.00 USD with asset: \"A\", the directive says 1200.00 USD"),
        ("", 'Assets:P100:Machinery got nothing with asset: "A", expected 1200.00 USD; write asset: "A"'),
        (
            bought("A", "2026-01-01", "1200.00") + bought("PRES", "2026-01-01", "5.00"),
            'asset: unknown asset "PRES" (did you mean "PRESS"?)',
        ),
        (
            bought("A", "2026-01-01", "1200.00") + '2025-12-31 * "Sold"\n  disposes: "A"\n',
            "is disposed of on 2025-12-31, before its service of 2026-01-01",
        ),
        (
            bought("A", "2026-01-01", "1200.00")
            + '2026-02-01 * "Sold"\n  disposes: "A"\n2026-02-02 * "Sold"\n  disposes: "A"\n',
            "is disposed of twice: also at <string>:",
        ),
        (bought("A", "2026-01-01", "1200.00") + '2026-02-01 * "Sold"\n  disposes: "PRES"\n', 'unknown asset "PRES"'),
        (
            bought("A", "2026-01-01", "1200.00") + '2026-02-01 * "Sold"\n  disposes: 12\n', 'unknown asset "12"'
        ),
        (
            '2026-01-01 * "Bought"\n  asset: "A"\n  Assets:P100:Machinery  1200.00 EUR\n  Assets:Bank\n',
            "found 1200.00 EUR on Assets:P100:Machinery, expected USD",
        ),
    ],
)  # fmt: skip
def test_what_cannot_stand(load_ledger: Callable[[str], Any], text: str, message: str) -> None:
    ledger = load_ledger(
        HEAD
        + bought("PRESS", "2026-01-01", "58000.00")
        + asset("PRESS", "2026-01-01", "58000.00", "5 years", "10000.00")
        + asset("A", "2026-01-01", "1200.00", "1 year")
        + text
    )
    assert any(message in found for found in ledger.messages), ledger.messages
    assert {type(error).__name__ for error in ledger.errors} == {"AssetError"}
    assert all(error.source["lineno"] > 0 for error in ledger.errors)


def test_opened_after_its_life(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(
        HEAD
        + bought("A", "2026-01-01", "1200.00")
        + asset("A", "2024-01-01", "1200.00", "1 year", more="  accumulated: 1000.00 USD\n")
    )
    assert [m for m in ledger.messages if "life of 12 months was over" in m and "200.00 USD left" in m]


def test_an_opening_that_says_something_else(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(
        HEAD
        + f"2020-01-01 open {ACCUMULATED}:Machinery\n"
        + bought("A", "2026-01-01", "1200.00")
        + f'2026-01-01 * "Opening"\n  asset: "A"\n  {ACCUMULATED}:Machinery  -100.00 USD\n  Equity:Opening\n'
        + asset("A", "2026-01-01", "1200.00", "1 year", more="  accumulated: 200.00 USD\n")
    )
    assert any("got -100.00 USD" in m and "accumulated: 200.00 USD" in m for m in ledger.messages)


def test_metadata_of_others_is_left_alone(load_ledger: Callable[[str], Any]) -> None:
    """``asset:`` on a transaction that touches no account of an asset is none of our business."""
    ledger = load_ledger(
        HEAD
        + bought("A", "2026-01-01", "1200.00")
        + asset("A", "2026-01-01", "1200.00", "1 year")
        + '2026-01-01 * "Shares"\n  asset: "bonds"\n  Assets:Bank  1.00 USD\n  Equity:Opening\n'
    )
    assert not ledger.errors


def test_an_asset_that_is_in_service_after_the_horizon(load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(
        HEAD + bought("A", "2026-01-01", "1200.00") + asset("A", "2026-06-01", "1200.00", "1 year")
    )
    assert not ledger.errors
    assert not made(ledger)


def test_a_splitting_over_months_never_changes_the_sum(load_ledger: Callable[[str], Any]) -> None:
    """All of 60 assets, each month recomputed asset by asset from first principles."""
    parts, expected = [HEAD], {}
    for number in range(60):
        cost, life = 1000 + 37 * number, 3 + number % 11
        start = datetime.date(2024 + number % 2, 1 + number % 12, 1 + number % 28)
        parts += [
            bought(f"A{number}", str(start), f"{cost}.00"),
            asset(f"A{number}", str(start), f"{cost}.00", f"{life} months"),
        ]
        each = (D(cost) / life).quantize(D("0.01"), "ROUND_HALF_UP")
        for month in range(life):
            key = start.year * 12 + start.month - 1 + month
            amount = each if month < life - 1 else cost - each * (life - 1)
            expected[key] = expected.get(key, D(0)) + amount
    ledger = load_ledger("".join(parts) + '2027-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n')
    assert not ledger.errors
    found = {t.date.year * 12 + t.date.month - 1: t.postings[0].units.number for t in made(ledger)}
    assert found == expected


def test_depreciation_is_a_cost_of_its_cost_center(load_doc: Any) -> None:
    """
    plugin "beanplant"
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Income:P100:GainOnDisposal
    2026-01-01 open Expenses:P100:Absorbed:Machining
      onecommodity: FALSE
    2026-01-01 open Expenses:P100:CostCenters:Machining:Depreciation
      cost-component: "fixed-overhead"
    2026-01-01 custom "plant" "P100"
    2026-01-01 commodity HR-MACH
      activity: TRUE
    2026-01-01 custom "plant-standard-cost" 1 HR-MACH 10.00 USD
      fixed-overhead: 10.00 USD
    2026-01-01 custom "plant-cost-center" "MACHINING" Expenses:P100:CostCenters:Machining
      activity: HR-MACH
      absorbed: Expenses:P100:Absorbed:Machining
      capacity: 120 HR-MACH
    2026-01-10 * "Toolmaker" "Mill"
      asset: "MILL"
      Assets:P100:Machinery                    12000.00 USD
      Assets:Bank
    2026-01-10 custom "plant-asset" "MILL" Assets:P100:Machinery 12000.00 USD
      life: "10 months"
      expense: Expenses:P100:CostCenters:Machining:Depreciation
      gain-loss: Income:P100:GainOnDisposal
    2026-01-31 custom "plant-cost-center-close" "MACHINING"
    2026-02-10 * "Sold"
      disposes: "MILL"
      Assets:Bank                              10000.00 USD
      Assets:P100:Machinery
    """
    # 12,000 / 10 = 1,200 is the budget of 120 hours at 10.00, so spending has none, and all capacity is idle.
    assert not load_doc.errors
    variances = "Expenses:P100:Variances"
    assert load_doc.money(f"{variances}:FixedOverheadSpending") == {}
    assert load_doc.money(f"{variances}:FixedOverheadCapacity") == {"USD": D("1200.00")}
    assert load_doc.money("Income:P100:GainOnDisposal") == {"USD": D("800.00")}
