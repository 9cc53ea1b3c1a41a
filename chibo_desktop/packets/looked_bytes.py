"""What one process has seen of a file, as bytes for another one that judges by the same papers.

Compact, and read without a step of Python for most of it: MessagePack into typed values. Texts stay the bytes that they
came as. Whatever follows from the rest - the certificate of a signer, what an entry that is no visit says - is asked
again by whoever reads.
"""

from collections.abc import Iterable

import msgspec

from chibo_desktop.domain.entries import Absence, Entry, EntryHead, Part
from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.register import Shown
from chibo_desktop.packets.contents import content_of
from chibo_desktop.packets.entry_intake import ReceivedEntry
from chibo_desktop.packets.envelope import Signed
from chibo_desktop.packets.intake import Fork, Raw, Refused, Understood
from chibo_desktop.packets.looking import Looked
from chibo_desktop.packets.manifest import Manifest
from chibo_desktop.packets.receipts import Receipt
from chibo_desktop.packets.trust import Trust
from chibo_desktop.packets.visit_parts import SeenVisit


class _Part(msgspec.Struct, array_like=True, gc=False):
    salt: bytes | None
    data: bytes | None
    absent: Absence | None


class _Visit(msgspec.Struct, array_like=True, gc=False):
    shown: Shown
    folded: str


class _Entry(msgspec.Struct, array_like=True, gc=False):
    head: EntryHead
    line: bytes
    signer: KeyId
    parts: tuple[_Part, ...]
    visit: _Visit | None
    blobs: tuple[tuple[str, bytes], ...]
    needs_newer: bool


class _Looked(msgspec.Struct, array_like=True, gc=False):
    papers: tuple[tuple[str, bytes], ...]
    signer: KeyId
    manifest: Manifest
    entries: tuple[_Entry, ...]
    receipts: tuple[tuple[Receipt, Signed], ...]
    documents: tuple[tuple[str, bytes], ...]
    refused: tuple[Refused, ...]
    forks: tuple[Fork, ...]


class Answer(msgspec.Struct, array_like=True, gc=False):
    """What came of a file: its bytes and their hash, and what they say.

    No bytes where it could not be read or is too large for this; nothing said where it cannot be used.
    """

    data: bytes | None = None
    hash: str = ""
    said: _Looked | None = None

    def looked(self, trust: Trust) -> Looked | None:
        """What was seen, by whoever judges by the papers by which it was seen."""
        if self.said is None or self.data is None:
            return None
        said = self.said
        certificate = trust.certificate_of(said.signer)
        if certificate is None:
            return None
        understood = Understood(
            manifest=said.manifest,
            file_hash=self.hash,
            signer=said.signer,
            certificate=certificate,
            entries=tuple(map(_received, said.entries)),
            receipts=said.receipts,
            documents=said.documents,
            refused=said.refused,
            forks=said.forks,
        )
        return Looked(Raw(self.data, self.hash), said.papers, said.signer, trust, understood)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Answer)


def to_bytes(answer: Answer) -> bytes:
    """The answer on its way."""
    return _encoder.encode(answer)


def of_bytes(data: bytes) -> Answer:
    """The answer that arrived. Raises ``msgspec.MsgspecError`` for bytes that are none."""
    return _decoder.decode(data)


def answer_of(data: bytes, looked: Looked | None) -> Answer:
    """The answer about a file of these bytes, and what was seen of it."""
    if looked is None:
        return Answer(data)
    seen = looked.understood
    said = _Looked(
        papers=looked.papers,
        signer=looked.signer,
        manifest=seen.manifest,
        entries=tuple(map(_entry, seen.entries)),
        receipts=seen.receipts,
        documents=seen.documents,
        refused=seen.refused,
        forks=seen.forks,
    )
    return Answer(data, looked.raw.hash, said)


def _entry(one: ReceivedEntry) -> _Entry:
    entry, told = one.entry, one.told
    visit = None if told is None else _Visit(told.shown, told.folded)
    parts = tuple(map(_part, entry.parts))
    return _Entry(entry.head, entry.envelope, entry.signer, parts, visit, one.blobs, one.needs_newer)


def _part(part: Part) -> _Part:
    data = part.text.encode("utf-8") if part.data is None and part.text is not None else part.data
    return _Part(part.salt, data, part.absent)


def _received(one: _Entry) -> ReceivedEntry:
    entry = Entry(one.head, one.line, one.signer, tuple(_parts(one.head, one.parts)))
    told = None if one.visit is None else SeenVisit(one.visit.shown, one.visit.folded, entry.parts)
    content = None if one.needs_newer or told is not None else content_of(entry)
    return ReceivedEntry(entry, told, content, one.blobs, one.needs_newer)


def _parts(head: EntryHead, parts: Iterable[_Part]) -> Iterable[Part]:
    for bound, part in zip(head.parts, parts, strict=True):
        if part.salt is None or part.data is None:
            yield Part(bound.name, bound.part_class, bound.hash, None, None, part.absent)
        else:
            yield Part.unread(bound, part.salt, part.data)
