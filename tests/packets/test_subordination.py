"""Offices below offices: what proves itself, what does not, and that nobody speaks for another office."""

import datetime as dt
from dataclasses import replace

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.receipts import Receipt, sign_receipt, verify_receipt
from chibo_desktop.packets.subordination import devices_of, grow, lower_offices, offices_under, replay
from chibo_desktop.packets.trust import open_trust
from chibo_desktop.packets.trust_documents import Role
from chibo_desktop.packets.wire_types import time_text
from tests.building.exchange import NOON, Machine, Office, bytes_from
from tests.building.offices import (
    next_card,
    papers_of,
    request_upwards,
    revoke,
    subordinate,
    vouched,
)


class Ladder:
    """A province, a district that reports to it, and a commune that reports to the district; a laptop at each."""

    def __init__(self) -> None:
        self.province, self.district, self.commune = Office("province"), Office("district"), Office("commune")
        self.laptop, self.low_laptop = Machine("laptop"), Machine("low laptop")
        self.district.enrol(self.laptop)
        self.commune.enrol(self.low_laptop)
        subordinate(self.district, self.province)
        subordinate(self.commune, self.district)


@pytest.fixture
def ladder() -> Ladder:
    return Ladder()


def test_a_lower_office_is_believed_from_the_vouched_profile_on(ladder: Ladder) -> None:
    grown = grow(ladder.province.book(), papers_of(ladder.district))
    assert grown.refused == ()
    assert grown.book.find_key(ladder.laptop.key.id) == ladder.laptop.key.public
    certificate = grown.book.certificate_of(ladder.laptop.key.id)
    assert certificate is not None
    assert (certificate.office, certificate.device) == (ladder.district.id, ladder.laptop.device)
    assert [paper.office for paper in grown.fresh] == [ladder.district.id] * len(grown.fresh)


def test_what_is_known_is_not_filed_again(ladder: Ladder) -> None:
    grown = grow(ladder.province.book(), papers_of(ladder.district))
    again = grow(grown.book, papers_of(ladder.district))
    assert (again.fresh, again.refused) == ((), ())
    assert again.book is grown.book


def test_three_levels_work_by_the_same_certificate(ladder: Ladder) -> None:
    grown = grow(ladder.province.book(), [*papers_of(ladder.district), *papers_of(ladder.commune)])
    assert grown.refused == ()
    assert grown.book.find_key(ladder.low_laptop.key.id) == ladder.low_laptop.key.public
    under = offices_under(grown.book, ladder.district.id)
    assert under == {ladder.district.id, ladder.commune.id}
    devices = devices_of(grown.book, under)
    assert {ladder.laptop.device, ladder.low_laptop.device, ladder.commune.machine.device} <= devices
    assert set(lower_offices(grown.book)) == {ladder.district.id}


def test_an_office_that_nobody_vouches_for_adds_nothing(ladder: Ladder) -> None:
    grown = grow(ladder.province.book(), papers_of(ladder.commune))
    assert grown.fresh == ()
    assert {code for code, _ in grown.refused} == {Code.SIGNER}
    assert grown.book.find_key(ladder.low_laptop.key.id) is None


def test_another_first_profile_than_the_vouched_one_is_not_taken(ladder: Ladder) -> None:
    impostor = Office("impostor")
    card = trust.sign_profile(replace(impostor.profile, office=ladder.district.id), impostor.key)
    grown = grow(ladder.province.book(), [card, *impostor.certificates])
    assert grown.fresh == ()
    assert {code for code, _ in grown.refused} == {Code.SIGNER}


def test_profiles_of_a_lower_office_go_forward_only(ladder: Ladder) -> None:
    second = next_card(ladder.district, name="Văn phòng Huyện ủy mới")
    grown = grow(ladder.province.book(), [ladder.district.card, second])
    assert grown.book.below[ladder.district.id].profile == replace(
        ladder.district.profile, version=2, name="Văn phòng Huyện ủy mới"
    )
    older = grow(grown.book, [ladder.district.card])
    assert (older.fresh, older.refused) == ((), ())
    other = next_card(ladder.district, name="một bản 2 khác")
    assert [code for code, _ in grow(grown.book, [other]).refused] == [Code.ROLLBACK]
    profile = grown.book.below[ladder.district.id].profile
    assert profile is not None
    assert profile.version == 2


