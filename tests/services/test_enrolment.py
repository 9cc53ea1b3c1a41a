"""Card, request, grant: each believed only with digits that were typed, each for whom it was made."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import trust, trust_documents
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.services import enrolment, founding, machines, office, papers
from chibo_desktop.services.machines import CertificateState
from tests.building.enrolled import FIRST, SECOND, Enrolled, merge_one
from tests.building.exchange_town import Town, enrol, know, pack, record
from tests.building.province import enrol_unasked


def test_two_people_get_to_know_each_other_by_digits(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    card = office.office_card(clerk)
    assert enrolment.read_card(card.data) == enrolment.CardView("Văn phòng Đảng ủy xã Quang Thuận", weak=True)
    assert enrolment.accept_card(laptop, card.data, card.digits.replace(" ", "-")).value == card.office
    request = enrolment.make_request(laptop)
    assert enrolment.make_request(laptop) == request, "the digits stay the same"
    seen = enrolment.read_request(request.data)
    assert (seen.device, seen.machine, seen.person) == (laptop.me.device, "Quang Thuận-2", "Hoàng Văn Mẫu")
    assert enrolment.own_certificate(laptop) is None
    granted = enrolment.grant(clerk, request.data, request.digits).value
    assert (granted.device, granted.until) == (laptop.me.device, dt.date(2027, 12, 1))
    certificate = enrolment.accept_grant(laptop, granted.data).value
    assert certificate == enrolment.own_certificate(laptop)
    (row,) = machines.machines(clerk)
    assert (row.machine, row.state, row.last_packet_at, row.entries) == (
        "Quang Thuận-2",
        CertificateState.VALID,
        None,
        0,
    )


def test_other_digits_are_refused(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    card = office.office_card(clerk)
    for digits in ("", "0" * 15, card.digits[:-1], "abc"):
        with pytest.raises(Refusal, match="DIGITS_WRONG"):
            enrolment.accept_card(laptop, card.data, digits)
    assert laptop.me.office is None
    enrolment.accept_card(laptop, card.data, None)
    request = enrolment.make_request(laptop)
    with pytest.raises(Refusal, match="DIGITS_WRONG"):
        enrolment.grant(clerk, request.data, card.digits)
    assert machines.machines(clerk) == ()


@pytest.mark.parametrize("data", [b"", b"x", b"{}\n", b"age-encryption.org/v1\n", b"\xff" * 100])
def test_files_that_are_no_papers_are_refused(town: Enrolled, data: bytes) -> None:
    with pytest.raises(Refusal, match="CARD_INVALID"):
        enrolment.read_card(data)
    with pytest.raises(Refusal, match="REQUEST_INVALID"):
        enrolment.read_request(data)
    with pytest.raises(Refusal, match="GRANT_INVALID"):
        enrolment.accept_grant(town.first, data)


def test_papers_in_the_place_of_others_are_refused(town: Enrolled) -> None:
    card = office.office_card(town.clerk)
    request = enrolment.make_request(town.first)
    with pytest.raises(Refusal, match="CARD_INVALID"):
        enrolment.accept_card(town.first, request.data, None)
    with pytest.raises(Refusal, match="REQUEST_INVALID"):
        enrolment.grant(town.clerk, card.data, card.digits)
    line = papers.own_request(town.first)
    with pytest.raises(Refusal, match="REQUEST_INVALID"):
        enrolment.read_request(trust_documents.write_document_file((line, line)))
    with pytest.raises(Refusal, match="GRANT_ELSEWHERE"):
        enrolment.accept_grant(town.second, trust_documents.write_document_file(papers.profile_lines(town.clerk)))


def test_papers_of_another_office_are_refused(town: Enrolled, tmp_path: Path) -> None:
    other_town = Town(tmp_path / "other")
    other = other_town.office("Văn phòng khác")
    laptop = other_town.laptop("Máy khác")
    know(laptop, other)
    card = office.office_card(other)
    with pytest.raises(Refusal, match="OTHER_OFFICE"):
        enrolment.accept_card(town.first, card.data, None)
    request = enrolment.make_request(laptop)
    with pytest.raises(Refusal, match="REQUEST_ELSEWHERE"):
        enrolment.grant(town.clerk, request.data, request.digits)
    granted = enrolment.grant(other, request.data, request.digits).value
    with pytest.raises(Refusal, match="GRANT_ELSEWHERE"):
        enrolment.accept_grant(town.first, granted.data)
    assert town.first.me.office_name == "Văn phòng Đảng ủy xã Quang Thuận"
    other_town.close()


def test_a_grant_is_for_the_machine_that_asked(strangers: Town) -> None:
    clerk, one, two = strangers.office(), strangers.laptop("Một"), strangers.laptop("Hai")
    for laptop in (one, two):
        enrolment.accept_card(laptop, office.office_card(clerk).data, None)
    request = enrolment.make_request(one)
    granted = enrolment.grant(clerk, request.data, request.digits).value
    with pytest.raises(Refusal, match="GRANT_ELSEWHERE"):
        enrolment.accept_grant(two, granted.data)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        enrolment.grant(two, request.data, request.digits)
    assert enrolment.own_certificate(two) is None


def test_roles_do_what_is_theirs(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    card = office.office_card(clerk)
    with pytest.raises(Refusal, match="IS_OFFICE"):
        enrolment.accept_card(clerk, card.data, None)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        office.office_card(laptop)
    with pytest.raises(Refusal, match="NO_OFFICE"):
        enrolment.make_request(laptop)
    with pytest.raises(Refusal, match="NO_OFFICE"):
        enrolment.accept_grant(laptop, card.data)


def test_a_card_that_rewrites_history_is_refused(town: Enrolled) -> None:
    secrets = town.clerk.office_secrets
    assert secrets is not None
    assert secrets.root is not None
    forged = dataclasses.replace(papers.trust_book(town.clerk).profiles[0], name="Văn phòng giả")
    line = trust.sign_profile(forged, SigningKey.of_seed(secrets.root))
    with pytest.raises(Refusal, match="CARD_INVALID"):
        enrolment.accept_card(town.first, trust_documents.write_document_file((line,)), None)
    assert town.reopen(town.first).me.office_name == "Văn phòng Đảng ủy xã Quang Thuận"


def test_a_certificate_reminds_when_it_ends_and_stops_nothing(town: Enrolled) -> None:
    for days, state in ((300, CertificateState.VALID), (340, CertificateState.ENDING), (400, CertificateState.ENDED)):
        town.clock.now = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=days)
        assert {row.state for row in machines.machines(town.clerk)} == {state}
    record(town.first, "Chi bộ A")
    assert merge_one(town.clerk, pack(town.first, town.stick)).entries.new == 1


def test_a_certificate_can_be_granted_anew(town: Enrolled) -> None:
    town.clock.now += dt.timedelta(days=340)
    enrol(town.first, town.clerk)
    rows = {row.machine: row.state for row in machines.machines(town.clerk)}
    assert rows == {FIRST: CertificateState.VALID, SECOND: CertificateState.ENDING}
    certificate = enrolment.own_certificate(town.first)
    assert certificate is not None
    assert certificate.not_after.startswith("2028-")
    record(town.first, "Chi bộ A")
    assert merge_one(town.clerk, pack(town.first, town.stick)).entries.new == 1


def test_enrolment_survives_a_restart(town: Enrolled) -> None:
    stranger = town.laptop("Máy lạ-9")
    enrol_unasked(town.clerk, stranger)
    founding.close_desk(town.clerk)
    clerk = town.open("office")
    assert [row.machine for row in machines.machines(clerk)] == ["Máy lạ-9", FIRST, SECOND]
