"""A line of a file: the directive or posting that stands there, its documents, and what a plugin made because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from beanplant.cli.chain import Chain, is_made, transactions
from beanplant.summed import has_batch

if TYPE_CHECKING:
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject


def explain(chain: Chain, subject: Subject, loaded: Loaded, limit: int) -> None:
    """Explain a line of a file."""
    chain.say(chain.places.quote(subject.name, subject.line))
    entry = _at(chain, subject)
    if entry is None:
        chain.say("no directive stands there", 1)
        return
    if isinstance(entry, Transaction):
        postings = _postings(entry, subject.line)
        chain.hints = False
        chain.transaction(entry, postings)
        chain.hints = True
        if has_batch(entry):
            from beanplant.cli import explain_documents

            ledger = str(loaded.options_map["filename"])
            chain.failed = not explain_documents.explain(chain, entry, postings, ledger, limit)
    elif entry.meta["lineno"] != subject.line:
        chain.say(f"belongs to {chain.places.quote_meta(entry.meta)}", 1)
    lines = {subject.line, int(entry.meta["lineno"])}
    made = [each for each in transactions(chain.entries) if _because(chain, each.meta, subject.name, lines)]
    if made:
        chain.title(f"Made because of it ({len(made)})")
    shown = made if not limit else made[-limit:]
    if len(shown) < len(made):
        chain.say(f"{len(made) - len(shown)} earlier ones not shown; --limit 0 shows all", 1)
    for each in shown:
        chain.transaction(each, each.postings)


def _postings(entry: Transaction, line: int) -> list[Any]:
    """Return the postings that stand on a line, or the one whose metadata does; on the first line, all."""
    begins = [
        int(posting.meta["lineno"])
        for posting in entry.postings
        if posting.meta and "filename" in posting.meta
    ]
    at = max((begin for begin in begins if entry.meta["lineno"] < begin <= line), default=0)
    return [
        posting for posting in entry.postings if (posting.meta or {}).get("lineno") == at
    ] or entry.postings


def _at(chain: Chain, subject: Subject) -> Any:
    """Return the directive that stands on a line: the last one of the file that begins at or before it."""
    best: Any = None
    for entry in chain.entries:
        if is_made(entry.meta) or entry.meta.get("filename") != subject.name:
            continue
        line = entry.meta.get("lineno", 0)
        if line <= subject.line and (best is None or line > best.meta["lineno"]):
            best = entry
    if best is not None and not _reaches(chain, best, subject):
        return None
    return best


def _reaches(chain: Chain, entry: Any, subject: Subject) -> bool:
    """Tell whether a directive reaches down to a line: nothing but indented lines between."""
    for line in range(entry.meta["lineno"] + 1, subject.line + 1):
        text = chain.places.text(subject.name, line)
        if not text or not text[0].isspace():
            return False
    return True


def _because(chain: Chain, meta: dict[str, Any], filename: str, lines: set[int]) -> bool:
    found = chain.places.absolute(str(meta["cause"])) if meta.get("cause") else None
    return found is not None and found[0] == filename and found[1] in lines
