"""Rights never claimed, goods that come back for a fee, bonuses that the constraint keeps out, units over time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:ContractLiability
"""
PLANT = """
2026-01-01 custom "plant" "P100"
2026-01-01 open Assets:P100:FinishedGoods
2026-01-01 open Expenses:P100:CostOfGoodsSold
2026-01-01 open Equity:Opening
2026-01-01 commodity WIDGET
  item: TRUE
2026-01-01 custom "plant-standard-cost" 1 WIDGET 75.00 USD
2026-01-01 * "Opening"
  Assets:P100:FinishedGoods  100 WIDGET
  Equity:Opening  -100 WIDGET
"""
CONTRA, REFUND, AHEAD, ASSET = (
    "Income:SalesDeductions",
    "Liabilities:RefundLiability",
    "Liabilities:ContractLiability",
    "Assets:ContractAsset",
)
Load = Callable[[str], Any]


def contract(*keys: str) -> str:
    return '2026-01-01 custom "plant-contract" "C" Income:Sales\n' + "".join(f"  {key}\n" for key in keys)


def said(date: str, what: str, *keys: str) -> str:
    return f'{date} custom "plant-{what}\n' + "".join(f"  {key}\n" for key in keys)


def moved(date: str, debit: str, credit: str, amount: str, units: int = 0) -> str:
    quantity = f"  quantity: {units}\n" if units else ""
    return (
        f'{date} * "Moved"\n  contract: "C"\n{quantity}  {debit}  {amount} USD\n  {credit}  -{amount} USD\n'
    )


def bill(date: str, amount: str, units: int = 0) -> str:
    return moved(date, "Assets:Receivables", "Income:Sales", amount, units)


def load(load_ledger: Load, *parts: str) -> Any:
    ledger = load_ledger(HEAD + "".join(parts))
    assert ledger.messages == []
    return ledger


def balance(ledger: Any, *accounts: str, date: str = "9999-12-31") -> D:
    return sum(
        (
            posting.units.number
            for entry in ledger.transactions
            if str(entry.date) <= date
            for posting in entry.postings
            if posting.account in accounts and posting.units.currency == "USD"
        ),
        D(0),
    )


def revenue(ledger: Any, date: str = "9999-12-31") -> D:
    return -balance(ledger, "Income:Sales", CONTRA, date=date)


