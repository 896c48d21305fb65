"""A small plant's books, valued by hand: what reports read, without the plugin that makes it.

The amounts of every posting were worked out on paper from quantities and standards; the tests state what
follows from them. STEEL 2.50 (2.60 from March 25), SEAL 1.00, an hour 65.00 (labor 25, variable overhead 15,
fixed overhead 25), PUMP-A 41.25 (0.5 STEEL, 1 SEAL, 0.6 hours).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beanplant import masterdata
from beanplant.reports.books import Books

HAND_VALUED = Path(__file__).with_name("hand-valued.beancount")


@pytest.fixture(scope="session")
def hand_valued_path() -> Path:
    """The file of the small plant."""
    return HAND_VALUED


@pytest.fixture
def hand_valued(load_ledger: Callable[[str], Any]) -> Any:
    """The small plant, loaded."""
    ledger = load_ledger(HAND_VALUED.read_text())
    assert not ledger.errors, ledger.messages
    return ledger


@pytest.fixture
def books_of() -> Callable[[Any], Books]:
    """Books of a loaded ledger."""

    def make(ledger: Any, **options: Any) -> Books:
        master, _ = masterdata.read(ledger.entries, ledger.options_map)
        return Books(ledger.entries, master, ledger.options_map, **options)

    return make


@pytest.fixture
def books(hand_valued: Any, books_of: Callable[[Any], Books]) -> Books:
    """Books of the small plant."""
    return books_of(hand_valued)
