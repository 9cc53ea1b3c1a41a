"""The append-only log of a device, as values: what an entry says, and the parts that it binds.

Nothing here signs or reads bytes; the packets room does. An entry is never changed after it was signed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, KeyId, PersonId


class PartClass(StrEnum):
    """What a part tells about people; a part may be withheld or erased by class."""

    FIGURES = "A"
    WORDS = "B"
    PEOPLE = "C"


class EntryKind(StrEnum):
    """Kinds known to this program. Others are kept and forwarded as they are."""

    VISIT_RECORDED = "visit.recorded"
    VISIT_AMENDED = "visit.amended"
    VISIT_WITHDRAWN = "visit.withdrawn"
    VISIT_RETURNED = "visit.returned"
    VISITS_LINKED = "visits.linked"
    STATEMENT_FOLLOWED = "statement.followed"
    PLAN_PUBLISHED = "plan.published"
    PLAN_ANSWERED = "plan.answered"
    ORGANISATION_CHANGED = "organisation.changed"
    GROUP_DECIDED = "group.decided"
    ORGANISATION_ROSTER = "organisation.roster_stated"
    PERSON_CHANGED = "person.changed"
    PERSON_JOINED = "person.joined"
    EPOCH_OPENED = "device.epoch_opened"
    CONFLICT_SETTLED = "conflict.settled"
    PART_ERASED = "part.erased"
    ACT_RECORDED = "act.recorded"


class Absence(StrEnum):
    """Why the text of a part is not here although the signature binds it."""

    WITHHELD = "withheld"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class PartBinding:
    """Name, class and salted SHA-256 of a part, as signed."""

    name: str
    part_class: PartClass
    hash: str


@dataclass(frozen=True, slots=True)
class BlobBinding:
    """An attachment as signed: its SHA-256, size in bytes, media type and a label for people."""

    hash: str
    bytes: int
    type: str
    label: str


@dataclass(frozen=True, slots=True)
class EntryHead:
    """The signed payload. ``wall`` is the device's clock, a claim and never an order; ``seq`` counts from 1."""

    id: EntryId
    v: int
    min_reader: int
    kind: str
    subject: str
    based_on: tuple[EntryId, ...]
    device: DeviceId
    epoch: EpochId
    seq: int
    prev: EntryId | None
    author: PersonId
    wall: datetime
    clock_ok: bool
    parts: tuple[PartBinding, ...] = ()
    blobs: tuple[BlobBinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it travels beside its entry: 16 bytes of salt and JSON text, or the reason why they are missing.

    ``data`` is the text as UTF-8, where whoever read the part had it at hand; it never outlives a change of the text.
    """

    name: str
    part_class: PartClass
    hash: str
    salt: bytes | None
    text: str | None
    absent: Absence | None = None
    data: bytes | None = field(default=None, init=False, repr=False, compare=False)

    if not TYPE_CHECKING:  # a checker must go on finding names that are no field

        def __getattr__(self, name: str) -> str:
            """The text of ``unread``, spelled out for the first who asks."""
            if name != "text":
                raise AttributeError(name)
            text = self.data.decode("utf-8")
            object.__setattr__(self, "text", text)
            return text

    @classmethod
    def read(cls, binding: PartBinding, salt: bytes, text: str, data: bytes) -> "Part":
        """A part whose text came as these bytes."""
        part = cls(binding.name, binding.part_class, binding.hash, salt, text)
        object.__setattr__(part, "data", data)
        return part

    @classmethod
    def unread(cls, binding: PartBinding, salt: bytes, data: bytes) -> "Part":
        """A part whose text is known to be what these bytes spell: decoding them waits for whoever reads it.

        A merge only keeps the bytes.
        """
        part = object.__new__(cls)
        named = ("name", binding.name), ("part_class", binding.part_class), ("hash", binding.hash)
        for name, value in (*named, ("salt", salt), ("absent", None), ("data", data)):
            object.__setattr__(part, name, value)
        return part


@dataclass(frozen=True, slots=True)
class Entry:
    """A verified entry: the verbatim signed line (no line end), the key that signed it, and its parts."""

    head: EntryHead
    envelope: bytes
    signer: KeyId
    parts: tuple[Part, ...] = ()

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)
