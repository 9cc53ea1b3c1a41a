"""Writing packets: manifest and items as JSON Lines, compressed, encrypted to named readers.

A large shipment becomes several files, each a whole packet that can be read without the others.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET

from chibo_desktop.domain.entries import Absence, BlobBinding, Entry
from chibo_desktop.domain.ids import DeviceId, EpochId, PacketId, RandomBytes, new_id
from chibo_desktop.packets import age, envelope, limits, strict_json
from chibo_desktop.packets.encoding import hash_text, to_text
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.manifest import (
    AbsentPart,
    BlobLine,
    Item,
    ItemKind,
    Manifest,
    PartLine,
    Place,
    Range,
    ranges_of,
)
from chibo_desktop.packets.receipts import acknowledgement_code
from chibo_desktop.packets.trust_documents import Reader
from chibo_desktop.packets.wire_types import time_text

UPWARD = "GOI"
DOWNWARD = "BAO"

_GZIP = 16 + zlib.MAX_WBITS
_ENVELOPE_OVERHEAD = 200

ReadBlob = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Document:
    """A signed line that rides along: a request, certificate, profile, list of revocations, or receipt."""

    kind: ItemKind
    line: bytes


@dataclass(frozen=True, slots=True)
class Shipment:
    """What is to be sent, by whom, to whom.

    ``number`` is that of the first file; every further file takes the next. ``documents`` go into each file.
    ``prefix`` is ``UPWARD`` or ``DOWNWARD``; ``known_ack`` the id of the last receipt that the sender has read.
    """

    device: DeviceId
    epoch: EpochId
    audience: str
    recipients: tuple[Reader, ...]
    number: int
    created: datetime
    prefix: str = UPWARD
    known_ack: str | None = None
    documents: tuple[Document, ...] = ()
    entries: Sequence[Entry] = ()
    withheld_blobs: frozenset[str] = frozenset()
    """Hashes of attachments that are bound by entries and do not travel."""
    carried: tuple[str, ...] = ()
    """Hashes of sealed packets that the sender carries and asks after."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A finished packet. ``hash`` is the SHA-256 of ``data``; ``ack_secret`` stays with the sender."""

    name: str
    data: bytes
    packet: PacketId
    number: int
    part: int
    parts: int
    hash: str
    ack_secret: bytes
    audience: str
    ranges: tuple[Range, ...]
    entries: int

    @property
    def code(self) -> str:
        """The eight digits by which a reader proves over the telephone that this very file was opened."""
        return acknowledgement_code(self.ack_secret, self.hash)


def file_name(prefix: str, device: str, number: int) -> str:
    """``GOI-7F3K-000012.chibo``: no person, no group, fit for FAT32."""
    return f"{prefix}-{device[:4].upper()}-{number:06d}.chibo"


def pack(
    shipment: Shipment, key: SigningKey, random_bytes: RandomBytes, read_blob: ReadBlob | None = None
) -> Iterator[PackedFile]:
    """The files of a shipment, one after the other, so that only one is in memory.

    ``read_blob`` gives the bytes of an attachment by its hash. Raises ``ValueError`` where an attachment is bound and
    cannot be read, or is not what was bound.
    """
    groups = _groups(shipment.entries)
    for index, entries in enumerate(groups):
        packer = _Packer(shipment, key, index, len(groups))
        yield packer.write(entries, random_bytes, read_blob)


def count_files(entries: Sequence[Entry]) -> int:
    """How many files :func:`pack` makes of these entries."""
    return len(_groups(entries))


def _groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: list[list[Entry]] = [[]]
    size = 0
    for entry in entries:
        grown = _size_of(entry)
        if groups[-1] and (size + grown > limits.SPLIT_BYTES or len(groups[-1]) >= limits.SPLIT_ENTRIES):
            groups.append([])
            size = 0
        groups[-1].append(entry)
        size += grown
    return groups


