"""Entries of the log: writing one, reading one back, and checking the parts that travel beside it.

The signed payload binds every part by the SHA-256 of a salt and the exact bytes of its text, so a part can be withheld
or erased while the signature stays valid, and nobody can guess a short text from its hash.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

from chibo_desktop.domain.entries import BlobBinding, Entry, EntryHead, Part, PartBinding, PartClass
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PersonId, RandomBytes
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, limits, strict_json
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.content_parts import CLASS_OF_PART
from chibo_desktop.packets.encoding import to_text
from chibo_desktop.packets.envelope import FindKey, PayloadType, Signed
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.wire_types import Count, Hash, Id, Label, Position, Word, read_time, time_text
from chibo_desktop.packets.wire_types import Moment as WireMoment

_PART_PREFIX = b"chibo part v1\n"


class _PartBinding(msgspec.Struct, gc=False):
    name: Word
    # "class" is the word of the format and a reserved one in Python.
    part_class: PartClass = msgspec.field(name="class")
    hash: Hash


class _BlobBinding(msgspec.Struct, gc=False):
    hash: Hash
    bytes: Count
    type: Word
    label: Label


class _Payload(msgspec.Struct, gc=False):
    v: Position
    min_reader: Position
    kind: Word
    subject: Id
    based_on: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=limits.ITEMS)]
    device: Id
    epoch: Id
    seq: Position
    prev: Hash | None
    author: Id
    wall: WireMoment
    clock_ok: bool
    parts: Annotated[tuple[_PartBinding, ...], msgspec.Meta(max_length=limits.PARTS)]
    blobs: Annotated[tuple[_BlobBinding, ...], msgspec.Meta(max_length=limits.BLOBS)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next entry of a device goes: after ``prev``, as number ``seq`` of its epoch."""

    device: DeviceId
    epoch: EpochId
    seq: int
    prev: EntryId | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry is to say. ``texts`` are (name, class, JSON text) in the order in which they are bound."""

    kind: str
    subject: str
    author: PersonId
    texts: tuple[tuple[str, PartClass, str], ...] = ()
    based_on: tuple[EntryId, ...] = ()
    blobs: tuple[BlobBinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """What the device's clock claims, and whether the program has reason to believe it."""

    wall: datetime
    clock_ok: bool = True


def part_hash(salt: bytes, text: bytes) -> str:
    """The binding of a part: SHA-256 over a prefix, 16 bytes of salt, and the UTF-8 of its text; base64url."""
    return to_text(hashlib.sha256(_PART_PREFIX + salt + text).digest())


def build_entry(draft: Draft, place: Place, moment: Moment, key: SigningKey, random_bytes: RandomBytes) -> Entry:
    """A signed entry with freshly salted parts. ``moment.wall`` is aware and is written in whole seconds of UTC."""
    parts = tuple(_salted(name, part_class, text, random_bytes) for name, part_class, text in draft.texts)
    payload = _Payload(
        v=limits.FORMAT_VERSION,
        min_reader=limits.FORMAT_VERSION,
        kind=str(draft.kind),
        subject=draft.subject,
        based_on=draft.based_on,
        device=place.device,
        epoch=place.epoch,
        seq=place.seq,
        prev=place.prev,
        author=draft.author,
        wall=time_text(moment.wall),
        clock_ok=moment.clock_ok,
        parts=tuple(_PartBinding(part.name, part.part_class, part.hash) for part in parts),
        blobs=tuple(_BlobBinding(blob.hash, blob.bytes, blob.type, blob.label) for blob in draft.blobs),
    )
    data = strict_json.write(payload)
    line = envelope.sign(PayloadType.ENTRY, data, key)
    head = _head(EntryId(envelope.id_of(PayloadType.ENTRY, data)), payload)
    return Entry(head, line, key.id, parts)


def _salted(name: str, part_class: PartClass, text: str, random_bytes: RandomBytes) -> Part:
    salt = random_bytes(limits.SALT_BYTES)
    return Part(name, part_class, part_hash(salt, text.encode("utf-8")), salt, text)


def read_head(signed: Signed) -> EntryHead:
    """What a verified envelope says. Raises ``Refusal`` E_ENTRY, or E_VERSION where a newer program is needed."""
    try:
        payload = strict_json.read(signed.payload, _Payload)
        strict_json.check_clean(signed.payload.decode("utf-8"))
        head = _head(EntryId(signed.id), payload)
    except ValueError as error:
        raise Refusal(Code.ENTRY, entry=signed.id, why=str(error)[:200]) from error
    if len({binding.name for binding in head.parts}) != len(head.parts):
        raise Refusal(Code.ENTRY, entry=signed.id, why="two parts share a name")
    for binding in head.parts:
        if CLASS_OF_PART.get(binding.name, binding.part_class) is not binding.part_class:
            raise Refusal(Code.ENTRY, entry=signed.id, why="a part under a false class")
    if (head.seq == 1) != (head.prev is None):
        raise Refusal(Code.CHAIN, entry=signed.id, seq=head.seq)
    return head


def read_entry(line: bytes, parts: Sequence[Part], find_key: FindKey) -> Entry:
    """An entry from its verbatim line and the parts that were kept beside it.

    Raises ``Refusal`` as ``envelope.verify`` and ``read_head`` do, and E_PART unless each bound part is there, either
    with the very text that was bound or with the reason why it is absent.
    """
    signed = envelope.verify(line, find_key, PayloadType.ENTRY)
    head = read_head(signed)
    check_parts(head, parts)
    return Entry(head, line, signed.signer, tuple(parts))


def check_parts(head: EntryHead, parts: Sequence[Part]) -> None:
    """Raises ``Refusal`` E_PART (data ``entry``, ``part``) unless ``parts`` are, in order, those that it binds."""
    if len(parts) != len(head.parts):
        raise Refusal(Code.PART, entry=head.id, why=f"{len(parts)} parts instead of {len(head.parts)}")
    for binding, part in zip(head.parts, parts, strict=True):
        if not _is_bound(binding, part):
            raise Refusal(Code.PART, entry=head.id, part=binding.name)


def _is_bound(binding: PartBinding, part: Part) -> bool:
    if (part.name, part.part_class, part.hash) != (binding.name, binding.part_class, binding.hash):
        return False
    if part.text is None or part.salt is None:
        return part.text is None and part.salt is None and part.absent is not None
    return part.absent is None and part_hash(part.salt, part.text.encode("utf-8")) == binding.hash


def needs_newer_program(head: EntryHead) -> bool:
    """Whether the entry says that this program must not interpret it; it is kept and forwarded all the same."""
    return head.min_reader > limits.FORMAT_VERSION


def _head(entry: EntryId, payload: _Payload) -> EntryHead:
    return EntryHead(
        id=entry,
        v=payload.v,
        min_reader=payload.min_reader,
        kind=payload.kind,
        subject=payload.subject,
        based_on=tuple(EntryId(one) for one in payload.based_on),
        device=DeviceId(payload.device),
        epoch=EpochId(payload.epoch),
        seq=payload.seq,
        prev=None if payload.prev is None else EntryId(payload.prev),
        author=PersonId(payload.author),
        wall=read_time(payload.wall),
        clock_ok=payload.clock_ok,
        parts=tuple(PartBinding(one.name, one.part_class, one.hash) for one in payload.parts),
        blobs=tuple(BlobBinding(one.hash, one.bytes, one.type, one.label) for one in payload.blobs),
    )
