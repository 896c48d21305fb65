"""One directive of ours: its values in order and its metadata, each with the type it must have.

A directive is read to its end whatever is wrong with it; each fault says what was found, what was expected
and how to mend it. A value of metadata that cannot be read counts as not written, so that one slip of the pen
does not make a hundred errors elsewhere.

Beancount's traps, which the messages name: ``0.3 -50 USD`` in a directive is a subtraction; a key that
repeats in a directive keeps its last value; a commodity in metadata is written without quotes, and any text
with them.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beancount.core import account as accounts
from beancount.core.amount import Amount

from beanplant.faults import MasterDataError, Source, nearest
from beanplant.masterdata.language import FREE_KEYS, NOT_SUPPORTED, RESULT_KEYS, Form
from beanplant.masterdata.values import ACCOUNT, AMOUNT, DATE, NUMBER, TEXT, Context, share_of, show
from beanplant.rules.payment_terms import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Custom

_KINDS: dict[Any, str] = {
    accounts.TYPE: ACCOUNT,
    str: TEXT,
    Amount: AMOUNT,
    datetime.date: DATE,
    Decimal: NUMBER,
}


class Directive:
    """One of our directives, with the readers of its values and metadata."""

    def __init__(self, entry: Custom, form: Form, context: Context) -> None:
        self.entry = entry
        self.form = form
        self.context = context
        self.date: datetime.date = entry.date
        self.source: Source = entry.meta
        self.values: list[Any] = [value.value for value in entry.values or ()]
        self.refused = False
        self._misspelled: set[str] = set()
        self._check_keys()

    @property
    def title(self) -> str:
        """What it is and about what, for people: ``plant-order "MO-1001"``."""
        if not self.values:
            return self.form.name
        first = self.values[0]
        return f"{self.form.name} {first if ':' in str(first) else show(first)}"

    def fault(self, message: str, subject: str = "") -> None:
        """Report a fault of this directive at its line; that a key is missing is said by its misspelling."""
        if self._misspelled and message.partition(" is missing;")[0].removesuffix(":") in self._misspelled:
            return
        self.context.faults.add(MasterDataError, self.source, f"{self.title}: {message}", self.entry, subject)

    def _check_keys(self) -> None:
        if self.form.known.issuperset(self.source):
            return
        later: list[str] = []
        for key, value in self.source.items():
            if key in self.form.keys:
                continue
            if key in self.form.later:
                if value is not False:
                    later.append(f"{key}: {show(value)}")
            elif key in RESULT_KEYS:
                self.fault(f"{key}: is a result that beanplant writes; delete it")
            elif key not in FREE_KEYS and not key.startswith(("x-", "__")):
                expected = ", ".join(sorted(self.form.keys)) or "no key of its own"
                near = nearest(key, self.form.keys | self.form.later)
                self._misspelled.update(
                    each for each in self.form.keys if near == f' (did you mean "{each}"?)'
                )
                self.fault(
                    f'unknown key "{key}"{near}; expected {expected}; a key of your own begins with x-'
                )
        if later:
            self.refused = True
            self.fault(f"{NOT_SUPPORTED}: {', '.join(later)}")

    # Values in order

    def take(self, *kinds: str, more: str | None = None) -> list[Any] | None:
        """Return the values if they are of these kinds and any number of the kind ``more``; else None."""
        written_values = self.entry.values or ()
        expected = list(kinds) + [more] * (len(written_values) - len(kinds)) if more else list(kinds)
        found = [_KINDS.get(value.dtype, "other") for value in written_values]
        if found == expected:
            return self.values
        for index, kind in enumerate(expected[: len(found)]):
            # A valued ledger has the name of a parent account in quotes (see engine.parents).
            if (
                kind == ACCOUNT
                and found[index] == TEXT
                and self.context.accounts.valid(written_values[index].value)
            ):
                found[index] = ACCOUNT
        if found == expected:
            return self.values
        written = " ".join(
            str(v.value) if v.dtype is accounts.TYPE else show(v.value) for v in self.entry.values or ()
        )
        hint = ""
        if NUMBER not in expected and any(value.dtype is Decimal for value in written_values):
            hint = "; a number needs its commodity"
        self.context.faults.add(
            MasterDataError,
            self.source,
            f"{self.form.name}: found {written or 'nothing'}, expected {', '.join(kinds)}"
            f"{f', and more of {more}' if more else ''}{hint}; write: {self.form.example}",
            self.entry,
        )
        return None

    # Metadata

    def wrong(self, key: str, expected: str, extra: str = "") -> None:
        """Report a value of metadata that is not what was expected."""
        self.fault(f"{key}: found {show(self.source.get(key))}, expected {expected}{extra}")

    def has(self, key: str) -> bool:
        """Whether the key is written, with or without a value."""
        return key in self.source

    def says(self, key: str, word: str) -> bool:
        """Whether a key has this text; an amount there is none, and Beancount's does not compare with texts."""
        value = self.source.get(key)
        return isinstance(value, str) and value == word

    def text(self, key: str) -> str | None:
        """A text; None where it is not written."""
        value = self.source.get(key)
        if isinstance(value, str) and value:
            return value
        if self.has(key):
            self.wrong(key, TEXT)
        return None

    def word(self, key: str, allowed: Sequence[str], default: str, later: Sequence[str] = ()) -> str | None:
        """One of the ``allowed`` words; None for a word of a ``later`` version, refused by name."""
        if not self.has(key):
            return default
        value = self.source[key]
        if isinstance(value, str) and value in allowed:
            return value
        if isinstance(value, str) and value in later:
            if not self.refused:
                self.fault(f'{NOT_SUPPORTED}: {key}: "{value}"; write {_either(allowed)}')
            self.refused = True
            return None
        near = nearest(value, [*allowed, *later]) if isinstance(value, str) else ""
        self.wrong(key, _either(allowed), near)
        return default

    def flag(self, key: str) -> bool | None:
        """TRUE or FALSE; None where it is not written."""
        value = self.source.get(key)
        if isinstance(value, bool):
            return value
        if self.has(key):
            self.wrong(key, "TRUE or FALSE, without quotes")
        return None

    def share(self, key: str, *, whole: bool = False) -> Fraction | None:
        """A share of 0 to below 1, or with ``whole`` to 1, as ``0.03`` or ``"3%"``; None where it is not written."""
        value = self.source.get(key)
        number = share_of(value)
        if number is not None and (number < 1 or whole):
            return number
        if self.has(key):
            self.wrong(key, f'a share from 0 to {"" if whole else "below "}1, such as 0.03 or "3%"')
        return None

    def amount(self, key: str, commodity: str) -> Decimal | None:
        """The number of an amount in ``commodity``, zero or more; None where it is not written."""
        value = self.source.get(key)
        if isinstance(value, Amount) and value.number is not None:
            if value.currency == commodity and value.number >= 0:
                return value.number
            if value.currency == commodity:
                self.wrong(key, "zero or more")
                return None
        if self.has(key):
            self.wrong(key, f"an amount in {commodity}")
        return None

    def days(self, key: str) -> int | None:
        """A number of days, as ``3`` or ``"3 days"``; None where it is not written."""
        value = self.source.get(key)
        match = re.fullmatch(r"(\d+)(?: days?)?", str(value)) if isinstance(value, (Decimal, str)) else None
        if match and int(match[1]) <= LONGEST:
            return int(match[1])
        if self.has(key):
            self.wrong(key, f"a number of days such as 3, at most {LONGEST}")
        return None

    def account(self, key: str, *, opened: bool = True) -> str | None:
        """An account, which must be open unless ``opened`` is false; None where it is not written."""
        value = self.source.get(key)
        if isinstance(value, str) and self.context.accounts.valid(value):
            return value if not opened or self.check_open(value, f"{key}: ") else None
        if self.has(key):
            self.wrong(key, "an account such as Expenses:P100:Variances")
        return None

    def check_open(self, name: str, before: str = "") -> bool:
        """Whether the account or one below it is open; else report it with the nearest open one."""
        if self.context.accounts.known(name):
            return True
        near = nearest(name, self.context.accounts.open)
        self.fault(f"{before}account {name} is not open{near}; open it or mend the name", f"not open {name}")
        return False

    def asset_account(self, key: str) -> str | None:
        """An open account of assets; None where it is not written."""
        name = self.account(key)
        return name if name is None or self.check_asset_account(name, f"{key}: ") else None

    def check_asset_account(self, name: str, before: str = "") -> bool:
        """Whether an account is one of assets, and open; else report it."""
        root = self.context.accounts.roots["assets"]
        if name.startswith(f"{root}:"):
            return self.check_open(name, before)
        self.fault(f"{before}found {name}, expected an account below {root}, such as {root}:P100:Machinery")
        return False

    def plant(self) -> tuple[bool, str | None]:
        """The plant that ``plant:`` narrows to, and whether it can stand."""
        code = self.text("plant")
        if code is None:
            return not self.has("plant"), None
        return self.check_plant(code), code

    def check_plant(self, code: str) -> bool:
        """Whether there is such a plant; else report it."""
        plants = self.context.plants
        if code in plants:
            return True
        known = f"; known: {', '.join(plants)}" if plants else ""
        self.fault(
            f'unknown plant "{code}"{nearest(code, plants)}{known}; a plant begins with: custom'
            f' "plant" "{code}"',
            f"unknown plant {code}",
        )
        return False

    def check_item(self, commodity: str, *, activity: bool) -> bool:
        """Whether the commodity is an item (or an activity); else report it with the nearest one."""
        items = self.context.items
        item = items.get(commodity)
        if item is not None and item.activity == activity:
            return True
        if item is not None:
            kind, other = ("an item", "an activity") if activity else ("an activity", "an item")
            self.fault(f"{commodity} is {kind}, expected {other}")
            return False
        known = [name for name, other in items.items() if other.activity == activity]
        what, mend = ("activity", "activity: TRUE") if activity else ("item", "item: TRUE")
        self.fault(
            f"unknown {what} {commodity}{nearest(commodity, known)}; an {what} has a standard cost, or"
            f" {'stands in a routing' if activity else 'stands in a bill or routing'}, or has {mend}"
            f" in its commodity directive",
            f"unknown {what} {commodity}",
        )
        return False


def _either(words: Sequence[str]) -> str:
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
