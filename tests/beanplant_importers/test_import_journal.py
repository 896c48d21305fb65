"""Facts to text: what a transaction looks like, and that sums come to the cents of their documents."""

from __future__ import annotations

import datetime
import random
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from beancount.parser import parser
from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant_importers import chart, facts
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import Source
from beanplant_importers.journal import Journal

MARCH = datetime.date(2026, 3, 5)
PAINT = Decimal("8.4375")


def movement(
    document: str, kind: str, quantity: str, account: str, against: str, **more: Any
) -> facts.Movement:
    values: dict[str, Any] = {
        "document": f"2026/{document}", "line": "1", "date": MARCH, "plant": "P100", "item": "PAINT",
        "source": Source("mb51", int(document)), "currency": "USD", **more,
    }  # fmt: skip
    return facts.Movement(kind=kind, quantity=Decimal(quantity), account=account, against=against, **values)


def issue(document: str, quantity: str, *, order: str = "MO-1", **more: Any) -> facts.Movement:
    return movement(
        document, "issue", quantity, "raw-materials", "work-in-process:Orders", order=order, **more
    )


def text_of(*given: facts.Fact, grain: str = "document", **options: Any) -> str:
    journal = Journal(chart.read("P100", [], currency="USD"), grain, **options)
    for fact in given:
        journal.add(fact)
    return "".join(journal.text())


def test_a_foreign_receipt_states_both_currencies() -> None:
    receipt = movement(
        "1", "receipt", "60", "raw-materials", "goods-received", receipt="45-10", amount=Decimal("158.40"),
        foreign=Decimal("144.00"), foreign_currency="EUR", party="Acme", time=datetime.time(7, 5),
        details=(("lot", "B17"),),
    )  # fmt: skip
    assert (
        text_of(receipt)
        == """\
2026-03-05 * "Acme" "Goods receipt 1, order line 45-10"
  document: "2026/1"
  receipt: "45-10"
  time: "07:05:00"
  Assets:P100:RawMaterials                                     60 PAINT @ 2.64 USD
    line: "1"
    lot: "B17"
  Liabilities:P100:GoodsReceivedNotInvoiced               -144.00 EUR @ 1.10 USD

"""
    )


def test_a_price_that_is_not_whole_is_stated_as_a_total() -> None:
    receipt = movement("1", "receipt", "3", "raw-materials", "goods-received", amount=Decimal("100.00"))
    assert "3 PAINT @@ 100.00 USD" in text_of(receipt)
    assert "-3 PAINT @@ 100.00 USD" in text_of(receipt)


def test_opening_stock_is_money_at_equity() -> None:
    opening = movement("1", "opening", "60", "raw-materials", "opening", amount=Decimal("157.20"))
    text = text_of(opening)
    assert "60 PAINT @ 2.62 USD" in text
    assert re.search(r"Equity:Opening +-157\.20 USD", text)


def test_quotes_and_line_breaks_in_texts() -> None:
    entries, errors, _ = parser.parse_string(text_of(issue("1", "-1", text='3/4" \\ two\nlines')))
    assert not errors
    assert entries[0].narration == 'Goods issue 1 for MO-1: 3/4" \\ two lines'


def test_amounts_of_two_signs_are_an_error() -> None:
    wrong = movement("7", "receipt", "3", "raw-materials", "goods-received", amount=Decimal("-1"))
    with pytest.raises(ImportFault, match=r"mb51:7: found -1 USD for a quantity of 3"):
        text_of(wrong)


def test_the_order_of_facts_does_not_matter() -> None:
    given = [issue(str(n), f"-{n}", time=datetime.time(n % 24)) for n in range(1, 40)]
    given += [issue(str(n), "-1", line="2") for n in range(1, 40)]
    shuffled = random.Random(1).sample(given, len(given))
    for grain in ("document", "day", "month"):
        ordered = [sorted(block.splitlines()) for block in text_of(*given, grain=grain).split("\n\n")]
        mixed = [sorted(block.splitlines()) for block in text_of(*shuffled, grain=grain).split("\n\n")]
        assert ordered == mixed


def test_known_documents_are_left_out_line_by_line() -> None:
    journal = Journal(chart.read("P100", []), known={"2026/1/1"})
    assert journal.add(issue("1", "-5")) is False
    assert journal.add(issue("1", "-6", line="2")) is True
    [piece] = journal.pieces()
    assert "-6 PAINT" in piece.text
    assert "-5 PAINT" not in piece.text


