"""What happens to tax books in ledgers: the examples of IRS Publication 946 and cases worked out beside each test."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from beanplant import masterdata
from beanplant.reports import form_4562, tax_depreciation
from beanplant.reports.books import Books
from beanplant.reports.period import parse_period
from beanplant.reports.scope import Scope, choose

HEAD = """
option "operating_currency" "USD"
plugin "beanplant"
2010-01-01 open Assets:Bank
2010-01-01 open Assets:P100:Plant
2010-01-01 open Assets:P100:Mines
2010-01-01 open Expenses:P100:Depreciation
2010-01-01 open Income:P100:GainOnDisposal
2010-01-01 custom "plant" "P100"
"""


def bought(name: str, date: str, cost: int, *keys: str, leaf: str = "Plant") -> str:
    life = () if any(key.startswith("method:") for key in keys) else ('life: "10 years"',)
    lines = (
        f'{date} * "{name}"', f'  asset: "{name}"', f"  Assets:P100:{leaf}  {cost}.00 USD", "  Assets:Bank",
        f'{date} custom "plant-asset" "{name}" Assets:P100:{leaf} {cost}.00 USD',
        "  expense: Expenses:P100:Depreciation", "  gain-loss: Income:P100:GainOnDisposal",
        *(f"  {key}" for key in (*life, *keys)), "",
    )  # fmt: skip
    return "\n".join(lines)


def sold(name: str, date: str, price: int, *keys: str) -> str:
    lines = (
        f'{date} * "Sold"', f'  disposes: "{name}"', *(f"  {key}" for key in keys), f"  Assets:Bank  {price}.00 USD",
        f"  Assets:P100:Plant  -{price}.00 USD", "",
    )  # fmt: skip
    return "\n".join(lines)


Open = Callable[[str], Scope]


@pytest.fixture
def opened(load_ledger: Callable[[str], Any]) -> Open:
    """The books of a ledger that has no error."""

    def make(text: str) -> Scope:
        ledger = load_ledger(HEAD + text)
        assert not ledger.errors, ledger.messages
        master, _ = masterdata.read(ledger.entries, ledger.options_map)
        return choose(Books(ledger.entries, master, ledger.options_map))

    return make


def table(scope: Scope, year: int | str, name: str = "assets") -> Any:
    return tax_depreciation.build(scope, parse_period(str(year))).table(name)


def column(scope: Scope, name: str, key: str, *years: int) -> list[Any]:
    return [table(scope, year).value(name, key) for year in years]


def test_dep_946_casualty(opened: Open) -> None:
    """The second year of the worksheet: 7,732 x 28.57 % = 2,209; to the cent 7,732.25 x 2/7."""
    scope = opened(
        bought("M", "2023-11-01", 39000, 'tax: "macrs-7"', "section-179: 24000.00 USD", 'bonus: "50%"')
        + '2024-02-01 custom "plant-tax-basis" "M" -3000.00 USD\n'
        '2024-03-01 custom "plant-tax-basis" "M" 3500.00 USD\n'
    )
    assert [table(scope, 2023).value("M", key) for key in ("section-179", "bonus", "macrs", "adjusted")] == [
        24000, 7500, D("267.75"), D("7232.25"),
    ]  # fmt: skip
    assert column(scope, "M", "macrs", 2024) == [D("2209.21")]
    assert column(scope, "M", "adjusted", 2024) == [D("7732.25") - D("2209.21")]
    assert table(scope, 2024).value("M", "by") == "A-5, formula"


def test_dep_946_short_year(opened: Open) -> None:
    """Tara Corporation: from 15 March; 1,000 of 5-year property: 167, then 333."""
    scope = opened(
        '2026-12-31 custom "plant-tax-year" 2026\n  begins: 2026-03-15\n'
        + bought("T", "2026-03-16", 1000, 'tax: "macrs-5"', 'bonus: "0%"')
    )
    assert column(scope, "T", "macrs", 2026, 2027) == [D("166.67"), D("333.33")]
    report = tax_depreciation.build(scope, parse_period("2026"))
    assert report.title == "Tax depreciation of 2026-03-15 to 2026-12-31"


def test_into_a_short_tax_year(opened: Open) -> None:
    """From calendar years to years that end in June: 20 % of 10,000; 40 % of 8,000 for 6 months; 40 % of 6,400."""
    scope = opened(
        '2026-07-01 custom "fava-option" "fiscal-year-end" "06-30"\n'
        '2010-01-01 custom "fava-option" "fiscal-year-end" "12-31"\n'
        + bought("T", "2025-03-16", 10000, 'tax: "macrs-5"', 'bonus: "0%"')
    )
    amounts = [table(scope, when).value("T", "macrs") for when in ("2025", "2026-06", "2027-06")]
    assert amounts == [2000, 1600, 2560]
    assert table(scope, "2027-06").value("T", "by") == "A-1, formula"


def test_listed_property_that_falls_to_half(opened: Open) -> None:
    """Ellen Rye's truck: 4,018 of income in 2024 (Publication 946)."""
    scope = opened(
        bought(
            "TRUCK",
            "2020-06-10",
            18000,
            'tax: "macrs-5"',
            "section-179: 10000.00 USD",
            'bonus: "0%"',
            "listed: TRUE",
        )
        + '2024-01-01 custom "plant-tax-business-use" "TRUCK" "50 %"\n'
    )
    assert column(scope, "TRUCK", "deduction", 2020, 2021, 2022, 2023) == [
        D("11600.00"), D("2560.00"), D("1536.00"), D("921.60"),
    ]  # fmt: skip
    assert column(scope, "TRUCK", "recaptured", 2023, 2024, 2025) == [0, D("4017.60"), 0]
    assert column(scope, "TRUCK", "macrs", 2024, 2025) == [1800, 900]


