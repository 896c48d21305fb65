"""Unconverted lists: columns by position, noise, wrapped records, lists that were cut."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats import opening
from beanplant_importers.formats.captions import Header
from beanplant_importers.formats.rows import Noise

if TYPE_CHECKING:
    from beanplant_importers.formats.tables import Table

HEADER = Header(
    {"item": ("Material",), "text": ("Kurztext",), "quantity": ("Menge",), "place": ("Lagerort",)}
)
KEYS = ("item", "quantity")

LIST = """\
    31.03.2026      Bestand        1

    -------------------------------
    |Material|Kurztext |     Menge|
    -------------------------------
    |10023   |Stab 3|4"|   50,000-|
    |10024   |         |    0,500 |
    -------------------------------

    31.03.2026      Bestand        2

    -------------------------------
    |Material|Kurztext |     Menge|
    |-----------------------------|
    |10025   |Blech    |    2,000 |
    -------------------------------
    |*       |         |   47,500-|
    -------------------------------
    """


def table(tmp_path: Path, text: str) -> Table:
    path = tmp_path / "list.txt"
    path.write_text(dedent(text), "utf-8")
    found = opening.find(path, HEADER, KEYS)
    assert found.form == "list"
    found.settle(["quantity"], [])
    return found


def test_pages_rules_totals_and_a_bar_in_a_text(tmp_path: Path) -> None:
    found = table(tmp_path, LIST)
    rows = [(r.row, r.text("item"), r.text("text"), str(r.number("quantity"))) for r in found.records()]
    assert rows == [
        (6, "10023", 'Stab 3|4"', "-50.000"),
        (7, "10024", "", "0.500"),
        (15, "10025", "Blech", "2.000"),
    ]
    assert [(t.row, t.level, t.cells[2]) for t in found.noise.totals] == [(17, 1, "47,500-")]
    found.check_totals(["quantity"])


def test_a_total_that_does_not_agree_means_missing_rows(tmp_path: Path) -> None:
    found = table(tmp_path, LIST.replace("    |10025   |Blech    |    2,000 |\n", ""))
    list(found.records())
    with pytest.raises(ImportFault, match=r"states a total of -47\.500, and its rows add up to -49\.500"):
        found.check_totals(["quantity"])


def test_a_record_may_take_two_lines(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        """\
        ------------------
        |Material|Lagerort|
        |   Menge|Kurztext|
        ------------------
        |10023   |0001    |
        |  0,500-|Stab    |
        |10024   |0002    |
        |  1,000 |Blech   |
        ------------------
        """,
    )
    rows = [
        (r.row, r.text("item"), r.text("place"), r.text("text"), str(r.number("quantity")))
        for r in found.records()
    ]
    assert rows == [(5, "10023", "0001", "Stab", "-0.500"), (7, "10024", "0002", "Blech", "1.000")]


@pytest.mark.parametrize(
    ("text", "row", "message"),
    [
        (LIST[: LIST.index("|10025   |Blech") + 20], 15, "ends in the middle"),
        (LIST[: LIST.index("|10025   |Blech")] + "|10025   |Blech    |    2,000 |\n", 15, "closes the list"),
        (
            LIST.replace("|10024   |         |    0,500 |", "|10024   |a|b|c|d|  |    1,500 |"),
            7,
            "expected 4",
        ),
    ],
)
def test_a_list_that_was_cut_or_shifted(tmp_path: Path, text: str, row: int, message: str) -> None:
    with pytest.raises(ImportFault, match=message) as caught:
        list(table(tmp_path, text).records())
    assert caught.value.row == row


def test_a_caption_that_is_cut_to_its_column(tmp_path: Path) -> None:
    found = table(tmp_path, LIST.replace("|Material|", "|Materia |"))
    assert found.columns["item"] == 0
    assert found.noise == Noise()
