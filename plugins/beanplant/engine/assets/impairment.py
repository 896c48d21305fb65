"""Impairment of a fixed asset: the loss, against the asset's accumulated depreciation.

    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD

becomes, after that day's depreciation:

    2029-06-30 * "Impairment of CNC-01"
      Expenses:P100:ImpairmentLoss                      15000.00 USD   ; (67285.89 - 52285.89) USD
      Assets:P100:AccumulatedDepreciation:Machinery    -15000.00 USD

The amount is the loss as a person measured it: book value less fair value (US), or less the recoverable amount
(IFRS). Depreciation goes on from what is left. The loss is not restored.

Rule: ASC 360-10-35-17 and -20 (the adjusted carrying amount is the new cost basis; restoration is prohibited),
IAS 36.59-63.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from beanplant.engine.additions import cause_of
from beanplant.engine.assets.register import accumulated_account, plant_account
from beanplant.engine.stock import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beanplant.engine.additions import Additions
    from beanplant.engine.assets.phases import Schedule
    from beanplant.masterdata import MasterData

RULE = "depreciation.impairment"
FIRST_LINE = 1_100_000
"""After the depreciation of its day."""


def post_impairments(
    schedules: Iterable[Schedule],
    master: MasterData,
    options_map: Mapping[str, Any],
    top: str,
    added: Additions,
) -> None:
    """Make a transaction for each impairment, by date; the accounts that nobody named are opened."""
    root = str(options_map.get("name_expenses", "Expenses"))
    found = [(loss, schedule.asset) for schedule in schedules for loss in schedule.losses]
    found.sort(key=lambda each: each[0].written.date)
    for index, (loss, asset) in enumerate(found):
        date, money = loss.written.date, Money(asset.currency)
        contra = accumulated_account(asset.account)
        expense = loss.written.account or plant_account(asset, master, root, "ImpairmentLoss")
        for account in (contra,) if loss.written.account else (contra, expense):
            added.opens[account] = min(date, added.opens.get(account, date))
        meta = new_metadata("<beanplant.depreciation>", FIRST_LINE + index)
        before, after = money.to_decimal(loss.before), money.to_decimal(loss.before - loss.amount)
        about = {
            **meta,
            "rule": RULE,
            "formula": f"({before:f} - {after:f}) {asset.currency}",
            "asset": asset.name,
        }
        amount = money.to_decimal(loss.amount)
        postings = [
            Posting(account, Amount(each, asset.currency), None, None, None, dict(about))
            for account, each in ((expense, amount), (contra, -amount))
        ]
        meta |= {"cause": cause_of(loss.written.source, top), "asset": asset.name}
        added.made.append(
            Transaction(meta, date, "*", None, f"Impairment of {asset.name}", EMPTY_SET, EMPTY_SET, postings)
        )
