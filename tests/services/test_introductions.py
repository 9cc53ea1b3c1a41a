"""Documents of trust that ride in packets: believed for their own signatures, before the packet is; filed with it."""

import dataclasses
import datetime as dt
import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import new_id
from chibo_desktop.packets import trust
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import DOWNWARD, Document, Shipment, pack
from chibo_desktop.packets.receipts import sign_receipt
from chibo_desktop.packets.trust_documents import (
    LastGood,
    PersonClaim,
    Profile,
    Reader,
    Request,
    Revocation,
    Revocations,
    Role,
    read_request,
)
from chibo_desktop.packets.wire_types import time_text
from chibo_desktop.services import office, papers, receipts, receiving
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import quarantine
from chibo_desktop.storage.trust_documents import DocumentKind, count_documents
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import Town, record
from tests.building.exchange_town import pack as pack_up


@dataclasses.dataclass(frozen=True)
class Machine:
    """A second machine of an office, which no laptop has met."""

    key: SigningKey
    device: str
    certificate: bytes


def second_machine(clerk: Desk) -> Machine:
    key, device = SigningKey.generate(secrets.token_bytes), new_id(secrets.token_bytes)
    request = Request(
        office=clerk.me.office,
        device=device,
        key=key.public.text,
        recipient=ReaderKey.generate().recipient,
        machine="Văn phòng-2",
        person=PersonClaim(new_id(secrets.token_bytes), "Trần Thị Mẫu"),
        group=None,
        role=Role.OFFICE,
        created=time_text(clerk.clock()),
    )
    return Machine(key, device, office.certify(clerk, request))


def packet(town: Enrolled, machine: Machine, *documents: Document, to: Desk | None = None) -> Path:
    """A downward packet by this machine, on the stick."""
    laptop = to or town.first
    shipment = Shipment(
        device=machine.device,  # pyright: ignore[reportArgumentType] - a plain id
        epoch=new_id(secrets.token_bytes),  # pyright: ignore[reportArgumentType] - a plain id
        audience=laptop.me.device,
        recipients=(Reader("device", laptop.keys.reader.recipient),),
        number=1,
        created=town.clock(),
        prefix=DOWNWARD,
        documents=documents,
    )
    (file,) = pack(shipment, machine.key, secrets.token_bytes)
    path = town.stick / file.name
    path.write_bytes(file.data)
    return path


def receipt_by(town: Enrolled, machine: Machine) -> Document:
    receipt = receipts.receipt_for(town.clerk, town.first.me.device)
    return Document(ItemKind.RECEIPT, sign_receipt(receipt, machine.key))


def test_a_receipt_of_a_second_machine_is_believed_when_its_certificate_rides_along(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack_up(town.first, town.stick))
    second = second_machine(town.clerk)
    bare = packet(town, second, receipt_by(town, second))
    report = merge_one(town.first, bare)
    assert (report.result, report.code) == (Result.WAITING, "E_SIGNER")
    assert state_of(town.first, row.id).value == "packed"
    bare.unlink()
    path = packet(town, second, Document(ItemKind.CERTIFICATE, second.certificate), receipt_by(town, second))
    files = receiving.merge(town.first, [path]).value.files
    assert [one.result for one in files] == [Result.RECEIPTS, Result.RECEIPTS]  # the first one waited for this
    assert state_of(town.first, row.id).value == "merged"
    assert papers.trust_book(town.first).certificate_of(second.key.id) is not None


def test_looking_files_nothing(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack_up(town.first, town.stick))
    second = second_machine(town.clerk)
    path = packet(town, second, Document(ItemKind.CERTIFICATE, second.certificate), receipt_by(town, second))
    before = count_documents(town.first.book)
    ((_, report),) = receiving.inspect(town.first, [path])
    assert report.result is Result.RECEIPTS
    assert receiving.verify(town.first, path).whole
    assert count_documents(town.first.book) == before
    assert papers.trust_book(town.first).certificate_of(second.key.id) is None


