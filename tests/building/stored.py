"""Values to fill a book with, for the tests of storage."""

import datetime as dt
import hashlib
from collections.abc import Callable

from chibo_desktop.domain.entries import Entry, EntryHead, Part, PartBinding, PartClass
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, KeyId, PersonId, VisitId
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import SessionKind, VisitState
from chibo_desktop.storage.register import RegisterLine

KEY = bytes(range(32))
NOW = dt.datetime(2026, 9, 20, 12, 42, 7, 123456, tzinfo=dt.UTC)


def counted_bytes(begin: int = 0) -> Callable[[int], bytes]:
    """A source of bytes that is different at every call and the same in every run."""
    calls = iter(range(begin, begin + 1_000_000))
    return lambda length: hashlib.shake_128(str(next(calls)).encode()).digest(length)


def an_entry(
    device: str = "device", seq: int = 1, *, subject: str = "visit", epoch: str = "epoch", twin: str = ""
) -> Entry:
    """An entry with two parts; equal arguments give equal entries, ``twin`` another one at the same place."""
    name = f"{device}/{epoch}/{seq}/{twin}"
    bindings = (
        PartBinding("figures", PartClass.FIGURES, f"hash of figures of {name}"),
        PartBinding("words", PartClass.WORDS, f"hash of words of {name}"),
    )
    head = EntryHead(
        id=EntryId(f"id of {name}"),
        v=1,
        min_reader=1,
        kind="visit.recorded",
        subject=subject,
        based_on=(EntryId("one"), EntryId("two")),
        device=DeviceId(device),
        epoch=EpochId(epoch),
        seq=seq,
        prev=None if seq == 1 else EntryId("before"),
        author=PersonId("author"),
        wall=NOW,
        clock_ok=True,
        parts=bindings,
    )
    parts = tuple(Part(b.name, b.part_class, b.hash, b"salt of 16 bytes", f'{{"of":"{name}"}}') for b in bindings)
    return Entry(head, b'{"payload":"' + name.encode() + b'"}', KeyId("signer"), parts)


def a_row(visit: str = "visit", **changes: object) -> VisitRow:
    values: dict[str, object] = {
        "id": VisitId(visit),
        "cell": "Chi bộ thôn Phiêng An",
        "superior": "Đảng uỷ xã Đồng Phúc",
        "cell_id": None,
        "category": None,
        "group": "Tổ công tác số 3",
        "group_id": None,
        "tier": None,
        "kind": SessionKind.REGULAR,
        "date": dt.date(2023, 9, 3),
        "month": "2023-09",
        "start": "19:30",
        "present": 28,
        "total": 30,
        "opinions": 2,
        "petitions": 1,
        "state": VisitState.MERGED,
        "state_at": NOW,
        "state_by": "GOI-7F3K-000012",
        "device": DeviceId("device"),
        "author": PersonId("author"),
    }
    return VisitRow(**{**values, **changes})  # type: ignore[arg-type]  # names and types are those of the fields


def a_line(visit: str = "visit", words: str = "", **changes: object) -> RegisterLine:
    return RegisterLine(a_row(visit, **changes), words)
