"""What transactions say of contracts: what was billed, for how many units, at what cost, and what was settled.

A transaction belongs to a contract by ``contract:``, its own or that of a posting; with ``settles:`` instead, its debit
of revenue settles what the contract owes back. What counts of it:

    billed       credits of the contract's revenue account and those below it, less debits (a credit note); also of
                 the account of its deductions
    units        the items that it ships from finished goods, else ``quantity: 700000``; where goods come back with
                 ``settles:`` they are not units less, but what was expected back; with rebates by turnover the
                 money that is billed
    cost         what it debits to the cost of goods sold
    settled      debits of the refund liability, and of revenue with ``settles:``; only credits take one back
    deposited    credits of the contract's liability, and of its asset, by a person
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from beanplant.engine.contracts.delivery import Delivery
from beanplant.faults import DiscountError, Faults, nearest, place
from beanplant.masterdata.facts import Role
from beanplant.masterdata.values import show
from beanplant.rules.currencies import minor_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beancount.core.data import Posting

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.contract_facts import Contract

CONTRACT, SETTLES, QUANTITY = "contract", "settles", "quantity"


def read_deliveries(entries: Iterable[Any], master: MasterData, faults: Faults) -> dict[str, list[Delivery]]:
    """Return what the transactions say of each contract, in the order of the ledger."""
    contracts = master.contracts
    found: dict[str, list[Delivery]] = {name: [] for name in contracts}
    for entry in entries:
        if type(entry) is not Transaction:
            continue
        named = CONTRACT in entry.meta or SETTLES in entry.meta
        if not named and not any(
            p.meta and (CONTRACT in p.meta or SETTLES in p.meta) for p in entry.postings
        ):
            continue
        if named and entry.meta.get(CONTRACT, _named(entry)) != _named(entry):
            message = (
                f"contract: {show(entry.meta[CONTRACT])} and settles: {show(entry.meta[SETTLES])} on one transaction;"
                " write each on the postings that it is for"
            )
            faults.add(DiscountError, dict(entry.meta), message, entry)
            continue
        mine: dict[str, Delivery] = {}
        unknown: set[str] = set()
        for posting in entry.postings:
            owner = _owner(entry, posting)
            if owner is None:
                continue
            name, settles, source = owner
            contract = contracts.get(name) if isinstance(name, str) else None
            if contract is None:
                if str(name) not in unknown:
                    unknown.add(str(name))
                    _unknown(name, SETTLES if settles else CONTRACT, source, entry, master, faults)
                continue
            delivery = mine.setdefault(contract.name, Delivery(entry.date, entry))
            _note(delivery, contract, posting, settles, master, faults)
        for name, delivery in mine.items():
            _finish(delivery, contracts[name], faults, shared=len(mine) > 1)
            found[name].append(delivery)
    return found


def _named(entry: Transaction) -> Any:
    """Return the contract that a transaction settles, else that it belongs to."""
    return entry.meta.get(SETTLES, entry.meta.get(CONTRACT))


def _owner(entry: Transaction, posting: Posting) -> tuple[Any, bool, Mapping[str, Any]] | None:
    """Return the contract that a posting names, else its transaction, and whether it settles."""
    for meta in (posting.meta, entry.meta):
        if meta and SETTLES in meta:
            return meta[SETTLES], True, meta
        if meta and CONTRACT in meta:
            return meta[CONTRACT], False, meta
    return None


def _unknown(
    name: Any, key: str, source: Mapping[str, Any], entry: Transaction, master: MasterData, faults: Faults
) -> None:
    if isinstance(name, str) and name in master.broken_contracts:
        return
    if not isinstance(name, str) or not name:
        message = f"{key}: found {show(name)}, expected the name of a contract in quotes"
        faults.add(DiscountError, dict(source), message, entry)
        return
    near = nearest(name, master.contracts)
    message = (
        f'unknown contract "{name}"{near}; write: {entry.date} custom "plant-contract" "{name}" Income:...'
    )
    faults.add(DiscountError, dict(source), message, entry, f"unknown contract {name}")


def _note(
    delivery: Delivery,
    contract: Contract,
    posting: Posting,
    settles: bool,
    master: MasterData,
    faults: Faults,
) -> None:
    """Add a posting to its contract's delivery."""
    if posting.units is None or posting.units.number is None:
        return
    if str((posting.meta or {}).get("rule", "")).startswith("sales-discounts."):
        return  # an early payment discount is on what is billed, and no part of it
    account = posting.account
    stated = _stated(posting.meta or {}, delivery.entry, faults)
    if stated is not None:
        delivery.stated = (delivery.stated or Fraction(0)) + stated
    role = master.role(account)
    if role is not None and role[1] is Role.FINISHED_GOODS and posting.units.currency in master.items:
        delivery.units -= Fraction(posting.units.number)
        return
    weight: Amount = _worth(posting, contract)
    assert weight.number is not None
    amount = weight.number
    side = _place(account, contract)
    if side is None and role is not None and role[1] is Role.COST_OF_GOODS_SOLD:
        side = "cost"
    if side is None:
        return
    if weight.currency in master.items:
        # The stock is not valued here: `beanplant.sales_discounts` alone. Nothing is known of its cost.
        return
    if side == "cost" and delivery.cost_currency in ("", weight.currency):
        delivery.cost_currency = weight.currency  # that of the plant, whatever the customer pays in
    elif weight.currency != contract.currency:
        message = (
            f'contract "{contract.name}": found {weight} on {account}, expected {contract.currency}; write its revenue'
            f" in {contract.currency} (books in another currency: -100.00 {contract.currency} @ 1.10 USD), or the"
            f" contract in {weight.currency}"
        )
        delivery.counts = True
        faults.add(DiscountError, dict(delivery.entry.meta), message, delivery.entry)
        return
    digits = minor_units(weight.currency)
    if posting.price is None and posting.cost is None and round(amount, digits) != amount:
        message = (
            f'contract "{contract.name}": found {weight} on {account}, a part of the smallest unit; write whole'
            f" {'cents' if digits == 2 else 'units'}"
        )
        faults.add(DiscountError, dict(delivery.entry.meta), message, delivery.entry)
    delivery.counts = True
    if side == "revenue":
        if below(account, contract.account):
            delivery.revenue = account
        if settles and amount > 0:
            delivery.moved += amount
            delivery.moved_from[account] = delivery.moved_from.get(account, Decimal(0)) + amount
        elif settles:
            delivery.credited[account] = delivery.credited.get(account, Decimal(0)) - amount
        else:
            delivery.billed -= amount
    elif side == "refund":
        delivery.settled += amount
    elif side == "liability":
        delivery.on_liability -= amount
    elif side == "asset":
        delivery.on_asset -= amount
    elif amount >= 0:
        delivery.cost += amount
        delivery.cost_of_goods = account
    else:
        delivery.cost_back -= amount
        delivery.cost_of_goods = account


