"""The order of one day's movements: ins first, then time, unit cost, quantity, document; advice where it matters."""

from __future__ import annotations

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
"""
USE = """
2026-02-02 * "Use"
  Expenses:Maintenance        10 STEEL
  Assets:P100:RawMaterials   -10 STEEL
"""


def receipt(price, *meta, narration="Receipt", quantity=10):
    lines = "".join(f"  {line}\n" for line in meta)
    return (
        f'2026-02-01 * "{narration}"\n{lines}  Assets:P100:RawMaterials    {quantity} STEEL @ {price} USD\n'
        "  Liabilities:Payables\n"
    )


def advice(books):
    return [text for _, text in books.ledger.options_map["beanplant_advice"]]


@pytest.mark.parametrize(("method", "cost"), [("fifo", "30.00"), ("lifo", "20.00")])
@pytest.mark.parametrize("turned", [False, True])
def test_time_decides(plant, amounts, method, cost, turned):
    """3.00 in the morning, 2.00 in the afternoon, in whatever order they stand."""
    both = [receipt("3.00", 'time: "08:00:00"'), receipt("2.00", 'time: "14:05:00"')]
    books = plant(method, "".join(reversed(both) if turned else both) + USE)
    assert books.trial["Maintenance"] == amounts(f"X {cost}")["X"]
    assert advice(books) == []


@pytest.mark.parametrize(("method", "cost"), [("fifo", "20.00"), ("lifo", "30.00")])
@pytest.mark.parametrize("turned", [False, True])
def test_without_time_the_lower_cost_came_first(plant, amounts, method, cost, turned):
    both = [receipt("3.00"), receipt("2.00")]
    books = plant(method, "".join(reversed(both) if turned else both) + USE)
    assert books.trial["Maintenance"] == amounts(f"X {cost}")["X"]
    assert len(advice(books)) == 1
    assert "time:" in advice(books)[0]
    assert "STEEL" in advice(books)[0]


def test_no_advice_where_the_order_says_nothing(plant):
    for method, text in (
        ("fifo", receipt("2.00") * 2),
        ("moving-average", receipt("2.00") + receipt("2.00")),
    ):
        assert advice(plant(method, text)) == []


@pytest.mark.parametrize("turned", [False, True])
def test_an_invoice_finds_its_own_receipt_of_two_alike(plant, amounts, turned):
    """Two receipts that differ in their key only: the first by document is used first."""
    both = [
        receipt("2.00", 'receipt: "A"', 'document: "1"'),
        receipt("2.00", 'receipt: "B"', 'document: "2"'),
    ]
    text = "".join(reversed(both) if turned else both) + USE
    text += """
2026-02-03 * "Freight of A"
  landed-cost: "A"
  Assets:P100:RawMaterials    1.00 USD
  Liabilities:Payables
"""
    books = plant("fifo", text)
    assert books.moved("Freight of A") == amounts("CostOfGoodsSold 1.00, Payables -1.00")


@pytest.mark.parametrize("turned", [False, True])
def test_receipts_that_differ_in_their_key_only(plant, amounts, turned):
    """Without a document the key itself decides, never the line."""
    both = [receipt("2.00", 'receipt: "A"'), receipt("2.00", 'receipt: "B"')]
    text = "".join(reversed(both) if turned else both) + USE
    text += """
2026-02-03 * "Freight of A"
  landed-cost: "A"
  Assets:P100:RawMaterials    1.00 USD
  Liabilities:Payables
"""
    books = plant("fifo", text)
    assert books.moved("Freight of A") == amounts("CostOfGoodsSold 1.00, Payables -1.00")


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_circle_is_cut(plant, method, turned):
    """Two stores give each other steel on one day."""
    start = """
2026-01-05 * "North"
  Assets:P100:RawMaterials:North    10 STEEL @ 2.00 USD
  Liabilities:Payables
2026-01-06 * "South"
  Assets:P100:RawMaterials:South    10 STEEL @ 3.00 USD
  Liabilities:Payables