def test_section_179_given_back(opened: Open) -> None:
    """Paul Lamb's property: 814.80 of income in 2024 (Publication 946)."""
    scope = opened(
        bought("P", "2022-01-15", 10000, 'tax: "macrs-3"', "section-179: 5000.00 USD", 'bonus: "0%"')
        + '2024-01-01 custom "plant-tax-business-use" "P" "40 %"\n'
    )
    assert column(scope, "P", "macrs", 2022, 2023, 2024) == [D("1666.50"), D("2222.50"), D("296.20")]
    assert column(scope, "P", "recaptured", 2024) == [D("814.80")]


def test_an_automobile(opened: Open) -> None:
    """Rev. Proc. 2019-13 of 60,000: 18,000, 13,440, 8,064, 4,838, 4,838, 2,419, 5,760 and the rest."""
    scope = opened(bought("CAR", "2018-03-01", 60000, 'tax: "macrs-5"', "automobile: TRUE"))
    assert column(scope, "CAR", "deduction", *range(2018, 2027)) == [
        18000, 13440, 8064, D("4838.40"), D("4838.40"), D("2419.20"), 5760, 2640, 0,
    ]  # fmt: skip


def test_section_179_beyond_the_income(opened: Open) -> None:
    """80,000 elected, income 60,000 and 15,000: 20,000 carried over, 15,000 and 5,000 deducted."""
    scope = opened(
        bought("A", "2024-03-01", 50000, 'tax: "macrs-7"', "section-179: 50000.00 USD")
        + bought("B", "2024-04-01", 30000, 'tax: "macrs-7"', "section-179: 30000.00 USD")
        + '2024-12-31 custom "plant-tax-year" 2024\n  business-income: 60000.00 USD\n'
        '2025-12-31 custom "plant-tax-year" 2025\n  business-income: 15000.00 USD\n'
    )
    assert column(scope, "A", "section-179", 2024, 2025, 2026) == [40000, 7500, 2500]
    assert column(scope, "B", "section-179", 2024, 2025, 2026) == [20000, 7500, 2500]
    lines = table(scope, 2025, "section-179")
    assert [lines.value(line, "amount") for line in ("9", "10", "11", "12", "13")] == [
        0,
        20000,
        15000,
        15000,
        5000,
    ]
    assert column(scope, "A", "adjusted", 2024, 2026) == [10000, 0]
    advice = tax_depreciation.build(scope, parse_period("2026")).advice
    assert any("as if the business income were enough in 2026" in line for line in advice)


