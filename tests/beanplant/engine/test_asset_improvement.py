"""Improvements: cost that an asset gets in service, over what is left of its life; and what only prolongs it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

import pytest

Load = Callable[[str], Any]
FIVE = 'life: "5 years"'


def cents(value: Fraction) -> D:
    return (D(value.numerator) / D(value.denominator)).quantize(D("0.01"), ROUND_HALF_UP)


def test_it_is_spread_over_what_is_left(load_ledger: Load, assets: Any) -> None:
    """
    12,000 over five years, 3,600 more after two: (12,000 - 4,800 + 3,600) / 36 = 300 a month.
    """
    books = assets.books(
        load_ledger, assets.bought("CNC", "12000.00", FIVE), assets.improved("CNC", "2028-01-01", "3600.00")
    )
    assert books.months() == [D(200)] * 24 + [D(300)] * 36
    assert books.balance(assets.MACHINERY) == D(15600)
    assert books.balance(assets.CONTRA) == D(-15600)


def test_with_a_longer_life_and_a_new_salvage(load_ledger: Load, assets: Any) -> None:
    """
    60,000 over 10 years has 36,000 after six. 20,000 more, 14 years in all, 4,000 salvage: (24,000 + 20,000 - 4,000) /
    8 years = 5,000 a year.
    """
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "60000.00", 'life: "10 years"', date="2020-01-01"),
        assets.improved("CNC", "2026-01-01", "20000.00", 'life: "14 years"~salvage: 4000.00 USD'),
        '2033-12-31 custom "plant-depreciation-horizon" 2033-12-31\n',
    )
    # 40,000 / 96 = 416.67 a month, the last one 416.35
    assert books.years(2025, 2033) == [D(6000), *[D("5000.04")] * 7, D("4999.72")]
    assert books.balance("Assets:P100") == D(4000)


def test_a_debit_of_accumulated_depreciation_prolongs_the_life(load_ledger: Load, assets: Any) -> None:
    """
    48,000 over 8 years has 36,000 after six. An overhaul for 12,000 is debited to accumulated depreciation, the life is
    10 years: (48,000 - 24,000) / 4 = 6,000 a year. The cost stays.
    """
    overhaul = (
        '2026-01-01 * "Overhaul"\n  asset: "TRUCK"\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  12000.00 USD\n  Assets:Bank\n"
        '2026-01-01 custom "plant-asset-improvement" "TRUCK" 12000.00 USD\n  life: "10 years"\n'
    )
    books = assets.books(
        load_ledger, assets.bought("TRUCK", "48000.00", 'life: "8 years"', date="2020-01-01"), overhaul
    )
    assert books.years(2025, 2030) == [D(6000)] * 5 + [D(0)]
    assert books.balance(assets.MACHINERY) == D(48000)
    assert books.balance(assets.CONTRA) == D(-48000)


def test_after_it_was_fully_depreciated(load_ledger: Load, assets: Any) -> None:
    """58,000 down to its salvage of 10,000; 2,000 more, two more years, no salvage: 12,000 / 24 = 500 a month."""
    books = assets.books(
        load_ledger,
        assets.bought("PRESS", "58000.00", f"{FIVE}~salvage: 10000.00 USD", date="2020-01-01"),
        assets.improved("PRESS", "2026-01-01", "2000.00", 'life: "8 years"~salvage: 0.00 USD'),
    )
    assert books.years(2024, 2028) == [D(9600), D(0), D(6000), D(6000), D(0)]


@pytest.mark.parametrize(
    ("date", "first"),
    [
        # in the month of service, and on its first day: (12,000 + 600) / 60
        ("2026-01-01", [D(210), D(210)]),
        ("2026-01-20", [D(210), D(210)]),
        # on its last day: from February on, (12,000 - 200 + 600) / 59 = 210.169
        ("2026-01-31", [D(200), D("210.17")]),
        ("2026-02-01", [D(200), D("210.17")]),
    ],
)
def test_from_which_month_it_counts(load_ledger: Load, assets: Any, date: str, first: list[D]) -> None:
    books = assets.books(
        load_ledger, assets.bought("CNC", "12000.00", FIVE), assets.improved("CNC", date, "600.00")
    )
    assert books.months()[:2] == first
    assert sum(books.months()) == D(12600)


@pytest.mark.parametrize(
    ("convention", "gone"),
    [
        # of 48 months from 20 February 2026, gone at 1 June 2027
        ("full-month", Fraction(16)),
        ("mid-month", Fraction(31, 2)),
        ("half-month", Fraction(31, 2)),
        ("nearest-month", Fraction(15)),
        ("half-year", Fraction(6 + 5)),
        ("mid-quarter", Fraction(21, 2) + 5),
        ("full-year", Fraction(12 + 5)),
        ("partial-month", Fraction(9, 28) + 15),
    ],
)
def test_every_convention(load_ledger: Load, assets: Any, convention: str, gone: Fraction) -> None:
    """9,600 over 48 months, 1,000 more on 10 June 2027: the month has 1/left of what is left."""
    keys = f'life: "4 years"~salvage: 2400.00 USD~convention: "{convention}"'
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", keys, date="2026-02-20"),
        assets.improved("CNC", "2027-06-10", "1000.00"),
    )
    by_month = dict(books.postings("Expenses:Depreciation"))
    taken = sum((amount for date, amount in by_month.items() if date < "2027-06-01"), D(0))
    assert abs(Fraction(taken) - 9600 * gone / 48) < Fraction(1, 10)
    assert by_month["2027-06-30"] == cents((Fraction(10600) - Fraction(taken)) / (48 - gone))
    assert sum(by_month.values()) == D(10600)


def test_by_days(load_ledger: Load, assets: Any) -> None:
    """1 June 2027 is day 466 of 1,461: June has 30 of the 995 that are left."""
    keys = 'life: "4 years"~salvage: 2400.00 USD~convention: "daily"'
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", keys, date="2026-02-20"),
        assets.improved("CNC", "2027-06-10", "1000.00"),
    )
    by_month = dict(books.postings("Expenses:Depreciation"))
    taken = sum((amount for date, amount in by_month.items() if date < "2027-06-01"), D(0))
    assert by_month["2027-06-30"] == cents((Fraction(10600) - Fraction(taken)) * 30 / 995)
    assert sum(by_month.values()) == D(10600)


def test_sum_of_the_years_digits(load_ledger: Load, assets: Any) -> None:
    """15,000: 5,000, 4,000; 3,000 more, 9,000 over 3 + 2 + 1: 4,500, 3,000, 1,500."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "15000.00", f'{FIVE}~method: "sum-of-years-digits"'),
        assets.improved("CNC", "2027-12-31", "3000.00"),
    )
    assert books.years(2026, 2030) == [D(5000), D(4000), D(4500), D(3000), D(1500)]


