"""A part of an asset that leaves: its share of cost, accumulated depreciation and salvage, and what goes on."""

from __future__ import annotations

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
METHODS = {
    "straight": "",
    "double": '~method: "declining-balance"~factor: 2.0',
    "switch": '~method: "declining-balance"~factor: 1.5~switch: TRUE',
    "digits": '~method: "sum-of-years-digits"',
}


def test_a_quarter_is_sold(load_ledger: Load, assets: Any) -> None:
    """
    12,000, 1,200 salvage, 180 a month. In March of the third year a quarter is sold for 1,000: cost 3,000, accumulated
    26 x 180 / 4 = 1,170, a loss of 830. The rest goes on with 135 a month.
    """
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", f"{FIVE}~salvage: 1200.00 USD"),
        assets.sold("CNC", "2028-03-15", "1000.00", '"25 %"'),
    )
    assert books.made("Sold")[2:] == [
        (assets.MACHINERY, D(-2000)),
        (assets.CONTRA, D(1170)),
        ("Income:Gain", D(830)),
    ]
    assert books.months() == [D(180)] * 26 + [D(135)] * 34
    assert books.balance(assets.MACHINERY) == D(9000)
    assert books.balance("Assets:P100") == D(900)
    entry = next(each for each in books.ledger.transactions if each.narration == "Sold")
    assert [p.meta["formula"] for p in entry.postings[2:]] == [
        "(1000.00 - 3000.00) USD",
        "3000.00 / 12000.00 x 4680.00 USD, to 2028-03-15 by full-month",
        "(3000.00 - 1170.00 - 1000.00) USD",
    ]
    assert {p.meta["rule"] for p in entry.postings[2:]} == {"depreciation.disposal"}


@pytest.mark.parametrize("part", ["3000.00 USD", '"25 %"', '"0.25"', "0.25", "3750.00 / 1.25 USD"])
def test_how_it_is_written(load_ledger: Load, assets: Any, part: str) -> None:
    """The last one is the cost of a replacement, brought back by prices that rose by a quarter."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        assets.sold("CNC", "2028-01-01", "1000.00", part),
    )
    assert books.gain == D(1000 - 3000 + 1200)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("date", ["2026-02-25", "2027-06-10", "2028-10-31"])
def test_the_whole_as_a_part_is_a_disposal(
    load_ledger: Load, assets: Any, convention: str, method: str, date: str
) -> None:
    keys = f'{FIVE}{METHODS[method]}~salvage: 1000.00 USD~convention: "{convention}"'
    bought = assets.bought("CNC", "12000.00", keys, date="2026-02-20")
    whole = assets.books(load_ledger, bought, assets.sold("CNC", date, "500.00"))
    part = assets.books(load_ledger, bought, assets.sold("CNC", date, "500.00", '"100 %"'))
    assert part.years(2026, 2031) == whole.years(2026, 2031)
    assert part.gain == whole.gain
    assert part.balance("Assets:P100") == whole.balance("Assets:P100") == 0


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("method", METHODS)
def test_part_and_rest_are_what_the_whole_was(
    load_ledger: Load, assets: Any, convention: str, method: str
) -> None:
    """A quarter, a third of the rest and the rest, of one day: together a sale of it all, but for cents."""
    keys = f'{FIVE}{METHODS[method]}~salvage: 1000.00 USD~convention: "{convention}"'
    bought = assets.bought("CNC", "12000.00", keys, date="2026-02-20")
    parts = [assets.sold("CNC", "2027-06-20", "0.00", f'"{part} %"') for part in ("25", "33.3333", "100")]
    apart = assets.books(load_ledger, bought, *parts)
    whole = assets.books(load_ledger, bought, assets.sold("CNC", "2027-06-20", "0.00"))
    assert abs(apart.gain - whole.gain) <= D("0.03")
    assert apart.balance("Assets:P100") == 0


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("date", ["2027-06-20", "2028-11-02"])
def test_a_part_of_a_month_ago(
    load_ledger: Load, assets: Any, convention: str, method: str, date: str
) -> None:
    """The rest goes three quarters of the whole's way, also where the year of its sale does not count."""
    keys = f'{FIVE}{METHODS[method]}~salvage: 1000.00 USD~convention: "{convention}"'
    bought = assets.bought("CNC", "12000.00", keys, date="2026-02-20")
    whole = assets.books(load_ledger, bought, assets.sold("CNC", date, "0.00"))
    part = assets.books(load_ledger, bought, assets.sold("CNC", "2027-05-10", "0.00", '"25 %"'))
    both = assets.books(
        load_ledger,
        bought,
        assets.sold("CNC", "2027-05-10", "0.00", '"25 %"'),
        assets.sold("CNC", date, "0.00"),
    )
    assert abs(both.gain - part.gain - whole.gain * D("0.75")) <= D("0.05")
    assert both.balance("Assets:P100") == 0


