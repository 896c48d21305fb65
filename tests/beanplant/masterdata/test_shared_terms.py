"""Assets with the same words share their terms; a word that is wrong is reported at each of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

HEAD = """
option "operating_currency" "USD"
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Expenses:P100:Depreciation
""".lstrip()


def asset(name: str, *keys: str, cost: str = "10000.00") -> str:
    lines = [f'2026-02-01 custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD']
    lines += ["  expense: Expenses:P100:Depreciation", *(f"  {key}" for key in keys)]
    return "\n".join(lines) + "\n"


LIFE = 'life: "5 years"'


def test_the_same_words_are_the_same_terms(read: Callable[[str], Any]) -> None:
    doc = read(HEAD + asset("A", LIFE) + asset("B", LIFE, cost="1.00") + asset("C", 'life: "60 months"'))
    assert not doc.errors, doc.places
    found = doc.master.assets
    assert found["A"].terms is found["B"].terms
    assert found["C"].terms == found["A"].terms


def test_a_share_of_the_cost_is_each_asset_s_own(read: Callable[[str], Any]) -> None:
    doc = read(HEAD + asset("A", LIFE, 'salvage: "10 %"') + asset("B", LIFE, 'salvage: "10 %"', cost="55.55"))
    assert not doc.errors, doc.places
    assert [each.terms.salvage for each in doc.master.assets.values()] == [D("1000.00"), D("5.56")]


def test_what_is_wrong_is_wrong_again(read: Callable[[str], Any]) -> None:
    balance = (LIFE, 'method: "declining-balance"')
    text = asset("A", *balance, "factor: 1") + asset("B", *balance, "factor: TRUE")
    text += asset("C", 'life: "5 yeers"') + asset("D", 'life: "5 yeers"') + asset("E", "life:")
    doc = read(HEAD + text)
    assert list(doc.master.assets) == ["A"]
    assert len(doc.errors) == 4
