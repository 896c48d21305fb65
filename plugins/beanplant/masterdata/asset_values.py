"""What happens to an asset's value: impairment, its reversal, revaluation, and its status.

    2029-06-30 custom "plant-asset-impairment" "CNC-01" 15000.00 USD   ; the loss
      loss: Expenses:P100:ImpairmentLoss                     ; the default
    2029-06-30 custom "plant-asset-impairment" "CNC-01"      ; or the facts that it follows from
      undiscounted-cash-flows: 60000.00 USD                  ; US
      fair-value: 52000.00 USD
      disposal-cost: 1000.00 USD                             ; IFRS, as is value-in-use
      value-in-use: 54000.00 USD
    2029-06-30 custom "plant-asset-impairment" "CNC-01" "CNC-02" 15000.00 USD   ; of all of them together
      floor: "CNC-02 20000.00 USD"                           ; what one of them is worth by itself
    2030-06-30 custom "plant-asset-impairment-reversal" "CNC-01" 5000.00 USD    ; or the facts; IFRS
      gain: Income:P100:ImpairmentReversal                   ; the default
    2029-06-30 custom "plant-asset-revaluation" "CNC-01" 90000.00 USD           ; its fair value; IFRS
      method: "elimination"                                  ; or "proportionate", or gross: 130000.00 USD
      surplus: Equity:P100:RevaluationSurplus                ; the default
      retained: Equity:RetainedEarnings                      ; where the surplus goes with the asset; realize: TRUE
    2029-06-30 custom "plant-asset-status" "CNC-01" "idle"   ; "in-use", "held-for-sale"
      expense: Expenses:P100:IdleCapacity

What a standard allows, and what the book value is, is for the engine.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from beanplant.faults import nearest, place
from beanplant.masterdata.asset_facts import AssetStatus
from beanplant.masterdata.asset_named import add_event, in_service, positive
from beanplant.masterdata.asset_value_facts import (
    WORTH_KEYS,
    AssetImpairment,
    AssetRevaluation,
    AssetReversal,
    Worth,
)
from beanplant.masterdata.values import AMOUNT, TEXT, number

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import Asset, AssetEvent
    from beanplant.masterdata.directives import Directive

METHODS = ("elimination", "proportionate")
STATUSES = ("in-use", "idle", "held-for-sale")
_FLOOR = re.compile(r"(.+?)\s+([0-9,]+(?:\.[0-9]+)?)\s+(\S+)")


def amount_or_facts(directive: Directive) -> tuple[str, ...]:
    """Return the kinds of an impairment's values: names, and an amount if one is written."""
    values = directive.values
    amounts = (AMOUNT,) if values and isinstance(values[-1], Amount) else ()
    return (TEXT,) * max(1, len(values) - len(amounts)) + amounts


def read_impairment(
    directive: Directive, assets: dict[str, Asset], asset: Asset, *values: str | Amount
) -> None:
    """Add a loss to its asset, or to each of those that it is shared by."""
    group = [asset]
    for name in values:
        if isinstance(name, str):
            member = in_service(directive, assets, set(), name)
            if member is None:
                return
            group.append(member)
    names = tuple(member.name for member in group)
    if len(set(names)) < len(names):
        directive.fault(f"names an asset twice: {', '.join(names)}; write each of them once")
        return
    other = next((member for member in group if member.currency != asset.currency), None)
    if other is not None:
        message = f'"{other.name}" is in {other.currency}, "{asset.name}" in {asset.currency}'
        directive.fault(f"{message}; write an impairment for each currency")
        return
    found = _amount_or_worth(directive, asset, values, "the loss, above zero", WORTH_KEYS)
    floors = _floors(directive, names, asset.currency)
    account, stands = _account(directive, "loss")
    if found is None or floors is None or not stands:
        return
    amount, worth = found
    several = names if len(names) > 1 else ()
    event = AssetImpairment(directive.date, directive.source, amount, account, worth, several, floors)
    for name in names:
        add_event(assets, assets[name], event)


def read_reversal(
    directive: Directive, assets: dict[str, Asset], asset: Asset, *values: str | Amount
) -> None:
    """Add the reversal of a loss."""
    if any(isinstance(value, str) for value in values):
        directive.fault("names several assets; write a reversal for each of them")
        return
    found = _amount_or_worth(directive, asset, values, "what is reversed, above zero", WORTH_KEYS[1:])
    account, stands = _account(directive, "gain")
    if found is not None and stands:
        add_event(assets, asset, AssetReversal(directive.date, directive.source, found[0], account, found[1]))


