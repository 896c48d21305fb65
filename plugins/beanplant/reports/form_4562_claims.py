"""Which line of Form 4562 an asset is on in a tax year, and what the year takes of it.

    listed property            26 used more than half in business, 27 half or less
    in service before          17
    in service in the year     19a to 19i by class (general system), 20a to 20d (alternative system)
    software                   16
    other amortization         42 begun in the year, 43 before

Depleted property is on no line of the form.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.reports.lines import ZERO
from beanplant.reports.tax_depreciation import in_year
from beanplant.rules.rounding import cents
from beanplant.rules.tax.business_use import alternative_class, use_in
from beanplant.rules.tax.listed_property import predominant
from beanplant.rules.tax.recovery import ALTERNATIVE

if TYPE_CHECKING:
    from beanplant.rules.tax.recovery import RecoveryClass
    from beanplant.rules.tax.tax_asset import TaxAsset
    from beanplant.rules.tax.tax_books import TaxBook, TaxBooks
    from beanplant.rules.tax.tax_years import TaxYear

EARLIER = "17"
OTHER = "16"
AMORTIZED = ("42", "43")
"""The lines of amortization, which are not in line 22."""
NO_LINE = "none"
"""Of what left in the year in which it came: it has no depreciation (Treas. Reg. 1.168(d)-1(b)(3))."""
GENERAL = {
    Decimal(3): ("19a", "3-year property"),
    Decimal(5): ("19b", "5-year property"),
    Decimal(7): ("19c", "7-year property"),
    Decimal(10): ("19d", "10-year property"),
    Decimal(15): ("19e", "15-year property"),
    Decimal(20): ("19f", "20-year property"),
    Decimal(25): ("19g", "25-year property"),
    Decimal("27.5"): ("19h", "Residential rental property"),
    Decimal(39): ("19i", "Nonresidential real property"),
}


class Claim(NamedTuple):
    """An asset in the year: the line that it is on, its share of business use, and what the year takes of it.

    ``cls`` is the class and ``basis`` the business basis that the year's depreciation is on: listed property whose use
    fell to half or less is under the alternative system since, on its business share of the cost.
    """

    book: TaxBook
    cls: RecoveryClass
    basis: Decimal
    line: str
    title: str
    use: Fraction
    elected: Decimal
    section_179: Decimal
    allowance: Decimal
    macrs: Decimal
    recaptured: Decimal

    @property
    def asset(self) -> TaxAsset:
        """Its facts."""
        return self.book.asset


def claims_of(found: TaxBooks, year: TaxYear) -> list[Claim]:
    """Return the assets that the form has in a year, by line, service date and name."""
    claims = []
    for book in found.books.values():
        asset = book.asset
        if asset.depletion is not None or not in_year(book, year):
            continue
        amounts, first = book.within(year), asset.service in year
        use = use_in(asset, year)
        elected = asset.section_179 if first else ZERO
        line, title = _line(asset, use, first=first)
        if (
            first
            and asset.ended is not None
            and asset.ended in year
            and not asset.listed
            and not asset.cls.amortized
        ):
            line = NO_LINE
        claims.append(
            Claim(
                book,
                *_class_and_basis(book, use, year),
                line,
                title,
                use,
                elected,
                amounts.section_179,
                amounts.bonus,
                amounts.macrs,
                amounts.recaptured,
            )
        )
    claims.sort(key=lambda claim: (claim.line, claim.asset.service, claim.asset.name))
    return claims


def _class_and_basis(book: TaxBook, use: Fraction, year: TaxYear) -> tuple[RecoveryClass, Decimal]:
    asset = book.asset
    share = cents(Fraction(asset.cost) * use)
    fell = any(change.date <= year.end and not predominant(change.share) for change in asset.uses)
    if fell and asset.listed and asset.cls.system != ALTERNATIVE:
        return alternative_class(asset), share
    if use == asset.business_use:
        return asset.cls, book.basis
    return asset.cls, max(ZERO, share - (book.business - book.basis))


def _line(asset: TaxAsset, use: Fraction, *, first: bool) -> tuple[str, str]:
    """Return the line of an asset's depreciation and what it is called there."""
    if asset.listed:
        return ("26", "Used more than 50 %") if predominant(use) else ("27", "Used 50 % or less")
    if asset.cls.software:
        return OTHER, "Computer software"
    if asset.cls.amortized:
        return (AMORTIZED[0], "Begun in the year") if first else (AMORTIZED[1], "Begun before the year")
    if not first:
        return EARLIER, "Placed in service in earlier years"
    cls = asset.cls
    if cls.system != ALTERNATIVE:
        return GENERAL[cls.years]
    if cls.real:
        return ("20c", "30-year") if cls.years == 30 else ("20d", "40-year")
    return ("20b", "12-year") if cls.years == 12 else ("20a", "Class life")