class TestBreakage:
    """Gift cards for 100,000; a tenth is never claimed: of what is claimed, 45,000 are half (606-10-55-46 to -48)."""

    CARDS = (
        contract("contract-liability: Liabilities:ContractLiability"),
        said("2026-01-01", 'estimate" "C" "breakage" 0.10'),
        moved("2026-01-01", "Assets:Bank", AHEAD, "100000.00"),
        moved("2026-06-30", AHEAD, "Income:Sales", "45000.00"),
    )

    def test_goes_with_what_is_claimed(self, load_ledger: Load) -> None:
        """45,000 / 0.9 = 50,000; 80,000 / 0.9 = 88,888.89; at 15 %: 94,117.65; at the end the rest."""
        ledger = load(
            load_ledger,
            *self.CARDS,
            moved("2026-09-30", AHEAD, "Income:Sales", "35000.00"),
            said("2026-10-31", 'estimate" "C" "breakage" 0.15'),
            said("2026-12-31", 'contract-end" "C"'),
        )
        found = [
            (revenue(ledger, date), -balance(ledger, AHEAD, date=date))
            for date in ("2026-01-01", "2026-06-30", "2026-09-30", "2026-10-31", "2026-12-31")
        ]
        assert found == [
            (D(0), D(100000)),
            (D(50000), D(50000)),
            (D("88888.89"), D("11111.11")),
            (D("94117.65"), D("5882.35")),
            (D(100000), D(0)),
        ]

    def test_more_is_claimed_than_was_expected(self, load_ledger: Load) -> None:
        """95,000 of 100,000: never more revenue than was paid."""
        ledger = load(load_ledger, *self.CARDS, moved("2026-09-30", AHEAD, "Income:Sales", "50000.00"))
        assert (revenue(ledger), balance(ledger, AHEAD)) == (D(100000), D(0))

    def test_what_must_go_to_the_state_is_no_revenue(self, load_ledger: Load) -> None:
        """Unclaimed property: 4,000 leave the liability (606-10-55-49)."""
        ledger = load(
            load_ledger,
            *self.CARDS,
            moved("2026-09-30", AHEAD, "Assets:Bank", "4000.00"),
            said("2026-12-31", 'contract-end" "C"'),
        )
        assert (revenue(ledger), balance(ledger, AHEAD)) == (D(96000), D(0))

    def test_nothing_is_expected_to_be_left(self, load_ledger: Load) -> None:
        """Without an estimate what is claimed is revenue as it is claimed."""
        ledger = load(load_ledger, self.CARDS[0], *self.CARDS[2:])
        assert (revenue(ledger), balance(ledger, AHEAD)) == (D(45000), D(-55000))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                said("2026-01-01", 'estimate" "C" "breakage" 5 USD'),
                "expected the share that is never claimed",
            ),
            (
                said("2026-01-01", 'estimate" "C" "breakage" 1'),
                "expected the share that is never claimed, below 1",
            ),
            (said("2026-01-01", 'estimate" "C" "breakage"'), "expected the share that is never claimed"),
            (
                said("2026-01-01", 'estimate" "C" "breakage" 0.1', 'window: "90 days"'),
                "window: is for an amount by its name, not for a share of breakage",
            ),
            (
                said("2026-01-01", 'contract-tiers" "C" "0" 5 USD')
                + said("2026-01-01", 'estimate" "C" "breakage" 0.1'),
                "but the contract has prices by volume at",
            ),
            (
                said("2026-01-01", 'obligation" "C" "A" 5 USD')
                + said("2026-01-01", 'estimate" "C" "breakage" 0.1'),
                "but the contract has promises at",
            ),
            (
                said("2026-01-01", 'estimate" "C" "breakage" 0.1') + said("2026-02-01", 'progress" "C" 0.1'),
                "it is performed as it is claimed",
            ),
        ],
    )
    def test_what_cannot_stand(self, load_ledger: Load, text: str, expected: str) -> None:
        messages = load_ledger(HEAD + contract("price: 100.00 USD") + text).messages
        assert len(messages) == 1, messages
        assert expected in messages[0]


class TestRestocking:
    """10 widgets at 100 that cost 75; one comes back, for a fee of 10 %; to get it back costs 15 (a fifth of 75)."""

    SOLD = (
        PLANT,
        contract(),
        said("2026-01-01", 'estimate" "C" "returns" 0.10', 'restocking-fee: "10%"', 'recovery-cost: "20%"'),
        '2026-02-01 * "Shipped"\n  contract: "C"\n  Assets:P100:FinishedGoods  -10 WIDGET\n'
        "  Expenses:P100:CostOfGoodsSold  10 WIDGET\n  Assets:Receivables  1000.00 USD\n  Income:Sales  -1000.00 USD\n",
    )

    def test_what_is_expected(self, load_ledger: Load) -> None:
        """9 x 100 and the fee of 10 are revenue, 90 are owed; 9 x 75 and 15 are cost, 60 the asset."""
        ledger = load(load_ledger, *self.SOLD)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(910), D(-90))
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(690)
        assert balance(ledger, "Assets:ReturnAsset") == D(60)

    def test_what_comes_back(self, load_ledger: Load) -> None:
        """The credit note is for 90; what the return cost is an expense when it is paid."""
        back = (
            '2026-03-01 * "Back"\n  settles: "C"\n  Assets:P100:FinishedGoods  1 WIDGET\n'
            "  Expenses:P100:CostOfGoodsSold  -1 WIDGET\n  Income:Sales  90.00 USD\n  Assets:Receivables  -90.00 USD\n"
        )
        ledger = load(load_ledger, *self.SOLD, back)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(910), D(0))
        assert balance(ledger, "Assets:ReturnAsset") == D(0)
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D(675)

    def test_what_is_worth_less_than_was_thought(self, load_ledger: Load) -> None:
        """A new estimate: getting it back takes 30 % of 75; the asset of 60 is 52.50."""
        worse = said(
            "2026-02-28", 'estimate" "C" "returns" 0.10', 'restocking-fee: "10%"', 'recovery-cost: "30%"'
        )
        ledger = load(load_ledger, *self.SOLD, worse)
        assert balance(ledger, "Assets:ReturnAsset") == D("52.50")
        assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D("697.50")
        assert revenue(ledger) == D(910)

    def test_on_another_estimate(self, load_ledger: Load) -> None:
        text = HEAD + contract() + said("2026-01-01", 'estimate" "C" "rebate" -5 USD', 'recovery-cost: "20%"')
        assert load_ledger(text).messages == [
            'plant-estimate "C": recovery-cost: is for a share of "returns", not for an amount; take it off'
        ]


