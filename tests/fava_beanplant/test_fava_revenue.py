"""Pages of discounts, contracts and supplier finance: in the sidebar where the ledger has them, with their figures."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fava.ext", reason="needs the extra fava")

CUSTOMERS = Path(__file__).with_name("customers.beancount").read_text()
TITLES = {
    "PlantConstrained": "Constrained amounts",
    "PlantCustomerDiscounts": "Customer discounts",
    "PlantExpectedDiscounts": "Expected discounts",
    "PlantGrossToNet": "Gross to net",
    "PlantPayables": "Ageing of payables",
    "PlantRebates": "Rebate statement",
    "PlantReceivables": "Ageing of receivables",
    "PlantRefundLiability": "Refund liability",
    "PlantSupplierFinance": "Supplier finance",
}
PAGES = {  # the time and the figures that must be there
    "PlantConstrained": ("2026-03", "in time", "9000.00", "2000.00", "7000.00", "Depends on the weather"),
    "PlantCustomerDiscounts": ("2026-Q1", "60.00", "40.00", "20.00", "3/15, 1/25, net 60"),
    "PlantExpectedDiscounts": ("2026-03", "2026-01-31", "30.00", "20.00", "33.3%"),
    "PlantGrossToNet": ("2026-Q1", "CHEM", "130000.00", "(13000.00)", "117000.00"),
    "PlantPayables": ("2026-03", "Acme", "25000.00", "2026-04-11"),
    "PlantRebates": ("2026-03", "CHEM", "1300", "1700", "13000.00", "5000.00", "8000.00"),
    "PlantReceivables": ("2026-02", "2000.00", "300.00", "2400.00", "2026-03-07"),
    "PlantRefundLiability": ("2026-Q1", "CHEM", "13000.00", "(5000.00)", "8000.00"),
    "PlantSupplierFinance": ("2026-03", "BANK-1", "40000.00", "(15000.00)", "25000.00", "60"),
}


def titles(served: Any) -> dict[str, str | None]:
    return {
        page.name: page.report_title
        for page in served.ledger.extensions.extension_details
        if page.name in TITLES
    }


def test_the_figures_of_each_page(serve: Callable[..., Any]) -> None:
    served = serve(CUSTOMERS)
    assert not served.ledger.errors
    assert titles(served) == TITLES
    for name, (time, *figures) in PAGES.items():
        text = served.html(name, f"?time={time}")
        for figure in figures:
            assert figure in text, (name, figure)
        assert served.get(name, f"report.csv?time={time}").status_code == 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            'open Income:Sales\n2026-01-01 custom "plant-contract" "C" Income:Sales\n',
            {
                "PlantConstrained",
                "PlantGrossToNet",
                "PlantRebates",
                "PlantReceivables",
                "PlantRefundLiability",
            },
        ),
        (
            'open Income:Sales\n2026-01-01 open Assets:Receivables\n2026-01-01 custom "plant-sales-discounts"'
            " Income:Sales\n  receivables: Assets:Receivables\n",
            {
                "PlantCustomerDiscounts",
                "PlantExpectedDiscounts",
                "PlantGrossToNet",
                "PlantReceivables",
                "PlantRefundLiability",
            },
        ),
        ("open Income:Sales\n", set()),
    ],
)
def test_in_the_sidebar_where_the_ledger_has_it(
    serve: Callable[..., Any], text: str, shown: set[str]
) -> None:
    head = 'option "operating_currency" "USD"\nplugin "beanplant"\n2026-01-01 '
    found = titles(serve(head + text))
    assert {name for name, title in found.items() if title} == shown
    assert set(found) == set(TITLES)


def test_from_a_contract_to_its_own_statement(serve: Callable[..., Any]) -> None:
    """The page names the contract, or its customer; its catch-ups are in it."""
    served = serve(CUSTOMERS)
    text = served.html("PlantRebates", "?time=2026-03")
    (link,) = {html.unescape(found) for found in re.findall(r'<a href="([^"]*)">CHEM</a>', text)}
    own = served.html("PlantRebates", link)
    assert "contract=CHEM" in link
    assert "All contracts" in own
    assert "All contracts" not in text
    (customer,) = {html.unescape(found) for found in re.findall(r'<a href="([^"]*)">Chem Co</a>', text)}
    for figure in ("13000.00", "8000.00", "March 2026"):
        assert figure in served.html("PlantRebates", customer)
    assert "no contract &#34;CHIM&#34;" in served.html("PlantRebates", "?contract=CHIM")
    for figure in ("Chem Co", "13000.00", "8000.00", "March 2026"):
        assert figure in own
    assert "The accounts" not in own  # a part of the ledger
    assert "Filtered by" not in own  # it is for the customer
    assert "Filtered by" in served.html("PlantRebates", "?time=2026-03&filter=payee:Chem")
    panel = served.html("PlantRebates", "?time=2026-03&cell=contracts/CHEM/settled")
    assert "CHEM, Settled: 5000.00 USD" in panel


NOTHING = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "allowance"
  expected: 0.5
2026-01-01 custom "plant-contract" "C" Income:Sales
"""


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("PlantConstrained", "no contract has an uncertain amount on this day"),
        ("PlantExpectedDiscounts", "no month end of this time has discounts that were expected"),
        ("PlantGrossToNet", "nothing was posted on the accounts of discounts and contracts in this period"),
        ("PlantRebates", "no contract has prices by volume or owes something back by this day"),
        ("PlantReceivables", "nothing was posted on Assets:Receivables"),
        ("PlantRefundLiability", "nothing is owed back, and no discount is expected"),
    ],
)
def test_a_page_of_nothing_says_why(serve: Callable[..., Any], page: str, said: str) -> None:
    text = article(serve(NOTHING), page, "?time=2026")
    assert said in text
    assert '<dl class="facts">' not in text or "0.00" in text


