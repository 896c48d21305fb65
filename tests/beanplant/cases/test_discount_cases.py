"""Early payment discounts as textbooks, Odoo and ERPNext publish them: ledgers, to the cent.

Perpetual inventory, so that a supplier's discount lowers the cost of the goods. Where the other system books it as
income, here the account of the purchase gets it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

Load = Callable[[str], Any]

HEAD = """
option "operating_currency" "USD"
plugin "beancount.plugins.auto_accounts"
plugin "beanplant"
2026-01-01 open Assets:Receivables
2026-01-01 open Assets:InputVAT
2026-01-01 open Expenses:ExchangeLoss
2026-01-01 open Income:Sales
2026-01-01 open Liabilities:Payables
2026-01-01 open Liabilities:VAT
2026-01-01 commodity GOODS
  item: TRUE
2026-01-01 custom "plant" "P100"
  valuation: "moving-average"
2026-01-01 custom "plant-sales-discounts" Income:Sales
  receivables: Assets:Receivables
  tax: Liabilities:VAT
  tax-mode: "TAX"
  exchange: Expenses:ExchangeLoss
2026-01-01 custom "plant-purchase-discounts" Liabilities:Payables
  tax: Assets:InputVAT
  tax-mode: "TAX"
"""
OPEN = {True: "Assets:Receivables", False: "Liabilities:Payables"}


def document(name: str, terms: str, legs: dict[str, str], *, sale: bool, date: str = "2026-03-01") -> str:
    """An invoice: what it is for, and what is owed for all of it."""
    sign = -1 if sale else 1
    lines, whole = "", D(0)
    for account, amounts in legs.items():
        for amount in amounts.split(" + "):
            number, _, note = amount.partition(" ")
            whole += D(number)
            lines += f"  {account}  {sign * D(number)} USD\n" + (f"    {note}\n" if note else "")
    return (
        f'{date} * "Other" "Invoice {name}"\n  invoice: "{name}"\n  terms: "{terms}"\n'
        f"  {OPEN[sale]}  {-sign * whole} USD\n{lines}"
    )


def payment(amounts: dict[str, str], *, sale: bool, date: str = "2026-03-08") -> str:
    """A payment of some invoices: from a customer, or to a supplier."""
    sign = -1 if sale else 1
    lines = "".join(
        f'  {OPEN[sale]}  {sign * D(amount)} USD\n    invoice: "{name}"\n' for name, amount in amounts.items()
    )
    return f'{date} * "Other" "Payment"\n{lines}  Assets:Bank  {-sign * sum(map(D, amounts.values()))} USD\n'


def journal(ledger: Any, narration: str = "Payment") -> dict[str, D]:
    """What a transaction moved, by account, at cost."""
    totals: dict[str, D] = {}
    for entry in ledger.transactions:
        for posting in entry.postings if entry.narration == narration else ():
            worth = posting.cost or posting.price
            number = posting.units.number * (worth.number if worth else 1)
            totals[posting.account] = totals.get(posting.account, D(0)) + number
    return {account: round(total, 10) for account, total in totals.items() if round(total, 10)}


def worth(text: str) -> dict[str, D]:
    """``"Assets:Bank 3819, Liabilities:Payables -4020"``."""
    return {account: D(number) for account, number in (part.split() for part in text.split(","))}


def books(load: Load, text: str, tax: str = "included") -> Any:
    ledger = load(HEAD.replace("TAX", tax) + text)
    assert not ledger.errors, ledger.messages
    return ledger


class TestPurchases:
    """OpenStax, Financial Accounting ch. 6: the perpetual system credits inventory."""

    @staticmethod
    def goods(count: int, price: str, terms: str, more: str = "") -> str:
        return f"""
2026-03-01 * "Supplier" "Purchase"
  invoice: "1"
  terms: "{terms}"
  Assets:P100:RawMaterials   {count} GOODS @ {price} USD
  Liabilities:Payables      -{count * D(price)} USD
{more}"""

    def test_disc_os_purch_tablets(self, load_ledger: Load) -> None:
        """67 tablets at 60.00 on 5/10: 201.00 off, 3,819.00 paid."""
        text = self.goods(67, "60.00", "5/10 net 30") + payment({"1": "3819.00"}, sale=False)
        assert journal(books(load_ledger, text)) == worth(
            "Assets:Bank -3819, Liabilities:Payables 4020, Assets:P100:RawMaterials -201"
        )

    def test_disc_os_purch_printers(self, load_ledger: Load) -> None:
        """80 printers of 8,000.00, 15 go back (1,500.00), 120.00 are allowed: 5 % of 6,380.00 are 319.00."""
        more = """
