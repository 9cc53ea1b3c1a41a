"""Sent back with a comment, amended, sent again, answered: the comment travels as a signed entry (journey J11)."""

import secrets
from dataclasses import replace

import pytest

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.packets import intake
from chibo_desktop.services import (
    conflicts,
    doctor,
    exchange,
    linking,
    minutes,
    papers,
    receipts,
    returning,
    sending,
    settling,
    status,
    visits,
)
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import amend, pack, record
from tests.building.paper import text_of
from tests.services.test_drafts import noted, unknown

COMMENT = "thiếu tên thư ký"


def merged(town: Enrolled, *names: str) -> tuple[VisitRow, ...]:
    """Visits that the office holds, and the first laptop knows that it does."""
    rows = record(town.first, *names)
    merge_one(town.clerk, pack(town.first, town.stick))
    answer(town)
    return rows


def answer(town: Enrolled, laptop: Desk | None = None) -> receipts.Acknowledged:
    """The office's receipt written and read."""
    reader = laptop or town.first
    (written,) = receipts.write_receipts(town.clerk, town.stick, [reader.me.device]).value
    report = merge_one(reader, written.path)
    assert report.result is Result.RECEIPTS
    assert report.receipts is not None
    return report.receipts


def kinds_in(town: Enrolled, laptop: Desk) -> list[str]:
    """Kinds of the entries that the next receipt for a laptop carries."""
    (written,) = receipts.write_receipts(town.clerk, town.root, [laptop.me.device]).value
    reader = intake.Desk(laptop.readers, frozenset({laptop.me.device}), papers.trust_book(town.clerk))
    return [one.entry.head.kind for one in intake.open_packet(written.path.read_bytes(), reader).entries]


def history(desk: Desk, visit: VisitId) -> list[tuple[str, str]]:
    return [(line.kind, line.reason) for line in visits.history(desk, visit)]


