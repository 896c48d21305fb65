"""Items of special ledgers in FBL5N and FBL1N: down payments and the like, by the column Special G/L ind.

SAP keeps them beside receivables and payables, on an account for each indicator. ``special_gl`` says which it is in the
ledger, as a mapping or the file of a table (``[special-gl]``)::

    invoices.SapVendors("P100", special_gl={"A": "Assets:DownPayments"})

=========================================  ==========================================================================
a row with an indicator                    becomes
=========================================  ==========================================================================
a payment                                  money on that account; it names no invoice
one that takes it back, in one document    the other rows of the document are payments, made from that account::
with rows that lower what is owed
                                               2026-04-02 * "Acme Steel" "Payment 1900000021"
                                                 invoice: "5105600101"
                                                 Assets:DownPayments      -300.00 USD
                                                 Liabilities:Payables      300.00 USD

a noted item (``F``, ``P``: requests)      nothing: it is in no account
=========================================  ==========================================================================

An indicator that ``special_gl`` has not is listed with its rows; with an empty account its rows are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from beanplant_importers.errors import nearest
from beanplant_importers.facts import ZERO
from beanplant_importers.open_items import PAYMENT, OpenItem

NOTED = frozenset({"F", "P"})
"""Indicators of noted items: requests for down payments and payments."""


def marked(
    item: OpenItem, indicator: str, accounts: Mapping[str, str], payments: frozenset[str], *, vendors: bool
) -> OpenItem:
    """Return a row with an indicator as an item of its account, or with what is wrong."""
    if indicator in NOTED and indicator not in accounts:
        return replace(
            item, elsewhere=f"a noted item ({indicator}), which is in no account", lines=(), reason=""
        )
    account = accounts.get(indicator)
    if account == "":
        return replace(item, elsewhere=f"special_gl has no account for {indicator}", lines=(), reason="")
    reason = ""
    if account is None:
        place = "Assets:DownPayments" if vendors else "Liabilities:DownPayments"
        reason = (
            f"special G/L indicator {indicator} is not on receivables or payables{nearest(indicator, accounts)}; write"
            f' special_gl={{"{indicator}": "{place}"}}, the account of such items, on the importer'
        )
    kind = PAYMENT if item.label in payments else ""
    return replace(item, kind=kind, account=account or indicator, lines=(), terms="", reason=reason)


def settled(items: Sequence[OpenItem], sign: int) -> list[OpenItem]:
    """Return the items; where a document takes a down payment back, its other rows are payments made from it.

    ``sign`` is 1 for customers, -1 for vendors.
    """
    documents: dict[str, list[OpenItem]] = {}
    for item in items:
        if not item.elsewhere:
            documents.setdefault(item.document, []).append(item)
    changed: dict[int, OpenItem] = {}
    for rows in documents.values():
        back = [item for item in rows if item.account and item.amount * sign > 0]
        if not back or any(item.reason for item in back):
            continue
        others = [item for item in rows if not item.account]
        balanced = sum((item.amount for item in (*back, *others)), ZERO) == 0
        accounts = {item.account for item in back}
        if balanced and len(accounts) == 1 and all(item.amount * sign < 0 for item in others):
            for item in back:
                changed[id(item)] = replace(item, elsewhere="in the other rows of its document", reason="")
            for item in others:
                changed[id(item)] = replace(
                    item, kind=PAYMENT, money=back[0].account, reason="", lines=(), discount=ZERO, terms=""
                )
    result = [changed.get(id(item), item) for item in items]
    return [_told(item) for item in result]


def _told(item: OpenItem) -> OpenItem:
    if not item.account or item.kind or item.reason or item.elsewhere:
        return item
    return replace(
        item,
        reason=f"document type {item.label} on {item.account} is no payment, and the other rows of its document do not"
        " balance it; export them, too, or write it by hand",
    )