def test_what_a_disowned_issuer_of_a_lower_office_had_signed_is_passed_over(ladder: Ladder) -> None:
    district, fresh = ladder.district, SigningKey.generate(bytes_from("fresh issuer"))
    party = documents.Party((fresh.id,))
    profile = replace(
        district.profile,
        version=2,
        keys=(*district.profile.keys, fresh.public.text),
        roles=replace(district.profile.roles, issuer=party),
        void=(district.key.id,),
    )
    # the root of this office is the same key as its issuer: it is disowned as an issuer, and goes on as a root
    second = trust.sign_profile(profile, district.key)
    filed = [*papers_of(district), second]
    assert replay(ladder.province.book(), papers_of(district)).book.find_key(ladder.laptop.key.id) is not None
    assert replay(ladder.province.book(), filed).book.find_key(ladder.laptop.key.id) is None
    request, _ = documents.read_request(ladder.laptop.request(district.id))
    again = trust.grant(request, profile, fresh, NOON, NOON + dt.timedelta(days=100))
    assert replay(ladder.province.book(), [*filed, again]).book.find_key(ladder.laptop.key.id) is not None


def test_a_profile_of_a_stranger_never_follows(ladder: Ladder) -> None:
    thief = Office("thief")
    forged = trust.sign_profile(replace(ladder.district.profile, version=2), thief.key)
    grown = grow(ladder.province.book(), [ladder.district.card, forged])
    assert [code for code, _ in grown.refused] == [Code.SIGNER]


def test_a_lower_office_cannot_vouch_for_a_machine_of_another(ladder: Ladder) -> None:
    rival = Office("rival district")
    subordinate(rival, ladder.province)
    forger = Machine("forger")
    forger.device = ladder.laptop.device
    rival.enrol(forger)
    rival.enrol(ladder.laptop)
    grown = grow(ladder.province.book(), [*papers_of(ladder.district), *papers_of(rival)])
    assert [code for code, _ in grown.refused] == [Code.SCOPE, Code.SCOPE]
    assert grown.book.find_key(forger.key.id) is None
    certificate = grown.book.certificate_of(ladder.laptop.key.id)
    assert certificate is not None
    assert certificate.office == ladder.district.id


def test_a_lower_office_cannot_vouch_for_a_machine_of_the_upper(ladder: Ladder) -> None:
    direct = Machine("direct laptop")
    ladder.province.enrol(direct)
    ladder.district.enrol(direct)
    grown = grow(ladder.province.book(), papers_of(ladder.district))
    assert [code for code, _ in grown.refused] == [Code.SCOPE]


def test_a_lower_office_cannot_stand_above_its_superior(ladder: Ladder) -> None:
    subordinate(ladder.province, ladder.district)
    grown = grow(ladder.province.book(), papers_of(ladder.district))
    assert [code for code, _ in grown.refused] == [Code.SCOPE]
    assert ladder.province.id not in grown.book.below


def test_revocations_of_a_lower_office_count_for_its_own_machines_only(ladder: Ladder) -> None:
    rival = Office("rival district")
    subordinate(rival, ladder.province)
    lines = [*papers_of(ladder.district), *papers_of(rival), revoke(rival, ladder.laptop, 0)]
    grown = grow(ladder.province.book(), lines)
    assert grown.refused == ()
    assert grown.book.revocation_of(ladder.laptop.key.id) is None
    grown = grow(grown.book, [revoke(ladder.district, ladder.laptop, 2)])
    revocation = grown.book.revocation_of(ladder.laptop.key.id)
    assert revocation is not None
    assert revocation.covers(ladder.laptop.epoch, 3)
    assert not revocation.covers(ladder.laptop.epoch, 2)


