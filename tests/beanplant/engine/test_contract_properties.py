"""Contracts at every date, whatever happens: the refund liability is what is owed, and nothing is lost."""

from __future__ import annotations

import datetime
import re
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
2026-01-01 open Liabilities:ContractLiability
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


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    percent=st.integers(0, 30),
    window=st.integers(1, 20),
    happened=st.lists(
        st.tuples(st.sampled_from(["sale", "back", "sale"]), st.integers(1, 9999), st.integers(0, 9)),
        min_size=1,
        max_size=14,
    ),
)
def test_returns_within_a_window_tie_at_every_date(
    percent: int, window: int, happened: list[Step], load_ledger: Any
) -> None:
    """Never less is owed than what came back, nor more than that and the share of the sales whose window is open.

    What is owed, what came back and revenue are what was billed; when all windows are past, nothing more is owed.
    """
    text = (
        HEAD + f'2026-01-01 custom "plant-estimate" "C" "returns" "{percent}%"\n  window: "{window} days"\n'
    )
    date, sales, returned, left = (
        START,
        list[tuple[datetime.date, D]](),
        list[tuple[datetime.date, D]](),
        D(0),
    )
    for kind, size, days in happened:
        date += datetime.timedelta(days)
        if kind == "sale":
            amount = D(size) / 100
            sales.append((date, amount))
            left += amount
            text += f'{date} * "Sale"\n  contract: "C"\n  Assets:Receivables  {amount} USD\n'
            text += f"  Income:Sales  -{amount} USD\n"
        elif amount := min(D(size) / 100, left):
            returned.append((date, amount))
            left -= amount
            text += f'{date} * "Back"\n  settles: "C"\n  Income:Sales  {amount} USD\n  Assets:Receivables\n'
    last = date + datetime.timedelta(window + 1)
    text += f'{last} * "Later"\n  Assets:Bank  0.00 USD\n'
    ledger = load_ledger(text)
    assert ledger.messages == []
    for day in sorted({date for date, _ in (*sales, *returned)} | {last}):
        found = balances(ledger, day)
        billed = sum((amount for date, amount in sales if date <= day), D(0))
        back = sum((amount for date, amount in returned if date <= day), D(0))
        open_sales = sum(
            (amount for date, amount in sales if date <= day < date + datetime.timedelta(window)), D(0)
        )
        owed = -found.get("Liabilities:RefundLiability", D(0))
        earned = -found.get("Income:Sales", D(0)) - found.get("Income:SalesDeductions", D(0))
        assert owed + earned == billed - back
        assert 0 <= owed <= cents(Fraction(open_sales) * percent / 100)
    assert owed == 0