def test_beyond_the_threshold(opened: Open) -> None:
    """2025: 2,500,000 less 4,200,000 - 4,000,000; a loss leaves nothing, all is carried over."""
    scope = opened(
        bought("LINE", "2025-03-01", 4200000, 'tax: "macrs-7"', "section-179: 2300000.00 USD")
        + '2025-12-31 custom "plant-tax-year" 2025\n  business-income: -100.00 USD\n'
    )
    lines = table(scope, 2025, "section-179")
    assert [lines.value(line, "amount") for line in ("4", "5", "11", "12", "13")] == [
        200000,
        2300000,
        0,
        0,
        2300000,
    ]
    assert column(scope, "LINE", "section-179", 2025, 2026) == [0, 2300000]


def test_a_class_elected_out(opened: Open) -> None:
    scope = opened(
        bought("A", "2026-03-01", 1000, 'tax: "macrs-5"')
        + bought("B", "2026-03-01", 1000, 'tax: "macrs-7"')
        + '2026-12-31 custom "plant-tax-year" 2026\n  elects-out: "macrs-5, macrs-3"\n'
    )
    assert column(scope, "A", "bonus", 2026) == [0]
    assert column(scope, "B", "bonus", 2026) == [1000]


def test_an_improvement_is_property_of_its_own(opened: Open) -> None:
    """12,000 in 2026 and 8,000 in 2028: 19.2 % of the one and 20 % of the other in 2028; both end with the sale."""
    scope = opened(
        bought("CNC", "2026-03-01", 12000, 'tax: "macrs-5"', 'bonus: "0%"')
        + '2028-05-01 * "Spindle"\n  asset: "CNC"\n  Assets:P100:Plant  8000.00 USD\n  Assets:Bank\n'
        '2028-05-01 custom "plant-asset-improvement" "CNC" 8000.00 USD\n  bonus: "0%"\n'
        + sold("CNC", "2029-08-01", 9000)
    )
    assert column(scope, "CNC", "macrs", 2026, 2027, 2028, 2029) == [2400, 3840, 2304, D("691.20")]
    assert column(scope, "CNC 2028-05-01", "macrs", 2028, 2029) == [1600, 1280]
    gone = table(scope, 2029, "disposals")
    assert [gone.value(name, "proceeds") for name in ("CNC", "CNC 2028-05-01")] == [5400, 3600]
    assert [gone.value(name, "basis") for name in ("CNC", "CNC 2028-05-01")] == [D("2764.80"), 5120]
    assert gone.value("CNC", "ordinary") == D("2635.20")


def test_an_improvement_with_a_class_of_its_own(opened: Open) -> None:
    scope = opened(
        bought("HALL", "2026-03-01", 390000, 'tax: "macrs-39"')
        + '2028-05-01 * "Inside"\n  asset: "HALL"\n  Assets:P100:Plant  8000.00 USD\n  Assets:Bank\n'
        '2028-05-01 custom "plant-asset-improvement" "HALL" 8000.00 USD\n  tax: "macrs-15 straight-line"\n'
        '  bonus: "0%"\n'
    )
    assert column(scope, "HALL 2028-05-01", "macrs", 2028, 2029) == [D("266.67"), D("533.33")]


def test_disposal_of_a_part(opened: Open) -> None:
    """A quarter of 20,000 goes in 2027: half of 32 % of 5,000, then 19.2 % of 15,000."""
    scope = opened(
        bought("LINE", "2026-03-01", 20000, 'tax: "macrs-5"', 'bonus: "0%"')
        + sold("LINE", "2027-06-30", 1000, "part: 5000.00 USD")
    )
    assert column(scope, "LINE", "macrs", 2026, 2027, 2028) == [3000, 4800, 2880]
    part = "LINE part 2027-06-30"
    assert column(scope, part, "macrs", 2026, 2027) == [1000, 800]
    gone = table(scope, 2027, "disposals")
    assert [gone.value(part, key) for key in ("proceeds", "basis", "gain")] == [1000, 3200, -2200]


