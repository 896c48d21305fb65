"""The importer for SQL, under the name that an ``import.py`` uses::

from beanplant_importers import sql

CONFIG = [sql.Sql("stock.toml")]
"""

from __future__ import annotations

from beanplant_importers.systems.sql import Sql, profile_facts, read_profile

__all__ = ["Sql", "profile_facts", "read_profile"]
