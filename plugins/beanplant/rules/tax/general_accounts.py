"""General asset accounts: assets of one class and tax year that are depreciated as one (IRC 168(i)(4)).

    tax: "macrs-5"
    general-asset-account: "TRUCKS-2024"

The items of an account have the class, the tax year, the convention with its quarter or month, and the share of the
special allowance in common (Treas. Reg. 1.168(i)-1(c)(2)). So the depreciation of the account is the sum of its items',
each to the end of the recovery period, whatever is disposed of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from beanplant.rules.formulas import number
from beanplant.rules.tax.conventions import quarter
from beanplant.rules.tax.recovery import Convention
from beanplant.rules.tax.tax_asset import Problem

if TYPE_CHECKING:
    from beanplant.rules.tax.tax_books import TaxBook
    from beanplant.rules.tax.tax_years import TaxYear


def check_accounts(books: Iterable[TaxBook]) -> list[Problem]:
    """Return the items of general asset accounts that do not belong with the first one of theirs."""
    first: dict[str, TaxBook] = {}
    problems = []
    for book in books:
        name = book.asset.general_account
        if not name:
            continue
        head = first.setdefault(name, book)
        found = [
            f"{what} {mine}, not {theirs}"
            for what, mine, theirs in zip(_WHAT, _common(book), _common(head), strict=True)
            if mine != theirs
        ]
        if book.asset.uses or book.asset.adjustments:
            found.append("business use or basis that changes")
        if found:
            problems.append(
                Problem(
                    book.asset.name,
                    f'general-asset-account: "{name}" has "{head.asset.name}"; this asset has {", ".join(found)};'
                    " give it an account of its own (Treas. Reg. 1.168(i)-1(c)(2))",
                )
            )
    return problems


_WHAT = ("the class", "the tax year", "the convention", "the special allowance")


def _common(book: TaxBook) -> tuple[str, str, str, str]:
    year = book.years[0].year
    part = ""
    if book.convention is Convention.MID_QUARTER:
        part = f", quarter {quarter(book.asset.service, year)}"
    elif book.convention is Convention.MID_MONTH:
        part = f", month {_month(book, year)}"
    share = book.bonus_share
    return book.asset.cls.name, year.label, f"{book.convention}{part}", f"{number(share * 100)} %"


def _month(book: TaxBook, year: TaxYear) -> int:
    return year.month_of(book.asset.service)