2026-03-04 * "Supplier" "Return"
  invoice: "1"
  Liabilities:Payables        1500.00 USD
  Assets:P100:RawMaterials   -15 GOODS @ 100.00 USD
2026-03-05 * "Supplier" "Allowance"
  invoice: "1"
  landed-cost: "1"
  Liabilities:Payables         120.00 USD
  Assets:P100:RawMaterials    -120.00 USD
"""
        text = self.goods(80, "100.00", "5/10 net 30", more) + payment({"1": "6061.00"}, sale=False)
        ledger = books(load_ledger, text)
        assert journal(ledger) == worth(
            "Assets:Bank -6061, Liabilities:Payables 6380, Assets:P100:RawMaterials -319"
        )
        assert ledger.money("Assets:P100:RawMaterials") == {"USD": D("6061")}

    def test_disc_os_purch_tryit(self, load_ledger: Load) -> None:
        """500.00 bought, 150.00 go back, 2/10: 7.00 off, 343.00 paid."""
        more = """
2026-03-04 * "Supplier" "Return"
  invoice: "1"
  Liabilities:Payables        150.00 USD
  Assets:P100:RawMaterials   -15 GOODS @ 10.00 USD
"""
        text = self.goods(50, "10.00", "2/10 n/30", more) + payment({"1": "343.00"}, sale=False)
        ledger = books(load_ledger, text)
        assert journal(ledger, "Return") == worth("Liabilities:Payables 150, Assets:P100:RawMaterials -150")
        assert journal(ledger) == worth(
            "Assets:Bank -343, Liabilities:Payables 350, Assets:P100:RawMaterials -7"
        )

    def test_disc_seed_inventory_4850(self, load_ledger: Load) -> None:
        """Goods of 5,000.00 at 3 % are worth 4,850.00: at once by the net method, with the payment by the gross."""
        text = self.goods(100, "50.00", "3/10 net 30")
        net = HEAD.replace("TAX", "included").replace(
            'discounts" Liabilities:Payables', 'discounts" Liabilities:Payables\n  method: "net"'
        )
        assert load_ledger(net + text).money("Assets:P100:RawMaterials") == {"USD": D(4850)}
        paid = books(load_ledger, text + payment({"1": "4850.00"}, sale=False))
        assert paid.money("Assets:P100:RawMaterials") == {"USD": D(4850)}


class TestSales:
    """OpenStax, Financial Accounting ch. 6, and a figure that textbooks share."""

    def test_disc_os_sale_tablets(self, load_ledger: Load) -> None:
        """56 tablets at 300.00 that cost 60.00: 2 % of 16,800.00 are 336.00."""
        stock = """
2026-02-01 * "Purchase"
  Assets:P100:RawMaterials   56 GOODS @ 60.00 USD
  Assets:Bank
2026-03-01 * "Shipment"
  Expenses:P100:CostOfGoodsSold   56 GOODS
  Assets:P100:RawMaterials       -56 GOODS
"""
        sale = document("1", "2/10 net 30", {"Income:Sales": "16800.00"}, sale=True)
        ledger = books(load_ledger, stock + sale + payment({"1": "16464.00"}, sale=True))
        assert journal(ledger, "Shipment") == worth(
            "Expenses:P100:CostOfGoodsSold 3360, Assets:P100:RawMaterials -3360"
        )
        assert journal(ledger) == worth(
            "Assets:Bank 16464, Assets:Receivables -16800, Income:SalesDiscounts 336"
        )
        late = books(load_ledger, sale + payment({"1": "16800.00"}, sale=True, date="2026-03-20"))
        assert journal(late) == worth("Assets:Bank 16800, Assets:Receivables -16800")

    def test_disc_os_sale_returns(self, load_ledger: Load) -> None:
        """19,250.00 less 3,500.00 returned and 300.00 allowed: 10 % of 15,450.00."""
        sale = document("1", "10/10 net 30", {"Income:Sales": "19250.00"}, sale=True)
        notes = """
2026-03-04 * "Return"
  invoice: "1"
  Income:SalesReturns   3500.00 USD
  Assets:Receivables
2026-03-05 * "Allowance"
  invoice: "1"
  Income:SalesReturns    300.00 USD
  Assets:Receivables
