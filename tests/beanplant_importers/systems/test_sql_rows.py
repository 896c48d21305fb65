"""What queries return is checked, column by column and row by row, before the first fact is given out."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from beanplant_importers import facts
from beanplant_importers.errors import ImportFault
from beanplant_importers.systems import sql
from beanplant_importers.tally import Tally

HEAD = 'system = "sql"\nplant = "P100"\ncurrency = "USD"\n'
MOVE = (
    "SELECT 'D1' AS document, '2' AS line, DATE '2026-03-05' AS date, 'issue' AS kind, 'STEEL' AS item, "
    "-50 AS quantity, "
)
PLACES = "'raw-materials' AS account, 'work-in-process:Orders' AS against"


def read(folder: Path, *queries: str, tally: Tally | None = None) -> list[Any]:
    """Return the facts of queries, each ``table: SQL`` with keys of its own before it."""
    text = HEAD
    for query in queries:
        table, _, rest = query.partition(":")
        keys, _, select = rest.rpartition("|")
        text += f'[[{table}]]\n{keys.strip()}\nsql = """\n{select.strip()}\n"""\n'
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    profile, errors = sql.read_profile(path)
    assert profile is not None, errors
    return list(sql.profile_facts(profile, None, tally))


def fault(folder: Path, *queries: str) -> str:
    with pytest.raises(ImportFault) as caught:
        read(folder, *queries)
    return str(caught.value).replace(f"{folder}/", "")


def test_a_movement(tmp_path: Path) -> None:
    (fact,) = read(tmp_path, f"movements: {MOVE} {PLACES}, 'MO-1' AS \"order\", 'B17' AS detail_storage_bin")
    assert fact == facts.Movement(
        document="D1", line="2", date=datetime.date(2026, 3, 5), plant="P100", kind="issue", item="STEEL",
        quantity=Decimal(-50), account="raw-materials", against="work-in-process:Orders", order="MO-1", currency="USD",
        details=(("storage-bin", "B17"),), source=facts.Source('profile.toml [[movements]] "movements 1"', 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", "12"),
        ("12.50::DECIMAL(9, 2)", "12.5"),
        ("'-1234.50'", "-1234.5"),
        ("' 7 '", "7"),
        ("'.5'", "0.5"),
        ("1e3::DECIMAL(9, 3)", "1000"),
        ("170141183460469231731687303715884105727 % 1000", "727"),
    ],
)
def test_numbers_are_exact(tmp_path: Path, value: str, number: str) -> None:
    (fact,) = read(tmp_path, f"movements: {MOVE.replace('-50', value)} {PLACES}")
    assert str(fact.quantity) == number


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("'1.234,56'", "expected a plain number (-1234.50; a comma or a trailing minus is read in the query); 1 row"),
        ("'50-'", "found '50-' (document D1, line 2, date 2026-03-05, item STEEL), expected"),
        ("'NaN'", "expected a plain number"),
        ("'1e3'", "expected a plain number"),
        ("0.5::DOUBLE", 'column "quantity" is DOUBLE, a float, which cannot hold exact amounts: cast it in the query'),
        ("1 / 3", "is DOUBLE, a float"),
        ("DATE '2026-01-01'", 'column "quantity" is DATE, expected a number; cast it in the query'),
        ("''", 'column "quantity" is empty in 1 row: (document D1, line 2, date 2026-03-05, item STEEL)'),
        ("NULL", 'column "quantity" is empty in 1 row'),
        ("'0.1234567890123'", "has numbers with 13 decimals, more than 12; round them in the query"),
    ],
)  # fmt: skip
def test_a_number_is_never_guessed(tmp_path: Path, value: str, error: str) -> None:
    found = fault(tmp_path, f"movements: {MOVE.replace('-50', value)} {PLACES}")
    assert found.startswith('profile.toml:7: [[movements]] "movements 1": column "quantity"')
    assert error in found


def test_floats_are_rounded_to_the_decimals_of_the_profile_and_reported(tmp_path: Path) -> None:
    tally = Tally("profile.toml")
    rows = "(VALUES (1, 0.1::DOUBLE + 0.2::DOUBLE), (2, 2.5::DOUBLE), (3, 1.0004::DOUBLE)) AS v(n, q)"
    select = MOVE.replace("'D1'", "'D'").replace("'2' AS", "n AS").replace("-50 AS", "q AS") + PLACES
    found = read(tmp_path, f"movements: decimals = {{ quantity = 3 }} | {select} FROM {rows}", tally=tally)
    assert [str(fact.quantity) for fact in found] == ["0.3", "2.5", "1"]
    (note,) = tally.notes
    assert '"quantity" is further than 1e-9 from the 3 decimals that it is rounded to in 1 row' in note
    assert "'1.0004'" in note


@pytest.mark.parametrize(
    "date", ["DATE '2026-03-05'", "'2026-03-05'", "'2026-03-05 14:05:00'", "TIMESTAMP '2026-03-05 14:05:00'"]
)
def test_dates(tmp_path: Path, date: str) -> None:
    move = MOVE.replace("DATE '2026-03-05'", date)
    time = ", '14:05' AS time"
    (fact,) = read(tmp_path, f"movements: {move} {PLACES}{time}")
    assert (fact.date, fact.time) == (datetime.date(2026, 3, 5), datetime.time(14, 5))


@pytest.mark.parametrize("date", ["'05.03.2026'", "'2026-02-30'", "'20260305'"])
def test_a_date_is_never_guessed(tmp_path: Path, date: str) -> None:
    found = fault(
        tmp_path,
        f"movements: {MOVE.replace(chr(68) + 'ATE ' + chr(39) + '2026-03-05' + chr(39), date)} {PLACES}",
    )
    assert f'column "date": found {date} (' in found


@pytest.mark.parametrize(
    ("select", "error"),
    [
        (f"{MOVE} 'x' AS acount, {PLACES}", 'unknown column "acount"; the nearest known name is "account"'),
        (f"{MOVE} 'raw-materials' AS account", 'needs a column "against" (text); it returns document, line, date'),
        (f"{MOVE.replace('issue', 'isue')} {PLACES}", 'unknown kind "isue"; the nearest known name is "issue"'),
        (f"{MOVE} {PLACES}, 'P200' AS plant", 'found plant "P200" in 1 row, expected "P100" only'),
        (f"{MOVE} {PLACES} UNION ALL {MOVE} {PLACES}", "have the same document and line in 1 document: D1/2 (2)"),
        (f"{MOVE} {PLACES} FORM x", "Parser Error"),
        (f"{MOVE} {PLACES} FROM goods", "there is no table goods"),
        ("SELECT 1; SELECT 2", "expected one SELECT, found 2 statements or another"),
        ("DROP TABLE goods", "expected one SELECT, found 1 statements or another"),
        ("COPY (SELECT 1) TO 'x.csv'", "expected one SELECT, found 1 statements or another"),
    ],
)  # fmt: skip
def test_a_fault_of_a_query_stands_at_its_line(tmp_path: Path, select: str, error: str) -> None:
    found = fault(tmp_path, f"movements: {select}")
    assert found.startswith("profile.toml:7: [[movements]]")
    assert error in found


def test_a_fault_stands_at_the_line_within_the_query(tmp_path: Path) -> None:
    assert "profile.toml:9: [[movements]]" in fault(tmp_path, f"movements: {MOVE}\n{PLACES}\nFROM nowhere")


def test_constants_are_columns(tmp_path: Path) -> None:
    keys = 'kind = "issue"\ndate = 2026-03-05\nquantity = -2\naccount = "raw-materials"\nagainst = "work-in-process"\n'
    (fact,) = read(tmp_path, f"movements: {keys} | SELECT 'D1' AS document, 'STEEL' AS item")
    assert (fact.date, fact.quantity, fact.line) == (datetime.date(2026, 3, 5), Decimal(-2), "1")
    both = fault(tmp_path, f"movements: {keys} | SELECT 'D1' AS document, 'STEEL' AS item, 5 AS quantity")
    assert '"quantity" is a column of the query and a constant; keep one' in both
    wrong = fault(
        tmp_path, f"movements: {keys.replace('-2', 'true')} | SELECT 'D1' AS document, 'STEEL' AS item"
    )
    assert 'constant "quantity" is True, expected a number' in wrong


LEG = "SELECT 'R' AS document, '2026-03-05' AS date, 'PUMP CO' AS party, 'R' AS invoice, 119 AS amount, "


def test_rows_with_the_same_document_are_legs(tmp_path: Path) -> None:
    legs = f"{LEG} 2 AS leg, 'tax' AS leg_account, -19 AS leg_amount UNION ALL {LEG} 1, 'sales', -100"
    (fact,) = read(tmp_path, f"invoices: {legs}")
    assert [(line.account, str(line.amount)) for line in fact.lines] == [("sales", "-100"), ("tax", "-19")]
    assert (fact.amount, fact.account) == (Decimal(119), "receivables")


def test_legs_add_up_to_zero_and_share_their_header(tmp_path: Path) -> None:
    legs = f"{LEG} 1 AS leg, 'sales' AS leg_account, -100 AS leg_amount"
    assert "legs and amount do not add up to zero in 1 document: R/1 (19)" in fault(
        tmp_path, f"invoices: {legs}"
    )
    other = f"{legs} UNION ALL {LEG.replace('PUMP CO', 'OTHER')} 2, 'tax', -19"
    assert "legs of one document differ in other columns in 1 document: R/1 (2)" in fault(
        tmp_path, f"invoices: {other}"
    )
    assert "has legs and needs" not in fault(tmp_path, f"invoices: {LEG} 1 AS leg, 'sales' AS leg_account")
    assert 'needs a column "leg_amount" (number)' in fault(
        tmp_path, f"invoices: {LEG} 'sales' AS leg_account"
    )


def test_the_same_rows_in_any_order_give_the_same_facts(tmp_path: Path) -> None:
    rows = [f"{MOVE.replace('D1', f'D{n}').replace('STEEL', f'I{n}')} {PLACES}" for n in (3, 1, 2)]
    one = read(tmp_path, f"movements: {' UNION ALL '.join(rows)}")
    other = read(tmp_path, f"movements: {' UNION ALL '.join(reversed(rows))}")
    assert one == other
    assert [(fact.document, fact.source.row) for fact in one] == [("D1", 1), ("D2", 2), ("D3", 3)]


def test_master_data_comes_first_and_activities_have_components(tmp_path: Path) -> None:
    parts = "25 AS labor, 15 AS variable_overhead, 25 AS fixed_overhead"
    cost = f"SELECT 'HR-ASSY' AS item, '2026-01-01' AS date, 65 AS amount, {parts}"
    found = read(tmp_path, f"movements: {MOVE} {PLACES}", f"standard_costs: {cost}")
    assert [type(fact) for fact in found] == [facts.StandardCost, facts.Movement]
    assert found[0].components == (
        ("labor", Decimal(25)), ("variable-overhead", Decimal(15)), ("fixed-overhead", Decimal(25)),
    )  # fmt: skip
    assert found[0].plant == ""


def test_two_numbers_never_become_one_item(tmp_path: Path) -> None:
    other = MOVE.replace("STEEL", "ro d").replace("D1", "D2")
    found = fault(tmp_path, f"movements: {MOVE.replace('STEEL', 'RO-D')} {PLACES} UNION ALL {other} {PLACES}")
    assert 'the items "RO-D" and "RO D" would both become the commodity RO-D' in found


def test_what_a_profile_leaves_out_is_listed(tmp_path: Path) -> None:
    tally = Tally("profile.toml")
    rest = (
        "SELECT 'rejected' AS kind, 'sent back' AS reason, 'PO-7' AS document, 12 AS quantity, 90.5 AS value"
    )
    assert read(tmp_path, f"movements: {MOVE} {PLACES}", f"unmapped: {rest}", tally=tally)
    assert list(tally.differences()) == []
    assert [text for _, text in tally.reasons()] == ["1 row of rejected, quantity 12, value 90.5: sent back"]
