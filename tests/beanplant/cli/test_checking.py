"""``bean-plant check``: errors as bean-check has them, what to write instead, advice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from click.testing import Result

Run = Callable[..., Result]


def test_errors_are_those_of_bean_check(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 open Assets:Bank
    2026-01-02 * "Nowhere"
      Assets:Bank      5.00 USD
      Assets:Missing  -5.00 USD
    2026-01-03 balance Assets:Bank  6.00 USD
    """
    result = run("check")
    assert result.exit_code == 1
    _entries, errors, _ = loader.load_file(str(plant))
    assert len(errors) == 2
    for error in errors:
        assert f"main.beancount:{error.source['lineno']}: {error.message}\n" in result.stderr
    assert '\n   2026-01-02 * "Nowhere"\n     Assets:Bank      5.00 USD\n' in result.stderr


@pytest.mark.parametrize("cost", ["{}", "{2.50 USD}", "{2026-01-01}"])
def test_a_reduction_of_layers_says_what_to_write(run: Run, write: Callable[..., Path], cost: str) -> None:
    write(f"""
        option "operating_currency" "USD"
        2026-01-01 custom "plant" "P100"
        2026-01-01 commodity STEEL
          item: TRUE
        2026-01-01 open Assets:P100:RawMaterials
        2026-01-01 open Assets:Stock
        2026-01-01 open Equity:X
        2026-01-02 * "Bare"
          Assets:P100:RawMaterials   60 STEEL
          Equity:X                  -60 STEEL
        2026-01-03 * "Reduced"
          Assets:P100:RawMaterials  -50 STEEL {cost}
          Equity:X
    """)
    result = run("check")
    assert result.exit_code == 1
    assert re.search(
        r"^main\.beancount:1[23]: ", result.stderr, re.MULTILINE
    )  # the entry's line or the posting's
    assert 'write the bare quantity, "Assets:P100:RawMaterials  -50 STEEL", without {...}' in result.stderr


def test_a_failed_reduction_elsewhere_is_beancounts_own(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:Shares
    2026-01-01 open Assets:Bank
    2026-01-02 * "Bought"
      Assets:Shares   5 HOOL {9.00 USD}
      Assets:Bank   -45.00 USD
    2026-01-03 * "Sold"
      Assets:Shares  -5 HOOL {8.00 USD}
      Assets:Bank    50.00 USD
    """
    result = run("check")
    assert result.exit_code == 1
    assert "bare quantity" not in result.stderr


def test_advice_is_no_error(run: Run, write: Callable[..., Path]) -> None:
    write("def advise(entries, options_map):\n"
          "    meta = {'filename': options_map['filename'], 'lineno': 3}\n"
          "    options_map['beanplant_advice'] = [(meta, 'write a time')]\n"
          "    return entries, []\n"
          "__plugins__ = ('advise',)\n", "advising.py")  # fmt: skip
    write("""
        option "insert_pythonpath" "TRUE"
        plugin "advising"
        2026-01-01 open Assets:Bank
    """)
    result = run("check")
    assert result.exit_code == 0
    assert "main.beancount:3: advice: write a time" in result.stderr
    assert "advice" not in run("check", "--no-advice").stderr
    assert json.loads(run("check", "--json").stdout)["advice"][0]["message"] == "write a time"


def test_json(run: Run, plant: Path) -> None:
    """
    2026-01-01 open Assets:Bank
    2026-01-02 balance Assets:Bank  6.00 USD
    """
    result = run("check", "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 1
    assert result.stderr == ""
    (error,) = found["errors"]
    assert (error["filename"], error["lineno"]) == (str(plant), 3)
    assert error["message"].startswith("Balance failed for 'Assets:Bank'")


def test_check_leaves_no_cache_and_reads_one(small_plant: Path) -> None:
    """A cache that a report left is read; a check after each change writes none."""
    script = (
        "import sys, beancount.loader as loader\n"
        "loader.PICKLE_CACHE_THRESHOLD = 0\n"
        "loader.initialize(use_cache=True)\n"
        "sys.argv = ['bean-plant', '-f', sys.argv[1], sys.argv[2], *sys.argv[3:]]\n"
        "from beanplant.cli import main\n"
        "main()\n"
    )
    cache = small_plant.with_name(f".{small_plant.name}.picklecache")

    def call(*args: str) -> None:
        subprocess.run(
            [sys.executable, "-c", script, str(small_plant), *args], check=True, capture_output=True
        )

    call("check")
    assert not cache.exists()
    call("report", "variances")
    assert cache.exists()
    written = cache.stat().st_mtime_ns
    call("check")
    assert cache.stat().st_mtime_ns == written


def test_a_key_that_stands_twice_in_a_directive(run: Run, write: Callable[..., Path]) -> None:
    """Beancount keeps the last price and says nothing; a key of a posting and one of another directive are not it."""
    write(
        """
        2026-01-01 custom "plant-contract" "C-26" Income:Sales
          price: 100.00 USD
          ; a comment
          price: 200.00 USD
        2026-01-01 custom "plant-contract" "D-26" Income:Sales
          price: 100.00 USD
        """,
        "contracts.beancount",
    )
    write("""
        option "operating_currency" "USD"
        plugin "beanplant"
        include "contracts.beancount"
        2026-01-01 open Assets:Bank
          note: "a"
        2026-01-01 open Income:Sales
          note: "a"
        2026-01-02 * "Sale"
          Assets:Bank     5.00 USD
            note: "a"
          Income:Sales   -5.00 USD
            note: "a"
    """)
    result = run("check")
    assert result.exit_code == 0
    advice = [line for line in result.stderr.splitlines() if "advice" in line]
    assert advice == [
        'contracts.beancount:5: advice: price: stands twice in "plant-contract" "C-26", also on line 3; Beancount keeps'
        " the last; delete one"
    ]
    assert "advice" not in run("check", "--no-advice").stderr
