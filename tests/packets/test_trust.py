"""Profiles, certificates and revocations: who may say what, and that nothing goes back."""

import datetime as dt
from dataclasses import replace

import pytest

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, trust
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.manifest import Place, Range, ranges_of
from chibo_desktop.packets.receipts import Held, PacketSeen, Receipt, acknowledgement_code, sign_receipt, verify_receipt
from chibo_desktop.packets.trust_documents import Party, Profile, Reader, Roles
from chibo_desktop.packets.wire_types import time_text
from tests.building.exchange import NOON, Machine, Office, bytes_from
from tests.building.visits import id_of

KEYS = [SigningKey.generate(bytes_from(f"root {number}")) for number in range(4)]


def code_of(call: object, *args: object) -> str:
    assert callable(call)
    with pytest.raises(Refusal) as refused:
        call(*args)
    return refused.value.code


def profile_of(version: int, keys: list[SigningKey], threshold: int = 2) -> Profile:
    party = Party(tuple(key.id for key in keys), threshold)
    one = Party((keys[0].id,))
    base = Office().profile
    public = tuple(key.public.text for key in keys)
    return replace(base, version=version, keys=public, roles=Roles(party, one, one))


def test_a_profile_needs_the_threshold_of_its_root() -> None:
    profile = profile_of(1, KEYS[:3])
    assert trust.verify_first_profile(trust.sign_profile(profile, *KEYS[:2])) == profile
    assert not profile.weak
    assert code_of(trust.verify_first_profile, trust.sign_profile(profile, KEYS[0])) == Code.THRESHOLD
    assert code_of(trust.verify_first_profile, trust.sign_profile(profile, KEYS[0], KEYS[0])) == Code.THRESHOLD
    assert code_of(trust.verify_first_profile, trust.sign_profile(profile, KEYS[0], KEYS[3])) == Code.THRESHOLD
    assert profile_of(1, KEYS[:1], 1).weak


def test_the_next_version_is_signed_by_the_old_root_and_the_new() -> None:
    first, second = profile_of(1, KEYS[:3]), profile_of(2, KEYS[1:4])
    assert trust.verify_next_profile(first, trust.sign_profile(second, *KEYS[1:3])) == second
    assert code_of(trust.verify_next_profile, first, trust.sign_profile(second, *KEYS[2:4])) == Code.THRESHOLD
    assert code_of(trust.verify_next_profile, first, trust.sign_profile(second, *KEYS[:2])) == Code.THRESHOLD


@pytest.mark.parametrize("version", [1, 2, 4])
def test_versions_go_forward_one_by_one(version: int) -> None:
    line = trust.sign_profile(profile_of(version, KEYS[:3]), *KEYS[:3])
    assert code_of(trust.verify_next_profile, profile_of(2, KEYS[:3]), line) == Code.ROLLBACK


def test_another_office_does_not_follow() -> None:
    line = trust.sign_profile(replace(profile_of(2, KEYS[:3]), office=id_of("other")), *KEYS[:3])
    assert code_of(trust.verify_next_profile, profile_of(1, KEYS[:3]), line) == Code.DOCUMENT


def test_a_role_needs_keys_that_can_fill_it() -> None:
    hollow = replace(profile_of(1, KEYS[:1], 1), roles=Roles(Party((KEYS[0].id,)), Party((KEYS[1].id,)), Party(())))
    assert code_of(trust.verify_first_profile, trust.sign_profile(hollow, KEYS[0])) == Code.DOCUMENT


def test_a_request_proves_the_possession_of_its_key() -> None:
    machine, thief = Machine("honest"), Machine("thief")
    request, signed = documents.read_request(machine.request())
    assert (request.key, signed.signer) == (machine.key.public.text, machine.key.id)
    stolen = documents.sign_document(request, PayloadType.REQUEST, thief.key)
    assert code_of(documents.read_request, stolen) == Code.SIGNER