class TestTheConstraint:
    """100 and a bonus of 10, of which 4 pass the constraint."""

    TERMS = (
        contract("price: 100.00 USD"),
        said(
            "2026-01-01",
            'estimate" "C" "bonus" "90%" 10 USD "10%" 0 USD',
            'method: "most-likely"',
            "include: 4 USD",
            'reason: "New"',
        ),
        bill("2026-01-31", "60.00"),
    )

    def test_a_bill_above_it(self, load_ledger: Load) -> None:
        """110 are billed: 104 are revenue, and 6 an error at the bill."""
        ledger = load_ledger(HEAD + "".join(self.TERMS) + bill("2026-02-01", "50.00"))
        assert len(ledger.messages) == 1
        assert "50.00 USD on 2026-02-01 make 110.00 billed" in ledger.messages[0]
        assert (
            "its price with what passes the constraint is 104.00; the other 6.00 stay" in ledger.messages[0]
        )
        bills = [entry for entry in ledger.transactions if entry.narration == "Moved"]
        assert ledger.errors[0].source["lineno"] == bills[-1].meta["lineno"]
        assert (revenue(ledger), balance(ledger, AHEAD)) == (D(104), D(-6))

    def test_a_bill_that_an_estimate_of_the_day_lets_in(self, load_ledger: Load) -> None:
        certain = said("2026-02-01", 'estimate" "C" "bonus" 10 USD', 'method: "most-likely"')
        ledger = load(load_ledger, *self.TERMS, certain, bill("2026-02-01", "50.00"))
        assert (revenue(ledger), balance(ledger, AHEAD)) == (D(110), D(0))

    def test_a_bill_up_to_it(self, load_ledger: Load) -> None:
        ledger = load(load_ledger, *self.TERMS, bill("2026-02-01", "44.00"))
        assert (revenue(ledger), balance(ledger, AHEAD), balance(ledger, ASSET)) == (D(104), D(0), D(0))