DOUBLE = f'{FIVE}~method: "declining-balance"~factor: 2.0'


def test_declining_balance_at_the_beginning_of_a_year(load_ledger: Load, assets: Any) -> None:
    """10,000 at 40 %: 4,000; (6,000 + 1,000) x 40 % = 2,800; 4,200 x 40 % = 1,680."""
    books = assets.books(
        load_ledger, assets.bought("CNC", "10000.00", DOUBLE), assets.improved("CNC", "2026-12-31", "1000.00")
    )
    assert books.years(2026, 2028) == [D(4000), D(2800), D(1680)]


def test_declining_balance_within_a_year(load_ledger: Load, assets: Any) -> None:
    """The year's rate of its beginning goes on, and half of the rate of what joins: 4,000 + 1,000 x 40 % / 2 = 4,200.

    Then (11,000 - 4,200) x 40 % = 2,720. A trifle changes no more than a trifle.
    """
    books = assets.books(
        load_ledger, assets.bought("CNC", "10000.00", DOUBLE), assets.improved("CNC", "2026-07-15", "1000.00")
    )
    assert books.years(2026, 2027) == [D(4200), D(2720)]
    assert sum(books.months()) == D(11000)
    small = assets.books(
        load_ledger, assets.bought("CNC", "10000.00", DOUBLE), assets.improved("CNC", "2026-07-15", "1.00")
    )
    assert small.year(2026) == D("4000.20")


