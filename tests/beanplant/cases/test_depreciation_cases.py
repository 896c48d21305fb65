"""Depreciation of textbooks and of other systems, each asset in a ledger of its own.

A docstring holds the asset and what happened to it; the accounts, the purchase where none is written, and a
fact at the end are added. Amounts are those of the accounts, from one date to the next.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterable
from decimal import Decimal as D
from textwrap import dedent
from typing import Any

import pytest

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
1900-01-01 open Assets:Bank
1900-01-01 open Assets:P100:Machinery
1900-01-01 open Assets:P100:AccumulatedDepreciation:Machinery
1900-01-01 open Expenses:Depreciation
1900-01-01 open Income:Gain
1900-01-01 custom "plant" "P100"
"""
EXPENSE, ACCUMULATED = "Expenses:Depreciation", "Assets:P100:AccumulatedDepreciation"
ASSET = re.compile(r'^([\d-]+) custom "plant-asset" "([^"]+)" (\S+) (\S+ \S+)$', re.M)


class Books:
    """A loaded ledger, read as depreciation."""

    def __init__(self, ledger: Any) -> None:
        assert not ledger.errors, ledger.messages
        self.ledger = ledger

    def postings(self, account: str) -> list[tuple[datetime.date, D]]:
        return [
            (entry.date, posting.units.number)
            for entry in self.ledger.transactions
            for posting in entry.postings
            if posting.account.startswith(account)
        ]

    def between(self, dates: Iterable[str]) -> list[D]:
        """Depreciation up to the first date, and from each one to the next."""
        ends = [datetime.date.fromisoformat(date) for date in dates]
        sums = [sum((n for date, n in self.postings(EXPENSE) if date <= end), D(0)) for end in ends]
        return [sums[0], *(b - a for a, b in itertools.pairwise(sums))]

    def years(self, first: int, last: int, end: str = "12-31") -> list[D]:
        """Depreciation by the year."""
        return self.between(f"{year}-{end}" for year in range(first, last + 1))

    def months(self) -> list[D]:
        return [number for _, number in self.postings(EXPENSE)]

    @property
    def gain(self) -> D:
        """The gain of a disposal; a loss is negative."""
        return -sum((number for _, number in self.postings("Income:Gain")), D(0))

    @property
    def left(self) -> dict[str, D]:
        return self.ledger.money("Assets:P100")


@pytest.fixture
def books(request: pytest.FixtureRequest, load_ledger: Callable[[str], Any]) -> Books:
    """Load the docstring."""
    return load(request.function.__doc__, load_ledger)


def load(document: str, load_ledger: Callable[[str], Any]) -> Books:
    text = dedent(document)
    for date, name, account, cost in ASSET.findall(text):
        lines = f"  expense: {EXPENSE}\n  gain-loss: Income:Gain\n"
        text = text.replace(f'"{name}" {account} {cost}\n', f'"{name}" {account} {cost}\n{lines}')
        if f'  asset: "{name}"' not in text:
            text += f'\n{date} * "Bought"\n  asset: "{name}"\n  {account}  {cost}\n  Assets:Bank\n'
    return Books(load_ledger(HEAD + text + '\n2050-12-31 custom "plant-depreciation-horizon" 2050-12-31\n'))


def money(*texts: str) -> list[D]:
    return [D(text) for text in texts]


def test_dep_os_kenzie_sl(books: Books) -> None:
    """
    2019-01-01 * "Printing press, with freight and setup"
      asset: "PRESS"
      Assets:P100:Machinery   54000.00 USD
      Assets:P100:Machinery    1500.00 USD
      Assets:P100:Machinery    2500.00 USD
      Assets:Bank
    2019-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      life: "5 years"
    """
    assert books.years(2019, 2024) == [9600] * 5 + [0]
    assert books.left == {"USD": D(10000)}


