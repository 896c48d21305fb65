"""docs/importing-invoices.md: its files are written, its command is called, and what it shows is what comes out."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data
from click.testing import CliRunner

from beanplant import cli

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importing-invoices.md"
BLOCK = re.compile(
    r"^<!-- *(file: (?P<file>\S+)|output) *-->\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
BALANCES = re.compile(r"(?<!-->\n)^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ bean-plant (.*)$", re.MULTILINE)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The commands of the page, each with what stands below it; its files are written, but for the journals."""
    text = PAGE.read_text("utf-8")
    for match in BLOCK.finditer(text):
        name = match["file"]
        if name and not name.startswith("journals/"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(match["text"], "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    found = COMMAND.split(text)[1:]
    return list(zip(found[::2], found[1::2], strict=True))


def test_the_page_imports_what_it_shows(parts: list[tuple[str, str]]) -> None:
    assert len(parts) == 2
    for index, (command, below) in enumerate(parts):
        with Path("main.beancount").open("a", encoding="utf-8") as ledger:
            ledger.write('include "vendors.beancount"\n' if index else 'plugin "beanplant"\n')
        result = CliRunner().invoke(cli.main, command.split())
        assert result.exit_code == 0, result.output
        blocks = [
            match for match in BLOCK.finditer(below) if (match["file"] or "journals/").startswith("journals/")
        ]
        output, shown = blocks
        assert output["text"] in result.output
        journal = Path(shown["file"]).read_text("utf-8")
        assert journal.partition("\n\n")[2].strip() == shown["text"].strip()
        if not index:
            with Path("main.beancount").open("a", encoding="utf-8") as ledger:
                ledger.write('include "journals/*.beancount"\n')
        sums = balances()
        [listed] = BALANCES.findall(below)
        for line in listed.splitlines():
            account, amount, _ = line.split()
            assert sums[account] == Decimal(amount), account
        assert "Nothing new" in CliRunner().invoke(cli.main, command.split()).output


def balances() -> dict[str, Decimal]:
    """Return the balances at cost of the ledger, which has no errors."""
    entries, errors, _ = loader.load_file("main.beancount")
    assert [error.message for error in errors] == []
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            price = posting.cost.number if posting.cost is not None else 1
            sums[posting.account] += posting.units.number * price
    return sums
