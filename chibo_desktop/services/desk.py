"""The opened home of one machine: the book, its keys, and who works at it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from chibo_desktop.domain.ids import DeviceId, OfficeId, PersonId, RandomBytes
from chibo_desktop.domain.people import Group, Person
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.speaking import Speakers
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.services.known_register import KnownRegister
from chibo_desktop.services.places import Places
from chibo_desktop.storage.book import Book
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.sealed import read_sealed, write_sealed
from chibo_desktop.storage.slots import MasterKey

Clock = Callable[[], dt.datetime]
"""Tells the time of the machine as an aware UTC datetime. Order never depends on it."""

ME = "me"
UPPER = "upper office"
UPPERS = "upper offices so far"


class Role(StrEnum):
    """What a machine is for. One machine keeps one role."""

    GROUP = "group"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Me:
    """The machine and the person who answers for it."""

    role: Role
    device: DeviceId
    machine: str
    person: Person
    group: Group
    office: OfficeId | None = None
    office_name: str = ""
    others: tuple[Person, ...] = ()
    """Further people who work at a shared machine."""
    working: PersonId | None = None
    """Who of them works now; ``None`` is the person who answers for the machine."""
    former: tuple[DeviceId, ...] = ()
    """The machines whose book this one took over, one after the other."""

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who works at this machine; the first one answers for it."""
        return (self.person, *self.others)

    @property
    def devices(self) -> frozenset[DeviceId]:
        """This machine and those whose book it took over: what they wrote is its own."""
        return frozenset({self.device, *self.former})

    @property
    def author(self) -> Person:
        """Who works now: the author of what is written."""
        return next((person for person in self.people if person.id == self.working), self.person)


@dataclass(frozen=True, slots=True)
class UpperOffice:
    """The office that this one reports to."""

    office: OfficeId
    name: str


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The private keys of the machine: one signs entries and packets, one opens what is sent to it."""

    signing: SigningKey
    reader: ReaderKey
    past_readers: tuple[ReaderKey, ...] = ()
    """Those of before a rotation: what is under way to this machine may still be encrypted to them."""


@dataclass(frozen=True, slots=True)
class DeviceSecrets:
    """How the keys lie in ``device.sealed``. ``next_seed`` and ``next_reader`` are those of a rotation under way."""

    device: DeviceId
    seed: bytes
    reader: str
    past_readers: tuple[str, ...] = ()
    next_seed: bytes | None = None
    next_reader: str | None = None

    @property
    def keys(self) -> DeviceKeys:
        past = tuple(map(ReaderKey.of_secret, self.past_readers))
        return DeviceKeys(SigningKey.of_seed(self.seed), ReaderKey.of_secret(self.reader), past)


@dataclass(frozen=True, slots=True)
class StagedSecrets:
    """Keys that were made for a proposal: they take the place of the others once it is the profile."""

    issuer: bytes | None = None
    revoker: bytes | None = None
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeSecrets:
    """The private keys of an office that lie on its machine: issuer, revoker, daily reader.

    ``root`` and ``recovery`` are here as well while the office is weak; the ceremony takes them to sticks and paper.
    ``old_readers`` open packets that were packed for a reader of an earlier profile.
    """

    office: OfficeId
    root: bytes | None
    issuer: bytes
    revoker: bytes
    reader: str
    recovery: str | None
    old_readers: tuple[str, ...] = ()
    staged: StagedSecrets = StagedSecrets()

    @property
    def readers(self) -> tuple[ReaderKey, ...]:
        """Everything here that opens packets of every day, the newest first."""
        return tuple(map(ReaderKey.of_secret, (self.reader, *reversed(self.old_readers))))


@dataclass(slots=True)
class Desk:
    """Everything that a service needs. Used by one thread at a time; ``me`` follows changes of enrolment."""

    places: Places
    book: Book
    master: MasterKey = field(repr=False)
    keys: DeviceKeys = field(repr=False)
    me: Me
    clock: Clock
    random: RandomBytes
    office_secrets: OfficeSecrets | None = field(default=None, repr=False)
    lent: tuple[ReaderKey, ...] = field(default=(), repr=False)
    """Recovery keys that a person typed from paper: for this session, never written down."""
    trust: tuple[int, TrustBook] | None = field(default=None, repr=False)
    """The verified documents of trust, and how many there were when they were verified."""
    speakers: tuple[TrustBook, Speakers] | None = field(default=None, repr=False)
    """Who may speak of which visits, and the documents that say so."""
    register: KnownRegister | None = field(default=None, repr=False)
    """The register of organisations as it was read last; ``services.organisations.known`` asks whether it still is."""

    @property
    def is_office(self) -> bool:
        return self.me.role is Role.OFFICE

    @property
    def readers(self) -> tuple[ReaderKey, ...]:
        """Every identity that may open a packet sent here."""
        of_office = self.office_secrets.readers if self.office_secrets is not None else ()
        return (*of_office, self.keys.reader, *self.keys.past_readers, *self.lent)

    def today(self) -> dt.date:
        """The calendar day where the machine stands."""
        return self.clock().astimezone().date()


def remember_me(book: Book, me: Me) -> None:
    put_fact(book, ME, msgspec.json.encode(me).decode("utf-8"))


def recall_me(book: Book) -> Me:
    return msgspec.json.decode((get_fact(book, ME) or "").encode("utf-8"), type=Me)


def remember_upper(book: Book, upper: UpperOffice) -> None:
    """Report to this office from now on."""
    put_fact(book, UPPER, msgspec.json.encode(upper).decode("utf-8"))
    put_fact(book, UPPERS, " ".join(sorted({*uppers(book), upper.office})))


def uppers(book: Book) -> frozenset[str]:
    """The office that this one reports to, and those to which it reported before."""
    return frozenset((get_fact(book, UPPERS) or "").split())


def recall_upper(book: Book) -> UpperOffice | None:
    """The office that this one reports to, or ``None`` before its card was accepted."""
    told = get_fact(book, UPPER)
    return msgspec.json.decode(told.encode("utf-8"), type=UpperOffice) if told else None


def write_secrets(places: Places, master: MasterKey, secrets: DeviceSecrets, random_bytes: RandomBytes) -> None:
    """Seal the device's private keys beside the book, never in it: no backup may carry them."""
    write_sealed(places.device, master.device_key(), msgspec.json.encode(secrets), random_bytes)


def read_secrets(places: Places, master: MasterKey) -> DeviceSecrets:
    return msgspec.json.decode(read_sealed(places.device, master.device_key()), type=DeviceSecrets)


def write_office_secrets(places: Places, master: MasterKey, secrets: OfficeSecrets, random_bytes: RandomBytes) -> None:
    write_sealed(places.office, master.device_key(), msgspec.json.encode(secrets), random_bytes)


def read_office_secrets(places: Places, master: MasterKey) -> OfficeSecrets | None:
    if not places.office.exists():
        return None
    return msgspec.json.decode(read_sealed(places.office, master.device_key()), type=OfficeSecrets)
