"""Tax books, further areas, kinds, parts, groups and low values of a register; lists of a later date; each by a row."""

from __future__ import annotations

import datetime
import re
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant.rules.tax.recovery import recovery_class
from beanplant_importers import asset_tax, assets, pipeline
from beanplant_importers.asset_classes import AssetClasses
from beanplant_importers.asset_rows import AssetRow
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import Source

PLAIN = {"account": "Assets:P100:Machinery", "expense": "Expenses:Depreciation"}
CLASSES: dict[str, Any] = {"class": {"*": PLAIN}}
OPENS = "".join(
    f"2000-01-01 open {account}\n"
    for account in (
        "Assets:P100:Machinery", "Assets:P100:AccumulatedDepreciation:Machinery", "Assets:P100:Patents",
        "Assets:P100:AccumulatedAmortization:Patents", "Assets:P100:Quarry", "Assets:P100:Prepaid",
        "Assets:P100:AccumulatedDepletion:Quarry", "Assets:P100:AssetClearing", "Equity:Opening",
        "Expenses:Depreciation", "Income:P100:GainOnDisposal",
    )
)  # fmt: skip
PLANT = '2000-01-01 custom "plant" "P100"\n  currency: USD\n2000-01-01 commodity USD\n'


def made(
    text: str, tmp_path: Path, importer: Any = None, ledger: str = "", **options: Any
) -> tuple[str, list[str], pipeline.Outcome]:
    """Return what a list becomes, and the reasons why some of it is not imported."""
    path = tmp_path / options.pop("file", "list.csv")
    path.write_text(text, "utf-8")
    given = {"classes": CLASSES, "opened": "2025-12-31", "currency": "USD", **options}
    book = tmp_path / "book.beancount"
    book.write_text(ledger, "utf-8")
    job = pipeline.Job((importer or assets.Table)("P100", **given), str(path))
    outcome = pipeline.run([job], pipeline.read_ledger(book)[0])
    return (
        "\n".join(piece.text for piece in outcome.pieces),
        [row.reason for row in outcome.tallies[0][1].unmapped],
        outcome,
    )


