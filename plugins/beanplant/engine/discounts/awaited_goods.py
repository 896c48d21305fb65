"""A supplier's discount that is taken before its goods come waits on goods received; then it lowers their cost.

    2026-03-04 * "Acme" "Invoice"                        ; 2/10 net 30
      receipt: "R-1"
      Liabilities:P100:GoodsReceivedNotInvoiced    300.00 USD
      Liabilities:Payables                        -300.00 USD

The payment of 294.00 on 10 March takes 6.00. The goods come on the 15th: until then goods received holds the 6.00, as
it holds the 300.00 that were billed. On the 15th

    2026-03-15 * "Discount of 881 on goods that came"
      Liabilities:P100:GoodsReceivedNotInvoiced      6.00 USD
      Assets:P100:RawMaterials                      -6.00 USD    ; as `engine.purchase_discounts` finds the goods

Where several receipts are named, it waits for the last, unless one is there. Goods that the ledger never receives, such
as those of before its start, are not waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import EMPTY_SET, Posting, Transaction, new_metadata

from beanplant.engine.additions import cause_of
from beanplant.engine.discounts.settlement import MADE
from beanplant.engine.receipt_keys import ReceiptKeys
from beanplant.masterdata.facts import INVENTORY_ROLES, Role

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from beanplant.engine.additions import Additions
    from beanplant.masterdata import MasterData

TOPIC = "purchase-discounts."
AWAITED = f"{TOPIC}awaited"
BROUGHT_ON = (*INVENTORY_ROLES, Role.WORK_IN_PROCESS)
AFTER = 1_000_000
"""It follows the goods in their day."""


def await_goods(entries: Iterable[Any], master: MasterData, added: Additions, top: str) -> None:
    """Let the discounts of goods that have not come yet wait for them."""
    held = [
        (key, index)
        for key, entry in added.replaced.items()
        for index, leg in enumerate(entry.postings)
        if _is_on_receipt(master, leg)
    ]
    if not held:
        return
    came = arrivals(entries, master)
    keys = ReceiptKeys(came)
    for key, index in held:
        entry = added.replaced[key]
        leg = entry.postings[index]
        assert leg.meta is not None
        dates = {name: came[name] for name in keys.meant(leg.meta["receipt"])}
        if not dates or min(dates.values()) <= entry.date:
            continue
        postings = list(entry.postings)
        postings[index] = leg._replace(meta={**_without(leg.meta, "receipt"), "rule": AWAITED})
        added.replaced[key] = entry._replace(postings=postings)
        added.made.append(_on_arrival(leg, entry, dates, AFTER + len(added.made), top))


def arrivals(entries: Iterable[Any], master: MasterData) -> dict[str, datetime.date]:
    """Return the day on which the first goods or work of each receipt came."""
    came: dict[str, datetime.date] = {}
    for entry in entries:
        if type(entry) is not Transaction:
            continue
        for leg in entry.postings:
            name = leg.meta["receipt"] if leg.meta and "receipt" in leg.meta else entry.meta.get("receipt")
            if (
                name is not None
                and leg.units is not None
                and leg.units.currency in master.items
                and leg.units.number is not None
                and leg.units.number > 0
                and (found := master.role(leg.account)) is not None
                and found[1] in BROUGHT_ON
            ):
                came.setdefault(str(name), entry.date)
    return came


def _is_on_receipt(master: MasterData, leg: Posting) -> bool:
    """Whether a posting is a discount on goods received, of a receipt."""
    meta = leg.meta
    if not meta or "receipt" not in meta or not str(meta.get("rule")).startswith(TOPIC):
        return False
    found = master.role(leg.account)
    return found is not None and found[1] is Role.GOODS_RECEIVED


def _without(meta: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in meta.items() if name != key}


def _on_arrival(
    leg: Posting, entry: Transaction, dates: dict[str, datetime.date], line: int, top: str
) -> Transaction:
    """Return the transaction that moves a discount from goods received to the goods, on the day of the last."""
    assert leg.meta is not None
    assert leg.units is not None
    name = leg.meta["invoice"]
    meta = {**new_metadata(MADE, line), "invoice": name, "cause": cause_of(entry.meta, top)}
    # A receipt that is written as a number stays one.
    stated = {"receipt": leg.meta["receipt"]} if str(leg.meta["receipt"]) in dates else {}
    about = {**leg.meta, "receipt": ", ".join(dates), **stated, "filename": MADE, "lineno": line}
    formula = f"{-leg.units.number:f} {leg.units.currency} of {entry.date}"  # type: ignore[operator]
    waiting = {**_without(_without(about, "receipt"), "item"), "rule": AWAITED, "formula": formula}
    postings = [leg._replace(units=-leg.units, meta=waiting), leg._replace(meta=about)]
    narration = f"Discount of {name} on goods that came"
    date = max(dates.values())
    return Transaction(meta, date, "*", entry.payee, narration, EMPTY_SET, EMPTY_SET, postings)
