"""What early payment discounts add to a ledger, by the method of each invoice's revenue or payables account.

gross       nothing at the invoice; the discount when it is taken
net         the invoice without its discount; what lapses is forfeited
allowance   the expected discount at the invoice; what is taken comes out of the allowance. Of suppliers: cost as by the
            net method, with the payable in full

Discounts of suppliers are posted on the account that their goods were booked on, with what finds them (``item:``,
``receipt:``, ``order:``); where they are by then is found when the stock is valued (``engine.purchase_discounts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.engine.additions import Additions
from beanplant.engine.discounts.allowance import AllowanceSettlement, post_allowances
from beanplant.engine.discounts.awaited_goods import await_goods
from beanplant.engine.discounts.bill_reader import BillReader
from beanplant.engine.discounts.cut_off import advise_on_cut_off
from beanplant.engine.discounts.invoices import SALES
from beanplant.engine.discounts.net_method import NetSettlement
from beanplant.engine.discounts.observed import decided_before
from beanplant.engine.discounts.purchase_allowance import PurchaseAllowanceSettlement
from beanplant.engine.discounts.replay import Replay, Rereading
from beanplant.engine.discounts.sales_reader import SalesReader
from beanplant.engine.discounts.settlement import Settlement
from beanplant.engine.discounts.split_terms import settle
from beanplant.engine.discounts.take_up import unheard
from beanplant.engine.horizon import latest_fact
from beanplant.engine.movement import RECEIVED_BY
from beanplant.masterdata.allowance_changes import keep as keep_changes
from beanplant.masterdata.discount_outcomes import keep as keep_outcomes

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from beanplant.engine.discounts.invoice_reader import Reader
    from beanplant.engine.discounts.invoices import Invoice
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Discounts

METHODS: dict[str, type[Settlement]] = {
    "gross": Settlement,
    "net": NetSettlement,
    "allowance": AllowanceSettlement,
}
PURCHASE_METHODS: dict[str, type[Settlement]] = METHODS | {"allowance": PurchaseAllowanceSettlement}


def post_discounts(entries: Sequence[Any], master: MasterData, options_map: dict[str, Any]) -> Additions:
    """Return the invoices, payments and credit notes with the discounts that they grant, take or give back, the
    transactions of lapses and month ends, and what is wrong."""
    rules: list[Discounts] = [*master.sales_discounts, *master.purchase_discounts]
    added = Additions(names=frozenset(name for rule in rules for name in rule.defaults))
    horizon = latest_fact(entries, str(options_map.get("filename") or ""))

    def make(invoice: Invoice) -> Settlement:
        methods = METHODS if invoice.topic == SALES else PURCHASE_METHODS
        return methods[invoice.rule.method](invoice, added, horizon)

    if master.sales_discounts:
        sales = SalesReader(master, options_map, added.faults)
        invoices = sales.read(entries)
        allowances = [
            settlement
            for invoice in invoices
            for settlement in settle(invoice, make)
            if isinstance(settlement, AllowanceSettlement)
        ]
        added.advice += sales.unmatched.advice()
        added.advice += unheard(master, invoices)
        advise_on_cut_off(invoices, horizon, added)
        decided = list(decided_before(invoices, master, horizon)) if horizon is not None else []
        del invoices  # they hold every transaction
        _keep_outcomes(sales, horizon, options_map)
        if allowances and horizon is not None:
            keep_changes(options_map, post_allowances(allowances, master, horizon, added, decided))
    if master.purchase_discounts:
        bills = BillReader(master, options_map, added.faults)
        for invoice in bills.read(entries):
            name_receipt(bills, invoice, added)
            settle(invoice, make)
        added.advice += bills.unmatched.advice()
        _keep_outcomes(bills, horizon, options_map)
        await_goods(entries, master, added, str(options_map.get("filename") or ""))
    added.made.sort(key=lambda entry: entry.date)
    return added


def _keep_outcomes(reader: Reader, horizon: datetime.date | None, options_map: dict[str, Any]) -> None:
    """Leave what works out for the reports what became of the discounts."""
    rereading = Rereading(reader, horizon)
    for rule in reader.facts():
        keep_outcomes(options_map, rule, Replay(rereading, rule))


def name_receipt(reader: BillReader, invoice: Invoice, added: Additions) -> None:
    """Let the goods of an invoice that is itself the receipt be found by the number of the invoice."""
    for event in invoice.events:
        legs = reader.implicit.get(id(event.entry))
        if legs is None:
            continue
        current = added.replaced.get(id(event.entry), event.entry)
        postings = [
            leg._replace(meta={**(leg.meta or {}), RECEIVED_BY: invoice.name}) if id(leg) in legs else leg
            for leg in current.postings
        ]
        added.replaced[id(event.entry)] = current._replace(postings=postings)
