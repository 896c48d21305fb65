"""The page of construction in progress: in the sidebar where there is an account of it."""

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
2026-01-01 open Assets:P100:ConstructionInProgress
2026-03-10 * "Foundations"
  asset: "LINE-2"
  Assets:P100:ConstructionInProgress  200000.00 USD
  Assets:Bank
"""


def test_the_page_of_construction(serve: Callable[..., Any]) -> None:
    served = serve(LEDGER)
    assert not served.ledger.errors
    titles = {page.name: page.report_title for page in served.ledger.extensions.extension_details}
    assert titles["PlantConstruction"] == "Construction in progress"
    text = served.html("PlantConstruction", "?time=2026-03")
    assert "LINE-2" in text
    assert "200000.00" in text


def test_an_asset_that_names_its_account_shows_it_too(serve: Callable[..., Any]) -> None:
    text = LEDGER.replace("ConstructionInProgress", "Works")
    assert serve_title(serve, text) is None
    text += '2026-04-01 open Assets:P100:Machinery\n2026-04-01 custom "plant-asset" "LINE-2" Assets:P100:Machinery'
    text += ' 200000.00 USD\n  construction: Assets:P100:Works\n  method: "none"\n'
    assert serve_title(serve, text) == "Construction in progress"


def serve_title(serve: Callable[..., Any], text: str) -> Any:
    pages = serve(text).ledger.extensions.extension_details
    return next(page.report_title for page in pages if page.name == "PlantConstruction")
