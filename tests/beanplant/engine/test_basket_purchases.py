"""Basket purchases: the price by appraised value, to the cent; in one posting or several; what cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Land
2024-01-01 open Assets:P100:Buildings
2024-01-01 open Assets:P100:Machinery
2024-01-01 open Expenses:Depreciation
2024-01-01 custom "plant" "P100"
"""
Load = Callable[[str], Any]


def basket(price: str, unit: str = "USD") -> str:
    return f'2026-01-01 custom "plant-asset-basket" "BUY-7" {price} {unit}\n'


def member(name: str, account: str, appraised: str, more: str = 'method: "none"') -> str:
    keys = "".join(f"  {key}\n" for key in more.split("~"))
    return f'2026-01-01 custom "plant-asset" "{name}" Assets:P100:{account} {appraised}\n  basket: "BUY-7"\n{keys}'


def paid(*amounts: str, account: str = "Land") -> str:
    lines = "".join(f"  Assets:P100:{account}  {amount}\n" for amount in amounts)
    return f'2026-01-01 * "Bought"\n  basket: "BUY-7"\n{lines}  Assets:Bank\n'


LAND = member("LAND", "Land", "4500000.00 USD")
HALL_KEYS = 'life: "20 years"~salvage: "10 %"~expense: Expenses:Depreciation'
HALL = member("HALL", "Buildings", "1500000.00 USD", HALL_KEYS)


def test_each_asset_has_its_part_of_the_price(load_ledger: Load) -> None:
    """5,030,000 x 0.75 and x 0.25; a share of salvage is of the cost: 1,257,500 x 0.9 / 240 = 4,715.63 a month."""
    text = basket("5030000.00") + LAND + HALL + paid("5030000.00 USD")
    ledger = load_ledger(HEAD + text + '2026-02-01 * "Fact"\n  Assets:Bank  0 USD\n')
    assert not ledger.errors
    bought = ledger.transactions[0]
    assert [(p.account, p.units.number, (p.meta or {}).get("asset")) for p in bought.postings] == [
        ("Assets:P100:Land", D(3772500), "LAND"),
        ("Assets:P100:Buildings", D(1257500), "HALL"),
        ("Assets:Bank", D(-5030000), None),
    ]
    assert bought.postings[0].meta["rule"] == "depreciation.basket"
    assert bought.postings[0].meta["formula"] == "5030000.00 USD x 4500000.00 / 6000000.00"
    assert bought.meta["lineno"] > 0
    assert "<" not in bought.meta["filename"][1:-1]
    assert ledger.money("Expenses:Depreciation") == {"USD": D("4715.63")}


def test_a_fee_may_come_by_itself(load_ledger: Load) -> None:
    """The parts of 5,000,000 and of 30,000 add up to the costs."""
    text = (
        basket("5030000.00")
        + LAND
        + HALL
        + paid("5000000.00 USD")
        + paid("30000.00 USD", account="Buildings")
    )
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert ledger.money("Assets:P100:Land") == {"USD": D(3772500)}
    assert ledger.money("Assets:P100:Buildings") == {"USD": D(1257500)}


def test_a_posting_may_name_the_basket_alone(load_ledger: Load) -> None:
    text = '2026-01-01 * "Bought"\n  Assets:P100:Land  100.00 USD\n    basket: "BUY-7"\n  Assets:Bank\n'
    three = "".join(member(name, "Machinery", "10.00 USD") for name in ("A", "B", "C"))
    ledger = load_ledger(HEAD + basket("100.00") + three + text)
    assert not ledger.errors
    assert [p.units.number for p in ledger.transactions[0].postings] == [
        D("33.34"), D("33.33"), D("33.33"), D("-100.00"),
    ]  # fmt: skip


def test_currencies_without_cents(load_ledger: Load) -> None:
    text = (
        basket("100", "JPY") + member("A", "Land", "1 JPY") + member("B", "Land", "2 JPY") + paid("100 JPY")
    )
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert [p.units.number for p in ledger.transactions[0].postings] == [D(33), D(67), D(-100)]


def test_a_member_is_sold_at_its_part(load_ledger: Load) -> None:
    sale = '2026-03-01 * "Sold"\n  disposes: "LAND"\n  Assets:Bank  4000000.00 USD\n  Assets:P100:Land\n'
    ledger = load_ledger(HEAD + basket("5030000.00") + LAND + HALL + paid("5030000.00 USD") + sale)
    assert not ledger.errors
    assert ledger.money("Income:P100:GainOnDisposal") == {"USD": D(-227500)}


def fault(load_ledger: Load, text: str, message: str) -> None:
    messages = load_ledger(HEAD + text).messages
    assert any(message in found for found in messages), messages


def test_what_cannot_stand(load_ledger: Load) -> None:
    both = LAND + HALL
    whole = paid("5030000.00 USD")
    fault(load_ledger, basket("5030000.00") + LAND + whole, "has 1 assets, expected two or more")
    fault(load_ledger, both + whole, 'unknown basket "BUY-7"')
    fault(load_ledger, basket("5030000.00") * 2 + both + whole, "is written twice")
    fault(load_ledger, basket("0.00") + both, "expected a price above zero")
    fault(load_ledger, basket("10.00", "EUR") + both, "is appraised at 4500000.00 USD, expected EUR")
    fault(
        load_ledger, basket("5030000.00") + both + paid("5000000.00 USD"), "the accounts got 5000000.00 USD"
    )
    fault(load_ledger, basket("5000000.00") + both + whole, "5000000.00 USD are left of its price")
    fault(load_ledger, basket("5030000.00") + both + whole.replace("BUY-7", "BUY-8"), 'did you mean "BUY-7"')
    nothing = member("A", "Land", "0.00 USD") + member("B", "Land", "0.00 USD")
    fault(load_ledger, basket("10.00") + nothing, "appraised at nothing")


def test_a_missing_price_is_said_once(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + basket("5030000.00") + LAND + HALL)
    assert len(ledger.errors) == 1, ledger.messages


@given(
    st.lists(st.integers(1, 10**9), min_size=2, max_size=6),
    st.lists(st.integers(1, 10**8), min_size=1, max_size=4),
)
def test_the_parts_are_the_price_to_the_cent(appraised: list[int], amounts: list[int]) -> None:
    from beancount import loader

    def cents(amount: int) -> str:
        return f"{D(amount) / 100:.2f} USD"

    text = basket(f"{D(sum(amounts)) / 100:.2f}") + "".join(
        paid(cents(amount), account="Machinery") for amount in amounts
    )
    text += "".join(
        member(f"A{number}", "Machinery", cents(value), 'method: "none"~below-threshold: TRUE')
        for number, value in enumerate(appraised)
    )
    entries, errors, _ = loader.load_string(HEAD + text)
    assert not errors
    got: dict[str, D] = {}
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            name = (posting.meta or {}).get("asset")
            if name is not None:
                assert posting.units.number >= 0
                got[name] = got.get(name, D(0)) + posting.units.number
    total = D(sum(amounts)) / 100
    assert sum(got.values()) == total
    for number, value in enumerate(appraised):
        assert abs(got.get(f"A{number}", D(0)) - total * value / sum(appraised)) < D("0.01")
