"""What a certificate lets a machine do, and how the key of a machine vouches for the next one."""

import datetime as dt
from dataclasses import replace

import pytest

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import EntryId, OrganisationId, PersonId
from chibo_desktop.domain.organisations import Superior
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import rotation, strict_json, trust
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.intake import Understood, open_packet
from chibo_desktop.packets.receipts import Receipt, sign_receipt, verify_receipt
from chibo_desktop.packets.rotation import Rotation
from chibo_desktop.packets.trust import Scope, TrustBook
from chibo_desktop.packets.trust_documents import LastGood, PersonClaim, Revocation, Revocations
from chibo_desktop.packets.wire_types import time_text
from tests.building.exchange import NOON, Machine, Office, packet_of
from tests.building.visits import don_bay, id_of, phieng_an

COMMUNE, DISTRICT = (OrganisationId(id_of(f"organisation {name}")) for name in ("xã", "huyện"))


def granted(office: Office, machine: Machine, **scope: object) -> None:
    """A certificate of another scope than the machine asked for."""
    request, _ = documents.read_request(machine.request(office.id))
    asked = replace(Scope.asked(request, NOON, NOON + dt.timedelta(days=300)), **scope)
    certificate = trust.certificate_for(request, office.id, asked)
    office.certificates.append(trust.sign_certificate(certificate, office.key))


def opened(machine: Machine, office: Office, entries: list[Entry] | None = None) -> Understood:
    return open_packet(packet_of(machine, office, entries).data, office.desk())


def refusal_of(call: object, *args: object) -> str:
    assert callable(call)
    with pytest.raises(Refusal) as refused:
        call(*args)
    return refused.value.code


def test_a_shared_laptop_writes_for_each_of_its_people_and_for_nobody_else() -> None:
    office, machine = Office(), Machine("shared")
    second = PersonClaim(id_of("second person"), "Lường Thị Thí", "tổ viên")
    request, _ = documents.read_request(machine.request(office.id))
    shared = replace(request, others=(second,))
    line = documents.sign_document(shared, PayloadType.REQUEST, machine.key)
    read, _ = documents.read_request(line)
    assert [one.name for one in read.people] == ["Ma Từ Đông Điền", "Lường Thị Thí"]
    certificate = trust.certificate_for(read, office.id, Scope.asked(read, NOON, NOON + dt.timedelta(days=9)))
    office.certificates.append(trust.sign_certificate(certificate, office.key))
    machine.record(phieng_an())
    for author in (second.id, id_of("stranger")):
        machine.write(replace(machine.draft_of(don_bay()), author=PersonId(author)))
    understood = opened(machine, office)
    assert [one.entry.head.author for one in understood.entries] == [machine.person.id, second.id]
    assert [(one.code, one.data["what"]) for one in understood.refused] == [(Code.SCOPE, "author")]


def test_what_is_empty_is_left_out_so_that_older_papers_keep_their_bytes() -> None:
    office, machine = Office(), Machine("alone")
    request, signed = documents.read_request(machine.request(office.id))
    assert b"others" not in signed.payload
    assert b"replaces" not in signed.payload
    assert strict_json.write(request) == signed.payload
    assert request.people == (request.person,)


@pytest.mark.parametrize("count", [0, 16])
def test_a_shared_machine_has_one_to_fifteen_further_people(count: int) -> None:
    request, _ = documents.read_request(Machine("crowd").request())
    others = tuple(PersonClaim(id_of(f"person {number}"), "Ai đó") for number in range(count))
    with pytest.raises(Refusal, match=Code.DOCUMENT):
        documents.sign_document(replace(request, others=others), PayloadType.REQUEST, Machine("crowd").key)


@pytest.mark.parametrize(
    ("superiors", "allowed"),
    [
        ((Superior("Đảng bộ xã", COMMUNE), Superior("Đảng bộ huyện", DISTRICT)), True),
        ((Superior("Đảng bộ xã khác", OrganisationId(id_of("elsewhere"))),), False),
        ((Superior("Đảng bộ xã"),), True),
        ((), True),
    ],
)
def test_a_certificate_may_name_organisations(superiors: tuple[Superior, ...], allowed: bool) -> None:
    office, machine = Office(), Machine("of one district")
    granted(office, machine, organisations=(DISTRICT,))
    visit = phieng_an()
    machine.record(replace(visit, cell=replace(visit.cell, superiors=superiors, id=None)))
    understood = opened(machine, office)
    assert bool(understood.entries) is allowed
    assert [one.data["what"] for one in understood.refused] == ([] if allowed else ["organisation"])