def errors_of(text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "main.beancount"
    horizon = '2000-01-01 custom "plant-depreciation-horizon" 2026-12-31\n'
    path.write_text(f'plugin "beanplant"\n{PLANT}{OPENS}{horizon}{text}', "utf-8")
    return [error.message for error in loader.load_file(str(path))[1]]


@pytest.mark.parametrize(
    ("system", "method", "percent", "life", "more", "expected"),
    [
        ("sage", "MF", "200", 84, {}, ("macrs-7", "0%")),
        ("sage", "MT", "150", 180, {}, ("macrs-15", "0%")),
        ("sage", "MF", "150", 84, {}, ("macrs-7 150db", "0%")),
        ("sage", "MF", "100", 84, {}, ("macrs-7 straight-line", "0%")),
        ("sage", "MF", "100", 468, {"real": True}, ("macrs-39", "0%")),
        ("sage", "SL", None, 330, {"real": True}, ("macrs-27.5", "0%")),
        ("sage", "MA", "200", 60, {}, ("macrs-5", "")),
        ("sage", "AD", None, 144, {}, ("ads-12", "0%")),
        ("sage", "AD", None, 480, {"real": True}, ("ads-40 real-property", "0%")),
        ("oracle", "MACRS", None, 84, {"convention": "HALF-YEAR"}, ("macrs-7 half-year", "")),
        ("oracle", "MACRS", None, 60, {"convention": "MID-QTR"}, ("macrs-5 mid-quarter", "")),
        ("oracle", "MACRS", None, 468, {"convention": "MID-MONTH"}, ("macrs-39", "")),
        ("oracle", "STL", None, 66, {}, ("ads-5.5", "")),
        ("sap", "M200", None, 84, {}, ("macrs-7", "")),
        ("sap", "M150", None, 240, {}, ("macrs-20", "")),
        ("d365", "ReducingBalance150", None, 60, {}, ("macrs-5 150db", "")),
    ],
)
def test_tax_codes_become_recovery_classes(
    system: str, method: str, percent: str | None, life: int, more: dict[str, Any], expected: tuple[str, str]
) -> None:
    """IRC 168(c) and (g): 200 % up to 10 years, 150 % for 15 and 20, straight line for real property."""
    row = AssetRow(
        source=Source("x", 1), number="1", method=method, life=life,
        percent=Decimal(percent) if percent else None, **more,
    )  # fmt: skip
    found = asset_tax.recovery_class(row, AssetClasses(system, CLASSES))
    assert found == expected
    recovery_class(expected[0])


@pytest.mark.parametrize(
    ("method", "percent", "life", "reason"),
    [
        ("MI", "200", 84, 'tax method "MI" has no word'),
        ("MF", "200", 96, "expected macrs-3, macrs-5"),
        ("MF", "125", 84, "has 125 %, expected one of 200, 150, 100"),
        ("MF", "200", 180, 'found "200" in the class'),
        ("MF", "200", None, "the row has no life"),
    ],
)
def test_a_tax_code_that_cannot_be_is_named(method: str, percent: str, life: int | None, reason: str) -> None:
    row = AssetRow(source=Source("x", 1), number="1", method=method, percent=Decimal(percent), life=life)
    found = asset_tax.recovery_class(row, AssetClasses("sage", CLASSES))
    assert isinstance(found, str)
    assert reason in found


def test_an_unknown_code_names_the_nearest(tmp_path: Path) -> None:
    head = "Asset,In service,Cost,Accumulated depreciation,Life,Method,Convention\n"
    _, reasons, _ = made(
        head + "A,2025-01-01,500,100,5,straigt line,\nB,2025-01-01,500,100,5,SL,half yaer\n", tmp_path
    )
    assert 'the nearest known name is "straight line"' in reasons[0]
    assert 'the nearest known name is "half year"' in reasons[1]


def test_a_tax_book_beside(tmp_path: Path) -> None:
    head = (
        "Asset,In service,Cost,Accumulated depreciation,Life,Tax method,Tax life,Tax Section 179,Tax bonus\n"
    )
    text, reasons, outcome = made(head + "A,2024-03-01,5000,1000,5,MACRS,7,1000,0\n", tmp_path, tax="Tax")
    assert reasons == []
    assert '  tax: "macrs-7"\n  section-179: 1000.00 USD\n  bonus: "0%"\n' in text
    assert errors_of(text, tmp_path) == []
    [(_, tally)] = outcome.tallies
    assert tally.mapped["book Tax"].rows == 1


def test_a_state_s_tax_book_is_an_area_with_its_own_class(tmp_path: Path) -> None:
    head = (
        "System No,Description,Class,PIS Date,Acquired Value,Meth,Est Life,Current Thru,Current Accum Depr,"
    )
    head += "Tax Meth,Tax Est Life,Tax 168 Allow %,State Meth,State Est Life\n"
    row = "1,Press,P,03/01/2025,9000.00,SF,0500,12/31/2025,1500.00,MA200,0500,40,MF200,0500\n"
    text, reasons, _ = made(head + row, tmp_path, assets.Sage, tax="Tax", areas={"State": "state"})
    assert reasons == []
    assert '  tax: "macrs-5"\n  bonus: "40%"\n' in text
    assert 'custom "plant-asset-area" "1" "state"\n  tax: "macrs-5"\n  bonus: "0%"\n' in text
    assert errors_of(text, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "life", "expected"),
    [
        ("A", "0500", "automobile: TRUE"),
        ("T", "0500", "automobile: TRUE"),
        ("Q", "0700", "listed: TRUE"),
        ("P", "0700", ""),
    ],
)
def test_sage_s_property_types(kind: str, life: str, expected: str, tmp_path: Path) -> None:
    head = "System No,Class,Prop Type,PIS Date,Acquired Value,Meth,Est Life,Current Thru,Current Accum Depr,Tax Meth,"
    row = f"1,P,{kind},03/01/2025,9000.00,SF,0500,12/31/2025,1500.00,MF200,{life}\n"
    text, reasons, _ = made(f"{head}Tax Est Life\n{row}", tmp_path, assets.Sage, tax="Tax")
    assert reasons == []
    assert re.findall(r"(?:automobile|listed): TRUE", text) == [expected][: bool(expected)]
    assert errors_of(text, tmp_path) == []


def test_a_tax_book_of_another_cost_is_not_taken(tmp_path: Path) -> None:
    head = "Asset,In service,Cost,Accumulated depreciation,Life,Tax method,Tax life,Tax cost\n"
    text, reasons, _ = made(head + "A,2024-03-01,5000,1000,5,MACRS,7,4000\n", tmp_path, tax="Tax")
    assert "the cost for tax is 4000, that of the books 5000" in reasons[0]
    assert "tax:" not in text
    assert errors_of(text, tmp_path) == []


def test_several_books_without_a_choice_are_refused(tmp_path: Path) -> None:
    head = "Asset,In service,Cost,Life,Book\n"
    with pytest.raises(ImportFault, match="found the books CORP and TAX, expected one"):
        made(head + "A,2025-12-01,500,5,CORP\nA,2025-12-01,500,5,TAX\n", tmp_path)


