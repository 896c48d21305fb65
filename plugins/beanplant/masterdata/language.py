"""The directives that master data is written in: their names, their keys, and an example of each.

All directives of beanplant begin with ``plant``. One that is not in ``FORMS`` is either part of the
language and refused by name (``LATER``), because a book that leaves it out without a word would be wrong,
or a mistake, which gets the nearest known name. Directives of others (``budget``, ``fava-...``) are none of
our business.
"""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "plant"

FREE_KEYS = frozenset({"document", "note", "filename", "lineno"})
"""Metadata that every directive may have; so may any key that begins with ``x-`` or ``__``."""

RESULT_KEYS = frozenset({"rule", "formula", "cause"})
"""Metadata that only beanplant writes."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a directive is written: an example of its line, its keys, and its keys that are refused by name.

    ``known`` are its keys with those that every directive may have.
    """

    name: str
    example: str
    keys: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    known: frozenset[str] = FREE_KEYS


def _form(name: str, example: str, keys: str = "", later: str = "") -> tuple[str, Form]:
    known = frozenset(keys.split())
    return name, Form(name, f'custom "{name}" {example}', known, frozenset(later.split()), known | FREE_KEYS)


TAX_TERMS = (
    "tax section-179 bonus acquired business-use listed alternative automobile utility-vehicle general-asset-account"
    " mineral deposits percentage"
)
"""The keys of a tax book."""

ASSET_TERMS = "life salvage method rate factor switch units convention day-count rounding lease-ends"
"""The keys of an asset's estimate."""

FORMS: dict[str, Form] = dict(
    [
        _form(
            "plant",
            '"P100"',
            "name currency gaap valuation price-variance-at negative raw-materials work-in-process"
            " finished-goods"
            " in-transit goods-received cost-of-goods-sold variances absorbed capitalize-from",
        ),
        _form("plant-standard-cost", "100 STEEL 250.00 USD", "labor variable-overhead fixed-overhead plant"),
        _form("plant-bill-of-materials", "1 PUMP-A 0.5 STEEL 1 SEAL", "scrap plant", "mix"),
        _form("plant-routing", "100 PUMP-A 12 HR-ASSY 30 HR-MACH", "setup lot-size output-scrap plant"),
        _form("plant-order", '"MO-1001" 100 PUMP-A', "kind plant", "co-products"),
        _form("plant-order-close", '"MO-1001"'),
        _form(
            "plant-cost-center",
            '"ASSEMBLY" Expenses:P100:CostCenters:Assembly',
            "activity absorbed capacity",
            "driver rate budget",
        ),
        _form("plant-cost-center-close", '"ASSEMBLY"', "paid"),
        _form("plant-count", "Assets:P100:RawMaterials 48 STEEL"),
        _form(
            "plant-asset",
            '"CNC-01" Assets:P100:Machinery 120000.00 USD',
            "name salvage life method convention day-count rounding rate factor switch units expense gain-loss"
            " accumulated kind part-of location construction project basket lease-ends usage group"
            " below-threshold " + TAX_TERMS,
        ),
        _form("plant-asset-basket", '"BUY-7" 360000.00 USD'),
        _form(
            "plant-asset-group",
            '"TRUCKS" Assets:P100:Trucks',
            "name method rate expense gain-loss accumulated",
        ),
        _form("plant-asset-usage", '"CNC-01" 1200'),
        _form("plant-asset-depreciation", '"CNC-01" 500.00 USD'),
        _form("plant-asset-change", '"CNC-01"', ASSET_TERMS),
        _form("plant-asset-area", '"CNC-01" "ifrs"', f"{ASSET_TERMS} accumulated {TAX_TERMS}"),
        _form("plant-asset-improvement", '"CNC-01" 8000.00 USD', f"{ASSET_TERMS} {TAX_TERMS}"),
        _form("plant-asset-transfer", '"CNC-01" Assets:P200:Machinery', "expense gain-loss"),
        _form("plant-asset-split", '"LINE-1" "LINE-1A" 24000.00 USD', "name"),
        _form("plant-asset-merge", '"LINE-1" "LINE-2"'),
        _form(
            "plant-asset-impairment",
            '"CNC-01" 15000.00 USD',
            "loss undiscounted-cash-flows fair-value disposal-cost value-in-use floor",
        ),
        _form(
            "plant-asset-impairment-reversal",
            '"CNC-01" 5000.00 USD',
            "gain fair-value disposal-cost value-in-use",
        ),
        _form(
            "plant-asset-revaluation",
            '"CNC-01" 90000.00 USD',
            "method gross surplus retained realize loss gain",
        ),
        _form(
            "plant-asset-status",
            '"CNC-01" "held-for-sale"',
            "expense account fair-value disposal-cost value-in-use loss gain",
        ),
        _form(
            "plant-debt",
            '"BOND-1" Liabilities:BondsPayable 100000.00 USD',
            "name matures coupon payments proceeds issuance-cost method effective-rate repayment discount"
            " interest gain-loss",
        ),
        _form("plant-depreciation-horizon", "2030-12-31"),
        _form("plant-tax-figures", '"tax/figures.toml"'),
        _form(
            "plant-tax-year",
            "2025",
            "business-income taxable-income carried-in elects-out begins ends",
        ),
        _form("plant-tax-basis", '"CAR-1" -3000.00 USD'),
        _form("plant-tax-business-use", '"CAR-1" "40 %"'),
        _form("plant-tax-income", '"MINE-1" 1200000.00 USD', "taxable-income units-sold"),
        _form(
            "plant-sales-discounts",
            "Income:Sales",
            "receivables method discounts tax tax-mode grace expected initial window allowance forfeited exchange"
            " returns",
        ),
        _form(
            "plant-purchase-discounts",
            "Liabilities:Payables",
            "method lost allowance tax tax-mode grace exchange undiscounted",
        ),
        _form("plant-take-up", 'Income:Sales "2/10 net 30" 0.70'),
        _form(
            "plant-contract",
            '"CHEM-2026" Income:Sales',
            "kind price currency deductions refund-liability contract-asset contract-liability return-asset financing"
            " interest arrears interest-income compounding commission commission-to cost-of-goods-sold receivables"
            " customer",
        ),
        _form(
            "plant-contract-tiers", '"CHEM-2026" "0" 100 USD "1000000" 90 USD', "retrospective modification"
        ),
        _form("plant-contract-modification", '"PLANT-7" 260000000 USD', "method"),
        _form("plant-obligation", '"BUNDLE-1" "B" 55 USD', "bundle bundle-price"),
        _form("plant-contract-end", '"CHEM-2026"', "release"),
        _form(
            "plant-estimate",
            '"CHEM-2026" 2800000',
            "method include reason per-unit obligation window restocking-fee recovery-cost",
        ),
        _form("plant-progress", '"PLANT-7" 0.40', "reason"),
        _form("plant-subledger", '"P100" "subledger/P100"'),
    ]
)
"""What this version reads."""

