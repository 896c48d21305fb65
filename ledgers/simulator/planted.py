"""What each cause must come to: the arithmetic of a cost accountant, in fractions, from the documents themselves.

Nothing here calls beanplant. An order's categories are worked out from what was issued, confirmed and delivered
against bill, routing and standards; a purchase's from its prices. For every closed order the categories must add up
to what was incurred less the standard cost of its output, or the simulator stops.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction

from simulator import master
from simulator.documents import GoodsDocument, Order, Planted, Purchase
from simulator.production import OPENING, OPENING_ISSUED, Floor
from simulator.sales import CUSTOMERS, Sales
from simulator.stock import VARIANCES

F = Fraction

FREIGHT = F("380.00")
FREIGHT_DATE = datetime.date(2025, 7, 3)
FREIGHT_RECEIPT = "4500000156-10"
"""Express freight that the accountant entered by hand in ``main.beancount``."""


def row(date: datetime.date, category: str, subject: str, amount: Fraction, cause: str) -> Planted:
    """Return a planted row on the account of its category."""
    return Planted(date, category, subject, f"{VARIANCES}:{category}", amount, cause)


def of_purchases(purchases: list[Purchase]) -> list[Planted]:
    """Return price variances: at the receipt against the standard, at the invoice against the receipt."""
    found = []
    for bought in purchases:
        day, line = bought.document.date, bought.line
        subject = f"receipt:{line.receipt}"
        off = bought.price - master.standard(line.item, master.year_of(day))
        if off:
            cause = f"{line.item} at {_money(bought.price)}"
            if bought.foreign:
                cause += f", {_money(bought.foreign.price)} EUR"
            found.append(row(day, "PurchasePrice", subject, off * line.quantity, cause))
            if bought.returned:
                back = line.quantity - bought.invoiced
                found.append(
                    row(
                        bought.returned,
                        "PurchasePrice",
                        subject,
                        -off * back,
                        f"{back} {line.item} sent back",
                    )
                )
        if bought.foreign and bought.invoice_date:
            change = bought.foreign.invoiced - bought.foreign.received
            late = bought.foreign.price * bought.invoiced * change
            cause = f"Euro at {float(bought.foreign.received):.4f}, at the invoice {float(bought.foreign.invoiced):.4f}"
            found.append(row(bought.invoice_date, "ExchangeRate", subject, late, cause))
        if bought.invoice_price != bought.price and bought.invoice_date:
            late = (bought.invoice_price - bought.price) * bought.invoiced
            cause = f"{line.item} invoiced at {_money(bought.invoice_price)}"
            found.append(row(bought.invoice_date, "InvoicePrice", subject, late, cause))
    return found


def of_goods(goods: list[GoodsDocument]) -> list[Planted]:
    """Return what the ERP itself posted to variances: count differences, and stock thrown away."""
    found = []
    for document in goods:
        for line in document.lines:
            category = {"701": "InventoryCount", "702": "InventoryCount", "551": "Scrap"}.get(line.movement)
            if category:
                cause = f"{line.text}: {float(line.quantity):g} {line.item}"
                found.append(row(document.date, category, f"document:{document.number}", -line.value, cause))
    return found


def of_sales(sales: Sales) -> list[Planted]:
    """Return the discounts that customers took, each with the payment that took it."""
    return [
        Planted(
            item.date,
            "SalesDiscounts",
            f"invoice:{item.invoice}",
            "Income:P100:SalesDiscounts",
            item.discount,
            f"{CUSTOMERS[item.customer].name} paid on time",
        )
        for item in sales.items
        if item.discount
    ]


def of_freight() -> Planted:
    """Return the express freight of one delivery of motors: money beyond the standard."""
    return row(FREIGHT_DATE, "Freight", f"receipt:{FREIGHT_RECEIPT}", FREIGHT, "Motors by express")


def _money(price: Fraction) -> str:
    return f"{float(price):.2f}"


class Ledger:
    """What one order was charged and credited: by item, quantity and value at the standard of the day."""

    def __init__(self) -> None:
        self.quantity: dict[str, Fraction] = defaultdict(Fraction)
        self.value: dict[str, Fraction] = defaultdict(Fraction)
        self.output = F(0)
        self.credited = F(0)

    def charge(self, item: str, quantity: Fraction, value: Fraction) -> None:
        """Charge an input, or credit it with a negative quantity."""
        self.quantity[item] += quantity
        self.value[item] += value


def order_ledgers(floor: Floor, until: datetime.date | None = None) -> dict[str, Ledger]:
    """Return what each order carries before its close, from the documents up to a date."""
    ledgers: dict[str, Ledger] = defaultdict(Ledger)
    for code, quantity in OPENING_ISSUED.items():
        ledgers[OPENING].charge(code, quantity, quantity * master.standard(code, 2025))
    for document in floor.goods:
        order_lines = (line for line in document.lines if line.order)
        for line in order_lines if until is None or document.date <= until else ():
            ledger, order = ledgers[line.order], floor.orders[line.order]
            if order.closed and document.date > order.closed:
                continue
            value = line.quantity * master.standard(line.item, master.year_of(document.date))
            if line.movement == "101":
                ledger.output += line.quantity
                ledger.credited += value
            else:
                ledger.charge(line.item, -line.quantity, -value)
    for work in floor.confirmations:
        if until is None or work.date <= until:
            rate = master.standard(work.activity, master.year_of(work.date))
            ledgers[work.order].charge(work.activity, work.hours, work.hours * rate)
            if work.scrap:
                order = floor.orders[work.order]
                scrapped = work.scrap * master.standard(order.product, master.year_of(work.date))
                ledgers[work.order].output += work.scrap
                ledgers[work.order].credited += scrapped
    for service in floor.services:
        if until is None or service.date <= until:
            ledgers[service.order].charge(service.item, service.quantity, service.quantity * service.price)
    for number, deviation in floor.deviations.items():
        charge = floor.orders[number].finished
        if deviation.charge and charge and (until is None or charge <= until):
            ledgers[number].charge("money", F(1), deviation.charge[1])
    return ledgers


def of_orders(floor: Floor) -> list[Planted]:
    """Return the variances of every closed order, and of what was issued to one after its close."""
    found: list[Planted] = []
    ledgers = order_ledgers(floor)
    for order in floor.orders.values():
        for work in floor.confirmations:
            if work.order == order.number and work.scrap:
                amount = work.scrap * master.standard(order.product, master.year_of(work.date))
                found.append(row(work.date, "Scrap", f"order:{order.number}", amount, _cause(order)))
        if not order.closed:
            continue
        ledger = ledgers[order.number]
        categories = _rework(order, ledger) if order.kind == "rework" else _settle(floor, order, ledger)
        left = sum(ledger.value.values(), F(0)) - ledger.credited
        if sum(categories.values(), F(0)) != left:
            raise ValueError(f"Order {order.number}: {dict(categories)} do not add up to {left}")
        for category, amount in categories.items():
            if amount:
                found.append(
                    row(order.closed, category, f"order:{order.number}", amount, _cause(order, category))
                )
        for document in floor.goods:
            for line in document.lines:
                if line.order == order.number and document.date > order.closed:
                    value = -line.quantity * master.standard(line.item, master.year_of(document.date))
                    found.append(
                        row(document.date, "MaterialQuantity", f"order:{order.number}", value, _cause(order))
                    )
    return found


def _cause(order: Order, category: str = "") -> str:
    if category == "Revaluation":
        return "Made under the standards of 2025, closed under those of 2026"
    if category == "StandardDifference":
        if order.product == "PUMP-250":
            return "PUMP-250 stated at 1,430.00, 5.08 above its roll-up"
        return "Made by the bill of 2025, valued by that of 2026"
    return "; ".join(order.causes)


def _rework(order: Order, ledger: Ledger) -> dict[str, Fraction]:
    """Rework costs what was added: the pumps go in and come out at the same standard."""
    added = sum((value for item, value in ledger.value.items() if item != order.product), F(0))
    return {"Rework": added}


def _settle(floor: Floor, order: Order, ledger: Ledger) -> dict[str, Fraction]:
    """Split what an order left into its reasons."""
    assert order.closed is not None
    product, output = master.PRODUCTS[order.product], ledger.output
    bill_year, year = master.year_of(order.released), master.year_of(order.closed)
    bill = master.bill_of(order.product, bill_year)
    deviation = floor.deviations[order.number]
    replaced = deviation.substitute[0] if deviation.substitute and deviation.noted else ""
    found: dict[str, Fraction] = defaultdict(Fraction)
    at_close = F(0)
    for item in dict.fromkeys([*bill, *ledger.quantity]):
        used = ledger.quantity.get(item, F(0))
        if item == "money":
            found["DirectCharge"] += ledger.value[item]
            at_close += ledger.value[item]
            continue
        price = master.standard(item, year)
        if item in master.WORK_CENTERS:
            allowed = product.run.get(item, F(0)) * output + product.setup.get(item, F(0))
            rates = master.components(item, year)
            names = ("LaborEfficiency", "VariableOverheadEfficiency", "FixedOverheadVolumeEfficiency")
            for name, rate in zip(names, rates, strict=True):
                found[name] += (used - allowed) * rate
            found["LotSize"] += product.setup.get(item, F(0)) * (1 - output / product.lot) * price
            at_close += used * price
        elif item == "COAT":
            assert used == output * product.run[item]
            service = next(s for s in floor.services if s.order == order.number)
            found["SubcontractPrice"] += (
                service.price - master.standard(item, master.year_of(service.date))
            ) * used
            at_close += used * price
        else:
            allowed = bill.get(item, F(0)) * output
            if item == "SWARF":
                name = "ByProduct"
            elif item not in bill or item == replaced:
                name = "Substitution"
            else:
                name = "MaterialQuantity"
            found[name] += (used - allowed) * price
            at_close += used * price
    cost = master.standard(order.product, year)
    found["StandardDifference"] += (master.roll_up(order.product, bill_year, year) - cost) * output
    booked = sum(ledger.value.values(), F(0)) - ledger.credited
    found["Revaluation"] += booked - (at_close - cost * output) - found["SubcontractPrice"]
    return found
