"""What could not be merged: kept with its bytes and the reason until it can be tried again. Nothing is thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from peewee import ModelSelect

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.storage import models
from chibo_desktop.storage.book import Book, Row
from chibo_desktop.storage.columns import instant, micros


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something waits: a code and its data, as in a refusal."""

    code: str
    details: Mapping[str, Datum]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where it came from. ``item`` names one entry of the file; ``None`` holds the whole file."""

    file_hash: str
    file_name: str
    arrived_at: datetime
    number: int | None = None
    device: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Something in quarantine, without its bytes; released when ``released_at`` says when and ``released_how`` how."""

    id: int
    origin: Origin
    reason: Reason
    released_at: datetime | None
    released_how: str | None


def put(book: Book, origin: Origin, reason: Reason, data: bytes) -> int:
    """Hold something; the same thing for the same reason is held once. Returns its number."""
    table = models.Held
    same = table.select(table.id).where(
        table.file_hash == origin.file_hash,
        table.code == reason.code,
        table.item.is_null() if origin.item is None else table.item == origin.item,
        table.released_at.is_null(),
    )
    with book.transaction():
        for (number,) in book.query(same):
            return int(number)
        return book.carry_out(
            table.insert(
                file_hash=origin.file_hash,
                file_name=origin.file_name,
                code=reason.code,
                details=msgspec.json.encode(reason.details).decode(),
                arrived_at=micros(origin.arrived_at),
                number=origin.number,
                device=origin.device,
                item=origin.item,
                data=data,
            )
        )


def held(book: Book, *, open_only: bool = True) -> tuple[Held, ...]:
    """What waits, the last first; with ``open_only=False`` what was released as well."""
    query = _without_data().order_by(models.Held.id.desc())
    return tuple(map(_held, book.query(query.where(models.Held.released_at.is_null()) if open_only else query)))


def _without_data() -> ModelSelect[models.Held]:
    table = models.Held
    columns = [field for field in table._meta.sorted_fields if field is not table.data]  # type: ignore[attr-defined]
    return table.select(*columns)


def held_of(book: Book, numbers: Sequence[int]) -> tuple[Held, ...]:
    """These, in the order in which they came."""
    return tuple(map(_held, book.query(_without_data().where(models.Held.id.in_(numbers)).order_by(models.Held.id))))


def files_waiting(book: Book, code: str) -> tuple[tuple[int, Mapping[str, Datum]], ...]:
    """Whole files that wait for this reason, by their numbers, with the details of it."""
    sql = "SELECT id, details FROM held WHERE code = ? AND item IS NULL AND released_at IS NULL ORDER BY id"
    return tuple((number, _details(details)) for number, details in book.rows(sql, (code,)))


def data_of(book: Book, number: int) -> bytes:
    """The bytes of something held. Raises ``KeyError`` for a number that never was."""
    found = book.query(models.Held.select(models.Held.data).where(models.Held.id == number))
    if not found:
        raise KeyError(number)
    return bytes(found[0][0])


def release(book: Book, number: int, at: datetime, how: str) -> None:
    """Say that something waits no longer: merged, or set aside by a person. Its bytes stay."""
    table = models.Held
    change = table.update(released_at=micros(at), released_how=how)
    book.carry_out(change.where(table.id == number, table.released_at.is_null()))


def judge_again(book: Book, number: int, reason: Reason) -> None:
    """Say why something waits by today's judgement; what it claimed of itself stays."""
    table = models.Held
    details = msgspec.json.encode(reason.details).decode()
    book.carry_out(table.update(code=reason.code, details=details).where(table.id == number))


def sizes(book: Book) -> dict[int, int]:
    """How many bytes are kept of everything that waits."""
    return dict(book.rows("SELECT id, length(data) FROM held WHERE released_at IS NULL"))


def holding(book: Book, text: str) -> tuple[int, ...]:
    """Numbers of single items, waiting or released, whose bytes hold this text."""
    sql = "SELECT id FROM held WHERE item IS NOT NULL AND instr(data, CAST(? AS BLOB)) > 0 ORDER BY id"
    return tuple(int(row[0]) for row in book.rows(sql, (text,)))


def whole_files(book: Book) -> tuple[Held, ...]:
    """Files, waiting or released, of which the bytes are still here."""
    table = models.Held
    query = _without_data().where(table.item.is_null(), table.data != b"").order_by(table.id)
    return tuple(map(_held, book.query(query)))


def replace_data(book: Book, number: int, data: bytes) -> None:
    """Keep other bytes, or none: the one exception to keeping everything, for what was erased on request."""
    book.carry_out(models.Held.update(data=data).where(models.Held.id == number))


def _held(row: Row) -> Held:
    number, hash_, name, code, details, arrived_at, packet, device, item, released_at, how = row
    origin = Origin(hash_, name, instant(arrived_at), packet, device, item)
    reason = Reason(code, _details(details))
    return Held(number, origin, reason, None if released_at is None else instant(released_at), how)


def _details(text: str) -> dict[str, str | int]:
    return msgspec.json.decode(text, type=dict[str, str | int])
