"""The tie-out of a tax book: what the list has taken for tax against what the rules give, asset by asset.

The ledger computes a tax book from the beginning, so what a list has accumulated is not brought in. It is compared: a
list of the end of a calendar year against section 179, special allowance and MACRS of all years up to it. A difference
is no fault of the import, but the assets are named: an election, a convention or a class that the list does not say.

Rule: IRC 168 (MACRS), 168(k) (special allowance), 179, as `beanplant.rules.tax` has them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.rules.tax.recovery import TaxError, recovery_class
from beanplant.rules.tax.tax_asset import TaxAsset
from beanplant.rules.tax.tax_books import tax_books
from beanplant.rules.tax.tax_years import TaxCalendar
from beanplant_importers import asset_words
from beanplant_importers.facts import ZERO

if TYPE_CHECKING:
    from beanplant_importers.facts import Asset

NAMED = 5
"""Differences that are named one by one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An asset with its tax book, and what the list has accumulated in it; None if the list does not say."""

    asset: Asset
    accumulated: Decimal | None


def notes(path: str, book: str, found: Sequence[Taken], date: datetime.date) -> Iterator[str]:
    """Yield how the tax book of a list of ``date`` ties to the rules; nothing where the list does not say it."""
    said = [each for each in found if each.accumulated is not None]
    if not said or (date.month, date.day) != (12, 31):
        return
    try:
        computed = tax_books([_tax_asset(each.asset) for each in found], TaxCalendar())
    except TaxError as error:
        yield f"{path}: the tax book {book} cannot be compared with the rules: {error}."
        return
    for problem in computed.problems:
        yield f"{path}: tax book {book}: asset {problem.asset}: {problem.message}."
    total = {each.asset.asset: each.accumulated or ZERO for each in said}
    rules = {name: computed.books[name].accumulated(date) for name in total if name in computed.books}
    many = f"{len(rules)} asset{'s' if len(rules) != 1 else ''}"
    listed = sum((total[name] for name in rules), ZERO)
    yield (
        f"{path}: tax book {book} on {date}: {many}, {listed:,f} in the list and {sum(rules.values(), ZERO):,f} by the "
        "rules."
    )
    off = [name for name in rules if rules[name] != total[name]]
    for name in off[:NAMED]:
        yield (
            f"{path}: tax book {book}: asset {name}: {total[name]:,f} in the list, {rules[name]:,f} by the rules; "
            "compare class, convention, section 179 and special allowance."
        )
    if len(off) > NAMED:
        yield f"{path}: tax book {book}: {len(off) - NAMED} more assets differ."


def _tax_asset(asset: Asset) -> TaxAsset:
    terms = dict(asset.terms)

    def share(key: str) -> Fraction | None:
        text = terms.get(key)
        return Fraction(asset_words.share("", key, text)) if isinstance(text, str) else None

    section_179, use = terms.get("section-179", ZERO), share("business-use")
    return TaxAsset(
        name=asset.asset,
        cls=recovery_class(str(terms["tax"])),
        cost=asset.cost,
        service=asset.date,
        section_179=section_179 if isinstance(section_179, Decimal) else ZERO,
        bonus=share("bonus"),
        business_use=use if use is not None else Fraction(1),
        listed="listed" in terms,
        automobile="automobile" in terms,
    )
