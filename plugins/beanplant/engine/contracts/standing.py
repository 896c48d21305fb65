"""Where a contract stands: what of the billing is revenue, what is owed back, what is performed and not billed.

With B billed, U units and C the cost of what was shipped, all since the contract began:

    tiers            revenue U x price of the estimated volume; retrospective: B less it is owed back
    price, progress  revenue progress x (price + included amounts); of each obligation, its part of the price
    amounts          what lowers the price is owed back in proportion to the billing
    returns          with a share r, or what came back if that is more: r x B is owed back, revenue is of the others;
                     r x C is an asset, the right to the goods

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
from typing import TYPE_CHECKING, NamedTuple

from beanplant.engine.contracts.performance import (
    CERTAIN,
    SINCE_THE_BEGINNING,
    done,
    performed_of_rest,
    price_at,
    promises,
    said,
    share_of_price,
)
from beanplant.engine.contracts.totals import in_force, value_of
from beanplant.engine.contracts.volumes import volumes
from beanplant.rules.consideration import average_price
from beanplant.rules.formulas import number as plain
from beanplant.rules.rounding import whole_cents

if TYPE_CHECKING:
    import datetime

    from beanplant.engine.contracts.performance import Since
    from beanplant.engine.contracts.totals import Totals
    from beanplant.engine.stock import Money
    from beanplant.masterdata.contract_facts import Contract, Tiers


class Standing(NamedTuple):
    """Targets in the smallest unit: what is owed back in all, the net position (liability positive), the cost of what
    will come back, and what was settled ahead; with the arithmetic of each, and the revenue and the share performed,
    exact."""

    refund: int
    position: int
    return_asset: int
    refund_text: str = ""
    position_text: str = ""
    return_text: str = ""
    revenue: Fraction = Fraction(0)
    performed: Fraction = Fraction(0)
    ahead: int = 0
    base: Fraction = Fraction(0)
    base_refund: Fraction = Fraction(0)
    interest: Fraction = Fraction(0)
    balance: Fraction = Fraction(0)


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
    measure.base()
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
        self.contract, self.totals, self.date, self.money, self.since = contract, totals, date, money, since
        self.closing = closing
        self.terms = terms or date
        end = contract.end
        self.ended = end is not None and (end.date < date or (end.date == date and closing))
        self.released = self.ended and end is not None and end.release
        self.billed = Fraction(totals.billed)
        received = self.billed + Fraction(totals.on_liability) + totals.interest - totals.earned
        self.paid = received + Fraction(totals.on_asset)
        self.price = price_at(contract, self.terms, closing=closing)
        # What a person debits to the contract asset is no billing taken back.
        self.share = share_of_price(self.price, max(received, self.paid))
        self.of_rest, self.performed = self._performed()
        self.as_billed = not (contract.tiers or contract.progress or contract.obligations)
        self.interest = self._interest()
        self.revenue, self.refund = self.billed, Fraction(0)
        self.base_revenue, self.base_refund = self.billed, Fraction(0)
        self.promised = Fraction(0)
        """What is owed back when everything is billed."""
        self.ahead = Fraction(0)
        self.texts: list[str] = []
        self.rate, self.back = self._returned()
        self.coming = min(self.back / self.billed, CERTAIN) if self.billed > 0 else Fraction(0)
        self.kept = CERTAIN - self.coming

    def _returned(self) -> tuple[Fraction, Fraction]:
        """Return the share that is expected back, and what comes back in all of what was billed."""
        estimate = in_force(self.contract.returns, self.date, closing=self.closing)
        rate = Fraction(0) if estimate is None or self.ended else estimate.outcomes[0].value
        return rate, self.totals.returns.coming(rate)

    def _performed(self) -> tuple[Fraction, Fraction]:
        """Return what is performed of what was left at the last modification, and of the whole."""
        contract, since = self.contract, self.since
        left = CERTAIN - since.performed
        if contract.obligations:
            promised = promises(contract, self.terms, closing=self.closing)
            so_far = done(contract, promised, self.date, closing=self.closing)
            money = (self.price or Fraction(0)) - since.revenue
            share = performed_of_rest(contract, promised, so_far, money, since)
        elif contract.progress:
            whole = said(contract, None, self.date, closing=self.closing)
            share = (whole - since.performed) / left if left else CERTAIN
        else:
            whole = share_of_price(self.price, self.billed)
            return whole, whole
        return share, since.performed + left * share

    def _interest(self) -> Fraction:
        """Return what of the interest on advances is revenue: it goes with what is performed from then on."""
        totals, before = self.totals, self.totals.performed
        if not (self.contract.progress or self.contract.obligations):
            drawn = Fraction(-totals.on_liability)
            return totals.released if drawn < 0 else max(totals.interest - drawn, Fraction(0))
        if self.performed < before:
            return totals.released * self.performed / before
        left = totals.interest - totals.released
        return totals.released + left * ((self.performed - before) / (1 - before) if before < 1 else CERTAIN)

    def base(self) -> None:
        """Take the price: by tiers, by what is performed of it, else as it was billed."""
        contract, since = self.contract, self.since
        self.base_revenue = self.billed
        tiers = in_force(contract.tiers, self.terms, closing=self.closing)
        if tiers is not None:
            self._by_volume(tiers)
        elif contract.progress or contract.obligations:
            whole = self.price or Fraction(0)
            self.base_revenue = since.revenue + self.of_rest * (whole - since.revenue)
        self.revenue = self.kept * self.base_revenue + self.interest
        self.refund = self.kept * self.base_refund

    def _by_volume(self, tiers: Tiers) -> None:
        """Take prices by volume; after a modification they are for the units since then."""
        since = self.since
        units, billed = self.totals.units - since.units, self.billed - since.billed
        self.base_revenue, self.base_refund = since.revenue + billed, since.refund
        volume = None if self.ended else in_force(self.contract.volumes, self.terms, closing=self.closing)
        if not tiers.retrospective and volume is None:
            return
        kept = self.kept * units
        price = average_price(tiers.tiers, volumes(volume, kept, since), retrospective=tiers.retrospective)
        self.base_revenue = since.revenue + units * price
        self.texts.append(f"{self._show(self.kept * billed)} - {plain(kept)} x {plain(price)}")
        if tiers.retrospective:
            self.base_refund += max(billed - units * price, Fraction(0))
            if since.refund:
                self.texts[-1] += f" + {self._show(self.kept * since.refund)}"

    def elements(self) -> None:
        """Add the uncertain amounts; what lowers the price is owed back as far as it is billed.

        What is billed above the price is a bonus that was billed: it is not revenue twice.
        """
        bonus = Fraction(0)
        for element in self.contract.elements.values():
            estimate = in_force(element.estimates, self.date, closing=self.closing)
            if estimate is None:
                continue
            value = value_of(estimate)
            if self.released or (self.ended and len(estimate.outcomes) > 1):
                value = Fraction(0)
            held = self.totals.held.get(element.name)
            if held is not None:
                owed = held.coming(-value)
                self.revenue, self.refund = self.revenue - self.kept * owed, self.refund + self.kept * owed
                if owed:
                    came = self.kept * (owed + value * held.open)
                    text = f"{plain(self.kept * held.open)} x {plain(-value)}"
                    self.texts.append(f"{text} + {plain(came)}" if came else text)
                continue
            units = self.kept * self.totals.units
            times = units if element.per_unit else self.share
            done = units if element.per_unit else self._done(element.obligation)
            self.revenue += done * value
            if value > 0 and not element.per_unit:
                bonus += done * value
            if value < 0:
                self.refund -= times * value
                self.texts.append(f"{plain(times)} x {plain(-value)}")
                if not element.per_unit and not self.ended:
                    self.promised -= (CERTAIN - times) * value

        if self.price is not None and self.as_billed:
            self.revenue -= min(bonus, max(self.billed - self.price, Fraction(0)))

    def _done(self, obligation: str | None) -> Fraction:
        """Return the share performed of the whole, or of the one promise that an amount is bound to."""
        if obligation is None:
            return self.performed
        return max(said(self.contract, each, self.date, closing=self.closing) for each in (obligation, None))

    def returns(self) -> None:
        """What came back and what is expected back is owed."""
        if self.back > 0:
            self.refund += self.coming * self.billed
            came = self.back - self.rate * self.totals.returns.open
            text = f"{plain(self.rate * 100)}% x {self._show(self.totals.returns.open)}"
            if came:
                text = f"{text} + {self._show(came)}" if self.rate else f"{self._show(came)} came back"
            self.texts.append(text)

    def settled(self) -> None:
        """What was settled beyond the estimate is owed at least; what was settled before it is billed, is ahead."""
        least = Fraction(self.totals.settled)
        if self.released:
            self.revenue += self.refund - max(least, Fraction(0))
            self.refund = max(least, Fraction(0))
            self.texts = [f"{self._show(self.refund)} settled"]
        if least > self.refund:
            self.ahead = min(least - self.refund, self.promised)
            beyond = least - self.refund - self.ahead
            if beyond:
                self.revenue -= beyond
                self.refund += beyond
                self.texts = [f"{self._show(self.refund)} settled"]

    def standing(self) -> Standing:
        """Round revenue once, then what is owed back; the position has the rest."""
        currency, digits, show = self.contract.currency, self.money.digits, self._show
        if self.ended:
            # What was paid for and never asked for is revenue (606-10-55-46 to -49, IFRS 15.B44-B47).
            self.revenue = max(self.revenue, self.paid - self.refund)
        cost = Fraction(self.totals.cost)
        came_back = Fraction(self.totals.cost_back)
        joined = " + ".join(self.texts) or show(self.refund)
        refund = f" - {show(self.refund)}" if self.refund else ""
        left = whole_cents(self.paid, digits) - whole_cents(self.revenue, digits)
        owed = left if self.paid == self.revenue + self.refund else whole_cents(self.refund, digits)
        more = self.back > self.totals.returns.came_in_all()
        return Standing(
            owed,
            left - owed,
            max(whole_cents(self.coming * cost - came_back, digits), 0) if more else 0,
            f"({joined}) {currency}" if len(self.texts) > 1 else f"{joined} {currency}".strip(),
            f"({show(self.paid)} - {show(self.revenue)}{refund}) {currency}",
            f"({plain(self.coming * 100)}% x {show(cost)} - {show(came_back)}) {currency}"
            if came_back
            else f"{plain(self.coming * 100)}% x {show(cost)} {currency}",
            self.revenue,
            CERTAIN if self.ended else self.performed,
            whole_cents(self.ahead, digits),
            self.base_revenue,
            self.base_refund,
            self.interest,
            self.paid - self.revenue - self.refund,
        )

    def _show(self, value: Fraction) -> str:
        return f"{self.money.to_decimal(whole_cents(value, self.money.digits)):f}"
