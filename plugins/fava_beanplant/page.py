"""A report as a page of Fava: its address in, a drawn report out, and an explanation instead of a crash.

An error in a template or an endpoint is an error page of the server, so everything that can fail happens in ``view``:
what a person can mend is said on the page, the rest is logged and named without any path.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from fava.core.filters import FilterError
from fava.ext import FavaExtensionBase, extension_endpoint
from flask import Response

from beanplant.reports import catalog, render_csv
from beanplant.reports.construction_book import DEFAULT
from beanplant.reports.period import DAY, Period, PeriodError, following, prior
from beanplant.reports.scope import ReportError, latest_month
from beanplant.reports.supplier_finance_book import KEY
from beanplant.reports.tax_depreciation import period_of_tax_year
from fava_beanplant import request
from fava_beanplant.drawing import draw
from fava_beanplant.drill import open_cell
from fava_beanplant.figures import Writer
from fava_beanplant.store import Store
from fava_beanplant.view import Around, View, make

if TYPE_CHECKING:
    from fava.core import FavaLedger

    from beanplant.reports.books import Books
    from beanplant.reports.model import Report

log = logging.getLogger(__name__)

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
EXPECTED = (ReportError, PeriodError, FilterError)


def endpoint(name: str) -> Callable[[Endpoint], Endpoint]:
    """Mark a method as an address below the page (Fava's own decorator is untyped)."""
    decorate: Any = extension_endpoint(name)

    def typed(function: Endpoint) -> Endpoint:
        decorate(function)
        return function

    return typed


class Unshown:
    """A page that cannot be drawn, and why."""

    def __init__(self, message: str, *, unexpected: bool = False) -> None:
        self.error = message
        self.unexpected = unexpected


class Page(FavaExtensionBase):
    """A page of ours: its ledger and the books that all pages share."""

    def __init__(self, ledger: FavaLedger, config: str | None = None) -> None:
        """Fava gives a page its ledger; the line in the ledger needs no options, and what it has must not stop Fava."""
        super().__init__(ledger)
        self.unused_config = config
        made = (ledger.extensions.get_extension(each.name) for each in ledger.extensions.extension_details)
        self.store: Store = next((page.store for page in made if isinstance(page, Page)), None) or Store()

    def after_load_file(self) -> None:
        """Forget what was made of the ledger before it was loaded again."""
        self.store.clear()

    def view(self) -> Any:
        """Return the page, or why there is none. Never raises: Fava would show an error of the server."""
        try:
            return self._view()
        except EXPECTED as error:
            return Unshown(str(error))
        except Exception as error:
            log.exception("The page %s failed", self.name)
            return Unshown(f"{type(error).__name__} while drawing this report", unexpected=True)

    @abstractmethod
    def _view(self) -> Any:
        """Return the page."""

    def _books(self, wish: request.Wish) -> tuple[Books, Period]:
        books = self.store.books(self.ledger, wish.account, wish.text)
        return books, request.period_of(wish, self.ledger) or latest_month(books)


class ReportPage(Page):
    """A report as a page; a subclass names the report."""

    report_name: ClassVar[str] = ""

    def _view(self) -> View:
        wish = request.read()
        books, period = self._books(wish)
        asked = (wish.plant, wish.currency, wish.contract, wish.customer)
        key = (self.report_name, period, *asked, wish.account, wish.text)
        report = self.store.kept(key, lambda: self._build(books, period, wish))
        writer = Writer(self.ledger, incognito=wish.incognito)
        links = request.Links(wish, self.ledger, period, books.first)
        drawn = ("charts", *key, wish.time, wish.incognito, links.page())
        charts = self.store.kept(
            drawn, lambda: [(c.title, draw(c, writer, links.mark)) for c in report.charts]
        )
        drill = open_cell(report, wish.cell, writer, links, books.master) if wish.cell else None
        return make(report, writer, links, charts, drill, self._around(books, report.period, wish))

    def _around(self, books: Books, period: Period, wish: request.Wish) -> Around:
        """Return the periods before and after, what the page is filtered by, and what to say of its period."""
        del books
        note = "" if wish.time else "the latest month with movements; set a time above for another"
        filters = ", ".join(filter(None, (wish.account, wish.text)))
        return Around(prior(period), following(period), filters, note)

    def _build(self, books: Books, period: Period, wish: request.Wish) -> Report:
        entry = catalog.find(self.report_name)
        scope = entry.scope(books, catalog.Wish(wish.plant, wish.currency, wish.contract, wish.customer))
        return entry.build(scope, period, request.year_end_of(self.ledger))

    @endpoint("report.csv")
    def csv(self) -> Response:
        """Return the report as a CSV file. Refused incognito, where no figure leaves the server."""
        wish = request.read()
        if wish.incognito:
            return Response("Figures are hidden: Fava runs incognito.\n", 403, mimetype="text/plain")
        try:
            books, period = self._books(wish)
            text = render_csv.render(self._build(books, period, wish))
        except EXPECTED as error:
            return Response(f"{error}\n", 400, mimetype="text/plain")
        currency = f"-{wish.currency}" if wish.currency and catalog.find(self.report_name).trade else ""
        name = f"{self.report_name}{currency}-{period.text.replace(' ', '')}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(text, mimetype="text/csv", headers=headers)


class AssetPage(ReportPage):
    """A report of fixed assets: in the sidebar of a ledger that has some."""

    asset_title: ClassVar[str] = ""
    needed_directive: ClassVar[str] = "plant-asset"
    needed_key: ClassVar[str] = ""
    """The directive, and the key of it, without which there is nothing to report."""

    def after_load_file(self) -> None:
        """Show the page where a directive begins an asset."""
        super().after_load_file()
        customs = self.ledger.all_entries_by_type.Custom
        assets = (entry.meta for entry in customs if entry.type == self.needed_directive)
        shown = any(not self.needed_key or self.needed_key in meta for meta in assets)
        self.report_title = self.asset_title if shown else None


class ConstructionPage(AssetPage):
    """What is under construction: in the sidebar of a ledger with an account of it, also before the first asset."""

    needed_key = "construction"

    def after_load_file(self) -> None:
        """Show the page where an asset names an account of construction, or one of that name is open."""
        super().after_load_file()
        opens = self.ledger.all_entries_by_type.Open
        if any(DEFAULT in entry.account.split(":") for entry in opens):
            self.report_title = self.asset_title


class ListingPage(AssetPage):
    """A listing on the first day of a year: its arrows go to that of the year before and after."""

    def _around(self, books: Books, period: Period, wish: request.Wish) -> Around:
        note = "" if wish.time else "January 1 before the latest movements; set a time above for another year"
        return super()._around(books, period, wish)._replace(note=note)


class WholePage(AssetPage):
    """A report of the whole ledger: what it compares with the books is of no filter."""

    compared: ClassVar[str] = ""
    """What account and text filters do not apply to."""

    def _books(self, wish: request.Wish) -> tuple[Books, Period]:
        books = self.store.books(self.ledger, "", "")
        return books, request.period_of(wish, self.ledger) or latest_month(books)

    def _around(self, books: Books, period: Period, wish: request.Wish) -> Around:
        around = super()._around(books, period, wish)
        kept = f"account and text filters do not apply to {self.compared}" if wish.filtered else ""
        return around._replace(filters="", note="; ".join(filter(None, (around.note, kept))))


class PurchasePage(WholePage):
    """A report of suppliers' discounts: in the sidebar of a ledger that has them, and of the whole ledger."""

    needed_directive = "plant-purchase-discounts"
    compared = "discounts"


class RevenuePage(AssetPage):
    """A report of revenue: in the sidebar of a ledger with discounts of customers or contracts."""

    def after_load_file(self) -> None:
        """Show the page where a directive says how discounts are booked, or begins a contract."""
        super().after_load_file()
        types = {entry.type for entry in self.ledger.all_entries_by_type.Custom}
        shown = types & {"plant-sales-discounts", "plant-contract"}
        self.report_title = self.asset_title if shown else None


class CustomerDiscountPage(WholePage):
    """A report of customers' discounts: in the sidebar of a ledger that has them, and of the whole ledger."""

    needed_directive = "plant-sales-discounts"
    compared = "receivables and their discounts"


class ReceivablePage(CustomerDiscountPage, RevenuePage):
    """A report of receivables: those of contracts have no discount, but an age."""


class ContractPage(AssetPage):
    """A report of contracts: in the sidebar of a ledger that has some."""

    needed_directive = "plant-contract"


class EstimatePage(WholePage):
    """A report of what contracts estimate, which is of directives that no filter hides."""

    needed_directive = "plant-contract"
    compared = "estimates"


class SupplierFinancePage(WholePage):
    """A report of supplier finance: in the sidebar where an invoice names a program."""

    compared = "supplier finance"

    def after_load_file(self) -> None:
        """Show the page where a transaction, or a posting of one, names a program."""
        super().after_load_file()
        shown = any(
            KEY in entry.meta or any(leg.meta and KEY in leg.meta for leg in entry.postings)
            for entry in self.ledger.all_entries_by_type.Transaction
        )
        self.report_title = self.asset_title if shown else None


class DebtPage(WholePage):
    """A report of debts: in the sidebar of a ledger that has some, and of the whole ledger, as the pages of tax."""

    needed_directive = "plant-debt"
    compared = "debts"


class AreaPage(WholePage):
    """A report of further books: in the sidebar of a ledger that has some."""

    needed_directive = "plant-asset-area"
    compared = "further books"


class TaxPage(AssetPage):
    """A report of a tax year: in the sidebar of a ledger with a tax book. Tax is never of a part of the ledger.

    Fava's filters hide postings, disposals too, but no directives: under a filter the tax basis would be of all
    assets and the book value of some. So they do not apply here; links keep them for the other pages.
    """

    needed_key = "tax"

    def _books(self, wish: request.Wish) -> tuple[Books, Period]:
        books = self.store.books(self.ledger, "", "")
        period = request.period_of(wish, self.ledger) or latest_month(books)
        return books, period_of_tax_year(books, period.last)

    def _around(self, books: Books, period: Period, wish: request.Wish) -> Around:
        notes = (
            ""
            if wish.time
            else "the tax year of the latest month with movements; set a time above for another",
            "account and text filters do not apply to tax" if wish.filtered else "",
        )
        before = period_of_tax_year(books, period.begin - DAY)
        return Around(before, period_of_tax_year(books, period.end), "", "; ".join(filter(None, notes)))