def test_the_rest_of_a_declining_balance_goes_on_in_proportion(load_ledger: Load, assets: Any) -> None:
    """10,000 at 40 %: half a year of 4,000, half a year of 3,000; then (7,500 - 3,000) x 40 % = 1,800."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "10000.00", f"{FIVE}{METHODS['double']}"),
        assets.sold("CNC", "2026-07-15", "0.00", '"25 %"'),
    )
    assert books.years(2026, 2028) == [D(3500), D(1800), D(1080)]
    assert books.gain == D(-2000)


def test_units_of_production(load_ledger: Load, assets: Any) -> None:
    """A unit takes 1.00; half leaves on 15 February, after 100 units in January and 100 on the 10th, before 50 more.

    The half has 100 of the 200; the rest takes 50 for February's first 100 units and 25 for the 50 after it.
    """
    usage = "".join(
        f'{date} custom "plant-asset-usage" "CNC" {units}\n'
        for date, units in (("2026-01-31", 100), ("2026-02-10", 100), ("2026-02-20", 50), ("2026-03-10", 200))
    )
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "1000.00", 'method: "units-of-production"~units: 1000'),
        usage,
        assets.sold("CNC", "2026-02-15", "0.00", '"50 %"'),
    )
    assert books.postings("Expenses:Depreciation") == [
        ("2026-01-31", D(100)),
        ("2026-02-15", D(50)),
        ("2026-02-28", D(75)),
        ("2026-03-31", D(100)),
    ]
    assert books.gain == D(-400)


def test_between_improvements(load_ledger: Load, assets: Any) -> None:
    """12,000; 3,600 more after two years, 300 a month; half leaves in July: 7,800 - (4,800 + 1,800) / 2 = 4,500.

    Then 150 a month; 1,800 more in 2029 over 24 months: 225.
    """
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        assets.improved("CNC", "2028-01-01", "3600.00"),
        assets.sold("CNC", "2028-07-10", "0.00", "7800.00 USD"),
        assets.improved("CNC", "2029-01-01", "1800.00"),
    )
    assert books.months() == [D(200)] * 24 + [D(300)] * 6 + [D(150)] * 6 + [D(225)] * 24
    assert books.gain == D(-4500)


def test_a_part_replaced_on_one_day(load_ledger: Load, assets: Any) -> None:
    """The old engine of 2,400 leaves with 960 accumulated, the new one of 3,000 joins: (9,600 - 3,840 + 3,000) / 36."""
    books = assets.books(
        load_ledger,
        assets.bought("TRUCK", "12000.00", FIVE),
        '2028-01-01 * "Old engine"\n  disposes: "TRUCK"\n  part: 2400.00 USD\n',
        assets.improved("TRUCK", "2028-01-01", "3000.00"),
    )
    assert books.gain == D(-1440)
    assert books.year(2028) == D("2919.96")  # 243.33 a month
    assert sum(books.months()) == D(12000 - 2400 + 3000 + 960)


def test_a_new_salvage_before_it_in_its_month(load_ledger: Load, assets: Any) -> None:
    """6,000 of salvage from the 5th on; half of it leaves on the 10th: 3,600 - 3,000 over 36 months."""
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        '2028-01-05 custom "plant-asset-change" "CNC"\n  salvage: 6000.00 USD\n',
        assets.sold("CNC", "2028-01-10", "0.00", '"50 %"'),
    )
    assert books.year(2029) == D("200.04")
    assert books.balance("Assets:P100") == D(3000)


def test_opened_part_way(load_ledger: Load, assets: Any) -> None:
    """12,000 with 4,800 at the end of 2027; half leaves in February 2028: 6,000 - (4,800 + 200) / 2 = 3,500."""
    opening = (
        '2027-12-31 * "Opening"\n  asset: "CNC"\n  Assets:P100:Machinery  12000.00 USD\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  -4800.00 USD\n  Assets:Bank\n"
        '2026-01-01 custom "plant-asset" "CNC" Assets:P100:Machinery 12000.00 USD\n'
        f"  {FIVE}\n  accumulated: 4800.00 USD\n  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n"
    )
    books = assets.books(load_ledger, opening, assets.sold("CNC", "2028-02-10", "0.00", '"50 %"'))
    assert books.gain == D(-3500)
    assert books.months() == [D(200)] + [D(100)] * 35
    early = assets.messages(load_ledger, opening, assets.sold("CNC", "2027-02-10", "0.00", '"50 %"'))
    assert "is disposed of in part on 2027-02-10: that is in accumulated: already" in early[0]


def test_an_earlier_horizon(load_ledger: Load, assets: Any) -> None:
    """Two quarters and the rest, a year after the last posted month: as if all were sold at once."""
    horizon = '2026-12-31 custom "plant-depreciation-horizon" 2026-12-31\n'
    bought = assets.bought("CNC", "12000.00", FIVE)
    books = assets.books(
        load_ledger,
        bought,
        assets.sold("CNC", "2028-03-15", "100.00", '"25 %"'),
        assets.sold("CNC", "2028-03-16", "100.00", "3000.00 USD"),
        assets.sold("CNC", "2028-03-20", "300.00"),
        horizon,
    )
    assert books.years(2026, 2028) == [D(2400), D(0), D(2800)]
    assert books.gain == D(500 - 12000 + 5200)
    assert books.balance("Assets:P100") == 0


def test_a_horizon_between_the_parts(load_ledger: Load, assets: Any) -> None:
    """A quarter leaves in March 2028 (posted to then), the rest in 2029 after the horizon of June 2028.

    3,000 - 1,300 = 1,700; then 150 a month to June; the rest: 9,000 - 3,900 - 12 x 150 = 3,300 in March 2029.
    """
    books = assets.books(
        load_ledger,
        assets.bought("CNC", "12000.00", FIVE),
        assets.sold("CNC", "2028-03-15", "0.00", '"25 %"'),
        assets.sold("CNC", "2029-03-15", "0.00"),
        '2028-06-30 custom "plant-depreciation-horizon" 2028-06-30\n',
    )
    assert books.gain == D(-1700 - 3300)
    assert books.years(2028, 2029) == [D(400 + 600), D(1200)]
    assert books.balance("Assets:P100") == 0


def test_written_out_in_full(load_ledger: Load, assets: Any) -> None:
    """What a person took off counts; nothing is added."""
    text = (
        '2028-01-10 * "Sold"\n  disposes: "CNC"\n  part: 3000.00 USD\n  Assets:Bank  1000.00 USD\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  1200.00 USD\n  Income:Gain  800.00 USD\n"
        "  Assets:P100:Machinery  -3000.00 USD\n"
    )
    books = assets.books(load_ledger, assets.bought("CNC", "12000.00", FIVE), text)
    assert len(books.made("Sold")) == 4
    assert books.months() == [D(200)] * 24 + [D(150)] * 36


def test_in_a_posting(load_ledger: Load, assets: Any) -> None:
    """The keys may stand on the posting on the asset's account."""
    text = (
        '2028-01-10 * "Sold"\n  Assets:Bank  1000.00 USD\n'
        '  Assets:P100:Machinery  -1000.00 USD\n    disposes: "CNC"\n    part: "25 %"\n'
    )
    books = assets.books(load_ledger, assets.bought("CNC", "12000.00", FIVE), text)
    assert books.gain == D(1000 - 3000 + 1200)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("part: 12000.01 USD", "part: found 12000.01 USD, expected an amount of its cost, 12000.00 USD"),
        ("part: 0.00 USD", "part: found 0.00 USD"),
        ("part: -3.00 USD", "part: found -3.00 USD"),
        ("part: 30.00 EUR", "part: found 30.00 EUR"),
        ('part: "120 %"', "part: found 120 %"),
        ('part: "a quarter"', "part: found a quarter"),
    ],
)
def test_a_part_that_cannot_be(load_ledger: Load, assets: Any, text: str, message: str) -> None:
    sale = f'2028-01-10 * "Sold"\n  disposes: "CNC"\n  {text}\n  Assets:Bank  0.00 USD\n'
    found = assets.messages(load_ledger, assets.bought("CNC", "12000.00", FIVE), sale)
    assert len(found) == 1
    assert message in found[0]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            (("2025-06-01", '"25 %"'),),
            "is disposed of in part on 2025-06-01, before its service of 2026-01-01",
        ),
        (
            (("2028-06-01", '"25 %"'), ("2028-03-01", "")),
            "is disposed of in part on 2028-06-01, after its disposal on 2028-03-01",
        ),
    ],
)
def test_at_a_date_that_cannot_be(
    load_ledger: Load, assets: Any, texts: tuple[tuple[str, str], ...], message: str
) -> None:
    sales = [assets.sold("CNC", date, "0.00", part) for date, part in texts]
    found = assets.messages(load_ledger, assets.bought("CNC", "12000.00", FIVE), *sales)
    assert len(found) == 1
    assert message in found[0]
