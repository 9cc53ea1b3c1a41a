"""Line 0 of a packet: the signed table of what follows, and the lines that may follow."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from chibo_desktop.domain.entries import Absence
from chibo_desktop.packets import limits, strict_json
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.wire_types import Count, Hash, Id, Label, Moment, Position, Salt, Word

ATTACHED = b'{"line":"'
"""Part and blob lines begin with these bytes; no item does."""


class ItemKind(StrEnum):
    """What a listed line is. A reader passes over kinds that it does not know."""

    REQUEST = "request"
    CERTIFICATE = "certificate"
    PROFILE = "profile"
    ROTATION = "rotation"
    REVOCATIONS = "revocations"
    ENTRY = "entry"
    RECEIPT = "receipt"


TYPE_OF_KIND = {
    ItemKind.REQUEST: PayloadType.REQUEST,
    ItemKind.CERTIFICATE: PayloadType.CERTIFICATE,
    ItemKind.PROFILE: PayloadType.PROFILE,
    ItemKind.ROTATION: PayloadType.ROTATION,
    ItemKind.REVOCATIONS: PayloadType.REVOCATIONS,
    ItemKind.ENTRY: PayloadType.ENTRY,
    ItemKind.RECEIPT: PayloadType.RECEIPT,
}


class AbsentPart(msgspec.Struct, frozen=True, gc=False):
    """What the writer of this packet leaves out, and why: a part by its name, an attachment by its hash."""

    name: Word
    reason: Absence


class Item(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One listed line: its kind, the SHA-256 of its bytes without line end, their number, and what is left out."""

    kind: Word
    hash: Hash
    bytes: Count
    absent: Annotated[tuple[AbsentPart, ...], Meta(max_length=limits.PARTS + limits.BLOBS)] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Consecutive entries of one device and epoch, both ends included."""

    device: Id
    epoch: Id
    first: Position
    last: Position


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the sender says about the whole file."""

    format: Position
    min_reader: Position
    packet: Id
    number: Position
    part: Position
    parts: Position
    device: Id
    epoch: Id
    ranges: Annotated[tuple[Range, ...], Meta(max_length=limits.ITEMS)]
    audience: Id
    recipients: Annotated[tuple[Label, ...], Meta(max_length=limits.AGE_STANZAS)]
    created: Moment
    known_ack: Hash | None
    ack_secret: Salt
    items: Annotated[tuple[Item, ...], Meta(max_length=limits.ITEMS)]
    carried: Annotated[tuple[Hash, ...], Meta(max_length=limits.CARRIED)] | UnsetType = UNSET
    """SHA-256 of packets for the same office that the sender carries unopened and has no receipt for."""


class PartLine(msgspec.Struct, frozen=True, gc=False):
    """A part of the entry before it. The text is JSON inside a JSON string: its exact bytes are what is bound."""

    line: Literal["part"]
    entry: Hash
    name: Word
    salt: Salt
    text: Annotated[str, Meta(max_length=limits.PART_CHARACTERS)]


class ArrivedPart(msgspec.Struct, frozen=True, gc=False):
    """What a part line says; ``data`` is the text as UTF-8, the very bytes that are bound."""

    entry: str
    name: str
    salt: str
    text: str
    data: bytes


_PART_LINE = re.compile(
    rb'\{"line":"part","entry":"([A-Za-z0-9_-]{43})","name":"([a-z_]{1,100})","salt":"([A-Za-z0-9_-]{22})","text":(?=")'
)
_text_decoder = msgspec.json.Decoder(str)


def read_part_line(line: bytes) -> ArrivedPart:
    """The part in a line. Raises ``ValueError``.

    A line as this program writes it is a fixed beginning, one JSON string and a brace: nothing in it can stand twice,
    so the text is read once and not written again to prove it. Any other spelling goes the strict way.
    """
    start = _PART_LINE.match(line)
    if start is None or not line.endswith(b'"}'):
        part = strict_json.read(line, PartLine, longest_text=len(line))
        return ArrivedPart(part.entry, part.name, part.salt, part.text, part.text.encode("utf-8"))
    text = _text_decoder.decode(line[start.end() : -1])
    if len(text) > limits.PART_CHARACTERS:
        raise ValueError("a part that is too long")
    entry, name, salt = start.groups()
    return ArrivedPart(entry.decode("ascii"), name.decode("ascii"), salt.decode("ascii"), text, text.encode("utf-8"))


class BlobLine(msgspec.Struct, frozen=True, gc=False):
    """A piece of an attachment of the entry before it: ``data`` (base64url) belongs at byte ``at``."""

    line: Literal["blob"]
    entry: Hash
    hash: Hash
    at: Count
    data: Annotated[str, Meta(max_length=limits.MIB)]


@dataclass(frozen=True, slots=True)
class Place:
    """Position of an entry in the log of a device."""

    device: str
    epoch: str
    seq: int


def ranges_of(places: list[Place]) -> tuple[Range, ...]:
    """The places as ranges, sorted."""
    ranges: list[Range] = []
    for place in sorted(set(places), key=lambda one: (one.device, one.epoch, one.seq)):
        last = ranges[-1] if ranges else None
        if last and (last.device, last.epoch, last.last + 1) == (place.device, place.epoch, place.seq):
            ranges[-1] = Range(last.device, last.epoch, last.first, place.seq)
        else:
            ranges.append(Range(place.device, place.epoch, place.seq, place.seq))
    return tuple(ranges)