def test_gain_on_personal_property(opened: Open) -> None:
    """10,000 of 5 years, sold in the third year for 12,000: 20, 32 and half of 19.2 % are recaptured."""
    scope = opened(
        bought("A", "2024-03-01", 10000, 'tax: "macrs-5"', 'bonus: "0%"') + sold("A", "2026-05-01", 12000)
    )
    gone = table(scope, 2026, "disposals")
    found = [
        gone.value("A", key) for key in ("kind", "proceeds", "basis", "gain", "ordinary", "section-1231")
    ]
    assert found == ["section 1245", 12000, 3840, 8160, 6160, 2000]


def test_gain_on_a_building(opened: Open) -> None:
    """100,000 of March 2024: 2,033, 2,564 and 4.5 twelfths of 2,564; straight line, so only section 291."""
    scope = opened(
        bought("HALL", "2024-03-01", 100000, 'tax: "macrs-39"') + sold("HALL", "2026-05-01", 110000)
    )
    gone = table(scope, 2026, "disposals")
    allowed = 2033 + 2564 + D("961.50")
    found = [gone.value("HALL", key) for key in ("kind", "gain", "ordinary", "section-291")]
    assert found == ["section 1250", 10000 + allowed, 0, D("1111.70")]


def test_a_sale_written_out_in_full(opened: Open) -> None:
    """The proceeds are found all the same: 24 months of 100.00 leave 9,600 of 12,000; sold for 10,000."""
    scope = opened(
        bought("A", "2024-01-01", 12000, 'tax: "macrs-5"', 'bonus: "0%"')
        + '2026-01-15 * "Sold"\n  disposes: "A"\n  Assets:Bank  10000.00 USD\n  Assets:P100:Plant  -12000.00 USD\n'
        "  Assets:P100:AccumulatedDepreciation:Plant  2400.00 USD\n  Income:P100:GainOnDisposal  -400.00 USD\n"
    )
    assert table(scope, 2026, "disposals").value("A", "proceeds") == 10000


def test_a_general_asset_account(opened: Open) -> None:
    """Sold in the second year: both trucks go on; 15,000 and then 40,000 of 45,000 are ordinary income."""
    keys = ('tax: "macrs-5"', 'bonus: "0%"', 'general-asset-account: "TRUCKS-2024"')
    scope = opened(
        bought("T1", "2024-03-01", 20000, *keys)
        + bought("T2", "2024-05-01", 30000, *keys)
        + sold("T1", "2025-06-30", 15000)
        + sold("T2", "2026-06-30", 45000)
    )
    assert column(scope, "T1", "macrs", *range(2024, 2030)) == [4000, 6400, 3840, 2304, 2304, 1152]
    first, second = table(scope, 2025, "disposals"), table(scope, 2026, "disposals")
    assert [first.value("T1", key) for key in ("basis", "gain", "ordinary", "section-1231")] == [
        0,
        15000,
        15000,
        0,
    ]
    # 50,000 of cost less the 15,000 that were recognized
    assert [second.value("T2", key) for key in ("ordinary", "section-1231")] == [35000, 10000]


MINE = ('kind: "resource"', 'method: "units-of-production"', "units: 1000000", 'tax: "depletion"')


