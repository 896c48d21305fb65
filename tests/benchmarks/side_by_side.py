"""Depreciation of the same assets by beanplant and by the plugins that are published for it.

Each peer is installed from its package, pinned in ``peers/*.txt`` (``make peers`` pins anew), into an environment below
``.cache/`` with the Beancount that it asks for, and gets the assets in its own language: bought on one day, straight
line over 60 months, no salvage (one of them has none), each of another cost. What a plugin adds is the load of a
ledger less the load of the same ledger without the plugin line, in the same environment.

First the ledgers of docs/comparison.md are run: what the page says of a peer must be so.

A load that takes longer than ``LIMIT`` is stopped, and a variant whose first load took longer than ``LONG`` is not
loaded again; the table says both. What a plugin posted is compared with the cost of the assets.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import differences
from measure import BenchmarkError, Run, run, section, table

SIZES = (100, 1_000, 10_000)
MONTHS = 60
START = datetime.date(2016, 1, 1)
END = datetime.date(2020, 12, 31)
LONG, LIMIT = 40.0, 500.0
"""Seconds of CPU, and of the clock."""
TITLE = "Depreciation, side by side"
HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE.parents[1] / ".cache" / "peers"
OURS = "beanplant"

LOAD = """
import json, sys
from beancount import loader
from beancount.core import data
entries, errors, _ = loader.load_file(sys.argv[1])
posted = [posting.units.number for entry in entries if isinstance(entry, data.Transaction)
          for posting in entry.postings if posting.account.startswith("Expenses:")]
print(json.dumps({"made": sum(isinstance(entry, data.Transaction) for entry in entries) - int(sys.argv[2]) - 1,
                  "posted": str(sum(posted)), "errors": len(errors),
                  "first": errors[0].message if errors else ""}))
"""

OPENS = ("Assets:P100:Machinery", "Liabilities:Payables", "Expenses:P100:Depreciation", "Equity:Note")


@dataclass(frozen=True)
class Plugin:
    """A plugin that depreciates: its package, the requirements of its environment, and how a ledger speaks to it."""

    package: str
    requirements: str
    line: str
    purchase: Callable[[str, str], str]
    """From an asset's name and cost, the text of it."""
    head: str = ""
    opens: tuple[str, ...] = ()


def _ours(name: str, cost: str) -> str:
    return (
        f'{START} * "Toolmaker" "Machine {name}"\n  asset: "{name}"\n'
        f"  Assets:P100:Machinery  {cost} USD\n  Liabilities:Payables  -{cost} USD\n"
        f'{START} custom "plant-asset" "{name}" Assets:P100:Machinery {cost} USD\n'
        f'  life: "{MONTHS} months"\n  expense: Expenses:P100:Depreciation\n'
    )


def _periodic(name: str, cost: str) -> str:
    return (
        f'{START} * "Toolmaker" "Machine {name}"\n'
        f'  Assets:P100:Machinery  {cost} USD\n    depreciate: "{MONTHS} Months /Monthly"\n'
        f"  Liabilities:Payables  -{cost} USD\n"
    )


def _interpolate(name: str, cost: str) -> str:
    return (
        f'{START} * "Toolmaker" "Machine {name}"\n'
        f'  Assets:P100:Machinery  {cost} USD\n    depr: "{MONTHS} Months / Month"\n'
        f"  Liabilities:Payables  -{cost} USD\n"
    )


def _lots(name: str, cost: str) -> str:
    return (
        f'{START} * "Toolmaker" "Machine {name}"\n'
        f'  Assets:P100:Machinery  1 MACHINE {{{cost} USD, "{name}"}}\n    useful_life: "{MONTHS}m"\n'
        f"  Liabilities:Payables  -{cost} USD\n"
    )


