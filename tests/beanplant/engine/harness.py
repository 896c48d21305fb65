"""A plant's ledger in a docstring: loaded under a valuation, checked, and read as short names and amounts.

A first paragraph of prose says what the ledger shows. Below a common head (plant P100 in USD, its accounts opened
by ``auto_accounts``) stands what the test module has in ``MASTER`` and then the docstring. A docstring that has
``custom "plant" "P100"`` of its own writes its whole plant.

Accounts are shortened: ``Assets:P100:RawMaterials`` is ``RawMaterials``, ``Expenses:P100:Variances:Scrap`` is
``Scrap``, ``Liabilities:Payables`` is ``Payables``.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from textwrap import dedent
from typing import Any

from beancount.core import convert, data

LAYERS = ("moving-average", "fifo", "lifo")
METHODS = ("standard", *LAYERS)

HEAD = """\
option "operating_currency" "USD"
plugin "beancount.plugins.auto_accounts"
plugin "beanplant"
"""


def text_of(document: str, method: str, master: str = "", **keys: str) -> tuple[str, int]:
    """Put a ledger together; return it and the number of lines before the docstring's own."""
    head = HEAD
    body = prose_commented(dedent(document).lstrip("\n"))
    if 'custom "plant" "P100"' not in body + master:
        head += f'2026-01-01 custom "plant" "P100"\n  valuation: "{method}"\n'
        head += "".join(f"  {key.replace('_', '-')}: {value}\n" for key, value in keys.items())
    head += dedent(master)
    return head + body, head.count("\n")


def prose_commented(text: str) -> str:
    """A first paragraph that is no ledger says what the test shows; its lines stay, as comments."""
    first, gap, rest = text.partition("\n\n")
    if not gap or re.match(r"(\d{4}-|option|plugin)", first):
        return text
    return "".join(f"; {line}\n" for line in first.splitlines()) + "\n" + rest


def without_plugin(text: str) -> str:
    """The ledger as it was written: the same lines, none of them ours."""
    return re.sub(r'^plugin "beanplant', '; plugin "beanplant', text, flags=re.MULTILINE)


def short(account: str) -> str:
    """``Expenses:P100:Variances:Scrap`` to ``Scrap``."""
    return account.partition(":")[2].removeprefix("P100:").replace("Variances:", "")


def amounts(text: str) -> dict[str, Decimal]:
    """``"RawMaterials 150.00, Payables -144.00 EUR"``, by comma or line; the plant's USD go without saying."""
    found: dict[str, Decimal] = {}
    for part in re.split(r"[,\n]", text):
        if not part.strip():
            continue
        name, number, *currency = part.split()
        key = f"{name} {currency[0]}" if currency else name
        assert key not in found, f"{key} stands twice"
        found[key] = Decimal(number)
    return {name: number for name, number in found.items() if number}


@dataclass(frozen=True)
class PlantBooks:
    """A valued ledger and how tests look at it."""

    ledger: Any
    written: Any
    offset: int
    violations: list[str]

    @property
    def trial(self) -> dict[str, Decimal]:
        """The trial balance at cost, without zeros."""
        return self.trial_on(datetime.date.max)

    def trial_on(self, date: datetime.date | str) -> dict[str, Decimal]:
        """The trial balance at the end of a day."""
        if isinstance(date, str):
            date = datetime.date.fromisoformat(date)
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for entry in self.ledger.transactions:
            if entry.date > date:
                continue
            for posting in entry.postings:
                weight = convert.get_weight(posting)
                name = short(posting.account)
                totals[name if weight.currency == "USD" else f"{name} {weight.currency}"] += weight.number
        # The 28th digit of a lot's unit cost is no money.
        exact = {name: round(total, 12) for name, total in sorted(totals.items())}
        return {name: total for name, total in exact.items() if total}

    def units(self, account: str) -> dict[str, Decimal]:
        """What lies on an account, by item, without zeros."""
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for entry in self.ledger.transactions:
            for posting in entry.postings:
                if short(posting.account) == account:
                    totals[posting.units.currency] += posting.units.number
        return {item: total for item, total in sorted(totals.items()) if total}

    def lots(self, account: str, item: str) -> list[tuple[str, str, str]]:
        """The lots of an item on an account: quantity, unit cost to 6 decimals, date."""
        held: dict[Any, Decimal] = defaultdict(Decimal)
        for entry in self.ledger.transactions:
            for posting in entry.postings:
                if short(posting.account) == account and posting.units.currency == item:
                    held[posting.cost] += posting.units.number
        there = [(cost.date, round(cost.number, 6), number) for cost, number in held.items() if number]
        return [
            (f"{number.normalize():f}", f"{cost.normalize():f}", str(date))
            for date, cost, number in sorted(there)
        ]

    def transaction(self, narration: str) -> data.Transaction:
        """The one transaction of a narration."""
        found = [entry for entry in self.ledger.transactions if entry.narration == narration]
        assert len(found) == 1, f"{len(found)} transactions are called {narration!r}"
        return found[0]

    def moved(self, narration: str) -> dict[str, Decimal]:
        """What one transaction moved in money, by account, at cost."""
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for posting in self.transaction(narration).postings:
            totals[short(posting.account)] += convert.get_weight(posting).number
        exact = {name: round(total, 12) for name, total in sorted(totals.items())}
        return {name: total for name, total in exact.items() if total}

    def rules(self, narration: str) -> list[tuple[str, str]]:
        """Account and rule of each posting of a transaction that has one."""
        postings = self.transaction(narration).postings
        return [(short(p.account), p.meta["rule"]) for p in postings if "rule" in p.meta]

    def formula(self, narration: str, account: str) -> str:
        """The formula of the one posting of a transaction on an account."""
        found = [p for p in self.transaction(narration).postings if short(p.account) == account]
        assert len(found) == 1, f"{len(found)} postings on {account} in {narration!r}"
        formula: str = found[0].meta["formula"]
        return formula

    @property
    def errors(self) -> list[tuple[int, str]]:
        """Line (of the docstring, its first being 1; 0 and below is the head) and text of each error."""
        return [(error.source["lineno"] - self.offset, error.message) for error in self.ledger.errors]


def open_books(load: Callable[[str], Any], text: str, check: Any, offset: int = 0) -> PlantBooks:
    """Load a ledger with the plugin and without it, and look for what does not hold."""
    ledger = load(text)
    written = load(without_plugin(text))
    return PlantBooks(ledger, written, offset, check(ledger, written))
