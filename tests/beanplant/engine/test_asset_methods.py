"""Methods and conventions in a ledger: disposals, revised estimates, formulas, and what cannot stand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Expenses:Depreciation
2018-01-01 open Income:Gain
2018-01-01 custom "plant" "P100"
"""
FACT = '2036-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
ACCUMULATED = "Assets:P100:AccumulatedDepreciation"
Load = Callable[[str], Any]


def bought(date: str, cost: str = "12000.00", more: str = "", name: str = "A") -> str:
    """A purchase and its asset; ``more`` is keys as ``life: ...~rate: ...``."""
    keys = "".join(f"  {key}\n" for key in more.split("~") if key)
    return (
        f'{date} * "Bought"\n  asset: "{name}"\n  Assets:P100:Machinery  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD\n'
        f"  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n{keys}"
    )


def sold(date: str, price: str = "0.00") -> str:
    return f'{date} * "Sold"\n  disposes: "A"\n  Assets:Bank  {price} USD\n  Assets:P100:Machinery  -{price} USD\n'


def expense(ledger: Any) -> list[tuple[str, D]]:
    return [
        (str(entry.date), posting.units.number)
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]


def formulas(ledger: Any) -> list[str]:
    return [
        posting.meta["formula"]
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]


def rules(ledger: Any) -> list[str]:
    return [
        posting.meta["rule"]
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]


@pytest.mark.parametrize(
    ("convention", "service", "disposal", "taken", "catch_up"),
    [
        # 12,000.00 over a year is 1,000.00 a month; sold in the second fiscal year or before.
        ("full-month", "2026-02-20", "2026-05-20", "3000.00", None),
        ("mid-month", "2026-02-20", "2026-05-20", "3000.00", "500.00"),
        ("half-month", "2026-02-20", "2026-05-20", "3000.00", "500.00"),
        ("half-month", "2026-02-20", "2026-05-10", "2500.00", None),
        ("nearest-month", "2026-02-20", "2026-05-20", "3000.00", "1000.00"),
        ("nearest-month", "2026-02-20", "2026-05-10", "2000.00", None),
        # 22 days from 20 February on are 12,000 x 9/365 = 295.89; 31 of March, 30 of April, 19 of May.
        ("daily", "2026-02-20", "2026-05-20", "2926.03", "624.66"),
        # Half a year of 2026 is spread over February to December: 6,000 / 11 = 545.45 a month. Sold within
        # the year nothing counts; in the next one the other half does, of which two months are posted, after
        # 11 x 545.45 = 5,999.95.
        ("half-year", "2026-02-20", "2026-05-20", "0.00", "-1636.35"),
        ("half-year", "2026-02-20", "2027-03-20", "12000.00", "4000.05"),
        # Deemed in service in the middle of February, sold in the middle of November: 9 months. Posted are
        # 9 x 10,500 / 11 = 9 x 954.55.
        ("mid-quarter", "2026-02-20", "2026-11-20", "9000.00", "409.05"),
        ("mid-quarter", "2026-02-20", "2027-03-20", "12000.00", "0.00"),
        ("full-year", "2026-02-20", "2026-05-20", "0.00", "-3272.73"),
    ],
)
def test_disposal_under_each_convention(
    load_ledger: Load, convention: str, service: str, disposal: str, taken: str, catch_up: str | None
) -> None:
    ledger = load_ledger(
        HEAD
        + bought(service, more=f'life: "1 year"~convention: "{convention}"')
        + sold(disposal, "5000.00")
        + FACT
    )
    assert not ledger.errors
    found = expense(ledger)
    assert sum(amount for _, amount in found) == D(taken)
    at_disposal = [amount for date, amount in found if date == disposal]
    assert at_disposal == ([D(catch_up)] if catch_up and D(catch_up) else [])
    assert all(date <= disposal for date, _ in found)
    assert ledger.money("Assets:P100") == {}
    assert ledger.money("Income:Gain").get("USD", D(0)) == 12000 - D(taken) - 5000


