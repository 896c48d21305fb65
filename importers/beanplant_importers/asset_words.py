"""Methods and conventions of other systems in the words of the ledger language: ``asset_words.toml``, and a user's own.

A code that no table has is never guessed: the asset is not imported, and the code is named with what to write. Codes
are compared on letters and digits only: ``Half year``, ``HALF-YEAR`` and ``HalfYear`` are one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from beanplant_importers import asset_lives
from beanplant_importers.errors import ImportFault, nearest
from beanplant_importers.formats.captions import fold

DEFAULTS = Path(__file__).with_name("asset_words.toml")

METHODS = (
    "straight-line", "declining-balance", "sum-of-years-digits", "units-of-production", "manual", "none",
)  # fmt: skip
"""The language's methods, and ``none`` for land and the like, which is not depreciated."""

CONVENTIONS = (
    "full-month", "mid-month", "half-month", "nearest-month", "daily", "half-year", "mid-quarter", "full-year",
)  # fmt: skip

PERCENT = "percent"
"""As a factor: the percentage that the file has beside the method."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method in the language's words; ``rate`` is a share such as ``20 %``, ``factor`` a number or `PERCENT`.

    With both the lower one holds: 20 % a year, but no more than twice the straight line. ``life`` is that of the
    method itself: what is of low value is written off in ``1 month``.
    """

    method: str = ""
    rate: str = ""
    factor: str = ""
    switch: bool = False
    convention: str = ""
    life: str = ""


NO_METHOD = Method()


class Words:
    """The codes of a system: those of a user's table, then those that come with beanplant, then the words themselves.

    ``methods``, ``conventions`` and ``taxes`` are the tables ``[method]``, ``[convention]`` and ``[tax]`` of a user;
    ``where`` names their file in errors. Raises `ImportFault` for a word that the language does not have.
    """

    def __init__(
        self,
        system: str,
        methods: Mapping[str, Any] | None = None,
        conventions: Mapping[str, Any] | None = None,
        where: str = "",
        taxes: Mapping[str, Any] | None = None,
    ) -> None:
        given = tomllib.loads(DEFAULTS.read_text("utf-8"))[system]
        self._methods = {fold(word): Method(word) for word in METHODS}
        self._conventions = {fold(word): word for word in CONVENTIONS}
        for file, table in ((str(DEFAULTS), given["method"]), (where, methods or {})):
            self._methods.update({fold(code): method(file, code, value) for code, value in table.items()})
        for file, table in ((str(DEFAULTS), given["convention"]), (where, conventions or {})):
            for code, value in table.items():
                self._conventions[fold(code)] = word(file, f'convention "{code}"', value, CONVENTIONS)

        self.system = system
        self._taxes: dict[str, str] = {}
        self.codes: dict[str, list[str]] = {
            name: [*given.get(name, {}), *(said or {})]
            for name, said in (("method", methods), ("convention", conventions), ("tax", taxes))
        }
        for file, table in ((str(DEFAULTS), given.get("tax", {})), (where, taxes or {})):
            for code, value in table.items():
                if not isinstance(value, str):
                    raise ImportFault(file, 0, f'tax "{code}" = {value!r}: expected a text such as "macrs-7"')
                self._taxes[fold(code)] = value

    def tax(self, code: str) -> str | None:
        """Return what a tax method's code means, None if no table has it."""
        return self._taxes.get(fold(code))

    def allowances(self) -> list[str]:
        """Return the meanings of tax codes that say themselves whether there is a special allowance."""
        return [meaning for meaning in self._taxes.values() if meaning.endswith("allowance")]

    def near(self, name: str, code: str) -> str:
        """Return a half sentence with the known code of a table that is most like ``code``, or nothing."""
        return nearest(code, self.codes[name])

    def method(self, code: str) -> Method | None:
        """Return what a method's code means, None if no table has it."""
        return self._methods.get(fold(code))

    def convention(self, code: str) -> str | None:
        """Return the convention of a code, None if no table has it."""
        return self._conventions.get(fold(code))


def word(file: str, where: str, value: Any, known: tuple[str, ...]) -> str:
    """Return a word that is known. Raises `ImportFault` with the nearest for any other."""
    if value not in known:
        raise ImportFault(
            file,
            0,
            f"{where}: found {value!r}, expected one of {', '.join(known)}{nearest(str(value), known)}",
        )
    return str(value)


def method(file: str, code: str, value: Any) -> Method:
    """Return a method as a table writes it: its word, or a table of what goes with it. Raises `ImportFault`."""
    where = f'method "{code}"'
    if isinstance(value, str):
        return Method(word(file, where, value, METHODS))
    names = [field.name for field in fields(Method)]
    if not isinstance(value, Mapping):
        raise ImportFault(
            file, 0, f"{where}: found {value!r}, expected a method or a table with {', '.join(names)}"
        )
    for name, each in value.items():
        if name not in names:
            raise ImportFault(
                file, 0, f'{where}: found "{name}", expected {", ".join(names)}{nearest(name, names)}'
            )
        if not isinstance(each, bool if name == "switch" else str):
            kind = "true or false" if name == "switch" else "a text"
            raise ImportFault(file, 0, f"{where}: {name} = {each!r}: expected {kind}")
    word(file, where, value.get("method"), METHODS)
    if value.get("convention"):
        word(file, where, value["convention"], CONVENTIONS)
    if value.get("rate"):
        share(file, where, value["rate"])
    if value.get("life") and asset_lives.in_words(value["life"]) is None:
        raise ImportFault(file, 0, f'{where}: life = "{value["life"]}": expected a time such as "1 month"')
    factor = value.get("factor", "")
    if factor and factor != PERCENT:
        number(file, where, factor)
    return Method(**value)


def number(file: str, where: str, text: str) -> Decimal:
    """Return a number above zero. Raises `ImportFault` for what is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or found <= 0:
        raise ImportFault(file, 0, f'{where}: found "{text}", expected a number above zero such as "2.0"')
    return found


def share(file: str, where: str, text: str) -> Decimal:
    """Return a share: ``10 %`` is 0.1. Raises `ImportFault` for what is none."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", text.strip())
    if match is None or Decimal(match[1]) > 100:
        raise ImportFault(file, 0, f'{where}: found "{text}", expected a share such as "10 %"')
    return Decimal(match[1]) / 100
