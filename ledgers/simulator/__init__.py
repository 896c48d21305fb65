"""A pump plant that never was: fifteen months of it, the same every time.

``python ledgers/simulator/make.py`` writes ``ledgers/pump-works``: the exports that an ERP would have left behind,
the books that an accountant kept beside them, and the list of everything that went wrong on purpose, with the amount
of each cause worked out here in fractions and not by beanplant.
"""

from __future__ import annotations
