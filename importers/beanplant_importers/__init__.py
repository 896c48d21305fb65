"""Importers of beanplant: exports of ERP systems and databases become Beancount text.

``formats`` turns bytes into rows, ``systems`` rows into facts, ``journal`` facts into text::

    from beanplant_importers import sap

    CONFIG = [sap.MaterialDocuments(plant="P100")]
"""

from __future__ import annotations
