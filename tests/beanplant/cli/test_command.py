"""Which ledger is taken, exit codes, and the list of commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[..., Path]

CLEAN = """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
"""


def test_the_default_is_main_beancount(run: Run, write: Write) -> None:
    write(CLEAN)
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "Ledger main.beancount (default)\n")
    assert result.stdout == ""


def test_the_environment_comes_before_the_default(run: Run, write: Write) -> None:
    write(CLEAN)
    write(CLEAN, "other.beancount")
    result = run("check", env={"BEANCOUNT_FILE": "other.beancount"})
    assert result.stderr == "Ledger other.beancount ($BEANCOUNT_FILE)\n"


def test_the_option_comes_first(run: Run, write: Write) -> None:
    write(CLEAN, "third.beancount")
    result = run("-f", "third.beancount", "check", env={"BEANCOUNT_FILE": "other.beancount"})
    assert result.stderr == "Ledger third.beancount (-f)\n"


@pytest.mark.parametrize("command", [["check"], ["report", "variances"], ["explain", "X"]])
def test_a_missing_ledger_is_called_wrongly(run: Run, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 2
    assert "no ledger main.beancount (default); name it with -f or $BEANCOUNT_FILE" in result.stderr


def test_an_unknown_command_names_the_nearest(run: Run) -> None:
    result = run("chek")
    assert result.exit_code == 2
    assert 'no command "chek" (did you mean "check"?)' in result.stderr


def test_help_lists_the_commands_and_imports_none() -> None:
    script = (
        "import sys; sys.argv = ['bean-plant', '--help']\n"
        "from beanplant.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'beancount', 'duckdb', 'fava', 'beanplant_importers', 'beanplant.engine'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    for command in ("check", "report", "explain", "import", "identify"):
        assert f"\n  {command} " in done.stdout
