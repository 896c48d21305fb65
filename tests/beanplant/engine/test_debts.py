"""Debts in ledgers: amortization by the month, early extinguishment, and what cannot stand.

Figures are those of textbooks and examinations, or a table made here by another way than the rules have.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from typing import Any

import pytest
from beancount.core.amount import Amount
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEAD = """
option "operating_currency" "USD"
plugin "beanplant.depreciation"
2010-01-01 commodity USD
2010-01-01 open Assets:Bank
2010-01-01 open Expenses:Interest
2010-01-01 open Liabilities:Bonds
2010-01-01 open Liabilities:InterestPayable
"""
DISCOUNT, GAIN = "Liabilities:DiscountOnBonds", "Income:GainOnExtinguishment"
Load = Callable[[str], Any]


def issue(
    face: str, price: str, *more: str, date: str = "2026-01-01", name: str = "B", cost: str = "0"
) -> str:
    """An issue and its directive; ``more`` are lines of it."""
    rest = D(face) - D(price) + D(cost)
    premium = rest < 0
    account = "Liabilities:PremiumOnBonds" if premium else DISCOUNT
    lines = [
        f'{date} * "Issue of {name}"',
        f'  debt: "{name}"',
        f"  Assets:Bank  {D(price) - D(cost)} USD",
        *([f"  {account}  {rest} USD"] if rest else []),
        f"  Liabilities:Bonds  {-D(face)} USD",
        f'{date} custom "plant-debt" "{name}" Liabilities:Bonds {face} USD',
        f"  proceeds: {price} USD",
        *([f"  issuance-cost: {cost} USD"] if D(cost) else []),
        "  interest: Expenses:Interest",
        *(f"  {line}" for line in more),
    ]
    return "\n".join((*lines, ""))


def facts(date: str) -> str:
    return f'{date} * "Fact"\n  Assets:Bank  0.00 USD\n'


def retired(date: str, price: str, *more: str, name: str = "B") -> str:
    keys = "".join(f"  {line}\n" for line in more)
    return (
        f'{date} * "Called"\n  retires: "{name}"\n{keys}'
        f"  Liabilities:Bonds  {price} USD\n  Assets:Bank  -{price} USD\n"
    )


def amounts(ledger: Any, account: str) -> list[tuple[str, D]]:
    """What the plugin posted on an account, by date."""
    return [
        (str(entry.date), posting.units.number)
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == account and (posting.meta or {}).get("rule")
    ]


def upto(ledger: Any, account: str, date: str) -> D:
    return sum((number for day, number in amounts(ledger, account) if day <= date), D(0))


TEN = issue(
    "100000.00", "92278.33", "matures: 2031-01-01", 'coupon: "8 %"', "payments: 2", 'effective-rate: "10 %"'
)


def test_months_of_the_textbooks_bond(load_ledger: Load) -> None:
    """
    2026-01-01 custom "plant-debt" "B" Liabilities:Bonds 100000.00 USD     ; 8 %, twice a year, 5 years
      proceeds: 92278.33 USD
      effective-rate: "10 %"

    92,278.33 x 5 % - 4,000 = 613.92 in the first half year, 644.61 in the second; nothing is left at maturity.
    """
    ledger = load_ledger(HEAD + TEN + facts("2031-03-31"))
    assert not ledger.errors
    found = amounts(ledger, "Expenses:Interest")
    assert [date for date, _ in found[:3]] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert len(found) == 60
    assert found[-1][0] == "2030-12-31"
    assert {number for _, number in found[:6]} == {D("102.32")}
    carrying, halves = D("92278.33"), []
    for half in range(10):
        amount = (carrying * D("0.05")).quantize(D("0.01"), ROUND_HALF_UP) - 4000
        halves.append(amount if half < 9 else 100000 - carrying)
        carrying += halves[-1]
    posted = [sum(number for _, number in found[at : at + 6]) for at in range(0, 60, 6)]
    assert posted == halves
    assert posted[:2] == [D("613.92"), D("644.61")]
    assert not ledger.money(DISCOUNT)


def test_what_a_posting_says(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + TEN + facts("2026-02-10"))
    (made,) = [entry for entry in ledger.transactions if entry.narration == "Amortization of debt"]
    assert str(made.date) == "2026-01-31"
    assert made.meta["debt"] == "B"
    assert made.meta["filename"] == "<beanplant.depreciation>"
    assert made.meta["lineno"] > 1_000_000
    assert made.meta["cause"].endswith(":14")
    for posting in made.postings:
        assert posting.meta["rule"] == "debt.effective-interest"
        assert posting.meta["formula"] == "(92278.33 x 10 % / 2 - 4000.00) USD / 6 months"
        assert posting.meta["debt"] == "B"


def formulas(ledger: Any) -> dict[str, str]:
    """The arithmetic of the amortization, by date."""
    return {
        str(entry.date): posting.meta["formula"]
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Interest" and (posting.meta or {}).get("rule")
    }


def test_the_arithmetic_by_month(load_ledger: Load) -> None:
    found = formulas(load_ledger(HEAD + TEN + facts("2031-01-31")))
    assert found["2026-06-30"] == "(92278.33 x 10 % / 2 - 4000.00) USD / 6 months"
    assert found["2026-07-31"] == "(92892.25 x 10 % / 2 - 4000.00) USD / 6 months"
    assert found["2030-12-31"] == "952.28 USD / 6 months"  # what is left, after the cents of nine periods


def test_the_arithmetic_of_straight_line_and_of_parts(load_ledger: Load) -> None:
    text = issue(
        "10000.00", "8800.00", "matures: 2027-03-11", 'coupon: "5 %"', "payments: 2", 'method: "straight-line"',
        date="2026-06-11",
    )  # fmt: skip
    found = formulas(
        load_ledger(HEAD + text + retired("2027-01-11", "9000.00", 'part: "50 %"') + facts("2027-03-31"))
    )
    assert found["2026-06-30"] == "1200.00 USD x 0.5 / 1.5 periods x 20 / 90 days"
    assert found["2026-07-31"] == "1200.00 USD x 0.5 / 1.5 periods / 3 months"
    assert found["2026-09-30"] == (
        "1200.00 USD x 0.5 / 1.5 periods x 10 / 90 days + 533.33 USD x 20 / 120 days"
    )
    assert found["2027-01-11"] == "533.33 USD x 10 / 120 days"
    assert found["2027-03-11"] == "133.33 USD x 10 / 60 days"


def test_the_horizon(load_ledger: Load) -> None:
    horizon = '2026-01-01 custom "plant-depreciation-horizon" 2026-06-30\n'
    ledger = load_ledger(HEAD + TEN + facts("2028-12-31") + horizon)
    assert not ledger.errors
    assert len(amounts(ledger, DISCOUNT)) == 6


def test_a_premium(load_ledger: Load) -> None:
    """5 % bonds sold to yield 4 %: 104,451.82 x 4 % - 5,000 = -821.93 in the first year; interest expense falls."""
    text = issue("100000.00", "104451.82", "matures: 2031-01-01", 'coupon: "5 %"', "payments: 1")
    ledger = load_ledger(HEAD + text + facts("2031-01-01"))
    assert not ledger.errors
    assert upto(ledger, "Expenses:Interest", "2026-12-31") == D("-821.93")
    assert upto(ledger, "Liabilities:PremiumOnBonds", "2026-12-31") == D("821.93")
    assert not ledger.money("Liabilities:PremiumOnBonds")


def test_straight_line_with_issuance_cost(load_ledger: Load) -> None:
    """
    CPA examination: 2,000,000 at 97 with cost of 120,000, 8 % for thirty years, called at 103 after ten.

    60,000 + 120,000 = 180,000 over 30 years is 6,000 a year; 120,000 is left; a loss of 60,000 + 120,000.
    """
    text = issue(
        "2000000.00", "1940000.00", "matures: 2040-12-31", 'coupon: "8 %"', "payments: 2",
        'method: "straight-line"', date="2010-12-31", cost="120000.00",
    )  # fmt: skip
    ledger = load_ledger(HEAD + text + retired("2020-12-31", "2060000.00") + facts("2022-01-31"))
    assert not ledger.errors
    assert upto(ledger, "Expenses:Interest", "2011-12-31") == 6000
    assert upto(ledger, "Expenses:Interest", "2022-12-31") == 60000
    assert ledger.money(GAIN) == {"USD": D(180000)}
    assert not ledger.money(DISCOUNT)
    assert not ledger.money("Liabilities:Bonds")
    assert amounts(ledger, DISCOUNT)[0] == ("2011-01-31", D(-500))


@pytest.mark.parametrize(
    ("face", "price", "years", "called", "paid", "part", "loss"),
    [
        # CPA examination: 1,000,000 at 96 for ten years, called at 101 after six; 984,000 is carried
        ("1000000.00", "960000.00", 10, "2032-01-01", "1010000.00", "", "26000"),
        # Spiceland, American Insulation: 800,000 for 770,000, ten years, called for 790,000 after three
        ("800000.00", "770000.00", 10, "2029-01-01", "790000.00", "", "11000"),
        # 60 % of 1,100,000, sold at 98, called at 101 after five of ten years: 666,600 - (660,000 - 6,600)
        ("1100000.00", "1078000.00", 10, "2031-01-01", "666600.00", 'part: "60 %"', "13200"),
        ("1100000.00", "1078000.00", 10, "2031-01-01", "666600.00", "part: 660000.00 USD", "13200"),
        # a premium: 1,000,000 at 104, called at 103 after six years; 1,016,000 is carried
        ("1000000.00", "1040000.00", 10, "2032-01-01", "1030000.00", "", "14000"),
        # bought back below the carrying amount: a gain
        ("1000000.00", "960000.00", 10, "2032-01-01", "980000.00", "", "-4000"),
    ],
)
def test_extinguishment(
    load_ledger: Load, face: str, price: str, years: int, called: str, paid: str, part: str, loss: str
) -> None:
    text = issue(
        face,
        price,
        f"matures: {2026 + years}-01-01",
        'coupon: "7 %"',
        "payments: 2",
        'method: "straight-line"',
    )
    more = [part] if part else []
    ledger = load_ledger(HEAD + text + retired(called, paid, *more) + facts(f"{2027 + years}-01-31"))
    assert not ledger.errors
    assert ledger.money(GAIN) == {"USD": D(loss)}
    assert not ledger.money(DISCOUNT)
    assert not ledger.money("Liabilities:PremiumOnBonds")
    left = D(face) - (D(face) * D("0.6") if part else D(face))
    assert ledger.money("Liabilities:Bonds") == ({"USD": -left} if left else {})


def test_catch_up_within_a_month(load_ledger: Load) -> None:
    """
    2027-03-16 * "Called"      ; half of March is amortized first: 676.84 x 2.5 / 6 in all

    7,721.67 - 613.92 - 644.61 - 282.02 = 6,181.12 is unamortized; 93,818.88 is carried; 95,000 is paid.
    """
    ledger = load_ledger(HEAD + TEN + retired("2027-03-16", "95000.00") + facts("2027-12-31"))
    assert not ledger.errors
    (called,) = [entry for entry in ledger.transactions if entry.narration == "Called"]
    made = {
        (p.account, p.meta["rule"]): p.units.number for p in called.postings if (p.meta or {}).get("rule")
    }
    assert made == {
        ("Expenses:Interest", "debt.effective-interest"): D("56.40"),
        (DISCOUNT, "debt.effective-interest"): D("-56.40"),
        ("Liabilities:Bonds", "debt.extinguishment"): D("5000.00"),
        (DISCOUNT, "debt.extinguishment"): D("-6181.12"),
        (GAIN, "debt.extinguishment"): D("1181.12"),
    }
    assert amounts(ledger, "Expenses:Interest")[-1][0] == "2027-03-16"  # and nothing after it
    assert not ledger.money(DISCOUNT)


def test_a_retirement_on_the_last_day_of_a_month(load_ledger: Load) -> None:
    """The month is in the retirement, and not posted once more."""
    ledger = load_ledger(HEAD + TEN + retired("2026-06-30", "95000.00") + facts("2027-12-31"))
    assert not ledger.errors
    last = [(date, number) for date, number in amounts(ledger, "Expenses:Interest") if date >= "2026-06"]
    assert last == [("2026-06-30", D("102.32"))]
    assert [entry.narration for entry in ledger.transactions if str(entry.date) == "2026-06-30"] == ["Called"]
    assert not ledger.money(DISCOUNT)


def test_catch_up_beyond_the_horizon(load_ledger: Load) -> None:
    """Months that are not posted are in the catch-up: February and half of March."""
    horizon = '2026-01-01 custom "plant-depreciation-horizon" 2027-01-31\n'
    ledger = load_ledger(HEAD + TEN + retired("2027-03-16", "95000.00") + horizon)
    assert not ledger.errors
    assert amounts(ledger, "Expenses:Interest")[-1] == ("2027-03-16", D("169.21"))  # 282.02 - 112.81
    assert not ledger.money(DISCOUNT)


def test_a_retirement_written_out_in_full(load_ledger: Load) -> None:
    text = """