LATER: dict[str, str] = {
    "plant-process": "process costing",
    "plant-process-report": "process costing",
    "plant-joint-cost": "joint cost",
    "plant-selling-price": "joint cost by net realizable value",
    "plant-variance-disposition": "the disposition of variances",
    "plant-net-realizable-value": "write-down to net realizable value",
    "plant-allocation": "allocation of service cost centers",
    "plant-period-close": "closed periods",
    "plant-closed-balance": "closed periods",
}
"""What belongs to the language and is not read by this version."""

NOT_SUPPORTED = "not supported by this version of beanplant"

VALUATIONS = ("standard", "moving-average", "fifo", "lifo")
LATER_VALUATIONS = ("job",)
DEPRECIATION_METHODS = (
    "straight-line",
    "declining-balance",
    "sum-of-years-digits",
    "units-of-production",
    "manual",
    "none",
)
CONVENTIONS = (
    "full-month",
    "mid-month",
    "half-month",
    "nearest-month",
    "partial-month",
    "daily",
    "half-year",
    "mid-quarter",
    "full-year",
)
GROUP_METHODS = ("group", "composite")
"""The methods of a group of assets; its members have them too, with the depreciation on the group."""

DAY_COUNTS = ("actual", "actual/actual", "365", "30/360")
ROUNDINGS = ("life", "fiscal-year")
DISCOUNT_METHODS = ("gross", "net", "allowance")
PURCHASE_DISCOUNT_METHODS = ("gross", "net", "allowance")
TAX_MODES = ("included", "excluded", "mixed", "unadjusted")
