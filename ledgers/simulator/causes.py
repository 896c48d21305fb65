"""Everything that went wrong, or better than planned, on purpose.

An order is named by month, product and which order of that product in the month it is (0, 1). What is not here went
by the book: standard quantities, standard hours, standard lots, standard prices, the budget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from simulator.documents import Foreign

F = Fraction


@dataclass(frozen=True)
class Deviation:
    """How an order differed from its plan. ``text`` is what the foreman wrote."""

    text: str
    lot: int | None = None  # ordered quantity
    extra: dict[str, Fraction] = field(default_factory=dict)  # more (or less) of a component
    hours: dict[str, Fraction] = field(default_factory=dict)
    scrap: int = 0
    swarf: int = 0
    substitute: tuple[str, str, int] | None = None  # replaced, used instead, how many
    noted: bool = False  # a person noted in the ledger what the substitute replaces
    coat_price: Fraction | None = None
    charge: tuple[str, Fraction] | None = None  # what, how much
    late: dict[str, Fraction] = field(default_factory=dict)  # issued after the close
    hold: bool = False  # never finished


ORDERS: dict[tuple[str, str, int], Deviation] = {
    ("2025-01", "SHAFT-S", 0): Deviation("Bar end too short, 2 kg more steel", extra={"STEEL-BAR": F(2)}),
    ("2025-01", "PUMP-150", 1): Deviation("New fitter, 1.5 h long", hours={"HR-ASSY": F("1.5")}),
    ("2025-02", "CASING-S", 0): Deviation("Tool change, 1.5 h long", hours={"HR-MACH": F("1.5")}),
    ("2025-02", "PUMP-250", 1): Deviation("Customer order for 8", lot=8),
    ("2025-03", "ROTOR-S", 1): Deviation("Two bearings pressed in askew", extra={"BRG-6306": F(2)}),
    ("2025-03", "PUMP-200", 0): Deviation("One pump cracked at the hydrostatic test", scrap=1),
    ("2025-04", "CASING-L", 1): Deviation("Broken boring bar, 6.5 h long", hours={"HR-MACH": F("6.5")}),
    ("2025-04", "PUMP-100", 0): Deviation("Lot of 24 before Easter", lot=24),
    ("2025-05", "PUMP-100", 0): Deviation("Coupling dropped", extra={"COUPLING": F(1)}),
    ("2025-05", "CASING-L", 0): Deviation("Swarf bin spilled, 13 kg lost", swarf=-13),
    ("2025-06", "PUMP-100", 1): Deviation("Two fitters on one stand, 2 h saved", hours={"HR-ASSY": F(-2)}),
    ("2025-06", "SHAFT-L", 0): Deviation("84 shafts in one setup", lot=84),
    ("2025-06", "CASING-L", 0): Deviation("Coater's surcharge, 15.20 a piece", coat_price=F("15.20")),
    ("2025-07", "SHAFT-L", 0): Deviation(
        "Wrong saw stop, 12.5 kg more steel", extra={"STEEL-BAR": F("12.5")}
    ),
    ("2025-07", "IMPELLER-S", 0): Deviation("Three impellers out of round", scrap=3),
    ("2025-08", "PUMP-100", 0): Deviation(
        "Seals short: five of Viton", substitute=("SEAL-28", "SEAL-28V", 5)
    ),
    ("2025-08", "PUMP-250", 0): Deviation("Test stand recalibrated, 3 h long", hours={"HR-TEST": F(3)}),
    ("2025-09", "PUMP-200", 1): Deviation("Thin coat, 1.5 l of paint saved", extra={"PAINT": F("-1.5")}),
    ("2025-09", "CASING-S", 1): Deviation("60 casings in one setup", lot=60),
    ("2025-10", "PUMP-150", 0): Deviation("One pump dropped from the crane", scrap=1),
    ("2025-10", "IMPELLER-L", 0): Deviation("New insert, 1.5 h saved", hours={"HR-MACH": F("-1.5")}),
    ("2025-10", "PUMP-100", 0): Deviation("Four bolt sets found missing later", late={"BOLT-SET": F(4)}),
    ("2025-11", "CASING-L", 0): Deviation("Blowhole found, one more casting", extra={"CAST-L": F(1)}),
    ("2025-11", "PUMP-100", 1): Deviation(
        "Lot of 24, one seal broken, 1 h long", lot=24, extra={"SEAL-28": F(1)}, hours={"HR-ASSY": F(1)}
    ),
    ("2025-12", "ROTOR-S", 0): Deviation("Lot of 40 before the holidays", lot=40),
    ("2025-12", "CASING-S", 1): Deviation("6 kg more swarf than planned", swarf=6),
    ("2025-12", "PUMP-250", 0): Deviation("Crane hired for oversize motors", charge=("Crane hire", F(480))),
    ("2025-12", "PUMP-200", 1): Deviation("Two couplings scratched", extra={"COUPLING": F(2)}),
    ("2026-01", "SHAFT-S", 0): Deviation("Bars nested, 5 kg of steel saved", extra={"STEEL-BAR": F(-5)}),
    ("2026-01", "IMPELLER-S", 0): Deviation("80 castings delivered, 80 made", lot=80),
    ("2026-01", "CASING-L", 1): Deviation("Held: porosity, foundry's answer awaited", hold=True),
    ("2026-02", "PUMP-150", 0): Deviation("Gun cleaned twice, 0.65 l more paint", extra={"PAINT": F("0.65")}),
    ("2026-02", "PUMP-150", 1): Deviation(
        "Seals short: eight of Viton", substitute=("SEAL-28", "SEAL-28V", 8), noted=True
    ),
    ("2026-02", "ROTOR-L", 0): Deviation("Balancer down, 4 h long", hours={"HR-ASSY": F(4)}),
    ("2026-02", "PUMP-200B", 0): Deviation("Customer order for 5", lot=5),
    ("2026-03", "CASING-S", 0): Deviation("Spindle warm-up, 2.5 h long", hours={"HR-MACH": F("2.5")}),
    ("2026-03", "CASING-L", 0): Deviation("Two casings leaked", scrap=2),
}

PRICES: dict[tuple[str, str, int], tuple[str, str]] = {
    ("2025-03", "STEEL-BAR", 0): ("2.62", "Mill surcharge"),
    ("2025-05", "BRG-6309", 0): ("16.05", "List price rise"),
    ("2025-08", "MOTOR-7", 0): ("336.00", "Volume price"),
    ("2025-09", "CAST-L", 1): ("65.10", "Foundry's energy surcharge"),
    ("2025-11", "SEAL-45", 0): ("70.00", "Small order surcharge"),
    ("2026-01", "STEEL-BAR", 1): ("2.70", "Spot price"),
    ("2026-02", "PAINT", 0): ("8.95", "Resin shortage"),
    ("2026-03", "CAST-S", 0): ("40.10", "Foundry's energy surcharge"),
}
"""Purchase order prices off standard, by month, item and delivery in the month."""

INVOICE_PRICES: dict[tuple[str, str, int], tuple[str, str]] = {
    ("2025-02", "CAST-S", 0): ("38.60", "Invoiced at the new list"),
    ("2025-06", "MOTOR-3", 0): ("183.50", "Rebate on the invoice"),
    ("2025-10", "COUPLING", 0): ("24.95", "Invoiced at the new list"),
    ("2026-02", "BRG-6306", 0): ("9.80", "Invoiced at the new list"),
}
"""Invoice prices off the purchase order's."""

