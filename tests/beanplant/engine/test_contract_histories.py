"""Contracts with a history at random: each figure is worked out here in another way, exactly, and rounded once."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from fractions import Fraction as F
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:ContractLiability
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "C" Income:Sales
  contract-liability: Liabilities:ContractLiability
  refund-liability: Liabilities:RefundLiability
"""
START = datetime.date(2026, 1, 1)
REVENUE, AHEAD, OWED = (
    ("Income:Sales", "Income:SalesDeductions"),
    "Liabilities:ContractLiability",
    "Liabilities:RefundLiability",
)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cents(value: F) -> D:
    return (D(value.numerator) / D(value.denominator)).quantize(D("0.01"), ROUND_HALF_UP)


def credit(ledger: Any, date: datetime.date, *accounts: str) -> D:
    """Credits less debits by the end of a day."""
    return -sum(
        (
            posting.units.number
            for entry in ledger.transactions
            if entry.date <= date
            for posting in entry.postings
            if posting.account in accounts
        ),
        D(0),
    )


def moved(date: datetime.date, key: str, debit: str, amount: D, credited: str, units: int = 0) -> str:
    quantity = f"  quantity: {units}\n" if units else ""
    return f'{date} * "Moved"\n  {key}: "C"\n{quantity}  {debit}  {amount} USD\n  {credited}  {-amount} USD\n'


happenings = st.lists(
    st.tuples(
        st.sampled_from(["done", "done", "more"]), st.integers(0, 3), st.integers(1, 10), st.integers(1, 900)
    ),
    min_size=1,
    max_size=9,
)


@FEW
@given(
    first=st.lists(st.integers(1, 500), min_size=1, max_size=3),
    price=st.integers(1, 99999),
    happened=happenings,
)
def test_promises_that_are_added_and_performed(
    first: list[int], price: int, happened: list[tuple[str, int, int, int]], load_ledger: Any
) -> None:
    """What was recognized stays; what is left of the price is divided over what is left to perform, by prices alone."""
    alone = {f"P{index}": F(each) for index, each in enumerate(first)}
    done = dict.fromkeys(alone, F(0))
    weights, left = dict(alone), F(price)
    whole = base = F(price)
    start = dict(done)
    text = HEAD + f"  price: {price} USD\n"
    text += "".join(
        f'2026-01-01 custom "plant-obligation" "C" "{name}" {each} USD\n' for name, each in alone.items()
    )
    expected: dict[datetime.date, F] = {}
    date = START
    for kind, which, tenths, money in happened:
        date += datetime.timedelta(7)
        if kind == "more":
            # What is left of each: its price alone by what is not performed of it.
            whole += money
            left += money
            name = f"P{len(alone)}"
            text += f'{date} custom "plant-contract-modification" "C" {whole} USD\n  method: "prospective"\n'
            text += f'{date} custom "plant-obligation" "C" "{name}" {money} USD\n'
            alone[name], done[name] = F(money), F(0)
            weights = {each: alone[each] * (1 - done[each]) for each in alone}
            base, start = left, dict(done)
        else:
            name = sorted(alone)[which % len(alone)]
            share = max(done[name], F(tenths, 10))
            text += (
                f'{date} custom "plant-progress" "C" "{name}" {D(share.numerator) / D(share.denominator)}\n'
            )
            before = done[name]
            if before < 1 and sum(weights.values()):
                part = base * weights[name] / sum(weights.values())
                left -= part * (share - before) / (1 - start[name])
            done[name] = share
        expected[date] = whole - left
    ledger = load_ledger(text)
    assert ledger.messages == []
    for day, value in expected.items():
        assert credit(ledger, day, *REVENUE) == cents(value), (day, text)


@FEW
@given(
    advance=st.integers(1, 999999),
    rate=st.integers(1, 20),
    steps=st.lists(st.tuples(st.integers(1, 40), st.integers(1, 100)), min_size=1, max_size=5),
)
def test_interest_goes_with_what_is_performed(
    advance: int, rate: int, steps: list[tuple[int, int]], load_ledger: Any
) -> None:
    """Each part of an advance grows until it is performed: p after m months is p x advance x growth of m months."""

    def growth(months: int) -> F:
        years, rest = divmod(months, 12)
        return (1 + F(rate, 100)) ** years * (1 + F(rate, 100) * F(rest, 12))

    text = HEAD + f'  price: {advance} USD\n  financing: "{rate}%"\n'
    text += moved(START, "contract", "Assets:Bank", D(advance), AHEAD)
    performed, month, revenue = F(0), 0, F(0)
    expected: dict[datetime.date, tuple[F, F]] = {}
    for months, percent in steps:
        month += months
        share = max(performed, F(percent, 100))
        date = datetime.date(2026 + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)
        revenue += (share - performed) * advance * growth(month)
        performed = share
        text += f'{date} custom "plant-progress" "C" {D(share.numerator) / D(share.denominator)}\n'
        expected[date] = revenue, (1 - performed) * advance * growth(month)
    ledger = load_ledger(text)
    assert ledger.messages == []
    for date, (earned, ahead) in expected.items():
        assert abs(credit(ledger, date, *REVENUE) - cents(earned)) <= D("0.01")
        assert abs(credit(ledger, date, AHEAD) - cents(ahead)) <= D("0.01")
    interest = -credit(ledger, date, "Expenses:InterestExpense")
    assert credit(ledger, date, *REVENUE) + credit(ledger, date, AHEAD) == advance + interest


