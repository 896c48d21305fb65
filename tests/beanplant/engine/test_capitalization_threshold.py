"""What a plant capitalizes: its threshold by date, units of property, what is let through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Tools
2024-01-01 open Assets:P200:Tools
2024-01-01 open Assets:Office
2024-01-01 open Expenses:Depreciation
2024-01-01 custom "plant" "P100"
2026-01-01 custom "plant" "P100"
  capitalize-from: 2500.00 USD
2024-01-01 custom "plant" "P200"
"""
Load = Callable[[str], Any]


def tool(
    name: str, cost: str, more: str = "", date: str = "2026-02-01", account: str = "Assets:P100:Tools"
) -> str:
    keys = "".join(f"  {key}\n" for key in more.split("~") if key)
    return (
        f'{date} * "Bought"\n  asset: "{name}"\n  {account}  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "{name}" {account} {cost} USD\n  life: "5 years"\n'
        f"  expense: Expenses:Depreciation\n{keys}"
    )


def below(load_ledger: Load, text: str) -> list[str]:
    messages: list[str] = load_ledger(HEAD + text).messages
    assert all("capitalize-from" in message for message in messages), messages
    return messages


def test_what_costs_less_is_an_expense(load_ledger: Load) -> None:
    (message,) = below(load_ledger, tool("DRILL", "2499.99") + tool("SAW", "2500.00"))
    assert 'asset "DRILL": its cost of 2499.99 USD is below capitalize-from: 2500.00 USD' in message
    assert "book it as an expense" in message


def test_the_threshold_is_that_of_the_day_of_service_and_the_plant(load_ledger: Load) -> None:
    assert not below(load_ledger, tool("OLD", "900.00", date="2025-12-31"))
    assert not below(load_ledger, tool("OTHER", "900.00", account="Assets:P200:Tools"))
    assert not below(load_ledger, tool("NONE", "900.00", account="Assets:Office"))


def test_a_person_may_decide_otherwise(load_ledger: Load) -> None:
    assert not below(load_ledger, tool("DRILL", "900.00", "below-threshold: TRUE"))
    assert len(below(load_ledger, tool("DRILL", "900.00", "below-threshold: FALSE"))) == 1


def test_a_component_counts_with_its_asset(load_ledger: Load) -> None:
    parts = tool("PRESS", "2000.00") + tool("MOTOR", "600.00", 'part-of: "PRESS"')
    assert not below(load_ledger, parts)
    parts = tool("PRESS", "1800.00") + tool("MOTOR", "600.00", 'part-of: "PRESS"')
    (message,) = below(load_ledger, parts)
    assert 'asset "PRESS": its cost of 2400.00 USD' in message


def test_components_in_a_circle(load_ledger: Load) -> None:
    circle = tool("A", "3000.00", 'part-of: "B"') + tool("B", "3000.00", 'part-of: "A"')
    assert any("is itself a part of" in message for message in load_ledger(HEAD + circle).messages)


def test_the_escape_is_true_or_false(load_ledger: Load) -> None:
    messages = load_ledger(HEAD + tool("DRILL", "900.00", 'below-threshold: "TRUE"')).messages
    assert any("below-threshold: found" in message and "without quotes" in message for message in messages)


def test_kinds_without_a_threshold(load_ledger: Load) -> None:
    assert not below(load_ledger, tool("INS", "600.00", 'kind: "prepaid"'))
    assert len(below(load_ledger, tool("SOFT", "600.00", 'kind: "intangible"'))) == 1


def test_the_threshold_is_in_the_plants_currency(load_ledger: Load) -> None:
    text = HEAD.replace("2500.00 USD", "2500.00 EUR")
    assert any("capitalize-from: found 2500.00 EUR" in m for m in load_ledger(text).messages)
