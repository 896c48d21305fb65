"""The illustrative examples of IFRS 15 (those of ASC 606-10-55 are the same) on contracts, each as a ledger.

The figures are those of the standard; where it is in whole units, the cents are worked out beside it. Examples 5, 20,
22 to 24, 29, 34 and 40 are cases of `test_contract_cases`, 6, 8, 26, 28, 32 and 62 are in the tests of the engine.
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
EXAMPLES: dict[str, tuple[str, tuple[str, ...], Expected]] = {
    # 100,000 a year; in the third year 80,000, and three more years for 200,000: four years at 70,000
    "7, services that are modified": (
        "300000",
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
    "21, a bonus a day and one for an inspection": (
        "2500000",
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
    "23B, a concession that is constrained": (
        "100000",
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
    "25, a fee and an incentive": (
        "",
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
    "26, a right of return of everything": (
        "",
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
    "31, paid in shares": (
        "",
        (
            '2026-01-07 * "Week"\n  contract: "C"\n'
            "  Assets:Shares  100 XYZ {15.00 USD}\n  Income:Sales  -1500.00 USD\n",
        ),
        {"2026-01-07": {"revenue": "1500"}},
    ),
    # 50, 25 and 75 for 100: 33, 17 and 50
    "33, prices alone": (
        "100",
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
    "35A, royalties of one license": (
        "800",
        (
            said("2026-04-01", 'progress" "C" 1'),
            '2026-01-01 custom "plant-contract" "Y" Income:Sales\n',
            bill("2026-01-31", "200").replace('"C"', '"Y"'),
        ),
        {"2026-01-31": {"revenue": "200"}, "2026-04-01": {"revenue": "1000"}},
    ),
    # 300 and royalties are of both, by 800 and 1,000: 167 of 300, then 111 of 200; the rest with X
    "35B, royalties of two licenses": (
        "300",
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
    "38, billed before it is performed": (
        "1000",
        (bill("2026-01-31", "1000"), said("2026-07-31", 'progress" "C" 1')),
        {
            "2026-01-31": {"revenue": "0", "ahead": "-1000", "receivable": "1000"},
            "2026-07-31": {"revenue": "1000", "ahead": "0"},
        },
    ),
    # A for 400 is no receivable before B for 600 is delivered
    "39, performed before it is billed": (
        "1000",
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
    "49, a voucher": (
        "100",
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
    "51, renewals": (
        "271000",
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
    "52, points": (
        "100000",
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
    "53, a fee that is not refunded": (
        "1100",
        (bill("2026-01-01", "100"), bill("2026-01-01", "1000"), said("2026-06-30", 'progress" "C" 0.5')),
        {"2026-01-01": {"revenue": "0", "ahead": "-1100"}, "2026-06-30": {"revenue": "550"}},
    ),
    # Royalties on sales are revenue as the sales are made, whatever is expected of them
    "57 and 60, royalties": (
        "",
        (bill("2026-01-31", "50"), bill("2026-02-28", "70")),
        {"2026-01-31": {"revenue": "50", "late": "0"}, "2026-02-28": {"revenue": "120"}},
    ),
    # A machine and spare parts that are kept for the customer: 2,000 and 1,000 and two years of storage
    "63, bill and hold": (
        "3000",
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
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(load_ledger: Callable[[str], Any], name: str) -> None:
    price, parts, expected = EXAMPLES[name]
    ledger = load_ledger(HEAD + (f"  price: {price} USD\n" if price else "") + "".join(parts))
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
