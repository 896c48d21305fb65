"""Kinds of variable consideration, each as a ledger with figures worked out by hand beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]
REFUND, CONTRA, ASSET, ADVANCE = (
    "Liabilities:RefundLiability",
    "Income:SalesDeductions",
    "Assets:ContractAsset",
    "Liabilities:ContractLiability",
)
HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
2026-01-01 open Liabilities:Commissions
"""
PLANT = """
2026-01-01 custom "plant" "P100"
2026-01-01 open Assets:P100:FinishedGoods
2026-01-01 open Expenses:P100:CostOfGoodsSold
2026-01-01 open Equity:Opening
2026-01-01 commodity PUMP-A
  item: TRUE
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 60.00 USD
2026-01-01 * "Opening"
  Assets:P100:FinishedGoods  1000 PUMP-A
  Equity:Opening  -1000 PUMP-A
"""
LATER = '2026-12-31 * "Later"\n  Assets:Bank  0.00 USD\n'


def contract(*keys: str, name: str = "C") -> str:
    return f'2026-01-01 custom "plant-contract" "{name}" Income:Sales\n' + "".join(f"  {k}\n" for k in keys)


def said(date: str, directive: str, *keys: str) -> str:
    return f'{date} custom "plant-{directive}\n' + "".join(f"  {key}\n" for key in keys)


