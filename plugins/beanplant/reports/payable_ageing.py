"""Open payables by age from their due date, with the discount that we can still take, and until when.

    supplier    not due  1-30  31-60  61-90  over 90  credits    open  discount       until
    Acme Steel   980.00  0.00   0.00   0.00     0.00     0.00  980.00     20.00  2026-03-12

As ``receivable-ageing``, the other way round: what we owe is positive, *credits* are what suppliers owe us (advances,
overpaid invoices). What is not due and has a discount until a near day is what to pay first; what leaving it costs a
year is in ``purchase-discounts``. The sum is what the payables accounts of ``plant-purchase-discounts`` hold.

Rule: IFRS 7.39 and B11 (maturity of what is owed); ASC 210-10-45-8 (payables for goods bought).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.reports.receivable_ageing import Side, aged_report

if TYPE_CHECKING:
    from beanplant.reports.model import Report
    from beanplant.reports.scope import Scope

NAME = "payable-ageing"
TITLE = "Ageing of payables"

PAYABLES = Side(
    NAME,
    TITLE,
    "supplier",
    "plant-purchase-discounts",
    "plant-purchase-discounts",
    lambda books: books.payables,
    lambda master: master.purchase_discounts,
)


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return what is owed to suppliers at the end of the period's last day."""
    del year_end  # the period is taken as it is asked for
    return aged_report(scope, period, PAYABLES)