def test_a_certificate_of_another_office_introduces_nobody(town: Enrolled, tmp_path: Path) -> None:
    other = Town(tmp_path / "other")
    stranger = second_machine(other.office("Văn phòng khác"))
    other.close()
    path = packet(town, stranger, Document(ItemKind.CERTIFICATE, stranger.certificate), receipt_by(town, stranger))
    assert merge_one(town.first, path).code == "E_SIGNER"
    assert papers.trust_book(town.first).certificate_of(stranger.key.id) is None


def root_of(clerk: Desk) -> SigningKey:
    assert clerk.office_secrets is not None
    assert clerk.office_secrets.root is not None
    return SigningKey.of_seed(clerk.office_secrets.root)


def next_profile(clerk: Desk, *, version: int, name: str) -> bytes:
    profile = papers.profile_in_force(clerk)
    assert isinstance(profile, Profile)
    return trust.sign_profile(dataclasses.replace(profile, version=version, name=name), root_of(clerk))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_only_the_next_version_of_the_profile_is_filed(town: Enrolled, version: int) -> None:
    line = next_profile(town.clerk, version=version, name="Văn phòng Đảng ủy xã mới")
    second = second_machine(town.clerk)
    documents = (Document(ItemKind.PROFILE, line), Document(ItemKind.CERTIFICATE, second.certificate))
    report = merge_one(town.first, packet(town, second, *documents))
    assert report.code == (None if version == 2 else Code.ROLLBACK), "what is not filed is told, and kept"
    assert [held.reason.code for held in quarantine.held(town.first.book)] == ([] if version == 2 else [Code.ROLLBACK])
    profile = papers.profile_in_force(town.first)
    assert profile is not None
    assert profile.version == (2 if version == 2 else 1)
    expected = "Văn phòng Đảng ủy xã mới" if version == 2 else "Văn phòng Đảng ủy xã Quang Thuận"
    assert town.first.me.office_name == expected
    assert town.reopen(town.first).me.office_name == expected


def test_a_profile_signed_by_other_keys_is_not_filed(town: Enrolled) -> None:
    profile = papers.profile_in_force(town.clerk)
    assert profile is not None
    forged = trust.sign_profile(dataclasses.replace(profile, version=2), SigningKey.generate(secrets.token_bytes))
    second = second_machine(town.clerk)
    certificate = Document(ItemKind.CERTIFICATE, second.certificate)
    report = merge_one(town.first, packet(town, second, Document(ItemKind.PROFILE, forged), certificate))
    assert report.code == Code.THRESHOLD
    assert len(papers.profile_lines(town.first)) == 1


def test_revocations_ride_along_and_work_at_once(town: Enrolled) -> None:
    assert town.clerk.office_secrets is not None
    second = second_machine(town.clerk)
    revoked = Revocation(second.key.public.text, second.device, (LastGood(new_id(secrets.token_bytes), 0),), "mất")
    revocations = Revocations(str(town.clerk.me.office), 1, (revoked,), time_text(town.clock()))
    line = trust.sign_revocations(revocations, SigningKey.of_seed(town.clerk.office_secrets.revoker))
    with town.clerk.book.transaction():
        papers.keep(town.clerk, DocumentKind.REVOCATION, str(town.clerk.me.office), line)
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack_up(town.first, town.stick))
    (written,) = receipts.write_receipts(town.clerk, town.stick, [town.first.me.device]).value
    assert merge_one(town.first, written.path).result is Result.RECEIPTS
    assert papers.trust_book(town.first).revocation_of(second.key.id) is not None


def test_a_renewed_certificate_travels_down(town: Enrolled) -> None:
    request = papers.own_request(town.first)
    town.clock.now += dt.timedelta(days=200)
    renewed = office.certify(town.clerk, read_request(request)[0])
    with town.clerk.book.transaction():
        papers.keep(town.clerk, DocumentKind.CERTIFICATE, town.first.me.device, renewed)
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack_up(town.first, town.stick))
    (written,) = receipts.write_receipts(town.clerk, town.stick, [town.first.me.device]).value
    merge_one(town.first, written.path)
    own = papers.trust_book(town.first).certificate_of(town.first.keys.signing.id)
    assert own == papers.trust_book(town.clerk).certificate_of(town.first.keys.signing.id)
    assert own is not None
    assert own.not_before > time_text(town.clock.now - dt.timedelta(days=100))
