"""What a ledger knows already: the keys of the documents and directives in it.

A transaction that was imported carries ``document: "2026/4900000123"``, and its postings ``line: "1"``: the key is
``2026/4900000123/1``. Orders, closes, counts and master data are known by what they are about. So a second import
adds nothing, and of two exports that overlap only what is new is added, whatever their dates and however the
transactions were edited since.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from beancount.core import data

from beanplant_importers import asset_facts, master_data


def keys(entries: Iterable[Any]) -> set[str]:
    """Return the keys of all documents and directives in a ledger's entries."""
    found: set[str] = set()
    for entry in entries:
        if isinstance(entry, data.Transaction):
            document = entry.meta.get("document")
            if isinstance(document, str):
                found.update(_lines(document, entry))
        elif isinstance(entry, data.Custom):
            found.update(_directive(entry))
        elif isinstance(entry, data.Commodity):
            found.add(f"commodity/{entry.currency}")
    return found


def of_transaction(entry: Any) -> set[str]:
    """Return the keys of one transaction, empty if it was not imported."""
    document = entry.meta.get("document") if isinstance(entry, data.Transaction) else None
    return set(_lines(document, entry)) if isinstance(document, str) else set()


def _lines(document: str, entry: data.Transaction) -> list[str]:
    lines = [posting.meta["line"] for posting in entry.postings if posting.meta and "line" in posting.meta]
    return [f"{document}/{line}" for line in lines] or [f"{document}/", document]


def _directive(entry: data.Custom) -> list[str]:
    values = [value.value for value in entry.values or ()]
    if not values:
        return []
    plant = str(entry.meta.get("plant", ""))
    if entry.type == "plant-order":
        return [master_data.order_key(str(values[0]))]
    if entry.type == "plant-order-close":
        return [master_data.close_key(str(values[0]))]
    if entry.type == "plant-asset":
        return [f"asset/{values[0]}"]
    if entry.type.startswith("plant-asset-"):
        return [_of_asset(entry, [str(value) for value in values])]
    if entry.type == "plant-count" and isinstance(entry.meta.get("document"), str):
        document = entry.meta["document"]
        line = entry.meta.get("x-line", "")
        return [f"{document}/{line}"]
    if entry.type == "plant-standard-cost":
        return [f"standard-cost/{entry.date}/{_currency(values[0])}/{plant}"]
    if entry.type in ("plant-bill-of-materials", "plant-routing"):
        word = "bill" if entry.type == "plant-bill-of-materials" else "routing"
        return [
            f"{word}/{entry.date}/{_currency(values[0])}/{_currency(part)}/{plant}" for part in values[1:]
        ]
    return []


def _of_asset(entry: data.Custom, values: list[str]) -> str:
    if entry.type in asset_facts.NAMED:
        count = 2 if entry.type == "plant-asset-area" else 1
        return asset_facts.named_key(entry.type, tuple(values[:count]))
    document = entry.meta.get("document")
    if isinstance(document, str):
        return asset_facts.document_key(entry.type, document)
    return asset_facts.dated_key(entry.type, values[0], entry.date)


def _currency(value: Any) -> str:
    return str(getattr(value, "currency", ""))
