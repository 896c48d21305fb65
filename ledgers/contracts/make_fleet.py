"""Write fleet.beancount: a hundred contracts of a year, the same each time.

    python ledgers/contracts/make_fleet.py

Facts only: what was agreed, billed, expected, settled. What comes of them is beanplant's to say.
"""

from __future__ import annotations

import random
from pathlib import Path

QUARTERS = ("2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31")
HEAD = ";; A hundred contracts of a year, written by make_fleet.py.\n"


def bill(date: str, customer: str, name: str, cents: int, account: str, units: int = 0) -> str:
    """A bill of an amount, for so many units."""
    quantity = f"  quantity: {units}\n" if units else ""
    amount = f"{cents // 100}.{cents % 100:02d} USD"
    return (
        f'{date} * "{customer}" "Bill"\n  contract: "{name}"\n{quantity}'
        f"  Assets:Receivables  {amount}\n  {account}  -{amount}\n"
    )


def paid(date: str, customer: str, name: str, cents: int) -> str:
    """A rebate or claim that is paid."""
    amount = f"{cents // 100}.{cents % 100:02d} USD"
    return (
        f'{date} * "{customer}" "Settled"\n  contract: "{name}"\n'
        f"  Liabilities:RefundLiability  {amount}\n  Assets:Bank  -{amount}\n"
    )


def rebate(number: int, chance: random.Random) -> str:
    """A retrospective volume rebate, estimated anew in the middle of the year."""
    name, customer, price = f"VR-{number:03d}", f"Customer {number:03d}", chance.randrange(40, 400)
    steps = sorted(chance.sample(range(100, 2000, 50), 2))
    prices = (price, price * 95 // 100, price * 90 // 100)
    tiers = " ".join(f'"{above}" {each} USD' for above, each in zip((0, *steps), prices, strict=True))
    text = f'2026-01-01 custom "plant-contract" "{name}" Income:Sales\n  kind: "volume rebate"\n'
    text += "  refund-liability: Liabilities:RefundLiability\n"
    text += f'2026-01-01 custom "plant-contract-tiers" "{name}" {tiers}\n'
    text += f'2026-01-01 custom "plant-estimate" "{name}" {chance.randrange(50, 2200)}\n'
    text += f'2026-06-30 custom "plant-estimate" "{name}" {chance.randrange(50, 2200)}\n'
    for date in QUARTERS:
        units = chance.randrange(20, 500)
        text += bill(date, customer, name, units * price * 100, "Income:Sales", units)
    return text


def concession(number: int, chance: random.Random) -> str:
    """An amount that lowers the price, by its outcomes; some of it is settled."""
    name, customer = f"PC-{number:03d}", f"Customer {number:03d}"
    price = chance.randrange(50_000, 900_000)
    likely, share = price * chance.randrange(2, 12) // 100, chance.choice((60, 70, 80))
    text = f'2026-01-01 custom "plant-contract" "{name}" Income:Sales\n  kind: "price concession"\n'
    text += f"  price: {price}.00 USD\n  refund-liability: Liabilities:RefundLiability\n"
    outcomes = f'"{share}%" -{likely} USD "{100 - share}%" 0 USD'
    text += f'2026-01-01 custom "plant-estimate" "{name}" "concession" {outcomes}\n'
    text += bill("2026-02-28", customer, name, price * 100, "Income:Sales")
    text += paid("2026-10-31", customer, name, likely * 30)
    return text


def project(number: int, chance: random.Random) -> str:
    """A contract over time with a bonus and a penalty."""
    name, customer = f"PR-{number:03d}", f"Customer {number:03d}"
    price = chance.randrange(100_000, 5_000_000)
    bonus, penalty = price // 20, price // 25
    text = f'2026-01-01 custom "plant-contract" "{name}" Income:Contracts\n  kind: "bonus and penalty"\n'
    text += f"  price: {price}.00 USD\n"
    text += f'2026-01-01 custom "plant-estimate" "{name}" "bonus" "80%" {bonus} USD "20%" 0 USD\n'
    text += '  method: "most-likely"\n'
    text += f'2026-01-01 custom "plant-estimate" "{name}" "penalty" "10%" -{penalty} USD "90%" 0 USD\n'
    done = 0
    for date in QUARTERS:
        done = min(100, done + chance.randrange(5, 30))
        text += bill(date, customer, name, price * chance.randrange(10, 26), "Income:Contracts")
        text += f'{date} custom "plant-progress" "{name}" {done / 100:.2f}\n'
    return text


def consumer(number: int, chance: random.Random) -> str:
    """A rebate for each unit, at a share that is estimated anew."""
    name, customer, price = f"CR-{number:03d}", f"Customer {number:03d}", chance.randrange(20, 120)
    text = f'2026-01-01 custom "plant-contract" "{name}" Income:Sales\n  kind: "consumer rebate"\n'
    for date in ("2026-01-01", "2026-06-30"):
        share = chance.randrange(5, 40)
        text += (
            f'{date} custom "plant-estimate" "{name}" "rebate" "{share}%" -5.00 USD "{100 - share}%" 0 USD\n'
        )
        text += "  per-unit: TRUE\n"
    for date in QUARTERS:
        units = chance.randrange(100, 5000)
        text += bill(date, customer, name, units * price * 100, "Income:Sales", units)
    return text


def bundle(number: int, chance: random.Random) -> str:
    """A machine, its installation and a year of service, for one price."""
    name, customer = f"BU-{number:03d}", f"Customer {number:03d}"
    parts = {
        "machine": chance.randrange(5000, 90000),
        "installation": chance.randrange(500, 5000),
        "service": 1200,
    }
    price = sum(parts.values()) * chance.randrange(85, 100) // 100
    text = f'2026-01-01 custom "plant-contract" "{name}" Income:Sales\n  kind: "bundle"\n  price: {price}.00 USD\n'
    for part, alone in parts.items():
        text += f'2026-01-01 custom "plant-obligation" "{name}" "{part}" {alone} USD\n'
    text += bill("2026-02-28", customer, name, price * 100, "Income:Sales")
    text += f'2026-03-31 custom "plant-progress" "{name}" "machine" 1\n'
    text += f'2026-04-30 custom "plant-progress" "{name}" "installation" 1\n'
    for quarter, date in enumerate(QUARTERS, 1):
        text += f'{date} custom "plant-progress" "{name}" "service" {quarter * 0.25:.2f}\n'
    return text


def fleet() -> str:
    """Return the ledger."""
    chance = random.Random(2026)
    kinds = (rebate, concession, project, consumer, bundle)
    contracts = (kinds[number % len(kinds)](number, chance) for number in range(1, 101))
    return HEAD + "".join(f"\n{contract}" for contract in contracts)


if __name__ == "__main__":
    Path(__file__).with_name("fleet.beancount").write_text(fleet(), encoding="utf-8")
