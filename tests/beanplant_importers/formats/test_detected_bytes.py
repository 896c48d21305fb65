"""What a file is, by its bytes, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from beanplant_importers.errors import ImportFault
from beanplant_importers.formats.detect import Kind, detect

TEXT = "Menge;Größe\r\n1;2\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        ("a;b\n".encode("ascii"), "utf-8"),
        ("€ – ’".encode("cp1252"), "cp1252"),
    ],
)
def test_text_in_every_encoding_that_spreadsheets_and_erps_write(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    path = tmp_path / "list.XLSX"  # an ERP names text like this
    path.write_bytes(content)
    assert detect(path) == (Kind.TEXT, encoding)


def test_a_byte_far_into_the_file_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a;b\n" * 100_000 + "ß".encode("cp1252") + b"\n")
    assert detect(path).encoding == "cp1252"


@pytest.mark.parametrize(
    ("content", "row", "message"),
    [
        (b"", 0, "empty file"),
        (b"Menge\nGr\x81\xdf\n", 2, "0x81"),
        (b"<html><table>", 0, "web page"),
        (b"MIME-Version: 1.0\n", 0, "MHTML"),
        (b'<?xml version="1.0"?><Workbook/>', 0, "XML"),
        (b"{\\rtf1}", 0, "RTF"),
        (bytes(range(256)) * 4, 0, "binary data"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, row: int, message: str) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(content)
    with pytest.raises(ImportFault, match=message) as caught:
        detect(path)
    assert caught.value.row == row


def test_an_encoding_that_is_said_wins(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes("Gr\u00f6\u00dfe".encode("cp850"))
    assert detect(path, "cp850") == (Kind.TEXT, "cp850")
