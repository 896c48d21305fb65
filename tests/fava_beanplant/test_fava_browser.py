"""The pages in Chromium: light and dark, wide and narrow, on paper; without a word on the console."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fava.application", reason="needs the extra fava")
sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

pytestmark = pytest.mark.needs("chromium")

HAND_VALUED = Path(__file__).parent.parent / "beanplant" / "reports" / "hand-valued.beancount"
PAGES = {
    "PlantCostOfGoods": ("Cost of goods manufactured", "907.50"),
    "PlantOrdersInProcess": ("MO-1002", "53.75"),
    "PlantVariances": ("Labor efficiency", "25.00 U"),
}
MACHINE_SHOP = Path(__file__).with_name("machine-shop.beancount")
ASSET_PAGES = {  # the time, and what must be seen
    "PlantAssetRegister": ("2025", "CNC-01 with components", "151,740.00"),
    "PlantAssetsRolled": ("2025", "Assets:P100:Machinery", "(2,400.00)"),
    "PlantDepreciation": ("2025", "Assets:P100:Buildings", "12,999.96"),
    "PlantForm4562": ("2025", "19c 7-year property", "69,231.10"),
    "PlantFullyDepreciated": ("2025", "LATHE-01", "1,240.00"),
    "PlantMaintenance": ("2025", "PM/4000123", "132.31"),
    "PlantPropertyTax": ("2026", "P100 Toledo", "727,600.00"),
}
CUSTOMERS = Path(__file__).with_name("customers.beancount")
REVENUE_PAGES = {
    "PlantConstrained": ("2026-03", "TOWER", "7000.00"),
    "PlantCustomerDiscounts": ("2026-Q1", "Pump Co", "60.00"),
    "PlantExpectedDiscounts": ("2026-03", "Mean error", "30.00"),
    "PlantGrossToNet": ("2026-Q1", "CHEM", "117000.00"),
    "PlantPayables": ("2026-03", "Acme", "25000.00"),
    "PlantRebates": ("2026-03", "CHEM", "13000.00"),
    "PlantReceivables": ("2026-02", "Shop", "2400.00"),
    "PlantRefundLiability": ("2026-Q1", "CHEM", "(5000.00)"),
    "PlantSupplierFinance": ("2026-03", "BANK-1", "25000.00"),
}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serve(path: Path) -> Iterator[str]:
    """Serve a ledger on a free port."""
    from cheroot.wsgi import Server
    from fava.application import create_app

    server = Server(("127.0.0.1", 0), create_app([path], load=True))
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.bind_addr[1]}"
    server.stop()
    thread.join()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small plant."""
    path = tmp_path_factory.mktemp("plant") / "main.beancount"
    path.write_text('2025-01-01 custom "fava-extension" "fava_beanplant"\n' + HAND_VALUED.read_text())
    with serve(path) as found:
        yield f"{found}/a-small-plant"


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory, lay_out: Callable[..., Path]) -> Iterator[str]:
    """Serve the plant with sums and their documents."""
    pytest.importorskip("duckdb", reason="needs the extra import")
    with serve(lay_out(tmp_path_factory.mktemp("sums"))) as found:
        yield f"{found}/sums"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the machine shop, for its assets."""
    path = tmp_path_factory.mktemp("shop") / "main.beancount"
    path.write_text('2015-01-01 custom "fava-extension" "fava_beanplant"\n' + MACHINE_SHOP.read_text())
    with serve(path) as found:
        yield f"{found}/machine-shop"


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve customers with discounts and contracts."""
    path = tmp_path_factory.mktemp("customers") / "main.beancount"
    path.write_text('2025-01-01 custom "fava-extension" "fava_beanplant"\n' + CUSTOMERS.read_text())
    with serve(path) as found:
        yield f"{found}/customers"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


