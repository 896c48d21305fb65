"""What SAP calls its columns: English, German and French captions, and technical names, the best first.

Layouts are the user's own, and captions follow the logon language and the width of the column. A caption that is not
here can be given to an importer: ``captions={"quantity": ["Qty shipped"]}``.
"""

from __future__ import annotations

MATERIAL_DOCUMENTS = {
    "document": (
        "Material Document", "Material Doc.", "Mat. Doc.", "Mat.Doc.", "Materialbeleg", "Mat.-Beleg",
        "Mat.beleg", "Materialbel", "Belegnummer", "Doc.article", "Document article", "MBLNR",
    ),
    "line": (
        "Material Doc.Item", "Mat. Doc. Item", "MatDoc Item", "Material Document Item",
        "Materialbelegposition", "Position Materialbeleg", "MatBelPos", "MatBelPos.", "Item", "Pos", "Pos.",
        "Position", "Poste", "ZEILE", "Poste doc. article",
    ),
    "year": (
        "Material Doc. Year", "Mat. Doc. Year", "Material Document Year", "Materialbelegjahr", "MatBelJahr",
        "MJAHR",
    ),
    "date": (
        "Posting Date", "Pstng Date", "Postg Date", "Buchungsdatum", "Buch.dat.", "Buch.datum", "BuchDatum",
        "Date cpt.", "Date comptable", "BUDAT",
    ),
    "time": (
        "Time of Entry", "Entry Time", "Time", "Erfassungsuhrzeit", "Uhrzeit der Erfassung", "Uhrzeit",
        "CPUTM",
    ),
    "movement": (
        "Movement Type", "Mvmt Type", "Mvt Type", "MvT", "Bewegungsart", "BwA", "Bew.art", "TMvt",
        "Type de mouvement", "Code mouvement", "BWART", "Goods Movement Type",
    ),
    "special": (
        "Special Stock", "Spec. Stock", "Sonderbestand", "Sonderbestandskennzeichen", "Stock spécial",
        "SOBKZ", "S",
    ),
    "debit": ("Debit/Credit Ind", "Debit/Credit Code", "Soll/Haben-Kennz.", "Soll/Haben", "SHKZG", "D/C"),
    "material": (
        "Material", "Material Number", "Matl", "Materialnummer", "Article", "N° article", "Code article",
        "MATNR",
    ),
    "plant": ("Plant", "Plnt", "Plt", "Werk", "Werks", "Division", "Div.", "Usine", "WERKS"),
    "storage": (
        "Storage Location", "Stor. Location", "Stor. Loc.", "SLoc", "Lagerort", "LOrt", "LgOrt", "Magasin",
        "Mag.", "LGORT",
    ),
    "batch": ("Batch", "Charge", "Lot", "CHARG"),
    "quantity": (
        "Quantity in Base Unit", "Qty in BUn", "Quantity", "Menge in BasisME", "Menge BasisME",
        "Menge in Basismengeneinheit", "Menge", "Qté en UQB", "MENGE", "QuantityInBaseUnit",
        "Qty in Un. of Entry", "Qty in UnE", "Quantity in Unit of Entry", "Menge in ErfassME",
        "Menge in Erf.ME", "Menge in ErfME", "ErfMenge", "Qté en UQS", "ERFMG",
    ),
    "unit": (
        "Base Unit of Measure", "Base Unit", "BUn", "Basismengeneinheit", "BasisME", "BME", "UQB", "MEINS",
        "Unit of Entry", "UnE", "EUn", "ErfassungsME", "ErfassME", "ErfME", "EME", "UQS", "ERFME",
    ),
    "amount": (
        "Amount in LC", "Amount in local currency", "LC amount", "Amnt in loc.cur.", "Betrag in Hauswährung",
        "Betrag Hauswährung", "Betrag HW", "Betr.in HW", "Betrag in HW", "Montant en DI", "DMBTR",
    ),
    "external": (
        "Ext. Amount in Local Currency", "Ext. Amount in LC", "External Amount", "Ext. Betrag in Hauswährung",
        "Ext. Betrag HW", "Externer Betrag", "EXBWR",
    ),
    "currency": (
        "Currency", "Crcy", "Curr.", "Local Currency", "Währung", "Währg", "Hauswährung", "Devise", "WAERS",
    ),
    "order": (
        "Order", "Manufacturing Order", "Production Order", "Auftrag", "Fertigungsauftrag", "Ordre", "AUFNR",
    ),
    "purchase_order": (
        "Purchase Order", "PO", "Purch.Doc.", "Purchasing Document", "Bestellung", "Einkaufsbeleg", "EBELN",
    ),
    "purchase_item": (
        "Purchase Order Item", "PO Item", "Item", "Bestellposition", "BestPos", "Best.-Pos.", "Position",
        "EBELP",
    ),
    "vendor": ("Vendor", "Supplier", "Lieferant", "Kreditor", "Fournisseur", "LIFNR"),
    "vendor_name": ("Name of Vendor", "Vendor Name", "Supplier Name", "Lieferantenname", "Name 1"),
    "customer": ("Customer", "Kunde", "Debitor", "Client", "KUNNR"),
    "cost_center": (
        "Cost Center", "Cost Ctr", "CostCenter", "Kostenstelle", "Kostenst.", "KoStelle", "KOSTL",
    ),
    "reference": ("Reference", "Referenz", "Reference Document", "Lieferschein", "XBLNR"),
    "reason": ("Reason for Movement", "Reas.", "Reason", "Grund der Bewegung", "Grund", "GRUND"),
    "text": ("Text", "Item Text", "Positionstext", "Document Header Text", "Belegkopftext", "SGTXT"),
    "reverses": (
        "Reversed Material Document", "Cancelled Document", "Stornierter Beleg", "Ref. Mat. Doc.", "SMBLN",
    ),
    "reverses_year": ("Reversed Material Document Year", "SJAHR"),
}  # fmt: skip
"""MB51, the list of material documents."""

