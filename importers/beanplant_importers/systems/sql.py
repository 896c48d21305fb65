"""SQL: an inventory system of one's own, a warehouse or a data lake, by a profile of queries.

::

    bean-plant import stock.toml --grain day --set since=2026-03-01

or in an ``import.py``, for beangulp and Fava, where the profile is the file that is imported::

    from pathlib import Path

    from beanplant_importers import sql

    CONFIG = [sql.Sql(Path(__file__).with_name("stock.toml"))]

`beanplant_importers.systems.sql_profile` says what stands in a profile, `sql_columns` what a query returns, and
docs/importing-sql.md shows one from end to end.

With ``sum_orders = true`` in the profile, a journal by day or month declares no orders: what their closes put to
variances is stated in sums (`beanplant_importers.settlement`). The queries must then return an order whole, from its
first movement to its close.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers import facts, ledger_standards, master_data
from beanplant_importers.errors import ImportFault
from beanplant_importers.importer import PlantImporter
from beanplant_importers.order_standards import Standards
from beanplant_importers.settlement import OrderClose, Settlement
from beanplant_importers.systems import sql_profile
from beanplant_importers.systems.sql_facts import read_facts
from beanplant_importers.systems.sql_model import BadProfile, Profile, ProfileError
from beanplant_importers.systems.sql_rows import Rows

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.importer import Seen
    from beanplant_importers.tally import Tally

__all__ = [
    "BadProfile",
    "Profile",
    "ProfileError",
    "Rows",
    "Sql",
    "is_profile",
    "profile_facts",
    "read_facts",
    "read_profile",
]

PROBE = 4096
"""Bytes of a file that say whether it is a profile."""


def read_profile(
    path: str | Path, parameters: Mapping[str, str] | None = None
) -> tuple[Profile | None, list[ProfileError]]:
    """Read a profile; ``parameters`` override its own. Returns None and the faults where it has any."""
    return sql_profile.read(path, parameters)


def profile_facts(
    profile: Profile, chart: Chart | None = None, tally: Tally | None = None
) -> Iterator[facts.Fact]:
    """Run a profile's queries, check everything they return, and give out the facts. Raises `BadProfile`."""
    with Rows(profile) as rows:
        yield from read_facts(rows, chart, tally)


def is_profile(path: str | Path) -> bool:
    """Say whether a file is a profile of this system. Never raises."""
    if Path(path).suffix.lower() != ".toml":
        return False
    try:
        with Path(path).open("rb") as file:
            head = file.read(PROBE).decode("utf-8", "ignore")
    except OSError:
        return False
    return any(
        line.partition("#")[0].replace(" ", "").rstrip() == 'system="sql"' for line in head.splitlines()
    )


class Sql(PlantImporter):
    """The importer of one profile. ``parameters`` override those of the profile (``{"since": "2026-03-01"}``).

    Raises `BadProfile` where the profile has faults.
    """

    list_name = "sql"

    def __init__(
        self, profile: str | Path, *, parameters: Mapping[str, str] | None = None, name: str | None = None
    ) -> None:
        found, errors = read_profile(profile, parameters)
        if found is None:
            raise BadProfile(errors)
        self.profile = found
        self.sums_orders = found.sum_orders
        self.settlement: Settlement | None = None
        super().__init__(
            found.plant,
            accounts=dict(found.accounts),
            currency=found.currency,
            name=name or f"sql.{found.name}",
        )

    def open(self, path: str) -> Any:
        """Return the profile. Raises `ImportFault` for another file."""
        if not self.identify(path):
            raise ImportFault(path, 0, f"is not the profile {self.profile.file.name}")
        return self.profile

    def identify(self, filepath: str) -> bool:
        """Say whether a file is this profile."""
        try:
            return Path(filepath).samefile(self.profile.file)
        except OSError:
            return False

    def date(self, filepath: str) -> datetime.date | None:
        """Return nothing: a profile has no date of its own."""
        return None

    def filename(self, filepath: str) -> str | None:
        """Return the profile's own name."""
        return Path(filepath).name

    def settle_orders(self, entries: Iterable[Any]) -> None:
        """Have the next reading collect what is booked on orders, so that `closes` can settle them.

        Standards are those of the ledger's ``entries`` and of the queries.
        """
        self.settlement = Settlement(Standards(ledger_standards.read(entries)))

    def facts(self, path: str, chart: Chart, tally: Tally, seen: Seen) -> Iterator[facts.Fact]:
        """Yield the facts that are new. Raises `BadProfile` before the first one, or none at all."""
        had, summed = seen.had, self.settlement is not None

        def is_new(fact: facts.Fact) -> bool:
            if isinstance(fact, facts.Order) and not summed:
                return seen.is_new(fact)
            key = getattr(fact, "key", None)
            return (key if key is not None else master_data.item_key(fact)) not in had  # type: ignore[arg-type]

        with Rows(self.profile) as rows:
            if self.settlement is None:
                yield from read_facts(rows, chart, tally, is_new=is_new)
            else:
                self.settlement.at_actual, self.settlement.own_work = chart.actual.holds, chart.own_work
                yield from read_facts(rows, chart, tally, is_new=is_new, observe=self.settlement.add)

    def closes(self, seen: Seen, tally: Tally) -> Iterator[OrderClose]:
        """Yield what the closes of the orders that were read put to variances, those that are new.

        Orders that cannot be settled are unmapped: they stay in work in process.
        """
        settlement, self.settlement = self.settlement, None
        if settlement is None:
            return
        for close in settlement.closes():
            if close.key not in seen.had:
                yield close
        for item in sorted(settlement.lacking):
            count = settlement.lacking[item]
            which = f"{count} orders are" if count > 1 else "1 order is"
            tally.notes.append(
                f"{which} not closed, because {item} is in stock at actual cost, which sums do not tell order by "
                "order; leave sum_orders out, and its documents stay in the ledger."
                if settlement.at_actual(item)
                else f"{which} not closed, because {item} has no standard cost; write one, or a query of "
                "[[standard_costs]] that returns one."
            )
