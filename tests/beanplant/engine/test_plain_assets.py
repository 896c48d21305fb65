"""Assets to which nothing happens take a short way; the long one finds the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal as D
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beanplant.engine.assets.plain import PlainAssets

if TYPE_CHECKING:
    import pytest

HEAD = """
plugin "beanplant.depreciation"
option "operating_currency" "USD"
2018-01-01 open Assets:Bank
2018-01-01 open Assets:P100:Machinery
2018-01-01 open Assets:P100:Patents
2018-01-01 open Assets:P100:Prepaid
2018-01-01 open Expenses:Depreciation
2018-01-01 open Expenses:Amortization
2018-01-01 open Income:P100:GainOnDisposal
2018-01-01 custom "plant" "P100"
2019-01-01 custom "fava-option" "fiscal-year-end" "09-30"
2024-12-31 custom "plant-depreciation-horizon" 2024-12-31
"""
METHODS = (
    "",
    '  rounding: "fiscal-year"\n',
    '  method: "sum-of-years-digits"\n',
    '  method: "declining-balance"\n  factor: 2.0\n',
    '  method: "declining-balance"\n  rate: "15 %"\n  switch: TRUE\n',
    '  method: "units-of-production"\n  units: 1000\n',
    '  method: "manual"\n',
)
CONVENTIONS = (
    "full-month", "mid-month", "half-month", "nearest-month", "daily", "half-year", "mid-quarter", "full-year",
)  # fmt: skip
PLACES = {
    "Assets:P100:Machinery": "  expense: Expenses:Depreciation\n",
    "Assets:P100:Patents": '  kind: "intangible"\n  expense: Expenses:Amortization\n',
    "Assets:P100:Prepaid": '  kind: "prepaid"\n  expense: Expenses:Amortization\n',
}


@st.composite
def assets(draw: st.DrawFn) -> str:
    """The directive of an asset and its purchase, which is not always for the same amount; some are sold."""
    name = f"A{draw(st.integers(0, 10**6))}"
    account = draw(st.sampled_from(sorted(PLACES)))
    date = draw(st.dates(datetime.date(2018, 1, 1), datetime.date(2023, 12, 31)))
    cost = D(draw(st.integers(0, 10_000_000))).scaleb(-2)
    currency = draw(st.sampled_from(["USD", "USD", "JPY", "BHD"]))
    method = draw(st.sampled_from(METHODS))
    text = f'{date} custom "plant-asset" "{name}" {account} {cost} {currency}\n{PLACES[account]}{method}'
    text += f'  life: "{draw(st.integers(1, 80))} months"\n'
    if "units" not in method and "manual" not in method:
        text += f'  convention: "{draw(st.sampled_from(CONVENTIONS))}"\n'
    if draw(st.booleans()):
        share = draw(st.integers(0, 120))
        text += f"  salvage: {(cost * share / 100).quantize(D('0.01'))} {currency}\n"
    paid = cost + draw(st.sampled_from([D(0), D(0), D(0), D("0.01")]))
    text += f'{date} * "Bought"\n  asset: "{name}"\n  {account}  {paid} {currency}\n  Assets:Bank\n'
    if draw(st.integers(0, 4)) == 0:
        sold = date + datetime.timedelta(days=draw(st.integers(0, 700)))
        text += f'{sold} * "Scrapped"\n  disposes: "{name}"\n'
    return text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(assets(), min_size=1, max_size=6))
def test_the_short_way_finds_what_the_long_one_finds(
    load_ledger: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, texts: list[str]
) -> None:
    text = HEAD + "".join(texts)
    short = load_ledger(text)
    with monkeypatch.context() as patch:
        patch.setattr(PlainAssets, "schedule", lambda *_: None)
        long = load_ledger(text)
    assert short.messages == long.messages
    assert short.entries == long.entries


def test_it_is_taken(load_ledger: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A is bought for what its directive says; B costs another amount, and C is scrapped.
    """
    bought = '2020-01-01 * "Bought"\n  asset: "{0}"\n  Assets:P100:Machinery  {1} USD\n  Assets:Bank\n'
    asset = (
        '2020-01-01 custom "plant-asset" "{0}" Assets:P100:Machinery 1200.00 USD\n  life: "1 year"\n'
        "  expense: Expenses:Depreciation\n"
    )
    text = HEAD + "".join(asset.format(name) for name in "ABC")
    text += "".join(bought.format(name, cost) for name, cost in (("A", "1200"), ("B", "1300"), ("C", "1200")))
    text += '2020-06-30 * "Scrapped"\n  disposes: "C"\n'
    found: dict[str, bool] = {}
    schedule = PlainAssets.schedule

    def spy(self: PlainAssets, asset: Any, register: Any) -> Any:
        result = schedule(self, asset, register)
        found[asset.name] = result is not None
        return result

    monkeypatch.setattr(PlainAssets, "schedule", spy)
    load_ledger(text)
    assert found == {"A": True, "B": False, "C": False}
