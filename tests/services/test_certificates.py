"""Certificates that go on: a chosen reach, renewal by packet, the next key of a machine, a shared laptop."""

import datetime as dt
from dataclasses import replace

import pytest

from chibo_desktop.domain.ids import PersonId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Person
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import trust_documents
from chibo_desktop.packets.codes import Code
from chibo_desktop.services import (
    certificates,
    doctor,
    enrolment,
    machines,
    own_keys,
    papers,
    receipts,
    receiving,
    revocation,
    status,
    visits,
)
from chibo_desktop.services import (
    desk as desks,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.certificates import Reach
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.machines import CertificateState
from chibo_desktop.storage.trust_documents import DocumentKind
from tests.building.enrolled import FIRST, Enrolled, merge_one
from tests.building.exchange_town import Town, know, pack, record


def row_of(town: Enrolled, laptop: Desk) -> machines.MachineRow:
    return next(row for row in machines.machines(town.clerk) if row.device == laptop.me.device)


def merged(desk: Desk) -> int:
    return status.status(desk).visits[VisitState.MERGED]


def share(laptop: Desk, name: str = "Lường Thị Thí") -> PersonId:
    """Another person works at the laptop from now on."""
    second = Person(PersonId(new_id(laptop.random)), name, "tổ viên")
    laptop.me = replace(laptop.me, others=(second,), working=second.id)
    with laptop.book.transaction():
        desks.remember_me(laptop.book, laptop.me)
    return second.id


# the reach that a clerk chooses


def test_a_clerk_chooses_the_reach_and_the_last_day(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    know(laptop, clerk)
    request = enrolment.make_request(laptop)
    until = dt.date(2027, 6, 30)
    reach = Reach(any_group=True, organisations=("xa",), kinds=("visit.recorded",), until=until)
    granted = enrolment.grant(clerk, request.data, request.digits, reach).value
    assert granted.until == until
    own = enrolment.accept_grant(laptop, granted.data).value
    assert (own.group, own.organisations, own.kinds) == (None, ("xa",), ("visit.recorded", "device.epoch_opened"))
    assert own.not_after <= "2027-06-30T23:59:59Z"


@pytest.mark.parametrize("until", [dt.date(2026, 11, 30), dt.date(2028, 1, 7)])
def test_a_certificate_ends_between_today_and_400_days(strangers: Town, until: dt.date) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    know(laptop, clerk)
    request = enrolment.make_request(laptop)
    with pytest.raises(Refusal, match="CERTIFICATE_SPAN"):
        enrolment.grant(clerk, request.data, request.digits, Reach(until=until))
    assert enrolment.grant(clerk, request.data, request.digits, Reach(until=dt.date(2028, 1, 5))).value


# the request as text


def test_a_request_is_read_as_file_line_or_text(strangers: Town) -> None:
    clerk, laptop = strangers.office(), strangers.laptop()
    know(laptop, clerk)
    request = enrolment.make_request(laptop)
    assert len(request.text) < 1000, "a QR of letters and digits holds it"
    typed = "\n ".join(request.text.lower()[at : at + 40] for at in range(0, len(request.text), 40)).encode()
    for data in (request.data, request.data.strip(), request.text.encode(), typed):
        assert enrolment.read_request(data) == enrolment.read_request(request.data)
    assert enrolment.grant(clerk, typed, request.digits).value.machine == "Quang Thuận-2"


@pytest.mark.parametrize("damage", ["XIN1", "XIN1AAAA", "XIN1" + "A" * 300])
def test_text_that_was_mistyped_is_refused(town: Enrolled, damage: str) -> None:
    text = enrolment.make_request(town.first).text
    place = len(text) // 2
    for wrong in (damage, text[:-20], text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]):
        with pytest.raises(Refusal, match="REQUEST_INVALID"):
            enrolment.read_request(wrong.encode())


# renewal


def test_a_laptop_asks_in_its_packets_and_gets_its_certificate_with_the_next_receipt(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    assert row_of(town, town.first).wish is None, "nothing is asked for while there is time"
    town.clock.now += dt.timedelta(days=345)
    standing = machines.own_standing(town.first)
    assert standing is not None
    assert (standing.state, standing.until, standing.days) == (CertificateState.ENDING, dt.date(2027, 12, 1), 19)
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    wish = row_of(town, town.first).wish
    assert wish is not None
    assert (wish.machine, wish.new) == (FIRST, ())
    granted = certificates.renew(town.clerk, town.first.me.device).value
    assert granted.until == dt.date(2028, 11, 11)
    assert row_of(town, town.first).wish is None
    receipts.write_receipts(town.clerk, town.stick)
    receiving.merge(town.first, [town.stick])
    standing = machines.own_standing(town.first)
    assert standing is not None
    assert (standing.state, standing.until) == (CertificateState.VALID, dt.date(2028, 11, 11))
    record(town.first, "Chi bộ C")
    assert merge_one(town.clerk, pack(town.first, town.stick)).entries.new == 1


def test_an_office_renews_unasked_and_hands_a_file(town: Enrolled) -> None:
    granted = certificates.renew(town.clerk, town.first.me.device, until=dt.date(2027, 3, 31)).value
    assert granted.until == dt.date(2027, 3, 31)
    assert enrolment.accept_grant(town.first, granted.data).value.not_after.startswith("2027-03-31")
    with pytest.raises(Refusal, match="CERTIFICATE_SPAN"):
        certificates.renew(town.clerk, town.first.me.device, until=dt.date(2030, 1, 1))
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        certificates.renew(town.first, town.second.me.device)
    revocation.revoke(town.clerk, town.first.me.device, "mất")
    with pytest.raises(Refusal, match="MACHINE_REVOKED"):
        certificates.renew(town.clerk, town.first.me.device)


def test_an_ended_certificate_stops_nothing_and_is_asked_for_anew(town: Enrolled) -> None:
    town.clock.now += dt.timedelta(days=500)
    record(town.first, "Chi bộ A")
    assert merge_one(town.clerk, pack(town.first, town.stick)).entries.new == 1
    assert row_of(town, town.first).state is CertificateState.ENDED
    assert row_of(town, town.first).wish is not None
    certificates.renew(town.clerk, town.first.me.device)
    assert row_of(town, town.first).state is CertificateState.VALID


# several people at one laptop


def test_a_second_person_writes_at_once_and_counts_when_the_office_agrees(town: Enrolled) -> None:
    second = share(town.first)
    (row,) = record(town.first, "Chi bộ A")
    assert visits.read_visit(town.first, row.id).row.author == second
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert (report.entries.new, report.code, report.data["what"]) == (0, Code.SCOPE, "author")
    wish = row_of(town, town.first).wish
    assert wish is not None
    assert wish.new == ("Lường Thị Thí",)
    certificates.renew(town.clerk, town.first.me.device)
    assert merged(town.clerk) == 1, "what waited for that name alone counts now"
    assert row_of(town, town.first).others == ("Lường Thị Thí",)
    assert doctor.examine(town.clerk).is_sound
    again = town.reopen(town.first)
    assert again.me.author.id == second


def test_an_office_may_renew_without_what_was_asked_for(town: Enrolled) -> None:
    share(town.first)
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    certificates.renew(town.clerk, town.first.me.device, as_asked=False)
    assert row_of(town, town.first).others == ()
    assert merged(town.clerk) == 0


# the next key


def test_the_old_key_vouches_for_the_new_one(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    old = town.first.keys
    rotated = own_keys.rotate(town.first).value
    assert town.first.keys.signing.id != old.signing.id
    first = town.reopen(town.first)
    assert first.keys.signing.id != old.signing.id
    assert first.readers[-1].secret == old.reader.secret, "what is under way to the old key can still be opened"
    record(first, "Chi bộ B")
    report = merge_one(town.clerk, pack(first, town.stick))
    assert report.result is Result.WAITING
    (held,) = receiving.inbox(town.clerk).held
    data = certificates.rotation_in(town.clerk, held.id)
    assert data == rotated.data
    granted = certificates.accept_rotation(town.clerk, data).value
    assert granted.until == dt.date(2027, 12, 1), "no longer than the old one"
    receiving.merge(town.clerk, [])
    assert merged(town.clerk) == 2
    assert row_of(town, first).state is CertificateState.VALID
    assert len([row for row in machines.machines(town.clerk) if row.device == first.me.device]) == 1
    receipts.write_receipts(town.clerk, town.stick, [first.me.device])
    receiving.merge(first, [town.stick])
    assert merged(first) == 2
    assert enrolment.own_certificate(first) is not None
    for desk in (first, town.clerk):
        assert doctor.examine(desk).is_sound


def test_the_old_key_signs_nothing_more(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    early = pack(town.first, town.stick)
    old = town.first.keys
    rotated = own_keys.rotate(town.first).value
    certificates.accept_rotation(town.clerk, rotated.data)
    new = town.first.keys
    town.first.keys = old
    record(town.first, "Chi bộ của kẻ giữ khóa cũ")
    late = pack(town.first, town.stick)
    town.first.keys = new
    assert merge_one(town.clerk, early).entries.new == 1, "what it signed before counts whenever it arrives"
    assert merge_one(town.clerk, late).code == Code.REVOKED
    assert merged(town.clerk) == 1
    assert certificates.accept_rotation(town.clerk, rotated.data).value, "the same papers again change nothing"
    assert len(papers.lines(town.clerk, DocumentKind.REVOCATION)) == 1


def test_several_changes_of_the_key_arrive_at_once(town: Enrolled) -> None:
    for name in ("Chi bộ A", "Chi bộ B"):
        record(town.first, name)
        own_keys.rotate(town.first)
    record(town.first, "Chi bộ C")
    merge_one(town.clerk, pack(town.first, town.stick))
    (held,) = receiving.inbox(town.clerk).held
    certificates.accept_rotation(town.clerk, certificates.rotation_in(town.clerk, held.id))
    receiving.merge(town.clerk, [])
    assert merged(town.clerk) == 3
    assert doctor.examine(town.clerk).is_sound


def test_a_thief_cannot_outrun_the_loss_by_changing_the_key(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    rotated = own_keys.rotate(town.first).value
    revocation.revoke(town.clerk, town.first.me.device, "mất")
    with pytest.raises(Refusal, match="MACHINE_REVOKED"):
        certificates.accept_rotation(town.clerk, rotated.data)
    record(town.first, "Chi bộ B")
    assert merge_one(town.clerk, pack(town.first, town.stick)).result is Result.WAITING
    assert merged(town.clerk) == 1


def test_losing_a_machine_ends_every_key_that_it_had(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    certificates.accept_rotation(town.clerk, own_keys.rotate(town.first).value.data)
    record(town.first, "Chi bộ B")
    merge_one(town.clerk, pack(town.first, town.stick))
    revocation.revoke(town.clerk, town.first.me.device, "mất")
    assert merged(town.clerk) == 2
    record(town.first, "Chi bộ C")
    assert merge_one(town.clerk, pack(town.first, town.stick)).code == Code.REVOKED
    assert row_of(town, town.first).state is CertificateState.REVOKED


@pytest.mark.parametrize("step", ["sealed", "filed"])
def test_a_crash_while_the_key_is_changed_costs_nothing(
    town: Enrolled, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(town.first, "Chi bộ A")
    old = town.first.keys.signing.id
    with monkeypatch.context() as broken:
        if step == "sealed":
            broken.setattr(papers, "request_of", lambda *_: 1 / 0)
        else:
            broken.setattr(own_keys, "settled", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            own_keys.rotate(town.first)
    again = town.reopen(town.first)
    assert (again.keys.signing.id == old) is (step == "sealed")
    record(again, "Chi bộ B")
    path = pack(again, town.stick)
    if step == "filed":
        merge_one(town.clerk, path)
        (held,) = receiving.inbox(town.clerk).held
        certificates.accept_rotation(town.clerk, certificates.rotation_in(town.clerk, held.id))
        receiving.merge(town.clerk, [])
    else:
        merge_one(town.clerk, path)
    assert merged(town.clerk) == 2
    assert doctor.examine(again).is_sound


def test_papers_that_do_not_fit_are_refused(town: Enrolled) -> None:
    rotated = own_keys.rotate(town.first).value
    other = papers.own_request(town.second)
    lines = trust_documents.read_document_file(rotated.data).lines
    word = next(line for kind, line in lines if "rotation" in kind)
    for data in (
        b"x",
        b"",
        trust_documents.write_document_file((other, word)),
        enrolment.make_request(town.second).data,
    ):
        with pytest.raises(Refusal, match="ROTATION_INVALID"):
            certificates.accept_rotation(town.clerk, data)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        certificates.accept_rotation(town.second, rotated.data)
    with pytest.raises(Refusal, match="HELD_UNKNOWN"):
        certificates.rotation_in(town.clerk, 99)
    town.clock.now += dt.timedelta(days=500)
    with pytest.raises(Refusal, match="CERTIFICATE_ENDED"):
        certificates.accept_rotation(town.clerk, rotated.data)
    assert papers.lines(town.clerk, DocumentKind.REVOCATION) == ()
