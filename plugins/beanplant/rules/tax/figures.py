"""The figures of tax law by year and by date, read from data files: anyone can add a year without code.

The package has ``percentages.toml`` (the percentage tables) and ``figures.toml`` (limits of section 179 and of
passenger automobiles, shares of the special allowance, the corporate rate, percentage depletion).
``read_figures(paths)`` adds files of the same form: a limit of a new year, a share, a table of one's own. A row of a
file comes before those of the package and replaces one for the same year, dates or column.

    [[section-179]]
    year = 2027
    limit = 2_630_000
    threshold = 4_200_000
    suv = 32_900
    source = "Rev. Proc. 2026-..."

Every column of percentages must have a row for each year that the recovery period touches and add up to exactly 100;
public copies with a slip of the pen are common, and one is refused with its sum. A year or a date that no row holds
for is an error that names the row to add: no figure is taken from another year.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from beanplant.rules.tax.figure_rows import (
    AutomobileLimits,
    BonusShare,
    Column,
    DatedShare,
    DepletionShare,
    Percentages,
    Section179Limits,
)
from beanplant.rules.tax.recovery import Convention, Method, TaxError

HUNDRED = Decimal(100)
FILES = ("percentages.toml", "figures.toml")
OWN_FILE = 'a file of figures and name it: custom "plant-tax-figures" "tax/figures.toml"'
EVER = datetime.date.min
FOREVER = datetime.date.max

_KEYS = {
    "column": {"table", "class", "method", "convention", "quarter", "month", "percents"},
    "section-179": {"year", "limit", "threshold", "suv", "source"},
    "bonus": {
        "kind", "acquired-from", "acquired-to", "in-service-from", "in-service-to", "share", "source",
    },
    "automobile": {"year", "first", "second", "third", "later", "bonus", "safe-harbor", "source"},
    "corporate-rate": {"from", "to", "share", "source"},
    "depletion": {"minerals", "deposits", "share", "limit", "taxpayer-limit", "source"},
}  # fmt: skip
_OPTIONAL = {
    "quarter", "month", "suv", "source", "acquired-from", "acquired-to", "in-service-from", "in-service-to",
    "from", "to", "deposits", "table", "safe-harbor", "taxpayer-limit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures, rows of one's own files first."""

    columns: Mapping[Column, Percentages]
    tables: Mapping[tuple[str, Column], Percentages]
    section_179: Mapping[int, Section179Limits]
    bonus: tuple[BonusShare, ...]
    automobiles: Mapping[int, AutomobileLimits]
    corporate_rate: tuple[DatedShare, ...]
    depletion: tuple[DepletionShare, ...]

    def limits(self, year: int) -> Section179Limits:
        """Return the limits of section 179 for tax years that begin in ``year``. Raises TaxError."""
        found = self.section_179.get(year)
        if found is None:
            known = f"{min(self.section_179)} to {max(self.section_179)}" if self.section_179 else "none"
            raise TaxError(
                f"no limits of section 179 for {year} (there are {known}); add [[section-179]] year = {year} to"
                f" {OWN_FILE}"
            )
        return found

    def automobile(self, year: int) -> AutomobileLimits:
        """Return the limits of a passenger automobile placed in service in calendar ``year``. Raises TaxError."""
        found = self.automobiles.get(year)
        if found is None:
            known = f"{min(self.automobiles)} to {max(self.automobiles)}" if self.automobiles else "none"
            raise TaxError(
                f"no limits of passenger automobiles placed in service in {year} (there are {known}); add"
                f" [[automobile]] year = {year} to {OWN_FILE}"
            )
        return found

    def rate(self, date: datetime.date) -> DatedShare:
        """Return the corporate tax rate in force on ``date``. Raises TaxError."""
        for row in self.corporate_rate:
            if row.begin <= date <= row.end:
                return row
        raise TaxError(f"no corporate tax rate for {date}; add [[corporate-rate]] to {OWN_FILE}")


@cache
def package_figures() -> Figures:
    """Return the figures of the package."""
    return read_figures()


def read_figures(paths: Iterable[Path] = ()) -> Figures:
    """Read the package's figures, and those of further files before them; of the files, a later one comes first.

    Raises:
        TaxError: a file that cannot be read, an unknown key, or a column with a gap, with the file and what it needs.
    """
    rows: dict[str, list[tuple[str, Mapping[str, Any]]]] = {name: [] for name in _KEYS}
    for name, text in reversed([*_package_texts(), *((str(path), _text(path)) for path in paths)]):
        for kind, found in _tables(name, text).items():
            rows[kind] += [(name, row) for row in found]
    columns: dict[Column, Percentages] = {}
    tables: dict[tuple[str, Column], Percentages] = {}
    for name, row in rows["column"]:
        column, percents = _column(name, row)
        columns.setdefault(column, percents)
        tables.setdefault((percents.table, column), percents)
    limits: dict[int, Section179Limits] = {}
    for name, row in rows["section-179"]:
        row_limits = _section_179(name, row)
        limits.setdefault(row_limits.year, row_limits)
    automobiles: dict[int, AutomobileLimits] = {}
    for name, row in rows["automobile"]:
        automobile = _automobile(name, row)
        automobiles.setdefault(automobile.year, automobile)
    return Figures(
        columns,
        tables,
        limits,
        tuple(_bonus(name, row) for name, row in rows["bonus"]),
        automobiles,
        tuple(
            DatedShare(*_days(name, row, "from", "to"), _share(name, row), str(row.get("source", "")))
            for name, row in rows["corporate-rate"]
        ),
        tuple(_depletion(name, row) for name, row in rows["depletion"]),
    )


