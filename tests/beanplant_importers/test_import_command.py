"""``bean-plant import`` and ``identify``: what they write and print; a failed import leaves no trace."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from click.testing import CliRunner

from beanplant import cli

EXPORTS = Path(__file__).parent / "data" / "sap"
LISTS = ("mb51_de.txt", "coois.csv", "confirmations.txt", "kob1.csv", "fbl5n.csv")
Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A folder with a ledger, importers and exports, in which the command is called."""
    (tmp_path / "exports").mkdir()
    for name in LISTS:
        shutil.copy(EXPORTS / name, tmp_path / "exports")
    shutil.copy(EXPORTS / "import.py", tmp_path)
    ledger = (EXPORTS / "ledger.beancount").read_text("utf-8")
    (tmp_path / "main.beancount").write_text(ledger + '\ninclude "journals/*.beancount"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)

    def call(*arguments: str) -> Any:
        return CliRunner().invoke(cli.main, arguments)

    return call


def files() -> set[str]:
    return {str(path) for path in Path().rglob("*") if path.is_file() and "__pycache__" not in str(path)}


def test_import_writes_a_journal_and_ties_out(run: Run) -> None:
    result = run("import", "exports", "-o", "journals/march.beancount")
    assert result.exit_code == 0, result.output
    assert "sap.mb51.P100: 1 file\n" in result.output
    assert "  261      2   -501.500  -1,262.66         2      -          -           -\n" in result.output
    assert "  Z09      1     -3.000      -7.50         -      -          -           1\n" in result.output
    assert (
        "exports/mb51_de.txt:22: 1 row of Z09, quantity -3.000, value -7.50: movement type Z09"
        in result.output
    )
    assert "open Assets:P100:RawMaterials:Annex" in result.output
    text = Path("journals/march.beancount").read_text("utf-8")
    assert text.startswith("; Imported at grain document from 5 files (sap.coois.P100, ")
    assert "; Not imported: exports/kob1.csv:6: 1 row of cost element 618000" in text
    assert text.count(' * "') + text.count("custom") == int(result.output.split(" directives")[0].split()[-1])


def test_a_material_that_the_ledger_does_not_know_is_named(run: Run) -> None:
    ledger = Path("main.beancount")
    said = "Materials that the ledger does not know"
    assert said not in run("import", "exports").output
    ledger.write_text(ledger.read_text("utf-8").replace('  material: "30001"\n', ""), "utf-8")
    output = run("import", "exports").output
    assert f"{said}; a commodity names its own with material:\n  30001 as M30001\n" in output


def test_a_second_import_adds_nothing(run: Run) -> None:
    run("import", "exports", "-o", "journals/march.beancount")
    before = Path("journals/march.beancount").read_bytes()
    result = run("import", "exports", "-o", "journals/march.beancount")
    assert result.exit_code == 0
    assert "Nothing new; journals/march.beancount stays as it is." in result.output
    assert Path("journals/march.beancount").read_bytes() == before
    elsewhere = run("import", "exports", "--quiet")
    assert ' * "' not in elsewhere.stdout
    assert "custom" not in elsewhere.stdout


def test_a_journal_grows_by_what_is_new_and_is_made_anew_on_request(run: Run) -> None:
    run("import", "exports/coois.csv", "-o", "journals/a.beancount")
    run("import", "exports/coois.csv", "exports/fbl5n.csv", "-o", "journals/a.beancount")
    text = Path("journals/a.beancount").read_text("utf-8")
    assert text.count('custom "plant-order" "1000002"') == 1
    assert text.count('document: "FI/2026/90000001"') == 1
    run("import", "exports/coois.csv", "--replace", "-o", "journals/a.beancount")
    text = Path("journals/a.beancount").read_text("utf-8")
    assert text.count('custom "plant-order" "1000002"') == 1
    assert "FI/2026" not in text


@pytest.mark.parametrize("replace", [(), ("--replace",)])
def test_the_ledger_itself_is_no_journal(run: Run, replace: tuple[str, ...]) -> None:
    before = Path("main.beancount").read_bytes()
    result = run("import", "exports/coois.csv", *replace, "-o", "main.beancount")
    assert result.exit_code == 1
    assert "error: main.beancount: is the ledger itself, expected a journal of its own" in result.output
    assert Path("main.beancount").read_bytes() == before


def test_what_a_person_wrote_is_not_made_anew(run: Run) -> None:
    Path("notes.beancount").write_text("; My notes\n", "utf-8")
    result = run("import", "exports/coois.csv", "--replace", "-o", "notes.beancount")
    assert result.exit_code == 1
    assert (
        'error: notes.beancount:1: found "; My notes", expected the line "; Imported at grain'
        in result.output
    )
    assert Path("notes.beancount").read_text("utf-8") == "; My notes\n"


def test_a_journal_outside_the_ledger_is_not_written_twice(run: Run) -> None:
    run("import", "exports/fbl5n.csv", "-o", "elsewhere.beancount")
    result = run("import", "exports/fbl5n.csv", "-o", "elsewhere.beancount", "--quiet")
    assert result.exit_code == 0
    assert Path("elsewhere.beancount").read_text("utf-8").count('document: "FI/2026/90000001"') == 1


@pytest.mark.parametrize("grain", ["day", "month"])
def test_sums_have_their_documents_in_the_subledger(run: Run, grain: str) -> None:
    result = run("import", "exports", "--grain", grain, "-o", "journals/march.beancount")
    assert result.exit_code == 0, result.output
    assert (
        'The ledger finds the documents with: custom "plant-subledger" "P100" "subledger/P100"'
        in result.output
    )
    import duckdb

    batch = "subledger/P100/march.parquet"
    rows = duckdb.sql(
        f"SELECT count(*), count(DISTINCT document) FROM '{batch}' WHERE fact = 'movement'"
    ).fetchall()
    assert rows == [(10, 9)]  # nine lines of eight documents of MB51, and the scrap of a confirmation
    text = Path("journals/march.beancount").read_text("utf-8")
    for line in text.splitlines():
        if "batch:" in line:
            summary = line.split('"')[1].removeprefix("march/")
            [(count,)] = duckdb.sql(f"SELECT count(*) FROM '{batch}' WHERE summary = '{summary}'").fetchall()
            assert count
    again = run("import", "exports", "--grain", grain, "-o", "journals/march.beancount", "--quiet")
    assert again.exit_code == 0
    assert files().isdisjoint({"subledger/P100/march-2.parquet"})
    assert Path("journals/march.beancount").read_text("utf-8").count(' * "') == text.count(' * "')
    replaced = run(
        "import", "exports", "--grain", grain, "--replace", "-o", "journals/march.beancount", "--quiet"
    )
    assert replaced.exit_code == 0, replaced.output
    assert Path("journals/march.beancount").read_text("utf-8") == text
    assert sorted(path.name for path in Path("subledger/P100").iterdir()) == ["march.parquet"]


def test_strict_writes_nothing_where_rows_are_left(run: Run) -> None:
    before = files()
    result = run("import", "exports", "--strict", "-o", "journals/march.beancount", "--grain", "day")
    assert result.exit_code == 1
    assert "error: import: 4 rows cannot be mapped and --strict is given: nothing is written" in result.output
    assert files() == before
    clean = run("import", "exports/coois.csv", "--strict", "-o", "journals/march.beancount")
    assert clean.exit_code == 0


def replace(name: str, old: str, new: str, encoding: str = "utf-8") -> None:
    path = Path("exports") / name
    text = path.read_bytes().decode(encoding)
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(encoding))


