"""Directives about fixed assets as Beancount text, with their keys in the order that a person reads them.

Money is an amount, an account or a date stands bare, everything else is a text in quotes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beanplant_importers import asset_facts, text

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart

MONEY = frozenset({"salvage", "accumulated", "section-179", "cost"})
"""Keys whose number is an amount; any other number is a quantity."""

BARE = frozenset(
    {"expense", "gain-loss", "switch", "construction", "listed", "automobile", "acquired", "surplus", "loss"}
)
"""Keys whose text is an account, a date, or TRUE."""

PLACES = frozenset({"expense", "gain-loss", "construction", "surplus", "loss"})
"""Keys that name an account or a place."""


def write(
    chart: Chart, fact: asset_facts.Asset | asset_facts.AssetDirective
) -> tuple[tuple[object, ...], str]:
    """Return where a directive stands among those of its day, and its text."""
    head = f'custom "{fact.kind if isinstance(fact, asset_facts.AssetDirective) else "plant-asset"}" '
    head += text.string(fact.asset)
    if isinstance(fact, asset_facts.Asset):
        head += f" {chart.account(fact.account)} {text.money(fact.cost)} {fact.currency}"
        meta = [("name", text.string(fact.name))] if fact.name else []
        meta += _terms(chart, fact.terms, fact.currency)
        return (4, fact.asset), text.directive(fact.date, head, meta)
    head += "".join(f" {text.string(word)}" for word in fact.words)
    if fact.account:
        head += f" {chart.account(fact.account)}"
    if fact.amount is not None:
        head += f" {text.money(fact.amount)} {fact.currency}"
    meta = [("document", text.string(fact.document))] if fact.document else []
    meta += _terms(chart, fact.terms, fact.currency)
    rank = 3 if fact.kind == "plant-asset-group" else 5
    order: tuple[Any, ...] = (rank, fact.asset, fact.kind, fact.document, *fact.words)
    return order, text.directive(fact.date, head, meta)


def _terms(chart: Chart, terms: asset_facts.Terms, currency: str) -> list[tuple[str, str]]:
    meta = []
    for key, value in terms:
        if isinstance(value, Decimal):
            written = f"{text.money(value)} {currency}" if key in MONEY else text.quantity(value)
        elif key in PLACES:
            written = chart.account(value)
        else:
            written = value if key in BARE else text.string(value)
        meta.append((key, written))
    return meta
