"""What a request asks for: period, filters, plant, the cell or sum that is opened; and the links that keep them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from fava.application import url_for
from fava.util.date import parse_date
from flask import current_app, request

from beanplant.reports.period import DAY, FiscalYearEnd, Period, PeriodError

if TYPE_CHECKING:
    from fava.core import FavaLedger

SHOW_ALL = "all"
DOCUMENTS = "PlantDocuments"  # the page of the documents behind sums
REBATES = "PlantRebates"  # the page of statements
STATEMENT = ("contract", "customer")
FILTERS = ("account", "filter", "conversion", "interval")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address of the page says."""

    time: str
    account: str
    text: str
    plant: str
    currency: str
    contract: str
    customer: str
    """The contract and the customer of a statement."""
    cell: str
    everything: bool
    incognito: bool
    line: str
    """A line of a file whose documents are asked for: ``journals/march.beancount:12``."""
    part: int
    """Which part of them, or of a long table's rows, from 1."""

    @property
    def filtered(self) -> bool:
        """Whether Fava's account or text filter leaves something out."""
        return bool(self.account or self.text)


def read() -> Wish:
    """Read the current request."""
    args = request.args
    return Wish(
        args.get("time", "").strip(),
        args.get("account", "").strip(),
        args.get("filter", "").strip(),
        args.get("plant", "").strip(),
        args.get("currency", "").strip(),
        args.get("contract", "").strip(),
        args.get("customer", "").strip(),
        args.get("cell", ""),
        bool(args.get(SHOW_ALL)),
        bool(current_app.config.get("INCOGNITO")),
        args.get("line", "").strip(),
        max(1, args.get("part", 1, type=int)),
    )


def period_of(wish: Wish, ledger: FavaLedger) -> Period | None:
    """Return the period of the time filter; None without one. Raises PeriodError."""
    if not wish.time:
        return None
    begin, end = parse_date(wish.time, ledger.fava_options.fiscal_year_end)
    if begin is None or end is None:
        raise PeriodError(
            f'Fava cannot read the time "{wish.time}"; write 2026, 2026-Q1, 2026-03 or 2026-03-15'
        )
    return Period(begin, end)


def year_end_of(ledger: FavaLedger) -> FiscalYearEnd:
    """Return the ledger's fiscal year end."""
    end = ledger.fava_options.fiscal_year_end
    return FiscalYearEnd(end.month, end.day)


class Links:
    """Writes addresses that keep the filters. Those of the page itself are relative: a table has thousands."""

    def __init__(
        self, wish: Wish, ledger: FavaLedger, period: Period, first: datetime.date | None = None
    ) -> None:
        self.wish = wish
        self.first = first  # the day of the first movement
        self.ledger = ledger
        self.period = period
        self._journal = _path("report", report_name="journal")
        self._editor = _path("report", report_name="editor")
        kept = {name: request.args[name] for name in FILTERS if request.args.get(name)}
        self._kept = kept
        chosen = {name: getattr(wish, name) for name in ("plant", "currency", *STATEMENT)}
        self._own = {**kept, **{key: value for key, value in chosen.items() if value}}
        self._base = _with("", {**self._own, **self._time(wish.time)})

    @staticmethod
    def _time(time: str) -> dict[str, str]:
        return {"time": time} if time else {}

    def page(
        self,
        *,
        time: str | None = None,
        plant: str | None = None,
        currency: str | None = None,
        everything: bool = False,
        part: int = 1,
    ) -> str:
        """Return this page at another time, plant or currency, or another part of its rows."""
        values = {**self._own, **self._time(self.wish.time if time is None else time)}
        for name, chosen in (("plant", plant), ("currency", currency)):
            if chosen is not None:
                values.pop(name, None)
                if chosen:
                    values[name] = chosen
        if everything:
            values[SHOW_ALL] = "1"
        if part > 1:
            values["part"] = str(part)
        return _with("", values)

    def cell(self, key: str) -> str:
        """Return this page with the postings behind a cell."""
        joint = "" if self._base == "?" else "&"
        every = f"&{SHOW_ALL}=1" if self.wish.everything else ""
        part = f"&part={self.wish.part}" if self.wish.part > 1 else ""
        return f"{self._base}{joint}cell={quote(key, safe='/')}{every}{part}#drill"

    def mark(self, target: str) -> str:
        """Return where a mark of a chart leads: ``cell=...`` or ``time=...`` on this page."""
        name, _, value = target.partition("=")
        return self.cell(value) if name == "cell" else self.page(time=value)

    def csv(self) -> str:
        """Return the address of the page's CSV, relative to the page, with the period that it shows."""
        return _with("report.csv", {**self._own, "time": self.wish.time or self.period.text})

    def order(self, name: str) -> str:
        """Return the journal of an order: what names it on the transaction or on a posting, at any time."""
        safe = _exactly(name)
        return _with(self._journal, {"filter": f'order:"{safe}", any(order:"{safe}")'})

    def statement(self, *, contract: str | None = None, customer: str | None = None) -> str:
        """Return the page of statements for one contract or customer; for none of them, of all."""
        own = {name: value for name, value in self._own.items() if name not in STATEMENT}
        chosen = {"contract": contract, "customer": customer}
        here = (request.view_args or {}).get("extension_name") == REBATES
        return _with(
            "" if here else _path("extension_report", extension_name=REBATES),
            {**own, **self._time(self.wish.time), **{key: each for key, each in chosen.items() if each}},
        )

    def documents(self, line: str = "", part: int = 1) -> str:
        """Return the page of the documents behind a line of a file; without one, of all sums in the period."""
        values = {**self._own, **self._time(self.wish.time), **({"line": line} if line else {})}
        if part > 1:
            values["part"] = str(part)
        return _with(_path("extension_report", extension_name=DOCUMENTS), values)

    def documents_csv(self) -> str:
        """Return the address of all documents behind the line as CSV, relative to their page."""
        return _with("documents.csv", {"line": self.wish.line})

    def account(self, name: str, time: str) -> str:
        """Return an account's page for a time."""
        return _with(_path("account", name=name), {**self._kept, **self._time(time)})

    def until(self, begin: datetime.date | None, end: datetime.date) -> str:
        """Return the time of a cell: its period, or for a balance all time up to its day."""
        first = begin or min(self.first or end - DAY, end - DAY)
        return Period(first, end).text

    def source(self, filename: str, line: int) -> str:
        """Return where a line of a file is edited."""
        if self.ledger.fava_options.use_external_editor:
            return f"beancount://{filename}?lineno={line}"
        return _with(
            self._editor,
            {**self._kept, **self._time(self.wish.time), "file_path": filename, "line": str(line)},
        )


def _exactly(name: str) -> str:
    """Return the pattern of Fava's text filter that is a name and no more."""
    pattern = "^" + "".join(c if c.isalnum() or c in "_ " else f"[{c}]" for c in name) + "$"
    return pattern.replace('"', ".")


def _path(endpoint: str, **values: str) -> str:
    """Return the path of a page without the filters that Fava adds."""
    return url_for(endpoint, **values).partition("?")[0]


def _with(path: str, values: dict[str, str]) -> str:
    return f"{path}?{urlencode(values, quote_via=quote)}"