def sale(date: str, amount: str, quantity: int = 0, name: str = "C") -> str:
    units = f"  quantity: {quantity}\n" if quantity else ""
    return (
        f'{date} * "Sale"\n  contract: "{name}"\n{units}'
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def shipped(date: str, units: int, amount: str) -> str:
    return (
        f'{date} * "Shipped"\n  contract: "C"\n  Assets:P100:FinishedGoods  -{units} PUMP-A\n'
        f"  Expenses:P100:CostOfGoodsSold  {units} PUMP-A\n"
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def back(date: str, units: int, amount: str) -> str:
    return (
        f'{date} * "Back"\n  settles: "C"\n  Assets:P100:FinishedGoods  {units} PUMP-A\n'
        f"  Expenses:P100:CostOfGoodsSold  -{units} PUMP-A\n"
        f"  Income:Sales  {amount} USD\n  Assets:Receivables  -{amount} USD\n"
    )


def paid(date: str, amount: str, how: str = "contract") -> str:
    return f'{date} * "Paid"\n  {how}: "C"\n  Liabilities:RefundLiability  {amount} USD\n  Assets:Bank\n'


def balance(ledger: Any, *accounts: str, date: str = "9999-12-31") -> D:
    return sum(
        (
            posting.units.number
            for entry in ledger.transactions
            if str(entry.date) <= date
            for posting in entry.postings
            if posting.account in accounts and posting.units.currency != "PUMP-A"
        ),
        D(0),
    )


def revenue(ledger: Any, date: str = "9999-12-31") -> D:
    return -balance(ledger, "Income:Sales", CONTRA, date=date)


def load(load_ledger: Load, *parts: str) -> Any:
    ledger = load_ledger(HEAD + "".join(parts))
    assert ledger.messages == []
    return ledger


class TestReturns:
    """100 pumps at 100 that cost 60; 3 % are expected back."""

    def test_within_a_window(self, load_ledger: Load) -> None:
        """Sold on 1 January: 90 days later, on 1 April, the 300 that did not come back are revenue."""
        ledger = load(
            load_ledger,
            PLANT,
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "90 days"'),
            shipped("2026-01-01", 100, "10000.00"),
            LATER,
        )
        assert (revenue(ledger, "2026-03-31"), balance(ledger, REFUND, date="2026-03-31")) == (
            D(9700),
            D(-300),
        )
        assert balance(ledger, "Assets:ReturnAsset", date="2026-03-31") == D(180)
        assert (revenue(ledger, "2026-04-01"), balance(ledger, REFUND)) == (D(10000), D(0))
        assert balance(ledger, "Assets:ReturnAsset") == D(0)
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(6000)

    def test_fewer_than_expected(self, load_ledger: Load) -> None:
        """Two come back: 200 of the 300; the last 100 lapse. 98 are sold at a cost of 5,880."""
        ledger = load(
            load_ledger,
            PLANT,
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "90 days"'),
            shipped("2026-01-01", 100, "10000.00"),
            back("2026-02-10", 2, "200.00"),
            LATER,
        )
        assert (revenue(ledger, "2026-02-28"), balance(ledger, REFUND, date="2026-02-28")) == (
            D(9700),
            D(-100),
        )
        assert balance(ledger, "Assets:ReturnAsset", date="2026-02-28") == D(60)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(9800), D(0))
        assert balance(ledger, "Assets:ReturnAsset") == D(0)
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(5880)

    def test_more_than_expected(self, load_ledger: Load) -> None:
        """Five come back: revenue 9,500 at once, and nothing more is expected of that sale."""
        ledger = load(
            load_ledger,
            PLANT,
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "90 days"'),
            shipped("2026-01-01", 100, "10000.00"),
            back("2026-02-10", 5, "500.00"),
            LATER,
        )
        assert (revenue(ledger, "2026-02-10"), balance(ledger, REFUND, date="2026-02-10")) == (D(9500), D(0))
        assert (revenue(ledger), balance(ledger, "Assets:ReturnAsset")) == (D(9500), D(0))
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(5700)

    def test_goods_that_came_back_by_mistake(self, load_ledger: Load) -> None:
        """Two come back and the memo is reversed: all is as it was, 300 owed and goods of 180 expected."""
        taken_back = (
            '2026-02-11 * "Reversal"\n  settles: "C"\n  Assets:P100:FinishedGoods  -2 PUMP-A\n'
            "  Expenses:P100:CostOfGoodsSold  2 PUMP-A\n"
            "  Income:Sales  -200.00 USD\n  Assets:Receivables  200.00 USD\n"
        )
        ledger = load(
            load_ledger,
            PLANT,
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "90 days"'),
            shipped("2026-01-01", 100, "10000.00"),
            back("2026-02-10", 2, "200.00"),
            taken_back,
            LATER,
        )
        found = (revenue(ledger, "2026-02-28"), balance(ledger, REFUND, date="2026-02-28"))
        assert found == (D(9700), D(-300))
        assert balance(ledger, "Assets:ReturnAsset", date="2026-02-28") == D(180)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(10000), D(0))
        assert balance(ledger, "Assets:ReturnAsset") == D(0)
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(6000)

    def test_each_sale_has_its_own_window(self, load_ledger: Load) -> None:
        """10,000 on 1 January, 20,000 on 1 March: on 1 April only 3 % of the second, 600, are owed."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "90 days"'),
            sale("2026-01-01", "10000.00"),
            sale("2026-03-01", "20000.00"),
            LATER,
        )
        assert balance(ledger, REFUND, date="2026-03-31") == D(-900)
        assert balance(ledger, REFUND, date="2026-04-01") == D(-600)
        assert balance(ledger, REFUND, date="2026-05-30") == D(0)
        assert revenue(ledger) == D(30000)

    def test_beyond_the_first_estimate_is_not_taken_from_the_next_sale(self, load_ledger: Load) -> None:
        """500 of the first 10,000 come back; the next 10,000 have their own 300: 19,200."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "30 days"'),
            sale("2026-01-01", "10000.00"),
            '2026-01-20 * "Memo"\n  settles: "C"\n  Income:Sales  500.00 USD\n  Assets:Receivables\n',
            sale("2026-03-01", "10000.00"),
            LATER,
        )
        assert revenue(ledger, "2026-03-01") == D("19200")
        assert revenue(ledger) == D("19500")

    def test_of_goods_with_a_volume_rebate(self, load_ledger: Load) -> None:
        """1,000 at 100, 90 for the volume; 10 % come back: 900 x 90; 10,000 for them and 9,000 of rebate are owed."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'contract-tiers" "C" "0" 100 USD "500" 90 USD'),
            said("2026-01-01", 'estimate" "C" 800'),
            said("2026-01-01", 'estimate" "C" "returns" 0.10'),
            sale("2026-02-01", "100000.00", 1000),
        )
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(81000), D(-19000))

    def test_of_goods_with_a_rebate_for_each(self, load_ledger: Load) -> None:
        """100 at 50 with a rebate of 2.50; 10 % come back: 90 x 47.50 = 4,275."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'estimate" "C" "rebate" -2.50 USD', "per-unit: TRUE"),
            said("2026-01-01", 'estimate" "C" "returns" 0.10'),
            sale("2026-02-01", "5000.00", 100),
        )
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(4275), D(-725))

    def test_units_that_come_back_do_not_reach_a_tier(self, load_ledger: Load) -> None:
        """A credit note with contract: takes 600 units back: 900 - 600 at 100; nothing is owed."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'contract-tiers" "C" "0" 100 USD "500" 90 USD'),
            sale("2026-02-01", "90000.00", 900),
            sale("2026-03-01", "-60000.00", 600).replace("--", ""),
        )
        assert (revenue(ledger, "2026-02-28"), revenue(ledger)) == (D(81000), D(30000))
        assert balance(ledger, REFUND) == D(0)


class TestProtection:
    """1,000 units at 20 a month; a price cut of 2 is expected for what was sold in the last 60 days."""

    PARTS = (
        contract('kind: "price protection"'),
        said("2026-01-01", 'estimate" "C" "protection" -2.00 USD', "per-unit: TRUE", 'window: "60 days"'),
        sale("2026-01-31", "20000.00", 1000),
        sale("2026-03-31", "20000.00", 1000),
    )

    def test_of_what_is_held(self, load_ledger: Load) -> None:
        """On 1 April, 60 days after 31 January, only the second thousand is held."""
        ledger = load(load_ledger, *self.PARTS, LATER)
        assert (revenue(ledger, "2026-01-31"), balance(ledger, REFUND, date="2026-01-31")) == (
            D(18000),
            D(-2000),
        )
        assert (revenue(ledger, "2026-03-31"), balance(ledger, REFUND, date="2026-03-31")) == (
            D(36000),
            D(-4000),
        )
        assert balance(ledger, REFUND, date="2026-04-01") == D(-2000)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(40000), D(0))

    def test_a_claim(self, load_ledger: Load) -> None:
        """1,500 are credited in April and stay: revenue is 38,500 in the end."""
        ledger = load(load_ledger, *self.PARTS, paid("2026-04-15", "1500.00"), LATER)
        assert balance(ledger, REFUND, date="2026-04-15") == D(-500)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(38500), D(0))

    def test_a_claim_above_the_estimate(self, load_ledger: Load) -> None:
        """A cut of 3 on the thousand: 3,000 are credited, 1,000 beyond the estimate."""
        ledger = load(load_ledger, *self.PARTS, paid("2026-04-15", "3000.00"), LATER)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(37000), D(0))


class TestPayableToTheCustomer:
    """1,500,000 is paid to a customer who commits to buy for 15,000,000: 10 % of each sale (IFRS 15 IE160-162)."""

    TERMS = (
        contract("price: 15000000.00 USD"),
        said("2026-01-01", 'estimate" "C" "payment" -1500000.00 USD'),
    )

    def test_paid_ahead(self, load_ledger: Load) -> None:
        """An asset of 1,500,000 until it is earned; 2,000,000 sold are 1,800,000."""
        ledger = load(
            load_ledger, *self.TERMS, paid("2026-01-02", "1500000.00"), sale("2026-01-31", "2000000.00")
        )
        assert balance(ledger, ASSET, date="2026-01-30") == D(1500000)
        assert revenue(ledger, "2026-01-30") == D(0)
        assert balance(ledger, REFUND, date="2026-01-30") == D(0)
        assert (revenue(ledger), balance(ledger, ASSET), balance(ledger, REFUND)) == (
            D(1800000),
            D(1300000),
            D(0),
        )

    def test_paid_later(self, load_ledger: Load) -> None:
        ledger = load(
            load_ledger, *self.TERMS, sale("2026-01-31", "2000000.00"), paid("2026-12-31", "200000.00")
        )
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(1800000), D(0))
        assert balance(ledger, REFUND, date="2026-01-31") == D(-200000)

    def test_paid_ahead_and_never_bought(self, load_ledger: Load) -> None:
        """Half is bought; at the end the other half of 100 is no asset."""
        ledger = load(
            load_ledger,
            contract("price: 1000.00 USD"),
            said("2026-01-01", 'estimate" "C" "fee" -100 USD'),
            paid("2026-01-05", "100.00"),
            sale("2026-02-01", "500.00"),
            said("2026-12-31", 'contract-end" "C"'),
        )
        assert (revenue(ledger, "2026-12-30"), balance(ledger, ASSET, date="2026-12-30")) == (D(450), D(50))
        assert (revenue(ledger), balance(ledger, ASSET)) == (D(400), D(0))

    def test_promised_after_the_sale(self, load_ledger: Load) -> None:
        """The later of revenue and promise: a coupon of 3,000 promised in May lowers revenue in May."""
        ledger = load(
            load_ledger,
            contract(),
            sale("2026-03-31", "50000.00"),
            said("2026-05-10", 'estimate" "C" "coupon" "60%" -5000 USD "40%" 0 USD'),
        )
        assert (revenue(ledger, "2026-05-09"), revenue(ledger)) == (D(50000), D(47000))


class TestMilestones:
    """100,000, and 20,000 for a milestone; 60 % performed."""

    TERMS = (
        contract("price: 100000.00 USD"),
        said(
            "2026-01-01",
            'estimate" "C" "milestone" "55%" 20000 USD "45%" 0 USD',
            'method: "most-likely"',
            "include: 0 USD",
            'reason: "Approval is outside our influence"',
        ),
        said("2026-06-30", 'progress" "C" 0.60'),
    )

    def test_achieved(self, load_ledger: Load) -> None:
        """60,000; then certain: 12,000 more at once."""
        ledger = load(load_ledger, *self.TERMS, said("2026-09-30", 'estimate" "C" "milestone" 20000 USD'))
        assert (revenue(ledger, "2026-06-30"), revenue(ledger)) == (D(60000), D(72000))
        assert balance(ledger, ASSET) == D(72000)

    def test_lost(self, load_ledger: Load) -> None:
        parts = (self.TERMS[0], said("2026-01-01", 'estimate" "C" "milestone" 20000 USD'), self.TERMS[2])
        ledger = load(load_ledger, *parts, said("2026-09-30", 'estimate" "C" "milestone" 0 USD'))
        assert (revenue(ledger, "2026-06-30"), revenue(ledger)) == (D(72000), D(60000))

    def test_a_bonus_that_is_billed_is_not_revenue_twice(self, load_ledger: Load) -> None:
        """1,000 and a bonus of 100: 550 with the first half, 1,100 with the second, and no more when it is billed."""
        ledger = load(
            load_ledger,
            contract("price: 1000.00 USD"),
            said("2026-01-01", 'estimate" "C" "bonus" 100 USD'),
            sale("2026-02-01", "500.00"),
            sale("2026-03-01", "500.00"),
            sale("2026-04-01", "100.00"),
        )
        assert [revenue(ledger, f"2026-0{month}-28") for month in (2, 3, 4)] == [D(550), D(1100), D(1100)]
        assert balance(ledger, ASSET, date="2026-03-31") == D(100)
        assert balance(ledger, ASSET) == D(0)

    def test_of_one_promise(self, load_ledger: Load) -> None:
        """License 60 and service 40; a bonus of 10 is for the service alone, half of which is done: 60 + 20 + 5."""
        ledger = load(
            load_ledger,
            contract("price: 100.00 USD"),
            said("2026-01-01", 'obligation" "C" "license" 60 USD'),
            said("2026-01-01", 'obligation" "C" "service" 40 USD'),
            said("2026-01-01", 'estimate" "C" "bonus" 10 USD', 'obligation: "service"'),
            said("2026-03-31", 'progress" "C" "license" 1'),
            said("2026-06-30", 'progress" "C" "service" 0.5'),
        )
        assert (revenue(ledger, "2026-03-31"), revenue(ledger)) == (D(60), D(85))


class TestCommissions:
    def test_of_a_distributor(self, load_ledger: Load) -> None:
        """5 % of 9,700, the revenue after expected returns: 485 to the cost of goods sold; at 2 % returns 490."""
        ledger = load(
            load_ledger,
            PLANT,
            contract('commission: "5%"', "commission-to: Liabilities:Commissions"),
            said("2026-01-01", 'estimate" "C" "returns" 0.03'),
            shipped("2026-02-01", 100, "10000.00"),
            said("2026-06-30", 'estimate" "C" "returns" 0.02'),
        )
        assert balance(ledger, "Liabilities:Commissions", date="2026-02-01") == D(-485)
        # 6,000 - 180 of goods that come back + 485
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold", date="2026-02-01") == D(6305)
        assert balance(ledger, "Liabilities:Commissions") == D(-490)
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(6370)

    def test_without_a_plant(self, load_ledger: Load) -> None:
        ledger = load(load_ledger, contract('commission: "5%"'), sale("2026-02-01", "1000.00"))
        assert balance(ledger, "Expenses:CostOfGoodsSold") == D(50)
        assert revenue(ledger) == D(1000)

    def test_trailing(self, load_ledger: Load) -> None:
        """An agent's 100 at the sale, and 40 a year for as long as the policy is held: 80 of them pass the constraint.

        The service is done at the sale: 180, of which 100 are billed; a year later 40 are billed and 120 are certain.
        """
        ledger = load(
            load_ledger,
            contract("price: 100.00 USD"),
            said(
                "2026-01-01",
                'estimate" "C" "trails" "50%" 80 USD "50%" 160 USD',
                "include: 80 USD",
                'reason: "Two years are what policies are held at least"',
            ),
            said("2026-01-31", 'progress" "C" 1'),
            sale("2026-01-31", "100.00"),
            sale("2027-01-31", "40.00"),
            said("2027-01-31", 'estimate" "C" "trails" 120 USD'),
        )
        assert (revenue(ledger, "2026-12-31"), balance(ledger, ASSET, date="2026-12-31")) == (D(180), D(80))
        assert (revenue(ledger), balance(ledger, ASSET)) == (D(220), D(80))


class TestTheEnd:
    """What is left when a contract ends."""

    def test_uncertain_amounts_do_not_come(self, load_ledger: Load) -> None:
        """1,000 of claims are expected, 700 paid: 300 are released."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'estimate" "C" "claims" "50%" -2000 USD "50%" 0 USD'),
            sale("2026-02-01", "20000.00"),
            paid("2026-05-31", "700.00"),
            said("2026-06-30", 'contract-end" "C"'),
        )
        assert (revenue(ledger, "2026-06-29"), revenue(ledger)) == (D(19000), D(19300))
        assert balance(ledger, REFUND) == D(0)

    @pytest.mark.parametrize(("release", "owed"), [("FALSE", "-5000"), ("TRUE", "0")])
    def test_a_rebate_that_was_earned_is_owed(self, load_ledger: Load, release: str, owed: str) -> None:
        """500 sold at 100 where 2,000 were expected at 80: 90 above 400 in the end, so 10,000 becomes 5,000."""
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'contract-tiers" "C" "0" 100 USD "400" 90 USD "1000" 80 USD'),
            said("2026-01-01", 'estimate" "C" 2000'),
            sale("2026-02-01", "50000.00", 500),
            said("2026-12-31", 'contract-end" "C"', f"release: {release}"),
        )
        assert balance(ledger, REFUND, date="2026-12-30") == D(-10000)
        assert balance(ledger, REFUND) == D(owed)
        assert revenue(ledger) == D(50000) + D(owed)

    def test_what_was_paid_and_not_asked_for(self, load_ledger: Load) -> None:
        """A voucher of 100, 60 used: 40 are revenue at the end."""
        ledger = load(
            load_ledger,
            contract("price: 100.00 USD"),
            sale("2026-02-01", "100.00"),
            said("2026-03-31", 'progress" "C" 0.6'),
            said("2026-12-31", 'contract-end" "C"'),
        )
        assert (balance(ledger, ADVANCE, date="2026-12-30"), balance(ledger, ADVANCE)) == (D(-40), D(0))
        assert revenue(ledger) == D(100)

    def test_what_is_paid_after_it_lowers_revenue(self, load_ledger: Load) -> None:
        ledger = load(
            load_ledger,
            contract(),
            said("2026-01-01", 'estimate" "C" "claims" "50%" -2000 USD "50%" 0 USD'),
            sale("2026-02-01", "20000.00"),
            said("2026-06-30", 'contract-end" "C"'),
            paid("2026-07-31", "700.00"),
        )
        assert (revenue(ledger, "2026-06-30"), revenue(ledger)) == (D(20000), D(19300))

    def test_not_while_something_is_not_billed(self, load_ledger: Load) -> None:
        ledger = load_ledger(
            HEAD
            + contract("price: 100.00 USD")
            + said("2026-03-31", 'progress" "C" 0.6')
            + said("2026-12-31", 'contract-end" "C"')
        )
        assert len(ledger.messages) == 1
        assert "ends with 60.00 USD performed and not billed" in ledger.messages[0]


