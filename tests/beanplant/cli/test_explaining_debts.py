"""``bean-plant explain`` and ``report`` of a debt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_debt(run: Run, plant: Path) -> None:
    """
    option "operating_currency" "USD"
    plugin "beanplant"
    2026-01-01 custom "plant" "P100"
    2026-01-01 open Assets:Bank
    2026-01-01 open Liabilities:Bonds
    2026-01-01 open Expenses:Interest
    2026-01-01 * "Issue"
      debt: "BOND-1"
      Assets:Bank                    92278.33 USD
      Liabilities:DiscountOnBonds     7721.67 USD
      Liabilities:Bonds            -100000.00 USD
    2026-01-01 custom "plant-debt" "BOND-1" Liabilities:Bonds 100000.00 USD
      matures: 2031-01-01
      coupon: "8 %"
      payments: 2
      proceeds: 92278.33 USD
      interest: Expenses:Interest
    2027-03-16 * "Called"
      retires: "BOND-1"
      Liabilities:Bonds              95000.00 USD
      Assets:Bank                   -95000.00 USD
    """
    result = run("explain", "BOND-1")
    assert result.exit_code == 0, result.stderr
    text = result.stdout
    assert text.startswith("Debt BOND-1\n  main.beancount:13 | 2026-01-01 custom")
    assert "face 100,000.00, proceeds 92,278.33 USD: 7,721.67 USD on Liabilities:DiscountOnBonds" in text
    assert "effective rate 9.999982 %, solved from what is carried and paid" in text
    assert "2026-07-01         92,278.33          4,613.91          4,000.00            613.91" in text
    assert "retired on 2027-03-16: 100,000.00 USD, 6,181.15 USD of it unamortized" in text
    assert "= (92278.33 x 9.999982 % / 2 - 4000.00) USD / 6 months" in text
    assert "because of main.beancount:13 | 2026-01-01 custom" in text
    assert "what a retirement leaves of principal and discount, gain or loss (debt.extinguishment)" in text
    assert run("explain", "debt:BOND-1").stdout == text
    assert 'no debt "BOND-2" (did you mean "BOND-1"?)' in run("explain", "debt:BOND-2").stderr
    listed = run("report")
    assert "debt-amortization" in listed.stdout
    report = run(
        "report", "debt-amortization", "--time", "2026", "--format", "csv", "--table", "schedule-BOND-1"
    )
    assert report.exit_code == 0
    assert "2026-07-01,92278.33,4613.91,4000.00,613.91" in report.stdout
