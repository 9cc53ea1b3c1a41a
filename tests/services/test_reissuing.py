"""An issuer or revoker in other hands: replaced, disowned, and what the office itself had signed is signed anew."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust, trust_documents
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.trust_documents import LastGood, Revocations
from chibo_desktop.services import (
    doctor,
    enrolment,
    introductions,
    office,
    papers,
    profile_proposals,
    receipts,
    receiving,
    revocation,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.profile_changes import Change, Matter
from chibo_desktop.storage.trust_documents import DocumentKind
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange import NOON, Machine
from tests.building.exchange_town import Town, know, pack, record

STOLEN = Change(void_issuer=True, void_revoker=True)


def disown(town: Enrolled, change: Change = STOLEN) -> None:
    view = profile_proposals.propose(town.clerk, change).value
    assert view.applied
    assert Matter.VOID in {one.matter for one in view.changes}


def known(desk: Desk) -> set[str]:
    return {one.device for one in papers.trust_book(desk).certificates.values()}


def test_what_the_office_granted_is_signed_anew(town: Enrolled, tmp_path: Path) -> None:
    record(town.first, "Chi bộ A")
    packet = pack(town.first, town.stick)
    before = known(town.clerk)
    disown(town)
    assert known(town.clerk) == before == {town.clerk.me.device, town.first.me.device, town.second.me.device}
    assert merge_one(town.clerk, packet).entries.new == 1, "what was packed before is merged as before"
    folder = tmp_path / "down"
    folder.mkdir()
    receipts.write_receipts(town.clerk, folder)
    receiving.merge(town.first, [folder])
    certificate = enrolment.own_certificate(town.first)
    assert certificate is not None
    assert certificate == papers.trust_book(town.clerk).certificate_of(town.first.keys.signing.id)
    assert doctor.examine(town.clerk).is_sound
    assert known(town.reopen(town.clerk)) == before


def test_a_certificate_by_the_thief_is_worth_nothing(town: Enrolled, tmp_path: Path) -> None:
    """One that came before the theft was noticed, and one that comes afterwards."""
    secrets = town.clerk.office_secrets
    assert secrets is not None
    issuer = SigningKey.of_seed(secrets.issuer)
    early, late = Machine("early"), Machine("late")
    lines = []
    for thief in (early, late):
        request, _ = trust_documents.read_request(thief.request(town.clerk.me.office))
        profile = papers.trust_book(town.clerk).profiles[0]
        lines.append(trust.grant(request, profile, issuer, NOON, NOON + dt.timedelta(days=300)))
    with town.clerk.book.transaction():
        papers.keep(town.clerk, DocumentKind.CERTIFICATE, early.device, lines[0])
    assert early.device in known(town.clerk)
    disown(town)
    assert early.device not in known(town.clerk)
    judged = introductions.judge(town.clerk, [(trust_documents.PayloadType.CERTIFICATE, lines[1])])
    assert (judged.fresh, judged.trust.certificate_of(late.key.id)) == ((), None)
    with pytest.raises(Refusal, match="E_SIGNER"):
        trust.verify_certificate(papers.trust_book(town.clerk).profiles, lines[1])


def test_nothing_revoked_comes_back_by_a_stolen_revoker(town: Enrolled) -> None:
    device = DeviceId(town.first.me.device)
    revocation.revoke(town.clerk, device, "mất máy")
    secrets = town.clerk.office_secrets
    assert secrets is not None
    key = town.first.keys.signing.id
    forged = Revocations(str(town.clerk.me.office), 9, (), "2026-12-01T00:00:00Z")
    line = trust.sign_revocations(forged, SigningKey.of_seed(secrets.revoker))
    with town.clerk.book.transaction():
        papers.keep(town.clerk, DocumentKind.REVOCATION, forged.office, line, 9)
    assert papers.trust_book(town.clerk).revocation_of(key) is None, "the thief has taken the laptop off the list"
    disown(town)
    assert papers.trust_book(town.clerk).revocation_of(key) is not None
    assert papers.trust_book(town.reopen(town.clerk)).revocation_of(key) is not None
    assert papers.trust_book(town.open("office")).revocations == 10, "versions go on"


def test_a_list_that_was_replaced_before_the_theft_does_not_come_back(town: Enrolled) -> None:
    """The list of a revoker before the stolen one still stands: it is older, and must not count again."""
    device, key = DeviceId(town.first.me.device), town.first.keys.signing.id
    record(town.first, "Chi bộ A", "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    revocation.revoke(town.clerk, device, "mất máy")
    profile_proposals.propose(town.clerk, Change(rotate_revoker=True))
    revocation.revoke(town.clerk, device, "mất sớm hơn", [LastGood(one.epoch, 1) for one in _ends(town)])
    meant = papers.trust_book(town.clerk).revocation_of(key)
    disown(town, Change(void_revoker=True))
    assert papers.trust_book(town.clerk).revocation_of(key) == meant
    assert papers.trust_book(town.clerk).revocations == 3


def _ends(town: Enrolled) -> tuple[revocation.EpochEnd, ...]:
    return revocation.loss_of(town.clerk, DeviceId(town.first.me.device)).ends


def test_an_office_that_is_disowned_twice(town: Enrolled) -> None:
    before = known(town.clerk)
    disown(town)
    disown(town, Change(void_issuer=True))
    assert known(town.clerk) == before
    (first, second, third) = papers.trust_book(town.clerk).profiles
    assert first.void is trust_documents.UNSET
    assert trust.void_keys([first, second, third]) == {
        *first.roles.issuer.keys,
        *first.roles.revoker.keys,
        *second.roles.issuer.keys,
    }


def test_a_machine_can_be_enrolled_and_answered_afterwards(town: Enrolled, tmp_path: Path) -> None:
    disown(town)
    elsewhere = Town(tmp_path / "elsewhere")
    laptop = elsewhere.laptop("Quang Thuận-9")
    know(laptop, town.clerk)
    request = enrolment.make_request(laptop)
    granted = enrolment.grant(town.clerk, request.data, request.digits).value
    enrolment.accept_grant(laptop, granted.data)
    record(laptop, "Chi bộ B")
    assert merge_one(town.clerk, pack(laptop, tmp_path)).result is Result.MERGED
    elsewhere.close()


def test_a_profile_without_disowned_keys_is_written_as_ever(town: Enrolled) -> None:
    profile_proposals.propose(town.clerk, Change(name="Tên mới"))
    assert b'"void"' not in papers.profile_lines(town.clerk)[-1]
    card = office.office_card(town.clerk)
    assert enrolment.read_card(card.data).office == "Tên mới"
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    assert dataclasses.replace(profile, version=1).void is trust_documents.UNSET