2027-01-01 open Expenses:LossOnDebt
2027-01-01 * "Called"
  retires: "B"
  Liabilities:Bonds             100000.00 USD
  Liabilities:DiscountOnBonds    -6463.14 USD
  Expenses:LossOnDebt             9463.14 USD
  Assets:Bank                  -103000.00 USD
"""
    ledger = load_ledger(HEAD + TEN + text + facts("2028-01-31"))
    assert not ledger.errors
    (called,) = [entry for entry in ledger.transactions if entry.narration == "Called"]
    assert len(called.postings) == 4
    assert not ledger.money(DISCOUNT)
    assert not ledger.money(GAIN)


def test_two_parts_and_the_rest_at_maturity(load_ledger: Load) -> None:
    text = (
        TEN
        + retired("2027-01-01", "41000.00", 'part: "40 %"')
        + retired("2028-07-01", "29000.00", 'part: "50 %"')
        + '2031-01-01 * "Repaid"\n  debt: "B"\n  Liabilities:Bonds  30000.00 USD\n  Assets:Bank\n'
    )
    ledger = load_ledger(HEAD + text)
    assert not ledger.errors
    assert not ledger.money(DISCOUNT)
    assert not ledger.money("Liabilities:Bonds")
    # 6,463.14 x 40 % = 2,585.26 and 1,000 above the principal
    (first, _) = [number for _, number in amounts(ledger, GAIN)]
    assert first == D("3585.26")


def test_a_maturity_within_a_month(load_ledger: Load) -> None:
    """The last posting is on the day of maturity: 1,200.00 over twelve months, half of the first and the last."""
    text = issue(
        "10000.00", "8800.00", "matures: 2027-03-16", 'coupon: "5 %"', "payments: 1", 'method: "straight-line"',
        date="2026-03-16",
    )  # fmt: skip
    ledger = load_ledger(HEAD + text + facts("2027-06-30"))
    assert not ledger.errors
    found = amounts(ledger, "Expenses:Interest")
    assert [found[0], found[1], found[-1]] == [("2026-03-31", 50), ("2026-04-30", 100), ("2027-03-16", 50)]
    assert not ledger.money(DISCOUNT)


def test_a_term_loan(load_ledger: Load) -> None:
    """
    300,000 at 6 %, 360 payments of 1,798.65, with a fee of 5,000: the rate is that at which the payments are worth
    295,000, and in the last month there is hardly a loan.
    """
    text = issue(
        "300000.00", "300000.00", "matures: 2056-01-01", 'coupon: "6 %"', "payments: 12",
        'repayment: "annuity"', cost="5000.00",
    )  # fmt: skip
    ledger = load_ledger(HEAD + text + facts("2056-01-01"))
    assert not ledger.errors
    found = [number for _, number in amounts(ledger, "Expenses:Interest")]
    assert len(found) == 360
    assert sum(found) == 5000
    rate = D("0.06")  # bisection on the annuity formula, by another way than Newton's
    low, high = D("0.005"), D("0.006")
    for _ in range(60):
        rate = (low + high) / 2
        price = D("1798.65") * (1 - (1 + rate) ** -360) / rate
        low, high = (rate, high) if price > 295000 else (low, rate)
    assert found[0] == (295000 * rate - 1500).quantize(D("0.01"), ROUND_HALF_UP)
    assert found[0] > 100 * found[-1] >= 0


def test_a_refunding(load_ledger: Load) -> None:
    """New bonds pay for old ones in one transaction: the credit is the new debt's, the debit the old one's."""
    text = """
