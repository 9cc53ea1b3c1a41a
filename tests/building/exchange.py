"""An office and laptops with real keys: everything that two sides of an exchange need, the same in every run."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, PersonId, RandomBytes
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets import trust
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.contents import Content, texts_of
from chibo_desktop.packets.entries import Draft, Moment, Place, build_entry
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.intake import Desk
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import Document, PackedFile, Shipment, pack
from chibo_desktop.packets.trust import TrustBook, open_trust
from chibo_desktop.packets.trust_documents import Certificate, GroupClaim, PersonClaim, Profile, Reader, Request, Role
from chibo_desktop.packets.visit_parts import CLASS_OF_PART, split
from chibo_desktop.packets.wire_types import time_text
from tests.building.visits import id_of

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
GROUP = id_of("group Bạch Thông")


def bytes_from(label: str) -> RandomBytes:
    """A source of bytes that gives the same in every run."""
    return random.Random(label).randbytes


@dataclass
class Machine:
    """A machine with keys and a log. ``reader`` may be given where a test needs the same file twice."""

    label: str
    role: Role = Role.GROUP
    reader: ReaderKey = field(default_factory=ReaderKey.generate)
    log: list[Entry] = field(default_factory=list[Entry])

    def __post_init__(self) -> None:
        self.random_bytes = bytes_from(self.label)
        self.key = SigningKey.generate(self.random_bytes)
        self.device = DeviceId(id_of(f"device {self.label}"))
        self.epoch = EpochId(id_of(f"epoch {self.label}"))
        self.person = PersonClaim(id_of(f"person {self.label}"), "Ma Từ Đông Điền", "Trưởng ban Dân vận")
        self.group = GroupClaim(GROUP, "Tổ Bạch Thông", Tier.PROVINCE) if self.role is Role.GROUP else None

    def request(self, office: str | None = None) -> bytes:
        request = Request(
            office=office,
            device=self.device,
            key=self.key.public.text,
            recipient=self.reader.recipient,
            machine=self.label,
            person=self.person,
            group=self.group,
            role=self.role,
            created=time_text(NOON),
        )
        return documents.sign_document(request, PayloadType.REQUEST, self.key)

    def write(self, draft: Draft) -> Entry:
        """Appends to the log."""
        prev = self.log[-1].head.id if self.log else None
        place = Place(self.device, self.epoch, len(self.log) + 1, prev)
        entry = build_entry(draft, place, Moment(NOON), self.key, self.random_bytes)
        self.log.append(entry)
        return entry

    def record(self, visit: Visit) -> Entry:
        return self.write(self.draft_of(visit))

    def draft_of(self, visit: Visit, based_on: tuple[EntryId, ...] = (), reason: str = "") -> Draft:
        texts = split(visit, reason=reason)
        return Draft(
            kind="visit.amended" if based_on else "visit.recorded",
            subject=visit.id,
            author=PersonId(self.person.id),
            texts=tuple((name, CLASS_OF_PART[name], text) for name, text in texts.items()),
            based_on=based_on,
        )

    def say(self, kind: str, subject: str, content: Content) -> Entry:
        return self.write(Draft(kind, subject, PersonId(self.person.id), texts_of(content)))


@dataclass
class Office:
    """An office with a profile of one key, and the certificates that it granted."""

    label: str = "office"
    reader: ReaderKey = field(default_factory=ReaderKey.generate)
    certificates: list[bytes] = field(default_factory=list[bytes])

    def __post_init__(self) -> None:
        self.machine = Machine(self.label, Role.OFFICE, self.reader)
        self.key = self.machine.key
        self.id = id_of(self.label)
        party = documents.Party((self.key.id,))
        self.profile = Profile(
            office=self.id,
            name="Văn phòng Tỉnh ủy",
            version=1,
            keys=(self.key.public.text,),
            roles=documents.Roles(party, party, party),
            readers=(Reader("Văn phòng", self.reader.recipient),),
            recovery=(),
            upstream=None,
            policy=documents.Policy(),
            created=time_text(NOON),
        )
        self.card = trust.sign_profile(self.profile, self.key)
        self.enrol(self.machine)

    def enrol(self, machine: Machine) -> Certificate:
        request, _ = documents.read_request(machine.request(self.id))
        line = trust.grant(request, self.profile, self.key, NOON, NOON + dt.timedelta(days=365))
        self.certificates.append(line)
        return trust.verify_certificate([self.profile], line)

    def book(self, revocations: Sequence[bytes] = ()) -> TrustBook:
        return open_trust([self.card], self.certificates, revocations)

    def desk(self, book: TrustBook | None = None) -> Desk:
        return Desk((self.reader,), frozenset({self.id}), book or self.book())


def shipment_of(machine: Machine, office: Office, entries: Sequence[Entry] | None = None) -> Shipment:
    """What a laptop sends to its office, with its own request in front."""
    return Shipment(
        device=machine.device,
        epoch=machine.epoch,
        audience=office.id,
        recipients=(*office.profile.readers, Reader("máy này", machine.reader.recipient)),
        number=12,
        created=NOON,
        documents=(Document(ItemKind.REQUEST, machine.request(office.id)),),
        entries=tuple(machine.log if entries is None else entries),
    )


def packet_of(machine: Machine, office: Office, entries: Sequence[Entry] | None = None) -> PackedFile:
    """The single file of a small shipment."""
    (packed,) = pack(shipment_of(machine, office, entries), machine.key, machine.random_bytes)
    return packed