@FEW
@given(
    percent=st.integers(0, 60),
    happened=st.lists(
        st.tuples(st.sampled_from(["sold", "claimed", "share"]), st.integers(1, 99)), max_size=10
    ),
)
def test_breakage_is_in_proportion_to_claims(
    percent: int, happened: list[tuple[str, int]], load_ledger: Any
) -> None:
    text = HEAD + f'2026-01-01 custom "plant-estimate" "C" "breakage" "{percent}%"\n'
    date, sold, claimed = START, D(0), D(0)
    expected: dict[datetime.date, tuple[D, D]] = {}
    for kind, size in happened:
        date += datetime.timedelta(1)
        if kind == "sold":
            sold += size
            text += moved(date, "contract", "Assets:Bank", D(size), AHEAD)
        elif kind == "claimed" and (part := min(D(size), sold - claimed)):
            claimed += part
            text += moved(date, "contract", AHEAD, part, "Income:Sales")
        elif kind == "share":
            percent = size
            text += f'{date} custom "plant-estimate" "C" "breakage" "{percent}%"\n'
        earned = cents(min(F(claimed) / (1 - F(percent, 100)), F(sold)))
        expected[date] = earned, sold - earned
    ledger = load_ledger(text)
    assert ledger.messages == []
    for day, (earned, ahead) in expected.items():
        assert (credit(ledger, day, *REVENUE), credit(ledger, day, AHEAD)) == (earned, ahead)


@FEW
@given(
    rebate=st.integers(0, 300),
    percent=st.integers(0, 40),
    fee=st.integers(0, 50),
    happened=st.lists(
        st.tuples(
            st.sampled_from(["sale", "sale", "paid", "memo", "undone", "estimate", "returns"]),
            st.integers(1, 60),
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_what_is_owed_ties_whatever_happens(
    rebate: int, percent: int, fee: int, happened: list[tuple[str, int]], load_ledger: Any
) -> None:
    """100 a unit, 80 above 50; a rebate for each; returns for a fee; claims paid, credited, and credits taken back.

    Of what is kept all units have the price of the volume less the rebate; what was settled is owed at least.
    """
    text = HEAD + '2026-01-01 custom "plant-contract-tiers" "C" "0" 100 USD "50" 80 USD\n'
    text += '2026-01-01 custom "plant-estimate" "C" 20\n'
    text += f'2026-01-01 custom "plant-estimate" "C" "rebate" -{D(rebate) / 100} USD\n  per-unit: TRUE\n'
    text += f'2026-01-01 custom "plant-estimate" "C" "returns" "{percent}%"\n  restocking-fee: "{fee}%"\n'
    date, units, volume, settled, memos = START, 0, 20, D(0), D(0)
    expected: dict[datetime.date, tuple[D, D]] = {}
    for kind, size in happened:
        date += datetime.timedelta(1)
        if kind == "sale":
            units += size
            text += moved(date, "contract", "Assets:Receivables", D(100 * size), "Income:Sales", size)
        elif kind == "paid":
            settled += size
            text += moved(date, "contract", OWED, D(size), "Assets:Bank")
        elif kind == "memo":
            settled, memos = settled + size, memos + size
            text += moved(date, "settles", "Income:Sales", D(size), "Assets:Receivables")
        elif kind == "undone" and (part := min(memos, D(size))):
            settled, memos = settled - part, memos - part
            text += moved(date, "settles", "Assets:Receivables", part, "Income:Sales")
        elif kind == "estimate":
            volume = size
            text += f'{date} custom "plant-estimate" "C" {size}\n'
        elif kind == "returns":
            percent = size
            text += f'{date} custom "plant-estimate" "C" "returns" "{percent}%"\n  restocking-fee: "{fee}%"\n'
        billed = F(100 * units)
        kept = 1 - F(percent, 100) * (1 - F(fee, 100))
        price = 80 if max(kept * units, volume) > 50 else 100
        earned = kept * units * (price - F(rebate, 100))
        earned = cents(min(earned, billed - F(settled)))
        expected[date] = earned, D(100 * units) - earned - settled
    ledger = load_ledger(text)
    assert ledger.messages == []
    for day, (earned, owed) in expected.items():
        found = credit(ledger, day, *REVENUE), credit(ledger, day, OWED)
        assert found == (earned, owed), (day, text)
