"""A loaded ledger is out of the cyclic collector's sight for as long as it lives, and no longer."""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
import weakref

import pytest
from beancount import loader
from beancount.core import data

from beanplant.engine.collector import KEPT_OUT, KeptOut

LEDGER = """
plugin "beanplant"
2026-01-01 custom "plant" "P100"
  currency: USD
2026-01-01 commodity STEEL
  item: TRUE
2026-01-01 custom "plant-standard-cost" 1 STEEL 2.50 USD
2026-01-02 * "Receipt"
  Assets:P100:RawMaterials                       10 STEEL @ 2.60 USD
  Liabilities:P100:GoodsReceivedNotInvoiced     -10 STEEL @ 2.60 USD
"""

ASSETS = """
plugin "beanplant"
option "operating_currency" "USD"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Expenses:Depreciation
2018-01-01 custom "plant" "P100"
2024-12-31 custom "plant-depreciation-horizon" 2024-12-31
2020-01-01 * "Three machines"
  Assets:P100:Machinery    1200.00 USD
    asset: "PLAIN"
  Assets:P100:Machinery    1200.00 USD
    asset: "LINE"
  Assets:P100:Machinery    1200.00 USD
    asset: "USED"
  Assets:Bank
2020-01-01 custom "plant-asset" "PLAIN" Assets:P100:Machinery 1200.00 USD
  life: "10 years"
  expense: Expenses:Depreciation
2020-01-01 custom "plant-asset" "LINE" Assets:P100:Machinery 1200.00 USD
  life: "10 years"
  expense: Expenses:Depreciation
2020-01-01 custom "plant-asset" "USED" Assets:P100:Machinery 1200.00 USD
  method: "units-of-production"
  units: 1000
  expense: Expenses:Depreciation
2020-06-30 custom "plant-asset-usage" "USED" 100
2021-03-10 custom "plant-asset-impairment" "USED" 100.00 USD
2021-06-30 custom "plant-asset-split" "LINE" "LINE-2" 400.00 USD
2022-03-10 custom "plant-asset-impairment" "LINE-2" 50.00 USD
2023-05-05 * "Sold"
  disposes: "LINE"
  Assets:Bank               100.00 USD
  Assets:P100:Machinery    -100.00 USD
"""

DISCOUNTS = """
plugin "beanplant"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Liabilities:Payables
2026-01-01 open Income:Sales
2026-01-01 open Expenses:Repairs
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  method: "allowance"
  expected: 0.80
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
  method: "net"
2026-03-10 * "Pump Co" "Invoice"
  invoice: "INV-9001"
  terms: "2/10 net 30"
  Assets:Receivables    1000.00 USD
  Income:Sales         -1000.00 USD
2026-03-10 * "Fitter" "Invoice"
  invoice: "B-1"
  terms: "2/10 net 30"
  Liabilities:Payables  -500.00 USD
  Expenses:Repairs       500.00 USD
2026-04-18 * "Pump Co" "Payment"
  invoice: "INV-9001"
  Assets:Bank           1000.00 USD
  Assets:Receivables   -1000.00 USD
"""

CONTRACTS = """
plugin "beanplant"
option "operating_currency" "USD"
2026-01-01 open Assets:Bank
2026-01-01 open Assets:Receivables
2026-01-01 open Income:Sales
2026-01-01 open Income:Contracts
2026-01-01 open Liabilities:RefundLiability
2026-01-01 custom "plant-contract" "CHEM" Income:Sales
2026-01-01 custom "plant-contract-tiers" "CHEM" "0" 100 USD "1000" 90 USD
2026-01-01 custom "plant-estimate" "CHEM" 2000
2026-01-01 custom "plant-estimate" "CHEM" "claims" -1.00 USD
  per-unit: TRUE
2026-01-01 custom "plant-estimate" "CHEM" "returns" 0.03
  window: "30 days"
2026-03-31 * "Chem Co" "Sale"
  contract: "CHEM"
  quantity: 100
  Assets:Receivables    10000.00 USD
  Income:Sales         -10000.00 USD
2026-01-01 custom "plant-contract" "TOWER" Income:Contracts
  price: 50000 USD
  financing: "6%"
2026-01-01 custom "plant-estimate" "TOWER" "bonus" "70%" 5000 USD "30%" 0 USD
2026-02-28 custom "plant-progress" "TOWER" 0.40
2026-03-31 * "Town" "Bill"
  contract: "TOWER"
  Assets:Receivables    30000.00 USD
  Income:Contracts     -30000.00 USD
2026-06-30 * "Later"
  Assets:Bank               0.00 USD
"""


every = pytest.mark.parametrize(
    "text", [LEDGER, ASSETS, DISCOUNTS, CONTRACTS], ids=["stock", "assets", "discounts", "contracts"]
)


@pytest.fixture
def nothing_kept(monkeypatch):
    """Begin and end with a collector that looks at everything; ledgers of other tests may live."""
    gc.unfreeze()
    gc.collect()
    monkeypatch.setattr(KeptOut, "ledgers", 0)
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("nothing_kept")
def test_a_ledger_is_kept_out_while_it_lives():
    ledger = loader.load_string(LEDGER)
    assert not ledger[1]
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(ledger[0])
    del ledger
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("nothing_kept")
def test_the_ledger_that_replaces_another_is_kept_out():
    ledger = loader.load_string(LEDGER)
    ledger = loader.load_string(LEDGER)
    assert gc.get_freeze_count() > len(ledger[0])
    del ledger
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("nothing_kept")
@every
def test_a_pass_leaves_no_garbage_behind(text):
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        ledger = loader.load_string(text)
        gc.unfreeze()
        gc.collect()
        ours = [thing for thing in gc.garbage if type(thing).__module__.startswith("beanplant")]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert not ledger[1]
    assert not ours


@pytest.mark.usefixtures("nothing_kept")
@every
def test_a_ledger_goes_when_it_is_dropped(text):
    """Without the collector: a server that loads again puts what is alive then out of its sight."""

    class Mark:
        """Something that can be watched."""

    entries, errors, options = loader.load_string(text)
    assert not errors
    written = [entry for entry in entries if type(entry) is data.Transaction]
    marks = []
    gc.disable()
    try:
        for entry in written:
            entry.meta["mark"] = Mark()
            marks.append(weakref.ref(entry.meta["mark"]))
        assert marks
        del entry, entries, errors, options, written
        assert not [mark for mark in marks if mark() is not None]
    finally:
        gc.enable()


def test_a_ledger_from_the_cache_is_looked_at():
    options = loader.load_string(LEDGER)[2]
    gc.unfreeze()
    again = pickle.loads(pickle.dumps(options))
    assert gc.get_freeze_count() == 0
    assert "looks at" in repr(again[KEPT_OUT])


def test_at_the_end_of_a_process_nothing_is_kept_out():
    """Libraries that look for leaks then (nanobind, in DuckDB) find none."""
    script = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print(gc.get_freeze_count()))\n"
        "from beancount import loader\n"
        f"sys.ledger = loader.load_string({LEDGER!r})\n"
        "print(gc.get_freeze_count() > 0)\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "0"]
