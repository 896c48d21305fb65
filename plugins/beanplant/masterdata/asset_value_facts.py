"""Facts of an asset's value: what it was measured at, impairment and its reversal, revaluation, and its status.

Amounts are those that a person wrote. Which of them a standard asks for, and what they come to beside the book value,
is for the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from beanplant.masterdata.asset_facts import AssetEvent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


class Worth(NamedTuple):
    """What an asset, or a group of them, is worth on a day, as far as it was measured."""

    cash_flows: Decimal | None = None
    fair_value: Decimal | None = None
    disposal_cost: Decimal | None = None
    value_in_use: Decimal | None = None


WORTH_KEYS = ("undiscounted-cash-flows", "fair-value", "disposal-cost", "value-in-use")
"""How each fact of `Worth` is written."""


@dataclass(frozen=True, slots=True)
class AssetImpairment(AssetEvent):
    """A loss of ``amount``, or what follows from ``worth``, to ``account`` or, where none is named, to the plant's.

    Of several assets, ``names``, it is the loss of all of them, shared by book value; ``floors`` are what some of
    them are worth by themselves.
    """

    amount: Decimal | None
    account: str | None
    worth: Worth | None = None
    names: tuple[str, ...] = ()
    floors: Mapping[str, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class AssetReversal(AssetEvent):
    """An impairment of ``amount`` that is reversed, or as much of it as ``worth`` shows, to income ``account``."""

    amount: Decimal | None
    account: str | None
    worth: Worth | None


@dataclass(frozen=True, slots=True)
class AssetRevaluation(AssetEvent):
    """The book value that an asset is revalued to.

    ``gross`` is what its cost becomes; without it ``method`` says what becomes of the accumulated depreciation:
    ``elimination`` or ``proportionate``. ``realize``: the surplus moves to ``retained`` as the asset is depreciated,
    and not only when it leaves; None: as before.
    """

    value: Decimal
    gross: Decimal | None
    method: str
    surplus: str | None
    retained: str | None
    loss: str | None
    gain: str | None
    realize: bool | None
