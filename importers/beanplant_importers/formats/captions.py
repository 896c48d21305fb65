"""Captions to fields: which column is which, in the languages and short forms that a system writes.

Captions are compared on letters and digits only, without accents and case (``Amnt in loc.cur.`` = ``amntinloccur``).
A field has its captions in order of preference, so that of two quantity columns the better one is taken, whatever
their order in the file. Of columns with the same caption the first is taken. Lists cut captions to the width of the
column, so in a list a caption of five letters or more also matches as the beginning of one that no other column has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

HEADER_ROWS = 80
"""Rows at the top of a file in which its header is looked for: titles and selection criteria come first."""

Captions = Mapping[str, Sequence[str]]
"""Field to its captions, the best first."""


def fold(text: str) -> str:
    """Return what of a caption is compared: letters and digits, no accents, no case.

    >>> fold("Menge in Erf.-ME"), fold("Größe")
    ('mengeinerfme', 'grosse')
    """
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if c.isalnum())


class Header:
    """Finds the columns of fields in the rows of a file."""

    def __init__(self, captions: Captions) -> None:
        self.names = captions
        self.ranked = {
            field: {fold(caption): rank for rank, caption in reversed(list(enumerate(names)))}
            for field, names in captions.items()
        }

    def columns(self, cells: Sequence[str], *, cut: bool = False) -> dict[str, int]:
        """Return the column of each field that a row of captions has; ``cut``: captions may be cut short."""
        folded = [fold(cell) for cell in cells]
        found: dict[str, int] = {}
        taken: set[int] = set()
        for field, names in self.ranked.items():
            best = min(
                (
                    (names[text], column)
                    for column, text in enumerate(folded)
                    if text in names and column not in taken
                ),
                default=None,
            )
            if best is not None:
                found[field] = best[1]
                taken.add(best[1])
        if cut:
            for column, text in enumerate(folded):
                if column in taken or len(text) < 5:
                    continue
                fields = {
                    field
                    for field, names in self.ranked.items()
                    if field not in found and any(name.startswith(text) for name in names)
                }
                if len(fields) == 1:
                    found[fields.pop()] = column
                    taken.add(column)
        return found