def test_a_list_of_a_book_that_nothing_names_is_refused() -> None:
    with pytest.raises(ImportFault, match='found the book "15", expected one that tax= or areas= names'):
        assets.Sap("P100", classes=CLASSES, lists={"15": "x.csv"})


def test_a_book_without_its_asset_is_listed(tmp_path: Path) -> None:
    head = "Asset,In service,Cost,Life,Method,Book\n"
    _, reasons, _ = made(
        head + "A,2025-12-01,500,5,,CORP\nB,2025-12-01,500,7,MACRS,TAX\n", tmp_path, book="CORP", tax="TAX"
    )
    assert reasons == ["its asset is not in the list of the books of the ledger"]


def test_an_area_comes_later_to_an_asset_that_is_there(tmp_path: Path) -> None:
    head = "Asset,In service,Cost,Accumulated depreciation,Life,Method,Book\n"
    rows = head + "A,2024-01-01,6000,1200,10,SL,CORP\nA,2024-01-01,6000,2400,5,SL,STATE\n"
    first, _, _ = made(rows, tmp_path, book="CORP")
    assert "plant-asset-area" not in first
    more, reasons, _ = made(rows, tmp_path, book="CORP", areas=["STATE"], ledger=PLANT + first)
    assert reasons == []
    assert more.count("custom") == 1
    assert 'custom "plant-asset-area" "A" "STATE"' in more
    assert errors_of(first + more, tmp_path) == []


@pytest.mark.parametrize(
    ("key", "life", "expected"),
    [
        ("DG20", "012", 'rate: "20 %"'),  # not more than 20 %; twice the straight line is 16.67 %
        ("DG20", "005", 'rate: "20 %"'),  # twice the straight line is 40 %
        ("LINR", "010", 'method: "straight-line"'),
        ("M200", "007", "factor: 2"),
        ("GWG", "001", 'life: "1 month"'),
    ],
)
def test_sap_s_depreciation_keys(key: str, life: str, expected: str, tmp_path: Path) -> None:
    head = "Asset;Asset Class;Cap.Date;Acquis.val.;Accum.dep.;Useful life;Dep. Key\n"
    text, reasons, _ = made(f"{head}1;3100;2025-12-10;1200.00;0.00;{life};{key}\n", tmp_path, assets.Sap)
    assert reasons == []
    if key == "DG20" and life == "012":
        expected = "factor: 2"
    assert expected in text
    assert errors_of(text, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "account", "contra"),
    [
        ("intangible", "Assets:P100:Patents", "Assets:P100:AccumulatedAmortization:Patents"),
        ("resource", "Assets:P100:Quarry", "Assets:P100:AccumulatedDepletion:Quarry"),
        ("prepaid", "Assets:P100:Prepaid", "Assets:P100:Prepaid"),
    ],
)
def test_kinds_have_their_account(kind: str, account: str, contra: str, tmp_path: Path) -> None:
    """6,000.00 over five years, half of a year gone: 600.00 at the opening, 100.00 a month after it. What is prepaid is
    credited itself, and so opened with the 5,400.00 that are left."""
    classes = {"class": {"*": {**PLAIN, "account": account, "kind": kind}}}
    head = "Asset,In service,Cost,Accumulated depreciation,Life\n"
    text, reasons, _ = made(head + "P,2025-07-01,6000,600,5\n", tmp_path, classes=classes)
    assert reasons == []
    assert errors_of(text, tmp_path) == []
    entries, _, _ = loader.load_file(str(tmp_path / "main.beancount"))
    found = [
        (str(entry.date), posting.units.number)
        for entry in entries
        if isinstance(entry, data.Transaction)
        for posting in entry.postings
        if posting.account == contra and posting.units.number < 0
    ]
    opened = [] if kind == "prepaid" else [("2025-12-31", Decimal("-600.00"))]
    assert found[: len(opened) + 1] == [*opened, ("2026-01-31", Decimal("-100.00"))]
    cost = re.findall(r"  Assets:P100:\w+ +([\d.]+) USD\n    asset:", text)
    assert cost == ["5400.00" if kind == "prepaid" else "6000.00"]


def test_parts_stand_below_their_asset(tmp_path: Path) -> None:
    head = "Asset,Part of,In service,Cost,Life\n"
    text, _, _ = made(head + "P,L,2025-12-01,600,5\nL,,2025-12-01,6000,5\nQ,X,2025-12-01,60,5\n", tmp_path)
    assert text.count('part-of: "L"') == 1
    assert "part-of" not in text.split('"Q"')[1]  # X is not in the ledger
    assert errors_of(text, tmp_path) == []


