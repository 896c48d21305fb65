"""The importers of invoices, payments and credit notes, under the names that an ``import.py`` uses::

from beanplant_importers import invoices

CONFIG = [invoices.Table("P100"), invoices.Intacct("P100", places={"4000": "sales"})]

====================  ==========================================================================
`SapCustomers`        FBL5N, line items of customers (also ``sap.CustomerItems``)
`SapVendors`          FBL1N, line items of vendors (also ``sap.VendorItems``)
`QuickBooks`          IIF: invoices, payments, credit memos, bills and their payments
`Intacct`             invoices and adjustments; ``vendors=True``: bills
`IntacctPayments`     payments by invoice; ``vendors=True``: by bill
`Dynamics`            CustTrans with CustSettlement; ``vendors=True``: VendTrans, VendSettlement
`Table`               a sheet or csv of one's own; ``vendors=True``: of vendors
====================  ==========================================================================
"""

from __future__ import annotations

from beanplant_importers.systems.dynamics_invoices import DynamicsTransactions as Dynamics
from beanplant_importers.systems.intacct_invoices import IntacctInvoices as Intacct
from beanplant_importers.systems.intacct_invoices import IntacctPayments
from beanplant_importers.systems.quickbooks_invoices import QuickBooks
from beanplant_importers.systems.sap_payables import VendorItems as SapVendors
from beanplant_importers.systems.sap_receivables import CustomerItems as SapCustomers
from beanplant_importers.systems.table_invoices import TableInvoices as Table

__all__ = ["Dynamics", "Intacct", "IntacctPayments", "QuickBooks", "SapCustomers", "SapVendors", "Table"]