2027-01-01 * "Refunding"
  debt: "N"
  retires: "B"
  Liabilities:Bonds            -100000.00 USD
  Liabilities:DiscountOnBonds     2000.00 USD
  Liabilities:Bonds             103000.00 USD
  Assets:Bank                    -5000.00 USD
2027-01-01 custom "plant-debt" "N" Liabilities:Bonds 100000.00 USD
  matures: 2032-01-01
  coupon: "6 %"
  payments: 2
  proceeds: 98000.00 USD
  interest: Expenses:Interest
"""
    ledger = load_ledger(HEAD + TEN + text + facts("2027-01-31"))
    assert not ledger.errors
    assert ledger.money("Liabilities:Bonds") == {"USD": D(-100000)}
    assert ledger.money(GAIN) == {"USD": D("9463.14")}  # 3,000 and the 6,463.14 that were left
    assert D(1950) < ledger.money(DISCOUNT)["USD"] < D(2000)


def test_two_debts_in_a_month_and_another_currency(load_ledger: Load) -> None:
    yen = """
2010-01-01 commodity JPY
2010-01-01 open Assets:Tokyo
2010-01-01 open Liabilities:Samurai
2010-01-01 open Liabilities:Deferred
2026-01-01 * "Issue"
  debt: "S"
  Assets:Tokyo              9880 JPY
  Liabilities:Deferred       120 JPY
  Liabilities:Samurai     -10000 JPY