def test_a_group_without_an_entry_is_named(tmp_path: Path) -> None:
    _, reasons, _ = made("Asset,In service,Cost,Life,Group asset\nP,2025-12-01,600,5,VANS\n", tmp_path)
    assert 'group "VANS" has no entry in classes=; add [group.VANS]' in reasons[0]


def test_low_value_is_written_off_in_its_month(tmp_path: Path) -> None:
    classes = {"class": {"*": {**PLAIN, "low-value": True}}}
    text, reasons, _ = made("Asset,In service,Cost,Life\nP,2025-12-01,600,5\n", tmp_path, classes=classes)
    assert reasons == []
    assert 'life: "1 month"' in text
    assert errors_of(text, tmp_path) == []


HEAD = "Asset,In service,Cost,Life,Retired,Proceeds\n"
OPENED = (
    '2024-01-01 custom "plant-asset" "A" Assets:P100:Machinery 6000.00 USD\n  life: "10 years"\n'
    "  expense: Expenses:Depreciation\n  accumulated: 1200.00 USD\n"
    '2025-12-31 * "Opening"\n  document: "FA/A"\n'
    '  Assets:P100:Machinery  6000.00 USD\n    asset: "A"\n    line: "opening"\n'
    '  Assets:P100:AccumulatedDepreciation:Machinery  -1200.00 USD\n    asset: "A"\n  Equity:Opening\n'
)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,2024-01-01,6000,10,2026-03-10,5000", 'disposes: "A"\n  Assets:P100:AssetClearing'),
        ("A,2024-01-01,6000,10,2026-03-10,", 'disposes: "A"\n'),
        ("B,2026-02-01,2400,10,,", '2026-02-01 * "Acquisition, asset B"'),
        ("B,2026-02-01,2400,10,2026-04-10,900", '2026-04-10 * "Retirement, asset B"'),
    ],
)
def test_a_later_list(row: str, expected: str, tmp_path: Path) -> None:
    text, reasons, _ = made(HEAD + row + "\n", tmp_path, ledger=PLANT + OPENED, values="2026-06-30")
    assert reasons == []
    assert expected in text
    assert errors_of(OPENED + text, tmp_path) == []
    again, _, _ = made(HEAD + row + "\n", tmp_path, ledger=PLANT + OPENED + text, values="2026-06-30")
    assert again == ""


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,2024-01-01,7000,10,,", 'custom "plant-asset-improvement" "A" 1000'),
        ("A,2024-01-01,5000,10,,", 'disposes: "A" with part: 1000'),
        ("A,2024-01-01,6000,8,,", "life 10 years in the ledger, 8 years in the list"),
        (
            "C,2024-01-01,6000,10,,",
            "was in service before the opening on 2025-12-31; import the list of that date",
        ),
        ("C,2024-01-01,6000,10,2026-01-31,", "was retired on 2026-01-31 and is not in the ledger"),
        ("C,2026-01-15,0,10,2026-01-31,", "write both by hand"),
        ("C,2026-07-15,100,10,,", "came into service after 2026-06-30"),
    ],
)
def test_what_differs_or_is_missing_in_a_later_list(row: str, reason: str, tmp_path: Path) -> None:
    text, reasons, _ = made(HEAD + row + "\n", tmp_path, ledger=PLANT + OPENED, values="2026-06-30")
    assert text == ""
    assert len(reasons) == 1
    assert reason in reasons[0]


def test_a_class_that_changed_is_named(tmp_path: Path) -> None:
    classes = {"class": {"*": PLAIN, "p": {**PLAIN, "account": "Assets:P100:Quarry"}}}
    _, reasons, _ = made(
        "Asset,Class,In service,Cost,Life\nA,p,2024-01-01,6000,10\n", tmp_path, ledger=PLANT + OPENED, classes=classes,
        values="2026-06-30",
    )  # fmt: skip
    assert 'write: 2026-06-30 custom "plant-asset-transfer" "A" Assets:P100:Quarry' in reasons[0]


def test_the_date_in_the_name_of_a_file(tmp_path: Path) -> None:
    row = HEAD + "B,2026-02-01,2400,10,,\n"
    text, _, _ = made(row, tmp_path, ledger=PLANT + OPENED, values="name", file="assets-2026-06-30.csv")
    assert 'x-through: "2026-06-30"' in text
    with pytest.raises(ImportFault, match="found no date in the name of the file"):
        made(row, tmp_path, values="name")


