"""MB51, the list of material documents: each row is a movement of goods.

The quantity is signed, and the sign is the effect on stock; a table says what the other side is
(`beanplant_importers.systems.sap_movements`). Dumps of the tables MSEG and MATDOC are unsigned with debit and credit
(``SHKZG``), which is seen and applied. The price of a receipt is the external amount (the purchase order's value), or
where the layout lacks it the amount in local currency, which for a material at standard price is the standard value.

Where the layout has no document item, lines are numbered as they come; then an export must not be filtered.
The rows of a transfer are paired; within one account they move nothing, and only count in the tie-out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beanplant_importers import names
from beanplant_importers.formats.captions import Header
from beanplant_importers.importer import PlantImporter
from beanplant_importers.systems.sap_captions import MATERIAL_DOCUMENTS
from beanplant_importers.systems.sap_document_rows import Rows
from beanplant_importers.systems.sap_movements import Movements

if TYPE_CHECKING:
    from beanplant_importers.chart import Chart
    from beanplant_importers.journal import Journal
    from beanplant_importers.reading import Reading
    from beanplant_importers.seen import Seen
    from beanplant_importers.tally import Tally


class MaterialDocuments(PlantImporter):
    """Importer of MB51 lists.

    ``places`` says which storage location is which place (``{"FG01": "finished-goods"}``); without it, items that have
    a bill or routing in the ledger are finished goods, all others raw materials. ``cost_centers`` says which account a
    cost center's consumption goes to. ``movements`` is a table of movement types that goes before the default one.
    ``parties`` names vendors and customers by number.
    """

    list_name = "sap.mb51"
    header = Header(MATERIAL_DOCUMENTS)
    keys = ("document", "movement", "date", "material", "quantity")
    numbers = ("quantity", "amount", "external")
    dates_of = ("date",)

    def __init__(
        self,
        plant: str,
        *,
        places: Mapping[str, str] | None = None,
        cost_centers: Mapping[str, str] | None = None,
        parties: Mapping[str, str] | None = None,
        movements: str | Path | None = None,
        **options: Any,
    ) -> None:
        super().__init__(plant, **options)
        self.places = {names.key(number): place for number, place in (places or {}).items()}
        self.cost_centers = {names.key(number): place for number, place in (cost_centers or {}).items()}
        self.parties = {names.key(number): party for number, party in (parties or {}).items()}
        self.movements = Movements(movements)

    def readings(self, path: str, chart: Chart, notes: list[str]) -> Iterator[Reading]:
        """Yield what is made of each row."""
        table = self.open(path)
        reader = Rows(self, chart, path)
        for record in table.records():
            yield from reader.readings(record)
        yield from reader.pairs.rest()
        table.check_totals(("amount",))
        notes += [*table.noise.notes, *reader.notes()]

    def sums(self, path: str, journal: Journal, tally: Tally, seen: Seen) -> bool:
        """Add delimited text to a journal of sums by columns, where its lines are numbered."""
        if journal.grain == "document":
            return False
        from beanplant_importers.systems.sap_document_sums import Sums

        return Sums(self, self.open(path), journal, tally, seen).add()
