"""Random identities. They carry no meaning, so no renaming, merging or moving ever makes them wrong."""

import base64
import re
from collections.abc import Callable
from typing import NewType

OrganisationId = NewType("OrganisationId", str)
GroupId = NewType("GroupId", str)
PersonId = NewType("PersonId", str)
VisitId = NewType("VisitId", str)
DeviceId = NewType("DeviceId", str)
EpochId = NewType("EpochId", str)
OfficeId = NewType("OfficeId", str)
PacketId = NewType("PacketId", str)
EntryId = NewType("EntryId", str)
KeyId = NewType("KeyId", str)
ItemId = NewType("ItemId", str)
PlannedId = NewType("PlannedId", str)
DecisionId = NewType("DecisionId", str)

RandomBytes = Callable[[int], bytes]

_ID = re.compile(r"[a-z2-7]{26}")
_ITEM_ID = re.compile(r"[a-z2-7]{8}")


def new_id(random_bytes: RandomBytes) -> str:
    """128 random bits as 26 lower-case base32 characters (RFC 4648): safe as a word on a command line."""
    return base64.b32encode(random_bytes(16)).decode("ascii").rstrip("=").lower()


def new_item_id(random_bytes: RandomBytes) -> ItemId:
    """40 random bits as 8 base32 characters: identity of a row inside one visit."""
    return ItemId(base64.b32encode(random_bytes(5)).decode("ascii").lower())


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def is_item_id(text: str) -> bool:
    return _ITEM_ID.fullmatch(text) is not None


def statement_id(visit: VisitId, item: ItemId) -> str:
    """Identity of an opinion or guidance among all visits."""
    return f"{visit}/{item}"
