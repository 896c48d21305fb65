"""Rows to facts: a module or more for each system. What a system calls its columns, codes and signs stays in here."""

from __future__ import annotations
