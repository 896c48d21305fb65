"""The command, called in process, and a ledger for it in a folder of its own."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner, Result

from beanplant.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Call ``bean-plant`` in an empty folder, without the user's environment."""
    monkeypatch.delenv("BEANCOUNT_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda *args, **more: CliRunner().invoke(main, list(args), **more)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a ledger into the folder."""

    def make(text: str, name: str = "main.beancount") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
        return path

    return make


@pytest.fixture
def plant(request: pytest.FixtureRequest, write: Callable[..., Path]) -> Path:
    """The test's docstring as ``main.beancount``."""
    text: Any = request.function.__doc__
    return write(text)


@pytest.fixture
def small_plant(write: Callable[..., Path]) -> Path:
    """The small plant that is valued by hand, as ``main.beancount``."""
    source = Path(__file__).parent.parent / "reports" / "hand-valued.beancount"
    return write(source.read_text().replace("hand-valued.beancount:", "main.beancount:"))


@pytest.fixture
def summed_plant(tmp_path: Path) -> Path:
    """The plant with sums and their documents, as ``main.beancount``."""
    helper = Path(__file__).parent.parent / "reports" / "summed_plant.py"
    spec = importlib.util.spec_from_file_location("summed_plant", helper)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path: Path = module.lay_out(tmp_path)
    return path
