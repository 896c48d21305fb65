"""docs/importing-sap.md: its files are written, its commands are called, and what it shows is what comes out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from beanplant import cli
from beanplant_importers.systems.sap_movements import Movements

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importing-sap.md"
BLOCK = re.compile(
    r"^<!-- *(file: (?P<file>\S+)|output) *-->\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def blocks() -> dict[str, str]:
    found = BLOCK.finditer(PAGE.read_text("utf-8"))
    return {match["file"] or "output": match["text"] for match in found}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in blocks().items():
        if name not in ("output", "journals/2026-03.beancount"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode("cp1252"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    return tmp_path


def test_the_page_imports_what_it_shows(folder: Path) -> None:
    commands = re.findall(r"^\$ bean-plant (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    results = [CliRunner().invoke(cli.main, command.split()) for command in commands]
    assert [result.exit_code for result in results] == [0, 0], results[-1].output
    assert results[0].output.count("sap.") == 3
    assert blocks()["output"] in results[1].output
    journal = Path("journals/2026-03.beancount").read_text("utf-8")
    assert journal.partition("\n\n")[2].strip() == blocks()["journals/2026-03.beancount"].strip()
    again = CliRunner().invoke(cli.main, commands[1].split())
    assert "Nothing new" in again.output


def test_the_table_of_movements_is_one(tmp_path: Path) -> None:
    [table] = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(tomllib.loads(table)["movement"]) == 3
    path = tmp_path / "movements.toml"
    path.write_text(table, "utf-8")
    movements = Movements(path)
    rule = movements.find("551", "", "none")
    assert rule is not None
    assert rule.against == "Expenses:P100:Quality:Scrap"
    rule = movements.find("Z04", "", "order")
    assert rule is not None
    assert rule.kind == "issue"
