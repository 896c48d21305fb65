"""Significant financing components: interest on what is paid ahead or late follows the balance that bears it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
option "operating_currency" "USD"
plugin "beanplant.sales_discounts"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Assets:ContractAsset
2026-01-01 open Income:Sales
2026-01-01 open Income:Other
2026-01-01 open Liabilities:ContractLiability
2026-01-01 custom "plant-contract" "C" Income:Sales
"""
LATER = '2028-01-31 * "Later"\n  Assets:Bank  0.00 USD\n'
AHEAD, LATE, COST, EARNED = (
    "Liabilities:ContractLiability",
    "Assets:ContractAsset",
    "Expenses:InterestExpense",
    "Income:InterestIncome",
)
Load = Callable[[str], Any]


def keys(*lines: str) -> str:
    return "".join(f"  {line}\n" for line in lines)


def said(date: str, what: str) -> str:
    return f'{date} custom "plant-{what}\n'


def moved(date: str, debit: str, credit: str, amount: str) -> str:
    return f'{date} * "Moved"\n  contract: "C"\n  {debit}  {amount} USD\n  {credit}  -{amount} USD\n'


def load(load_ledger: Load, *parts: str) -> Any:
    ledger = load_ledger(HEAD + "".join(parts))
    assert ledger.messages == []
    return ledger


def balance(ledger: Any, account: str, date: str = "9999-12-31") -> D:
    return sum(
        (
            posting.units.number
            for entry in ledger.transactions
            if str(entry.date) <= date
            for posting in entry.postings
            if posting.account == account
        ),
        D(0),
    )


ADVANCE = moved("2026-01-01", "Assets:Bank", AHEAD, "4000.00")


def test_half_is_performed_in_a_year(load_ledger: Load) -> None:
    """4,240 after a year; half of it is revenue; the other 2,120 grow by 127.20 to 2,247.20 (6 % a year)."""
    ledger = load(
        load_ledger,
        keys("price: 4000 USD", 'financing: "6%"'),
        ADVANCE,
        said("2026-12-31", 'progress" "C" 0.5'),
        said("2027-12-31", 'progress" "C" 1'),
        LATER,
    )
    assert balance(ledger, "Income:Sales", "2026-12-31") == D(-2120)
    # half a year later: 6 x 10.60 of interest, and no revenue for what was performed before
    assert balance(ledger, "Income:Sales", "2027-06-30") == D(-2120)
    assert balance(ledger, AHEAD, "2027-06-30") == D("-2183.60")
    assert (balance(ledger, "Income:Sales"), balance(ledger, COST)) == (D("-4367.20"), D("367.20"))
    assert balance(ledger, AHEAD) == 0


def test_an_advance_that_is_used_up(load_ledger: Load) -> None:
    """4,000 of 10,000 are paid ahead; 5,000 are performed the next day: nothing is left to bear interest."""
    ledger = load(
        load_ledger,
        keys("price: 10000 USD", 'financing: "6%"'),
        ADVANCE,
        said("2026-01-02", 'progress" "C" 0.5'),
        LATER,
    )
    assert (balance(ledger, COST), balance(ledger, "Income:Sales")) == (D(0), D(-5000))
    assert balance(ledger, LATE) == D(1000)


def test_an_advance_that_is_drawn_on_when_it_is_billed(load_ledger: Load) -> None:
    """Nobody writes progress: the whole advance is drawn on after two years, 494.40 of interest with it."""
    ledger = load(
        load_ledger,
        keys("price: 4000 USD", 'financing: "6%"'),
        ADVANCE,
        moved("2027-12-31", AHEAD, "Income:Sales", "4000.00"),
        LATER,
    )
    assert (balance(ledger, "Income:Sales"), balance(ledger, AHEAD)) == (D("-4494.40"), D(0))


def test_a_part_that_is_drawn_on(load_ledger: Load) -> None:
    """A quarter after a year: 1,000 and 60 of the 240; the other 3,180 go on."""
    ledger = load(
        load_ledger,
        keys("price: 4000 USD", 'financing: "6%"'),
        ADVANCE,
        moved("2027-01-01", AHEAD, "Income:Sales", "1000.00"),
        LATER,
    )
    assert balance(ledger, "Income:Sales", "2027-01-01") == D(-1060)
    assert balance(ledger, AHEAD, "2027-01-01") == D(-3180)
    assert balance(ledger, AHEAD, "2027-12-31") == D("-3370.80")