def test_an_older_list_of_revocations_changes_nothing(ladder: Ladder) -> None:
    newer, older = revoke(ladder.district, ladder.laptop, 2, 2), revoke(ladder.district, ladder.laptop, 9, 1)
    grown = grow(ladder.province.book(), [*papers_of(ladder.district), newer])
    assert grow(grown.book, [older]).book is grown.book


def test_both_offices_can_revoke_the_machine_of_a_lower_one(ladder: Ladder) -> None:
    low = ladder.commune.machine
    lines = [*papers_of(ladder.district), *papers_of(ladder.commune)]
    by_itself = grow(ladder.province.book(), [*lines, revoke(ladder.commune, low, 4)]).book
    assert by_itself.revocation_of(low.key.id) is not None
    by_superior = grow(ladder.province.book(), [*lines, revoke(ladder.district, low, 4)]).book
    assert by_superior.revocation_of(low.key.id) is not None


def test_a_lower_office_signs_no_receipt_of_the_upper_one(ladder: Ladder) -> None:
    """Neither its own machine, by the certificate of the upper office, nor another one that it vouches for."""
    second = Machine("second machine of the district", Role.OFFICE)
    ladder.district.enrol(second)
    book = grow(ladder.province.book(), papers_of(ladder.district)).book
    receipt = Receipt(
        office=ladder.province.id,
        office_name=ladder.province.profile.name,
        audience=ladder.laptop.device,
        archive_epoch=ladder.province.machine.epoch,
        created=time_text(NOON),
        packets=(),
        positions=(),
        noted=(),
        counts_digest=hash_text(b""),
    )
    assert verify_receipt(sign_receipt(receipt, ladder.province.key), book)[0] == receipt
    for machine in (ladder.district.machine, second):
        with pytest.raises(Refusal) as refused:
            verify_receipt(sign_receipt(receipt, machine.key), book)
        assert refused.value.code == Code.SCOPE


def test_a_lower_office_grants_no_certificate_of_the_upper_one(ladder: Ladder) -> None:
    stranger = Machine("stranger")
    request, _ = documents.read_request(stranger.request(ladder.province.id))
    for key in (ladder.district.machine.key, ladder.district.key):
        line = trust.grant(request, ladder.province.profile, key, NOON, NOON.replace(year=2027, month=6))
        with pytest.raises(Refusal) as refused:
            trust.verify_certificate([ladder.province.profile], line)
        assert refused.value.code == Code.SIGNER
        grown = grow(ladder.province.book(), [*papers_of(ladder.district), line])
        assert grown.book.find_key(stranger.key.id) is None


def test_a_request_of_a_lower_office_never_becomes_a_machine_of_the_upper(ladder: Ladder) -> None:
    request, _ = documents.read_request(request_upwards(ladder.district, ladder.province))
    assert request.role is Role.OFFICE
    line = trust.grant(request, ladder.province.profile, ladder.province.key, NOON, NOON.replace(year=2027, month=6))
    certificate = trust.verify_certificate([ladder.province.profile], line)
    assert certificate.role is Role.LOWER_OFFICE
    assert certificate.lower == vouched(ladder.district)


def test_the_role_and_the_vouching_belong_together(ladder: Ladder) -> None:
    certificate = open_trust([ladder.province.card], ladder.province.certificates).certificates[
        ladder.district.machine.key.id
    ]
    for broken in (
        replace(certificate, role=Role.OFFICE),
        replace(certificate, vouches=vouched(ladder.province)),
    ):
        line = documents.sign_document(broken, PayloadType.CERTIFICATE, ladder.province.key)
        with pytest.raises(Refusal) as refused:
            trust.verify_certificate([ladder.province.profile], line)
        assert refused.value.code == Code.DOCUMENT
    request, _ = documents.read_request(request_upwards(ladder.district, ladder.province))
    for role in (Role.GROUP, Role.LOWER_OFFICE):
        line = documents.sign_document(replace(request, role=role), PayloadType.REQUEST, ladder.district.machine.key)
        with pytest.raises(Refusal) as refused:
            documents.read_request(line)
        assert refused.value.code == Code.DOCUMENT