def test_after_the_switch_to_the_straight_line(load_ledger: Load, assets: Any) -> None:
    """40 %, straight from the fourth year: 2,160 over two years; 600 more on 1 July of the last: 540 + 540 + 600."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "10000.00", f"{DOUBLE}~switch: TRUE"),
        assets.improved("CNC", "2030-07-01", "600.00"),
    )
    assert books.years(2026, 2030) == [D(4000), D(2400), D(1440), D(1080), D(1680)]


def test_units_of_production(load_ledger: Load, assets: Any) -> None:
    """1,000 for 1,000 units, 200 used. 80 more: 880 for 800 units, of which 100 in March: 110."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "1000.00", 'method: "units-of-production"~units: 1000'),
        '2026-02-20 custom "plant-asset-usage" "CNC" 200\n',
        assets.improved("CNC", "2026-02-28", "80.00"),
        '2026-03-20 custom "plant-asset-usage" "CNC" 100\n',
    )
    assert books.months() == [D(200), D(110)]


def test_units_of_production_with_more_units(load_ledger: Load, assets: Any) -> None:
    """1,000 for 1,000 units, 200 used. 400 more and 1,400 units in all: 1,200 for 1,200 units."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "1000.00", 'method: "units-of-production"~units: 1000'),
        '2026-02-20 custom "plant-asset-usage" "CNC" 200\n',
        assets.improved("CNC", "2026-02-28", "400.00", "units: 1400"),
        '2026-03-20 custom "plant-asset-usage" "CNC" 100\n',
    )
    assert books.months() == [D(200), D(100)]


def test_by_hand(load_ledger: Load, assets: Any) -> None:
    """What a person writes may then use the improvement as well."""
    amounts = "".join(
        f'{date} custom "plant-asset-depreciation" "CNC" {amount} USD\n'
        for date, amount in (("2026-03-31", "900.00"), ("2026-06-30", "200.00"))
    )
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "1000.00", 'method: "manual"'),
        assets.improved("CNC", "2026-04-01", "100.00"),
        amounts,
    )
    assert books.months() == [D(900), D(200)]


def test_opened_part_way(load_ledger: Load, assets: Any) -> None:
    """12,000 with 4,800 accumulated at the end of 2027, five years from 2026; 3,600 more in 2029: 8,400 over 24."""
    opening = (
        '2027-12-31 * "Opening"\n  asset: "CNC"\n  Assets:P100:Machinery  12000.00 USD\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  -4800.00 USD\n  Assets:Bank\n"
        '2026-01-01 custom "plant-asset" "CNC" Assets:P100:Machinery 12000.00 USD\n'
        f"  {FIVE}\n  accumulated: 4800.00 USD\n  expense: Expenses:Depreciation\n"
    )
    books = assets.books(load_ledger, opening, assets.improved("CNC", "2029-01-01", "3600.00"))
    assert books.months() == [D(200)] * 12 + [D(350)] * 24
    early = assets.messages(load_ledger, opening, assets.improved("CNC", "2027-06-30", "3600.00"))
    assert "is improved on 2027-06-30: that is in accumulated: already" in early[-1]


def test_two_in_a_month_and_a_change_between(load_ledger: Load, assets: Any) -> None:
    """12,000 - 4,800 + 600 + 600 over 36 months, that become 48 by a change of the same month: 175."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        assets.improved("CNC", "2028-01-05", "600.00"),
        '2028-01-10 custom "plant-asset-change" "CNC"\n  life: "6 years"\n',
        assets.improved("CNC", "2028-01-25", "600.00"),
    )
    assert books.months() == [D(200)] * 24 + [D(175)] * 48


def test_changes_of_one_month_add_up(load_ledger: Load, assets: Any) -> None:
    """A salvage of 1,200 on the 5th and a life of six years on the 10th: (7,200 - 1,200) / 48 = 125."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        '2028-01-05 custom "plant-asset-change" "CNC"\n  salvage: 1200.00 USD\n',
        '2028-01-10 custom "plant-asset-change" "CNC"\n  life: "6 years"\n',
    )
    assert books.months() == [D(200)] * 24 + [D(125)] * 48


def test_an_earlier_horizon(load_ledger: Load, assets: Any) -> None:
    """Posted to the horizon; the sale catches up what is left: 12,000 + 3,600 - 24 x 200 - 6 x 300 = 9,000."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        assets.improved("CNC", "2028-01-01", "3600.00"),
        assets.sold("CNC", "2028-07-10", "1000.00"),
        '2026-12-31 custom "plant-depreciation-horizon" 2026-12-31\n',
    )
    assert books.years(2026, 2028) == [D(2400), D(0), D(2400 + 1800)]
    assert books.gain == D(1000 - 9000)
    assert books.balance("Assets:P100") == 0


