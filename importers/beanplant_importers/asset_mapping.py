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

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from beanplant_importers import asset_changes, asset_checks, asset_tax, asset_terms, names
from beanplant_importers.asset_case import Case, Plan, Term, case_of
from beanplant_importers.asset_entries import opening, purchase
from beanplant_importers.asset_further import with_books
from beanplant_importers.asset_ledger import CONSTRUCTION, DOCUMENT
from beanplant_importers.asset_retirements import retirement
from beanplant_importers.asset_words import NO_METHOD
from beanplant_importers.facts import ZERO, Asset, Fact

if TYPE_CHECKING:
    from beanplant_importers.asset_ledger import LedgerAsset
    from beanplant_importers.asset_rows import AssetRow
    from beanplant_importers.asset_terms import Estimate
    from beanplant_importers.chart import Chart
    from beanplant_importers.reading import Reading


class AssetMapper:
    """Makes facts of the assets of one file; ``made`` are the names of those in it that the ledger gets, ``members``
    the new ones by the group that they are depreciated with."""

    def __init__(self, plan: Plan, notes: asset_checks.Notes) -> None:
        self.plan = plan
        self.classes = plan.classes
        self.noted = notes
        self.made: set[str] = set()
        self.members: dict[str, list[Case]] = {}

    def read(
        self, row: AssetRow, books: list[AssetRow], key: str, parent: str, reading: Reading, chart: Chart
    ) -> tuple[Reading, list[str]]:
        """Return the reading of an asset with its facts, or with the reason why there are none; and for each of its
        further ``books`` the reason why it adds nothing, blank if it does."""
        made, case = self._read(row, key, parent, reading, chart)
        return with_books(made, books, case) if case is not None else (made, ["" for _ in books])

    def _read(
        self, row: AssetRow, key: str, parent: str, reading: Reading, chart: Chart
    ) -> tuple[Reading, Case | None]:
        """Return the reading of an asset, and the asset if further books may add to it."""
        entry = self.classes.find(row.asset_class)
        if entry is None:
            return reading._replace(reason=row.reason or self.classes.why_not(row.asset_class)), None
        if entry.ignore:
            return reading._replace(elsewhere=f"class {row.asset_class} is ignored"), None
        case = case_of(self.plan, row, key, entry, chart)
        reason = row.reason or asset_checks.doubt(row, case.date, entry.construction)
        if reason:
            return reading._replace(reason=reason), None
        had = chart.assets.get(key)
        if row.retired is not None and row.retired <= case.date:
            return self._retired(case, had, reading), None
        found = asset_terms.estimate(row, entry, self.classes)
        expense = self.classes.expenses.get(names.key(row.cost_center), entry.expense)
        if not expense and not case.group and (isinstance(found, str) or found.depreciates):
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
                facts = (same, opening(case, had.account, line="opening", owned=True))
            return reading._replace(reason=reason, facts=() if reason else facts), case
        return self._new(case, found, expense, parent, reading)

    def _retired(self, case: Case, had: LedgerAsset | None, reading: Reading) -> Reading:
        """Return the reading of an asset that was retired by the date of the list."""
        row, key = case.row, case.key
        assert row.retired is not None
        if row.retired <= case.opened:
            return reading._replace(elsewhere=f"retired on {row.retired}")
        held = case.chart.assets.held(key)
        if held is not None and not held[1] and not row.cost:
            return reading._replace(elsewhere="retired")
        if held is not None:
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
            if had.disposed is None and row.proceeds is None:
                self.noted.add("scrapped", row)
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
        self, case: Case, found: Estimate, expense: str, parent: str, reading: Reading
    ) -> tuple[Reading, Case | None]:
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
        group = case.group
        if group and group not in self.classes.groups and group not in chart.assets.groups:
            reason = (
                f'group "{group}" has no entry in {self.classes.where}; add [group.{group}] with its account and '
                "expense"
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
        if taken and not case.group:
            terms.append(("accumulated", taken))
        if case.entry.kind == "prepaid" and not row.cost - taken:
            return reading._replace(elsewhere="used up"), None
        asset = self._asset(case, checked, account, tuple(terms))
        return reading._replace(facts=(asset, opening(case, account, line="opening", owned=True))), case

    def _kept(self, case: Case, held: tuple[str, Decimal] | None, bought: bool, reading: Reading) -> Reading:
        """Return the reading of what is not depreciated: land, and what is under construction."""
        row, account = case.row, case.chart.account(case.entry.account)
        owned = case.entry.construction
        if owned and row.depreciation():
            return reading._replace(
                reason="is under construction by its class, and has depreciation in the list; correct one of them"
            )
        line = CONSTRUCTION if owned else "opening"
        if held is not None and case.later and held != (account, row.cost):
            return reading._replace(
                reason=f"asset {case.key} differs: {held[1]:,f} on {held[0]} in the ledger, {row.cost:,f} on {account} "
                "in the list; import the transactions, or write what happened by hand"
            )
        if bought:
            return reading._replace(
                facts=(purchase(case, account, row.cost, line=line, owned=case.entry.construction),)
            )
        return reading._replace(facts=(opening(case, account, line=line, owned=owned),))

    def _acquired(
        self, case: Case, found: Estimate, expense: str, parent: str, held: tuple[str, Decimal] | None
    ) -> tuple[Fact, ...]:
        """Return the directive and the purchase of an asset that came into service after the opening; ``held``: what
        stood under construction by its name."""
        account = case.chart.account(case.entry.account)
        terms = self._more_terms(case, expense, parent)
        paid, on = case.row.cost, account
        if held is not None:
            terms = [*terms, ("construction", held[0])]
            paid, on = case.row.cost - held[1], held[0]
        facts: list[Fact] = [self._asset(case, found, account, tuple(terms))]
        if paid:
            facts.append(purchase(case, on, paid, line="acquisition", owned=True))
        return tuple(facts)

    def _more_terms(self, case: Case, expense: str, parent: str) -> list[Term]:
        """Return the keys of an asset beside its estimates."""
        entry, terms = case.entry, list[Term]()
        if entry.kind and entry.kind != "tangible":
            terms.append(("kind", entry.kind))
        if parent and (parent in self.made or case.chart.assets.get(parent) is not None):
            terms.append(("part-of", parent))
        if case.group:
            terms.append(("group", case.group))
            self.members.setdefault(case.group, []).append(case)
        if case.row.location:
            terms.append(("location", case.row.location))
        if not case.group:
            terms.append(("expense", expense))
            if entry.gain_loss:
                terms.append(("gain-loss", entry.gain_loss))
        terms += asset_tax.class_terms(entry)
        return terms

    def _asset(
        self, case: Case, found: Estimate, account: str, terms: tuple[Term, ...], cost: Decimal | None = None
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
