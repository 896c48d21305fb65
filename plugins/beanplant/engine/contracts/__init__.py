"""Contracts with variable consideration: what is billed, what of it is revenue, and what is owed back."""
