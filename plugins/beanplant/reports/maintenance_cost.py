"""Maintenance by asset in a period: its cost, its hours, the machine's hours, and what an hour costs.

    asset   cost       labor hours   per labor hour   machine hours   per machine hour   so far      of its cost
    CNC-01  1,720.00          13.0           132.31             172              10.00   14,200.00          7.9%

What counts as maintenance is in ``maintenance_book``: postings on expense accounts that name the asset, as the importer
of maintenance orders writes them. Machine hours are what an asset that goes by use ran in the period: its readings
(``plant-asset-usage``), in the units that it is read in, and the confirmed hours of its activity (``usage:``).
*So far* is all maintenance up to the period's last day, whatever its first; *of its cost* is that over the asset's cost
on that day, which tells when a replacement is cheaper.

The last table ties it to the ledger: each expense account with maintenance of an asset on it, what of its movement in
the period has an asset, and what has none.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.asset_scope import advice, assets_of, total
from beanplant.reports.lines import ZERO
from beanplant.reports.model import (
    Chart,
    Column,
    Emphasis,
    Fact,
    Kind,
    Mark,
    Reference,
    Report,
    Row,
    Span,
    Table,
)
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period
from beanplant.rules.rounding import cents

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.lines import Line
    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "maintenance-cost"
TITLE = "Maintenance cost"

BARS = 12
SUMS = ("cost", "hours", "so-far")


class Kept(NamedTuple):
    """An asset with its maintenance up to the end of the period, and how much of it was before."""

    asset: Asset
    lines: list[Line]
    before: int

    @property
    def mine(self) -> list[Line]:
        """The lines of the period."""
        return self.lines[self.before :]

    def span(self, *, so_far: bool = False) -> Span:
        """Return the lines of the period, or all."""
        return Span(self.lines, 0 if so_far else self.before, len(self.lines))


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the maintenance of a period by asset."""
    del year_end  # the period is taken as it is asked for
    kept = _kept(scope, period)
    whole = sum((line.amount for each in kept for line in each.mine), ZERO)
    assets = _assets(scope, kept, period, whole)
    return Report(
        NAME,
        TITLE,
        scope.heading,
        period,
        False,
        (assets, _work(scope, kept), _accounts(scope, kept, period)),
        _chart(assets),
        tuple(_advice(scope, kept)),
        tuple(scope.books.plants),
        scope.books.filtered,
        tuple(_facts(scope, assets)),
    )


def _kept(scope: Scope, period: Period) -> list[Kept]:
    """Return the assets that have maintenance up to the end of the period."""
    found = []
    for asset in assets_of(scope, period.end):
        every = scope.books.maintenance.lines(asset.name, scope.currency)
        lines = [line for line in every if line.date < period.end]
        if lines or scope.books.maintenance.machine_hours(asset, period):
            found.append(Kept(asset, lines, sum(line.date < period.begin for line in lines)))
    return found


def _assets(scope: Scope, kept: list[Kept], period: Period, whole: Decimal) -> Table:
    columns = (
        Column("asset", "Asset"),
        Column("name", "Name"),
        scope.column("cost", "Cost"),
        Column("share", "Share", Kind.SHARE),
        Column("hours", "Labor hours", Kind.QUANTITY),
        scope.column("per-hour", "Per labor hour"),
        Column("machine-hours", "Machine hours", Kind.QUANTITY),
        scope.column("per-machine-hour", "Per machine hour"),
        scope.column("so-far", "So far"),
        Column("of-cost", "Of its cost", Kind.SHARE),
    )
    rows = tuple(_row(scope, each, period, whole, columns[2].digits) for each in kept)
    sums = total(columns, rows, SUMS)
    cells = (
        "Total",
        None,
        sums["cost"],
        _ratio(sums["cost"], whole),
        sums["hours"] or None,
        _each(sums["cost"], Fraction(sums["hours"]), columns[2].digits),
        None,
        None,
        sums["so-far"],
        None,
    )
    return Table(
        "assets",
        "By asset",
        columns,
        rows,
        (Row("total", cells, emphasis=Emphasis.TOTAL),),
        sortable=True,
    )


def _row(scope: Scope, kept: Kept, period: Period, whole: Decimal, digits: int) -> Row:
    asset = kept.asset
    cost = sum((line.amount for line in kept.mine), ZERO)
    hours = sum((line.quantity for line in kept.mine if line.item), ZERO)
    machine = scope.books.maintenance.machine_hours(asset, period)
    so_far = sum((line.amount for line in kept.lines), ZERO)
    worth = scope.books.assets.movements.sides(asset, period)[0]
    cells: tuple[Value, ...] = (
        asset.name,
        asset.title,
        cost,
        _ratio(cost, whole),
        hours or None,
        _each(cost, Fraction(hours), digits),
        cents(machine, 4).normalize() if machine else None,
        _each(cost, machine, digits),
        so_far,
        _ratio(so_far, worth.closing or worth.opening),
    )
    references = {
        "asset": Reference(entry=asset.source),
        "cost": Reference(begin=period.begin, end=period.end, spans=(kept.span(),)),
        "hours": Reference(begin=period.begin, end=period.end, spans=(kept.span(),)),
        "so-far": Reference(end=period.end, spans=(kept.span(so_far=True),)),
    }
    return Row(asset.name, cells, references=references)


