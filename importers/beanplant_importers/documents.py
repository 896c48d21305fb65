"""Grain ``document``: a transaction for each document, or for each part of it that stands for itself.

The lines of a document that agree in kind, order, receipt and the like are one transaction; ``document:`` is the
ERP's document, ``line:`` on a posting its line. The narration carries the document's number, so that two issues of the
same goods on one day are not the same transaction::

    2026-03-05 * "Goods issue 4900000123 for MO-1001"
      document: "2026/4900000123"
      order: "MO-1001"
      time: "14:05:00"
      Assets:P100:RawMaterials                     -50 STEEL
        line: "1"
      Assets:P100:WorkInProcess:Orders              50 STEEL
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from beanplant_importers import facts, legs, text
from beanplant_importers.facts import MOVEMENT_KINDS
from beanplant_importers.piece import MOVEMENTS, Piece

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart

NATURAL = {
    "receipt": 1, "vendor-return": -1, "issue": -1, "consumption": -1, "completion": 1, "by-product": 1,
    "shipment": -1, "customer-return": 1, "opening": 1,
}  # fmt: skip
"""The sign that a movement of a kind has unless it is a reversal."""


def reversed_sign(fact: facts.Movement | facts.Activity) -> bool:
    """Say whether a fact takes back another, by its sign."""
    natural = NATURAL.get(fact.kind, 0) if isinstance(fact, facts.Movement) else 1
    return natural * fact.quantity < 0


def number(document: str) -> str:
    """Return a document's number as a person says it: without the year and the list before it.

    >>> number("2026/4900000123"), number("FI/2025/90000001"), number("A-7")
    ('4900000123', '90000001', 'A-7')
    """
    return document.rpartition("/")[2] or document


def header(fact: facts.Document) -> tuple[Any, ...]:
    """Return what the lines of one transaction have in common."""
    if isinstance(fact, facts.Movement):
        return (
            fact.document, fact.date, fact.time, fact.plant, fact.kind, reversed_sign(fact), fact.order, fact.receipt,
            fact.invoice, fact.party, fact.text, fact.reverses,
        )  # fmt: skip
    if isinstance(fact, facts.Activity):
        return (
            fact.document, fact.date, fact.time, fact.plant, "activity", reversed_sign(fact), fact.order, fact.text,
            fact.reverses,
        )  # fmt: skip
    if isinstance(fact, facts.Payment):
        return (
            fact.document,
            fact.date,
            None,
            fact.plant,
            "payment",
            fact.party,
            fact.currency,
            fact.reverses,
            fact.text,
        )
    return fact.document, fact.date, None, fact.plant, type(fact).__name__, fact.line


def pieces(chart: Chart, group: Iterable[facts.Document]) -> Iterable[Piece]:
    """Yield the transactions of facts, ordered by date, time and document."""
    together: dict[tuple[Any, ...], list[facts.Document]] = {}
    for fact in group:
        together.setdefault(header(fact), []).append(fact)
    for key, parts in together.items():
        first = parts[0]
        time = key[2]
        order = (str(time or ""), first.document, first.line.zfill(6), key[4])
        yield Piece(
            first.date, MOVEMENTS, order, write(chart, parts), first.source, tuple(part.key for part in parts)
        )


def write(chart: Chart, parts: list[facts.Document]) -> str:
    """Return the transaction of facts that share a header."""
    first = parts[0]
    if isinstance(first, facts.Movement | facts.Activity):
        return _goods(chart, first, parts)
    if isinstance(first, facts.Invoice):
        return _invoice(chart, first)
    if isinstance(first, facts.Payment):
        return _payment(chart, first, parts)
    return _entry(chart, first)


def _meta(fact: facts.Document, *pairs: tuple[str, str | None]) -> list[tuple[str, str]]:
    meta = [("document", text.string(fact.document))]
    if fact.reverses:
        meta.append(("reverses", text.string(fact.reverses)))
    return meta + [(key, text.string(value)) for key, value in pairs if value]


def _goods(chart: Chart, first: facts.Movement | facts.Activity, parts: list[facts.Document]) -> str:
    back = " reversed" if reversed_sign(first) else ""
    if isinstance(first, facts.Movement):
        what = f"{MOVEMENT_KINDS.get(first.kind, first.kind)}{back} {number(first.document)}"
        if first.receipt and not first.order:
            what += f", order line {first.receipt}"
        party, receipt, invoice = first.party, first.receipt, first.invoice
    else:
        what, party, receipt, invoice = f"Confirmation{back} {number(first.document)}", "", None, None
    if first.order:
        what += f" for {first.order}"
    if first.text:
        what += f": {first.text}"
    meta = _meta(first, ("order", first.order), ("receipt", receipt), ("invoice", invoice))
    if first.time is not None:
        meta.append(("time", text.string(first.time.isoformat())))
    postings: list[str] = []
    for fact in parts:
        if isinstance(fact, facts.Movement):
            pair = legs.movement(chart, fact)
            dimensions = [("reason", fact.reason)]
        elif isinstance(fact, facts.Activity):
            pair = legs.activity(chart, fact)
            dimensions = [("operation", fact.operation)]
        else:  # parts share a header, which names the kind of fact
            continue
        below = [
            (key, text.string(value))
            for key, value in (("line", fact.line), *dimensions, *fact.details)
            if value
        ]
        postings.append(pair[0].write(False, below))
        postings.append(pair[1].write(pair[1].commodity != pair[0].commodity))
    return text.transaction(first.date, party, what, meta, postings)


def _invoice(chart: Chart, fact: facts.Invoice) -> str:
    label = "Credit note" if fact.kind == "credit-note" else "Invoice"
    what = f"{label} {number(fact.document)}" + (f": {fact.text}" if fact.text else "")
    meta = _meta(fact, ("invoice", fact.invoice), ("terms", fact.terms))
    if fact.baseline is not None and fact.baseline != fact.date:
        meta.append(("baseline", fact.baseline.isoformat()))
    meta += [(key, text.string(value)) for key, value in fact.details]
    postings = [
        legs.Leg(chart.account(fact.account), fact.amount, fact.currency).write(True, _line_key(fact.line)),
        *_lines(chart, fact.lines, fact.currency, None, fact.invoice),
    ]
    return text.transaction(fact.date, fact.party, what, meta, postings)


def _payment(chart: Chart, first: facts.Payment, parts: list[facts.Document]) -> str:
    payments = [part for part in parts if isinstance(part, facts.Payment)]
    invoices = {line.invoice for part in payments for line in part.lines}
    one = invoices.pop() if len(invoices) == 1 else None
    what = f"Payment {number(first.document)}" + (f": {first.text}" if first.text else "")
    meta = _meta(first, ("invoice", one))
    meta += [(key, text.string(value)) for key, value in first.details]
    total = sum((part.amount for part in payments), facts.ZERO)
    postings = [legs.Leg(chart.account(first.account), total, first.currency).write(True)]
    for part in payments:
        for index, (line, leg) in enumerate(legs.lines(chart, part.lines, part.currency)):
            below = (_line_key(part.line) if index == 0 else []) + legs.line_meta(line, invoice=one)
            postings.append(leg.write(line.quantity is None, below))
    return text.transaction(first.date, first.party, what, meta, postings)


def _entry(chart: Chart, fact: facts.Entry) -> str:
    orders = {line.order for line in fact.lines if line.order}
    order = orders.pop() if len(orders) == 1 else None
    what = f"{fact.text or 'Entry'} {number(fact.document)}"
    meta = _meta(fact, ("order", order)) + [(key, text.string(value)) for key, value in fact.details]
    if fact.part is not None:
        share = text.share(fact.part, fact.whole) if chart.texts and fact.whole else ""
        meta.append(("part", text.string(share) if share else f"{text.money(fact.part)} {fact.currency}"))
    postings = _lines(chart, fact.lines, fact.currency, order, None)
    if postings:
        postings[0] = _with_line(postings[0], fact.line)
    return text.transaction(fact.date, fact.party, what, meta, postings)


def _lines(
    chart: Chart, parts: tuple[facts.Line, ...], currency: str, order: str | None, invoice: str | None
) -> list[str]:
    return [
        leg.write(line.quantity is None, legs.line_meta(line, order=order, invoice=invoice))
        for line, leg in legs.lines(chart, parts, currency)
    ]


def _line_key(line: str) -> list[tuple[str, str]]:
    return [("line", text.string(line))] if line else []


def _with_line(posting: str, line: str) -> str:
    return posting + f"    line: {text.string(line)}\n" if line else posting