class TestSeveral:
    """Contracts beside each other."""

    TWO = contract(name="A") + contract(name="B")

    def test_in_one_transaction(self, load_ledger: Load) -> None:
        """A: 10 at 100 less 5 each; B: 20 at 50 less 2 each: 50 and 40 are owed on the one account."""
        ledger = load(
            load_ledger,
            self.TWO,
            said("2026-01-01", 'estimate" "A" "rebate" -5 USD', "per-unit: TRUE"),
            said("2026-01-01", 'estimate" "B" "rebate" -2 USD', "per-unit: TRUE"),
            '2026-02-01 * "Both"\n  Assets:Receivables  2000.00 USD\n'
            '  Income:Sales  -1000.00 USD\n    contract: "A"\n    quantity: 10\n'
            '  Income:Sales  -1000.00 USD\n    contract: "B"\n    quantity: 20\n',
        )
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(1910), D(-90))
        owed = {
            posting.meta["contract"]: posting.units.number
            for entry in ledger.transactions
            for posting in entry.postings
            if posting.account == REFUND
        }
        assert owed == {"A": D(-50), "B": D(-40)}

    def test_units_of_nobody(self, load_ledger: Load) -> None:
        ledger = load_ledger(
            HEAD
            + self.TWO
            + said("2026-01-01", 'estimate" "A" "rebate" -5 USD', "per-unit: TRUE")
            + '2026-02-01 * "Both"\n  quantity: 10\n  Assets:Receivables  2000.00 USD\n'
            '  Income:Sales  -1000.00 USD\n    contract: "A"\n  Income:Sales  -1000.00 USD\n    contract: "B"\n'
        )
        assert len(ledger.messages) == 1
        assert "on the postings on its revenue, for each contract its own" in ledger.messages[0]

    def test_in_another_currency(self, load_ledger: Load) -> None:
        ledger = load(
            load_ledger,
            contract('currency: "EUR"'),
            said("2026-01-01", 'contract-tiers" "C" "0" 10 EUR "100" 9 EUR'),
            said("2026-01-01", 'estimate" "C" 200'),
            sale("2026-02-01", "500.00", 50).replace("USD", "EUR"),
        )
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(450), D(-50))

    def test_below_each_other(self, load_ledger: Load) -> None:
        """The revenue of A is below that of B; each has its own."""
        ledger = load(
            load_ledger,
            "2026-01-01 open Income:Sales:Pumps\n",
            contract(name="B"),
            contract(name="A").replace("Income:Sales", "Income:Sales:Pumps")
            + "  deductions: Income:PumpRebates\n2026-01-01 open Income:PumpRebates\n",
            said("2026-01-01", 'estimate" "A" "rebate" -100 USD'),
            said("2026-01-01", 'estimate" "B" "rebate" -10 USD'),
            sale("2026-02-01", "1000.00", name="A").replace("Income:Sales", "Income:Sales:Pumps"),
            sale("2026-02-01", "1000.00", name="B"),
        )
        assert (balance(ledger, "Income:PumpRebates"), balance(ledger, CONTRA)) == (D(100), D(10))


