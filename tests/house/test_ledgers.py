"""Every ledger in the repository passes bean-check, and Beancount's pedantic checks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEDGERS = sorted((ROOT / "ledgers").glob("*/main.beancount"))


def bean_check(path: Path) -> subprocess.CompletedProcess[str]:
    """Run bean-check without its cache."""
    call = [Path(sys.executable).parent / "bean-check", "--no-cache", path]
    return subprocess.run(call, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.parent.name)
def test_ledger_passes_bean_check_and_pedantic(ledger: Path, tmp_path: Path) -> None:
    # Beancount reads plugin lines in the top file only, so the whole folder is copied to add one.
    folder = tmp_path / ledger.parent.name
    shutil.copytree(ledger.parent, folder)
    top = folder / ledger.name
    top.write_text(
        top.read_text(encoding="utf-8") + '\nplugin "beancount.plugins.pedantic"\n', encoding="utf-8"
    )
    checked = bean_check(top)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_bean_check_ends_with_one_on_an_error(tmp_path: Path) -> None:
    path = tmp_path / "main.beancount"
    path.write_text('plugin "beanplant"\n2026-01-01 custom "plant-oder" "MO-1" 1 PUMP\n', encoding="utf-8")
    checked = bean_check(path)
    assert checked.returncode == 1
    assert "plant-order" in checked.stdout + checked.stderr
