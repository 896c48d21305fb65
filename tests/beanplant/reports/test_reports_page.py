"""The sample in docs/reports.md is what the command prints for the small plant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from beanplant.reports import cost_of_goods, render_text
from beanplant.reports.period import parse_period
from beanplant.reports.scope import choose

if TYPE_CHECKING:
    from pathlib import Path

    from beanplant.reports.books import Books


def test_the_sample_is_real(root: Path, books: Books, hand_valued: Any) -> None:
    page = (root / "docs" / "reports.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"```text\n(Cost of goods.*?)\n```", page, flags=re.DOTALL)
    text = render_text.render(cost_of_goods.build(choose(books), parse_period("2026-03")))
    assert text.startswith(sample + "\n")
    assert text[len(sample) :].strip().startswith("Note: ")
