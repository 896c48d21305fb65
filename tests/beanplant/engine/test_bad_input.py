"""Bad input: one error each, at its file and line, with what was found, what was expected and the nearest name."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

MASTER = """
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-standard-cost" 1 PUMP-A 42.10 USD
2026-01-01 commodity BRASS
  item: TRUE
2026-01-01 commodity HR-ASSY
  activity: TRUE
2026-01-01 custom "plant-standard-cost" 1 HR-ASSY 65.00 USD
2026-01-01 custom "plant-order" "MO-1001" 100 PUMP-A
2026-01-01 * "Opening"
  Assets:P100:RawMaterials 100 STEEL @ 2.50 USD
  Equity:Opening
"""

CASES = {
    "unknown item": (
        """\
2026-03-01 * "Receipt"
  Assets:P100:RawMaterials                      10 STELE @ 2.50 USD
  Liabilities:P100:GoodsReceivedNotInvoiced    -10 STELE @ 2.50 USD
""",
        2,
        ["Unknown item STELE", '(did you mean "STEEL"?)'],
    ),
    "a unit that is no item": (
        """\
2026-03-01 * "Issue"
  Expenses:Maintenance                          10 KG
  Assets:P100:RawMaterials                     -10 KG
""",
        3,
        ["Unknown item KG", "plant-standard-cost", "item: TRUE"],
    ),
    "unknown order": (
        """\
2026-03-01 * "Issue"
  order: "MO-1010"
  Assets:P100:RawMaterials     -10 STEEL
  Assets:P100:WorkInProcess     10 STEEL
""",
        4,
        ['Unknown order "MO-1010"', '(did you mean "MO-1001"?)', 'custom "plant-order" "MO-1010"'],
    ),
    "before the order's date": (
        """\
2026-02-01 custom "plant-order" "MO-2" 10 PUMP-A
2026-01-15 * "Issue"
  order: "MO-2"
  Assets:P100:RawMaterials     -10 STEEL
  Assets:P100:WorkInProcess     10 STEEL
""",
        5,
        ["2026-01-15", "2026-02-01"],
    ),
    "work in process without order": (
        """\
2026-03-01 * "Issue"
  Assets:P100:RawMaterials     -10 STEEL
  Assets:P100:WorkInProcess     10 STEEL
""",
        3,
        ["names no order", 'order: "NAME"'],
    ),
    "work in process with a mistyped order": (
        """\
2026-03-01 * "Issue"
  ordr: "MO-1"
  Assets:P100:RawMaterials     -10 STEEL
  Assets:P100:WorkInProcess     10 STEEL
""",
        4,
        ["names no order", "is ordr: meant for order:"],
    ),
    "money on work in process without order": (
        """\
2026-03-01 * "Charge"
  Assets:P100:WorkInProcess     10.00 USD
  Assets:Bank
""",
        2,
        ["names no order"],
    ),
    "an order closed twice": (
        """\
2026-03-01 custom "plant-order-close" "MO-1001"
2026-03-02 custom "plant-order-close" "MO-1001"
""",
        2,
        ["closed twice"],
    ),
    "an unknown order closed": (
        """\
2026-03-01 custom "plant-order-close" "MO-1010"
""",
        1,
        ["unknown order", '(did you mean "MO-1001"?)'],
    ),
    "more than is there": (
        """\
2026-03-01 * "Issue"
  Expenses:Maintenance         110 STEEL
  Assets:P100:RawMaterials    -110 STEEL
""",
        1,
        ["10 STEEL too many", "Assets:P100:RawMaterials", "2026-03-01", 'negative: "allow"'],
    ),
    "by cost and by bare quantity": (
        """\
2026-03-01 * "Receipt"
  Assets:P100:RawMaterials:North    10 STEEL {2.60 USD}
  Liabilities:Payables             -26.00 USD
2026-03-02 * "By cost"
  Expenses:Maintenance               2.60 USD
  Assets:P100:RawMaterials:North    -1 STEEL {2.60 USD}
