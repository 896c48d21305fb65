"""Bytes to rows: sheets, delimited text and unconverted lists, each recognized by its bytes.

`opening.find` opens a file of any of these forms and returns a `tables.Table`; a system never asks which it was.
"""

from __future__ import annotations
