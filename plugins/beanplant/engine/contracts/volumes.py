"""The units that a contract will come to: as they are estimated, and at least what was sold.

Rule: ASC 606-10-32-8 and -14, 606-10-55-41 to -45; IFRS 15.53-54, 15.59, B39-B43.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from beanplant.engine.contracts.performance import CERTAIN
from beanplant.masterdata.contract_facts import EXPECTED_VALUE
from beanplant.rules.consideration import Outcome, expected_value, most_likely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beanplant.engine.contracts.performance import Since
    from beanplant.masterdata.contract_facts import Estimate


def volumes(estimate: Estimate | None, units: Fraction, since: Since) -> Sequence[Outcome]:
    """Return the volumes that are expected after so many ``units``; once more is sold, what was sold at least.

    What was expected before a modification is of the whole contract: the units before it are no part of what comes.
    """
    if estimate is None:
        return [Outcome(CERTAIN, units)]
    outcomes = estimate.outcomes
    if since.date is not None and estimate.date < since.date:
        outcomes = tuple(each._replace(value=max(each.value - since.units, Fraction(0))) for each in outcomes)
    if estimate.method != EXPECTED_VALUE:
        return [Outcome(CERTAIN, max(most_likely(outcomes), units))]
    if units <= expected_value(outcomes):
        return outcomes
    return [Outcome(each.probability, max(each.value, units)) for each in outcomes]
