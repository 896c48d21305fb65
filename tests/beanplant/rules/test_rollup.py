"""The roll-up against figures of textbooks and of other systems, and against a plain recursion."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beanplant.rules.rollup import Recipe, RollUp, UnitCost, find_cycles, roll_up


def material(price: str) -> UnitCost:
    return UnitCost(F(price), F(0))


def rate(price: str) -> UnitCost:
    return UnitCost(F(0), F(price))


def parts(**quantities: str) -> list[tuple[str, F]]:
    return [(key, F(quantity)) for key, quantity in quantities.items()]


def rolled(top: str, known: dict[str, UnitCost | Recipe[str]]) -> RollUp[str]:
    return roll_up([top], known.get)


DOZEN = Recipe(
    [
        (key, F(quantity, 12))
        for key, quantity in {"plywood": 12, "bolt": 60, "colour": 12, "slide": 57}.items()
    ]
)
ODOO: dict[str, UnitCost | Recipe[str]] = {
    "plywood": material("200"),
    "bolt": material("10"),
    "colour": material("100"),
    "slide": material("25"),
    "screw": material("10"),
    "leg": material("25"),
    "glass": material("100"),
    "table": Recipe(parts(head="1", screw="5", leg="4", glass="1")),
}


def test_odoo_dining_table_single_level() -> None:
    """Case ODO-BOM-01 (odoo addons/mrp_account/tests/test_bom_price.py): 300 + 5x10 + 4x25 + 100 = 550."""
    assert rolled("table", {**ODOO, "head": material("300")}).costs["table"].unit == 550


def test_odoo_dining_table_two_levels() -> None:
    """Case ODO-BOM-01: a dozen heads for 5,625 is 468.75 each, and the table 718.75."""
    costs = rolled("table", {**ODOO, "head": DOZEN}).costs
    assert costs["head"].unit == F("468.75")
    assert costs["table"].unit == F("718.75")


def test_odoo_dining_table_with_operations() -> None:
    """Case ODO-BOM-02: three operations, (15 + 15 + t / 0.8) minutes at 100 an hour and 3 minutes each more.

    For t = 20, 25, 30 that is 306.25; three times 3 minutes are 15.00: 321.25 a table and 306.25 a dozen
    heads. The head is then 468.75 + 25.520833... and the table 550 - 300 + 494.270833... + 321.25 =
    1065.520833..., 1,065.52.
    """
    minutes = sum((30 + t / F("0.8") for t in (F(20), F(25), F(30))), F(0))
    hour = rate("100")
    head = Recipe(DOZEN.inputs, run=[("hour", minutes / 60 / 12)])
    table = Recipe(parts(head="1", screw="5", leg="4", glass="1"), run=[("hour", (minutes + 9) / 60)])
    single = rolled("table", {**ODOO, "head": material("300"), "table": table, "hour": hour}).costs["table"]
    assert single == (550, F("321.25"))
    assert single.unit == F("871.25")
    both = rolled("table", {**ODOO, "head": head, "table": table, "hour": hour}).costs["table"]
    assert both.unit == F("1065.52") + F(1, 1200)
    assert both.material == F("718.75")


def test_jerrys_ice_cream() -> None:
    """Case std-hh-jerry-standards (Heisinger and Hoyle, fig. 10.1 and 10.12).

    2 lb at 1.00, 0.1 hours at 13 + 5 + 7 (140,280 / 20,040): 2.00 + 1.30 + 0.50 + 0.70 = 4.50.
    """
    known = {"dm": material("1"), "hour": rate("25"), "gallon": Recipe(parts(dm="2"), run=parts(hour="0.1"))}
    cost = rolled("gallon", known).costs["gallon"]
    assert cost == (2, F("2.5"))
    assert cost.unit == F("4.50")


CONTOSO_RATE = rate("1.2")  # work center 100 a minute
CONTOSO_PARTS = {"SP-BOM2001": 1, "SP-BOM2002": 1, "SP-BOM2003": 2}


@pytest.mark.parametrize(
    ("lot", "setup", "unit"),
    [(1, "48.0", "147.156"), (10, "4.8", "87.756"), (100, "0.48", "81.816")],
)
def test_contoso_reservoir_by_lot(lot: int, setup: str, unit: str) -> None:
    """Contoso Coffee, SP-BOM2000: material 54.756 and 18 / lot, run 22 minutes and setup 40 minutes at 1.20.

    The figures are those of the reference computed from Business Central's demo data. Its one fixed
    quantity line (18.00 an order) is spread over the lot there, as setup is.
    """
    recipe = Recipe(
        [("parts", F("54.756")), ("fixed", F(18, lot))],
        run=parts(minute="22"),
        setup=parts(minute="40"),
        lot_size=F(lot),
    )
    known = {"parts": material("1"), "fixed": material("1"), "minute": CONTOSO_RATE, "reservoir": recipe}
    cost = rolled("reservoir", known).costs["reservoir"]
    assert cost.unit == F(unit)
    assert cost.conversion == F("26.4") + F(setup)


def test_scrap_by_products_and_output_scrap() -> None:
    """1.02 x (0.5 x 1.03 x 2.50 + 1 x 3.00 - 0.02 x 0.40) = 4.36509; 1.02 x (0.12 x 65 + 2 x 65 / 100)."""
    recipe = Recipe(
        [("steel", F("0.5") * F("1.03")), ("seal", F(1)), ("swarf", F("-0.02"))],
        run=parts(hour="0.12"),
        setup=parts(hour="2"),
        lot_size=F(100),
        output_scrap=F("0.02"),
    )
    known = {
        "steel": material("2.5"),
        "seal": material("3"),
        "swarf": material("0.4"),
        "hour": rate("65"),
        "pump": recipe,
    }
    cost = rolled("pump", known).costs["pump"]
    assert cost.material == F("4.36509")
    assert cost.conversion == F("7.956") + F("1.326")


def test_an_unknown_price_makes_all_above_unknown() -> None:
    known = {
        "pump": Recipe(parts(body="1")),
        "body": Recipe(parts(steel="1", sand="2")),
        "steel": material("1"),
    }
    result = rolled("pump", known)
    assert result.missing == ["sand"]
    assert set(result.costs) == {"steel"}
    assert not result.cycles


def test_a_cycle_is_returned_as_its_path() -> None:
    known = {
        "top": Recipe(parts(steel="1", pump="1")),
        "pump": Recipe(parts(body="1")),
        "body": Recipe(parts(steel="1", pump="0.1")),
        "steel": material("1"),
    }
    result = rolled("top", known)
    assert result.cycles == [("pump", "body", "pump")]
    assert set(result.costs) == {"steel"}


def test_a_product_that_needs_itself() -> None:
    assert rolled("resin", {"resin": Recipe(parts(resin="0.05"))}).cycles == [("resin", "resin")]


def test_find_cycles_reports_each_ring_once() -> None:
    graph = {"a": ["b", "c"], "b": ["a"], "c": ["d"], "d": ["c", "e"], "e": []}
    assert find_cycles(graph, graph.__getitem__) == [("a", "b", "a"), ("c", "d", "c")]
    assert find_cycles(["e"], graph.__getitem__) == []


def test_five_thousand_levels() -> None:
    known: dict[str, UnitCost | Recipe[str]] = {str(n): Recipe([(str(n + 1), F(1))]) for n in range(5000)}
    known["5000"] = material("7")
    assert rolled("0", known).costs["0"].unit == 7
    graph = {str(n): [str(n + 1)] for n in range(5000)} | {"5000": ["0"]}
    assert len(find_cycles(["0"], graph.__getitem__)[0]) == 5002


amounts = st.fractions(min_value=-5, max_value=5, max_denominator=1000)


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(0, 30), amounts), max_size=4),
            st.lists(st.tuples(st.integers(0, 30), amounts), max_size=2),
            st.integers(1, 50),
            st.fractions(0, 1),
        ),
        min_size=1,
        max_size=12,
    ),
    amounts,
)
def test_equals_a_plain_recursion(
    levels: list[tuple[list[tuple[int, F]], list[tuple[int, F]], int, F]], price: F
) -> None:
    """Level n needs only levels above it, so that the recursion of the textbooks ends."""
    top = len(levels)
    recipes = {
        n: Recipe(
            [(n + 1 + key % (top - n), quantity) for key, quantity in inputs],
            setup=[(n + 1 + key % (top - n), quantity) for key, quantity in setup],
            lot_size=F(lot),
            output_scrap=scrap,
        )
        for n, (inputs, setup, lot, scrap) in enumerate(levels)
    }

    def plain(n: int) -> F:
        if n == top:
            return price
        inputs, setup, lot, scrap = levels[n]
        direct = sum((q * plain(n + 1 + key % (top - n)) for key, q in inputs), F(0))
        return (direct + sum((q * plain(n + 1 + key % (top - n)) for key, q in setup), F(0)) / lot) * (
            1 + scrap
        )

    result = roll_up([0], lambda n: UnitCost(price, F(0)) if n == top else recipes[n])
    assert result.costs[0].unit == plain(0)
    assert not result.missing
    assert not result.cycles
