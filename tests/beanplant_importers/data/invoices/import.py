"""The importers that the lists in this folder are read with."""

from __future__ import annotations

from pathlib import Path

from beanplant_importers import invoices

HERE = Path(__file__).parent
PLANT = "P100"
TERMS = {"Net30": "net 30", "2%D10": "2/10"}
PLACES = {"4000": "sales", "2300": "tax", "6100": "cost-centers:Office", "1500": "input-tax"}

CONFIG = [
    invoices.SapCustomers(PLANT, terms=HERE / "terms.toml", taxes={"A1": "19"}),
    invoices.SapVendors(
        PLANT, terms=HERE / "terms.toml", taxes={"V1": "19"}, places={"476000": "cost-centers:Office"}
    ),
    invoices.QuickBooks(
        PLANT,
        places={"Sales Income": "sales", "Freight Income": "Income:Freight", "Office": "cost-centers:Office"},
    ),
    invoices.Intacct(PLANT, places=PLACES),
    invoices.Intacct(PLANT, vendors=True, places=PLACES),
    invoices.IntacctPayments(PLANT, invoices=HERE / "intacct_invoices.csv"),
    invoices.IntacctPayments(PLANT, vendors=True, invoices=HERE / "intacct_bills.csv"),
    invoices.Dynamics(PLANT, terms=TERMS, settlements=HERE / "d365_settlements.csv"),
    invoices.Dynamics(PLANT, vendors=True, terms=TERMS, against="cost-centers:Office"),
    invoices.Table(PLANT, terms={"A": "2/10 net 30"}),
    invoices.Table(PLANT, vendors=True, against="cost-centers:Office"),
]
