"""What is asked of an asset's months is what adding them up one by one says."""

from __future__ import annotations

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.depreciation import Charges

RUNS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 10**6)), max_size=8)
DAYS = st.lists(st.tuples(st.just(1), st.integers(0, 10**6)), max_size=40)


@given(runs=st.one_of(RUNS, DAYS), cut=st.integers(0, 3), month=st.integers(-5, 60), more=st.integers(0, 30))
def test_any_months(runs: list[tuple[int, int]], cut: int, month: int, more: int) -> None:
    months = [each for count, each in runs for _ in range(count)]
    posted = months[: max(0, len(months) - cut)]
    start = 24315
    found = Charges.of(start, start + len(posted), tuple(runs), 2)
    assert found.before(start + month) == D(sum(posted[: max(0, month)])) / 100
    first, stop = start + month, start + month + more
    inside = [each for at, each in enumerate(posted, start) if first <= at < stop]
    assert found.within(first, stop) == D(sum(inside)) / 100
    assert [each for count, each in found.runs for _ in range(count)] == months
