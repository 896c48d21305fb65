"""An item or activity: its standard costs, what is on hand in which layers, and its movements."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant.cli.chain import Chain, transactions
from beanplant.masterdata.facts import INVENTORY_ROLES
from beanplant.reports.lines import settle
from beanplant.reports.numbers import grouped, quantity

if TYPE_CHECKING:
    from beanplant.cli.ledger import Loaded
    from beanplant.cli.subjects import Subject


def explain(chain: Chain, subject: Subject, loaded: Loaded, limit: int) -> None:
    """Explain an item."""
    name, master = subject.name, chain.master
    item = master.items[name]
    chain.say(
        f"{'Activity' if item.activity else 'Item'} {name}" + (f": {item.name}" if item.name != name else "")
    )
    chain.source(item.source)
    _standards(chain, name)
    moves = [(entry, mine) for entry in transactions(chain.entries) if (mine := _of_item(entry, name))]
    if not item.activity:
        _on_hand(chain, name)
    shown = moves if not limit else moves[-limit:]
    if shown:
        chain.title(f"Movements ({len(moves)})")
    if len(shown) < len(moves):
        chain.say(f"{len(moves) - len(shown)} earlier ones not shown; --limit 0 shows all", 1)
    for entry, postings in shown:
        chain.transaction(entry, postings)


def _of_item(entry: Any, name: str) -> list[Any]:
    found = []
    for posting in entry.postings:
        stated = (posting.meta or {}).get("quantity")
        units = stated if hasattr(stated, "currency") else posting.units
        if units is not None and units.currency == name:
            found.append(posting)
    return found


def _standards(chain: Chain, name: str) -> None:
    master = chain.master
    seen = set()
    lines = []
    for plant in master.plants.values():
        for date in master.standards.dates(name, plant.code):
            standard = master.standard(name, date, plant.code)
            if standard is None or id(standard) in seen:
                continue
            seen.add(id(standard))
            how = "rolled up from" if standard.rolled_up else "by"
            each = f"{standard.cost.number:f} {standard.currency}"
            where = f" in {standard.plant}" if standard.plant else ""
            lines.append(
                (date, f"{date} {each}{where} {how} {chain.places.quote_meta(standard.source)}", standard)
            )
    if lines:
        chain.title("Standard cost of one")
    for _, text, standard in sorted(lines, key=lambda line: line[0]):
        chain.say(text, 1)
        for component, rate in standard.components.items():
            if rate:
                chain.say(f"{component} {float_free(rate)} {standard.currency}", 2)


def float_free(rate: Any) -> str:
    """Return a fraction as a decimal number, at most eight places."""
    number = (Decimal(rate.numerator) / Decimal(rate.denominator)).quantize(Decimal("1e-8")).normalize()
    return grouped(number, max(2, -int(number.as_tuple().exponent)))


def _on_hand(chain: Chain, name: str) -> None:
    layers: dict[tuple[str, Any], Decimal] = defaultdict(Decimal)
    for entry in transactions(chain.entries):
        for posting in entry.postings:
            found = chain.master.role(posting.account)
            units: Any = posting.units
            if found and found[1] in INVENTORY_ROLES and units is not None and units.currency == name:
                layers[(posting.account, posting.cost)] += units.number
    held = {key: number for key, number in layers.items() if number}
    chain.title("On hand" if held else "Nothing on hand")
    for (account, cost), number in sorted(held.items(), key=lambda layer: (layer[0][0], str(layer[0][1]))):
        if cost is None:
            chain.say(f"{account}  {quantity(number)} {name}, not valued", 1)
            continue
        value = grouped(settle(number * cost.number), 2)
        chain.say(
            f"{account}  {quantity(number)} {name} {{{cost.number:f} {cost.currency}, {cost.date}}} = {value}",
            1,
        )
