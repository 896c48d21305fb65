"""The checker of the invariants finds what is wrong: valued ledgers in which one thing was changed by hand."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from beancount.core import data
from beancount.core.amount import Amount

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-02-01 * "Receipt"
  Assets:P100:RawMaterials    100 STEEL @ 2.62 USD
  Liabilities:Payables
2026-03-01 * "Issue"
  order: "MO-1"
  Assets:P100:RawMaterials    -52 STEEL
  Assets:P100:WorkInProcess    52 STEEL
2026-03-02 * "Complete"
  order: "MO-1"
  Assets:P100:FinishedGoods   100 PUMP-A
  Assets:P100:WorkInProcess  -100 PUMP-A
2026-03-20 custom "plant-order-close" "MO-1"
"""


class Changed:
    """A valued ledger in which postings of one transaction are others."""

    def __init__(self, books, narration, change):
        self.options_map = books.ledger.options_map
        self.entries = []
        for entry in books.ledger.entries:
            if isinstance(entry, data.Transaction) and entry.narration == narration:
                entry = change(entry)
                if entry is None:
                    continue
            self.entries.append(entry)
        self.transactions = [entry for entry in self.entries if isinstance(entry, data.Transaction)]


def leg(index, **fields):
    """Replace fields of one posting; a number replaces that of its units."""

    def change(entry):
        postings = list(entry.postings)
        posting = postings[index]
        if "number" in fields:
            posting = posting._replace(units=Amount(D(fields["number"]), posting.units.currency))
        postings[index] = posting._replace(**{k: v for k, v in fields.items() if k != "number"})
        return entry._replace(postings=postings)

    return change


def without(index, key):
    """Take a key from a posting's metadata."""

    def change(entry):
        postings = list(entry.postings)
        meta = {k: v for k, v in postings[index].meta.items() if k != key}
        postings[index] = postings[index]._replace(meta=meta)
        return entry._replace(postings=postings)

    return change


def lot(index, **fields):
    """Replace fields of a posting's cost."""

    def change(entry):
        postings = list(entry.postings)
        postings[index] = postings[index]._replace(cost=postings[index].cost._replace(**fields))
        return entry._replace(postings=postings)

    return change


@pytest.mark.parametrize(
    ("method", "narration", "change", "found"),
    [
        # Half a cent is grace to Beancount, not here.
        ("standard", "Issue", leg(1, number="130.004"), "residue of 0.004 USD"),
        ("standard", "Issue", leg(1, number="130.004"), "part of a cent"),
        ("fifo", "Receipt", lot(0, number=D("2.6200000001")), "is worth part of a cent"),
        ("standard", "Receipt", lot(0, number=D("2.62")), "not at the standard of 2.50"),
        ("standard", "Receipt", leg(0, number="40"), "1 negative lots"),
        ("standard", "Receipt", leg(0, number="110"), "'STEEL'): Decimal('100')} was written"),
        ("standard", "Issue", lambda _: None, "lost: 2026-03-01 'Issue'"),
        ("standard", "Issue", without(0, "rule"), "no rule: on Assets:P100:RawMaterials"),
        ("standard", "Issue", without(1, "rule"), "no rule: on Assets:P100:WorkInProcess"),
        ("standard", "Close order MO-1", without(1, "formula"), "no formula: on Expenses:P100:Variances"),
        ("standard", "Receipt", without(2, "formula"), "no formula: on Expenses:P100:Variances:PurchasePrice"),
        ("standard", "Close order MO-1", lambda _: None, "closed order MO-1 holds 5.00"),
        ("standard", "Issue", leg(1, units=Amount(D(52), "STEEL")), "did not turn into money"),
        ("standard", "Issue", leg(1, units=Amount(D(52), "STEEL")), "on work in process"),
        ("standard", "Issue", leg(1, number="130.01"), "is 130.01 USD, not 130.00"),
        ("standard", "Close order MO-1", leg(1, number="4.00"), "is not the sum of its variances"),
        ("standard", "Receipt", leg(2, account="Assets:P100:RawMaterials"), "money on stock account"),
        ("standard", "Complete", leg(0, cost=None), "without a cost on Assets:P100:FinishedGoods"),
    ],
)  # fmt: skip
def test_a_change_is_found(plant, checker, method, narration, change, found):
    books = plant(method, "")
    changed = Changed(books, narration, change)
    violations = checker.violations(changed, books.written)
    assert any(found in text for text in violations), violations


def test_without_a_cause(plant, checker):
    def change(entry):
        return entry._replace(meta={k: v for k, v in entry.meta.items() if k != "cause"})

    books = plant("standard", "")
    assert any("no cause:" in text for text in checker.violations(Changed(books, "Close order MO-1", change)))


def test_without_an_order(plant, checker):
    def change(entry):
        return entry._replace(meta={k: v for k, v in entry.meta.items() if k != "order"})

    books = plant("standard", "")
    found = checker.violations(Changed(books, "Issue", change))
    assert any("without order" in text for text in found)


def test_too_much_rounding(plant, checker):
    def change(entry):
        meta = {"rule": "inventory.rounding", "formula": "?"}
        made = [("Expenses:P100:Variances:Rounding", D("0.05")), ("Liabilities:Payables", D("-0.05"))]
        more = [data.Posting(account, Amount(n, "USD"), None, None, None, dict(meta)) for account, n in made]
        return entry._replace(postings=[*entry.postings, *more])

    books = plant("standard", "")
    assert any("0.05 of rounding" in text for text in checker.violations(Changed(books, "Issue", change)))


def test_what_remains_of_a_complete_order(plant, checker):
    books = plant("standard", "")
    change = leg(1, account="Expenses:P100:Variances:Remaining")
    found = checker.violations(Changed(books, "Close order MO-1", change))
    assert any("5.00 remains of closed order MO-1" in text for text in found)


def test_two_lots_under_the_average(plant, checker):
    text = """
    2026-02-02 * "More"
      Assets:P100:RawMaterials    10 STEEL @ 3.00 USD
      Liabilities:Payables
    """
    books = plant("fifo", text)
    entries = [
        entry._replace(meta={**entry.meta, "valuation": "moving-average"})
        if isinstance(entry, data.Custom) and entry.type == "plant"
        else entry
        for entry in books.ledger.entries
    ]
    changed = Changed(books, "nothing", None)
    changed.entries = entries
    assert any("more than one lot" in text for text in checker.violations(changed))
