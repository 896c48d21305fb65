"""The tax book of an asset: what its keys say, and what is refused at its line."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from beancount import loader

from beanplant import masterdata
from beanplant.masterdata.tax_books import KEYS
from beanplant.masterdata.tax_years import tax_calendar
from beanplant.rules.tax.tax_years import TaxYear

HEAD = """
option "operating_currency" "USD"
2026-01-01 open Assets:P100:Machinery
2026-01-01 open Expenses:P100:Depreciation
""".lstrip()


def asset(*keys: str, name: str = "A", date: str = "2026-02-01", cost: str = "10000.00") -> str:
    lines = [f'{date} custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD']
    lines += ['  life: "7 years"', "  expense: Expenses:P100:Depreciation", *(f"  {key}" for key in keys)]
    return "\n".join(lines) + "\n"


def test_all_keys(read: Callable[[str], Any]) -> None:
    keys = (
        'tax: "macrs-5"', "section-179: 1000.00 USD", "acquired: 2024-12-01", 'bonus: "20%"',
        'business-use: "80%"', "listed: TRUE",
    )  # fmt: skip
    doc = read(HEAD + asset(*keys))
    assert not doc.errors, doc.places
    tax = doc.master.tax_assets["A"]
    assert (tax.cls.name, tax.cost, tax.section_179, tax.bonus) == ("macrs-5", 10000, 1000, Fraction(1, 5))
    assert (tax.service, tax.acquired) == (datetime.date(2026, 2, 1), datetime.date(2024, 12, 1))
    assert (tax.business_use, tax.listed, tax.kind) == (Fraction(4, 5), True, "qualified")


def test_what_is_left_out(read: Callable[[str], Any]) -> None:
    doc = read(HEAD + asset('tax: "ads-12"') + asset(name="B"))
    assert not doc.errors, doc.places
    assert list(doc.master.tax_assets) == ["A"]
    tax = doc.master.tax_assets["A"]
    assert (tax.section_179, tax.bonus, tax.acquired, tax.business_use, tax.listed) == (
        D(0),
        None,
        None,
        1,
        False,
    )


@pytest.mark.parametrize(
    ("text", "kind", "share"),
    [
        ("FALSE", "qualified", Fraction(0)),
        ("0.4", "qualified", Fraction(2, 5)),
        ('"100%"', "qualified", Fraction(1)),
        ('"long-production"', "long-production", None),
    ],
)
def test_bonus(read: Callable[[str], Any], text: str, kind: str, share: Fraction | None) -> None:
    doc = read(HEAD + asset('tax: "macrs-7"', f"bonus: {text}"))
    assert not doc.errors, doc.places
    tax = doc.master.tax_assets["A"]
    assert (tax.kind, tax.bonus) == (kind, share)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (('tax: "macrs-8"',), 'found the class "macrs-8"'),
        (('tax: "macr-7"',), 'did you mean "macrs-7"'),
        (("tax: 7",), "tax: found 7, expected a text in quotes"),
        (("section-179: 5.00 USD",), 'section-179: belongs to a tax book, but tax: is missing; write such as'),
        (('tax: "macrs-7"', "section-179: 10000.01 USD"), "section-179: found 10000.01, expected at most"),
        (('tax: "macrs-7"', "section-179: 5.00 EUR"), "section-179: found 5.00 EUR, expected an amount in USD"),
        (('tax: "macrs-7"', 'bonus: "half"'), 'bonus: found "half", expected a share such as "40%"'),
        (('tax: "macrs-7"', "bonus: TRUE"), "bonus: found TRUE, expected a share"),
        (('tax: "macrs-7"', 'bonus: "50%"', "acquired: 2024-12-01"), "bonus: found 50%, expected at most 20%"),
        (('tax: "macrs-7"', 'acquired: "2024"'), 'acquired: found "2024", expected a date'),
        (('tax: "macrs-7"', "acquired: 2026-03-01"), "acquired on 2026-03-01, after it was placed in service"),
        (('tax: "macrs-39"', 'bonus: "production-property"'), "acquired: is missing"),
        (('tax: "macrs-7"', 'business-use: "120%"'), 'business-use: found "120%", expected a share such as "80%"'),
        (('tax: "macrs-7"', 'business-use: "50%"', "listed: TRUE"), "expected the alternative system"),
    ],
)  # fmt: skip
def test_what_is_refused_at_its_line(
    read: Callable[[str], Any], keys: tuple[str, ...], expected: str
) -> None:
    doc = read(HEAD + asset(*keys))
    assert expected in doc.only
    assert doc.only.startswith(f"{HEAD.count(chr(10)) + 1}: ")


def test_more_than_the_limit_of_the_year_is_a_fault(read: Callable[[str], Any]) -> None:
    elected = ('tax: "macrs-7"', "section-179: 1500000.00 USD")
    both = asset(*elected, cost="1500000.00") + asset(*elected, name="B", cost="1500000.00")
    doc = read(HEAD + both)
    assert "3000000.00 elected in 2026 on 2 assets, expected at most 2560000; elect less" in doc.only


def test_a_mid_quarter_year_half_entered(read: Callable[[str], Any]) -> None:
    doc = read(HEAD + asset('tax: "macrs-7 mid-quarter"') + asset('tax: "macrs-5"', name="B"))
    assert '"A" of the same tax year, 2026, states mid-quarter' in doc.only
    assert 'write "macrs-5 mid-quarter"' in doc.only


def test_the_tax_years_are_the_fiscal_years() -> None:
    class Moved:
        """Calendar years, then from July 2026 years to June."""

        changes = ((0, 12), (2026 * 12 + 6, 6))

        def year(self, month: int) -> tuple[int, int]:
            if month >= 2026 * 12 + 6:
                first = month - (month - 6) % 12
                return first, first + 12
            first = month - month % 12
            return first, min(first + 12, 2026 * 12 + 6)

    calendar = tax_calendar(Moved())
    day = datetime.date
    assert calendar.short_years == (TaxYear(day(2026, 1, 1), day(2026, 6, 30)),)
    assert calendar.year_of(day(2026, 9, 9)) == TaxYear(day(2026, 7, 1), day(2027, 6, 30))
    assert calendar.year_of(day(2025, 9, 9)) == TaxYear(day(2025, 1, 1), day(2025, 12, 31))


def test_figures_of_ones_own(read: Callable[[str], Any], tmp_path: Path) -> None:
    """A year of one's own counts for what is elected in it, and a file beside the top file is found."""
    file = tmp_path / "own.toml"
    file.write_text("[[section-179]]\nyear = 2031\nlimit = 500\nthreshold = 9000\n")
    elected = asset('tax: "macrs-7"', "section-179: 600.00 USD", date="2031-02-01", cost="600.00")
    assert "no limits of section 179 for 2031" in read(HEAD + elected).only
    own = f'2026-01-01 custom "plant-tax-figures" "{file}"\n'
    assert "expected at most 500; elect less" in read(HEAD + own + elected).only
    top = tmp_path / "main.beancount"
    top.write_text(HEAD + own.replace(str(file), "own.toml") + elected)
    entries, _, options_map = loader.load_file(str(top))
    master, faults = masterdata.read(entries, options_map)
    assert [error.message for error in faults.errors()] == [read(HEAD + own + elected).errors[0].message]
    assert master.tax_figures is not None
    assert master.tax_figures.limits(2031).limit == 500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "own.toml: cannot be read"),
        ("[[section-179]]\nyear = 2031\n", "without limit, threshold"),
        (
            '[[column]]\nclass = 7\nmethod = "200DB"\nconvention = "half-year"\npercents = [99]\n',
            "adds up to 99",
        ),
    ],
)
def test_figures_that_are_wrong(
    read: Callable[[str], Any], tmp_path: Path, text: str | None, expected: str
) -> None:
    file = tmp_path / "own.toml"
    if text is not None:
        file.write_text(text)
    doc = read(
        f'{HEAD}2026-01-01 custom "plant-tax-figures" "{file}"\n{asset("tax: " + chr(34) + "macrs-7" + chr(34))}'
    )
    assert expected in doc.only
    assert "A" in doc.master.tax_assets


def test_any_key_of_a_tax_book_has_it_read() -> None:
    """Its modules are left alone where no asset has such a key."""
    assert {"tax", *KEYS} == masterdata.TAX_KEYS