FOREIGN: dict[tuple[str, str, int], Foreign] = {
    ("2025-03", "SEAL-45", 0): Foreign("200080", "EUR", F(64), F("1.0625"), F("1.0830"), F("1.1340")),
    ("2025-08", "SEAL-45", 0): Foreign("200080", "EUR", F(58), F("1.17"), F("1.1550"), F("1.1720")),
    ("2026-02", "SEAL-45", 0): Foreign("200080", "EUR", F(59), F("1.18"), F("1.1860"), F("1.1780")),
}
"""Deliveries that were bought abroad, when Sealtech had none: price in the vendor's currency, and its rates."""

RETURNS: dict[tuple[str, str, int], tuple[int, str]] = {
    ("2025-04", "SEAL-45", 0): (5, "Faces scratched"),
    ("2025-11", "SEAL-45", 0): (3, "Wrong elastomer"),
}
"""Pieces sent back to the vendor: at the price of their receipt."""

LABOR_RATE: dict[tuple[str, str], tuple[str, str]] = {
    ("2025-06", "MACHINING"): ("336.00", "Saturday premium"),
    ("2025-11", "ASSEMBLY"): ("185.40", "Two fitters moved up a grade"),
    ("2026-02", "TESTING"): ("-52.00", "Apprentice at the test stand"),
}

IDLE: dict[tuple[str, str], tuple[str, str]] = {
    ("2025-08", "MACHINING"): ("16", "Power cut of 12 August"),
    ("2025-12", "ASSEMBLY"): ("12.5", "Waiting for motors"),
    ("2026-01", "MACHINING"): ("8", "Snow day, paid"),
}
"""Hours paid and not confirmed."""

VARIABLE: dict[tuple[str, str], tuple[str, str]] = {
    ("2025-07", "MACHINING"): ("310.25", "Summer peak tariff"),
    ("2025-07", "ASSEMBLY"): ("64.10", "Summer peak tariff"),
    ("2025-10", "TESTING"): ("88.80", "Solvent spill"),
    ("2026-01", "MACHINING"): ("-120.00", "New coolant lasts longer"),
}

FIXED: dict[tuple[str, str], tuple[str, str]] = {
    ("2025-04", "ASSEMBLY"): ("640.00", "Crane brake repaired"),
    ("2026-03", "TESTING"): ("275.00", "Flow meter calibrated"),
}
"""Fixed cost beyond the budget, besides the depreciation of what was bought and sold in the year (``assets``)."""
