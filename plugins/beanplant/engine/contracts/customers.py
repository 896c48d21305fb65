"""Finds the contract of an invoice that names none: the one with its customer.

    2026-01-01 custom "plant-contract" "OWA-26" Income:Sales
      customer: "Ohio Water Authority"

    2026-02-10 * "Ohio Water Authority" "Invoice"
      Assets:Receivables     5000.00 USD
      Income:Sales          -5000.00 USD

An ERP bills a customer and knows nothing of the contract's name. What has the customer as its payee and is on the
contract's revenue account, or on one below it, belongs to the contract from its first day to its last, as if
``contract: "OWA-26"`` stood there; so does a settlement on its refund liability. Of two accounts the nearer one counts.
What is in another currency than the contract is no part of it. What names a contract itself is left alone, also one
that is not this customer's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from beanplant.engine.additions import Additions
from beanplant.engine.contracts.deliveries import CONTRACT, SETTLES, below
from beanplant.faults import DiscountError, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beancount.core.amount import Amount
    from beancount.core.data import Posting

    from beanplant.masterdata.contract_facts import Contract


def name_contracts(entries: Sequence[Any], contracts: Iterable[Contract]) -> Additions:
    """Return the transactions that belong to a contract by their payee, with ``contract:`` on them."""
    added = Additions()
    customers: dict[str, list[Contract]] = {}
    for contract in contracts:
        if contract.customer:
            customers.setdefault(contract.customer, []).append(contract)
    for entry in entries:
        if type(entry) is Transaction and entry.payee in customers and not _names_one(entry):
            in_force = [each for each in customers[entry.payee] if _in_force(each, entry)]
            named = _named(entry, in_force, added)
            if named is not entry:
                added.replaced[id(entry)] = named
    return added


def _names_one(entry: Transaction) -> bool:
    return any(
        key in meta
        for key in (CONTRACT, SETTLES)
        for meta in (entry.meta, *(p.meta or {} for p in entry.postings))
    )


def _in_force(contract: Contract, entry: Transaction) -> bool:
    return contract.date <= entry.date and (contract.end is None or entry.date <= contract.end.date)


def _named(entry: Transaction, contracts: list[Contract], added: Additions) -> Transaction:
    """Return a transaction with the contract on it, or where there are several on their postings."""
    found: dict[int, Contract] = {}
    for index, posting in enumerate(entry.postings):
        contract = _of(posting, entry, contracts, added)
        if contract is not None:
            found[index] = contract
    names = sorted({contract.name for contract in found.values()})
    if len(names) == 1:
        return entry._replace(meta={**entry.meta, CONTRACT: names[0]})
    if not names:
        return entry
    postings = [
        posting._replace(meta={**(posting.meta or {}), CONTRACT: found[index].name})
        if index in found
        else posting
        for index, posting in enumerate(entry.postings)
    ]
    return entry._replace(postings=postings)


def _of(posting: Posting, entry: Transaction, contracts: list[Contract], added: Additions) -> Contract | None:
    """Return the contract whose revenue, or else refund liability, a posting is on."""
    worth: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
    contracts = [each for each in contracts if each.currency == worth.currency]
    matching = [each for each in contracts if below(posting.account, each.account)]
    if matching:
        nearest = max(len(each.account) for each in matching)
        matching = [each for each in matching if len(each.account) == nearest]
        if len(matching) > 1:
            first, second = matching[:2]
            message = (
                f'customer "{entry.payee}" has contracts "{first.name}" ({place(first.source)}) and "{second.name}"'
                f" ({place(second.source)}) on {first.account}; write contract: on the transaction, or customer: on one"
                " of them only"
            )
            key = f"two contracts {first.name} {second.name}"
            added.faults.add(DiscountError, dict(entry.meta), message, entry, key)
    else:
        matching = [each for each in contracts if below(posting.account, each.refund_liability)]
    return matching[0] if len(matching) == 1 else None
