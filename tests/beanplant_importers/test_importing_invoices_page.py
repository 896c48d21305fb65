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
JOURNAL = "journals/2026-03.beancount"
BLOCK = re.compile(
    r"^<!-- *(file: (?P<file>\S+)|output) *-->\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The files of the page, which are written into the working folder, but for the journal."""
    found = BLOCK.finditer(PAGE.read_text("utf-8"))
    files = {match["file"] or "output": match["text"] for match in found}
    for name, text in files.items():
        if name not in ("output", JOURNAL):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    return files


def test_the_page_imports_what_it_shows(blocks: dict[str, str]) -> None:
    [command] = re.findall(r"^\$ bean-plant (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    result = CliRunner().invoke(cli.main, command.split())
    assert result.exit_code == 0, result.output
    assert blocks["output"] in result.output
    journal = Path(JOURNAL).read_text("utf-8")
    assert journal.partition("\n\n")[2].strip() == blocks[JOURNAL].strip()
    with Path("main.beancount").open("a", encoding="utf-8") as ledger:
        ledger.write('plugin "beanplant"\ninclude "journals/*.beancount"\n')
    entries, errors, _ = loader.load_file("main.beancount")
    assert [error.message for error in errors] == []
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            sums[posting.account] += posting.units.number
    [shown] = re.findall(r"(?<!-->\n)^```text\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for line in shown.splitlines():
        account, amount, _ = line.split()
        assert sums[account] == Decimal(amount)
    assert "Nothing new" in CliRunner().invoke(cli.main, command.split()).output
