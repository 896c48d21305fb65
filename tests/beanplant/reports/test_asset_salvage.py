"""What is left of an asset's salvage value where parts of it have left, in the reports."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

from beanplant.reports import asset_register
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Expenses:Depreciation
2026-01-01 custom "plant" "P100"
2026-01-01 * "Bought"
  Assets:P100:Machinery  12000.00 USD
    asset: "LINE"
  Assets:P100:Machinery  6000.00 USD
    asset: "SAW"
  Assets:Bank
2026-01-01 custom "plant-asset" "LINE" Assets:P100:Machinery 12000.00 USD
  salvage: 2400.00 USD
  life: "5 years"
  expense: Expenses:Depreciation
2026-01-01 custom "plant-asset" "SAW" Assets:P100:Machinery 6000.00 USD
  salvage: 600.00 USD
  life: "5 years"
  expense: Expenses:Depreciation
2027-01-15 * "Half of it"
  disposes: "LINE"
  part: "50 %"
  Assets:Bank  0.00 USD
2028-01-15 custom "plant-asset-split" "LINE" "NEW" 1500.00 USD
2029-01-15 custom "plant-asset-merge" "SAW" "NEW"
2032-12-31 custom "plant-depreciation-horizon" 2032-12-31
"""


def test_the_register_has_what_is_left(
    load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]
) -> None:
    """2,400; 1,200 after half left; 900 and 300 after the split; 900 after NEW's joined SAW's 600."""
    ledger = load_ledger(LEDGER)
    assert not ledger.messages
    books = books_of(ledger)
    found = {}
    for year in ("2026", "2027", "2028", "2029", "2030"):
        table = asset_register.build(choose(books), parse_period(year)).table("assets")
        columns = [column.key for column in table.columns]
        for row in table.rows:
            cells = dict(zip(columns, row.cells, strict=True))
            found[year, cells["asset"]] = (cells["salvage"], cells["status"])
    assert [found[year, "LINE"][0] for year in ("2026", "2027", "2028")] == [D(2400), D(1200), D(900)]
    assert found["2028", "NEW"][0] == D(300)
    assert (found["2028", "SAW"][0], found["2029", "SAW"][0]) == (D(600), D(900))
    # 4,500 of cost: 900 in the fifth year's end, and not before
    assert found["2029", "LINE"][1] == ""
    assert found["2030", "LINE"] == (D(900), "fully depreciated")