def cut(name: str, size: int) -> None:
    path = Path("exports") / name
    path.write_bytes(path.read_bytes()[:size])


def spoil_truncated_list() -> None:
    cut("mb51_de.txt", 3000)


def spoil_encoding() -> None:
    path = Path("exports/mb51_de.txt")
    path.write_bytes(path.read_bytes().replace(b"blau", b"bl\x81u"))


def spoil_duplicate() -> None:
    path = Path("exports/coois.csv")
    line = next(line for line in path.read_text("utf-8").splitlines() if ";1000002;" in line)
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")


def spoil_number() -> None:
    path = Path("exports/confirmations.txt")
    path.write_text(
        "Confirmation;Order;Activity Type;Posting Date;Confirmed activity\n1;1000001;ASSY;2026-03-06;1.440\n",
        "utf-8",
    )


def spoil_contradiction() -> None:
    replace("fbl5n.csv", ",-50.00,", ',"-50,00",')


def spoil_total() -> None:
    replace("mb51_de.txt", "5.301,96", "5.401,96", "cp1252")


def spoil_date() -> None:
    replace("fbl5n.csv", "RV,2026-03-20,", "RV,2026-03-32,")


def spoil_unknown() -> None:
    Path("exports/notes.txt").write_text("nothing\n", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            spoil_truncated_list,
            r"error: exports/mb51_de.txt:\d+: found a line of \d+ characters that ends in the middle",
        ),
        (spoil_encoding, r"error: exports/mb51_de.txt:8: found the byte 0x81, which is neither UTF-8 nor"),
        (
            spoil_duplicate,
            'exports/coois.csv:6: Order: found "1000002", expected each order once; row 3 has it already',
        ),
        (spoil_number, r'exports/confirmations.txt:2: found the number "1.440", .* decimal=","'),
        (
            spoil_contradiction,
            r'exports/fbl5n.csv:4: Amount in local currency: found "-50,00", expected a number',
        ),
        (
            spoil_total,
            r"exports/mb51_de.txt:25: Betrag HW: the file states a total of 5401.96, and its rows add up to",
        ),
        (spoil_date, r'exports/fbl5n.csv:6: Posting Date: found "2026-03-32", expected a date'),
    ],
)
def test_bad_input_is_one_error_and_writes_nothing(run: Run, spoil: Callable[[], None], message: str) -> None:
    import re

    spoil()
    before = files()
    for grain in ("document", "day"):
        names = [f"exports/{name}" for name in LISTS]
        result = run("import", *names, "--grain", grain, "-o", "journals/march.beancount")
        assert result.exit_code == 1, result.output
        errors = [line for line in result.output.splitlines() if line.startswith("error: ")]
        assert len(errors) == 1
        assert re.search(message, errors[0]), errors[0]
        assert files() == before