def read_revaluation(directive: Directive, assets: dict[str, Asset], asset: Asset, value: Amount) -> None:
    """Add the value that an asset is revalued to."""
    keys = ("surplus", "retained", "loss", "gain")
    accounts = {key: _account(directive, key) for key in keys}
    if not positive(directive, asset, value, "the fair value, above zero"):
        return
    gross = directive.amount("gross", asset.currency)
    method = directive.word("method", METHODS, METHODS[0]) or METHODS[0]
    realize = directive.flag("realize")
    if directive.has("gross"):
        if gross is None:
            return
        if directive.has("method"):
            directive.fault("has gross: and method:; write one of them")
            return
        if gross < number(value):
            directive.wrong("gross", f"no less than the fair value, {value}")
            return
    if realize and not directive.has("retained"):
        directive.fault("realize: needs retained:, the account that the surplus moves to")
        return
    if all(stands for _, stands in accounts.values()) and not _twice(directive, asset, AssetRevaluation):
        surplus, retained, loss, gain = (accounts[key][0] for key in keys)
        event = AssetRevaluation(
            directive.date,
            directive.source,
            number(value),
            gross,
            method,
            surplus,
            retained,
            loss,
            gain,
            realize,
        )
        add_event(assets, asset, event)


def read_status(directive: Directive, assets: dict[str, Asset], asset: Asset, status: str) -> None:
    """Add what an asset is from a date on."""
    if status not in STATUSES:
        known = ", ".join(f'"{each}"' for each in STATUSES)
        directive.fault(f'unknown status "{status}"{nearest(status, STATUSES)}; expected one of {known}')
        return
    worth, stands = _worth(directive, asset, WORTH_KEYS[1:])
    accounts = {key: _account(directive, key) for key in ("expense", "account", "loss", "gain")}
    if status != "held-for-sale" and directive.has("account"):
        directive.fault(f'account: is for "held-for-sale", not for "{status}"; delete it')
        return
    if status == "held-for-sale" and directive.has("expense"):
        directive.fault("expense: is for depreciation, and what is held for sale has none; delete it")
        return
    if status == "idle" and not directive.has("expense"):
        directive.fault("expense: is missing; write the account of idle capacity that depreciation goes to")
        return
    if stands and all(fine for _, fine in accounts.values()) and not _twice(directive, asset, AssetStatus):
        expense, account, loss, gain = (found for found, _ in accounts.values())
        event = AssetStatus(directive.date, directive.source, status, expense, account, worth, loss, gain)
        add_event(assets, asset, event)


def _twice(directive: Directive, asset: Asset, kind: type[AssetEvent]) -> bool:
    """Whether the asset has such an event on the same day, of which the later one would count; then report it."""
    for event in asset.events:
        if isinstance(event, kind) and event.date == directive.date:
            directive.fault(f"also at {place(event.source)} on {event.date}; keep one of them")
            return True
    return False


def _account(directive: Directive, key: str) -> tuple[str | None, bool]:
    """Return the account of a key, and whether it can stand: one that is not written can."""
    account = directive.asset_account(key) if key == "account" else directive.account(key)
    return account, account is not None or not directive.has(key)


def _worth(directive: Directive, asset: Asset, keys: tuple[str, ...]) -> tuple[Worth | None, bool]:
    """Return what is written of an asset's worth, None where nothing is, and whether it can stand."""
    found = {key: directive.amount(key, asset.currency) for key in keys if directive.has(key)}
    if any(value is None for value in found.values()):
        return None, False
    if "disposal-cost" in found and "fair-value" not in found:
        directive.fault("disposal-cost: needs fair-value:, which it is taken from")
        return None, False
    worth = Worth(*(found.get(key) for key in WORTH_KEYS)) if found else None
    return worth, True


def _amount_or_worth(
    directive: Directive, asset: Asset, values: tuple[str | Amount, ...], expected: str, keys: tuple[str, ...]
) -> tuple[Decimal | None, Worth | None] | None:
    """Return the amount or the facts; None where there are both, neither, or wrong ones."""
    amount = next((value for value in values if isinstance(value, Amount)), None)
    worth, stands = _worth(directive, asset, keys)
    if not stands:
        return None
    if amount is not None and worth is not None:
        written = ", ".join(f"{key}:" for key in keys if directive.has(key))
        directive.fault(f"has {amount} and {written}; write the amount, or the facts that it follows from")
        return None
    if amount is None and worth is None:
        facts = ", ".join(f"{key}:" for key in keys)
        directive.fault(f"says no amount; write it after the name, or what it follows from: {facts}")
        return None
    if amount is not None and not positive(directive, asset, amount, expected):
        return None
    return (None if amount is None else number(amount)), worth


def _floors(directive: Directive, names: tuple[str, ...], currency: str) -> dict[str, Decimal] | None:
    """Return what some assets of a group are worth by themselves; None where it cannot be read."""
    text = directive.text("floor")
    if text is None:
        return None if directive.has("floor") else {}
    floors: dict[str, Decimal] = {}
    for part in re.split(r"[;,]\s+", text.strip()):
        match = _FLOOR.fullmatch(part.strip())
        name = match[1] if match else part
        if match is None or match[3] != currency or name not in names or len(names) == 1:
            hint = nearest(name, names) if len(names) > 1 else "; it is for an impairment of several assets"
            expected = (
                f'assets of this impairment and what each is worth, such as "{names[-1]} 20000.00 {currency}"'
            )
            directive.wrong("floor", expected, hint)
            return None
        floors[name] = Decimal(match[2].replace(",", ""))
    return floors
