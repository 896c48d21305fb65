"""Every example of the documentation with fixed assets: its register and roll-forward tie to the accounts."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beanplant.reports import asset_register, asset_roll_forward
from beanplant.reports.period import Period, following, month_of
from beanplant.reports.scope import choose

HOUSE = Path(__file__).parents[2] / "house" / "test_docs.py"


def pages() -> Any:
    """The module that reads the examples of the pages."""
    spec = importlib.util.spec_from_file_location("examples_of_pages", HOUSE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


EXAMPLES = [example for example in pages().LEDGERS if 'custom "plant-asset"' in example.ledger]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_it_ties(example: Any, load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> None:
    ledger = load_ledger(example.text)
    books = books_of(ledger)
    dates = [entry.date for entry in ledger.transactions]
    period = month_of(min(dates))
    periods = [Period(period.begin, month_of(max(dates)).end)]
    while period.begin <= max(dates):
        periods.append(period)
        period = following(period)
    for plant in dict.fromkeys([None, *books.plants]):
        scope = choose(books, plant)
        for each in periods[:40]:
            rolled = asset_roll_forward.build(scope, each)
            register = asset_register.build(scope, each)
            wrong = {
                (table.name, row.key): row.cells[-1]
                for table in (*rolled.tables[:2], register.table("accounts"))
                for row in table.rows
                if row.cells[-1]
            }
            assert not wrong, (plant, each.label)
            for table in (*rolled.tables[:2], *register.tables):
                for row in table.all_rows():
                    for key, reference in row.references.items():
                        if reference.opens:
                            found = sum(amount for _, amount in reference.lines())
                            assert found == (row.cells[table.index(key)] or 0), (
                                each.label,
                                table.name,
                                row.key,
                                key,
                            )
