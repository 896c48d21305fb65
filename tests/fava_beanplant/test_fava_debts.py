"""The page of debts: in the sidebar where the ledger has some, and of the whole ledger whatever the filters are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("fava.ext", reason="needs the extra fava")

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 custom "plant" "P100"
2026-01-01 open Assets:Bank
2026-01-01 open Liabilities:Bonds
2026-01-01 open Expenses:Interest
2026-01-01 * "Issue"
  debt: "BOND-1"
  Assets:Bank                    92278.33 USD
  Liabilities:DiscountOnBonds     7721.67 USD
  Liabilities:Bonds            -100000.00 USD
2026-01-01 custom "plant-debt" "BOND-1" Liabilities:Bonds 100000.00 USD
  matures: 2031-01-01
  coupon: "8 %"
  payments: 2
  proceeds: 92278.33 USD
  effective-rate: "10 %"
  interest: Expenses:Interest
2027-03-31 * "Fact"
  Assets:Bank                        0.00 USD
"""


def test_the_page_of_debts(serve: Callable[..., Any]) -> None:
    served = serve(LEDGER)
    assert not served.ledger.errors
    titles = {page.name: page.report_title for page in served.ledger.extensions.extension_details}
    assert titles["PlantDebts"] == "Debt amortization"
    assert titles["PlantAssetRegister"] is None  # debts are no assets
    text = served.html("PlantDebts", "?time=2026")
    for figure in ("93536.86", "6463.14", "1258.53", "4613.92", "47721.67"):
        assert figure in text
    assert "BOND-1: coupon 8 %, effective 10 %" in text
    assert "do not apply" not in text
    csv = served.get("PlantDebts", "report.csv?time=2026").get_data(as_text=True)
    assert "4613.92" in csv


def test_filters_do_not_apply(serve: Callable[..., Any]) -> None:
    text = serve(LEDGER).html("PlantDebts", "?time=2026&account=Assets:Bank")
    assert "account and text filters do not apply to debts" in text
    assert "93536.86" in text
    assert "Difference" in text
