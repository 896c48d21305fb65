"""``bean-plant explain`` of a contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_contract(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 open Assets:Receivables
    2026-01-01 open Income:Sales
    2026-01-01 custom "plant-contract" "C-26" Income:Sales
      commission: "5%"
    2026-01-01 custom "plant-estimate" "C-26" "returns" 0.03
      window: "90 days"
    2026-01-01 custom "plant-estimate" "C-26" "protection" -2.00 USD
      per-unit: TRUE
      window: "60 days"
    2026-02-01 * "Dealer" "Sale"
      contract: "C-26"
      quantity: 10
      Assets:Receivables   1000.00 USD
      Income:Sales        -1000.00 USD
    2026-12-31 custom "plant-contract-end" "C-26"
    """
    result = run("explain", "C-26")
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    assert "commission of 5% of the revenue to Liabilities:Commissions" in text
    assert "ends on 2026-12-31" in text
    assert "expected on 2026-01-01: 3% come back within 90 days" in text
    assert "protection -2.00 USD a unit, for 60 days after its sale" in text
    # 3 % of 1,000 come back, and 2 for each of the 97 % that are kept of 10
    assert "= (9.7 x 2 + 3% x 1000.00) USD" in text
    assert "= 5% x 950.60 USD" in text
    assert "the distributor's share of the revenue, at the cost of goods sold" in text


def test_interest_promises_and_what_is_never_claimed(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 open Assets:Bank
    2026-01-01 open Income:Sales
    2026-01-01 open Liabilities:Cards
    2026-01-01 custom "plant-contract" "P-26" Income:Sales
      price: 4000.00 USD
      financing: "6%"
    2026-01-01 custom "plant-obligation" "P-26" "press" 4000.00 USD
    2026-03-01 custom "plant-obligation" "P-26" "spare parts" 500.00 USD
    2026-04-30 custom "plant-progress" "P-26" 0.5
    2026-05-31 custom "plant-progress" "P-26" 0.4
      reason: "The floor is weak"
    2026-01-01 custom "plant-contract" "G-26" Income:Sales
      contract-liability: Liabilities:Cards
    2026-01-01 custom "plant-estimate" "G-26" "breakage" 0.1
    2026-01-01 custom "plant-estimate" "G-26" "returns" 0.02
      restocking-fee: "10%"
      recovery-cost: "20%"
    2026-02-01 * "Shop" "Cards"
      contract: "G-26"
      Assets:Bank     100.00 USD
      Liabilities:Cards
    """
    found = {name: run("explain", name) for name in ("P-26", "G-26")}
    assert [result.exit_code for result in found.values()] == [0, 0]
    text = found["P-26"].stdout
    assert "what is paid ahead bears 6% a year, compounded by the year" in text
    assert "promises spare parts, alone 500 USD, from 2026-03-01 on" in text
    assert "performed by 2026-05-31: 40% (The floor is weak)" in text
    text = found["G-26"].stdout
    assert "expected on 2026-01-01: 2% come back, for a fee of 10% of the price, at 20% of their cost" in text
    assert "expected on 2026-01-01: 10% are never claimed" in text
