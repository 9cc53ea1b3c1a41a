"""The bare limit of merging: what any program must do, and nothing else.

One Ed25519 verification a packet, zstd, CBOR, ``executemany`` into plain tables with the standard ``sqlite3``, one
transaction a packet, WAL, synchronous NORMAL, no encryption, no index for searching.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cbor2
import msgspec
import nacl.signing
import zstandard

from chibo_desktop.domain.visits import Visit

_TABLES = {
    "visit": 20,
    "attendance": 6,
    "opinion": 6,
    "guidance": 5,
    "agenda": 6,
}


@dataclass(frozen=True, slots=True)
class BarePacket:
    key: nacl.signing.VerifyKey
    signed: bytes


def bare_packets(visits: Sequence[Visit], per_packet: int) -> list[BarePacket]:
    """The same visits as signed, compressed CBOR, each packet by a key of its own."""
    packets: list[BarePacket] = []
    for at in range(0, len(visits), per_packet):
        plain = [_slim(msgspec.to_builtins(visit)) for visit in visits[at : at + per_packet]]
        key = nacl.signing.SigningKey.generate()
        body = zstandard.ZstdCompressor(level=9).compress(cbor2.dumps(plain))
        packets.append(BarePacket(key.verify_key, bytes(key.sign(body))))
    return packets


def _slim(value: Any) -> Any:
    """Without what says nothing, as a frugal format would write it."""
    if isinstance(value, dict):
        return {name: _slim(inner) for name, inner in value.items() if inner not in (None, "", False, [], ())}
    if isinstance(value, list | tuple):
        return [_slim(inner) for inner in value]
    return value


def open_bare(path: Path) -> sqlite3.Connection:
    """Five plain tables."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    for table, columns in _TABLES.items():
        names = ", ".join(f"c{column}" for column in range(columns))
        database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {names})")
    return database


def merge_bare(database: sqlite3.Connection, packets: Iterable[BarePacket]) -> None:
    """Verify, inflate, decode, write."""
    inflate = zstandard.ZstdDecompressor()
    for packet in packets:
        visits = cbor2.loads(inflate.decompress(packet.key.verify(packet.signed)))
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _TABLES}
        for visit in visits:
            _rows_of(visit, rows)
        database.execute("BEGIN IMMEDIATE")
        for table, columns in _TABLES.items():
            marks = ", ".join("?" * columns)
            names = ", ".join(f"c{column}" for column in range(columns))
            database.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[table])
        database.execute("COMMIT")


def _rows_of(visit: dict[str, Any], rows: dict[str, list[tuple[Any, ...]]]) -> None:
    id_, session, cell = visit["id"], visit["session"], visit["cell"]
    closing, attendance = visit["closing"], visit["attendance"]
    rows["visit"].append(
        (
            id_, cell["name"], cell["superiors"][0]["name"], cell["superiors"][1]["name"], cell["category"],
            cell["type"], session["kind"], session["date"], session["start"], session["end"], session["month"],
            session["place"], visit["document"]["number"], visit["chair"]["name"], visit["chair"]["post"],
            visit["secretary"]["name"], visit["secretary"]["post"], attendance["mode"], closing["conclusion"],
            closing["read_back"],
        )
    )  # fmt: skip
    for row in attendance["roster"]:
        rows["attendance"].append((id_, row["id"], row["name"], row["post"], row["state"], row.get("reason")))
    for row in visit["opinions"]:
        rows["opinion"].append((id_, row["id"], row["kind"], row["speaker"], row["text"], row["addressee"]))
    for row in visit["guidance"]:
        rows["guidance"].append((id_, row["id"], row["by"], row["text"], row["deadline"]))
    for row in visit["agenda"]:
        rows["agenda"].append((id_, row["id"], row["title"], row["presenter"], row["content"], row["conclusion"]))