2026-03-03 * "Bare"
  Expenses:Maintenance               1 STEEL
  Assets:P100:RawMaterials:North    -1 STEEL
""",
        9,
        ["STEEL on Assets:P100:RawMaterials:North", "{...}", "bare quantity"],
    ),
    "money in stock": (
        """\
2026-03-01 * "What is it"
  Assets:P100:RawMaterials    10.00 USD
  Liabilities:Payables
""",
        2,
        ["10.00 USD", 'landed-cost: "RECEIPT"'],
    ),
    "an activity in stock": (
        """\
2026-03-01 * "Hours on the shelf"
  Assets:P100:RawMaterials     2 HR-ASSY
  Expenses:P100:Absorbed      -2 HR-ASSY
""",
        2,
        ["HR-ASSY is an activity", "never stocked"],
    ),
    "an item that is not given its opposite": (
        """\
2026-03-01 * "Sold"
  Expenses:P100:CostOfGoodsSold     10 STEEL @ 2.70 USD
  Assets:P100:RawMaterials         -10 STEEL @ 2.70 USD
""",
        1,
        ["does not balance in money", "2.00 USD are left over"],
    ),
    "an invoice of an unknown receipt": (
        """\
2026-03-01 * "Invoice"
  receipt: "4500001-20"
  Liabilities:P100:GoodsReceivedNotInvoiced    10 STEEL @ 2.50 USD
  Liabilities:Payables
""",
        3,
        ['receipt "4500001-20"', "unknown"],
    ),
    "an invoice of no receipt": (
        """\
2026-03-01 * "Invoice"
  Liabilities:P100:GoodsReceivedNotInvoiced    10 STEEL @ 2.50 USD
  Liabilities:Payables
""",
        2,
        ["names no receipt"],
    ),
    "freight of an unknown receipt": (
        """\
2026-02-28 * "Receipt"
  receipt: "4500001-10"
  Assets:P100:RawMaterials    10 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-01 * "Freight"
  landed-cost: "4500001-20"
  Assets:P100:RawMaterials    10.00 USD
  Liabilities:Payables
""",
        7,
        ['receipt "4500001-20" is unknown', '(did you mean "4500001-10"?)'],
    ),
    "freight by what nobody knows": (
        """\
2026-02-28 * "Receipt"
  receipt: "4500001-10"
  Assets:P100:RawMaterials    10 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-01 * "Freight"
  landed-cost: "4500001-10"
  by: "volume"
  Assets:P100:RawMaterials    10.00 USD
  Liabilities:Payables
""",
        8,
        ['by: "volume"', "quantity, value, weight"],
    ),
    "freight by a weight that is not known": (
        """\
2026-02-28 * "Receipt"
  receipt: "4500001-10"
  Assets:P100:RawMaterials    10 STEEL @ 2.50 USD
  Liabilities:Payables
2026-03-01 * "Freight"
  landed-cost: "4500001-10"
  by: "weight"
  Assets:P100:RawMaterials    10.00 USD
  Liabilities:Payables
""",
        8,
        ["STEEL has no weight", "weight: 1.2"],
    ),
    "what is issued cannot be read": (
        """\
2026-03-01 * "Opening order"
  order: "MO-1001"
  Assets:P100:WorkInProcess    10.00 USD
    issued: "ten STEEL"
  Equity:Opening
""",
        3,
        ['issued: "ten STEEL"', '"50 STEEL, 4 HR-ASSY"'],
    ),
    "an unknown item is issued": (
        """\
2026-03-01 * "Opening order"
  order: "MO-1001"
  Assets:P100:WorkInProcess    10.00 USD
    issued: "4 STELE"
  Equity:Opening
""",
        3,
        ["unknown item STELE", '(did you mean "STEEL"?)'],
    ),
    "an unknown item is replaced": (
        """\
2026-03-01 * "Issue"
  order: "MO-1001"
  Assets:P100:RawMaterials     -10 STEEL
  Assets:P100:WorkInProcess     10 STEEL
    replaces: "BRAS"
