"""Leasehold improvements: depreciated over the shorter of their useful life and the lease.

    2026-07-01 custom "plant-asset" "FITOUT" Assets:P100:LeaseholdImprovements 66000.00 USD
      life: "10 years"
      lease-ends: 2031-12-31           ; the last day of the lease
    2029-01-01 custom "plant-asset-change" "FITOUT"
      lease-ends: 2036-12-31           ; renewed

The months are those from service to the end of the lease by the convention: under ``full-month`` the month of service
counts and one in which the lease ends before its last day does not. Under conventions that count parts of months they
are the whole ones, so that nothing is left when the lease ends. Without ``life:`` the lease is the life.

Rule: ASC 842-20-35-12, IAS 16.56(d).
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from beanplant.rules.depreciation import month_number

if TYPE_CHECKING:
    from beanplant.masterdata.asset_facts import DepreciationTerms
    from beanplant.masterdata.directives import Directive

DAY = datetime.timedelta(days=1)


def lease_end(
    directive: Directive, without_life: bool, before: DepreciationTerms | None
) -> datetime.date | None:
    """Return the last day of the lease: the directive's, else the one before; None without a lease."""
    value = directive.source.get("lease-ends")
    if not directive.has("lease-ends"):
        return before.lease_ends if before else None
    if without_life:
        directive.fault("lease-ends: belongs to a method by time; delete it or change the method")
    elif isinstance(value, datetime.date):
        return value
    else:
        directive.wrong("lease-ends", "the last day of the lease, a date such as 2031-12-31")
    return None


def lease_months(
    directive: Directive, service: datetime.date, ends: datetime.date, convention: str
) -> int | None:
    """Return the months from service to the end of a lease; None, and a fault, where there are none."""
    stop = ends + DAY
    months = month_number(stop) - month_number(service)
    if convention != "full-month" and stop.day < service.day:
        months -= 1
    if months > 0:
        return months
    directive.fault(
        f"lease-ends: found {ends}, expected a day at least a month after the service of {service}"
    )
    return None
