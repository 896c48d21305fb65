"""A loss of several assets, shared by book value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.impairment import share_loss

ASSETS = st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), min_size=1, max_size=8)


def losses(loss: int, values: list[int], floors: list[int]) -> list[int] | None:
    shares = share_loss(loss, values, floors)
    return None if shares is None else [share.loss for share in shares]


def test_by_book_value_with_the_cents_that_are_left() -> None:
    """100 of three equal assets: 34, 33, 33."""
    assert losses(100, [500, 500, 500], [0, 0, 0]) == [34, 33, 33]


def test_what_a_floor_keeps_goes_to_the_others() -> None:
    """250, 150, 100 of 500; the second may fall by 60: the other two share 440 by 500 and 200."""
    assert losses(500, [500, 300, 200], [0, 240, 0]) == [314, 60, 126]


def test_a_second_asset_that_comes_to_its_floor_only_then() -> None:
    """200 each of 600; the first may fall by 50: 275 each, of which the second has 250: 300 for the third."""
    assert losses(600, [400, 400, 400], [350, 150, 0]) == [50, 250, 300]


def test_no_room() -> None:
    assert losses(301, [500, 300], [400, 100]) is None
    assert losses(300, [500, 300], [400, 100]) == [100, 200]


@given(ASSETS, st.integers(0, 10**7))
def test_the_shares_add_up_and_stay_above_the_floors(assets: list[tuple[int, int]], loss: int) -> None:
    values, floors = [value for value, _ in assets], [floor for _, floor in assets]
    room = sum(max(value - floor, 0) for value, floor in assets)
    found = losses(loss, values, floors)
    assert (found is None) == (loss > room)
    if found is not None:
        assert sum(found) == loss
        for (value, floor), taken in zip(assets, found, strict=True):
            assert 0 <= taken <= max(value - floor, 0)
