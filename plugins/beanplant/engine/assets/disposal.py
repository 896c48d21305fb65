"""The disposal of a fixed asset: what it adds to the transaction that a person wrote.

    2026-05-15 * "Sold"
      disposes: "CNC-01"
      Assets:Bank                               40000.00 USD
      Assets:P100:Machinery                    -40000.00 USD

gets the rest of the cost (-80000.00), the accumulated depreciation, and gain or loss: proceeds less book
value. Catch-up depreciation comes first: what the convention counts up to the disposal, less what is posted
(half of the month under ``mid-month``, the days under ``daily``, months before it where the horizon is
earlier). Where the convention counts less than is posted (``half-year`` in autumn, ``full-year``) it is
taken back. What a person wrote on the account or its accumulated depreciation in that transaction
counts, so a disposal written out in full gets nothing. Impairment losses are in the accumulated depreciation.

Rule: ASC 360-10-40-5, IAS 16.67-72: the carrying amount is derecognised, and a gain is not revenue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import Posting, new_metadata

from beanplant.engine.assets.formulas import rule
from beanplant.engine.assets.register import Register, accumulated_account, plant_account
from beanplant.engine.stock import Money
from beanplant.rules.depreciation import month_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beanplant.engine.additions import Additions
    from beanplant.engine.assets.phases import Schedule
    from beanplant.masterdata import MasterData


def dispose(
    schedule: Schedule,
    found: Register,
    horizon: int | None,
    master: MasterData,
    options_map: Mapping[str, Any],
    added: Additions,
) -> None:
    """Add to a disposal what the books still hold of the asset, and the gain or loss."""
    asset, entry = schedule.asset, found.disposal
    assert entry is not None
    assert schedule.taken is not None
    money = Money(asset.currency)
    before = schedule.start if horizon is None else max(schedule.start, horizon + 1)
    posted = money.to_decimal(schedule.accumulated(before))
    taken = money.to_decimal(schedule.taken)
    impaired = money.to_decimal(sum(loss.amount for loss in schedule.losses))
    accumulated = asset.accumulated + taken + impaired
    rest, uncleared = found.cost - found.proceeds, accumulated - found.cleared
    contra = accumulated_account(asset.account)
    gain_loss = asset.gain_loss or plant_account(
        asset, master, str(options_map.get("name_income", "Income")), "GainOnDisposal"
    )
    method = rule(schedule, month_number(entry.date))
    catch_up = f"({taken:f} - {posted:f}) {asset.currency}, to {entry.date} by {asset.convention}"
    parts = [f"{part:f}" for part in (asset.accumulated, taken, impaired) if part] or [f"{taken:f}"]
    sums = f"({' + '.join(parts)})" if len(parts) > 1 else parts[0]
    total = f"{sums} {asset.currency}, to {entry.date} by {asset.convention}"
    legs = [
        (asset.expense, taken - posted, method, catch_up),
        (contra, posted - taken, method, catch_up),
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
    for account, number, name, arithmetic in legs:
        if number:
            about = new_metadata("<beanplant.depreciation>", entry.meta["lineno"])
            about |= {"rule": name, "formula": arithmetic, "asset": asset.name}
            postings.append(Posting(account, Amount(number, asset.currency), None, None, None, about))
            if account == contra or (account == gain_loss and asset.gain_loss is None):
                added.opens[account] = min(entry.date, added.opens.get(account, entry.date))
    added.replaced[id(entry)] = current._replace(postings=postings)