def test_percentage_depletion_beside_cost(opened: Open) -> None:
    """Cost 50,000 a year by units; 15 % of 1,200,000 is 180,000, at most half of 300,000: 150,000."""
    scope = opened(
        bought("MINE", "2026-01-01", 500000, *MINE, 'mineral: "gold"', leaf="Mines")
        + "".join(
            f'{year}-12-31 custom "plant-asset-usage" "MINE" 100000\n'
            f'{year}-12-31 custom "plant-tax-income" "MINE" {gross}.00 USD\n  taxable-income: {taxable}.00 USD\n'
            for year, gross, taxable in (
                (2026, 1200000, 300000), (2027, 200000, 100000), (2028, 4000000, 2000000), (2029, 1000000, 900000),
            )
        )
    )  # fmt: skip
    rows = [table(scope, year, "depletion").row("MINE").cells[3:] for year in (2026, 2027, 2028, 2029)]
    assert rows == [
        (500000, 50000, 150000, 150000, "percentage"),
        # 350,000 over 900,000 units
        (350000, D("38888.89"), 30000, D("38888.89"), "cost"),
        # 600,000 of percentage depletion, beyond the basis that is left
        (D("311111.11"), D("38888.89"), 600000, 600000, "percentage"),
        (0, 0, 150000, 150000, "percentage"),
    ]
    assert column(scope, "MINE", "deduction", 2026, 2028) == [150000, 600000]
    assert column(scope, "MINE", "adjusted", 2027, 2028) == [D("311111.11"), 0]


def test_oil_within_the_income_of_the_taxpayer(opened: Open) -> None:
    """15 % of 400,000 is 60,000; 65 % of 80,000 is 52,000; 8,000 are percentage depletion of the next year."""
    year = '{0}-12-31 custom "plant-tax-year" {0}\n  taxable-income: {1}.00 USD\n'
    income = '{0}-12-31 custom "plant-tax-income" "MINE" 400000.00 USD\n  taxable-income: 200000.00 USD\n'
    scope = opened(
        bought("MINE", "2026-01-01", 500000, *MINE, 'mineral: "oil"', leaf="Mines")
        + income.format(2026) + income.format(2027) + year.format(2026, 80000) + year.format(2027, 900000)
    )  # fmt: skip
    assert column(scope, "MINE", "depletion", 2026, 2027) == [52000, 68000]


def test_a_stated_percentage_and_units_sold(opened: Open) -> None:
    scope = opened(
        bought("MINE", "2026-01-01", 500000, *MINE, 'percentage: "5 %"', leaf="Mines")
        + '2026-12-31 custom "plant-asset-usage" "MINE" 100000\n'
        '2026-12-31 custom "plant-tax-income" "MINE" 100000.00 USD\n'
        "  taxable-income: 50000.00 USD\n  units-sold: 80000\n"
    )
    assert table(scope, 2026, "depletion").row("MINE").cells[1:] == (
        80000, 1000000, 500000, 40000, 5000, 40000, "cost",
    )  # fmt: skip


def test_a_part_of_an_improved_asset(opened: Open) -> None:
    """A quarter of 12,000 and 8,000 leaves: 3,000 and 2,000, each with its own years."""
    scope = opened(
        bought("CNC", "2026-03-01", 12000, 'tax: "macrs-5"', 'bonus: "0%"')
        + '2027-05-01 * "Spindle"\n  asset: "CNC"\n  Assets:P100:Plant  8000.00 USD\n  Assets:Bank\n'
        '2027-05-01 custom "plant-asset-improvement" "CNC" 8000.00 USD\n  bonus: "0%"\n'
        + sold("CNC", "2028-08-01", 100, 'part: "25 %"')
    )
    # 19.2 % of 9,000 and half of it of 3,000; 32 % of 6,000 and half of it of 2,000
    assert column(scope, "CNC", "macrs", 2028) == [1728]
    assert column(scope, "CNC part 2028-08-01", "macrs", 2028) == [288]
    assert column(scope, "CNC 2027-05-01", "macrs", 2028) == [1920]
    assert column(scope, "CNC 2027-05-01 part 2028-08-01", "macrs", 2028) == [320]
    assert table(scope, 2028).value("total", "cost") == 20000


