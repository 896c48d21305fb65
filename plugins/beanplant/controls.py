"""``plugin "beanplant.controls"``: checks that add nothing to the books.

Master data that contradicts itself, unknown directives, keys and names are reported at their lines; no posting is made.
A door to the one engine, which runs for all plugin lines of a ledger.
"""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_controls",)


def value_controls(
    entries: list[Any], options_map: dict[str, Any], config: str | None = None
) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
