"""An asset, a debt, a contract or an invoice: its directive, what was posted about it, and what became of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.cli import explain_asset, explain_contract, explain_debt
from beanplant.cli.chain import Chain, is_made, transactions

if TYPE_CHECKING:
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject

KEYS = {
    "asset": ("asset", "disposes"),
    "debt": ("debt", "retires"),
    "contract": ("contract", "settles"),
    "invoice": ("invoice",),
}


def explain(chain: Chain, subject: Subject, loaded: Loaded, limit: int) -> None:
    """Explain an asset, a debt, a contract or an invoice."""
    chain.say(f"{subject.kind.capitalize()} {subject.name}")
    if subject.kind == "asset":
        explain_asset.schedule(chain, subject.name)
    if subject.kind == "debt":
        explain_debt.schedule(chain, subject.name)
    moves = [
        (entry, mine)
        for entry in transactions(chain.entries)
        if (mine := about(entry, KEYS[subject.kind], subject.name))
    ]
    if subject.kind == "contract":
        explain_contract.terms(chain, subject.name, [posting for _, mine in moves for posting in mine])
    shown = moves if not limit else moves[-limit:]
    if len(shown) < len(moves):
        chain.title(f"{len(moves) - len(shown)} earlier transactions not shown; --limit 0 shows all")
    asset = chain.master.assets.get(subject.name) if subject.kind == "asset" else None
    for entry, postings in shown:
        # A month's depreciation has the cause of its first asset; these postings are about this one.
        month = asset is not None and is_made(entry.meta) and "asset" not in entry.meta
        chain.transaction(entry, postings, about=asset.source if asset is not None and month else None)


def about(entry: Any, keys: tuple[str, ...], name: str) -> list[Any]:
    """Return the postings that are about a document: of a transaction that names it all but those that name another."""

    def named(meta: Any) -> set[str]:
        return {str(meta[key]) for key in keys if key in meta}

    whole = name in named(entry.meta) or name in (entry.links or ())
    found = []
    for posting in entry.postings:
        names = named(posting.meta or {})
        if name in names or (whole and not names):
            found.append(posting)
    return found