ORDERS = {
    "order": ("Order", "Manufacturing Order", "Auftrag", "Fertigungsauftrag", "AUFNR"),
    "plant": ("Plant", "Production Plant", "Plnt", "Werk", "Produktionswerk", "WERKS", "DWERK"),
    "type": ("Order Type", "Auftragsart", "AufArt", "AUART"),
    "material": ("Material Number", "Material", "Materialnummer", "MATNR", "PLNBEZ"),
    "quantity": (
        "Order quantity (GMEIN)", "Order quantity", "Total order quantity", "Target quantity",
        "Auftragsmenge (GMEIN)", "Auftragsmenge", "Gesamtmenge", "GAMNG",
    ),
    "delivered": (
        "Delivered quantity (GMEIN)", "Delivered quantity", "Gelieferte Menge (GMEIN)", "Gelieferte Menge",
        "GWEMG",
    ),
    "created": ("Created on", "Erfassungsdatum", "Angelegt am", "ERDAT"),
    "released": (
        "Release date (actual)", "Actual release date", "Freigabedatum (Ist)", "Freigabe Ist", "FTRMI",
    ),
    "start": ("Basic start date", "Bas. start date", "Eckstarttermin", "Eckstart", "GSTRP"),
    "finished": ("Actual finish date", "Actual finish", "Istendtermin", "Iststermin Ende", "GETRI"),
    "completed": (
        "Technical completion date", "Technical completion", "TECO date", "Techn. Abschluss", "IDAT2",
    ),
    "status": ("System Status", "Systemstatus", "Status", "STTXT"),
    "movement": MATERIAL_DOCUMENTS["movement"],
    "confirmation": ("Confirmation", "Confirmation number", "Rückmeldung", "Rückmeldenummer", "RUECK"),
}  # fmt: skip
"""COOIS and COOISPI, order headers."""

