"""``python -m beanplant.cli``."""

from __future__ import annotations

from beanplant.cli import main

main(prog_name="bean-plant")
