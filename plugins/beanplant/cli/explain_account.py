"""An account's balance: what each rule brought to it, and its newest postings."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core import convert

from beanplant.cli.chain import Chain, transactions
from beanplant.cli.rule_texts import rule_text
from beanplant.reports.lines import settle
from beanplant.reports.numbers import grouped, quantity

if TYPE_CHECKING:
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject

BY_HAND = "(by hand)"


def explain(chain: Chain, subject: Subject, loaded: Loaded, limit: int) -> None:
    """Explain an account, with all accounts below it, up to the end of a day."""
    name, below = subject.name, f"{subject.name}:"
    moves = []
    for entry in transactions(chain.entries):
        if subject.date and entry.date > subject.date:
            break
        mine = [
            posting
            for posting in entry.postings
            if posting.account == name or posting.account.startswith(below)
        ]
        if mine:
            moves.append((entry, mine))
    when = f" at the end of {subject.date}" if subject.date else ""
    chain.say(f"{name}{when}: {_balances(moves)}")
    found = chain.master.role(name)
    if found:
        chain.say(f"{found[1].value} of {found[0].code}", 1)
    _by_rule(chain, moves)
    _units(chain, moves)
    shown = moves if not limit else moves[-limit:]
    if len(shown) < len(moves):
        chain.title(f"{len(moves) - len(shown)} earlier transactions not shown; --limit 0 shows all")
    for entry, postings in shown:
        chain.transaction(entry, postings)


def _balances(moves: list[tuple[Any, list[Any]]]) -> str:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for _, postings in moves:
        for posting in postings:
            if posting.units is not None:
                weight = _weight(posting)
                totals[weight.currency] += weight.number or Decimal()
    texts = [f"{grouped(settle(total), 2)} {unit}" for unit, total in sorted(totals.items()) if settle(total)]
    return ", ".join(texts) or "zero"


def _by_rule(chain: Chain, moves: list[tuple[Any, list[Any]]]) -> None:
    totals: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [0, Decimal()])
    for _, postings in moves:
        for posting in postings:
            if posting.units is None:
                continue
            weight = _weight(posting)
            group = totals[(str((posting.meta or {}).get("rule", BY_HAND)), weight.currency)]
            group[0] += 1
            group[1] += weight.number
    chain.title("By rule")
    width = max((len(rule) for rule, _ in totals), default=0)
    for (rule, unit), (count, total) in sorted(totals.items()):
        says = rule_text(rule) or ""
        chain.say(
            f"{rule:<{width}}  {count:>7} x  {grouped(settle(total), 2):>16} {unit}  {says}".rstrip(), 1
        )


def _units(chain: Chain, moves: list[tuple[Any, list[Any]]]) -> None:
    held: dict[str, Decimal] = defaultdict(Decimal)
    for _, postings in moves:
        for posting in postings:
            if posting.cost is not None:
                held[posting.units.currency] += posting.units.number
    items = [f"{quantity(number)} {item}" for item, number in sorted(held.items()) if number]
    if items:
        chain.title("In units")
        for item in items:
            chain.say(item, 1)


def _weight(posting: Any) -> Any:
    return convert.get_weight(posting)  # type: ignore[no-untyped-call]
