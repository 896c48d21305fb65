"""From a sum to its documents in Fava: the drill-down's link, the page, its parts, its CSV, and what cannot be read."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

pytest.importorskip("fava.ext", reason="needs the extra fava")
pytest.importorskip("duckdb", reason="needs the extra import")

Summed = Callable[..., Any]
PAGE = "PlantDocuments"


def line_of(served: Any, text: str, after: str = "") -> int:
    lines = served.path.read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if after in line)
    return next(i for i, line in enumerate(lines[start:], start + 1) if text in line)


def issue_line(served: Any) -> str:
    return f"main.beancount:{line_of(served, 'Assets:P100:RawMaterials', 'Goods issue for MO-1')}"


def cells(text: str) -> list[list[str]]:
    """The texts of the rows of the page's table."""
    body = text[text.index('<table class="report"') : text.rindex("</table>")]
    rows = re.findall(r"<tr.*?</tr>", body, flags=re.DOTALL)
    parts = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[html.unescape(re.sub("<.*?>", "", part)).strip() for part in row] for row in parts]


def links(text: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'<a [^>]*?href="([^"]*)"', text)]


def article(text: str) -> str:
    shown = text[
        text.index('<div class="plant">') : text.index('<script type="application/json" id="page-title"')
    ]
    return re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL)


def test_a_posting_has_its_documents_with_export_and_row(summed: Summed) -> None:
    served = summed()
    text = served.html(PAGE, f"?line={issue_line(served)}")
    assert cells(text) == [
        ["Document", "Date", "Quantity", "ERP value", "Order", "Text", "Details", "Export and row"],
        ["4900001/1", "2026-03-05", "(40)", "(100.00)", "MO-1", "", "", "exports/mb51.csv:7"],
        [
            "4900001/2",
            "2026-03-05",
            "(10)",
            "(25.00)",
            "MO-1",
            "<b>rod</b>",
            "lot B 17",
            "exports/mb51.csv:8",
        ],
        ["4900002/1", "2026-03-05", "(12.345)", "(30.86)", "MO-1", "", "", "exports/mb51.csv:11"],
        ["3 documents", "", "(62.345)", "(155.86)", "", "", "", ""],
        ["The posting", "", "(62.345)", "", "", "", "", ""],
        ["Difference", "", "0", "", "", "", "", ""],
    ]
    assert "<b>rod" not in text  # what an ERP says is text
    assert "Documents behind Assets:P100:RawMaterials" in text
    assert "march/2026-03-05/issue/MO-1 in subledger/P100/march.parquet" in text
    assert str(served.path.parent) not in article(text).replace(quote(str(served.path)), "")
    found = links(article(text))
    edit = next(link for link in found if "/editor/" in link)
    assert parse_qs(urlsplit(edit).query)["file_path"] == [str(served.path)]
    context = next(link for link in found if link.startswith("#context-"))
    assert served.client.get(f"/{served.slug}/api/context?entry_hash={context[9:]}").status_code == 200


def test_the_drill_down_leads_to_the_documents(summed: Summed) -> None:
    served = summed()
    report = served.html("PlantOrdersInProcess", "?time=2026-03")
    cell = next(link for link in links(report) if "cell=" in link and "material" in link)
    drilled = served.html("PlantOrdersInProcess", f"?{urlsplit(cell).query}")
    panel = drilled[drilled.index('id="drill"') :]
    link = next(link for link in links(panel) if PAGE in link)
    number = line_of(served, "Assets:P100:WorkInProcess", "Goods issue for MO-1")
    query = parse_qs(urlsplit(link).query)
    assert query == {"line": [f"main.beancount:{number}"], "time": ["2026-03"]}
    assert ">3 documents</a>" in panel
    text = served.client.get(link).get_data(as_text=True)
    assert ["3 documents", "", "62.345", "155.86", "", "", "", ""] in cells(text)


