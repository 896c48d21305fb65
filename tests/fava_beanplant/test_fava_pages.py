"""What Fava promises an extension, and what the pages promise a reader: pinned, because Fava's interface moves."""

from __future__ import annotations

import html
import inspect
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

fava_ext = pytest.importorskip("fava.ext", reason="needs the extra fava")

import fava_beanplant  # noqa: E402
from beanplant.reports import catalog  # noqa: E402

HAND_VALUED = Path(__file__).parent.parent / "beanplant" / "reports" / "hand-valued.beancount"
PAGES = ("PlantCostOfGoods", "PlantOrdersInProcess", "PlantVariances")
ASSET_PAGES = {
    "PlantAssetRegister": "Asset register",
    "PlantAssetsRolled": "Asset roll-forward",
    "PlantDepreciation": "Depreciation forecast",
    "PlantFullyDepreciated": "Fully depreciated",
    "PlantMaintenance": "Maintenance cost",
    "PlantPropertyTax": "Property tax",
}
TAX_PAGES = {
    "PlantBookToTax": "Book to tax",
    "PlantForm4562": "Form 4562",
    "PlantTaxDepreciation": "Tax depreciation",
}
REVENUE_PAGES = (
    "PlantConstrained",
    "PlantCustomerDiscounts",
    "PlantExpectedDiscounts",
    "PlantGrossToNet",
    "PlantPayables",
    "PlantRebates",
    "PlantReceivables",
    "PlantRefundLiability",
    "PlantSupplierFinance",
)
FIGURES = {
    "PlantCostOfGoods": ["907.50", "601.95", "(382.00)", "949.75", "827.40"],
    "PlantOrdersInProcess": ["62.50", "53.75", "8.75", "(82.50)", "(41.25)"],
    "PlantVariances": ["106.95 U", "14.30 F", "41.25 U", "71.00 U"],
}
Serve = Callable[..., Any]


def links(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'<a [^>]*?href="([^"]*)"', text)]


def query(link: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}


def article(text: str) -> str:
    """The page without what Fava adds around it."""
    return text[
        text.index('<div class="plant">') : text.index('<script type="application/json" id="page-title"')
    ]


def test_the_pages_come_from_one_line(served: Any) -> None:
    found = [
        (page.name, page.report_title, page.has_js_module)
        for page in served.ledger.extensions.extension_details
    ]
    assert found == [
        ("PlantAssetAreas", None, False),  # not in the sidebar: no asset has a further book
        ("PlantAssetRegister", None, False),  # not in the sidebar: the ledger has no assets
        ("PlantAssetsRolled", None, False),
        ("PlantBookToTax", None, False),  # not in the sidebar: the ledger has no tax books
        ("PlantConstrained", None, False),  # not in the sidebar: the ledger has no contracts
        ("PlantConstruction", None, False),  # not in the sidebar: nothing is under construction
        ("PlantCostOfGoods", "Cost of goods", False),
        ("PlantCustomerDiscounts", None, False),  # not in the sidebar: nor discounts of customers
        ("PlantDebts", None, False),  # not in the sidebar: the ledger has no debts
        ("PlantDepreciation", None, False),
        ("PlantDocuments", None, False),  # not in the sidebar: the ledger has no subledger
        ("PlantExpectedDiscounts", None, False),
        ("PlantForm4562", None, False),
        ("PlantFullyDepreciated", None, False),
        ("PlantGrossToNet", None, False),
        ("PlantMaintenance", None, False),
        ("PlantOrdersInProcess", "WIP by order", False),
        ("PlantPayables", None, False),
        ("PlantPropertyTax", None, False),
        ("PlantPurchaseDiscounts", None, False),  # not in the sidebar: the ledger has none
        ("PlantRebates", None, False),
        ("PlantReceivables", None, False),
        ("PlantRefundLiability", None, False),
        ("PlantSupplierFinance", None, False),  # not in the sidebar: no invoice names a program
        ("PlantTaxDepreciation", None, False),
        ("PlantVariances", "Variances", False),
    ]
    assert not served.ledger.errors