def test_the_formula_of_each_method(load_ledger: Load) -> None:
    terms = 'salvage: 2000.00 USD~life: "5 years"'
    usage = '2026-02-10 custom "plant-asset-usage" "A" 300\n2026-02-20 custom "plant-asset-usage" "A" 0.5\n'
    amount = '2026-02-10 custom "plant-asset-depreciation" "A" 77.00 USD\n'
    for more, event, first, rule in (
        (terms, "", "(12000.00 - 2000.00) USD / 60 months", "straight-line"),
        ('life: "5 years"', "", "12000.00 USD / 60 months", "straight-line"),
        (
            f'{terms}~convention: "mid-month"',
            "",
            "(12000.00 - 2000.00) USD x 0.5 / 60 months",
            "straight-line",
        ),
        (
            f'{terms}~convention: "daily"',
            "",
            "(12000.00 - 2000.00) USD x 19 / 1826 days",  # 10 to 28 February
            "straight-line",
        ),
        (
            f'{terms}~method: "declining-balance"~rate: "40 %"',
            "",
            "40 % x 12000.00 USD / 12 months",
            "declining-balance",
        ),
        (
            f'{terms}~method: "declining-balance"~factor: 1.5~convention: "daily"',
            "",
            "30 % x 12000.00 USD x 19/365",
            "declining-balance",
        ),
        (
            f'{terms}~method: "sum-of-years-digits"',
            "",
            "5/15 x (12000.00 - 2000.00) USD / 12 months",
            "sum-of-years-digits",
        ),
        (
            'salvage: 2000.00 USD~method: "units-of-production"~units: 40000',
            usage,
            "300.5 units x (12000.00 - 2000.00) USD / 40000 units",
            "units-of-production",
        ),
        ('salvage: 2000.00 USD~method: "manual"', amount, "77.00 USD as written", "manual"),
    ):
        ledger = load_ledger(HEAD + bought("2026-02-10", more=more) + event + FACT)
        assert not ledger.errors, ledger.messages
        assert formulas(ledger)[0] == first
        assert rules(ledger)[0] == f"depreciation.{rule}"


def test_the_formula_of_the_last_year_of_declining_balance(load_ledger: Load) -> None:
    """58,000.00 at 40 %: 12,528.00 after three years; the fourth stops at 10,000.00."""
    more = 'salvage: 10000.00 USD~life: "5 years"~method: "declining-balance"~factor: 2.0'
    ledger = load_ledger(HEAD + bought("2026-01-01", "58000.00", more) + FACT)
    assert formulas(ledger)[36] == "(12528.00 - 10000.00) USD / 12 months"
    assert len(formulas(ledger)) == 48
    switched = load_ledger(
        HEAD + bought("2026-01-01", "1000.00", more.replace("10000.00", "0.00") + "~switch: TRUE")
    )
    assert not switched.errors


def test_methods_together(load_ledger: Load) -> None:
    """Two methods on one account are one posting, which says so."""
    ledger = load_ledger(
        HEAD
        + bought("2026-01-01", more='life: "1 year"')
        + bought("2026-01-01", more='life: "2 years"~method: "sum-of-years-digits"', name="B")
        + FACT
    )
    assert not ledger.errors
    assert expense(ledger)[0] == ("2026-01-31", D("1666.67"))  # 1,000.00 and 2/3 x 12,000.00 / 12
    assert rules(ledger) == ["depreciation.several-methods"] * 12 + ["depreciation.sum-of-years-digits"] * 12
    assert formulas(ledger)[0] == "2 assets; the asset register shows each"
    assert formulas(ledger)[12] == "1/3 x 12000.00 USD / 12 months"


def test_a_short_fiscal_year(load_ledger: Load) -> None:
    """Fiscal years end in December, from 2026 on in June: the first half of 2026 is a year. 40 % x 6/12 of it."""
    years = (
        '2018-01-01 custom "fava-option" "fiscal-year-end" "12-31"\n'
        '2026-01-01 custom "fava-option" "fiscal-year-end" "06-30"\n'
    )
    more = 'life: "5 years"~method: "declining-balance"~rate: 0.4'
    ledger = load_ledger(HEAD + years + bought("2025-01-01", "10000.00", more) + FACT)
    assert not ledger.errors
    found = expense(ledger)
    by_year = [sum(amount for date, amount in found if begin < date <= end) for begin, end in (
        ("2024-12-31", "2025-12-31"), ("2025-12-31", "2026-06-30"), ("2026-06-30", "2027-06-30"),
    )]  # fmt: skip
    assert by_year == [4000, 1200, 1920]


def test_a_change_of_method(load_ledger: Load) -> None:
    """Double declining for two years, then the straight line over the three that are left: 3,600.00 / 36."""
    more = 'life: "5 years"~method: "declining-balance"~factor: 2.0'
    change = '2027-12-31 custom "plant-asset-change" "A"\n  method: "straight-line"\n'
    ledger = load_ledger(HEAD + bought("2026-01-01", "10000.00", more) + change + FACT)
    assert not ledger.errors
    found = expense(ledger)
    assert sum(amount for date, amount in found if date < "2028") == 6400
    assert [amount for date, amount in found if date > "2028"] == [100] * 36
    assert formulas(ledger)[24] == "3600.00 USD / 36 months"
    assert rules(ledger)[23:25] == ["depreciation.declining-balance", "depreciation.straight-line"]