COST = '2028-01-01 * "Improved"\n  asset: "CNC"\n  Assets:P100:Machinery  100.00 USD\n  Assets:Bank\n'
SAYS = '2028-01-01 custom "plant-asset-improvement" "CNC" 100.00 USD\n'


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ((COST,), "Assets:P100:Machinery got 12100.00 USD with asset:"),
        (
            (SAYS,),
            "its improvement of 100.00 USD on 2028-01-01 is not on the account: Assets:P100:Machinery got 12000.00"
            ' USD with asset: "CNC", the directives say 12100.00 USD; book it there',
        ),
        (
            (COST.replace("100.00", "90.00"), SAYS),
            "its improvement of 100.00 USD on 2028-01-01 is not on the account: Assets:P100:Machinery got 12090.00",
        ),
        (
            (COST, SAYS, COST.replace("100.00", "50.00")),
            "got 12150.00 USD (with improvements of 100.00 USD) with asset:",
        ),
        (
            (COST.replace(":Machinery  100", ":AccumulatedDepreciation:Machinery  100"),),
            "AccumulatedDepreciation:Machinery was debited 100.00 USD",
        ),
        ((COST, SAYS.replace("100.00 USD", "100.00 EUR")), "found 100.00 EUR, expected USD"),
        ((COST, SAYS.replace("100.00", "-100.00")), "expected the cost of the improvement, above zero"),
        ((COST, SAYS.replace('"CNC"', '"CNX"')), 'unknown asset "CNX" (did you mean "CNC"?)'),
        (
            (COST.replace("2028", "2031"), SAYS.replace("2028", "2031")),
            "its life of 60 months was over when it was improved on 2031-01-01, with 100.00 USD left; correct life:",
        ),
        (
            (COST, SAYS, '2027-05-01 * "Sold"\n  disposes: "CNC"\n'),
            "is improved on 2028-01-01, after its disposal on 2027-05-01",
        ),
        ((COST, SAYS + '  life: "2 years"\n'), "its life of 24 months was over when it was changed"),
    ],
)
def test_what_cannot_stand(load_ledger: Load, assets: Any, texts: tuple[str, ...], message: str) -> None:
    found = assets.messages(load_ledger, assets.bought("CNC", "12000.00", FIVE), *texts)
    assert any(message in each for each in found), found


def test_an_improvement_that_nothing_was_booked_for_is_an_error_at_its_line(
    load_ledger: Load, assets: Any
) -> None:
    ledger = load_ledger(assets.HEAD + assets.bought("CNC", "12000.00", FIVE) + SAYS + assets.FACT)
    lines = (assets.HEAD + assets.bought("CNC", "12000.00", FIVE) + SAYS).splitlines()
    assert [error.source["lineno"] for error in ledger.errors] == [lines.index(SAYS.strip()) + 1]


def test_the_arithmetic_is_told(load_ledger: Load, assets: Any) -> None:
    books = assets.books(
        load_ledger, assets.bought("CNC", "12000.00", FIVE), assets.improved("CNC", "2028-01-01", "3600.00")
    )
    entry = next(each for each in books.ledger.transactions if str(each.date) == "2028-01-31")
    assert entry.postings[0].meta["formula"] == "10800.00 USD / 36 months"


@pytest.mark.parametrize(("salvage", "month"), [("18000.00 USD", D("366.67")), ('"20 %"', D("666.67"))])
def test_a_salvage_value_is_of_the_cost_with_the_improvement(
    load_ledger: Load, assets: Any, salvage: str, month: D
) -> None:
    """
    An extension is more than the hall was: 12,000 with 2,400 a year, 24,000 more after two; 31,200 - 18,000 over 36
    months is 366.67, as a share 36,000 x 20 % = 7,200, so 24,000 / 36 = 666.67.
    """
    books = assets.books(
        load_ledger,
        assets.bought("HALL", "12000.00", FIVE),
        assets.improved("HALL", "2028-01-01", "24000.00", f"salvage: {salvage}"),
    )
    assert books.months()[24] == month
