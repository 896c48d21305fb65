"""Repairs that are capitalized, splits and other events of assets in textbooks and in other systems."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

Load = Callable[[str], Any]
FAR = '2040-12-31 custom "plant-depreciation-horizon" 2040-12-31\n'


def money(*texts: str) -> list[D]:
    return [D(text) for text in texts]


def test_erp_asset_20(load_ledger: Load, assets: Any) -> None:
    """A repair of 100.00 on 1 April. ERPNext has posted no month and spreads it from the start: written for that day.

    On its own date it is prospective: (375.00 + 100.00) / 9.
    """
    bought = assets.bought("A", "500.00", 'life: "12 months"', date="2023-01-01")
    from_start = assets.books(load_ledger, bought, assets.improved("A", "2023-01-01", "100.00"), fact=FAR)
    assert from_start.months() == [D(50)] * 12
    prospective = assets.books(load_ledger, bought, assets.improved("A", "2023-04-01", "100.00"), fact=FAR)
    assert prospective.months() == money(*["41.67"] * 3, *["52.78"] * 8, "52.75")


def test_erp_asset_21(load_ledger: Load, assets: Any) -> None:
    """150.00 in each half year, of 25.00 a month."""
    books = assets.books(
        load_ledger,
        assets.bought("A", "500.00", 'life: "2 years"', date="2023-01-01"),
        assets.improved("A", "2023-01-01", "100.00"),
        fact=FAR,
    )
    assert books.months() == [D(25)] * 24


def test_erp_asset_23(load_ledger: Load, assets: Any) -> None:
    """500.00 - 64.52 + 100.00 over ten months and 14 days of January, from March on."""
    opening = (
        '2023-02-28 * "Opening"\n  asset: "A"\n  Assets:P100:Machinery  500.00 USD\n'
        "  Assets:P100:AccumulatedDepreciation:Machinery  -64.52 USD\n  Assets:Bank\n"
        '2023-01-15 custom "plant-asset" "A" Assets:P100:Machinery 500.00 USD\n  accumulated: 64.52 USD\n'
        '  life: "12 months"\n  convention: "partial-month"\n  expense: Expenses:Depreciation\n'
    )
    books = assets.books(load_ledger, opening, assets.improved("A", "2023-03-01", "100.00"), fact=FAR)
    assert books.months() == money(*["51.23"] * 10, "23.18")


BY_RATE = 'life: "{years} years"~method: "declining-balance"~rate: {rate}~convention: "daily"'


def test_erp_asset_25(load_ledger: Load, assets: Any) -> None:
    """40 % of 600.00 for 275 of 365 days, then of what is left; the repair counts from the start."""
    books = assets.books(
        load_ledger,
        assets.bought("A", "500.00", BY_RATE.format(years=4, rate="0.4"), date="2023-04-01"),
        assets.improved("A", "2023-04-01", "100.00"),
        fact=FAR,
    )
    assert books.years(2023, 2027) == money("180.82", "167.67", "100.60", "60.36", "90.55")


def test_erp_asset_31(load_ledger: Load, assets: Any) -> None:
    """50 % of 500.00; then 50 % of 350.00 for 91 days: ERPNext counts the repair from the year's start and the day of
    the sale, so they are written for 1 January and 2 April.
    """
    books = assets.books(
        load_ledger,
        assets.bought("A", "500.00", BY_RATE.format(years=3, rate="0.5"), date="2021-01-01"),
        assets.improved("A", "2022-01-01", "100.00"),
        assets.sold("A", "2022-04-02"),
    )
    assert books.years(2021, 2022) == money("250.00", "43.63")
    assert books.gain == D("-306.37")