def test_a_change_does_not_touch_what_was_posted(load_ledger: Load) -> None:
    asset = bought("2026-01-01", "1000.00", 'life: "7 months"')
    before = expense(load_ledger(HEAD + asset + FACT))
    change = '2026-04-01 custom "plant-asset-change" "A"\n  life: "1 year"\n  salvage: "10 %"\n'
    after = expense(load_ledger(HEAD + asset + change + FACT))
    assert after[:3] == before[:3]
    assert len(after) == 12
    assert sum(amount for _, amount in after) == 900


def test_a_change_in_the_month_of_service(load_ledger: Load) -> None:
    """Service is deemed to begin in June; the change of May replaces what the asset began with."""
    ledger = load_ledger(
        HEAD
        + bought("2026-05-20", "1200.00", 'life: "2 years"~convention: "nearest-month"')
        + '2026-05-25 custom "plant-asset-change" "A"\n  life: "1 year"\n'
        + FACT
    )
    assert not ledger.errors
    assert [amount for _, amount in expense(ledger)] == [100] * 12
    assert expense(ledger)[0][0] == "2026-06-30"


def test_a_revised_life_in_units(load_ledger: Load) -> None:
    """1,000 of 4,000 units are used: 250.00 of 1,000.00; 1,500 are left of the new life, 0.50 each."""
    ledger = load_ledger(
        HEAD
        + bought("2026-01-01", "1000.00", 'method: "units-of-production"~units: 4000')
        + '2026-01-20 custom "plant-asset-usage" "A" 1000\n'
        + '2026-03-01 custom "plant-asset-change" "A"\n  units: 2500\n'
        + '2026-03-20 custom "plant-asset-usage" "A" 300\n'
        + '2026-05-20 custom "plant-asset-usage" "A" 1200\n'
    )
    assert not ledger.errors
    assert expense(ledger) == [("2026-01-31", D(250)), ("2026-03-31", D(150))]
    # The reading of 20 May is the latest fact: May has not ended.
    later = load_ledger(HEAD + bought("2026-01-01", "1000.00", 'method: "units-of-production"~units: 2500')
                        + '2026-05-31 custom "plant-asset-usage" "A" 2500\n')  # fmt: skip
    assert expense(later) == [("2026-05-31", D(1000))]


def test_units_of_an_asset_that_is_opened_part_way(load_ledger: Load) -> None:
    """A quarter of 1,000.00 was taken elsewhere, so 3,000 of the 4,000 units are left, at 0.25."""
    ledger = load_ledger(
        HEAD
        + '2025-12-31 open Assets:P100:AccumulatedDepreciation:Machinery\n2025-12-31 * "Opening, in one sum"\n'
        + "  Assets:P100:AccumulatedDepreciation:Machinery  -250.00 USD\n  Assets:Bank\n"
        + bought("2026-01-01", "1000.00", 'method: "units-of-production"~units: 4000~accumulated: 250.00 USD')
        + '2026-01-20 custom "plant-asset-usage" "A" 3000\n'
        + FACT
    )
    assert not ledger.errors
    assert expense(ledger) == [("2026-01-31", D(750))]


def test_use_in_the_month_of_disposal(load_ledger: Load) -> None:
    ledger = load_ledger(
        HEAD
        + bought("2026-01-01", "1000.00", 'method: "units-of-production"~units: 1000')
        + '2026-02-28 custom "plant-asset-usage" "A" 100\n2026-03-10 custom "plant-asset-usage" "A" 50\n'
        + sold("2026-03-15", "900.00")
        + FACT
    )
    assert not ledger.errors
    assert expense(ledger) == [("2026-02-28", D(100)), ("2026-03-15", D(50))]
    assert ledger.money("Income:Gain") == {"USD": D(-50)}


MANUAL = bought("2026-01-01", "1000.00", 'method: "manual"~salvage: 100.00 USD')
UNITS = bought("2026-01-01", "1000.00", 'method: "units-of-production"~units: 1000')
SL = bought("2026-01-01", "1000.00", 'life: "5 years"')