def test_dep_os_kenzie_uop(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      method: "units-of-production"
      units: 960000
    2019-12-31 custom "plant-asset-usage" "PRESS" 180000
    2020-12-31 custom "plant-asset-usage" "PRESS" 200000
    2021-12-31 custom "plant-asset-usage" "PRESS" 210000
    2022-12-31 custom "plant-asset-usage" "PRESS" 190000
    2023-12-31 custom "plant-asset-usage" "PRESS" 180000
    """
    assert books.years(2019, 2023) == [9000, 10000, 10500, 9500, 9000]


def test_dep_os_kenzie_ddb(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      life: "5 years"
      method: "declining-balance"
      factor: 2.0
    """
    assert books.years(2019, 2023) == [23200, 13920, 8352, 2528, 0]


def test_dep_os_partial_year(books: Books) -> None:
    """
    2019-04-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      life: "5 years"
    """
    assert books.years(2019, 2024) == [7200, 9600, 9600, 9600, 9600, 2400]


def test_dep_os_extend_after_full(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      life: "5 years"
    2024-01-01 custom "plant-asset-change" "PRESS"
      life: "7 years"
      salvage: 0.00 USD
      rounding: "fiscal-year"
    """
    assert books.years(2019, 2026) == [9600] * 5 + [5000, 5000, 0]
    # 10,000 / 24 = 416.67 a month, and the last one of each year takes 416.63.
    assert books.months()[60:] == money(*(["416.67"] * 11 + ["416.63"]) * 2)


def test_dep_os_yt_ddb(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "A" Assets:P100:Machinery 10000.00 USD
      life: "5 years"
      method: "declining-balance"
      factor: 2.0
    """
    assert books.years(2019, 2020) == [4000, 2400]


def test_dep_os_depletion_oil(books: Books) -> None:
    """
    2018-01-01 open Assets:P100:Well
    2019-01-01 custom "plant-asset" "WELL" Assets:P100:Well 1000000.00 USD
      kind: "resource"
      method: "units-of-production"
      units: 10000
    2019-06-15 custom "plant-asset-usage" "WELL" 4000
    """
    assert books.postings(EXPENSE) == [(datetime.date(2019, 6, 30), D(400000))]
    assert books.ledger.money("Assets:P100:AccumulatedDepletion:Well") == {"USD": D(-400000)}


def test_dep_os_patent(books: Books) -> None:
    """
    2018-01-01 open Assets:P100:Patents
    2019-10-01 custom "plant-asset" "PATENT" Assets:P100:Patents 10000.00 USD
      kind: "intangible"
      life: "20 years"
      rounding: "fiscal-year"
    """
    assert books.years(2019, 2039) == [125, *[500] * 19, 375]
    assert books.ledger.money("Assets:P100:AccumulatedAmortization:Patents") == {"USD": D(-10000)}


def test_dep_os_revised(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
      salvage: 10000.00 USD
      life: "5 years"
    2022-01-01 custom "plant-asset-change" "PRESS"
      life: "8 years"
      salvage: 6000.00 USD
      rounding: "fiscal-year"
    """
    assert books.years(2019, 2027) == [9600] * 3 + [4640] * 5 + [0]
    assert books.left == {"USD": D(6000)}


@pytest.mark.parametrize(
    ("case", "proceeds", "gain"),
    [
        ("dep-os-disposal-gain", "31000.00", 1800),
        ("dep-os-disposal-loss", "27100.00", -2100),
        ("dep-os-disposal-even", "29200.00", 0),
    ],
)
def test_disposals_of_a_press(load_ledger: Any, case: str, proceeds: str, gain: int) -> None:
    found = load(
        f"""
        2019-01-01 custom "plant-asset" "PRESS" Assets:P100:Machinery 58000.00 USD
          salvage: 10000.00 USD
          life: "5 years"
        2022-01-01 * "Sold"
          disposes: "PRESS"
          Assets:Bank             {proceeds} USD
          Assets:P100:Machinery  -{proceeds} USD
        """,
        load_ledger,
    )
    assert (sum(found.months()), found.gain, found.left) == (28800, gain, {})


def test_dep_os_truck_buyback(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "TRUCK" Assets:P100:Machinery 80000.00 USD
      salvage: "25 %"
      life: "5 years"
    2024-01-02 * "Bought back"
      disposes: "TRUCK"
      Assets:Bank             20000.00 USD
      Assets:P100:Machinery  -20000.00 USD
    """
    assert books.years(2019, 2023) == [12000] * 5
    assert (books.gain, books.left) == (0, {})


BUILDING = """
2019-01-01 custom "plant-asset" "BUILDING" Assets:P100:Machinery 600000.00 USD
  salvage: 30000.00 USD
  life: "5 years"
"""
DOUBLE = '  method: "declining-balance"\n  factor: 2.0\n'
SOLD = (
    '2021-01-01 * "Sold"\n  disposes: "BUILDING"\n  Assets:Bank  {0} USD\n  Assets:P100:Machinery  -{0} USD\n'
)


def test_dep_hs_building_sl_and_ddb(load_ledger: Any) -> None:
    """dep-hs-building-sl, dep-hs-building-ddb."""
    assert load(BUILDING, load_ledger).years(2019, 2023) == [114000] * 5
    assert load(BUILDING + DOUBLE, load_ledger).years(2019, 2023) == [240000, 144000, 86400, 51840, 47760]


@pytest.mark.parametrize(
    ("case", "method", "proceeds", "gain", "taken"),
    [
        ("dep-hs-disposal-loss", "", "290000.00", -82000, 228000),
        ("dep-hs-disposal-gain", "", "440000.00", 68000, 228000),
        ("dep-hs-ddb-sale-y2", DOUBLE, "290000.00", 74000, 384000),
    ],
)
def test_disposals_of_a_building(
    load_ledger: Any, case: str, method: str, proceeds: str, gain: int, taken: int
) -> None:
    found = load(BUILDING + method + SOLD.format(proceeds), load_ledger)
    assert (sum(found.months()), found.gain, found.left) == (taken, gain, {})


def test_try_asset_01(books: Books) -> None:
    """
    2026-01-01 custom "plant-asset" "A" Assets:P100:Machinery 1000.00 USD
      salvage: 100.00 USD
      life: "24 months"
    """
    assert books.months() == money("37.50") * 24


OPENED = """
{opened} * "Opening"
  asset: "A"
  Assets:P100:Machinery                          {cost} USD
  Assets:P100:AccumulatedDepreciation:Machinery  -{taken} USD
  Assets:Bank
{date} custom "plant-asset" "A" Assets:P100:Machinery {cost} USD
  accumulated: {taken} USD
"""


def test_try_asset_04_and_05(load_ledger: Any) -> None:
    """TRY-ASSET-04, TRY-ASSET-05."""
    head = OPENED.format(opened="2026-01-01", date="2026-01-01", cost="1500.00", taken="500.00")
    head += '  salvage: 100.00 USD\n  life: "24 months"\n'
    assert load(head, load_ledger).months() == money("37.50") * 24
    sold = load(head + '2026-04-10 * "Scrapped"\n  disposes: "A"\n', load_ledger)
    assert (sold.months(), sold.gain, sold.left) == (money("37.50") * 3, D("-887.50"), {})


def test_erp_asset_01(load_ledger: Any) -> None:
    """ERP-ASSET-01: a day is a 365th of 30,000.00; ERPNext counts from the day after it is available."""
    found = load(
        OPENED.format(opened="2031-12-31", date="2030-06-07", cost="100000.00", taken="47095.89")
        + '  salvage: 10000.00 USD\n  life: "3 years"\n  convention: "daily"\n  day-count: "365"\n'
        + '  rounding: "fiscal-year"\n',
        load_ledger,
    )
    assert found.years(2032, 2033) == money("30000.00", "12904.11")


def test_erp_asset_02(books: Books) -> None:
    """
    2030-01-01 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      salvage: "10 %"
      life: "3 years"
    """
    assert books.years(2030, 2033) == [30000, 30000, 30000, 0]


def test_erp_asset_03(books: Books) -> None:
    """
    2030-01-01 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      salvage: 10000.00 USD
      life: "3 years"
      method: "declining-balance"
      factor: 2.0
    """
    assert books.years(2030, 2032) == money("66666.67", "22222.22", "1111.11")


def test_erp_asset_04(load_ledger: Any) -> None:
    """ERP-ASSET-04."""
    head = OPENED.format(opened="2029-12-31", date="2029-01-01", cost="100000.00", taken="50000.00")
    found = load(head + '  salvage: 10000.00 USD\n  life: "3 years"\n' + DOUBLE, load_ledger)
    assert found.years(2030, 2031) == money("33333.33", "6666.67")


def test_erp_asset_05(books: Books) -> None:
    """
    2030-01-30 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      salvage: 10000.00 USD
      life: "3 years"
      convention: "daily"
      day-count: "365"
      rounding: "fiscal-year"
    """
    # 30,000 x 336/365. Months of 31, 30 and 28 days are 2,547.95, 2,465.75 and 2,301.37; December takes the rest.
    assert books.years(2030, 2033) == money("27616.44", "30000.00", "30000.00", "2383.56")


def test_erp_asset_06(books: Books) -> None:
    """
    2030-01-01 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      salvage: 12500.00 USD
      life: "3 years"
      method: "declining-balance"
      rate: "50 %"
    """
    assert books.years(2030, 2032) == [50000, 25000, 12500]


def test_erp_asset_07(books: Books) -> None:
    """
    2030-06-06 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      salvage: 12500.00 USD
      life: "3 years"
      method: "declining-balance"
      rate: 0.5
      convention: "daily"
    """
    assert books.years(2030, 2033) == money("28630.14", "35684.93", "17842.47", "5342.46")


def test_erp_asset_09(books: Books) -> None:
    """
    2020-01-01 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      salvage: 10000.00 USD
      life: "3 years"
    """
    assert books.years(2020, 2023, "06-30") == [15000, 30000, 30000, 15000]


def test_erp_asset_10(books: Books) -> None:
    """
    2020-02-15 custom "plant-asset" "A" Assets:P100:Machinery 500.00 USD
      life: "5 months"
      convention: "daily"
    """
    dates = [str(date) for date, _ in books.postings(EXPENSE)]
    assert dates == ["2020-02-29", "2020-03-31", "2020-04-30", "2020-05-31", "2020-06-30", "2020-07-31"]


def test_erp_asset_11(books: Books) -> None:
    """
    2020-01-01 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      life: "24 months"
      convention: "daily"
      day-count: "actual/actual"
    """
    long, short = "4234.97", "4098.36"
    leap = [long, "3961.75", long, short, long, short, long, long, short, long, short, long]
    long, short = "4246.58", "4109.59"
    common = [long, "3835.62", long, short, long, short, long, long, short, long, short, "4246.56"]
    assert books.months() == money(*leap, *common)


def test_erp_asset_12(load_ledger: Any) -> None:
    """ERP-ASSET-12: 731 days for 731.00."""
    found = load(
        OPENED.format(opened="2024-06-30", date="2023-10-10", cost="731.00", taken="265.00")
        + '  life: "24 months"\n  convention: "daily"\n',
        load_ledger,
    )
    assert found.months() == [31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 9]


def test_erp_asset_15(books: Books) -> None:
    """
    2020-01-15 custom "plant-asset" "A" Assets:P100:Machinery 1096.00 USD
      life: "36 months"
      convention: "daily"
    """
    ends = ["2020-01-31", "2020-02-29", "2020-03-31", "2020-12-31", "2021-02-28", "2021-12-31", "2022-12-31"]
    found = books.between([*ends, "2023-01-31"])
    assert [sum(found[: at + 1]) for at in range(len(found))] == [17, 46, 77, 352, 411, 717, 1082, 1096]


def test_erp_asset_16(books: Books) -> None:
    """
    2021-02-20 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      life: "18 months"
      method: "declining-balance"
      rate: 0.4
      convention: "daily"
    """
    # 40,000 x 315/365; ERPNext rounds each of the quarters (34,520.54).
    assert books.years(2021, 2022) == money("34520.55", "65479.45")


def test_erp_asset_17(books: Books) -> None:
    """
    2018-01-01 custom "fava-option" "fiscal-year-end" "08-31"
    2020-02-20 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      life: "3 years"
      method: "declining-balance"
      rate: 0.4
      convention: "daily"
    """
    # 20,109.29 + 1,092.90; 15,630.03 + 15,889.09; 9,378.02 + 9,533.46
    assert books.years(2020, 2023, "08-31") == money("21202.19", "31519.12", "18911.48", "28367.21")
    assert books.months()[0] == D("1092.90")


def test_erp_asset_18(books: Books) -> None:
    """
    2018-01-01 custom "fava-option" "fiscal-year-end" "03-31"
    2020-02-20 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      life: "4 years"
      method: "declining-balance"
      rate: 0.4
      convention: "daily"
    """
    assert books.years(2020, 2024, "03-31") == money(
        "4480.87", "38207.65", "22924.59", "13754.76", "20632.13"
    )


def test_erp_asset_19_and_28(load_ledger: Any) -> None:
    """ERP-ASSET-19, ERP-ASSET-28."""
    asset = '2023-01-01 custom "plant-asset" "A" Assets:P100:Machinery {} USD\n  life: "12 months"\n'
    assert load(asset.format("500.00"), load_ledger).months() == money(*["41.67"] * 11, "41.63")
    assert load(asset.format("1000.00"), load_ledger).months() == money(*["83.33"] * 11, "83.37")


def test_erp_asset_24(books: Books) -> None:
    """
    2023-04-01 custom "plant-asset" "A" Assets:P100:Machinery 500.00 USD
      life: "4 years"
      method: "declining-balance"
      rate: 0.4
      convention: "daily"
    """
    assert books.years(2023, 2027) == money("150.68", "139.73", "83.84", "50.30", "75.45")


def test_erp_asset_26(books: Books) -> None:
    """
    2023-01-01 custom "plant-asset" "A" Assets:P100:Machinery 500.00 USD
      life: "12 months"
      convention: "daily"
    """
    long, short = "42.47", "41.10"
    assert books.months() == money(
        long, "38.36", long, short, long, short, long, long, short, long, short, "42.42"
    )


def test_erp_asset_32(books: Books) -> None:
    """
    2018-01-01 custom "fava-option" "fiscal-year-end" "06-30"
    2020-06-06 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD
      life: "5 years"
      convention: "daily"
      day-count: "actual/actual"
      rounding: "fiscal-year"
    """
    assert books.years(2020, 2025, "06-30") == money("1366.12", *["20000.00"] * 4, "18633.88")


IFRS = '2018-01-02 custom "plant" "P100"\n  gaap: "ifrs"\n'
TRYTON = (
    IFRS
    + '2026-01-01 custom "plant-asset" "A" Assets:P100:Machinery 1000.00 USD\n'
    + '  salvage: 100.00 USD\n  life: "24 months"\n'
    # Revalued to 1,100.00: of cost; 112.50 are accumulated, and stay so.
    + '2026-04-01 custom "plant-asset-revaluation" "A" 987.50 USD\n  gross: 1100.00 USD\n'
)


def test_try_asset_02_and_03(load_ledger: Any) -> None:
    """TRY-ASSET-02, TRY-ASSET-03: the counter account is the revaluation surplus."""
    found = load(TRYTON, load_ledger)
    assert found.months() == money("37.50") * 3 + money("42.26") * 20 + money("42.30")
    assert found.postings("Equity:P100:RevaluationSurplus") == [(datetime.date(2026, 4, 1), D(-100))]
    assert [n for date, n in found.postings("Assets:P100:Machinery") if date.month == 4] == [100]
    legs = "  Assets:Bank  600.00 USD\n  Assets:P100:Machinery\n"
    sold = load(f'{TRYTON}2026-07-01 * "Sold"\n  disposes: "A"\n{legs}', load_ledger)
    assert sum(sold.months()) == D("239.28")
    assert (sold.gain, sold.left) == (D("-260.72"), {})


def test_erp_asset_27(load_ledger: Any) -> None:
    """ERP-ASSET-27: no month is posted at ERPNext's adjustment in April, so it counts from the start; as here."""
    found = load(
        IFRS
        + '2023-01-01 custom "plant-asset" "A" Assets:P100:Machinery 1000.00 USD\n  life: "12 months"\n'
        + '2023-01-01 custom "plant-asset-revaluation" "A" 1200.00 USD\n',
        load_ledger,
    )
    assert found.months() == [100] * 12


ERP_29 = (
    IFRS
    + '2021-01-01 custom "plant-asset" "A" Assets:P100:Machinery 600.00 USD\n  life: "3 years"\n'
    + '  rounding: "fiscal-year"\n'
    + '2022-01-15 custom "plant-asset-revaluation" "A" 500.00 USD\n  gross: 700.00 USD\n'
)


def test_erp_asset_29(load_ledger: Any) -> None:
    """ERP-ASSET-29: adjusted to 500.00 in the second year, then a repair of 100.00."""
    assert load(ERP_29, load_ledger).years(2021, 2024) == [200, 250, 250, 0]
    bought = '2021-01-01 * "Bought"\n  asset: "A"\n  Assets:P100:Machinery  600.00 USD\n  Assets:Bank\n'
    repair = '2022-01-20 * "Repair"\n  asset: "A"\n  Assets:P100:Machinery  100.00 USD\n  Assets:Bank\n'
    improved = '2022-01-20 custom "plant-asset-improvement" "A" 100.00 USD\n'
    assert load(ERP_29 + bought + repair + improved, load_ledger).years(2021, 2024) == [200, 300, 300, 0]


def test_erp_asset_30(load_ledger: Any) -> None:
    """ERP-ASSET-30: 250.00 x 91 / 365; ERPNext counts the day of the sale, 1 April, here the day after is written."""
    daily = ERP_29.replace("  rounding:", '  convention: "daily"\n  day-count: "365"\n  rounding:')
    legs = "  Assets:Bank  300.00 USD\n  Assets:P100:Machinery\n"
    found = load(f'{daily}2022-04-02 * "Sold"\n  disposes: "A"\n{legs}', load_ledger)
    assert found.between(["2021-12-31", "2022-04-02"]) == money("200.00", "62.33")
    assert found.gain == D("300.00") - D("437.67")


def test_erp_asset_35(load_ledger: Any) -> None:
    """ERP-ASSET-35: two months are posted; scrapped or sold for 25,000.00 in the third."""
    asset = '2026-01-01 custom "plant-asset" "A" Assets:P100:Machinery 100000.00 USD\n'
    asset += '  salvage: 10000.00 USD\n  life: "10 months"\n'
    scrapped = load(asset + '2026-03-15 * "Scrapped"\n  disposes: "A"\n', load_ledger)
    assert (sum(scrapped.months()), scrapped.gain) == (18000, -82000)
    legs = "  Assets:Bank  25000.00 USD\n  Assets:P100:Machinery\n"
    assert load(f'{asset}2026-03-15 * "Sold"\n  disposes: "A"\n{legs}', load_ledger).gain == -57000
    # By days the month of disposal adds 14 of its 31: 9,000 x 14/31.
    daily = asset + '  convention: "daily"\n  day-count: "30/360"\n'
    assert load(f'{daily}2026-03-16 * "Sold"\n  disposes: "A"\n{legs}', load_ledger).gain == -57000 + 4500


@pytest.mark.parametrize("booked", [1, 4])
@pytest.mark.parametrize("service", ["2026-08-01", "2024-02-01"])
def test_erp_asset_36(load_ledger: Any, booked: int, service: str) -> None:
    """ERP-ASSET-36: by the month; the other frequencies of ERPNext are sums of months."""
    date = datetime.date.fromisoformat(service)
    opened = datetime.date(date.year + (date.month + booked - 1) // 12, (date.month + booked - 1) % 12 + 1, 1)
    head = OPENED.format(opened=opened, date=service, cost="13200.00", taken=f"{booked}000.00")
    found = load(head + '  salvage: 1200.00 USD\n  life: "12 months"\n', load_ledger)
    assert found.months() == [1000] * (12 - booked)


def test_oca_04(books: Books) -> None:
    """
    2026-01-01 custom "plant-asset" "A" Assets:P100:Machinery 1000.00 USD
      salvage: 100.00 USD
      life: "5 years"
      method: "declining-balance"
      rate: 0.4
    """
    assert books.years(2026, 2030) == money("400.00", "240.00", "144.00", "86.40", "29.60")


def test_oca_07(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "A" Assets:P100:Machinery 10000.00 USD
      life: "5 years"
      convention: "daily"
      rounding: "fiscal-year"
    """
    assert books.years(2019, 2019) == [D("1998.90")]


def test_oca_08(books: Books) -> None:
    """
    2019-01-01 custom "plant-asset" "A" Assets:P100:Machinery 10000.00 USD
      life: "5 years"
      rounding: "fiscal-year"
    """
    assert books.months() == money(*(["166.67"] * 11 + ["166.63"]) * 5)


def test_contoso_coffee(books: Books) -> None:
    """
    1901-01-01 custom "plant-asset" "FA000010" Assets:P100:Machinery 65000.00 USD
      life: "5 years"
      rounding: "fiscal-year"
    1901-05-01 custom "plant-asset" "FA000020" Assets:P100:Machinery 70000.00 USD
      life: "5 years"
      rounding: "fiscal-year"
    1901-06-01 custom "plant-asset" "FA000030" Assets:P100:Machinery 95000.00 USD
      life: "5 years"
      rounding: "fiscal-year"
    1901-01-01 custom "plant-asset" "FA000050" Assets:P100:Machinery 15000.00 USD
      life: "10 years"
      rounding: "fiscal-year"
    1901-02-01 custom "plant-asset" "FA000060" Assets:P100:Machinery 60000.00 USD
      life: "8 years"
      rounding: "fiscal-year"
    1901-03-01 custom "plant-asset" "FA000070" Assets:P100:Machinery 1500.00 USD
      life: "4 years"
      rounding: "fiscal-year"
    1901-04-01 custom "plant-asset" "FA000080" Assets:P100:Machinery 11000.00 USD
      life: "8 years"
      rounding: "fiscal-year"
    1901-02-01 custom "plant-asset" "FA000090" Assets:P100:Machinery 4000.00 USD
      life: "7 years"
      rounding: "fiscal-year"
    """
    assert books.years(1901, 1902) == money("43659.22", "57321.43")
    assert sum(books.months()) == D("321500.00")