def _each(cost: Decimal, hours: Fraction, digits: int) -> Decimal | None:
    """Return the cost of an hour, to the cent; None without hours."""
    return cents(Fraction(cost) / hours, digits) if hours > 0 else None


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return cents(Fraction(part) / Fraction(whole), 4) if whole else None


def _work(scope: Scope, kept: list[Kept]) -> Table:
    """Return the work of the period by date: an imported order is a line."""
    columns = (
        Column("document", "Document"),
        Column("date", "Date", Kind.DATE),
        Column("asset", "Asset"),
        Column("text", "Text"),
        Column("account", "Account"),
        Column("hours", "Labor hours", Kind.QUANTITY),
        scope.column("cost", "Cost"),
    )
    found = [(line, each, each.before + at) for each in kept for at, line in enumerate(each.mine)]
    found.sort(key=lambda item: item[0].date)
    rows = []
    for number, (line, each, at) in enumerate(found):
        meta = line.entry.meta
        cells: tuple[Value, ...] = (
            str(meta.get("document", meta.get("order", ""))),
            line.date,
            each.asset.name,
            " ".join(filter(None, (line.entry.payee, line.entry.narration))),
            line.account,
            line.quantity if line.item else None,
            line.amount,
        )
        references = {"cost": Reference(spans=(Span(each.lines, at, at + 1),))}
        rows.append(Row(f"line-{number}", cells, references=references))
    return Table("work", "Work", columns, tuple(rows), sortable=True)


def _accounts(scope: Scope, kept: list[Kept], period: Period) -> Table:
    """Return the expense accounts with maintenance: what of their movement names an asset, and what does not."""
    columns = (
        Column("account", "Account"),
        scope.column("named", "Of an asset"),
        scope.column("other", "Of none"),
        scope.column("ledger", "The account"),
    )
    lines: dict[str, list[Line]] = {}
    for each in kept:
        for line in each.mine:
            lines.setdefault(line.account, []).append(line)
    rows = []
    for account, mine in sorted(lines.items()):
        named = sum((line.amount for line in mine), ZERO)
        ledger = scope.books.maintenance.account(account, scope.currency, period)
        references = {
            "named": Reference(
                account, begin=period.begin, end=period.end, spans=(Span(mine, 0, len(mine)),)
            ),
            "ledger": Reference(account, begin=period.begin, end=period.end),
        }
        rows.append(Row(account, (account, named, ledger - named, ledger), references=references))
    sums = total(columns, tuple(rows), ("named", "other", "ledger"))
    last = Row("total", ("Total", *sums.values()), emphasis=Emphasis.TOTAL)
    return Table("accounts", "By expense account", columns, tuple(rows), (last,) if rows else ())


def _facts(scope: Scope, assets: Table) -> list[Fact]:
    last = dict(zip((column.key for column in assets.columns), assets.totals[0].cells, strict=True))
    facts = []
    for key, label in (("cost", "Maintenance cost"), ("per-hour", "Per labor hour"), ("so-far", "So far")):
        value = last[key]
        if isinstance(value, Decimal):
            facts.append(scope.fact(label, value))
    if last["hours"] is not None:
        facts.insert(1, Fact("Labor hours", last["hours"], Column("", "Labor hours", Kind.QUANTITY)))
    return facts


def _chart(table: Table) -> tuple[Chart, ...]:
    """Return the assets that cost most, as bars."""
    at = table.index("cost")
    costs = [(row, value) for row in table.rows if isinstance(value := row.cells[at], Decimal) and value > 0]
    if len(costs) < 2:
        return ()
    costs.sort(key=lambda pair: -pair[1])
    marks = tuple(Mark(row.key, "Cost", value, f"cell=assets/{row.key}/cost") for row, value in costs[:BARS])
    title = "What cost most" if len(costs) > BARS else "Cost by asset"
    unit = table.columns[at].unit
    return (Chart("cost", title, marks, tuple(mark.place for mark in marks), ("Cost",), unit, True),)


def _advice(scope: Scope, kept: list[Kept]) -> list[str]:
    lines = advice(scope, ties=True)
    if not any(each.lines for each in kept):
        lines.append(
            'no posting on an expense account names an asset; write asset: "CNC-01" and hours: "6.5" on it'
        )
    book = scope.books.maintenance
    for name, entry in sorted(book.unknown.items()):
        lines.append(
            f'not included: maintenance of "{name}", which no plant-asset begins, first {_place(entry)}'
        )
    if book.unread:
        lines.append(f'hours: is no number, write such as hours: "6.5": {_place(book.unread[0])}')
    return lines


def _place(entry: object) -> str:
    meta = getattr(entry, "meta", {})
    return f"{str(meta.get('filename', '?')).rpartition('/')[2]}:{meta.get('lineno', 0)}"
