"""Random plants under each valuation: the invariants hold, and no figure depends on order or on files.

A month of random facts is loaded as it came, with its entries shuffled (late entries stand where they were typed), and
split over included files.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import convert, data
from hypothesis import Phase, given, settings
from hypothesis import strategies as st


def sibling(name: str) -> Any:
    """Import a helper that stands beside the tests; it is no package."""
    full = f"engine_tests_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


checker, harness, random_plant = sibling("checker"), sibling("harness"), sibling("random_plant")
METHODS = random_plant.METHODS
EXAMPLES = settings(
    max_examples=max(8, settings().max_examples // 12),
    phases=[phase for phase in Phase if phase is not Phase.shrink or settings().max_examples > 100],
)


class Loaded:
    """A ledger as the checker takes it."""

    def __init__(self, found: tuple[list[Any], list[Any], dict[str, Any]]) -> None:
        self.entries, self.errors, self.options_map = found
        self.transactions = [entry for entry in self.entries if isinstance(entry, data.Transaction)]


def load(text: str) -> Loaded:
    return Loaded(loader.load_string(text))


def figures(ledger: Loaded) -> tuple[dict[Any, Decimal], dict[Any, Decimal]]:
    """Balances by account and currency at cost, and quantities by lot."""
    money: dict[Any, Decimal] = defaultdict(Decimal)
    lots: dict[Any, Decimal] = defaultdict(Decimal)
    for entry in ledger.transactions:
        for posting in entry.postings:
            weight = convert.get_weight(posting)
            money[posting.account, weight.currency] += weight.number
            if posting.cost is not None:
                cost = posting.cost
                lots[posting.account, posting.units.currency, round(cost.number, 12), cost.date] += (
                    posting.units.number
                )
    return (
        {key: round(number, 9) for key, number in sorted(money.items()) if round(number, 9)},
        {key: number for key, number in sorted(lots.items()) if number},
    )


def by_document(ledger: Loaded) -> dict[str, dict[str, Decimal]]:
    """What each transaction that a person wrote came to, by its document."""
    found: dict[str, dict[str, Decimal]] = {}
    for entry in ledger.transactions:
        if "document" in entry.meta:
            totals: dict[str, Decimal] = defaultdict(Decimal)
            for posting in entry.postings:
                totals[posting.account] += convert.get_weight(posting).number
            found[entry.meta["document"]] = {k: round(v, 9) for k, v in sorted(totals.items()) if round(v, 9)}
    return found


def split(head: str, blocks: list[str], seed: int) -> Loaded:
    """Load the blocks from three included files, in which they stand in no order."""
    choose = random.Random(seed)
    parts: list[list[str]] = [[], [], []]
    for block in blocks:
        part = parts[choose.randrange(3)]
        part.insert(choose.randrange(len(part) + 1), block)
    with tempfile.TemporaryDirectory() as folder:
        names = ("b.beancount", "a.beancount", "c.beancount")
        for name, part in zip(names, parts, strict=True):
            (Path(folder) / name).write_text("\n".join(part), encoding="utf-8")
        main = Path(folder) / "main.beancount"
        main.write_text(head + "".join(f'include "{name}"\n' for name in names), encoding="utf-8")
        return Loaded(loader.load_file(str(main)))


def difference(what: str, one: Any, other: Any) -> str:
    """Say where two sets of figures differ, or nothing."""
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    return "".join(f"{what} {key}: {one.get(key)} or {other.get(key)}\n" for key in keys)


def faults(events: Any, method: str, documents: bool, negative: bool, seed: int) -> str:
    """Load a random plant three ways; say what does not hold, or where the three differ."""
    head, blocks = random_plant.make(events, method, documents, negative)
    text = head + "\n".join(blocks)
    ledger = load(text)
    shuffled = list(blocks)
    random.Random(seed).shuffle(shuffled)
    found = [
        *map(str, ledger.errors),
        *checker.violations(ledger, load(harness.without_plugin(text))),
    ]
    for other in (load(head + "\n".join(shuffled)), split(head, blocks, seed)):
        found += [f"{error} in another order" for error in other.errors]
        for what, one, two in zip(("balance", "lot"), figures(ledger), figures(other), strict=True):
            found.append(difference(what, one, two))
        found.append(difference("order", checker.order_figures(ledger), checker.order_figures(other)))
        if documents:
            found.append(difference("document", by_document(ledger), by_document(other)))
    listed = "\n".join(filter(None, found))
    return f"{listed}\n{text}" if listed else ""


@pytest.mark.parametrize("method", METHODS)
@given(events=random_plant.EVENTS, documents=st.booleans(), seed=st.integers(0, 9))
@EXAMPLES
def test_a_random_plant(method: str, events: Any, documents: bool, seed: int) -> None:
    assert not faults(events, method, documents, negative=False, seed=seed)


@pytest.mark.parametrize("method", METHODS)
@given(events=random_plant.EVENTS, seed=st.integers(0, 9))
@EXAMPLES
def test_a_random_plant_below_zero(method: str, events: Any, seed: int) -> None:
    assert not faults(events, method, documents=True, negative=True, seed=seed)
