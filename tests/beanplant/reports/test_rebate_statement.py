"""Statements of rebates: units, price reached, next tier, earned, settled, open; ties to the refund liability."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader

from beanplant.reports import catalog, rebate_statement, render_text
from beanplant.reports.period import CALENDAR_YEAR, parse_period
from beanplant.reports.scope import ReportError, choose

if TYPE_CHECKING:
    from beanplant.reports.model import Report, Table

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "CHEM" Income:Sales
  kind: "volume rebate"
  refund-liability: Liabilities:RefundLiability
2026-01-01 custom "plant-contract-tiers" "CHEM" "0" 100 USD "1000" 90 USD "3000" 85 USD
2026-01-01 custom "plant-estimate" "CHEM" 2000
"""


def shipped(contract: str, date: str, units: int, price: int, payee: str = "Chem Co") -> str:
    money = f"{units * price}.00 USD"
    return (
        f'{date} * "{payee}" "Shipped"\n  contract: "{contract}"\n  quantity: {units}\n'
        f"  Assets:Receivables  {money}\n  Income:Sales  -{money}\n"
    )


SETTLED = """
2026-04-15 * "Chem Co" "Rebate paid"
  contract: "CHEM"
  Liabilities:RefundLiability  5000.00 USD
  Assets:Bank
"""
CHEM = (
    shipped("CHEM", "2026-01-20", 700, 100)
    + shipped("CHEM", "2026-03-10", 600, 100)
    + SETTLED
    + '2026-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
)


