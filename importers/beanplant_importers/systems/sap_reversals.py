"""Reversed documents in FBL5N and FBL1N: a document of another type that takes an invoice back.

SAP gives the reversal (FB08, MR8M, VF11) a type of its own, often ``KA``, ``DA`` or ``AB``, and clears the invoice with
it: both have the reversal's number as their clearing document. So a row whose type is none of the importer's, that
cleared itself and one invoice of the same amount and nothing else, is the invoice taken back::

    200020;1900000010;KR;15.03.2026;238,00-;;1700000009
    200020;1700000009;KA;18.03.2026;238,00 ;;1700000009
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, OpenItem


def taken_back(items: Sequence[OpenItem]) -> list[OpenItem]:
    """Return the items; a reversal is a credit note on its invoice, with the invoice's legs the other way round."""
    groups: dict[str, list[OpenItem]] = {}
    for item in items:
        if item.clearing and not item.account and not item.elsewhere:
            groups.setdefault(item.clearing, []).append(item)
    changed: dict[int, OpenItem] = {}
    for number, rows in groups.items():
        if len(rows) != 2:
            continue
        invoice, other = sorted(rows, key=lambda item: item.kind != INVOICE)
        if (
            invoice.kind == INVOICE
            and not invoice.reason
            and not other.kind
            and other.number == number
            and other.amount == -invoice.amount
        ):
            lines = tuple(replace(line, amount=-line.amount) for line in invoice.lines)
            changed[id(other)] = replace(
                other, kind=CREDIT_NOTE, invoice=invoice.number, lines=lines, base=-invoice.base, reason=""
            )
    return [changed.get(id(item), item) for item in items]
