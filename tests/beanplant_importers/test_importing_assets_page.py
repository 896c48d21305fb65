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
    r"^<!-- *((?P<note>file|added): (?P<file>\S+)|output) *-->\n```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(note: str | None = "file") -> dict[str, str]:
    """Return the files of the page, what is added to them, or (None) what is printed, by number."""
    found = [match for match in BLOCK.finditer(PAGE.read_text("utf-8")) if match["note"] == note]
    return {match["file"] or str(number): match["text"] for number, match in enumerate(found)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in blocks().items():
        if name != JOURNAL:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("cp1252"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    return tmp_path


def test_the_page_imports_what_it_shows(folder: Path) -> None:
    commands = re.findall(r"^\$ bean-plant (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    identified = CliRunner().invoke(cli.main, commands[0].split())
    assert identified.exit_code == 0, identified.output
    assert "sap.assets.P100" in identified.output
    printed = blocks(None)
    before = ""
    for number, expected in enumerate((blocks()[JOURNAL], blocks("added")[JOURNAL])):
        result = CliRunner().invoke(cli.main, commands[number + 1].split())
        assert result.exit_code == 0, result.output
        assert printed[str(number)] in result.output
        journal = Path(JOURNAL).read_text("utf-8")
        added = journal.removeprefix(before.rstrip("\n")).lstrip("\n").partition("\n\n")[2]
        assert added.partition("; Not imported")[0].strip() == expected.strip()
        before = journal
    again = CliRunner().invoke(cli.main, commands[2].split())
    assert "Nothing new" in again.output


def test_the_tables_are_such() -> None:
    tables = re.findall(r"(?<!-->\n)^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    groups, codes = (AssetClasses("oracle", tomllib.loads(table)) for table in tables)
    assert groups.groups["TRUCKS"].method == "composite"
    assert codes.words.convention("FOL-MONTH") == "full-month"
    found = codes.words.method("Z200")
    assert found is not None
    assert (found.method, found.factor, found.switch) == ("declining-balance", "2.0", True)