@pytest.mark.parametrize("method", ["gross", "net", "allowance"])
def test_with_an_early_payment_discount(load_ledger: Load, method: str) -> None:
    """1,000 at 2/10 net 30 with a rebate of 5 %: 50 owed, and 20 of discount on what is billed, taken: 930.

    An allowance of half of it is brought up at the month end.
    """
    ledger = load(
        load_ledger,
        "2026-01-01 open Income:SalesDiscounts\n2026-01-01 open Income:DiscountsForfeited\n"
        '2026-01-01 custom "plant-sales-discounts" Income:Sales\n  receivables: Assets:Receivables\n'
        f'  method: "{method}"\n  discounts: Income:SalesDiscounts\n'
        + ("  expected: 0.50\n" if method == "allowance" else ""),
        contract("price: 1000.00 USD"),
        said("2026-01-01", 'estimate" "C" "rebate" -50 USD'),
        '2026-02-01 * "Invoice" ^INV-1\n  contract: "C"\n  terms: "2/10 net 30"\n  invoice: "INV-1"\n'
        "  Assets:Receivables  1000.00 USD\n  Income:Sales  -1000.00 USD\n",
        '2026-02-08 * "Payment"\n  invoice: "INV-1"\n  Assets:Bank  980.00 USD\n  Assets:Receivables  -980.00 USD\n',
        LATER,
    )
    assert balance(ledger, REFUND) == D(-50)
    assert balance(ledger, "Income:Sales", CONTRA, "Income:SalesDiscounts") == D(-930)
    assert balance(ledger, "Assets:Receivables") == D(0)