def test_the_same_document_with_other_content_in_two_exports(run: Run) -> None:
    text = Path("exports/fbl5n.csv").read_text("utf-8")
    rows = text.splitlines()
    Path("exports/later.csv").write_text(
        "\n".join([rows[0], rows[2].replace("500.00", "550.00")]) + "\n", "utf-8"
    )
    result = run("import", "exports/fbl5n.csv", "exports/later.csv", "-o", "journals/x.beancount")
    assert result.exit_code == 1
    assert (
        "exports/later.csv:2: found document FI/2026/90000002/1 with another date, item, quantity"
        in result.output
    )
    assert "exports/fbl5n.csv:3" in result.output
    Path("exports/later.csv").write_text("\n".join([rows[0], rows[2]]) + "\n", "utf-8")
    result = run("import", "exports/fbl5n.csv", "exports/later.csv", "-o", "journals/x.beancount")
    assert result.exit_code == 0, result.output


def test_identify_names_the_importer_or_the_cause(run: Run) -> None:
    spoil_unknown()
    result = run("identify", "exports")
    assert result.exit_code == 1
    assert "exports/mb51_de.txt: sap.mb51.P100 (list, to 2026-03-13)\n" in result.output
    assert "exports/fbl5n.csv: sap.fbl5n.P100 (delimited, to 2026-03-26)\n" in result.output
    assert "exports/notes.txt: none: no importer reads this file; tried sap.coois.P100" in result.output
    Path("exports/notes.txt").unlink()
    assert run("identify", "exports").exit_code == 0


def test_a_folder_may_hold_other_files_a_named_file_must_be_read(run: Run) -> None:
    spoil_unknown()
    result = run("import", "exports", "-o", "journals/march.beancount")
    assert result.exit_code == 0
    assert "Skipped, no importer reads it: exports/notes.txt" in result.output
    result = run("import", "exports/notes.txt")
    assert result.exit_code == 1
    assert "no importer reads this file" in result.output


def test_a_skipped_list_says_which_column_it_lacks(run: Run) -> None:
    text = Path("exports/fbl5n.csv").read_text("utf-8")
    Path("exports/fbl5n.csv").write_text(text.replace("Posting Date", "Some date", 1), "utf-8")
    result = run("import", "exports", "-o", "journals/march.beancount")
    assert (
        'Skipped, no importer reads it: exports/fbl5n.csv: found a header without "Posting Date"'
        in result.output
    )


def test_the_importer_that_knows_most_columns_says_what_is_missing(run: Run) -> None:
    path = Path("exports/mb51_de.txt")
    path.write_bytes(path.read_bytes().replace(b"Mat.-Beleg", b"Mat.-Beleq"))  # on every page
    result = run("identify", "exports/mb51_de.txt")
    assert result.exit_code == 1
    assert 'without "Material Document"; the nearest known name is "Mat.-Beleq"' in result.output


def test_a_layout_without_a_column_is_named(run: Run) -> None:
    replace("fbl5n.csv", "Document Type", "Doc Typ")
    result = run("import", "exports/fbl5n.csv")
    assert result.exit_code == 1
    assert (
        'exports/fbl5n.csv:1: found a header without "Document Type"; the nearest known name is "Doc Typ"'
        in result.output
    )


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "there is no configuration; write one such as"),
        ("CONFIG = 5", "found no list CONFIG"),
        ("1 / 0", "the configuration fails: ZeroDivisionError"),
        (
            'from beanplant_importers import sap\nCONFIG = [sap.Confirmations("P100")] * 2',
            "two importers are called",
        ),
        (
            'from beanplant_importers import sap\nCONFIG = [sap.Confirmations("P100", decimal="x")]',
            "decimal='x': expected",
        ),
    ],
)
def test_what_is_wrong_with_the_configuration(run: Run, config: str | None, message: str) -> None:
    if config is None:
        Path("import.py").unlink()
    else:
        Path("import.py").write_text(config, "utf-8")
    result = run("import", "exports")
    assert result.exit_code == 1
    assert message in result.output


def test_usage_errors_end_with_two(run: Run) -> None:
    assert run("import").exit_code == 2
    assert run("import", "missing.txt").exit_code == 2
    assert run("import", "exports", "--grain", "year").exit_code == 2


def test_the_journal_passes_bean_check(run: Run) -> None:
    result = run("import", "exports", "-o", "journals/march.beancount")
    opens = [line.split()[1] for line in result.output.splitlines() if line.startswith("  open ")]
    with Path("main.beancount").open("a", encoding="utf-8") as ledger:
        ledger.writelines(f"2020-01-01 open {account}\n" for account in opens)
    _, errors, _ = loader.load_file("main.beancount")
    assert [error.message for error in errors] == []
