"""Wrong names and values of fixed assets: one error each at their line, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from engine_tests_asset_ledger import HEAD, books, bought, messages, sold

Load = Callable[[str], Any]

MILL = bought("CNC-01", "12000.00", 'life: "10 years"')


@pytest.mark.parametrize(
    "postings",
    [
        "  Assets:Bank  0.00 USD\n",
        "  Assets:Bank  10.00 USD\n  Expenses:Other\n",
        "  Assets:Bank  10.00 USD\n  Assets:P100:Machinery  -10.00 USD\n",
        "",
    ],
)
def test_a_disposal_of_an_unknown_asset_is_said_once_whatever_it_posts(
    load_ledger: Load, postings: str
) -> None:
    text = f'2026-05-05 * "Scrapped"\n  disposes: "CNC-10"\n{postings}'
    (message,) = messages(load_ledger, MILL, text)
    assert message.startswith(
        'disposes: unknown asset "CNC-10" (did you mean "CNC-01"?); write: 2026-05-05 custom'
    )


@pytest.mark.parametrize("value", ["12", "2026-01-01", "0.00 USD", "TRUE", '""', "Assets:Bank"])
def test_a_disposal_names_its_asset_as_text(load_ledger: Load, value: str) -> None:
    (message,) = messages(
        load_ledger, MILL, f'2026-05-05 * "Sold"\n  disposes: {value}\n  Assets:Bank  0.00 USD\n'
    )
    assert message.startswith("disposes: unknown asset")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("tax: -5.00 USD", "tax: found -5.00 USD"),
        ('tax: "macrs-5"~bonus: -5.00 USD', "bonus: found -5.00 USD"),
    ],
)
def test_an_amount_where_a_word_belongs(load_ledger: Load, key: str, said: str) -> None:
    """Beancount's amounts do not compare with texts."""
    (message,) = messages(load_ledger, bought("CNC-02", "12000.00", f'life: "10 years"~{key}'))
    assert said in message


def test_a_further_book_whose_method_is_an_amount(load_ledger: Load) -> None:
    area = '2026-01-01 custom "plant-asset-area" "CNC-01" "ifrs"\n  method: -5.00 USD\n  life: "5 years"\n'
    (message,) = messages(load_ledger, MILL, area)
    assert "method: found -5.00 USD" in message


def test_an_asset_of_a_basket_that_is_written_twice(load_ledger: Load) -> None:
    member = (
        '2026-01-01 custom "plant-asset" "{}" Assets:P100:Machinery {} USD\n  basket: "BUY-7"\n'
        '  life: "10 years"\n  expense: Expenses:Depreciation\n'
    )
    text = '2026-01-01 custom "plant-asset-basket" "BUY-7" 9000.00 USD\n' + member.format("A", "6000.00")
    text += member.format("B", "4000.00") * 2
    text += '2026-01-01 * "Bought"\n  basket: "BUY-7"\n  Assets:P100:Machinery  9000.00 USD\n  Assets:Bank\n'
    (message,) = messages(load_ledger, text)
    assert "is written twice" in message


def test_a_group_that_is_named_by_nothing(load_ledger: Load) -> None:
    group = """2026-01-01 custom "plant-asset-group" "FLEET" Assets:P100:Trucks
  rate: "20 %"
  expense: Expenses:Depreciation
"""
    member = """2026-01-01 * "Bought"
  asset: "T1"
  Assets:P100:Trucks  12000.00 USD
  Assets:Bank
2026-02-01 custom "plant-asset" "T1" Assets:P100:Trucks 12000.00 USD
  group: {}
"""
    found = messages(load_ledger, group, member.format(""))
    assert any("group: found nothing" in each for each in found), found
    assert not any("Traceback" in each for each in found)


def test_an_automobile_of_a_billion_is_an_error_of_its_tax_book(load_ledger: Load) -> None:
    """At 5,760.00 a year it would take until the year 175,000."""
    from beanplant import masterdata
    from beanplant.reports import catalog, period, scope
    from beanplant.reports.books import Books

    text = bought("CAR", "999999999.99", 'life: "8 years"~tax: "macrs-5"~automobile: TRUE', "2018-03-01")
    ledger = load_ledger(HEAD + text)
    assert not ledger.messages
    master, _ = masterdata.read(ledger.entries, ledger.options_map)
    books = Books(ledger.entries, master, ledger.options_map)
    made = catalog.find("tax-depreciation").build(
        scope.choose(books, None), period.parse_period("2020", period.CALENDAR_YEAR), period.CALENDAR_YEAR
    )
    assert any("are left when the calendar ends" in each for each in made.advice), made.advice


@pytest.mark.parametrize(
    ("line", "near"),
    [('dispoes: "CNC-01"', "disposes"), ('disposed: "CNC-01"', "disposes"), ('assets: "CNC-01"', "asset")],
)
def test_a_misspelled_key_on_an_asset_account(load_ledger: Load, line: str, near: str) -> None:
    sale = f'2026-05-05 * "Sold"\n  {line}\n  Assets:Bank  10.00 USD\n  Assets:P100:Machinery  -10.00 USD\n'
    (message,) = messages(load_ledger, MILL, sale)
    assert f'(did you mean "{near}"?); write {near}: "CNC-01"' in message


def test_other_keys_on_an_asset_account_are_left_alone(load_ledger: Load) -> None:
    keys = '  assets: "2"\n  class: "CNC-01"\n'
    opening = f'2026-01-01 * "Land"\n{keys}  Assets:P100:Machinery  10.00 USD\n  Assets:Bank\n'
    assert not messages(load_ledger, MILL, opening)


