"""Debts: the amortization of discount, premium and issuance cost at each month end, and early extinguishment.

``facts`` reads what transactions say of each debt, ``extinguishment`` makes its schedule and what a retirement adds,
``posting`` makes the months. The arithmetic is ``beanplant.rules.effective_interest``.
"""