def test_heads_stand_above_their_numbers_and_long_texts_wrap(serve: Callable[..., Any]) -> None:
    """Whole numbers have no place for a parenthesis, so their heads have none either."""
    reason = "Depends on the weather of the whole spring and summer"
    text = article(
        serve(CUSTOMERS.replace("Depends on the weather", reason)), "PlantConstrained", "?time=2026-03"
    )
    assert (
        '<th scope="col" class="num flush" data-sort="num">Outcomes' in text
        or 'class="num flush">Outcomes' in text
    )
    assert f'<td class="long">{reason}</td>' in text
    assert '<td class="long">expected value</td>' not in text


def test_from_a_program_to_its_statement(serve: Callable[..., Any]) -> None:
    served = serve(CUSTOMERS)
    for page in ("PlantGrossToNet", "PlantRefundLiability"):
        text = article(served, page, "?time=2026-Q1&currency=USD")
        (link,) = {html.unescape(found) for found in re.findall(r'<a href="([^"]*)">CHEM</a>', text)}
        assert link.startswith(f"/{served.slug}/extension/PlantRebates/?")
        assert "contract=CHEM" in link
        assert "time=2026-Q1" in link
        assert "13000.00" in served.client.get(link).get_data(as_text=True)


def test_from_an_invoice_to_its_line(serve: Callable[..., Any]) -> None:
    served = serve(CUSTOMERS)
    lines = served.path.read_text().splitlines()
    number = lines.index('2026-01-25 * "Pump Co" "Invoice: 40.00 lapse on February 5"') + 1
    for page in ("PlantReceivables", "PlantCustomerDiscounts"):
        text = article(served, page, "?time=2026-Q1")
        (link,) = {html.unescape(found) for found in re.findall(r'<a href="([^"]*)">P2</a>', text)}
        assert f"line={number}" in link


def test_the_panel_says_which_of_several_rows_it_is_of(serve: Callable[..., Any]) -> None:
    served = serve(CUSTOMERS)
    query = "?time=2026-Q1&cell="
    panel = served.html("PlantRefundLiability", f"{query}allowance/early payment/Shop/accrued")
    assert "early payment, Shop, Accrued: 14.50 USD" in panel
    panel = served.html("PlantRebates", f"{query}months/CHEM 2026-03/settled")
    assert "CHEM, March 2026, Settled: 5000.00 USD" in panel


