"""Components: lives of their own, replacements, major inspections, and a parent that leaves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]


def component(
    name: str, cost: str, life: str, date: str = "2026-01-01", parent: str = "LINE"
) -> Callable[..., str]:
    return lambda assets: assets.bought(name, cost, f'part-of: "{parent}"~life: "{life}"', date=date)


LINING = component("LINING", "40000.00", "5 years")


def test_each_has_a_life_of_its_own(load_ledger: Load, assets: Any) -> None:
    """A kiln of 160,000 over 20 years and its lining of 40,000 over five: 8,000 + 8,000 a year."""
    books = assets.books(load_ledger, assets.bought("LINE", "160000.00", 'life: "20 years"'), LINING(assets))
    assert books.year(2026) == 24 * D("666.67")
    assert books.balance(assets.MACHINERY) == D(200000)


def test_a_component_is_replaced(load_ledger: Load, assets: Any) -> None:
    """The lining is worn after four years: 8,000 are written off, a new one of 48,000 lasts five, 9,600 a year."""
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "160000.00", 'life: "20 years"~convention: "full-month"'),
        LINING(assets),
        '2030-01-01 * "Old lining scrapped"\n  disposes: "LINING"\n  Assets:Bank  0.00 USD\n',
        component("LINING-2", "48000.00", "5 years", "2030-01-01")(assets),
    )
    # 48 of 60 months at 666.67: 32,000.16
    assert books.gain == D("-7999.84")
    assert books.year(2030) == D("8000.04") + D(9600)
    assert books.balance(assets.MACHINERY) == D(208000)


def test_a_part_that_was_never_kept_apart(load_ledger: Load, assets: Any) -> None:
    """
    A new roof costs 150,000 in 2031; prices rose by half since 2026, so the old one cost 100,000 of 400,000. Five of
    its 40 years are over: 87,500 is written off. The hall goes on with 7,500 a year, the roof has 6,000.
    """
    books = assets.books(
        load_ledger,
        assets.bought("HALL", "400000.00", 'life: "40 years"'),
        '2031-01-01 * "Old roof"\n  disposes: "HALL"\n  part: 150000.00 / 1.5 USD\n  Assets:Bank  0.00 USD\n',
        assets.bought("ROOF", "150000.00", 'part-of: "HALL"~life: "25 years"', date="2031-01-01"),
    )
    # 60 months of 833.33: 49,999.80, a quarter of it is 12,499.95
    assert books.gain == D("-87500.05")
    assert books.year(2031) == D(7500) + D(6000)


def test_a_major_inspection(load_ledger: Load, assets: Any) -> None:
    """
    Every four years for 24,000: 500 a month. One that comes after three writes off the 6,000 that are left (IAS 16.14).
    """
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "120000.00", 'life: "20 years"'),
        component("DOCK-1", "24000.00", "4 years")(assets),
        '2029-01-01 * "Inspected early"\n  disposes: "DOCK-1"\n  Assets:Bank  0.00 USD\n',
        component("DOCK-2", "30000.00", "4 years", "2029-01-01")(assets),
    )
    assert books.gain == D(-6000)
    assert books.years(2028, 2029) == [D(6000 + 6000), D(6000 + 7500)]


def test_an_inspection_within_the_purchase_price(load_ledger: Load, assets: Any) -> None:
    """One that was part of the price is kept apart by a split, and lives to the next: 24,000 over four years."""
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "144000.00", 'life: "20 years"'),
        '2026-01-01 custom "plant-asset-split" "LINE" "DOCK-1" 24000.00 USD\n',
        '2026-01-01 custom "plant-asset-change" "DOCK-1"\n  life: "4 years"\n',
    )
    assert books.year(2026) == D(6000 + 6000)


SALE = '2028-01-01 * "Sold"\n  disposes: "LINE"\n  Assets:Bank  0.00 USD\n'
SCRAP = '2028-01-01 * "Sold with it"\n  disposes: "LINING"\n  Assets:Bank  0.00 USD\n'


@pytest.mark.parametrize("texts", [(SALE, SCRAP), (SCRAP.replace("2028", "2027"), SALE)])
def test_a_parent_leaves_with_its_components(load_ledger: Load, assets: Any, texts: tuple[str, ...]) -> None:
    line = assets.bought("LINE", "160000.00", 'life: "20 years"')
    books = assets.books(load_ledger, line, LINING(assets), *texts)
    assert books.balance("Assets:P100") == 0


def test_all_of_it_in_one_transaction(load_ledger: Load, assets: Any) -> None:
    """Each posting says what it disposes of."""
    sale = (
        '2028-01-01 * "Sold"\n  Assets:Bank  150000.00 USD\n'
        '  Assets:P100:Machinery  -130000.00 USD\n    disposes: "LINE"\n'
        '  Assets:P100:Machinery  -20000.00 USD\n    disposes: "LINING"\n'
    )
    line = assets.bought("LINE", "160000.00", 'life: "20 years"')
    books = assets.books(load_ledger, line, LINING(assets), sale)
    assert books.balance("Assets:P100") == 0
    assert books.gain == D(150000) - D(200000) + D("666.67") * 48


def test_all_of_it_by_one_key(load_ledger: Load, assets: Any) -> None:
    """``components: TRUE`` takes those of components along, and neither what left before nor what comes later."""
    sale = (
        '2028-01-01 * "Sold"\n  disposes: "LINE"\n  components: TRUE\n'
        "  Assets:Bank  150000.00 USD\n  Assets:P100:Machinery  -150000.00 USD\n"
    )
    books = assets.books(
        load_ledger,
        assets.bought("LINE", "160000.00", 'life: "20 years"'),
        LINING(assets),
        component("BRICKS", "6000.00", "5 years", parent="LINING")(assets),
        component("GONE", "600.00", "5 years")(assets),
        '2027-01-01 * "Gone"\n  disposes: "GONE"\n  Assets:Bank  0.00 USD\n',
        sale,
    )
    assert books.balance("Assets:P100") == 0
    # 16,000.08, 16,000.08, 2,400 and, for a year, 120 are depreciated
    assert books.gain == D(150000) - (D(206600) - D("34520.16"))
    sold = {name for name, account, _ in books.by_asset_of("Sold") if account == assets.MACHINERY}
    assert sold == {"LINE", "LINING", "BRICKS"}


@pytest.mark.parametrize("texts", [(SALE,), (SALE, SCRAP.replace("2028", "2029"))])
def test_a_parent_that_leaves_them_behind(load_ledger: Load, assets: Any, texts: tuple[str, ...]) -> None:
    line = assets.bought("LINE", "160000.00", 'life: "20 years"')
    found = assets.messages(
        load_ledger,
        line,
        LINING(assets),
        component("LATER", "10.00", "1 years", "2030-01-01")(assets),
        *texts,
    )
    assert len(found) == 1
    assert 'asset "LINE" is disposed of on 2028-01-01 without its components "LINING"; write' in found[0]


def test_unknown_and_circular_parents(load_ledger: Load, assets: Any) -> None:
    line = assets.bought("LINE", "160000.00", 'life: "20 years"~part-of: "LINING"')
    found = assets.messages(load_ledger, line, LINING(assets))
    assert any("is itself a part of" in each for each in found)
    found = assets.messages(load_ledger, assets.bought("LINO", "10.00", 'life: "1 years"'), LINING(assets))
    assert 'part-of: unknown asset "LINE" (did you mean "LINO"' in found[0]
