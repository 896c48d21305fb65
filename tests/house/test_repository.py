"""The house keeps its rules: pinned requirements, no address of a registry, modules of a readable size."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 400
"""Lines; most modules have 60 to 300, and one that outgrows this holds two things."""


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, tracked or new, that git does not ignore."""
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    try:
        names = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        names = [str(p.relative_to(ROOT)) for pattern in patterns or ("*",) for p in ROOT.rglob(pattern)]
        names = [name for name in names if not name.startswith(".")]
    return [ROOT / name for name in sorted(set(names)) if (ROOT / name).is_file()]


@pytest.mark.parametrize(
    "path",
    [ROOT / "requirements.txt", *sorted((ROOT / "tests" / "benchmarks" / "peers").glob("*.txt"))],
    ids=lambda path: path.stem,
)
def test_requirements_are_pinned_with_hashes_and_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    entries = re.split(r"(?<!\\)\n", text.strip())
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_requirements_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(name for e in ("import", "fava", "export", "dev") for name in extras[e]),
    ]
    pinned = re.findall(
        r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    names = {re.split(r"[<>=!~\[; ]", name)[0].lower().replace("_", "-") for name in wanted}
    assert names <= set(pinned), f"run make requirements: {names - set(pinned)}"


def test_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == version


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    # Put together here, so that this file does not name them either.
    parts = ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npm" + r"js\.org", "/ro" + "ot/", "/ho" + "me/")
    forbidden = re.compile("|".join(parts))
    for path in tracked("*.py", "*.md", "*.toml", "*.txt", "*.beancount", "Makefile", ".ci/run"):
        found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{path.relative_to(ROOT)}: {found[0] if found else ''}"


@pytest.mark.parametrize(
    "path", tracked("plugins/*.py", "importers/*.py"), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_module_has_a_readable_size_and_a_manual(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    assert text.startswith(('"""', 'r"""')), "begin with a docstring"
