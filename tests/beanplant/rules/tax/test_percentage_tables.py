"""The published percentage tables: as data, against another copy, and by formula within the published rounding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from beanplant.rules.tax.declining_balance import percentages
from beanplant.rules.tax.figure_rows import Column
from beanplant.rules.tax.figures import package_figures, read_figures
from beanplant.rules.tax.recovery import Convention, Method, TaxError, recovery_class

CONVENTIONS = {
    "half_year": (Convention.HALF_YEAR, 0, Fraction(6)),
    "half_year_150db": (Convention.HALF_YEAR, 0, Fraction(6)),
    "mid_quarter_q1": (Convention.MID_QUARTER, 1, Fraction(21, 2)),
    "mid_quarter_q2": (Convention.MID_QUARTER, 2, Fraction(15, 2)),
    "mid_quarter_q3": (Convention.MID_QUARTER, 3, Fraction(9, 2)),
    "mid_quarter_q4": (Convention.MID_QUARTER, 4, Fraction(3, 2)),
}
REAL = {"residential_27_5": "27.5", "nonresidential_39": "39"}

EXCEPTIONS = {
    ("A-2", "20", 0): {2: "0.008", 21: "-0.008"},
    ("A-3", "7", 0): {1: "0.01", 8: "-0.01"},
}
"""Where the print is not what its formula gives: the formula less the print, by year. See docs/rules/macrs.md."""
WITHIN_A_7A = Decimal("0.004")
"""Table A-7a takes 2.564 in every year but the first and the last, which take what that leaves."""


@pytest.fixture(scope="module")
def published(reference_data: Path) -> dict[str, Any]:
    return json.loads((reference_data / "cases" / "macrs.json").read_text(encoding="utf-8"))


def columns(
    published: dict[str, Any],
) -> Iterator[tuple[str, str, str, int, list[Decimal], Fraction, Convention]]:
    """Table, class, options of the class, quarter or month, percentages, months in the first year, convention."""
    for name, table in published["personal_property"].items():
        convention, part, months = CONVENTIONS[name]
        for years, percents in table["classes"].items():
            option = " 150db" if name == "half_year_150db" else ""
            yield table["table"], years, option, part, [*map(Decimal, percents)], months, convention
    for name, years in REAL.items():
        table = published["real_property"][name]
        for month, percents in table["by_month"].items():
            first = 12 - int(month) + Fraction(1, 2)
            part = int(month)
            yield table["table"], years, "", part, [*map(Decimal, percents)], first, Convention.MID_MONTH


def test_every_published_column_is_in_the_data(published: dict[str, Any]) -> None:
    tables = package_figures().tables
    count = 0
    for table, years, option, part, percents, _, convention in columns(published):
        cls = recovery_class(f"macrs-{years}{option}")
        found = tables[table, Column(cls.years, cls.method, convention, part)]
        assert list(found.percents) == percents, (table, years, part)
        assert len(found.percents) == len(percents)
        count += 1
    assert count == 6 * 6 + 2 * 12 == len(tables)


def test_formula_gives_the_published_columns_but_for_the_exceptions(published: dict[str, Any]) -> None:
    for table, years, option, part, percents, months, _ in columns(published):
        found = percentages(recovery_class(f"macrs-{years}{option}"), months)
        printed = [percent for percent in percents if percent]
        assert len(found) == len(printed), (table, years, part)
        assert sum(found) == 100
        off = {i: a - b for i, (a, b) in enumerate(zip(found, printed, strict=True), 1) if a != b}
        if table == "A-7a":
            assert all(abs(difference) <= WITHIN_A_7A for difference in off.values()), (part, off)
            assert all(abs(off.get(i, 0)) <= Decimal("0.001") for i in range(2, len(found))), (part, off)
            continue
        expected = EXCEPTIONS.get((table, years, 0), {})
        assert off == {year: Decimal(difference) for year, difference in expected.items()}, (table, years)


def test_ads_by_formula(published: dict[str, Any]) -> None:
    for years, percents in published["derived_not_published"]["ads_sl_half_year"]["classes"].items():
        found = percentages(recovery_class(f"ads-{years}"), Fraction(6))
        assert found[0] == Decimal(percents[0])
        assert found[-1] == Decimal(percents[-1])
        assert sum(found) == 100


@pytest.mark.parametrize(
    ("table", "years", "quarter", "wrong"),
    [
        # Slips in public copies, with the sums that give them away.
        ("A-2", 20, 1, "99.992"),
        ("A-4", 7, 3, "100.30"),
    ],
)
def test_a_column_that_does_not_add_up_is_refused(
    tmp_path: Path, table: str, years: int, quarter: int, wrong: str
) -> None:
    method = Method.DOUBLE if years == 7 else Method.ONE_AND_A_HALF
    column = Column(Decimal(years), method, Convention.MID_QUARTER, quarter)
    percents = list(package_figures().tables[table, column].percents)
    percents[-1] += Decimal(wrong) - 100
    file = tmp_path / "own.toml"
    file.write_text(
        f'[[column]]\ntable = "{table}"\nclass = {years}\nmethod = "{method}"\nconvention = "mid-quarter"\n'
        f"quarter = {quarter}\npercents = [{', '.join(map(str, percents))}]\n"
    )
    with pytest.raises(TaxError, match=f"own.toml: column {table} of class {years} adds up to {wrong}"):
        read_figures([file])
    file.write_text(
        file.read_text().replace(f", {percents[-1]}]", "]").replace("percents = [", "percents = [50, ")
    )
    with pytest.raises(TaxError):
        read_figures([file])


def test_a_gap_in_a_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[column]]\ntable = "A-8"\nclass = 12\nmethod = "SL"\nconvention = "half-year"\npercents = [50, 50]\n'
    )
    with pytest.raises(TaxError, match="has 2 years, expected 13: there is a gap"):
        read_figures([file])


def test_a_column_of_ones_own_counts(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[column]]\ntable = "A-8"\nclass = 3\nmethod = "SL"\nconvention = "half-year"\n'
        "percents = [16.67, 33.33, 33.33, 16.67]\n"
    )
    column = Column(Decimal(3), Method.STRAIGHT_LINE, Convention.HALF_YEAR, 0)
    assert column not in package_figures().columns
    assert read_figures([file]).columns[column].table == "A-8"
