"""The close of a cost center against textbooks and its own identity."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.order_costs import Variance
from beanplant.rules.overhead import CATEGORIES, CostCenterMonth, close_cost_center


def month(**values: str | int | None) -> CostCenterMonth:
    zeros = dict.fromkeys(
        ("labor", "variable", "fixed", "labor_rate", "variable_rate", "fixed_rate", "confirmed", "capacity"),
        0,
    )
    exact = {key: None if value is None else F(value) for key, value in (zeros | values).items()}
    return CostCenterMonth("HR", "USD", **exact)  # type: ignore[arg-type]


def totals(variances: list[Variance]) -> dict[str, F]:
    return {v.category: v.amount for v in variances}


def test_jerrys_ice_cream() -> None:
    """Heisinger and Hoyle, Managerial Accounting ch. 10: 18,900 hours paid at 15.00, rates 13.00, 5.00
    and 7.00.

    Variable overhead 100,000, fixed overhead 136,000 against a budget of 140,280 at 20,040 hours; 21,000
    standard hours. All overhead variances, those of the orders too, are the 16,000 over-applied overhead:
    21,000 x 12 - 236,000. The volume variance of the book is 140,280 - 147,000 = -6,720.
    """
    jerry = month(
        labor=283500,
        variable=100000,
        fixed=136000,
        labor_rate=13,
        variable_rate=5,
        fixed_rate=7,
        confirmed=18900,
        capacity=20040,
    )
    found = totals(close_cost_center(jerry))
    assert found == {
        "LaborRate": 37800,
        "VariableOverheadSpending": 5500,
        "FixedOverheadSpending": -4280,
        "FixedOverheadCapacity": 7980,
    }
    variable_efficiency, volume_efficiency = (18900 - 21000) * 5, (18900 - 21000) * 7
    assert found["FixedOverheadCapacity"] + volume_efficiency == -6720
    overhead = sum(found.values()) - 37800 + variable_efficiency + volume_efficiency
    assert overhead == -16000


@pytest.mark.parametrize(
    ("hours", "actual", "spending"), [(2500, 7000, 2000), (2000, 3500, -500), (1800, 3500, -100)]
)
def test_variable_overhead_spending(hours: int, actual: int, spending: int) -> None:
    """OpenStax ch. 8, std-os-connie-voh-rate and -1800 (exact: the book rounds 1.9444 to 1.94)."""
    connie = month(variable=actual, variable_rate=2, confirmed=hours, capacity=hours)
    assert totals(close_cost_center(connie)) == {"VariableOverheadSpending": spending}


@pytest.mark.parametrize(
    ("fixed", "normal", "rate", "actual", "unabsorbed"),
    [
        pytest.param(1500, 7500, "0.2", 6500, 200, id="oh-ias2-icai-q2"),
        pytest.param(10_000_000, 100_000, 100, 50_000, 5_000_000, id="oh-ias2-icai-q3"),
    ],
)
def test_idle_capacity_is_an_expense(
    fixed: int, normal: int, rate: str, actual: int, unabsorbed: int
) -> None:
    """ICAI, Ind AS 2 (IAS 2.13): the rate rests on normal capacity; what actual hours leave is expensed."""
    idle = month(fixed=fixed, fixed_rate=rate, confirmed=actual, capacity=normal)
    assert totals(close_cost_center(idle)) == {"FixedOverheadCapacity": unabsorbed}


def test_every_reason_with_its_formula() -> None:
    """1,620 hours paid of 1,600 capacity, 1,500 confirmed; 25 + 15 + 25; 100 hours were charged at 64.00."""
    assembly = month(
        labor=42000,
        variable=23000,
        fixed=41000,
        labor_rate=25,
        variable_rate=15,
        fixed_rate=25,
        confirmed=1500,
        capacity=1600,
        paid=1620,
        absorbed=1400 * 65 + 100 * 64 + 12,
        stated=12,
    )
    assert close_cost_center(assembly) == [
        Variance(
            "LaborRate", F(1488), "42000.00 USD - 1620 HR x 25.00 USD - 12.00 USD at stated rates", "HR"
        ),
        Variance("IdleTime", F(3000), "(1620 - 1500) HR x 25.00 USD", "HR"),
        Variance("VariableOverheadSpending", F(500), "23000.00 USD - 1500 HR x 15.00 USD", "HR"),
        Variance("FixedOverheadSpending", F(1000), "41000.00 USD - 1600 HR x 25.00 USD", "HR"),
        Variance("FixedOverheadCapacity", F(2500), "(1600 - 1500) HR x 25.00 USD", "HR"),
        Variance("Revaluation", F(100), "1500 HR x 65.00 USD - 97400.00 USD", "HR"),
    ]
    assert assembly.balance == 106000 - 97412


exact = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)


@given(
    st.builds(
        CostCenterMonth,
        st.just("HR"),
        st.just("USD"),
        *[exact] * 8,
        st.none() | exact,
        st.none() | exact,
        st.just(F(0)),
    )
)
def test_the_reasons_add_up_to_what_was_not_absorbed(any_month: CostCenterMonth) -> None:
    found = close_cost_center(any_month)
    assert sum(v.amount for v in found) == any_month.balance
    assert [v.category for v in found] == [c for c in CATEGORIES if c in totals(found)]
