"""Places in the ledger's files: how they are written, and the text that stands there."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

SEPARATOR = " | "


class Places:
    """Writes file names relative to where the command was called, and reads lines. ``top`` is the top file."""

    def __init__(self, top: str) -> None:
        self.folder = os.path.dirname(os.path.abspath(top))
        self._lines = lru_cache(maxsize=64)(_read)

    def name(self, filename: str) -> str:
        """Return a file name for people: relative where that is shorter."""
        if filename.startswith("<"):
            return filename
        relative = os.path.relpath(filename)
        return relative if len(relative) < len(filename) else filename

    def of(self, meta: dict[str, Any]) -> str:
        """Return ``main.beancount:12`` for metadata."""
        return f"{self.name(str(meta.get('filename', '?')))}:{meta.get('lineno', 0)}"

    def absolute(self, place: str) -> tuple[str, int] | None:
        """Return the file and line of a ``cause:``, which is relative to the top file."""
        name, _, line = place.rpartition(":")
        if not name or not line.isdigit():
            return None
        return os.path.join(self.folder, name), int(line)

    def text(self, filename: str, line: int) -> str | None:
        """Return a line's text; None where there is none."""
        lines = self._lines(filename)
        return lines[line - 1].rstrip() if 0 < line <= len(lines) else None

    def quote(self, filename: str, line: int) -> str:
        """Return ``main.beancount:12 | 2026-03-05 * "Issue"``."""
        text = self.text(filename, line)
        place = f"{self.name(filename)}:{line}"
        return f"{place}{SEPARATOR}{text}" if text is not None else place

    def quote_cause(self, place: str) -> str:
        """Return a ``cause:`` with the text of its line."""
        found = self.absolute(place)
        return self.quote(*found) if found else place

    def quote_meta(self, meta: dict[str, Any]) -> str:
        """Return the place of a directive or posting with the text of its line."""
        return self.quote(str(meta.get("filename", "?")), int(meta.get("lineno", 0)))


def _read(filename: str) -> tuple[str, ...]:
    try:
        return tuple(Path(filename).read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        return ()
