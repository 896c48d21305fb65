"""A plant with sums and their documents: ``summed-plant.beancount``, and ``summed-plant.csv`` written as Parquet."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
TYPES = "leg INTEGER, date DATE, time TIME, row BIGINT"
NUMBERS = ("quantity", "amount", "value")


def lay_out(folder: Path, extra: str = "") -> Path:
    """Write the ledger and its documents; return the ledger's path."""
    duckdb = pytest.importorskip("duckdb", reason="needs the extra import")
    text = (HERE / "summed-plant.beancount").read_text(encoding="utf-8")
    path = folder / "main.beancount"
    path.write_text(text + extra, encoding="utf-8")
    batch = folder / "subledger" / "P100" / "march.parquet"
    batch.parent.mkdir(parents=True)
    numbers = ", ".join(f"CAST({name} AS DECIMAL(38, 9)) AS {name}" for name in NUMBERS)
    others = ", ".join(
        f"CAST({column.split()[0]} AS {column.split()[1]}) AS {column.split()[0]}"
        for column in TYPES.split(", ")
    )
    source = f"read_csv('{HERE / 'summed-plant.csv'}', all_varchar = true)"
    duckdb.sql(f"COPY (SELECT * REPLACE ({numbers}, {others}) FROM {source}) TO '{batch}' (FORMAT parquet)")
    return path
