"""Plants, roles, and what may change."""

from __future__ import annotations

from typing import Any

import pytest

from beanplant.masterdata.facts import Role


def test_defaults(doc: Any) -> None:
    """
    option "operating_currency" "EUR"
    2026-01-01 custom "plant" "P100"
    """
    assert not doc.errors
    plant = doc.master.plants["P100"]
    assert (plant.currency, plant.gaap, plant.valuation) == ("EUR", "us", "standard")
    assert (plant.price_variance_at, plant.negative, plant.name) == ("purchase", False, "P100")
    assert plant.accounts == {
        Role.RAW_MATERIALS: "Assets:P100:RawMaterials",
        Role.WORK_IN_PROCESS: "Assets:P100:WorkInProcess",
        Role.FINISHED_GOODS: "Assets:P100:FinishedGoods",
        Role.IN_TRANSIT: "Assets:P100:InTransit",
        Role.GOODS_RECEIVED: "Liabilities:P100:GoodsReceivedNotInvoiced",
        Role.COST_OF_GOODS_SOLD: "Expenses:P100:CostOfGoodsSold",
        Role.VARIANCES: "Expenses:P100:Variances",
        Role.ABSORBED: "Expenses:P100:Absorbed",
    }
    assert plant.variance("PurchasePrice") == "Expenses:P100:Variances:PurchasePrice"


def test_every_key(doc: Any) -> None:
    """
    option "name_assets" "Aktiva"
    2026-01-01 open Aktiva:Rohstoffe:Stahl
    2026-01-01 custom "plant" "P100"
      name: "Werk 1"
      currency: EUR
      gaap: "ifrs"
      valuation: "moving-average"
      price-variance-at: "usage"
      negative: "allow"
      raw-materials: Aktiva:Rohstoffe
      note: "free"
      x-erp: "1000"
    """
    assert not doc.errors
    plant = doc.master.plants["P100"]
    assert (plant.name, plant.currency, plant.gaap, plant.valuation) == (
        "Werk 1",
        "EUR",
        "ifrs",
        "moving-average",
    )
    assert (plant.price_variance_at, plant.negative) == ("usage", True)
    assert plant.accounts[Role.FINISHED_GOODS] == "Aktiva:P100:FinishedGoods"
    assert doc.master.role("Aktiva:Rohstoffe:Stahl") == (plant, Role.RAW_MATERIALS)


def test_role_is_that_of_the_longest_prefix(doc: Any) -> None:
    """
    2026-01-01 open Assets:P100:RawMaterials:OnTheRoad
    2026-01-01 custom "plant" "P100"
      currency: USD
      in-transit: Assets:P100:RawMaterials:OnTheRoad
    """
    role = doc.master.role
    assert not doc.errors
    assert role("Assets:P100:RawMaterials")[1] is Role.RAW_MATERIALS
    assert role("Assets:P100:RawMaterials:Hall:Bay")[1] is Role.RAW_MATERIALS
    assert role("Assets:P100:RawMaterials:OnTheRoad:Truck")[1] is Role.IN_TRANSIT
    assert role("Assets:P100:RawMaterialsOther") is None
    assert role("Assets:P100") is None
    assert role("Assets:Bank") is None