CONFIRMATIONS = {
    "confirmation": ("Confirmation", "Confirmation number", "Rückmeldung", "Rückmeldenummer", "RUECK"),
    "counter": ("Counter", "Confirmation counter", "Zähler", "Rückmeldezähler", "RMZHL"),
    "order": ("Order", "Manufacturing Order", "Auftrag", "Fertigungsauftrag", "AUFNR"),
    "operation": ("Operation", "Operation/Activity", "Oper./Act.", "Vorgang", "VORNR"),
    "work_center": ("Work Center", "Work ctr", "Arbeitsplatz", "ArbPlatz", "ARBPL"),
    "activity": ("Activity Type", "ActTyp", "Leistungsart", "LArt", "LSTAR"),
    "date": ("Posting Date", "Buchungsdatum", "Buch.dat.", "BUDAT"),
    "time": ("Time", "Entry time", "Confirmation time", "Uhrzeit", "Erfassungszeit", "ERZET"),
    "quantity": (
        "Confirmed activity", "Activity confirmed", "Actual work", "Confirmed work", "Rückgemeldete Leistung",
        "Istarbeit", "Istleistung", "ISM01",
    ),
    "unit": ("Unit", "Activity unit", "Act. unit", "Einheit", "Leistungseinheit", "ILE01"),
    "yield": ("Yield", "Confirmed yield", "Gutmenge", "LMNGA"),
    "scrap": ("Scrap", "Confirmed scrap", "Ausschuss", "Ausschußmenge", "XMNGA"),
    "material": ("Material", "Material Number", "Materialnummer", "MATNR"),
    "plant": ("Plant", "Plnt", "Werk", "WERKS"),
    "text": ("Confirmation text", "Conf. text", "Rückmeldetext", "Text", "LTXA1"),
    "reason": ("Reason for Variance", "Reason", "Abweichungsursache", "GRUND"),
    "cancelled": ("Cancelled confirmation", "Cancels", "Stornierte Rückmeldung", "STZHL"),
    "movement": MATERIAL_DOCUMENTS["movement"],
}  # fmt: skip
"""Confirmations of operations (COOIS, list of confirmations)."""

ORDER_COSTS = {
    "element": ("Cost Element", "Cost element", "Kostenart", "KSTAR"),
    "element_name": ("Cost element name", "Cost element descr.", "Kostenartenbezeichnung", "Kostenartenbez."),
    "order": ("Order", "Auftrag", "AUFNR", "Object", "Objekt"),
    "date": ("Posting Date", "Buchungsdatum", "Buch.dat.", "BUDAT"),
    "document": ("Document Number", "Doc. Number", "Belegnummer", "Belegnr", "BELNR"),
    "line": ("Posting Row", "Buchungszeile", "BuZeile", "BUZEI"),
    "reference": ("Ref. document number", "Ref. document no.", "Referenzbelegnummer", "Ref.belegnr", "REFBN"),
    "transaction": (
        "Business Transaction", "Bus. Transaction", "Vorgang", "Betriebswirtschaftlicher Vorgang", "VRGNG",
    ),
    "material": ("Material", "Material Number", "Materialnummer", "MATNR"),
    "quantity": (
        "Total Quantity", "Quantity", "Menge gesamt", "Menge erfaßt gesamt", "Gesamtmenge", "MEGBTR",
        "MBGBTR",
    ),
    "unit": ("Posted unit of meas.", "Unit of measure", "Gebuchte Mengeneinheit", "GME", "MEINH"),
    "value": (
        "Val/COArea Crcy", "Value in CO Area Crcy", "Val.in rep.cur.", "Value in Obj. Crcy", "Wert/KWähr",
        "Wert in KoKrsWährung", "Wert/BWähr", "WKGBTR", "WOGBTR",
    ),
    "currency": (
        "CO Area Currency", "COArea Crcy", "Report currency", "Object Currency",
        "Kostenrechnungskreiswährung", "KWähr", "Währung", "KWAER",
    ),
    "text": ("Name", "Document Header Text", "Bezeichnung", "Belegkopftext", "SGTXT"),
    "offset": ("Offsetting acct no.", "Offsetting account", "Gegenkontonummer", "Gegenkonto", "GKONT"),
    "plant": ("Plant", "Werk", "WERKS"),
    "movement": MATERIAL_DOCUMENTS["movement"],
    "confirmation": CONFIRMATIONS["confirmation"],
}  # fmt: skip
"""KOB1, the actual line items of orders."""

