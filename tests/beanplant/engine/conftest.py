"""Ledgers in docstrings, valued by the engine, every one of them checked for what must always hold."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def sibling(name: str) -> Any:
    """Import a helper that stands beside the tests; it is no package."""
    full = f"engine_tests_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


harness, checks = sibling("harness"), sibling("checker")
asset_ledger = sibling("asset_ledger")
sibling("value_ledger")  # tests import it as engine_tests_value_ledger


@pytest.fixture
def assets() -> Any:
    """Ledgers of fixed assets from short texts."""
    return asset_ledger


@pytest.fixture
def checker() -> Any:
    """The invariants of every valued ledger."""
    return checks


@pytest.fixture
def amounts() -> Callable[[str], dict[str, Any]]:
    """Read expected amounts: ``"RawMaterials 150.00, PurchasePrice 7.20"``."""
    return harness.amounts  # type: ignore[no-any-return]


@pytest.fixture
def faulty(request: pytest.FixtureRequest, load_ledger: Any) -> Callable[..., Any]:
    """Load the docstring under a valuation, errors and all."""

    def load(method: str = "standard", text: str | None = None, **keys: str) -> Any:
        document = text if text is not None else request.function.__doc__
        assert document is not None, "the docstring holds no ledger"
        whole, offset = harness.text_of(document, method, getattr(request.module, "MASTER", ""), **keys)
        return harness.open_books(load_ledger, whole, checks.violations, offset)

    return load


@pytest.fixture
def plant(faulty: Callable[..., Any]) -> Callable[..., Any]:
    """Load the docstring under a valuation: without an error, and with all invariants holding."""

    def load(method: str = "standard", text: str | None = None, **keys: str) -> Any:
        books = faulty(method, text, **keys)
        assert not books.errors, books.errors
        assert not books.violations, "\n".join(books.violations)
        return books

    return load
