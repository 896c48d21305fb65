"""What was planted, written down: a list for people (CSV) and the same with control balances for tests (JSON)."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator import story
from simulator.overhead import cents
from simulator.tables import number_text

if TYPE_CHECKING:
    from simulator.story import Story


def plain(amount: Fraction, digits: int = 2) -> str:
    """Write an amount: ``-1234.50``."""
    return number_text(amount, digits, grouped=False)


def exact(amount: Fraction) -> str:
    """Write an amount with as many decimals as it has, at least two."""
    digits = 2
    while (amount * 10**digits).denominator != 1:
        digits += 1
    return plain(amount, digits)


def write(told: Story) -> dict[str, bytes]:
    """Return ``planted.csv`` and ``planted.json``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ("date", "category", "subject", "account", "amount", "cause")
    writer.writerow(names)
    rows = [
        (str(r.date), r.category, r.subject, r.account, plain(cents(r.amount)), r.cause) for r in told.planted
    ]
    writer.writerows(rows)
    controls = {
        month: {account: exact(amount) for account, amount in sorted(balances.items())}
        for month, balances in story.controls(told).items()
    }
    document = {"planted": [dict(zip(names, row, strict=True)) for row in rows], "controls": controls}
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    return {"planted.csv": out.getvalue().encode(), "planted.json": text.encode()}