def test_sums_that_are_one_line_of_a_report_lead_to_their_transaction(summed: Summed) -> None:
    """Two pairs of the same item and order are one movement in the reports: 2 of shift 1 and 3 of shift 2."""
    served = summed("""
2026-03-08 * "Two shifts"
  order: "MO-1"
  batch: "march/2026-03-08/issue/MO-1"
  Assets:P100:RawMaterials             -2 STEEL
    shift: "1"
    documents: 4
  Assets:P100:WorkInProcess:Orders      2 STEEL
    value: 5.00 USD
    documents: 4
  Assets:P100:RawMaterials             -3 STEEL
    shift: "2"
    documents: 1200
  Assets:P100:WorkInProcess:Orders      3 STEEL
    value: 7.50 USD
    documents: 1200
""")
    report = served.html("PlantCostOfGoods", "?time=2026-03")
    cell = next(link for link in links(report) if "cell=schedule/material/period" in link)
    drilled = served.html("PlantCostOfGoods", f"?{urlsplit(cell).query}")
    panel = drilled[drilled.index('id="drill"') :]
    (link,) = re.findall(r'<a href="([^"]*)">1,204 documents</a>', panel)
    link = html.unescape(link)
    assert parse_qs(urlsplit(link).query)["line"] == [f"main.beancount:{line_of(served, 'Two shifts')}"]
    text = served.client.get(link).get_data(as_text=True)
    rows = cells(text)
    assert [row[1] for row in rows] == ["Documents", "4", "1,200"]
    assert [row[3].replace("\u2007", "") for row in rows[1:]] == ["(2) STEEL", "(3) STEEL"]


def test_the_list_of_sums_is_that_of_the_period(summed: Summed) -> None:
    served = summed()
    text = served.html(PAGE, "?time=2026-03-06")
    assert [row[:3] for row in cells(text)[1:]] == [["2026-03-06", "2", "Energy"]] * 2
    link = next(link for link in links(article(text)) if "line=" in link)
    assert parse_qs(urlsplit(link).query)["time"] == ["2026-03-06"]
    assert "1700/1" in served.client.get(link).get_data(as_text=True)
    month = served.html(PAGE, "")
    assert len(cells(month)) == 1 + 4  # a pair is one sum
    assert "March 2026" in month
    assert cells(served.html(PAGE, "?time=2026-02"))[1:] == [["nothing"]]
    filtered = served.html(PAGE, "?time=2026-03&account=Assets:Bank")
    assert {row[2] for row in cells(filtered)[1:]} == {"Energy"}


