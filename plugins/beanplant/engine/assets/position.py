"""What the books hold of an asset at the beginning of an estimate, and what an event does to it.

An event (an improvement, an impairment, a part that leaves, a transfer) finds the asset's position: its cost, what
is accumulated, its salvage, its accounts. It changes them and says what it posts, a ``Move`` of legs that balance. What
the position then has above its salvage is spread over what is left of the life.

Money is in the currency's smallest unit; a debit is positive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from beanplant.masterdata.asset_accounts import contra_account, plant_account
from beanplant.rules.rounding import half_up

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from decimal import Decimal
    from typing import Any

    from beancount.core.data import Transaction

    from beanplant.engine.assets.book_values import BookValues
    from beanplant.engine.assets.held_for_sale import Held
    from beanplant.engine.assets.lineage import Lineage
    from beanplant.engine.assets.phases import Phase
    from beanplant.engine.assets.register import Register
    from beanplant.engine.stock import Money
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.asset_facts import Asset, DepreciationTerms
    from beanplant.masterdata.facts import Source


class Leg(NamedTuple):
    """A posting of a move: ``amount`` on ``account``, and its arithmetic; ``rule`` and ``asset``: where they are not
    the move's.
    """

    account: str
    amount: int
    formula: str
    rule: str = ""
    asset: str = ""


class Move(NamedTuple):
    """What an event posts on its date: a transaction of its own, or postings added to a person's ``entry``.

    ``cost`` and ``accumulated`` are what it changes of the asset's, the second positive where it adds to it.
    ``opens`` are the accounts that beanplant named.
    """

    date: datetime.date
    rule: str
    title: str
    source: Source
    legs: tuple[Leg, ...]
    cost: int = 0
    accumulated: int = 0
    opens: tuple[str, ...] = ()
    entry: Transaction | None = None


class Route(NamedTuple):
    """From month ``first`` on: the account of the cost, the one that collects depreciation, and the expense."""

    first: int
    account: str
    contra: str
    expense: str


class Setting(NamedTuple):
    """The ledger around the assets: its master data and options, the last month that is posted, what assets hand to
    each other, their book values at an event, and what is worth knowing (``advice``).
    """

    master: MasterData
    options_map: Mapping[str, Any]
    horizon: int | None = None
    lineage: Lineage | None = None
    values: BookValues | None = None
    advice: list[tuple[Source, str]] | None = None

    def advise(self, message: str, source: Source) -> None:
        """Say something that is worth knowing and no fault."""
        if self.advice is not None:
            self.advice.append((source, message))

    def account(self, asset_account: str, kind: str, leaf: str) -> str:
        """Return ``Income:P100:GainOnDisposal``: an account of the plant, ``kind`` one of Beancount's five roots."""
        root = str(self.options_map.get(f"name_{kind.lower()}", kind))
        return plant_account(asset_account, self.master.plants, root, leaf)

    def ifrs(self, account: str, date: datetime.date) -> bool:
        """Whether the plant of an asset's account keeps its books by IFRS on a date."""
        plants = self.master.plants
        code = next((code for code in plants if code in account.split(":")), next(iter(plants), None))
        plant = self.master.plant_history[code].on(date) if code is not None else None
        return plant is not None and plant.gaap == "ifrs"


ONE = Fraction(1)


def share_of(amount: int, share: Fraction) -> int:
    """Return a share of an amount, rounded half up on the magnitude."""
    size = half_up(abs(amount) * share.numerator, share.denominator)
    return size if amount >= 0 else -size


