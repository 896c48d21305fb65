"""The page of purchase discounts: in the sidebar where the ledger has them, of the whole ledger despite filters."""

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
2026-01-01 open Expenses:Services
2026-01-01 open Liabilities:Payables
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
2026-03-02 * "Acme" "Invoice"
  invoice: "A1"
  terms: "2/10 net 30"
  Expenses:Services     1234.50 USD
  Liabilities:Payables
2026-03-31 * "Acme" "Payment"
  invoice: "A1"
  Liabilities:Payables  1234.50 USD
  Assets:Bank
"""


def test_the_page(serve: Callable[..., Any]) -> None:
    served = serve(LEDGER)
    assert not served.ledger.errors
    titles = {page.name: page.report_title for page in served.ledger.extensions.extension_details}
    assert titles["PlantPurchaseDiscounts"] == "Purchase discounts"
    assert titles["PlantDebts"] is None
    text = served.html("PlantPurchaseDiscounts", "?time=2026-03")
    for figure in ("Acme", "24.69", "37.2", "A1", "2/10 net 30"):
        assert figure in text
    csv = served.get("PlantPurchaseDiscounts", "report.csv?time=2026-03").get_data(as_text=True)
    assert "24.69" in csv


def test_filters_do_not_apply(serve: Callable[..., Any]) -> None:
    text = serve(LEDGER).html("PlantPurchaseDiscounts", "?time=2026-03&account=Assets:Bank")
    assert "account and text filters do not apply to discounts" in text
    assert "24.69" in text
