"""Takes the pictures of docs/pictures from the demo's ledger: ``make pictures``, after ``make demo``.

Fava serves build/demo on a free port of this machine; Chromium (Debian's package) looks at it.
"""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from cheroot.wsgi import Server
from fava.application import create_app
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "build" / "demo" / "pump-works" / "main.beancount"
OUT = ROOT / "docs" / "pictures"
HOST = "127.0.0.1"
SIZE = {"width": 1180, "height": 760}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = {
    "cost-of-goods": "extension/PlantCostOfGoods/?time=2026-03",
    "wip-by-order": "extension/PlantOrdersInProcess/?time=2026-03",
    "variances": "extension/PlantVariances/?time=2026-03",
    "gross-to-net": "extension/PlantGrossToNet/?time=2025",
    "receivables": "extension/PlantReceivables/?time=2026-03",
    "asset-register": "extension/PlantAssetRegister/?time=2026-03",
    "depreciation-forecast": "extension/PlantDepreciation/?time=2026-03",
}


def serve(app: Any) -> Server:
    """Serve the application in a thread and return the server, whose port is free and bound."""
    server = Server((HOST, 0), app)
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    return server


def main() -> int:
    """Take the pictures."""
    if not LEDGER.exists():
        print("There is no demo; run make demo first.", file=sys.stderr)
        return 1
    app = create_app([LEDGER], load=True)
    slug = next(iter(app.config["LEDGERS"].ledgers_by_slug))
    server = serve(app)
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        page = browser.new_page(viewport=SIZE, color_scheme="light", device_scale_factor=1)
        for name, address in PAGES.items():
            page.goto(f"http://{HOST}:{server.bind_addr[1]}/{slug}/{address}", wait_until="networkidle")
            page.screenshot(path=OUT / f"{name}.png")
            print(f"docs/pictures/{name}.png: {(OUT / f'{name}.png').stat().st_size // 1024} KiB")
        browser.close()
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
