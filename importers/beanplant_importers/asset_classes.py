"""Asset classes by an editable table: which account, expense and life an asset of a class has.

::

    [class.3100]                                       # the code in the file; "*" is for every other one
    account = "Assets:P100:Machinery"
    expense = "cost-centers:Machining:Depreciation"
    life = "10 years"                                  # where the file has none; so with what follows
    method = "straight-line"
    convention = "full-month"

    [class.1000]                                       # land: its cost is opened, nothing is depreciated
    account = "Assets:P100:Land"
    depreciate = false

    [class.9000]                                       # counted, not imported
    ignore = true

    [class.6000]                                       # patents and software: accumulated amortization
    account = "Assets:P100:Patents"
    expense = "cost-centers:Site:Amortization"
    kind = "intangible"

    [class.4000]                                       # under construction: its cost, no depreciation
    account = "Assets:P100:ConstructionInProgress"
    construction = true

    [class.5000]                                       # of low value: written off in the month of service
    account = "Assets:P100:LowValue"
    expense = "cost-centers:Site:Depreciation"
    low-value = true

    [cost-center]                                      # the expense of the assets at a cost center, before the class's
    4300 = "cost-centers:Testing:Depreciation"

    [method]                                           # codes of your own; [convention] and [tax] likewise
    Z200 = { method = "declining-balance", factor = "2.0", switch = true }

More keys of a class: ``salvage`` (a share of the cost, ``10 %``), ``gain-loss``, ``rate``, ``factor``, ``switch``,
``units``, ``day-count``, ``rounding`` (``fiscal-year``: each year is rounded once), ``group`` (that it is depreciated
with), ``tax`` and ``bonus`` (where no tax book is read).
The same table may stand in ``import.py`` as a dict. A class without an entry is not imported, but listed with its cost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beanplant_importers import asset_lives, asset_words, names
from beanplant_importers.errors import ImportFault, nearest

TABLES = ("class", "cost-center", "method", "convention", "tax", "group")
KINDS = {
    "tangible": "AccumulatedDepreciation",
    "intangible": "AccumulatedAmortization",
    "resource": "AccumulatedDepletion",
    "prepaid": "",
}
"""The kinds of assets, and the name of the account that corrects theirs; a prepaid expense is credited itself."""

DAY_COUNTS = ("actual", "actual/actual", "365", "30/360")
ROUNDINGS = ("life", "fiscal-year")


@dataclass(frozen=True, slots=True)
class AssetClass:
    """What assets of a class have in common, in the language's words; blank is not said. ``life`` is in months."""

    account: str = ""
    expense: str = ""
    gain_loss: str = ""
    life: int | None = None
    method: asset_words.Method = asset_words.NO_METHOD
    convention: str = ""
    day_count: str = ""
    rounding: str = ""
    salvage: str = ""
    units: str = ""
    depreciate: bool = True
    ignore: bool = False
    kind: str = ""
    construction: bool = False
    low_value: bool = False
    group: str = ""
    tax: str = ""
    bonus: str = ""

    def contra(self, account: str) -> str:
        """Return the account of accumulated depreciation: a sibling of the asset's account, by the kind."""
        name = KINDS[self.kind or "tangible"]
        parent, _, leaf = account.rpartition(":")
        return f"{parent}:{name}:{leaf}" if name else account


@dataclass(frozen=True, slots=True)
class AssetGroup:
    """A group that assets are depreciated with: its account, method (``group`` or ``composite``), rate, expense."""

    account: str
    expense: str
    method: str = "group"
    rate: str = ""
    gain_loss: str = ""


KEYS = (
    "account", "expense", "gain-loss", "life", "method", "rate", "factor", "switch", "units", "convention",
    "day-count", "rounding", "salvage", "depreciate", "ignore", "kind", "construction", "low-value", "group", "tax",
    "bonus",
)  # fmt: skip
_FLAGS = ("switch", "depreciate", "ignore", "construction", "low-value")
_OF_GROUPS = ("account", "expense", "method", "rate", "gain-loss")


