"""To the office above: the original signed entries, papers first, with the classes withheld that policy withholds.

Every entry that counts goes up until the office above says that it holds it, whatever its kind: what laptops wrote,
what this office settled, linked, returned and erased, and what came from the offices below it. Acts ride along, so that
the log of this office has no holes above, without their words and names; they alone make no packet.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chibo_desktop.domain.entries import Absence, Entry, EntryKind, Part, PartClass
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Cancelled, Changes, Outcome, Refusal
from chibo_desktop.packets import limits, stick, trust
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import PayloadType, read
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import Document, PackedFile, Shipment, pack
from chibo_desktop.packets.trust_documents import Profile, Reader
from chibo_desktop.services import acts, epochs, logbook, papers, relaying, sending, upper_receipts, upstream
from chibo_desktop.services.acts import Act, ActRecorded
from chibo_desktop.services.desk import Desk, UpperOffice, recall_upper
from chibo_desktop.services.diary import note
from chibo_desktop.services.sending import QUIET, Watch, WrittenPacket
from chibo_desktop.services.status import known_machines
from chibo_desktop.services.upper_receipts import HeldAbove
from chibo_desktop.storage import blobs, log
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.files import make_folder, write_file
from chibo_desktop.storage.packets import Outgoing
from chibo_desktop.storage.releases import count_releases
from chibo_desktop.storage.trust_documents import DocumentKind
from chibo_desktop.storage.upward import Standing, standing_entries

_PAPERS = "papers sent up"
WITHHOLDABLE = (PartClass.WORDS, PartClass.PEOPLE)
"""Figures always go: they are what the office above counts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for beyond the rule: further classes to withhold; everything once more; sealed packets too."""

    withhold: frozenset[PartClass] = frozenset()
    everything: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class MachineToForward:
    """Entries of one machine that the office above has not acknowledged."""

    device: DeviceId
    machine: str
    group: str
    entries: int
    visits: int


@dataclass(frozen=True, slots=True)
class ToForward:
    """What would go up now. ``withheld`` is the policy of the profile; ``aside`` counts what the office above holds
    without being able to use it; ``acknowledged_at`` is when it last said anything."""

    office: str
    machines: tuple[MachineToForward, ...]
    entries: int
    visits: int
    withheld: frozenset[PartClass]
    aside: int
    sealed: int
    is_vouched: bool
    has_papers: bool
    """Whether profiles or lists of revoked keys have changed since something was acknowledged."""
    acknowledged_at: dt.datetime | None = None

    @property
    def is_nothing(self) -> bool:
        return not (self.entries or self.has_papers or self.sealed)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The files of one way up."""

    office: str
    files: tuple[WrittenPacket, ...]
    withheld: frozenset[PartClass] = frozenset()
    sealed: tuple[Path, ...] = ()

    @property
    def entries(self) -> int:
        return sum(file.entries for file in self.files)

    @property
    def visits(self) -> int:
        return sum(file.visits for file in self.files)


def policy_of(profile: Profile | None) -> frozenset[PartClass]:
    """The classes that the office's profile withholds."""
    named = frozenset(profile.policy.withhold) if profile else frozenset[str]()
    return frozenset(one for one in WITHHOLDABLE if one.value in named)


def to_forward(desk: Desk) -> ToForward:
    """What the office above has not acknowledged. Raises ``Refusal`` NOT_AN_OFFICE, NO_UPPER."""
    upper = _upper(desk)
    held = upper_receipts.held_above(desk)
    waiting = _waiting(desk, held, everything=False)
    names = known_machines(desk)
    entries = Counter(one.device for one in waiting)
    visits: dict[DeviceId, set[str]] = {}
    for one in waiting:
        if one.kind.startswith("visit."):
            visits.setdefault(one.device, set()).add(one.subject)
    machines = tuple(
        MachineToForward(
            device,
            names[device].name if device in names else "",
            names[device].group if device in names else "",
            count,
            len(visits.get(device, ())),
        )
        for device, count in entries.items()
    )
    return ToForward(
        office=upper.name,
        machines=tuple(sorted(machines, key=lambda one: one.machine)),
        entries=len(waiting),
        visits=len(set[str]().union(*visits.values())),
        withheld=policy_of(papers.profile_in_force(desk)),
        aside=len(held.noted),
        sealed=len(relaying.unacknowledged(desk)),
        is_vouched=upstream.own_certificate(desk) is not None,
        has_papers=not _have_papers_arrived(desk, held),
        acknowledged_at=held.created,
    )


def waiting_upward(desk: Desk) -> ToForward | None:
    """What would go up now; ``None`` where this office reports to nobody."""
    return None if recall_upper(desk.book) is None else to_forward(desk)


