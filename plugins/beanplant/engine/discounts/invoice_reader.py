"""Finds the invoices with terms in a ledger, and what came on them: payments, credit notes, payments
taken back.

What a posting on an account of open items is about says its own ``invoice:``, else its transaction's, else a link that
is the name of an invoice (``^INV-9001``). What is an invoice, a payment and a credit note there, and what a discount
is on, is said for sales in ``sales_reader`` and for purchases in ``bill_reader``.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from beancount.core.data import Posting, Transaction

from beanplant.engine.discounts.discounted import discounted_parts
from beanplant.engine.discounts.foreign import note_rate
from beanplant.engine.discounts.invoice_checks import (
    amounts_fit,
    counted_from,
    goods_dated,
    in_calendar,
    not_discounted,
    one_currency,
    terms_of,
    too_early,
)
from beanplant.engine.discounts.invoices import (
    CHARGE,
    CREDIT,
    NO_NUMBER,
    PAYMENT,
    TAKEN_BACK,
    Debt,
    Event,
    Invoice,
    Target,
    by_invoice,
)
from beanplant.engine.discounts.unmatched import Unmatched, advise, misspelled, no_number, unknown_invoice
from beanplant.engine.stock import Money
from beanplant.faults import DiscountError, Faults, place
from beanplant.masterdata.account_roots import AccountRoots

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Discounts


class Reader(ABC):
    """Reads the transactions that touch an account of open items: receivables or payables."""

    topic: ClassVar[str]
    sign: ClassVar[int]
    items: ClassVar[str]
    """What the account of open items is called."""

    def __init__(self, master: MasterData, options_map: Mapping[str, Any], faults: Faults) -> None:
        self.master = master
        self.faults = faults
        self.invoices: dict[str, Invoice] = {}
        self.known: set[str] = set()
        self.liabilities = f"{options_map.get('name_liabilities', 'Liabilities')}:"
        self.income = f"{options_map.get('name_income', 'Income')}:"
        self.expenses = f"{options_map.get('name_expenses', 'Expenses')}:"
        self.rules: dict[str, list[Discounts]] = {}
        for rule in self.facts():
            self.rules.setdefault(rule.open_items, []).append(rule)
        self.taxes = AccountRoots({rule.tax for rule in self.facts() if rule.tax is not None})
        self.top = str(options_map.get("filename") or "")
        self.unmatched = Unmatched()
        self.roots = AccountRoots(self.rules)
        self._monies: dict[str, Money] = {}
        self._touching: list[Transaction] = []

    @abstractmethod
    def facts(self) -> Sequence[Discounts]:
        """Return how discounts are booked."""

    @abstractmethod
    def charges(self, entry: Transaction) -> bool:
        """Whether what raises an open item is an invoice; else a payment is taken back."""

    @abstractmethod
    def kind(self, invoice: Invoice, entry: Transaction) -> int:
        """Say what lowers an open item: a payment, a credit note, or that it was given up."""

    @abstractmethod
    def rule(self, entry: Transaction, posting: Posting) -> Discounts | None:
        """Return how discounts on an invoice are booked; None where none are."""

    @abstractmethod
    def matters(self, leg: Posting) -> bool:
        """Whether a discount may be on a posting of an invoice, so that it needs the invoice's currency."""

    @abstractmethod
    def target(
        self, invoice: Invoice, kind: int, entry: Transaction, leg: Posting
    ) -> tuple[Target | None, bool]:
        """Return where a discount on a posting of an invoice goes, and whether the posting is what it is for."""

    @abstractmethod
    def unknown(self, invoice: Invoice) -> Target:
        """Return where the discount of an invoice goes that does not say what it is for."""

    def read(self, entries: Iterable[Any]) -> list[Invoice]:
        """Return the invoices that a discount can be taken on, with what came on them, by date."""
        reductions: list[tuple[Transaction, str | None, list[Debt]]] = []
        roots = self.roots
        touching = []
        for entry in entries:
            if type(entry) is not Transaction:
                continue
            touched = [posting for posting in entry.postings if roots[posting.account] is not None]
            if not touched:
                continue
            touching.append(entry)
            for name, debts in by_invoice(entry, touched, self.sign).items():
                if name == NO_NUMBER:
                    no_number(self, entry, debts)
                    continue
                amount = debts[0].amount if len(debts) == 1 else sum((d.amount for d in debts), Decimal())
                if amount > 0 and (not self._is_known(entry, name) or self._raises(entry)):
                    self._charge(entry, name, debts, amount)
                elif amount:
                    reductions.append((entry, name, debts))
        for entry, name, debts in reductions:
            self._reduce(entry, name, debts)
        self._touching = touching
        found = list({id(invoice): invoice for invoice in self.invoices.values()}.values())
        advise(self, found)
        for invoice in found:
            if len(invoice.events) > 1:
                # What was paid ahead counts from the day of the invoice.
                invoice.events.sort(key=lambda event: (max(event.date, invoice.date), event.kind))
        return found

    def let_go(self) -> Self:
        """Forget what was read but for its transactions: hundreds of thousands of events are much to keep."""
        self.invoices, self.known, self.unmatched = {}, set(), Unmatched()
        return self

    def again(self) -> list[Invoice]:
        """Return the invoices once more. What is wrong was said the first time."""
        self.let_go().faults = Faults()
        return self.read(self._touching)

    def _applied(self, entry: Transaction) -> bool:
        """Whether a transaction has open items only: the credit of one invoice pays for another."""
        return all(self.roots[leg.account] is not None for leg in entry.postings)

    def _raises(self, entry: Transaction) -> bool:
        return self.says_terms(entry) or (not self._applied(entry) and self.charges(entry))

    def _is_known(self, entry: Transaction, name: str | None) -> bool:
        if name is not None:
            return name in self.known
        return any(link in self.invoices for link in entry.links or ())

    @staticmethod
    def says_terms(entry: Transaction) -> bool:
        """Whether a transaction says the terms of an invoice."""
        return "terms" in entry.meta or any(leg.meta and "terms" in leg.meta for leg in entry.postings)

    def counter(self, entry: Transaction, sign: int) -> list[Posting]:
        """Return the postings, other than open items and tax, that get (1) or give (-1) money; goods are none."""
        return [
            leg
            for leg in entry.postings
            if leg.units is not None
            and leg.units.number is not None
            and leg.units.number * sign > 0
            and self.roots[leg.account] is None
            and self.taxes[leg.account] is None
            and leg.units.currency not in self.master.items
        ]

    def _charge(self, entry: Transaction, name: str | None, debts: list[Debt], amount: Decimal) -> None:
        """Note an invoice, or a debit note on one that is known."""
        posting, _, _, source = debts[0]
        if name is not None:
            names = [name]
            self.known.add(name)
        else:
            names = sorted(entry.links or ())
        before = next((self.invoices[n] for n in names if n in self.invoices), None)
        terms = terms_of(self, entry, posting, source)
        if before is not None:
            if terms is not None:
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
        rule = self.rule(entry, posting)
        if rule is None:
            too_early(self, entry, posting, terms)
            return
        currency = posting.units.currency
        invoice = Invoice(
            names[0],
            entry.date,
            currency,
            self.money(currency),
            rule,
            terms,
            source,
            entry.payee,
            self.topic,
            self.sign,
        )
        invoice.top = self.top
        note_rate(self, entry, posting, invoice)
        if not one_currency(self, entry, invoice) or not goods_dated(self, entry, posting, invoice):
            return
        if not counted_from(self, entry, posting, invoice) or not in_calendar(self, entry, invoice):
            return
        for other in names:
            self.invoices[other] = invoice
        if rule.tax is None and self.sign == 1:
            not_discounted(self, entry, invoice)
        self._event(invoice, CHARGE, entry, debts, amount)
        amounts_fit(self, entry, invoice)

    def newest(self, root: str | None, date: datetime.date) -> Discounts | None:
        """Return the facts of an account of open items in force on a date."""
        in_force = [rule for rule in self.rules[root or ""] if rule.date <= date]
        return max(in_force, key=lambda rule: rule.date) if in_force else None

    def money(self, currency: str) -> Money:
        """Return how money of a currency is rounded; one for all of its invoices."""
        found = self._monies.get(currency)
        if found is None:
            found = self._monies[currency] = Money(currency)
        return found

    def came(self, entry: Transaction) -> datetime.date | None:
        """Return the day on which the goods of an invoice came, where the ledger has it elsewhere."""
        del entry
        return None

    def _reduce(self, entry: Transaction, name: str | None, debts: list[Debt]) -> None:
        """Note a payment, a credit note or a payment taken back on the invoice that it names."""
        source = debts[0].source
        if name is not None:
            invoice = self.invoices.get(name)
            if invoice is None and name not in self.known:
                unknown_invoice(self, entry, name, debts)
        else:
            linked = {id(self.invoices[n]): self.invoices[n] for n in entry.links or () if n in self.invoices}
            if len(linked) > 1:
                message = (
                    f"links to {len(linked)} invoices; write invoice: on each posting on the {self.items}"
                )
                self.faults.add(DiscountError, dict(source), message, entry)
                return
            invoice = next(iter(linked.values()), None)
            if invoice is None and debts[0].amount < 0:
                misspelled(self, entry, source)
                self.unmatched.payments.append((entry, debts))
        if invoice is None:
            return
        amount = sum((debt.amount for debt in debts), Decimal())
        kind = TAKEN_BACK
        if amount < 0:
            kind = PAYMENT if self._applied(entry) else self.kind(invoice, entry)
        self._event(invoice, kind, entry, debts, abs(amount))

    def _event(
        self, invoice: Invoice, kind: int, entry: Transaction, debts: list[Debt], amount: Decimal
    ) -> None:
        posting, _, _, source = debts[0]
        wrong = {debt.currency for debt in debts} - {invoice.currency}
        if wrong:
            message = f'invoice "{invoice.name}" is in {invoice.currency}, found {", ".join(sorted(wrong))}'
            self.faults.add(DiscountError, dict(source), message, entry)
            return
        parts: Mapping[Target, int] = {}
        if kind in (CHARGE, CREDIT):
            parts = self.discounted(invoice, kind, entry, amount)
        legs = tuple([debt.posting for debt in debts])
        cents = invoice.money.to_int(amount)
        invoice.events.append(Event(entry.date, kind, entry, posting.account, cents, parts, source, legs))

    def discounted(
        self, invoice: Invoice, kind: int, entry: Transaction, amount: Decimal
    ) -> dict[Target, int]:
        """Return what a discount on an invoice or credit note of ``amount`` is on, by where it is posted to."""
        return discounted_parts(self, invoice, kind, entry, amount)
