"""Facts of contracts with variable consideration: what their directives say, after parsing."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from beanplant.masterdata.facts import Source
    from beanplant.rules.allocation import Obligation
    from beanplant.rules.consideration import Outcome, Tier

EXPECTED_VALUE, MOST_LIKELY = "expected-value", "most-likely"


@dataclass(frozen=True, slots=True)
class Tiers:
    """Prices by volume from ``date`` on; ``anew``: they count from then, for a contract that was modified.

    ``turnover``: the volume is money billed, and the price of a unit what is left of it after the rebate.
    """

    date: datetime.date
    tiers: tuple[Tier, ...]
    retrospective: bool
    anew: bool
    source: Source
    turnover: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is expected of a contract on a ``date``: ``outcomes`` with their probabilities.

    ``include`` is what of their value passes the constraint (None: all), with the ``reason`` that was given. Of goods
    that come back, ``fee`` is the share of the price that is kept, ``recovery`` what of their cost it takes to get them
    back, or they lose in value.
    """

    date: datetime.date
    outcomes: tuple[Outcome, ...]
    method: str
    include: Fraction | None
    reason: str
    source: Source
    fee: Fraction = Fraction(0)
    recovery: Fraction = Fraction(0)

    @property
    def refunded(self) -> Fraction:
        """The share of what was billed that is given back for goods that come back."""
        return self.outcomes[0].value * (1 - self.fee)


@dataclass(frozen=True, slots=True)
class Element:
    """An uncertain amount of a contract, by its name: its estimates by date; ``per_unit``: for each unit sold.

    ``obligation`` is the one promise that it depends on; ``window`` the days after its sale on which a unit counts.
    """

    name: str
    per_unit: bool
    estimates: tuple[Estimate, ...]
    obligation: str | None = None
    window: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The share of a contract, or of one obligation of it, that is performed by the end of ``date``; the ``reason``
    where it fell."""

    date: datetime.date
    share: Fraction
    obligation: str | None
    source: Source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Modification:
    """The price of the whole contract from ``date`` on; ``prospective``: what was recognized before stays."""

    date: datetime.date
    price: Decimal
    prospective: bool
    source: Source


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a contract; ``release``: nothing is owed any more, not even what is certain."""

    date: datetime.date
    release: bool
    source: Source


@dataclass(slots=True)
class Contract:
    """A contract on the sales of a revenue ``account``; money in ``currency``.

    ``financing`` is the yearly rate at which advances grow, charged to ``interest``; ``arrears`` that of what is paid
    late, credited to ``interest_income``; compounded by the year, or ``monthly``. ``volumes`` are the estimates of
    its units, ``returns`` those of the share that comes back within ``return_window`` days, ``breakage`` those of the
    share that is paid and never claimed. ``commission`` is the distributor's share of the revenue, from the
    ``cost_of_goods`` account to ``commission_to``. The accounts: ``receivables`` is what customers pay on,
    ``deductions`` is contra-revenue, the others are on the balance sheet; ``named`` are those that a person wrote. What
    is billed to the ``customer`` on the account belongs to the contract.
    """

    name: str
    date: datetime.date
    account: str
    currency: str
    kind: str
    price: Decimal | None
    deductions: str
    refund_liability: str
    contract_asset: str
    contract_liability: str
    return_asset: str
    named: frozenset[str]
    source: Source
    financing: Fraction | None = None
    receivables: str = ""
    interest: str = ""
    arrears: Fraction | None = None
    interest_income: str = ""
    monthly: bool = False
    commission: Fraction | None = None
    commission_to: str = ""
    cost_of_goods: str = ""
    customer: str = ""
    end: End | None = None
    return_window: int | None = None
    modifications: list[Modification] = field(default_factory=list)
    tiers: list[Tiers] = field(default_factory=list)
    volumes: list[Estimate] = field(default_factory=list)
    elements: dict[str, Element] = field(default_factory=dict)
    returns: list[Estimate] = field(default_factory=list)
    breakage: list[Estimate] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    """What it promises; ``promised`` is since when; ``named_promises`` has those that could not be read, too."""
    named_promises: set[str] = field(default_factory=set)
    promised: dict[str, datetime.date] = field(default_factory=dict)
    promise_sources: dict[str, Source] = field(default_factory=dict)
    bundles: dict[str, Fraction] = field(default_factory=dict)
    progress: list[Progress] = field(default_factory=list)

    @property
    def by_turnover(self) -> bool:
        """Whether its volume is money."""
        return bool(self.tiers) and self.tiers[0].turnover