def test_a_large_sum_comes_in_parts_and_its_total_is_of_all(
    summed: Summed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fava_beanplant import documents_page

    monkeypatch.setattr(documents_page, "PART", 2)
    served = summed()
    first = served.html(PAGE, f"?line={issue_line(served)}&time=2026")
    assert [row[0] for row in cells(first)[1:]] == [
        "4900001/1", "4900001/2", "3 documents", "The posting", "Difference",
    ]  # fmt: skip
    assert "documents 1 to 2 of 3" in first
    assert 'rel="prev"' not in first
    after = next(link for link in links(first) if "part=2" in link)
    second = served.client.get(after).get_data(as_text=True)
    assert [row[0] for row in cells(second)[1:3]] == ["4900002/1", "3 documents"]
    assert cells(second)[-3:] == [
        ["3 documents", "", "(62.345)", "(155.86)", "", ""],
        ["The posting", "", "(62.345)", "", "", ""],
        ["Difference", "", "0", "", "", ""],
    ]
    assert 'rel="next"' not in second
    beyond = served.html(PAGE, f"?line={issue_line(served)}&part=99")
    assert cells(beyond) == cells(second)
    for wrong in ("0", "-1", "x"):
        assert cells(served.html(PAGE, f"?line={issue_line(served)}&part={wrong}")) == cells(first)


def test_csv_has_all_documents_and_no_formula(summed: Summed, monkeypatch: pytest.MonkeyPatch) -> None:
    from fava_beanplant import documents_page

    monkeypatch.setattr(documents_page, "PART", 1)
    served = summed()
    number = line_of(served, "Expenses:P100:Energy  ", '"Energy"')
    text = served.html(PAGE, f"?line=main.beancount:{number}")
    link = next(link for link in links(text) if link.startswith("documents.csv"))
    response = served.get(PAGE, link)
    assert response.mimetype == "text/csv"
    assert response.data.decode("utf-8-sig").split("\r\n") == [
        "Document,Date,Amount (USD),Party,Text,Export and row",
        "1700/1,2026-03-06,60.1,'=Light & Power,Energy,exports/kob1.csv:3",
        "1701/1,2026-03-06,30,,Energy,exports/kob1.csv:4",
        "2 documents,,90.1,,,",
        "The posting,,90.10,,,",
        "Difference,,0.00,,,",
        "",
    ]
    assert served.get(PAGE, "documents.csv?line=main.beancount:1").status_code == 400


@pytest.mark.parametrize("line", ["main.beancount:1", "main.beancount", "../../etc/passwd:12", ":", "x:y"])
def test_only_a_line_that_sums_documents_can_be_asked_for(summed: Summed, line: str) -> None:
    text = summed().html(PAGE, f"?line={quote(line)}")
    assert "Nothing to report" in text
    assert "no posting with batch: at" in text


def test_what_cannot_be_read_is_said_on_the_page(summed: Summed, monkeypatch: pytest.MonkeyPatch) -> None:
    served = summed()
    missing = f"?line=main.beancount:{line_of(served, '-2 STEEL')}"
    assert "there is no april.parquet in subledger/P100" in article(served.html(PAGE, missing))
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "duckdb", None)
        text = html.unescape(served.html(PAGE, f"?line={issue_line(served)}"))
        assert 'needs DuckDB; run: pip install "beanplant[import]"' in text
    (served.path.parent / "subledger" / "P100" / "march.parquet").write_bytes(b"PAR1 cut short")
    text = article(served.html(PAGE, f"?line={issue_line(served)}"))
    assert "subledger/P100/march.parquet cannot be read" in text
    assert str(served.path.parent / "subledger") not in text


def test_what_does_not_tie_is_said(summed: Summed) -> None:
    """Somebody wrote 63 where the documents come to 62.345."""
    served = summed()
    served.path.write_text(served.path.read_text().replace("62.345 STEEL", "63 STEEL"))
    served.ledger.load_file()
    text = served.html(PAGE, f"?line={issue_line(served)}")
    assert "The total does not tie to the posting." in text
    assert '<dd class="unfavorable">0.655 STEEL</dd>' in text
    assert cells(text)[-1][:3] == ["Difference", "", "0.655"]


def test_incognito_shows_no_figure(summed: Summed) -> None:
    served = summed(incognito=True)
    text = article(served.html(PAGE, f"?line={issue_line(served)}"))
    for figure in ("62.345", "12.345", "155.86", "(40)", "3 documents", "B 17", "CSV"):
        assert figure not in text
    assert "(XX.XXX)" in text
    assert "4900001/1" in text  # a document's number is a name
    assert served.get(PAGE, f"documents.csv?line={issue_line(served)}").status_code == 403
    assert "90.10" not in article(served.html(PAGE, "?time=2026-03"))


def test_the_page_is_in_the_sidebar_where_there_is_a_subledger(summed: Summed) -> None:
    served = summed()
    titles = {each.name: each.report_title for each in served.ledger.extensions.extension_details}
    assert titles[PAGE] == "Subledger"
    served.path.write_text(served.path.read_text().replace('2026-01-01 custom "plant-subledger"', ";"))
    served.ledger.load_file()
    titles = {each.name: each.report_title for each in served.ledger.extensions.extension_details}
    assert titles[PAGE] is None


def test_fava_watches_the_batches_and_does_not_edit_them(summed: Summed) -> None:
    served = summed(poll_watcher=True)
    batch = served.path.parent / "subledger" / "P100" / "march.parquet"
    assert served.ledger.options["include"] == [str(served.path)]
    assert not served.ledger.changed()
    later = served.path.stat().st_mtime_ns + 10**9
    os.utime(batch, ns=(later, later))
    assert served.ledger.changed()
    answer = served.client.get(f"/{served.slug}/api/source?filename={quote(str(batch))}")
    assert answer.status_code != 200
