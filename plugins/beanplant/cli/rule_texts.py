"""What each rule of a posting says, in a sentence, for ``bean-plant explain``.

AQ is the actual quantity, SQ the standard quantity allowed for the output, SP the standard price.
"""

from __future__ import annotations

_TEXTS = {
    "inventory.opening": "opening stock at its cost",
    "inventory.receipt": "received at the item's cost: the standard, or what was paid",
    "inventory.goods-received": "owed for goods received, at the receipt's price",
    "inventory.issue": "taken out of stock at its cost",
    "inventory.transfer": "moved with its cost",
    "inventory.return": "returned at the cost of the original",
    "inventory.layer-out": "the layer is taken out",
    "inventory.layer-rest": "what is left of the layer is put back, at its own unit cost",
    "inventory.purchase-price": "receipt price less standard, times the quantity received",
    "inventory.invoice": "the invoice clears what the receipt owes",
    "inventory.invoice-price": "invoice price less receipt price",
    "inventory.exchange-rate": "invoice at another exchange rate than the receipt",
    "inventory.revaluation": "stock on hand at the new standard less at the old one",
    "inventory.count": "counted less booked, at cost",
    "inventory.rounding": "the part of a cent that rounding the money leaves",
    "inventory.freight": "freight under standard cost is a variance",
    "inventory.landed-cost": "freight or duty follows the goods to where they are",
    "inventory.true-up": "what came out later goes to what is on hand and to where the rest went",
    "inventory.transfer-difference": "standard of the receiving plant less that of the sending one",
    "inventory.consigned": "the owner's goods get their value when they are used",
    "wip.opening": "what the order held when the books opened",
    "wip.summary": "a sum over orders, as the importer wrote it",
    "wip.return": "components or work given back by the order, at its average",
    "wip.issue": "components charged to the order at their cost",
    "wip.activity": "work charged to the order at its standard rate, or at its actual wage with overhead at standard",
    "wip.absorbed": "the cost center's credit for work given to orders",
    "wip.direct-charge": "money charged to the order without a standard",
    "wip.completion": "output leaves the order at its cost",
    "wip.scrap": "scrapped output at standard",
    "wip.by-product": "a by-product's credit at its net realizable value",
    "wip.close": "what was left on the order when it closed",
    "wip.closed": "the cost center's actual cost, distributed to absorption and variances",
    "wip.rounding": "the part of a cent that the formulas leave",
    "wip.revaluation": "what the order still carried at an earlier standard",
    "wip.material-price": "(actual cost - SP) x AQ",
    "wip.material-quantity": "(AQ - SQ) x SP of the components in the bill",
    "wip.substitution": "components that are not in the bill, less those they replace",
    "wip.labor-efficiency": "(actual - standard hours) x labor rate",
    "wip.variable-overhead-efficiency": "(actual - standard hours) x variable overhead rate",
    "wip.fixed-overhead-volume-efficiency": "(actual - standard hours) x fixed overhead rate",
    "wip.lot-size": "setup x (1 - output / lot size) at the full rate",
    "wip.rework": "what rework added",
    "wip.subcontract-price": "price of bought work less its standard",
    "wip.standard-difference": "roll-up of the components' standards less the stated standard, times output",
    "wip.remaining": "what no other reason covers",
    "wip.labor-rate": "actual labor less hours at the standard labor rate",
    "wip.idle-time": "(paid - confirmed hours) x labor rate",
    "wip.variable-overhead-spending": "actual variable overhead less confirmed hours at its rate",
    "wip.fixed-overhead-spending": "actual fixed overhead less its budget",
    "wip.fixed-overhead-capacity": "(normal capacity - confirmed hours) x fixed overhead rate",
    "finished-goods.completion": "output received at its cost",
    "finished-goods.shipment": "shipped at its cost",
    "depreciation.straight-line": "(cost - salvage value) in equal parts over the life",
    "depreciation.disposal": "what a disposal leaves of cost, depreciation, gain or loss",
    "sales-discounts.taken": "the customer paid in time",
    "sales-discounts.given-back": "a credit note gives back its share of the discount",
}


def rule_text(rule: str) -> str | None:
    """Return what a rule says; None for one that is not known."""
    return _TEXTS.get(rule)