""",
        4,
        ['replaces: unknown item "BRAS"', '(did you mean "BRASS"?)'],
    ),
    "a stated value with the wrong sign": (
        """\
2026-03-01 * "Sold"
  Expenses:P100:CostOfGoodsSold     10 STEEL
    value: -25.00 USD
  Assets:P100:RawMaterials         -10 STEEL
""",
        2,
        ["value: -25.00 USD", "sign of the quantity"],
    ),
    "a result in a file": (
        """\
2026-03-01 * "Printed"
  Expenses:P100:CostOfGoodsSold     25.00 USD
    rule: "finished-goods.shipment"
  Assets:Bank                      -25.00 USD
""",
        2,
        ["this is a result", "delete the marked postings"],
    ),
    "a cause in a file": (
        """\
2026-03-01 * "Printed"
  cause: "main.beancount:12"
  Expenses:P100:CostOfGoodsSold     25.00 USD
  Assets:Bank                      -25.00 USD
""",
        1,
        ["this is a result"],
    ),
    "a backflush of nothing": (
        """\
2026-03-01 * "Ship"
  backflush: TRUE
  Expenses:P100:CostOfGoodsSold     10 STEEL
  Assets:P100:RawMaterials         -10 STEEL
""",
        1,
        ["backflush: TRUE without a completion"],
    ),
    "a backflush without order": (
        """\
2026-03-01 * "Complete"
  backflush: TRUE
  Assets:P100:FinishedGoods      1 PUMP-A
  Assets:P100:WorkInProcess     -1 PUMP-A
""",
        4,
        ["names no order"],
    ),
    "a count of an expense": (
        """\
2026-03-01 custom "plant-count" Expenses:P100:Absorbed 1 STEEL
""",
        1,
        ["Expenses:P100:Absorbed is absorbed", "raw materials, finished goods or in transit"],
    ),
    "an unknown account counted": (
        """\
2026-03-31 custom "plant-count" Assets:P100:RawMaterial 48 STEEL
""",
        1,
        ["has no role in a plant", '(did you mean "Assets:P100:RawMaterials"?)'],
    ),
    "a directive of nothing": (
        """\
2026-03-01 custom "plant-order"
""",
        1,
        [
            "plant-order: found nothing, expected",
            'write: custom "plant-order" "MO-1001" 100 PUMP-A',
        ],
    ),
    "an unknown directive": (
        """\
2026-03-01 custom "plant-ordr" "MO-9" 10 PUMP-A
""",
        1,
        ['unknown directive "plant-ordr"', '(did you mean "plant-order"?)'],
    ),
    "an unknown key": (
        """\
2026-03-01 custom "plant-order" "MO-9" 10 PUMP-A
  color: "red"
""",
        1,
        ['unknown key "color"', "kind"],
    ),
    "an unknown cost center closed": (
        """\
