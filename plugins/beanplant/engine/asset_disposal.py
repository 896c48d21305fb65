"""The disposal of a fixed asset: what it adds to the transaction that a person wrote.

    2026-05-15 * "Sold"
      disposes: "CNC-01"
      Assets:Bank                               40000.00 USD
      Assets:P100:Machinery                    -40000.00 USD

gets the rest of the cost (-80000.00), the accumulated depreciation, and gain or loss: proceeds less book
value. Where the months before the disposal are not posted (a horizon before it), catch-up depreciation
comes first. What a person wrote on the account or its accumulated depreciation in that transaction
counts, so a disposal written out in full gets nothing.

Rule: ASC 360-10-40-5, IAS 16.67-72: the carrying amount is derecognised, and a gain is not revenue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Posting, new_metadata

from beanplant.engine.asset_register import Register, accumulated_account
from beanplant.engine.asset_schedules import Schedule, formula
from beanplant.engine.stock import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.additions import Additions
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Asset


def dispose(
    schedule: Schedule,
    found: Register,
    horizon: int | None,
    master: MasterData,
    options_map: Mapping[str, Any],
    added: Additions,
) -> None:
    """Add to a disposal what the books still hold of the asset, and the gain or loss."""
    asset, line, entry = schedule.asset, schedule.line, found.disposal
    assert entry is not None
    money = Money(asset.currency)
    months = schedule.stop - schedule.start
    posted = 0 if horizon is None else min(months, max(0, horizon + 1 - schedule.start))
    taken = money.to_decimal(line.accumulated(months))
    catch_up = taken - money.to_decimal(line.accumulated(posted))
    accumulated = asset.accumulated + taken
    rest, uncleared = found.cost - found.proceeds, accumulated - found.cleared
    contra = accumulated_account(asset.account)
    gain_loss = asset.gain_loss or default_gain_loss(asset, master, options_map)
    total = f"{months} of {schedule.months} months of {formula(schedule).rpartition(' / ')[0]}"
    if asset.accumulated:
        total = f"{asset.accumulated:f} {asset.currency} + {total}"
    legs = [
        (
            asset.expense,
            catch_up,
            "depreciation.straight-line",
            f"{months - posted} months of {formula(schedule)}",
        ),
        (contra, -catch_up, "depreciation.straight-line", f"{months - posted} months of {formula(schedule)}"),
        (
            asset.account,
            -rest,
            "depreciation.disposal",
            f"({found.proceeds:f} - {found.cost:f}) {asset.currency}",
        ),
        (contra, uncleared, "depreciation.disposal", total),
        (
            gain_loss,
            rest - uncleared,
            "depreciation.disposal",
            f"({found.cost:f} - {accumulated:f} - {found.proceeds:f}) {asset.currency}",
        ),
    ]
    current = added.replaced.get(id(entry), entry)
    postings = list(current.postings)
    for account, number, rule, arithmetic in legs:
        if number:
            about = new_metadata("<beanplant.depreciation>", entry.meta["lineno"])
            about |= {"rule": rule, "formula": arithmetic, "asset": asset.name}
            postings.append(Posting(account, Amount(number, asset.currency), None, None, None, about))
            if account == contra or (account == gain_loss and asset.gain_loss is None):
                added.opens[account] = min(entry.date, added.opens.get(account, entry.date))
    added.replaced[id(entry)] = current._replace(postings=postings)


def default_gain_loss(asset: Asset, master: MasterData, options_map: Mapping[str, Any]) -> str:
    """Return ``Income:P100:GainOnDisposal``, with the code of the plant that the asset's account names."""
    codes = [code for code in master.plants if code in asset.account.split(":")]
    if not codes and len(master.plants) == 1:
        codes = list(master.plants)
    root = options_map.get("name_income", "Income")
    return ":".join([str(root), *codes[:1], "GainOnDisposal"])
