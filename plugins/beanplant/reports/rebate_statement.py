"""What a customer earned by a contract: units, price reached, the next tier, rebate earned, settled and open.

    contract   customer      units   price  next above  units to it  price then  billed      earned  settled  open
    CHEM-2026  Chemical Co  700,000    100   1,000,000      300,000          90  70,000,000    0.00     0.00  0.00

*Earned* is what the customer can claim on what was shipped so far: with retrospective tiers what was billed less the
units at the price reached, with prospective ones less each tier's units at its price; returns and other amounts beside
the tiers are added as the books accrued them. Without tiers it is what the books accrued (price concessions, credits,
returns). *Open* is earned less settled; below zero more was settled than earned. *In the books* is the refund
liability, by what is expected of the whole contract; it ties to its accounts.

The second table has it by month, since each contract began. Of one contract (``--contract``) or customer
(``--customer``) it is a statement to print for him, without what the books expect; in Fava the names lead to it.
Contracts without tiers that owe nothing back are left out.

Rule: ASC 606-10-55-216 to -220 (example 24, volume discount incentive), IFRS 15.IE124-IE128; 606-10-32-10, IFRS 15.55.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from beanplant.faults import nearest
from beanplant.reports.contract_statement import Statement
from beanplant.reports.lines import ZERO
from beanplant.reports.model import Column, Emphasis, Kind, Reference, Report, Row, Table
from beanplant.reports.period import CALENDAR_YEAR, FiscalYearEnd, Period, month_of, shift_months
from beanplant.reports.revenue_flows import Part
from beanplant.reports.scope import ReportError
from beanplant.rules.consideration import tier_price

if TYPE_CHECKING:
    import datetime

    from beanplant.reports.model import Value
    from beanplant.reports.scope import Scope

NAME = "rebate-statement"
TITLE = "Rebate statement"

MONEY = ("billed", "earned", "settled", "open", "books")


def build(scope: Scope, period: Period, year_end: FiscalYearEnd = CALENDAR_YEAR) -> Report:
    """Return the statements of all contracts, or of those that a filter leaves, up to the period's last day."""
    del year_end  # the period is taken as it is asked for
    statements = _asked_for(scope)
    every = [each for each in statements if each.contract.currency == scope.currency]
    shown = [each for each in every if each.concerns and each.begins is not None and each.begins < period.end]
    shown.sort(key=lambda each: (each.customer, each.contract.name))
    summary = _summary(scope, _by_customer(scope, shown), period)
    sums = dict(zip((column.key for column in summary.columns), summary.totals[0].cells, strict=True))
    return Report(
        NAME,
        TITLE,
        _heading(scope, shown),
        period,
        True,
        (summary, _months(scope, shown, period)),
        (),
        tuple(_advice(scope, statements, shown, summary)),
        (),
        scope.books.filtered,
        tuple(
            scope.fact(title, amount)
            for key, title in (("billed", "Billed"), ("earned", "Rebate earned"), ("open", "Open"))
            if isinstance(amount := sums[key], Decimal)
        ),
        currencies=scope.currencies(each.contract.currency for each in statements),
    )


def _asked_for(scope: Scope) -> list[Statement]:
    """Return the statements of the contract or customer that is asked for, else of all. Raises ReportError."""
    contracts = scope.books.master.contracts
    if scope.contract and scope.contract not in contracts:
        raise ReportError(f'no contract "{scope.contract}"{nearest(scope.contract, contracts)}')
    chosen = [contracts[scope.contract]] if scope.contract else list(contracts.values())
    statements = [Statement(scope, each, scope.customer) for each in chosen]
    if not scope.customer:
        return statements
    found = [each for each in statements if scope.customer in each.customers]
    if not found:
        known = {name for each in statements for name in each.customers}
        what = f'contract "{scope.contract}"' if scope.contract else "any contract"
        raise ReportError(f'"{scope.customer}" was not billed by {what}{nearest(scope.customer, known)}')
    return found


def _by_customer(scope: Scope, shown: list[Statement]) -> list[Statement]:
    """Return the statement of one contract that is asked for by customer, where it has several."""
    if not scope.contract or scope.customer:
        return shown
    return [part for each in shown for part in (each.parts() or [each])]


def _alone(scope: Scope) -> bool:
    """Whether it is for a customer, or of a part of the ledger: without what the books expect, and no tie."""
    return bool(scope.books.filtered or scope.contract or scope.customer)


def _heading(scope: Scope, shown: list[Statement]) -> str:
    """Name the customer where all is one customer's."""
    names = sorted({each.customer for each in shown})
    return ", ".join(filter(None, (scope.heading, names[0] if len(names) == 1 else "")))


def _summary(scope: Scope, shown: list[Statement], period: Period) -> Table:
    columns = (
        Column("contract", "Contract"),
        Column("customer", "Customer"),
        *_units(shown),
        *_tiers(shown, "price", "rebate", "next", "to-next", "then", "rebate-then"),
        scope.column("billed", "Billed"),
        scope.column("earned", "Earned"),
        scope.column("settled", "Settled"),
        scope.column("open", "Open"),
        *_books(scope),
    )
    rows = []
    for each in shown:
        values: dict[str, Value] = {
            "contract": each.contract.name,
            "customer": each.customer,
            **_volume(each, period.end),
            **{key: each.money(key, period.end) for key in MONEY},
        }
        references = {
            key: Reference(end=period.end, spans=each.spans(key, None, period.end))
            for key in ("billed", "settled", *(column.key for column in _books(scope)))
        }
        references["contract"] = Reference(contract=each.contract.name, entry=each.contract.source)
        if each.customers:
            references["customer"] = Reference(customer=each.part or each.customers[-1])
        cells = tuple(values.get(column.key) for column in columns)
        key = f"{each.contract.name}/{each.part}" if scope.contract and each.part else each.contract.name
        rows.append(Row(key, cells, references=references))
    sums: dict[str, Value] = {
        key: sum((each.money(key, period.end) for each in shown), ZERO) for key in MONEY
    }
    below = [Row("total", _below(columns, "Total", sums), emphasis=Emphasis.TOTAL)]
    if not _alone(scope):
        held = scope.books.revenue.balance(Part.REFUND, scope.currency, period.end)
        stated = sums["books"]
        assert isinstance(stated, Decimal)
        for key, title, amount in (
            ("accounts", "The accounts", held),
            ("difference", "Difference", stated - held),
        ):
            below.append(Row(key, _below(columns, title, {"books": amount}), emphasis=Emphasis.CHECK))
    return Table("contracts", TITLE, columns, tuple(rows), tuple(below), sortable=True)


