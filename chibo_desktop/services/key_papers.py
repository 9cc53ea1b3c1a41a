"""Papers of a key ceremony: the page of each key, and the protocol that is signed by hand."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.documents.fonts import standard_family
from chibo_desktop.documents.key_page import KeyPage, build_key_page
from chibo_desktop.documents.key_protocol import Protocol, ProtocolKey, build_protocol
from chibo_desktop.documents.profiles import load_profile
from chibo_desktop.packets import paper_keys
from chibo_desktop.packets.key_file import KeyUse
from chibo_desktop.services import office_keys
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.key_ceremony import Ceremony, NewKey
from chibo_desktop.services.profile_changes import DAILY, RECOVERY


@dataclass(frozen=True, slots=True)
class Meeting:
    """What people add to the protocol: when and where it was, and who was there."""

    day: dt.date
    place: str = ""
    superior: str = ""
    present: tuple[str, ...] = ()


def key_page(ceremony: Ceremony, key: NewKey) -> bytes:
    """The page of a key under way, as PDF. Raises ``Fault`` FONT_MISSING, FONT_UNREADABLE."""
    is_root = key.private.use is KeyUse.ROOT
    page = KeyPage(
        office=ceremony.office_name,
        label=key.label,
        name=key.name,
        day=ceremony.created.astimezone().date(),
        code=(paper_keys.root_code if is_root else paper_keys.recovery_code)(key.private.raw),
        rows=paper_keys.rows_of(key.private.raw),
        threshold=ceremony.threshold if is_root else 0,
        keys=len(ceremony.kept) + len(ceremony.root_keys) if is_root else 0,
    )
    return build_key_page(page, load_profile(), standard_family())


def protocol(desk: Desk, meeting: Meeting) -> bytes:
    """The protocol of the profile in force, as PDF. Raises ``Refusal`` NOT_AN_OFFICE; ``Fault`` FONT_MISSING."""
    keys = office_keys.office_keys(desk)
    content = Protocol(
        office=keys.office,
        day=meeting.day,
        keys=tuple(
            ProtocolKey(row.role, "" if row.label in {DAILY, RECOVERY} else row.label, row.name, row.here)
            for row in keys.rows
        ),
        card_digits=keys.digits_of_card,
        version=keys.version,
        threshold=keys.threshold,
        root_keys=keys.root_keys,
        place=meeting.place,
        superior=meeting.superior,
        present=meeting.present,
    )
    return build_protocol(content, load_profile(), standard_family())