2026-01-01 custom "plant-debt" "S" Liabilities:Samurai 10000 JPY
  matures: 2027-01-01
  coupon: "1 %"
  payments: 1
  issuance-cost: 120 JPY
  method: "straight-line"
  discount: Liabilities:Deferred
  interest: Expenses:Interest
"""
    ledger = load_ledger(HEAD + TEN + yen + facts("2026-01-31"))
    assert not ledger.errors
    (made,) = [entry for entry in ledger.transactions if entry.narration == "Amortization of debt"]
    assert "debt" not in made.meta
    assert [(p.meta["debt"], str(p.units)) for p in made.postings] == [
        ("B", "102.32 USD"),
        ("S", "10 JPY"),
        ("B", "-102.32 USD"),
        ("S", "-10 JPY"),
    ]


def test_interest_accrued_and_paid(load_ledger: Load) -> None:
    """What a person posts with the debt's name stays as it is: interest of the half year is 4,613.92."""
    text = """
2026-06-30 * "Accrued"
  debt: "B"
  Expenses:Interest             4000.00 USD
  Liabilities:InterestPayable  -4000.00 USD
2026-07-01 * "Coupon"
  debt: "B"
  Liabilities:InterestPayable   4000.00 USD
  Assets:Bank                  -4000.00 USD
"""
    ledger = load_ledger(HEAD + TEN + text)
    assert not ledger.errors
    assert ledger.money("Expenses:Interest") == {"USD": D("4613.92")}