def _upper(desk: Desk) -> UpperOffice:
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    upper = recall_upper(desk.book)
    if upper is None:
        raise Refusal("NO_UPPER")
    return upper


def _waiting(desk: Desk, held: HeldAbove, *, everything: bool) -> list[Standing]:
    """What has to go, acts excepted. What was set aside above has arrived: it goes again only with everything."""
    aside = frozenset(one.entry for one in held.noted)
    return [
        one
        for one in standing_entries(desk.book)
        if one.kind != EntryKind.ACT_RECORDED and (everything or not (one.entry in aside or _is_held(held, one)))
    ]


def _is_held(held: HeldAbove, one: Standing) -> bool:
    """Of two entries in one place of a log ranges tell nothing: there the packets count that the receipt names."""
    return held.has(one.device, one.epoch, one.seq) and (not one.forked or one.entry in held.entries)


def forward(desk: Desk, folder: Path, wish: Wish | None = None, watch: Watch = QUIET) -> Outcome[Forwarded]:
    """Write what the office above has not acknowledged as signed, encrypted packets, each read back before it counts.

    With ``sealed`` copies of the packets for others are written first; an office without one above can do only that.
    Raises ``Refusal`` NOT_AN_OFFICE, NO_UPPER, NOTHING_TO_FORWARD; ``Fault`` with a code of
    ``packets.stick.StickFault``; ``Cancelled`` between two files.
    """
    asked = wish or Wish()
    copies = relaying.carry(desk, folder, watch).value.files if asked.sealed and relaying.unacknowledged(desk) else ()
    if asked.sealed and recall_upper(desk.book) is None and desk.is_office:
        return Outcome(Forwarded("", (), sealed=copies), Changes.of(("packet", "*")))
    upper = _upper(desk)
    held = upper_receipts.held_above(desk)
    waiting = _waiting(desk, held, everything=asked.everything)
    carried = relaying.asked_after(desk)
    nothing_new = not waiting and _have_papers_arrived(desk, held)
    if nothing_new and not (asked.sealed and carried):
        raise Refusal("NOTHING_TO_FORWARD", office=upper.name)
    riding = [
        one
        for one in standing_entries(desk.book)
        if one.kind == EntryKind.ACT_RECORDED and (asked.everything or not _is_held(held, one))
    ]
    way = _Way(desk, upper, policy_of(papers.profile_in_force(desk)) | (asked.withhold & frozenset(WITHHOLDABLE)))
    written = tuple(way.write(sorted((*riding, *waiting), key=lambda one: one.number), carried, folder, watch))
    return Outcome(Forwarded(upper.name, written, way.withheld, copies), Changes.of(("packet", "*")))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way up: for whom, and without what."""

    desk: Desk
    upper: UpperOffice
    withheld: frozenset[PartClass]

    def write(
        self, entries: Sequence[Standing], carried: tuple[str, ...], folder: Path, watch: Watch
    ) -> Iterator[WrittenPacket]:
        """File by file; only the entries of one are in memory."""
        pieces = [
            entries[at : at + limits.SPLIT_ENTRIES] for at in range(0, max(len(entries), 1), limits.SPLIT_ENTRIES)
        ]
        for piece in pieces:
            originals = log.entries_numbered(self.desk.book, [one.number for one in piece])
            told = tuple(withholding(entry, self.withheld) for entry in originals)
            shipment = self._shipment(told, carried)
            done = 0
            for file in pack(shipment, self.desk.keys.signing, self.desk.random, self._read_blob):
                if watch.cancelled():
                    raise Cancelled
                part = told[done : done + file.entries]
                done += file.entries
                stick.write_packet(folder, file.name, file.data, watch.progress, watch.cancelled)
                yield self._remember(file, part, folder)

    def _shipment(self, entries: Sequence[Entry], carried: tuple[str, ...]) -> Shipment:
        desk = self.desk
        profile = papers.upper_book(desk).profile
        if profile is None:
            raise Refusal("NO_UPPER")
        own = Reader("device", desk.keys.reader.recipient)
        hashes = {blob.hash for entry in entries for blob in entry.head.blobs}
        gone = hashes if self.withheld else {one for one in hashes if blobs.get_blob(desk.book, one) is None}
        return Shipment(
            device=desk.me.device,
            epoch=epochs.current(desk),
            audience=self.upper.office,
            recipients=(*profile.readers, *profile.recovery, own),
            number=sending.reserve_number(desk),
            created=desk.clock(),
            documents=documents_for(desk, self.upper, {entry.head.device for entry in entries}),
            entries=entries,
            withheld_blobs=frozenset(gone),
            carried=carried,
        )

    def _read_blob(self, hash_: str) -> bytes:
        blob = blobs.get_blob(self.desk.book, hash_)
        return blob.data if blob else b""

    def _remember(self, file: PackedFile, entries: Sequence[Entry], folder: Path) -> WrittenPacket:
        desk = self.desk
        ids = tuple(entry.head.id for entry in entries)
        make_folder(desk.places.outbox)
        write_file(desk.places.outbox / file.name, file.data)
        visits = len({entry.head.subject for entry in entries if entry.head.kind.startswith("visit.")})
        with logbook.writing(desk) as pen:
            outgoing = Outgoing(
                file.number, file.packet, file.name, file.hash, file.ack_secret, desk.clock(), ids, len(file.data),
                self.upper.office,
            )  # fmt: skip
            packet_book.add_outgoing(desk.book, outgoing)
            put_fact(desk.book, _PAPERS, f"{_papers_digest(desk)} {file.packet}")
            acts.record(pen, ActRecorded(Act.FORWARDED, self.upper.office, len(ids), f"{file.number}"))
            note(desk, "FORWARDED", number=file.number, entries=len(ids))
        return WrittenPacket(folder / file.name, file.name, file.number, file.packet, visits, len(ids), len(file.data))


def withholding(entry: Entry, classes: frozenset[PartClass]) -> Entry:
    """The entry without the texts of these classes: the signature stays, and what is missing is known to be missing.

    Of an act only the figures go up: who did what and why is the office's own affair.
    """
    left_out = frozenset(WITHHOLDABLE) if entry.head.kind == EntryKind.ACT_RECORDED else classes
    return replace(entry, parts=tuple(_without(part) if part.part_class in left_out else part for part in entry.parts))


def _without(part: Part) -> Part:
    return part if part.absent is not None else replace(part, salt=None, text=None, absent=Absence.WITHHELD)


def documents_for(desk: Desk, upper: UpperOffice, devices: set[DeviceId]) -> tuple[Document, ...]:
    """What the office above needs to judge entries of these machines, in the order in which it is judged.

    The certificate by which it knows this office, or the request while it has not answered; the profiles of this
    office, the certificates of the machines and of those whose place they took, the revocations; then the same of the
    offices below. Where an issuer was disowned, all certificates: those above lost what it had signed.
    """
    book = papers.trust_book(desk)
    family = devices.union(*map(papers.speakers(desk).replaced, devices))
    every = bool(trust.void_keys(book.profiles))
    certificates = [
        line
        for line in papers.standing_lines(desk, DocumentKind.CERTIFICATE)
        if every or (one := trust.verify_certificate(book.profiles, line)).device in family or one.lower is not None
    ]
    below = _below(desk, family)
    lines = (
        *papers.profile_lines(desk),
        *certificates,
        *papers.standing_lines(desk, DocumentKind.REVOCATION)[-1:],
        *below,
    )
    return (_first(desk, upper), *(Document(_ITEMS[read(line).type], line) for line in lines))


def _first(desk: Desk, upper: UpperOffice) -> Document:
    own = papers.upper_certificate_lines(desk, upper.office)
    if own:
        return Document(ItemKind.CERTIFICATE, own[-1])
    return Document(ItemKind.REQUEST, upstream.request_line(desk, upper))


def _below(desk: Desk, devices: Collection[str]) -> tuple[bytes, ...]:
    """Papers of the offices below: all that says whom to believe, and the certificates of these machines."""
    speaking = {one.device for one in papers.trust_book(desk).all_certificates() if one.lower is not None}
    return tuple(
        one.envelope
        for one in papers.documents_below(desk)
        if one.kind is not DocumentKind.CERTIFICATE or one.document in devices or one.document in speaking
    )


def _papers_digest(desk: Desk) -> str:
    """What the office above has to know although no entry waits: profiles, lists of revoked keys, releases."""
    lines = (
        *papers.profile_lines(desk),
        *papers.lines(desk, DocumentKind.REVOCATION)[-1:],
        *(one.envelope for one in papers.documents_below(desk) if one.kind is not DocumentKind.CERTIFICATE),
    )
    return hash_text(b"\n".join((*lines, str(count_releases(desk.book)).encode("ascii"))))


def _have_papers_arrived(desk: Desk, held: HeldAbove) -> bool:
    """Whether a packet with the papers as they are now was acknowledged."""
    digest, _, packet = (get_fact(desk.book, _PAPERS) or "").partition(" ")
    return digest == _papers_digest(desk) and packet in held.packets


_ITEMS = {
    PayloadType.PROFILE.value: ItemKind.PROFILE,
    PayloadType.CERTIFICATE.value: ItemKind.CERTIFICATE,
    PayloadType.REVOCATIONS.value: ItemKind.REVOCATIONS,
}