@pytest.mark.parametrize(
    ("text", "message", "taken"),
    [
        (
            UNITS
            + '2026-01-31 custom "plant-asset-usage" "A" 900\n2026-02-28 custom "plant-asset-usage" "A" 150\n',
            "150 units on 2026-02-28 are 50 more than its life of 1000 units; correct them, or revise units:",
            1000,
        ),
        (
            MANUAL + '2026-01-31 custom "plant-asset-depreciation" "A" 901.00 USD\n',
            "901.00 USD on 2026-01-31 is more than is left of cost less salvage, 900.00 USD",
            900,
        ),
        (
            UNITS + sold("2026-02-10") + '2026-02-28 custom "plant-asset-usage" "A" 1\n',
            "has use on 2026-02-28, after its disposal on 2026-02-10; delete it",
            0,
        ),
        (
            MANUAL + sold("2026-02-10") + '2026-02-28 custom "plant-asset-depreciation" "A" 1.00 USD\n',
            "has depreciation on 2026-02-28, after its disposal on 2026-02-10; delete it",
            0,
        ),
        (
            SL + sold("2026-02-10") + '2026-02-28 custom "plant-asset-change" "A"\n  life: "6 years"\n',
            "is changed on 2026-02-28, after its disposal on 2026-02-10",
            None,
        ),
        (
            SL + '2027-01-01 custom "plant-asset-change" "A"\n  life: "1 year"\n',
            "its life of 12 months was over when it was changed on 2027-01-01, with 799.96 USD left",
            None,
        ),
        (
            SL + '2030-01-01 custom "plant-asset-change" "A"\n  salvage: 500.00 USD\n',
            "salvage 500.00 is above the book value, 199.84 USD; correct salvage: or accumulated:",
            None,
        ),
        (SL + sold("2025-12-31"), "is disposed of on 2025-12-31, before its service of 2026-01-01", 1000),
    ],
)
def test_what_cannot_stand(load_ledger: Load, text: str, message: str, taken: int | None) -> None:
    ledger = load_ledger(HEAD + text + FACT)
    assert len(ledger.messages) == 1, ledger.messages
    assert message in ledger.messages[0]
    assert ledger.errors[0].source["lineno"] > 0
    if taken is not None:
        assert sum(amount for _, amount in expense(ledger)) == taken


METHODS = {
    "straight-line": 'life: "{life} months"',
    "declining-balance": 'life: "{life} months"~factor: 2.0~switch: {switch}',
    "sum-of-years-digits": 'life: "{life} months"',
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cost=st.integers(1, 10**7),
    salvage=st.integers(0, 99),
    method=st.sampled_from(sorted(METHODS)),
    convention=st.sampled_from(
        [
            "full-month",
            "mid-month",
            "half-month",
            "nearest-month",
            "daily",
            "half-year",
            "mid-quarter",
            "full-year",
        ]
    ),
    service=st.dates(datetime.date(2020, 1, 1), datetime.date(2023, 12, 31)),
    life=st.integers(1, 96),
    switch=st.booleans(),
    year_end=st.integers(1, 12),
    held=st.none() | st.integers(0, 3000),
    change=st.none() | st.integers(1, 95),
)
def test_a_ledger_never_passes_the_base(
    load_ledger: Load,
    cost: int,
    salvage: int,
    method: str,
    convention: str,
    service: datetime.date,
    life: int,
    switch: bool,
    year_end: int,
    held: int | None,
    change: int | None,
) -> None:
    """All of cost less salvage and no more; nothing after a disposal, which leaves nothing on the accounts."""
    price = D(cost) / 100
    more = METHODS[method].format(life=life, switch=str(switch).upper())
    more += f'~method: "{method}"~convention: "{convention}"~salvage: "{salvage} %"'
    text = f'2018-01-01 custom "fava-option" "fiscal-year-end" "{year_end:02d}-28"\n'
    text += bought(str(service), str(price), more)
    disposal = service + datetime.timedelta(held) if held is not None else None
    if disposal:
        text += sold(str(disposal), "1.00")
    if change is not None and change < life:
        month = service.year * 12 + service.month - 1 + change
        date = datetime.date(month // 12, month % 12 + 1, 1)
        if disposal is None or date < disposal:
            text += f'{date} custom "plant-asset-change" "A"\n  life: "{life + 7} months"\n'
    ledger = load_ledger(HEAD + text + FACT)
    assert not ledger.errors, ledger.messages
    found = expense(ledger)
    total = sum((amount for _, amount in found), D(0))
    kept = (price * salvage / 100).quantize(D("0.01"), "ROUND_HALF_UP")
    if disposal is None:
        assert total == price - kept
        assert all(amount > 0 for _, amount in found)
    else:
        assert 0 <= total <= price - kept
        assert all(date <= str(disposal) for date, _ in found)
        assert ledger.money("Assets:P100") == {}
        assert ledger.money("Income:Gain").get("USD", D(0)) == price - total - 1
