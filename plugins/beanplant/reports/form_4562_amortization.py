"""Part VI of Form 4562: amortization by asset, but for software, which is other depreciation (line 16).

    42    costs whose amortization begins in the year
    43    of earlier years
    44    both

The code section of line 42 is for the preparer: 197 for intangibles, 195 for start-up costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.reports.asset_scope import total
from beanplant.reports.form_4562_claims import AMORTIZED
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Row, Table

if TYPE_CHECKING:
    from beanplant.reports.form_4562_claims import Claim
    from beanplant.reports.scope import Scope


def part_6(scope: Scope, claims: list[Claim]) -> Table:
    """Return amortization: what begins in the year as columns (a) to (f) of line 42, and the lines 43 and 44."""
    columns = (
        Column("asset", "(a) Description"),
        Column("begins", "(b) Amortization begins", Kind.DATE),
        scope.column("amount", "(c) Amortizable amount"),
        Column("section", "(d) Code section"),
        Column("period", "(e) Period"),
        scope.column("amortization", "(f) Amortization"),
    )
    rows = [
        Row(
            claim.asset.name,
            (
                f"42 {claim.asset.name}",
                claim.asset.service,
                claim.book.basis,
                None,
                f"{claim.asset.cls.years.normalize():f} yrs.",
                claim.macrs,
            ),
            references={"asset": Reference(entry=scope.books.master.assets[claim.asset.book].source)},
        )
        for claim in claims
        if claim.line == AMORTIZED[0]
    ]
    earlier = sum((claim.macrs for claim in claims if claim.line == AMORTIZED[1]), ZERO)
    rows.append(Row("43", ("43 Begun before the year", None, None, None, None, earlier)))
    sums = total(columns, tuple(rows), ("amortization",))
    cells = ("44 Total", None, None, None, None, sums["amortization"])
    return Table(
        "part-6", "Part VI: amortization", columns, tuple(rows), (Row("44", cells, emphasis=Emphasis.TOTAL),)
    )
