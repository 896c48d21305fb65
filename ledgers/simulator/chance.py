"""Chance that is the same every time: a linear congruential generator of its own.

``random.Random`` promises the same numbers for a seed only for some methods and not across all versions; this one is
eight lines (Knuth's MMIX constants) and stays. Only the upper bits are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MULTIPLIER = 6364136223846793005
_INCREMENT = 1442695040888963407


class Chance:
    """Whole numbers by chance, from a seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to ``limit - 1``."""
        self._state = (self._state * _MULTIPLIER + _INCREMENT) % 2**64
        return (self._state >> 33) % limit

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of ``choices``."""
        return choices[self.below(len(choices))]
