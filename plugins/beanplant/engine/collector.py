"""The cyclic collector and a ledger: a load makes millions of objects and no circles that could be garbage.

The collector walks over all that is alive each time that it has grown by a quarter, so a load pays for it a dozen
times, and most after the plugin, when the books are largest. While the engine works nothing of its own can be garbage
that counting references does not find; after it, the ledger lives until it is dropped. ``ledger_of_no_garbage`` keeps
the collector off for the first and ``KeptOut`` keeps it out of the second for as long as the ledger's options live, so
that it is also out of the way of the requests of a server.
"""

from __future__ import annotations

import atexit
import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT_OUT = "beanplant_kept_out"


class KeptOut:
    """Keeps what is alive now out of the collector's sight until this object goes, which is when its ledger goes.

    A server loads a changed ledger before it drops the old one: then what is alive stays out for the new one. At the
    end of a process everything is in again: some libraries take what is out of the last collection for a leak.
    """

    ledgers = 0

    def __init__(self) -> None:
        KeptOut.ledgers += 1
        gc.freeze()
        atexit.unregister(let_all_in)
        atexit.register(let_all_in)

    def __del__(self) -> None:
        KeptOut.ledgers -= 1
        gc.unfreeze()
        if KeptOut.ledgers > 0:
            gc.freeze()

    def __reduce__(self) -> tuple[type[Released], tuple[()]]:
        """A ledger that comes from a cache is not kept out."""
        return Released, ()

    def __repr__(self) -> str:
        return "the cyclic collector does not look at this ledger"


def let_all_in() -> None:
    """Let the last collection of a process look at everything, in whatever order its ledgers go."""
    KeptOut.ledgers = 0
    gc.unfreeze()


class Released:
    """What a cached ledger has in the place of `KeptOut`."""

    def __repr__(self) -> str:
        return "the cyclic collector looks at this ledger"


@contextmanager
def ledger_of_no_garbage(options_map: dict[str, Any]) -> Iterator[None]:
    """Run a pass over a ledger without the collector, and keep the result out of it, where it is on."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        # Before it is on again: else its first look is at all that the pass has made.
        options_map[KEPT_OUT] = KeptOut()
    finally:
        gc.enable()
