"""``bean-plant``: the command.

    bean-plant [-f LEDGER] check
    bean-plant [-f LEDGER] report [NAME] [--time 2026-03] [--plant P100] [--format text|csv|json]
    bean-plant [-f LEDGER] explain WHAT
    bean-plant [-f LEDGER] import ...
    bean-plant identify FILE ...

The ledger is ``-f``, else ``$BEANCOUNT_FILE``, else ``./main.beancount``; which one is said on standard error. The
command ends with 0 if all is well, 1 if the ledger or the data have errors, 2 if it was called wrongly. A subcommand
is imported when it is called, so that ``check`` does not wait for what ``import`` needs.
"""

from __future__ import annotations

import importlib
from typing import NamedTuple

import click

from beanplant import __version__


class Subcommand(NamedTuple):
    """Where a subcommand is, and what it says of itself in the list."""

    module: str
    name: str
    says: str


SUBCOMMANDS = {
    "check": Subcommand(
        "beanplant.cli.checking", "check", "Check the ledger, as bean-check does, and advise."
    ),
    "report": Subcommand("beanplant.cli.reporting", "report", "Print a report; without a name, list them."),
    "explain": Subcommand("beanplant.cli.explaining", "explain", "Show where a figure comes from."),
    "import": Subcommand("beanplant.cli.importing", "import_", "Import ERP exports into a journal."),
    "identify": Subcommand("beanplant.cli.importing", "identify", "Say which importer reads a file."),
}


class LazyGroup(click.Group):
    """A group whose subcommands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they are used."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand. A package that an extra lacks is named."""
        found = SUBCOMMANDS.get(cmd_name)
        if found is None:
            return None
        try:
            command = getattr(importlib.import_module(found.module), found.name)
        except ModuleNotFoundError as error:
            extra = 'pip install "beanplant[import]"'
            raise click.ClickException(f"{cmd_name} needs the package {error.name}: {extra}") from error
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand, or say the nearest name."""
        name = args[0] if args else ""
        if name and name not in SUBCOMMANDS and not name.startswith("-"):
            from beanplant.faults import nearest

            raise click.UsageError(
                f'no command "{name}"{nearest(name, SUBCOMMANDS)}; see bean-plant --help', ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, found.says) for name, found in SUBCOMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-f",
    "--file",
    "ledger",
    metavar="LEDGER",
    type=click.Path(),
    help="The ledger; else $BEANCOUNT_FILE, else ./main.beancount.",
)
@click.version_option(__version__, "--version", prog_name="bean-plant")
@click.pass_context
def main(ctx: click.Context, ledger: str | None) -> None:
    """Plant accounting on a Beancount ledger.

    \b
    Exit 0: clean. 1: errors in the ledger or the data. 2: called wrongly.
    """
    ctx.obj = ledger
