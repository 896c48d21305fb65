"""What a plant's later directive changes counts from its date: stock below zero, the framework."""

from __future__ import annotations

import pytest


def below_zero(method: str, first: str, then: str) -> str:
    """Taken below zero and settled before the change, and again after it."""
    return f"""
2026-01-01 custom "plant" "P100"
  currency: USD
  valuation: "{method}"
  negative: "{first}"
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-02-01 * "Before"
  Expenses:Maintenance         3 STEEL
  Assets:P100:RawMaterials    -3 STEEL
2026-02-03 * "Receipt"
  Assets:P100:RawMaterials     3 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-01 custom "plant" "P100"
  negative: "{then}"
2026-04-01 * "After"
  Expenses:Maintenance         4 STEEL
  Assets:P100:RawMaterials    -4 STEEL
2026-04-03 * "Receipt again"
  Assets:P100:RawMaterials     4 STEEL @ 2.50 USD
  Liabilities:Payables
"""


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo"])
def test_stock_below_zero_is_an_error_from_its_date(faulty, method):
    [(_, message)] = faulty(text=below_zero(method, "allow", "error")).errors
    assert "4 STEEL too many go out of Assets:P100:RawMaterials on 2026-04-01" in message


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo"])
def test_stock_below_zero_is_allowed_from_its_date(faulty, method):
    [(_, message)] = faulty(text=below_zero(method, "error", "allow")).errors
    assert "3 STEEL too many go out of Assets:P100:RawMaterials on 2026-02-01" in message


def test_lifo_is_an_error_from_the_day_on_which_ifrs_holds(faulty):
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 commodity STEEL
      valuation: "lifo"
    2026-12-31 * "Under US rules"
      Assets:P100:RawMaterials     3 STEEL @ 2.50 USD
      Liabilities:Payables
    2027-01-01 custom "plant" "P100"
      gaap: "ifrs"
    2027-01-01 * "Under IFRS"
      Assets:P100:RawMaterials     4 STEEL @ 2.60 USD
      Liabilities:Payables
    """
    [(line, message)] = faulty().errors
    assert line == 11
    assert (
        'plant "P100" is under gaap: "ifrs" from 2027-01-01, which does not permit it (IAS 2.25)' in message
    )