def test_a_credit_memo_on_the_contra_account(load_ledger: Load) -> None:
    """A debit of the deductions with settles: is moved from there."""
    ledger = load(
        load_ledger,
        "2026-01-01 open Income:SalesDeductions\n",
        contract("deductions: Income:SalesDeductions"),
        said("2026-01-01", 'estimate" "C" "claims" -2000 USD'),
        sale("2026-02-01", "20000.00"),
        '2026-03-01 * "Memo"\n  settles: "C"\n  Income:SalesDeductions  500.00 USD\n  Assets:Receivables\n',
    )
    assert (revenue(ledger), balance(ledger, REFUND)) == (D(18000), D(-1500))
    assert (balance(ledger, CONTRA), balance(ledger, "Income:Sales")) == (D(2000), D(-20000))


def test_a_settlement_that_is_taken_back(load_ledger: Load) -> None:
    """800.00 of 2,000.00 are settled by a memo, and 300.00 of them reversed: 1,500.00 are owed, no revenue moves."""
    ledger = load(
        load_ledger,
        contract(),
        said("2026-01-01", 'estimate" "C" "claims" -2000 USD'),
        sale("2026-02-01", "20000.00"),
        '2026-03-01 * "Memo"\n  settles: "C"\n  Income:Sales  800.00 USD\n  Assets:Receivables\n',
        '2026-03-02 * "Reversal"\n  settles: "C"\n  Income:Sales  -300.00 USD\n  Assets:Receivables\n',
    )
    assert (revenue(ledger), balance(ledger, REFUND)) == (D(18000), D(-1500))
    assert (balance(ledger, "Income:Sales"), balance(ledger, "Assets:Receivables")) == (D(-20000), D(19500))


