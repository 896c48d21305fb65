"""A chart as a Vega-Lite specification: one picture for screen, print and file.

Colors are the page's own (``currentColor``, ``var(--...)``), so that the drawing follows the theme it is looked at in;
nothing in it is a script. Amounts become floats here and only here: they are lengths of bars, and no figure is read
back from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beanplant.reports.model import Chart, Mark

PALETTE = tuple(f"var(--plant-{number})" for number in range(1, 9))
SIGNS = {"Unfavorable": "var(--plant-unfavorable)", "Favorable": "var(--plant-favorable)"}
WIDE, NARROW = 1000, 330
BAR_STEP = 26
HREF = "https://cell.invalid/"  # a base that no page has, so that links can be found and replaced


def specification(
    chart: Chart, width: int = WIDE, *, labels: dict[Mark, str] | None = None
) -> dict[str, Any]:
    """Return a Vega-Lite specification of a chart that is ``width`` pixels wide.

    ``labels`` are the amounts as they are to be read; without them (figures are masked) no number is in the picture.
    """
    values = [
        {
            "place": mark.place,
            "series": mark.series,
            "value": float(mark.value),  # how long a bar is; the amount is the label
            "href": f"{HREF}{mark.cell}",
            "label": labels[mark] if labels is not None else "",
            "rank": chart.series.index(mark.series),
        }
        for mark in chart.marks
    ]
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "data": {"values": values},
        "config": _config(masked=labels is None),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": width,
    }
    return {
        **spec,
        **(_horizontal(chart, width) if chart.horizontal else _vertical(chart, width, labels is None)),
    }


def _config(*, masked: bool) -> dict[str, Any]:
    text = {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    axis = {
        "gridColor": "var(--border)",
        "domainColor": "var(--border-darker)",
        "tickColor": "var(--border-darker)",
    }
    return {
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {**text, **axis, "titleFontWeight": "normal", "aria": not masked},
        "legend": {**text, "orient": "top", "title": None, "symbolType": "square", "direction": "horizontal"},
        "bar": {"cursor": "pointer"},
    }


def _color(chart: Chart) -> dict[str, Any]:
    colors = [SIGNS.get(name, PALETTE[place % len(PALETTE)]) for place, name in enumerate(chart.series)]
    legend: dict[str, Any] | None = {"columns": 0} if len(chart.series) > 1 else None
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(chart.series), "range": colors},
        "legend": legend,
    }


def _vertical(chart: Chart, width: int, masked: bool) -> dict[str, Any]:
    narrow = width <= NARROW
    color = _color(chart)
    if color["legend"] is not None:
        color["legend"] = {"columns": 1 if narrow else min(4, len(chart.series))}
    many = len(chart.places) > (5 if narrow else 13)
    return {
        "height": 220,
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "place",
                "type": "ordinal",
                "scale": {"domain": list(chart.places)},
                "axis": {"title": None, "labelAngle": -60 if many else 0, "grid": False},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "axis": {"title": chart.unit, "format": "~s", "labels": not masked, "tickCount": 5},
            },
            "color": color,
            "order": {"field": "rank", "type": "quantitative"},
            "href": {"field": "href"},
            "description": {"field": "label"},
        },
    }


def _horizontal(chart: Chart, width: int) -> dict[str, Any]:
    narrow = width <= NARROW
    y = {
        "field": "place",
        "type": "nominal",
        "sort": list(chart.places),
        "axis": {
            "title": None,
            "grid": False,
            "labelLimit": 130 if narrow else 260,
            "domain": False,
            "ticks": False,
        },
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"padding": 70 if narrow else 90, "nice": False},
    }
    bar = {
        "mark": {"type": "bar", "height": BAR_STEP - 8},
        "encoding": {
            "color": {**_color(chart), "legend": None},
            "href": {"field": "href"},
            "description": {"field": "label"},
        },
    }

    def text(align: str, dx: int, test: str) -> dict[str, Any]:
        return {
            "transform": [{"filter": test}],
            "mark": {
                "type": "text",
                "align": align,
                "dx": dx,
                "baseline": "middle",
                "fontSize": 12,
                "aria": False,
            },
            "encoding": {"text": {"field": "label"}, "color": {"value": "currentColor"}},
        }

    rule = {
        "mark": {"type": "rule", "color": "var(--border-darker)", "aria": False},
        "encoding": {"x": {"datum": 0}, "y": None},
    }
    return {
        "height": {"step": BAR_STEP},
        "encoding": {"y": y, "x": x},
        "layer": [bar, text("left", 4, "datum.value >= 0"), text("right", -4, "datum.value < 0"), rule],
    }
