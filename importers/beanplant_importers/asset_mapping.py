"""What an asset in a register becomes: its `plant-asset` directive and its first entry, or the reason why not.

Codes become words, class and cost center become accounts, and what the ledger language would refuse is found here, so
that an import never writes a ledger with errors: depreciation past the base, a life that was over with a book value
left, a salvage above the cost, an asset that came into service after the date of the values.

On the date of the opening every asset is opened with what it cost and what was depreciated. In a list of a later date
an asset that is new was acquired: its cost comes in on its day in service, and the ledger depreciates it. One that the
ledger has is compared with it, one that was retired since is disposed of.

Rule: ASC 360-10-35-4, IAS 16.50 (the depreciable amount is spread over the useful life), IAS 16.51 and ASC 250-10-45-17
(what is left is spread over what is left of the life).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_changes, asset_checks, asset_tax, asset_terms, names
from beanplant_importers.asset_ledger import CONSTRUCTION, DOCUMENT, THROUGH
from beanplant_importers.asset_retirements import retirement
from beanplant_importers.asset_words import NO_METHOD
from beanplant_importers.errors import ImportFault
from beanplant_importers.facts import ZERO, Asset, AssetDirective, Entry, Fact, Line

if TYPE_CHECKING:
    from beanplant_importers.asset_classes import AssetClass, AssetClasses
    from beanplant_importers.asset_ledger import LedgerAsset
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.asset_terms import Estimate
    from beanplant_importers.chart import Chart
    from beanplant_importers.reading import Reading

Term = tuple[str, str | Decimal]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an importer was told: ``opened`` is the date on which the ledger opens assets, ``values`` that of the
    list's values if it is later (None: each row says it, or they are one). ``rest`` is the most that an asset may be
    worth after its life, which is then its salvage. ``proceeds`` and ``bought`` are the accounts of what a disposal
    brought and of what acquisitions are paid from. ``tax`` is the tax book, ``areas`` are further ones."""

    plant: str
    classes: AssetClasses
    opened: datetime.date | None
    values: datetime.date | None
    rest: Decimal
    proceeds: str
    bought: str
    tax: str = ""
    areas: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Case:
    """An asset that is read."""

    row: AssetRow
    key: str
    entry: AssetClass
    opened: datetime.date
    date: datetime.date
    currency: str
    chart: Chart

    @property
    def later(self) -> bool:
        """Whether the list is of a later date than the opening."""
        return self.date > self.opened


