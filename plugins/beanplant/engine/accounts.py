"""What each account is to the plants: its role, and the cost center whose actual cost it collects.

A ledger has few accounts and many postings, so an account is looked at once. A sub-account has the role of its parent;
an account below a cost center's takes its cost component from ``cost-component:`` on its ``open``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beanplant.masterdata.facts import INVENTORY_ROLES, Role

if TYPE_CHECKING:
    from beanplant.engine.stock import Card
    from beanplant.masterdata import MasterData
    from beanplant.masterdata.facts import CostCenter, Plant


class AccountInfo:
    """One account as the engine sees it; ``plain`` when no rule of a plant looks at it."""

    __slots__ = (
        "absorbs",
        "cards",
        "center",
        "component",
        "equity",
        "inventory",
        "name",
        "plain",
        "plant",
        "received",
        "role",
        "wip",
    )

    def __init__(self, name: str, plant: Plant | None, role: Role | None, equity: bool) -> None:
        self.name = name
        self.plant = plant
        self.role = role
        self.inventory = role in INVENTORY_ROLES
        self.wip = role is Role.WORK_IN_PROCESS
        self.received = role is Role.GOODS_RECEIVED
        self.equity = equity
        self.center: CostCenter | None = None
        self.component: str | None = None
        self.absorbs: CostCenter | None = None
        self.cards: dict[str, Card] = {}  # stock of an inventory account, by item
        self.plain = role is None


class Accounts(dict[str, AccountInfo]):
    """The accounts of a ledger, each looked at on first use."""

    def __init__(self, master: MasterData, equity_root: str) -> None:
        super().__init__()
        self._master = master
        self._equity = equity_root + ":"

    def __missing__(self, name: str) -> AccountInfo:
        found = self._master.role(name)
        plant, role = found if found else (None, None)
        info = AccountInfo(name, plant, role, name.startswith(self._equity))
        for center in self._master.cost_centers.values():
            if name == center.account or name.startswith(center.account + ":"):
                info.center = center
                info.component = self._master.cost_components.get(name)
            if name == center.absorbed:
                info.absorbs = center
        info.plain = role is None and info.center is None and info.absorbs is None
        self[name] = info
        return info

    def let_go(self) -> None:
        """Forget the accounts and their stock cards, which know each other."""
        for info in self.values():
            info.cards.clear()
        self.clear()
