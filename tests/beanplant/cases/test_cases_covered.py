"""Every published case has its place in docs/cases.md: run through a ledger here, or left out for a reason.

A case that a new file of cases brings fails this test until somebody runs it or says why not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT.parent / "shared" / "cases"
NO_IDS = {"macrs.json"}
"""Tables of percentages, not cases."""
RUN = (
    "Inventory and landed cost",
    "Standard cost",
    "Work orders and jobs",
    "Depreciation",
    "Purchase and construction of assets",
    "Tax depreciation",
    "Debt",
    "Contracts",
    "Discounts",
)
IN_SCOPE = (
    "inventory", "standard", "work order", "production", "job-order", "overhead", "joint", "cost-of-goods", "variance/",
    "wip", "sales/", "depreciation", "disposal", "macrs", "purchase-discount", "early-payment-discount",
    "early payment discount", "vat",
)  # fmt: skip
"""How the topics begin that inventory, landed cost, standard cost, work orders, assets and discounts are about."""


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of each row of the first table below a heading of docs/cases.md."""
    text = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    _, found, section = text.partition(f"## {heading}\n")
    assert found, heading
    table = section.partition("\n## ")[0].strip().partition("\n\n")
    lines = (table[0] if table[0].startswith("|") else table[2].partition("\n\n")[0]).splitlines()
    for line in lines[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def names(heading: str, known: set[str]) -> Iterator[str]:
    """The cases of a table; ``ODO-FIFO-01, -03`` and ``std-os-connie-dl, -dl-rate`` are short for whole names."""
    for cells in rows(heading):
        full = ""
        for part in cells[0].split(", "):
            if part.startswith("-"):
                parts = full.split("-")
                wholes = ["-".join(parts[:-cut]) + part for cut in range(1, len(parts))]
                part = next((whole for whole in wholes if whole in known), part)
            else:
                full = part
            yield part


@pytest.fixture(scope="module")
def topics() -> dict[str, str]:
    """The topic of every case."""
    if not CASES.is_dir():
        pytest.skip("../shared/cases is not beside the repository")
    return {
        case["id"]: case["topic"].lower()
        for path in sorted(CASES.glob("*.json"))
        if path.name not in NO_IDS
        for case in json.loads(path.read_text(encoding="utf-8"))
    }


@pytest.mark.needs("reference-data")
def test_every_case_has_its_place(topics: dict[str, str]) -> None:
    known = set(topics)
    placed = {name for heading in (*RUN, "Left out") for name in names(heading, known)}
    later = [topic for cells in rows("Other topics") for topic in cells[0].split(", ")]
    lost = {
        name: topic
        for name, topic in topics.items()
        if name not in placed and (topic.startswith(IN_SCOPE) or topic.partition("/")[0] not in later)
    }
    assert not lost, f"run them through a ledger and add them to docs/cases.md, or say there why not: {lost}"


@pytest.mark.needs("reference-data")
def test_a_case_stands_in_one_table(topics: dict[str, str]) -> None:
    found = [name for heading in (*RUN, "Left out") for name in names(heading, set(topics))]
    assert sorted(found) == sorted(set(found))


@pytest.mark.needs("reference-data")
def test_every_case_that_runs_is_named_by_its_test(topics: dict[str, str]) -> None:
    here = Path(__file__)
    text = "".join(path.read_text(encoding="utf-8") for path in here.parent.glob("test_*.py") if path != here)
    tested = plain(text)
    missing = [name for heading in RUN for name in names(heading, set(topics)) if plain(name) not in tested]
    assert not missing


@pytest.mark.needs("reference-data")
@pytest.mark.parametrize(
    ("heading", "page"), [("Discounts", "discount-cases.md"), ("Contracts", "contract-cases.md")]
)
def test_every_case_has_its_journal_entries(topics: dict[str, str], heading: str, page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    missing = [name for name in names(heading, set(topics)) if f"### {name}\n" not in text]
    assert not missing


@pytest.mark.needs("reference-data")
def test_a_case_that_is_new_is_seen(topics: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match="ZZZ-01"):
        test_every_case_has_its_place({**topics, "ZZZ-01": "inventory/fifo"})
    with pytest.raises(AssertionError, match="ZZZ-02"):
        test_every_case_has_its_place({**topics, "ZZZ-02": "a topic of its own"})


def plain(text: str) -> str:
    """A case's name as a test's name has it: ``ODO-FIFO-01`` is ``odo_fifo_01``."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower())
