"""Master data: the ``plant...`` directives of a ledger as typed, dated facts.

    master, faults = masterdata.read(entries, options_map)
    master.standard("STEEL", date, "P100").unit

One loop over the entries picks what is master data and never looks into a transaction; then each kind is
read by the module that is named for it. A fault is reported at its file and line, and reading goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.data import Commodity, Custom, Open, Transaction
from beancount.core.display_context import Precision

from beanplant.faults import Faults, MasterDataError, nearest
from beanplant.masterdata.bills import read_bills, read_routings
from beanplant.masterdata.cost_centers import (
    read_cost_center_closes,
    read_cost_centers,
    read_cost_components,
)
from beanplant.masterdata.cycles import check_cycles
from beanplant.masterdata.directives import Directive
from beanplant.masterdata.discounts import read_sales_discounts, read_take_up
from beanplant.masterdata.items import read_items
from beanplant.masterdata.language import FORMS, LATER, NOT_SUPPORTED, PREFIX, TAX_TERMS
from beanplant.masterdata.master_data import MasterData, Roles
from beanplant.masterdata.orders import read_counts, read_order_closes, read_orders
from beanplant.masterdata.periods import read_fiscal_years, read_horizon
from beanplant.masterdata.plants import read_plants, read_subledgers
from beanplant.masterdata.purchase_discounts import read_purchase_discounts
from beanplant.masterdata.standard_costs import read_standard_costs
from beanplant.masterdata.standards_in_force import Standards
from beanplant.masterdata.values import Accounts, Context
from beanplant.rules.depreciation.fiscal_years import CALENDAR_YEARS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["MasterData", "read"]

CONTRACT_FORMS = (
    "plant-contract",
    "plant-contract-tiers",
    "plant-contract-modification",
    "plant-contract-end",
    "plant-obligation",
    "plant-estimate",
    "plant-progress",
)

TAX_KEYS = frozenset(TAX_TERMS.split())
"""The keys of an asset that are its tax book's."""


def read(entries: Sequence[Any], options_map: Mapping[str, Any]) -> tuple[MasterData, Faults]:
    """Return the master data of a ledger, and what is wrong with it.

    ``entries`` are Beancount's, by date. Of the options it needs the names of the account roots, the
    operating currency (the default of a plant's) and the display context (how many decimals a rolled-up
    cost shows).
    """
    faults = Faults()
    customs: list[Custom] = []
    fava_options: list[Custom] = []
    commodities: list[Commodity] = []
    opens: list[Open] = []
    for entry in entries:
        kind = type(entry)
        if kind is Transaction:
            continue
        if kind is Custom:
            if entry.type.startswith(PREFIX):
                customs.append(entry)
            elif entry.type == "fava-option":
                fava_options.append(entry)
        elif kind is Commodity:
            commodities.append(entry)
        elif kind is Open:
            opens.append(entry)
    operating = options_map.get("operating_currency") or [None]
    context = Context(faults, Accounts(opens, options_map), operating[0])
    found = _by_form(customs, context)

    history = read_plants(found["plant"], context)
    bills = read_bills(found["plant-bill-of-materials"])
    routings = read_routings(found["plant-routing"])
    items = read_items(commodities, found["plant-standard-cost"], bills, routings, context)
    stated = read_standard_costs(found["plant-standard-cost"], context)
    standards = Standards(stated, bills, routings, context.plants, _decimals(context, options_map))
    check_cycles(bills, standards, faults)

    master = MasterData(context.plants, Roles(context.plants), standards, items, history)
    master.orders, master.broken_orders = read_orders(found["plant-order"])
    master.order_closes = read_order_closes(found["plant-order-close"], master.orders, master.broken_orders)
    master.cost_center_history, broken_centers = read_cost_centers(found["plant-cost-center"], master.role)
    master.cost_centers = {name: facts.facts[-1] for name, facts in master.cost_center_history.items()}
    master.cost_center_closes = read_cost_center_closes(
        found["plant-cost-center-close"], master.cost_center_history, broken_centers
    )
    master.cost_components = read_cost_components(opens, context)
    # A ledger does not pay for the modules of what it has not.
    if any(found[name] for name in FORMS if name.startswith("plant-asset")):
        from beanplant.masterdata.asset_reading import read_fixed_assets

        read_fixed_assets(found, master, faults)
    if found["plant-debt"]:
        from beanplant.masterdata.debts import read_debts

        master.debts, master.broken_debts = read_debts(found["plant-debt"])
    master.fiscal_years = read_fiscal_years(fava_options)
    _read_tax(master, found, options_map)
    master.horizon = read_horizon(found["plant-depreciation-horizon"])
    master.sales_discounts = read_sales_discounts(found["plant-sales-discounts"], context)
    master.take_up = read_take_up(
        found["plant-take-up"], master.sales_discounts, found["plant-sales-discounts"]
    )
    master.purchase_discounts = read_purchase_discounts(found["plant-purchase-discounts"], context)
    if any(found[name] for name in CONTRACT_FORMS):
        _read_contracts(found, master, context)
    master.counts = read_counts(found["plant-count"], master.role)
    master.subledgers = read_subledgers(found["plant-subledger"])
    master.standard_changes = master.find_standard_changes()
    return master, faults


