"""Keys that stand twice in one directive: Beancount keeps the last of them and says nothing.

    2026-01-01 custom "plant-contract" "CHEM-2026" Income:Sales
      price: 100.00 USD
      price: 200.00 USD

Only the text shows it, so only ``bean-plant check`` can. In a transaction Beancount reports it itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beanplant.faults import Source

DIRECTIVE = re.compile(
    r'\d{4}[-/]\d\d[-/]\d\d\s+(custom\s+"plant[^"]*"(?:\s+"[^"]*")?|commodity\s+\S+|open\s+\S+)'
)
KEY = re.compile(r"\s+([a-z][A-Za-z0-9_-]*):(?:\s|$)")


def repeated_keys(files: Iterable[str]) -> list[tuple[Source, str]]:
    """Return advice on keys that stand twice, in the order of the files."""
    found: list[tuple[Source, str]] = []
    for name in files:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # the loader has said so
        found += [({"filename": name, "lineno": line}, said) for line, said in _in_text(text)]
    return found


def _in_text(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line of each key that stands twice, and what to say.

    >>> list(_in_text('2026-01-01 open Assets:Bank\\n  note: "a"\\n  note: "b"\\n'))
    [(3, 'note: stands twice in open Assets:Bank, also on line 2; Beancount keeps the last; delete one')]
    """
    title, seen = "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line[:1].isspace():
            start = DIRECTIVE.match(line)
            title, seen = (" ".join(start[1].split()).removeprefix("custom "), {}) if start else ("", {})
        elif title and (key := KEY.match(line)):
            before = seen.setdefault(key[1], number)
            if before != number:
                also = f"also on line {before}; Beancount keeps the last; delete one"
                yield number, f"{key[1]}: stands twice in {title}, {also}"
