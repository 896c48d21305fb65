"""A chain of figures: each posting with its rule, quantity, formula and cause, down to the lines that a person wrote.

    2026-03-05 Issue
      main.beancount:42 | 2026-03-05 * "Issue"
      Assets:P100:WorkInProcess:Orders         30.00 USD
        12 STEEL: components charged to the order at their cost (wip.issue)
        main.beancount:45 |   Assets:P100:WorkInProcess:Orders   12 STEEL
        1 STEEL = 2.50 USD by main.beancount:12 | 2026-01-01 custom "plant-standard-cost" 100 STEEL 250.00 USD

An entry that a plugin made has no line of its own: its cause is quoted instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from beanplant.cli.rule_texts import rule_text
from beanplant.reports.numbers import grouped, quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beanplant.cli.places import Places
    from beanplant.masterdata import MasterData

STANDARD = "standard"


class Chain:
    """Collects the lines of an explanation."""

    def __init__(
        self, entries: Sequence[Any], options_map: Mapping[str, Any], master: MasterData, places: Places
    ) -> None:
        self.entries = entries
        self.options_map = options_map
        self.master = master
        self.places = places
        self.lines: list[str] = []
        self.failed = False
        """Whether something that was asked for cannot be read."""
        self.hints = True
        """Whether a sum says how to see its documents."""
        self._found: dict[tuple[str, Any], Transaction] | None = None

    def say(self, text: str = "", level: int = 0) -> None:
        """Add a line."""
        self.lines.append("  " * level + text if text else "")

    def title(self, text: str) -> None:
        """Add a line with an empty one before it."""
        if self.lines:
            self.say()
        self.say(text)

    def source(self, meta: dict[str, Any], level: int = 1) -> None:
        """Quote the line of a directive, or of what caused it."""
        if is_made(meta):
            if meta.get("cause"):
                self.say(f"because of {self.places.quote_cause(str(meta['cause']))}", level)
        else:
            self.say(self.places.quote_meta(meta), level)

    def transaction(
        self,
        entry: Transaction,
        postings: Sequence[Any],
        after: Decimal | None = None,
        about: dict[str, Any] | None = None,
    ) -> None:
        """Explain some postings of a transaction; ``after`` is the balance that they lead to.

        ``about`` is the directive that these postings are about, where the transaction has others'.
        """
        self.say()
        text = " ".join(filter(None, (str(entry.date), entry.payee, entry.narration)))
        if is_made(entry.meta):
            self.say(f"{text} (made by {str(entry.meta['filename']).strip('<>')})")
        else:
            self.say(text)
        if about is None:
            self.source(entry.meta)
        else:
            self.say(f"because of {self.places.quote_meta(about)}", 1)
        width = max((len(posting.account) for posting in postings), default=0)
        quoted: set[str] = set()
        for posting in postings:
            self.posting(entry, posting, width, quoted)
        if after is not None:
            self.say(f"balance {grouped(after, 2)}", 1)

    def posting(self, entry: Transaction, posting: Any, width: int, quoted: set[str]) -> None:
        """Explain one posting. What stands in ``quoted`` has been said for this transaction."""
        meta = posting.meta or {}
        self.say(f"{posting.account:<{width}}  {amount_text(posting):>16}", 1)
        stated: Any = meta.get("quantity")
        reasons = [f"{quantity(stated.number)} {stated.currency}"] if hasattr(stated, "currency") else []
        rule = meta.get("rule")
        if rule:
            says = rule_text(str(rule))
            reasons.append(f"{says} ({rule})" if says else str(rule))
        if reasons:
            self.say(": ".join(reasons), 2)
        if meta.get("formula"):
            self.say(f"= {meta['formula']}", 2)
        if not is_made(entry.meta) and "filename" in meta and not is_made(meta):
            self.say(self.places.quote_meta(meta), 2)
            if self.hints and "documents" in meta and ("batch" in meta or "batch" in entry.meta):
                self.say(f"sum of documents; bean-plant explain {self.places.of(meta)} shows them", 2)
        for line in (self._standard(entry, posting, stated), self._layer(entry, posting)):
            if line and line not in quoted:
                quoted.add(line)
                self.say(line, 2)

    def _standard(self, entry: Transaction, posting: Any, stated: Any) -> str | None:
        """Return the directive of the standard cost that valued a posting, where one did."""
        found = self.master.role(posting.account)
        units = stated if hasattr(stated, "currency") else posting.units if posting.cost is not None else None
        if found is None or units is None or units.currency not in self.master.items:
            return None
        plant, item = found[0], self.master.items[units.currency]
        if not item.activity and self.master.valuation(units.currency, plant) != STANDARD:
            return None
        date = posting.cost.date if posting.cost is not None else entry.date
        standard = self.master.standard(units.currency, date, plant.code)
        if standard is None:
            return None
        each = f"1 {units.currency} = {standard.cost.number:f} {standard.currency}"
        what = "rolled up from" if standard.rolled_up else "by"
        return f"{each} {what} {self.places.quote_meta(standard.source)}"

    def _layer(self, entry: Transaction, posting: Any) -> str | None:
        """Return where a layer that goes out came in, for items that are valued by layers."""
        found = self.master.role(posting.account)
        if posting.cost is None or found is None or posting.units.number > 0:
            return None
        if self.master.valuation(posting.units.currency, found[0]) == STANDARD:
            return None
        origin = self._origins().get((posting.units.currency, posting.cost))
        return f"layer from {self.places.quote_meta(origin.meta)}" if origin not in (None, entry) else None

    def _origins(self) -> dict[tuple[str, Any], Transaction]:
        """Return the transaction that first brought in each layer."""
        if self._found is None:
            self._found = {}
            for entry in transactions(self.entries):
                for posting in entry.postings:
                    units: Any = posting.units
                    if posting.cost is not None and units is not None and units.number > 0:
                        self._found.setdefault((units.currency, posting.cost), entry)
        return self._found


def is_made(meta: dict[str, Any]) -> bool:
    """Tell whether a plugin made an entry or posting: its file is ``<beanplant.wip>``."""
    return str(meta.get("filename", "")).startswith("<")


def amount_text(posting: Any) -> str:
    """Return what a posting moves: ``30.00 USD``, ``-12 STEEL {2.50 USD}``."""
    units = posting.units
    if units is None:
        return ""
    if posting.cost is None:
        return f"{grouped(units.number, 2)} {units.currency}"
    cost = posting.cost
    return f"{quantity(units.number)} {units.currency} {{{cost.number:f} {cost.currency}, {cost.date}}}"


def transactions(entries: Iterable[Any]) -> Iterable[Transaction]:
    """Yield the transactions."""
    return (entry for entry in entries if isinstance(entry, Transaction))
