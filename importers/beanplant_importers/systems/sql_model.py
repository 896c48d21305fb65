"""What a profile of the `sql` system is once it is read: sources, views, queries, and the errors that point into it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from beanplant_importers import errors
from beanplant_importers.errors import ImportFault

Value = str | int | Decimal | bool | datetime.date
"""A parameter or constant. TOML floats are read as Decimal."""


class ProfileError(NamedTuple):
    """A fault of a profile or of what its queries returned, at a line of the profile."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class BadProfile(ImportFault):
    """A profile that cannot be used, or whose data has faults: ``errors`` has every fault found, one a line."""

    def __init__(self, errors: Iterable[ProfileError]) -> None:
        self.errors = list(errors)
        first = self.errors[0]
        others = "".join(f"\n{error}" for error in self.errors[1:])
        super().__init__(first.file, first.line, first.message + others)


@dataclass(frozen=True, slots=True)
class SourceOf:
    """Where tables come from: the files of a ``folder``, or a database at ``url``."""

    name: str
    line: int
    folder: Path | None = None
    url: str = ""
    tables: tuple[tuple[str, str], ...] = ()
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class View:
    """A query by a name."""

    name: str
    sql: str
    line: int


@dataclass(frozen=True, slots=True)
class Query:
    """A query that returns facts of one table, the constants of its rows and the decimals of its floats."""

    table: str
    name: str
    sql: str
    line: int
    source: str = ""
    constants: tuple[tuple[str, Value], ...] = ()
    decimals: tuple[tuple[str, int], ...] = ()

    @property
    def title(self) -> str:
        """How errors call it: ``[[movements]] "issues"``."""
        return f'[[{self.table}]] "{self.name}"'


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as read: paths are absolute, parameters are filled in."""

    file: Path
    name: str
    plant: str
    currency: str
    sources: tuple[SourceOf, ...] = ()
    views: tuple[View, ...] = ()
    queries: tuple[Query, ...] = ()
    sum_orders: bool = False
    accounts: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, Value], ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """What kind of file a profile is, as `bean-plant identify` says it."""
        return f"{len(self.queries)} queries"

    def error(self, line: int, message: str) -> ProfileError:
        """Return an error at a line of this profile."""
        return ProfileError(str(self.file), line, message)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``; the nearest known name is "x"``, or where nothing is near ``; known are a, b``."""
    names = sorted(known)
    found = errors.nearest(name, names) or errors.nearest(name.casefold(), names)
    return found or (f"; known are {', '.join(names)}" if names else "")
