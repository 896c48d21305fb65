"""Group and composite depreciation: the rate, the months, members that leave, the last one, what cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = """
plugin "beanplant"
option "operating_currency" "USD"
2024-01-01 open Assets:Bank
2024-01-01 open Assets:P100:Vehicles
2024-01-01 open Assets:P100:Trailers
2024-01-01 open Equity:Opening
2024-01-01 open Expenses:Depreciation
2024-01-01 open Income:Gain
2024-01-01 custom "plant" "P100"
"""
CONTRA = "Assets:P100:AccumulatedDepreciation:Vehicles"
Load = Callable[[str], Any]


def group(more: str = 'method: "composite"', date: str = "2026-01-01") -> str:
    keys = "".join(f"  {key}\n" for key in more.split("~"))
    return (
        f'{date} custom "plant-asset-group" "FLEET" Assets:P100:Vehicles\n'
        f"  expense: Expenses:Depreciation\n  gain-loss: Income:Gain\n{keys}"
    )


def member(name: str, cost: str, more: str, date: str = "2026-01-01", account: str = "Vehicles") -> str:
    keys = "".join(f"  {key}\n" for key in more.split("~") if key)
    return (
        f'{date} * "Bought"\n  asset: "{name}"\n  Assets:P100:{account}  {cost} USD\n  Assets:Bank\n'
        f'{date} custom "plant-asset" "{name}" Assets:P100:{account} {cost} USD\n  group: "FLEET"\n{keys}'
    )


def sold(date: str, name: str, amount: str, more: str = "", account: str = "Vehicles") -> str:
    return f'{date} * "Sold {name}"\n  disposes: "{name}"\n{more}  Assets:Bank  {amount} USD\n  Assets:P100:{account}\n'


def until(date: str) -> str:
    return f'{date} custom "plant-depreciation-horizon" {date}\n'


CARS = member("CARS", "145000.00", 'salvage: 25000.00 USD~life: "3 years"')
TRUCKS = member("TRUCKS", "44000.00", 'salvage: 4000.00 USD~life: "4 years"')
CAMPERS = member("CAMPERS", "35000.00", 'salvage: 5000.00 USD~life: "5 years"')
FLEET = group() + CARS + TRUCKS + CAMPERS


def months(ledger: Any) -> list[D]:
    assert not ledger.errors, ledger.messages
    return [
        posting.units.number
        for entry in ledger.transactions
        for posting in entry.postings
        if posting.account == "Expenses:Depreciation"
    ]


def test_the_composite_rate_and_life(load_ledger: Load) -> None:
    """
    A year's straight line: 120,000 / 3 + 40,000 / 4 + 30,000 / 5 = 40,000 + 10,000 + 6,000 = 56,000.
    56,000 / 224,000 = 25 %; composite life 190,000 / 56,000 = 3.39 years.
    224,000 x 25 % / 12 = 4,666.67 a month; 40 x 4,666.67 = 186,666.80; the 41st month takes the last 3,333.20.
    """
    ledger = load_ledger(HEAD + FLEET + until("2032-12-31"))
    found = months(ledger)
    assert found == [D("4666.67")] * 40 + [D("3333.20")]
    assert sum(found) == D(190000)
    made = next(entry for entry in ledger.transactions if entry.narration == "Depreciation")
    assert made.meta["asset"] == "FLEET"
    assert made.postings[0].meta["rule"] == "depreciation.composite"
    assert made.postings[0].meta["formula"] == "25 % x 224000.00 USD / 12 months"
    last = [entry for entry in ledger.transactions if entry.narration == "Depreciation"][-1]
    assert last.postings[0].meta["formula"] == "(224000.00 - 34000.00 - 186666.80) USD"


def test_a_member_leaves_without_gain_or_loss(load_ledger: Load) -> None:
    """A camper of 5,000.00 brings 2,600.00: 2,400.00 go to accumulated depreciation; then 219,000 x 25 % / 12."""
    text = sold("2026-07-10", "CAMPERS", "2600.00", "  part: 5000.00 USD\n")
    ledger = load_ledger(HEAD + FLEET + text + until("2026-12-31"))
    assert months(ledger) == [D("4666.67")] * 6 + [D("4562.50")] * 6
    entry = next(entry for entry in ledger.transactions if entry.narration == "Sold CAMPERS")
    assert [(p.account, p.units.number, (p.meta or {}).get("asset")) for p in entry.postings[2:]] == [
        ("Assets:P100:Vehicles", D(-2400), "CAMPERS"),
        (CONTRA, D(2400), "FLEET"),
    ]
    assert ledger.money("Income") == {}
    assert ledger.money("Assets:P100:Vehicles") == {"USD": D(219000)}
    assert ledger.money(CONTRA) == {"USD": -(6 * D("4666.67") + 6 * D("4562.50") - 2400)}


def test_the_last_member_leaves_with_gain_or_loss(load_ledger: Load) -> None:
    """
    Two trucks for 12,000.00 at 20 %, 400.00 a month. A sells for 9,000.00 after a year: 4,800 - 3,000 = 1,800 are
    accumulated. B takes 200.00 a month for a year: 4,200.00. Sold for 8,500.00: a gain of 8,500 - (12,000 - 4,200).
    """
    text = group('method: "group"~rate: "20 %"') + member("A", "12000.00", "") + member("B", "12000.00", "")
    text += sold("2027-01-15", "A", "9000.00") + sold("2028-01-15", "B", "8500.00")
    ledger = load_ledger(HEAD + text)
    assert months(ledger) == [D(400)] * 12 + [D(200)] * 12
    assert ledger.money("Income:Gain") == {"USD": D(-700)}
    assert ledger.money("Assets:P100") == {}


def test_catch_up_where_the_horizon_is_earlier(load_ledger: Load) -> None:
    """Posted to June, sold in October: three months are caught up. 12,000 - 9 x 200 - 9,000 is a loss of 1,200."""
    text = (
        group('method: "group"~rate: "20 %"')
        + member("A", "12000.00", "")
        + sold("2026-10-15", "A", "9000.00")
    )
    ledger = load_ledger(HEAD + text + until("2026-06-30"))
    assert months(ledger) == [D(200)] * 6 + [D(600)]
    assert ledger.money("Income:Gain") == {"USD": D(1200)}
    assert ledger.money("Assets:P100") == {}


def test_a_member_joins_at_the_groups_rate(load_ledger: Load) -> None:
    """The rate is that of the first members; the month of service counts."""
    joins = member("VAN", "24000.00", 'life: "2 years"', "2026-03-20")
    ledger = load_ledger(HEAD + FLEET + joins + until("2026-04-30"))
    assert months(ledger) == [D("4666.67")] * 2 + [D("5166.67")] * 2


def test_a_new_rate_is_prospective(load_ledger: Load) -> None:
    """24,000.00 at 20 % is 400.00, at 30 % 600.00."""
    text = group('method: "group"~rate: "20 %"') + member("A", "24000.00", "")
    new = '2027-01-01 custom "plant-asset-group" "FLEET" Assets:P100:Vehicles\n  rate: "30 %"\n'
    ledger = load_ledger(HEAD + text + new + until("2027-02-28"))
    assert months(ledger) == [D(400)] * 12 + [D(600)] * 2


def test_a_composite_group_over_several_accounts(load_ledger: Load) -> None:
    """The group's own account says where depreciation is accumulated."""
    trailer = member("TRAILER", "12000.00", "", account="Trailers")
    text = group('method: "composite"~rate: "20 %"') + member("A", "12000.00", "") + trailer
    text += sold("2026-03-10", "TRAILER", "11000.00", account="Trailers")
    ledger = load_ledger(HEAD + text + until("2026-03-31"))
    assert months(ledger) == [D(400), D(400), D(200)]
    assert ledger.money("Assets:P100:Trailers") == {}
    assert ledger.money(CONTRA) == {"USD": D(0)} or ledger.money(CONTRA) == {}


