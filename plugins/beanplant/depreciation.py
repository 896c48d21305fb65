"""``plugin "beanplant.depreciation"``: fixed assets and accumulated depreciation. A door to the one engine, which runs for all lines present."""

from __future__ import annotations

from typing import Any

from beanplant import engine

__plugins__ = ("value_depreciation",)


def value_depreciation(entries: list[Any], options_map: dict[str, Any], config: str | None = None) -> tuple[list[Any], list[Any]]:
    """Switch the topic on."""
    return engine.load(entries, options_map)