2026-03-31 custom "plant-cost-center-close" "ASSEMBLY"
""",
        1,
        ["unknown cost center"],
    ),
}


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
@pytest.mark.parametrize("name", CASES)
def test_one_error_each(faulty, name, method):
    text, line, words = CASES[name]
    errors = faulty(method, text).errors
    assert len(errors) == 1, errors
    assert errors[0][0] == line, errors
    for word in words:
        assert word in errors[0][1]


def test_an_item_at_standard_without_a_standard(faulty):
    """
    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials    10 BRASS @ 2.00 USD
      Liabilities:Payables
    2026-03-02 * "Another"
      Assets:P100:RawMaterials    10 BRASS @ 2.00 USD
      Liabilities:Payables
    """
    books = faulty()
    # One error for both, with the first places.
    assert len(books.errors) == 1
    line, message = books.errors[0]
    assert line == 2
    assert "No standard cost of BRASS" in message
    assert 'custom "plant-standard-cost" 1 BRASS' in message
    assert "2 times" in message


def test_a_component_without_a_standard_is_named(faulty):
    """
    2026-03-01 commodity PUMP-B
    2026-03-01 custom "plant-bill-of-materials" 1 PUMP-B 2 STEELE
    2026-03-01 * "Found"
      Assets:P100:FinishedGoods    1 PUMP-B
      Equity:Opening
    """
    errors = faulty().errors
    assert len(errors) == 1
    assert "No standard cost of PUMP-B" in errors[0][1]
    assert 'needs STEELE (did you mean "STEEL"?), which has none' in errors[0][1]
    assert 'custom "plant-standard-cost" 1 STEELE 0.00 USD' in errors[0][1]


@pytest.mark.parametrize("method", ["moving-average", "fifo", "lifo"])
def test_a_gain_without_any_cost(faulty, method):
    """
    2026-03-01 * "From nowhere"
      Expenses:Maintenance       -10 BRASS
      Assets:P100:RawMaterials    10 BRASS
    """
    books = faulty(method)
    assert len(books.errors) == 1, books.errors
    assert "10 BRASS come into Assets:P100:RawMaterials without a cost" in books.errors[0][1]


@pytest.mark.parametrize("method", ["moving-average", "fifo", "lifo"])
def test_an_opening_date_that_is_none(faulty, method):
    """
    2026-03-01 * "Opening"
      Assets:P100:RawMaterials    10 STEEL @ 2.50 USD
        dated: "1.3.2026"
      Equity:Opening
    """
    errors = faulty(method).errors
    assert len(errors) == 1
    assert errors[0][0] == 2
    assert 'dated: "1.3.2026" is no date' in errors[0][1]


def test_the_same_fault_in_many_places_is_one_error(faulty):
    text = "".join(
        f'2026-03-{day:02} * "Issue"\n  order: "MO-1010"\n'
        "  Assets:P100:RawMaterials  -1 STEEL\n  Assets:P100:WorkInProcess  1 STEEL\n"
        for day in range(1, 8)
    )
    errors = faulty("standard", text).errors
    assert len(errors) == 1
    assert "7 times" in errors[0][1]
    assert "and 3 more" in errors[0][1]


def test_pad_on_stock_is_an_error(faulty):
    """
    2026-03-01 pad Assets:P100:RawMaterials Equity:Opening
    2026-03-02 balance Assets:P100:RawMaterials 100 STEEL
    """
    ours = [error for error in faulty().errors if "inventory account" in error[1]]
    assert ours == [
        (
            1,
            "pad on inventory account Assets:P100:RawMaterials; write a plant-count, or the receipt that is missing",
        )
    ]


def test_what_beancount_says_is_not_said_twice(faulty):
    """
    2026-03-01 * "Prices that differ"
      Assets:P100:RawMaterials                      10 STEEL @ 2.60 USD
      Liabilities:P100:GoodsReceivedNotInvoiced    -10 STEEL @ 2.50 USD
    """
    errors = faulty().errors
    assert len(errors) == 1
    assert "does not balance: (1.00 USD)" in errors[0][1]


# Plugins.

NAMES = ("beanplant.inventory", "beanplant.wip", "beanplant.finished_goods", "beanplant.depreciation",
         "beanplant.sales_discounts", "beanplant.controls")  # fmt: skip
LEDGER = """\
option "operating_currency" "USD"
plugin "beancount.plugins.auto_accounts"
PLUGINS
2026-01-01 custom "plant" "P100"
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 custom "plant-bill-of-materials" 1 PUMP-A 0.5 STEEL
2026-01-01 custom "plant-order" "MO-1" 100 PUMP-A
2026-02-01 * "Receipt"
  Assets:P100:RawMaterials    100 STEEL @ 2.62 USD
  Liabilities:Payables
2026-03-01 * "Issue and completion"
  order: "MO-1"
  Assets:P100:RawMaterials    -52 STEEL
  Assets:P100:WorkInProcess    52 STEEL
  Assets:P100:FinishedGoods   100 PUMP-A
  Assets:P100:WorkInProcess  -100 PUMP-A