class TestRepurchase:
    """Sold for 1,000,000 with a right to buy it back for 1,100,000 within the year (IFRS 15 IE315-318): a loan."""

    SOLD = (
        keys("price: 1000000 USD", 'financing: "10%"'),
        moved("2026-01-01", "Assets:Bank", AHEAD, "1000000.00"),
    )

    def test_that_lapses(self, load_ledger: Load) -> None:
        ledger = load(load_ledger, *self.SOLD, said("2026-12-31", 'progress" "C" 1'), LATER)
        assert balance(ledger, "Income:Sales", "2026-12-30") == 0
        assert (balance(ledger, "Income:Sales"), balance(ledger, COST)) == (D(-1100000), D(100000))
        assert balance(ledger, AHEAD) == 0

    def test_that_is_exercised(self, load_ledger: Load) -> None:
        """Nothing is left, so no interest follows."""
        ledger = load(load_ledger, *self.SOLD, moved("2026-12-31", AHEAD, "Assets:Bank", "1100000.00"), LATER)
        assert (balance(ledger, "Income:Sales"), balance(ledger, COST)) == (D(0), D(100000))
        assert (balance(ledger, AHEAD), balance(ledger, LATE)) == (D(0), D(0))


class TestArrears:
    """What is performed now and paid much later: the price is that of cash."""

    def test_paid_after_two_years(self, load_ledger: Load) -> None:
        """100 at 10 % are 121 after two years (the figures of IFRS 15 IE135-140)."""
        ledger = load(
            load_ledger,
            keys("price: 100 USD", 'arrears: "10%"'),
            said("2026-01-01", 'progress" "C" 1'),
            moved("2027-12-31", "Assets:Receivables", "Income:Sales", "121.00"),
            LATER,
        )
        assert balance(ledger, LATE, "2026-12-31") == D(110)
        assert (balance(ledger, "Income:Sales"), balance(ledger, EARNED)) == (D(-100), D(-21))
        assert (balance(ledger, LATE), balance(ledger, AHEAD)) == (D(0), D(0))

    @pytest.mark.parametrize("day", [28, 0])
    def test_instalments(self, load_ledger: Load, day: int) -> None:
        """848,356.98 in 60 months of 18,871.23 at 1 % (IFRS 15 IE145-147); whether paid on the 28th or the last day."""
        last = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        months = [(2026 + month // 12, month % 12) for month in range(60)]
        paid = [
            moved(f"{year}-{month + 1:02d}-{day or last[month]}", "Assets:Bank", LATE, "18871.23")
            for year, month in months
        ]
        ledger = load(
            load_ledger,
            keys("price: 848356.98 USD", 'arrears: "12%"', 'compounding: "monthly"'),
            said("2026-01-01", 'progress" "C" 1'),
            *paid,
            '2031-01-31 * "Later"\n  Assets:Bank  0.00 USD\n',
        )
        left, interest = D("848356.98"), D(0)
        for _ in range(60):
            interest += left / 100
            left = left * D("1.01") - D("18871.23")
        assert balance(ledger, LATE, "2026-01-31") == D("837969.32")  # 848,356.98 x 1.01 - 18,871.23
        assert -balance(ledger, EARNED, "2030-12-31") == round(interest, 2)
        assert balance(ledger, LATE, "2030-12-31") - left < D("0.01")
        assert balance(ledger, "Income:Sales") == D("-848356.98")

    def test_paid_in_full_in_the_middle_of_a_month(self, load_ledger: Load) -> None:
        """After five months of 8.3333: 1,041.67 are paid on 15 June, and nothing is left."""
        ledger = load(
            load_ledger,
            keys("price: 1000 USD", 'arrears: "10%"'),
            said("2026-01-01", 'progress" "C" 1'),
            moved("2026-06-15", "Assets:Bank", LATE, "1041.67"),
            LATER,
        )
        assert (balance(ledger, LATE), balance(ledger, EARNED)) == (D(0), D("-41.67"))

    def test_neither_key(self, load_ledger: Load) -> None:
        """What is paid within a year bears none (606-10-32-18): nobody writes it."""
        ledger = load(load_ledger, keys("price: 100 USD"), said("2026-01-01", 'progress" "C" 1'), LATER)
        assert (balance(ledger, LATE), balance(ledger, EARNED)) == (D(100), D(0))


def test_a_year_with_a_slip_of_the_pen(load_ledger: Load) -> None:
    """2226 for 2026: two centuries of interest are an error, and do not take forever."""
    text = HEAD + keys("price: 4000 USD", 'financing: "6%"') + ADVANCE + said("2226-12-31", 'progress" "C" 1')
    messages = load_ledger(text).messages
    assert messages == [
        'contract "C" of 2026-01-01 bears interest to 2226-12-31, more than a hundred years; correct one of the two'
        " dates, or take financing: and arrears: off"
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('compounding: "monthly"', 'compounding: is for interest; write financing: "6%" too, or take it off'),
        ("interest-income: Income:Other", "interest-income: is for what is paid late"),
        ('arrears: "110%"', "arrears: found"),
        ("arrears: 5 USD", "arrears: found 5 USD, expected a share from 0 to below 1"),
        ('financing: "6%"\n  compounding: "daily"', 'compounding: found "daily", expected'),
    ],
)
def test_what_cannot_stand(load_ledger: Load, line: str, expected: str) -> None:
    messages = load_ledger(HEAD + keys("price: 100 USD", line)).messages
    assert any(expected in message for message in messages), messages
