"""Random lists of customers: what is open of each invoice in the ledger is what is open in the list.

Lists are made as SAP writes them: invoices paid in full, in part, with a residual item or several in one payment, in
time or late, with and without a credit note before. The discount in the list is worked out here, from the
amounts alone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount import loader
from beancount.core import data
from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant_importers import invoices, pipeline

if TYPE_CHECKING:
    import pytest

FOLDER = Path(__file__).parents[1] / "data" / "invoices"
CENT = Decimal("0.01")
HEAD = (
    "Customer,Document Number,Line item,Document Type,Posting Date,Amount in local currency,Local Currency,"
    "Terms of Payment,Disc. Amount,Invoice reference,Clearing Document"
)


class Case(NamedTuple):
    """An invoice: cents, the day, what was credited before, and how it was paid."""

    cents: int
    day: int
    credit: int  # percent of the invoice
    paid: str  # open, full, residual, partial
    after: int  # days until the payment


CASES = st.builds(
    Case,
    st.integers(100, 10_000_000),
    st.integers(0, 40),
    st.sampled_from((0, 0, 10, 35)),
    st.sampled_from(("open", "full", "residual", "partial", "together", "together")),
    st.integers(0, 25),
)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


class List:
    """The rows of a list, what is open in it and what came in."""

    def __init__(self) -> None:
        self.rows: list[str] = [HEAD]
        self.open: dict[str, Decimal] = defaultdict(Decimal)
        self.money = Decimal()
        self.discount = Decimal()
        self.payments = 1400000000

    def row(
        self, number: str, line: int, kind: str, day: int, amount: Decimal, *, terms: str = "",
        discount: Decimal = Decimal(), invoice: str = "", clearing: str = "",
    ) -> None:  # fmt: skip
        date = datetime.date(2026, 1, 1) + datetime.timedelta(day)
        said = f"{discount}" if discount else ""
        self.rows.append(
            f"300010,{number},{line},{kind},{date},{amount},USD,{terms},{said},{invoice},{clearing}"
        )

    def payment(self) -> str:
        self.payments += 1
        return str(self.payments)

    def add(self, name: str, case: Case, together: str, together_day: int) -> Decimal:
        """Add an invoice with what came on it; return what a payment over several cleared of it."""
        amount = Decimal(case.cents) * CENT
        credit = cents(amount * case.credit / 100)
        rest = amount - credit
        after = together_day - case.day if case.paid == "together" else case.after
        in_time = after <= 10
        discount = cents(rest * Decimal("0.02")) if in_time else Decimal()
        cleared = self.payment() if case.paid in ("full", "residual") else ""
        if case.paid == "together":
            cleared = together
        if case.paid == "residual":
            discount = Decimal()
        stated = discount if cleared else Decimal()
        self.row(name, 1, "RV", case.day, amount, terms="T210", discount=stated, clearing=cleared)
        if credit:
            self.row(f"9{name}", 1, "DG", case.day, -credit, invoice=name, clearing=cleared)
        day = case.day + case.after
        if case.paid == "open":
            self.open[name] += rest
        elif case.paid == "full":
            self.row(cleared, 2, "DZ", day, -rest, clearing=cleared)
            self.take(rest - discount, discount)
        elif case.paid == "residual":  # SAP takes no discount here, so the payment must be late
            left = cents(rest / 3)
            self.row(cleared, 2, "DZ", case.day + 11 + case.after, -rest, clearing=cleared)
            self.row(cleared, 3, "DZ", case.day + 11 + case.after, left, invoice=name)
            self.open[name] += left
            self.take(rest - left, Decimal())
        elif case.paid == "partial":
            money = cents(rest / 2)
            # Of what is owed at 2 %, 98 % are paid: the discount is 2/98 of the money.
            part = cents(money * 2 / 98) if in_time else Decimal()
            self.row(self.payment(), 2, "DZ", day, -(money + part), discount=part, invoice=name)
            self.open[name] += rest - money - part
            self.take(money, part)
        else:
            self.take(rest - discount, discount)
            return rest
        return Decimal()

    def take(self, money: Decimal, discount: Decimal) -> None:
        self.money += money
        self.discount += discount


@settings(max_examples=40, deadline=None)
@given(st.lists(CASES, min_size=1, max_size=8))
def test_receivables_by_invoice_are_what_is_open_in_the_list(
    tmp_path_factory: pytest.TempPathFactory, cases: list[Case]
) -> None:
    folder = tmp_path_factory.mktemp("list")
    made = List()
    day = max(case.day for case in cases) + 5
    together, cleared = made.payment(), Decimal()
    for number, case in enumerate(cases):
        cleared += made.add(f"9000{number:04}", case, together, day)
    if cleared:
        made.row(together, 2, "DZ", day, -cleared, clearing=together)
    path = folder / "fbl5n.csv"
    path.write_text("\n".join(made.rows) + "\n", "utf-8")
    ledger = (FOLDER / "ledger.beancount").read_text("utf-8")
    (folder / "ledger.beancount").write_text(ledger, "utf-8")
    importer = invoices.SapCustomers("P100", terms={"T210": "2/10 net 30"}, decimal=".")
    existing, _ = pipeline.read_ledger(folder / "ledger.beancount")
    found = pipeline.run([pipeline.Job(importer, str(path))], existing)
    [(_, tally)] = found.tallies
    assert list(tally.differences()) == []
    assert not [note for note in tally.notes if "has a cash discount of" in note]
    journal = "".join(piece.text + "\n" for piece in found.pieces)
    (folder / "main.beancount").write_text('plugin "beanplant"\n' + ledger + journal, "utf-8")
    entries, errors, _ = loader.load_file(str(folder / "main.beancount"))
    assert [error.message for error in errors] == []
    sums, accounts = balances(entries)
    assert sums == {name: amount for name, amount in made.open.items() if amount}
    assert accounts.get("Assets:Bank", Decimal()) == made.money
    assert accounts.get("Income:SalesDiscounts", Decimal()) == made.discount


def balances(entries: list[Any]) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    accounts: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            accounts[posting.account] += posting.units.number
            if posting.account == "Assets:Receivables":
                name = (posting.meta or {}).get("invoice") or entry.meta.get("invoice") or ""
                sums[name] += posting.units.number
    return {name: amount for name, amount in sums.items() if amount}, accounts
