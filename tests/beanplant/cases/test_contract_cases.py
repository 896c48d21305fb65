"""Published contracts with variable consideration in ledgers: revenue, what is owed back, what is paid ahead."""

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
2026-01-01 custom "plant-contract" "C" Income:Sales
"""
Books = Callable[..., dict[str, D]]


def sold(amount: int, units: int = 0, date: str = "2026-03-31") -> str:
    """A bill of so much, for so many units."""
    quantity = f"  quantity: {units}\n" if units else ""
    legs = f"  Assets:Receivables  {amount} USD\n  Income:Sales  -{amount} USD\n"
    return f'{date} * "Bill"\n  contract: "C"\n{quantity}{legs}'


def expects(what: str, more: str = "", date: str = "2026-01-01") -> str:
    return f'{date} custom "plant-estimate" "C" {what}\n{more}'


def tiers(*pairs: tuple[int, str], more: str = "", date: str = "2026-01-01") -> str:
    written = " ".join(f'"{above}" {price} USD' for above, price in pairs)
    return f'{date} custom "plant-contract-tiers" "C" {written}\n{more}'


@pytest.fixture
def books(load_ledger: Callable[[str], Any]) -> Books:
    """Load a contract, and return its revenue, refund liability and contract liability (asset: negative)."""

    def load(*lines: str, price: str = "", head: str = "") -> dict[str, D]:
        text = HEAD + (f"  price: {price} USD\n" if price else "") + head + "".join(lines)
        ledger = load_ledger(text)
        assert not ledger.messages, ledger.messages

        def balance(*accounts: str) -> D:
            return sum(
                (
                    posting.units.number
                    for entry in ledger.transactions
                    for posting in entry.postings
                    if posting.account in accounts
                ),
                D(0),
            )

        return {
            "revenue": -balance("Income:Sales", "Income:SalesDeductions"),
            "owed": -balance("Liabilities:RefundLiability"),
            "ahead": -balance("Liabilities:ContractLiability", "Assets:ContractAsset"),
            "interest": balance("Expenses:InterestExpense"),
            "receivables": balance("Assets:Receivables"),
        }

    return load


CHEMICAL = tiers((0, "100"), (1000000, "90"), (3000000, "85"))


def test_rev_chemical_co_q1(books: Books) -> None:
    found = books(CHEMICAL, expects("2800000"), sold(70000000, 700000))
    assert (found["revenue"], found["owed"], found["receivables"]) == (63000000, 7000000, 70000000)


def test_rev_chemical_co_q2_estimate(books: Books) -> None:
    """The catch-up on the units of the first quarter: 700,000 x 5."""
    lines = (CHEMICAL, expects("2800000"), sold(70000000, 700000))
    before, after = books(*lines), books(*lines, expects("3100000", date="2026-06-30"))
    assert after["revenue"] - before["revenue"] == -3500000


def test_ifrs15_ex24(books: Books) -> None:
    """75 at 100; then 500 at 90, and 750 less on the 75."""
    lines = (tiers((0, "100"), (1000, "90")), expects("900"), sold(7500, 75))
    first = books(*lines)
    second = books(*lines, expects("1200", date="2026-05-31"), sold(50000, 500, "2026-06-30"))
    assert first["revenue"] == 7500
    assert second["revenue"] - first["revenue"] == 44250


def test_ifrs15_ex40(books: Books) -> None:
    """150, or 125 above a million, which is expected: 12,500 of 15,000."""
    found = books(tiers((0, "150"), (1000000, "125")), expects("1000001"), sold(15000, 100))
    assert (found["revenue"], found["owed"], found["receivables"]) == (12500, 2500, 15000)


def test_rev_biscuit_volume(books: Books) -> None:
    """10, or 7 with volume; fully constrained 7 a pack."""
    found = books(tiers((0, "10"), (1000, "7")), expects("1001"), sold(1000, 100))
    assert found["revenue"] == 700


def test_rev_tissues_co(books: Books) -> None:
    """The guide multiplies 9.67: 290,100 and 9,900; exactly 1,450,000 / 150,000 x 30,000."""
    prospective = tiers((0, "10"), (100000, "9"), (200000, "8"), more="  retrospective: FALSE\n")
    found = books(prospective, expects("150000"), sold(300000, 30000))
    assert (found["revenue"], found["ahead"]) == (290000, 10000)


def test_rev_icai_slabs(books: Books) -> None:
    """The module rounds the average to 79.13: 791,300, 1,262,124 and 22,576; exactly 2,053,500 in all."""
    slabs = tiers((0, "90"), (10000, "80"), (30000, "70"))
    lines = (slabs, expects('"15%" 9000 "75%" 28000 "10%" 36000'), sold(900000, 10000))
    first = books(*lines)
    assert (first["revenue"], first["owed"]) == (D("791329.48"), D("108670.52"))
    # 2,076,000 are billed in all: 15,950 more for 1,176,000
    second = books(*lines, sold(1176000, 15950, "2026-06-30"))
    assert (second["revenue"], second["owed"]) == (2053500, 22500)


@pytest.mark.parametrize(
    ("case", "price", "billed", "estimate", "revenue", "owed"),
    [
        ("rev-clothesco", "", 1000000, '"margin" -100000 USD', 900000, 100000),
        ("rev-machine-co", "2000000", 2000000, '"concession" -250000 USD', 1750000, 250000),
        ("rev-softwareco-sla", "1000000", 1000000, '"credits" -50000 USD', 950000, 50000),
        ("ifrs15-ex20", "1000000", 1000000, '"penalty" -100000 USD', 900000, 100000),
        ("ifrs15-ex23-a", "100000", 100000, '"concession" -20000 USD', 80000, 20000),
        ("rev-voucher-7", "", 100, '"voucher" -7 USD', 93, 7),
    ],
)
def test_amounts_off_the_price(
    books: Books, case: str, price: str, billed: int, estimate: str, revenue: int, owed: int
) -> None:
    found = books(expects(estimate), sold(billed), price=price)
    assert (found["revenue"], found["owed"]) == (revenue, owed), case


def test_rev_shaveco(books: Books) -> None:
    rebate = expects('"rebate" "25%" -10 USD "75%" 0 USD', "  per-unit: TRUE\n")
    found = books(rebate, sold(50, 1))
    assert (found["revenue"], found["owed"]) == (D("47.5"), D("2.5"))


def test_rev_klarity_usage(books: Books) -> None:
    """10,000, 12,500, 16,750 or 19,750 by 15, 75, 7 and 3 %: 12,640."""
    use = '"use" "15%" 10000 USD "75%" 12500 USD "7%" 16750 USD "3%" 19750 USD'
    found = books(expects(use), '2026-12-31 custom "plant-progress" "C" 1\n', price="0")
    assert found["revenue"] == 12640


@pytest.mark.parametrize(
    ("case", "price", "estimates", "revenue"),
    [
        (
            "rev-contractor-award-fee",
            "250000000",
            [expects('"award" "95%" 25000000 USD "5%" 0 USD', '  method: "most-likely"\n')],
            275000000,
        ),
        (
            "rev-construction-inc",
            "10000000",
            [
                expects('"time" 1000000 USD', '  include: 0 USD\n  reason: "Weather"\n'),
                expects('"certificate" 1000000 USD'),
            ],
            11000000,
        ),
        (
            "rev-biotech",
            "0",
            [
                expects('"A" 25000000 USD'),
                expects('"B" 50000000 USD', '  include: 0 USD\n  reason: "Approval by others"\n'),
            ],
            25000000,
        ),
        (
            "rev-land-owner",
            "1000000",
            [expects('"share" 100000 USD', '  include: 0 USD\n  reason: "Market"\n')],
            1000000,
        ),
        (
            "rev-land-owner",
            "1000000",
            [
                expects('"share" 100000 USD', '  include: 0 USD\n  reason: "Market"\n'),
                expects('"share" 100000 USD', date="2026-06-30"),
            ],
            1100000,
        ),
    ],
)
def test_what_passes_the_constraint(
    books: Books, case: str, price: str, estimates: list[str], revenue: int
) -> None:
    """Performed in full, revenue is the transaction price."""
    found = books(*estimates, '2026-12-31 custom "plant-progress" "C" 1\n', price=price)
    assert found["revenue"] == revenue, case


def test_rev_overtime_bonus(books: Books) -> None:
    bonus = expects('"bonus" 20000 USD')
    progress = '2026-06-30 custom "plant-progress" "C" 0.60\n'
    found = books(bonus, sold(210000), progress, price="300000")
    assert (found["revenue"], found["ahead"]) == (192000, 18000)


@pytest.mark.parametrize(
    ("case", "price", "obligations", "parts"),
    [
        (
            "ifrs15-ex34-a",
            "100",
            [
                '"A" 40 USD',
                '"B" 55 USD\n  bundle: "BC"\n  bundle-price: 60 USD',
                '"C" 45 USD\n  bundle: "BC"',
            ],
            {"A": 40, "B": 33, "C": 27},
        ),
        (
            "ifrs15-ex34-b",
            "130",
            [
                '"A" 40 USD',
                '"B" 55 USD\n  bundle: "BC"\n  bundle-price: 60 USD',
                '"C" 45 USD\n  bundle: "BC"',
                '"D"',
            ],
            {"A": 40, "B": 33, "C": 27, "D": 30},
        ),
        ("disc-seed-bundle-600", "5400", ['"all" 6000 USD'], {"all": 5400}),
        (
            "rev-loyalty-icai",
            "1000000",
            ['"goods" 1000000 USD', '"points" 10000 USD'],
            {"goods": D("990099.01"), "points": D("9900.99")},
        ),
    ],
)
def test_allocation(
    books: Books, case: str, price: str, obligations: list[str], parts: dict[str, D | int]
) -> None:
    promised = [f'2026-01-01 custom "plant-obligation" "C" {each}\n' for each in obligations]
    for name, part in parts.items():
        done = f'2026-06-30 custom "plant-progress" "C" "{name}" 1\n'
        assert books(*promised, sold(int(price)), done, price=price)["revenue"] == part, case


def test_ifrs15_ex29(books: Books) -> None:
    """4,000 for two years at 6 %: 494 and 4,494 in the print, which is in whole units."""
    advance = (
        '2026-01-01 * "Advance"\n  contract: "C"\n  Assets:Bank  4000 USD\n  Liabilities:ContractLiability\n'
    )
    done = '2027-12-31 custom "plant-progress" "C" 1\n2028-01-31 * "Fact"\n  Assets:Bank  0 USD\n'
    found = books(advance, done, price="4000", head='  financing: "6%"\n')
    assert (found["interest"], found["revenue"]) == (D("494.40"), D("4494.40"))


def test_ifrs15_ex5_a(books: Books) -> None:
    """30 more at 95, their own price, are a contract of their own."""
    own = '2026-04-30 custom "plant-contract" "MORE" Income:Sales\n'
    more = sold(2850, 30, "2026-05-31").replace('"C"', '"MORE"')
    found = books(sold(6000, 60), own, more, sold(6000, 60, "2026-06-30"))
    assert found["revenue"] == 60 * 100 + 30 * 95 + 60 * 100


def test_ifrs15_ex5_b(books: Books) -> None:
    """30 more at 80: the other 90 at 93.33; a credit of 900 for defects lowers revenue at once."""
    anew = tiers(
        (0, "100"), (60, "80"), more="  retrospective: FALSE\n  modification: TRUE\n", date="2026-04-30"
    )
    lines = (sold(6000, 60), anew, expects("90", date="2026-04-30"))
    assert books(*lines, sold(6000, 60, "2026-06-30"))["revenue"] - books(*lines)["revenue"] == 5600
    defects = expects('"defects" -900 USD', date="2026-04-30")
    assert books(*lines, defects)["revenue"] == 6000 - 900


def test_ifrs15_ex22(load_ledger: Callable[[str], Any]) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 open Assets:Bank
    2026-01-01 open Assets:P100:FinishedGoods
    2026-01-01 open Expenses:P100:CostOfGoodsSold
    2026-01-01 open Equity:Opening
    2026-01-01 open Income:Sales
    2026-01-01 custom "plant" "P100"
    2026-01-01 commodity GOOD
      item: TRUE
    2026-01-01 custom "plant-standard-cost" 1 GOOD 60 USD
    2026-01-01 * "Opening"
      Assets:P100:FinishedGoods  100 GOOD
      Equity:Opening  -100 GOOD
    2026-01-01 custom "plant-contract" "C" Income:Sales
    2026-01-01 custom "plant-estimate" "C" "returns" 0.03
    2026-03-31 * "Sold"
      contract: "C"
      Assets:P100:FinishedGoods  -100 GOOD
      Expenses:P100:CostOfGoodsSold  100 GOOD
      Assets:Bank  10000 USD
      Income:Sales  -10000 USD
    """
    ledger = load_ledger(test_ifrs15_ex22.__doc__ or "")
    assert not ledger.messages
    assert -(ledger.money("Income")["USD"]) == 9700
    assert -(ledger.money("Liabilities:RefundLiability")["USD"]) == 300
    assert ledger.money("Assets:ReturnAsset")["USD"] == 180
    assert ledger.money("Expenses:P100:CostOfGoodsSold")["USD"] == 5820