@pytest.mark.parametrize(
    ("date", "key", "account", "said_"),
    [
        ("2026-03-01", 'settles: "D"', "Income:Sales", 'unknown contract "D"'),
        (
            "2026-03-01",
            "settles: 5",
            "Income:Sales",
            "settles: found 5, expected the name of a contract in quotes",
        ),
        (
            "2026-03-01",
            "contract: 5",
            "Income:Sales",
            "contract: found 5, expected the name of a contract in quotes",
        ),
        (
            "2026-03-01",
            'settles: "C"',
            "Income:Other",
            f'contract "C": the transaction has nothing on Income:Sales or another account of the contract; debit'
            f" Income:Sales, or {REFUND}, for what it settles",
        ),
        (
            "2026-03-01",
            'contract: "C"',
            "Income:Other",
            "or another account of the contract; take contract: off, or bill on that account",
        ),
        (
            "2025-12-31",
            'settles: "C"',
            "Income:Sales",
            "the transaction of 2025-12-31 is before the contract of 2026-01-01; begin the contract by then, or take"
            " the transaction off it",
        ),
    ],
)
def test_a_settlement_that_cannot_be(
    load_ledger: Load, date: str, key: str, account: str, said_: str
) -> None:
    memo = f'{date} * "Memo"\n  {key}\n  {account}  10.00 USD\n  Assets:Receivables\n'
    ledger = load_ledger(HEAD + "2025-01-01 open Income:Other\n" + contract() + memo)
    assert sum(said_ in message for message in ledger.messages) == 1, ledger.messages