CUSTOMER_ITEMS = {
    "customer": ("Customer", "Account", "Debitor", "Konto", "Kunde", "KUNNR"),
    "name": ("Name 1", "Customer name", "Name", "NAME1"),
    "document": (
        "Document Number", "DocumentNo", "Document no.", "Doc. Number", "Doc.no.", "Belegnummer", "Belegnr",
        "BELNR",
    ),
    "line": ("Line item", "Item", "Buchungszeile", "BuZeile", "Position", "BUZEI"),
    "year": ("Fiscal Year", "Geschäftsjahr", "GJAHR"),
    "company": ("Company Code", "CoCode", "CoCd", "Buchungskreis", "BuKr", "BUKRS"),
    "type": ("Document Type", "Doc. Type", "Type", "Belegart", "Art", "BLART"),
    "date": ("Posting Date", "Pstng Date", "Buchungsdatum", "Buch.dat.", "Buchungsdatu", "BUDAT"),
    "document_date": ("Document Date", "Doc. Date", "Belegdatum", "BLDAT"),
    "baseline": ("Baseline Payment Dte", "Baseline date", "Zahlungsfristenbasisdatum", "Basisdatum", "ZFBDT"),
    "due": ("Net due date", "Due date", "Nettofälligkeit", "Fälligkeit"),
    "amount": (
        "Amount in local currency", "Amount in LC", "LC amount", "Amnt in loc.cur.", "Betrag in Hauswährung",
        "Betrag HW", "DMBTR", "Amount in doc. curr.", "DC amount", "Betrag in Belegwährung", "WRBTR",
    ),
    "debit": ("Debit/Credit Ind", "Soll/Haben-Kennz.", "SHKZG"),
    "currency": (
        "Local Currency", "Hauswährung", "Currency", "Document currency", "Währung", "Belegwährung", "WAERS",
    ),
    "terms": ("Terms of Payment", "Payt Terms", "Payment terms", "Zahlungsbedingung", "ZBed", "ZTERM"),
    "days1": ("Days 1", "Tage 1", "ZBD1T"),
    "percent1": ("Disc.percent 1", "Discount percent 1", "Disc.1", "Skontoprozent 1", "Skto%1", "ZBD1P"),
    "days2": ("Days 2", "Tage 2", "ZBD2T"),
    "percent2": ("Disc.percent 2", "Discount percent 2", "Skontoprozent 2", "ZBD2P"),
    "days_net": ("Days net", "Net days", "Tage netto", "ZBD3T"),
    "discount": (
        "Disc. Amount", "Cash discount amount", "Cash disc. LC", "Skontobetrag", "Skonto", "SKNTO", "WSKTO",
    ),
    "tax_code": ("Tax Code", "Tax", "Steuerkennzeichen", "Stkz", "MWSKZ"),
    "special": (
        "Special G/L ind.", "Special G/L indicator", "Spec.G/L ind.", "Sp.G/L", "Sonderhauptbuch-Kennz.",
        "Sonderhauptbuchkennzeichen", "SHB-Kennzeichen", "SHB-Kennz.", "SHB-Kz", "UMSKZ",
    ),
    "invoice": ("Invoice reference", "Invoice ref.", "Rechnungsbezug", "RechBezug", "REBZG"),
    "reference": ("Reference", "Referenz", "XBLNR"),
    "cleared": ("Clearing date", "Clrng date", "Ausgleichsdatum", "Ausgl.dat.", "AUGDT"),
    "clearing": ("Clearing Document", "Clrng doc.", "Ausgleichsbeleg", "Ausgl.beleg", "AUGBL"),
    "offset": (
        "Offsetting acct no.", "Offsetting account", "Offsett.account", "Gegenkontonummer", "Gegenkonto", "GKONT",
    ),
    "text": ("Text", "SGTXT"),
    "movement": MATERIAL_DOCUMENTS["movement"],
}  # fmt: skip
"""FBL5N, customer line items."""

VENDOR_ITEMS = {
    "vendor": ("Vendor", "Supplier", "Lieferant", "Kreditor", "LIFNR", "Account", "Konto"),
    **{field: names for field, names in CUSTOMER_ITEMS.items() if field not in ("customer", "line")},
    "name": ("Name 1", "Vendor name", "Supplier name", "Name of Vendor", "Lieferantenname", "Name", "NAME1"),
    "purchase_order": (
        "Purchasing Document",
        "Purchase Order",
        "Purch.Doc.",
        "Einkaufsbeleg",
        "Bestellung",
        "EBELN",
    ),
    "purchase_item": ("Purchasing Item", "Purchase Order Item", "PO Item", "Bestellposition", "EBELP"),
    "line": ("Line item", "Buchungszeile", "BuZeile", "BUZEI"),
}
"""FBL1N, vendor line items."""
