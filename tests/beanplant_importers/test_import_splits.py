"""However exports are cut, overlap and follow each other, the ledger gets each document once, and the same text."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from beanplant_importers import pipeline, sap

HEADER = (
    "Posting Date,Movement Type,Material Document,Item,Material,Plant,Quantity,Amount in LC,Currency,Order"
)
ROWS = [
    f"2026-03-{1 + number // 2:02d},{kind},49{number // 3:08d},{number % 3 + 1},100{number % 4},P100,{quantity},"
    f"{quantity}0,USD,{order}"
    for number, (kind, quantity, order) in enumerate(
        [
            ("261", "-1.5", "7"),
            ("101", "4.0", "7"),
            ("601", "-2.5", ""),
            ("262", "0.5", "8"),
            ("551", "-0.1", ""),
        ]
        * 6
    )
]


def journal(files: list[list[str]], grain: str, *, one_by_one: bool) -> list[str]:
    """Import files of rows, together or one after another; return the transactions, sorted."""
    importer = sap.MaterialDocuments("P100")
    texts: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, rows in enumerate(files):
            paths.append(Path(folder) / f"{number}.csv")
            paths[-1].write_text("\n".join([HEADER, *rows, ""]), "utf-8")
        had: set[str] = set()
        for group in [[path] for path in paths] if one_by_one else [paths]:
            seen: list[str] = []
            outcome = pipeline.run(
                [pipeline.Job(importer, str(path)) for path in group], [], grain=grain, had=had,
                batches=lambda _plant, _account: ("b", lambda _summary, fact: seen.append(fact.key)),  # noqa: B023
            )  # fmt: skip
            had.update(seen or (key for piece in outcome.pieces for key in piece.keys))
            texts += [piece.text for piece in outcome.pieces]
    return sorted(texts)


CUTS = st.lists(st.tuples(st.integers(0, len(ROWS)), st.integers(0, len(ROWS))), min_size=1, max_size=5)


@settings(max_examples=30)
@given(CUTS, st.sampled_from(["document", "day", "month"]))
def test_overlapping_exports_together_are_the_whole(cuts: list[tuple[int, int]], grain: str) -> None:
    files = [ROWS[min(cut) : max(cut)] for cut in cuts] + [ROWS]
    files = [rows for rows in files if rows]
    assert journal(files, grain, one_by_one=False) == journal([ROWS], grain, one_by_one=False)


@settings(max_examples=30)
@given(CUTS)
def test_one_after_another_adds_each_line_once(cuts: list[tuple[int, int]]) -> None:
    files = [ROWS[min(cut) : max(cut)] for cut in cuts] + [ROWS]
    texts = journal([rows for rows in files if rows], "document", one_by_one=True)
    lines = [line for text in texts for line in text.splitlines() if line.startswith("    line:")]
    assert len(lines) == len(ROWS)


def test_progress_counts_rows_that_are_known_too(tmp_path: Path) -> None:
    path = tmp_path / "mb51.csv"
    rows = [f"2026-03-01,601,49{number:08d},1,10023,P100,-1.5,-3.75,USD," for number in range(2500)]
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    job = pipeline.Job(sap.MaterialDocuments("P100"), str(path))
    had = [f"2026/49{number:08d}/1" for number in range(2500)]
    for known in ((), had):
        calls: list[tuple[str, int]] = []
        pipeline.run([job], [], had=known, progress=lambda *call: calls.append(call))  # noqa: B023
        assert calls == [(str(path), 1000), (str(path), 1000), (str(path), 0)]
