"""``bean-plant report``: a report as text, CSV, JSON or HTML; without a name, the list of reports.

bean-plant report cost-of-goods --time 2026-03
bean-plant report wip-by-order --time 2026-03-15 --plant P100 --format csv > wip.csv
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from beanplant.cli.ledger import choose, load, warn_of_errors

if TYPE_CHECKING:
    from beanplant.reports.period import FiscalYearEnd, Period


@click.command()
@click.argument("name", required=False)
@click.option("--time", metavar="PERIOD", help='As in Fava: 2026, 2026-Q1, 2026-03, "2026-01 - 2026-03".')
@click.option("--plant", metavar="CODE", help="One plant; else all with the first one's currency.")
@click.option("--contract", metavar="NAME", help="Of rebate-statement: the statement of one contract.")
@click.option("--customer", metavar="NAME", help="Of rebate-statement: the statement for one customer.")
@click.option("--currency", metavar="CURRENCY", help="Of a report of customers or suppliers: in this one.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json", "html"]), default="text", show_default=True
)
@click.option("--table", metavar="TABLE", help="Only one of the report's tables (csv).")
@click.option("--postings", is_flag=True, help="Also the postings behind each figure (json).")
@click.pass_context
def report(
    ctx: click.Context,
    name: str | None,
    time: str | None,
    plant: str | None,
    contract: str | None,
    customer: str | None,
    currency: str | None,
    form: str,
    table: str | None,
    postings: bool,
) -> None:
    """Print a report; without a name, list them."""
    from beanplant.reports import catalog
    from beanplant.reports.scope import ReportError

    if name is None:
        longest = max(map(len, catalog.REPORTS)) + 2
        for entry in catalog.REPORTS.values():
            click.echo(f"{entry.name:<{longest}}{entry.title}: {entry.says}")
        return
    try:
        entry = catalog.find(name)
    except ReportError as error:
        raise click.UsageError(str(error), ctx) from error
    if table and form != "csv":
        raise click.UsageError("--table goes with --format csv", ctx)
    if postings and form != "json":
        raise click.UsageError("--postings goes with --format json", ctx)
    if plant and entry.trade:
        message = f"--plant goes with reports of plants; {name} is of the whole ledger, in one --currency"
        raise click.UsageError(message, ctx)
    if currency and not entry.trade:
        trade = ", ".join(each.name for each in catalog.REPORTS.values() if each.trade)
        raise click.UsageError(f"--currency goes with reports of customers and suppliers: {trade}", ctx)
    for option, value in (("--contract", contract), ("--customer", customer)):
        if value and not entry.statement:
            raise click.UsageError(f"{option} goes with rebate-statement", ctx)
    path = choose(ctx)

    from beanplant import masterdata
    from beanplant.reports import period as periods
    from beanplant.reports import scope as scopes
    from beanplant.reports.books import Books

    if time is not None:
        _parse(ctx, time, periods.CALENDAR_YEAR)  # before the ledger is loaded
    loaded = load(path)
    year_end = periods.fiscal_year_end(loaded.entries)
    master, _ = masterdata.read(loaded.entries, loaded.options_map)
    books = Books(loaded.entries, master, loaded.options_map)
    try:
        wish = catalog.Wish(plant or "", currency or "", contract or "", customer or "")
        scope = entry.scope(books, wish)
        period = _parse(ctx, time, year_end) if time is not None else scopes.latest_month(books)
        made = entry.build(scope, period, year_end)
    except ReportError as error:
        unknown = plant and books.plants and plant not in books.plants
        if unknown or contract or customer or (currency and currency not in books.trade_currencies):
            raise click.UsageError(str(error), ctx) from error
        raise click.ClickException(str(error)) from error
    if form == "json":
        from beanplant.reports import render_json

        click.echo(render_json.render(made, postings=postings), nl=False)
    elif form == "html":
        from beanplant.reports import render_html

        sys.stdout.buffer.write(render_html.render(made).encode("utf-8"))
    elif form == "csv":
        from beanplant.reports import render_csv

        try:
            text = render_csv.render(made, table)
        except KeyError:
            known = ", ".join(each.name for each in made.tables)
            raise click.UsageError(f'no table "{table}"; the report has {known}', ctx) from None
        sys.stdout.buffer.write(text.encode("utf-8"))
    else:
        from beanplant.reports import render_text

        screen = sys.stdout.isatty()
        width = shutil.get_terminal_size().columns if screen else None
        bold = (lambda line: click.style(line, bold=True)) if screen else str
        click.echo(render_text.render(made, width=width, bold=bold), nl=False)
    warn_of_errors(loaded)
    ctx.exit(1 if loaded.errors else 0)


def _parse(ctx: click.Context, time: str, year_end: FiscalYearEnd) -> Period:
    from beanplant.reports.period import PeriodError, parse_period

    try:
        return parse_period(time, year_end)
    except PeriodError as error:
        raise click.UsageError(str(error), ctx) from error