def test_a_settlement_less_what_is_billed_in_it(load_ledger: Load) -> None:
    """A memo of 800.00 keeps a fee of 50.00: the fee is revenue, 800.00 are settled."""
    ledger = load(
        load_ledger,
        contract(),
        said("2026-01-01", 'estimate" "C" "claims" -2000 USD'),
        sale("2026-02-01", "20000.00"),
        '2026-03-01 * "Memo"\n  settles: "C"\n  Income:Sales  800.00 USD\n  Income:Sales  -50.00 USD\n'
        "  Assets:Receivables\n",
    )
    assert (revenue(ledger), balance(ledger, REFUND)) == (D(18050), D(-1200))


def test_new_prices_are_retrospective_or_not_as_before(load_ledger: Load) -> None:
    """Prospective: 8 for units above 100 from March on, and nobody writes retrospective: again; 80 x 10 as billed."""
    ledger = load(
        load_ledger,
        contract(),
        said("2026-01-01", 'contract-tiers" "C" "0" 10 USD "100" 9 USD', "retrospective: FALSE"),
        sale("2026-02-01", "800.00", 80),
        said("2026-03-01", 'contract-tiers" "C" "0" 10 USD "50" 8 USD'),
    )
    assert (revenue(ledger), balance(ledger, REFUND)) == (D(800), D(0))


def test_the_likeliest_volume(load_ledger: Load) -> None:
    """9,000 at 90, 28,000 at 80 (75 %), 36,000 at 70: the likeliest has 80 for each of 10,000."""
    ledger = load(
        load_ledger,
        contract(),
        said("2026-01-01", 'contract-tiers" "C" "0" 90 USD "10000" 80 USD "30000" 70 USD'),
        said("2026-01-01", 'estimate" "C" "15%" 9000 "75%" 28000 "10%" 36000', 'method: "most-likely"'),
        sale("2026-03-31", "900000.00", 10000),
    )
    assert revenue(ledger) == D(800000)


def test_a_usage_fee(load_ledger: Load) -> None:
    """A minimum of 12,000 a year and 1 a call above; 3,000 are billed for calls: they are revenue when used."""
    ledger = load(
        load_ledger,
        contract(),
        sale("2026-01-31", "1000.00"),
        sale("2026-02-28", "1000.00"),
        sale("2026-02-28", "3000.00"),
    )
    assert revenue(ledger) == D(5000)


def test_a_penalty_a_day(load_ledger: Load) -> None:
    """100,000 less 1,000 a day of delay, 10 days by 40 %, 5 by 60 %: 7,000; half performed: 46,500; then 3 days."""
    ledger = load(
        load_ledger,
        contract("price: 100000.00 USD"),
        said("2026-01-01", 'estimate" "C" "delay" "40%" -10000 USD "60%" -5000 USD'),
        said("2026-06-30", 'progress" "C" 0.5'),
        said("2026-12-31", 'estimate" "C" "delay" -3000 USD'),
        said("2026-12-31", 'progress" "C" 1'),
    )
    assert (revenue(ledger, "2026-06-30"), revenue(ledger)) == (D(46500), D(97000))