def test_what_is_missing_in_a_later_list_is_noted(tmp_path: Path) -> None:
    _, _, outcome = made(
        HEAD + "B,2026-02-01,2400,10,,\n", tmp_path, ledger=PLANT + OPENED, values="2026-06-30"
    )
    assert any(
        "assets of the ledger that are not in the list: A;" in note for note in outcome.tallies[0][1].notes
    )


def test_the_tax_book_of_a_list_ties_to_the_rules(tmp_path: Path) -> None:
    """Seven years, half-year: 14.29 % and 24.49 % of 10,000.00 are 3,878.00; B's list took 100.00 more."""
    head = "Asset,In service,Cost,Accumulated depreciation,Life,Method,Book\n"
    rows = "".join(
        f"{name},2024-03-01,10000,2000,10,SL,CORP\n{name},2024-03-01,10000,{taken},7,MACRS,TAX\n"
        for name, taken in (("A", "3878.00"), ("B", "3978.00"))
    )
    classes = {"class": {"*": {**PLAIN, "bonus": "0 %"}}}
    _, _, outcome = made(head + rows, tmp_path, book="CORP", tax="TAX", classes=classes)
    found = [note.partition(": ")[2] for note in outcome.tallies[0][1].notes if "tax book" in note]
    assert found == [
        "tax book TAX on 2025-12-31: 2 assets, 7,856.00 in the list and 7,756.00 by the rules.",
        "tax book TAX: asset B: 3,978.00 in the list, 3,878.00 by the rules; compare class, convention, section 179 "
        "and special allowance.",
    ]


def test_a_list_from_before_the_opening_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="found values of 2025-06-30, expected those of 2025-12-31"):
        made("Asset,In service,Cost,Life,As of\nA,2024-01-01,6000,10,2025-06-30\n", tmp_path)


ALL: dict[str, Any] = {
    "class": {
        "plain": PLAIN,
        "land": {"account": "Assets:P100:Land", "depreciate": False},
        "patent": {**PLAIN, "account": "Assets:P100:Patents", "kind": "intangible"},
        "prepaid": {**PLAIN, "account": "Assets:P100:Prepaid", "kind": "prepaid"},
        "tools": {**PLAIN, "low-value": True},
        "cip": {"account": "Assets:P100:ConstructionInProgress", "construction": True},
        "fleet": {"account": "Assets:P100:Vans", "group": "FLEET"},
    },
    "group": {"FLEET": {"account": "Assets:P100:Vans", "expense": "Expenses:Depreciation", "rate": "20 %"}},
}
MORE = "".join(
    f"2000-01-01 open {account}\n"
    for account in (
        "Assets:P100:Land", "Assets:P100:Vans", "Assets:P100:AccumulatedDepreciation:Vans",
        "Assets:P100:ConstructionInProgress", "Assets:P100:AccumulatedDepreciation:Land",
    )
)  # fmt: skip
ASSETS = st.lists(
    st.tuples(
        st.sampled_from(sorted(ALL["class"])),
        st.one_of(st.none(), st.dates(datetime.date(2015, 1, 1), datetime.date(2027, 3, 1))),
        st.integers(0, 900_000),
        st.integers(0, 110),
        st.sampled_from(("", "1", "5", "10")),
        st.one_of(st.none(), st.dates(datetime.date(2025, 6, 1), datetime.date(2026, 12, 31))),
        st.sampled_from(("", "50.00")),
        st.sampled_from(("SL", "DDB", "SYD", "")),
        st.sampled_from(("", "half year", "mid-month")),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(ASSETS, st.booleans())
def test_whatever_a_register_has_it_ties_and_the_ledger_accepts_what_is_written(
    rows: list[Any], later: bool
) -> None:
    """At the opening and in a list half a year later: every row is imported, left aside or listed, without errors."""
    text = "Asset,Class,In service,Cost,Accumulated depreciation,Life,Retired,Proceeds,Method,Convention\n"
    for number, (kind, service, cents, percent, life, retired, proceeds, method, convention) in enumerate(
        rows
    ):
        cost = Decimal(cents) / 100
        taken = (cost * percent / 100).quantize(Decimal("0.01"))
        text += f"{kind}-{number},{kind},{service or ''},{cost},{taken},{life},{retired or ''},{proceeds},{method},"
        text += f"{convention}\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        options: dict[str, Any] = {"classes": ALL, **({"values": "2026-06-30"} if later else {})}
        journal, _, outcome = made(text, path, ledger=PLANT, **options)
        [(_, tally)] = outcome.tallies
        assert list(tally.differences()) == []
        assert errors_of(MORE + journal, path) == []
        again, _, _ = made(text, path, ledger=PLANT + journal, **options)
        assert again == ""
