"""Worksheet of Form 4562, Depreciation and Amortization, for a tax year, from the tax books.

    part I     lines 1 to 13    section 179: the year's limits, what is elected, what income lets through
    part II    lines 14 to 16   special depreciation allowance
    part III   lines 17 to 20   MACRS: 17 of earlier years, 19 by class of the year (general system), 20 (alternative)
    part IV    lines 21 to 23   summary; line 22 is the deduction
    part V     lines 25 to 29   listed property, by asset
    part VI    lines 42 to 44   amortization, but for software (line 16)

The tax year is the one that holds the period's last day. Line numbers are those of the form since 2018. A line without
an amount is left out of parts III and V. What the ledger does not know is left blank, and is for the preparer: line 15
(property under section 168(f)(1)), on line 16 all but software (ACRS and other methods), line 23 (costs under section
263A). Property of 12 years under the alternative system stands on line 20b, which is for property without a class life;
move it to 20a if it has one. Depletion is on no line of this form. What the year gives back (recapture) is income, on
Form 4797, part IV, and the notes say it.

The last table has each asset with the line that it is on. Beside line 22 stands what the tax books deduct, and the
difference: section 179 carried over from years before the ledger.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.asset_scope import total
from beanplant.reports.form_4562_amortization import part_6
from beanplant.reports.form_4562_assets import (
    CONVENTIONS,
    METHODS,
    by_asset,
    listed_property,
    source_of,
    title_of,
)
from beanplant.reports.form_4562_claims import AMORTIZED, EARLIER, NO_LINE, OTHER, claims_of
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.reports.tax_depreciation import advice, compute, tax_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.reports.form_4562_claims import Claim
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope
    from beanplant.rules.tax.section_179 import Section179
    from beanplant.rules.tax.tax_years import TaxYear

NAME = "form-4562"
TITLE = "Form 4562"


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the worksheet of the tax year that holds the period's last day."""
    del year_end  # the tax years are the ledger's, short ones included
    year = tax_year(scope, period)
    found = compute(scope)
    claims = claims_of(found, year)
    lines = found.section_179.lines.get(year)
    listed = [claim for claim in claims if claim.asset.listed]
    amortized = [claim for claim in claims if claim.line in AMORTIZED]
    others = [claim for claim in claims if not claim.asset.listed and claim not in amortized]
    part_3 = _part_3(scope, [claim for claim in others if claim.line != OTHER], year)
    part_5 = listed_property(scope, listed)
    sums = Sums(
        lines.deduction if lines is not None else ZERO,
        sum((claim.allowance for claim in others), ZERO),
        sum((claim.macrs for claim in others if claim.line == OTHER), ZERO),
        _amount(part_3, "total"),
        sum((claim.allowance + claim.macrs for claim in listed), ZERO),
    )
    tables = [
        *_part_1(scope, claims, lines),
        _part_2(scope, sums),
        part_3,
        _part_4(scope, sums, [claim for claim in claims if claim not in amortized]),
        *([part_5] if listed else []),
        *([part_6(scope, amortized)] if amortized else []),
        by_asset(scope, claims),
    ]
    facts = (
        scope.fact("Line 22", sums.total),
        scope.fact("Section 179", sums.section_179),
        scope.fact("Special allowance", sum((claim.allowance for claim in claims), ZERO)),
        scope.fact("MACRS", sum((claim.macrs for claim in claims if not claim.asset.cls.amortized), ZERO)),
    )
    return Report(
        NAME,
        f"{TITLE} worksheet of {year.label}",
        scope.heading,
        Period(year.begin, year.end + datetime.timedelta(1)),
        False,
        tuple(tables),
        (),
        (*advice(scope, found), *_notes(claims, lines, scope)),
        tuple(scope.books.plants),
        scope.books.filtered,
        facts,
    )


class Sums(NamedTuple):
    """What the summary adds up: lines 12, 14, 16, 17 to 20, and 21."""

    section_179: Decimal
    allowance: Decimal
    other: Decimal
    macrs: Decimal
    listed: Decimal

    @property
    def total(self) -> Decimal:
        """Line 22."""
        return sum(self, ZERO)


def _lines_table(scope: Scope, name: str, title: str, rows: list[Row]) -> Table:
    columns = (Column("line", "Line"), scope.column("amount", "Amount"))
    return Table(name, title, columns, tuple(rows))


def _row(
    line: str, text: str, amount: Value, emphasis: Emphasis = Emphasis.PLAIN, key: str | None = None
) -> Row:
    return Row(key or line, (f"{line} {text}".strip(), amount), 0, emphasis)


