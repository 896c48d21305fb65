"""What early payment discounts add to a ledger, by the method of each invoice's revenue account.

gross       nothing at the invoice; the discount when it is taken
net         the invoice without its discount; what lapses is forfeited
allowance   the expected discount at the invoice; what is taken comes out of the allowance
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import Additions
from beanplant.engine.discounts.allowance import AllowanceSettlement, post_allowances
from beanplant.engine.discounts.invoice_reader import Reader
from beanplant.engine.discounts.net_method import NetSettlement
from beanplant.engine.discounts.settlement import Settlement
from beanplant.engine.horizon import latest_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beanplant.masterdata import MasterData

METHODS: dict[str, type[Settlement]] = {
    "gross": Settlement,
    "net": NetSettlement,
    "allowance": AllowanceSettlement,
}


def post_discounts(entries: Sequence[Any], master: MasterData, options_map: Mapping[str, Any]) -> Additions:
    """Return the invoices, payments and credit notes with the discounts that they grant, take or give back, the
    transactions of lapses and month ends, and what is wrong."""
    added = Additions()
    horizon = latest_fact(entries, str(options_map.get("filename") or ""))
    allowances = []
    for invoice in Reader(master, options_map, added.faults).read(entries):
        settlement = METHODS[invoice.rule.method](invoice, added, horizon)
        settlement.run()
        if isinstance(settlement, AllowanceSettlement):
            allowances.append(settlement)
    if allowances and horizon is not None:
        post_allowances(allowances, master, horizon, added)
    added.made.sort(key=lambda entry: entry.date)
    return added
