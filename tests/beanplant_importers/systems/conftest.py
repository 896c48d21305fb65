"""A PostgreSQL server of the tests' own, on the loopback address, for as long as they run."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 60
"""Seconds that a server may take to answer."""


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the path."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    path = shutil.which("initdb") or (found[-1] if found else None)
    return Path(path).parent if path else None


def ordinary_user() -> dict[str, Any]:
    """How to run as somebody else: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a database on a fresh server. Tests that use it are marked ``needs("postgresql")``."""
    import adbc_driver_postgresql.dbapi

    folder = programs()
    assert folder is not None
    who = ordinary_user()
    home = Path(tempfile.mkdtemp(prefix="beanplant-pg-"))
    if who:
        os.chown(home, who["user"], who["group"])
    data, port = home / "data", free_port()
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LC_ALL": "C"}
    make = [folder / "initdb", "-D", data, "-U", "stock", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd=home, env=environment, **who)
    call = [folder / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", home, "-F"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(call, stdout=log, stderr=log, cwd=home, env=environment, **who)
    url = f"postgresql://stock@127.0.0.1:{port}/postgres"
    try:
        for _ in range(PATIENCE * 10):
            if server.poll() is not None:
                break
            try:
                adbc_driver_postgresql.dbapi.connect(url).close()
                break
            except adbc_driver_postgresql.dbapi.Error:
                time.sleep(0.1)
        assert server.poll() is None, (home / "log").read_text()
        yield url
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        shutil.rmtree(home, ignore_errors=True)
