"""``bean-plant check``: what bean-check says, what to write instead, and advice.

Errors look as bean-check prints them, ``file:line: message`` and the entry, with file names relative to where the
command was called. Advice is not an error: it never changes the exit code. Where Beancount's booking fails on a
reduction of layers that a plugin makes, it cannot know why; here the error says what to write.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from beanplant.cli.ledger import Loaded, choose, load
from beanplant.cli.places import Places
from beanplant.cli.repeated_keys import repeated_keys

if TYPE_CHECKING:
    from collections.abc import Callable

ADVICE = "beanplant_advice"
_BOOKING = (
    "No position matches",
    "Failed to categorize posting",
    "Ambiguous matches",
    "Not enough lots to reduce",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print errors and advice as JSON.")
@click.option("--no-advice", is_flag=True, help="Print errors only.")
@click.pass_context
def check(ctx: click.Context, as_json: bool, no_advice: bool) -> None:
    """Check the ledger, as bean-check does, and advise."""
    loaded = load(choose(ctx, quiet=as_json), keep=False)
    hints = [hint(error, loaded) for error in loaded.errors]
    advice = []
    if not no_advice:
        files = loaded.options_map.get("include") or [loaded.options_map["filename"]]
        advice = [*(loaded.options_map.get(ADVICE) or []), *repeated_keys(files)]
    places = Places(loaded.options_map["filename"])
    if as_json:
        click.echo(json.dumps(_document(loaded, hints, advice), indent=2, ensure_ascii=False))
    else:
        _print(loaded, hints, advice, places)
    ctx.exit(1 if loaded.errors else 0)


def _print(loaded: Loaded, hints: list[str | None], advice: list[Any], places: Places) -> None:
    from beancount.parser import printer

    for error, mend in zip(loaded.errors, hints, strict=True):
        source = error.source or {}
        click.echo(f"{places.of(source)}: {error.message}", err=True)
        if mend:
            click.echo(f"   {mend}", err=True)
        entries = error.entry if isinstance(error.entry, list) else [error.entry] if error.entry else []
        if entries:
            text = "\n".join(printer.format_entry(entry) for entry in entries)
            click.echo("\n" + "\n".join(f"   {line}" for line in text.rstrip().splitlines()), err=True)
        click.echo(err=True)
    for source, text in advice:
        click.echo(f"{places.of(source)}: advice: {text}", err=True)


def _document(loaded: Loaded, hints: list[str | None], advice: list[Any]) -> dict[str, Any]:
    def place(source: dict[str, Any] | None) -> dict[str, Any]:
        return {"filename": (source or {}).get("filename"), "lineno": (source or {}).get("lineno")}

    errors = [
        {"message": error.message, **place(error.source), **({"hint": mend} if mend else {})}
        for error, mend in zip(loaded.errors, hints, strict=True)
    ]
    return {"errors": errors, "advice": [{"message": text, **place(source)} for source, text in advice]}


def hint(error: Any, loaded: Loaded) -> str | None:
    """Return what to write where booking fails on an inventory account, else None.

    Layers are made by a plugin, after Beancount's booking: ``-50 STEEL {}`` finds nothing to reduce there.
    """
    if not str(error.message).startswith(_BOOKING):
        return None
    holds = _inventory(loaded)
    for posting in getattr(error.entry, "postings", None) or ():
        if posting.cost is not None and posting.units is not None and holds(posting.account):
            units = posting.units
            number = units.number if isinstance(units.number, Decimal) else ""
            bare = f"{number} {units.currency}".strip()
            return (
                f'write the bare quantity, "{posting.account}  {bare}", without {{...}}: beanplant makes the cost'
                f" layers of this account after Beancount's booking, and picks the one that goes out"
            )
    return None


def _inventory(loaded: Loaded) -> Callable[[str], bool]:
    from beanplant import masterdata
    from beanplant.masterdata.facts import INVENTORY_ROLES

    master, _ = masterdata.read(loaded.entries, loaded.options_map)

    def holds(account: str) -> bool:
        found = master.role(account)
        return found is not None and found[1] in INVENTORY_ROLES

    return holds