def test_an_advance_to_be_performed_within_a_year_has_no_interest(load_ledger: Load) -> None:
    """Nobody writes financing: (the expedient of ASC 606-10-32-18, IFRS 15.63)."""
    ledger = load(
        load_ledger,
        contract("price: 4000.00 USD"),
        '2026-01-01 open Liabilities:ContractLiability\n2026-01-01 * "Advance"\n  contract: "C"\n'
        "  Assets:Bank  4000.00 USD\n  Liabilities:ContractLiability  -4000.00 USD\n",
        said("2026-10-31", 'progress" "C" 1'),
    )
    assert (revenue(ledger), balance(ledger, ADVANCE)) == (D(4000), D(0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            contract().replace("Income:Sales", "Assets:Bank"),
            "found Assets:Bank, expected an account below Income",
        ),
        (
            contract("refund-liability: Assets:Bank"),
            "refund-liability: found Assets:Bank, expected an account below",
        ),
        (
            contract("contract-liability: Liabilities:RefundLiability"),
            "contract-liability: found Liabilities:RefundLiability, which is refund-liability: too",
        ),
        (contract('currency: "EUR"', "price: 5 USD"), 'currency: found "EUR", expected "USD", as its price:'),
        (contract("currency: 5"), "currency: found 5"),
        (contract("commission: 5"), "commission: found 5, expected a share from 0 to below 1"),
        (contract("commission-to: Liabilities:Commissions"), "commission-to: is for a commission"),
        (
            contract() + said("2026-01-01", 'estimate" "C" "returns" 0.03', "include: 5 USD"),
            "include: is for an amount by its name, not for a share of returns",
        ),
        (
            contract() + said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "soon"'),
            'window: found "soon", expected a number of days',
        ),
        (
            contract()
            + said("2026-01-01", 'estimate" "C" "returns" 0.03', 'window: "90 days"')
            + said("2026-02-01", 'estimate" "C" "returns" 0.03', 'window: "60 days"'),
            'window: found "60 days", expected "90 days" as before',
        ),
        (
            contract() + said("2026-01-01", 'estimate" "C" "bonus" -3 USD', "window: 60"),
            "window: is for an amount below zero for each unit sold",
        ),
        (
            contract() + said("2026-01-01", 'estimate" "C" "bonus" 3 USD', 'obligation: "X"'),
            'obligation: unknown "X"',
        ),
        (
            contract()
            + said("2026-01-01", 'contract-tiers" "C" "0" 9 USD')
            + said("2026-02-01", 'contract-tiers" "C" "0" 8 USD', "retrospective: FALSE"),
            "retrospective: differs from the prices at",
        ),
        (
            contract()
            + said("2026-02-01", 'contract-end" "C"')
            + said("2026-03-01", 'estimate" "C" "x" 3 USD'),
            "is after the end of its contract, 2026-02-01",
        ),
        (contract() + said("2026-02-01", 'contract-end" "C"') * 2, "ends twice"),
        (
            contract() + said("2026-02-01", 'contract-end" "C"') + sale("2026-03-01", "5.00"),
            "the transaction of 2026-03-01 is after its end of 2026-02-01",
        ),
        (
            contract("price: 100 USD")
            + said("2026-01-01", 'obligation" "C" "a" 100 USD')
            + said("2026-01-01", 'obligation" "C" "b"'),
            "so nothing is left for the residual",
        ),
        (
            contract("price: 100 USD") + said("2026-01-01", 'obligation" "C" "b"', 'bundle: "BC"'),
            "bundle: is for what has a standalone selling price",
        ),
        (contract(name=""), "found no name"),
        (
            contract() + said("2026-01-01", 'contract-tiers" "C" "0" -9 USD'),
            "expected a price of zero or more",
        ),
        (
            contract("price: 9 USD")
            + said("2026-01-01", 'contract-tiers" "C" "0" 9 USD')
            + said("2026-02-01", 'progress" "C" 0.5'),
            "nobody said by then how many units the whole is",
        ),
        (
            contract("price: 9 USD")
            + said("2026-01-01", 'obligation" "C" "a" 9 USD')
            + said("2026-01-01", 'contract-tiers" "C" "0" 9 USD'),
            "write two contracts",
        ),
        (said("2026-01-01", 'estimate" "C" "x" 3 USD') + sale("2026-02-01", "5.00"), 'unknown contract "C"'),
        (
            contract() + sale("2026-02-01", "5.00").replace('"C"', "5"),
            "found 5, expected the name of a contract",
        ),
        (
            contract()
            + said("2026-01-01", 'estimate" "C" "x" -3 USD', "per-unit: TRUE")
            + sale("2026-02-01", "5.00"),
            "bills 5.00 USD without units",
        ),
        (
            contract()
            + said("2026-01-01", 'estimate" "C" "x" -3 USD', "per-unit: TRUE")
            + sale("2026-02-01", "5.00").replace('"C"\n', '"C"\n  quantity: "ten"\n'),
            'quantity: found "ten", expected the units that are billed',
        ),
    ],
)
@pytest.mark.parametrize("plugin", ["beanplant", "beanplant.sales_discounts"])
def test_what_cannot_stand(load_ledger: Load, text: str, expected: str, plugin: str) -> None:
    """One error, at a line of the ledger."""
    ledger = load_ledger(HEAD.replace('"beanplant"', f'"{plugin}"') + text)
    assert len(ledger.messages) == 1, ledger.messages
    assert expected in ledger.messages[0]
    assert ledger.errors[0].source["lineno"] > 0


@pytest.mark.parametrize("plugin", ["beanplant", "beanplant.sales_discounts"])
def test_units_that_are_shipped(load_ledger: Load, plugin: str) -> None:
    """100 pumps at 100 with a rebate of 5 each, ten credited: 90 x 95. Without valuation too: units need none."""
    ledger = load_ledger(
        HEAD.replace('"beanplant"', f'"{plugin}"')
        + PLANT
        + contract()
        + said("2026-01-01", 'estimate" "C" "rebate" -5 USD', "per-unit: TRUE")
        + shipped("2026-02-01", 100, "10000.00")
        + shipped("2026-03-01", -10, "-1000.00").replace("--", "")
    )
    assert ledger.messages == []
    assert (revenue(ledger), balance(ledger, REFUND)) == (D(8550), D(-450))
