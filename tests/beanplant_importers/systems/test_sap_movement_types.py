"""The table of movement types: the default one, a user's before it, and what a bad one says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from beanplant_importers import chart, sap
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import Movement
from beanplant_importers.importer import Seen
from beanplant_importers.systems.sap_movements import Movements, read
from beanplant_importers.tally import Tally

HEADER = (
    "Posting Date;Movement Type;S;Material Document;Item;Material;Plant;SLoc;Quantity;Amount in LC;Currency;Order;PO;"
    "Cost Center\n"
)


def movements(tmp_path: Path, rows: str, table: str | None = None) -> tuple[list[Movement], Tally]:
    path = tmp_path / "mb51.csv"
    path.write_text(HEADER + rows, "utf-8")
    if table is not None:
        (tmp_path / "movements.toml").write_text(table, "utf-8")
    importer = sap.MaterialDocuments(
        "P100", movements=tmp_path / "movements.toml" if table is not None else None, decimal=".",
        places={"FG": "finished-goods", "Q": "raw-materials:Quality"},
    )  # fmt: skip
    tally = Tally(str(path))
    found = [
        fact
        for fact in importer.facts(str(path), chart.read("P100", []), tally, Seen())
        if isinstance(fact, Movement)
    ]
    assert list(tally.differences()) == []
    return found, tally


def row(
    kind: str, quantity: str, *, line: int = 1, order: str = "", po: str = "", cc: str = "", place: str = "RM"
) -> str:
    return f"2026-03-05;{kind};;49;{line};10;P100;{place};{quantity};{Decimal(quantity) * 2};EUR;{order};{po};{cc}\n"


@pytest.mark.parametrize(
    ("text", "kind", "account", "against", "amount"),
    [
        (row("101", "5", po="45"), "receipt", "raw-materials", "goods-received", "10"),
        (row("102", "-5", po="45"), "receipt", "raw-materials", "goods-received", "-10"),
        (row("101", "5", po="45", order="1"), "receipt", "work-in-process:Orders", "goods-received", "10"),
        (
            row("101", "5", order="1", place="FG"),
            "completion",
            "finished-goods",
            "work-in-process:Orders",
            None,
        ),
        (row("102", "-5", order="1"), "completion", "raw-materials", "work-in-process:Orders", None),
        (row("122", "-5", po="45"), "vendor-return", "raw-materials", "goods-received", "-10"),
        (row("261", "-5", order="1"), "issue", "raw-materials", "work-in-process:Orders", None),
        (row("262", "5", order="1"), "issue", "raw-materials", "work-in-process:Orders", None),
        (row("531", "5", order="1"), "by-product", "raw-materials", "work-in-process:Orders", None),
        (row("201", "-5", cc="0000004300"), "consumption", "raw-materials", "cost-centers:4300", None),
        (row("551", "-5"), "scrap", "raw-materials", "variances:Scrap", None),
        (row("551", "-5", cc="4300"), "scrap", "raw-materials", "cost-centers:4300", None),
        (row("561", "5"), "opening", "raw-materials", "opening", "10"),
        (row("601", "-5", place="FG"), "shipment", "finished-goods", "cost-of-goods-sold", None),
        (row("602", "5", place="FG"), "shipment", "finished-goods", "cost-of-goods-sold", None),
        (row("653", "5", place="FG"), "customer-return", "finished-goods", "cost-of-goods-sold", None),
        (row("701", "5"), "count-difference", "raw-materials", "variances:InventoryCount", None),
        (row("702", "-5"), "count-difference", "raw-materials", "variances:InventoryCount", None),
        (row("305", "5"), "transfer", "raw-materials", "in-transit", None),
        (row("303", "-5"), "transfer", "raw-materials", "in-transit", None),
        (row("309", "-5"), "transfer", "raw-materials", "variances:Transfer", None),
    ],
)
def test_what_the_default_table_makes_of_a_row(
    tmp_path: Path, text: str, kind: str, account: str, against: str, amount: str | None
) -> None:
    [movement], tally = movements(tmp_path, text)
    assert (movement.kind, movement.account, movement.against) == (kind, account, against)
    assert movement.amount == (None if amount is None else Decimal(amount))
    assert abs(movement.quantity) == 5
    assert not tally.unmapped


def test_the_two_rows_of_a_transfer_are_one_movement(tmp_path: Path) -> None:
    found, tally = movements(tmp_path, row("321", "-5", place="Q") + row("321", "5", line=2))
    [movement] = found
    assert (movement.account, movement.against, movement.quantity) == (
        "raw-materials",
        "raw-materials:Quality",
        5,
    )
    assert tally.mapped["321"].rows == 2
    found, tally = movements(tmp_path, row("311", "-5", place="A") + row("311", "5", line=2, place="B"))
    assert found == []
    assert tally.mapped["311"].rows == 2
    assert "1 transfers stay within one account" in tally.notes[0]
    found, tally = movements(tmp_path, row("311", "-5"))
    assert found == []
    assert "the other row of the transfer" in tally.unmapped[0].reason


def test_unsigned_dumps_have_debit_and_credit(tmp_path: Path) -> None:
    path = tmp_path / "mseg.csv"
    path.write_text(
        "BUDAT,BWART,MBLNR,ZEILE,MJAHR,MATNR,WERKS,MENGE,DMBTR,WAERS,AUFNR,SHKZG\n"
        "20260305,261,4900000001,0001,2026,000000000000010023,P100,50.0,125.00,EUR,000001000001,H\n"
        "20260305,262,4900000002,0001,2026,000000000000010023,P100,5.0,12.50,EUR,000001000001,S\n"
    )
    importer = sap.MaterialDocuments("P100")
    found = [
        f
        for f in importer.facts(str(path), chart.read("P100", []), Tally("x"), Seen())
        if isinstance(f, Movement)
    ]
    assert [(m.quantity, m.value, m.order, m.item, m.key) for m in found] == [
        (Decimal(-50), Decimal(-125), "1000001", "M10023", "2026/4900000001/1"),
        (Decimal(5), Decimal("12.5"), "1000001", "M10023", "2026/4900000002/1"),
    ]


def test_a_users_table_goes_before_the_default(tmp_path: Path) -> None:
    table = """
        [[movement]]
        type = "Z03"
        reversal = "Z04"
        like = "261"
        [[movement]]
        type = "551"
        kind = "consumption"
        against = "Expenses:P100:Quality"
    """
    rows = row("Z03", "-5", order="1") + row("Z04", "2", order="1", line=2) + row("551", "-1", line=3)
    found, tally = movements(tmp_path, rows, table)
    assert [(m.kind, m.against, m.quantity) for m in found] == [
        ("issue", "work-in-process:Orders", -5),
        ("issue", "work-in-process:Orders", 2),
        ("consumption", "Expenses:P100:Quality", -1),
    ]
    assert not tally.unmapped


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (row("Z09", "-5"), "movement type Z09 has no entry"),
        (row("261", "-5"), "movement type 261 is expected with order, and the row names nothing"),
        (row("101", "5"), "movement type 101 is expected with both or order or purchase-order"),
        (row("601", "0").replace(";0;0;", ";0;7.50;"), "a value but no quantity"),
    ],
)
def test_what_is_not_mapped_says_why(tmp_path: Path, text: str, reason: str) -> None:
    found, tally = movements(tmp_path, text)
    assert found == []
    assert reason in tally.unmapped[0].reason


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            '[[movement]]\ntype = "1"\nknid = "issue"',
            'found the key "knid"; the nearest known name is "kind"',
        ),
        (
            '[[movement]]\ntype = "1"\nkind = "isue"\nagainst = "x"',
            'kind = "isue": expected one of .*"issue"',
        ),
        ('[[movement]]\nkind = "issue"', "found no type"),
        ('[[movement]]\ntype = "1"\nkind = "issue"', "the goods go nowhere"),
        ('[[movement]]\ntype = 101\nkind = "issue"', "expected a text"),
        ('[[movment]]\ntype = "1"', "expected only"),
        ("[[movement", "cannot be read"),
        ('[[movement]]\ntype = "Z1"\nlike = "Z2"', 'like "Z2", which has no entry'),
    ],
)
def test_a_table_that_means_nothing(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "movements.toml"
    path.write_text(table, "utf-8")
    with pytest.raises(ImportFault, match=message):
        Movements(path)


def test_the_default_table_is_sound() -> None:
    from beanplant_importers.systems.sap_movements import DEFAULTS

    rules = read(DEFAULTS)
    assert len({(rule.type, rule.special, rule.assigned) for rule in rules}) == len(rules)