def test_a_recipient_with_a_false_letter_is_refused_before_anybody_encrypts_to_it() -> None:
    office, machine = Office(), Machine("honest")
    request, _ = documents.read_request(machine.request())
    wrong = request.recipient[:-1] + ("q" if request.recipient[-1] != "q" else "p")
    line = documents.sign_document(replace(request, recipient=wrong), PayloadType.REQUEST, machine.key)
    assert code_of(documents.read_request, line) == Code.DOCUMENT
    card = trust.sign_profile(replace(office.profile, readers=(Reader("Văn phòng", wrong),)), office.key)
    assert code_of(trust.verify_first_profile, card) == Code.DOCUMENT


def test_a_certificate_is_believed_from_the_issuer_only() -> None:
    office, machine = Office(), Machine("machine")
    certificate = office.enrol(machine)
    assert office.book().certificate_of(machine.key.id) == certificate
    assert office.book().find_key(machine.key.id) == machine.key.public
    assert office.book().find_key(KeyId("unknown")) is None
    forged = documents.sign_document(certificate, PayloadType.CERTIFICATE, machine.key)
    assert code_of(trust.verify_certificate, [office.profile], forged) == Code.SIGNER


@pytest.mark.parametrize("days", [0, -1, 401])
def test_a_certificate_holds_at_most_400_days(days: int) -> None:
    office, machine = Office(), Machine("machine")
    request, _ = documents.read_request(machine.request())
    end = NOON + dt.timedelta(days=days)
    with pytest.raises(ValueError, match="400 days"):
        trust.grant(request, office.profile, office.key, NOON, end)
    certificate = replace(office.enrol(machine), not_after=time_text(end))
    line = documents.sign_document(certificate, PayloadType.CERTIFICATE, office.key)
    assert code_of(trust.verify_certificate, [office.profile], line) == Code.DOCUMENT


def test_of_two_certificates_the_later_one_counts() -> None:
    office, machine = Office(), Machine("machine")
    older = office.enrol(machine)
    newer = replace(older, not_before=time_text(NOON + dt.timedelta(days=1)), machine="máy mới")
    line = documents.sign_document(newer, PayloadType.CERTIFICATE, office.key)
    for lines in ([*office.certificates, line], [line, *office.certificates]):
        assert trust.open_trust([office.card], lines).certificate_of(machine.key.id) == newer


def test_revocation_is_a_position_never_a_date() -> None:
    revocation = documents.Revocation("k", "d", (documents.LastGood("e", 3),))
    assert not revocation.covers("e", 3)
    assert revocation.covers("e", 4)
    assert revocation.covers("opened later", 1)


def test_the_highest_list_of_revocations_counts() -> None:
    office, machine = Office(), Machine("lost")
    office.enrol(machine)
    lost = documents.Revocation(machine.key.public.text, machine.device, ())
    lines = [
        trust.sign_revocations(documents.Revocations(office.id, version, revoked, time_text(NOON)), office.key)
        for version, revoked in ((2, (lost,)), (1, ()))
    ]
    assert office.book(lines).revocation_of(machine.key.id) == lost


def test_digits_change_with_every_byte_and_survive_how_people_type() -> None:
    one, other = Machine("one").request(), Machine("other").request()
    digits = documents.fifteen_digits(one)
    assert digits != documents.fifteen_digits(other)
    assert documents.are_same_digits(digits.replace(" ", ""), digits)
    assert documents.are_same_digits(f" {digits.replace(' ', '-')} ", digits)
    assert not documents.are_same_digits(digits[:-1], digits)
    assert not documents.are_same_digits("", digits)


def test_unclean_or_overlong_names_are_not_signed() -> None:
    office = Office()
    for name in ("Văn\u202ephòng", "x" * 501):
        with pytest.raises(Refusal) as refused:
            trust.sign_profile(replace(office.profile, name=name), office.key)
        assert refused.value.code == Code.DOCUMENT


