"""Pump works by document, day and month: every account of both plants to the cent, and what orders put to variances.

P100 is at standard; P200 has its lumber and nails at what was paid, `price-variance-at: "usage"`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import convert, data

PLANT = Path(__file__).resolve().parents[2] / "ledgers" / "pump-works"
VARIANCES = ("Expenses:P100:Variances:", "Expenses:P200:Variances:")


def balances(ledger: Path) -> dict[tuple[str, str, str], Decimal]:
    """Return what each account has, at cost, by currency; of variances what each order put there."""
    entries, errors, _ = loader.load_file(str(ledger))
    assert [error.message for error in errors] == []
    found: dict[tuple[str, str, str], Decimal] = {}
    for entry in entries:
        for leg in entry.postings if isinstance(entry, data.Transaction) else ():
            order = (leg.meta or {}).get("order") or entry.meta.get("order") or ""
            weight = convert.get_weight(leg)
            key = (leg.account, weight.currency, order if leg.account.startswith(VARIANCES) else "")
            found[key] = found.get(key, Decimal()) + weight.number
    return {key: round(number, 8) for key, number in sorted(found.items()) if round(number, 8)}


@pytest.fixture(scope="module")
def by_document() -> dict[tuple[str, str, str], Decimal]:
    return balances(PLANT / "main.beancount")


def test_the_price_of_lumber_shows_at_the_orders(by_document: dict[tuple[str, str, str], Decimal]) -> None:
    """MB51 books 277.29 for 480 board feet to 1200003, which at standard are 264.00; and so on."""
    found = {
        order: amount
        for (account, _, order), amount in by_document.items()
        if account == "Expenses:P200:Variances:MaterialPrice"
    }
    booked = {
        "1200003": ("277.29", 480), "1200004": ("277.29", 480), "1200005": ("313.53", 516), "1200006": ("291.65", 480),
        "1200007": ("288.29", 480), "1200008": ("288.30", 480), "1200009": ("274.78", 480), "1200010": ("274.78", 480),
        "1200011": ("256.04", 480), "1200012": ("256.04", 480),
    }  # fmt: skip
    assert found == {order: Decimal(paid) - used * Decimal("0.55") for order, (paid, used) in booked.items()}


@pytest.mark.parametrize("grain", ["day", "month"])
def test_every_grain_has_the_same_balances(
    tmp_path: Path, grain: str, by_document: dict[tuple[str, str, str], Decimal]
) -> None:
    folder = tmp_path / "pump-works"
    shutil.copytree(PLANT, folder, ignore=shutil.ignore_patterns("journals", "__pycache__", "*.picklecache"))
    call = ["import", "exports", "--grain", grain, "-o", "journals/all.beancount"]
    done = subprocess.run(
        [sys.executable, "-m", "beanplant.cli", *call],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    subledgers = [
        f'2025-01-01 custom "plant-subledger" "{code}" "subledger/{code}"\n' for code in ("P100", "P200")
    ]
    with (folder / "main.beancount").open("a", encoding="utf-8") as ledger:
        ledger.writelines(subledgers)
    assert balances(folder / "main.beancount") == by_document