def test_what_is_not_posted_has_no_transaction_to_open(serve: Callable[..., Any]) -> None:
    """On February 4 Pump Co's 20.00 that were expected lapse; 20.00 more than expected of Shop's are trued up."""
    text = CUSTOMERS.replace("2026-01-28 *", "2026-01-24 *").replace("1000.00 USD", "2000.00 USD")
    text = text.replace("980.00 USD", "1960.00 USD").replace("2026-01-25 *", "2026-01-24 *")
    served = serve(text)
    assert not served.ledger.errors
    cell = "allowance/early payment/Pump Co/re-estimated"
    panel = served.html("PlantRefundLiability", f"?time=2026-Q1&cell={cell}")
    panel = panel[panel.index('id="drill"') :]
    assert "Allowance for discounts, from one customer to another" in panel
    assert "#context-" not in panel


def test_from_a_customer_to_the_postings(serve: Callable[..., Any]) -> None:
    served = serve(CUSTOMERS)
    panel = served.html("PlantReceivables", "?time=2026-02&cell=customers/Shop/open")
    assert "Shop, Open: 400.00 USD" in panel
    assert "Invoice: 9.00 until March 7" in panel
    taken = served.html("PlantCustomerDiscounts", "?time=2026-Q1&cell=by-customer/Shop/taken")
    assert "sales-discounts.taken" in taken


@pytest.mark.parametrize(
    "name", ["PlantPayables", "PlantReceivables", "PlantCustomerDiscounts", "PlantSupplierFinance"]
)
def test_filters_do_not_apply(serve: Callable[..., Any], name: str) -> None:
    text = serve(CUSTOMERS).html(name, "?time=2026-03&account=Expenses")
    assert "account and text filters do not apply to" in text


def article(served: Any, page: str, query: str) -> str:
    """A page without what Fava adds around it."""
    text: str = served.html(page, query)
    return text[text.index('<div class="plant">') : text.index('id="page-title"')]


EXPORT = """
2026-02-10 * "Pumpen GmbH" "Invoice in euro"
  invoice: "E1"
  terms: "3/14 net 30"
  Assets:Receivables  1000.00 EUR
  Income:Sales       -1000.00 EUR
"""


def test_a_button_for_each_currency(serve: Callable[..., Any]) -> None:
    """Shop and Pump Co owe dollars, Pumpen GmbH euros; half of 30.00 is expected."""
    served = serve(CUSTOMERS + EXPORT)
    assert not served.ledger.errors
    ours = article(served, "PlantReceivables", "?time=2026-02")
    assert "Pumpen GmbH" not in ours
    assert "open items in other currencies not included: EUR" in ours
    buttons = re.findall(r'<a class="button( muted)?" href="([^"]*currency=[^"]*)"[^>]*>(\w+)</a>', ours)
    assert [(muted, name) for muted, _, name in buttons] == [(" muted", "EUR"), ("", "USD")]
    euros = article(served, "PlantReceivables", html.unescape(buttons[0][1]))
    assert "Pumpen GmbH" in euros
    assert "1000.00" in euros
    assert "Pump Co" not in euros
    # Other periods, the CSV and the postings stay in the currency.
    arrows = re.findall(r'href="([^"]*)" rel="(?:prev|next)"', euros)
    assert [html.unescape(each).count("currency=EUR") for each in arrows] == [1, 1]
    csv = served.get("PlantReceivables", "report.csv?time=2026-02&currency=EUR")
    assert "Open (EUR)" in csv.get_data(as_text=True)
    assert 'filename="receivable-ageing-EUR-2026-02.csv"' in csv.headers["Content-Disposition"]
    panel = served.html("PlantReceivables", "?time=2026-02&currency=EUR&cell=customers/Pumpen GmbH/open")
    assert "Pumpen GmbH, Open: 1000.00 EUR" in panel
    assert "15.00" in served.html("PlantRefundLiability", "?time=2026-02&currency=EUR")
    assert "no discounts or contracts in &#34;EUT&#34;" in served.html(
        "PlantRefundLiability", "?currency=EUT"
    )


def test_one_currency_has_no_buttons(serve: Callable[..., Any]) -> None:
    assert "currency=" not in serve(CUSTOMERS).html("PlantReceivables", "?time=2026-02")
