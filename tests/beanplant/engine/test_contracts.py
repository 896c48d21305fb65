"""Contracts with variable consideration, through ledgers: published examples, settlement, what cannot stand.

The figures are those of ASC 606 and IFRS 15 (illustrative examples 20 to 24, 40) and of revenue guides; where a guide
rounds a price before it multiplies, the exact figure is worked out beside it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

HEAD = """
plugin "beanplant.sales_discounts"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
"""
Load = Callable[[str], Any]
REFUND, CONTRA = "Liabilities:RefundLiability", "Income:SalesDeductions"


def sale(date: str, amount: str, contract: str = "C-1", quantity: str = "") -> str:
    units = f"  quantity: {quantity}\n" if quantity else ""
    return (
        f'{date} * "Invoice"\n  contract: "{contract}"\n{units}'
        f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    )


def contract(*lines: str, price: str = "") -> str:
    head = '2026-01-01 custom "plant-contract" "C-1" Income:Sales\n'
    return HEAD + head + (f"  price: {price} USD\n" if price else "") + "".join(f"{line}\n" for line in lines)


def balance(ledger: Any, *accounts: str) -> D:
    return sum(
        (
            posting.units.number
            for entry in ledger.transactions
            for posting in entry.postings
            if posting.account in accounts
        ),
        D(0),
    )


def revenue(ledger: Any) -> D:
    return -balance(ledger, "Income:Sales", CONTRA)


RETROSPECTIVE = '2026-01-01 custom "plant-contract-tiers" "C-1" "0" 100 USD "1000000" 90 USD "3000000" 85 USD'


def test_a_retrospective_rebate_and_its_catch_up(load_ledger: Load) -> None:
    """100 a container, 90 above one million, 85 above three; 700,000 sold at an estimate of 2.8 million."""
    estimates = (
        RETROSPECTIVE,
        '2026-01-01 custom "plant-estimate" "C-1" 2800000',
        sale("2026-03-31", "70000000.00", quantity="700000"),
    )
    first = load_ledger(contract(*estimates))
    assert first.messages == []
    assert (revenue(first), balance(first, REFUND)) == (D("63000000.00"), D("-7000000.00"))
    assert balance(first, "Assets:Receivables") == D("70000000.00")
    later = load_ledger(contract(*estimates, '2026-06-30 custom "plant-estimate" "C-1" 3100000'))
    assert later.messages == []
    # 700,000 x (90 - 85) in the period of change
    caught = [entry for entry in later.transactions if entry.narration == "Contract C-1"]
    assert [(str(entry.date), entry.postings[0].units.number) for entry in caught] == [
        ("2026-06-30", D("3500000.00"))
    ]
    assert revenue(later) == D("59500000.00")


def test_a_threshold_not_expected_and_then_expected(load_ledger: Load) -> None:
    """100, or 90 above 1,000 units: 75 sold expecting fewer than 1,000, then 500 expecting more (IFRS 15 IE124-128)."""
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant-contract-tiers" "C-1" "0" 100 USD "1000" 90 USD',
            '2026-01-01 custom "plant-estimate" "C-1" 900',
            sale("2026-03-31", "7500.00", quantity="75"),
            '2026-05-31 custom "plant-estimate" "C-1" 1200',
            sale("2026-06-30", "50000.00", quantity="500"),
        )
    )
    assert ledger.messages == []
    # 500 x 90 less the 750 that the first quarter's units are caught up with
    assert revenue(ledger) == D("7500.00") + D("44250.00")
    assert balance(ledger, REFUND) == D("-5750.00")


def test_units_beyond_the_estimate_reach_the_next_tier(load_ledger: Load) -> None:
    """An estimate of 900 holds until 1,100 are sold: then all cost 90."""
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant-contract-tiers" "C-1" "0" 100 USD "1000" 90 USD',
            '2026-01-01 custom "plant-estimate" "C-1" 900',
            sale("2026-03-31", "110000.00", quantity="1100"),
        )
    )
    assert ledger.messages == []
    assert revenue(ledger) == D("99000.00")


def test_volumes_by_probability(load_ledger: Load) -> None:
    """9,000 at 90, 28,000 at 80, 36,000 at 70 by 15, 75 and 10 %: 2,053,500 for 25,950 units, 79.1329 each.

    The guide rounds the price to 79.13 first: 791,300 and 108,700. Exactly, 10,000 x 2,053,500 / 25,950 = 791,329.48.
    """
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant-contract-tiers" "C-1" "0" 90 USD "10000" 80 USD "30000" 70 USD',
            '2026-01-01 custom "plant-estimate" "C-1" "15%" 9000 "75%" 28000 "10%" 36000',
            sale("2026-03-31", "900000.00", quantity="10000"),
        )
    )
    assert ledger.messages == []
    assert revenue(ledger) == D("791329.48")
    assert balance(ledger, REFUND) == D("-108670.52")


def test_prospective_tiers(load_ledger: Load) -> None:
    """10, 9 above 100,000, 8 above 200,000; 150,000 expected for 1,450,000; 30,000 sold at 10.

    The guide rounds the average to 9.67: 290,100 and 9,900. Exactly 30,000 x 1,450,000 / 150,000 = 290,000. What was
    billed beyond it is not owed back but performed later: contract liability.
    """
    lines = (
        '2026-01-01 custom "plant-contract-tiers" "C-1" "0" 10 USD "100000" 9 USD "200000" 8 USD\n'
        "  retrospective: FALSE",
        '2026-01-01 custom "plant-estimate" "C-1" 150000',
        sale("2026-03-31", "300000.00", quantity="30000"),
    )
    ledger = load_ledger(contract(*lines))
    assert ledger.messages == []
    assert revenue(ledger) == D("290000.00")
    assert balance(ledger, "Liabilities:ContractLiability") == D("-10000.00")
    plain = load_ledger(contract(lines[0], lines[2]))
    assert plain.messages == []
    assert revenue(plain) == D("300000.00"), "without an estimate each tier is for its own units"


@pytest.mark.parametrize(
    ("price", "billed", "lines", "recognized", "owed"),
    [
        # A price concession of 250,000 on 2,000,000
        ("2000000", "2000000", ['"concession" -250000 USD'], "1750000", "250000"),
        # A service level credit of 5 % of the year's fee
        ("1000000", "1000000", ['"credits" -50000 USD'], "950000", "50000"),
        # A margin guarantee of 100,000
        ("", "1000000", ['"margin" -100000 USD'], "900000", "100000"),
        # 80 % of the price expected (IFRS 15 IE116-119)
        ("100000", "100000", ['"concession" -20000 USD'], "80000", "20000"),
        # A voucher of 7 on a sale of 100
        ("", "100", ['"voucher" -7 USD'], "93", "7"),
        # Expected value of four outcomes
        ("", "19750", ['"use" "15%" -9750 USD "75%" -7250 USD "7%" -3000 USD "3%" 0 USD'], "12640", "7110"),
    ],
)
def test_amounts_that_lower_the_price(
    load_ledger: Load, price: str, billed: str, lines: list[str], recognized: str, owed: str
) -> None:
    estimates = [f'2026-01-01 custom "plant-estimate" "C-1" {line}' for line in lines]
    ledger = load_ledger(contract(*estimates, sale("2026-03-31", f"{billed}.00"), price=price))
    assert ledger.messages == []
    assert (revenue(ledger), balance(ledger, REFUND)) == (D(recognized), -D(owed))


def test_a_consumer_rebate_for_each_unit(load_ledger: Load) -> None:
    """50 a unit, a rebate of 10 that a quarter of the buyers claim: 47.50 and 2.50."""
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant-estimate" "C-1" "rebate" "25%" -10.00 USD "75%" 0 USD\n  per-unit: TRUE',
            sale("2026-03-31", "5000.00", quantity="100"),
        )
    )
    assert ledger.messages == []
    assert (revenue(ledger), balance(ledger, REFUND)) == (D("4750.00"), D("-250.00"))


def test_the_most_likely_amount_the_constraint_and_progress(load_ledger: Load) -> None:
    """300,000 and a bonus of 20,000 that is highly probable; 60 % performed, 210,000 received."""
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant-estimate" "C-1" "bonus" "90%" 20000 USD "10%" 0 USD\n  method: "most-likely"',
            sale("2026-02-28", "210000.00"),
            '2026-06-30 custom "plant-progress" "C-1" 0.60',
            price="300000",
        )
    )
    assert ledger.messages == []
    assert revenue(ledger) == D("192000.00")
    assert balance(ledger, "Liabilities:ContractLiability") == D("-18000.00")
    constrained = load_ledger(
        contract(
            '2026-01-01 custom "plant-estimate" "C-1" "bonus" "90%" 20000 USD "10%" 0 USD\n'
            '  method: "most-likely"\n  include: 5000 USD\n  reason: "First of its kind"',
            '2026-06-30 custom "plant-progress" "C-1" 1',
            price="300000",
        )
    )
    assert constrained.messages == []
    assert revenue(constrained) == D("305000.00")
    assert balance(constrained, "Assets:ContractAsset") == D("305000.00")


@pytest.mark.parametrize(
    ("price", "lines", "parts"),
    [
        # B and C are sold together at 60, with the whole discount; A has none of it (IFRS 15 IE167-172)
        (
            "100",
            ['"A" 40 USD', '"B" 55 USD~  bundle: "BC"~  bundle-price: 60 USD', '"C" 45 USD~  bundle: "BC"'],
            {"A": "40", "B": "33", "C": "27"},
        ),
        # and D, whose price varies from 15 to 45, takes what is left of 130 (IFRS 15 IE173-174)
        (
            "130",
            [
                '"A" 40 USD',
                '"B" 55 USD~  bundle: "BC"~  bundle-price: 60 USD',
                '"C" 45 USD~  bundle: "BC"',
                '"D"',
            ],
            {"A": "40", "B": "33", "C": "27", "D": "30"},
        ),
        # A discount of 600 on 6,000 is everybody's
        ("5400", ['"A" 4000 USD', '"B" 2000 USD'], {"A": "3600", "B": "1800"}),
        # 20,000 points worth 0.50 each on sales of 1,000,000
        (
            "1000000",
            ['"goods" 1000000 USD', '"points" 10000 USD'],
            {"goods": "990099.01", "points": "9900.99"},
        ),
    ],
)
def test_obligations(load_ledger: Load, price: str, lines: list[str], parts: dict[str, str]) -> None:
    """Each obligation is revenue when it is performed; what was billed for the others is contract liability."""
    promised = [f'2026-01-01 custom "plant-obligation" "C-1" {line}'.replace("~", "\n") for line in lines]
    for name, part in parts.items():
        performed = f'2026-03-31 custom "plant-progress" "C-1" "{name}" 1'
        ledger = load_ledger(contract(*promised, sale("2026-02-28", f"{price}.00"), performed, price=price))
        assert ledger.messages == []
        assert revenue(ledger) == D(part), name
        assert balance(ledger, "Liabilities:ContractLiability") == D(part) - D(price)


def test_an_advance_that_grows(load_ledger: Load) -> None:
    """4,000 paid two years ahead at 6 %: interest of 494.40, revenue of 4,494.40 (IFRS 15 IE148-151: 494, 4,494)."""
    head = contract(price="4000").replace("  price", '  financing: "6%"\n  price')
    advance = (
        '2026-01-01 open Liabilities:ContractLiability\n2026-01-01 * "Advance"\n  contract: "C-1"\n'
        "  Assets:Bank  4000.00 USD\n  Liabilities:ContractLiability  -4000.00 USD\n"
    )
    done = '2027-12-31 custom "plant-progress" "C-1" 1\n2028-01-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
    ledger = load_ledger(head + advance + done)
    assert ledger.messages == []
    assert balance(ledger, "Expenses:InterestExpense") == D("494.40")
    assert revenue(ledger) == D("4494.40")
    assert balance(ledger, "Liabilities:ContractLiability") == 0
    months = [
        posting.units.number
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:InterestExpense"
    ]
    assert months == [D("20.00")] * 12 + [D("21.20")] * 12


def test_a_modification_for_what_comes(load_ledger: Load) -> None:
    """120 at 100; 60 delivered; 30 more at 80, not at their own price: the other 90 at 93.33 (IFRS 15 IE22-24)."""
    ledger = load_ledger(
        contract(
            sale("2026-03-31", "6000.00", quantity="60"),
            '2026-04-30 custom "plant-contract-tiers" "C-1" "0" 100 USD "60" 80 USD\n'
            "  retrospective: FALSE\n  modification: TRUE",
            '2026-04-30 custom "plant-estimate" "C-1" 90',
            sale("2026-06-30", "6000.00", quantity="60"),
            sale("2026-09-30", "2400.00", quantity="30"),
        )
    )
    assert ledger.messages == []
    by_date = {
        str(entry.date): -sum(p.units.number for p in entry.postings if p.account == "Income:Sales")
        for entry in ledger.transactions
    }
    # 60 x 93.3333 = 5,600 and 30 x 93.3333 = 2,800
    assert by_date == {"2026-03-31": D("6000.00"), "2026-06-30": D("5600.00"), "2026-09-30": D("2800.00")}
    assert balance(ledger, "Liabilities:ContractLiability") == 0


@pytest.mark.parametrize(
    ("method", "after"),
    [
        # 40 % of 1,200,000: 480,000; the 400,000 before are caught up with
        ("catch-up", "480000"),
        ("prospective", "400000"),
    ],
)
def test_a_price_that_is_modified(load_ledger: Load, method: str, after: str) -> None:
    """1,000,000, 40 % performed; then 1,200,000. At 70 % prospectively: 400,000 + 800,000 x 30 / 60."""
    lines = (
        '2026-03-31 custom "plant-progress" "C-1" 0.40',
        f'2026-04-30 custom "plant-contract-modification" "C-1" 1200000 USD\n  method: "{method}"',
    )
    first = load_ledger(contract(*lines, price="1000000"))
    assert first.messages == []
    assert revenue(first) == D(after)
    later = load_ledger(contract(*lines, '2026-06-30 custom "plant-progress" "C-1" 0.70', price="1000000"))
    assert revenue(later) == D("840000" if method == "catch-up" else "800000")


def test_settlement_changes_no_revenue(load_ledger: Load) -> None:
    """A payment of the liability, and a credit memo that debits revenue; the second is moved."""
    ledger = load_ledger(
        contract(
            RETROSPECTIVE,
            '2026-01-01 custom "plant-estimate" "C-1" 2800000',
            sale("2026-03-31", "70000000.00", quantity="700000"),
            '2026-08-31 * "Paid"\n  contract: "C-1"\n  Liabilities:RefundLiability  5000000.00 USD\n  Assets:Bank',
            '2026-09-30 * "Credit memo"\n  settles: "C-1"\n  Income:Sales  2000000.00 USD\n  Assets:Receivables',
        )
    )
    assert ledger.messages == []
    assert revenue(ledger) == D("63000000.00")
    assert balance(ledger, REFUND) == 0


def test_what_was_settled_beyond_the_estimate_is_not_revenue(load_ledger: Load) -> None:
    """1,000 expected, 1,300 paid: the rest lowers revenue when it is paid."""
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant-estimate" "C-1" "claims" -1000 USD',
            sale("2026-03-31", "20000.00"),
            '2026-08-31 * "Paid"\n  contract: "C-1"\n  Liabilities:RefundLiability  1300.00 USD\n  Assets:Bank',
        )
    )
    assert ledger.messages == []
    assert (revenue(ledger), balance(ledger, REFUND)) == (D("18700.00"), D(0))


def test_a_right_of_return(load_ledger: Load) -> None:
    """100 sold at 100 that cost 60, three are expected back: 9,700, 300 owed, 180 to recover (IFRS 15 IE110-115)."""
    ledger = load_ledger(
        contract(
            '2026-01-01 custom "plant" "P100"',
            "2026-01-01 open Assets:P100:FinishedGoods",
            "2026-01-01 open Expenses:P100:CostOfGoodsSold",
            "2026-01-01 commodity PUMP-A\n  item: TRUE",
            '2026-01-01 custom "plant-standard-cost" 1 PUMP-A 60.00 USD',
            '2026-01-01 * "Opening"\n  Assets:P100:FinishedGoods  200 PUMP-A\n  Equity:Opening  -200 PUMP-A',
            "2026-01-01 open Equity:Opening",
            '2026-01-01 custom "plant-estimate" "C-1" "returns" 0.03',
            '2026-03-31 * "Shipped"\n  contract: "C-1"\n  Assets:P100:FinishedGoods  -100 PUMP-A\n'
            "  Expenses:P100:CostOfGoodsSold  100 PUMP-A\n"
            "  Assets:Receivables  10000.00 USD\n  Income:Sales  -10000.00 USD",
        ).replace("beanplant.sales_discounts", "beanplant")
    )
    assert ledger.messages == []
    assert (revenue(ledger), balance(ledger, REFUND)) == (D("9700.00"), D("-300.00"))
    assert balance(ledger, "Assets:ReturnAsset") == D("180.00")
    assert balance(ledger, "Expenses:P100:CostOfGoodsSold") == D("5820.00")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (['2026-01-01 custom "plant-estimate" "C-2" 5'], 'unknown contract "C-2"'),
        (['2025-01-01 custom "plant-estimate" "C-1" "x" 5 USD'], "is before its contract, 2026-01-01"),
        (
            ['2026-01-01 custom "plant-estimate" "C-1" "x" "70%" 5 USD "20%" 0 USD'],
            "add up to 90%, expected 100%",
        ),
        (['2026-01-01 custom "plant-estimate" "C-1" 5'], "has no prices by volume"),
        (
            ['2026-01-01 custom "plant-contract-tiers" "C-1" "0" 100 USD "50" 90 USD "20" 80 USD'],
            'tiers are out of order: "20" after "50"',
        ),
        (['2026-01-01 custom "plant-contract-tiers" "C-1" "5" 100 USD'], 'begins at "5", expected "0"'),
        (
            ['2026-01-01 custom "plant-estimate" "C-1" "x" 5 USD\n  include: 6 USD'],
            "include: 6 USD is above the estimate, 5 USD",
        ),
        (['2026-01-01 custom "plant-estimate" "C-1" "x" 5 USD\n  include: 4 USD'], "write reason: in words"),
        (
            [
                '2026-01-01 custom "plant-estimate" "C-1" "x" 5 USD',
                '2026-02-01 custom "plant-estimate" "C-1" "x" 5 USD\n  method: "most-likely"',
            ],
            'method: found "most-likely", but "x" has "expected-value"',
        ),
        (['2026-01-01 custom "plant-progress" "C-1" 0.5'], "has no price: to take a share of"),
        (
            ['2026-01-01 custom "plant-contract-tiers" "C-1" "0" 100 USD', sale("2026-02-01", "100.00")],
            "without units; ship items, or write quantity: 700000",
        ),
        ([sale("2026-02-01", "5.00", contract="C-3")], 'unknown contract "C-3"'),
    ],
)
def test_what_cannot_stand(load_ledger: Load, lines: list[str], expected: str) -> None:
    """One error, at its line."""
    ledger = load_ledger(contract(*lines))
    assert len(ledger.messages) == 1, ledger.messages
    assert expected in textwrap.dedent(ledger.messages[0])