"""
    both = [
        '2026-02-01 * "There"\n  Assets:P100:RawMaterials:South  4 STEEL\n  Assets:P100:RawMaterials:North  -4 STEEL\n',
        '2026-02-01 * "Back"\n  Assets:P100:RawMaterials:North  6 STEEL\n  Assets:P100:RawMaterials:South  -6 STEEL\n',
    ]
    one = plant(method, start + "".join(both))
    other = plant(method, start + "".join(reversed(both)))
    assert one.trial == other.trial
    assert one.units("RawMaterials:North") == {"STEEL": 12}
    assert [one.moved(name) for name in ("There", "Back")] == [
        other.moved(name) for name in ("There", "Back")
    ]


@pytest.mark.parametrize(
    ("method", "cost"), [("fifo", "20.00"), ("lifo", "30.00"), ("moving-average", "25.00")]
)
def test_an_issue_waits_for_the_day_s_receipts_whatever_its_time(plant, amounts, method, cost):
    """
    2026-01-05 * "Before"
      Assets:P100:RawMaterials    10 STEEL @ 2.00 USD
      Liabilities:Payables
    2026-02-01 * "Use"
      time: "07:00:00"
      Expenses:Maintenance        10 STEEL
      Assets:P100:RawMaterials   -10 STEEL
    2026-02-01 * "Receipt"
      time: "16:00:00"
      Assets:P100:RawMaterials    10 STEEL @ 3.00 USD
      Liabilities:Payables
    """
    assert plant(method).trial["Maintenance"] == amounts(f"X {cost}")["X"]


@pytest.mark.parametrize("method", ["moving-average", "fifo", "lifo"])
def test_a_chain_of_one_day(plant, amounts, method):
    """
    Shipped, completed, moved, bought: the day is valued from its beginning.

    2026-01-01 custom "plant-order" "MO-1" 1 PUMP-A
    2026-02-01 * "Ship"
      Expenses:P100:CostOfGoodsSold      1 PUMP-A
      Assets:P100:FinishedGoods         -1 PUMP-A
    2026-02-01 * "Complete"
      order: "MO-1"
      Assets:P100:FinishedGoods          1 PUMP-A
      Assets:P100:WorkInProcess         -1 PUMP-A
    2026-02-01 * "Issue"
      order: "MO-1"
      Assets:P100:RawMaterials:Line    -10 STEEL
      Assets:P100:WorkInProcess         10 STEEL
    2026-02-01 * "To the line"
      Assets:P100:RawMaterials:Line     10 STEEL
      Assets:P100:RawMaterials         -10 STEEL
    2026-02-01 * "Buy"
      Assets:P100:RawMaterials          10 STEEL @ 3.00 USD
      Liabilities:Payables
    """
    assert plant(method).trial == amounts("CostOfGoodsSold 30.00, Payables -30.00")


@pytest.mark.parametrize(("key", "advised"), [("D-1", 0), ("D-11", 1)])
def test_advice_where_a_reversal_names_nothing(plant, key, advised):
    """The original may lie before the ledger, so that it is no error; a typing error is seen."""
    text = receipt("2.50", 'document: "D-1"') + (
        f'2026-02-02 * "Back"\n  reverses: "{key}"\n'
        "  Assets:P100:RawMaterials    -4 STEEL\n  Liabilities:Payables      10.00 USD\n"
    )
    found = advice(plant("fifo", text))
    assert len(found) == advised
    assert all('reverses: "D-11"' in text and '(did you mean "D-1"?)' in text for text in found)


@pytest.mark.parametrize(
    ("on_transaction", "on_posting"), [('  reverses: "S-1"\n', ""), ("", '    reverses: "S-1"\n')]
)
def test_a_reversal_is_named_by_the_transaction_or_the_posting(plant, amounts, on_transaction, on_posting):
    """10 went out at 2.00, 5 at 3.00; 4 of the first come back."""
    text = receipt("2.00") + receipt("3.00").replace("02-01", "02-03")
    text += (
        '2026-02-05 * "Use"\n  document: "S-1"\n  Expenses:Maintenance 10 STEEL\n  Assets:P100:RawMaterials -10 STEEL\n'
        '2026-02-06 * "Use"\n  document: "S-2"\n  Expenses:Maintenance  5 STEEL\n  Assets:P100:RawMaterials  -5 STEEL\n'
        f'2026-02-07 * "Back"\n{on_transaction}'
        f"  Assets:P100:RawMaterials  4 STEEL\n{on_posting}  Expenses:Maintenance  -4 STEEL\n"
    )
    assert plant("fifo", text).trial == amounts("RawMaterials 23.00, Maintenance 27.00, Payables -50.00")


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    ("on_transaction", "on_posting"), [('  reverses: "D-9"\n', ""), ("", '    reverses: "D-9"\n')]
)
def test_a_receipt_and_its_reversal_on_one_day(plant, amounts, first, on_transaction, on_posting):
    """At standard: 12 at 2.60 go back for what they were received for, whichever stands first."""
    texts = [
        '2026-02-01 * "Buy"\n  document: "D-9"\n  Assets:P100:RawMaterials  12 STEEL @ 2.60 USD\n'
        "  Liabilities:Payables  -31.20 USD\n",
        f'2026-02-01 * "Back"\n{on_transaction}  Assets:P100:RawMaterials  -12 STEEL\n{on_posting}'
        "  Liabilities:Payables  31.20 USD\n",
    ]
    assert plant("standard", texts[first] + texts[1 - first]).trial == amounts("")
