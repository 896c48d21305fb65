"""Finds the invoices with terms in a ledger, and what came on them: payments, credit notes, payments
taken back.

What a posting on a receivables account is about says its own ``invoice:``, else its transaction's, else a
link that is the name of an invoice (``^INV-9001``). A debit is the invoice, or a debit note on it; a
debit without revenue is a payment taken back (a bounced check). A credit is a payment where money came in
(a debit of an asset, a liability or equity), a credit note where revenue or tax was taken back, else a
write-off, on which there is no discount.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.data import Posting, Transaction

from beanplant.engine.discounts.invoices import (
    CHARGE,
    CREDIT,
    PAYMENT,
    TAKEN_BACK,
    WRITE_OFF,
    Debt,
    Event,
    Invoice,
    by_invoice,
    discounted_parts,
)
from beanplant.engine.stock import Money
from beanplant.faults import DiscountError, Faults, nearest, place
from beanplant.rules.discounts import parse_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import SalesDiscounts


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
        reductions: list[tuple[Transaction, str | None, list[Debt]]] = []
        root = self.root
        for entry in entries:
            if type(entry) is not Transaction:
                continue
            touched = [posting for posting in entry.postings if root(posting.account) is not None]
            if not touched:
                continue
            for name, debts in by_invoice(entry, touched).items():
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
        """Return the accounts, other than receivables and tax, that get (1) or give (-1) money; goods are none."""
        return [
            leg.account
            for leg in entry.postings
            if leg.units is not None
            and leg.units.number is not None
            and leg.units.number * sign > 0
            and self.root(leg.account) is None
            and leg.account not in self.taxes
            and leg.units.currency not in self.master.items
        ]

    def _charge(self, entry: Transaction, name: str | None, debts: list[Debt], amount: Decimal) -> None:
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
        invoice = Invoice(names[0], entry.date, currency, Money(currency), rule, terms, source, entry.payee)
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
        """Refuse an invoice whose receivables, revenue and tax are not all in one currency."""
        currencies = {
            leg.units.currency
            for leg in entry.postings
            if leg.units is not None
            and (leg.account.startswith(self.income) or leg.account in self.taxes or self.root(leg.account))
        }
        found = sorted(currencies - {currency})
        if found:
            message = (
                f'invoice "{name}" is in {currency} and {", ".join(found)}; a discount needs one currency'
            )
            self.faults.add(DiscountError, dict(source), message, entry)
        return bool(found)

    def _reduce(self, entry: Transaction, name: str | None, debts: list[Debt]) -> None:
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
        self._event(invoice, TAKEN_BACK if amount > 0 else self._kind(entry), entry, debts, abs(amount))

    def _kind(self, entry: Transaction) -> int:
        """Say what a credit is: money came in, revenue was taken back, or it was given up."""
        counter = self._counter(entry, 1)
        if not all(account.startswith((self.income, self.expenses)) for account in counter):
            return PAYMENT
        return CREDIT if any(account.startswith(self.income) for account in counter) else WRITE_OFF

    def _event(
        self, invoice: Invoice, kind: int, entry: Transaction, debts: list[Debt], amount: Decimal
    ) -> None:
        posting, _, source = debts[0]
        wrong = sorted(
            {d.posting.units.currency for d in debts if d.posting.units is not None} - {invoice.currency}
        )
        if wrong:
            message = f'invoice "{invoice.name}" is in {invoice.currency}, found {", ".join(wrong)}'
            self.faults.add(DiscountError, dict(source), message, entry)
            return
        parts: dict[str, int] = {}
        if kind in (CHARGE, CREDIT):
            parts = discounted_parts(invoice, kind, entry, amount, self.master, self.root, self.income)
        events = invoice.events
        events.append(
            Event(entry.date, kind, entry, posting.account, invoice.money.to_int(amount), parts, source)
        )
