"""What happens to assets in the register and the roll-forward: every event has its column, and all of it ties.

The amounts are worked out by hand beside the assertions; every month of the ledger is compared with the accounts.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.reports import (
    asset_register,
    asset_roll_forward,
    depreciation_forecast,
    fully_depreciated,
    property_tax,
)
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from beanplant.reports.books import Books
    from beanplant.reports.model import Report

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:P100:Machinery
2020-01-01 open Assets:P100:Vehicles
2020-01-01 open Assets:P100:Patents
2020-01-01 open Assets:P100:Prepaid
2020-01-01 open Assets:P100:ConstructionInProgress
2020-01-01 open Assets:P200:Machinery
2020-01-01 open Expenses:P100:Depreciation
2020-01-01 open Expenses:P200:Depreciation
2020-01-01 open Income:P100:GainOnDisposal
2020-01-01 custom "plant" "P100"
2020-01-01 custom "plant" "P200"
2027-12-31 custom "plant-depreciation-horizon" 2027-12-31
"""


def bought(name: str, date: str, cost: str, *keys: str, leaf: str = "Machinery") -> str:
    lines = [
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:{leaf}  {cost} USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:{leaf} {cost} USD',
        "  expense: Expenses:P100:Depreciation", "  gain-loss: Income:P100:GainOnDisposal",
        *(f"  {key}" for key in keys),
    ]  # fmt: skip
    return "\n".join((*lines, ""))


def member(name: str, date: str, cost: str) -> str:
    """An asset of the group FLEET, whose expense is the group's."""
    keys = ('group: "FLEET"', 'life: "4 years"')
    lines = bought(name, date, cost, *keys, leaf="Vehicles").splitlines(keepends=True)
    return "".join(line for line in lines if "expense:" not in line and "gain-loss:" not in line)


MILL = bought("MILL", "2026-01-05", "120000.00", 'life: "10 years"')  # 1,000.00 a month
MACHINERY, P200 = "Assets:P100:Machinery", "Assets:P200:Machinery"
PERIODS = ["2026", "2027", *(f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13))]


