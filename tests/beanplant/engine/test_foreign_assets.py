"""Assets bought in a foreign currency: cost at the day's rate, in the currency of the books from then on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Machinery
2024-01-01 open Assets:P100:ConstructionInProgress
2024-01-01 open Assets:Vat
2024-01-01 open Liabilities:Payables
2024-01-01 open Expenses:Depreciation
2024-01-01 custom "plant" "P100"
"""
Load = Callable[[str], Any]


def asset(cost: str, more: str = "") -> str:
    return (
        f'2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery {cost} USD\n  life: "10 years"\n'
        f"  expense: Expenses:Depreciation\n{more}"
    )


def bought(*legs: str) -> str:
    return '2026-02-01 * "Mill"\n  asset: "CNC-01"\n' + "".join(f"  {leg}\n" for leg in legs)


RATE = "2026-02-01 price EUR 1.10 USD\n"


def test_the_price_of_the_posting_is_the_rate(load_ledger: Load) -> None:
    text = bought(
        "Assets:P100:Machinery  100000.00 EUR @ 1.10 USD", "Liabilities:Payables  -100000.00 EUR @ 1.10 USD"
    )
    ledger = load_ledger(HEAD + text + asset("110000.00"))
    assert not ledger.errors
    mill, payable = ledger.transactions[0].postings
    assert (mill.units.number, mill.units.currency, mill.price) == (D(110000), "USD", None)
    assert str(mill.meta["quantity"]) == "100000.00 EUR"
    assert mill.meta["rule"] == "depreciation.purchase"
    assert (payable.units.number, payable.price.number) == (D(-100000), D("1.10"))


def test_the_days_price_is_the_rate_for_all_legs(load_ledger: Load) -> None:
    """What is owed stays in euros; the tax in euros has the rate too."""
    text = bought(
        "Assets:P100:Machinery  100000.00 EUR",
        "Assets:Vat  19000.00 EUR",
        "Liabilities:Payables  -119000.00 EUR",
    )
    ledger = load_ledger(HEAD + RATE + text + asset("110000.00"))
    assert not ledger.errors
    assert ledger.units("Liabilities:Payables") == {"EUR": D(-119000)}
    assert ledger.money("Liabilities:Payables") == {"USD": D(-130900)}
    assert ledger.money("Assets:Vat") == {"USD": D(20900)}
    assert ledger.money("Assets:P100") == {"USD": D(110000)}


def test_a_total_price(load_ledger: Load) -> None:
    text = bought("Assets:P100:Machinery  333.33 EUR @@ 367.90 USD", "Liabilities:Payables  -367.90 USD")
    ledger = load_ledger(HEAD + text + asset("367.90"))
    assert not ledger.errors
    assert ledger.money("Assets:P100") == {"USD": D("367.90")}
    assert len(ledger.transactions[0].postings) == 2


def test_each_leg_is_rounded_to_the_cent(load_ledger: Load) -> None:
    """333.33 x 1.10371 = 367.8996..., on both sides 367.90."""
    rate = "2026-02-01 price EUR 1.10371 USD\n"
    text = bought("Assets:P100:Machinery  333.33 EUR", "Liabilities:Payables  -333.33 EUR")
    ledger = load_ledger(HEAD + rate + text + asset("367.90"))
    assert not ledger.errors
    assert ledger.money("Assets:P100") == {"USD": D("367.90")}
    assert ledger.money("Liabilities:Payables") == {"USD": D("-367.90")}


def test_a_leg_that_beancount_fills_in_is_rounded(load_ledger: Load) -> None:
    text = bought("Assets:P100:Machinery  333.33 EUR @ 1.10371 USD", "Liabilities:Payables")
    ledger = load_ledger(HEAD + text + asset("367.90"))
    assert not ledger.errors
    assert ledger.money("Liabilities:Payables") == {"USD": D("-367.90")}


def test_the_cents_of_several_legs_are_rounding(load_ledger: Load) -> None:
    """0.50 x 1.01 = 0.505 rounds to 0.51, twice; 1.00 x 1.01 = 1.01: a cent is left."""
    rate = "2026-02-01 price EUR 1.01 USD\n"
    text = bought(
        "Assets:P100:Machinery  0.50 EUR", "Assets:Vat  0.50 EUR", "Liabilities:Payables  -1.00 EUR"
    )
    ledger = load_ledger(HEAD + rate + text + asset("0.51"))
    assert not ledger.errors
    assert ledger.money("Expenses:P100:Variances:Rounding") == {"USD": D("-0.01")}