def test_a_later_directive_changes_what_it_says(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
      valuation: "fifo"
      negative: "allow"
    2026-07-01 custom "plant" "P100"
      name: "Ohio"
      negative: "error"
    """
    assert not doc.errors
    plant = doc.master.plants["P100"]
    assert (plant.name, plant.valuation, plant.negative) == ("Ohio", "fifo", False)
    first = doc.master.plant_on("P100", plant.date.replace(month=6))
    assert (first.name, first.negative) == ("P100", True)
    assert doc.master.plant_on("P100", plant.date.replace(year=2025)) is None


def test_valuation_currency_and_accounts_may_not_change(doc: Any) -> None:
    """
    2026-01-01 open Assets:Other
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-07-01 custom "plant" "P100"
      valuation: "lifo"
      currency: EUR
      raw-materials: Assets:Other
    """
    assert [line for line, _ in doc.places] == [4, 4, 4]
    currency, valuation, account = [message for _, message in doc.places]
    assert 'currency: found "EUR", but the plant began with "USD" on 2026-01-01' in currency
    assert 'valuation: found "lifo", but the plant began with "standard" on 2026-01-01' in valuation
    assert "raw-materials: found Assets:Other, but the plant began with Assets:P100:RawMaterials" in account
    plant = doc.master.plants["P100"]
    assert (plant.valuation, plant.currency) == ("standard", "USD")


def test_the_place_of_the_price_variance_may_not_change(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-07-01 custom "plant" "P100"
      price-variance-at: "usage"
    """
    assert doc.only.startswith(
        '3: plant "P100": price-variance-at: found "usage", but the plant began with "purchase" on 2026-01-01'
    )
    assert "begin a new plant" in doc.only
    assert doc.master.plants["P100"].price_variance_at == "purchase"


def test_the_framework_changes_by_date(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
      price-variance-at: "usage"
    2027-01-01 custom "plant" "P100"
      gaap: "ifrs"
      price-variance-at: "usage"
    """
    assert not doc.errors
    first = doc.master.plant_on("P100", doc.master.plants["P100"].date.replace(year=2026))
    assert (first.gaap, doc.master.plants["P100"].gaap) == ("us", "ifrs")


@pytest.mark.parametrize("later", [True, False])
def test_lifo_is_not_permitted_under_ifrs(read: Any, later: bool) -> None:
    text = '2026-01-01 custom "plant" "P100"\n  currency: USD\n  valuation: "lifo"\n'
    text += ('2027-01-01 custom "plant" "P100"\n' if later else "") + '  gaap: "ifrs"\n'
    assert (
        'valuation: found "lifo" under gaap: "ifrs", which does not permit it (IAS 2.25)' in read(text).only
    )


def test_two_plants_share_no_account(doc: Any) -> None:
    """
    2026-01-01 open Assets:Stock:Steel
    2026-01-01 custom "plant" "P100"
      currency: USD
      raw-materials: Assets:Stock
    2026-01-01 custom "plant" "P200"
      currency: USD
      finished-goods: Assets:Stock:Steel
    """
    assert doc.only.startswith(
        '5: plant "P200": finished-goods Assets:Stock:Steel lies with raw-materials Assets:Stock of'
        ' plant "P100"'
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("", 'no currency: write "currency: USD" here'),
        ('  valuation: "job"', 'not supported by this version of beanplant: valuation: "job"'),
        ('  valuation: "fifi"', 'found "fifi", expected "standard", "moving-average", "fifo" or "lifo"'),
        ('  valuation: "fifi"', '(did you mean "fifo"?)'),
        ('  gaap: "uk"', 'gaap: found "uk", expected "us" or "ifrs"'),
        ("  price-variance-at: TRUE", 'found TRUE, expected "purchase" or "usage"'),
        ("  raw-material: Assets:R", 'unknown key "raw-material" (did you mean "raw-materials"?)'),
        ("  raw-materials: 3", "raw-materials: found 3, expected an account such as"),
        ("  raw-materials: Assets:P100:RawMaterial", "account Assets:P100:RawMaterial is not open"),
        ("  raw-materials: Liabilities:Loan", "expected an account below Assets"),
        (
            "  raw-materials: Assets:P100:FinishedGoods",
            "raw-materials and finished-goods are the same account",
        ),
        ('  formula: "1 x 2"', "formula: is a result that beanplant writes; delete it"),
    ],
)
def test_faults_of_a_plant(read: Any, keys: str, expected: str) -> None:
    currency = "" if "no currency" in expected else '  currency: "USD"\n'
    ledger = (
        "2026-01-01 open Assets:P100:RawMaterials\n2026-01-01 open Assets:P100:FinishedGoods\n"
        f'2026-01-01 open Liabilities:Loan\n2026-01-01 custom "plant" "P100"\n{currency}{keys}\n'
    )
    doc = read(ledger)
    assert expected in doc.only
    assert doc.only.startswith('4: plant "P100": ')


def test_a_code_that_is_no_part_of_an_account(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "ohio works"
      currency: USD
    """
    assert '"ohio works" cannot stand in the account Assets:ohio works:RawMaterials' in doc.only
    assert "[8 times" in doc.only


def test_no_name_at_all(doc: Any) -> None:
    """
    2026-01-01 custom "plant" 100 USD
    """
    assert doc.only == '1: plant: found 100 USD, expected a text in quotes; write: custom "plant" "P100"'


def test_twice_on_one_date(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 custom "plant" "P100"
      currency: EUR
    """
    assert doc.only == '3: plant "P100": also at <string>:1 on 2026-01-01; keep one of them'
    assert doc.master.plants["P100"].currency == "USD"


def test_unknown_later_and_foreign_directives(doc: Any) -> None:
    """
    2026-01-01 custom "plant-ordr" "MO-1" 1 PUMP-A
    2026-01-01 custom "plant-process" "MIXING" Assets:P100:WorkInProcess:Mixing
    2026-01-01 custom "plant-joint-cost" "C" Assets:P100:WorkInProcess
    2026-01-01 custom "budget" Expenses:Food "monthly" 48000.00 USD
    2026-01-01 custom "fava-option" "language" "en"
    2026-02-01 custom "plant-process" "MIXING" Assets:P100:WorkInProcess:Mixing
    """
    unknown, process, contract = doc.places
    assert unknown[0] == 1
    assert unknown[1].startswith('unknown directive "plant-ordr" (did you mean "plant-order"?)')
    assert process[0] == 2
    assert process[1].startswith(
        "not supported by this version of beanplant: plant-process (process costing)"
    )
    assert "[2 times: also <string>:6]" in process[1]
    assert contract[0] == 3
    assert "not supported by this version of beanplant: plant-joint-cost" in contract[1]


def test_subledger(doc: Any) -> None:
    """
    2026-01-01 custom "plant" "P100"
      currency: USD
    2026-01-01 custom "plant-subledger" "P100" "subledger/P100"
    2026-01-01 custom "plant-subledger" "P10" "subledger/P10"
    """
    assert [(s.plant, s.folder) for s in doc.master.subledgers] == [("P100", "subledger/P100")]
    assert '4: plant-subledger "P10": unknown plant "P10" (did you mean "P100"?)' in doc.only
