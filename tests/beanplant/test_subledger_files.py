"""The files of the subledger in ``options_map["include"]``: a change is seen, nothing is read, a gap is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from beancount import loader

LEDGER = """
option "operating_currency" "USD"
plugin "beanplant"
include "books/*.beancount"
2026-01-01 custom "plant" "P100"
  negative: "allow"
2026-01-01 custom "plant" "P200"
  negative: "allow"
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-01 open Assets:P100:RawMaterials
2026-01-01 open Assets:P100:WorkInProcess:Orders
"""
DIRECTIVES = """
2026-01-01 custom "plant-subledger" "P100" "documents/P100"
2026-01-01 custom "plant-subledger" "P200" "documents/P200"
"""
SUMS = """
2026-03-05 * "Goods issue"
  batch: "march/2026-03-05/issue"
  Assets:P100:RawMaterials            -2 STEEL
  Assets:P100:WorkInProcess:Orders     2 STEEL
"""


def load(folder: Path, *, sums: str = SUMS) -> Any:
    (folder / "books").mkdir(exist_ok=True)
    (folder / "main.beancount").write_text(LEDGER)
    (folder / "books" / "set-up.beancount").write_text(DIRECTIVES)
    (folder / "books" / "march.beancount").write_text(sums)
    return loader.load_file(str(folder / "main.beancount"))


def batch(folder: Path, name: str, content: bytes = b"no Parquet at all") -> str:
    path = folder / "documents" / "P100" / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def test_batches_are_files_of_the_ledger_and_are_not_read(tmp_path: Path) -> None:
    """The folder is beside the top file, though the directive stands in another; what is no batch is left out."""
    march, april = batch(tmp_path, "march"), batch(tmp_path, "april")
    (tmp_path / "documents" / "P100" / ".may.parquet.part").write_bytes(b"")
    _, errors, options = load(tmp_path)
    assert errors == []
    books = [str(tmp_path / "books" / f"{name}.beancount") for name in ("march", "set-up")]
    assert options["include"] == sorted([*books, april, march, str(tmp_path / "main.beancount")])


@pytest.mark.parametrize("change", ["written", "deleted"])
def test_a_cache_sees_a_batch_change(tmp_path: Path, change: str) -> None:
    path = Path(batch(tmp_path, "march"))
    _, _, options = load(tmp_path)
    assert not loader.needs_refresh(options)
    if change == "written":
        path.write_bytes(b"another length")
    else:
        path.unlink()
    assert loader.needs_refresh(options)


def test_a_missing_folder_is_an_error_at_its_directive(tmp_path: Path) -> None:
    """P200 has no sums, so nobody misses its folder."""
    _, errors, options = load(tmp_path)
    (error,) = errors
    assert (Path(error.source["filename"]).name, error.source["lineno"]) == ("set-up.beancount", 2)
    assert error.message == (
        'plant-subledger "P100": found no folder documents/P100 beside main.beancount, expected the folder with '
        "the documents behind the sums (first march.beancount:2); copy it there, import again, or name the "
        "folder where it is"
    )
    # A cache must not keep the error once the folder is there.
    assert not loader.needs_refresh(options)
    batch(tmp_path, "march")
    assert loader.needs_refresh(options)
    assert load(tmp_path)[1] == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "P100").write_text("")
    _, errors, _ = load(tmp_path)
    assert "found a file documents/P100 beside main.beancount" in errors[0].message


def test_before_the_first_import_nothing_is_missing(tmp_path: Path) -> None:
    _, errors, options = load(tmp_path, sums="")
    assert errors == []
    assert not [name for name in options["include"] if "documents" in name]


def test_a_ledger_in_a_text_has_no_files() -> None:
    text = LEDGER.replace('include "books/*.beancount"\n', "") + DIRECTIVES + SUMS
    _, errors, options = loader.load_string(text)
    assert errors == []
    assert options["include"] == []
