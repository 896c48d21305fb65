"""Names of commodities and accounts, what an importer reads from a ledger, and the examples in docstrings."""

from __future__ import annotations

import doctest
import importlib
import re
from typing import Any

import pytest
from beancount.core.account import is_valid
from beancount.core.amount import CURRENCY_RE
from beancount.parser import parser
from hypothesis import given
from hypothesis import strategies as st

from beanplant_importers import chart, known, names
from beanplant_importers.errors import ImportFault

MODULES = (
    "errors", "names", "text", "documents", "grouping", "formats.captions", "formats.dates", "formats.numbers",
    "formats.sheets", "systems.sap_confirmations",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(f"beanplant_importers.{name}"))
    assert attempted
    assert not failed


@given(st.text(max_size=40))
def test_every_number_becomes_a_commodity(number: str) -> None:
    name = names.commodity(number)
    assert re.fullmatch(CURRENCY_RE, name)
    entries, errors, _ = parser.parse_string(f"2026-01-01 commodity {name}\n")
    assert not errors
    assert entries[0].currency == name
    assert names.commodity(name) == name


@given(st.text(max_size=20))
def test_every_name_becomes_part_of_an_account(name: str) -> None:
    part = names.account_part(name)
    assert is_valid(f"Expenses:P100:{part}") or not part[0].isascii()


LEDGER = """
2026-01-01 custom "plant" "P100"
  currency: EUR
  finished-goods: Assets:Works:Finished
2026-01-01 open Assets:Works:Finished
2026-01-01 commodity STEEL
  material: "000000000000010023"
2026-01-01 commodity HR-ASSY
  activity: TRUE
  material: "ASSY"
2026-01-01 custom "plant-routing" 100 PUMP-A 12 HR-ASSY
2026-01-01 custom "plant-cost-center" "ASSEMBLY" Expenses:P100:CostCenters:Assembly
  activity: HR-ASSY
  absorbed: Expenses:P100:Absorbed:Assembly
2026-01-02 custom "plant-order" "MO-1" 5 PUMP-A
2026-01-03 custom "plant-order-close" "MO-1"
2026-01-04 custom "plant-count" Assets:Works:Finished 5 PUMP-A
  document: "COUNT/1"
  x-line: "7"
2026-01-05 * "Issue"
  document: "2026/49"
  Assets:P100:RawMaterials  -1 STEEL
    line: "1"
  Assets:P100:WorkInProcess:Orders  1 STEEL
2026-01-06 * "Typed by hand"
  document: "2026/50"
  Assets:P100:RawMaterials  -1 STEEL
  Assets:P100:WorkInProcess:Orders  1 STEEL
"""


@pytest.fixture
def entries() -> list[Any]:
    found, errors, _ = parser.parse_string(LEDGER)
    assert not errors
    return list(found)


def test_what_a_ledger_says(entries: list[Any]) -> None:
    found = chart.read("P100", entries, accounts={"bank": "Assets:House"}, items={"77": "GREASE"})
    assert found.currency == "EUR"
    assert found.account("finished-goods:Pumps") == "Assets:Works:Finished:Pumps"
    assert found.account("raw-materials") == "Assets:P100:RawMaterials"
    assert found.account("bank") == "Assets:House"
    assert found.account("Equity:Opening") == "Equity:Opening"
    assert [found.item(number) for number in ("10023", "0077", "88-a")] == ["STEEL", "GREASE", "M88-A"]
    assert (found.activities, found.absorbed) == (
        {"ASSY": "HR-ASSY"},
        {"HR-ASSY": "Expenses:P100:Absorbed:Assembly"},
    )
    assert (found.stock_place("PUMP-A"), found.stock_place("STEEL")) == ("finished-goods", "raw-materials")
    assert (found.orders, found.closed) == ({"MO-1": "PUMP-A"}, {"MO-1"})
    assert found.holds_stock("Assets:Works:Finished:Pumps")
    assert not found.holds_stock("Assets:P100:WorkInProcess:Orders")
    assert found.missing_opens(["Assets:Works:Finished", "Assets:House"]) == ["Assets:House"]


def test_what_a_ledger_has(entries: list[Any]) -> None:
    assert known.keys(entries) >= {
        "order/MO-1", "order-close/MO-1", "COUNT/1/7", "2026/49/1", "2026/50", "commodity/STEEL",
    }  # fmt: skip


def test_two_materials_never_become_one_commodity() -> None:
    found = chart.read("P100", [])
    assert found.item("rod 20") == "ROD-20"
    with pytest.raises(ImportFault, match='"rod/20" and "ROD 20" would both become the commodity ROD-20'):
        found.item("rod/20")


def test_an_unknown_place_names_the_nearest() -> None:
    with pytest.raises(ImportFault, match='the nearest known name is "finished-goods"'):
        chart.read("P100", []).account("finished-good:Pumps")