def test_a_day_states_the_sum_of_what_each_document_rounds_to() -> None:
    """1.5 x 8.4375 = 12.65625 and 0.1 x 8.4375 = 0.84375, so 12.66 + 0.84 = 13.50; 1.6 x 8.4375 at once is 13.50 too;
    ten times 0.1 is 8.40, at once 8.44."""
    text = text_of(
        issue("1", "-1.5"), *(issue(str(n), "-0.1") for n in range(2, 12)), issue("12", "0.5"), grain="day",
        unit_cost=lambda *_: PAINT, batch="mb51",
    )  # fmt: skip
    assert (
        text
        == """\
2026-03-05 * "Goods issue for MO-1"
  order: "MO-1"
  batch: "mb51/2026-03-05/issue/MO-1"
  Assets:P100:RawMaterials                                   -2.5 PAINT
    documents: 11
  Assets:P100:WorkInProcess:Orders                            2.5 PAINT
    value: 21.06 USD
    documents: 11

2026-03-05 * "Goods issue reversed for MO-1"
  order: "MO-1"
  batch: "mb51/2026-03-05/issue-reversed/MO-1"
  Assets:P100:RawMaterials                                    0.5 PAINT
    documents: 1
  Assets:P100:WorkInProcess:Orders                           -0.5 PAINT
    value: -4.22 USD
    documents: 1

"""
    )


def test_without_standards_the_erps_values_are_stated() -> None:
    given = [issue("1", "-1", value=Decimal("-8.44")), issue("2", "-1", value=Decimal("-8.43"))]
    assert "value: 16.87 USD" in text_of(*given, grain="day")
    assert "value:" not in text_of(*given, issue("3", "-1"), grain="day")
    assert "value:" not in text_of(*given, grain="day", unit_cost=lambda *_: None)


def test_a_month_is_cut_where_a_standard_begins() -> None:
    days = [MARCH.replace(day=day) for day in (5, 14, 15, 31)]
    given = [issue(str(n), "-1", date=date) for n, date in enumerate(days)]
    text = text_of(*given, grain="month", cuts=[MARCH.replace(day=15)])
    assert [line[:10] for line in text.splitlines() if line.startswith("2026")] == [
        "2026-03-14",
        "2026-03-31",
    ]
    assert "import/2026-03-14/issue/MO-1" in text
    assert "import/2026-03/issue/MO-1" in text


def test_a_month_dates_receipts_their_first_and_closes_their_last_day() -> None:
    receipts = [
        movement(
            str(day),
            "receipt",
            "1",
            "raw-materials",
            "goods-received",
            amount=Decimal(9),
            date=MARCH.replace(day=day),
        )
        for day in (9, 4)
    ]
    order = facts.Order(
        order="MO-1", date=MARCH, plant="P100", item="PUMP", quantity=Decimal(5), closed=MARCH.replace(day=20),
        source=Source("coois", 2),
    )  # fmt: skip
    text = text_of(*receipts, order, grain="month")
    assert '2026-03-04 * "Goods receipt"' in text
    assert '2026-03-31 custom "plant-order-close" "MO-1"' in text
    with pytest.raises(ImportFault, match="within a month; expected grain day"):
        text_of(
            facts.Count(
                document="1", line="1", date=MARCH, plant="P100", item="PAINT", quantity=Decimal(1),
                account="raw-materials", source=Source("count", 3),
            ), grain="month",
        )  # fmt: skip


def test_orders_that_are_summed_leave_the_ledger() -> None:
    from beanplant_importers.settlement import OrderClose

    journal = Journal(chart.read("P100", [], currency="USD"), "day", orders=False, batch="b")
    journal.add(issue("1", "-1"))
    journal.add(issue("2", "-2", order="MO-2"))
    for name, amount in (("MO-1", "3.00"), ("MO-2", "-1.25")):
        categories = (("MaterialQuantity", Decimal(amount)),)
        journal.close(OrderClose(MARCH, "P100", "work-in-process:Orders", name, "PUMP", categories))
    text = "".join(journal.text())
    assert "order:" not in text
    assert "-3 PAINT" in text
    assert 'documents: 2\n  batch: "b/2026-03-05/close"' in text
    assert "Expenses:P100:Variances:MaterialQuantity                   1.75 USD" in text


LEDGER = """
plugin "beanplant"
2026-01-01 custom "plant" "P100"
  currency: USD
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Assets:P100:WorkInProcess:Orders
2026-01-01 open Liabilities:P100:GoodsReceivedNotInvoiced
2026-01-01 custom "plant-standard-cost" 1 PAINT 8.4375 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP 42.10 USD
2026-01-01 custom "plant-order" "MO-1" 10 PUMP
2026-01-01 custom "plant-order" "MO-2" 10 PUMP
2026-01-01 * "Opening"
  Assets:P100:RawMaterials   100000 PAINT @ 8.4375 USD
  Equity:Opening            -843750 USD
2026-01-01 open Equity:Opening
2026-03-31 custom "plant-order-close" "MO-2"
"""

