"""Movement types by an editable table: ``sap_movements.toml``, and a file of the user's own before it.

A row of an MB51 list is matched by its type, its special stock and what it is assigned to; the first rule that fits is
taken. Which way goods went is never looked up: a material document's quantity is signed, and that sign is the effect on
stock. A type without a rule is not imported, but listed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.facts import MOVEMENT_KINDS

DEFAULTS = Path(__file__).with_name("sap_movements.toml")

ASSIGNED = ("", "order", "purchase-order", "both", "cost-center", "none")
PRICES = ("", "external", "amount")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a movement type means; see ``sap_movements.toml`` for the keys."""

    type: str
    reversal: str = ""
    special: str = ""
    assigned: str = ""
    like: str = ""
    kind: str = ""
    account: str = ""
    against: str = ""
    price: str = ""
    pair: bool = False
    other: str = ""
    effect: str = ""

    def fits(self, special: str, assigned: str) -> bool:
        """Say whether the rule is for rows with this special stock, assigned to this."""
        if self.special not in ("*", special):
            return False
        if not self.assigned:
            return True
        return assigned == self.assigned


class Movements:
    """The rules in force: a user's, then the defaults."""

    def __init__(self, path: str | Path | None = None) -> None:
        rules = [*(read(Path(path)) if path is not None else ()), *read(DEFAULTS)]
        self._rules: dict[str, list[Rule]] = {}
        for rule in rules:
            for each in _like(rule, rules, str(path)):
                for name in filter(None, (each.type, each.reversal)):
                    self._rules.setdefault(name, []).append(each)
        self._found: dict[tuple[str, str, str], Rule | None] = {}

    def find(self, movement: str, special: str, assigned: str) -> Rule | None:
        """Return the rule for a row; ``assigned`` is one of `ASSIGNED`."""
        key = movement, special, assigned
        if key not in self._found:
            rules = self._rules.get(movement, ())
            self._found[key] = next((rule for rule in rules if rule.fits(special, assigned)), None)
        return self._found[key]

    def why_not(self, movement: str, special: str, assigned: str) -> str:
        """Say why no rule fits a row, and what to write."""
        rules = self._rules.get(movement)
        if not rules:
            return f"movement type {movement} has no entry; add one to a table of your own and give it as movements="
        if special and not any(rule.special in ("*", special) for rule in rules):
            return (
                f"movement type {movement} has no entry for special stock {special}; add one to a table of your own "
                "and give it as movements="
            )
        wanted = " or ".join(sorted({rule.assigned for rule in rules if rule.assigned}))
        named = assigned if assigned != "none" else "nothing"
        return f"movement type {movement} is expected with {wanted}, and the row names {named}"


def read(path: Path) -> list[Rule]:
    """Read a table. Raises `ImportFault` for what it cannot mean."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportFault(str(path), 0, f"the table of movement types cannot be read: {error}") from error
    unknown = set(table) - {"movement"}
    if unknown:
        raise ImportFault(str(path), 0, f'found "{min(unknown)}", expected only [[movement]]')
    return [_rule(str(path), number, entry) for number, entry in enumerate(table.get("movement", ()), 1)]


def _rule(path: str, number: int, entry: dict[str, Any]) -> Rule:
    where = f"[[movement]] {number}" + (f' (type "{entry["type"]}")' if "type" in entry else "")
    known = {field.name: field.type for field in fields(Rule)}
    for key, value in entry.items():
        if key not in known:
            raise ImportFault(path, 0, f'{where}: found the key "{key}"{nearest(key, known)}')
        if not isinstance(value, bool if key == "pair" else str):
            raise ImportFault(
                path, 0, f"{where}: {key} = {value!r}: expected a {'boolean' if key == 'pair' else 'text'}"
            )
    if "type" not in entry:
        raise ImportFault(path, 0, f"{where}: found no type")
    rule = Rule(**entry)
    _check(path, where, "assigned", rule.assigned, ASSIGNED)
    _check(path, where, "price", rule.price, PRICES)
    _check(path, where, "effect", rule.effect, ("", "none"))
    if rule.like or rule.effect:
        return rule
    _check(path, where, "kind", rule.kind, MOVEMENT_KINDS)
    if not rule.against and not rule.pair and not rule.other:
        raise ImportFault(path, 0, f"{where}: found neither against nor pair nor other: the goods go nowhere")
    return rule


def _check(path: str, where: str, key: str, value: str, known: Iterable[str]) -> None:
    known = [name for name in known if name]
    if value not in known and (value or key == "kind"):
        raise ImportFault(
            path, 0, f'{where}: {key} = "{value}": expected one of {", ".join(known)}{nearest(value, known)}'
        )


def _like(rule: Rule, rules: list[Rule], path: str) -> list[Rule]:
    """Return the rules that a rule stands for: itself, or those of the type that it is like."""
    if not rule.like:
        return [rule]
    found = [other for other in rules if other.type == rule.like and not other.like]
    if not found:
        raise ImportFault(path, 0, f'type "{rule.type}" is like "{rule.like}", which has no entry')
    said: dict[str, Any] = {
        field.name: value
        for field in fields(Rule)
        if field.name not in ("type", "reversal", "like") and (value := getattr(rule, field.name))
    }
    return [replace(other, type=rule.type, reversal=rule.reversal, **said) for other in found]
