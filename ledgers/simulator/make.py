"""Write the plant: ``python ledgers/simulator/make.py [FOLDER]`` (default: ``ledgers/pump-works``).

It writes ``exports/`` (what the ERP left), ``books/`` (what the bookkeeper entered beside it) and ``planted.csv`` with
``planted.json`` (what went wrong on purpose, and what each cause must come to). It never touches ``main.beancount``,
which is written by hand, nor ``journals/``, which the importer makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from simulator import books, exports, findings, shop_books, story


def files() -> dict[str, bytes]:
    """Return all that the simulator writes, by name."""
    told = story.tell()
    return {**exports.write(told), **books.write(told), **shop_books.write(told.shop), **findings.write(told)}


def main(arguments: list[str]) -> int:
    """Write the files below a folder."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1] / "pump-works"
    made = files()
    for name, content in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes in {folder.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
