"""Contracts that are modified: what was recognized stays or is caught up with, beside amounts that are uncertain."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
option "operating_currency" "USD"
plugin "beanplant.sales_discounts"
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 custom "plant-contract" "C" Income:Sales
"""
REFUND, AHEAD = ("Liabilities:RefundLiability",), ("Liabilities:ContractLiability", "Assets:ContractAsset")
REVENUE = ("Income:Sales", "Income:SalesDeductions")
Load = Callable[[str], Any]


def said(date: str, what: str, *keys: str) -> str:
    return f'{date} custom "plant-{what}\n' + "".join(f"  {key}\n" for key in keys)


def sale(date: str, amount: str, units: int) -> str:
    return (
        f'{date} * "Sale"\n  contract: "C"\n  quantity: {units}\n'
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def load(load_ledger: Load, *parts: str, price: str = "") -> Any:
    ledger = load_ledger(HEAD + (f"  price: {price} USD\n" if price else "") + "".join(parts))
    assert ledger.messages == []
    return ledger


def owed(ledger: Any, date: str, *accounts: str) -> D:
    """Credits less debits by the end of a day."""
    return -sum(
        (
            posting.units.number
            for entry in ledger.transactions
            if str(entry.date) <= date
            for posting in entry.postings
            if posting.account in accounts
        ),
        D(0),
    )


def by_date(ledger: Any, accounts: tuple[str, ...], *dates: str) -> list[D]:
    return [owed(ledger, date, *accounts) for date in dates]


def test_a_bonus_beside_a_price_for_what_comes(load_ledger: Load) -> None:
    """1,000 and a bonus of 200; 40 % done: 480. Then 1,200: 480 stay; of the other 920, 30 of 60 % are 460."""
    ledger = load(
        load_ledger,
        said("2026-01-01", 'estimate" "C" "bonus" 200 USD'),
        said("2026-03-31", 'progress" "C" 0.4'),
        said("2026-04-30", 'contract-modification" "C" 1200 USD', 'method: "prospective"'),
        said("2026-06-30", 'progress" "C" 0.7'),
        price="1000",
    )
    assert by_date(ledger, REVENUE, "2026-03-31", "2026-04-30", "2026-06-30") == [480, 480, 940]


def test_progress_of_the_day_is_before_its_modification(load_ledger: Load) -> None:
    """40 % by 30 April at 1,000, and 1,200 from then on: 400, then 400 + 800 x 30 / 60."""
    ledger = load(
        load_ledger,
        said("2026-04-30", 'progress" "C" 0.4'),
        said("2026-04-30", 'contract-modification" "C" 1200 USD', 'method: "prospective"'),
        said("2026-06-30", 'progress" "C" 0.7'),
        price="1000",
    )
    assert by_date(ledger, REVENUE, "2026-04-30", "2026-06-30") == [400, 800]


def test_a_rebate_for_each_unit_beside_new_prices(load_ledger: Load) -> None:
    """10 at 100 less 5; from May 80 less 5: 950, 950 and 1,700, and 5 each are owed."""
    ledger = load(
        load_ledger,
        said("2026-01-01", 'estimate" "C" "rebate" -5 USD', "per-unit: TRUE"),
        sale("2026-02-01", "1000.00", 10),
        said("2026-04-30", 'contract-tiers" "C" "0" 80 USD', "modification: TRUE"),
        sale("2026-05-01", "800.00", 10),
    )
    dates = ("2026-02-01", "2026-04-30", "2026-05-01")
    assert by_date(ledger, REVENUE, *dates) == [950, 950, 1700]
    assert by_date(ledger, REFUND, *dates) == [50, 50, 100]
    assert by_date(ledger, AHEAD, *dates) == [0, 0, 0]


def test_what_was_owed_back_before_stays_owed(load_ledger: Load) -> None:
    """20 are expected, so 10 at 100 are 90 each and 100 is owed; new prices of 80 do not let it go."""
    ledger = load(
        load_ledger,
        said("2026-01-01", 'contract-tiers" "C" "0" 100 USD "10" 90 USD'),
        said("2026-01-01", 'estimate" "C" 20'),
        sale("2026-02-01", "1000.00", 10),
        said("2026-04-30", 'contract-tiers" "C" "0" 80 USD "30" 70 USD', "modification: TRUE"),
        said("2026-04-30", 'estimate" "C" 40'),
        sale("2026-05-01", "800.00", 10),
    )
    # the next ten at 70: 100 more are owed
    assert by_date(ledger, REVENUE, "2026-04-30", "2026-05-01") == [900, 1600]
    assert by_date(ledger, REFUND, "2026-04-30", "2026-05-01") == [100, 200]


def test_a_sale_on_the_day_of_new_prices_is_before_them(load_ledger: Load) -> None:
    """60 at 100, 10 more on the day itself; then 20 at 80: one posting for each, and nothing to catch up with."""
    ledger = load(
        load_ledger,
        sale("2026-02-01", "6000.00", 60),
        said("2026-04-30", 'contract-tiers" "C" "0" 80 USD', "modification: TRUE"),
        sale("2026-04-30", "1000.00", 10),
        sale("2026-05-01", "1600.00", 20),
    )
    assert by_date(ledger, REVENUE, "2026-04-30", "2026-05-01") == [7000, 8600]
    assert all(len(entry.postings) == 2 for entry in ledger.transactions)


def test_an_estimate_of_before_is_of_the_whole_contract(load_ledger: Load) -> None:
    """50 were expected of all and 10 are sold: 40 are to come, so 90, not the 80 for more than 40."""
    ledger = load(
        load_ledger,
        said("2026-01-01", 'contract-tiers" "C" "0" 100 USD'),
        said("2026-01-01", 'estimate" "C" 50'),
        sale("2026-02-01", "1000.00", 10),
        said("2026-04-30", 'contract-tiers" "C" "0" 100 USD "30" 90 USD "40" 80 USD', "modification: TRUE"),
        sale("2026-05-01", "1000.00", 10),
    )
    assert by_date(ledger, REVENUE, "2026-05-01") == [1900]


def test_a_payment_to_a_customer_who_will_buy_more(load_ledger: Load) -> None:
    """1,500 for purchases of 15,000: 500 of the first 5,000. Then 20,000: the other 1,000 are of the other 15,000."""
    ledger = load(
        load_ledger,
        said("2026-01-01", 'estimate" "C" "payment" -1500 USD'),
        sale("2026-02-01", "5000.00", 50),
        said("2026-03-01", 'contract-modification" "C" 20000 USD', 'method: "prospective"'),
        sale("2026-04-01", "3000.00", 30),
        price="15000",
    )
    assert by_date(ledger, REVENUE, "2026-02-28", "2026-03-01", "2026-04-01") == [4500, 4500, 7300]
    assert by_date(ledger, REFUND, "2026-02-28", "2026-03-01", "2026-04-01") == [500, 500, 700]


def test_a_bonus_of_what_is_billed_and_a_price_that_is_caught_up_with(load_ledger: Load) -> None:
    """A bonus of 100 for 1,000 of which half is billed: 50; of 2,000 a quarter: 25."""
    ledger = load(
        load_ledger,
        said("2026-01-01", 'estimate" "C" "bonus" 100 USD'),
        sale("2026-02-01", "500.00", 5),
        said("2026-03-01", 'contract-modification" "C" 2000 USD'),
        price="1000",
    )
    assert by_date(ledger, REVENUE, "2026-02-28", "2026-03-01") == [550, 525]


class TestPromises:
    """X and Y for 1,000 and a variable amount of 200; then Z for 300 more (IFRS 15 IE25-33, 606-10-55-125 to -128)."""

    ADDED = (
        said("2026-01-01", 'obligation" "C" "X" 500 USD'),
        said("2026-01-01", 'obligation" "C" "Y" 500 USD'),
        said("2026-01-01", 'estimate" "C" "variable" 200 USD'),
        said("2026-07-01", 'progress" "C" "X" 1'),
        said("2026-11-30", 'contract-modification" "C" 1300 USD', 'method: "prospective"'),
        said("2026-11-30", 'obligation" "C" "Z" 500 USD'),
    )

    def test_one_that_is_added(self, load_ledger: Load) -> None:
        """X is 600; the other 900 are Y's and Z's. 40 more of before: 20 for X at once, 460 for each of the others."""
        ledger = load(
            load_ledger,
            *self.ADDED,
            said("2026-12-31", 'estimate" "C" "variable" 240 USD'),
            said("2027-03-31", 'progress" "C" "Y" 1'),
            said("2027-06-30", 'progress" "C" "Z" 1'),
            price="1000",
        )
        dates = ("2026-07-01", "2026-11-30", "2026-12-31", "2027-03-31", "2027-06-30")
        assert by_date(ledger, REVENUE, *dates) == [600, 600, 620, 1080, 1540]

    def test_one_that_is_performed_before_it_is_promised(self, load_ledger: Load) -> None:
        early = said("2026-08-31", 'progress" "C" "Z" 0.5')
        messages = load_ledger(HEAD + "  price: 1000 USD\n" + "".join(self.ADDED) + early).messages
        assert len(messages) == 1
        assert '"Z" is promised from 2026-11-30 on' in messages[0]

    def test_one_that_is_half_done(self, load_ledger: Load) -> None:
        """Y half done: 900 of 1,200. What is left of the 1,500 is 600: 200 for half of Y, 400 for Z."""
        ledger = load(
            load_ledger,
            *self.ADDED[:4],
            said("2026-08-31", 'progress" "C" "Y" 0.5'),
            *self.ADDED[4:],
            said("2027-03-31", 'progress" "C" "Y" 1'),
            said("2027-06-30", 'progress" "C" "Z" 1'),
            price="1000",
        )
        dates = ("2026-08-31", "2026-11-30", "2027-03-31", "2027-06-30")
        # The variable 200 go with the whole: 150 before; 50 with what is left.
        assert by_date(ledger, REVENUE, *dates) == [900, 900, 1100, 1500]

    def test_one_that_is_added_when_all_is_done(self, load_ledger: Load) -> None:
        """X for 100 is done; then Y for 50 more: not revenue before it is performed."""
        ledger = load(
            load_ledger,
            said("2026-01-01", 'obligation" "C" "X" 100 USD'),
            said("2026-02-01", 'progress" "C" "X" 1'),
            said("2026-03-01", 'contract-modification" "C" 150 USD', 'method: "prospective"'),
            said("2026-03-01", 'obligation" "C" "Y" 60 USD'),
            said("2026-04-01", 'progress" "C" "Y" 1'),
            price="100",
        )
        assert by_date(ledger, REVENUE, "2026-02-01", "2026-03-01", "2026-04-01") == [100, 100, 150]

    def test_one_that_is_caught_up_with(self, load_ledger: Load) -> None:
        """X, a half, is done: 500 of 1,000. With Z the price is 1,200, a third each: 400."""
        ledger = load(
            load_ledger,
            *self.ADDED[:2],
            self.ADDED[3],
            said("2026-11-30", 'contract-modification" "C" 1200 USD'),
            self.ADDED[5],
            price="1000",
        )
        assert by_date(ledger, REVENUE, "2026-11-29", "2026-11-30") == [500, 400]

    def test_what_is_left_of_a_bundle_is_sold_alone(self, load_ledger: Load) -> None:
        """A 40, B 33, C 27 (together 60); B is done. D for 48 more: of the other 115, A, C and D by 40, 45 and 30."""
        ledger = load(
            load_ledger,
            said("2026-01-01", 'obligation" "C" "A" 40 USD'),
            said("2026-01-01", 'obligation" "C" "B" 55 USD', 'bundle: "BC"', "bundle-price: 60 USD"),
            said("2026-01-01", 'obligation" "C" "C" 45 USD', 'bundle: "BC"'),
            said("2026-02-01", 'progress" "C" "B" 1'),
            said("2026-03-01", 'contract-modification" "C" 148 USD', 'method: "prospective"'),
            said("2026-03-01", 'obligation" "C" "D" 30 USD'),
            said("2026-04-01", 'progress" "C" "C" 1'),
            price="100",
        )
        assert by_date(ledger, REVENUE, "2026-03-31", "2026-04-01") == [33, 78]


class TestProgressThatFalls:
    """1,000,000, 60 % performed; the rest costs more than was thought: 51.2 % (IFRS 15 IE37-41)."""

    START = (
        said("2026-01-01", 'estimate" "C" "bonus" 200000 USD', "include: 0 USD", 'reason: "Not sure"'),
        said("2026-12-31", 'progress" "C" 0.60'),
    )

    def test_with_a_modification(self, load_ledger: Load) -> None:
        """150,000 more and the bonus: 51.2 % of 1,350,000 less 600,000 is 91,200."""
        ledger = load(
            load_ledger,
            *self.START,
            said("2027-03-31", 'contract-modification" "C" 1150000 USD'),
            said("2027-03-31", 'estimate" "C" "bonus" 200000 USD'),
            said("2027-03-31", 'progress" "C" 0.512'),
            price="1000000",
        )
        assert by_date(ledger, REVENUE, "2026-12-31", "2027-03-31") == [600000, 691200]

    def test_with_a_reason(self, load_ledger: Load) -> None:
        ledger = load(
            load_ledger,
            *self.START,
            said("2027-03-31", 'progress" "C" 0.50', 'reason: "The ground is rock"'),
            price="1000000",
        )
        assert by_date(ledger, REVENUE, "2026-12-31", "2027-03-31") == [600000, 500000]

    @pytest.mark.parametrize(
        ("share", "date", "expected"),
        [
            ("0.50", "2027-03-31", "where more is left to do than was thought, write reason: in words"),
            ("0.60", "2026-12-31", "keep one of them"),
        ],
    )
    def test_without(self, load_ledger: Load, share: str, date: str, expected: str) -> None:
        text = HEAD + "  price: 1000000 USD\n" + "".join(self.START) + said(date, f'progress" "C" {share}')
        messages = load_ledger(text).messages
        assert len(messages) == 1
        assert expected in messages[0]


@pytest.mark.parametrize(
    ("price", "parts", "formula"),
    [
        (
            "1000",
            (
                said("2026-01-01", 'estimate" "C" "bonus" 200 USD'),
                said("2026-01-01", 'estimate" "C" "penalty" -50 USD'),
                said("2026-03-31", 'progress" "C" 0.4'),
            ),
            "(0.00 - (40% x 1000.00 + 40% x 200 - 40% x 50)) USD",
        ),
        (
            "1000",
            (
                said("2026-03-31", 'progress" "C" 0.4'),
                said("2026-04-30", 'contract-modification" "C" 1200 USD', 'method: "prospective"'),
                said("2026-06-30", 'progress" "C" 0.7'),
            ),
            "(0.00 - (400.00 + 50% x 800.00)) USD less -400.00 before",
        ),
        (
            "",
            (
                said("2026-01-01", 'contract-tiers" "C" "0" 10 USD "20" 8 USD', "retrospective: FALSE"),
                said("2026-01-01", 'estimate" "C" 40'),
                sale("2026-02-01", "100.00", 10),
            ),
            "(100.00 - 10 x 9) USD",
        ),
        (
            "100",
            (
                said("2026-01-01", 'estimate" "C" "returns" 0.1'),
                sale("2026-02-01", "100.00", 10),
                said("2026-03-31", 'progress" "C" 0.5'),
            ),
            "(100.00 - 90% x 50% x 100.00 - 10.00) USD less 90.00 before",
        ),
    ],
)
def test_revenue_says_how_it_is_worked_out(
    load_ledger: Load, price: str, parts: tuple[str, ...], formula: str
) -> None:
    ledger = load(load_ledger, *parts, price=price)
    formulas = [
        posting.meta["formula"]
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account in AHEAD and "formula" in posting.meta
    ]
    assert formulas[-1] == formula
