"""What reports there are, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from beanplant.faults import nearest
from beanplant.reports import (
    asset_register,
    asset_roll_forward,
    book_to_tax,
    constrained_amounts,
    construction,
    cost_of_goods,
    debt_amortization,
    depreciation_areas,
    depreciation_forecast,
    discounts_by_customer,
    expected_take_up,
    form_4562,
    fully_depreciated,
    gross_to_net,
    maintenance_cost,
    payable_ageing,
    property_tax,
    purchase_discounts,
    rebate_statement,
    receivable_ageing,
    refund_liability,
    supplier_finance,
    tax_depreciation,
    variances,
    wip_by_order,
)
from beanplant.reports.scope import ReportError, Scope, choose, in_currency

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.model import Report
    from beanplant.reports.period import FiscalYearEnd, Period


class Wish(NamedTuple):
    """What of a ledger a report is asked to be of; nothing stands for all of it."""

    plant: str = ""
    currency: str = ""
    contract: str = ""
    customer: str = ""


NO_WISH = Wish()


class Entry(NamedTuple):
    """A report that can be made: its name, title, what it says, and the function."""

    name: str
    title: str
    says: str
    build: Callable[[Scope, Period, FiscalYearEnd], Report]
    trade: bool = False
    """Whether it is of customers or suppliers: of the whole ledger and one currency, not of plants."""
    statement: bool = False
    """Whether it can be of one contract or customer."""

    def scope(self, books: Books, wish: Wish = NO_WISH) -> Scope:
        """Return what the report covers of the books. Raises ReportError."""
        if not self.trade:
            return choose(books, wish.plant)
        if not self.statement:
            return in_currency(books, wish.currency)
        scope = in_currency(books, wish.currency or self._currency(books, wish))
        return replace(scope, contract=wish.contract, customer=wish.customer)

    @staticmethod
    def _currency(books: Books, wish: Wish) -> str:
        """Return the currency of the contracts that are asked for, if they have one."""
        if not wish.contract and not wish.customer:
            return ""
        found = {
            contract.currency
            for name, contract in books.master.contracts.items()
            if wish.contract in ("", name)
            and (not wish.customer or wish.customer in books.revenue.customers(name))
        }
        return found.pop() if len(found) == 1 else ""


REPORTS: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            cost_of_goods.NAME,
            cost_of_goods.TITLE,
            "schedule of a period, the one before and the year to date",
            cost_of_goods.build,
        ),
        Entry(
            wip_by_order.NAME,
            wip_by_order.TITLE,
            "open orders at the end of a period, with age and cost elements",
            wip_by_order.build,
        ),
        Entry(
            variances.NAME,
            variances.TITLE,
            "variances of a period, favorable and unfavorable",
            variances.build,
        ),
        Entry(
            asset_register.NAME,
            asset_register.TITLE,
            "fixed assets at the end of a period, with cost, depreciation and book value",
            asset_register.build,
        ),
        Entry(
            asset_roll_forward.NAME,
            asset_roll_forward.TITLE,
            "cost and accumulated depreciation by class, from opening to closing",
            asset_roll_forward.build,
        ),
        Entry(
            construction.NAME,
            construction.TITLE,
            "what is under construction, with costs and what became an asset",
            construction.build,
        ),
        Entry(
            depreciation_forecast.NAME,
            depreciation_forecast.TITLE,
            "depreciation of the next five fiscal years, by class and by asset",
            depreciation_forecast.build,
        ),
        Entry(
            fully_depreciated.NAME,
            fully_depreciated.TITLE,
            "assets at the end of a period that are down to salvage, with age and maintenance so far",
            fully_depreciated.build,
        ),
        Entry(
            maintenance_cost.NAME,
            maintenance_cost.TITLE,
            "maintenance of a period by asset, with hours and the cost of an hour",
            maintenance_cost.build,
        ),
        Entry(
            property_tax.NAME,
            property_tax.TITLE,
            "tangible property on January 1 by place, class and year of acquisition, with what came and went",
            property_tax.build,
        ),
        Entry(
            depreciation_areas.NAME,
            depreciation_areas.TITLE,
            "depreciation and book value of further books, such as IFRS, against the books, by asset and year",
            depreciation_areas.build,
        ),
        Entry(
            tax_depreciation.NAME,
            tax_depreciation.TITLE,
            "section 179, bonus and MACRS of a tax year by asset, with the mid-quarter test",
            tax_depreciation.build,
        ),
        Entry(
            form_4562.NAME,
            "Form 4562 worksheet",
            "depreciation of a tax year by the lines of the form: section 179, allowance, MACRS, listed property",
            form_4562.build,
        ),
        Entry(
            book_to_tax.NAME,
            book_to_tax.TITLE,
            "book value, tax basis and deferred tax of fixed assets by account",
            book_to_tax.build,
        ),
        Entry(
            gross_to_net.NAME,
            gross_to_net.TITLE,
            "revenue of a period from what was billed to what is left, by program and customer",
            gross_to_net.build,
            trade=True,
        ),
        Entry(
            refund_liability.NAME,
            refund_liability.TITLE,
            "what is owed back to customers, from opening to closing, by program and customer",
            refund_liability.build,
            trade=True,
        ),
        Entry(
            constrained_amounts.NAME,
            constrained_amounts.TITLE,
            "uncertain amounts of contracts, with what the constraint keeps out and why",
            constrained_amounts.build,
            trade=True,
        ),
        Entry(
            rebate_statement.NAME,
            rebate_statement.TITLE,
            "contracts with units, price reached, next tier, rebate earned, settled and open, by month",
            rebate_statement.build,
            trade=True,
            statement=True,
        ),
        Entry(
            discounts_by_customer.NAME,
            discounts_by_customer.TITLE,
            "discounts of a period by customer and terms: offered, taken, lapsed, not claimed, still open",
            discounts_by_customer.build,
            trade=True,
        ),
        Entry(
            receivable_ageing.NAME,
            receivable_ageing.TITLE,
            "open invoices by customer and age from their due date, with discount still open and until when",
            receivable_ageing.build,
            trade=True,
        ),
        Entry(
            expected_take_up.NAME,
            expected_take_up.TITLE,
            "the allowance at month ends against what was taken of it, and observed shares with their error",
            expected_take_up.build,
            trade=True,
        ),
        Entry(
            purchase_discounts.NAME,
            purchase_discounts.TITLE,
            "discounts of suppliers taken and missed in a period, and what a missed one costs a year",
            purchase_discounts.build,
            trade=True,
        ),
        Entry(
            payable_ageing.NAME,
            payable_ageing.TITLE,
            "open invoices of suppliers by age from their due date, with discount still open and until when",
            payable_ageing.build,
            trade=True,
        ),
        Entry(
            supplier_finance.NAME,
            supplier_finance.TITLE,
            "payables in supplier finance programs, from opening to closing, by program and account",
            supplier_finance.build,
            trade=True,
        ),
        Entry(
            debt_amortization.NAME,
            debt_amortization.TITLE,
            "debts with carrying amount and effective rate, and the schedule of each",
            debt_amortization.build,
        ),
    )
}


def find(name: str) -> Entry:
    """Return a report by name. Raises ReportError with the nearest name."""
    found = REPORTS.get(name)
    if found is None:
        raise ReportError(f'no report "{name}"{nearest(name, REPORTS)}; there are {", ".join(REPORTS)}')
    return found