def _read_tax(
    master: MasterData, found: Mapping[str, list[Directive]], options_map: Mapping[str, Any]
) -> None:
    """Read the tax books; a ledger without them does not pay for their modules."""
    directives = (*found["plant-asset"], *found["plant-asset-improvement"], *found["plant-asset-area"])
    with_tax = any(not TAX_KEYS.isdisjoint(directive.source) for directive in directives)
    said = any(found[name] for name in FORMS if name.startswith("plant-tax"))
    if not with_tax and not said and master.fiscal_years == CALENDAR_YEARS:
        return
    from beanplant.masterdata.tax_reading import read_tax

    read_tax(master, found, str(options_map.get("filename", "")))


def _read_contracts(found: dict[str, list[Directive]], master: MasterData, context: Context) -> None:
    # A ledger without contracts does not pay for their modules.
    from beanplant.masterdata.contract_estimates import read_estimates
    from beanplant.masterdata.contract_performance import read_obligations, read_progress
    from beanplant.masterdata.contract_prices import read_modifications, read_tiers
    from beanplant.masterdata.contracts import read_contracts, read_ends

    contracts, broken = read_contracts(found["plant-contract"], context)
    master.contracts, master.broken_contracts = contracts, broken
    read_ends(found["plant-contract-end"], contracts, broken)
    read_modifications(found["plant-contract-modification"], contracts, broken)
    read_obligations(found["plant-obligation"], contracts, broken)
    read_tiers(found["plant-contract-tiers"], contracts, broken)
    read_estimates(found["plant-estimate"], contracts, broken)
    read_progress(found["plant-progress"], contracts, broken)
    # One error for a contract that is not there: its transactions do not say it again.
    named = (each.values[0] for form in CONTRACT_FORMS for each in found[form] if each.values)
    broken.update(name for name in named if isinstance(name, str) and name not in contracts)


def _by_form(customs: list[Custom], context: Context) -> dict[str, list[Directive]]:
    """Return our directives by name; report what is none of them."""
    result: dict[str, list[Directive]] = {name: [] for name in FORMS}
    for entry in customs:
        form = FORMS.get(entry.type)
        if form is not None:
            result[entry.type].append(Directive(entry, form, context))
        elif entry.type in LATER:
            message = f"{NOT_SUPPORTED}: {entry.type} ({LATER[entry.type]}); take it out until it is"
            context.faults.add(MasterDataError, entry.meta, message, entry, entry.type)
        else:
            near = nearest(entry.type, [*FORMS, *LATER])
            message = f'unknown directive "{entry.type}"{near}; expected one of {", ".join(FORMS)}'
            context.faults.add(MasterDataError, entry.meta, message, entry, entry.type)
    return result


def _decimals(context: Context, options_map: Mapping[str, Any]) -> dict[str, int]:
    """Return how many decimals each plant's currency is usually written with."""
    known = getattr(options_map.get("dcontext"), "ccontexts", {})
    result = {}
    for currency in context.currencies():
        places = known[currency].get_fractional(Precision.MOST_COMMON) if currency in known else None
        result[currency] = places if places is not None else 2
    return result
