"""The small plant that is valued by hand, served by Fava."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HAND_VALUED = Path(__file__).parent.parent / "beanplant" / "reports" / "hand-valued.beancount"
EXTENSION = '2025-01-01 custom "fava-extension" "fava_beanplant"\n'
PAGES = {
    "PlantCostOfGoods": "Cost of goods",
    "PlantOrdersInProcess": "WIP by order",
    "PlantVariances": "Variances",
}


class Served:
    """A ledger in Fava: its client, its address and its pages."""

    def __init__(self, path: Path, **options: Any) -> None:
        application = pytest.importorskip("fava.application", reason="needs the extra fava")
        self.path = path
        # Looking at files when asked: a thread that is told of changes outlives its ledger, and there are hundreds.
        self.app = application.create_app([path], load=True, **{"poll_watcher": True, **options})
        self.app.testing = True
        self.client = self.app.test_client()
        self.slug = self.client.get("/", follow_redirects=True).request.path.split("/")[1]
        self.ledger = self.app.config["LEDGERS"][self.slug]

    def get(self, page: str, query: str = "") -> Any:
        """Return the response of a page."""
        return self.client.get(f"/{self.slug}/extension/{page}/{query}")

    def html(self, page: str, query: str = "?time=2026-03") -> str:
        """Return a page that must be there."""
        response = self.get(page, query)
        assert response.status_code == 200
        text: str = response.get_data(as_text=True)
        return text


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., Served]:
    """Serve a ledger's text; the extension's line is added."""

    def make(text: str, **options: Any) -> Served:
        path = tmp_path / "main.beancount"
        path.write_text(EXTENSION + text)
        return Served(path, **options)

    return make


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """The small plant."""
    return serve(HAND_VALUED.read_text())


def lay_out_sums(folder: Path, extra: str = "") -> Path:
    """Write the plant with sums and their documents; return the ledger's path."""
    spec = importlib.util.spec_from_file_location("summed_plant", HAND_VALUED.with_name("summed_plant.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path: Path = module.lay_out(folder, EXTENSION + extra)
    return path


@pytest.fixture(scope="session")
def lay_out() -> Callable[..., Path]:
    """Write the plant with sums and their documents into a folder."""
    return lay_out_sums


@pytest.fixture
def summed(tmp_path: Path) -> Callable[..., Served]:
    """Serve the plant with sums and their documents; text and options are added."""
    return lambda extra="", **options: Served(lay_out_sums(tmp_path, extra), **options)
