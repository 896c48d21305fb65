"""Invoices with terms, and what came on them: payments, credit notes, what was taken back.

What a posting on a receivables account is about says its own ``invoice:``, else its transaction's, else a
link that is the name of an invoice (``^INV-9001``). A debit is the invoice, or a debit note on it; a
debit without revenue is a payment taken back (a bounced check). A credit is a payment where money came in
(a debit of an asset, a liability or equity), a credit note where revenue or tax was taken back, else a
write-off, on which there is no discount.

What a discount is on: postings on revenue accounts with ``plant-sales-discounts`` and, under ``tax-mode:
"included"``, those on their tax account. All else in the invoice (freight, a fee) is owed, but not
discounted. An invoice without any revenue (an opening balance) is discounted in full.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.data import Posting, Transaction

from beanplant.engine.stock import Money
from beanplant.faults import DiscountError, Faults, nearest, place
from beanplant.rules.discounts import Terms, parse_terms

if TYPE_CHECKING:
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import SalesDiscounts

CHARGE, CREDIT, PAYMENT, TAKEN_BACK = range(4)
"""Kinds of events, in the order in which those of one day count."""


class Event(NamedTuple):
    """Something on an invoice: ``amount`` (positive, smallest unit), and what of it a discount is on, by
    account.

    ``parts`` are accounts that a discount is posted to, with the amounts that it is on.
    """

    date: datetime.date
    kind: int
    entry: Transaction
    account: str
    amount: int
    parts: Mapping[str, int]
    source: Mapping[str, Any]


@dataclass(slots=True)
class Invoice:
    """An invoice with a discount in its terms, and its events.

    ``outside`` are the revenue accounts in it that no discount is on.
    """

    name: str
    date: datetime.date
    currency: str
    money: Money
    rule: SalesDiscounts
    terms: Terms
    source: Mapping[str, Any]
    outside: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)


class _Debt(NamedTuple):
    """What a transaction says of one invoice: its receivables posting, the amount (debit positive), its metadata."""

    posting: Posting
    amount: Decimal
    source: Mapping[str, Any]


class Reader:
    """Reads the transactions that touch a receivables account of ``plant-sales-discounts``."""

    def __init__(self, master: MasterData, options_map: Mapping[str, Any], faults: Faults) -> None:
        self.master = master
        self.faults = faults
        self.invoices: dict[str, Invoice] = {}
        self.known: set[str] = set()
        self.income = f"{options_map.get('name_income', 'Income')}:"
        self.expenses = f"{options_map.get('name_expenses', 'Expenses')}:"
        self.rules: dict[str, list[SalesDiscounts]] = {}
        for rule in master.sales_discounts:
            self.rules.setdefault(rule.receivables, []).append(rule)
        self.taxes = {rule.tax for rule in master.sales_discounts}
        self._roots: dict[str, str | None] = {}

    def root(self, account: str) -> str | None:
        """Return the receivables account that this one is or is below; None for any other."""
        try:
            return self._roots[account]
        except KeyError:
            name = account
            while name and name not in self.rules:
                name = name.rpartition(":")[0]
            self._roots[account] = name or None
            return name or None

    def read(self, entries: Iterable[Any]) -> list[Invoice]:
        """Return the invoices that a discount can be taken on, with what came on them, by date."""
        reductions: list[tuple[Transaction, str | None, list[_Debt]]] = []
        root = self.root
        for entry in entries:
            if type(entry) is not Transaction:
                continue
            touched = [posting for posting in entry.postings if root(posting.account) is not None]
            if not touched:
                continue
            for name, debts in _by_invoice(entry, touched).items():
                amount = sum((debt.amount for debt in debts), Decimal())
                if amount > 0 and (self._revenue(entry) or not self._is_known(entry, name)):
                    self._charge(entry, name, debts, amount)
                elif amount:
                    reductions.append((entry, name, debts))
        for entry, name, debts in reductions:
            self._reduce(entry, name, debts)
        found = list({id(invoice): invoice for invoice in self.invoices.values()}.values())
        for invoice in found:
            # What was paid ahead counts from the day of the invoice.
            invoice.events.sort(key=lambda event: (max(event.date, invoice.date), event.kind))
        return found

    def _is_known(self, entry: Transaction, name: str | None) -> bool:
        if name is not None:
            return name in self.known
        return any(link in self.invoices for link in entry.links or ())

    def _revenue(self, entry: Transaction) -> bool:
        """Whether a debit is an invoice: it says its terms, or earns something, and no money went out."""
        if "terms" in entry.meta or any(leg.meta and "terms" in leg.meta for leg in entry.postings):
            return True
        earned = (self.income, self.expenses)
        return all(account.startswith(earned) for account in self._counter(entry, -1))

    def _counter(self, entry: Transaction, sign: int) -> list[str]:
        """Return the accounts, other than receivables and tax, that a transaction debits (1) or credits (-1)."""
        return [
            leg.account
            for leg in entry.postings
            if leg.units is not None
            and leg.units.number is not None
            and leg.units.number * sign > 0
            and self.root(leg.account) is None
            and leg.account not in self.taxes
        ]

    def _charge(self, entry: Transaction, name: str | None, debts: list[_Debt], amount: Decimal) -> None:
        """Note an invoice, or a debit note on one that is known."""
        posting, _, source = debts[0]
        names = [name] if name is not None else sorted(entry.links or ())
        self.known.update(names if name is not None else ())
        text = (posting.meta or {}).get("terms", entry.meta.get("terms"))
        before = next((self.invoices[n] for n in names if n in self.invoices), None)
        terms = None
        if text is not None:
            terms, error = (
                parse_terms(text)
                if isinstance(text, str)
                else (None, f"terms: found {text}, expected a text")
            )
            if terms is None:
                self.faults.add(DiscountError, dict(source), error, entry)
        if before is not None:
            if terms is not None and terms.tiers:
                message = f'invoice "{before.name}" is written twice: also at {place(dict(before.source))}'
                self.faults.add(DiscountError, dict(source), f"{message}; correct one of the numbers", entry)
            else:
                self._event(before, CHARGE, entry, debts, amount)
            return
        if terms is None or not terms.tiers:
            return
        if not names:
            message = f'terms "{terms.text}" without an invoice; write invoice: "NUMBER", so that the payment finds it'
            self.faults.add(DiscountError, dict(source), message, entry)
            return
        assert posting.units is not None
        rule = self._rule(entry, posting)
        currency = posting.units.currency
        if rule is None or self._foreign(entry, currency, names[0], source):
            return
        invoice = Invoice(names[0], entry.date, currency, Money(currency), rule, terms, source)
        for other in names:
            self.invoices[other] = invoice
        self._event(invoice, CHARGE, entry, debts, amount)

    def _rule(self, entry: Transaction, posting: Posting) -> SalesDiscounts | None:
        """Return how discounts on an invoice are booked: by its revenue accounts, else by its receivables."""
        root = self.root(posting.account)
        for leg in entry.postings:
            rule = self.master.discounts_on(leg.account, entry.date)
            if rule is not None and rule.receivables == root:
                return rule
        if any(leg.account.startswith(self.income) for leg in entry.postings):
            return None
        in_force = [rule for rule in self.rules[root or ""] if rule.date <= entry.date]
        return max(in_force, key=lambda rule: rule.date) if in_force else None

    def _foreign(self, entry: Transaction, currency: str, name: str, source: Mapping[str, Any]) -> bool:
        found = sorted({leg.units.currency for leg in entry.postings if leg.units is not None} - {currency})
        if found:
            message = (
                f'invoice "{name}" is in {currency} and {", ".join(found)}; a discount needs one currency'
            )
            self.faults.add(DiscountError, dict(source), message, entry)
        return bool(found)

    def _reduce(self, entry: Transaction, name: str | None, debts: list[_Debt]) -> None:
        """Note a payment, a credit note or a payment taken back on the invoice that it names."""
        source = debts[0].source
        if name is not None:
            invoice = self.invoices.get(name)
            if invoice is None and name not in self.known:
                message = (
                    f'unknown invoice "{name}"{nearest(name, self.known)}; write invoice: on the transaction'
                )
                self.faults.add(
                    DiscountError, dict(source), f"{message} that books it", entry, f"unknown {name}"
                )
        else:
            linked = {id(self.invoices[n]): self.invoices[n] for n in entry.links or () if n in self.invoices}
            if len(linked) > 1:
                message = (
                    f"links to {len(linked)} invoices; write invoice: on each posting on the receivables"
                )
                self.faults.add(DiscountError, dict(source), message, entry)
                return
            invoice = next(iter(linked.values()), None)
        if invoice is None:
            return
        amount = sum((debt.amount for debt in debts), Decimal())
        if amount > 0:
            kind = TAKEN_BACK
        else:
            kind = CREDIT if self._returns(entry) else PAYMENT
        self._event(invoice, kind, entry, debts, abs(amount))

    def _returns(self, entry: Transaction) -> bool:
        """Whether a credit is a credit note: revenue was taken back, and no money came in."""
        counter = self._counter(entry, 1)
        taken_back = any(account.startswith(self.income) for account in counter)
        return taken_back and all(account.startswith((self.income, self.expenses)) for account in counter)

    def _event(
        self, invoice: Invoice, kind: int, entry: Transaction, debts: list[_Debt], amount: Decimal
    ) -> None:
        posting, _, source = debts[0]
        wrong = sorted(
            {d.posting.units.currency for d in debts if d.posting.units is not None} - {invoice.currency}
        )
        if wrong:
            message = f'invoice "{invoice.name}" is in {invoice.currency}, found {", ".join(wrong)}'
            self.faults.add(DiscountError, dict(source), message, entry)
            return
        parts = self._parts(invoice, entry, kind) if kind in (CHARGE, CREDIT) else {}
        whole = self._owed(entry, 1 if kind == CHARGE else -1)
        if parts and whole != amount:  # one of several invoices in the transaction
            parts = {
                account: round(Fraction(amount) * number / Fraction(whole))
                for account, number in parts.items()
            }
        events = invoice.events
        events.append(
            Event(entry.date, kind, entry, posting.account, invoice.money.to_int(amount), parts, source)
        )

    def _owed(self, entry: Transaction, sign: int) -> Decimal:
        """Return what all receivables postings of a transaction with this sign add up to, as a positive number."""
        numbers = [
            leg.units.number * sign
            for leg in entry.postings
            if leg.units is not None and leg.units.number is not None and self.root(leg.account) is not None
        ]
        return sum((number for number in numbers if number > 0), Decimal())

    def _parts(self, invoice: Invoice, entry: Transaction, kind: int) -> dict[str, int]:
        """Return what a discount on an invoice or credit note is on, by the account that it is posted to."""
        rule, money = invoice.rule, invoice.money
        included = rule.tax is not None and rule.tax_mode == "included"
        parts: dict[str, Decimal] = {}
        earned = False
        for leg in entry.postings:
            if leg.units is None or leg.units.number is None or self.root(leg.account) is not None:
                continue
            target: str | None = None
            if rule.tax is not None and (leg.account == rule.tax or leg.account.startswith(f"{rule.tax}:")):
                target = leg.account if included else None
            elif leg.account.startswith(self.income):
                earned = True
                found = self.master.discounts_on(leg.account, entry.date)
                if found is not None:
                    target = found.discounts
                elif kind == CHARGE:
                    invoice.outside.add(leg.account)
                elif leg.account not in invoice.outside:
                    target = rule.discounts  # a credit note on returns and allowances
            if target is not None:
                parts[target] = parts.get(target, Decimal()) - leg.units.number
        if not earned:
            parts = {rule.discounts: self._owed(entry, 1 if kind == CHARGE else -1)}
        return {account: abs(money.to_int(number)) for account, number in parts.items() if number}


def _by_invoice(entry: Transaction, touched: list[Posting]) -> dict[str | None, list[_Debt]]:
    """Group the receivables postings of a transaction by the invoice that they name; None: by a link, if at all."""
    found: dict[str | None, list[_Debt]] = {}
    for posting in touched:
        if posting.units is None or posting.units.number is None:
            continue
        own = posting.meta is not None and "invoice" in posting.meta
        source = posting.meta if own and posting.meta is not None else entry.meta
        name = str(source["invoice"]) if "invoice" in source else None
        found.setdefault(name, []).append(_Debt(posting, posting.units.number, source))
    return found