def test_a_ledger_without_the_plugin_is_left_alone(load_ledger: Load) -> None:
    text = HEAD.replace("beanplant.depreciation", "beanplant.sales_discounts")
    opened = "2010-01-01 open Liabilities:DiscountOnBonds\n"
    ledger = load_ledger(text + opened + TEN + facts("2027-01-31"))
    assert not ledger.errors
    assert not amounts(ledger, DISCOUNT)


def test_keys_on_other_accounts_are_nobodys_business(load_ledger: Load) -> None:
    text = """
2010-01-01 open Expenses:Furniture
2026-05-01 * "New chairs"
  retires: "the old ones"
  debt: "to my brother"
  Expenses:Furniture   100.00 USD
  Assets:Bank
"""
    assert not load_ledger(HEAD + TEN + text).errors


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_left_at_maturity(load_ledger: Load, data: st.DataObject) -> None:
    """Whatever the debt and its retirements: the discount is zero, interest and gain have taken all of it."""
    issued = data.draw(st.dates(datetime.date(2020, 1, 1), datetime.date(2025, 12, 31)))
    days = data.draw(st.integers(40, 2500))
    matures = issued + datetime.timedelta(days)
    price = D(data.draw(st.integers(80_000_00, 119_000_00))) / 100
    lines = (
        f"matures: {matures}",
        f'coupon: "{data.draw(st.integers(8, 12)) if price > 100000 else 6} %"',
        f"payments: {data.draw(st.sampled_from((1, 2, 4, 12)))}",
        'method: "straight-line"' if price > 100000 else 'method: "effective-interest"',
    )
    part = data.draw(st.integers(1, 99))
    day = issued + datetime.timedelta(data.draw(st.integers(0, days - 5)))
    called = retired(str(day), "20000.00", f'part: "{part} %"') if data.draw(st.booleans()) else ""
    last = matures + datetime.timedelta(40)
    text = issue("100000.00", str(price), *lines, date=str(issued)) + called + facts(str(last))
    ledger = load_ledger(HEAD + text)
    if price > 100000 and ledger.errors:  # more than all that is paid back
        assert "no more than all that is paid" in ledger.messages[0]
        return
    assert not ledger.errors
    assert not ledger.money(DISCOUNT)
    assert not ledger.money("Liabilities:PremiumOnBonds")
    taken = sum(ledger.money(account).get("USD", D(0)) for account in ("Expenses:Interest", GAIN))
    assert taken == 100000 - price + (20000 - D(1000 * part) if called else 0)


