"""What a file is, by its bytes; the name and its ending say nothing.

SAP writes plain text into files named ``.xlsx`` and ``.xls``; spreadsheets save text as UTF-16; a text that was cut
short looks like a whole one. So the first bytes decide, and text is decoded in this order: byte order mark, UTF-16
without a mark (every other byte is NUL), strict UTF-8, and Windows code page 1252. Code page 1252 leaves five bytes
undefined; one of these means that the encoding is another, which is an error and not a guess: ``encoding="cp1250"``
on the importer settles it.
"""

from __future__ import annotations

import codecs
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from beanplant_importers.errors import ImportFault

SAMPLE = 1 << 16
"""Bytes that are looked at to recognize a file."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"<?xml", "XML (a spreadsheet of 2003, or another document)"),
    (b"mime-version:", "a web archive (MHTML) that is only named like a sheet"),
    (b"<html", "a web page that is only named like a sheet"),
    (b"<table", "a web page that is only named like a sheet"),
    (b"<!doctype", "a web page that is only named like a sheet"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"%pdf", "a PDF"),
)


class Kind(StrEnum):
    """The forms of files that can be read."""

    SHEET = "sheet"
    TEXT = "text"


class Found(NamedTuple):
    """What a file is: a sheet, or text in an encoding."""

    kind: Kind
    encoding: str


def detect(path: str | Path, encoding: str | None = None) -> Found:
    """Recognize a file; ``encoding`` overrides what the bytes say about text.

    Raises `ImportFault` for an empty file, one of a form that cannot be read, or a text in an unknown encoding.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(SAMPLE)
    except OSError as error:
        raise ImportFault(str(path), 0, f"cannot be read: {error.strerror}") from error
    if not head:
        raise ImportFault(str(path), 0, "found an empty file, expected an export with a header and rows")
    if head.startswith(b"PK\x03\x04") or head.startswith(_OLE2):
        return Found(Kind.SHEET, "")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for prefix, what in _REFUSED:
        if start.startswith(prefix):
            raise ImportFault(
                str(path), 0, f"found {what}, expected a sheet (xlsx), delimited text or an unconverted list; "
                "export it again as one of these",
            )  # fmt: skip
    if encoding is not None:
        return Found(Kind.TEXT, encoding)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Found(Kind.TEXT, name)
    if b"\0" in head:
        return Found(Kind.TEXT, _utf16(path, head))
    return Found(Kind.TEXT, _plain(path))


def _utf16(path: str | Path, head: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, or refuse a binary file."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    raise ImportFault(
        str(path), 0, "found binary data, expected a sheet (xlsx), delimited text or an unconverted list"
    )


def _plain(path: str | Path) -> str:
    """Return the encoding of text without a mark: UTF-8 if all of it is, else code page 1252 if that may be."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with open(path, "rb") as file:
            while block := file.read(1 << 20):
                if not block.isascii() or decoder.getstate()[0]:
                    decoder.decode(block)
        decoder.decode(b"", final=True)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    with open(path, "rb") as file:
        for row, line in enumerate(file, 1):
            try:
                line.decode("cp1252")
            except UnicodeDecodeError as error:
                raise ImportFault(
                    str(path), row, f"found the byte 0x{line[error.start]:02X}, which is neither UTF-8 nor Windows "
                    'code page 1252; say which encoding it is, such as encoding="cp1250" or "cp850"',
                ) from error  # fmt: skip
    return "cp1252"


def lines_error(path: str | Path, error: UnicodeDecodeError, encoding: str) -> ImportFault:
    """Return the fault of text that is not in its encoding, with the row of the first bad byte."""
    row = 1
    with open(path, "rb") as file:
        decoder = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)("strict")
        for line in file:
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                break
            row += 1
    return ImportFault(
        str(path), row, f"found bytes that are not {encoding} ({error.reason}); the file is damaged, cut short, or in "
        "another encoding; export it again or say encoding=",
    )  # fmt: skip
