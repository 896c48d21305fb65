"""Plants: their accounts by role and their defaults.

    2026-01-01 custom "plant" "P100"
      name: "Ohio pump works"
      valuation: "standard"
      raw-materials: Assets:P100:RawMaterials

Each key has a default with the plant's own code in it. A later directive of the same plant says what
changes; what it leaves out stays. Name, framework and negative stock may change, and count from its date.
The valuation, the currency, the accounts and the place of the price variance (at usage raw materials are
at actual cost, at purchase at standard) may not: they would revalue or move stock without an entry that
says so. LIFO is not permitted under IFRS (IAS 2.25). Two plants share no account, because a posting must
say by its account whose stock it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.faults import MasterDataError, place
from beanplant.masterdata.facts import INVENTORY_ROLES, Plant, Role, Subledger, Timeline
from beanplant.masterdata.language import LATER_VALUATIONS, VALUATIONS
from beanplant.masterdata.values import TEXT, Context

if TYPE_CHECKING:
    from beanplant.masterdata.directives import Directive

_DEFAULTS = {
    Role.RAW_MATERIALS: ("assets", "RawMaterials"),
    Role.WORK_IN_PROCESS: ("assets", "WorkInProcess"),
    Role.FINISHED_GOODS: ("assets", "FinishedGoods"),
    Role.IN_TRANSIT: ("assets", "InTransit"),
    Role.GOODS_RECEIVED: ("liabilities", "GoodsReceivedNotInvoiced"),
    Role.COST_OF_GOODS_SOLD: ("expenses", "CostOfGoodsSold"),
    Role.VARIANCES: ("expenses", "Variances"),
    Role.ABSORBED: ("expenses", "Absorbed"),
}
_ASSETS = INVENTORY_ROLES | {Role.WORK_IN_PROCESS}
_MADE_BELOW = frozenset({Role.VARIANCES, Role.ABSORBED})


def read_plants(directives: list[Directive], context: Context) -> dict[str, Timeline]:
    """Read ``plant`` directives into the context; return the facts of each plant by date."""
    history: dict[str, Timeline] = {}
    for directive in directives:
        values = directive.take(TEXT)
        if values is None:
            continue
        code = values[0]
        earlier: Plant | None = context.plants.get(code)
        if earlier is not None and earlier.date == directive.date:
            directive.fault(f"also at {place(earlier.source)} on {earlier.date}; keep one of them")
            continue
        plant = _plant(directive, code, context, earlier)
        if plant is not None:
            history.setdefault(code, Timeline()).add(plant.date, plant)
            context.plants[code] = plant
    _check_apart(history, context)
    return history


def _plant(directive: Directive, code: str, context: Context, earlier: Plant | None) -> Plant | None:
    currency = directive.text("currency") or (earlier.currency if earlier else context.currency)
    if currency is None:
        directive.fault(
            'no currency: write "currency: USD" here, or option "operating_currency" "USD" in the top file'
        )
        return None
    valuation = directive.word(
        "valuation", VALUATIONS, earlier.valuation if earlier else "standard", LATER_VALUATIONS
    )
    default_word = earlier.price_variance_at if earlier else "purchase"
    negative = directive.word(
        "negative", ("allow", "error"), "allow" if earlier and earlier.negative else "error"
    )
    accounts = _accounts(directive, code, context, earlier)
    gaap = directive.word("gaap", ("us", "ifrs"), earlier.gaap if earlier else "us") or "us"
    variance_at = directive.word("price-variance-at", ("purchase", "usage"), default_word) or default_word
    if earlier:
        _check_unchanged(directive, earlier, currency, valuation or earlier.valuation, variance_at, accounts)
        variance_at = earlier.price_variance_at
        currency, valuation, accounts = earlier.currency, earlier.valuation, earlier.accounts
    if valuation == "lifo" and gaap == "ifrs":
        directive.fault(
            'valuation: found "lifo" under gaap: "ifrs", which does not permit it (IAS 2.25); expected "fifo",'
            ' "moving-average" or "standard", or gaap: "us"'
        )
    return Plant(
        code=code,
        date=directive.date,
        name=directive.text("name") or (earlier.name if earlier else code),
        gaap=gaap,
        price_variance_at=variance_at,
        negative=negative == "allow",
        source=directive.source,
        currency=currency,
        valuation=valuation or "standard",
        accounts=accounts,
        capitalize_from=directive.amount("capitalize-from", currency)
        if directive.has("capitalize-from")
        else (earlier.capitalize_from if earlier else None),
    )


def _accounts(directive: Directive, code: str, context: Context, earlier: Plant | None) -> dict[Role, str]:
    result: dict[Role, str] = {}
    for role, (root, leaf) in _DEFAULTS.items():
        default = f"{context.accounts.roots[root]}:{code}:{leaf}"
        name = directive.account(role.value, opened=False)
        if name is None:
            name = earlier.accounts[role] if earlier else default
            if not context.accounts.valid(name):
                directive.fault(
                    f'"{code}" cannot stand in the account {name}: a part of an account begins with'
                    " a capital or a digit"
                    f" and has letters, digits and dashes; change the code or write {role.value}:"
                    " with an account",
                    f"code {code}",
                )
        elif role in _ASSETS and not name.startswith(f"{context.accounts.roots['assets']}:"):
            directive.fault(
                f"{role.value}: found {name}, expected an account below {context.accounts.roots['assets']}"
            )
        elif name != default and role not in _MADE_BELOW:
            directive.check_open(name, f"{role.value}: ")
        result[role] = name
    seen: dict[str, Role] = {}
    for role, name in result.items():
        if name in seen:
            directive.fault(
                f"{seen[name].value} and {role.value} are the same account {name}; give each its"
                f" own, such as {name}:"
                f"{_DEFAULTS[role][1]}"
            )
        seen.setdefault(name, role)
    return result


def _check_unchanged(
    directive: Directive,
    earlier: Plant,
    currency: str,
    valuation: str,
    variance_at: str,
    accounts: dict[Role, str],
) -> None:
    for word, now, before, why in (
        ("currency", currency, earlier.currency, "balances would change currency without an entry"),
        (
            "valuation",
            valuation,
            earlier.valuation,
            "stock would be revalued without an entry; a new method begins with a new plant",
        ),
        (
            "price-variance-at",
            variance_at,
            earlier.price_variance_at,
            "raw materials would go from standard to actual cost, or back, without an entry; delete it here, or"
            " begin a new plant and transfer the stock to it",
        ),
    ):
        if now != before:
            directive.fault(
                f'{word}: found "{now}", but the plant began with "{before}" on {earlier.date}: {why}'
            )
    for role, name in accounts.items():
        if name != earlier.accounts[role]:
            directive.fault(
                f"{role.value}: found {name}, but the plant began with {earlier.accounts[role]} on"
                f" {earlier.date}: its"
                f" balance would stay behind; transfer it to a sub-account instead"
            )


def _check_apart(history: dict[str, Timeline], context: Context) -> None:
    owners: dict[str, tuple[str, Role]] = {}
    for code in list(history):
        plant: Plant = history[code].facts[0]
        for role, name in plant.accounts.items():
            owner = _owner(name, owners, code)
            if owner is not None:
                other, other_role, other_name = owner
                context.faults.add(
                    MasterDataError,
                    plant.source,
                    f'plant "{code}": {role.value} {name} lies with {other_role.value} {other_name}'
                    f' of plant "{other}":'
                    f" a posting there could belong to either; give each plant its own accounts",
                )
        for role, name in plant.accounts.items():
            owners.setdefault(name, (code, role))


def _owner(name: str, owners: dict[str, tuple[str, Role]], code: str) -> tuple[str, Role, str] | None:
    """Return the other plant whose role account is this one, above it or below it."""
    for other, (owner, role) in owners.items():
        if owner != code and (name == other or name.startswith(f"{other}:") or other.startswith(f"{name}:")):
            return owner, role, other
    return None


def read_subledgers(directives: list[Directive]) -> list[Subledger]:
    """Read ``plant-subledger`` directives."""
    result = []
    for directive in directives:
        values = directive.take(TEXT, TEXT)
        if values is not None and directive.check_plant(values[0]):
            result.append(Subledger(values[0], directive.date, values[1], directive.source))
    return result
