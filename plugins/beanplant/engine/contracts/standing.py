"""Where a contract stands: what of the billing is revenue, what is owed back, what is performed and not billed.

With B billed and C the cost of what was shipped, all since the contract began:

    price            what of it is performed, or as it was billed: see `price`
    amounts          what lowers the price is owed back in proportion to the billing
    returns          with a share r, or what came back if that is more: r x B less a fee is owed back, revenue is of the
                     others; r x C less what it takes to recover them is an asset, the right to the goods

What is owed back is refund liability; what else was billed and not performed is contract liability, and what was
performed and not billed contract asset (ASC 606-10-32-10, 606-10-45-1 to -5; IFRS 15.55, 15.105-108). Each is worked
out for the whole contract and rounded once, so an estimate's catch-up is the difference to what is on the books
(ASC 606-10-32-42 to -45, IFRS 15.87-90). What was settled beyond the estimate is owed at least; what was settled before
the billing that it is for is an asset until then: a payment to a customer ahead (606-10-32-25 to -27, IFRS 15.70-72).
At the end of a contract nothing is uncertain any more: the units are those that were sold, nothing comes back, amounts
of several outcomes do not come, and what was paid and not performed is revenue.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.contracts.arithmetic import Text, back_text, earned_text, settled_text, show, times_text
from beanplant.engine.contracts.performance import (
    CERTAIN,
    SINCE_THE_BEGINNING,
    ZERO,
    Since,
    said,
    share_since,
)
from beanplant.engine.contracts.price import Moment, Price
from beanplant.engine.contracts.return_asset import return_asset
from beanplant.engine.contracts.totals import before_the_constraint, in_force, value_of
from beanplant.rules.formulas import number as plain
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from beanplant.engine.contracts.lapsing import Expectation
    from beanplant.engine.contracts.totals import Totals
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract


class Standing(NamedTuple):
    """Targets in the smallest unit: what is owed back in all, the net position (liability positive), the cost of what
    will come back, and what was settled ahead; with the arithmetic of each, and the revenue and the share performed,
    exact."""

    refund: int
    position: int
    return_asset: int
    refund_text: Text = str
    position_text: Text = str
    return_text: Text = str
    revenue: Fraction = ZERO
    performed: Fraction = ZERO
    ahead: int = 0
    base: Fraction = ZERO
    base_refund: Fraction = ZERO
    interest: Fraction = ZERO
    balance: Fraction = ZERO
    held_back: Fraction = ZERO
    received: Fraction = ZERO
    share: Fraction = ZERO

    def left_at(self, date: datetime.date, totals: Totals, so_far: Mapping[str, Fraction]) -> Since:
        """Return where the contract stands for a modification on a date."""
        price = (self.base, self.base_refund, self.performed, so_far)
        return Since(date, totals.units, Fraction(totals.billed), *price, self.received, self.share)


def standing(
    contract: Contract,
    totals: Totals,
    date: datetime.date,
    money: Money,
    since: Since = SINCE_THE_BEGINNING,
    *,
    closing: bool,
    terms: datetime.date | None = None,
) -> Standing:
    """Return the targets of a contract after what ``totals`` hold, at a date; ``closing``: at its end.

    ``since``: where the contract stood when it was modified, which is not reopened; ``terms``: prices and promises are
    those of this date.
    """
    measure = Measure(contract, totals, date, money, since, closing=closing, terms=terms)
    measure.elements()
    measure.returns()
    measure.settled()
    return measure.standing()


class Measure:
    """The revenue of a contract and what it owes back, put together part by part; money exact, in the currency."""

    def __init__(
        self,
        contract: Contract,
        totals: Totals,
        date: datetime.date,
        money: Money,
        since: Since,
        *,
        closing: bool,
        terms: datetime.date | None,
    ) -> None:
        self.contract, self.totals, self.date, self.money = contract, totals, date, money
        self.closing = closing
        end = contract.end
        self.ended = end is not None and (end.date < date or (end.date == date and closing))
        self.released = self.ended and end is not None and end.release
        self.billed = Fraction(totals.billed)
        received = self.billed + Fraction(totals.on_liability) + totals.interest - totals.earned
        self.paid = received + Fraction(totals.on_asset)
        self.fee = self.worth = CERTAIN
        """Of goods that come back, what of the price is given back, and what of the cost is recovered."""
        self.rate, self.back = self._returned()
        self.coming = min(self.back / self.billed, CERTAIN) if self.back and self.billed > 0 else ZERO
        self.kept = CERTAIN - self.coming if self.coming else CERTAIN
        when = Moment(date, terms or date, since, closing, self.ended)
        self.price = Price(contract, totals, when, money, self.paid, self.kept)
        # What a person debits to the contract asset is no billing taken back.
        self.received = max(received, self.paid)
        self.share = share_since(self.price.agreed, self.received, since.received, since.share)
        self.interest = self._interest()
        self.revenue, self.refund = self.price.revenue, self.price.refund
        if self.coming:
            self.revenue, self.refund = self.kept * self.revenue, self.kept * self.refund
        if self.interest:
            self.revenue += self.interest
        self.promised = ZERO
        """What is owed back when everything is billed."""
        self.ahead = self.held_back = self.beyond = ZERO
        self.texts: list[Text] = [self.price.refund_text] if self.price.refund_text else []
        self.earned: list[Text] = [partial("+ {}".format, self._show(self.interest))] if self.interest else []
        """The arithmetic of revenue beside that of the price."""

    def _returned(self) -> tuple[Fraction, Fraction]:
        """Return the share that is expected back, and what comes back in all of what was billed."""
        estimate = in_force(self.contract.returns, self.date, closing=self.closing)
        rate = ZERO if estimate is None or self.ended else estimate.refunded
        if estimate is not None:
            self.fee, self.worth = CERTAIN - estimate.fee, CERTAIN - estimate.recovery
        return rate, self.totals.returns.coming(rate)

    def _interest(self) -> Fraction:
        """Return what of the interest on advances is revenue: it goes with what is performed from then on."""
        totals, before = self.totals, self.totals.performed
        if not totals.interest:
            return ZERO
        if not (self.contract.progress or self.contract.obligations):
            drawn = Fraction(-totals.on_liability)
            return totals.released if drawn < 0 else max(totals.interest - drawn, ZERO)
        performed = self.price.performed
        if performed < before:
            return totals.released * performed / before
        left = totals.interest - totals.released
        return totals.released + left * ((performed - before) / (1 - before) if before < 1 else CERTAIN)

    def elements(self) -> None:
        """Add the uncertain amounts; what lowers the price is owed back as far as it is billed.

        What is billed above the price is a bonus that was billed: it is not revenue twice, and what the constraint
        keeps out of it is not revenue at all.
        """
        bonus = kept_out = ZERO
        for element in self.contract.elements.values():
            estimate = in_force(element.estimates, self.date, closing=self.closing)
            if estimate is None:
                continue
            value = value_of(estimate)
            if self.released or (self.ended and len(estimate.outcomes) > 1):
                value = ZERO
            held = self.totals.held.get(element.name)
            if held is not None:
                self._held(held, value)
                continue
            units = self.kept * self.totals.units
            times = units if element.per_unit else self.share
            done = self._units(units) if element.per_unit else self._done(element.obligation)
            self.revenue += done * value
            if done * value:
                self.earned.append(partial(earned_text, done, value, element.per_unit))
            if value > 0 and not element.per_unit:
                bonus += done * value
            if value < 0:
                self.refund -= times * value
                self.texts.append(partial(times_text, times, -value))
                if not element.per_unit and not self.ended:
                    self.promised -= (CERTAIN - times) * value

            if not element.per_unit and estimate.include is not None and not self.ended:
                kept_out += max(before_the_constraint(estimate), ZERO) - max(value, ZERO)
        if self.price.agreed is not None and self.price.as_billed:
            beyond = max(self.billed - self.price.agreed, ZERO)
            self.held_back = min(kept_out, max(beyond - bonus, ZERO))
            self.revenue -= min(bonus, beyond) + self.held_back

    def _held(self, held: Expectation, value: Fraction) -> None:
        """Add an amount for each unit that is expected for a time after its sale."""
        owed = self.kept * held.coming(-value)
        self.revenue, self.refund = self.revenue - owed, self.refund + owed
        if owed:
            units = self.kept * held.open
            self.earned.append(partial("- {}".format, plain(owed)))
            self.texts.append(partial(times_text, units, -value, owed + value * units))

    def _units(self, units: Fraction) -> Fraction:
        """Return the units that are performed: those that were sold, or a share of those that are expected."""
        expected = self.price.expected_units
        return units if expected is None else self.price.performed * expected

    def _done(self, obligation: str | None) -> Fraction:
        """Return the share performed of the whole, or of the one promise that an amount is bound to."""
        if obligation is None:
            return self.price.performed
        return max(said(self.contract, each, self.date, closing=self.closing) for each in (obligation, None))

    def returns(self) -> None:
        """What came back and what is expected back is owed."""
        if self.back > 0:
            self.refund += self.coming * self.billed
            self.texts.append(partial(back_text, self.money, self.rate, self.totals.returns.open, self.back))

    def settled(self) -> None:
        """What was settled beyond the estimate is owed at least; what was settled before it is billed, is ahead."""
        least = Fraction(self.totals.settled)
        if self.released:
            self.beyond = self.refund - max(least, ZERO)
            self.revenue += self.refund - max(least, ZERO)
            self.refund = max(least, ZERO)
            self.texts = [partial(settled_text, self.money, self.refund)]
        if least > self.refund:
            self.ahead = min(least - self.refund, self.promised)
            self.beyond = least - self.refund - self.ahead
            if self.beyond:
                self.revenue -= self.beyond
                self.refund += self.beyond
                self.texts = [partial(settled_text, self.money, self.refund)]

    def standing(self) -> Standing:
        """Round revenue once, then what is owed back; the position has the rest."""
        digits = self.money.digits
        self.measured = self.revenue
        if self.ended:
            # What was paid for and never asked for is revenue (606-10-55-46 to -49, IFRS 15.B44-B47).
            self.revenue = max(self.revenue, self.paid - self.refund)
        left = whole_cents(self.paid, digits) - whole_cents(self.revenue, digits)
        owed = whole_cents(self.refund, digits)
        if self.paid == self.revenue + self.refund:
            if self.contract.by_turnover:
                left = owed  # the rebate is what is rounded, and claimed
            owed = left
        more = self.back > self.totals.returns.came_in_all()
        asset, asset_text = return_asset(self.totals, self.coming / self.fee if more else ZERO, self.worth)
        exact = self.revenue + self.refund
        return Standing(
            owed,
            left - owed,
            asset,
            self._refund_text,
            self._position_text,
            asset_text,
            self.revenue,
            CERTAIN if self.ended else self.price.performed,
            whole_cents(self.ahead, digits),
            self.price.revenue,
            self.price.refund,
            self.interest,
            self.paid - exact,
            self.held_back,
            self.received,
            self.share,
        )

    def _refund_text(self) -> str:
        joined = " + ".join(text() for text in self.texts) or self._show(self.refund)
        return (
            f"({joined}) {self.contract.currency}"
            if len(self.texts) > 1
            else f"{joined} {self.contract.currency}"
        )

    def _position_text(self) -> str:
        refund = f" - {self._show(self.refund)}" if self.refund else ""
        return f"({self._show(self.paid)} - {self._revenue_text()}{refund}) {self.contract.currency}"

    def _revenue_text(self) -> str:
        """Return the arithmetic of revenue, where the price has one and nothing was taken off what it measured."""
        if self.price.revenue_text is None or self.beyond or self.revenue != self.measured:
            return self._show(self.revenue)
        text = self.price.revenue_text()
        if self.kept != CERTAIN:
            text = f"{plain(self.kept * 100)}% x {f'({text})' if ' + ' in text else text}"
        if not self.earned and " + " not in text:
            return text
        return f"({' '.join([text, *(each() for each in self.earned)])})"

    def _show(self, value: Fraction) -> str:
        return show(self.money, value)
