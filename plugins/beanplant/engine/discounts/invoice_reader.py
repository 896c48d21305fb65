"""Finds the invoices with terms in a ledger, and what came on them: payments, credit notes, payments
taken back.

What a posting on a receivables account is about says its own ``invoice:``, else its transaction's, else a
link that is the name of an invoice (``^INV-9001``). A debit is the invoice, or a debit note on it; a
debit without revenue is a payment taken back (a bounced check). A credit is a payment where money came in
(a debit of an asset, a liability or equity), a credit note where revenue or tax was taken back, else a
write-off, on which there is no discount. What is bought is read in the same way, the other way round
(``bill_reader``).
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from beancount.core.data import Posting, Transaction

from beanplant.engine.discounts.invoices import (
    CHARGE,
    CREDIT,
    PAYMENT,
    SALES,
    TAKEN_BACK,
    WRITE_OFF,
    Debt,
    Event,
    Invoice,
    Number,
    Target,
    by_invoice,
    in_currency,
    shared_parts,
    without_tax,
)
from beanplant.engine.stock import Money
from beanplant.faults import DiscountError, Faults, nearest, place
from beanplant.masterdata.facts import SalesDiscounts
from beanplant.rules.discounts import parse_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import Discounts


class Reader:
    """Reads the transactions that touch a receivables account of ``plant-sales-discounts``."""

    topic: ClassVar[str] = SALES
    sign: ClassVar[int] = 1
    items: ClassVar[str] = "receivables"

    def __init__(self, master: MasterData, options_map: Mapping[str, Any], faults: Faults) -> None:
        self.master = master
        self.faults = faults
        self.invoices: dict[str, Invoice] = {}
        self.known: set[str] = set()
        self.income = f"{options_map.get('name_income', 'Income')}:"
        self.expenses = f"{options_map.get('name_expenses', 'Expenses')}:"
        self.rules: dict[str, list[Discounts]] = {}
        for rule in self.facts():
            self.rules.setdefault(rule.open_items, []).append(rule)
        self.taxes = {rule.tax for rule in self.facts()}
        self.top = str(options_map.get("filename") or "")
        self._roots: dict[str, str | None] = {}

    def facts(self) -> Sequence[Discounts]:
        """Return how discounts are booked."""
        return self.master.sales_discounts

    def root(self, account: str) -> str | None:
        """Return the account of open items that this one is or is below; None for any other."""
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
            for name, debts in by_invoice(entry, touched, self.sign).items():
                amount = sum((debt.amount for debt in debts), Decimal())
                if amount > 0 and (self.charges(entry) or not self._is_known(entry, name)):
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

    @staticmethod
    def says_terms(entry: Transaction) -> bool:
        """Whether a transaction says the terms of an invoice."""
        return "terms" in entry.meta or any(leg.meta and "terms" in leg.meta for leg in entry.postings)

    def charges(self, entry: Transaction) -> bool:
        """Whether a debit is an invoice: it says its terms, or earns something, and no money went out."""
        if self.says_terms(entry):
            return True
        earned = (self.income, self.expenses)
        return all(leg.account.startswith(earned) for leg in self.counter(entry, -1))

    def counter(self, entry: Transaction, sign: int) -> list[Posting]:
        """Return the postings, other than open items and tax, that get (1) or give (-1) money; goods are none."""
        return [
            leg
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
        posting, _, _, source = debts[0]
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
        if rule is None:
            return
        currency = posting.units.currency
        invoice = Invoice(
            names[0],
            entry.date,
            currency,
            Money(currency),
            rule,
            terms,
            source,
            entry.payee,
            self.topic,
            self.sign,
        )
        invoice.top = self.top
        if rule.method != "allowance" and posting.price is not None and posting.price.number is not None:
            invoice.rate, invoice.worth = posting.price.number, Money(posting.price.currency)
        if self._foreign(entry, invoice) or not self._dated(entry, posting, invoice):
            return
        for other in names:
            self.invoices[other] = invoice
        self._event(invoice, CHARGE, entry, debts, amount)

    def _rule(self, entry: Transaction, posting: Posting) -> Discounts | None:
        """Return how discounts on an invoice are booked: by its revenue accounts, else by its receivables."""
        root = self.root(posting.account)
        for leg in entry.postings:
            rule = self.master.discounts_on(leg.account, entry.date)
            if rule is not None and rule.receivables == root:
                return rule
        if any(leg.account.startswith(self.income) for leg in entry.postings):
            return None
        return self.newest(root, entry.date)

    def newest(self, root: str | None, date: datetime.date) -> Discounts | None:
        """Return the facts of an account of open items in force on a date."""
        in_force = [rule for rule in self.rules[root or ""] if rule.date <= date]
        return max(in_force, key=lambda rule: rule.date) if in_force else None

    def matters(self, leg: Posting) -> bool:
        """Whether a discount may be on a posting of an invoice, so that it needs the invoice's currency."""
        return leg.account.startswith(self.income) or leg.account in self.taxes

    def _foreign(self, entry: Transaction, invoice: Invoice) -> bool:
        """Refuse an invoice that is not all in one currency, or in another at one rate; terms in another one."""
        found = sorted(
            {
                leg.units.currency
                for leg in entry.postings
                if leg.units is not None
                and leg.units.currency != invoice.currency
                and leg.units.number is not None
                and (
                    self.root(leg.account) is not None
                    or (self.matters(leg) and in_currency(invoice, leg) is None)
                )
            }
        )
        message = ""
        if found:
            message = (
                f'invoice "{invoice.name}" is in {invoice.currency} and {", ".join(found)}; a discount needs one'
                f" currency, or a price on {invoice.currency} of the invoice, such as @ 1.08 {found[0]}"
            )
        units = {tier.unit for tier in invoice.terms.tiers if tier.amount is not None} - {invoice.currency}
        if units:
            message = (
                f'terms "{invoice.terms.text}" are in {", ".join(sorted(units))}, but invoice "{invoice.name}" is in'
                f" {invoice.currency}; write the discount in the currency of the invoice"
            )
        if message:
            self.faults.add(DiscountError, dict(invoice.source), message, entry)
        return bool(message)

    def came(self, entry: Transaction) -> datetime.date | None:
        """Return the day on which the goods of an invoice came, where the ledger has it elsewhere."""
        del entry
        return None

    def _dated(self, entry: Transaction, posting: Posting, invoice: Invoice) -> bool:
        """Note when the goods came, where the terms count from there; say so where nothing tells it."""
        if not invoice.terms.on_goods:
            return True
        written = (posting.meta or {}).get("received", entry.meta.get("received"))
        if isinstance(written, datetime.date):
            invoice.received = written
        elif written is None:
            invoice.received = self.came(entry)
        if invoice.received is None:
            found = f'found received: "{written}"; ' if written is not None else ""
            message = (
                f'terms "{invoice.terms.text}" count from the receipt of the goods; {found}write'
                f" received: {entry.date}, the day on which they came, on the invoice"
            )
            self.faults.add(DiscountError, dict(invoice.source), message, entry)
        return invoice.received is not None

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
                    f"links to {len(linked)} invoices; write invoice: on each posting on the {self.items}"
                )
                self.faults.add(DiscountError, dict(source), message, entry)
                return
            invoice = next(iter(linked.values()), None)
        if invoice is None:
            return
        amount = sum((debt.amount for debt in debts), Decimal())
        kind = TAKEN_BACK if amount > 0 else self.kind(invoice, entry)
        self._event(invoice, kind, entry, debts, abs(amount))

    def kind(self, invoice: Invoice, entry: Transaction) -> int:
        """Say what a credit is: money came in, revenue was taken back, or it was given up."""
        del invoice
        counter = [leg.account for leg in self.counter(entry, 1)]
        if not all(account.startswith((self.income, self.expenses)) for account in counter):
            return PAYMENT
        return CREDIT if any(account.startswith(self.income) for account in counter) else WRITE_OFF

    def _event(
        self, invoice: Invoice, kind: int, entry: Transaction, debts: list[Debt], amount: Decimal
    ) -> None:
        posting, _, _, source = debts[0]
        wrong = sorted({debt.currency for debt in debts if debt.currency != invoice.currency})
        if wrong:
            message = f'invoice "{invoice.name}" is in {invoice.currency}, found {", ".join(wrong)}'
            self.faults.add(DiscountError, dict(source), message, entry)
            return
        parts: Mapping[Target, int] = {}
        if kind in (CHARGE, CREDIT):
            parts = self.discounted(invoice, kind, entry, amount)
        legs = tuple(debt.posting for debt in debts)
        cents = invoice.money.to_int(amount)
        invoice.events.append(Event(entry.date, kind, entry, posting.account, cents, parts, source, legs))

    def discounted(
        self, invoice: Invoice, kind: int, entry: Transaction, amount: Decimal
    ) -> dict[Target, int]:
        """Return what a discount on an invoice or credit note of ``amount`` is on, by where it is posted to.

        Where the transaction has other open items too (several invoices), the parts are this one's share.
        """
        rule = invoice.rule
        direction = self.sign if kind == CHARGE else -self.sign
        parts: dict[Target, Number] = {}
        taxes: list[Target] = []
        whole = Decimal()
        found = False
        for leg in entry.postings:
            if leg.units is None or leg.units.number is None:
                continue
            if self.root(leg.account) is not None:
                whole += max(leg.units.number * direction, Decimal())
                continue
            target: Target | None = None
            taxed = rule.tax is not None and (
                leg.account == rule.tax or leg.account.startswith(f"{rule.tax}:")
            )
            if taxed:
                if rule.tax_mode in ("included", "unadjusted") and not is_out(leg):
                    target = Target(leg.account)
            else:
                target, is_it = self.target(invoice, kind, entry, leg)
                found = found or is_it
            if target is None:
                continue
            worth = in_currency(invoice, leg)
            if worth is not None:
                number, foreign = worth
                if invoice.rate is not None and foreign:
                    target = target._replace(foreign=True)
                if taxed:
                    taxes.append(target)
                parts[target] = parts.get(target, 0) - number * direction
        if not found:
            parts, taxes = {self.unknown(invoice): whole}, []
        if rule.tax_mode == "unadjusted":
            without_tax(parts, taxes)
        return shared_parts(invoice, parts, amount, whole)

    def target(
        self, invoice: Invoice, kind: int, entry: Transaction, leg: Posting
    ) -> tuple[Target | None, bool]:
        """Return where a discount on a posting of an invoice goes, and whether the posting is what it is for."""
        if not leg.account.startswith(self.income):
            return None, False
        if is_out(leg):
            return None, True
        found = self.master.discounts_on(leg.account, entry.date)
        if found is not None:
            # Under the net method the discount lowers the revenue itself.
            return Target(found.discounts if found.method != "net" else leg.account), True
        if kind == CHARGE:
            invoice.outside.add(leg.account)
        elif leg.account not in invoice.outside:  # a credit note on returns and allowances
            return self.unknown(invoice), True
        return None, True

    def unknown(self, invoice: Invoice) -> Target:
        """Return where the discount of an invoice goes that does not say what it is for."""
        rule = invoice.rule
        assert isinstance(rule, SalesDiscounts)
        return Target(rule.discounts if rule.method != "net" else rule.account)


def is_out(leg: Posting) -> bool:
    """Whether a posting says that no discount is on it."""
    return leg.meta is not None and leg.meta.get("discounted") is False