def _package_texts() -> list[tuple[str, str]]:
    folder = resources.files("beanplant.rules.tax") / "published"
    return [(name, (folder / name).read_text(encoding="utf-8")) for name in FILES]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TaxError(f"{path}: cannot be read: {error}") from error


def _tables(name: str, text: str) -> dict[str, list[Mapping[str, Any]]]:
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ArithmeticError) as error:
        raise TaxError(f"{name}: is no TOML: {error}") from error
    for kind, rows in content.items():
        if kind not in _KEYS or not isinstance(rows, list):
            expected = ", ".join(f"[[{known}]]" for known in _KEYS)
            raise TaxError(f'{name}: found "{kind}", expected {expected}')
        for row in rows:
            unknown = set(row) - _KEYS[kind]
            missing = _KEYS[kind] - _OPTIONAL - set(row)
            if unknown or missing:
                what = (
                    f"unknown {', '.join(sorted(unknown))}"
                    if unknown
                    else f"without {', '.join(sorted(missing))}"
                )
                raise TaxError(f"{name}: [[{kind}]] {what}; it has {', '.join(sorted(_KEYS[kind]))}")
    return content


def _column(name: str, row: Mapping[str, Any]) -> tuple[Column, Percentages]:
    title = f"{name}: column {row.get('table', '')} of class {row['class']}"
    try:
        method, convention = Method(row["method"]), Convention(row["convention"])
    except ValueError as error:
        raise TaxError(
            f"{title}: {error}; method is one of {', '.join(Method)}, convention of {', '.join(Convention)}"
        ) from error
    key = {Convention.MID_QUARTER: "quarter", Convention.MID_MONTH: "month"}.get(convention)
    part = int(_number(name, row, key)) if key else 0
    percents = tuple(Decimal(percent) for percent in row["percents"])
    years = _number(name, row, "class")
    # A period of 27.5 years begins and ends within a year, so it touches 28 or 29 of them.
    if sum(percents) != HUNDRED:
        raise TaxError(f"{title} adds up to {sum(percents)}, expected 100; compare it with the publication")
    if not years <= len(percents) <= years + 2 or any(percent < 0 for percent in percents):
        raise TaxError(f"{title} has {len(percents)} years, expected {int(years) + 1}: there is a gap in it")
    return Column(years, method, convention, part), Percentages(str(row.get("table", "")), percents)


def _section_179(name: str, row: Mapping[str, Any]) -> Section179Limits:
    return Section179Limits(
        int(_number(name, row, "year")),
        _number(name, row, "limit"),
        _number(name, row, "threshold"),
        _number(name, row, "suv") if "suv" in row else None,
        str(row.get("source", "")),
    )


def _automobile(name: str, row: Mapping[str, Any]) -> AutomobileLimits:
    return AutomobileLimits(
        int(_number(name, row, "year")),
        _number(name, row, "first"),
        _number(name, row, "second"),
        _number(name, row, "third"),
        _number(name, row, "later"),
        _number(name, row, "bonus"),
        row.get("safe-harbor") is True,
        str(row.get("source", "")),
    )


def _bonus(name: str, row: Mapping[str, Any]) -> BonusShare:
    return BonusShare(
        str(row["kind"]),
        _days(name, row, "acquired-from", "acquired-to"),
        _days(name, row, "in-service-from", "in-service-to"),
        _share(name, row),
        str(row.get("source", "")),
    )


def _depletion(name: str, row: Mapping[str, Any]) -> DepletionShare:
    return DepletionShare(
        tuple(str(mineral) for mineral in row["minerals"]),
        str(row.get("deposits", "")),
        _share(name, row),
        _share(name, row, "limit"),
        str(row.get("source", "")),
        _share(name, row, "taxpayer-limit") if "taxpayer-limit" in row else None,
    )


def _number(name: str, row: Mapping[str, Any], key: str) -> Decimal:
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
        raise TaxError(f"{name}: {key} = {value!s}, expected a number of zero or more")
    return Decimal(value)


def _share(name: str, row: Mapping[str, Any], key: str = "share") -> Fraction:
    value = _number(name, row, key)
    if value > HUNDRED:
        raise TaxError(f"{name}: {key} = {value}, expected a share from 0 to 100 percent")
    return Fraction(value) / 100


def _days(name: str, row: Mapping[str, Any], begin: str, end: str) -> tuple[datetime.date, datetime.date]:
    days = (row.get(begin, EVER), row.get(end, FOREVER))
    for key, day in zip((begin, end), days, strict=True):
        if not isinstance(day, datetime.date) or isinstance(day, datetime.datetime):
            raise TaxError(f"{name}: {key} = {day}, expected a date such as 2026-01-31")
    return days