class AssetMapper:
    """Makes facts of the assets of one file; ``groups`` is the first day in service of each group's assets."""

    def __init__(self, plan: Plan, notes: asset_checks.Notes) -> None:
        self.plan = plan
        self.classes = plan.classes
        self.noted = notes
        self.made: set[str] = set()
        self.groups: dict[str, datetime.date] = {}

    def read(
        self, row: AssetRow, books: list[AssetRow], key: str, parent: str, reading: Reading, chart: Chart
    ) -> tuple[Reading, list[str]]:
        """Return the reading of an asset with its facts, or with the reason why there are none; and for each of its
        further ``books`` the reason why it adds nothing, blank if it does."""
        made, case = self._read(row, key, parent, reading, chart)
        return self._with_books(made, books, case) if case is not None else (made, ["" for _ in books])

    def _read(
        self, row: AssetRow, key: str, parent: str, reading: Reading, chart: Chart
    ) -> tuple[Reading, _Case | None]:
        """Return the reading of an asset, and the asset if further books may add to it."""
        entry = self.classes.find(row.asset_class)
        if entry is None:
            return reading._replace(reason=row.reason or self.classes.why_not(row.asset_class)), None
        if entry.ignore:
            return reading._replace(elsewhere=f"class {row.asset_class} is ignored"), None
        case = self._case(row, key, entry, chart)
        reason = row.reason or asset_checks.doubt(row, case.date, entry.construction)
        if reason:
            return reading._replace(reason=reason), None
        had = chart.assets.get(key)
        if row.retired is not None and row.retired <= case.date:
            return self._retired(case, had, reading), None
        found = asset_terms.estimate(row, entry, self.classes)
        expense = self.classes.expenses.get(names.key(row.cost_center), entry.expense)
        if not expense and (isinstance(found, str) or found.depreciates):
            reason = (
                f'class "{row.asset_class}" has no expense in {self.classes.where}; add expense = '
                '"cost-centers:Machining:Depreciation" to it, or its cost center to [cost-center]'
            )
            return reading._replace(reason=reason), None
        if isinstance(found, str):
            return reading._replace(reason=found), None
        account = chart.account(entry.account)
        if had is not None:
            reason = asset_changes.differences(
                had, row, found, account, chart.account(expense) if expense else "", case.date
            )
            same = self._asset(case, found, had.account, (), had.cost)
            facts: tuple[Fact, ...] = (same,)
            if not case.later:
                facts = (same, self._opening(case, had.account, line="opening"))
            return reading._replace(reason=reason, facts=() if reason else facts), case
        return self._new(case, found, expense, parent, reading)

    def _case(self, row: AssetRow, key: str, entry: AssetClass, chart: Chart) -> _Case:
        plan = self.plan
        opened = plan.opened or chart.assets.opened(
            {chart.account(each.account) for each in self.classes.classes.values() if each.account}
        )
        date = row.values_on or plan.values or opened
        if opened is None or (date is not None and plan.opened is None and opened > date):
            opened = date
        if opened is None or date is None:
            raise ImportFault(
                row.source.file, row.source.row, "found no date of the values, expected it to be said: "
                'opened="2025-12-31" on the importer',
            )  # fmt: skip
        if date < opened or (row.values_on and plan.values and row.values_on != plan.values):
            raise ImportFault(
                row.source.file, row.source.row, f"found values of {date}, expected those of {plan.values or opened}, "
                f"which {'values' if plan.values else 'opened'}= on the importer says",
            )  # fmt: skip
        currency = row.currency or chart.currency
        if not currency:
            raise ImportFault(
                row.source.file, row.source.row, 'found no currency, expected a column or currency="USD" on the '
                "importer",
            )  # fmt: skip
        return _Case(row, key, entry, opened, date, currency, chart)

    def _retired(self, case: _Case, had: LedgerAsset | None, reading: Reading) -> Reading:
        """Return the reading of an asset that was retired by the date of the list."""
        row, key = case.row, case.key
        assert row.retired is not None
        if row.retired <= case.opened:
            return reading._replace(elsewhere=f"retired on {row.retired}")
        if case.chart.assets.held(key) is not None:
            return reading._replace(
                reason="was retired, and the ledger does not depreciate it; write what became of it by hand"
            )
        entry = retirement(
            key, had.account_at(row.retired) if had else case.entry.account, row.retired, plant=self.plan.plant,
            document=f"{DOCUMENT}retired/{key}", currency=case.currency, source=row.source, proceeds=row.proceeds,
            to=self.plan.proceeds, title=row.name,
        )  # fmt: skip
        if had is not None:
            if had.disposed is not None and had.disposed != row.retired:
                return reading._replace(
                    reason=f"asset {key} was disposed of on {had.disposed} in the ledger, on {row.retired} in the list"
                )
            done = asset_terms.Estimate(NO_METHOD, None, ZERO)
            return reading._replace(
                facts=(entry,)
                if had.disposed is None
                else (self._asset(case, done, had.account, (), had.cost),)
            )
        if row.service is not None and row.service <= case.opened:
            return reading._replace(
                reason=f"was retired on {row.retired} and is not in the ledger; import the list of {case.opened} first"
            )
        if not row.keeps or not row.cost:
            return reading._replace(
                reason="came into service and was retired since the opening, and the list has not kept its cost; write "
                "both by hand"
            )
        whole = replace(row, retired=None, accumulated=None, book_value=None)
        first, _ = self._read(whole, key, "", reading, case.chart)
        return first._replace(facts=(*first.facts, entry)) if first.facts else first

    def _new(
        self, case: _Case, found: Estimate, expense: str, parent: str, reading: Reading
    ) -> tuple[Reading, _Case | None]:
        """Return the reading of an asset that the ledger does not have."""
        row, chart = case.row, case.chart
        held = chart.assets.held(case.key)
        assert row.service is not None or case.entry.construction
        bought = case.later and (held is not None or row.service is None or row.service > case.opened)
        if case.later and not bought:
            reason = (
                f"is not in the ledger, and was in service before the opening on {case.opened}; import the list of "
                "that date first"
            )
            return reading._replace(reason=reason), None
        if not found.depreciates:
            return self._kept(case, held, bought, reading), None
        account = chart.account(case.entry.account)
        taken = row.depreciation()
        assert taken is not None
        if bought:
            return reading._replace(facts=self._acquired(case, found, expense, parent, held)), case
        checked = asset_checks.opening(row, found, taken, case.opened, self.plan.rest, self.noted)
        if isinstance(checked, str):
            return reading._replace(reason=checked), None
        terms: list[Term] = [*self._more_terms(case, expense, parent)]
        if taken:
            terms.append(("accumulated", taken))
        if case.entry.kind == "prepaid" and not row.cost - taken:
            return reading._replace(elsewhere="used up"), None
        asset = self._asset(case, checked, account, tuple(terms))
        return reading._replace(
            facts=(*self._group(case), asset, self._opening(case, account, line="opening"))
        ), case

    def _kept(self, case: _Case, held: tuple[str, Decimal] | None, bought: bool, reading: Reading) -> Reading:
        """Return the reading of what is not depreciated: land, and what is under construction."""
        row, account = case.row, case.chart.account(case.entry.account)
        line = CONSTRUCTION if case.entry.construction else "opening"
        if held is not None and case.later and held != (account, row.cost):
            return reading._replace(
                reason=f"asset {case.key} differs: {held[1]:,f} on {held[0]} in the ledger, {row.cost:,f} on {account} "
                "in the list; import the transactions, or write what happened by hand"
            )
        if bought:
            return reading._replace(facts=(self._purchase(case, account, row.cost, line),))
        return reading._replace(facts=(self._opening(case, account, line=line),))

    def _acquired(
        self, case: _Case, found: Estimate, expense: str, parent: str, held: tuple[str, Decimal] | None
    ) -> tuple[Fact, ...]:
        """Return the directive and the purchase of an asset that came into service after the opening; ``held``: what
        stood under construction by its name."""
        account = case.chart.account(case.entry.account)
        terms = self._more_terms(case, expense, parent)
        paid, on = case.row.cost, account
        if held is not None:
            terms = [*terms, ("construction", held[0])]
            paid, on = case.row.cost - held[1], held[0]
        facts: list[Fact] = [*self._group(case), self._asset(case, found, account, tuple(terms))]
        if paid:
            facts.append(self._purchase(case, on, paid, "acquisition"))
        return tuple(facts)

    def _more_terms(self, case: _Case, expense: str, parent: str) -> list[Term]:
        """Return the keys of an asset beside its estimates."""
        entry, terms = case.entry, list[Term]()
        if entry.kind and entry.kind != "tangible":
            terms.append(("kind", entry.kind))
        if parent and (parent in self.made or case.chart.assets.get(parent) is not None):
            terms.append(("part-of", parent))
        group = case.row.group or entry.group
        if group:
            terms.append(("group", group))
        terms.append(("expense", expense))
        if entry.gain_loss:
            terms.append(("gain-loss", entry.gain_loss))
        terms += asset_tax.class_terms(entry)
        return terms

    def _group(self, case: _Case) -> tuple[Fact, ...]:
        """Return the directive of the group that an asset belongs to, if the table has it."""
        name = case.row.group or case.entry.group
        group = self.classes.groups.get(name)
        if group is None:
            return ()
        terms: list[Term] = [("method", group.method)]
        if group.rate:
            terms.append(("rate", group.rate))
        terms.append(("expense", group.expense))
        row = case.row
        return (
            AssetDirective(
                kind="plant-asset-group", date=self.groups.get(name, row.service or case.date), plant=self.plan.plant,
                asset=name, source=row.source, account=group.account, terms=tuple(terms),
            ),
        )  # fmt: skip

    def _asset(
        self, case: _Case, found: Estimate, account: str, terms: tuple[Term, ...], cost: Decimal | None = None
    ) -> Asset:
        row = case.row
        if row.cost_centers > 1:
            self.noted.add("shared", row)
        self.made.add(case.key)
        return Asset(
            document=DOCUMENT + case.key, date=row.service or case.date, plant=self.plan.plant, asset=case.key,
            account=account, cost=row.cost if cost is None else cost, currency=case.currency, source=row.source,
            name=row.name, terms=(*found.terms(), *terms),
        )  # fmt: skip

    def _opening(self, case: _Case, account: str, *, line: str) -> Entry:
        """Return the opening entry of an asset. What is not depreciated has no directive, so it is named by
        ``x-asset``."""
        row, entry = case.row, case.entry
        taken = row.depreciation()
        assert taken is not None
        mine = (("asset" if case.key in self.made or entry.construction else "x-asset", case.key),)
        lines = [Line(account=account, amount=row.cost, details=mine)]
        if taken:
            contra = entry.contra(account)
            lines.append(Line(account=contra, amount=-taken, details=mine if contra != account else ()))
        if row.cost - taken:
            lines.append(Line(account="opening", amount=taken - row.cost))
        return self._first(
            case, case.opened, line, lines, f"Opening balance{f' of {row.name}' if row.name else ''}"
        )

    def _purchase(self, case: _Case, account: str, amount: Decimal, line: str) -> Entry:
        """Return the entry of an acquisition after the opening; its cost is complete up to the date of the list."""
        row = case.row
        owned = case.key in self.made or case.entry.construction
        mine = (("asset" if owned else "x-asset", case.key),)
        lines = [
            Line(account=account, amount=amount, details=mine),
            Line(account=self.plan.bought, amount=-amount),
        ]
        what = f"Acquisition{f' of {row.name}' if row.name else ''}"
        return self._first(case, row.service or case.date, line, lines, what, ((THROUGH, str(case.date)),))

    def _first(
        self,
        case: _Case,
        date: datetime.date,
        line: str,
        lines: list[Line],
        what: str,
        details: tuple[tuple[str, str], ...] = (),
    ) -> Entry:
        return Entry(
            document=DOCUMENT + case.key, line=line, date=date, plant=self.plan.plant, lines=tuple(lines),
            currency=case.currency, source=case.row.source, text=f"{what}, asset", details=details,
        )  # fmt: skip

    def _with_books(self, reading: Reading, books: list[AssetRow], case: _Case) -> tuple[Reading, list[str]]:
        """Add to an asset what its further books say."""
        facts, reasons = list(reading.facts), []
        place = next((index for index, fact in enumerate(facts) if isinstance(fact, Asset)), None)
        had = case.chart.assets.get(case.key)
        for book in books:
            code = names.key(book.book)
            if code == names.key(self.plan.tax):
                found = asset_tax.tax_terms(book, case.row, case.entry, self.classes)
                if isinstance(found, str):
                    reasons.append(found)
                    continue
                said = had.terms.get("tax") if had is not None else None
                if had is not None and found[0][1] != said:
                    now = f'"{said}"' if said else "none"
                    reasons.append(
                        f'asset {case.key} differs: tax: {now} in the ledger, "{found[0][1]}" in the list; correct it '
                        "in its directive"
                    )
                    continue
                asset = facts[place] if place is not None else None
                if isinstance(asset, Asset) and place is not None:
                    terms = tuple(term for term in asset.terms if term[0] not in ("tax", "bonus"))
                    facts[place] = replace(asset, terms=(*terms, *found))
            else:
                area = asset_tax.area(
                    book, case.row, case.key, self.plan.areas[code], self.plan.plant, case.entry, self.classes
                )
                if isinstance(area, str):
                    reasons.append(area)
                    continue
                facts.append(area)
            reasons.append("")
        return reading._replace(facts=tuple(facts) if not reading.reason else ()), reasons
