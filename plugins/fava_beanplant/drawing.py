"""Charts drawn on the server: a Vega-Lite specification in, an SVG out that belongs to the page.

The drawing has no script and no color of its own; its links are the page's. It is made twice, for a wide and for a
narrow screen, because text that shrinks with the picture cannot be read; the style sheet shows the one that fits.
"""

from __future__ import annotations

import html
import re
import threading
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from beanplant.reports.charts import HREF, NARROW, WIDE, specification

if TYPE_CHECKING:
    from collections.abc import Callable

    from beanplant.reports.model import Chart
    from fava_beanplant.figures import Writer

_lock = threading.Lock()  # one JavaScript engine for all threads
_LINK = re.compile(rf'<a xlink:href="{re.escape(HREF)}([^"]*)"[^>]*>')
_BAR = re.compile(r'(<path aria-label="([^"]+)"[^>]*aria-roledescription="bar"[^>]*?)/>')


def draw(chart: Chart, writer: Writer, link: Callable[[str], str]) -> list[tuple[str, Markup]]:
    """Return the chart as ``[("wide", svg), ("narrow", svg)]``; nothing where vl-convert is not installed."""
    try:
        import vl_convert
    except ModuleNotFoundError:
        return []
    labels = None
    if not writer.incognito:
        unit = chart.unit
        if chart.horizontal:
            labels = {mark: writer.money(abs(mark.value), unit) + _sign(mark.series) for mark in chart.marks}
        else:
            labels = {mark: writer.money(mark.value, unit) for mark in chart.marks}
    result = []
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        spec: dict[str, Any] = specification(chart, width, labels=labels)
        with _lock:
            svg = vl_convert.vegalite_to_svg(spec)
        result.append((name, Markup(_finish(svg, link, chart.title))))
    return result


def _sign(series: str) -> str:
    return {"Unfavorable": " U", "Favorable": " F"}.get(series, "")


def _finish(svg: str, link: Callable[[str], str], title: str) -> str:
    """Set the page's links, tooltips and a name, and let the drawing shrink with the page."""
    svg = _LINK.sub(lambda found: f'<a href="{html.escape(link(html.unescape(found[1])))}">', svg)
    svg = _BAR.sub(r"\1><title>\2</title></path>", svg)
    svg = re.sub(r' (?:aria-label|aria-roledescription)=""', "", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(title)}" ', 1)