def test_a_group_is_opened_part_way(load_ledger: Load) -> None:
    """Opened at the end of 2026 with 4,800 of 24,000 - 4,000; 400.00 a month: 15,200 / 400 = 38 months."""
    text = group('method: "group"~rate: "20 %"~accumulated: 4800.00 USD')
    text += '2026-12-31 * "Opening"\n  Assets:P100:Vehicles  24000.00 USD\n    asset: "A"\n'
    text += f'  {CONTRA}  -4800.00 USD\n    asset: "FLEET"\n  Equity:Opening\n'
    text += '2026-01-01 custom "plant-asset" "A" Assets:P100:Vehicles 24000.00 USD\n  group: "FLEET"\n'
    text += "  salvage: 4000.00 USD\n"
    ledger = load_ledger(HEAD + f"2024-01-01 open {CONTRA}\n" + text + until("2035-12-31"))
    assert months(ledger) == [D(400)] * 38
    assert ledger.money(CONTRA) == {"USD": D(-20000)}


def test_depreciation_stops_at_salvage_after_exits_and_goes_on_after_losses(load_ledger: Load) -> None:
    """
    24,000.00 at 60 %: 1,200.00 a month, 20 months to nothing. A leaves after 20 months for nothing: 12,000 are taken
    out of 24,000 accumulated, so that B is fully depreciated too.
    """
    text = group('method: "group"~rate: "60 %"') + member("A", "12000.00", "") + member("B", "12000.00", "")
    text += '2027-09-05 * "Scrapped"\n  disposes: "A"\n'
    ledger = load_ledger(HEAD + text + until("2028-12-31"))
    assert months(ledger) == [D(1200)] * 20
    assert ledger.money("Assets:P100") == {}
    early = text.replace("2027-09-05", "2026-03-05")
    ledger = load_ledger(HEAD + early + until("2040-12-31"))
    assert sum(months(ledger)) == D(24000)