class Tab:
    """A tab of the browser that notes what the console says."""

    def __init__(self, browser: Any, theme: str, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on(
            "console", lambda message: self.said.append(message.text) if message.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on(
            "response", lambda answer: self.said.append(answer.url) if answer.status >= 400 else None
        )
        self.page.add_init_script(f"localStorage.setItem('fava-theme', JSON.stringify('{theme}'))")

    def open(self, url: str) -> Any:
        """Open an address and wait for Fava and the page."""
        self.page.goto(url)
        self.page.wait_for_selector(".plant table")
        self.page.wait_for_selector("aside")
        self.page.wait_for_function("document.getAnimations().length === 0")  # Fava fades colors on a phone
        return self.page


@pytest.fixture
def tab(browser: Any, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab; parametrize with (theme, width)."""
    theme, width = getattr(request, "param", ("light", 1280))
    made = Tab(browser, theme, width)
    yield made
    made.context.close()


def luminance(color: str) -> float:
    """Brightness of ``rgb(...)`` between 0 and 255."""
    red, green, blue = (float(part) for part in color[color.index("(") + 1 : -1].split(",")[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize(
    "tab",
    [(t, w) for t in ("light", "dark") for w in (1280, 400)],
    indirect=True,
    ids=lambda p: f"{p[0]}-{p[1]}",
)
@pytest.mark.parametrize("name", PAGES)
def test_page(tab: Tab, address: str, name: str) -> None:
    page = tab.open(f"{address}/extension/{name}/?time=2026-03")
    for text in PAGES[name]:
        assert page.locator("table.report").get_by_text(text, exact=True).first.is_visible()
    sizes = page.evaluate(
        "(() => { const a = document.querySelector('article'), d = document.documentElement;"
        " return [d.scrollWidth, d.clientWidth, a.scrollWidth, a.clientWidth]; })()"
    )
    assert sizes[0] <= sizes[1]
    assert sizes[2] <= sizes[3]
    theme = tab.page.evaluate("document.documentElement.dataset.colorScheme")
    ink = luminance(page.evaluate("getComputedStyle(document.querySelector('.plant tbody th')).color"))
    paper = luminance(
        page.evaluate("getComputedStyle(document.querySelector('.plant .report tbody th')).backgroundColor")
    )
    assert (paper > 200 and ink < 110) if theme == "light" else (paper < 60 and ink > 180)
    if name != "PlantCostOfGoods":  # the small plant has one month of production, too little for a chart
        wide, narrow = page.locator("figure .wide svg"), page.locator("figure .narrow svg")
        shown, hidden = (narrow, wide) if sizes[1] == 400 else (wide, narrow)
        assert shown.first.is_visible()
        assert not hidden.first.is_visible()
        text = luminance(page.evaluate("getComputedStyle(document.querySelector('figure svg text')).fill"))
        assert abs(text - ink) < 20
    assert tab.said == []


def look(tab: Tab, shop: str, pages: dict[str, tuple[str, ...]]) -> None:
    """See each page on the screen and on paper: its figures are there, nothing is wider than the screen."""
    for name, (time, *texts) in pages.items():
        page = tab.open(f"{shop}/extension/{name}/?time={time}")
        for text in texts:
            assert page.locator("table.report").get_by_text(text, exact=True).first.is_visible(), (name, text)
        sizes = page.evaluate(
            "(() => { const a = document.querySelector('article'), d = document.documentElement;"
            " return [d.scrollWidth, d.clientWidth, a.scrollWidth, a.clientWidth]; })()"
        )
        assert sizes[0] <= sizes[1], name
        assert sizes[2] <= sizes[3], name
        theme = page.evaluate("document.documentElement.dataset.colorScheme")
        ink = luminance(page.evaluate("getComputedStyle(document.querySelector('.plant tbody th')).color"))
        assert (ink < 110) if theme == "light" else (ink > 180)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 1032, "height": 900})  # A4 across, less its margins
        page.wait_for_function("document.getAnimations().length === 0")
        assert not page.locator(".plant .tools").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 1032, name
        ink = luminance(page.evaluate("getComputedStyle(document.querySelector('.plant tbody th')).color"))
        assert ink < 110
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": sizes[1], "height": 900})
    assert tab.said == []


@pytest.mark.parametrize(
    "tab",
    [(t, w) for t in ("light", "dark") for w in (1280, 400)],
    indirect=True,
    ids=lambda p: f"{p[0]}-{p[1]}",
)
def test_pages_of_assets(tab: Tab, shop: str) -> None:
    """Each page in a theme and a width, and on paper."""
    look(tab, shop, ASSET_PAGES)


@pytest.mark.parametrize(
    "tab",
    [(t, w) for t in ("light", "dark") for w in (1280, 400)],
    indirect=True,
    ids=lambda p: f"{p[0]}-{p[1]}",
)
def test_pages_of_revenue(tab: Tab, customers: str) -> None:
    """Each page in a theme and a width, and on paper."""
    look(tab, customers, REVENUE_PAGES)


def test_from_a_contract_to_its_statement(tab: Tab, customers: str) -> None:
    page = tab.open(f"{customers}/extension/PlantRebates/?time=2026-03")
    page.locator("table.report").get_by_text("CHEM", exact=True).first.click()
    page.wait_for_function("location.search.includes('contract=')")
    page.locator("table.report").get_by_text("March 2026", exact=True).wait_for()
    assert "Chem Co" in page.locator(".plant .scope").inner_text()
    page.locator("table.report").get_by_text("5000.00", exact=True).first.click()
    panel = page.locator("#drill")
    panel.wait_for()
    assert "CHEM, Settled: 5000.00 USD" in panel.inner_text()
    assert tab.said == []


def test_from_an_assets_figure_to_its_months_and_its_directive(tab: Tab, shop: str) -> None:
    page = tab.open(f"{shop}/extension/PlantAssetRegister/?time=2025")
    page.locator("table.report").get_by_text("45,900.00", exact=True).click()
    panel = page.locator("#drill")
    panel.wait_for()
    assert "CNC-01, Accumulated: 45,900.00 USD" in panel.inner_text()
    assert panel.locator("tbody tr").count() == 34  # March 2023 to December 2025
    assert "1350.00 of 1650.00 USD, 2 assets" in panel.inner_text()  # with the lathe
    line = next(
        i
        for i, text in enumerate(MACHINE_SHOP.read_text().splitlines(), 2)
        if 'plant-asset" "CNC-01" ' in text
    )
    assert panel.get_by_text(f"main.beancount:{line}").count() == 34
    panel.locator("tbody a").first.click()
    page.wait_for_selector("text=Context")
    assert tab.said == []


@pytest.mark.parametrize("tab", [("dark", 1280)], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_on_paper(tab: Tab, address: str, name: str) -> None:
    page = tab.open(f"{address}/extension/{name}/?time=2026-03")
    page.emulate_media(media="print")
    assert not page.locator("header").first.is_visible()
    assert not page.locator(".plant .tools").first.is_visible()
    assert page.get_by_text("A small plant").last.is_visible()
    assert luminance(page.evaluate("getComputedStyle(document.querySelector('.plant tbody th')).color")) < 110
    assert page.evaluate("getComputedStyle(document.querySelector('.plant .scroll')).overflowX") == "visible"
    assert len(page.pdf()) > 10_000
    assert tab.said == []


def test_from_the_sidebar_to_the_source(tab: Tab, address: str) -> None:
    """In-app navigation, drill-down, the entry's popup and the line in the editor; the time filter stays."""
    page = tab.open(f"{address}/extension/PlantCostOfGoods/?time=2026-03")
    page.locator("aside").get_by_text("Variances", exact=True).click()
    page.wait_for_url("**/extension/PlantVariances/?time=2026-03")
    page.get_by_role("heading", name="By order, cost center and item").wait_for()
    page.locator("table.report").last.get_by_text("71.00 U").first.click()
    panel = page.locator("#drill")
    panel.wait_for()
    page.wait_for_function("document.querySelector('#drill').getBoundingClientRect().top < innerHeight")
    assert "MO-1001, Total: 71.00 U USD" in panel.inner_text()
    assert "time=2026-03" in page.url
    panel.locator("tbody a").first.click()
    page.wait_for_selector("text=Context")
    assert "#context-" in page.url
    page.keyboard.press("Escape")
    page.locator("#drill a", has_text="beancount:").first.wait_for()
    assert tab.said == []


def test_a_bar_of_the_chart_is_a_link(tab: Tab, address: str) -> None:
    page = tab.open(f"{address}/extension/PlantVariances/?time=2026-03")
    page.locator("figure .wide a").first.click()
    page.locator("#drill").wait_for()
    assert "Scrap" in page.locator("#drill h3").inner_text()
    assert tab.said == []


def test_sorting(tab: Tab, address: str) -> None:
    page = tab.open(f"{address}/extension/PlantVariances/?time=2026-03")
    table = page.locator("table.report").last
    first = table.locator("tbody th").first
    assert first.inner_text() == "MO-1001"
    table.get_by_role("columnheader", name="Total").click()
    assert first.inner_text() == "STEEL"  # -14.30
    table.get_by_role("columnheader", name="Total").click()
    assert first.inner_text() == "MO-1001"
    assert table.locator("tfoot th").first.inner_text() == "Total"
    assert tab.said == []


def test_download(tab: Tab, address: str) -> None:
    page = tab.open(f"{address}/extension/PlantOrdersInProcess/?time=2026-03")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert waiting.value.suggested_filename == "wip-by-order-2026-03.csv"
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "MO-1002" in text
    assert tab.said == []


@pytest.mark.parametrize("tab", [("light", 400)], indirect=True)
def test_tables_scroll_inside_the_page_on_a_phone(tab: Tab, address: str) -> None:
    page = tab.open(f"{address}/extension/PlantVariances/?time=2026-03")
    inner = page.evaluate(
        "(() => { const s = [...document.querySelectorAll('.plant .scroll')].at(-1); s.scrollLeft = 200;"
        " const r = s.querySelector('tbody th').getBoundingClientRect(), o = s.getBoundingClientRect();"
        " return [s.scrollWidth > s.clientWidth, s.scrollLeft, Math.round(r.left - o.left)]; })()"
    )
    assert inner == [True, 200, pytest.approx(0, abs=2)]


@pytest.mark.parametrize(
    "tab",
    [(t, w) for t in ("light", "dark") for w in (1280, 400)],
    indirect=True,
    ids=lambda p: f"{p[0]}-{p[1]}",
)
def test_from_a_report_to_the_row_of_an_export(tab: Tab, sums: str) -> None:
    """A figure, its posting, the documents behind it; in Fava's colors, no wider than the screen, and on paper."""
    page = tab.open(f"{sums}/extension/PlantOrdersInProcess/?time=2026-03")
    page.locator("table.report td a").first.click()
    page.locator("#drill a", has_text="3 documents").click()
    page.get_by_role("heading", name="Documents behind Assets:P100:WorkInProcess:Orders").wait_for()
    assert "time=2026-03" in page.url
    page.wait_for_function("document.getAnimations().length === 0")
    table = page.locator("table.report")
    assert table.get_by_text("exports/mb51.csv:11", exact=True).count() == 1
    assert table.locator("tfoot tr.total").inner_text().split() == ["3", "documents", "62.345", "155.86"]
    assert table.get_by_text("<b>rod</b>").count() == 1  # what an ERP says is text
    sizes = page.evaluate(
        "(() => { const a = document.querySelector('article'), d = document.documentElement;"
        " return [d.scrollWidth, d.clientWidth, a.scrollWidth, a.clientWidth]; })()"
    )
    assert sizes[0] <= sizes[1]
    assert sizes[2] <= sizes[3]
    theme = page.evaluate("document.documentElement.dataset.colorScheme")
    ink = luminance(page.evaluate("getComputedStyle(document.querySelector('.plant tbody th')).color"))
    cell = "getComputedStyle(document.querySelector('.plant .report tbody th')).backgroundColor"
    paper = luminance(page.evaluate(cell))
    assert (paper > 200 and ink < 110) if theme == "light" else (paper < 60 and ink > 180)
    page.emulate_media(media="print")
    page.wait_for_function("document.getAnimations().length === 0")
    assert not page.locator(".plant .tools").first.is_visible()
    assert luminance(page.evaluate("getComputedStyle(document.querySelector('.plant tbody th')).color")) < 110
    page.emulate_media(media="screen")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    assert waiting.value.suggested_filename == "documents.csv"
    page.get_by_role("link", name="All sums").click()
    page.get_by_role("heading", name="Documents behind sums").wait_for()
    assert page.locator("table.report tbody tr").count() == 4
    assert tab.said == []
