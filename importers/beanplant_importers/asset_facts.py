"""Facts about fixed assets: what is in service, and what happens to it afterwards.

::

    2026-02-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 120000.00 USD         Asset
    2026-07-01 custom "plant-asset-improvement" "CNC-01" 8000.00 USD                     AssetDirective
      document: "FA/2026/100000045/CNC-01"
    2026-01-01 custom "plant-asset-area" "CNC-01" "IFRS"                                 AssetDirective

A second import compares a directive by its document. What a person wrote has none; it is known by its kind, asset and
date, so that an import doesn't add what stands in the ledger already.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from beanplant_importers.source import Source  # noqa: TC001  read at run time by the SQL profiles

Terms = tuple[tuple[str, str | Decimal], ...]
"""Keys of a directive in the order written; a number is money or a quantity, as the key says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A fixed asset in service from ``date``; ``terms`` are keys of ``plant-asset`` in the order written."""

    document: str
    date: datetime.date
    plant: str
    asset: str
    account: str
    cost: Decimal
    currency: str
    source: Source
    name: str = ""
    terms: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetDirective:
    """A directive ``kind`` about an asset: after its name come ``words``, then ``account``, then ``amount``.

    ``document`` is what the ERP knows it by; blank for what is known by its names alone (an area, a group).
    """

    kind: str
    date: datetime.date
    plant: str
    asset: str
    source: Source
    document: str = ""
    words: tuple[str, ...] = ()
    account: str = ""
    amount: Decimal | None = None
    currency: str = ""
    terms: Terms = ()

    @property
    def key(self) -> str:
        """What a second import is compared by."""
        if self.document:
            return document_key(self.kind, self.document)
        return named_key(self.kind, (self.asset, *self.words))

    @property
    def twin(self) -> str:
        """What the same directive is known by where a person wrote it."""
        return dated_key(self.kind, self.asset, self.date) if self.document else self.key


NAMED = ("plant-asset-area", "plant-asset-group")
"""Directives that are there once for their names, whatever the date."""


def document_key(kind: str, document: str) -> str:
    """Return what a directive of a document is known by."""
    return f"{kind}/document/{document}"


def named_key(kind: str, names: tuple[str, ...]) -> str:
    """Return what a directive is known by that is there once for its names."""
    return "/".join((kind, "of", *names))


def dated_key(kind: str, asset: str, date: datetime.date) -> str:
    """Return what a directive without a document is known by."""
    return f"{kind}/{asset}/{date}"
