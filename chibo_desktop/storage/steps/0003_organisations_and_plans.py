"""Planned visits, what has to be followed up, and reports as they were made.

Organisations, decisions and rosters are values of the directory. Of petitions and guidance only figures stand here,
filled in after merges from the visits in ``unlisted``; their words stay in the entries alone.

Files that wait are found by what they wait for.
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
CREATE INDEX planned_line_date ON planned_line (date);

CREATE TABLE statement_line (
    id INTEGER PRIMARY KEY, visit INTEGER NOT NULL, item TEXT NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL,
    addressee TEXT, deadline TEXT, state TEXT NOT NULL, since TEXT, due TEXT, reported_back TEXT, news INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_line_visit ON statement_line (visit);
CREATE INDEX statement_line_state_due ON statement_line (state, due);

CREATE TABLE finding_line (
    id INTEGER PRIMARY KEY, visit INTEGER NOT NULL, statement TEXT NOT NULL, result TEXT NOT NULL
) STRICT;
CREATE INDEX finding_line_visit ON finding_line (visit);
CREATE INDEX finding_line_statement ON finding_line (statement);

CREATE TABLE unlisted (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE report (
    id INTEGER PRIMARY KEY, report TEXT NOT NULL, kind TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    unit TEXT, "group" TEXT, as_of TEXT NOT NULL, made_at INTEGER NOT NULL, made_by TEXT NOT NULL,
    visits INTEGER NOT NULL, content TEXT NOT NULL, held TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_report ON report (report);
CREATE INDEX report_last ON report (last);

CREATE TABLE report_text (
    id INTEGER PRIMARY KEY, period TEXT NOT NULL, part TEXT NOT NULL, text TEXT NOT NULL, changed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_text_period_part ON report_text (period, part);

INSERT INTO unlisted (id) SELECT id FROM visit_line WHERE state <> 'draft';

CREATE INDEX held_waiting ON held (code) WHERE item IS NULL AND released_at IS NULL;
"""


def up(_migrator: Any, database: Any) -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            database.execute_sql(statement)
