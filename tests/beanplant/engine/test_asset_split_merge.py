"""Splits and mergers: one asset becomes several, several become one, and nothing is lost."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]
FIVE = 'life: "5 years"'
CONVENTIONS = (
    "full-month", "mid-month", "half-month", "nearest-month", "daily", "half-year", "mid-quarter", "full-year",
    "partial-month",
)  # fmt: skip
METHODS = (
    FIVE,
    f'{FIVE}~method: "declining-balance"~factor: 2.0',
    f'{FIVE}~method: "declining-balance"~rate: 0.3~switch: TRUE',
    f'{FIVE}~method: "sum-of-years-digits"',
)


def split(date: str, *parts: str, name: str = "LINE", more: str = "") -> str:
    listed = " ".join(f'"{part.split()[0]}" {part.split()[1]} USD' for part in parts)
    return f'{date} custom "plant-asset-split" "{name}" {listed}\n{more}'


def merge(date: str, *names: str) -> str:
    return f'{date} custom "plant-asset-merge" {" ".join(chr(34) + name + chr(34) for name in names)}\n'


def test_a_fifth_becomes_an_asset(load_ledger: Load, assets: Any) -> None:
    """120,000 with 12,000 salvage over five years: 1,800 a month, 21,600 after a year. A fifth: 24,000 and 4,320."""
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "120000.00", f"{FIVE}~salvage: 12000.00 USD"),
        split("2027-01-10", "NEW 24000.00"),
    )
    assert books.by_asset("Split of LINE") == [
        ("LINE", assets.MACHINERY, D(-24000)),
        ("LINE", assets.CONTRA, D(4320)),
        ("NEW", assets.MACHINERY, D(24000)),
        ("NEW", assets.CONTRA, D(-4320)),
    ]
    assert books.years(2026, 2031) == [D(21600)] * 5 + [D(0)]
    assert books.balance(assets.MACHINERY) == D(120000)
    assert books.balance("Assets:P100") == D(12000)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("keys", METHODS)
@pytest.mark.parametrize("sale", ["2027-06-20", "2028-11-02"])
def test_together_they_do_what_the_one_did(
    load_ledger: Load, assets: Any, convention: str, keys: str, sale: str
) -> None:
    bought = assets.bought(
        "LINE", "12000.00", f'{keys}~salvage: 600.00 USD~convention: "{convention}"', date="2026-02-20"
    )
    one = assets.books(load_ledger, bought, assets.sold("LINE", sale, "0.00"))
    several = assets.books(
        load_ledger,
        bought,
        split("2027-05-10", "A 3000.00", "B 2000.00"),
        *(assets.sold(name, sale, "0.00") for name in ("LINE", "A", "B")),
    )
    assert abs(several.gain - one.gain) <= D("0.15")  # months are rounded
    assert several.balance("Assets:P100") == 0


def test_each_has_its_own_events(load_ledger: Load, assets: Any) -> None:
    """12,000: half from 2028, 3,600 left. It lives six years in all, 75 a month; 600 more in 2030: 100; it is sold."""
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "12000.00", FIVE),
        split("2028-01-01", "NEW 6000.00", more='  name: "The other half"\n'),
        '2028-01-01 custom "plant-asset-change" "NEW"\n  life: "6 years"\n',
        '2029-01-01 custom "plant-asset-transfer" "NEW" Assets:P200:Machinery\n  expense: Expenses:Other\n',
        assets.improved("NEW", "2030-01-01", "600.00", account="Assets:P200:Machinery"),
        assets.sold("NEW", "2030-07-01", "1000.00", account="Assets:P200:Machinery"),
    )
    assert books.year(2028) == D(1200 + 900)
    assert books.months("Expenses:Other") == [D(75)] * 12 + [D(100)] * 6
    assert books.gain == D(1000 - (6600 - 2400 - 900 - 900 - 600))
    assert books.balance("Assets:P200") == 0


def test_a_split_of_a_split(load_ledger: Load, assets: Any) -> None:
    books = assets.books(
        load_ledger,
        split("2029-01-01", "C 1000.00", name="B"),
        assets.bought("LINE", "12000.00", FIVE),
        split("2028-01-01", "B 6000.00"),
        assets.sold("C", "2029-06-01", "0.00"),
    )
    # 400 left over 24 months: 16.67 a month, five of them
    assert books.gain == D("-316.65")


def test_opened_part_way_in_periods_of_ten_months(load_ledger: Load, assets: Any) -> None:
    """120,000 over 60 months with 20,000 accumulated: a fifth has 4,000 in each ten months, the rest 16,000."""
    opening = (
        '2026-10-31 * "Opening"\n  asset: "LINE"\n  Assets:P100:Machinery  120000.00 USD\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  -20000.00 USD\n  Assets:Bank\n"
        '2026-01-01 custom "plant-asset" "LINE" Assets:P100:Machinery 120000.00 USD\n'
        f"  {FIVE}\n  accumulated: 20000.00 USD\n  expense: Expenses:Depreciation\n"
    )
    books = assets.books(
        load_ledger,
        opening,
        split("2026-11-01", "NEW 24000.00"),
        '2026-11-01 custom "plant-asset-transfer" "NEW" Assets:P200:Machinery\n  expense: Expenses:Other\n',
    )
    assert books.months("Expenses:Depreciation") == [D(1600)] * 50
    assert books.months("Expenses:Other") == [D(400)] * 50
    assert books.by_asset("Split of LINE")[3] == ("NEW", assets.CONTRA, D(-4000))


def test_units_of_production(load_ledger: Load, assets: Any) -> None:
    """1.00 a unit; 100 used. 400 of the cost goes to NEW: 0.60 and 0.40 a unit, each by its own readings."""
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "1000.00", 'method: "units-of-production"~units: 1000'),
        '2026-01-20 custom "plant-asset-usage" "LINE" 100\n',
        split("2026-01-31", "NEW 400.00"),
        '2026-02-20 custom "plant-asset-usage" "LINE" 50\n2026-02-20 custom "plant-asset-usage" "NEW" 200\n',
        '2026-03-20 custom "plant-asset-usage" "NEW" 700\n',
    )
    assert books.months() == [D(100), D(30 + 80), D(280)]


def test_after_an_impairment(load_ledger: Load, assets: Any) -> None:
    """12,000 - 4,800 - 3,600 = 3,600; a quarter, 900 over 36 months: 25 a month, beside 75."""
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "12000.00", FIVE),
        '2027-12-31 custom "plant-asset-impairment" "LINE" 3600.00 USD\n',
        split("2028-01-15", "NEW 3000.00"),
        '2028-01-15 custom "plant-asset-transfer" "NEW" Assets:P200:Machinery\n  expense: Expenses:Other\n',
    )
    assert set(books.months("Expenses:Other")) == {D(25)}
    assert books.year(2028) == D(900)


IFRS = '2018-01-02 custom "plant" "P100"\n  gaap: "ifrs"\n'
LOST = '2027-12-31 custom "plant-asset-impairment" "{}" 3600.00 USD\n'


@pytest.mark.parametrize("name", ["LINE", "NEW"])
def test_an_impairment_before_a_split_may_be_reversed(load_ledger: Load, assets: Any, name: str) -> None:
    """3,600 of 7,200 are lost. A year later NEW's quarter has 600, and 1,200 without it; LINE's has 1,800 and 3,600."""
    cap = {"LINE": "1800.00", "NEW": "600.00"}[name]
    texts = (
        IFRS,
        assets.bought("LINE", "12000.00", FIVE),
        LOST.format("LINE"),
        split("2028-01-15", "NEW 3000.00"),
    )
    back = '2028-12-31 custom "plant-asset-impairment-reversal" "{}" {} USD\n'
    books = assets.books(load_ledger, *texts, back.format(name, cap))
    assert books.year(2029) == D(1200) + D(cap) / 2
    found = assets.messages(load_ledger, *texts, back.format(name, cap.replace(".00", ".01")))
    assert f"no more than {cap} USD can be reversed" in found[0]


def test_an_impairment_before_a_merger_may_be_reversed(load_ledger: Load, assets: Any) -> None:
    """B, impaired by 3,600, is part of A: after a year both have 4,800 + 2,400, and without it 9,600."""
    texts = (
        IFRS,
        assets.bought("A", "12000.00", FIVE),
        assets.bought("B", "12000.00", FIVE),
        LOST.format("B"),
        merge("2028-01-15", "A", "B"),
    )
    back = '2028-12-31 custom "plant-asset-impairment-reversal" "A" {} USD\n'
    books = assets.books(load_ledger, *texts, back.format("2400.00"))
    assert books.year(2029) == D(4800)
    found = assets.messages(load_ledger, *texts, back.format("2400.01"))
    assert "no more than 2400.00 USD can be reversed" in found[0]


def test_two_become_one(load_ledger: Load, assets: Any) -> None:
    """A: 7,200 left over 36 months; B: 1,200 over 114 months, 1,080 left, 60 salvage. 8,280 - 60 over 36: 228.33."""
    books = assets.books(
        load_ledger,
        assets.bought("A", "12000.00", FIVE),
        assets.bought("B", "1200.00", 'life: "114 months"~salvage: 60.00 USD', date="2027-01-01"),
        merge("2028-01-01", "A", "B"),
    )
    assert books.by_asset("Merger of B into A") == [
        ("B", assets.MACHINERY, D(-1200)),
        ("B", assets.CONTRA, D(120)),
        ("A", assets.MACHINERY, D(1200)),
        ("A", assets.CONTRA, D(-120)),
    ]
    assert books.months()[24] == D("228.33")
    assert books.balance("Assets:P100") == D(60)


def test_several_of_other_accounts(load_ledger: Load, assets: Any) -> None:
    books = assets.books(
        load_ledger,
        assets.bought("C", "600.00", FIVE, account="Assets:P100:Trucks"),
        assets.bought("B", "1200.00", FIVE),
        assets.bought("A", "12000.00", FIVE),
        merge("2028-01-01", "A", "B", "C"),
        assets.sold("A", "2029-01-10", "0.00"),
    )
    assert books.balance("Assets:P100") == 0
    assert books.gain == D("-5520")
    assert books.year(2028) == D(2760)


def test_split_and_merged_again(load_ledger: Load, assets: Any) -> None:
    bought = assets.bought("LINE", "12000.00", f"{FIVE}~salvage: 600.00 USD")
    books = assets.books(
        load_ledger, bought, split("2027-01-15", "B 3000.00"), merge("2028-06-15", "LINE", "B")
    )
    assert books.years(2026, 2030) == [D(2280)] * 5
    assert books.balance("Assets:P100") == D(600)


def test_a_chain(load_ledger: Load, assets: Any) -> None:
    """C into B, B into A, a part of A split off again: all of it is in two assets, and sold."""
    books = assets.books(
        load_ledger,
        merge("2029-01-01", "A", "B"),
        merge("2028-01-01", "B", "C"),
        split("2030-01-01", "D 600.00", name="A"),
        *(assets.bought(name, "600.00", FIVE) for name in "ABC"),
        assets.sold("A", "2030-06-01", "0.00"),
        assets.sold("D", "2030-06-01", "0.00"),
    )
    assert books.balance("Assets:P100") == 0
    assert books.gain == D(-1800) * 7 / 60
    assert books.years(2026, 2030) == [D(360)] * 4 + [D(150)]


def test_a_long_row_of_mergers(load_ledger: Load, assets: Any) -> None:
    """Each takes the next one, a day earlier each time: 400 assets of 60.00 are one."""
    days = [datetime.date(2028, 12, 31) - datetime.timedelta(days=number) for number in range(399)]
    books = assets.books(
        load_ledger,
        *(assets.bought(f"A{number}", "60.00", FIVE) for number in range(400)),
        *(merge(str(day), f"A{number}", f"A{number + 1}") for number, day in enumerate(days)),
        assets.sold("A0", "2029-01-01", "0.00"),
    )
    assert books.gain == D(-400 * 24)
    assert books.balance("Assets:P100") == 0


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            (split("2028-01-01", "NEW 12000.00"),),
            'the split gives "NEW" 12000.00 USD, of a cost of 12000.00 USD',
        ),
        (
            (split("2028-01-01", "NEW 0.00"),),
            "found 0.00 USD, expected the cost that the new asset gets, above zero",
        ),
        ((split("2028-01-01", "OTHER 10.00"),), '"OTHER" is an asset already'),
        ((split("2028-01-01", "NEW 10.00", "NEW 20.00"),), '"NEW" is written twice'),
        (
            (split("2028-01-01", "N 10.00", "M 20.00", more='  name: "Two"\n'),),
            "name: is for one new asset, found several",
        ),
        (
            ('2028-01-01 custom "plant-asset-split" "LINE" "NEW" 10.00 EUR\n',),
            "found 10.00 EUR, expected USD",
        ),
        (('2028-01-01 custom "plant-asset-split" "LINE" "NEW"\n',), 'write: custom "plant-asset-split"'),
        ((split("2028-01-01", "NEW 10.00", name="LIME"),), 'unknown asset "LIME" (did you mean "LINE"?)'),
        (
            (
                split("2028-01-01", "NEW 10.00"),
                '2027-01-01 custom "plant-asset-change" "NEW"\n  life: "6 years"\n',
            ),
            'unknown asset "NEW"',
        ),
        (
            (split("2028-01-01", "NEW 10.00"), '2027-01-01 * "Sold"\n  disposes: "NEW"\n'),
            'asset "NEW" is split from "LINE" on 2028-01-01; before that, write "LINE"',
        ),
        ((merge("2028-01-01", "LINE", "LINE"),), '"LINE" is written twice'),
        ((merge("2028-01-01", "LINE", "NEW"),), 'unknown asset "NEW"'),
        (
            (
                merge("2028-01-01", "LINE", "OTHER"),
                '2029-01-01 custom "plant-asset-change" "OTHER"\n  life: "6 years"\n',
            ),
            '"OTHER" became part of "LINE" on 2028-01-01; from then on, write "LINE"',
        ),
        (
            (merge("2028-01-01", "LINE", "OTHER"), '2029-01-01 * "Sold"\n  disposes: "OTHER"\n'),
            'asset "OTHER" became part of "LINE" on 2028-01-01',
        ),
        (
            (merge("2028-01-01", "LINE", "OTHER"), merge("2029-01-01", "OTHER", "LINE")),
            '"OTHER" became part of "LINE" on 2028-01-01',
        ),
        (
            (merge("2028-01-01", "LINE", "OTHER"), '2027-01-01 * "Sold"\n  disposes: "OTHER"\n'),
            'asset "OTHER": is merged into another on 2028-01-01, after its disposal on 2027-01-01',
        ),
    ],
)
def test_what_cannot_stand(load_ledger: Load, assets: Any, texts: tuple[str, ...], message: str) -> None:
    bought = assets.bought("LINE", "12000.00", FIVE) + assets.bought("OTHER", "1200.00", FIVE)
    found = assets.messages(load_ledger, bought, *texts)
    assert len(found) == 1, found
    assert message in found[0]


def test_cost_that_is_posted_for_a_new_asset(load_ledger: Load, assets: Any) -> None:
    """Its cost comes from the split; what is bought for it later is an improvement."""
    more = '2029-01-01 * "Bought"\n  asset: "NEW"\n  Assets:P100:Machinery  10.00 USD\n  Assets:Bank\n'
    found = assets.messages(
        load_ledger, assets.bought("LINE", "12000.00", FIVE), split("2028-01-01", "NEW 3000.00"), more
    )
    assert 'got 10.00 USD with asset: "NEW", improvements say 0 USD: its cost comes from "LINE"' in found[0]


def test_an_earlier_horizon(load_ledger: Load, assets: Any) -> None:
    """What is posted is shared; the sale catches up for each."""
    horizon = '2026-12-31 custom "plant-depreciation-horizon" 2026-12-31\n'
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "12000.00", FIVE),
        assets.bought("OTHER", "1200.00", FIVE),
        split("2027-03-15", "NEW 3000.00"),
        merge("2027-06-15", "LINE", "OTHER"),
        assets.sold("LINE", "2028-03-15", "0.00"),
        assets.sold("NEW", "2028-03-15", "0.00"),
        horizon,
    )
    assert books.by_asset("Split of LINE")[1] == ("LINE", assets.CONTRA, D(600))
    assert books.balance("Assets:P100") == 0
    assert books.gain == -D(13200) * 34 / 60
