"""The books of each ledger that Fava serves, made on the first request and kept until the ledger is loaded again.

Fava serves requests from several threads: making and dropping books is under a lock. Fava's time filter turns what
came before the period into opening entries, which know no orders and no items; so books are made of all dates, with
only the account and text filters applied, and cut by date in the report.
"""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

from beanplant import masterdata
from beanplant.reports.books import Books

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from fava.core import FavaLedger

BOOKS_KEPT = 4
RESULTS_KEPT = 96

Result = TypeVar("Result")


class Store:
    """Books and finished reports of one ledger since its last load."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._master: Any = None
        self._books: OrderedDict[tuple[str, str], Books] = OrderedDict()
        self._results: OrderedDict[Hashable, Any] = OrderedDict()

    def clear(self) -> None:
        """Forget everything, because the ledger was loaded again."""
        with self._lock:
            self._master = None
            self._books.clear()
            self._results.clear()

    def books(self, ledger: FavaLedger, account: str, text: str) -> Books:
        """Return the books under an account filter and a text filter. Raises FilterError for a bad filter."""
        key = (account, text)
        with self._lock:
            found = self._books.get(key)
            if found is None:
                if self._master is None:
                    self._master, _ = masterdata.read(_plain(ledger.all_entries), _plain(ledger.options))
                filtered = bool(account or text)
                entries = (
                    ledger.get_filtered(account=account, filter=text, time="").entries if filtered else None
                )
                chosen = ledger.all_entries if entries is None else entries
                found = Books(chosen, self._master, _plain(ledger.options), filtered=filtered)
                self._books[key] = found
                if len(self._books) > BOOKS_KEPT:
                    self._books.popitem(last=False)
            self._books.move_to_end(key)
            return found

    def kept(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return what ``make`` returned for this key since the last load."""
        with self._lock:
            if key not in self._results:
                collecting = gc.isenabled()
                gc.disable()  # a register of 50,000 assets is a million new cells and not one cycle
                try:
                    self._results[key] = make()
                finally:
                    if collecting:
                        gc.enable()
                if len(self._results) > RESULTS_KEPT:
                    self._results.popitem(last=False)
            self._results.move_to_end(key)
            result: Result = self._results[key]
            return result


def _plain(value: Any) -> Any:
    """Fava's protocols of entries and options are Beancount's own objects."""
    return value