def _size_of(entry: Entry) -> int:
    texts = sum(len(part.text.encode("utf-8")) + _ENVELOPE_OVERHEAD for part in entry.parts if part.text is not None)
    return len(entry.envelope) + texts + sum(blob.bytes * 4 // 3 + _ENVELOPE_OVERHEAD for blob in entry.head.blobs)


@dataclass(frozen=True, slots=True)
class _Packer:
    shipment: Shipment
    key: SigningKey
    index: int
    parts: int

    def write(self, entries: list[Entry], random_bytes: RandomBytes, read_blob: ReadBlob | None) -> PackedFile:
        manifest, secret = self._manifest(entries, random_bytes)
        lines = b"".join(line + b"\n" for line in self._lines(manifest, entries, read_blob))
        data = age.encrypt(_compressed(lines), [reader.recipient for reader in self.shipment.recipients])
        return PackedFile(
            name=file_name(self.shipment.prefix, self.shipment.device, manifest.number),
            data=data,
            packet=PacketId(manifest.packet),
            number=manifest.number,
            part=manifest.part,
            parts=self.parts,
            hash=hash_text(data),
            ack_secret=secret,
            audience=self.shipment.audience,
            ranges=manifest.ranges,
            entries=len(entries),
        )

    def _manifest(self, entries: list[Entry], random_bytes: RandomBytes) -> tuple[Manifest, bytes]:
        shipment = self.shipment
        packet, secret = new_id(random_bytes), random_bytes(limits.ACK_SECRET_BYTES)
        items = [_item(document.kind, document.line) for document in shipment.documents]
        items.extend(self._entry_item(entry) for entry in entries)
        manifest = Manifest(
            format=limits.FORMAT_VERSION,
            min_reader=limits.FORMAT_VERSION,
            packet=packet,
            number=shipment.number + self.index,
            part=self.index + 1,
            parts=self.parts,
            device=shipment.device,
            epoch=shipment.epoch,
            ranges=ranges_of([Place(one.head.device, one.head.epoch, one.head.seq) for one in entries]),
            audience=shipment.audience,
            recipients=tuple(reader.label for reader in shipment.recipients),
            created=time_text(shipment.created),
            known_ack=shipment.known_ack,
            ack_secret=to_text(secret),
            items=tuple(items),
            carried=shipment.carried or UNSET,
        )
        return manifest, secret

    def _lines(self, manifest: Manifest, entries: list[Entry], read_blob: ReadBlob | None) -> Iterator[bytes]:
        yield envelope.sign(PayloadType.MANIFEST, strict_json.write(manifest), self.key)
        for document in self.shipment.documents:
            yield document.line
        for entry in entries:
            yield entry.envelope
            yield from _part_lines(entry)
            for blob in self._sent_blobs(entry):
                yield from _blob_lines(entry, blob, read_blob)

    def _sent_blobs(self, entry: Entry) -> Iterable[BlobBinding]:
        once = {blob.hash: blob for blob in entry.head.blobs}
        return [blob for blob in once.values() if blob.hash not in self.shipment.withheld_blobs]

    def _entry_item(self, entry: Entry) -> Item:
        absent = [AbsentPart(part.name, part.absent) for part in entry.parts if part.absent is not None]
        withheld = sorted({blob.hash for blob in entry.head.blobs} & self.shipment.withheld_blobs)
        absent.extend(AbsentPart(one, Absence.WITHHELD) for one in withheld)
        return _item(ItemKind.ENTRY, entry.envelope, tuple(absent))


def _compressed(lines: bytes) -> bytes:
    """One gzip member, time zero. Text so monotonous that readers would take it for a bomb is stored as it is."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    data = compressor.compress(lines) + compressor.flush()
    if len(lines) <= max(limits.INFLATION_FLOOR, limits.INFLATION_RATIO * len(data)):
        return data
    storing = zlib.compressobj(0, zlib.DEFLATED, _GZIP)
    return storing.compress(lines) + storing.flush()


def _item(kind: ItemKind, line: bytes, absent: tuple[AbsentPart, ...] = ()) -> Item:
    return Item(kind, hash_text(line), len(line), absent)


def lines_of(entry: Entry) -> tuple[bytes, ...]:
    """The entry and those of its parts that are here, as lines of a packet."""
    return (entry.envelope, *_part_lines(entry))


def _part_lines(entry: Entry) -> Iterator[bytes]:
    for part in entry.parts:
        if part.text is not None and part.salt is not None:
            yield strict_json.write(PartLine("part", entry.head.id, part.name, to_text(part.salt), part.text))


def _blob_lines(entry: Entry, blob: BlobBinding, read_blob: ReadBlob | None) -> Iterator[bytes]:
    if read_blob is None:
        raise ValueError("an attachment is bound and nobody can read it")
    data = read_blob(blob.hash)
    if len(data) != blob.bytes or to_text(hashlib.sha256(data).digest()) != blob.hash:
        raise ValueError(f"attachment {blob.hash} is not what was bound")
    for at in range(0, len(data), limits.CHUNK_BYTES):
        chunk = to_text(data[at : at + limits.CHUNK_BYTES])
        yield strict_json.write(BlobLine("blob", entry.head.id, blob.hash, at, chunk))
