"""Bytes to rows: sheets, delimited text and unconverted lists, each recognized by its bytes.

`tables.read` opens a file of any of these forms and returns a `tables.Table`; a system never asks which it was.
"""

from __future__ import annotations
