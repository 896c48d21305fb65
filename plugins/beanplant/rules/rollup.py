"""The roll-up: what one unit of a product costs by its bill of materials and routing, through all levels.

    unit = (sum(quantity x (1 + scrap) x standard price)
            + sum(run time x rate)
            + sum(setup time x rate) / lot size) x (1 + output scrap)

A by-product is an input with a negative quantity: it is credited at its own standard cost (its net
realizable value). Everything is exact (``Fraction``); nothing is rounded here, so a hundred levels leave no
drift. One unknown price makes everything above it unknown: a roll-up that took it as zero would understate
the stock.

Source: the standard cost card of the textbooks (Horngren, Cost Accounting, ch. 7; Heisinger and Hoyle,
Managerial Accounting, fig. 10.1); ASC 330-10-30-12 and IAS 2.21 allow standard cost where it comes close to
actual cost.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class UnitCost(NamedTuple):
    """Cost of one unit: what its materials cost through all levels, and what was done to them."""

    material: Fraction
    conversion: Fraction

    @property
    def unit(self) -> Fraction:
        """Both parts together."""
        return self.material + self.conversion if self.material else self.conversion


@dataclass(frozen=True, slots=True)
class Recipe(Generic[Key]):
    """What one unit of a product takes.

    ``inputs`` are standard quantities of one unit, planned component scrap included, negative for a
    by-product. ``run`` is time for one unit; ``setup`` is time for one order, spread over ``lot_size``
    units. ``output_scrap`` is the planned allowance of the output, as a share.
    """

    inputs: Sequence[tuple[Key, Fraction]] = ()
    run: Sequence[tuple[Key, Fraction]] = ()
    setup: Sequence[tuple[Key, Fraction]] = ()
    lot_size: Fraction = Fraction(1)
    output_scrap: Fraction = Fraction(0)

    def needs(self) -> list[Key]:
        """Everything that the product needs a price of, in the order in which it is written."""
        return [key for part in (self.inputs, self.run, self.setup) for key, _ in part]


@dataclass(frozen=True, slots=True)
class RollUp(Generic[Key]):
    """The result: ``costs`` of everything that could be costed, and why the rest could not.

    ``missing`` are the inputs that have neither a price nor a recipe; ``cycles`` the rings of products that
    need themselves, each as ``(A, B, A)``.
    """

    costs: dict[Key, UnitCost] = field(default_factory=dict)
    missing: list[Key] = field(default_factory=list)
    cycles: list[tuple[Key, ...]] = field(default_factory=list)


def unit_cost(recipe: Recipe[Key], costs: Mapping[Key, UnitCost]) -> UnitCost:
    """Return the cost of one unit of the product of ``recipe``, given the cost of one unit of each input.

    A component brings its own material and conversion along; time at the product's own work centers is
    conversion. Raises ``KeyError`` for an input that ``costs`` does not have.
    """
    material = conversion = Fraction(0)
    for key, quantity in recipe.inputs:
        cost = costs[key]
        if cost.material:
            material += quantity * cost.material
        if cost.conversion:
            conversion += quantity * cost.conversion
    for key, time in recipe.run:
        conversion += time * costs[key].unit
    if recipe.setup:
        conversion += (
            sum((time * costs[key].unit for key, time in recipe.setup), Fraction(0)) / recipe.lot_size
        )
    if recipe.output_scrap:
        allowance = 1 + recipe.output_scrap
        return UnitCost(material * allowance, conversion * allowance)
    return UnitCost(material, conversion)


def roll_up(tops: Iterable[Key], look_up: Callable[[Key], UnitCost | Recipe[Key] | None]) -> RollUp[Key]:
    """Cost everything in ``tops`` and all that goes into it, each thing once, lowest level first.

    ``look_up`` returns the cost of one unit where it is known, the recipe where it is to be rolled up, and
    None where there is neither. Levels may be as deep as they like: nothing here recurses.
    """
    result: RollUp[Key] = RollUp()
    done: set[Key] = set()
    for top in tops:
        if top in done:
            continue
        path: dict[Key, tuple[Recipe[Key], list[Key]]] = {}
        waiting = [top]
        while waiting:
            key = waiting[-1]
            if key in done:
                waiting.pop()
            elif key in path:
                recipe, needs = path[key]
                while needs:
                    need = needs.pop(0)
                    if need in path:
                        ring = list(path)
                        result.cycles.append((*ring[ring.index(need) :], need))
                    elif need not in done:
                        waiting.append(need)
                        break
                else:
                    del path[key]
                    done.add(key)
                    waiting.pop()
                    if all(need in result.costs for need in recipe.needs()):
                        result.costs[key] = unit_cost(recipe, result.costs)
            else:
                found = look_up(key)
                if isinstance(found, Recipe):
                    path[key] = (found, found.needs())
                    continue
                done.add(key)
                waiting.pop()
                if found is None:
                    result.missing.append(key)
                else:
                    result.costs[key] = found
    return result


def find_cycles(starts: Iterable[Key], needs: Callable[[Key], Iterable[Key]]) -> list[tuple[Key, ...]]:
    """Return the rings that can be reached from ``starts``, each once, as ``(A, B, A)``.

    ``needs`` returns what goes directly into a product. One ring is reported for each place where a chain
    comes back to itself, so that mending all of them leaves none.
    """
    cycles: list[tuple[Key, ...]] = []
    done: set[Key] = set()
    for start in starts:
        path: dict[Key, list[Key]] = {}
        waiting = [start]
        while waiting:
            key = waiting[-1]
            if key in done:
                waiting.pop()
                continue
            if key not in path:
                path[key] = list(needs(key))
            rest = path[key]
            while rest:
                need = rest.pop(0)
                if need in path:
                    ring = list(path)
                    cycles.append((*ring[ring.index(need) :], need))
                elif need not in done:
                    waiting.append(need)
                    break
            else:
                del path[key]
                done.add(key)
                waiting.pop()
    return cycles