# Bad input

GOOD = ("matures: 2031-01-01", 'coupon: "8 %"', "payments: 2")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (('coupon: "8 %"', "payments: 2"), "matures: is missing"),
        (("matures: 2025-12-31", *GOOD[1:]), "matures: found 2025-12-31, expected a date after the issue, 2026-01-01"),
        (('matures: "2031"', *GOOD[1:]), 'matures: found "2031", expected a date such as 2031-01-01'),
        ((GOOD[0], "payments: 2"), 'coupon: is missing; write the stated rate of a year, such as coupon: "8 %"'),
        ((GOOD[0], "coupon: 8", "payments: 2"), "coupon: found 8, expected a share"),
        (GOOD[:2], "payments: is missing"),
        ((*GOOD[:2], "payments: 3"), "payments: found 3, expected the payments of interest a year, 1, 2, 4 or 12"),
        ((*GOOD, 'method: "effective"'), 'method: found "effective", expected "effective-interest" or "straight-line"'),
        ((*GOOD, 'method: "straight-line"', 'effective-rate: "10 %"'), 'belongs to method: "effective-interest"'),
        ((*GOOD, 'effective-rate: "12 %"'), "expected about 9.999982 %, which discounts the payments to 92278.33 USD"),
        ((*GOOD, "discount: Liabilities:Bonds"), "expected an account beside Liabilities:Bonds"),
        ((*GOOD, "discount: Liabilities:Discuont"), "account Liabilities:Discuont is not open"),
        ((*GOOD, "cuopon: 1"), 'unknown key "cuopon" (did you mean "coupon"?)'),
        ((*GOOD, "issuance-cost: 99999.00 USD"), "expected less than the proceeds, 92278.33 USD"),
        ((*GOOD, "issuance-cost: 9.00 EUR"), "issuance-cost: found 9.00 EUR, expected an amount in USD"),
    ],
)  # fmt: skip
def test_directives_that_cannot_be_read(load_ledger: Load, keys: tuple[str, ...], says: str) -> None:
    """The fault stands at the directive, and its transactions are not faulty beside."""
    ledger = load_ledger(HEAD + f"2010-01-01 open {DISCOUNT}\n" + issue("100000.00", "92278.33", *keys))
    (error,) = ledger.errors
    assert says in error.message
    assert 'plant-debt "B"' in error.message
    assert error.source["lineno"] == 15


def test_proceeds_and_interest(load_ledger: Load) -> None:
    text = TEN.replace("  proceeds: 92278.33 USD\n", "").replace("  interest: Expenses:Interest\n", "")
    messages = load_ledger(HEAD + f"2010-01-01 open {DISCOUNT}\n" + text).messages
    assert any("proceeds: is missing; write what came in before issuance cost" in text for text in messages)
    assert any("interest: is missing" in text for text in messages)
    assert len(messages) == 2


def test_more_than_is_paid_back(load_ledger: Load) -> None:
    text = issue("100000.00", "1922783.30", *GOOD)
    (message,) = load_ledger(HEAD + "2010-01-01 open Liabilities:PremiumOnBonds\n" + text).messages
    assert (
        "found proceeds less issuance cost of 1922783.30 USD, expected no more than all that is paid"
        in message
    )