def test_only_pages_are_in_the_module_and_no_name_begins_another() -> None:
    classes = [
        name
        for name, found in inspect.getmembers(fava_beanplant, inspect.isclass)
        if issubclass(found, fava_ext.FavaExtensionBase)
    ]
    assert classes == sorted(
        [
            *PAGES,
            "PlantAssetAreas",
            *REVENUE_PAGES,
            "PlantConstruction",
            "PlantDebts",
            "PlantDocuments",
            "PlantPurchaseDiscounts",
            *ASSET_PAGES,
            *TAX_PAGES,
        ]
    )
    assert not any(a != b and b.startswith(a) for a in classes for b in classes)


def test_all_pages_share_one_store(served: Any) -> None:
    """Fava makes the pages by name; the books of a ledger are made once for all of them."""
    names = [page.name for page in served.ledger.extensions.extension_details]
    assert len({id(served.ledger.extensions.get_extension(name).store) for name in names}) == 1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("partial", ["", "&partial=true"])
def test_figures(served: Any, page: str, partial: str) -> None:
    text = served.html(page, f"?time=2026-03{partial}")
    for figure in FIGURES[page]:
        assert figure in text
    assert "<script" not in article(text)
    assert ("<!doctype html>" in text) is (not partial)


@pytest.mark.parametrize("page", PAGES)
def test_links_keep_the_filters_and_nothing_else(served: Any, page: str) -> None:
    text = served.html(
        page, '?time=2026-03&filter=order:"MO"&account=Assets&interval=week&partial=true&cell=x/y/z'
    )
    found = [link for link in links(article(text)) if link.startswith("?")]
    assert found
    for link in found:
        values = query(link)
        assert (values["filter"], values["account"], values["interval"]) == ('order:"MO"', "Assets", "week")
        assert set(values) <= {"time", "filter", "account", "interval", "cell", "plant", "all"}
    assert "Filtered by Assets, order:&#34;MO&#34;" in text
    assert "in the ledger" not in article(text)  # nothing is tied to the accounts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-03", "March 2026"),
        ("2026-Q1", "Q1 2026"),
        ("2026", ">2026<"),
        ("2026-01 - 2026-02", "Jan to Feb 2026"),
        ("2026-03-10", "2026-03-10"),
    ],
)
def test_periods_are_favas(served: Any, text: str, says: str) -> None:
    assert says in served.html("PlantCostOfGoods", f"?time={text}")


def test_without_a_time_it_is_the_latest_month(served: Any) -> None:
    text = served.html("PlantCostOfGoods", "")
    assert "March 2026" in text
    assert "the latest month with movements" in text


def test_neighboring_periods(served: Any) -> None:
    text = served.html("PlantVariances", "?time=2026-03")
    times = [query(link)["time"] for link in links(text) if link.startswith("?") and "cell" not in link]
    assert times[:2] == ["2026-02", "2026-04"]


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("?time=nonsense", "Fava cannot read the time &#34;nonsense&#34;"),
        ("?time=2026-03&plant=P9", "no plant &#34;P9&#34;; the ledger has P100"),
        ("?time=2026-03&filter=((", "Failed to parse filter"),
        ("?time=2026-03 - 2026-01", "ends after it begins"),
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_what_a_person_can_mend_is_said(served: Any, page: str, where: str, says: str) -> None:
    text = served.html(page, where)
    assert "Nothing to report" in text
    assert says in text


def test_a_ledger_without_a_plant(serve: Serve) -> None:
    text = serve("2026-01-01 open Assets:Bank\n").html("PlantVariances", "")
    assert "the ledger has no plant" in text


