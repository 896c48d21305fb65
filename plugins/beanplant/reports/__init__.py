"""Reports: a valued ledger in, tables out.

A report is a function of the books and a period. It returns tables of typed values (``model``), never text;
text, CSV, JSON and Fava only draw them, so the numbers agree everywhere. ``books`` reads the entries once;
``catalog`` lists what there is.
"""
