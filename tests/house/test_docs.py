"""Every example in the documentation runs, with the plugin and with Beancount's pedantic checks.

The ``beancount`` blocks of a page make one ledger, in the order in which they stand. A comment in the line
before a block changes that:

``<!-- new ledger -->``      the block starts another ledger
``<!-- result -->``          what the plugin makes of a transaction: the books must hold it, posting by posting
``<!-- error: TEXT -->``     the ledger so far with this block has an error that contains TEXT; the block is left
                             out of what follows
``<!-- fragment -->``        shows syntax only: it must parse

A ``text`` block whose lines are an account and an amount states balances of the ledger before it, at cost,
accounts below included; an amount of an item is its units. A ``console`` block holds commands that exist.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from beancount.parser import parser

if TYPE_CHECKING:
    from beancount.core import data

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
)

BLOCK = re.compile(
    r"^(?:<!-- *(?P<note>.*?) *-->\n+)?```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
BALANCE = re.compile(
    r"^(?P<account>[A-Z]\w*(?::[\w-]+)+) +(?P<number>-?[\d,.]+) (?P<currency>[A-Z][A-Z0-9'._-]*)$"
)
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[\w-]*)?\)")


@dataclass
class Example:
    """A ledger of a page, up to some block, and what the page says of it."""

    page: Path
    line: int
    ledger: str
    balances: list[tuple[str, Decimal, str]] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def text(self) -> str:
        """The ledger with the plugins that every example passes."""
        lines = self.ledger.splitlines()
        plugins = [line for line in lines if line.startswith("plugin ")]
        rest = [line for line in lines if not line.startswith("plugin ")]
        if not any('"beanplant' in line for line in plugins):
            plugins.append('plugin "beanplant"')
        plugins.append('plugin "beancount.plugins.pedantic"')
        return "\n".join((*plugins, *rest, ""))

    def __str__(self) -> str:
        """Name the test by page and line."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def balances(text: str) -> list[tuple[str, Decimal, str]] | None:
    """Read a text block as balances; None if it is something else."""
    found = [BALANCE.match(line) for line in text.splitlines() if line.strip()]
    if not found or not all(found):
        return None
    return [(m["account"], Decimal(m["number"].replace(",", "")), m["currency"]) for m in found if m]


def examples(page: Path) -> Iterator[Example]:
    """Give the ledgers of a page: at each place where something is said of it, and at its end."""
    text = page.read_text(encoding="utf-8")
    current = Example(page, 1, "")
    for match in BLOCK.finditer(text):
        note, kind, body = match["note"] or "", match["kind"], match["text"]
        line = text.count("\n", 0, match.start("text")) + 1
        if kind == "beancount":
            if note == "new ledger":
                yield current
                current = Example(page, line, body)
            elif note.startswith("error:"):
                yield Example(page, line, current.ledger + body, error=note.removeprefix("error:").strip())
            elif note == "result":
                current.results.append(body)
            elif note == "fragment":
                yield Example(page, line, body, error="fragment")
            else:
                if current.balances or current.results:
                    yield current
                current = Example(page, line, current.ledger + body)
        elif kind == "text" and (stated := balances(body)):
            current.balances += stated
    yield current


EXAMPLES = [example for page in PAGES for example in examples(page) if example.ledger]
LEDGERS = [example for example in EXAMPLES if not example.error]
ERRORS = [example for example in EXAMPLES if example.error not in ("", "fragment")]
FRAGMENTS = [example for example in EXAMPLES if example.error == "fragment"]


def legs(entry: data.Transaction) -> Counter[tuple[str, str]]:
    """The postings of a transaction as account and what is booked there; lots of one cost are one."""
    totals: dict[tuple[str, str, str], Decimal] = {}
    for posting in entry.postings:
        number = getattr(posting.cost, "number_per", None) or getattr(posting.cost, "number", None)
        cost = f" {{{number.normalize():f} {posting.cost.currency}}}" if number else ""
        key = (posting.account, posting.units.currency, cost)
        totals[key] = totals.get(key, Decimal(0)) + posting.units.number
    return Counter(
        (account, f"{total.normalize():f} {unit}{cost}") for (account, unit, cost), total in totals.items()
    )


@pytest.mark.parametrize("example", LEDGERS, ids=str)
def test_example_passes_pedantic(example: Example, load_ledger: Callable[[str], Any]) -> None:
    ledger = load_ledger(example.text)
    assert not ledger.messages
    for account, number, currency in example.balances:
        money = ledger.money(account)
        stated = {currency: number} if number else {}
        held = money if currency in money or currency not in ledger.units(account) else ledger.units(account)
        assert {c: n for c, n in held.items() if c == currency} == stated, account
    for result in example.results:
        expected, errors, _ = parser.parse_string(result)
        assert not errors
        for entry in expected:
            same_day = [
                e for e in ledger.transactions if (e.date, e.narration) == (entry.date, entry.narration)
            ]
            assert legs(entry) in [legs(e) for e in same_day]


@pytest.mark.parametrize("example", ERRORS, ids=str)
def test_wrong_example_is_refused(example: Example, load_ledger: Callable[[str], Any]) -> None:
    messages = load_ledger(example.text).messages
    assert any(example.error in message for message in messages), messages


@pytest.mark.parametrize("example", FRAGMENTS, ids=str)
def test_fragment_parses(example: Example) -> None:
    _, errors, _ = parser.parse_string(example.ledger)
    assert not errors


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for match in LINK.finditer(text):
        target = match["target"]
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("folder", ["docs", "docs/rules", "docs/decisions"])
def test_every_page_is_in_its_index(folder: str) -> None:
    pages = ROOT / folder
    index = next(path for name in ("index.md", "README.md") if (path := pages / name).exists())
    linked = {match["target"] for match in LINK.finditer(index.read_text(encoding="utf-8"))}
    assert {path.name for path in pages.glob("*.md")} - {index.name} <= linked


@cache
def bean_plant(*words: str) -> str:
    """What the command prints."""
    call = [sys.executable, "-m", "beanplant.cli", *words]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout


def commands() -> list[tuple[str, str]]:
    """Give the commands of all console blocks with their page."""
    found = []
    for page in PAGES:
        for match in BLOCK.finditer(page.read_text(encoding="utf-8")):
            if match["kind"] == "console":
                lines = [line[2:] for line in match["text"].splitlines() if line.startswith("$ ")]
                found += [(page.relative_to(ROOT).as_posix(), line) for line in lines]
    return found


@pytest.mark.parametrize(("page", "command"), commands())
def test_command_exists(page: str, command: str) -> None:
    words = [word for word in command.split("#")[0].split() if not re.fullmatch(r"[A-Z_]+=.*", word)]
    if words[0] == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), words[1]
    if words[0] == "bean-plant":
        listed = bean_plant("--help").partition("Commands:")[2]
        known = re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE)
        called = [word for word in words if word in known][:1]
        assert called or len(words) == 1, f"{page}: none of {known}"
        helps = bean_plant("--help") + bean_plant(*called, "--help")
        for word in words[1:]:
            if word.startswith("-"):
                assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", helps), f"{page}: {word}"
        if called == ["report"] and len(after := words[words.index("report") + 1 :]):
            assert after[0] in bean_plant("report"), f"{page}: {after[0]}"
