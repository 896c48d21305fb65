"""The accounts that go with an asset's: where its depreciation collects, and those of its plant.

    kind:          credited                                       narration
    "tangible"     Assets:P100:AccumulatedDepreciation:Machinery  Depreciation
    "intangible"   Assets:P100:AccumulatedAmortization:Patents    Amortization
    "resource"     Assets:P100:AccumulatedDepletion:Quarry        Depletion
    "prepaid"      the account itself: Assets:P100:Prepaid        Amortization

The contra account is a sibling of the asset's account, so that its balance can be checked alone.

Rule: ASC 360-10-50-1 (accumulated depreciation is shown), ASC 350-30-45 (intangible assets), IAS 38.97.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TANGIBLE = "tangible"
CONTRA = {
    TANGIBLE: "AccumulatedDepreciation",
    "intangible": "AccumulatedAmortization",
    "resource": "AccumulatedDepletion",
    "prepaid": "",
}
"""The kinds of assets, and the name of the account that corrects theirs."""

NARRATION = {
    TANGIBLE: "Depreciation",
    "intangible": "Amortization",
    "resource": "Depletion",
    "prepaid": "Amortization",
}


def contra_account(account: str, kind: str = TANGIBLE) -> str:
    """Return the account of accumulated depreciation: a sibling of the asset account, below it the same last name.

    >>> contra_account("Assets:P100:Machinery")
    'Assets:P100:AccumulatedDepreciation:Machinery'
    >>> contra_account("Assets:P100:Patents", "intangible")
    'Assets:P100:AccumulatedAmortization:Patents'
    >>> contra_account("Assets:P100:Prepaid", "prepaid")
    'Assets:P100:Prepaid'
    """
    name = CONTRA[kind]
    if not name:
        return account
    parent, _, leaf = account.rpartition(":")
    return f"{parent}:{name}:{leaf}"


def narrate(words: Iterable[str]) -> str:
    """Return what a month's transaction is called.

    >>> narrate({"Depletion", "Amortization", "Depreciation"})
    'Depreciation, amortization and depletion'
    """
    first, *others = sorted(set(words), key=list(NARRATION.values()).index)
    lower = [word.lower() for word in others]
    return " and ".join([", ".join([first, *lower[:-1]]), *lower[-1:]])


def plant_account(account: str, plants: Iterable[str], root: str, leaf: str) -> str:
    """Return ``Income:P100:GainOnDisposal``, with the code of the plant that an asset's ``account`` names.

    >>> plant_account("Assets:P100:Machinery", ["P100", "P200"], "Income", "GainOnDisposal")
    'Income:P100:GainOnDisposal'
    """
    known = list(plants)
    codes = [code for code in known if code in account.split(":")]
    if not codes and len(known) == 1:
        codes = known
    return ":".join([root, *codes[:1], leaf])