@pytest.fixture
def books(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> Callable[..., Books]:
    """Books of a ledger whose register and roll-forward tie in every period, for each plant and for both."""

    def make(*parts: str) -> Books:
        ledger = load_ledger("".join((HEAD, *parts)))
        assert not ledger.errors, ledger.messages
        found: Books = books_of(ledger)
        for plant in (None, "P100", "P200"):
            for time in PERIODS:
                ties(choose(found, plant), time)
        return found

    return make


def ties(scope: Any, time: str) -> None:
    period = parse_period(time)
    rolled = asset_roll_forward.build(scope, period)
    for name in ("cost", "accumulated"):
        table = rolled.table(name)
        assert [row.cells[-1] for row in table.rows] == [0] * len(table.rows), time
    register = asset_register.build(scope, period)
    assert [row.cells[-1] for row in register.table("accounts").rows] == [0] * len(
        register.table("accounts").rows
    ), time
    assert not rolled.advice
    for table in (*rolled.tables[:2], *register.tables):
        for row in table.all_rows():
            for key, reference in row.references.items():
                if reference.opens:  # the postings behind a figure add up to it
                    assert sum(amount for _, amount in reference.lines()) == row.cells[table.index(key)], (
                        time,
                        table.name,
                        row.key,
                        key,
                    )


def roll(books: Books, time: str, plant: str | None = None) -> Report:
    return asset_roll_forward.build(choose(books, plant), parse_period(time))


def side(found: Report, table: str, account: str) -> dict[str, Any]:
    made = found.table(table)
    row = made.row(account)
    return {column.key: cell for column, cell in zip(made.columns, row.cells, strict=True) if cell}


def test_an_improvement(books: Callable[..., Books]) -> None:
    improved = (
        '2026-07-01 * "Spindle"\n  asset: "MILL"\n  Assets:P100:Machinery  11400.00 USD\n  Assets:Bank\n'
        '2026-07-01 custom "plant-asset-improvement" "MILL" 11400.00 USD\n'
    )
    found = books(MILL, improved)
    cost = side(roll(found, "2026"), "cost", MACHINERY)
    assert (cost["additions"], cost["improvements"], cost["closing"]) == (
        D("120000.00"), D("11400.00"), D("131400.00"),
    )  # fmt: skip
    # 6 x 1,000.00, then (120,000 - 6,000 + 11,400) / 114 = 1,100.00
    assert side(roll(found, "2026"), "accumulated", MACHINERY)["depreciation"] == D("12600.00")
    listing = property_tax.build(choose(found), parse_period("2027")).table("assets")
    assert [(row.key, row.cells[5]) for row in listing.rows] == [
        ("MILL", D("120000.00")), ("MILL 2026-07-01", D("11400.00")),
    ]  # fmt: skip
    assert listing.value("total", "book-value") == D("118800.00")


def test_a_part_that_leaves_and_the_rest_that_stays(books: Callable[..., Books]) -> None:
    sold = (
        '2026-09-10 * "A tenth"\n  disposes: "MILL"\n  part: "10 %"\n  Assets:Bank  9000.00 USD\n'
        "  Assets:P100:Machinery  -9000.00 USD\n"
    )
    found = books(MILL, sold)
    assert side(roll(found, "2026"), "cost", MACHINERY)["disposals"] == D("-12000.00")
    # a tenth of eight months, 800.00; then 900.00 a month
    accumulated = side(roll(found, "2026"), "accumulated", MACHINERY)
    assert (accumulated["disposals"], accumulated["depreciation"]) == (D("-800.00"), D("11600.00"))
    register = asset_register.build(choose(found), parse_period("2027")).table("assets")
    assert register.value("MILL", "cost") == D("108000.00")
    assert register.value("MILL", "status") == ""
    gone = property_tax.build(choose(found), parse_period("2027")).table("disposals")
    assert gone.value("MILL", "cost") == D("12000.00")


def test_a_part_takes_its_salvage_so_it_is_not_fully_depreciated_too_early(
    books: Callable[..., Books],
) -> None:
    """12,000 with 6,000 of salvage over 12 months; half is sold: 3,000 of salvage are left, and 250.00 a month."""
    saw = bought("SAW", "2026-01-05", "12000.00", "salvage: 6000.00 USD", 'life: "1 year"')
    sold = (
        '2026-07-10 * "Half"\n  disposes: "SAW"\n  part: "50 %"\n  Assets:Bank  4000.00 USD\n'
        "  Assets:P100:Machinery  -4000.00 USD\n"
    )
    found = books(saw, sold)

    def register(time: str) -> Any:
        return asset_register.build(choose(found), parse_period(time)).table("assets")

    assert register("2026-08").value("SAW", "book-value") == D("4000.00")  # below 6,000.00
    assert register("2026-08").value("SAW", "status") == ""
    assert register("2026-12").value("SAW", "book-value") == D("3000.00")
    assert register("2026-12").value("SAW", "status") == "fully depreciated"
    assert not fully_depreciated.build(choose(found), parse_period("2026-08")).table("assets").rows
    assert fully_depreciated.build(choose(found), parse_period("2026-12")).table("assets").rows


def test_a_transfer_to_another_plant(books: Callable[..., Books]) -> None:
    moved = f'2027-02-10 custom "plant-asset-transfer" "MILL" {P200}\n  expense: Expenses:P200:Depreciation\n'
    found = books(MILL, moved)
    both = roll(found, "2027")
    # twelve months of 2026 and January go along
    assert side(both, "cost", MACHINERY) == {
        "account": MACHINERY, "opening": D("120000.00"), "transfers": D("-120000.00"),
    }  # fmt: skip
    assert side(both, "accumulated", MACHINERY)["transfers"] == D("-13000.00")
    there = side(both, "accumulated", P200)
    assert (there["transfers"], there["depreciation"], there["closing"]) == (
        D("13000.00"), D("11000.00"), D("24000.00"),
    )  # fmt: skip
    register = asset_register.build(choose(found, "P100"), parse_period("2027")).table("assets")
    assert (register.value("MILL", "depreciation"), register.value("MILL", "status")) == (
        D("1000.00"), f"moved to {P200}",
    )  # fmt: skip
    assert not asset_register.build(choose(found, "P200"), parse_period("2026")).table("assets").rows
    # the forecast of 2026 has January here and the rest there
    table = depreciation_forecast.build(choose(found), parse_period("2026")).table("classes")
    assert table.value(MACHINERY, "year-1") == D("1000.00")
    assert table.value(P200, "year-1") == D("11000.00")
    assert property_tax.build(choose(found, "P100"), parse_period("2027")).table("assets").rows
    assert not property_tax.build(choose(found, "P100"), parse_period("2028")).table("assets").rows


def test_a_split_and_a_merger(books: Callable[..., Books]) -> None:
    found = books(
        bought("LINE", "2026-01-05", "60000.00", 'life: "5 years"'),
        bought("BELT", "2026-01-05", "6000.00", 'life: "5 years"'),
        '2026-04-01 custom "plant-asset-split" "LINE" "ROBOT" 24000.00 USD\n'
        '2027-04-01 custom "plant-asset-merge" "LINE" "BELT"\n',
    )
    assert "transfers" not in side(roll(found, "2026"), "cost", MACHINERY)  # within the class
    register = asset_register.build(choose(found), parse_period("2026-04")).table("assets")
    # 3 x 400.00 went along, and April is charged
    assert (register.value("ROBOT", "cost"), register.value("ROBOT", "accumulated")) == (
        D(24000),
        D("1600.00"),
    )
    assert register.value("LINE", "book-value") == D("33600.00")
    merged = asset_register.build(choose(found), parse_period("2027")).table("assets")
    assert merged.value("LINE", "cost") == D("42000.00")
    assert merged.value("BELT", "status") == "merged into LINE"


def test_kinds_of_assets(books: Callable[..., Books]) -> None:
    """A patent has accumulated amortization; a prepaid expense is amortized on its account."""
    found = books(
        bought("PATENT", "2026-02-05", "24000.00", 'kind: "intangible"', 'life: "10 years"', leaf="Patents"),
        bought("INSURANCE", "2026-03-01", "1200.00", 'kind: "prepaid"', 'life: "1 year"', leaf="Prepaid"),
    )
    year = roll(found, "2026")
    assert side(year, "accumulated", "Assets:P100:Patents")["depreciation"] == D("2200.00")
    assert side(year, "cost", "Assets:P100:Prepaid") == {
        "account": "Assets:P100:Prepaid", "additions": D("1200.00"), "depreciation": D("-1000.00"),
        "closing": D("200.00"), "ledger": D("200.00"),
    }  # fmt: skip
    assert [fact.value for fact in year.facts if fact.label == "Depreciation"] == [D("3200.00")]
    register = asset_register.build(choose(found), parse_period("2026")).table("assets")
    assert register.value("INSURANCE", "depreciation") == D("1000.00")
    assert not property_tax.build(choose(found), parse_period("2027")).table("assets").rows


def test_a_group(books: Callable[..., Books]) -> None:
    """24 % of 150,000.00 is 3,000.00 a month, of the group; its members stand below it."""
    found = books(
        '2026-01-15 custom "plant-asset-group" "FLEET" Assets:P100:Vehicles\n  method: "composite"\n'
        '  rate: "24 %"\n  expense: Expenses:P100:Depreciation\n',
        member("CARS", "2026-01-15", "100000.00"),
        member("VANS", "2026-01-20", "50000.00"),
        '2027-03-15 * "Vans sold"\n  disposes: "VANS"\n  Assets:Bank  20000.00 USD\n'
        "  Assets:P100:Vehicles  -20000.00 USD\n",
    )
    table = asset_register.build(choose(found), parse_period("2026")).table("assets")
    assert [(row.key, row.level) for row in table.rows] == [
        ("FLEET", 0), ("CARS", 1), ("VANS", 1), ("FLEET+", 0),
    ]  # fmt: skip
    assert (table.value("FLEET", "accumulated"), table.value("FLEET", "status")) == (D("36000.00"), "group")
    assert (table.value("FLEET+", "cost"), table.value("FLEET+", "book-value")) == (D(150000), D(114000))
    assert not table.sortable
    assert side(roll(found, "2027"), "accumulated", "Assets:P100:Vehicles")["disposals"] == D("-30000.00")


def test_components_stand_below_their_parent_with_a_subtotal(books: Callable[..., Books]) -> None:
    found = books(
        bought("A-CHILD", "2026-01-05", "1200.00", 'life: "1 year"', 'part-of: "LINE"'),
        bought("LINE", "2026-01-05", "12000.00", 'life: "10 years"'),
        bought("Z-CHILD", "2026-01-05", "2400.00", 'life: "2 years"', 'part-of: "LINE"'),
        bought("Z-GRAND", "2026-01-05", "600.00", 'life: "1 year"', 'part-of: "Z-CHILD"'),
        bought("OTHER", "2026-01-05", "1000.00", 'life: "1 year"'),
    )
    table = asset_register.build(choose(found), parse_period("2026-06")).table("assets")
    assert [(row.key, row.level, row.cells[4]) for row in table.rows] == [
        ("LINE", 0, D("12000.00")),
        ("A-CHILD", 1, D("1200.00")),
        ("Z-CHILD", 1, D("2400.00")),
        ("Z-GRAND", 2, D("600.00")),
        ("Z-CHILD+", 1, D("3000.00")),
        ("LINE+", 0, D("16200.00")),
        ("OTHER", 0, D("1000.00")),
    ]
    assert table.value("total", "cost") == D("17200.00")
    # 600 + 600 + 600 + 300
    assert table.value("LINE+", "accumulated") == D("2100.00")


def test_construction_in_progress_comes_into_service(books: Callable[..., Books]) -> None:
    found = books(
        '2026-01-15 * "Works"\n  asset: "HALL"\n  Assets:P100:ConstructionInProgress  30000.00 USD\n  Assets:Bank\n'
        f'2026-05-01 custom "plant-asset" "HALL" {MACHINERY} 30000.00 USD\n'
        "  construction: Assets:P100:ConstructionInProgress\n"
        '  life: "10 years"\n  expense: Expenses:P100:Depreciation\n',
    )
    assert side(roll(found, "2026-05"), "cost", MACHINERY)["additions"] == D("30000.00")
    listing = property_tax.build(choose(found), parse_period("2027")).table("additions")
    assert [(row.key, str(row.cells[4])) for row in listing.rows] == [("HALL", "2026-05-01")]


def test_an_impairment(books: Callable[..., Books]) -> None:
    found = books(MILL, '2026-06-30 custom "plant-asset-impairment" "MILL" 11400.00 USD\n')
    accumulated = side(roll(found, "2026"), "accumulated", MACHINERY)
    # 6 x 1,000.00; then (114,000 - 11,400) / 114 = 900.00
    assert (accumulated["impairment"], accumulated["depreciation"]) == (D("11400.00"), D("11400.00"))


IFRS = '2021-01-01 custom "plant" "P100"\n  gaap: "ifrs"\n'


def test_an_impairment_and_its_reversal(books: Callable[..., Books]) -> None:
    found = books(
        IFRS,
        bought("SAW", "2026-01-05", "12000.00", 'life: "10 years"'),
        '2026-06-30 custom "plant-asset-impairment" "SAW" 1140.00 USD\n'
        '2027-06-30 custom "plant-asset-impairment-reversal" "SAW" 500.00 USD\n',
    )
    assert side(roll(found, "2026"), "accumulated", MACHINERY)["impairment"] == D("1140.00")
    assert side(roll(found, "2027"), "accumulated", MACHINERY)["impairment"] == D("-500.00")


def test_a_revaluation(books: Callable[..., Books]) -> None:
    """108,000.00 after a year come to 129,600.00: the accumulated 12,000.00 is eliminated, the cost is 129,600.00."""
    found = books(IFRS, MILL, '2026-12-31 custom "plant-asset-revaluation" "MILL" 129600.00 USD\n')
    year = roll(found, "2026")
    assert side(year, "cost", MACHINERY)["revaluation"] == D("9600.00")
    assert side(year, "accumulated", MACHINERY)["revaluation"] == D("-12000.00")
    # the next year charges a ninth
    assert side(roll(found, "2027"), "accumulated", MACHINERY)["depreciation"] == D("14400.00")
    # the county taxes what it cost
    listing = property_tax.build(choose(found), parse_period("2027")).table("assets")
    assert (listing.value("MILL", "cost"), listing.value("MILL", "book-value")) == (D(120000), D(129600))


def test_held_for_sale_on_an_account_of_its_own(books: Callable[..., Books]) -> None:
    """24,000.00 less 15 x 200.00 are 21,000.00; 19,000.00 is what the sale will bring."""
    found = books(
        bought("DRILL", "2026-01-05", "24000.00", 'life: "10 years"'),
        "2020-01-01 open Assets:P100:HeldForSale\n"
        '2027-03-31 custom "plant-asset-status" "DRILL" "held-for-sale"\n  fair-value: 20000.00 USD\n'
        "  disposal-cost: 1000.00 USD\n  account: Assets:P100:HeldForSale\n"
        '2027-08-15 * "Sold"\n  disposes: "DRILL"\n  Assets:Bank  19500.00 USD\n'
        "  Assets:P100:HeldForSale  -19500.00 USD\n",
    )
    quarter = roll(found, "2027-Q1")
    held = side(quarter, "cost", "Assets:P100:HeldForSale")
    assert (held["transfers"], held["impairment"], held["closing"]) == (D(21000), D(-2000), D(19000))
    assert side(quarter, "accumulated", MACHINERY)["transfers"] == D("-3000.00")
    register = asset_register.build(choose(found), parse_period("2027-05")).table("assets")
    assert register.value("DRILL", "status") == "held for sale"
    assert register.value("DRILL", "account") == "Assets:P100:HeldForSale"
    assert side(roll(found, "2027-08"), "cost", "Assets:P100:HeldForSale")["disposals"] == D("-19000.00")


EVENTS = {
    "improve": '{d} * "More"\n  asset: "MILL"\n  {home}  {n}.00 USD\n  Assets:Bank\n'
    '{d} custom "plant-asset-improvement" "MILL" {n}.00 USD\n',
    "part": '{d} * "A part"\n  disposes: "MILL"\n  part: "{p} %"\n  Assets:Bank  {n}.00 USD\n'
    "  {home}  -{n}.00 USD\n",
    "impair": '{d} custom "plant-asset-impairment" "MILL" {n}.00 USD\n',
    "split": '{d} custom "plant-asset-split" "MILL" "NEW-{i}" {n}.00 USD\n',
    "life": '{d} custom "plant-asset-change" "MILL"\n  life: "{p} years"\n',
}


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_whatever_happens_it_ties(
    data: st.DataObject, load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]
) -> None:
    """Up to four events and a transfer in two years, under a convention, posted up to some month."""
    convention = data.draw(st.sampled_from(["full-month", "mid-month", "daily"]))
    horizon = data.draw(st.sampled_from(["2026-04-30", "2026-12-31", "2027-12-31"]))
    parts = [HEAD.replace("2027-12-31\n", f"{horizon}\n"), bought(
        "MILL", "2026-01-05", "120000.00", 'life: "10 years"', f'convention: "{convention}"'
    )]  # fmt: skip
    days = sorted(
        data.draw(
            st.lists(
                st.dates(datetime.date(2026, 2, 1), datetime.date(2027, 11, 28)), max_size=4, unique=True
            )
        )
    )
    moves = data.draw(st.integers(0, 5))
    home = MACHINERY
    for i, day in enumerate(days):
        if i == moves:
            home = P200
            parts.append(
                f'{day} custom "plant-asset-transfer" "MILL" {P200}\n  expense: Expenses:P200:Depreciation\n'
            )
            continue
        event = data.draw(st.sampled_from(sorted(EVENTS)))
        number, share = data.draw(st.integers(100, 5000)), data.draw(st.integers(5, 40))
        parts.append(EVENTS[event].format(d=day, home=home, n=number, p=share, i=i))
    ledger = load_ledger("".join(parts))
    assert not ledger.errors, ledger.messages
    found = books_of(ledger)
    for plant in (None, "P100", "P200"):
        for time in ("2026", "2027", "2026-05", "2026-11", "2027-03", "2026-03-10 - 2027-08-20"):
            ties(choose(found, plant), time)