@dataclass(slots=True)
class Position:
    """An asset's ``cost``, its ``accumulated`` depreciation and impairment, its ``salvage``, before ``month``.

    ``terms`` are those in force. ``depreciated`` is the part of ``accumulated`` that months took; ``taken_to`` returns
    what of it the convention counts up to a date.
    ``stopped``: nothing is depreciated from here on. ``impaired`` is what impairment took and was not restored;
    ``surplus`` and ``deficit`` are what revaluation added to equity and took from income, ``lowered`` what impairment
    took of a surplus; it stands on ``surplus_account`` and moves to ``retained``, as the asset is used where there is
    a revaluation to ``realize`` it. ``held``: it is held for sale. ``idle``: its expense before it was idle.

    Months after an early horizon are in ``accumulated`` and not in the books: they are ``unposted``, but for what
    events took of them (``caught``). An estimate's events find the ``phase`` before it, what it took
    (``phase_taken``), and the book value that it ``began`` with; ``parted`` is what of that left in proportion,
    ``kept`` the share that stayed.
    """

    asset: Asset
    found: Register
    money: Money
    setting: Setting
    fault: Callable[..., None]
    cost: int
    accumulated: int
    salvage: int
    terms: DepreciationTerms
    route: Route
    month: int = 0
    depreciated: int = 0
    taken_to: Callable[[datetime.date], int] | None = None
    stopped: bool = False
    impaired: int = 0
    surplus: int = 0
    deficit: int = 0
    lowered: int = 0
    surplus_account: str = ""
    retained: str = ""
    realize: Source | None = None
    held: Held | None = None
    idle: str | None = None
    unposted: int = 0
    caught: int = 0
    parted: int = 0
    kept: Fraction = ONE
    began: int = 0
    phase: Phase | None = None
    phase_taken: int = 0
    routes: list[Route] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    @property
    def value(self) -> int:
        """The book value."""
        return self.cost - self.accumulated

    @property
    def booked(self) -> int:
        """What the books hold on the account of accumulated depreciation."""
        return self.accumulated - self.unposted + self.caught

    def part(self, share: Fraction) -> int:
        """Take a share of the salvage and of what impairment took out of the position, and return that of the
        accumulated depreciation, which the move of the event takes.
        """
        accumulated = share_of(self.accumulated, share)
        self.kept *= 1 - share
        self.salvage -= share_of(self.salvage, share)
        self.impaired -= share_of(self.impaired, share)
        self.lowered -= share_of(self.lowered, share)
        self.deficit -= share_of(self.deficit, share)
        if self.held is not None:
            self.held = self.held.less(share)
        self.caught += accumulated - share_of(self.booked, share)
        return accumulated

    @property
    def home(self) -> str:
        """The account of its cost, also while what is held for sale stands on another one."""
        return self.route.account if self.held is None else self.held.home.account

    def ifrs(self, date: datetime.date) -> bool:
        """Whether its plant keeps the books by IFRS on a date."""
        return self.setting.ifrs(self.home, date)

    def catch_up(self) -> list[Leg]:
        """Return the depreciation of months that the books do not have, for an event that clears what they have."""
        missing = self.unposted - self.caught
        if not missing:
            return []
        self.caught += missing
        rule, formula = (
            f"depreciation.{self.terms.method}",
            f"{self.show(missing)} {self.asset.currency} not posted",
        )
        return [
            Leg(self.route.expense, missing, formula, rule),
            Leg(self.route.contra, -missing, formula, rule),
        ]

    def post(self, move: Move) -> None:
        """Take a move into the position."""
        self.cost += move.cost
        self.accumulated += move.accumulated
        self.moves.append(move)

    def reroute(self, *, account: str | None = None, expense: str | None = None) -> None:
        """Charge what comes from here on to other accounts."""
        before = self.route
        place = account or before.account
        self.route = Route(
            self.month, place, contra_account(place, self.asset.kind), expense or before.expense
        )
        self.routes.append(self.route)

    def decimal(self, amount: int) -> Decimal:
        """Return an amount in the currency."""
        return self.money.to_decimal(amount)

    def show(self, amount: int) -> str:
        """Return an amount as text: ``34800.00``."""
        return f"{self.money.to_decimal(amount):f}"
