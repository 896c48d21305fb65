"""Large ERP exports: MB51 as delimited text into a journal by month, with every document in the subledger.

The export is made by DuckDB with a hash for chance: a year of 300 materials and 200 orders that take and give all year,
ten cost centers; sixty rows of a hundred are issues, the rest completions, shipments, consumption, scrap and counts.
The ledger states a standard cost of each material, so that every document is valued by itself. The second import of
the same file finds all documents known.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from measure import BenchmarkError, Run, alternate, run, section, table

TITLE = "Ten million rows of an export"
SIZES = (1_000_000, 10_000_000)
MATERIALS = 300

CONFIG = """
from beanplant_importers import sap
CONFIG = [sap.MaterialDocuments("P100", places={"RM01": "raw-materials", "FG01": "finished-goods"})]
"""

ROWS = """
SELECT strftime(DATE '2025-01-01' + CAST(i * 365 // $rows AS INTEGER), '%Y-%m-%d') AS "Posting Date",
    kind AS "Movement Type", (4900000000 + i // 3)::VARCHAR AS "Material Document",
    (i % 3 + 1)::VARCHAR AS "Material Doc.Item", (10000 + material)::VARCHAR AS "Material", 'P100' AS "Plant",
    CASE WHEN kind IN ('101', '601') THEN 'FG01' ELSE 'RM01' END AS "Storage Location",
    (sign * quantity)::DECIMAL(18, 3)::VARCHAR AS "Quantity in Base Unit", 'KG' AS "Base Unit of Measure",
    (sign * (quantity * (material % 97 + 3) * 0.25))::DECIMAL(18, 2)::VARCHAR AS "Amount in LC", 'USD' AS "Currency",
    CASE WHEN kind IN ('101', '261', '262') THEN (1000000 + material % 200)::VARCHAR END AS "Order",
    CASE WHEN kind = '201' THEN (4300 + material % 10)::VARCHAR END AS "Cost Center", 'B' || (i // 5000) AS "Batch",
    strftime(TIMESTAMP '2025-01-01 06:00:00' + to_seconds(i % 50000), '%H:%M:%S') AS "Time of Entry"
FROM (
    SELECT i, hash(i) % 100 AS chance, (hash(i + 7) % $materials)::INTEGER AS material,
        ((hash(i + 13) % 400000)::INTEGER + 1) * 0.001 AS quantity,
        CASE WHEN chance < 60 THEN '261' WHEN chance < 63 THEN '262' WHEN chance < 78 THEN '101'
            WHEN chance < 92 THEN '601' WHEN chance < 96 THEN '201' WHEN chance < 98 THEN '551' ELSE '702' END AS kind,
        CASE WHEN kind IN ('101', '262') THEN 1 ELSE -1 END AS sign
    FROM range($rows) AS rows(i)
)
"""


def lay_out(folder: Path, rows: int) -> Path:
    """Write an export, and the ledger that it goes into."""
    import duckdb

    plant = folder / f"export-{rows}"
    plant.mkdir()
    (plant / "import.py").write_text(CONFIG, "utf-8")
    lines = [
        'option "operating_currency" "USD"', '2025-01-01 custom "plant" "P100"', "  currency: USD",
        'include "journal.beancount"',
    ]  # fmt: skip
    for material in range(MATERIALS):
        cost = f"{(material % 97 + 3) / 4:.2f}1"
        lines.append(f'2025-01-01 custom "plant-standard-cost" 1 M{10000 + material} {cost} USD')
    (plant / "main.beancount").write_text("\n".join([*lines, ""]), "utf-8")
    (plant / "journal.beancount").write_text("", "utf-8")
    sql = ROWS.replace("$rows", str(rows)).replace("$materials", str(MATERIALS))
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '2GB'")
        connection.execute(f"COPY ({sql}) TO '{plant / 'mb51.csv'}' (HEADER, DELIMITER ',')")
    return plant


def import_file(plant: Path, *more: str) -> Run:
    """Import the export by month."""
    command = [
        *(
            sys.executable,
            "-m",
            "beanplant.cli",
            "-f",
            "main.beancount",
            "import",
            "mb51.csv",
            "--grain",
            "month",
        ),
        *("--output", "journal.beancount", "--quiet", *more),
    ]
    return run(command, cwd=plant)


def measure(folder: Path, rounds: int) -> str:
    """Import exports of both sizes, anew and once more, and return a section of the page."""
    lines = []
    for rows in SIZES:
        plant = lay_out(folder, rows)
        first = alternate({f"{rows:,} rows": partial(import_file, plant, "--replace")}, rounds)[
            f"{rows:,} rows"
        ]
        journal, documents = plant / "journal.beancount", plant / "subledger" / "P100" / "journal.parquet"
        text = journal.read_text("utf-8")
        if text.count("documents:") == 0 or not documents.is_file():
            raise BenchmarkError(f"{rows:,} rows: the journal has no sums, or the subledger no documents")
        again = import_file(plant)
        if journal.read_text("utf-8") != text:
            raise BenchmarkError(f"{rows:,} rows: a second import changed the journal")
        size, kept = (plant / "mb51.csv").stat().st_size, documents.stat().st_size
        lines.append(
            [
                f"{rows:,}", f"{size / 2**20:.0f}", f"{first.cpu:.2f}", f"{first.peak:.0f}",
                f"{text.count(' * '):,}", f"{text.count('documents:') // 2:,}", f"{kept / 2**20:.0f}",
                f"{again.cpu:.2f}", f"{again.peak:.0f}",
            ]
        )  # fmt: skip
        (plant / "mb51.csv").unlink()
    head = [
        "rows", "export MiB", "import, CPU s", "peak MiB", "transactions", "sums in them", "subledger MiB",
        "second import, CPU s", "peak MiB",
    ]  # fmt: skip
    return section(
        "A year of a plant's material documents (MB51) as comma-separated text into a journal by month, every document"
        " valued at standard by itself and written to the subledger; tests/benchmarks/exports.py says what the plant is"
        " like. The second import finds every document known.",
        table(head, lines),
    )
