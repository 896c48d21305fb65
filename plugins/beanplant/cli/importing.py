"""``bean-plant import`` and ``bean-plant identify``: ERP exports become a journal.

    bean-plant -f main.beancount import exports/ -o journals/2026-03.beancount
    bean-plant import --grain month --config import.py mb51.csv -o journals/2026.beancount
    bean-plant import stock.toml --set since=2026-03-01 -o journals/2026.beancount
    bean-plant identify exports/

The importers are those of ``CONFIG`` in ``import.py`` (``--config``, else the ledger's Fava option ``import-config``,
else ``import.py`` beside the ledger); a profile of SQL queries (``stock.toml``) is its own importer. The ledger is
read for what it says of the plant and for the documents that it has already; it is not loaded, so no plugin runs. A
second import adds nothing.

Nothing is written before all files are read: an import that fails leaves no trace. The journal is written to a
temporary file that is then renamed. A journal that is there already grows by what is new; ``--replace`` makes it anew,
if an import wrote it. The ledger itself is never written to.
Above grain ``document`` the documents go to the subledger, in Parquet beside the ledger.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from beanplant.cli.import_target import IMPORTED, Book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beanplant_importers.importer import PlantImporter
    from beanplant_importers.pipeline import Job, Outcome, Progress

GRAINS = ("document", "day", "month")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--config", type=click.Path(exists=True, dir_okay=False), help="The importers; default: import.py."
)
@click.option(
    "--grain", type=click.Choice(GRAINS), default="document", show_default=True, help="What is summed."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), help="The journal; default: standard output."
)
@click.option("--replace", is_flag=True, help="Make the journal anew instead of adding to it.")
@click.option("--strict", is_flag=True, help="Write nothing if there are rows that cannot be mapped.")
@click.option("--subledger", type=click.Path(file_okay=False), help="Folder of the documents behind sums.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of SQL profiles; repeat for more.",
)
@click.option("--batch", help="Name of this import in the subledger; default: that of the journal.")
@click.option("--quiet", is_flag=True, help="Print no tie-out.")
@click.pass_context
def import_(
    ctx: click.Context,
    files: tuple[str, ...],
    config: str | None,
    grain: str,
    output: str | None,
    replace: bool,
    strict: bool,
    subledger: str | None,
    settings: tuple[str, ...],
    batch: str | None,
    quiet: bool,
) -> None:
    """Import ERP exports into a journal.

    FILES are exports, or folders of them. Prints what the files held against what was imported.
    """
    from beanplant_importers import pipeline, tie_out
    from beanplant_importers.errors import ImportFault

    book = Book(ctx, quiet)
    try:
        book.guard(output, replace)
        importers = book.importers(config, files, _settings(settings))
        jobs, skipped = _jobs(importers, files)
        entries = book.entries(output, replace)
        with book.batches(subledger, batch or _stem(output), replace) as batches, _progress(jobs) as progress:
            summed = grain != "document"
            outcome = pipeline.run(
                jobs, entries, grain=grain, had=batches.known() if summed else (),
                unit_cost=book.unit_cost() if summed else None, overhead=book.overhead() if summed else None,
                batches=batches.open if summed else None,
                progress=progress,
            )  # fmt: skip
            for path in skipped:
                why = pipeline.near_miss(importers, path)
                click.echo(f"Skipped, no importer reads it: {path}" + (f": {why}" if why else ""), err=True)
            if not quiet:
                for line in tie_out.lines(outcome.tallies):
                    click.echo(line, err=True)
            unmapped = sum(row.rows for _, tally in outcome.tallies for row in tally.unmapped)
            if strict and unmapped:
                raise ImportFault(
                    "import", 0, f"{unmapped} rows cannot be mapped and --strict is given: nothing is written"
                )
            if summed and outcome.pieces:
                batches.keep()
        _write(outcome, output, replace, _title(jobs, grain))
        hints = batches.hints({job.importer.plant: None for job in jobs}) if summed and outcome.pieces else []
        _advise(outcome, book, hints)
    except ImportFault as fault:
        click.echo(f"error: {fault}", err=True)
        ctx.exit(1)


@click.command("identify")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--config", type=click.Path(exists=True, dir_okay=False), help="The importers; default: import.py."
)
@click.pass_context
def identify(ctx: click.Context, files: tuple[str, ...], config: str | None) -> None:
    """Say which importer reads a file, and why none does."""
    from beanplant_importers import pipeline
    from beanplant_importers.errors import ImportFault

    unknown = 0
    try:
        importers = Book(ctx, quiet=True).importers(config, files, {})
        for path, _ in pipeline.walk(files):
            importer = pipeline.choose(importers, path)
            if importer is None:
                unknown += 1
                click.echo(f"{path}: none: {_cause(pipeline.why_not(importers, path), path)}")
            else:
                table = importer.open(path)
                date = importer.date(path)
                click.echo(f"{path}: {importer.name} ({table.form}{f', to {date}' if date else ''})")
    except ImportFault as fault:
        click.echo(f"error: {fault}", err=True)
        ctx.exit(1)
    ctx.exit(1 if unknown else 0)


import_command = import_
identify_command = identify


def _settings(settings: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters that ``--set`` gives."""
    found: dict[str, str] = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"--set {text}: expected NAME=VALUE, such as --set since=2026-03-01")
        found[name.strip()] = value.strip()
    return found


