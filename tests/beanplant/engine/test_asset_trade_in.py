"""Trade-ins: at fair value, and without commercial substance, where the gain reduces the new asset's cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]
NO_SUBSTANCE = "  commercial-substance: FALSE\n"


def trade(old: str, new: str, keys: str = NO_SUBSTANCE, more: str = "") -> str:
    """OLD at a fair value of ``old`` for NEW at ``new`` on 1 January 2028, the rest in cash."""
    cash = D(old) - D(new)
    return (
        f'2028-01-01 * "Trade"\n  asset: "NEW"\n  disposes: "OLD"\n{keys}'
        f"  Assets:P100:Machinery  {new} USD\n  Assets:P100:Machinery  -{old} USD\n  Assets:Bank  {cash} USD\n"
        f'2028-01-01 custom "plant-asset" "NEW" Assets:P100:Machinery {new} USD\n'
        f'  life: "50 months"\n  expense: Expenses:Other\n{more}'
    )


@pytest.fixture
def old(assets: Any) -> str:
    """12,000 over five years: a book value of 7,200 on 1 January 2028."""
    text: str = assets.bought("OLD", "12000.00", 'life: "5 years"')
    return text


def test_at_fair_value(load_ledger: Load, assets: Any, old: str) -> None:
    """9,000 allowed and 1,000 paid for 10,000: a gain of 1,800; 200 a month."""
    for keys in ("", "  commercial-substance: TRUE\n"):
        books = assets.books(load_ledger, old, trade("9000.00", "10000.00", keys))
        assert books.gain == D(1800)
        assert books.balance(assets.MACHINERY) == D(10000)
        assert books.months("Expenses:Other")[0] == D(200)


def test_a_gain_reduces_the_new_cost(load_ledger: Load, assets: Any, old: str) -> None:
    """7,200 of book value and 1,000 paid: 8,200, 164 a month; no gain."""
    books = assets.books(load_ledger, old, trade("9000.00", "10000.00"))
    assert books.gain == 0
    assert books.made("Trade")[3:] == [
        (assets.MACHINERY, D(-3000)),
        (assets.CONTRA, D(4800)),
        (assets.MACHINERY, D(-1800)),
    ]
    entry = next(each for each in books.ledger.transactions if each.narration == "Trade")
    last = entry.postings[-1].meta
    assert (last["asset"], last["rule"], last["formula"]) == ("NEW", "depreciation.trade-in", "1800.00 USD")
    assert books.balance(assets.MACHINERY) == D(8200)
    assert books.months("Expenses:Other")[0] == D(164)
    month = next(each for each in books.ledger.transactions if str(each.date) == "2028-01-31")
    assert month.postings[0].meta["formula"] == "8200.00 USD / 50 months"


def test_a_loss_is_recognized(load_ledger: Load, assets: Any, old: str) -> None:
    """7,000 allowed: a loss of 200, the new asset at 8,000."""
    books = assets.books(load_ledger, old, trade("7000.00", "8000.00"))
    assert books.gain == D(-200)
    assert books.balance(assets.MACHINERY) == D(8000)
    assert books.months("Expenses:Other")[0] == D(160)


def test_boot_received_earns_its_part(load_ledger: Load, assets: Any, old: str) -> None:
    """10,000 for 9,000 and 1,000 in cash: a tenth of the gain of 2,800; cost 9,000 - 2,520 = 6,480."""
    books = assets.books(load_ledger, old, trade("10000.00", "9000.00"))
    assert books.gain == D(280)
    assert books.balance(assets.MACHINERY) == D(6480)
    assert books.months("Expenses:Other")[0] == D("129.60")


@pytest.mark.parametrize(
    ("given", "got", "gain", "cost"),
    [
        # 2,500 of 10,000 received; 3,000 of 12,000 paid: monetary (ASC 845-10-25-6)
        ("10000.00", "7500.00", "2800.00", "7500.00"),
        ("9000.00", "12000.00", "1800.00", "12000.00"),
        # a cent less than a quarter: 2,800 x 2,499.99 / 10,000 = 699.997; 2,100.00 is deferred
        ("10000.00", "7500.01", "700.00", "5400.01"),
        ("9000.01", "12000.00", "0.00", "10199.99"),
    ],
)
def test_a_quarter_of_boot(
    load_ledger: Load, assets: Any, old: str, given: str, got: str, gain: str, cost: str
) -> None:
    books = assets.books(load_ledger, old, trade(given, got))
    assert books.gain == D(gain)
    assert books.balance(assets.MACHINERY) == D(cost)


def test_by_ifrs_the_carrying_amount_goes_on(load_ledger: Load, assets: Any, old: str) -> None:
    """IAS 16.24: 7,200 less 2,500 received, whatever the boot."""
    ifrs = '2018-01-02 custom "plant" "P100"\n  gaap: "ifrs"\n'
    books = assets.books(load_ledger, ifrs, old, trade("10000.00", "7500.00"))
    assert books.gain == 0
    assert books.balance(assets.MACHINERY) == D(4700)


def test_written_out_in_full(load_ledger: Load, assets: Any, old: str) -> None:
    """The old asset's cost and accumulated depreciation are taken off by hand: what is missing is the gain of 1,800."""
    text = (
        '2028-01-01 * "Trade"\n  asset: "NEW"\n  disposes: "OLD"\n'
        "  commercial-substance: FALSE\n  Assets:P100:Machinery  10000.00 USD\n"
        "  Assets:P100:AccumulatedDepreciation:Machinery  4800.00 USD\n"
        "  Assets:P100:Machinery  -12000.00 USD\n  Assets:Bank  -1000.00 USD\n  Income:Gain  -1800.00 USD\n"
        '2028-01-01 custom "plant-asset" "NEW" Assets:P100:Machinery 10000.00 USD\n'
        '  life: "50 months"\n  expense: Expenses:Other\n'
    )
    books = assets.books(load_ledger, old, text)
    assert books.gain == D(1800)  # a person's own posting of the gain stays
    assert books.balance(assets.MACHINERY) == D(10000)


