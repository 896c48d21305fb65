"""ledgers/contracts: the guides' examples come to their figures, the fleet to what its facts say."""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core.data import Custom, Transaction
from beancount.parser import parser

FOLDER = Path(__file__).resolve().parents[2] / "ledgers" / "contracts"


@pytest.fixture(scope="module")
def ledger() -> Any:
    entries, errors, _ = loader.load_file(str(FOLDER / "main.beancount"))
    assert not errors, errors[:3]
    return entries


@pytest.fixture(scope="module")
def balances(ledger: Any) -> dict[str, dict[str, D]]:
    """By contract and account."""
    found: dict[str, dict[str, D]] = defaultdict(lambda: defaultdict(D))
    for entry in ledger:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                meta = posting.meta or {}
                name = meta.get("contract") or entry.meta.get("contract") or entry.meta.get("settles")
                found[name][posting.account] += posting.units.number
    return found


def revenue(balances: dict[str, D]) -> D:
    return -sum(amount for account, amount in balances.items() if account.startswith("Income:"))


@pytest.mark.parametrize(
    ("name", "recognized", "account", "amount"),
    [
        ("CHEM-2026", "59500000.00", "Liabilities:RefundLiability", "-10500000.00"),
        ("TISSUE-26", "290000.00", "Liabilities:ContractLiability", "-10000.00"),
        ("RAZOR", "475000.00", "Liabilities:RefundLiability", "-25000.00"),
        ("CLOTHES", "900000.00", "Liabilities:RefundLiability", "-100000.00"),
        ("SLA-26", "950000.00", "Liabilities:RefundLiability", "-50000.00"),
        ("PLANT-7", "110000000.00", "Assets:ContractAsset", "110000000.00"),
        ("TOWER", "11000000.00", "Assets:ContractAsset", "11000000.00"),
        ("MACHINE-A", "192000.00", "Liabilities:ContractLiability", "-18000.00"),
        ("BUNDLE-1", "33.00", "Liabilities:ContractLiability", "-67.00"),
        ("LOYALTY", "990099.01", "Liabilities:ContractLiability", "-9900.99"),
        ("CHAIN-32", "1800000.00", "Assets:ContractAsset", "1300000.00"),
        ("SHOP-90", "9800.00", "Liabilities:RefundLiability", "0.00"),
        ("DEALER-60", "18500.00", "Assets:Receivables", "18500.00"),
        ("PARTS-120", "11600.00", "Liabilities:ContractLiability", "-400.00"),
        ("TWO-AND-ONE", "1080.00", "Assets:ContractAsset", "1080.00"),
        ("OFFICE", "691200.00", "Assets:ContractAsset", "691200.00"),
        ("OBSOLETE", "50000.00", "Liabilities:RefundLiability", "-50000.00"),
        ("GIFT-26", "50000.00", "Liabilities:ContractLiability", "-50000.00"),
        ("POINTS", "95433.79", "Liabilities:ContractLiability", "-4566.21"),
        ("RENEWALS", "77985.61", "Liabilities:ContractLiability", "-22014.39"),
        ("BUY-BACK", "1100000.00", "Expenses:InterestExpense", "100000.00"),
        ("FORGE-26", "36000.00", "Liabilities:RefundLiability", "-3000.00"),
    ],
)
def test_guides(
    balances: dict[str, dict[str, D]], name: str, recognized: str, account: str, amount: str
) -> None:
    assert revenue(balances[name]) == D(recognized)
    assert balances[name][account] == D(amount)


def test_the_first_quarter_of_the_guides(ledger: Any) -> None:
    """700,000 at an estimate of 2.8 million: 63,000,000 and 7,000,000; the catch-up comes in June."""
    by_date: dict[str, D] = defaultdict(D)
    for entry in ledger:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                if (posting.meta or {}).get(
                    "contract"
                ) == "CHEM-2026" and posting.account == "Income:SalesRebates":
                    by_date[str(entry.date)] += posting.units.number
    assert by_date == {"2026-03-31": D("7000000.00"), "2026-06-30": D("3500000.00")}


def cents(value: Fraction) -> D:
    return (D(value.numerator) / D(value.denominator)).quantize(D("0.01"), ROUND_HALF_UP)


def expected_revenue(name: str, facts: list[Custom], billed: D, units: D) -> Fraction:
    """What a contract of the fleet comes to at the end of its year, from what was written alone."""

    def said(kind: str) -> list[Any]:
        return [fact for fact in facts if fact.type == kind]

    def values(fact: Custom) -> list[Any]:
        return [value.value for value in fact.values]

    head = said("plant-contract")[0]
    price = Fraction(head.meta["price"].number) if "price" in head.meta else Fraction(0)
    if name.startswith("VR"):
        steps = values(said("plant-contract-tiers")[0])[1:]
        estimate = max(values(said("plant-estimate")[-1])[1], units)
        reached = [
            each.number for above, each in zip(steps[::2], steps[1::2], strict=True) if estimate > D(above)
        ]
        return Fraction(units) * Fraction(reached[-1])
    if name.startswith("PC"):
        _, _, share, amount, *_ = values(said("plant-estimate")[0])
        return price + Fraction(D(share.rstrip("%"))) / 100 * Fraction(amount.number)
    if name.startswith("PR"):
        bonus, penalty = (values(fact) for fact in said("plant-estimate"))
        added = Fraction(bonus[3].number) + Fraction(D(penalty[2].rstrip("%"))) / 100 * Fraction(
            penalty[3].number
        )
        return Fraction(values(said("plant-progress")[-1])[-1]) * (price + added)
    if name.startswith("CR"):
        share = Fraction(D(values(said("plant-estimate")[-1])[2].rstrip("%"))) / 100
        return Fraction(billed) - share * 5 * Fraction(units)
    return price  # everything in the bundle is performed


def test_fleet(balances: dict[str, dict[str, D]]) -> None:
    entries, errors, _ = parser.parse_file(str(FOLDER / "fleet.beancount"))
    assert not errors
    facts: dict[str, list[Custom]] = defaultdict(list)
    billed: dict[str, D] = defaultdict(D)
    units: dict[str, D] = defaultdict(D)
    for entry in sorted(entries, key=lambda entry: entry.date):
        if isinstance(entry, Custom):
            facts[entry.values[0].value].append(entry)
        elif isinstance(entry, Transaction) and entry.narration == "Bill":
            billed[entry.meta["contract"]] += entry.postings[0].units.number
            units[entry.meta["contract"]] += entry.meta.get("quantity", D(0))
    assert len(facts) == 100
    for name, said in facts.items():
        assert revenue(balances[name]) == cents(expected_revenue(name, said, billed[name], units[name])), name
        # Nothing is lost between the bill, what is owed back, and what is paid ahead or not billed yet.
        assert sum(balances[name].values()) == 0, name


def test_the_fleet_is_what_its_maker_writes() -> None:
    spec = importlib.util.spec_from_file_location("make_fleet", FOLDER / "make_fleet.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.fleet() == (FOLDER / "fleet.beancount").read_text(encoding="utf-8")
