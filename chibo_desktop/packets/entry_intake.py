"""One entry out of a packet: its signature, its signer's scope, its parts and attachments, and the visit they make."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chibo_desktop.domain.entries import Absence, Entry, EntryHead, EntryKind, Part, PartBinding
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets import envelope, strict_json, visit_parts
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.content_parts import FIGURES_PART
from chibo_desktop.packets.contents import Content, content_of
from chibo_desktop.packets.encoding import from_text, to_text
from chibo_desktop.packets.entries import needs_newer_program, part_hash, read_head
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.manifest import AbsentPart, ArrivedPart, BlobLine, read_part_line
from chibo_desktop.packets.trust import Trust
from chibo_desktop.packets.trust_documents import Certificate, Role
from chibo_desktop.packets.visit_parts import SeenVisit, VisitParts

_PART = b'{"line":"part"'
_VISIT_KINDS = frozenset({EntryKind.VISIT_RECORDED.value, EntryKind.VISIT_AMENDED.value})


@dataclass(frozen=True, slots=True)
class ReceivedEntry:
    """A verified entry. ``told`` are the parts of the visit that it records or sets anew, ``content`` what an entry of
    another known kind says; ``blobs`` pairs hash and bytes.

    ``needs_newer`` marks an entry that is kept and forwarded but must not be interpreted by this program.
    """

    entry: Entry
    told: VisitParts | SeenVisit | None = None
    content: Content | None = None
    blobs: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    needs_newer: bool = False

    def prepare(self) -> None:
        """Make what the register will ask for, so that it is there by then."""
        if self.told is not None:
            _ = self.told.folded

    @property
    def visit(self) -> Visit | None:
        """The visit that it records or sets anew, made when somebody asks."""
        return None if self.told is None else self.told.visit


@dataclass(frozen=True, slots=True)
class EntryReader:
    """Reads entries with one keeper of trust."""

    trust: Trust

    def read(self, line: bytes, attached: Sequence[bytes], absent: Sequence[AbsentPart]) -> ReceivedEntry:
        """The entry in ``line`` with the part and blob lines that followed it.

        ``absent`` is what the manifest says is left out: anything else that the entry binds must be there. Raises
        ``Refusal`` as ``envelope.verify`` and ``entries.read_head`` do, and E_SCOPE, E_REVOKED or E_PART.
        """
        signed = envelope.verify(line, self.trust.find_key, PayloadType.ENTRY)
        certificate = self.trust.certificate_of(signed.signer)
        if certificate is None:
            raise Refusal(Code.SIGNER, key=signed.signer)
        head = read_head(signed)
        _check_scope(head, certificate)
        revocation = self.trust.revocation_of(signed.signer)
        is_late = revocation is not None and revocation.covers(head.epoch, head.seq)
        if is_late and not self.trust.is_released(head.id, signed.signer):
            raise Refusal(Code.REVOKED, entry=head.id, seq=head.seq)
        gathered = _Gathered.of(head, attached, {one.name: one.reason for one in absent})
        entry = Entry(head, line, signed.signer, gathered.parts())
        blobs = gathered.whole_blobs()
        if needs_newer_program(head):
            return ReceivedEntry(entry, blobs=blobs, needs_newer=True)
        told = parts_of(entry)
        if told is not None:
            _check_reach(told.parts.figures, certificate, head)
        return ReceivedEntry(entry, told, content_of(entry), blobs)


def reread(reader: EntryReader, lines: Sequence[bytes]) -> ReceivedEntry:
    """An entry that was set aside with the lines that followed it, judged once more.

    What its packet left out is not known any more: what is not among the lines counts as withheld. Raises as
    ``EntryReader.read``.
    """
    line, *attached = lines
    head = read_head(envelope.verify(line, reader.trust.find_key, PayloadType.ENTRY))
    gathered = _Gathered.of(head, attached, {})
    bound = (*(part.name for part in head.parts), *(blob.hash for blob in head.blobs))
    missing = [name for name in bound if name not in gathered.found and name not in gathered.blobs]
    return reader.read(line, attached, [AbsentPart(name, Absence.WITHHELD) for name in missing])


def visit_of(entry: Entry) -> Visit | None:
    """The visit that an entry records or sets anew; ``None`` for other kinds, or where the figures are withheld.

    Raises ``Refusal`` E_PART where the parts do not make a visit, or one with another id.
    """
    told = parts_of(entry)
    return None if told is None else told.visit


def parts_of(entry: Entry) -> VisitParts | None:
    """The parts of the visit that an entry records or sets anew, checked as ``visit_of`` checks them."""
    if entry.head.kind not in _VISIT_KINDS:
        return None
    texts = {part.name: part.text for part in entry.parts}
    if texts.get(FIGURES_PART) is None:
        return None
    told = visit_parts.read_visit(texts, {part.name: part.data for part in entry.parts})
    if told.parts.figures.id != entry.head.subject:
        raise Refusal(Code.PART, entry=entry.head.id, part=FIGURES_PART, why="id")
    return told


def _check_scope(head: EntryHead, certificate: Certificate) -> None:
    if head.device != certificate.device:
        raise Refusal(Code.SCOPE, entry=head.id, what="device")
    if all(head.author != person.id for person in certificate.people):
        raise Refusal(Code.SCOPE, entry=head.id, what="author")
    if not certificate.allows(head.kind):
        raise Refusal(Code.SCOPE, entry=head.id, what="kind", kind=head.kind)


def _check_reach(visit: Any, certificate: Certificate, head: EntryHead) -> None:
    """A visit, by its figures, that names no group or a cell that stands in no register is never refused for that.

    A machine of an office corrects the visits of every group.
    """
    group = certificate.group if certificate.role is Role.GROUP else None
    organisations = certificate.organisations
    if group is not None and visit.group.id not in {None, group.id, *certificate.formerly}:
        raise Refusal(Code.SCOPE, entry=head.id, what="group")
    chain = {visit.cell.id, *(superior.id for superior in visit.cell.superiors)} - {None}
    if organisations and chain and chain.isdisjoint(organisations):
        raise Refusal(Code.SCOPE, entry=head.id, what="organisation")


@dataclass(slots=True)
class _Gathered:
    """Part and blob lines of one entry on their way to being whole."""

    head: EntryHead
    absent: dict[str, Absence]
    found: dict[str, ArrivedPart] = field(default_factory=dict[str, ArrivedPart])
    blobs: dict[str, bytearray] = field(default_factory=dict[str, bytearray])

    @classmethod
    def of(cls, head: EntryHead, attached: Sequence[bytes], absent: dict[str, Absence]) -> "_Gathered":
        gathered = cls(head, absent)
        for line in attached:
            try:
                if line.startswith(_PART):
                    gathered._add_part(read_part_line(line))
                else:
                    gathered._add_blob(strict_json.read(line, BlobLine, longest_text=len(line)))
            except ValueError as error:
                raise Refusal(Code.PART, entry=head.id, why=str(error)[:200]) from error
        return gathered

    def _add_part(self, line: ArrivedPart) -> None:
        if line.entry != self.head.id or line.name in self.found or line.name in self.absent or self.blobs:
            raise ValueError("a part that is out of place")
        self.found[line.name] = line

    def _add_blob(self, line: BlobLine) -> None:
        held = self.blobs.setdefault(line.hash, bytearray())
        if line.entry != self.head.id or line.at != len(held) or line.hash in self.absent:
            raise ValueError("a piece of an attachment that is out of place")
        held += from_text(line.data)

    def parts(self) -> tuple[Part, ...]:
        """All that the entry binds. Pops what it used: what then remains was bound by nobody."""
        bound = [binding.name for binding in self.head.parts if binding.name in self.found]
        if bound != [name for name in self.found if name in bound]:
            raise Refusal(Code.PART, entry=self.head.id, why="order")
        parts = tuple(self._part(binding) for binding in self.head.parts)
        if self.found:
            raise Refusal(Code.PART, entry=self.head.id, part=next(iter(self.found)), why="not bound")
        return parts

    def _part(self, binding: PartBinding) -> Part:
        line = self.found.pop(binding.name, None)
        if line is None:
            reason = self.absent.get(binding.name)
            if reason is None:
                raise Refusal(Code.PART, entry=self.head.id, part=binding.name, why="missing")
            return Part(binding.name, binding.part_class, binding.hash, None, None, reason)
        salt = _salt_of(line)
        if salt is None or part_hash(salt, line.data) != binding.hash:
            raise Refusal(Code.PART, entry=self.head.id, part=binding.name, why="hash")
        return Part.read(binding, salt, line.text, line.data)

    def whole_blobs(self) -> tuple[tuple[str, bytes], ...]:
        whole: dict[str, bytes] = {}
        for binding in self.head.blobs:
            if binding.hash in self.absent or binding.hash in whole:
                continue
            data = bytes(self.blobs.pop(binding.hash, b""))
            if len(data) != binding.bytes or to_text(hashlib.sha256(data).digest()) != binding.hash:
                raise Refusal(Code.PART, entry=self.head.id, part=binding.hash, why="attachment")
            whole[binding.hash] = data
        if self.blobs:
            raise Refusal(Code.PART, entry=self.head.id, part=next(iter(self.blobs)), why="not bound")
        return tuple(whole.items())


def _salt_of(line: ArrivedPart) -> bytes | None:
    try:
        return from_text(line.salt)
    except ValueError:
        return None
