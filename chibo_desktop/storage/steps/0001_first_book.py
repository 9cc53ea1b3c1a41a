"""The first book. Frozen: whatever changes later is a step of its own."""

from typing import Any

_TABLES = """
CREATE TABLE fact (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX fact_name ON fact (name);

CREATE TABLE chain (
    id INTEGER PRIMARY KEY, device TEXT NOT NULL, epoch TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX chain_device_epoch ON chain (device, epoch);

CREATE TABLE log_entry (
    id INTEGER PRIMARY KEY, entry TEXT NOT NULL, chain INTEGER NOT NULL REFERENCES chain,
    seq INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, prev TEXT, author TEXT NOT NULL,
    wall INTEGER NOT NULL, clock_ok INTEGER NOT NULL, v INTEGER NOT NULL, min_reader INTEGER NOT NULL,
    based_on TEXT NOT NULL, blobs TEXT, signer TEXT NOT NULL, packet TEXT, added_at INTEGER NOT NULL,
    envelope BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX log_entry_entry ON log_entry (entry);
CREATE INDEX log_entry_subject ON log_entry (subject);
CREATE INDEX log_entry_chain_seq ON log_entry (chain, seq);

CREATE TABLE entry_part (
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES log_entry, name TEXT NOT NULL,
    part_class TEXT NOT NULL, hash TEXT NOT NULL, salt BLOB, absent TEXT, text TEXT
) STRICT;
CREATE INDEX entry_part_entry ON entry_part (entry);

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY, state TEXT NOT NULL, at INTEGER NOT NULL, "by" TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
    id INTEGER PRIMARY KEY, visit TEXT NOT NULL, content BLOB NOT NULL, place TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX draft_visit ON draft (visit);

CREATE TABLE visit_line (
    id INTEGER PRIMARY KEY, visit TEXT NOT NULL, cell TEXT NOT NULL, superior TEXT NOT NULL, cell_id TEXT,
    category TEXT, "group" TEXT NOT NULL, group_id TEXT, tier TEXT, kind TEXT NOT NULL, date TEXT,
    month TEXT NOT NULL, start TEXT, present INTEGER, total INTEGER, opinions INTEGER NOT NULL,
    petitions INTEGER NOT NULL, state TEXT NOT NULL, state_at INTEGER NOT NULL, state_by TEXT NOT NULL,
    device TEXT, author TEXT, amendments INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    cell_folded TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX visit_line_visit ON visit_line (visit);
CREATE INDEX visit_line_cell_folded ON visit_line (cell_folded);
CREATE INDEX visit_line_date_state ON visit_line (date, state);

CREATE TABLE statement_line (
    id INTEGER PRIMARY KEY, visit INTEGER NOT NULL REFERENCES visit_line, item TEXT NOT NULL,
    place INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL, addressee TEXT,
    answered INTEGER NOT NULL, deadline TEXT
) STRICT;
CREATE INDEX statement_line_visit ON statement_line (visit);

CREATE TABLE unindexed (
    id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE indexed_word (
    id INTEGER PRIMARY KEY, word TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX indexed_word_word ON indexed_word (word);

CREATE TABLE conflict_line (
    id INTEGER PRIMARY KEY, visit TEXT NOT NULL, path TEXT NOT NULL, "values" TEXT NOT NULL
) STRICT;
CREATE INDEX conflict_line_visit ON conflict_line (visit);

CREATE TABLE outgoing (
    id INTEGER PRIMARY KEY, packet TEXT NOT NULL, file_name TEXT NOT NULL, file_hash TEXT NOT NULL,
    ack_secret BLOB NOT NULL, made_at INTEGER NOT NULL, entries TEXT NOT NULL, size INTEGER NOT NULL,
    audience TEXT NOT NULL
) STRICT;
CREATE INDEX outgoing_packet ON outgoing (packet);

CREATE TABLE incoming (
    id INTEGER PRIMARY KEY, packet TEXT NOT NULL, file_hash TEXT NOT NULL, file_name TEXT NOT NULL,
    device TEXT NOT NULL, epoch TEXT NOT NULL, created INTEGER NOT NULL, received_at INTEGER NOT NULL,
    counts TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX incoming_file_hash ON incoming (file_hash);
CREATE INDEX incoming_received_at ON incoming (received_at);

CREATE TABLE held (
    id INTEGER PRIMARY KEY, file_hash TEXT NOT NULL, file_name TEXT NOT NULL, code TEXT NOT NULL,
    details TEXT NOT NULL, arrived_at INTEGER NOT NULL, number INTEGER, device TEXT, item TEXT,
    released_at INTEGER, released_how TEXT, data BLOB NOT NULL
) STRICT;
CREATE INDEX held_file_hash ON held (file_hash);

CREATE TABLE trust_document (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, document TEXT NOT NULL, version INTEGER NOT NULL,
    envelope BLOB NOT NULL, added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX trust_document_kind_document_version ON trust_document (kind, document, version);

CREATE TABLE blob (
    id INTEGER PRIMARY KEY, hash TEXT NOT NULL, type TEXT NOT NULL, data BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX blob_hash ON blob (hash);

CREATE TABLE activity (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, code TEXT NOT NULL, data TEXT NOT NULL
) STRICT;
CREATE INDEX activity_at ON activity (at);

CREATE TABLE known (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, thing TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX known_kind_thing ON known (kind, thing);

CREATE TABLE cell (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, folded TEXT NOT NULL, content TEXT NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cell_key ON cell (key);
CREATE INDEX cell_used_at ON cell (used_at);
CREATE VIRTUAL TABLE search_index USING fts5(
    words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 8388608);
"""


def up(_migrator: Any, database: Any) -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            database.execute_sql(statement)
