"""United States tax depreciation: what the tax books take of an asset's cost, beside the books and never posted.

    section 179  what is elected of the cost, within the limits of the year           ``section_179``
    allowance    a share of what is left, by the days of acquisition and service      ``special_allowance``
    MACRS        the rest over the recovery period, by a table or by formula          ``macrs``

The order is the law's: section 179, then the special allowance (bonus), then MACRS on the rest (Treas. Reg.
1.168(k)-2(e), IRS Publication 946). The three add up to the cost to the cent over the life. ``tax_books`` puts
them together for all assets of a taxpayer, because the convention of a year depends on all that was placed in
service in it (``mid_quarter``).

Figures of a year (limits, shares, percentage tables) are dated data files in ``published``; ``figures`` reads them,
and files of your own that add rows to them.

Sources: IRC 167, 168, 179, 280F, 611 to 613A; IRS Publication 946; Revenue Procedures 87-57 and 89-15.
"""
