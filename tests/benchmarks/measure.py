"""Measures commands: CPU seconds and peak memory of a process of its own, alternating the variants.

CPU seconds, because wall time tells what else the machine was doing; a process of its own, because a load leaves
garbage, caches and interned strings behind; alternating, because a machine's speed drifts.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

ENVIRONMENT = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1", "PYTHONHASHSEED": "0"}

LOAD = """
import json, sys
from beancount import loader
from beancount.core import data
entries, errors, _ = loader.load_file(sys.argv[1])
print(json.dumps({
    "transactions": sum(1 for entry in entries if isinstance(entry, data.Transaction)),
    "errors": len(errors),
    "first": errors[0].message if errors else "",
}))
"""


class BenchmarkError(Exception):
    """A measured command failed, or its ledger has errors: its time would mean nothing."""


@dataclass(frozen=True)
class Run:
    """One run of a command."""

    cpu: float
    """User and system time, seconds."""
    peak: float
    """Greatest resident memory, MiB."""
    output: str


@dataclass
class Series:
    """All runs of a variant."""

    runs: list[Run] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """Median CPU seconds."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """Median peak memory, MiB."""
        return statistics.median(run.peak for run in self.runs)

    @property
    def spread(self) -> str:
        """Least and most CPU seconds."""
        times = [run.cpu for run in self.runs]
        return f"{min(times):.2f} to {max(times):.2f}"

    @property
    def result(self) -> dict[str, Any]:
        """What the last run printed as JSON."""
        found: dict[str, Any] = json.loads(self.runs[-1].output)
        return found


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    accept: Sequence[int] = (0,),
    limit: float | None = None,
) -> Run:
    """Run a command and return its own CPU time and peak memory, those of its children included.

    A command that runs longer than ``limit`` seconds is stopped, which is an error as well.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=err, cwd=cwd, env=ENVIRONMENT)
        stopped: list[float] = []

        def stop() -> None:
            stopped.append(limit or 0)
            process.kill()

        watch = threading.Timer(limit, stop) if limit else None
        if watch:
            watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        if watch:
            watch.cancel()
        if stopped:
            raise BenchmarkError(f"stopped after {limit:.0f} s")
        out.seek(0)
        err.seek(0)
        if code not in accept:
            raise BenchmarkError(
                f"{' '.join(map(str, command))} ended with {code}:\n{err.read().decode()[-2000:]}"
            )
        return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.read().decode())


def load(path: Path) -> Run:
    """Load a ledger as bean-check does; one with errors is not worth a time."""
    measured = run([sys.executable, "-c", LOAD, path])
    result = json.loads(measured.output)
    if result["errors"]:
        raise BenchmarkError(f"{path.name}: {result['errors']} errors, the first: {result['first']}")
    return measured


def alternate(variants: Mapping[str, Any], rounds: int) -> dict[str, Series]:
    """Run each variant (a function without arguments that returns a Run) once a round, back and forth."""
    series = {name: Series() for name in variants}
    for number in range(rounds):
        names = list(variants) if number % 2 == 0 else list(reversed(variants))
        for name in names:
            measured = variants[name]()
            series[name].runs.append(measured)
            print(f"  {name}: {measured.cpu:.2f} s, {measured.peak:.0f} MiB", file=sys.stderr, flush=True)
    return series


def machine() -> str:
    """One line on the machine and the versions that the figures depend on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.partition(":")[2].strip()
            for line in cpuinfo.read_text().splitlines()
            if "model name" in line
        ]
        model = names[0] if names else model
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("beancount", "fava", "duckdb"))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores; {python}, {versions}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def section(text: str, *parts: str) -> str:
    """A section of the page: its prose, wrapped, and what follows."""
    return "\n\n".join((textwrap.fill(text, 118), *parts))
