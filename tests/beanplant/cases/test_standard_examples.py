"""The illustrative examples of IFRS 15 (those of ASC 606-10-55 are the same) on contracts, each as a ledger.

The figures are those of the standard; where it is in whole units, the cents are worked out beside it. Examples 5, 20,
22 to 24, 29, 34 and 40 are cases of `test_contract_cases`.
"""

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
2026-01-01 open Assets:Shares
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:ContractLiability
2026-01-01 custom "plant-contract" "C" Income:Sales
"""
SHORT = {
    "revenue": ("Income:Sales", "Income:SalesDeductions"),
    "owed": ("Liabilities:RefundLiability",),
    "ahead": ("Liabilities:ContractLiability",),
    "late": ("Assets:ContractAsset",),
    "receivable": ("Assets:Receivables",),
    "return asset": ("Assets:ReturnAsset",),
    "cost": ("Expenses:P100:CostOfGoodsSold",),
}
PLANT = """2026-01-01 custom "plant" "P100"
2026-01-01 open Assets:P100:FinishedGoods
2026-01-01 open Expenses:P100:CostOfGoodsSold
2026-01-01 open Equity:Opening
2026-01-01 commodity GOOD
  item: TRUE
2026-01-01 custom "plant-standard-cost" 1 GOOD 80 USD
2026-01-01 * "Opening"
  Assets:P100:FinishedGoods  1 GOOD
  Equity:Opening  -1 GOOD