class AssetClasses:
    """The table in force: its classes and expenses, and the codes of a system with what the table adds to them.

    Raises `ImportFault` for what the table cannot mean.
    """

    def __init__(self, system: str, table: str | Path | Mapping[str, Any]) -> None:
        self.where = "classes=" if isinstance(table, Mapping) else str(table)
        found = table if isinstance(table, Mapping) else _read(Path(table))
        for name, value in found.items():
            if name not in TABLES or not isinstance(value, Mapping):
                raise ImportFault(
                    self.where,
                    0,
                    f'found "{name}", expected the tables {", ".join(TABLES)}{nearest(name, TABLES)}',
                )
        self.classes = {
            names.key(str(code)): self._class(str(code), entry)
            for code, entry in found.get("class", {}).items()
        }
        if not self.classes:
            raise ImportFault(
                self.where,
                0,
                'found no class, expected one such as [class.3100], account = "Assets:P100:Machinery"',
            )
        self.expenses = {
            names.key(str(center)): _text(self.where, f'cost-center "{center}"', place)
            for center, place in found.get("cost-center", {}).items()
        }
        self.groups = {
            str(name): self._group(str(name), entry) for name, entry in found.get("group", {}).items()
        }
        self.words = asset_words.Words(
            system, found.get("method"), found.get("convention"), self.where, found.get("tax")
        )

    def find(self, code: str) -> AssetClass | None:
        """Return the entry of a class: its own, else that of ``*``, else None."""
        return self.classes.get(names.key(code), self.classes.get("*"))

    def why_not(self, code: str) -> str:
        """Say that a class has no entry, and what to write."""
        known = [name for name in self.classes if name != "*"]
        near = "" if code.strip().isdecimal() else nearest(names.key(code), known)
        return f'class "{code}" has no entry in {self.where}; add [class."{code}"] with its account and expense{near}'

    def _class(self, code: str, entry: Any) -> AssetClass:
        where = f'class "{code}"'
        if not isinstance(entry, Mapping):
            raise ImportFault(
                self.where, 0, f"{where}: found {entry!r}, expected a table with account and expense"
            )
        for key, value in entry.items():
            if key not in KEYS:
                raise ImportFault(
                    self.where,
                    0,
                    f'{where}: found the key "{key}", expected {", ".join(KEYS)}{nearest(key, KEYS)}',
                )
            if key in _FLAGS:
                if not isinstance(value, bool):
                    raise ImportFault(self.where, 0, f"{where}: {key} = {value!r}: expected true or false")
            else:
                _text(self.where, f"{where}: {key}", value)
        text = {key: str(entry.get(key, "")) for key in KEYS if key not in _FLAGS}
        ignore, depreciate = bool(entry.get("ignore", False)), bool(entry.get("depreciate", True))
        if not text["account"] and not ignore:
            raise ImportFault(
                self.where, 0, f'{where}: found no account, expected one such as "Assets:P100:Machinery"'
            )
        life = asset_lives.in_words(text["life"]) if text["life"] else None
        if text["life"] and life is None:
            raise ImportFault(
                self.where, 0, f'{where}: life = "{text["life"]}": expected whole months such as "7 years"'
            )
        if text["salvage"]:
            asset_words.share(self.where, f"{where}: salvage", text["salvage"])
        if text["units"]:
            asset_words.number(self.where, f"{where}: units", text["units"])
        if text["convention"]:
            asset_words.word(self.where, f"{where}: convention", text["convention"], asset_words.CONVENTIONS)
        if text["day-count"]:
            asset_words.word(self.where, f"{where}: day-count", text["day-count"], DAY_COUNTS)
        if text["rounding"]:
            asset_words.word(self.where, f"{where}: rounding", text["rounding"], ROUNDINGS)
        if text["kind"]:
            asset_words.word(self.where, f"{where}: kind", text["kind"], tuple(KINDS))
        if text["bonus"]:
            asset_words.share(self.where, f"{where}: bonus", text["bonus"])
        method = asset_words.NO_METHOD
        said = {key: entry[key] for key in ("method", "rate", "factor", "switch") if key in entry}
        if said:
            method = asset_words.method(self.where, f"of class {code}", said)
        return AssetClass(
            account=text["account"], expense=text["expense"], gain_loss=text["gain-loss"], life=life, method=method,
            convention=text["convention"], day_count=text["day-count"], rounding=text["rounding"],
            salvage=text["salvage"], units=text["units"],
            depreciate=depreciate and method.method != "none", ignore=ignore, kind=text["kind"], group=text["group"],
            construction=bool(entry.get("construction", False)), low_value=bool(entry.get("low-value", False)),
            tax=text["tax"], bonus=text["bonus"],
        )  # fmt: skip

    def _group(self, name: str, entry: Any) -> AssetGroup:
        where = f'group "{name}"'
        if not isinstance(entry, Mapping) or not entry.get("account") or not entry.get("expense"):
            raise ImportFault(
                self.where, 0, f"{where}: found {entry!r}, expected a table with account and expense"
            )
        for key, value in entry.items():
            if key not in _OF_GROUPS:
                raise ImportFault(
                    self.where, 0, f'{where}: found the key "{key}", expected {", ".join(_OF_GROUPS)}'
                    f"{nearest(key, _OF_GROUPS)}",
                )  # fmt: skip
            _text(self.where, f"{where}: {key}", value)
        if "method" in entry:
            asset_words.word(self.where, f"{where}: method", entry["method"], ("group", "composite"))
        if "rate" in entry:
            asset_words.share(self.where, f"{where}: rate", entry["rate"])
        return AssetGroup(**{key.replace("-", "_"): value for key, value in entry.items()})


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportFault(str(path), 0, f"the table of asset classes cannot be read: {error}") from error


def _text(file: str, where: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ImportFault(file, 0, f"{where} = {value!r}: expected a text")
    return value