def test_depreciation_and_disposal_are_in_the_books_currency(load_ledger: Load) -> None:
    """12,000.00 a year of 120,000.00; sold after one year for 90,000 EUR at 1.20 = 108,000.00: no gain."""
    text = bought("Assets:P100:Machinery  100000.00 EUR @ 1.20 USD", "Liabilities:Payables  -120000.00 USD")
    sale = '2027-02-01 * "Sold"\n  disposes: "CNC-01"\n  Assets:Bank  90000.00 EUR @ 1.20 USD\n'
    sale += "  Assets:P100:Machinery  -90000.00 EUR @ 1.20 USD\n"
    ledger = load_ledger(HEAD + text + asset("120000.00") + sale)
    assert not ledger.errors
    assert ledger.money("Expenses:Depreciation") == {"USD": D(12000)}
    assert ledger.money("Assets:P100") == {}
    assert ledger.units("Assets:P100") == {}
    assert ledger.money("Income:P100:GainOnDisposal") == {}


def test_construction_in_a_foreign_currency(load_ledger: Load) -> None:
    text = '2026-01-15 * "Part"\n  asset: "CNC-01"\n  Assets:P100:ConstructionInProgress  1000.00 EUR @ 1.30 USD\n'
    text += "  Liabilities:Payables\n"
    more = "  construction: Assets:P100:ConstructionInProgress\n"
    ledger = load_ledger(HEAD + text + asset("1300.00", more))
    assert not ledger.errors
    assert ledger.units("Assets:P100") == {"USD": D(1300)}


def test_a_basket_in_a_foreign_currency(load_ledger: Load) -> None:
    text = '2026-02-01 custom "plant-asset-basket" "BUY" 1100.00 USD\n'
    for name in ("A", "B"):
        text += f'2026-02-01 custom "plant-asset" "{name}" Assets:P100:Machinery 1.00 USD\n  basket: "BUY"\n'
        text += '  method: "none"\n'
    text += (
        '2026-02-01 * "Both"\n  basket: "BUY"\n  Assets:P100:Machinery  1000.00 EUR\n  Liabilities:Payables\n'
    )
    ledger = load_ledger(HEAD + RATE + text)
    assert not ledger.errors
    assert ledger.units("Assets:P100") == {"USD": D(1100)}
    assert ledger.units("Liabilities:Payables") == {"EUR": D(-1000)}


def test_assets_of_several_currencies(load_ledger: Load) -> None:
    """An asset in euros stays one."""
    text = bought("Assets:P100:Machinery  100.00 EUR", "Liabilities:Payables  -100.00 EUR")
    other = '2026-02-01 * "Other"\n  asset: "X"\n  Assets:P100:Machinery  200.00 EUR @ 1.10 USD\n'
    other += "  Liabilities:Payables\n"
    other += '2026-02-01 custom "plant-asset" "X" Assets:P100:Machinery 220.00 USD\n  method: "none"\n'
    euro = asset("100.00").replace("100.00 USD", "100.00 EUR")
    ledger = load_ledger(HEAD + RATE + text + euro + other)
    assert not ledger.errors
    assert ledger.units("Assets:P100:Machinery") == {"EUR": D(100), "USD": D(220)}


def test_without_a_rate_of_the_day_it_is_refused(load_ledger: Load) -> None:
    text = bought("Assets:P100:Machinery  100000.00 EUR", "Liabilities:Payables  -100000.00 EUR")
    ledger = load_ledger(HEAD + "2026-01-31 price EUR 1.10 USD\n" + text + asset("110000.00"))
    assert any("2026-02-01 price EUR RATE USD" in message for message in ledger.messages), ledger.messages


def test_proceeds_on_the_account_where_the_asset_is_by_then(load_ledger: Load) -> None:
    text = "2024-01-01 open Assets:P100:Vehicles\n"
    text += bought("Assets:P100:Machinery  1000.00 EUR @ 1.20 USD", "Liabilities:Payables  -1200.00 USD")
    text += '2026-06-01 custom "plant-asset-transfer" "CNC-01" Assets:P100:Vehicles\n'
    text += '2027-02-01 * "Sold"\n  disposes: "CNC-01"\n  Assets:Bank  900.00 EUR @ 1.20 USD\n'
    text += "  Assets:P100:Vehicles  -900.00 EUR @ 1.20 USD\n"
    ledger = load_ledger(HEAD + text + asset("1200.00"))
    assert not ledger.errors, ledger.messages
    assert ledger.units("Assets:P100") == {}
    assert ledger.money("Income:P100:GainOnDisposal") == {}