def _part_1(scope: Scope, claims: list[Claim], lines: Section179 | None) -> list[Table]:
    """Return the lines of section 179, and what is elected on which asset; nothing where nothing is elected."""
    if lines is None:
        return []
    elected = [claim for claim in claims if claim.elected]
    listed = sum((claim.elected for claim in elected if claim.asset.listed), ZERO)
    rows = [
        _row("1", "Maximum amount", lines.limit),
        _row("2", "Cost of section 179 property placed in service", lines.placed),
        _row("3", "Threshold cost before reduction", lines.threshold),
        _row("4", "Reduction in limitation", lines.reduction),
        _row("5", "Dollar limitation", lines.dollar_limit),
        _row("6", "Elected cost of the property below", lines.elected - listed),
        _row("7", "Listed property, line 29", listed),
        _row("8", "Total elected cost", lines.elected),
        _row("9", "Tentative deduction", lines.tentative),
        _row("10", "Carryover of disallowed deduction from the year before", lines.carried_in),
        _row("11", "Business income limitation", lines.income_limit),
        _row("12", "Section 179 expense deduction", lines.deduction, Emphasis.TOTAL),
        _row("13", "Carryover of disallowed deduction to the year after", lines.carried_out),
    ]
    columns = (
        Column("asset", "Line 6 (a), property"),
        Column("name", "Name"),
        scope.column("cost", "(b) Cost, business use"),
        scope.column("elected", "(c) Elected cost"),
    )
    property_rows = tuple(
        Row(
            claim.asset.name,
            (claim.asset.name, title_of(scope, claim), claim.book.business, claim.elected),
            references=source_of(scope, claim),
        )
        for claim in elected
        if not claim.asset.listed
    )
    tables = [_lines_table(scope, "part-1", "Part I: section 179", rows)]
    if property_rows:
        sums = total(columns, property_rows, ("cost", "elected"))
        last = Row("total", ("Total", None, *sums.values()), emphasis=Emphasis.TOTAL)
        tables.append(Table("line-6", "Line 6: elected property", columns, property_rows, (last,)))
    return tables


def _part_2(scope: Scope, sums: Sums) -> Table:
    rows = [
        _row("14", "Special depreciation allowance, other than listed property", sums.allowance),
        _row("15", "Property subject to section 168(f)(1) election", None),
        _row("16", "Other depreciation, including ACRS", sums.other or None),
    ]
    return _lines_table(scope, "part-2", "Part II: special depreciation allowance", rows)


def _part_3(scope: Scope, claims: list[Claim], year: TaxYear) -> Table:
    """Return MACRS: of earlier years in one line, of the year by class as columns (a) to (g) of the form."""
    columns = (
        Column("class", "(a) Class of property"),
        Column("month", "(b) Placed in service"),
        scope.column("basis", "(c) Basis"),
        Column("period", "(d) Recovery period"),
        Column("convention", "(e) Convention"),
        Column("method", "(f) Method"),
        scope.column("deduction", "(g) Deduction"),
    )
    earlier = sum((claim.macrs for claim in claims if claim.line == EARLIER), ZERO)
    title = f"Placed in service in tax years before {year.label}"
    rows = [Row("17", (f"17 {title}", None, None, None, None, None, earlier))]
    groups: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        if claim.line not in (EARLIER, NO_LINE) and claim.book.basis:
            groups.setdefault(_group(claim), []).append(claim)
    for key, mine in groups.items():
        line, *words = key
        cells: tuple[Value, ...] = (
            f"{line} {words[0]}",
            words[1] or None,
            sum((claim.book.basis for claim in mine), ZERO),
            *words[2:],
            sum((claim.macrs for claim in mine), ZERO),
        )
        rows.append(Row(" ".join(filter(None, key)), cells))
    sums = total(columns, tuple(rows), ("deduction",))
    cells = ("Lines 17 to 20", *(None for _ in columns[1:-1]), sums["deduction"])
    return Table(
        "part-3",
        "Part III: MACRS depreciation",
        columns,
        tuple(rows),
        (Row("total", cells, emphasis=Emphasis.TOTAL),),
    )


def _group(claim: Claim) -> tuple[str, ...]:
    """Return what a line of part III has apart from amounts; real property has the month of service."""
    cls = claim.asset.cls
    return (
        claim.line,
        claim.title,
        f"{claim.asset.service:%m/%Y}" if cls.real else "",
        f"{cls.years.normalize():f} yrs.",
        CONVENTIONS[claim.book.convention],
        METHODS[cls.method],
    )


def _part_4(scope: Scope, sums: Sums, claims: list[Claim]) -> Table:
    """Return the summary, and what the tax books deduct."""
    books = sum((claim.section_179 + claim.allowance + claim.macrs for claim in claims), ZERO)
    rows = [
        _row("21", "Listed property, line 28", sums.listed),
        _row("22", "Total: lines 12, 14 to 17, 19, 20 and 21", sums.total, Emphasis.TOTAL),
        _row("23", "Portion of the basis of line 22 under section 263A", None),
        _row("", "The tax books", books, Emphasis.CHECK, "books"),
        _row("", "Difference", sums.total - books, Emphasis.CHECK, "difference"),
    ]
    return _lines_table(scope, "part-4", "Part IV: summary", rows)


def _amount(table: Table, key: str) -> Decimal:
    value = table.value(key, "deduction")
    assert isinstance(value, Decimal)
    return value


def _notes(claims: Iterable[Claim], lines: Section179 | None, scope: Scope) -> list[str]:
    """Return what the form does not have, and what a preparer must decide."""
    notes = []
    back = [claim for claim in claims if claim.recaptured]
    if back:
        amount = sum((claim.recaptured for claim in back), ZERO)
        names = ", ".join(claim.asset.name for claim in back)
        notes.append(f"income on Form 4797, part IV: {amount:,.2f} {scope.currency} is given back by {names}")
    if lines is not None and lines.income is None:
        notes.append("line 11 is the dollar limit: the ledger does not say the business income")
    accounts = sorted({claim.asset.general_account for claim in claims if claim.asset.general_account})
    if accounts:
        notes.append(f"line 18, general asset accounts: {', '.join(accounts)}")
    return notes
