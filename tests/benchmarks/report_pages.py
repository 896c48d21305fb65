"""Report pages of large ledgers in Fava: the server's time for a request, after the ledger is loaded.

Beside them stands Fava's own income statement of the same ledger and month.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import assets
import invoices
from measure import BenchmarkError, run, section, table

ASK = """
import json, sys, time
from fava.application import create_app
path, expected, asked = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
app = create_app([path], load=True)
client = app.test_client()
slug = client.get("/", follow_redirects=True).request.path.split("/")[1]
errors = app.config["LEDGERS"][slug].errors
def ask(address):
    began = time.process_time()
    answer = client.get(f"/{slug}/{address}")
    taken = time.process_time() - began
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200, text[-2000:]
    assert expected in text or "part=" in address or address.startswith("api/"), text[-2000:]
    assert "could not be drawn" not in text, text[-2000:]
    return 1000 * taken
print(json.dumps({"errors": len(errors), "asked": {name: [ask(each) for each in all] for name, all in asked.items()}}))
"""
AGAIN = "the same page again"


class Pages(NamedTuple):
    """A report of a large ledger: what is asked for by name, and the milliseconds that a page shown before may take.

    ``expected`` stands on each page but a further part of its rows.
    """

    title: str
    text: str
    write: Callable[[Path], None]
    expected: str
    asked: dict[str, list[str]]
    goal: int


def _asked(extension: str, month: str, year: int, cell: str = "") -> dict[str, list[str]]:
    """Return the requests of a page, in the order in which they are made."""
    page = f"extension/{extension}/"
    found = {
        "the first page after the load": [f"{page}?time={month}"],
        AGAIN: [f"{page}?time={month}"] * 9,
        "another part of its rows": [f"{page}?time={month}&part={part}" for part in range(2, 11)],
        "another date": [f"{page}?time={year}-{number:02}" for number in range(1, 6)],
    }
    if cell:
        found["the postings behind a figure"] = [f"{page}?time={month}&cell={cell}"] * 5
    # Each month is asked for once, so that none comes from what Fava keeps.
    found["Fava's income statement"] = [
        f"api/income_statement?time={year}-{number:02}" for number in range(1, 10)
    ]
    return found


REGISTER = Pages(
    "A register of 50,000 assets in Fava",
    "the page of the register with 50,000 assets, 400 rows at a time",
    lambda path: assets.write_ledger(path, 50_000, plugin=True),
    "A-00000",
    _asked("PlantAssetRegister", "2024-06", 2023, "assets/A-00000/accumulated"),
    300,
)
RECEIVABLES = Pages(
    "The receivables of 100,000 invoices and payments in Fava",
    "the page of receivables by age, with the discount that can still be taken, of 50,000 invoices and their payments",
    lambda path: invoices.write_ledger(path, 100_000, plugin=True, method="gross"),
    "Customer 000",
    _asked("PlantReceivables", "2025-06", 2025),
    100,
)


def measure(pages: Pages, folder: Path, rounds: int) -> str:
    """Ask for the pages in a process of its own, ``rounds`` times, and return a section."""
    path = folder / "pages.beancount"
    pages.write(path)
    extension = '2021-01-01 custom "fava-extension" "fava_beanplant"\n'
    path.write_text(extension + path.read_text(encoding="utf-8"), encoding="utf-8")
    asked: dict[str, list[float]] = {}
    for _ in range(rounds):
        command = [sys.executable, "-c", ASK, path, pages.expected, json.dumps(pages.asked)]
        result = json.loads(run(command).output.strip().splitlines()[-1])
        if result["errors"]:
            raise BenchmarkError(f"{path.name}: {result['errors']} errors")
        for name, times in result["asked"].items():
            asked.setdefault(name, []).extend(times)
    rows = [
        [name, f"**{statistics.median(times):.0f}**", f"{min(times):.0f} to {max(times):.0f}"]
        for name, times in asked.items()
    ]
    again = statistics.median(asked[AGAIN])
    if again > pages.goal:
        raise BenchmarkError(
            f"a page that was shown before takes {again:.0f} ms, expected at most {pages.goal}"
        )
    return section(
        f"CPU milliseconds of the server for {pages.text}; a page that was shown before has at most {pages.goal}.",
        table(["request", "median", "least to most"], rows),
    )
