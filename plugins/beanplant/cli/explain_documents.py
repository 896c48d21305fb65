"""The documents behind a summed posting: quantity, document, source file and row, and whether they come to it.

Documents behind Assets:P100:RawMaterials and Assets:P100:WorkInProcess:Orders
  march/2026-03-05/issue in subledger/P100/march.parquet
  Document  Date        Quantity   Order  Export and row
  ------------------------------------------------------
  490001/1  2026-03-05   (50)      MO-1   moves.csv:1
  490002/1  2026-03-05   (12.345)  MO-2   moves.csv:2
                         -------
  2 documents            (62.345)
                         =======
  The posting            (62.345)
  Difference               0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beanplant.reports import documents, render_text
from beanplant.reports.numbers import grouped, quantity
from beanplant.subledger import Reader, SubledgerError
from beanplant.summed import summed_lines

if TYPE_CHECKING:
    from beancount.core.data import Transaction

    from beanplant.cli.chain import Chain
    from beanplant.summed import SummedLine


def explain(chain: Chain, entry: Transaction, postings: list[Any], ledger: str, limit: int) -> bool:
    """Say the documents behind postings of a transaction, ``limit`` of them in all; 0 for all.

    Return False if a batch cannot be read, or its documents do not come to the posting.
    """
    lines = summed_lines(entry, chain.master)
    wanted = [line for line in lines if any(one in line.postings for one in postings)]
    places = {line.line for line in wanted}
    if len(places) > 1:  # both postings of a pair have the same documents
        wanted = [line for line in wanted if line.first]
    reader = Reader.of(chain.master.subledgers, ledger)
    left, good = limit, True
    for number, line in enumerate(wanted):
        if limit and left <= 0:
            rest = len(wanted) - number
            chain.title(
                f"{rest:,} more {'sum' if rest == 1 else 'sums'}; explain its line, or --all for the documents"
            )
            break
        both = f" and {line.partner}" if line.partner and len(places) > 1 else ""
        says = (
            f"{quantity(line.quantity)} {line.item}"
            if line.item
            else f"{grouped(line.money, 2)} {line.currency}"
        )
        chain.title(f"Documents behind {line.account}{both}: {says}")
        try:
            behind = documents.read(line, reader, limit=left if limit else 0)
        except SubledgerError as error:
            chain.say(str(error), 1)
            good = False
            continue
        _say(chain, behind, line)
        left -= len(behind.found.documents)
        good = good and not behind.difference
    return good


def _say(chain: Chain, behind: documents.Behind, line: SummedLine) -> None:
    found = behind.found
    chain.say(f"{line.wanted.batch} in {chain.places.name(str(found.path))}", 1)
    if found.documents:
        for text in render_text.table_lines(documents.table(behind, chain.places.name)):
            chain.say(text.rstrip(), 1)
    if behind.more:
        chain.say(f"{behind.more:,} more, in the totals too; --all shows them", 1)
    if behind.difference:
        chain.say(behind.ties, 1)
    if line.documents is not None and found.rows != line.documents:
        chain.say(f"the posting says documents: {line.documents:,}", 1)