"""


def bill(date: str, amount: str) -> str:
    return f'{date} * "Bill"\n  contract: "C"\n  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n'


def said(date: str, what: str, *keys: str) -> str:
    return f'{date} custom "plant-{what}\n' + "".join(f"  {key}\n" for key in keys)


def promise(name: str, price: int, date: str = "2026-01-01") -> str:
    return said(date, f'obligation" "C" "{name}" {price} USD')


Expected = dict[str, dict[str, str]]
EXAMPLES: dict[str, tuple[tuple[str, ...], tuple[str, ...], Expected]] = {
    # 100,000 a year; in the third year 80,000, and three more years for 200,000: four years at 70,000
    "ifrs15-ex7": (
        ("price: 300000 USD",),
        (
            said("2026-12-31", 'progress" "C" 1 / 3'),
            said("2027-12-31", 'progress" "C" 2 / 3'),
            said("2028-01-01", 'contract-modification" "C" 480000 USD', 'method: "prospective"'),
            said("2028-12-31", 'progress" "C" 0.75'),
        ),
        {
            "2026-12-31": {"revenue": "100000"},
            "2027-12-31": {"revenue": "200000"},
            "2028-12-31": {"revenue": "270000"},
        },
    ),
    # Two methods for two amounts: days early or late by expected value, the inspection by the likeliest
    "ifrs15-ex21": (
        ("price: 2500000 USD",),
        (
            said("2026-01-01", 'estimate" "C" "days" "50%" 0 USD "30%" -10000 USD "20%" 20000 USD'),
            said(
                "2026-01-01",
                'estimate" "C" "inspection" "80%" 150000 USD "20%" 0 USD',
                'method: "most-likely"',
            ),
            said("2026-12-31", 'progress" "C" 1'),
        ),
        {"2026-12-31": {"revenue": "2651000"}},
    ),
    # 40 % off are expected, 50 % pass the constraint
    "ifrs15-ex23-b": (
        ("price: 100000 USD",),
        (
            said(
                "2026-01-01",
                'estimate" "C" "concession" -40000 USD',
                "include: -50000 USD",
                'reason: "Obsolete soon"',
            ),
            bill("2026-12-01", "100000"),
        ),
        {"2026-12-01": {"revenue": "50000", "owed": "-50000", "receivable": "100000"}},
    ),
    # 2 % of what is managed, each quarter; the incentive depends on the market
    "ifrs15-ex25": (
        (),
        (
            said(
                "2026-01-01",
                'estimate" "C" "incentive" "50%" 5000 USD "50%" 0 USD',
                "include: 0 USD",
                'reason: "Market"',
            ),
            bill("2026-03-31", "2000"),
        ),
        {"2026-03-31": {"revenue": "2000", "late": "0"}},
    ),
    # A new product that may come back for 90 days: no revenue before, and its cost of 80 is an asset
    "ifrs15-ex26": (
        (),
        (
            PLANT,
            said("2026-01-01", 'estimate" "C" "returns" 1', 'window: "90 days"'),
            '2026-02-01 * "Sold"\n  contract: "C"\n  Assets:P100:FinishedGoods  -1 GOOD\n'
            "  Expenses:P100:CostOfGoodsSold  1 GOOD\n  Assets:Receivables  100 USD\n  Income:Sales  -100 USD\n",
            '2026-12-31 * "Later"\n  Assets:Bank  0 USD\n',
        ),
        {
            "2026-02-01": {"revenue": "0", "owed": "-100", "return asset": "80", "cost": "0"},
            "2026-12-31": {"revenue": "100", "owed": "0", "return asset": "0", "cost": "80"},
        },
    ),
    # A hundred shares for a week's work, at their worth of the week
    "ifrs15-ex31": (
        (),
        (
            '2026-01-07 * "Week"\n  contract: "C"\n'
            "  Assets:Shares  100 XYZ {15.00 USD}\n  Income:Sales  -1500.00 USD\n",
        ),
        {"2026-01-07": {"revenue": "1500"}},
    ),
    # 50, 25 and 75 for 100: 33, 17 and 50
    "ifrs15-ex33": (
        ("price: 100 USD",),
        (
            promise("A", 50),
            promise("B", 25),
            promise("C", 75),
            said("2026-02-01", 'progress" "C" "A" 1'),
            said("2026-03-01", 'progress" "C" "B" 1'),
            said("2026-04-01", 'progress" "C" "C" 1'),
        ),
        {
            "2026-02-01": {"revenue": "33.33"},
            "2026-03-01": {"revenue": "50"},
            "2026-04-01": {"revenue": "100"},
        },
    ),
    # Royalties are Y's alone: they are a contract of their own, as they fall due
    "ifrs15-ex35-a": (
        ("price: 800 USD",),
        (
            said("2026-04-01", 'progress" "C" 1'),
            '2026-01-01 custom "plant-contract" "Y" Income:Sales\n',
            bill("2026-01-31", "200").replace('"C"', '"Y"'),
        ),
        {"2026-01-31": {"revenue": "200"}, "2026-04-01": {"revenue": "1000"}},
    ),
    # 300 and royalties are of both, by 800 and 1,000: 167 of 300, then 111 of 200; the rest with X
    "ifrs15-ex35-b": (
        ("price: 300 USD",),
        (
            promise("X", 800),
            promise("Y", 1000),
            bill("2026-01-01", "300"),
            said("2026-01-01", 'progress" "C" "Y" 1'),
            bill("2026-01-31", "200"),
            said("2026-01-31", 'estimate" "C" "royalties" 200 USD'),
            said("2026-04-01", 'progress" "C" "X" 1'),
        ),
        {
            "2026-01-01": {"revenue": "166.67", "ahead": "-133.33"},
            "2026-01-31": {"revenue": "277.78", "ahead": "-222.22"},
            "2026-04-01": {"revenue": "500", "ahead": "0"},
        },
    ),
    # 1,000 are due in January and performed in July
    "ifrs15-ex38": (
        ("price: 1000 USD",),
        (bill("2026-01-31", "1000"), said("2026-07-31", 'progress" "C" 1')),
        {
            "2026-01-31": {"revenue": "0", "ahead": "-1000", "receivable": "1000"},
            "2026-07-31": {"revenue": "1000", "ahead": "0"},
        },
    ),
    # A for 400 is no receivable before B for 600 is delivered
    "ifrs15-ex39": (
        ("price: 1000 USD",),
        (
            promise("A", 400),
            promise("B", 600),
            said("2026-02-28", 'progress" "C" "A" 1'),
            said("2026-03-31", 'progress" "C" "B" 1'),
            bill("2026-03-31", "1000"),
        ),
        {
            "2026-02-28": {"revenue": "400", "late": "400", "receivable": "0"},
            "2026-03-31": {"revenue": "1000", "late": "0", "receivable": "1000"},
        },
    ),
    # 40 % off 50 that eight of ten buy, less the 10 % that all get: 12 beside 100
    "ifrs15-ex49": (
        ("price: 100 USD",),
        (
            promise("A", 100),
            promise("voucher", 12),
            bill("2026-01-01", "100"),
            said("2026-01-01", 'progress" "C" "A" 1'),
            said("2026-01-31", 'progress" "C" "voucher" 1'),
        ),
        {
            "2026-01-01": {"revenue": "89.29", "ahead": "-10.71"},
            "2026-01-31": {"revenue": "100", "ahead": "0"},
        },
    ),
    # A hundred contracts at 2,710 with the renewals that are expected, by cost of 600, 675 and 810 of 2,085 each
    "ifrs15-ex51": (
        ("price: 271000 USD",),
        (
            bill("2026-01-01", "100000"),
            said("2026-12-31", 'progress" "C" 600 / 2085'),
            bill("2027-01-01", "90000"),
            said("2027-12-31", 'progress" "C" 1275 / 2085'),
            bill("2028-01-01", "81000"),
            said("2028-12-31", 'progress" "C" 1'),
        ),
        {  # 77,986, 87,734 and 105,281
            "2026-12-31": {"revenue": "77985.61", "ahead": "-22014.39"},
            "2027-12-31": {"revenue": "165719.42", "ahead": "-24280.58"},
            "2028-12-31": {"revenue": "271000", "ahead": "0"},
        },
    ),
    # 91,324 and 8,676; 4,500 of 9,500 points claimed: 4,110; 8,500 of 9,700: 3,493 more
    "ifrs15-ex52": (
        ("price: 100000 USD",),
        (
            promise("goods", 100000),
            promise("points", 9500),
            bill("2026-01-31", "100000"),
            said("2026-01-31", 'progress" "C" "goods" 1'),
            said("2026-12-31", 'progress" "C" "points" 4500 / 9500'),
            said("2027-12-31", 'progress" "C" "points" 8500 / 9700'),
        ),
        {
            "2026-01-31": {"revenue": "91324.20", "ahead": "-8675.80"},
            "2026-12-31": {"revenue": "95433.79", "ahead": "-4566.21"},
            "2027-12-31": {"revenue": "98926.71", "ahead": "-1073.29"},
        },
    ),
    # A fee for joining is no service of its own: it is earned with the year's
    "ifrs15-ex53": (
        ("price: 1100 USD",),
        (bill("2026-01-01", "100"), bill("2026-01-01", "1000"), said("2026-06-30", 'progress" "C" 0.5')),
        {"2026-01-01": {"revenue": "0", "ahead": "-1100"}, "2026-06-30": {"revenue": "550"}},
    ),
    # Royalties on sales are revenue as the sales are made, whatever is expected of them
    "ifrs15-ex57, ifrs15-ex60": (
        (),
        (bill("2026-01-31", "50"), bill("2026-02-28", "70")),
        {"2026-01-31": {"revenue": "50", "late": "0"}, "2026-02-28": {"revenue": "120"}},
    ),
    # A machine and spare parts that are kept for the customer: 2,000 and 1,000 and two years of storage
    "ifrs15-ex63": (
        ("price: 3000 USD",),
        (
            promise("machine", 2000),
            promise("parts", 900),
            promise("storage", 100),
            bill("2026-12-31", "3000"),
            said("2026-12-31", 'progress" "C" "machine" 1'),
            said("2026-12-31", 'progress" "C" "parts" 1'),
            said("2027-12-31", 'progress" "C" "storage" 0.5'),
        ),
        {
            "2026-12-31": {"revenue": "2900", "ahead": "-100"},
            "2027-12-31": {"revenue": "2950", "ahead": "-50"},
        },
    ),
    # X is 600; Z for 300 more: 900 for Y and Z; 40 more of the variable amount: 20 of it is X's
    "ifrs15-ex6": (
        ("price: 1000 USD",),
        (
            promise("X", 500),
            promise("Y", 500),
            said("2026-01-01", 'estimate" "C" "variable" 200 USD'),
            said("2026-07-01", 'progress" "C" "X" 1'),
            said("2026-11-30", 'contract-modification" "C" 1300 USD', 'method: "prospective"'),
            promise("Z", 500, "2026-11-30"),
            said("2026-12-31", 'estimate" "C" "variable" 240 USD'),
            said("2027-03-31", 'progress" "C" "Y" 1'),
            said("2027-06-30", 'progress" "C" "Z" 1'),
        ),
        {
            "2026-11-30": {"revenue": "600"},
            "2026-12-31": {"revenue": "620"},
            "2027-03-31": {"revenue": "1080"},
            "2027-06-30": {"revenue": "1540"},
        },
    ),
    # 60 % of 1,000,000; then 51.2 % of 1,350,000
    "ifrs15-ex8": (
        ("price: 1000000 USD",),
        (
            said("2026-01-01", 'estimate" "C" "bonus" 200000 USD', "include: 0 USD", 'reason: "Weather"'),
            said("2026-12-31", 'progress" "C" 0.60'),
            said("2027-03-31", 'contract-modification" "C" 1150000 USD'),
            said("2027-03-31", 'estimate" "C" "bonus" 200000 USD'),
            said("2027-03-31", 'progress" "C" 0.512'),
        ),
        {"2026-12-31": {"revenue": "600000"}, "2027-03-31": {"revenue": "691200"}},
    ),
    # 848,357 in 60 months at 1 %: after the first payment 837,969
    "ifrs15-ex28": (
        (
            "price: 848356.98 USD",
            "contract-asset: Assets:ContractAsset",
            'arrears: "12%"',
            'compounding: "monthly"',
        ),
        (
            "2026-01-01 open Assets:ContractAsset\n",
            said("2026-01-01", 'progress" "C" 1'),
            '2026-01-31 * "Paid"\n  contract: "C"\n  Assets:Bank  18871.23 USD\n  Assets:ContractAsset\n',
        ),
        {"2026-01-31": {"revenue": "848356.98", "late": "837969.32"}},
    ),
    # 1,500,000 to a customer who buys for 15,000,000: 10 % of each sale
    "ifrs15-ex32": (
        (
            "price: 15000000 USD",
            "refund-liability: Liabilities:RefundLiability",
        ),
        (
            "2026-01-01 open Liabilities:RefundLiability\n",
            said("2026-01-01", 'estimate" "C" "payment" -1500000 USD'),
            '2026-01-02 * "Paid"\n  contract: "C"\n  Liabilities:RefundLiability  1500000 USD\n  Assets:Bank\n',
            bill("2026-01-31", "2000000"),
        ),
        {
            "2026-01-02": {"late": "1500000"},
            "2026-01-31": {"revenue": "1800000", "late": "1300000", "owed": "0"},
        },
    ),
    # Sold for 1,000,000 with a right to buy back for 1,100,000, which lapses
    "ifrs15-ex62": (
        (
            "price: 1000000 USD",
            "contract-liability: Liabilities:ContractLiability",
            'financing: "10%"',
        ),
        (
            '2026-01-01 * "Sold"\n  contract: "C"\n  Assets:Bank  1000000 USD\n  Liabilities:ContractLiability\n',
            said("2026-12-31", 'progress" "C" 1'),
        ),
        {
            "2026-01-01": {"revenue": "0", "ahead": "-1000000"},
            "2026-12-31": {"revenue": "1100000", "ahead": "0"},
        },
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(load_ledger: Callable[[str], Any], name: str) -> None:
    keys, parts, expected = EXAMPLES[name]
    ledger = load_ledger(HEAD + "".join(f"  {key}\n" for key in keys) + "".join(parts))
    assert ledger.messages == []

    def balance(what: str, date: str) -> D:
        total = sum(
            (
                posting.units.number
                for entry in ledger.transactions
                if str(entry.date) <= date
                for posting in entry.postings
                if posting.account in SHORT[what] and posting.units.currency == "USD"
            ),
            D(0),
        )
        return -total if what == "revenue" else total

    found = {date: {what: balance(what, date) for what in balances} for date, balances in expected.items()}
    assert found == {date: {what: D(each) for what, each in row.items()} for date, row in expected.items()}