class TestVolumeOverTime:
    """Made to order: 1,000 are expected at 90 (100 up to 500) less a rebate of 1; 40 % is performed, 300 are billed."""

    TERMS = (
        contract(),
        said("2026-01-01", 'contract-tiers" "C" "0" 100 USD "500" 90 USD'),
        said("2026-01-01", 'estimate" "C" 1000'),
        said("2026-01-01", 'estimate" "C" "rebate" -1 USD', "per-unit: TRUE"),
        bill("2026-02-01", "30000.00", 300),
        said("2026-03-31", 'progress" "C" 0.4'),
    )

    def test_a_share_of_what_all_will_cost(self, load_ledger: Load) -> None:
        """40 % of 89,000 = 35,600; 11 are owed on each of the 300; 26,700 are billed for good, 8,900 not yet."""
        ledger = load(load_ledger, *self.TERMS)
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(35600), D(-3300))
        assert (balance(ledger, ASSET), balance(ledger, AHEAD)) == (D(8900), D(0))
        assert revenue(ledger, "2026-03-30") == D(0)

    def test_a_new_estimate(self, load_ledger: Load) -> None:
        """400 in all at 99: 40 % of 39,600; only the rebate is owed."""
        ledger = load(load_ledger, *self.TERMS, said("2026-04-30", 'estimate" "C" 400'))
        assert (revenue(ledger), balance(ledger, REFUND), balance(ledger, AHEAD)) == (
            D(15840),
            D(-300),
            D(-13860),
        )

    def test_in_the_end(self, load_ledger: Load) -> None:
        """800 in all, more than 500: 89 each."""
        ledger = load(
            load_ledger,
            *self.TERMS,
            bill("2026-09-30", "50000.00", 500),
            said("2026-12-31", 'estimate" "C" 800'),
            said("2026-12-31", 'progress" "C" 1'),
        )
        assert (revenue(ledger), balance(ledger, REFUND)) == (D(71200), D(-8800))
        assert (balance(ledger, ASSET), balance(ledger, AHEAD)) == (D(0), D(0))

    @pytest.mark.parametrize(
        ("drop", "keys", "expected"),
        [
            (2, (), "nobody said by then how many units the whole is"),
            (9, ("modification: TRUE",), "count anew"),
        ],
    )
    def test_what_cannot_stand(
        self, load_ledger: Load, drop: int, keys: tuple[str, ...], expected: str
    ) -> None:
        parts = [part for index, part in enumerate(self.TERMS) if index != drop]
        parts[1] = parts[1] + "".join(f"  {key}\n" for key in keys)
        messages = load_ledger(HEAD + "".join(parts)).messages
        assert len(messages) == 1, messages
        assert expected in messages[0]


class TestTheCostOfReturns:
    """100 at 100 EUR of a plant in USD, at a cost of 60 USD: 3 % back are 300 EUR owed, and an asset of 180 USD."""

    def test_in_the_currency_of_the_plant(self, load_ledger: Load) -> None:
        ledger = load(
            load_ledger,
            PLANT.replace("75.00", "60.00"),
            contract('currency: "EUR"'),
            said("2026-01-01", 'estimate" "C" "returns" 0.03'),
            '2026-02-01 * "Shipped"\n  contract: "C"\n  Assets:P100:FinishedGoods  -100 WIDGET\n'
            "  Expenses:P100:CostOfGoodsSold  100 WIDGET\n  Assets:Receivables  10000.00 EUR @ 1.10 USD\n"
            "  Income:Sales  -10000.00 EUR @ 1.10 USD\n",
            said("2026-03-31", 'estimate" "C" "returns" 0.02'),
        )
        assert ledger.units(REFUND) == {"EUR": D(-200)}
        assert ledger.units(CONTRA) == {"EUR": D(200)}
        assert ledger.money("Assets:ReturnAsset") == {"USD": D(120)}
        assert ledger.money("Expenses:P100:CostOfGoodsSold") == {"USD": D(5880)}

    def test_without_a_plant(self, load_ledger: Load) -> None:
        """A trader writes the cost in money, on the account of the contract."""
        ledger = load(
            load_ledger,
            "2026-01-01 open Assets:Stock\n2026-01-01 open Expenses:CostOfGoodsSold\n",
            contract(),
            said("2026-01-01", 'estimate" "C" "returns" 0.03'),
            bill("2026-02-01", "10000.00"),
            moved("2026-02-01", "Expenses:CostOfGoodsSold", "Assets:Stock", "6000.00"),
        )
        assert (revenue(ledger), balance(ledger, "Assets:ReturnAsset")) == (D(9700), D(180))
        assert balance(ledger, "Expenses:CostOfGoodsSold") == D(5820)

    def test_in_two_currencies(self, load_ledger: Load) -> None:
        cost = moved("2026-02-01", "Expenses:CostOfGoodsSold", "Assets:Stock", "60.00")
        messages = load_ledger(
            HEAD
            + "2026-01-01 open Assets:Stock\n2026-01-01 open Expenses:CostOfGoodsSold\n"
            + contract()
            + cost
            + cost.replace("USD", "CAD").replace("02-01", "02-02")
        ).messages
        assert messages == [
            'contract "C": found cost of goods in CAD, and in USD before; write a contract for the goods of each plant'
        ]