EVERYTHING = """2026-01-01 custom "plant-contract" "C" Income:Sales
  price: 1000 USD
  commission: "5%"
2026-01-01 custom "plant-obligation" "C" "A" 600 USD
2026-01-01 custom "plant-obligation" "C" "B" 500 USD
2026-01-01 custom "plant-estimate" "C" "bonus" "70%" 50 USD "30%" 0 USD
  method: "most-likely"
  include: 40 USD
  reason: "New"
  obligation: "B"
2026-01-01 custom "plant-estimate" "C" "returns" 0.03
  window: "30 days"
2026-02-01 custom "plant-progress" "C" "A" 0.5
2026-02-10 * "Sale"
  contract: "C"
  Assets:Receivables  900 USD
  Income:Sales  -900 USD
2026-02-15 * "Back"
  settles: "C"
  Income:Sales  10 USD
  Assets:Receivables
2026-03-01 custom "plant-contract-modification" "C" 1100 USD
  method: "prospective"
2026-01-01 custom "plant-contract" "V" Income:Sales
2026-01-01 custom "plant-contract-tiers" "V" "0" 100 USD "10" 90 USD
  retrospective: TRUE
2026-01-01 custom "plant-estimate" "V" "50%" 5 "50%" 20
2026-01-01 custom "plant-estimate" "V" "protection" -2 USD
  per-unit: TRUE
  window: "30 days"
2026-02-10 * "Sale"
  contract: "V"
  quantity: 8
  Assets:Receivables  800 USD
  Income:Sales  -800 USD
2026-12-31 custom "plant-contract-end" "V"
  release: FALSE
2026-01-01 custom "plant-contract" "F" Income:Sales
  price: 4000 USD
  financing: "6%"
  arrears: "10%"
  compounding: "monthly"
2026-01-02 * "Advance"
  contract: "F"
  Assets:Bank  4000 USD
  Liabilities:ContractLiability  -4000 USD
2026-02-28 custom "plant-progress" "F" 0.5
2026-03-31 custom "plant-progress" "F" 0.4
  reason: "More to do"
2026-01-01 custom "plant-contract" "G" Income:Sales
2026-01-01 custom "plant-estimate" "G" "breakage" 0.1
2026-01-02 * "Cards"
  contract: "G"
  Assets:Bank  100 USD
  Liabilities:ContractLiability  -100 USD
2026-02-01 * "Claimed"
  contract: "G"
  Liabilities:ContractLiability  40 USD
  Income:Sales  -40 USD
2026-01-01 custom "plant-contract" "R" Income:Sales
2026-01-01 custom "plant-estimate" "R" "returns" 0.1
  restocking-fee: "10%"
  recovery-cost: "20%"
2026-01-01 custom "plant-contract" "O" Income:Sales
2026-01-01 custom "plant-contract-tiers" "O" "0" 100 USD "10" 90 USD
2026-01-01 custom "plant-estimate" "O" 20
2026-02-01 custom "plant-progress" "O" 0.3"""
WRITTEN = re.split(r"\n(?=\d)", EVERYTHING)
VALUES = [
    '"x"',
    "5",
    "0",
    "-3",
    "0.03",
    '"150%"',
    "100 USD",
    "7 EUR",
    "2026-05-01",
    "TRUE",
    "Income:Sales",
    '""',
    '"9 days"',
]
DATES = ["0001-01-01", "2025-12-31", "2026-02-12", "2027-12-31", "9999-12-31"]


def mutated(blocks: list[str], how: str, where: int, value: str) -> list[str]:
    """Return the ledger with one slip of the pen in it."""
    index = where % len(blocks)
    lines = blocks[index].split("\n")
    if how == "drop":
        return blocks[:index] + blocks[index + 1 :]
    if how == "double":
        return [*blocks, blocks[index]]
    if how == "date":
        lines[0] = DATES[where % len(DATES)] + lines[0][10:]
    elif how == "key" and len(lines) > 1:
        at = 1 + where % (len(lines) - 1)
        lines[at] = re.sub(r"^(  [a-z-]+:) .*", rf"\1 {value}", lines[at])
    elif how == "lose" and len(lines) > 1:
        del lines[1 + where % (len(lines) - 1)]
    elif how == "value" and "custom" in lines[0]:
        parts = re.findall(r'"[^"]*"|\S+', lines[0])
        parts[3 + where % (len(parts) - 3)] = value
        lines[0] = " ".join(parts)
    return [*blocks[:index], "\n".join(lines), *blocks[index + 1 :]]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slips=st.lists(
        st.tuples(
            st.sampled_from(["drop", "double", "date", "key", "lose", "value"]),
            st.integers(0, 999),
            st.sampled_from(VALUES),
        ),
        min_size=1,
        max_size=3,
    ),
    plugin=st.sampled_from(["beanplant", "beanplant.sales_discounts"]),
)
def test_a_slip_of_the_pen_is_an_error_at_its_line(
    slips: list[tuple[str, int, str]], plugin: str, load_ledger: Any
) -> None:
    """No crash, no error without a line, and nothing made that does not balance."""
    blocks = WRITTEN
    for how, where, value in slips:
        blocks = mutated(blocks, how, where, value)
    head = HEAD.partition('2026-01-01 custom "plant-contract"')[0].replace(
        "beanplant.sales_discounts", plugin
    )
    ledger = load_ledger(head + "\n".join(blocks) + "\n")
    lines = (head + "\n".join(blocks)).count("\n") + 2
    for error in ledger.errors:
        assert "Traceback" not in error.message
        assert 0 < error.source["lineno"] <= lines, error
    for entry in ledger.transactions:
        if str(entry.meta["filename"]).startswith("<beanplant"):
            assert sum(posting.units.number for posting in entry.postings) == 0


def test_what_the_slips_are_made_in_is_right(load_ledger: Any) -> None:
    head = HEAD.partition('2026-01-01 custom "plant-contract"')[0]
    assert load_ledger(head + EVERYTHING + "\n").messages == []