def _units(shown: list[Statement]) -> list[Column]:
    """Return the column of units, unless all is counted by turnover."""
    counted = not shown or not all(each.contract.by_turnover for each in shown)
    return [Column("units", "Units", Kind.QUANTITY)] if counted else []


def _tiers(shown: list[Statement], *keys: str) -> list[Column]:
    """Return those columns of tiers that any of the contracts has something for: prices of units, or rebates."""
    tiers = [each.contract.by_turnover for each in shown if each.contract.tiers]
    titles = {"price": "Price reached", "then": "Price then"} if not all(tiers) else {}
    titles |= {"rebate": "Rebate reached, %", "rebate-then": "Rebate then, %"} if any(tiers) else {}
    titles |= {"next": "Next above", "to-next": "Left to it"} if tiers else {}
    return [Column(key, titles[key], Kind.QUANTITY) for key in keys if key in titles]


def _books(scope: Scope) -> tuple[Column, ...]:
    """Return the column of what the books expect; it is not for the customer, whose statement is of a part of them."""
    return () if _alone(scope) else (scope.column("books", "In the books"),)


def _below(columns: tuple[Column, ...], title: str, values: Any) -> tuple[Value, ...]:
    return (title, *(values.get(column.key) for column in columns[1:]))


def _volume(each: Statement, end: datetime.date) -> dict[str, Value]:
    """Return the units, the price that they reached, and what the next tier takes."""
    units, tiers = each.units(end), each.tiers(end)
    volume = _decimal(units) if units else None
    values: dict[str, Value] = {"units": None if each.contract.by_turnover else volume, "so-far": volume}
    if tiers is None:
        return values
    counted = each.counted(end)
    _reach(values, "price", "rebate", tier_price(tiers.tiers, counted), turnover=tiers.turnover)
    # The price of a tier is for units above it: at its threshold it is not reached yet.
    following = next((tier for tier in tiers.tiers[1:] if tier.above >= counted), None)
    if following is not None:
        values["next"] = _decimal(following.above)
        values["to-next"] = _decimal(following.above - counted)
        _reach(values, "then", "rebate-then", following.price, turnover=tiers.turnover)
    return values


def _reach(values: dict[str, Value], price: str, rebate: str, reached: Fraction, *, turnover: bool) -> None:
    """Note a price of a unit, or of turnover the rebate that is taken off."""
    values[rebate if turnover else price] = _decimal((1 - reached) * 100 if turnover else reached)


def _months(scope: Scope, shown: list[Statement], period: Period) -> Table:
    """Return the statements by month: what moved in it, and what is open after it."""
    columns = (
        Column("contract", "Contract"),
        Column("month", "Month"),
        *_units(shown),
        scope.column("billed", "Billed"),
        Column("so-far", "Volume so far", Kind.QUANTITY),
        *_tiers(shown, "price", "rebate"),
        scope.column("earned", "Earned"),
        scope.column("settled", "Settled"),
        scope.column("open", "Open after"),
        *_books(scope),
    )
    rows = []
    for each in shown:
        assert each.begins is not None
        begin = each.begins.replace(day=1)
        while begin < period.end:
            end = min(shift_months(begin, 1), period.end)
            moved = {
                key: each.money(key, end) - each.money(key, begin) for key in ("billed", "earned", "settled")
            }
            units = each.units(end) - each.units(begin)
            expected = not _alone(scope) and each.money("books", end) != each.money("books", begin)
            if units or any(moved.values()) or expected:
                volume = _volume(each, end)
                values: dict[str, Value] = {
                    **volume,
                    **moved,
                    "contract": each.contract.name,
                    "month": month_of(begin).label,
                    "units": _decimal(units) if units and not each.contract.by_turnover else None,
                    "open": each.money("open", end),
                    "books": each.money("books", end),
                }
                references = {
                    key: Reference(begin=begin, end=end, spans=each.spans(key, begin, end))
                    for key in ("billed", "settled")
                }
                cells = tuple(values.get(column.key) for column in columns)
                rows.append(Row(f"{each.contract.name} {begin:%Y-%m}", cells, references=references))
            begin = shift_months(begin, 1)
    return Table("months", "By month", columns, tuple(rows))


def _advice(scope: Scope, every: list[Statement], shown: list[Statement], summary: Table) -> list[str]:
    lines = []
    if not scope.books.master.contracts:
        lines.append("the ledger has no plant-contract")
    elif not shown:
        lines.append("no contract has prices by volume or owes something back by this day")
    lines += scope.left_out("contracts", (each.contract.currency for each in every))
    if not _alone(scope) and every and summary.value("difference", "books"):
        lines.append(
            "the refund liability has postings without a contract; write contract: on the transaction of each"
        )
    return lines


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