def test_a_disposal_before_the_books_had_the_asset(load_ledger: Load) -> None:
    """Opened with 1,200.00 accumulated in 2027; the sale is dated a year too early."""
    opening = """2027-01-01 * "Opening"
  asset: "CNC-01"
  Assets:P100:Machinery  12000.00 USD
  Assets:P100:AccumulatedDepreciation:Machinery  -1200.00 USD
  Assets:Bank
2026-01-01 custom "plant-asset" "CNC-01" Assets:P100:Machinery 12000.00 USD
  life: "10 years"
  accumulated: 1200.00 USD
  expense: Expenses:Depreciation
"""
    (message,) = messages(load_ledger, opening, sold("CNC-01", "2026-05-05", "100.00"))
    assert message == (
        'asset "CNC-01" is disposed of on 2026-05-05, but its account got its cost on 2027-01-01; correct one of the'
        " two dates"
    )


def test_a_disposal_may_be_named_on_the_posting_of_the_money(load_ledger: Load) -> None:
    """Scrapped for nothing after a year: 12,000.00 less 1,200.00 is the loss."""
    scrapped = '2027-01-01 * "Scrapped"\n  Assets:Bank  0.00 USD\n    disposes: "CNC-01"\n'
    assert books(load_ledger, MILL, scrapped).gain == -10800


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            bought("M", "100.00", 'life: "5 years"', account="Expenses:Other"),
            'plant-asset "M": found Expenses:Other, expected an account below Assets',
        ),
        (
            MILL + '2027-01-01 custom "plant-asset-transfer" "CNC-01" Expenses:Other\n',
            "found Expenses:Other, expected an account below Assets",
        ),
        (
            bought("M", "-100.00", 'life: "5 years"'),
            'plant-asset "M": found -100.00 USD, expected a cost of zero',
        ),
        (
            bought("M", "100.00", 'life: "5 years"', "2026-05-01") + sold("M", "2026-03-01", "1.00"),
            'asset "M" is disposed of on 2026-03-01, before its service of 2026-05-01',
        ),
        (
            MILL
            + sold("CNC-01", "2027-01-01")
            + '2027-02-01 custom "plant-asset-impairment" "CNC-01" 10.00 USD\n',
            "is impaired on 2027-02-01, after its disposal on 2027-01-01; correct one of the two dates",
        ),
    ],
)
def test_one_mistake_is_one_error(load_ledger: Load, text: str, said: str) -> None:
    (message,) = messages(load_ledger, text)
    assert said in message
    assert "times" not in message


def test_accumulated_depreciation_that_nothing_opens(load_ledger: Load) -> None:
    (message,) = messages(load_ledger, bought("M", "12000.00", 'life: "10 years"~accumulated: 1200.00 USD'))
    assert message == (
        'asset "M": accumulated: 1200.00 USD, but Assets:P100:AccumulatedDepreciation:Machinery got nothing; credit it'
        ' with the opening of the cost, with asset: "M"'
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  life:", "  lfe:", 'unknown key "lfe" (did you mean "life"?)'),
        ("  expense:", "  expnse:", 'unknown key "expnse" (did you mean "expense"?)'),
        ('  asset: "CNC-01"', '  aset: "CNC-01"', "aset: unknown key on a posting on Assets:P100:Machinery"),
        (
            "Machinery  12000.00 USD",
            "Machinery  12000.00 EUR",
            "found 12000.00 EUR on Assets:P100:Machinery, expected",
        ),
    ],
)
def test_what_follows_from_a_mistake_is_not_said(load_ledger: Load, old: str, new: str, said: str) -> None:
    """Neither that the key is missing, nor that the account got nothing."""
    (message,) = messages(load_ledger, MILL.replace(old, new, 1))
    assert said in message


def test_a_disposal_with_components_before_the_cost(load_ledger: Load) -> None:
    part = bought("PART", "600.00", 'part-of: "CNC-01"~life: "5 years"')
    late = MILL.replace("2026-01-01 *", "2028-01-01 *")
    sale = '2027-01-01 * "Sold"\n  disposes: "CNC-01"\n  components: TRUE\n  Assets:Bank  0.00 USD\n'
    (message,) = messages(load_ledger, late, part, sale)
    assert "but its account got its cost on 2028-01-01" in message


def test_a_project_whose_assets_are_in_two_currencies(load_ledger: Load) -> None:
    """The hall in euros does not take dollars out of the project."""
    text = """2026-01-01 open Assets:P100:Construction
2026-03-01 * "Contractor"
  project: "HALL-3"
  Assets:P100:Construction  95000.00 USD
  Assets:Bank
"""
    for name, cost in (("HALL", "78000.00 EUR"), ("CRANE", "12000.00 USD")):
        text += f"""2026-05-01 custom "plant-asset" "{name}" Assets:P100:Machinery {cost}
  construction: Assets:P100:Construction
  project: "HALL-3"
  life: "10 years"
  expense: Expenses:Depreciation
"""
    found = messages(load_ledger, text)
    assert 'found 78000.00 EUR, but project "HALL-3" is in USD' in found[0]


def test_the_accumulated_depreciation_of_a_group_that_nothing_opens(load_ledger: Load) -> None:
    group = """2026-01-01 custom "plant-asset-group" "FLEET" Assets:P100:Trucks
  rate: "20 %"
  expense: Expenses:Depreciation
  accumulated: 500.00 USD
2026-01-01 * "Bought"
  asset: "T1"
  Assets:P100:Trucks  12000.00 USD
  Assets:Bank
2026-01-01 custom "plant-asset" "T1" Assets:P100:Trucks 12000.00 USD
  group: "FLEET"
"""
    (message,) = messages(load_ledger, group)
    assert message.startswith(
        'asset "FLEET": accumulated: 500.00 USD, but Assets:P100:AccumulatedDepreciation:Trucks'
    )
