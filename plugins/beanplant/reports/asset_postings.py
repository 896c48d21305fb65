"""The postings behind the figures of fixed assets, found when a figure is opened.

A register has four figures for each of thousands of assets, and nobody opens more than a few: what is kept is who was
asked for, not the postings. Depreciation of a month is one posting for many assets; behind an asset's figure stands its
part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from beanplant.reports.asset_flows import Flow
from beanplant.reports.model import Reference, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from beanplant.masterdata.asset_facts import Asset
    from beanplant.reports.asset_movements import AssetMovements
    from beanplant.reports.lines import Line
    from beanplant.reports.model import Column, Row
    from beanplant.reports.period import Period

EVERY = tuple(Flow)


class AssetReferences(Mapping[str, Reference]):
    """What stands behind the figures of one asset in a register."""

    __slots__ = ("_account", "_asset", "_movements", "_period", "_where")

    _KEYS = ("asset", "account", "cost", "depreciation", "accumulated", "book-value")

    def __init__(
        self,
        movements: AssetMovements,
        asset: Asset,
        account: str,
        period: Period,
        where: Callable[[str], bool] = bool,
    ) -> None:
        """``where`` says which accounts count: those of the plants that the report covers."""
        self._movements, self._asset, self._account, self._period = movements, asset, account, period
        self._where = where

    def __getitem__(self, key: str) -> Reference:
        """Return the directive, the account's page or the postings of a figure. Raises KeyError."""
        asset, period = self._asset, self._period
        if key == "asset":
            return Reference(entry=asset.source)
        if key == "account":
            return Reference(account=self._account, end=period.end)
        if key not in self._KEYS:
            raise KeyError(key)
        begin = period.begin if key == "depreciation" else None
        return Reference(begin=begin, end=period.end, behind=lambda: self._spans(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._KEYS)

    def __len__(self) -> int:
        return len(self._KEYS)

    def _spans(self, key: str) -> tuple[Span, ...]:
        def find(accumulated: bool, *, so_far: bool) -> list[Line]:
            flows = EVERY if so_far else (Flow.DEPRECIATION,)
            return self._movements.lines_of_asset(
                self._asset, self._period, accumulated, flows, so_far=so_far, where=self._where
            )

        if key == "depreciation":
            return _spans((find(False, so_far=False), -1), (find(True, so_far=False), 1))
        cost = find(False, so_far=True) if key != "accumulated" else []
        accumulated = find(True, so_far=True) if key != "cost" else []
        return _spans((cost, 1), (accumulated, 1 if key == "accumulated" else -1))


def of_asset(
    movements: AssetMovements,
    asset: Asset,
    period: Period,
    accumulated: bool,
    flows: Iterable[Flow],
    *,
    sign: int = 1,
) -> Reference:
    """Return what stands behind a sum of an asset's flows in a period."""
    wanted = tuple(flows)
    return Reference(
        begin=period.begin,
        end=period.end,
        behind=lambda: _spans(
            (movements.lines_of_asset(asset, period, accumulated, wanted, so_far=False), sign)
        ),
    )


def of_account(
    movements: AssetMovements,
    account: str,
    unit: str,
    accumulated: bool,
    period: Period,
    flows: Iterable[Flow] = EVERY,
    *,
    so_far: bool = False,
) -> Reference:
    """Return what stands behind a sum of flows on an account, in a period or all ``so_far``."""
    wanted = tuple(flows)
    return Reference(
        begin=None if so_far else period.begin,
        end=period.end,
        behind=lambda: _spans(
            (movements.lines_of_account(account, unit, accumulated, period, wanted, so_far=so_far), 1)
        ),
    )


def depreciation_of_account(movements: AssetMovements, account: str, unit: str, period: Period) -> Reference:
    """Return what stands behind the depreciation of an account's assets; of prepaid expenses it is a credit there."""

    def behind() -> tuple[Span, ...]:
        cost, accumulated = (
            movements.lines_of_account(account, unit, side, period, (Flow.DEPRECIATION,))
            for side in (False, True)
        )
        return _spans((cost, -1), (accumulated, 1))

    return Reference(begin=period.begin, end=period.end, behind=behind)


def book_value_of_account(movements: AssetMovements, account: str, unit: str, period: Period) -> Reference:
    """Return what stands behind the book value of an account's assets at the end of a period."""

    def behind() -> tuple[Span, ...]:
        cost, accumulated = (
            movements.lines_of_account(account, unit, side, period, EVERY, so_far=True)
            for side in (False, True)
        )
        return _spans((cost, 1), (accumulated, -1))

    return Reference(end=period.end, behind=behind)


def together(references: Iterable[Mapping[str, Reference]], keys: Iterable[str]) -> dict[str, Reference]:
    """Return what stands behind totals: the postings of all rows."""
    rows = list(references)
    return {key: _of_rows([row[key] for row in rows if key in row]) for key in keys}


def _of_rows(references: list[Reference]) -> Reference:
    begin = references[0].begin if references else None
    end = references[0].end if references else None
    return Reference(
        begin=begin,
        end=end,
        behind=lambda: tuple(span for reference in references for span in reference.all_spans()),
    )


def leading(
    below: tuple[Row, ...], columns: tuple[Column, ...], references: Mapping[str, Reference]
) -> tuple[Row, ...]:
    """Return the rows below a table with what stands behind the total, and behind what the accounts hold."""

    def filled(row: Row) -> dict[str, Reference]:
        keys = (column.key for column, cell in zip(columns, row.cells, strict=True) if cell is not None)
        return {key: references[key] for key in keys if key in references}

    return tuple(
        replace(row, references=filled(row)) if row.key in ("total", "accounts") else row for row in below
    )


def _spans(*runs: tuple[list[Line], int]) -> tuple[Span, ...]:
    return tuple(Span(lines, 0, len(lines), sign) for lines, sign in runs if lines)