def _jobs(importers: list[PlantImporter], files: tuple[str, ...]) -> tuple[list[Job], list[str]]:
    """Return what each file is read by, and the files of folders that none reads."""
    from beanplant_importers import pipeline

    jobs, skipped = [], []
    for path, named in pipeline.walk(files):
        importer = pipeline.choose(importers, path)
        if importer is not None:
            jobs.append(pipeline.Job(importer, path))
        elif named:
            raise pipeline.why_not(importers, path)
        else:
            skipped.append(path)
    return jobs, skipped


@contextlib.contextmanager
def _progress(jobs: list[Job]) -> Iterator[Progress | None]:
    """Show the rows that are read, on a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows")
    with Bar(*columns, console=console, transient=True) as bar:
        tasks = {job.path: bar.add_task(job.path, total=None, visible=False) for job in jobs}

        def advance(path: str, rows: int) -> None:
            bar.update(tasks[path], advance=rows, visible=bool(rows))

        yield advance


def _write(outcome: Outcome, output: str | None, replace: bool, title: str) -> None:
    """Write the journal, or add to it, in one step."""
    from beanplant_importers import writing

    if output is None:
        for part in outcome.text(title):
            click.echo(part, nl=False)
        return
    target = Path(output)
    old = "" if replace or not target.is_file() else target.read_text("utf-8")
    if not outcome.pieces and not replace:
        click.echo(f"Nothing new; {target} stays as it is.", err=True)
        return
    writing.write(target, outcome.text(title), before=old)
    click.echo(f"{len(outcome.pieces):,} directives to {target}", err=True)


def _advise(outcome: Outcome, book: Book, hints: list[str]) -> None:
    if outcome.to_open and book.path is not None and outcome.pieces:
        click.echo("Accounts that the ledger does not open:", err=True)
        for account in outcome.to_open:
            click.echo(f"  open {account}", err=True)
    if outcome.new_items and outcome.pieces:
        click.echo(
            "Materials that the ledger does not know; a commodity names its own with material:", err=True
        )
        for number, name in outcome.new_items:
            click.echo(f"  {number} as {name}", err=True)
    for hint in hints:
        click.echo(f"The ledger finds the documents with: {hint}", err=True)


def _title(jobs: list[Job], grain: str) -> str:
    jobs = sorted(jobs, key=lambda job: (job.importer.order, job.path))
    names = ", ".join(dict.fromkeys(job.importer.name for job in jobs))
    files = [Path(job.path).name for job in jobs]
    what = ", ".join(files) if len(files) <= 4 else f"{len(files)} files"
    lead = IMPORTED.removeprefix("; ")
    return f"{lead}{grain} from {what} ({names}). Add by hand elsewhere: an import may replace this file."


def _stem(output: str | None) -> str:
    return Path(output).stem if output is not None else "import"


def _cause(fault: Any, path: str) -> str:
    return str(fault).removeprefix(f"{path}: ").removeprefix(f"{path}:")
