"""docs/importing-assets.md: its files are written, its commands are called, and what it shows is what comes out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from beanplant import cli
from beanplant_importers.asset_classes import AssetClasses

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importing-assets.md"
JOURNAL = "journals/assets.beancount"
BLOCK = re.compile(
    r"^<!-- *(file: (?P<file>\S+)|output) *-->\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def blocks() -> dict[str, str]:
    found = BLOCK.finditer(PAGE.read_text("utf-8"))
    return {match["file"] or "output": match["text"] for match in found}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in blocks().items():
        if name not in ("output", JOURNAL):
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
    assert "sap.assets.P100" in results[0].output
    assert blocks()["output"] in results[1].output
    journal = Path(JOURNAL).read_text("utf-8").partition("\n\n")[2]
    assert journal.partition("; Not imported")[0].strip() == blocks()[JOURNAL].strip()
    again = CliRunner().invoke(cli.main, commands[1].split())
    assert "Nothing new" in again.output


def test_the_table_of_codes_is_one() -> None:
    [table] = re.findall(r"(?<!-->\n)^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    classes = AssetClasses("oracle", tomllib.loads(table))
    assert classes.words.convention("FOL-MONTH") == "full-month"
    found = classes.words.method("Z200")
    assert found is not None
    assert (found.method, found.factor, found.switch) == ("declining-balance", "2.0", True)
