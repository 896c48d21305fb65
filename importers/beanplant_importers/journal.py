"""Facts to Beancount text, at a grain.

``Journal.add`` takes facts in any order; ``Journal.pieces`` gives the directives, ordered by date, then as beanplant
reads a day: master data, orders, movements by time and document, counts, order closes. The same facts give the same
text, whatever file they came from and in whatever order. What the ledger knows already (``known``, keys of documents)
is left out, so a second import adds nothing and overlapping exports add what is new.

============  ==============================================================================================
grain         what is a transaction
============  ==============================================================================================
``document``  the lines of an ERP document that agree in order, receipt and kind (`beanplant_importers.documents`)
``day``       a date, kind, order and pair of accounts (`beanplant_importers.summaries`)
``month``     the same of a month, dated its last day
============  ==============================================================================================

What is in stock at actual cost stays documents at every grain (`beanplant_importers.actual_cost`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from beanplant_importers import documents, facts, master_data
from beanplant_importers.document_keys import Keys
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.grouping import GRAINS
from beanplant_importers.order_standards import Standards
from beanplant_importers.piece import CLOSES, Piece
from beanplant_importers.summaries import Summary, UnitCost

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from beanplant_importers.chart import Chart
    from beanplant_importers.settlement import OrderClose

Observer = Callable[[str, "facts.Document | facts.Order | OrderClose"], None]
"""Called with every document that is summed, after the summary that it went into: `subledger.Batch.add`."""


class Journal:
    """A journal that is being written.

    ``batch`` names the import in the subledger, ``unit_cost`` gives standard costs (None: state what the
    ERP booked, unless standards are among the facts), ``overhead`` the part of an activity's that is not labor.
    ``cuts`` are the dates that cut a month, ``changes`` those on which standard costs may change, ``orders=False`` sums
    orders away (see `beanplant_importers.summaries`).
    """

    def __init__(
        self,
        chart: Chart,
        grain: str = "document",
        *,
        known: Iterable[str] | Keys = (),
        unit_cost: UnitCost | None = None,
        overhead: UnitCost | None = None,
        batch: str = "import",
        orders: bool = True,
        cuts: Sequence[datetime.date] = (),
        changes: Iterable[datetime.date] = (),
        observe: Observer | None = None,
    ) -> None:
        if grain not in GRAINS:
            raise ImportFault(
                "import", 0, f'found grain "{grain}", expected {", ".join(GRAINS)}{nearest(grain, GRAINS)}'
            )
        self.chart = chart
        self.grain = grain
        self.known = known if isinstance(known, set | frozenset | Keys) else frozenset(known)
        self.observe = observe
        self.orders = orders or grain == "document"
        self._given = unit_cost
        self._given_overhead = overhead
        self._own: Standards | None = None
        self._made: set[str] = set()
        self._documents: list[facts.Document] = []
        self._pieces: list[Piece] = []
        self.summary = Summary(
            chart, grain, batch=batch, orders=self.orders, unit_cost=unit_cost, overhead=overhead, cuts=cuts,
            changes=changes,
        )  # fmt: skip

    def add(self, fact: facts.Fact) -> bool:
        """Add a fact; False if the ledger knows it already.

        Standard costs, bills and routings must come before the movements that are summed with them.
        """
        if isinstance(fact, facts.Movement | facts.Activity | facts.Entry):
            if fact.key in self.known:
                return False
            if self.grain == "document" or self.keeps(fact):
                self._documents.append(fact)
            else:
                name = self.summary.add(fact)
                if self.observe is not None:
                    self.observe(name, fact)
            return True
        if isinstance(fact, facts.Invoice | facts.Payment):
            if fact.key in self.known:
                return False
            self._documents.append(fact)
            return True
        self.chart.actual.learn(fact)
        if isinstance(fact, facts.StandardCost | facts.BillLine | facts.RoutingLine | facts.Item):
            self._learn(fact)
        if (
            isinstance(fact, facts.Count)
            and self.grain == "month"
            and fact.date != self.summary.period(fact.date)
        ):
            raise ImportFault(
                fact.source.file,
                fact.source.row,
                f"found a count on {fact.date}, within a month; expected grain day or document: a month's sum cannot "
                "say what was there on that day",
            )
        if isinstance(fact, facts.Order) and not self.orders:
            if self.observe is not None:
                self.observe("orders", fact)
            return True
        made = [
            piece
            for piece in master_data.pieces(self.chart, fact, self.known)
            if piece.keys[0] not in self._made
        ]
        self._made.update(piece.keys[0] for piece in made)
        self._pieces += made
        return bool(made)

    def keeps(self, fact: facts.Movement | facts.Activity | facts.Entry) -> bool:
        """Say whether a document is not summed: what stands on a fixed asset, whose opening must keep its date, and
        stock at actual cost. Orders that are summed away leave no choice for the latter."""
        if isinstance(fact, facts.Entry) and (
            any(key == "disposes" for key, _ in fact.details)
            or any(key in ("asset", "x-asset") for line in fact.lines for key, _ in line.details)
        ):
            return True
        return self.orders and self.chart.actual.concerns(fact)

    def close(self, close: OrderClose) -> None:
        """Add what an order's close put to variances, where orders are summed."""
        name = self.summary.close(close)
        if self.observe is not None:
            self.observe(name, close)

    def _learn(self, fact: facts.Fact) -> None:
        """Use what the import itself says of standards."""
        if self._own is None:
            own = self._own = Standards()
            given = self._given

            def either(item: str, date: datetime.date, plant: str) -> Decimal | Fraction | None:
                found = own.standard(item, date, plant)
                if found is not None:
                    return found.number
                return given(item, date, plant) if given is not None else None

            beside = self._given_overhead

            def overhead(item: str, date: datetime.date, plant: str) -> Decimal | Fraction | None:
                found = own.standard(item, date, plant)
                if found is not None:
                    return found.overhead
                return beside(item, date, plant) if beside is not None else None

            self.summary.unit_cost = either
            self.summary.overhead = overhead
        self._own.add(fact)
        if not isinstance(fact, facts.Item):
            self.summary.cut(fact.date)

    def pieces(self) -> list[Piece]:
        """Return the directives in the order of a journal."""
        made = [self._dated(piece) for piece in self._pieces]
        made += documents.pieces(self.chart, self._documents)
        if self.grain != "document":
            made += self.summary.pieces()
        made.sort(key=itemgetter(0, 1, 2))
        return made

    def _dated(self, piece: Piece) -> Piece:
        """Return an order's close with the month's movements, where they are summed."""
        if self.grain != "month" or piece.rank != CLOSES:
            return piece
        date = self.summary.period(piece.date)
        return piece._replace(date=date, text=piece.text.replace(str(piece.date), str(date), 1))

    def text(self, title: str = "") -> Iterator[str]:
        """Yield the journal's text, a directive at a time."""
        if title:
            yield "".join(f"; {line}\n" for line in title.splitlines()) + "\n"
        for piece in self.pieces():
            yield piece.text + "\n"
