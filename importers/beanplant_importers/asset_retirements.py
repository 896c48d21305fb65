"""A retirement of a list as the transaction that disposes of the asset, in full or in part.

::

    2026-05-15 * "Retirement of CNC mill, asset 10001"
      document: "FA/retired/10001"
      disposes: "10001"
      Assets:P100:AssetClearing                 40000.00 USD       ; proceeds
        line: "retirement"
      Assets:P100:Machinery                    -40000.00 USD

beanplant adds the catch-up depreciation, the rest of cost and accumulated depreciation, and gain or loss. Without
proceeds there are no postings: the whole book value is the loss. ``part: 30000.00 USD`` is the cost that a disposal in
part takes off. The proceeds stand on the account that ``proceeds=`` names, from where the payment clears them.

Rule: ASC 360-10-40-5, IAS 16.67-71 (derecognition; gain or loss is proceeds less carrying amount).
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from beanplant_importers.facts import ZERO, Entry, Line, Source


def retirement(
    name: str,
    account: str,
    date: datetime.date,
    *,
    plant: str,
    document: str,
    currency: str,
    source: Source,
    proceeds: Decimal | None,
    to: str,
    title: str = "",
    part: Decimal | None = None,
    whole: Decimal | None = None,
    line: str = "retirement",
) -> Entry:
    """Return the transaction; ``to`` is the account or place of the proceeds, ``part`` the cost of what leaves, of
    ``whole``."""
    amount = proceeds or ZERO
    lines = (Line(account=to, amount=amount), Line(account=account, amount=-amount)) if amount else ()
    what = f"{'Partial retirement' if part is not None else 'Retirement'}{f' of {title}' if title else ''}"
    return Entry(
        document=document, line=line if lines else "", date=date, plant=plant, lines=lines, currency=currency,
        source=source, text=f"{what}, {'asset' if document.endswith(f'/{name}') else f'asset {name}, document'}",
        details=(("disposes", name),), part=part, whole=whole,
    )  # fmt: skip
