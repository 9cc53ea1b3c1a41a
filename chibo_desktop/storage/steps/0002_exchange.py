"""What a book needs to take back what it took in: entries that do not count, and every packet that carried one."""

from typing import Any

_TABLES = """
CREATE TABLE aside (
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES log_entry, reason TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX aside_entry_reason ON aside (entry, reason);

CREATE TABLE carried (
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES log_entry, packet TEXT NOT NULL
) STRICT;
CREATE INDEX carried_entry ON carried (entry);
CREATE INDEX carried_packet ON carried (packet);

ALTER TABLE incoming ADD COLUMN withdrawn_at INTEGER;
"""


def up(_migrator: Any, database: Any) -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            database.execute_sql(statement)