@pytest.mark.parametrize("page", PAGES)
def test_a_fault_of_ours_is_no_error_of_the_server(
    served: Any, page: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError(f"in {served.path}")

    broken = {name: entry._replace(build=fail) for name, entry in catalog.REPORTS.items()}
    monkeypatch.setattr(catalog, "REPORTS", broken)
    text = served.html(page)
    assert "ZeroDivisionError while drawing this report" in text
    assert str(served.path.parent) not in article(text)
    assert "Traceback" in caplog.text


def test_the_line_needs_no_options_and_a_broken_one_does_not_stop_fava(tmp_path: Path) -> None:
    from fava.application import create_app

    path = tmp_path / "main.beancount"
    path.write_text(
        f'2025-01-01 custom "fava-extension" "fava_beanplant" "{{\'a\': b}}"\n{HAND_VALUED.read_text()}'
    )
    client = create_app([path], load=True).test_client()
    assert client.get("/a-small-plant/extension/PlantVariances/").status_code == 200


def test_drill_down_to_the_postings(served: Any) -> None:
    text = served.html("PlantVariances", "?time=2026-03")
    link = next(link for link in links(text) if "cell=categories/Scrap/variance" in link)
    assert link.endswith("#drill")
    drilled = served.html("PlantVariances", f"?{urlsplit(link).query}")
    panel = drilled[drilled.index('id="drill"') :]
    assert "Scrap, Variance: 41.25 U USD" in panel
    assert "wip.scrap" in panel
    line = next(
        i for i, text in enumerate(served.path.read_text().splitlines(), 1) if "Variances:Scrap  " in text
    )
    edit = next(link for link in links(panel) if "/editor/" in link)
    assert query(edit) == {"file_path": str(served.path), "line": str(line), "time": "2026-03"}
    assert f"main.beancount:{line}" in panel
    context = next(link for link in links(panel) if link.startswith("#context-"))
    response = served.client.get(f"/{served.slug}/api/context?entry_hash={context[len('#context-') :]}")
    assert response.status_code == 200
    assert "Scrap" in response.get_data(as_text=True)


def test_drill_down_of_what_a_plugin_made_leads_to_its_cause(served: Any) -> None:
    drilled = served.html("PlantVariances", "?time=2026-03&cell=orders/order:MO-1001/LaborEfficiency")
    panel = drilled[drilled.index('id="drill"') :]
    assert "= (13 - 12) HR-ASSY x 25.00 USD" in panel
    assert "because of" in panel
    edit = next(link for link in links(panel) if "/editor/" in link)
    assert query(edit)["file_path"].endswith("/hand-valued.beancount")
    assert query(edit)["line"] == "49"


def test_each_cell_that_is_a_link_opens(served: Any) -> None:
    for page in PAGES:
        cells = [link for link in links(article(served.html(page))) if "cell=" in link]
        assert len(cells) > 5
        for link in cells:
            drilled = served.html(page, f"?{urlsplit(link).query}")
            assert 'id="drill"' in drilled, link


def test_an_orders_link_shows_its_journal(served: Any) -> None:
    link = next(link for link in links(served.html("PlantOrdersInProcess")) if "/journal/" in link)
    assert "time" not in query(link)
    found = served.ledger.get_filtered(filter=query(link)["filter"]).entries
    orders = {entry.meta.get("order") for entry in found if hasattr(entry, "postings")}
    assert orders == {"MO-0990"}


def test_an_orders_link_finds_postings_that_name_it(serve: Serve) -> None:
    served = serve("""
2026-01-01 custom "plant" "A"
  currency: USD
2026-01-01 open Assets:A:WorkInProcess
2026-01-01 open Equity:X
2026-01-05 * "Two orders"
  Assets:A:WorkInProcess   3.00 USD
    order: "MO.1 (x)"
  Assets:A:WorkInProcess   4.00 USD
    order: "MO.12"
  Equity:X
2026-01-06 * "Another"
  order: "MO-1"
  Assets:A:WorkInProcess   3.00 USD
  Equity:X
""")
    link = next(
        link
        for link in links(served.html("PlantOrdersInProcess", ""))
        if "/journal/" in link and "[.]1 [(]x" in unquote(link)
    )
    found = served.ledger.get_filtered(filter=query(link)["filter"]).entries
    assert [entry.narration for entry in found if hasattr(entry, "postings")] == ["Two orders"]


def test_balances_lead_to_the_account_up_to_the_day(served: Any) -> None:
    text = served.html("PlantCostOfGoods")
    link = next(link for link in links(text) if "/account/Assets:P100:RawMaterials/" in unquote(link))
    assert query(link)["time"] == "2026-01 - 2026-02"


def test_csv_is_that_of_the_command(served: Any) -> None:
    from click.testing import CliRunner

    from beanplant.cli import main

    text = served.html("PlantCostOfGoods")
    link = next(link for link in links(text) if link.startswith("report.csv"))
    assert re.search(r'<a [^>]*href="report\.csv[^>]*data-remote', text)
    response = served.get("PlantCostOfGoods", link)
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="cost-of-goods-2026-03.csv"'
    command = CliRunner().invoke(
        main, ["-f", str(served.path), "report", "cost-of-goods", "--time", "2026-03", "--format", "csv"]
    )
    assert response.data == command.stdout_bytes


def test_csv_of_a_bad_period_is_refused(served: Any) -> None:
    assert served.get("PlantCostOfGoods", "report.csv?time=x").status_code == 400


@pytest.mark.parametrize("page", PAGES)
def test_incognito_shows_no_figure(serve: Serve, page: str) -> None:
    served = serve(HAND_VALUED.read_text(), incognito=True)
    cell = {
        "PlantCostOfGoods": "schedule/purchases/period",
        "PlantOrdersInProcess": "orders/P100/MO-1002/material",
        "PlantVariances": "orders/order:MO-1001/MaterialQuantity",
    }[page]
    text = article(served.html(page, f"?time=2026-03&cell={cell}"))
    for figure in (*FIGURES[page], "12.50", "1.00 USD", "53.8", "86.0"):
        assert figure not in text
    shown = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert not re.search(r"\d[\d,]*\.\d\d\b(?![^<]*>)", shown)
    assert not re.search(r'(?:aria-label|<title>)[^<]*"?[^<]*\d+\.\d\d', shown)
    assert "data-sort-value" not in shown
    assert "report.csv" not in shown
    assert served.get(page, "report.csv?time=2026-03").status_code == 403


def test_charts_are_drawn_on_the_server_in_favas_colors(served: Any) -> None:
    pytest.importorskip("vl_convert", reason="needs the extra fava")
    text = article(served.html("PlantVariances"))
    drawings = re.findall(r"<svg .*?</svg>", text, flags=re.DOTALL)
    assert len(drawings) == 2  # wide and narrow
    for svg in drawings:
        assert "var(--plant-unfavorable)" in svg
        assert "currentColor" in svg
        assert "cell.invalid" not in svg
        assert "vega" not in svg
        assert "<script" not in svg
        assert 'aria-label="Variances by category"' in svg
        assert "<title>41.25 U</title>" in svg
    assert any("cell=categories/Scrap/variance" in link for link in links(drawings[0]))


def test_a_reload_shows_the_new_books(served: Any) -> None:
    assert "106.95 U" in served.html("PlantVariances")
    served.path.write_text(served.path.read_text().replace("Expenses:P100:Variances:Freight        8.00 USD",
                                                           "Expenses:P100:Variances:Freight        9.00 USD")
                           .replace("Liabilities:Payables                  -8.00 USD",
                                    "Liabilities:Payables                  -9.00 USD"))  # fmt: skip
    served.ledger.changed()
    served.ledger.load_file()
    assert "107.95 U" in served.html("PlantVariances")


def test_books_are_made_once_for_many_threads(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from fava_beanplant import store

    made = []

    class Counting(store.Books):
        def __init__(self, *args: Any, **options: Any) -> None:
            made.append(1)
            time.sleep(0.05)
            super().__init__(*args, **options)

    monkeypatch.setattr(store, "Books", Counting)
    served.ledger.load_file()
    codes = []

    def ask(page: str) -> None:
        codes.append(
            served.app.test_client().get(f"/{served.slug}/extension/{page}/?time=2026-03").status_code
        )

    threads = [threading.Thread(target=ask, args=(page,)) for page in PAGES * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [200] * 9
    assert len(made) == 1


def test_numbers_follow_the_ledgers_locale(serve: Serve) -> None:
    text = HAND_VALUED.read_text() + '\n2025-01-01 custom "fava-option" "locale" "de_DE"\n'
    assert "1.113,75" in serve(text).html("PlantCostOfGoods")


def test_a_plant_can_be_chosen_and_stays(serve: Serve) -> None:
    served = serve(HAND_VALUED.read_text() + '\n2025-01-01 custom "plant" "P200"\n')
    text = served.html("PlantCostOfGoods")
    tabs = [link for link in links(text) if query(link).get("plant") == "P200"]
    assert tabs
    chosen = served.html("PlantCostOfGoods", f"?{urlsplit(tabs[0]).query}")
    assert "P200" in chosen
    assert query(next(link for link in links(chosen) if "time=2026-02" in link))["plant"] == "P200"


def test_a_long_table_is_cut_and_its_total_is_not(serve: Serve) -> None:
    days = "\n".join(
        f'2026-01-05 * "Order {i}"\n  order: "N-{i:04}"\n  Assets:A:WorkInProcess   1.00 USD\n  Equity:X'
        for i in range(450)
    )
    served = serve(f"""
2026-01-01 custom "plant" "A"
  currency: USD
2026-01-01 open Assets:A:WorkInProcess
2026-01-01 open Equity:X
{days}
""")
    text = served.html("PlantOrdersInProcess", "?time=2026-01")
    assert "rows 1 to 400 of 450" in text
    assert "N-0449" not in text
    assert "450.00" in text
    everything = next(link for link in links(text) if query(link).get("all"))
    assert "N-0449" in served.html("PlantOrdersInProcess", f"?{urlsplit(everything).query}")


ASSETS = """
option "operating_currency" "USD"
plugin "beanplant"
2026-01-01 custom "plant" "A"
  currency: USD
2026-01-01 open Assets:A:Tools
2026-01-01 open Assets:Bank
2026-01-01 open Expenses:A:Depreciation
2026-03-31 * "Latest fact"
"""


def test_pages_of_assets(serve: Serve) -> None:
    """450 tools of 1,200.00, a year each: 100.00 a month, in part 2 of the rows too."""
    served = serve(
        ASSETS
        + "\n".join(
            f'2026-01-05 * "Tool"\n  asset: "T-{i:04}"\n  Assets:A:Tools  1200.00 USD\n  Assets:Bank\n'
            f'2026-01-05 custom "plant-asset" "T-{i:04}" Assets:A:Tools 1200.00 USD\n  life: "1 year"\n'
            "  expense: Expenses:A:Depreciation"
            for i in range(450)
        )
    )
    assert not served.ledger.errors
    titles = {page.name: page.report_title for page in served.ledger.extensions.extension_details}
    assert {name: titles[name] for name in ASSET_PAGES} == ASSET_PAGES
    assert not any(titles[name] for name in TAX_PAGES)  # no asset has a tax book
    register = served.html("PlantAssetRegister", "?time=2026-03")
    assert "T-0399" in register
    assert "T-0400" not in register
    for figure in ("540000.00", "45000.00", "135000.00", "405000.00", "900.00", "rows 1 to 400 of 450"):
        assert figure in register
    following = [link for link in links(register) if query(link).get("part")]
    assert [query(link)["part"] for link in following] == ["2", "2"]  # the next and the last
    rest = served.html("PlantAssetRegister", f"?{urlsplit(following[0]).query}")
    assert "T-0400" in rest
    assert "T-0399" not in rest
    assert "rows 401 to 450 of 450" in rest
    assert "540000.00" in rest
    assert "T-0449" in served.html("PlantAssetRegister", "?time=2026-03&part=99")
    rolled = served.html("PlantAssetsRolled", "?time=2026-03")
    assert "Assets:A:Tools" in rolled
    for figure in ("540000.00", "90000.00", "45000.00", "135000.00"):
        assert figure in rolled
    assert "405000.00" in served.html("PlantDepreciation", "?time=2026-03")
    assert "540000.00" in served.get("PlantAssetRegister", "report.csv?time=2026-03").get_data(as_text=True)


def tools(count: int, cost: str = "1000.00") -> str:
    """Tools of 7-year property without bonus, bought on 5 January 2026, depreciated over 10 years in the books."""
    return ASSETS + "".join(
        f'2026-01-05 * "Tool"\n  asset: "T-{i:04}"\n  Assets:A:Tools  {cost} USD\n  Assets:Bank\n'
        f'2026-01-05 custom "plant-asset" "T-{i:04}" Assets:A:Tools {cost} USD\n  life: "10 years"\n'
        '  expense: Expenses:A:Depreciation\n  tax: "macrs-7"\n  bonus: "0%"\n'
        for i in range(count)
    )


def test_pages_of_tax(serve: Serve) -> None:
    """450 tools of 1,000.00: 14.29 % in 2026 and 24.49 % in 2027 (Publication 946, table A-1); the books to March."""
    served = serve(tools(450))
    assert not served.ledger.errors
    titles = {page.name: page.report_title for page in served.ledger.extensions.extension_details}
    assert {name: titles[name] for name in TAX_PAGES} == TAX_PAGES
    text = served.html("PlantTaxDepreciation", "?time=2026-03")
    for figure in ("142.90", "64305.00", "385695.00", "rows 1 to 400 of 450", "Tax depreciation of 2026"):
        assert figure in text
    assert "T-0399" in text
    assert "T-0400" not in text
    part = next(link for link in links(text) if query(link).get("part"))
    rest = served.html("PlantTaxDepreciation", f"?{urlsplit(part).query}")
    assert "T-0400" in rest
    assert "T-0399" not in rest
    assert "110205.00" in served.html("PlantTaxDepreciation", "?time=2027")
    # 8.33 a month for three months leave 438,754.50 in the books; 21 % of what is above 385,695.00
    compared = served.html("PlantBookToTax", "?time=2026")
    for figure in ("438754.50", "385695.00", "53059.50", "11142.50", "as of 2026-12-31"):
        assert figure in compared


def test_the_page_of_further_books(serve: Serve) -> None:
    """A tool of 1,000.00 over 10 years, 100.00 a year, and over 5 years under IFRS, 200.00; of the whole ledger."""
    served = serve(tools(1) + '2026-01-05 custom "plant-asset-area" "T-0000" "ifrs"\n  life: "5 years"\n')
    assert not served.ledger.errors
    titles = {page.name: page.report_title for page in served.ledger.extensions.extension_details}
    assert titles["PlantAssetAreas"] == "Depreciation areas"
    for filters in ("", "&account=Equity"):
        text = served.html("PlantAssetAreas", f"?time=2026{filters}")
        for figure in ("99.96", "200.04", "900.04", "799.96", "ifrs"):
            assert figure in text
    assert "account and text filters do not apply to further books" in text
    answer = served.get("PlantAssetAreas", "report.csv?time=2026").get_data(as_text=True)
    assert "T-0000,ifrs,Assets:A:Tools,99.96,200.04" in answer


YEAR_OF_TWO = {"PlantForm4562": "285.80", "PlantBookToTax": "1714.20", "PlantTaxDepreciation": "1714.20"}
"""14.29 % of two tools of 1,000.00, and what it leaves."""


@pytest.mark.parametrize("page", TAX_PAGES)
def test_a_page_of_tax_is_of_its_year_and_of_the_whole_ledger(serve: Serve, page: str) -> None:
    served = serve(
        tools(2)
        + '2026-01-01 open Assets:A:WorkInProcess\n2026-03-05 * "Order"\n  order: "MO-1"\n'
        + "  Assets:A:WorkInProcess  1.00 USD\n  Assets:Bank\n"
    )
    text = served.html(page, "")
    assert "the tax year of the latest month with movements" in text
    times = [query(link)["time"] for link in links(article(text)) if link.startswith("?")]
    assert times[:2] == ["2025", "2027"]
    csv = next(link for link in links(text) if link.startswith("report.csv"))
    answer = served.get(page, csv)
    assert answer.headers["Content-Disposition"].endswith(
        f'{fava_beanplant.__dict__[page].report_name}-2026.csv"'
    )
    figure = YEAR_OF_TWO[page]
    assert figure in answer.get_data(as_text=True)
    filtered = served.html(page, "?time=2026-02&account=Equity&filter=%23none")
    assert figure in filtered
    assert "account and text filters do not apply to tax" in filtered
    assert "Filtered by" not in filtered
    for link in links(article(filtered)):
        if link.startswith("?"):
            assert (query(link)["account"], query(link)["filter"]) == ("Equity", "#none")
    assert served.get(page, "report.csv?time=2026&account=Equity").data == answer.data


def test_the_arrows_of_a_page_of_tax_do_not_pass_over_a_short_year(serve: Serve) -> None:
    """Calendar years, then years to June: between them January to June 2027 is a tax year of six months."""
    year_ends = (("2025-01-01", "12-31"), ("2027-01-01", "06-30"))
    served = serve(
        tools(1)
        + "".join(f'{date} custom "fava-option" "fiscal-year-end" "{end}"\n' for date, end in year_ends)
    )
    now = served.html("PlantTaxDepreciation", "?time=2026-03")
    times = [query(link)["time"] for link in links(article(now)) if link.startswith("?")]
    assert times[:2] == ["2025", "2027-01 - 2027-06"]


@pytest.mark.parametrize("page", TAX_PAGES)
def test_incognito_hides_tax(serve: Serve, page: str) -> None:
    served = serve(tools(1), incognito=True)
    shown = re.sub(r"<style>.*?</style>", "", article(served.html(page, "?time=2026")), flags=re.DOTALL)
    for figure in ("142.90", "857.10", "1000.00"):
        assert figure not in shown
    assert served.get(page, "report.csv?time=2026").status_code == 403


MACHINE_SHOP = Path(__file__).with_name("machine-shop.beancount")
TIMES = {page: "2026" if page == "PlantPropertyTax" else "2025" for page in (*ASSET_PAGES, *TAX_PAGES)}


@pytest.fixture
def shop(serve: Serve) -> Any:
    """The machine shop, for its assets."""
    found = serve(MACHINE_SHOP.read_text())
    assert not found.ledger.errors
    return found


def test_each_figure_of_an_asset_that_is_a_link_opens(shop: Any) -> None:
    opened = {}
    for page in ASSET_PAGES:
        text = article(shop.html(page, f"?time={TIMES[page]}"))
        cells = [link for link in links(text) if "cell=" in link]
        opened[page] = len(cells)
        for link in cells:
            drilled = shop.html(page, f"?{urlsplit(link).query}")
            assert 'id="drill"' in drilled, link
            assert "no postings" not in drilled, link
    assert all(opened[page] > 2 for page in ASSET_PAGES if page != "PlantDepreciation"), opened


@pytest.mark.parametrize("page", TIMES)
def test_an_asset_leads_to_its_directive(shop: Any, page: str) -> None:
    if page in ("PlantAssetsRolled", "PlantBookToTax"):
        return  # by class
    text = article(shop.html(page, f"?time={TIMES[page]}"))
    name = {"PlantFullyDepreciated": "LATHE-01"}.get(page, "CNC-01")
    link = next(html.unescape(found) for found in re.findall(rf'href="([^"]*)">{name}<', text))
    line = shop.path.read_text().splitlines()[int(query(link)["line"]) - 1]
    assert f'custom "plant-asset" "{name}"' in line


def test_the_arrows_of_the_listing_go_from_january_to_january(shop: Any) -> None:
    text = shop.html("PlantPropertyTax", "?time=2026-02")
    assert "listing date 2026-01-01" in text
    times = [query(link)["time"] for link in links(article(text)) if link.startswith("?")]
    assert times[:2] == ["2025", "2027"]
    october = shop.html("PlantPropertyTax", "?time=2025-10 - 2026-09")
    assert "listing date 2025-10-01" in october
    assert "January 1 before the latest movements" in shop.html("PlantPropertyTax", "")


@pytest.mark.parametrize("page", TIMES)
def test_csv_of_an_asset_page_is_that_of_the_command(shop: Any, page: str) -> None:
    from click.testing import CliRunner

    from beanplant.cli import main

    name = fava_beanplant.__dict__[page].report_name
    answer = shop.get(page, f"report.csv?time={TIMES[page]}")
    call = ["-f", str(shop.path), "report", name, "--time", TIMES[page], "--format", "csv"]
    assert answer.data == CliRunner().invoke(main, call).stdout_bytes


@pytest.mark.parametrize("page", ASSET_PAGES)
def test_incognito_hides_assets(serve: Serve, page: str) -> None:
    served = serve(MACHINE_SHOP.read_text(), incognito=True)
    asked = f"?time={TIMES[page]}&cell=assets/CNC-01/accumulated"
    shown = re.sub(r"<style>.*?</style>", "", article(served.html(page, asked)), flags=re.DOTALL)
    assert not re.search(r"\d[\d,]*\.\d\d\b(?![^<]*>)", shown)
    assert served.get(page, f"report.csv?time={TIMES[page]}").status_code == 403


def test_filtered_pages_of_assets_are_no_fault(shop: Any) -> None:
    for page in ASSET_PAGES:
        text = shop.html(page, f'?time={TIMES[page]}&account=Assets:P100:Vehicles&filter=asset:"VAN-01"')
        assert "could not be drawn" not in text
        assert "Filtered by" in text
