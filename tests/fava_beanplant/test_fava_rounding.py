"""Half a cent: a figure of a page has the cents of the same figure in the text of the report.

Three units at 0.335 are 1.005, halfway between cents: half up 1.01, half to even 1.00.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from beanplant.cli import main

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 commodity STEEL
2026-01-01 custom "plant" "P100"
2026-01-01 custom "plant-standard-cost" 100 STEEL 33.50 USD
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Equity:Opening
2026-01-01 * "Opening stock"
  Assets:P100:RawMaterials        3 STEEL
  Equity:Opening                 -3 STEEL
2026-02-01 * "More"
  Assets:P100:RawMaterials        QUANTITY STEEL
  Equity:Opening
"""


@pytest.mark.parametrize(("locale", "decimal"), [("", "."), ("de_DE", ",")])
@pytest.mark.parametrize(("quantity", "ending"), [("12", "5.03"), ("-1", "0.67"), ("3", "2.01")])
def test_fava_rounds_as_the_text_does(
    serve: Callable[..., Any], locale: str, decimal: str, quantity: str, ending: str
) -> None:
    """3 x 0.335 = 1.005; with 12, -1 or 3 more there are 15, 2 or 6: 5.025, 0.670 or 2.010 at the end."""
    said = f'2026-01-01 custom "fava-option" "locale" "{locale}"\n' if locale else ""
    served = serve(LEDGER.replace("QUANTITY", quantity) + said)
    assert served.ledger.errors == []
    found = CliRunner().invoke(main, ["-f", str(served.path), "report", "cost-of-goods", "--time", "2026-02"])
    page = html.unescape(re.sub("<[^>]*>", " ", served.html("PlantCostOfGoods", "?time=2026-02")))
    for shown, mark in ((found.stdout, "."), (page, decimal)):
        beginning = re.search(r"[Bb]eginning raw materials\s+([\d.,]+)", shown)
        left = re.search(r"[Ee]nding raw materials\s+\(?([\d.,]+)", shown)
        assert beginning is not None
        assert left is not None
        assert (beginning[1], left[1]) == ("1.01".replace(".", mark), ending.replace(".", mark))