def test_a_second_currency(load_ledger: Callable[[str], Any], books_of: Callable[[Any], Any]) -> None:
    """A plant in euro: its assets are in its own report, and the others' notes name their currency."""
    euro = (
        '2020-01-01 custom "plant" "Q300"\n  currency: EUR\n2020-01-01 open Assets:Q300:Machinery\n'
        "2020-01-01 open Expenses:Q300:Depreciation\n"
        '2026-01-05 * "Press"\n  asset: "PRESS"\n  Assets:Q300:Machinery  12000.00 EUR\n  Assets:Bank\n'
        '2026-01-05 custom "plant-asset" "PRESS" Assets:Q300:Machinery 12000.00 EUR\n  life: "10 years"\n'
        "  expense: Expenses:Q300:Depreciation\n"
    )
    ledger = load_ledger("".join((HEAD, MILL, euro)))
    assert not ledger.errors, ledger.messages
    found = books_of(ledger)
    ours = roll(found, "2026")
    assert [row.key for row in ours.table("cost").rows] == [MACHINERY]
    assert "assets in other currencies not included: EUR" in ours.advice
    theirs = roll(found, "2026", "Q300")
    assert side(theirs, "accumulated", "Assets:Q300:Machinery")["depreciation"] == D("1200.00")
    assert theirs.table("cost").columns[1].unit == "EUR"
    assert [row.cells[-1] for row in theirs.table("cost").rows] == [0]
    forecast = depreciation_forecast.build(choose(found, "Q300"), parse_period("2026"))
    years = [forecast.table("classes").value("total", f"year-{number}") for number in range(1, 6)]
    assert years == [D("1200.00")] * 5
    assert forecast.table("classes").value("total", "later") == D("4800.00")