def test_a_name_written_twice(load_ledger: Load) -> None:
    again = TEN[TEN.index("2026-01-01 custom") :]
    (message,) = load_ledger(HEAD + TEN + again).messages
    assert "is written twice" in message


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # the discount differs
        ("  Liabilities:DiscountOnBonds  7721.67 USD\n  Liabilities:Bonds  -100000.00 USD",
         "  Liabilities:DiscountOnBonds  7000.00 USD\n  Liabilities:InterestPayable  721.67 USD\n"
         "  Liabilities:Bonds  -100000.00 USD",
         "got 7000.00 USD with debt: \"B\", expected face less proceeds plus issuance cost,"
         " 100000.00 - 92278.33 = 7721.67 USD"),
        # the face differs
        ("  Liabilities:Bonds  -100000.00 USD", "  Liabilities:Bonds  -99000.00 USD\n  Assets:Bank  -1000.00 USD",
         'was credited with 99000.00 USD with debt: "B", expected the face, 100000.00 USD'),
        ('  debt: "B"\n', "", 'nothing is posted with debt: "B" on Liabilities:Bonds'),
    ],
)  # fmt: skip
def test_an_issue_that_is_not_what_it_says(load_ledger: Load, old: str, new: str, says: str) -> None:
    assert old in TEN
    ledger = load_ledger(HEAD + f"2010-01-01 open {DISCOUNT}\n" + TEN.replace(old, new) + facts("2027-01-31"))
    (message,) = ledger.messages
    assert says in message
    assert not amounts(ledger, DISCOUNT)


COUPON = '{date} * "Coupon"\n  debt: "{name}"\n  Expenses:Interest  4000.00 USD\n  Assets:Bank\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (COUPON.format(date="2026-07-01", name="BB"), 'debt: unknown debt "BB" (did you mean "B"?)'),
        (retired("2026-07-01", "100000.00", name="C"), 'retires: unknown debt "C"'),
        (retired("2026-07-01", "100000.00", name="BB"), 'retires: unknown debt "BB" (did you mean "B"?)'),
        (retired("2025-07-01", "100000.00"), "is retired on 2025-07-01, before its issue of 2026-01-01"),
        (retired("2031-01-01", "100000.00"), "is retired on 2031-01-01, but matures on 2031-01-01"),
        (retired("2028-01-01", "1.00") + retired("2029-01-01", "1.00"), "is retired twice: also at"),
        ('2028-01-01 * "Called"\n  retires: "B"\n  Assets:Bank  0.00 USD\n', "takes nothing off Liabilities:Bonds"),
        (retired("2028-01-01", "1.00", 'part: "130 %"'), "found 130 %, expected an amount of its principal, 100000.00"),
        (retired("2028-01-01", "1.00", "part: 100000.01 USD"), "part: found 100000.01 USD"),
        (retired("2028-01-01", "1.00", "part: 10 EUR"), "part: found 10 EUR"),
        (retired("2028-01-01", "100000.00") + COUPON.format(date="2028-07-01", name="B"),
         "a posting of 2028-07-01, after the retirement at"),
        (COUPON.format(date="2031-07-01", name="B"), "interest of 2031-07-01, after maturity on 2031-01-01"),
    ],
)  # fmt: skip
def test_events_that_do_not_fit(load_ledger: Load, text: str, says: str) -> None:
    """The fault stands at the transaction; all else is amortized."""
    ledger = load_ledger(HEAD + TEN + text + facts("2032-01-31"))
    (error,) = ledger.errors
    assert says in error.message
    assert error.source["lineno"] > 20
    assert not ledger.money(DISCOUNT)


def test_the_last_interest_may_wait_for_a_holiday(load_ledger: Load) -> None:
    ledger = load_ledger(HEAD + TEN + COUPON.format(date="2031-01-02", name="B"))
    assert not ledger.errors


def test_a_retirement_in_another_currency(load_ledger: Load) -> None:
    text = """
2010-01-01 commodity EUR
2028-01-01 * "Called"
  retires: "B"
  Liabilities:Bonds   90000.00 EUR
  Assets:Bank        -90000.00 EUR
"""
    messages = load_ledger(HEAD + TEN + text).messages
    assert any("found 90000.00 EUR on Liabilities:Bonds, expected USD" in message for message in messages)


def test_amounts_are_of_the_same_ledger_every_time(load_ledger: Load) -> None:
    """Twice loaded, and with the days in another order, the books are the same."""
    text = TEN + retired("2028-07-01", "41000.00", 'part: "40 %"') + facts("2031-01-31")
    shuffled = facts("2031-01-31") + retired("2028-07-01", "41000.00", 'part: "40 %"') + TEN
    first, second = load_ledger(HEAD + text), load_ledger(HEAD + shuffled)
    assert not first.errors
    assert [amounts(first, account) for account in (DISCOUNT, GAIN)] == [
        amounts(second, account) for account in (DISCOUNT, GAIN)
    ]
    assert all(isinstance(entry.date, datetime.date) for entry in first.transactions)
    assert all(isinstance(p.units, Amount) for entry in first.transactions for p in entry.postings)