PLUGINS = (
    Plugin(OURS, "", 'plugin "beanplant"', _ours, head=f'{START} custom "plant" "P100"\n  currency: USD'),
    Plugin(
        "beancount-periodic",
        "beancount-3",
        'plugin "beancount_periodic.depreciate"',
        _periodic,
        opens=("Expenses:Depreciation:P100:Machinery",),
    ),
    Plugin(
        "beancount-interpolate",
        "beancount-3",
        "plugin \"beancount_interpolate.depreciate\" \"{'account_assets': 'Assets:P100',"
        " 'account_expenses': 'Expenses:P100:Depreciation'}\"",
        _interpolate,
        opens=("Expenses:P100:Depreciation:Machinery",),
    ),
    Plugin(
        "auto-depreciation",
        "beancount-2",
        "plugin \"auto_depreciation.depreciation\" \"{'assets': 'Assets:P100:Machinery',"
        " 'expenses': 'Expenses:P100:Depreciation', 'method': 'linear'}\"",
        _lots,
        head=f"{START} commodity MACHINE",
    ),
)


def write_ledger(path: Path, plugin: Plugin, count: int, *, switched_on: bool) -> int:
    """Write so many assets in the language of a plugin; return what they cost together."""
    lines = ['option "operating_currency" "USD"']
    if switched_on:
        lines.append(plugin.line)
    lines += [f"{START} open {account}" for account in (*OPENS, *plugin.opens)]
    lines.append(plugin.head)
    costs = [6_000 + 7 * number for number in range(count)]
    lines += [plugin.purchase(f"A-{number:05d}", f"{cost}.00") for number, cost in enumerate(costs)]
    lines.append(f'{END} * "Last"\n  Equity:Note  1.00 USD\n  Equity:Note  -1.00 USD')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sum(costs)


