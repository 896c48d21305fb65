"""Plant reports in Fava: their pages in the sidebar from one line of the ledger.

    2026-01-01 custom "fava-extension" "fava_beanplant"

What a page shows is in ``beanplant.reports``; here it is only drawn. Fava makes an extension of each class that it
finds in this module, in the order of their names, so the base class stays in ``page`` and no name begins another.
"""

from __future__ import annotations

from beanplant.reports import (
    asset_register,
    asset_roll_forward,
    book_to_tax,
    constrained_amounts,
    construction,
    cost_of_goods,
    debt_amortization,
    depreciation_areas,
    depreciation_forecast,
    discounts_by_customer,
    expected_take_up,
    form_4562,
    fully_depreciated,
    gross_to_net,
    maintenance_cost,
    payable_ageing,
    property_tax,
    purchase_discounts,
    rebate_statement,
    receivable_ageing,
    refund_liability,
    supplier_finance,
    tax_depreciation,
    variances,
    wip_by_order,
)
from fava_beanplant import documents_page, page


class PlantAssetAreas(page.AreaPage):
    """Further books of fixed assets against the books."""

    asset_title = "Depreciation areas"
    report_name = depreciation_areas.NAME


class PlantAssetRegister(page.AssetPage):
    """The register of fixed assets; in the sidebar, as its sisters, where the ledger has assets."""

    asset_title = "Asset register"
    report_name = asset_register.NAME


class PlantAssetsRolled(page.AssetPage):
    """Cost and accumulated depreciation of fixed assets by class."""

    asset_title = "Asset roll-forward"
    report_name = asset_roll_forward.NAME


class PlantBookToTax(page.TaxPage):
    """Book value, tax basis and deferred tax of fixed assets; in the sidebar where the ledger has tax books."""

    asset_title = "Book to tax"
    report_name = book_to_tax.NAME


class PlantConstrained(page.EstimatePage):
    """Uncertain amounts of contracts, and what the constraint keeps out."""

    asset_title = "Constrained amounts"
    report_name = constrained_amounts.NAME


class PlantConstruction(page.ConstructionPage):
    """Construction in progress by asset and project."""

    asset_title = "Construction in progress"
    report_name = construction.NAME


class PlantCostOfGoods(page.ReportPage):
    """The schedule of cost of goods manufactured and sold."""

    report_title = "Cost of goods"
    report_name = cost_of_goods.NAME


class PlantCustomerDiscounts(page.CustomerDiscountPage):
    """Discounts of customers: offered, taken and lapsed; in the sidebar where the ledger has them."""

    asset_title = "Customer discounts"
    report_name = discounts_by_customer.NAME


class PlantDebts(page.DebtPage):
    """Debts and the amortization of their discount by interest period; in the sidebar where the ledger has debts."""

    asset_title = "Debt amortization"
    report_name = debt_amortization.NAME


class PlantDepreciation(page.AssetPage):
    """Depreciation of the next five fiscal years."""

    asset_title = "Depreciation forecast"
    report_name = depreciation_forecast.NAME


class PlantDocuments(documents_page.DocumentsPage):
    """The documents behind the sums of a journal by day or month; in the sidebar where the ledger has a subledger."""


class PlantExpectedDiscounts(page.CustomerDiscountPage):
    """What was expected to be taken against what was."""

    asset_title = "Expected discounts"
    report_name = expected_take_up.NAME


class PlantForm4562(page.TaxPage):
    """The worksheet of Form 4562 of a tax year."""

    asset_title = "Form 4562"
    report_name = form_4562.NAME


class PlantFullyDepreciated(page.AssetPage):
    """Assets in use that are down to salvage."""

    asset_title = "Fully depreciated"
    report_name = fully_depreciated.NAME


class PlantGrossToNet(page.RevenuePage):
    """Revenue from what was billed to what is left; in the sidebar where the ledger has discounts or contracts."""

    asset_title = "Gross to net"
    report_name = gross_to_net.NAME


class PlantMaintenance(page.AssetPage):
    """Maintenance cost and hours by asset."""

    asset_title = "Maintenance cost"
    report_name = maintenance_cost.NAME


class PlantOrdersInProcess(page.ReportPage):
    """Work in process by order, with age."""

    report_title = "WIP by order"
    report_name = wip_by_order.NAME


class PlantPayables(page.PurchasePage):
    """Open invoices of suppliers by age, with the discount that can still be taken."""

    asset_title = "Ageing of payables"
    report_name = payable_ageing.NAME


class PlantPropertyTax(page.ListingPage):
    """Tangible property on January 1 by place, class and year of acquisition."""

    asset_title = "Property tax"
    report_name = property_tax.NAME


class PlantPurchaseDiscounts(page.PurchasePage):
    """Discounts of suppliers taken and missed; in the sidebar where the ledger has them."""

    asset_title = "Purchase discounts"
    report_name = purchase_discounts.NAME


class PlantRebates(page.ContractPage):
    """Statements of rebates by contract; in the sidebar where the ledger has contracts."""

    asset_title = "Rebate statement"
    report_name = rebate_statement.NAME


class PlantReceivables(page.ReceivablePage):
    """Open invoices of customers by age, with the discount that can still be taken."""

    asset_title = "Ageing of receivables"
    report_name = receivable_ageing.NAME


class PlantRefundLiability(page.RevenuePage):
    """What is owed back to customers, and the allowance for discounts."""

    asset_title = "Refund liability"
    report_name = refund_liability.NAME


class PlantSupplierFinance(page.SupplierFinancePage):
    """Payables in supplier finance programs; in the sidebar where an invoice names one."""

    asset_title = "Supplier finance"
    report_name = supplier_finance.NAME


class PlantTaxDepreciation(page.TaxPage):
    """Section 179, bonus and MACRS of a tax year."""

    asset_title = "Tax depreciation"
    report_name = tax_depreciation.NAME


class PlantVariances(page.ReportPage):
    """Variances by category and order."""

    report_title = "Variances"
    report_name = variances.NAME