def test_the_whole_way_there_and_back(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    back = returning.return_visit(town.clerk, row.id, COMMENT, ["session.place", "opinions"]).value
    assert (back.state, back.state_by) == (VisitState.RETURNED, COMMENT)
    told = answer(town)
    assert told.returned == 1
    shown = visits.read_visit(town.first, row.id)
    assert (shown.row.state, shown.row.state_by, shown.returned) == (VisitState.RETURNED, COMMENT, COMMENT)
    assert sending.to_send(town.first) == sending.ToSend(0, 0, 1, 0)
    with pytest.raises(Refusal, match="NOTHING_TO_SEND"):
        sending.pack_to(town.first, town.stick)  # the office holds what it sent back
    amend(town.first, row.id, lambda visit: noted(visit, "Thư ký: Lường Thị Thí"), "ghi thêm thư ký")
    assert state_of(town.first, row.id) is VisitState.FINALISED
    merge_one(town.clerk, pack(town.first, town.stick))
    answered = visits.read_visit(town.clerk, row.id)
    assert (answered.row.state, answered.returned, answered.row.amendments) == (VisitState.MERGED, None, 1)
    steps = [("visit.recorded", ""), ("visit.returned", COMMENT), ("visit.amended", "ghi thêm thư ký")]
    assert history(town.clerk, row.id) == history(town.first, row.id) == steps
    assert answer(town).merged == 1
    assert state_of(town.first, row.id) is VisitState.MERGED
    assert "(Bản bổ sung lần 01)" in text_of(minutes.build_minutes(town.clerk, row.id).pdf)
    assert status.digest(town.clerk) == status.digest(town.first)
    assert doctor.examine(town.first).is_sound


def test_the_state_is_there_again_after_a_restart_and_a_rebuilt_register(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    returning.return_visit(town.clerk, row.id, COMMENT)
    answer(town)
    laptop = town.reopen(town.first)
    assert state_of(laptop, row.id) is VisitState.RETURNED
    assert state_of(town.reopen(town.clerk), row.id) is VisitState.RETURNED


def test_an_amendment_that_did_not_know_of_the_comment_does_not_answer_it(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    amend(town.first, row.id, lambda visit: noted(visit, "sửa trước khi biết"))
    returning.return_visit(town.clerk, row.id, COMMENT)
    merge_one(town.clerk, pack(town.first, town.stick))
    assert visits.read_visit(town.clerk, row.id).returned == COMMENT
    answer(town)
    assert state_of(town.first, row.id) is VisitState.RETURNED
    amend(town.first, row.id, lambda visit: noted(visit, "sửa sau khi biết"))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert visits.read_visit(town.clerk, row.id).returned is None


def test_only_those_concerned_hear_of_it(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    record(town.second, "Chi bộ B")
    merge_one(town.clerk, pack(town.second, town.stick))
    returning.return_visit(town.clerk, row.id, COMMENT)
    assert kinds_in(town, town.first) == ["visit.returned"]
    assert kinds_in(town, town.second) == []


def test_what_was_read_is_not_sent_again(town: Enrolled) -> None:
    one, two = merged(town, "Chi bộ A", "Chi bộ B")
    returning.return_visit(town.clerk, one.id, COMMENT)
    answer(town)
    assert kinds_in(town, town.first) == ["visit.returned"]  # nobody has told that it was read
    amend(town.first, one.id, lambda visit: noted(visit, "đủ"))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert kinds_in(town, town.first) == []
    returning.return_visit(town.clerk, two.id, COMMENT)
    assert kinds_in(town, town.first) == ["visit.returned"]


def test_reading_it_twice_changes_nothing(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    returning.return_visit(town.clerk, row.id, COMMENT)
    answer(town)
    before = status.digest(town.first)
    assert answer(town).returned == 0
    assert (status.digest(town.first), state_of(town.first, row.id)) == (before, VisitState.RETURNED)


def test_holes_in_the_log_of_an_office_are_no_gaps(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    returning.return_visit(town.clerk, row.id, COMMENT)
    answer(town)
    assert status.gaps(town.first) == ()


def test_a_group_cannot_send_minutes_back(town: Enrolled) -> None:
    (row,) = merged(town, "Chi bộ A")
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        returning.return_visit(town.first, row.id, COMMENT)
    certificate = papers.trust_book(town.clerk).certificate_of(town.first.keys.signing.id)
    assert certificate is not None
    assert not certificate.allows("visit.returned")


@pytest.mark.parametrize(
    ("reason", "paths", "code"),
    [(" \n", (), "REASON_MISSING"), ("x" * 2_001, (), "REASON_LONG"), (COMMENT, ("session.plaice",), "PATH_UNKNOWN")],
)
def test_what_is_refused(town: Enrolled, reason: str, paths: tuple[str, ...], code: str) -> None:
    (row,) = merged(town, "Chi bộ A")
    with pytest.raises(Refusal, match=code):
        returning.return_visit(town.clerk, row.id, reason, paths)
    assert state_of(town.clerk, row.id) is VisitState.MERGED


def test_unknown_and_withdrawn_minutes_are_not_sent_back(town: Enrolled) -> None:
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        returning.return_visit(town.clerk, VisitId(unknown()), COMMENT)
    (row,) = merged(town, "Chi bộ A")
    visits.withdraw(town.first, row.id, "nhầm")
    merge_one(town.clerk, pack(town.first, town.stick))
    with pytest.raises(Refusal, match="VISIT_WITHDRAWN"):
        returning.return_visit(town.clerk, row.id, COMMENT)


def test_a_settled_value_and_a_correction_reach_the_laptop(town: Enrolled) -> None:
    """Whatever the office decides about a visit is merged there by the same rules."""
    (row,) = merged(town, "Chi bộ A")
    amend(town.clerk, row.id, lambda visit: noted(visit, "văn phòng ghi"))
    amend(town.first, row.id, lambda visit: noted(visit, "tổ ghi"))
    merge_one(town.clerk, pack(town.first, town.stick))
    (found,) = conflicts.conflicts(town.clerk)
    settling.write_other(town.clerk, found.place, "ghi lại cho đúng", "đã gọi hỏi")
    assert kinds_in(town, town.first) == ["visit.amended", "visit.amended", "conflict.settled"]
    answer(town)
    shown = visits.read_visit(town.first, row.id)
    assert (shown.visit.closing.conclusion, shown.conflicts) == ("ghi lại cho đúng", ())
    assert status.digest(town.first) == status.digest(town.clerk)
    assert doctor.examine(town.first).is_sound


def test_a_link_reaches_both_machines(town: Enrolled) -> None:
    (one,) = merged(town, "Chi bộ A")
    data = exchange.write_visit(replace(visits.read_visit(town.first, one.id).visit, id=VisitId(unknown())))
    (other,) = visits.record(
        town.second, exchange.read_visits(data.encode(), secrets.token_bytes), finalise_them=True
    ).value
    merge_one(town.clerk, pack(town.second, town.stick))
    linking.link(town.clerk, one.id, other.id, "một buổi")
    assert kinds_in(town, town.first) == ["visits.linked"]
    assert kinds_in(town, town.second) == ["visits.linked"]
    answer(town)
    answer(town, town.second)
    assert doctor.examine(town.second).is_sound