2026-03-20 custom "plant-order-close" "MO-1"
2026-03-31 custom "plant-count" Assets:P100:FinishedGoods 99 PUMP-A
"""


def balances(load, names):
    """Load the ledger with plugins of these names, and read its balances."""
    lines = "\n".join(f'plugin "{name}"' for name in names)
    ledger = load(LEDGER.replace("PLUGINS", lines))
    assert not ledger.errors, ledger.errors
    accounts = {posting.account for entry in ledger.transactions for posting in entry.postings}
    return {account: ledger.money(account, below=False) for account in sorted(accounts)}


def test_all_plugins_are_the_plugin(load_ledger):
    assert balances(load_ledger, NAMES) == balances(load_ledger, ["beanplant"])


def test_the_order_of_plugin_lines_does_not_matter(load_ledger):
    expected = balances(load_ledger, NAMES)
    for names in itertools.islice(itertools.permutations(NAMES), 0, 720, 61):
        assert balances(load_ledger, names) == expected


def test_the_plugin_beside_one_of_its_own(load_ledger):
    assert balances(load_ledger, ["beanplant.wip", "beanplant"]) == balances(load_ledger, ["beanplant"])


@pytest.mark.parametrize("name", NAMES)
def test_each_plugin_by_itself(load_ledger, name):
    found = balances(load_ledger, [name])
    closes = "Expenses:P100:Variances:MaterialQuantity" in found
    counts = "Expenses:P100:Variances:InventoryCount" in found
    valued = "Expenses:P100:Variances:PurchasePrice" in found
    assert (valued, closes, counts) == {
        "beanplant.inventory": (True, False, False),
        "beanplant.wip": (True, True, False),
        "beanplant.finished_goods": (True, False, True),
    }.get(name, (False, False, False))


def test_a_plugin_listed_twice(load_ledger):
    ledger = load_ledger(LEDGER.replace("PLUGINS", 'plugin "beanplant"\nplugin "beanplant"'))
    assert ledger.messages == ['plugin "beanplant" is listed 2 times; delete all but one']


# bean-check.


def check(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run bean-check on a ledger."""
    (folder / "main.beancount").write_text(text, encoding="utf-8")
    command = Path(sys.executable).with_name("bean-check")
    return subprocess.run(
        [command, "main.beancount"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_bean_check_ends_with_one_and_names_file_and_line(tmp_path):
    text = LEDGER.replace("PLUGINS", 'plugin "beanplant"').replace('order: "MO-1"', 'order: "MO-7"')
    done = check(tmp_path, text)
    assert done.returncode == 1
    assert "main.beancount:14:" in done.stderr + done.stdout
    assert 'Unknown order "MO-7" (did you mean "MO-1"?)' in done.stderr + done.stdout


def test_bean_check_names_the_second_plugin_line(tmp_path):
    done = check(tmp_path, LEDGER.replace("PLUGINS", 'plugin "beanplant"\nplugin "beanplant"'))
    assert done.returncode == 1
    assert "main.beancount:4:" in done.stderr + done.stdout


def test_bean_check_ends_with_zero(tmp_path):
    done = check(tmp_path, LEDGER.replace("PLUGINS", 'plugin "beanplant"'))
    assert (done.returncode, done.stderr + done.stdout) == (0, "")


FOREIGN = {
    "both legs": (
        """\
2026-03-01 * "Receipt"
  Assets:P100:RawMaterials                      60 STEEL @ 2.40 EUR
  Liabilities:P100:GoodsReceivedNotInvoiced    -60 STEEL @ 2.40 EUR
""",
        1,
    ),
    "against money": (
        """\
2026-03-01 * "Receipt"
  Assets:P100:RawMaterials                      60 STEEL @ 2.40 EUR
  Liabilities:P100:GoodsReceivedNotInvoiced    -144.00 EUR
""",
        1,
    ),
    "as a cost": (
        """\
2026-03-01 * "Receipt"
  Assets:P100:RawMaterials                      60 STEEL {2.40 EUR}
  Liabilities:Payables                         -144.00 EUR
""",
        1,
    ),
    "of hours": (
        """\
2026-03-01 * "Confirm"
  order: "MO-1001"
  Assets:P100:WorkInProcess     2 HR-ASSY @ 26.00 EUR
  Expenses:P100:Absorbed       -2 HR-ASSY @ 26.00 EUR
""",
        1,
    ),
}


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
@pytest.mark.parametrize("name", FOREIGN)
def test_a_price_in_another_currency(faulty, name, method):
    text, line = FOREIGN[name]
    errors = faulty(method, text).errors
    assert len(errors) == 1, errors
    assert errors[0][0] == line
    assert 'plant "P100" is in USD' in errors[0][1]
    assert "@@ 158.40 USD" in errors[0][1]


@pytest.mark.parametrize("method", ["standard", "fifo"])
def test_a_transfer_between_currencies(faulty, method):
    """
    2026-01-01 custom "plant" "P200"
      currency: EUR
    2026-01-01 custom "plant-standard-cost" 1 STEEL 2.30 EUR
      plant: "P200"
    2026-03-01 * "Abroad"
      Assets:P200:RawMaterials      10 STEEL
      Assets:P100:RawMaterials     -10 STEEL
    """
    errors = faulty(method).errors
    assert len(errors) == 1, errors
    assert errors[0][0] == 5
    assert "plants of different currencies (EUR, USD)" in errors[0][1]


@pytest.mark.parametrize("method", ["moving-average", "fifo", "lifo"])
def test_finer_than_layers_are(faulty, method):
    """
    2026-03-01 * "Issue"
      Expenses:Maintenance          0.3333333333 STEEL
      Assets:P100:RawMaterials     -0.3333333333 STEEL
    """
    errors = faulty(method).errors
    assert len(errors) == 1, errors
    assert errors[0][0] == 3
    assert "more than nine decimals" in errors[0][1]


@pytest.mark.parametrize("method", ["standard", "fifo"])
def test_a_count_of_lots_that_a_person_keeps(faulty, method):
    """
    2026-03-01 * "Receipt"
      Assets:P100:RawMaterials:North    10 STEEL {2.60 USD}
      Liabilities:Payables             -26.00 USD
    2026-03-02 * "Use"
      Expenses:Maintenance               2.60 USD
      Assets:P100:RawMaterials:North    -1 STEEL {2.60 USD}
    2026-03-31 custom "plant-count" Assets:P100:RawMaterials:North 8 STEEL
    """
    errors = faulty(method).errors
    assert len(errors) == 1, errors
    assert errors[0][0] == 7
    assert "whose lots are reduced by {...}" in errors[0][1]


@pytest.mark.parametrize("method", ["standard", "moving-average", "fifo", "lifo"])
@pytest.mark.parametrize(
    ("stated", "line", "words"),
    [
        ("25.00 EUR", 3, ["value: 25.00 EUR", "the plant's currency"]),
        ("-25.00 USD", 3, ["value: -25.00 USD", "sign of the quantity"]),
        ('"25.00"', 3, ["expected an amount of money"]),
        ("24.98 USD", 1, ["0.02 USD away", "import these documents again"]),
    ],
)
def test_a_sum_that_states_what_it_cannot_be(faulty, method, stated, line, words):
    text = f"""\
2026-03-31 * "Issues of March"
  Assets:P100:RawMaterials    -10 STEEL
  Expenses:Maintenance         10 STEEL
    value: {stated}
    documents: 2
"""
    [(found, message)] = faulty(method, text).errors
    assert found == line
    assert all(word in message for word in words), message


def test_a_number_of_documents_that_is_none(faulty):
    """
    2026-03-31 * "Issues of March"
      Assets:P100:RawMaterials    -10 STEEL
        documents: "many"
      Expenses:Maintenance         10 STEEL
        value: 25.03 USD
        documents: "many"
    """
    [(line, message)] = faulty().errors
    assert line == 1
    assert "0.03 USD away" in message