def test_a_member_may_have_a_further_book(load_ledger: Load) -> None:
    """By IFRS the cars go by themselves: 120,000 over 36 months, or over 48 where the area says so."""
    area = '2026-01-01 custom "plant-asset-area" "CARS" "ifrs"\n'
    for more, each in (("", "3333.33"), ('  life: "4 years"\n', "2500.00")):
        ledger = load_ledger(HEAD + FLEET + area + more + until("2026-12-31"))
        assert months(ledger) == [D("4666.67")] * 12
        source = next(
            e.meta for e in ledger.entries if getattr(e, "values", None) and e.values[0].value == "CARS"
        )
        charges = source["__areas__"]["ifrs"].charges
        assert charges.within(2026 * 12, 2026 * 12 + 1) == D(each)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CARS, 'unknown group "FLEET"'),
        (group(), "has no members"),
        (group() + member("A", "100.00", ""), '"A" at'),
        (group('method: "composite"~rate: "0 %"') + CARS, "a share of cost a year above 0"),
        (group() + member("A", "100.00", 'method: "manual"'), "but the group: says it"),
        (group() + member("A", "100.00", "expense: Expenses:Depreciation"), "expense: belongs to its group"),
        (group() + member("A", "100.00", "accumulated: 5.00 USD"), "accumulated: belongs to its group"),
        (
            FLEET + '2027-01-01 custom "plant-asset-change" "CARS"\n  life: "9 years"\n',
            "is depreciated with its group",
        ),
        (FLEET + '2027-01-01 custom "plant-asset-impairment" "FLEET" 5.00 USD\n', '"FLEET" is a group'),
        (FLEET + member("FLEET", "5.00", 'life: "1 year"'), "is also an asset"),
        (FLEET + group(date="2026-02-01"), "write the new rate: or delete it"),
        (
            FLEET + sold("2027-01-01", "CARS", "5.00", '  part: "110 %"\n'),
            "expected a part of its cost of 145000.00",
        ),
        (
            group() + CARS.replace("  Assets:P100:Vehicles  145", "  Assets:P100:Vehicles  140"),
            "got 140000.00 USD",
        ),
        (FLEET.replace('asset: "CARS"', 'asset: "FLEET"'), "name the group; write asset: with the member"),
        (
            group("accumulated: 190000.01 USD") + CARS + TRUCKS + CAMPERS,
            "expected no more than cost less salvage",
        ),
        (
            group("accumulated: 5.00 USD")
            + CARS
            + f'2024-01-01 open {CONTRA}\n2026-01-01 * "Opening"\n  asset: "FLEET"\n'
            + f"  {CONTRA}  -6.00 USD\n  Equity:Opening\n",
            "got -6.00 USD, the directive says accumulated: 5.00 USD",
        ),
        (group().replace("  expense: Expenses:Depreciation\n", "") + CARS, "expense: is missing"),
    ],
)
def test_what_cannot_stand(text: str, message: str, load_ledger: Load) -> None:
    messages = load_ledger(HEAD + text).messages
    assert any(message in found for found in messages), messages


@settings(max_examples=40)
@given(
    members=st.lists(
        st.tuples(st.integers(1000, 10**7), st.integers(0, 90), st.integers(0, 30), st.integers(0, 120)),
        min_size=1,
        max_size=4,
    ),
    rate=st.integers(1, 99),
    proceeds=st.integers(0, 100),
)
def test_a_group_takes_what_its_members_lose(
    members: list[tuple[int, int, int, int]], rate: int, proceeds: int
) -> None:
    """Over its life a group takes cost less proceeds, gain or loss included; the accounts end empty."""
    from beancount import loader

    text = group(f'method: "group"~rate: "{rate} %"')
    for number, (cost, share, begins, lasts) in enumerate(members):
        written = f"{D(cost) / 100:.2f}"
        date = f"{2026 + begins // 12}-{begins % 12 + 1:02}-07"
        text += member(f"A{number}", written, f'salvage: "{share} %"', date)
        ends = begins + lasts
        brought = f"{D(cost * proceeds // 100) / 100:.2f}"
        text += sold(f"{2026 + ends // 12}-{ends % 12 + 1:02}-20", f"A{number}", brought)
    entries, errors, _ = loader.load_string(HEAD + text)
    assert not errors, [error.message for error in errors]
    sums: dict[str, D] = {}
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            kind = "Assets:P100" if posting.account.startswith("Assets:P100") else posting.account
            sums[kind] = sums.get(kind, D(0)) + posting.units.number
            if entry.narration == "Depreciation" and posting.account == "Expenses:Depreciation":
                assert posting.units.number > 0
    assert sums["Assets:P100"] == 0
    lost = sum(D(cost) / 100 - D(cost * proceeds // 100) / 100 for cost, *_ in members)
    assert sums.get("Expenses:Depreciation", D(0)) + sums.get("Income:Gain", D(0)) == lost