PAINTS = {
    Decimal("8.4375"): "1 PAINT 8.4375 USD",
    Decimal("8.005"): "200 PAINT 1601.00 USD",  # half a cent
    Fraction(1, 6): "3 PAINT 0.50 USD",
}
"""Standards with parts of a cent, and how they are written."""

STEPS = st.lists(
    st.tuples(
        st.integers(1, 28),
        st.sampled_from(["receipt", "receipt taken back", "issue", "return"]),
        st.decimals("0.01", "50", places=2),
        st.decimals("0.01", "400", places=2),
        st.sampled_from(["MO-1", "MO-2"]),
    ),
    min_size=1,
    max_size=25,
)


def balances(text: str) -> dict[str, Decimal]:
    entries, errors, _ = loader.load_string(text)
    assert [error.message for error in errors] == []
    found: dict[str, Decimal] = {}
    for entry in entries:
        if isinstance(entry, data.Transaction):
            for posting in entry.postings:
                amount = posting.units.number * (posting.cost.number if posting.cost else 1)
                found[posting.account] = found.get(posting.account, Decimal()) + amount
    exact = {account: round(amount, 12) for account, amount in found.items()}
    return {account: amount for account, amount in exact.items() if amount}


@settings(max_examples=25)
@given(STEPS, st.sampled_from(list(PAINTS)))
def test_every_grain_comes_to_the_same_cents(
    steps: list[tuple[int, str, Decimal, Decimal, str]], paint: Decimal | Fraction
) -> None:
    ledger = LEDGER.replace("1 PAINT 8.4375 USD", PAINTS[paint])
    given: list[facts.Fact] = []
    paid_in_all = used = beyond = Decimal()
    for number, (day, kind, quantity, paid, order) in enumerate(steps, 1):
        more: dict[str, Any] = {"date": MARCH.replace(day=day)}
        if kind.startswith("receipt"):
            sign = 1 if kind == "receipt" else -1
            more |= {"amount": sign * paid, "receipt": f"45-{order}"}
            given.append(
                movement(
                    str(number), "receipt", str(sign * quantity), "raw-materials", "goods-received", **more
                )
            )
            paid_in_all += sign * paid
            beyond += sign * cents(Fraction(paid) - Fraction(quantity) * Fraction(paint))
            continue
        signed = -quantity if kind == "issue" else quantity
        given.append(issue(str(number), str(signed), order=order, **more))
        if order == "MO-1":
            used -= cents(Fraction(signed) * Fraction(paint))
    by_document = balances(ledger + text_of(*given))
    assert by_document.get("Liabilities:P100:GoodsReceivedNotInvoiced", 0) == -paid_in_all
    assert by_document.get("Expenses:P100:Variances:PurchasePrice", 0) == beyond
    assert by_document.get("Assets:P100:WorkInProcess:Orders", 0) == used
    for grain in ("day", "month"):
        assert balances(ledger + text_of(*given, grain=grain, unit_cost=lambda *_: paint)) == by_document


def cents(exact: Fraction) -> Decimal:
    """Half up on the magnitude."""
    whole = int(abs(exact) * 100 + Fraction(1, 2))
    return Decimal(whole if exact >= 0 else -whole) / 100


def test_wages_and_the_overhead_beside_them_come_to_the_same_cents() -> None:
    """0.5 x (26.33 + 40.004) = 33.167 is 33.17, so ten are 331.70.

    131.70 of wages, each rounded, and 5 x 40.004 at once were 331.72."""
    hour = facts.StandardCost(
        item="HR", date=MARCH.replace(month=1), amount=Decimal("65.004"), currency="USD", source=Source("p", 1),
        components=(("labor", Decimal(25)), ("variable-overhead", Decimal("15.004")), ("fixed-overhead", Decimal(25))),
    )  # fmt: skip
    work: list[facts.Fact] = [
        facts.Activity(
            document=f"C{number}", line="1", date=MARCH.replace(day=number), plant="P100", activity="HR",
            quantity=Decimal("0.5"), order="MO-1", rate=Decimal("26.33"), currency="USD", source=Source("p", number),
        )
        for number in range(1, 11)
    ]  # fmt: skip
    ledger = (
        LEDGER
        + """
2026-01-01 open Expenses:P100:Absorbed
2026-01-01 commodity HR
  activity: TRUE
"""
    )
    by_document = balances(ledger + text_of(hour, *work))
    assert by_document["Assets:P100:WorkInProcess:Orders"] == Decimal("331.70")
    assert "value: 331.70 USD" in text_of(hour, *work, grain="month")
    assert balances(ledger + text_of(hour, *work, grain="month")) == by_document
