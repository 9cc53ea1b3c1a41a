"""Offices above each other, as documents: what an upper office files of a lower one, without any home."""

import datetime as dt
from dataclasses import replace

from chibo_desktop.packets import trust
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.envelope import PayloadType, id_of, read
from chibo_desktop.packets.trust_documents import LastGood, Revocation, Revocations, Vouched
from chibo_desktop.packets.wire_types import time_text
from tests.building.exchange import NOON, Machine, Office


def first_profile_id(card: bytes) -> str:
    held = read(card)
    return id_of(held.type, held.payload)


def vouched(lower: Office) -> Vouched:
    return Vouched(lower.id, lower.profile.name, first_profile_id(lower.card))


def request_upwards(lower: Office, upper: Office, whom: Vouched | None = None) -> bytes:
    """The request by which the machine of a lower office asks the upper one."""
    request, _ = documents.read_request(lower.machine.request(upper.id))
    asked = replace(request, vouches=whom or vouched(lower))
    return documents.sign_document(asked, PayloadType.REQUEST, lower.machine.key)


def subordinate(lower: Office, upper: Office, whom: Vouched | None = None) -> bytes:
    """The upper office vouches for the lower one; returns the certificate."""
    request, _ = documents.read_request(request_upwards(lower, upper, whom))
    line = trust.grant(request, upper.profile, upper.key, NOON, NOON + dt.timedelta(days=365))
    upper.certificates.append(line)
    return line


def papers_of(office: Office) -> list[bytes]:
    """What a lower office sends ahead of its entries."""
    return [office.card, *office.certificates]


def next_card(office: Office, **changes: object) -> bytes:
    """The next version of an office's profile."""
    profile = replace(office.profile, version=office.profile.version + 1, **changes)  # type: ignore[arg-type]  # names are those of the fields
    return trust.sign_profile(profile, office.key)


def revoke(office: Office, machine: Machine, last: int, version: int = 1) -> bytes:
    """The office's list of revoked keys, with one machine on it."""
    one = Revocation(machine.key.public.text, machine.device, (LastGood(machine.epoch, last),))
    return trust.sign_revocations(Revocations(office.id, version, (one,), time_text(NOON)), office.key)
