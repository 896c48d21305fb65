"""A profile says on which line it is wrong, what was expected, and which name is near."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from beanplant_importers.systems import sql_profile

if TYPE_CHECKING:
    from beanplant_importers.systems.sql_model import Profile

GOOD = """\
system = "sql"
name = "stock"
plant = "P100"

[parameters]
since = 2026-01-01
limit = 5
data = "exports"

[sources.files]
folder = "$data"

[[views]]
name = "goods"
sql = "SELECT * FROM moves"

[[movements]]
name = "issues"
kind = "issue"
sql = '''
SELECT *, '$since' AS text   -- not $since in a text or a comment
FROM goods WHERE date >= $since LIMIT $limit
'''
"""


def read(folder: Path, text: str, **parameters: str) -> tuple[Profile | None, list[str]]:
    (folder / "exports").mkdir(exist_ok=True)
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    profile, errors = sql_profile.read(path, parameters)
    return profile, [str(error).removeprefix(f"{path}:") for error in errors]


def test_parameters_are_literals_outside_of_texts_and_comments(tmp_path: Path) -> None:
    profile, errors = read(tmp_path, GOOD, since="2026-03-01")
    assert errors == []
    assert profile is not None
    query = profile.queries[0]
    assert query.sql == (
        "SELECT *, '$since' AS text   -- not $since in a text or a comment\n"
        "FROM goods WHERE date >= '2026-03-01' LIMIT 5\n"
    )
    assert (query.line, query.constants) == (21, (("kind", "issue"),))
    assert profile.sources[0].folder == (tmp_path / "exports").resolve()


def test_a_text_parameter_cannot_leave_its_literal(tmp_path: Path) -> None:
    profile, _ = read(tmp_path, GOOD.replace("LIMIT $limit", "AND item = $data"), data="x' OR '1'='1")
    assert profile is None  # there is no such folder
    (tmp_path / "x' OR '1'='1").mkdir()
    profile, errors = read(tmp_path, GOOD.replace("LIMIT $limit", "AND item = $data"), data="x' OR '1'='1")
    assert errors == []
    assert profile is not None
    assert "item = 'x'' OR ''1''=''1'" in profile.queries[0].sql


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("kind = ", "kin = ", '19: unknown key "kin" of [[movements]]; the nearest known name is "kind"'),
        ("plant = ", "plnt = ", '3: unknown key "plnt"; the nearest known name is "plant"'),
        ("[[movements]]", "[[movement]]", '17: unknown key "movement"; the nearest known name is "movements"'),
        ("folder = ", "foldr = ", '11: unknown key "foldr"; the nearest known name is "folder"'),
        ("LIMIT $limit", "LIMIT $limt", '20: unknown parameter "$limt"; the nearest known name is "limit"'),
        ('"exports"', '"export"', '11: source "files": there is no folder '),
        ('system = "sql"', 'system = "sap"', "1: expected system = \"sql\", found 'sap'"),
        ('name = "issues"', 'source = "fils"', '18: unknown source "fils"; the nearest known name is "files"'),
        ("[[movements]]", "[movements]", "17: write [[movements]] in double brackets: each is one query"),
        ('name = "stock"', "name = 3", '2: "name" is 3, expected a text'),
        ("limit = 5", "limit = [5]", 'parameter "limit" is [5], expected a text, number or date'),
        ("kind = ", "decimals = { text = 2 }\nkind = ", '19: decimals of "text", which is no number of [[movements]]'),
        ("kind = ", "decimals = { quantity = 20 }\nkind = ", '19: decimals of "quantity" are 20, expected 0 to 9'),
        ("limit = 5", "limit = 5 5", "7: is not TOML: "),
    ],
)  # fmt: skip
def test_a_fault_names_line_key_and_nearest_name(tmp_path: Path, old: str, new: str, error: str) -> None:
    profile, errors = read(tmp_path, GOOD.replace(old, new))
    assert profile is None
    assert any(error in found for found in errors), errors


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("plant =", "plnt =").replace("kind =", "kin =").replace("$limit", "$limt")
    _, errors = read(tmp_path, text)
    assert [error.split(":")[0] for error in errors] == ["3", "20", "19", "1"]


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("since", "March", "parameter \"since\" is set to 'March', expected a date (2026-03-31)"),
        ("limit", "few", "parameter \"limit\" is set to 'few', expected a number"),
        ("sinc", "2026-03-01", 'no parameter "sinc" to set; the nearest known name is "since"'),
    ],
)
def test_a_wrong_override_says_what_it_should_be(tmp_path: Path, name: str, value: str, error: str) -> None:
    _, errors = read(tmp_path, GOOD, **{name: value})
    assert any(error in found for found in errors), errors


def test_a_file_that_is_not_there_or_not_text_is_an_error(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in str(sql_profile.read(tmp_path / "none.toml")[1][0])
    (tmp_path / "bytes.toml").write_bytes(b'system = "\xff"')
    assert "is not UTF-8" in str(sql_profile.read(tmp_path / "bytes.toml")[1][0])
