"""``bean-plant explain`` of assets that were improved, split, transferred, merged and traded in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_each_has_its_cost_and_book_value(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 custom "plant" "P200"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Assets:P200:Machinery
    2026-01-01 open Expenses:Depreciation
    2026-01-01 * "Bought"
      asset: "LINE"
      Assets:P100:Machinery  12000.00 USD
      Assets:Bank
    2026-01-01 custom "plant-asset" "LINE" Assets:P100:Machinery 12000.00 USD
      life: "5 years"
      expense: Expenses:Depreciation
    2026-06-10 custom "plant-asset-split" "LINE" "NEW" 3000.00 USD "SMALL" 900.00 USD
    2026-07-10 custom "plant-asset-transfer" "NEW" Assets:P200:Machinery
    2026-08-10 custom "plant-asset-merge" "LINE" "SMALL"
    2026-09-01 * "Improved"
      asset: "LINE"
      Assets:P100:Machinery  2080.00 USD
      Assets:Bank
    2026-09-01 custom "plant-asset-improvement" "LINE" 2080.00 USD
    2026-10-10 * "Trade"
      asset: "TRADED"
      disposes: "NEW"
      commercial-substance: FALSE
      Assets:P200:Machinery  3000.00 USD
      Assets:P200:Machinery  -2800.00 USD
      Assets:Bank
    2026-10-10 custom "plant-asset" "TRADED" Assets:P200:Machinery 3000.00 USD
      life: "55 months"
      expense: Expenses:Depreciation
    2026-12-31 custom "plant-depreciation-horizon" 2026-12-31
    """
    line = run("explain", "asset:LINE").output
    # 5 x 200; 2 x 135 for 8,100; 1 x 150 for 9,000; 4 x 190 with the improvement of 2,080 over 52
    assert "Split of LINE" in line
    assert "Merger of SMALL into LINE" in line
    assert "Improvement of LINE: 2080.00 USD" in line
    assert (
        "2026      12          2,180.00          1,960.00          9,120.00  9880.00 USD / 52 months" in line
    )

    new = run("explain", "asset:NEW").output
    assert 'split from "LINE" on 2026-06-10' in new
    assert "Depreciation: 2750.00 USD / 55 months" in new
    assert "before                    0.00            250.00          2,750.00" in new
    assert "2026       4            200.00            450.00          2,550.00" in new
    assert "Transfer of NEW" in new

    small = run("explain", "asset:SMALL").output
    assert "SMALL becomes part of LINE" in small

    # 2,550.00 of book value and 200.00 paid
    traded = run("explain", "asset:TRADED").output
    assert "Depreciation: 2750.00 USD / 55 months" in traded
    assert "an exchange without commercial substance" in traded


def test_the_depreciation_of_a_month_is_because_of_the_asset_that_is_explained(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Assets:P100:Trucks
    2026-01-01 open Expenses:Depreciation
    2026-01-01 * "Bought"
      Assets:P100:Machinery  12000.00 USD
        asset: "MILL"
      Assets:P100:Trucks  6000.00 USD
        asset: "TRUCK"
      Assets:Bank
    2026-01-01 custom "plant-asset" "MILL" Assets:P100:Machinery 12000.00 USD
      life: "5 years"
      expense: Expenses:Depreciation
    2026-01-01 custom "plant-asset" "TRUCK" Assets:P100:Trucks 6000.00 USD
      life: "5 years"
      expense: Expenses:Depreciation
    2026-01-31 custom "plant-depreciation-horizon" 2026-01-31
    """
    for name in ("MILL", "TRUCK"):
        (because,) = [
            line for line in run("explain", f"asset:{name}").output.splitlines() if "because of" in line
        ]
        assert f'custom "plant-asset" "{name}"' in because
