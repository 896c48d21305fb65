"""The samples of reports in the documentation are what the command prints."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from beancount import loader

from beanplant.reports import catalog, cost_of_goods, render_text
from beanplant.reports.period import CALENDAR_YEAR, parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from beanplant.reports.books import Books


def test_the_sample_is_real(root: Path, books: Books, hand_valued: Any) -> None:
    page = (root / "docs" / "reports.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```text\n(Cost of goods.*?)\n```", page, flags=re.DOTALL)
    text = render_text.render(cost_of_goods.build(choose(books), parse_period("2026-03")))
    assert text.startswith(sample + "\n")
    assert text[len(sample) :].strip().startswith("Note: ")


def test_the_sample_of_a_statement_is_real(root: Path, books_of: Callable[[Any], Books]) -> None:
    page = (root / "docs" / "reports.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```text\n(Rebate statement.*?)\n```", page, flags=re.DOTALL)
    entries, errors, options_map = loader.load_file(str(root / "ledgers" / "contracts" / "main.beancount"))
    assert not errors
    books = books_of(SimpleNamespace(entries=entries, options_map=options_map))
    entry = catalog.find("rebate-statement")
    scope = entry.scope(books, catalog.Wish(customer="Customer 005"))
    text = render_text.render(entry.build(scope, parse_period("2026"), CALENDAR_YEAR))
    assert text == sample + "\n"


@pytest.mark.parametrize(
    ("name", "time"),
    [("maintenance-cost", "2026-03"), ("property-tax-listing", "2026"), ("form-4562", "2026")],
)
def test_the_sample_of_a_rule_page_is_real(
    root: Path, load_ledger: Callable[[str], Any], books_of: Callable[[Any], Books], name: str, time: str
) -> None:
    page = (root / "docs" / "rules" / f"{name}.md").read_text(encoding="utf-8")
    ledger = load_ledger("".join(re.findall(r"```beancount\n(.*?)```", page, flags=re.DOTALL)))
    assert not ledger.errors, ledger.messages
    report = catalog.find(name).build(choose(books_of(ledger)), parse_period(time))
    printed = {
        table.title: [line.rstrip() for line in render_text.table_lines(table)] for table in report.tables
    }
    sample = re.findall(r"```text\n(.*?)```", page, flags=re.DOTALL)[-1]
    for part in sample.strip().split("\n\n"):
        title, *lines = part.splitlines()
        assert lines == printed[title]
