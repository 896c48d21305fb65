"""Published cases as ledgers, each loaded, checked for what must always hold, and read as amounts."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ENGINE = Path(__file__).resolve().parent.parent / "engine"


def helper(name: str) -> Any:
    """Import a helper of the engine's tests; they are no package."""
    full = f"engine_tests_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, ENGINE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


harness, checks = helper("harness"), helper("checker")


@pytest.fixture
def assets() -> Any:
    """Ledgers of fixed assets from short texts."""
    return helper("asset_ledger")


@pytest.fixture
def amounts() -> Callable[[str], dict[str, Any]]:
    """Read expected amounts: ``"RawMaterials 150.00, PurchasePrice 7.20"``."""
    return harness.amounts  # type: ignore[no-any-return]


@pytest.fixture
def plant(request: pytest.FixtureRequest, load_ledger: Any) -> Callable[..., Any]:
    """Load the docstring (or a text) under a valuation: without an error, and with all invariants holding."""

    def load(method: str = "standard", text: str | None = None, **keys: str) -> Any:
        document = text if text is not None else request.function.__doc__
        whole, offset = harness.text_of(document, method, getattr(request.module, "MASTER", ""), **keys)
        books = harness.open_books(load_ledger, whole, checks.violations, offset)
        assert not books.errors, books.errors
        assert not books.violations, "\n".join(books.violations)
        return books

    return load
