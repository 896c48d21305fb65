"""The tables of Form 4562 that have an asset a row: listed property (part V), and each asset with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.reports.asset_scope import total
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Row, Table
from beanplant.rules.rounding import cents
from beanplant.rules.tax.recovery import Convention, Method

if TYPE_CHECKING:
    from beanplant.reports.form_4562_claims import Claim
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

CONVENTIONS = {Convention.HALF_YEAR: "HY", Convention.MID_QUARTER: "MQ", Convention.MID_MONTH: "MM"}
METHODS = {Method.DOUBLE: "200 DB", Method.ONE_AND_A_HALF: "150 DB", Method.STRAIGHT_LINE: "S/L"}


def listed_property(scope: Scope, claims: list[Claim]) -> Table:
    """Return the listed property by asset: columns (a) to (i) of lines 26 and 27, and lines 25, 28 and 29."""
    columns = (
        Column("asset", "(a) Property"),
        Column("line", "Line"),
        Column("service", "(b) Placed in service", Kind.DATE),
        Column("use", "(c) Business use", Kind.SHARE),
        scope.column("cost", "(d) Cost"),
        scope.column("basis", "(e) Basis"),
        Column("period", "(f) Recovery period"),
        Column("method", "(g) Method, convention"),
        scope.column("deduction", "(h) Deduction"),
        scope.column("elected", "(i) Elected section 179"),
    )
    allowance = sum((claim.allowance for claim in claims), ZERO)
    empty: tuple[Value, ...] = (None,) * 6
    rows = [Row("25", ("Special depreciation allowance", "25", *empty, allowance, None))]
    for claim in claims:
        cls, book = claim.cls, claim.book
        cells: tuple[Value, ...] = (
            claim.asset.name,
            claim.line,
            claim.asset.service,
            cents(claim.use, 4),
            claim.asset.cost,
            claim.basis,
            f"{cls.years.normalize():f} yrs.",
            f"{METHODS[cls.method]} {CONVENTIONS[book.convention]}",
            claim.macrs,
            claim.elected if claim.line == "26" else None,
        )
        rows.append(Row(claim.asset.name, cells, references=source_of(scope, claim)))
    sums = total(columns, tuple(rows), ("deduction", "elected"))
    last = (
        Row("28", ("Lines 25 to 27, to line 21", "28", *empty, sums["deduction"], None), 0, Emphasis.TOTAL),
        Row("29", ("Line 26, to line 7", "29", *empty, None, sums["elected"]), 0, Emphasis.TOTAL),
    )
    return Table("part-5", "Part V: listed property", columns, tuple(rows), last)


def by_asset(scope: Scope, claims: list[Claim]) -> Table:
    """Return each asset with its line."""
    columns = (
        Column("asset", "Asset"),
        Column("name", "Name"),
        Column("line", "Line"),
        Column("class", "Class"),
        Column("service", "Placed in service", Kind.DATE),
        scope.column("cost", "Cost"),
        scope.column("basis", "Basis"),
        scope.column("section-179", "Section 179"),
        scope.column("allowance", "Special allowance"),
        scope.column("macrs", "MACRS, amortization"),
    )
    rows = tuple(
        Row(
            claim.asset.name,
            (
                claim.asset.name,
                title_of(scope, claim),
                claim.line,
                claim.asset.cls.name,
                claim.asset.service,
                claim.asset.cost,
                claim.basis,
                claim.section_179,
                claim.allowance,
                claim.macrs,
            ),
            references=source_of(scope, claim),
        )
        for claim in claims
    )
    sums = total(columns, rows, ("cost", "basis", "section-179", "allowance", "macrs"))
    last = Row("total", ("Total", None, None, None, None, *sums.values()), emphasis=Emphasis.TOTAL)
    return Table("assets", "By asset", columns, rows, (last,), sortable=True)


def title_of(scope: Scope, claim: Claim) -> str:
    """Return the name of a claim's asset."""
    asset = scope.books.master.assets.get(claim.asset.book)
    return asset.title if asset is not None else ""


def source_of(scope: Scope, claim: Claim) -> dict[str, Reference]:
    """Return what leads from a claim to its asset's directive."""
    asset = scope.books.master.assets.get(claim.asset.book)
    return {"asset": Reference(entry=asset.source)} if asset is not None else {}
