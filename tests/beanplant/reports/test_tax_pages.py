"""What the pages on tax and further books print of a report is what the report has, of the ledger of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from beanplant.reports import catalog, render_text
from beanplant.reports.period import CALENDAR_YEAR, parse_period
from beanplant.reports.scope import choose

RULES = Path(__file__).resolve().parents[3] / "docs" / "rules"
PAGES = (
    "macrs", "section-179-bonus", "tax-events", "passenger-automobiles", "tax-disposals", "tax-depletion",
    "book-to-tax", "further-books",
)  # fmt: skip
BLOCK = re.compile(
    r"^(?:<!-- *(?P<note>.*?) *-->\n+)?```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
COMMAND = re.compile(r"\$ bean-plant report (?P<name>[\w-]+) --time (?P<time>\S+)")


def printed(page: str) -> Iterator[Any]:
    """Each report that a page prints: the ledger before it, its name and time, and the lines."""
    ledger, command = "", None
    for block in BLOCK.finditer((RULES / f"{page}.md").read_text(encoding="utf-8")):
        note, kind, text = block["note"] or "", block["kind"], block["text"]
        if kind == "beancount" and note in ("", "new ledger"):
            ledger = text if note else ledger + text
        elif kind == "console":
            command = COMMAND.search(text)
        elif (
            kind == "text"
            and command is not None
            and not text.startswith(("Assets:", "Expenses:", "Income:"))
        ):
            yield pytest.param(ledger, command["name"], command["time"], text, id=f"{page}-{command['name']}")
            command = None


EXAMPLES = [example for page in PAGES for example in printed(page)]


def cells(line: str) -> list[str]:
    return [cell for cell in re.split(r"\s{2,}", line.strip()) if cell]


def within(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(cell in rest for cell in part)


@pytest.mark.parametrize(("ledger", "name", "time", "text"), EXAMPLES)
def test_a_page_prints_what_the_report_has(
    load_ledger: Callable[[str], Any],
    books_of: Callable[[Any], Any],
    ledger: str,
    name: str,
    time: str,
    text: str,
) -> None:
    loaded = load_ledger(ledger)
    assert not loaded.errors, loaded.messages
    report = catalog.find(name).build(choose(books_of(loaded)), parse_period(time), CALENDAR_YEAR)
    made = [cells(line) for line in render_text.render(report).splitlines()]
    missing = [line for line in text.splitlines()[1:] if not any(within(cells(line), each) for each in made)]
    assert not missing, render_text.render(report)


def test_most_pages_print_a_report() -> None:
    assert len(EXAMPLES) >= len(PAGES) - 1