def test_a_certificate_may_leave_kinds_out() -> None:
    office, machine = Office(), Machine("records only")
    granted(office, machine, kinds=("visit.recorded",))
    first = machine.record(phieng_an())
    machine.write(machine.draft_of(phieng_an(), (first.head.id,), "sửa"))
    understood = opened(machine, office)
    assert [one.entry.head.kind for one in understood.entries] == ["visit.recorded"]
    assert [one.data["what"] for one in understood.refused] == ["kind"]


def revoking(office: Office, *revoked: Revocation, version: int = 1) -> bytes:
    return trust.sign_revocations(Revocations(office.id, version, revoked, time_text(NOON)), office.key)


def test_an_entry_after_the_last_good_position_counts_once_it_was_released() -> None:
    office, machine = Office(), Machine("lost")
    office.enrol(machine)
    machine.record(phieng_an())
    late = machine.record(don_bay())
    lost = revoking(office, Revocation(machine.key.public.text, machine.device, (LastGood(machine.epoch, 1),)))
    packet = packet_of(machine, office).data
    understood = open_packet(packet, office.desk(office.book([lost])))
    assert [one.code for one in understood.refused] == [Code.REVOKED]
    assert understood.refused[0].data["entry"] == late.head.id
    for released, count in ((frozenset({EntryId("another")}), 1), (frozenset({late.head.id}), 2)):
        book = trust.open_trust([office.card], office.certificates, [lost], released)
        assert len(open_packet(packet, office.desk(book)).entries) == count


def test_a_revoked_office_machine_acknowledges_nothing() -> None:
    office = Office()
    receipt = Receipt(office.id, "Văn phòng", id_of("d"), id_of("a"), time_text(NOON), (), (), (), office.key.id)
    line = sign_receipt(receipt, office.key)
    assert verify_receipt(line, office.book())[0] == receipt
    lost = revoking(office, Revocation(office.key.public.text, office.machine.device, ()))
    assert refusal_of(verify_receipt, line, office.book([lost])) == Code.REVOKED


def rotation_of(old: Machine, new: Machine, office: Office) -> Rotation:
    ended = (LastGood(old.epoch, len(old.log)),)
    return Rotation(office.id, old.device, new.key.public.text, new.reader.recipient, ended, time_text(NOON))


def test_the_old_key_signs_the_new_one() -> None:
    office, old, new = Office(), Machine("old key"), Machine("new key")
    certificate = office.enrol(old)
    told = rotation_of(old, new, office)
    line = rotation.sign_rotation(told, old.key)
    found, of, signed = rotation.verify_rotation(line, office.book())
    assert (found, of, signed.signer) == (told, certificate, old.key.id)
    new.device = old.device
    request, _ = documents.read_request(new.request(office.id))
    assert rotation.vouches_for(found, request)
    assert not rotation.vouches_for(found, documents.read_request(Machine("other key").request(office.id))[0])


def test_a_rotation_is_refused_of_strangers_of_other_machines_and_of_revoked_keys() -> None:
    office, old, new, other = Office(), Machine("old key"), Machine("new key"), Machine("another machine")
    told = rotation_of(old, new, office)
    line = rotation.sign_rotation(told, old.key)
    assert refusal_of(rotation.verify_rotation, line, TrustBook()) == Code.SIGNER
    office.enrol(old)
    office.enrol(other)
    assert refusal_of(rotation.verify_rotation, rotation.sign_rotation(told, other.key), office.book()) == Code.SCOPE
    elsewhere = rotation.sign_rotation(replace(told, office=id_of("other office")), old.key)
    assert refusal_of(rotation.verify_rotation, elsewhere, office.book()) == Code.SCOPE
    assert refusal_of(rotation.verify_rotation, office.card, office.book()) == Code.TYPE
    lost = revoking(office, Revocation(old.key.public.text, old.device, (LastGood(old.epoch, 9),)))
    assert refusal_of(rotation.verify_rotation, line, office.book([lost])) == Code.REVOKED
    with pytest.raises(Refusal, match=Code.DOCUMENT):
        rotation.verify_rotation(rotation.sign_rotation(replace(told, key="A" * 43), old.key), office.book())


def test_of_two_positions_of_one_epoch_the_later_counts() -> None:
    one, two = (LastGood("e", 3), LastGood("f", 1)), (LastGood("e", 5), LastGood("g", 2))
    assert set(rotation.latest_of(one, two)) == {LastGood("e", 5), LastGood("f", 1), LastGood("g", 2)}
