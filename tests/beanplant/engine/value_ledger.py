"""Ledgers of fixed assets whose value changes, under US GAAP or IFRS, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Assets:P100:HeldForSale
2018-01-01 open Expenses:Depreciation
2018-01-01 open Expenses:Other
2018-01-01 open Expenses:P100:IdleCapacity
2018-01-01 open Income:Gain
2018-01-01 open Income:Other
2018-01-01 open Equity:Retained
2018-01-01 custom "plant" "P100"
"""
FACT = '2035-12-31 * "Fact"\n  Assets:Bank  0.00 USD\n'
MACHINERY, CONTRA = "Assets:P100:Machinery", "Assets:P100:AccumulatedDepreciation:Machinery"
HELD = "Assets:P100:HeldForSale"
SURPLUS = "Equity:P100:RevaluationSurplus"
LOSS, REVERSAL = "Expenses:P100:ImpairmentLoss", "Income:P100:ImpairmentReversal"
SIX_YEARS = 'life: "6 years"~salvage: 12000.00 USD'


def keys(text: str) -> str:
    """Lines of metadata from ``life: ...~rate: ...``."""
    return "".join(f"  {key}\n" for key in text.split("~") if key)


def bought(cost: str = "120000.00", more: str = SIX_YEARS, name: str = "CNC-01") -> str:
    """A purchase of 1 January 2026 and its asset."""
    return (
        f'2026-01-01 * "Bought"\n  asset: "{name}"\n  {MACHINERY}  {cost} USD\n  Assets:Bank\n'
        f'2026-01-01 custom "plant-asset" "{name}" {MACHINERY} {cost} USD\n'
        f"  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n{keys(more)}"
    )


def event(date: str, kind: str, values: str, more: str = "") -> str:
    """A directive: ``event("2027-12-31", "impairment", '"CNC-01" 10.00 USD', "loss: ...")``."""
    return f'{date} custom "plant-asset-{kind}" {values}\n{keys(more)}'


def status(date: str, word: str, more: str = "") -> str:
    """The status of CNC-01."""
    return event(date, "status", f'"CNC-01" "{word}"', more)


def sold(date: str, price: str, account: str = MACHINERY, part: str = "") -> str:
    """A disposal, of a ``part`` where it says one."""
    return (
        f'{date} * "Sold"\n  disposes: "CNC-01"\n{keys(part)}'
        f"  Assets:Bank  {price} USD\n  {account}  -{price} USD\n"
    )


class Books:
    """A loaded ledger without errors."""

    def __init__(self, ledger: Any) -> None:
        assert not ledger.messages, ledger.messages
        self.ledger = ledger
        for entry in ledger.transactions:
            assert not sum(posting.units.number for posting in entry.postings), entry

    def made(self, narration: str) -> list[tuple[str, D]]:
        """The postings of the transactions with a narration."""
        return [
            (posting.account, posting.units.number)
            for entry in self.ledger.transactions
            if entry.narration == narration
            for posting in entry.postings
        ]

    def formulas(self, narration: str) -> list[str]:
        """The arithmetic of the transactions with a narration."""
        return [
            posting.meta["formula"]
            for entry in self.ledger.transactions
            if entry.narration == narration
            for posting in entry.postings
        ]

    def postings(self, account: str) -> list[tuple[str, D]]:
        """The postings on an account, by date."""
        return [
            (str(entry.date), posting.units.number)
            for entry in self.ledger.transactions
            for posting in entry.postings
            if posting.account == account
        ]

    def year(self, year: int, account: str = "Expenses:Depreciation") -> D:
        """What a year has of an account."""
        return sum((number for date, number in self.postings(account) if date[:4] == str(year)), D(0))

    def years(self, first: int, last: int) -> list[D]:
        """The depreciation of the years."""
        return [self.year(year) for year in range(first, last + 1)]

    def month(self, month: str, account: str = "Expenses:Depreciation") -> D:
        """What a month (``2028-01``) has of an account."""
        return sum((number for date, number in self.postings(account) if date[:7] == month), D(0))

    def balance(self, account: str) -> D:
        """What an account and those below it hold in dollars."""
        return self.ledger.money(account).get("USD", D(0))  # type: ignore[no-any-return]

    def at(self, date: str) -> D:
        """The book value at the end of a date."""
        accounts = (MACHINERY, CONTRA, HELD)
        return sum((n for account in accounts for day, n in self.postings(account) if day <= date), D(0))

    @property
    def advice(self) -> list[str]:
        """What is worth knowing."""
        return [text for _, text in self.ledger.options_map["beanplant_advice"]]


Load = Callable[[str], Any]


def books(load_ledger: Load, *texts: str, ifrs: bool = False, fact: str = FACT) -> Books:
    """Load a ledger without errors."""
    return Books(load_ledger(head(ifrs) + "".join(texts) + fact))


def messages(load_ledger: Load, *texts: str, ifrs: bool = False) -> list[str]:
    """The errors of a ledger."""
    found: list[str] = load_ledger(head(ifrs) + "".join(texts) + FACT).messages
    return found


def head(ifrs: bool) -> str:
    """The accounts and the plant."""
    return HEAD + ('  gaap: "ifrs"\n' if ifrs else "")
