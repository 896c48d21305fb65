"""``bean-plant explain`` of assets that came by construction, of groups and their members."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_group_and_its_member(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Vehicles
    2026-01-01 open Expenses:Depreciation
    2026-01-01 custom "plant-asset-group" "FLEET" Assets:P100:Vehicles
      rate: "20 %"
      expense: Expenses:Depreciation
    2026-01-01 * "Van A"
      asset: "VAN-A"
      Assets:P100:Vehicles   12000.00 USD
      Assets:Bank
    2026-01-01 custom "plant-asset" "VAN-A" Assets:P100:Vehicles 12000.00 USD
      group: "FLEET"
    2027-01-01 * "Van B"
      asset: "VAN-B"
      Assets:P100:Vehicles   24000.00 USD
      Assets:Bank
    2027-01-01 custom "plant-asset" "VAN-B" Assets:P100:Vehicles 24000.00 USD
      group: "FLEET"
    2028-01-15 * "Sold"
      disposes: "VAN-A"
      Assets:Bank             5000.00 USD
      Assets:P100:Vehicles
    2028-12-31 * "Fact"
      Assets:Bank                0.00 USD
    """
    text = run("explain", "asset:FLEET").stdout
    assert "group of 2 assets: VAN-A, VAN-B" in text
    assert "Depreciation: 20 % x 12000.00 USD / 12 months" in text
    assert "2026      12          2,400.00          2,400.00          9,600.00" in text
    assert "2027      12          7,200.00          9,600.00         26,400.00  20 % x 36000.00 USD" in text
    # 9,600 - (12,000 - 5,000) + 4,800; 24,000 - 7,400
    assert "2028      12          4,800.00          7,400.00         16,600.00  20 % x 24000.00 USD" in text
    assert "Assets:P100:AccumulatedDepreciation:Vehicles  7,000.00 USD = (12000.00 - 5000.00) USD" in text
    member = run("explain", "asset:VAN-A").stdout
    assert 'depreciated with its group: bean-plant explain "asset:FLEET"' in member
    assert "Depreciation:" not in member


def test_an_asset_that_was_under_construction(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:Machinery
    2026-01-01 open Assets:P100:ConstructionInProgress
    2026-01-01 open Expenses:Depreciation
    2026-01-10 * "Foundations"
      asset: "LINE-2"
      Assets:P100:ConstructionInProgress  120000.00 USD
      Assets:Bank
    2026-03-01 custom "plant-asset" "LINE-2" Assets:P100:Machinery 120000.00 USD
      construction: Assets:P100:ConstructionInProgress
      life: "10 years"
      expense: Expenses:Depreciation
    2026-03-31 * "Fact"
      Assets:Bank                0.00 USD
    """
    text = run("explain", "asset:LINE-2").stdout
    assert "Depreciation: 120000.00 USD / 120 months" in text
    assert "2026-03-01 Capitalization of LINE-2 (made by beanplant.depreciation)" in text
    assert (
        "what was collected under construction, on the day of service (depreciation.capitalization)" in text
    )
    assert "2026-01-10 Foundations" in text
