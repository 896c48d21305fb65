"""Writing a journal in one step: to a temporary file beside it, which is then renamed.

Whoever reads the ledger meanwhile (Fava, bean-check) sees the old journal or the new one, never half of one. If
writing fails, the old one stays.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write(target: Path, parts: Iterable[str], *, before: str = "") -> None:
    """Write ``before`` (what the file had, if it grows) and ``parts`` to a file. Its mode stays; a new one gets 644."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            if before:
                file.write(before.rstrip("\n") + "\n\n")
            file.writelines(parts)
        Path(temporary).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