@pytest.fixture
def report(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Callable[..., Report]:
    def make(time: str, text: str = CHEM, head: str = HEAD, **options: Any) -> Report:
        ledger = load_ledger(head + text)
        assert not ledger.errors, ledger.messages
        return rebate_statement.build(choose(books_of(ledger, **options)), parse_period(time))

    return make


def line(table: Table, row: str) -> dict[str, Any]:
    cells = table.row(row).cells
    return {column.key: value for column, value in zip(table.columns, cells, strict=True)}


VOLUME = ("units", "price", "next", "to-next", "then")
MONEY = ("billed", "earned", "settled", "open", "books")


def test_before_the_first_tier(report: Callable[..., Report]) -> None:
    """700 of 1,000: nothing is earned; the books expect 90 a unit of 2,000."""
    found = line(report("2026-01").table("contracts"), "CHEM")
    assert [found[key] for key in VOLUME] == [700, 100, 1000, 300, 90]
    assert [found[key] for key in MONEY] == [70000, 0, 0, 0, 7000]
    assert found["customer"] == "Chem Co"


def test_after_a_tier_and_a_settlement(report: Callable[..., Report]) -> None:
    """1,300 x 10 earned, 5,000 of it paid; the next tier is 1,700 units away."""
    year = report("2026")
    found = line(year.table("contracts"), "CHEM")
    assert [found[key] for key in VOLUME] == [1300, 90, 3000, 1700, 85]
    assert [found[key] for key in MONEY] == [130000, 13000, 5000, 8000, 8000]
    assert year.table("contracts").value("difference", "books") == 0
    assert year.heading == "Chem Co"


def test_by_month(report: Callable[..., Report]) -> None:
    rows = [row.cells for row in report("2026").table("months").rows]
    assert [[str(cell) for cell in row[1:]] for row in rows] == [
        ["January 2026", "700", "70000.00", "700", "100", "0.00", "0", "0.00", "7000.00"],
        ["March 2026", "600", "60000.00", "1300", "90", "13000.00", "0", "13000.00", "13000.00"],
        ["April 2026", "None", "0.00", "1300", "90", "0.00", "5000.00", "8000.00", "8000.00"],
    ]


def test_at_a_threshold_the_price_above_it_is_not_reached(report: Callable[..., Report]) -> None:
    found = line(report("2026", shipped("CHEM", "2026-01-20", 1000, 100)).table("contracts"), "CHEM")
    assert [found[key] for key in VOLUME] == [1000, 100, 1000, 0, 90]


def test_at_the_last_tier_there_is_no_next(report: Callable[..., Report]) -> None:
    """3,500 x (100 - 85)."""
    found = line(report("2026", shipped("CHEM", "2026-01-20", 3500, 100)).table("contracts"), "CHEM")
    assert [found[key] for key in VOLUME] == [3500, 85, None, None, None]
    assert found["earned"] == 52500


def test_prospective_tiers(report: Callable[..., Report]) -> None:
    """150 units billed at 10; the 50 above 100 cost 9."""
    head = HEAD.replace('"CHEM" "0" 100 USD "1000" 90 USD "3000" 85 USD', '"CHEM" "0" 10 USD "100" 9 USD')
    head = head.replace(
        '9 USD\n2026-01-01 custom "plant-e', '9 USD\n  retrospective: FALSE\n2026-01-01 custom "plant-e'
    )
    found = line(report("2026", shipped("CHEM", "2026-01-20", 150, 10), head).table("contracts"), "CHEM")
    assert (found["earned"], found["price"]) == (50, 9)


def test_a_modified_contract_begins_anew(report: Callable[..., Report]) -> None:
    """700 at 100 earn nothing; since May, 200 billed at 80 with 70 above 100 earn 2,000."""
    text = (
        shipped("CHEM", "2026-01-20", 700, 100)
        + '2026-04-30 custom "plant-contract-tiers" "CHEM" "0" 80 USD "100" 70 USD\n  modification: TRUE\n'
        + '2026-04-30 custom "plant-estimate" "CHEM" 300\n'
        + shipped("CHEM", "2026-06-10", 200, 80)
    )
    found = line(report("2026", text).table("contracts"), "CHEM")
    assert (found["units"], found["price"], found["earned"]) == (900, 70, 2000)


def test_without_tiers_it_is_what_was_accrued(report: Callable[..., Report]) -> None:
    """A concession of 10 % on 40,000.00 of 100,000.00, 1,500.00 of it credited by the ERP."""
    text = """
2026-01-01 custom "plant-contract" "CONC" Income:Sales
  kind: "price concession"
  price: 100000.00 USD
  refund-liability: Liabilities:RefundLiability
2026-01-01 custom "plant-estimate" "CONC" "concession" -10000.00 USD
2026-03-31 * "Shop" "Bill"
  contract: "CONC"
  Assets:Receivables  40000.00 USD
  Income:Sales       -40000.00 USD
2026-05-31 * "Shop" "Credit memo"
  settles: "CONC"
  Income:Sales        1500.00 USD
  Assets:Receivables -1500.00 USD
"""
    table = report("2026", text).table("contracts")
    found = line(table, "CONC")
    assert [found[key] for key in MONEY] == [40000, 4000, 1500, 2500, 2500]
    assert table.value("difference", "books") == 0
    with pytest.raises(KeyError):
        table.row("CHEM")  # nothing was shipped


CONTRACTS = Path(__file__).parents[3] / "ledgers" / "contracts" / "main.beancount"


def test_a_hundred_contracts_tie_at_every_month_end(books_of: Callable[..., Any]) -> None:
    """The refund liability of all contracts is what the accounts hold; open is earned less settled."""
    entries, errors, options_map = loader.load_file(str(CONTRACTS))
    assert not errors
    books = books_of(SimpleNamespace(entries=entries, options_map=options_map))
    for month in range(1, 13):
        table = rebate_statement.build(choose(books), parse_period(f"2026-{month:02}")).table("contracts")
        assert table.value("difference", "books") == 0, month
        for row in table.rows:
            found = line(table, row.key)
            assert found["open"] == found["earned"] - found["settled"]
    # 1,341 units billed at 200; the price of 190 is that above 750, that of 180 above 1,350
    found = line(table, "VR-005")
    assert [found[key] for key in VOLUME] == [1341, 190, 1350, 9, 180]
    assert found["earned"] == 13410


def test_a_posting_without_a_contract_is_named(report: Callable[..., Report]) -> None:
    text = CHEM + '2026-05-01 * "Shop" "Lost"\n  Liabilities:RefundLiability  1.00 USD\n  Assets:Bank\n'
    found = report("2026", text)
    assert found.table("contracts").value("difference", "books") == D("1.00")
    assert "without a contract" in found.advice[0]


def test_the_statement_of_one_contract(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """A filter leaves one of two; what the books expect is not for the customer."""
    other = HEAD[HEAD.index('2026-01-01 custom "plant-contract" ') :].replace("CHEM", "SALT")
    ledger = load_ledger(HEAD + CHEM + other + shipped("SALT", "2026-02-10", 10, 100, "Salt Co"))
    assert not ledger.errors, ledger.messages
    kept = [
        entry
        for entry in ledger.entries
        if entry.meta.get("contract", "CHEM") == "CHEM" and getattr(entry, "payee", "") != "Salt Co"
    ]
    books = books_of(SimpleNamespace(entries=kept, options_map=ledger.options_map), filtered=True)
    found = rebate_statement.build(choose(books), parse_period("2026"))
    assert [row.key for row in found.table("contracts").rows] == ["CHEM"]
    assert found.heading == "Chem Co"
    assert line(found.table("contracts"), "CHEM")["open"] == 8000
    assert "In the books" not in render_text.render(found)


SEVERAL = (
    HEAD
    + CHEM
    + """
2026-01-01 custom "plant-contract" "COMMON" Income:Sales
2026-01-01 custom "plant-contract-tiers" "COMMON" "0" 10 USD "100" 8 USD
2026-01-01 custom "plant-estimate" "COMMON" 100
2026-01-01 custom "plant-contract" "STEPS" Income:Sales
2026-01-01 custom "plant-contract-tiers" "STEPS" "0" 10 USD "100" 9 USD
  retrospective: FALSE
2026-01-01 custom "plant-contract" "EURO" Income:Sales
  currency: "EUR"
2026-01-01 custom "plant-contract-tiers" "EURO" "0" 10 EUR "100" 9 EUR
2026-02-01 * "Export Co" "Shipped"
  contract: "EURO"
  quantity: 150
  Assets:Receivables  1500.00 EUR
  Income:Sales       -1500.00 EUR
"""
    + shipped("COMMON", "2026-02-01", 90, 10, "Retail A")
    + shipped("COMMON", "2026-02-02", 60, 10, "Retail B")
    + shipped("STEPS", "2026-02-03", 100, 10, "Retail A")
    + shipped("STEPS", "2026-02-04", 100, 10, "Retail B")
)


def asked(books: Any, time: str = "2026", **wish: str) -> Report:
    entry = catalog.find("rebate-statement")
    return entry.build(entry.scope(books, catalog.Wish(**wish)), parse_period(time), CALENDAR_YEAR)


@pytest.fixture
def several(load_ledger: Callable[[str], Any], books_of: Callable[..., Any]) -> Any:
    ledger = load_ledger(SEVERAL)
    assert not ledger.errors, ledger.messages
    return books_of(ledger)


def test_one_contract_is_asked_for(several: Any) -> None:
    found = asked(several, contract="CHEM")
    assert [row.key for row in found.table("contracts").rows] == ["CHEM"]
    assert found.heading == "Chem Co"
    assert line(found.table("contracts"), "CHEM")["open"] == 8000
    assert "In the books" not in render_text.render(found)
    assert "The accounts" not in render_text.render(found)
    euro = asked(several, contract="EURO").table("contracts")
    assert (euro.columns[-1].unit, euro.value("EURO", "earned")) == ("EUR", 150)
    assert asked(several, customer="Export Co").table("contracts").value("EURO", "open") == 150


def test_one_of_several_customers_has_his_part(several: Any) -> None:
    """150 units of both cost 8: 90 x 2 and 60 x 2. In steps 200 units cost 1,900: a hundred of each 950."""
    shares = {}
    for customer in ("Retail A", "Retail B"):
        found = asked(several, customer=customer)
        table = found.table("contracts")
        assert found.heading == customer
        assert not found.advice
        shares[customer] = [table.value(row, "earned") for row in ("COMMON", "STEPS")]
        assert table.value("COMMON", "customer") == customer
        assert [table.value("COMMON", key) for key in ("price", "next")] == [8, None]
    assert shares == {"Retail A": [180, 50], "Retail B": [120, 50]}
    whole = asked(several).table("contracts")
    assert (whole.value("COMMON", "earned"), whole.value("STEPS", "earned")) == (300, 100)
    assert whole.row("COMMON").references["customer"].customer == "Retail B"
    january = asked(several, "2026-02-01", customer="Retail A").table("contracts")
    assert [january.value("COMMON", key) for key in ("units", "price", "to-next", "earned")] == [
        90,
        10,
        10,
        0,
    ]


def test_a_contract_with_several_customers_has_a_row_for_each(several: Any) -> None:
    found = asked(several, contract="COMMON")
    table = found.table("contracts")
    assert [row.key for row in table.rows] == ["COMMON/Retail A", "COMMON/Retail B"]
    assert [table.value(row.key, "earned") for row in table.rows] == [180, 120]
    assert [row.references["customer"].customer for row in table.rows] == ["Retail A", "Retail B"]
    assert (table.value("total", "earned"), table.value("total", "billed")) == (300, 1500)
    (month,) = found.table("months").rows
    assert month.cells[found.table("months").index("earned")] == 300


def test_the_cents_of_several_customers_add_up(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """110 + 1 + 1 units cost 100 x 10 + 12 x 9.99, 10.00 less 0.12 / 112 each: 0.1179, 0.0011 and 0.0011 of 0.12."""
    head = HEAD.replace(
        '"0" 100 USD "1000" 90 USD "3000" 85 USD', '"0" 10 USD "100" 9.99 USD\n  retrospective: FALSE'
    )
    head = head.replace('2026-01-01 custom "plant-estimate" "CHEM" 2000\n', "")
    text = "".join(
        shipped("CHEM", f"2026-02-0{day}", units, 10, payee)
        for day, units, payee in ((1, 110, "A"), (2, 1, "B"), (3, 1, "C"))
    )
    ledger = load_ledger(head + text)
    assert not ledger.errors, ledger.messages
    table = asked(books_of(ledger), contract="CHEM").table("contracts")
    assert [str(table.value(row.key, "earned")) for row in table.rows] == ["0.12", "0.00", "0.00"]
    assert str(table.value("total", "earned")) == "0.12"


RETURNS = """
2026-01-01 custom "plant-estimate" "CHEM" "returns" 0.10
2026-04-20 * "Chem Co" "Goods come back"
  settles: "CHEM"
  Income:Sales         4500.00 USD
  Assets:Receivables  -4500.00 USD
"""


def test_returns_beside_prices_by_volume(report: Callable[..., Report]) -> None:
    """1,300 at 100 reach 90: 13,000.00; of 10 % that come back, 130 are given back at 90: 11,700.00."""
    found = report("2026", CHEM + RETURNS).table("contracts")
    assert [line(found, "CHEM")[key] for key in MONEY] == [130000, 24700, 9500, 15200, 15200]
    # 700 in January: the price of 90 is expected and not reached, so 70 that come back are given back at 90.
    january = report("2026-01", CHEM + RETURNS).table("contracts")
    assert [line(january, "CHEM")[key] for key in MONEY] == [70000, 6300, 0, 6300, 13300]


def test_a_credit_beside_prices_by_volume(report: Callable[..., Report]) -> None:
    """300.00 for late delivery beside 13,000.00; 5,000.00 are settled."""
    text = '2026-01-01 custom "plant-estimate" "CHEM" "late" -300.00 USD\n'
    found = report("2026", CHEM + text).table("contracts")
    assert [line(found, "CHEM")[key] for key in MONEY] == [130000, 13300, 5000, 8300, 8300]


def test_a_customer_that_a_contract_names_needs_no_bill(report: Callable[..., Report]) -> None:
    head = HEAD.replace('  kind: "volume rebate"', '  customer: "Chem Co"')
    text = SETTLED.replace('"Chem Co" "Rebate paid"', '"Rebate paid"')
    assert line(report("2026", text, head).table("contracts"), "CHEM")["customer"] == "Chem Co"


def test_contracts_without_prices_by_volume_have_no_columns_of_them(report: Callable[..., Report]) -> None:
    text = """
2026-01-01 custom "plant-contract" "CONC" Income:Sales
2026-01-01 custom "plant-estimate" "CONC" "concession" -10.00 USD
2026-03-31 * "Shop" "Bill"
  contract: "CONC"
  Assets:Receivables  400.00 USD
  Income:Sales       -400.00 USD
"""
    head = HEAD[: HEAD.index('2026-01-01 custom "plant-contract" ')]
    keys = [column.key for column in report("2026", text, head).table("contracts").columns]
    assert keys == ["contract", "customer", "units", "billed", "earned", "settled", "open", "books"]


def test_what_is_asked_for_and_not_there(several: Any) -> None:
    for wish, message in (
        ({"contract": "CHEMM"}, 'no contract "CHEMM" (did you mean "CHEM"?)'),
        ({"customer": "Retail"}, '"Retail" was not billed by any contract'),
        ({"customer": "Retail A", "contract": "CHEM"}, '"Retail A" was not billed by contract "CHEM"'),
    ):
        with pytest.raises(ReportError) as caught:
            asked(several, **wish)
        assert message in str(caught.value)


def test_nothing_to_state_yet(several: Any) -> None:
    said = "no contract has prices by volume or owes something back by this day"
    assert said in asked(several, "2025").advice


def test_units_under_a_filter_are_those_of_what_it_leaves(
    load_ledger: Callable[[str], Any], books_of: Callable[..., Any]
) -> None:
    """The filter leaves the 700 of January: the price above 1,000 is not reached, nothing is earned."""
    ledger = load_ledger(HEAD + CHEM)
    kept = [each for each in ledger.entries if str(each.date) < "2026-02-01"]
    books = books_of(SimpleNamespace(entries=kept, options_map=ledger.options_map), filtered=True)
    found = line(rebate_statement.build(choose(books), parse_period("2026")).table("contracts"), "CHEM")
    assert (found["units"], found["price"], found["earned"]) == (700, 100, 0)


def test_the_postings_behind_it(report: Callable[..., Report]) -> None:
    row = report("2026").table("contracts").row("CHEM")
    for key, amounts in (("billed", [70000, 60000]), ("settled", [5000]), ("books", [7000, 6000, -5000])):
        assert [amount for _, amount in row.references[key].lines()] == amounts, key
    assert row.references["contract"].contract == "CHEM"


TURNOVER = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "OWA" Income:Sales
  customer: "Ohio Water"
2026-01-01 custom "plant-contract-tiers" "OWA" "0" "0%" "250000" "2.25%" "500000" "3%"
2026-01-01 custom "plant-estimate" "OWA" 600000 USD
2026-02-10 * "Ohio Water" "Invoice"
  Assets:Receivables     300000.00 USD
  Income:Sales          -300000.00 USD
2026-03-10 * "Ohio Water" "Rebate of the quarter"
  Liabilities:RefundLiability  1000.00 USD
  Assets:Receivables     -1000.00 USD
"""


def test_a_rebate_on_turnover(report: Callable[..., Report]) -> None:
    """2.25 % of 300,000 are earned, 1,000 of them settled; the books expect 3 %. There are no columns of units."""
    found = report("2026", "", TURNOVER)
    table = found.table("contracts")
    keys = [column.key for column in table.columns]
    assert [key for key in keys if key in ("units", "price", "then")] == []
    row = line(table, "OWA")
    assert [row[key] for key in ("rebate", "next", "to-next", "rebate-then")] == [
        D("2.25"),
        500000,
        200000,
        3,
    ]
    assert [row[key] for key in MONEY] == [300000, 6750, 1000, 5750, 8000]
    assert table.value("difference", "books") == 0
    months = found.table("months")
    assert [months.value("OWA 2026-02", key) for key in ("so-far", "rebate", "earned")] == [
        300000,
        D("2.25"),
        6750,
    ]


def test_units_and_turnover_side_by_side(report: Callable[..., Report]) -> None:
    found = report("2026", CHEM + TURNOVER.split("open Liabilities:RefundLiability\n")[1]).table("contracts")
    chem, water = line(found, "CHEM"), line(found, "OWA")
    assert (chem["price"], chem["rebate"]) == (90, None)
    assert (water["price"], water["rebate"]) == (None, D("2.25"))
