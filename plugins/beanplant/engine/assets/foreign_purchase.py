"""A purchase in a foreign currency: the cost of the asset is fixed at the rate of the day.

    2026-02-01 * "Maschinenbau" "Mill"
      asset: "CNC-01"
      Assets:P100:Machinery         100000.00 EUR @ 1.10 USD
      Liabilities:Payables:EUR     -100000.00 EUR @ 1.10 USD

becomes

      Assets:P100:Machinery         110000.00 USD              ; quantity: 100000.00 EUR
      Liabilities:Payables:EUR     -100000.00 EUR @ 1.10 USD

so that depreciation and disposal are in the currency of the books. Where the posting has no price the day's ``price``
directive is the rate, and the transaction's other postings in that currency take it as theirs: what is owed stays an
amount of the foreign currency. Every leg is rounded once, to the currency; what that leaves is ``Rounding``.

Rule: ASC 830-20-30-1 and IAS 21.21-23: a transaction is measured at the rate of its date, and a nonmonetary item is
not translated again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.convert import get_weight
from beancount.core.data import Price

from beanplant.engine.additions import VALUED
from beanplant.engine.assets.register import owner_of
from beanplant.engine.booked import Amount, Posting, Transaction
from beanplant.engine.stock import Money

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from beanplant.engine.assets.register import Names
    from beanplant.masterdata import MasterData

PURCHASE, PROCEEDS, ROUNDING = "depreciation.purchase", "depreciation.disposal", "depreciation.rounding"


class Rates:
    """The ``price`` directives of a ledger by day, found when the first one is asked for."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self._entries = entries
        self._rates: dict[tuple[str, str, datetime.date], Decimal] | None = None

    def on(self, currency: str, into: str, date: datetime.date) -> Decimal | None:
        """Return what one unit of a currency is in another on a date; None without a directive of that day."""
        if self._rates is None:
            prices = (entry for entry in self._entries if type(entry) is Price)
            self._rates = {
                (p.currency, p.amount.currency, p.date): p.amount.number or Decimal(0) for p in prices
            }
        return self._rates.get((currency, into, date))


def translate(
    entry: Transaction,
    master: MasterData,
    names: Names,
    currencies: set[str],
    rates: Rates,
    opens: dict[str, datetime.date],
) -> Transaction:
    """Return a transaction with what assets' accounts got in a foreign currency as money of the assets' own.

    What has no rate stays as it is: reading the register says so. ``opens`` takes the account of what rounding leaves.
    """
    found: dict[int, Posting] = {}
    rated: dict[str, Amount] = {}
    for index, posting in enumerate(entry.postings):
        units = posting.units
        if units is None or posting.cost is not None or units.currency in master.items:
            continue
        if len(currencies) == 1 and units.currency in currencies:
            continue
        if names.kind(posting.account) is None and "basket" not in (posting.meta or {}):
            continue
        into, disposes = _own_currency(entry, posting, master)
        if into is None or units.currency == into:
            continue
        price = posting.price
        if price is None:
            rate = rates.on(units.currency, into, entry.date)
            if rate is None:
                continue
            price = rated[units.currency] = Amount(rate, into)
        if price.currency != into:
            continue
        value = Money(into).round(units.number * price.number)
        meta = {
            **(posting.meta or {}),
            "quantity": units,
            "rule": PROCEEDS if disposes else PURCHASE,
            "formula": f"{units} x {price}",
            VALUED: True,
        }
        found[index] = posting._replace(units=Amount(value, into), price=None, meta=meta)
    if not found:
        return entry
    currency = next(iter(found.values())).units.currency
    postings = [
        found[index] if index in found else _rounded(posting, rated, Money(currency))
        for index, posting in enumerate(entry.postings)
    ]
    return entry._replace(postings=_balanced(entry, postings, currency, master, opens))


def _own_currency(entry: Transaction, posting: Posting, master: MasterData) -> tuple[str | None, bool]:
    """Return the currency of the asset or basket that a posting belongs to, and whether it is a disposal."""
    basket = (posting.meta or {}).get("basket", entry.meta.get("basket"))
    if basket in master.baskets:
        return master.baskets[basket].currency, False
    owner = owner_of(entry, posting, posting.units.number > 0)
    if owner is None:
        project = (posting.meta or {}).get("project", entry.meta.get("project"))
        mine = (a.currency for a in master.assets.values() if project is not None and a.project == project)
        return next(mine, None), False
    disposes, source = owner
    asset = master.assets.get(source["disposes" if disposes else "asset"])
    return (None if asset is None else asset.currency), disposes


def _rounded(posting: Posting, rated: dict[str, Amount], money: Money) -> Posting:
    """Return another leg of the purchase in whole cents: at the day's rate where it has none.

    A rate that gives part of a cent is brought to one that does not; a leg that Beancount filled in is rounded.
    """
    units, price = posting.units, posting.price
    if units is None or posting.cost is not None:
        return posting
    if units.currency == money.currency and "__automatic__" in (posting.meta or {}):
        return posting._replace(units=units._replace(number=money.round(units.number)))
    if price is None:
        price = rated.get(units.currency)
    if price is None or price.currency != money.currency or not units.number:
        return posting
    exact = units.number * price.number
    value = money.round(exact)
    if value != exact:
        price = price._replace(number=value / units.number)
    return posting._replace(price=price)


def _balanced(
    entry: Transaction,
    postings: list[Posting],
    currency: str,
    master: MasterData,
    opens: dict[str, datetime.date],
) -> list[Posting]:
    """Post the cents that the rounding of several legs leaves."""
    money, left = Money(currency), Decimal(0)
    for posting in postings:
        if posting.units is None:
            return postings
        weight: Amount = get_weight(posting)  # type: ignore[no-untyped-call]
        if weight.currency == currency:
            left += weight.number
    left = money.round(left)
    plant = next((p for p in master.plants.values() if p.currency == currency), None)
    if not left or abs(left) > money.unit * len(postings) or plant is None:
        return postings
    meta = {
        "filename": "<beanplant.depreciation>",
        "lineno": entry.meta["lineno"],
        "rule": ROUNDING,
        "formula": f"what rounding to {money.unit} {currency} leaves of the legs",
    }
    account = plant.variance("Rounding")
    opens[account] = min(entry.date, opens.get(account, entry.date))
    return [*postings, Posting(account, Amount(-left, currency), None, None, None, meta)]
