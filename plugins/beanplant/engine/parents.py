"""Directives on parent accounts: ``leafonly`` takes a directive that names an account for a posting on it.

A cost center is a parent account with its natural accounts below, and ``beancount.plugins.pedantic`` says "Non-leaf
account has postings on it" for ``custom "plant-cost-center" "ASSEMBLY" Expenses:P100:CostCenters:Assembly``. So in the
valued ledger such a directive has the name as text; what a person wrote in the file stays as it is. A directive
without any value, which is an error of ours at its line, has an empty list of them.
"""

from __future__ import annotations

from typing import Any

from beancount.core.account import TYPE
from beancount.core.data import Custom, Open
from beancount.parser.grammar import ValueType


def name_parents(entries: list[Any]) -> list[Any]:
    """Return the entries with our directives naming parent accounts as text."""
    parents: set[str] = set()
    ours: dict[int, Custom] = {}
    for entry in entries:
        kind = type(entry)
        if kind is Open:
            name = entry.account.rpartition(":")[0]
            while name and name not in parents:
                parents.add(name)
                name = name.rpartition(":")[0]
        elif kind is Custom and entry.type.startswith("plant"):
            ours[id(entry)] = entry
    renamed: dict[int, Custom] = {}
    for key, entry in ours.items():
        if entry.values is None:  # custom "plant-order" alone, which Beancount's own plugins cannot read
            renamed[key] = entry._replace(values=[])
        elif any(value.dtype == TYPE and value.value in parents for value in entry.values):
            values = [
                ValueType(value.value, str) if value.dtype == TYPE and value.value in parents else value
                for value in entry.values
            ]
            renamed[key] = entry._replace(values=values)
    return [renamed.get(id(entry), entry) for entry in entries] if renamed else entries