def test_the_new_one_is_traded_in_too(load_ledger: Load, assets: Any, old: str) -> None:
    """Its carried-over cost counts: 8,200 - 12 x 164 = 6,232; 7,000 allowed: 768 deferred again."""
    again = (
        '2029-01-01 * "Again"\n  asset: "NEXT"\n  disposes: "NEW"\n  commercial-substance: FALSE\n'
        "  Assets:P100:Machinery  8000.00 USD\n  Assets:P100:Machinery  -7000.00 USD\n"
        "  Assets:Bank  -1000.00 USD\n"
        '2029-01-01 custom "plant-asset" "NEXT" Assets:P100:Machinery 8000.00 USD\n'
        '  life: "50 months"\n  expense: Expenses:Other\n'
    )
    books = assets.books(load_ledger, again, trade("9000.00", "10000.00"), old)
    assert books.balance(assets.MACHINERY) == D(8000 - 768)


def test_a_part_is_traded_in(load_ledger: Load, assets: Any, old: str) -> None:
    """A quarter, 1,800 of book value, for 2,250 against 2,500: 450 deferred."""
    books = assets.books(load_ledger, old, trade("2250.00", "2500.00", NO_SUBSTANCE + '  part: "25 %"\n'))
    assert books.gain == 0
    assert books.balance(assets.MACHINERY) == D(9000 + 2050)


def test_into_a_group(load_ledger: Load, assets: Any, old: str) -> None:
    group = (
        '2026-01-01 custom "plant-asset-group" "ALL" Assets:P100:Machinery\n  method: "group"\n  rate: "20 %"\n'
        "  expense: Expenses:Other\n"
    )
    text = trade("9000.00", "10000.00").replace("  expense: Expenses:Other\n", '  group: "ALL"\n')
    found = assets.messages(load_ledger, old, group, text)
    assert len(found) == 1
    assert '"NEW" is depreciated with its group "ALL"' in found[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            trade("9000.00", "10000.00", '  commercial-substance: "no"\n'),
            "commercial-substance: found no, expected TRUE or FALSE, without quotes",
        ),
        (
            '2028-01-01 * "Sold"\n  disposes: "OLD"\n  commercial-substance: FALSE\n  Assets:Bank  10.00 USD\n'
            "  Assets:P100:Machinery  -10.00 USD\n",
            "commercial-substance: belongs to an exchange of one asset for one, found 1 for 0",
        ),
    ],
)
def test_what_is_no_exchange(load_ledger: Load, assets: Any, old: str, text: str, message: str) -> None:
    found = assets.messages(load_ledger, old, text)
    assert len(found) == 1
    assert message in found[0]
