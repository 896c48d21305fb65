"""``bean-plant explain``: where a figure comes from, down to the lines that a person wrote.

bean-plant explain MO-1001
bean-plant explain item:STEEL
bean-plant explain Assets:P100:WorkInProcess@2026-03-31
bean-plant explain journals/issues.beancount:1204

A posting with ``batch:`` sums documents; explained by its place, it shows them (`explain_documents`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from beanplant.cli.ledger import choose, load, warn_of_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.cli.chain import Chain
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject

DEFAULT_LIMIT = 100


@click.command()
@click.argument("what")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="Newest transactions to show, and documents behind a sum; 0 for all.",
)
@click.option("--all", "everything", is_flag=True, help="Show all transactions and documents.")
@click.pass_context
def explain(ctx: click.Context, what: str, limit: int, everything: bool) -> None:
    """Show where a figure comes from.

    WHAT is an order, item, asset, debt, contract or invoice, ACCOUNT[@DATE] or FILE:LINE.
    """
    loaded = load(choose(ctx))
    from beanplant import masterdata
    from beanplant.cli.chain import Chain
    from beanplant.cli.places import Places
    from beanplant.cli.subjects import UnknownSubject, find

    master, _ = masterdata.read(loaded.entries, loaded.options_map)
    places = Places(loaded.options_map["filename"])
    try:
        subject = find(what, loaded.entries, master, places)
    except UnknownSubject as error:
        raise click.UsageError(str(error), ctx) from error
    chain = Chain(loaded.entries, loaded.options_map, master, places)
    _explainer(subject.kind)(chain, subject, loaded, 0 if everything else limit)
    click.echo("\n".join(chain.lines))
    warn_of_errors(loaded)
    ctx.exit(1 if loaded.errors or chain.failed else 0)


def _explainer(kind: str) -> Callable[[Chain, Subject, Loaded, int], None]:
    from beanplant.cli import explain_account, explain_document, explain_item, explain_order, explain_place

    return {
        "order": explain_order.explain,
        "item": explain_item.explain,
        "asset": explain_document.explain,
        "debt": explain_document.explain,
        "contract": explain_document.explain,
        "invoice": explain_document.explain,
        "account": explain_account.explain,
        "place": explain_place.explain,
    }[kind]