def test_a_factory_hall_is_production_property(opened: Open) -> None:
    """All of it in the first year, 168(n); a hall that is sold gives back what was beyond straight line."""
    keys = ('tax: "macrs-39"', "acquired: 2025-03-01", 'bonus: "production-property"')
    scope = opened(bought("HALL", "2026-05-01", 390000, *keys) + sold("HALL", "2028-05-15", 390000))
    assert column(scope, "HALL", "bonus", 2026) == [390000]
    # Straight line to the middle of May 2028: 1.605, 2.564 and 4.5 twelfths of 2.564 %
    straight = D("6259.50") + D("9999.60") + D("3749.85")
    gone = table(scope, 2028, "disposals")
    assert [gone.value("HALL", key) for key in ("gain", "ordinary")] == [390000, 390000 - straight]


def test_an_automobile_in_a_short_tax_year(opened: Open) -> None:
    """Half of 12,300 and half of 20 % of 100,000; then 19,800 of 36 %."""
    scope = opened(
        '2026-12-31 custom "plant-tax-year" 2026\n  begins: 2026-07-01\n'
        + bought("CAR", "2026-08-01", 100000, 'tax: "macrs-5"', 'bonus: "0%"', "automobile: TRUE")
    )
    assert column(scope, "CAR", "macrs", 2026, 2027) == [6150, 19800]


def test_by_formula_where_there_is_a_table(opened: Open) -> None:
    """100,000 over 39 years from January: 11.5 of 468 months; the worksheet of Publication 946 has 2,456 and 2,564."""
    scope = opened(
        bought("T", "2026-01-10", 100000, 'tax: "macrs-39"')
        + bought("F", "2026-01-10", 100000, 'tax: "macrs-39 formula"')
    )
    assert column(scope, "T", "macrs", 2026, 2027) == [2461, 2564]
    assert column(scope, "F", "macrs", 2026, 2027) == [D("2457.26"), D("2564.10")]
    assert table(scope, 2026).value("F", "by") == "formula"


def test_what_is_amortized_for_tax(opened: Open) -> None:
    """A patent of 18,000 from April 2026 over 180 months, 100.00 each; software of 3,600 from October over 36."""
    scope = opened(
        bought("PATENT", "2026-04-20", 18000, 'kind: "intangible"', 'tax: "amortization-15"')
        + bought("PLAN", "2026-10-02", 3600, 'kind: "intangible"', 'tax: "amortization-3"', 'bonus: "0%"')
        + bought("MILL", "2026-03-01", 10000, 'tax: "macrs-5"', 'bonus: "0%"')
        + sold("PATENT", "2028-06-30", 20000)
    )
    assert column(scope, "PATENT", "amortization", 2026, 2027, 2028) == [900, 1200, 500]
    assert column(scope, "PLAN", "amortization", 2026, 2027, 2028, 2029) == [300, 1200, 1200, 900]
    # Neither is in the mid-quarter test.
    assert table(scope, 2026, "mid-quarter").value("year", "basis") == 10000
    assert [row.key for row in table(scope, 2026, "classes").rows] == ["macrs-5"]
    gone = table(scope, 2028, "disposals")
    assert [gone.value("PATENT", key) for key in ("kind", "basis", "ordinary")] == [
        "section 1245",
        15400,
        2600,
    ]
    form = form_4562.build(scope, parse_period("2026"))
    assert form.table("part-2").value("16", "amount") == 300
    assert [row.cells[-1] for row in form.table("part-6").all_rows()] == [900, 0, 900]
    assert form.table("part-4").value("22", "amount") == 2300
    assert form.table("part-4").value("difference", "amount") == 0
    assert form_4562.build(scope, parse_period("2027")).table("part-6").value("43", "amortization") == 1200


def test_software_has_the_allowance(opened: Open) -> None:
    scope = opened(bought("PLAN", "2026-10-02", 3600, 'kind: "intangible"', 'tax: "amortization-3"'))
    assert column(scope, "PLAN", "bonus", 2026) == [3600]
    scope = opened(bought("PLAN", "2026-10-02", 3600, 'tax: "amortization-3"', "section-179: 3600.00 USD"))
    assert column(scope, "PLAN", "section-179", 2026) == [3600]
    scope = opened(bought("NAME", "2026-10-02", 3600, 'kind: "intangible"', 'tax: "amortization-15"'))
    assert column(scope, "NAME", "bonus", 2026) == [0]
