"""The bookkeeper's own entries, which no export holds: vendors' invoices and payments, payroll, power, rent, closes.

They are Beancount text, as the bookkeeper would type it: quantities and prices, no values.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.days import DAY, LAST, Month, month_of, months, shift, workdays
from simulator.findings import exact, plain
from simulator.purchasing import COATER, VENDORS

if TYPE_CHECKING:
    from simulator.documents import Purchase
    from simulator.overhead import CenterMonth
    from simulator.story import Story

F = Fraction
RECEIVED = "Liabilities:P100:GoodsReceivedNotInvoiced"
PAYABLES = "Liabilities:Payables"
IN_EURO = "Liabilities:PayablesEuro"
EXCHANGE = "Expenses:Administration:ExchangeDifferences"
BANK = "Assets:Bank"
WORK = "Assets:P100:WorkInProcess:Orders"
WIDTH = 58

OFFICE: tuple[tuple[str, str, str, int], ...] = (
    ("Payroll", "Office salaries", "Expenses:Administration:Salaries", 16800),
    ("Payroll", "Shipping and warehouse wages", "Expenses:Distribution:Wages", 6900),
    ("Lima Industrial Park", "Office rent", "Expenses:Administration:Rent", 2200),
    ("Buckeye Mutual", "Insurance", "Expenses:Administration:Insurance", 950),
    ("Great Lakes Carriers", "Freight to customers", "Expenses:Distribution:Freight", 3150),
)


def posting(account: str, amount: str) -> str:
    """Return a posting line with its number aligned."""
    number, rest = amount.split(" ", 1)
    return f"  {account:<{WIDTH - 2}} {number:>12} {rest}"


def write(story: Story) -> dict[str, bytes]:
    """Return the books by file name."""
    texts = {
        "books/vendors.beancount": _vendors(story),
        "books/cost-centers.beancount": _cost_centers(story.overhead.months),
        "books/office.beancount": _office(),
    }
    return {name: text.encode() for name, text in texts.items()}


def quantity(number: Fraction, item: str) -> str:
    """Write ``35 COAT`` or ``12.5 STEEL-BAR``."""
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    return f"{plain(number, digits)} {item}"


def _invoice_number(vendor: str, count: int) -> str:
    initials = "".join(word[0] for word in VENDORS[vendor].split())
    return f"{initials}-{20000 + count}"


def _vendors(story: Story) -> str:
    entries: list[tuple[datetime.date, str]] = []
    owed: dict[tuple[str, Month], Fraction] = defaultdict(Fraction)
    count = 0
    for service in story.floor.services:
        bought = f"{quantity(service.quantity, service.item)} @ {exact(service.price)} USD"
        entries.append(
            (
                service.date,
                "\n".join(
                    (
                        f'{service.date} * "{VENDORS[COATER]}" "Coating of order {service.order}"',
                        f'  order: "{service.order}"',
                        f'  receipt: "{service.purchase}"',
                        posting(WORK, bought),
                        posting(RECEIVED, f"-{bought}"),
                    )
                ),
            )
        )
        assert service.invoice_date is not None
        if service.invoice_date <= LAST:
            count += 1
            amount = service.quantity * service.price
            owed[COATER, month_of(service.invoice_date)] += amount
            entries.append(
                (
                    service.invoice_date,
                    "\n".join(
                        (
                            f'{service.invoice_date} * "{VENDORS[COATER]}" "Invoice {_invoice_number(COATER, count)}"',
                            f'  receipt: "{service.purchase}"',
                            posting(RECEIVED, bought),
                            posting(PAYABLES, f"-{plain(amount)} USD"),
                        )
                    ),
                )
            )
    for lines in _by_document(story.purchases).values():
        first = lines[0]
        if first.foreign:
            entries += _abroad(first)
            continue
        if first.invoice_date is None:
            continue
        count += 1
        text = [
            f'{first.invoice_date} * "{VENDORS[first.vendor]}" "Invoice {_invoice_number(first.vendor, count)}"'
        ]
        total = F(0)
        for bought_line in lines:
            price = bought_line.invoice_price
            total += price * bought_line.invoiced
            text += [
                posting(
                    RECEIVED, f"{quantity(bought_line.invoiced, bought_line.line.item)} @ {exact(price)} USD"
                ),
                f'    receipt: "{bought_line.line.receipt}"',
            ]
        text.append(posting(PAYABLES, f"-{plain(total)} USD"))
        owed[first.vendor, month_of(first.invoice_date)] += total
        entries.append((first.invoice_date, "\n".join(text)))
    for (vendor, month), amount in sorted(owed.items()):
        day = shift(month.last + 20 * DAY, 0)
        if day <= LAST:
            entries.append(
                (
                    day,
                    "\n".join(
                        (
                            f'{day} * "{VENDORS[vendor]}" "Payment of the invoices of {month}"',
                            posting(PAYABLES, f"{plain(amount)} USD"),
                            posting(BANK, f"-{plain(amount)} USD"),
                        )
                    ),
                )
            )
    head = "; Vendors: coating bought for orders, invoices against goods received, payments.\n\n"
    return head + "\n\n".join(text for _, text in sorted(entries)) + "\n"


def _abroad(bought: Purchase) -> list[tuple[datetime.date, str]]:
    """What a delivery from abroad asks of the bookkeeper, since the ERP's list has its value in dollars only: to note
    what is owed in the vendor's currency, its invoice at the rate of that day, its payment at another."""
    foreign, line, day = bought.foreign, bought.line, bought.document.date
    assert foreign is not None
    assert bought.invoice_date is not None
    owed = foreign.price * bought.invoiced
    amount, received = f"{plain(owed)} {foreign.currency}", plain(owed * foreign.received)
    invoiced, name = plain(owed * foreign.invoiced), VENDORS[foreign.vendor]
    paid, pays = plain(owed * foreign.paid), shift(bought.invoice_date + 30 * DAY, 0)
    assert pays <= LAST
    return [
        (
            day,
            "\n".join(
                (
                    f'{day} * "{name}" "Owed in euro, at {_rate(foreign.received)}"',
                    f'  receipt: "{line.receipt}"',
                    posting(RECEIVED, f"{quantity(line.quantity, line.item)} @ {exact(bought.price)} USD"),
                    posting(RECEIVED, f"-{amount} @@ {received} USD"),
                )
            ),
        ),
        (
            bought.invoice_date,
            "\n".join(
                (
                    f'{bought.invoice_date} * "{name}" "Invoice for {quantity(line.quantity, line.item)}, '
                    f'euro at {_rate(foreign.invoiced)}"',
                    f'  receipt: "{line.receipt}"',
                    posting(RECEIVED, f"{amount} @@ {invoiced} USD"),
                    posting(IN_EURO, f"-{amount} @@ {invoiced} USD"),
                )
            ),
        ),
        (
            pays,
            "\n".join(
                (
                    f'{pays} * "{name}" "Payment of order line {line.receipt}, euro at {_rate(foreign.paid)}"',
                    posting(IN_EURO, f"{amount} @@ {invoiced} USD"),
                    posting(BANK, f"-{paid} USD"),
                    posting(EXCHANGE, f"{plain(owed * (foreign.paid - foreign.invoiced))} USD"),
                )
            ),
        ),
    ]


