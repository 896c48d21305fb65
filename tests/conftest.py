"""What all tests share: a ledger in a docstring, and what the machine must have.

A test's ledger stands in its docstring::

    def test_receipt(load_doc: LoadedLedger) -> None:
        '''
        plugin "beanplant"
        2026-01-01 custom "plant" "P100"
        ...
        '''
        assert not load_doc.errors
        assert load_doc.money("Assets:P100:RawMaterials") == {"USD": Decimal("150.00")}

A test that needs more than Python says so: ``@pytest.mark.needs("chromium")``. Where that is missing the test
is skipped, and the end of the run names what to install; with ``CI=true`` or ``REQUIRE_ALL=1`` it fails
instead.
``reference-data`` (the folder ``../shared`` beside the repository) may be missing anywhere.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import hypothesis
import pytest
from beancount import loader
from beancount.core import convert, data
from beancount.ops import validation

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT.parent / "shared"


@dataclass(frozen=True)
class LoadedLedger:
    """Entries, errors and options of a ledger; it unpacks like what Beancount's loader returns."""

    entries: list[Any]
    errors: list[Any]
    options_map: dict[str, Any]

    def __iter__(self) -> Iterator[Any]:
        """Unpack as ``entries, errors, options_map``."""
        return iter((self.entries, self.errors, self.options_map))

    @property
    def transactions(self) -> list[data.Transaction]:
        """The transactions, in the order of the entries."""
        return [entry for entry in self.entries if isinstance(entry, data.Transaction)]

    @property
    def messages(self) -> list[str]:
        """The texts of the errors."""
        return [error.message for error in self.errors]

    def money(self, account: str, *, below: bool = True) -> dict[str, Decimal]:
        """Return the balance at cost of an account and those below it, by currency, without zeros."""
        return self._sum(account, below, convert.get_weight)

    def units(self, account: str, *, below: bool = True) -> dict[str, Decimal]:
        """Return the balance in units of an account and those below it, by commodity, without zeros."""
        return self._sum(account, below, convert.get_units)

    def _sum(self, account: str, below: bool, reduce: Callable[[data.Posting], Any]) -> dict[str, Decimal]:
        totals: dict[str, Decimal] = {}
        for entry in self.transactions:
            for posting in entry.postings:
                if posting.account == account or (below and posting.account.startswith(account + ":")):
                    amount = reduce(posting)
                    totals[amount.currency] = totals.get(amount.currency, Decimal(0)) + amount.number
        # A lot's unit cost may be a fraction without end; what is left of it at the 28th digit is no money.
        exact = {currency: round(total, 12) for currency, total in sorted(totals.items())}
        return {currency: total for currency, total in exact.items() if total}


def load_text(text: str) -> LoadedLedger:
    """Load a ledger from a text, with all of Beancount's validations, those of bean-check included."""
    return LoadedLedger(*loader.load_string(dedent(text)))


@pytest.fixture
def load_doc(request: pytest.FixtureRequest) -> LoadedLedger:
    """Load the test's docstring as a ledger."""
    text = request.function.__doc__
    assert text, f"{request.function.__name__} uses load_doc, but its docstring holds no ledger"
    return load_text(text)


@pytest.fixture
def load_ledger() -> Callable[[str], LoadedLedger]:
    """Load a ledger from a text that a test puts together."""
    return load_text


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data beside the repository; the test is skipped where it is missing."""
    if not REFERENCE.is_dir():
        pytest.skip(CAPABILITIES["reference-data"].lacking)
    return REFERENCE


@dataclass(frozen=True)
class Capability:
    """Something that a machine may lack: how to find it, what to say, and whether a complete run needs it."""

    title: str
    find: Callable[[], object]
    remedy: str
    required: bool = True

    @property
    def lacking(self) -> str:
        """What to say where it is missing."""
        return f"{self.title} is missing: {self.remedy}"


def find_chromium() -> str | None:
    """Path of the Chromium that browser tests drive."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def find_initdb() -> str | None:
    """Path of PostgreSQL's initdb; Debian keeps it off the path."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return shutil.which("initdb") or (found[-1] if found else None)


CAPABILITIES = {
    "chromium": Capability("Chromium", find_chromium, "apt-get install chromium chromium-driver"),
    "postgresql": Capability("PostgreSQL", find_initdb, "apt-get install postgresql"),
    "libreoffice": Capability(
        "LibreOffice", lambda: shutil.which("soffice"), "apt-get install libreoffice-calc-nogui"
    ),
    "reference-data": Capability(
        "The reference data (folder ../shared)",
        REFERENCE.is_dir,
        "tests on it run where it is",
        required=False,
    ),
}

# The same examples in every run, so that a red test is the change's; `make nightly` looks for new ones.
hypothesis.settings.register_profile("default", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("nightly", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

LACKING: dict[str, list[str]] = {}
"""Tests that were skipped, by what the machine lacks."""


def complete_run() -> bool:
    """Tell whether this run must not skip what can be installed."""
    return os.environ.get("CI", "").lower() in ("1", "true") or os.environ.get("REQUIRE_ALL") == "1"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, and let every load do bean-check's validations.

    They are not asked for with each load: Beancount would keep them and do them once more with each.
    """
    validation.VALIDATIONS.extend(validation.HARDCORE_VALIDATIONS)
    names = ", ".join(CAPABILITIES)
    config.addinivalue_line("markers", f"needs(capability): runs only where the machine has it ({names})")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip or fail a test whose machine lacks what it needs."""
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            capability = CAPABILITIES[name]
            if capability.find():
                continue
            LACKING.setdefault(name, []).append(item.nodeid)
            if capability.required and complete_run():
                pytest.fail(capability.lacking, pytrace=False)
            pytest.skip(capability.lacking)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what the machine lacks and the tests that it cost."""
    if LACKING:
        terminalreporter.section("what this machine lacks")
    for name, tests in LACKING.items():
        count = f"{len(tests)} test{'s' if len(tests) > 1 else ''}"
        terminalreporter.write_line(f"{CAPABILITIES[name].lacking} ({count} not run)")
        for test in tests:
            terminalreporter.write_line(f"  {test}")
