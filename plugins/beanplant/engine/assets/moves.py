"""The transactions of events: an impairment's own, and what a disposal adds to a person's.

    2029-06-30 * "Impairment of CNC-01"
      Expenses:P100:ImpairmentLoss                      15000.00 USD   ; (67285.89 - 52285.89) USD
      Assets:P100:AccumulatedDepreciation:Machinery    -15000.00 USD

Each posting says its rule, its arithmetic and its asset. An event stands after its day's depreciation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from beanplant.engine.additions import cause_of
from beanplant.engine.stock import Money
from beanplant.masterdata.asset_facts import EVENT_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beanplant.engine.additions import Additions
    from beanplant.engine.assets.position import Move
    from beanplant.masterdata.asset_facts import Asset


def post_moves(moves: Iterable[tuple[Asset, Move]], top: str, added: Additions) -> None:
    """Make a transaction for each move, by date, or add its postings to the person's transaction."""
    made = 0
    for asset, move in sorted(moves, key=lambda each: each[1].date):
        used = {leg.account for leg in move.legs}
        for account in used.intersection(move.opens):
            added.opens[account] = min(move.date, added.opens.get(account, move.date))
        if move.entry is not None:
            current = added.replaced.get(id(move.entry), move.entry)
            meta = new_metadata("<beanplant.depreciation>", move.entry.meta["lineno"])
            postings = [*current.postings, *_postings(asset, move, meta)]
            added.replaced[id(move.entry)] = current._replace(postings=postings)
            continue
        if not move.legs:
            continue
        meta = new_metadata("<beanplant.depreciation>", EVENT_LINE + made)
        made += 1
        postings = _postings(asset, move, meta)
        meta = {**meta, "cause": cause_of(move.source, top), "asset": asset.name}
        added.made.append(Transaction(meta, move.date, "*", None, move.title, EMPTY_SET, EMPTY_SET, postings))


def _postings(asset: Asset, move: Move, meta: dict[str, Any]) -> list[Posting]:
    money = Money(asset.currency)
    return [
        Posting(
            leg.account,
            Amount(money.to_decimal(leg.amount), asset.currency),
            None,
            None,
            None,
            {**meta, "rule": leg.rule or move.rule, "formula": leg.formula, "asset": leg.asset or asset.name},
        )
        for leg in move.legs
    ]
