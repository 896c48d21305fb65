"""Master data from the ledger in a test's docstring."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader

from beanplant import masterdata

if TYPE_CHECKING:
    from beanplant.masterdata import MasterData


@dataclass(frozen=True)
class Doc:
    """What was read; the line numbers are those of the docstring, the first line after its quotes being 1."""

    master: MasterData
    errors: list[Any]

    @property
    def places(self) -> list[tuple[int, str]]:
        return [(error.source["lineno"], error.message) for error in self.errors]

    @property
    def only(self) -> str:
        """The one error, as ``3: message``."""
        assert len(self.errors) == 1, self.places
        return f"{self.places[0][0]}: {self.places[0][1]}"

    def unit(self, item: str, date: str, plant: str | None = "P100") -> Any:
        standard = self.master.standard(item, day(date), plant)
        return None if standard is None else standard.unit


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def read_text(text: str) -> Doc:
    entries, errors, options_map = loader.load_string(dedent(text).lstrip("\n"))
    assert not errors, errors
    master, faults = masterdata.read(entries, options_map)
    return Doc(master, faults.errors())


@pytest.fixture
def doc(request: pytest.FixtureRequest) -> Doc:
    return read_text(request.function.__doc__)


@pytest.fixture
def read() -> Callable[[str], Doc]:
    return read_text
