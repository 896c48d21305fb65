"""An asset or an invoice: its directive, what was posted about it, and what a plugin made of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.cli.chain import Chain, transactions
from beanplant.reports.numbers import grouped

if TYPE_CHECKING:
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject

KEYS = {"asset": ("asset", "disposes"), "invoice": ("invoice",)}


def explain(chain: Chain, subject: Subject, loaded: Loaded, limit: int) -> None:
    """Explain an asset or an invoice."""
    chain.say(f"{subject.kind.capitalize()} {subject.name}")
    if subject.kind == "asset":
        _asset(chain, subject.name)
    moves = []
    for entry in transactions(chain.entries):
        mine = about(entry, KEYS[subject.kind], subject.name)
        if mine:
            moves.append((entry, mine))
    shown = moves if not limit else moves[-limit:]
    if len(shown) < len(moves):
        chain.title(f"{len(moves) - len(shown)} earlier transactions not shown; --limit 0 shows all")
    for entry, postings in shown:
        chain.transaction(entry, postings)


def about(entry: Any, keys: tuple[str, ...], name: str) -> list[Any]:
    """Return the postings that are about a document: those that name it, else all where the transaction does."""
    own = [p for p in entry.postings if any(str((p.meta or {}).get(key)) == name for key in keys)]
    if own:
        return own
    if any(str(entry.meta.get(key)) == name for key in keys) or name in (entry.links or ()):
        return list(entry.postings)
    return []


def _asset(chain: Chain, name: str) -> None:
    asset = chain.master.assets.get(name)
    if asset is None:
        chain.say("(without a plant-asset directive)", 1)
        return
    chain.source(asset.source)
    money = asset.currency
    chain.say(f"{asset.title}, in service {asset.date}, on {asset.account}", 1)
    chain.say(
        f"cost {grouped(asset.cost, 2)} {money}, salvage {grouped(asset.salvage, 2)} {money}, {asset.life} months,"
        f" {asset.method}, {asset.convention}",
        1,
    )
