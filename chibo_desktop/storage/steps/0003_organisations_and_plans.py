"""Planned visits: what an office works at, and beside it what was published and answered.

Organisations, decisions and rosters are values of the directory; so are the machine-local words about them.
"""

from typing import Any

_TABLES = """
CREATE TABLE planned_line (
    id INTEGER PRIMARY KEY, planned TEXT NOT NULL, "group" TEXT NOT NULL, cell TEXT, month TEXT NOT NULL, date TEXT,
    state TEXT NOT NULL, content TEXT NOT NULL, published TEXT
) STRICT;
CREATE UNIQUE INDEX planned_line_planned ON planned_line (planned);
CREATE INDEX planned_line_month_group ON planned_line (month, "group");
CREATE INDEX planned_line_cell ON planned_line (cell);
"""


def up(_migrator: Any, database: Any) -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            database.execute_sql(statement)