def test_papers_of_another_office_are_refused() -> None:
    office, machine = Office(), Machine("machine")
    certificate = replace(office.enrol(machine), office=id_of("other office"))
    line = documents.sign_document(certificate, PayloadType.CERTIFICATE, office.key)
    assert code_of(trust.verify_certificate, [office.profile], line) == Code.DOCUMENT
    revocations = documents.Revocations(id_of("other office"), 1, (), time_text(NOON))
    line = trust.sign_revocations(revocations, office.key)
    assert code_of(trust.verify_revocations, [office.profile], line) == Code.DOCUMENT
    assert code_of(trust.verify_revocations, [office.profile], office.card) == Code.TYPE


def test_a_certificate_needs_the_threshold_of_its_issuers() -> None:
    office, machine = Office(), Machine("machine")
    certificate = office.enrol(machine)
    profile = replace(profile_of(1, KEYS[:3]), office=office.id)
    profile = replace(profile, roles=replace(profile.roles, issuer=profile.roles.root))
    one = documents.sign_document(certificate, PayloadType.CERTIFICATE, KEYS[0])
    assert code_of(trust.verify_certificate, [profile], one) == Code.THRESHOLD
    assert trust.verify_certificate([profile], envelope.add_signature(one, KEYS[1])) == certificate


def test_nobody_is_trusted_without_a_profile() -> None:
    book = trust.open_trust([])
    assert book.profile is None
    assert book.find_key(KEYS[0].id) is None


@pytest.mark.parametrize("data", [b"", b"{}", b'{"payload":1}\n', b'{"payload"' + b"x" * 2_000_000])
def test_a_file_that_holds_no_documents_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        documents.read_document_file(data)
    assert refused.value.code in {Code.FORMAT, Code.ENVELOPE, Code.SIZE}


def test_a_file_of_too_many_documents_is_refused() -> None:
    data = documents.write_document_file([Office().card] * 65)
    assert code_of(documents.read_document_file, data) == Code.SIZE


def receipt_of(office: Office, machine: Machine) -> Receipt:
    return Receipt(
        office=office.id,
        office_name="Văn phòng",
        audience=machine.device,
        archive_epoch=id_of("archive"),
        created=time_text(NOON),
        packets=(PacketSeen(id_of("packet"), hash_text(b"file")),),
        positions=(Held(machine.device, machine.epoch, (Range(machine.device, machine.epoch, 1, 3),)),),
        noted=(),
        counts_digest=hash_text(b"counts"),
    )


def test_a_receipt_is_believed_from_the_office_only() -> None:
    office, machine = Office(), Machine("machine")
    office.enrol(machine)
    receipt = receipt_of(office, machine)
    assert verify_receipt(sign_receipt(receipt, office.key), office.book())[0] == receipt
    assert code_of(verify_receipt, sign_receipt(receipt, machine.key), office.book()) == Code.SCOPE
    elsewhere = sign_receipt(replace(receipt, office=id_of("other office")), office.key)
    assert code_of(verify_receipt, elsewhere, office.book()) == Code.SCOPE
    line = envelope.sign(PayloadType.RECEIPT, b"{}", office.key)
    assert code_of(verify_receipt, line, office.book()) == Code.DOCUMENT


def test_the_eight_digits_depend_on_secret_and_file() -> None:
    code = acknowledgement_code(bytes(16), hash_text(b"file"))
    assert len(code) == 8
    assert code.isdigit()
    assert code != acknowledgement_code(bytes(16), hash_text(b"other"))
    assert code != acknowledgement_code(b"\1" * 16, hash_text(b"file"))


def test_places_become_ranges() -> None:
    places = [Place("d", "e", seq) for seq in (4, 1, 2, 2, 7)] + [Place("d", "f", 3)]
    assert [(one.epoch, one.first, one.last) for one in ranges_of(places)] == [
        ("e", 1, 2),
        ("e", 4, 4),
        ("e", 7, 7),
        ("f", 3, 3),
    ]
