"""The plugin finds what the simulator planted: each variance in its category and at its order, and nothing else."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from beancount import loader
from beancount.core import convert, data

ROOT = Path(__file__).resolve().parents[2]
PLANT = ROOT / "ledgers" / "pump-works"
VARIANCES = ("Expenses:P100:Variances:", "Expenses:P200:Variances:")
RECEIVING = ("PurchasePrice", "InvoicePrice", "ExchangeRate", "Freight")
WORK = "Assets:P100:WorkInProcess:Orders"
DISCOUNTS = "Income:P100:SalesDiscounts"
CENT = Decimal("0.01")

Key = tuple[str, str, str]
"""Date, account and what it is about: ``order:1001031``, ``receipt:4500000118-10``."""


class Books(NamedTuple):
    entries: list[Any]
    errors: list[Any]
    options: dict[str, Any]

    @property
    def postings(self) -> list[tuple[data.Transaction, data.Posting]]:
        return [(t, p) for t in self.entries if isinstance(t, data.Transaction) for p in t.postings]

    def balance(
        self, account: str, until: datetime.date, since: datetime.date = datetime.date.min
    ) -> Decimal:
        weights = [
            convert.get_weight(p)
            for t, p in self.postings
            if p.account == account and since <= t.date <= until
        ]
        assert {weight.currency for weight in weights} <= {"USD"}
        return sum((weight.number for weight in weights), Decimal())


@pytest.fixture(scope="module")
def books() -> Books:
    loader.initialize(use_cache=False)  # what an earlier version of the plugin made is of no interest
    return Books(*loader.load_file(str(PLANT / "main.beancount")))


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PLANT / "planted.json").read_text(encoding="utf-8"))
    return found


def subject(txn: data.Transaction, posting: data.Posting, category: str) -> str:
    meta = {**txn.meta, **(posting.meta or {})}
    if category in RECEIVING:
        return f"receipt:{meta.get('receipt') or meta['landed-cost']}"
    if category == "SalesDiscounts":
        return f"invoice:{meta['invoice']}"
    for key in ("order", "cost-center"):
        if key in meta:
            return f"{key}:{meta[key]}"
    if txn.meta["filename"].startswith("<"):
        return f"item:{meta['item']}"
    return f"document:{str(meta['document']).split('/')[1]}"


def found_variances(books: Books) -> dict[Key, Decimal]:
    found: dict[Key, Decimal] = defaultdict(Decimal)
    for txn, posting in books.postings:
        if posting.account == DISCOUNTS:
            category = "SalesDiscounts"
        elif posting.account.startswith(VARIANCES):
            category = posting.account.split(":", 3)[3]
        else:
            continue
        if category != "Rounding":
            assert posting.units.currency == "USD"
            found[str(txn.date), posting.account, subject(txn, posting, category)] += posting.units.number
    return {key: amount for key, amount in found.items() if amount}


def test_the_ledger_has_no_errors(books: Books) -> None:
    assert [error.message for error in books.errors] == []


def test_what_was_planted_is_found_and_nothing_else(books: Books, written: dict[str, Any]) -> None:
    planted: dict[Key, Decimal] = defaultdict(Decimal)
    for row in written["planted"]:
        planted[row["date"], row["account"], row["subject"]] += Decimal(row["amount"])
    found = found_variances(books)
    assert len(planted) > 150
    missed = {key: amount for key, amount in planted.items() if key not in found}
    invented = {key: amount for key, amount in found.items() if key not in planted}
    wrong = {k: (planted[k], found[k]) for k in planted.keys() & found.keys() if planted[k] != found[k]}
    assert (missed, invented, wrong) == ({}, {}, {})


def test_every_category_of_a_plant_at_standard_is_there(written: dict[str, Any]) -> None:
    categories = {row["category"] for row in written["planted"]}
    assert categories == {
        "PurchasePrice",
        "InvoicePrice",
        "ExchangeRate",
        "MaterialPrice",
        "MaterialQuantity",
        "Substitution",
        "LaborEfficiency",
        "VariableOverheadEfficiency",
        "FixedOverheadVolumeEfficiency",
        "LotSize",
        "Scrap",
        "Rework",
        "SubcontractPrice",
        "Freight",
        "DirectCharge",
        "ByProduct",
        "StandardDifference",
        "LaborRate",
        "IdleTime",
        "VariableOverheadSpending",
        "FixedOverheadSpending",
        "FixedOverheadCapacity",
        "Revaluation",
        "InventoryCount",
        "Transfer",
        "SalesDiscounts",
    }


def test_nothing_remains_and_rounding_is_less_than_a_cent_a_leg(books: Books) -> None:
    remaining, rounded = (
        [
            p.units.number
            for _, p in books.postings
            if p.account.startswith(VARIANCES) and p.account.endswith(end)
        ]
        for end in (":Remaining", ":Rounding")
    )
    assert not any(remaining)
    assert rounded, "paint costs parts of a cent"
    assert all(abs(number) < CENT for number in rounded)


def test_balances_of_every_month_end(books: Books, written: dict[str, Any]) -> None:
    for month, accounts in written["controls"].items():
        first = datetime.date.fromisoformat(f"{month}-01")
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        for account, amount in accounts.items():
            since = first if account.startswith("Expenses:") else datetime.date.min
            held = books.balance(account, last, since)
            # Stock is held to parts of a cent; money in work in process is whole cents.
            slack = CENT if account == WORK else Decimal()
            assert abs(held - Decimal(amount)) <= slack, (month, account)


def test_what_is_owed_abroad_is_paid(books: Books) -> None:
    """Deliveries in euro are cleared on goods received by their invoices, and these by their payments."""
    euro: dict[str, Decimal] = defaultdict(Decimal)
    for _, posting in books.postings:
        if posting.units.currency == "EUR":
            euro[posting.account] += posting.units.number
    assert euro == {
        "Liabilities:P100:GoodsReceivedNotInvoiced": Decimal(),
        "Liabilities:PayablesEuro": Decimal(),
    }


def test_a_closed_order_carries_nothing_and_open_ones_carry_the_balance(books: Books) -> None:
    carried: dict[str, Decimal] = defaultdict(Decimal)
    for txn, posting in books.postings:
        if posting.account == WORK:
            order = (posting.meta or {}).get("order") or txn.meta["order"]
            carried[order] += posting.units.number
    closed = {
        e.values[0].value
        for e in books.entries
        if isinstance(e, data.Custom) and e.type == "plant-order-close"
    }
    open_ = {order: amount for order, amount in carried.items() if amount}
    assert not closed & open_.keys()
    assert "1001247" in open_, "the order that is held since January"
    assert len(open_) >= 3
    assert sum(open_.values()) == books.balance(WORK, datetime.date.max)


def test_order_costs_of_the_erp_agree_with_the_ledger(books: Books) -> None:
    """KOB1 has what the ERP charged to each order at standard; the same documents came in by MB51."""
    erp: dict[str, Decimal] = defaultdict(Decimal)
    for path in sorted((PLANT / "exports").rglob("kob1-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                erp[row["Order"]] += Decimal(row["Val/COArea Crcy"])
    ledger: dict[str, Decimal] = defaultdict(Decimal)
    for txn, posting in books.postings:
        imported = "/journals/" in txn.meta["filename"]
        if imported and posting.account == WORK and (posting.meta or {}).get("rule") != "wip.scrap":
            ledger[(posting.meta or {}).get("order") or txn.meta["order"]] += posting.units.number
    assert ledger == erp


def test_the_rebate_of_the_frame_agreement(books: Books) -> None:
    """What is owed back is the expected rate of what the dairy was billed in its year: 1.5 % until the estimate of
    October, 2.5 % after it, and of 430,915.00 paid in January: 10,772.88."""
    billed: dict[datetime.date, Decimal] = defaultdict(Decimal)
    for entry, posting in books.postings:
        if entry.payee == "Scioto Dairy" and posting.account == "Income:P100:Sales":
            assert posting.units is not None
            billed[entry.date] -= posting.units.number
    for last, rate in (
        (datetime.date(2025, 9, 30), "0.015"),
        (datetime.date(2025, 12, 31), "0.025"),
        (datetime.date(2026, 3, 31), "0.025"),
    ):
        year = sum(
            (units for date, units in billed.items() if date.year == last.year and date <= last), Decimal()
        )
        owed = (year * Decimal(rate)).quantize(CENT, ROUND_HALF_UP)
        assert books.balance("Liabilities:RefundLiability", last) == -owed
    assert sum(units for date, units in billed.items() if date.year == 2025) == Decimal("430915.00")
    paid = books.balance("Income:P100:SalesRebates", datetime.date(2025, 12, 31))
    assert paid == Decimal("10772.88")


def test_main_file_says_what_the_simulator_made(books: Books) -> None:
    """Standards, bills and routings stand twice: written by hand, and in the simulator."""
    from beanplant import masterdata

    sys.path.insert(0, str(ROOT / "ledgers"))
    from simulator import master, shop

    facts, _ = masterdata.read(books.entries, books.options)
    for year in (2025, 2026):
        day = datetime.date(year, 1, 1)
        for code in (*master.ITEMS, *master.WORK_CENTERS, "COAT"):
            standard = facts.standard(code, day, "P100")
            assert standard is not None, code
            assert standard.unit == master.standard(code, year), code
        for code, product in master.PRODUCTS.items():
            bill, routing = facts.bill(code, day, "P100"), facts.routing(code, day, "P100")
            assert bill is not None
            assert routing is not None
            assert {line.item: line.standard_quantity for line in bill.lines} == master.bill_of(code, year)
            assert (routing.run, routing.setup, routing.lot_size) == (product.run, product.setup, product.lot)
    for code, item in {**master.ITEMS, **shop.ITEMS}.items():
        assert facts.items[code].material == item.number
    for day in (shop.OPENED.first, datetime.date(2026, 1, 1)):
        for code, cost in shop.STANDARDS.items():
            standard = facts.standard(code, day, "P200")
            assert standard is not None
            assert standard.unit == cost, (code, day)
    bill, routing = (f("CRATE", shop.OPENED.first, "P200") for f in (facts.bill, facts.routing))
    assert {line.item: line.standard_quantity for line in bill.lines} == shop.CRATE.bill
    assert (routing.run, routing.setup, routing.lot_size) == (shop.CRATE.run, {}, shop.CRATE.lot)
    rolled = sum(each * shop.STANDARDS[code] for code, each in (shop.CRATE.bill | shop.CRATE.run).items())
    assert rolled == shop.STANDARDS["CRATE"]
