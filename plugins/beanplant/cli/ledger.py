"""Which ledger a command works on, and its loading.

Loading makes millions of objects and no cycles worth collecting: with the cyclic collector off it takes a third less
time at the same peak of memory. A library must not switch it off; a command, which ends soon, may.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any, NamedTuple

import click

VARIABLE = "BEANCOUNT_FILE"
DEFAULT = "main.beancount"
NO_CACHE = "BEANCOUNT_DISABLE_LOAD_CACHE"


class Loaded(NamedTuple):
    """A loaded ledger."""

    path: Path
    entries: list[Any]
    errors: list[Any]
    options_map: dict[str, Any]


def choose(ctx: click.Context, *, quiet: bool = False) -> Path:
    """Return the ledger's path and say which it is. A file that is not there is a usage error."""
    given = ctx.obj
    if given:
        path, why = Path(given), "-f"
    elif os.environ.get(VARIABLE):
        path, why = Path(os.environ[VARIABLE]), f"${VARIABLE}"
    else:
        path, why = Path(DEFAULT), "default"
    if not path.is_file():
        remedy = f"name it with -f or ${VARIABLE}" if why == "default" else "name another"
        raise click.UsageError(f"no ledger {path} ({why}); {remedy}", ctx)
    if not quiet:
        click.echo(f"Ledger {path} ({why})", err=True)
    return path


def load(path: Path, *, keep: bool = True) -> Loaded:
    """Load a ledger with the cyclic collector off, and with bean-check's validations.

    Beancount keeps what took more than a second to load beside the ledger, and so does each command that asks of a
    ledger again and again (``keep``). One that is called after each change would only pay for it.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load(path, keep)
    finally:
        gc.freeze()  # the ledger lives as long as the command; the collector need not look at it
        if collecting:
            gc.enable()


def _load(path: Path, keep: bool) -> Loaded:
    from beancount import loader
    from beancount.ops import validation

    cached = os.environ.get(NO_CACHE) is None
    threshold = loader.PICKLE_CACHE_THRESHOLD
    usual = list(validation.VALIDATIONS)
    if not keep and cached:
        loader.PICKLE_CACHE_THRESHOLD = float("inf")
        loader.initialize(use_cache=True)
    try:
        found = loader.load_file(str(path), extra_validations=list(validation.HARDCORE_VALIDATIONS))
    finally:
        validation.VALIDATIONS[:] = usual  # Beancount leaves the further ones in it, for each load once more
        if not keep and cached:
            loader.PICKLE_CACHE_THRESHOLD = threshold
            loader.initialize(use_cache=True)
    return Loaded(path, *found)


def warn_of_errors(loaded: Loaded) -> None:
    """Say that a report of a ledger with errors may be wrong."""
    count = len(loaded.errors)
    if count:
        noun = "error" if count == 1 else "errors"
        click.echo(f"The ledger has {count} {noun}; see bean-plant check", err=True)