def environment(requirements: str) -> Path:
    """Return the Python of an environment with these requirements; make it where it is not there.

    Raises:
        BenchmarkError: it cannot be installed here.
    """
    if not requirements:
        return Path(sys.executable)
    pins = HERE / "peers" / f"{requirements}.txt"
    folder = ENVIRONMENTS / requirements
    python, stamp = folder / "bin" / "python", folder / "installed"
    digest = hashlib.sha256(pins.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    print(f"  Setting up {folder}", file=sys.stderr, flush=True)
    uv = shutil.which("uv")
    commands: list[list[str | Path]]
    if uv:
        commands = [
            [uv, "venv", "--quiet", "--python", sys.executable, folder],
            [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", pins],
        ]
    else:
        pip: list[str | Path] = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        commands = [[sys.executable, "-m", "venv", folder], [*pip, "--require-hashes", "-r", pins]]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
            raise BenchmarkError(f"cannot be installed here: {last}")
    stamp.write_text(digest, encoding="utf-8")
    return python


def versions(python: Path, packages: Iterable[str]) -> list[str]:
    """Return the versions of packages in an environment."""
    code = "import sys; from importlib import metadata; print(*map(metadata.version, sys.argv[1:]))"
    return run([python, "-c", code, *packages]).output.split()


class Variant:
    """One plugin and one size: its loads with and without the plugin line."""

    def __init__(self, plugin: Plugin, count: int, folder: Path) -> None:
        self.plugin, self.count = plugin, count
        self.runs: dict[bool, list[Run]] = {False: [], True: []}
        self.paths = {on: folder / f"{plugin.package}-{count}-{on}.beancount" for on in (False, True)}
        for on, path in self.paths.items():
            self.cost = write_ledger(path, plugin, count, switched_on=on)
        self.wrong = ""

    def load(self, python: Path) -> None:
        """Load both ledgers once more, unless that takes too long."""
        if self.wrong or (self.runs[True] and self.runs[True][0].cpu > LONG):
            return
        for on, path in self.paths.items():
            name = f"{self.count:,} assets, {self.plugin.package}, {'with' if on else 'without'} the plugin"
            try:
                found = run([python, "-c", LOAD, path, str(self.count)], limit=LIMIT)
            except BenchmarkError as error:
                self.wrong = str(error).splitlines()[-1]
                print(f"  {name}: {self.wrong}", file=sys.stderr, flush=True)
                return
            result = json.loads(found.output)
            print(f"  {name}: {found.cpu:.2f} s, {result}", file=sys.stderr, flush=True)
            if result["errors"]:
                self.wrong = f"{result['errors']} errors, the first: {result['first'].splitlines()[0]}"
                if self.plugin.package == OURS:
                    raise BenchmarkError(f"{path.name}: {self.wrong}")
                return
            self.runs[on].append(found)

    def cpu(self, on: bool) -> float:
        """Median CPU seconds of a load."""
        return statistics.median(each.cpu for each in self.runs[on])

    @property
    def added(self) -> float:
        """What the plugin adds: the median over the rounds, each of its own pair of loads."""
        pairs = zip(self.runs[True], self.runs[False], strict=False)
        return statistics.median(on.cpu - off.cpu for on, off in pairs)

    def row(self, ours: Variant) -> list[str]:
        """What the table says."""
        first = [f"{self.count:,}", self.plugin.package]
        if not self.runs[True]:
            return [*first, "", "", self.wrong, "", "", "", ""]
        result = json.loads(self.runs[True][-1].output)
        times = f"{self.added / ours.added:.0f}" if ours.runs[True] and self is not ours else ""
        figures = [f"{self.cpu(False):.2f}", f"{self.cpu(True):.2f}", f"**{self.added:.2f}**", times]
        peak = statistics.median(each.peak for each in self.runs[True])
        return [*first, *figures, f"{result['made']:,}", f"{peak:.0f}", str(len(self.runs[True]))]


def measure(folder: Path, rounds: int) -> str:
    """Load the assets of all plugins in turn and return a section of the page."""
    pythons: dict[str, Path] = {}
    failed: dict[str, str] = {}
    said = []
    for plugin in PLUGINS:
        try:
            pythons[plugin.package] = environment(plugin.requirements)
        except BenchmarkError as error:
            failed[plugin.package] = str(error)
            continue
        found = versions(pythons[plugin.package], (plugin.package, "beancount"))
        said.append(f"{plugin.package} {found[0]} on beancount {found[1]}")
    untrue = differences.wrong(folder, pythons)
    if untrue:
        raise BenchmarkError("\n".join(untrue))
    rows = []
    for count in SIZES:
        variants = [Variant(plugin, count, folder) for plugin in PLUGINS]
        for variant in variants:
            variant.wrong = failed.get(variant.plugin.package, "")
        for number in range(rounds):
            for variant in variants if number % 2 == 0 else reversed(variants):
                if not variant.wrong:
                    variant.load(pythons[variant.plugin.package])
        for variant in variants:
            check(variant)
            rows.append(variant.row(variants[0]))
    text = (
        f"The same assets in the language of each plugin: {MONTHS} months, straight line, one account. `added` is the"
        " load with the plugin less that without, CPU seconds, in the same environment; `to ours` is how many times"
        f" longer that takes. {'; '.join(said)}. A load above {LONG:.0f} s runs once, one above {LIMIT:.0f} s is"
        " stopped. [What each of them does](comparison.md) is a page of its own."
    )
    costs = ["without", "with", "added", "to ours"]
    return section(text, table(["assets", "plugin", *costs, "transactions made", "peak MiB", "runs"], rows))


def check(variant: Variant) -> None:
    """Tell of a plugin that posted another sum than the assets cost; ours must not."""
    if not variant.runs[True]:
        return
    posted = json.loads(variant.runs[True][-1].output)["posted"]
    if Decimal(posted) != variant.cost:
        message = f"{variant.plugin.package} posted {posted} of {variant.cost}.00 USD"
        if variant.plugin.package == OURS:
            raise BenchmarkError(message)
        print(f"  {message}", file=sys.stderr, flush=True)
