"""Contracts at every date, whatever happens: the refund liability is what is owed, and nothing is lost."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "C" Income:Sales
  refund-liability: Liabilities:RefundLiability
"""
START = datetime.date(2026, 1, 1)
Step = tuple[str, int, int]

steps = st.lists(
    st.tuples(st.sampled_from(["sale", "estimate", "paid", "memo"]), st.integers(1, 500), st.integers(1, 3)),
    min_size=1,
    max_size=12,
)


def cents(value: Fraction) -> D:
    return (D(value.numerator) / D(value.denominator)).quantize(D("0.01"), ROUND_HALF_UP)


def balances(ledger: Any, date: datetime.date) -> dict[str, D]:
    found: dict[str, D] = {}
    for entry in ledger.transactions:
        if entry.date <= date:
            for posting in entry.postings:
                found[posting.account] = found.get(posting.account, D(0)) + posting.units.number
    return found


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.integers(1, 900),
    prices=st.lists(st.integers(101, 9999), min_size=1, max_size=4, unique=True),
    happened=steps,
)
def test_volume_rebates_tie_at_every_date(
    first: int, prices: list[int], happened: list[Step], load_ledger: Any
) -> None:
    """Billed at the list price: what is owed is billed less units at the price of the volume, less what was settled."""
    prices = sorted(prices, reverse=True)
    tiers = [(200 * index, D(price) / 100) for index, price in enumerate(prices)]
    written = " ".join(f'"{above}" {price} USD' for above, price in tiers)
    text = HEAD + f'2026-01-01 custom "plant-contract-tiers" "C" {written}\n'
    text += f'2026-01-01 custom "plant-estimate" "C" {first}\n'
    date, units, settled, estimate = START, 0, D(0), first
    dates: list[tuple[datetime.date, int, int, D]] = []
    for kind, size, days in happened:
        date += datetime.timedelta(days)
        if kind == "sale":
            units += size
            amount = size * tiers[0][1]
            text += f'{date} * "Sale"\n  contract: "C"\n  quantity: {size}\n'
            text += f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
        elif kind == "estimate":
            estimate = size * 3
            text += f'{date} custom "plant-estimate" "C" {estimate}\n'
        elif kind == "paid":
            settled += D(size)
            text += f'{date} * "Paid"\n  contract: "C"\n  Liabilities:RefundLiability  {size} USD\n  Assets:Bank\n'
        else:
            settled += D(size)
            text += f'{date} * "Memo"\n  settles: "C"\n  Income:Sales  {size} USD\n  Assets:Receivables\n'
        dates.append((date, units, estimate, settled))
    ledger = load_ledger(text)
    assert ledger.messages == []
    for date, sold, volume, gone in dates:
        found = balances(ledger, date)
        price = next(price for above, price in reversed(tiers) if max(volume, sold) > above)
        billed = sold * tiers[0][1]
        owed = max(cents(Fraction(billed) - sold * Fraction(price)), gone)
        assert -found.get("Liabilities:RefundLiability", D(0)) == owed - gone, date
        earned = -found.get("Income:Sales", D(0)) - found.get("Income:SalesDeductions", D(0))
        assert earned == billed - owed
        assert sum(found.values()) == 0


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    price=st.integers(1000, 999999),
    amounts=st.lists(st.tuples(st.integers(-500, 500), st.integers(1, 99)), max_size=3),
    bills=st.lists(st.integers(1, 200000), max_size=4),
    progress=st.lists(st.integers(0, 100), min_size=1, max_size=4),
)
def test_revenue_over_time_is_the_price_in_the_end(
    price: int, amounts: list[tuple[int, int]], bills: list[int], progress: list[int], load_ledger: Any
) -> None:
    """At each progress revenue is its share of price and estimates; what is billed beyond it is not revenue."""
    text = HEAD + f"  price: {price} USD\n"
    value = Fraction(price)
    for index, (amount, percent) in enumerate(amounts):
        outcomes = f'"{percent}%" {amount} USD "{100 - percent}%" 0 USD'
        text += f'2026-01-01 custom "plant-estimate" "C" "e{index}" {outcomes}\n'
        value += Fraction(amount * percent, 100)
    for index, bill in enumerate(bills):
        date = START + datetime.timedelta(10 * index + 5)
        text += f'{date} * "Bill"\n  contract: "C"\n  Assets:Receivables  {bill} USD\n  Income:Sales  -{bill} USD\n'
    for index, percent in enumerate(sorted(set(progress))):
        date = START + datetime.timedelta(10 * index)
        text += f'{date} custom "plant-progress" "C" {D(percent) / 100}\n'
    ledger = load_ledger(text)
    assert ledger.messages == []
    for index, percent in enumerate(sorted(set(progress))):
        found = balances(ledger, START + datetime.timedelta(10 * index))
        earned = -sum(found.get(name, D(0)) for name in ("Income:Sales", "Income:SalesDeductions"))
        assert earned == cents(value * Fraction(percent, 100))
        asset, liability = (
            found.get(name, D(0)) for name in ("Assets:ContractAsset", "Liabilities:ContractLiability")
        )
        assert asset >= 0 >= liability
        assert not (asset and liability)
        assert sum(found.values()) == 0
