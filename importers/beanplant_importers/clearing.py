"""Who settles what: payments are matched to the invoices that they cleared.

In this order a payment (or a row of one) settles

1. what it says itself: a settlement of the ERP, with the discount on each invoice,
2. the invoice that it refers to: a partial payment, or one posted against its invoice,
3. the items that were cleared with it: they have one clearing document. Credit notes and what was left of an earlier
   payment (a residual item) are among them. Of several payments cleared together the first ones settle the first
   invoices.

What is left has no invoice: money on account. A residual item is a debt again, under the payment's number, with the
invoice that it is left of (where the row does not say it, the one that the payment cleared); it lowers what the payment
settled. A credit note that refers to nothing lowers the invoice that it was cleared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from beanplant_importers.facts import ZERO
from beanplant_importers.open_items import CREDIT_NOTE, INVOICE, PAYMENT, Applied, OpenItem


def name_residuals(items: Sequence[OpenItem], sign: int) -> list[OpenItem]:
    """Return the items; what a payment left of the one invoice that it cleared refers to it, where its row does not."""
    cleared: dict[str, list[OpenItem]] = {}
    paid: set[str] = set()
    for item in items:
        if item.kind == INVOICE and item.clearing:
            cleared.setdefault(item.clearing, []).append(item)
        elif item.kind == PAYMENT and item.amount * sign < 0:
            paid.add(item.number)

    def named(item: OpenItem) -> OpenItem:
        left = item.kind == PAYMENT and item.amount * sign > 0 and not item.invoice and item.number in paid
        found = cleared.get(item.number, ()) if left else ()
        return replace(item, invoice=found[0].number) if len(found) == 1 else item

    return [named(item) for item in items]


@dataclass(slots=True)
class Settled:
    """A payment with what it settled; ``residuals`` are rows of its own document that left a debt."""

    item: OpenItem
    applied: list[Applied] = field(default_factory=list)
    residuals: list[OpenItem] = field(default_factory=list)

    @property
    def money(self) -> Decimal:
        """What came in or went out, positive."""
        return sum((part.amount for part in self.applied), ZERO)


class Clearing:
    """The items of a file, matched. ``sign`` is 1 for customers, -1 for vendors."""

    def __init__(self, items: Iterable[OpenItem], sign: int) -> None:
        self.sign = sign
        self.items = [item for item in items if not item.reason and not item.elsewhere]
        self._groups: dict[str, list[OpenItem]] = {}
        self._payments: dict[str, list[OpenItem]] = {}
        for item in self.items:
            if item.clearing:
                self._groups.setdefault(item.clearing, []).append(item)
            if item.kind == PAYMENT and self._lowers(item):
                self._payments.setdefault(item.number, []).append(item)
        self._residuals: dict[str, list[OpenItem]] = {}
        self.stray: list[OpenItem] = []
        """Residual items whose payment is not in the file."""
        for item in self.items:
            if item.kind == PAYMENT and not self._lowers(item) and item.invoice:
                there = self._payments.get(item.number)
                (self._residuals.setdefault(item.number, []) if there else self.stray).append(item)
        self._names = self._credit_notes()
        self._in_groups = self._settle_groups()

    def _lowers(self, item: OpenItem) -> bool:
        return item.amount * self.sign < 0

    def residuals(self) -> Iterable[Sequence[OpenItem]]:
        """Return the residual items that are part of a payment's own document."""
        return self._residuals.values()

    def name(self, item: OpenItem) -> str:
        """Return the invoice that an item is or is about; nothing for a credit note on nothing."""
        if item.kind == INVOICE:
            return item.number
        return item.invoice or self._names.get((item.document, item.line), "")

    def payment(self, item: OpenItem) -> Settled:
        """Return what a payment settled."""
        found = Settled(item)
        owed = -item.amount * self.sign
        if item.applied:
            found.applied = list(item.applied)
            rest = owed - sum((part.amount for part in item.applied), ZERO)
            if rest:  # the row states what was cleared, not the money
                rest -= sum((part.discount for part in item.applied), ZERO)
        elif item.invoice:
            found.applied = [Applied(item.invoice, owed - item.discount, item.discount)]
            rest = ZERO
        else:
            found.applied = self._in_groups.get((item.document, item.line), [])
            rest = ZERO if found.applied else owed - item.discount
        if rest:
            found.applied = [*found.applied, Applied("", rest)]
        mine = self._payments.get(item.number, [item])
        if mine[0] is item:
            found.residuals = self._residuals.get(item.number, [])
            for left in found.residuals:
                found.applied = _add(found.applied, Applied(left.invoice, -left.amount * self.sign))
        return found

    def _credit_notes(self) -> dict[tuple[str, str], str]:
        """Give each credit note without an invoice the one that it was cleared with.

        One that had a discount goes to an invoice that had one, else to one that had none; of these to the oldest
        that is no less, or the largest.
        """
        names = {}
        for group in self._groups.values():
            invoices = sorted(
                (item for item in group if item.kind == INVOICE), key=lambda item: (item.date, item.number)
            )
            for item in group:
                if item.kind == CREDIT_NOTE and not item.invoice and invoices:
                    alike = [other for other in invoices if bool(other.discount) == bool(item.discount)]
                    fits = [other for other in alike if abs(other.amount) >= abs(item.amount)]
                    largest = max(invoices, key=lambda other: abs(other.amount))
                    names[item.document, item.line] = (fits[0] if fits else largest).number
        return names

    def _settle_groups(self) -> dict[tuple[str, str], list[Applied]]:
        """Return what the payments of each clearing settled, by document and line."""
        result: dict[tuple[str, str], list[Applied]] = {}
        for clearing, group in self._groups.items():
            paid = [item for item in self._payments.get(clearing, ()) if item not in group] + [
                item for item in group if item.kind == PAYMENT and self._lowers(item)
            ]
            free = sorted(
                (item for item in paid if not item.invoice and not item.applied),
                key=lambda item: (item.date, item.number, item.line),
            )
            if free:
                result.update(self._share(free, self._debts(group, paid)))
        return result

    def _debts(self, group: Sequence[OpenItem], paid: Sequence[OpenItem]) -> dict[str, Applied]:
        """Return what of each invoice is settled in a clearing, in the order of the invoices."""
        debts: dict[str, Applied] = {}

        def add(name: str, amount: Decimal, discount: Decimal) -> None:
            before = debts.get(name, Applied(name, ZERO))
            debts[name] = Applied(name, before.amount + amount, before.discount + discount)

        for item in sorted(group, key=lambda item: (item.kind != INVOICE, item.date, item.number)):
            if item.kind == PAYMENT and self._lowers(item):
                continue
            if item.kind == PAYMENT and not item.invoice:
                continue
            back = -1 if item.kind == CREDIT_NOTE else 1
            discount = item.discount * back
            add(self.name(item), item.amount * self.sign - discount, discount)
        for item in paid:
            if item.invoice:
                add(item.invoice, item.amount * self.sign + item.discount, ZERO)
            for part in item.applied:
                add(part.invoice, -part.amount, ZERO)
        return debts

    def _share(
        self, payments: Sequence[OpenItem], debts: dict[str, Applied]
    ) -> Iterable[tuple[tuple[str, str], list[Applied]]]:
        """Yield what each payment settles, as far as it goes; what is left of it is on account.

        A payment's row states what it cleared, with the discount; where it was cleared later by another document it
        states the money. Which of the two it is shows in what was cleared.
        """
        if not any(debt.discount for debt in debts.values()):
            debts = _discount_off(debts, sum((item.discount for item in payments), ZERO))
        left = [debt for debt in debts.values() if debt.amount or debt.discount]
        left.sort(key=lambda debt: debt.amount > 0)  # credits first: they pay, too
        stated = sum((-item.amount * self.sign for item in payments), ZERO)
        in_money = stated == sum((debt.amount for debt in left), ZERO)

        def size(debt: Applied) -> Decimal:
            return debt.amount if in_money else debt.amount + debt.discount

        for item in payments:
            rest = -item.amount * self.sign
            applied: list[Applied] = []
            while left and (rest > 0 or left[0].amount <= 0):
                debt = left[0]
                if size(debt) <= rest:
                    applied.append(left.pop(0))
                    rest -= size(debt)
                elif rest > 0:
                    applied.append(Applied(debt.invoice, rest))
                    left[0] = debt._replace(amount=debt.amount - rest)
                    rest = ZERO
                else:  # a discount that is more than its invoice
                    break
            if rest:
                applied = _add(applied, Applied("", rest))
            yield (item.document, item.line), applied


def _discount_off(debts: dict[str, Applied], discount: Decimal) -> dict[str, Applied]:
    """Take a discount that only the payment states off the invoices, the largest first."""
    result = dict(debts)
    for name, debt in sorted(debts.items(), key=lambda pair: (-pair[1].amount, pair[0])):
        part = min(discount, debt.amount)
        if part > 0:
            result[name] = Applied(name, debt.amount - part, part)
            discount -= part
    return result


def _add(applied: Sequence[Applied], more: Applied) -> list[Applied]:
    """Add to what is settled of one invoice."""
    result = list(applied)
    for index, part in enumerate(result):
        if part.invoice == more.invoice:
            result[index] = part._replace(amount=part.amount + more.amount)
            return result
    return [*result, more]
