"""``make demo``: a plant's month from the ERP's exports to Fava.

1. The exports of ledgers/pump-works are imported into build/demo; the journals must be those of the repository.
2. The ledger is checked.
3. Its cost of goods manufactured and sold is printed for March 2026.
4. Fava serves the copy in build/demo on this machine: what is changed there changes nothing in the repository.

With DEMO_SERVE=0 or CI=true Fava's pages are asked for once instead, and the demo ends.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLANT = ROOT / "ledgers" / "pump-works"
WORK = ROOT / "build" / "demo" / "pump-works"
MONTH = "2026-03"
FIRST_PORT = 5000
HOST = "127.0.0.1"
PAGES = (
    "income_statement/",
    *(f"extension/Plant{name}/" for name in ("CostOfGoods", "OrdersInProcess", "Variances")),
)


def say(text: str) -> None:
    """Print a headline, before what the commands print."""
    print(f"\n== {text}", flush=True)


def bean_plant(*arguments: str) -> None:
    """Run the command on the copy; its failure ends the demo."""
    shown = " ".join(arguments)
    print(f"$ bean-plant {shown}", flush=True)
    ended = subprocess.run([sys.executable, "-m", "beanplant.cli", *arguments], cwd=WORK, check=False)
    if ended.returncode:
        sys.exit(f"bean-plant {shown} ended with {ended.returncode}")


def lay_out() -> None:
    """Copy the plant without the journals that the import makes."""
    if WORK.exists():
        shutil.rmtree(WORK)
    WORK.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PLANT, WORK, ignore=shutil.ignore_patterns("journals", "*.picklecache", "__pycache__"))


def compare() -> None:
    """The import must make the journals that the repository holds."""
    made = {path.name: path.read_bytes() for path in (WORK / "journals").iterdir()}
    kept = {path.name: path.read_bytes() for path in (PLANT / "journals").iterdir()}
    differ = sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))
    if differ:
        sys.exit(f"The import made other journals than ledgers/pump-works/journals: {', '.join(differ)}")
    print(f"{len(made)} journals, the same as in ledgers/pump-works/journals")


def free_port() -> int:
    """The first port from 5000 on that nobody uses."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    sys.exit(f"No port from {FIRST_PORT} to {FIRST_PORT + 99} is free")


def ask_pages() -> None:
    """Ask for Fava's pages once, without a server."""
    from fava.application import create_app

    app = create_app([WORK / "main.beancount"], load=True)
    client = app.test_client()
    slug = next(iter(app.config["LEDGERS"].ledgers_by_slug))
    for page in PAGES:
        answer = client.get(f"/{slug}/{page}?time={MONTH}")
        if answer.status_code != 200:
            sys.exit(f"Fava answered {answer.status_code} for {page}")
        print(f"/{slug}/{page}: {len(answer.data) // 1024} KiB")


def serve() -> None:
    """Serve the copy until it is interrupted."""
    port = free_port()
    fava = Path(sys.executable).parent / "fava"
    print(f"http://{HOST}:{port}/   (Ctrl-C ends it)", flush=True)
    call = [str(fava), "--host", HOST, "--port", str(port), str(WORK / "main.beancount")]
    os.execv(call[0], call)


def main() -> None:
    """Run the demo."""
    began = time.monotonic()
    say("Importing the ERP's exports")
    lay_out()
    for quarter in sorted(path.name for path in (PLANT / "exports").iterdir()):
        bean_plant("import", f"exports/{quarter}", "--output", f"journals/{quarter}.beancount", "--quiet")
    compare()
    say("Checking the ledger")
    bean_plant("check")
    print("no errors")
    say(f"Cost of goods manufactured and sold, {MONTH}")
    bean_plant("report", "cost-of-goods", "--time", MONTH)
    say("Fava")
    if os.environ.get("DEMO_SERVE") == "0" or os.environ.get("CI", "").lower() in ("1", "true"):
        ask_pages()
        print(f"The demo took {time.monotonic() - began:.0f} s.")
    else:
        serve()


if __name__ == "__main__":
    main()
