"""Runs the ledgers of the other plugins that docs/comparison.md shows, and compares what they do with what it says.

A block that is a fragment with a plugin line of another package is one of its ledgers; the accounts that it writes are
opened for it, and ``auto_accounts`` opens those that the plugin makes. The ``text`` block that follows says the
package, on which day it is loaded where that matters, and below it what is the case: a balance at cost, a posting with
its date, ``error: TEXT``, or ``prints: TEXT``. Without ``error:`` there is none.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from measure import ENVIRONMENT

PAGE = Path(__file__).resolve().parents[2] / "docs" / "comparison.md"
SHOWN = re.compile(
    r"<!-- fragment -->\n```beancount\n(?P<ledger>.*?)```\n\n```text\n(?P<package>[\w-]+)(?: on (?P<day>[\d-]+))?\n"
    r"(?P<said>.*?)```",
    re.DOTALL,
)
FIGURE = re.compile(r"(?:(?P<date>\d{4}-\d\d-\d\d) )?(?P<account>\S+) +(?P<number>\S+) (?P<currency>[A-Z]+)")

ACCOUNT = re.compile(r"^  ([A-Z]\w+(?::\w+)+)", re.MULTILINE)

LOAD = """
import datetime, json, sys
from collections import defaultdict
if len(sys.argv) > 2:
    import types
    import beancount_interpolate.common as common
    clock = types.ModuleType("datetime")
    clock.__dict__.update(datetime.__dict__)
    day = datetime.date.fromisoformat(sys.argv[2])
    clock.date = type("date", (datetime.date,), {"today": classmethod(lambda cls: day)})
    common.datetime = clock
from beancount import loader
from beancount.core import convert, data
entries, errors, _ = loader.load_file(sys.argv[1])
balances, postings = defaultdict(list), []
for entry in entries:
    if isinstance(entry, data.Transaction):
        for posting in entry.postings:
            cost = convert.get_cost(posting)
            balances[posting.account + " " + cost.currency].append(cost.number)
            postings.append([str(entry.date), posting.account, str(cost.number), cost.currency])
print("\\n" + json.dumps({"balances": {name: str(sum(each)) for name, each in balances.items()},
                          "postings": postings, "errors": [error.message for error in errors]}))
"""


class Shown(NamedTuple):
    """A ledger of the page: its line, its text, whose it is, the day of the load, and what the page says of it."""

    line: int
    ledger: str
    package: str
    day: str | None
    said: list[str]


def shown() -> Iterator[Shown]:
    """Yield the ledgers of the page."""
    text = PAGE.read_text(encoding="utf-8")
    for found in SHOWN.finditer(text):
        said = [line.strip() for line in found["said"].splitlines() if line.strip()]
        line = text.count("\n", 0, found.start()) + 1
        yield Shown(line, found["ledger"], found["package"], found["day"], said)


def wrong(folder: Path, pythons: Mapping[str, Path]) -> list[str]:
    """Return what the page says of other plugins and is not so; ``pythons`` are those of the packages' environments."""
    return [
        f"docs/comparison.md:{each.line}: {each.package}: {line}"
        for each in shown()
        if each.package in pythons
        for line in _untrue(each, folder, pythons[each.package])
    ]


def _untrue(each: Shown, folder: Path, python: Path) -> Iterator[str]:
    path = folder / "shown.beancount"
    opens = "".join(f"1990-01-01 open {name}\n" for name in sorted(set(ACCOUNT.findall(each.ledger))))
    path.write_text(f'{each.ledger}\nplugin "beancount.plugins.auto_accounts"\n{opens}', encoding="utf-8")
    day = [each.day] if each.day else []
    command = [str(python), "-c", LOAD, str(path), *day]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    printed, _, last = done.stdout.strip().rpartition("\n")
    result = json.loads(last)
    errors = [line.removeprefix("error: ") for line in each.said if line.startswith("error: ")]
    if not errors and result["errors"]:
        yield f"no error, but found {result['errors'][0]}"
    for line in each.said:
        kind, _, text = line.partition(": ")
        if kind == "error":
            true = any(text in message for message in result["errors"])
        elif kind == "prints":
            true = text in printed
        else:
            true = _is_booked(line, result)
        if not true:
            yield line


def _is_booked(line: str, result: dict[str, dict[str, str] | list[list[str]]]) -> bool:
    figure = FIGURE.fullmatch(line)
    assert figure is not None, line
    number = Decimal(figure["number"].replace(",", ""))
    if figure["date"] is None:
        balances = result["balances"]
        assert isinstance(balances, dict)
        return Decimal(balances.get(f"{figure['account']} {figure['currency']}", "0")) == number
    return any(
        (date, account, Decimal(found), currency)
        == (figure["date"], figure["account"], number, figure["currency"])
        for date, account, found, currency in result["postings"]
    )