"""
        ledger = books(load_ledger, sale + notes + payment({"1": "13905.00"}, sale=True))
        assert journal(ledger) == worth(
            "Assets:Bank 13905, Assets:Receivables -15450, Income:SalesDiscounts 1545"
        )

    def test_disc_seed_3pct_500(self, load_ledger: Load) -> None:
        sale = document("1", "3/10 net 30", {"Income:Sales": "500.00"}, sale=True)
        ledger = books(load_ledger, sale + payment({"1": "485.00"}, sale=True))
        assert journal(ledger) == worth("Assets:Bank 485, Assets:Receivables -500, Income:SalesDiscounts 15")


class TestTax:
    def test_vat_seed_invoice(self, load_ledger: Load) -> None:
        """100.00 and 20.00 of tax; with 5 % for prompt payment 95.00 and 19.00 (the source's rate is lost)."""
        sale = document("1", "5/10 net 30", {"Income:Sales": "100.00", "Liabilities:VAT": "20.00"}, sale=True)
        ledger = books(load_ledger, sale + payment({"1": "114.00"}, sale=True))
        assert journal(ledger, "Invoice 1") == worth(
            "Assets:Receivables 120, Income:Sales -100, Liabilities:VAT -20"
        )
        assert journal(ledger) == worth(
            "Assets:Bank 114, Assets:Receivables -120, Income:SalesDiscounts 5, Liabilities:VAT 1"
        )

    @pytest.mark.parametrize(
        ("tax", "expected"),
        [
            pytest.param("included", "Income:SalesDiscounts 20, Liabilities:VAT 3.60", id="ERP-EPD-01"),
            pytest.param("unadjusted", "Income:SalesDiscounts 23.60", id="ERP-EPD-02"),
        ],
    )
    def test_of_a_customer(self, load_ledger: Load, tax: str, expected: str) -> None:
        """236.00 with 18 % tax, 10 %: the tax is adjusted, or not."""
        sale = document(
            "1", "10/10 net 30", {"Income:Sales": "200.00", "Liabilities:VAT": "36.00"}, sale=True
        )
        ledger = books(load_ledger, sale + payment({"1": "212.40"}, sale=True), tax)
        assert journal(ledger) == worth(f"Assets:Bank 212.40, Assets:Receivables -236, {expected}")

    @pytest.mark.parametrize(
        ("tax", "expected"),
        [
            pytest.param("included", "Expenses:Goods -25, Assets:InputVAT -4.50", id="ERP-EPD-03 with tax"),
            pytest.param("unadjusted", "Expenses:Goods -29.50", id="ERP-EPD-03 without"),
        ],
    )
    def test_of_a_supplier(self, load_ledger: Load, tax: str, expected: str) -> None:
        bill = document(
            "1", "10/10 net 30", {"Expenses:Goods": "250.00", "Assets:InputVAT": "45.00"}, sale=False
        )
        ledger = books(load_ledger, bill + payment({"1": "265.50"}, sale=False), tax)
        assert journal(ledger) == worth(f"Assets:Bank -265.50, Liabilities:Payables 295, {expected}")

    @pytest.mark.parametrize(
        ("legs", "sale", "paid", "expected"),
        [
            pytest.param({"Income:Sales": "1000"}, True, "900", "Income:SalesDiscounts 100", id="ODO-EPD-01"),
            pytest.param(
                {"Income:Sales": "1500", "Liabilities:VAT": "225"}, True, "1552.50",
                "Income:SalesDiscounts 150, Liabilities:VAT 22.50", id="ODO-EPD-02",
            ),
            pytest.param(
                {"Expenses:Goods": "1500", "Assets:InputVAT": "225"}, False, "1552.50",
                "Expenses:Goods -150, Assets:InputVAT -22.50", id="ODO-EPD-03",
            ),
            pytest.param(
                {"Expenses:Goods": "1500", "Assets:InputVAT": "225 + 0.05 discounted: FALSE"}, False, "1552.55",
                "Expenses:Goods -150, Assets:InputVAT -22.50", id="ODO-EPD-04",
            ),
            pytest.param(
                {"Expenses:Goods": "50", "Assets:InputVAT": "7.50 + 0.05 discounted: FALSE"}, False, "51.80",
                "Expenses:Goods -5, Assets:InputVAT -0.75", id="ODO-EPD-05",
            ),
            pytest.param(
                {"Expenses:Taxed": "1000", "Expenses:Untaxed": "2000", "Assets:InputVAT": "150"}, False, "2835",
                "Expenses:Untaxed -200, Expenses:Taxed -100, Assets:InputVAT -15", id="ODO-EPD-06",
            ),
        ],
    )  # fmt: skip
    def test_included(
        self, load_ledger: Load, legs: dict[str, str], sale: bool, paid: str, expected: str
    ) -> None:
        """Odoo, 10 %: the tax is reduced with the payment; a fixed tax is not discounted."""
        text = document("1", "10/7 net 30", legs, sale=sale) + payment({"1": paid}, sale=sale)
        found = journal(books(load_ledger, text))
        whole = sum((D(part.split()[0]) for amounts in legs.values() for part in amounts.split(" + ")), D(0))
        sign = 1 if sale else -1
        assert found == {
            "Assets:Bank": sign * D(paid),
            OPEN[sale]: -sign * whole,
            **worth(expected),
        }

    @pytest.mark.parametrize(
        ("mode", "tax", "amounts", "dates", "expected"),
        [
            pytest.param(
                "excluded", "150", ("1050", "1800"), ("2026-03-01", "2026-03-01"),
                "Assets:Bank 2850, Assets:Receivables -3150, Income:SalesDiscounts 300", id="ODO-EPD-07",
            ),
            pytest.param(
                "mixed", "135", ("1035", "1800"), ("2026-03-01", "2026-03-01"),
                "Assets:Bank 2835, Assets:Receivables -3135, Income:SalesDiscounts 300", id="ODO-EPD-08",
            ),
            pytest.param(
                "mixed", "135", ("1135", "1800"), ("2026-02-20", "2026-03-01"),
                "Assets:Bank 2935, Assets:Receivables -3135, Income:SalesDiscounts 200", id="ODO-EPD-09",
            ),
        ],
    )  # fmt: skip
    def test_two_invoices(
        self,
        load_ledger: Load,
        mode: str,
        tax: str,
        amounts: tuple[str, str],
        dates: tuple[str, str],
        expected: str,
    ) -> None:
        """Odoo, 10 %: the tax stays, or was reduced at the invoice; one payment of two invoices, one of them late."""
        first = document(
            "1", "10/7 net 30", {"Income:Sales": "1000", "Liabilities:VAT": tax}, sale=True, date=dates[0]
        )
        second = document("2", "10/7 net 30", {"Income:Sales": "2000"}, sale=True, date=dates[1])
        paid = payment({"1": amounts[0], "2": amounts[1]}, sale=True)
        assert journal(books(load_ledger, first + second + paid, mode)) == worth(expected)


class TestAmounts:
    @pytest.mark.parametrize(
        ("tax", "expected"),
        [
            ("included", "Income:SalesDiscounts 42.37, Liabilities:VAT 7.63"),
            ("unadjusted", "Income:SalesDiscounts 50.00"),
        ],
    )
    def test_erp_epd_04(self, load_ledger: Load, tax: str, expected: str) -> None:
        """50.00 off 236.00 for payment in time, with the tax in it or not; all of it after."""
        sale = document(
            "1", "50 USD/10 net 30", {"Income:Sales": "200.00", "Liabilities:VAT": "36.00"}, sale=True
        )
        ledger = books(load_ledger, sale + payment({"1": "186.00"}, sale=True), tax)
        assert journal(ledger) == worth(f"Assets:Bank 186, Assets:Receivables -236, {expected}")
        late = books(load_ledger, sale + payment({"1": "236.00"}, sale=True, date="2026-03-20"), tax)
        assert journal(late) == worth("Assets:Bank 236, Assets:Receivables -236")

    def test_erp_epd_05(self, load_ledger: Load) -> None:
        """100 USD at 50 INR, 10 % off, the bank gets 4,200 INR: 500 are discount, 300 exchange loss."""
        text = """
2026-03-01 * "Other" "Invoice"
  invoice: "1"
  terms: "10/10 net 30"
  Assets:Receivables    100.00 USD @ 50 INR
  Income:Sales        -5000.00 INR
2026-03-08 * "Other" "Payment"
  invoice: "1"
  Assets:Bank          4200.00 INR
  Assets:Receivables    -90.00 USD @@ 4200.00 INR
"""
        ledger = books(load_ledger, text)
        assert journal(ledger) == worth(
            "Assets:Bank 4200, Assets:Receivables -5000, Income:SalesDiscounts 500, Expenses:ExchangeLoss 300"
        )
        assert not ledger.units("Assets:Receivables")