def _rate(rate: Fraction) -> str:
    return plain(rate, 4)


def _by_document(purchases: list[Purchase]) -> dict[str, list[Purchase]]:
    found: dict[str, list[Purchase]] = defaultdict(list)
    for bought in purchases:
        found[bought.document.number].append(bought)
    return found


def _cost_centers(closes: list[CenterMonth]) -> str:
    blocks = [
        "; Cost centers: payroll, power, rent and the close of each month with the hours that were paid.\n"
    ]
    by_month: dict[Month, list[CenterMonth]] = defaultdict(list)
    for close in closes:
        by_month[close.month].append(close)
    for month, centers in by_month.items():
        day = workdays(month)[-1]
        for names, payee, what, against in (
            (("Wages", "Supervision"), "Payroll", f"Wages and salaries of {month}", BANK),
            (("Energy",), "Ohio Power", f"Electricity of {month}", PAYABLES),
            (("Supplies",), "Cuyahoga Supply", f"Coolant, tools, solvents of {month}", PAYABLES),
            (
                ("Rent", "Maintenance"),
                "Lima Industrial Park",
                f"Rent and service contracts of {month}",
                PAYABLES,
            ),
        ):
            lines = [f'{day} * "{payee}" "{what}"']
            total = F(0)
            for close in centers:
                for name in names:
                    total += close.costs[name]
                    lines.append(posting(f"{close.center.account}:{name}", f"{plain(close.costs[name])} USD"))
            lines.append(posting(against, f"-{plain(total)} USD"))
            blocks.append("\n".join(lines) + "\n")
        for close in centers:
            blocks.append(
                f'{month.last} custom "plant-cost-center-close" "{close.center.name}"\n'
                f"  paid: {quantity(close.paid, close.center.activity)}\n"
            )
        due = sum((c.costs[n] for c in centers for n in ("Energy", "Supplies", "Rent", "Maintenance")), F(0))
        paid = shift(month.last + 15 * DAY, 0)
        if paid <= LAST:
            blocks.append(
                f'{paid} * "Payment run" "Power, supplies and rent of {month}"\n'
                + posting(PAYABLES, f"{plain(due)} USD")
                + "\n"
                + posting(BANK, f"-{plain(due)} USD")
                + "\n"
            )
    return "\n".join(blocks)


def _office() -> str:
    blocks = ["; The office: what has nothing to do with making pumps.\n"]
    for month in months():
        day = workdays(month)[-2]
        for payee, what, account, amount in OFFICE:
            blocks.append(
                f'{day} * "{payee}" "{what} of {month}"\n'
                + posting(account, f"{amount}.00 USD")
                + "\n"
                + posting(BANK, f"-{amount}.00 USD")
                + "\n"
            )
    return "\n".join(blocks)
