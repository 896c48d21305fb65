"""Ledgers of fixed assets from short texts, and what they say of depreciation."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Assets:P100:Trucks
2018-01-01 open Assets:P100:AccumulatedDepreciation:Machinery
2018-01-01 open Assets:P200:Machinery
2018-01-01 open Expenses:Depreciation
2018-01-01 open Expenses:Other
2018-01-01 open Income:Gain
2018-01-01 open Income:Other
2018-01-01 custom "plant" "P100"
2018-01-01 custom "plant" "P200"
"""
FACT = '2031-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
MACHINERY, CONTRA = "Assets:P100:Machinery", "Assets:P100:AccumulatedDepreciation:Machinery"


def bought(name: str, cost: str, keys: str, date: str = "2026-01-01", account: str = MACHINERY) -> str:
    """A purchase and its asset; ``keys`` as ``life: ...~rate: ...``."""
    lines = "".join(f"  {key}\n" for key in keys.split("~"))
    return (
        f'{date} * "Bought"\n  asset: "{name}"\n  {account}  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "{name}" {account} {cost} USD\n'
        f"  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n{lines}"
    )


def improved(name: str, date: str, cost: str, more: str = "", account: str = MACHINERY) -> str:
    """An improvement: what was bought, and the directive."""
    lines = "".join(f"  {key}\n" for key in more.split("~") if key)
    return (
        f'{date} * "Improved"\n  asset: "{name}"\n  {account}  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset-improvement" "{name}" {cost} USD\n{lines}'
    )


def sold(name: str, date: str, price: str = "0.00", part: str = "", account: str = MACHINERY) -> str:
    """A disposal, of a ``part`` where it says one."""
    line = f"  part: {part}\n" if part else ""
    return (
        f'{date} * "Sold"\n  disposes: "{name}"\n{line}'
        f"  Assets:Bank  {price} USD\n  {account}  -{price} USD\n"
    )


class Books:
    """A loaded ledger, read as depreciation."""

    def __init__(self, ledger: Any) -> None:
        self.ledger = ledger

    def postings(self, account: str) -> list[tuple[str, D]]:
        """The postings on an account and below it, by date."""
        return [
            (str(entry.date), posting.units.number)
            for entry in self.ledger.transactions
            for posting in entry.postings
            if posting.account == account or posting.account.startswith(f"{account}:")
        ]

    def months(self, account: str = "Expenses:Depreciation") -> list[D]:
        """What each posting of depreciation has."""
        return [number for _, number in self.postings(account)]

    def year(self, year: int, account: str = "Expenses:Depreciation") -> D:
        """The depreciation of a year."""
        return sum((number for date, number in self.postings(account) if date[:4] == str(year)), D(0))

    def years(self, first: int, last: int) -> list[D]:
        """The depreciation of the years."""
        return [self.year(year) for year in range(first, last + 1)]

    def balance(self, account: str) -> D:
        """What an account and those below it hold in dollars."""
        return self.ledger.money(account).get("USD", D(0))  # type: ignore[no-any-return]

    def made(self, narration: str) -> list[tuple[str, D]]:
        """The postings of the transaction with a narration."""
        entry = next(each for each in self.ledger.transactions if each.narration == narration)
        return [(posting.account, posting.units.number) for posting in entry.postings]

    def by_asset(self, narration: str) -> list[tuple[str, str, D]]:
        """The postings of a transaction with the asset that each names."""
        entry = next(each for each in self.ledger.transactions if each.narration == narration)
        return [(p.meta["asset"], p.account, p.units.number) for p in entry.postings]

    def by_asset_of(self, narration: str) -> list[tuple[str, str, D]]:
        """The postings that the plugin added to a person's transaction, with the asset that each names."""
        entry = next(each for each in self.ledger.transactions if each.narration == narration)
        made = [posting for posting in entry.postings if "rule" in (posting.meta or {})]
        return [(posting.meta["asset"], posting.account, posting.units.number) for posting in made]

    @property
    def gain(self) -> D:
        """What disposals gained; a loss is negative."""
        return -self.balance("Income:Gain")


def books(load_ledger: Callable[[str], Any], *texts: str, fact: str = FACT) -> Books:
    """Load a ledger without errors."""
    ledger = load_ledger(HEAD + "".join(texts) + fact)
    assert not ledger.messages, ledger.messages
    return Books(ledger)


def messages(load_ledger: Callable[[str], Any], *texts: str) -> list[str]:
    """The errors of a ledger."""
    found: list[str] = load_ledger(HEAD + "".join(texts) + FACT).messages
    return found
