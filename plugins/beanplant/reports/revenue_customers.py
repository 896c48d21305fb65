"""Whose a posting on revenue, an allowance or a refund liability is.

It is the customer's of the invoice that it names, else the payee's. What beanplant posts on its own about a contract is
its customer's; of a contract with several each has his share by what he was billed so far. What an allowance changed by
is divided as the engine says (``masterdata.allowance_changes``), also where one customer's went up by what another's
went down, so that nothing was posted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount
from beancount.core.data import EMPTY_SET, Posting, Transaction

from beanplant.masterdata.allowance_changes import changes_of
from beanplant.reports.lines import ZERO
from beanplant.reports.revenue_flows import TRUE_UP, Noted
from beanplant.rules.rounding import largest_remainder, money, whole_cents

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from beanplant.masterdata.allowance_changes import AllowanceChange

UNPOSTED = "__unposted__"
"""Metadata of a transaction that is not in the ledger: what went from one customer to another."""
CUSTOMER = "__customer__"

Day = tuple["datetime.date", str, str]
"""A date, an account and a currency."""


def part_of(posting: Posting, customer: str) -> Posting:
    """Return a posting that is of several customers as what it is of one: its formula says so."""
    meta = posting.meta or {}
    formula = f"{meta.get('formula', '')}, of it {customer or '(no payee)'}"
    return posting._replace(meta={**meta, "formula": formula})


class Customers:
    """The customers of invoices and contracts."""

    def __init__(self, options_map: Mapping[str, Any], named: Mapping[str, str]) -> None:
        self._options = options_map
        self._named = named
        """The customers that contracts name."""
        self._parties: dict[str, str] = {}
        self.billed: dict[str, dict[str, Decimal]] = {}
        """What was billed so far, by contract and customer, the last one billed last."""
        self._changes: dict[Day, list[AllowanceChange]] | None = None

    def name(self, entry: Transaction, posting: Posting) -> None:
        """Note whose an invoice is, that a posting on revenue is of: the one with terms says it, or the first."""
        if not entry.payee:
            return
        terms = "terms" in entry.meta or any(leg.meta and "terms" in leg.meta for leg in entry.postings)
        found = [meta["invoice"] for meta in (posting.meta or {}, entry.meta) if "invoice" in meta]
        found += [leg.meta["invoice"] for leg in entry.postings if leg.meta and "invoice" in leg.meta]
        for name in (*found, *(entry.links or () if terms else ())):
            if terms:
                self._parties[str(name)] = entry.payee
            else:
                self._parties.setdefault(str(name), entry.payee)

    def bill(self, contract: str, customer: str, amount: Decimal) -> None:
        """Note what a customer was billed of a contract, or what of it was taken back."""
        billed = self.billed.setdefault(contract, {})
        billed[customer] = (billed.pop(customer, ZERO) if amount > 0 else billed.get(customer, ZERO)) + amount

    def named(self, contract: str | None) -> str:
        """Return the customer that a contract names."""
        return self._named.get(contract or "", "")

    def divide(self, noted: Noted, *, settles: bool) -> list[tuple[str, Decimal]]:
        """Return whose a posting is, and how much where it is of several; ``settles``: it settles what is owed."""
        entry, amount = noted.entry, noted.amount
        meta = noted.posting.meta or {}
        if CUSTOMER in meta:
            return [(str(meta[CUSTOMER]), amount)]
        if noted.rule == TRUE_UP:
            found = self.changes.get((entry.date, noted.posting.account, noted.currency), [])
            total = sum((change.amount for change in found), ZERO)
            if not total or abs(total) != abs(amount):
                return [("", amount)]
            return [(each.customer, each.amount if amount == total else -each.amount) for each in found]
        name = meta.get("invoice", entry.meta.get("invoice"))
        party = self._parties.get(str(name)) if name is not None else None
        billed = self.billed.get(noted.contract or "", {})
        if settles and len(billed) == 1 and party not in billed:
            return [(next(iter(billed)), amount)]  # to whomever it was paid
        if party or entry.payee:
            return [(party or str(entry.payee), amount)]
        return self._of_contract(noted)

    def _of_contract(self, noted: Noted) -> list[tuple[str, Decimal]]:
        billed = self.billed.get(noted.contract or "", {})
        if len(billed) < 2:
            return [(next(iter(billed), self.named(noted.contract)), noted.amount)]
        weights = [max(each, ZERO) for each in billed.values()]
        if not noted.made or not any(weights):
            return [("", noted.amount)]
        digits = max(2, -int(noted.amount.as_tuple().exponent))
        parts = largest_remainder(whole_cents(noted.amount, digits), weights)
        return [(each, money(part, digits)) for each, part in zip(billed, parts, strict=True) if part]

    @property
    def changes(self) -> dict[Day, list[AllowanceChange]]:
        """What the allowances changed by, by day and account: the allowance's, and that of the discounts."""
        if self._changes is None:
            self._changes = {}
            for change in changes_of(self._options):
                for account in (change.allowance, change.discounts):
                    self._changes.setdefault((change.date, account, change.currency), []).append(change)
        return self._changes

    def unposted(self, posted: Iterable[Noted]) -> Iterator[tuple[Transaction, Posting]]:
        """Yield what went from one customer to another in an allowance on days on which it did not change."""
        days = {
            (each.entry.date, each.posting.account, each.currency) for each in posted if each.rule == TRUE_UP
        }
        for key, found in self.changes.items():
            if key in days or sum((change.amount for change in found), ZERO):
                continue
            date, account, currency = key
            for change in found:
                meta: dict[str, Any] = {
                    "filename": "<beanplant.sales_discounts>",
                    "lineno": 0,
                    "cause": change.cause,
                    UNPOSTED: True,
                }
                amount = Amount(-change.amount if account == change.allowance else change.amount, currency)
                about = {**meta, "rule": TRUE_UP, CUSTOMER: change.customer}
                posting = Posting(account, amount, None, None, None, about)
                text = "Allowance for discounts, from one customer to another"
                yield Transaction(meta, date, "*", None, text, EMPTY_SET, EMPTY_SET, [posting]), posting