def _worth(posting: Posting, contract: Contract) -> Amount:
    """Return what a posting is worth: in the currency of its contract if it is written in that, else its weight."""
    units = posting.units
    if units is not None and units.currency == contract.currency and posting.cost is None:
        return units
    return get_weight(posting)  # type: ignore[no-any-return, no-untyped-call]


def _place(account: str, contract: Contract) -> str | None:
    """Return what an account is to a contract."""
    if below(account, contract.account) or below(account, contract.deductions):
        return "revenue"
    if below(account, contract.refund_liability):
        return "refund"
    if below(account, contract.contract_liability):
        return "liability"
    if below(account, contract.contract_asset):
        return "asset"
    return "cost" if below(account, contract.cost_of_goods) else None


def below(account: str, name: str) -> bool:
    """Whether an account is this one or below it."""
    return account == name or account.startswith(f"{name}:")


def _stated(meta: Mapping[str, Any], entry: Transaction, faults: Faults) -> Fraction | None:
    """Return the units that are written, above zero."""
    if QUANTITY not in meta:
        return None
    written = meta[QUANTITY]
    if isinstance(written, Decimal) and written > 0:
        return Fraction(written)
    # A valued posting has the amount that it was, by the same name.
    if not isinstance(written, Amount) or meta.get("rule") is None:
        message = f"quantity: found {show(written)}, expected the units that are billed, such as 700000"
        faults.add(DiscountError, dict(entry.meta), message, entry)
    return None


def _finish(delivery: Delivery, contract: Contract, faults: Faults, *, shared: bool) -> None:
    """Complete a delivery; report one that says nothing, or is before its contract, or after it.

    ``shared``: the transaction is of several contracts, so that units on it are nobody's.
    """
    entry = delivery.entry
    if delivery.stated is None and not shared:
        delivery.stated = _stated(entry.meta, entry, faults)
    delivery.finish()
    if contract.by_turnover:
        delivery.units = Fraction(delivery.billed)
    per_unit = contract.tiers or any(each.per_unit for each in contract.elements.values())
    message = ""
    if delivery.date < contract.date:
        message = (
            f"the transaction of {delivery.date} is before the contract of {contract.date}; begin the contract by then,"
            " or take the transaction off it"
        )
    elif (
        delivery.settled < 0
        and delivery.billed < 0
        and (contract.tiers or contract.elements or contract.returns)
    ):
        message = (
            f"{-delivery.settled:f} {contract.currency} on {contract.refund_liability} are accrued by hand, beside what"
            " beanplant accrues of what is expected; take the postings off, and write a plant-estimate if it is more"
        )
    elif not delivery.counts:
        message = f"the transaction has nothing on {contract.account} or another account of the contract; "
        if SETTLES in entry.meta or any(p.meta and SETTLES in p.meta for p in entry.postings):
            message += f"debit {contract.account}, or {contract.refund_liability}, for what it settles"
        else:
            message += "take contract: off, or bill on that account"
    elif (
        contract.end is not None and delivery.date > contract.end.date and (delivery.billed or delivery.units)
    ):
        message = (
            f"the transaction of {delivery.date} is after its end of {contract.end.date}"
            f" ({place(contract.end.source)}); bill before, or under another contract"
        )
    elif per_unit and delivery.billed and not delivery.units:
        if QUANTITY in entry.meta and not shared:
            return  # reported: it is no number
        where = "the postings on its revenue, for each contract its own" if shared else "it"
        message = (
            f"the transaction bills {delivery.billed} {contract.currency} without units; ship items, or write"
            f" quantity: 700000 on {where}"
        )
    if message:
        faults.add(DiscountError, dict(entry.meta), f'contract "{contract.name}": {message}', entry)
