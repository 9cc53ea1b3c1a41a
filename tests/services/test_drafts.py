"""Drafts: kept after every pause, brought back after a crash, and the way into an amendment."""

import dataclasses
import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import VisitId, new_id
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.domain.visits import AttendanceMode, AttendanceState, Visit, VisitState
from chibo_desktop.services import drafts, minutes, petition_lists, visits
from tests.building.enrolled import Enrolled, state_of
from tests.building.exchange_town import a_visit, record

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def unknown() -> VisitId:
    return VisitId(new_id(secrets.token_bytes))


def noted(visit: Visit, words: str) -> Visit:
    return dataclasses.replace(visit, closing=dataclasses.replace(visit.closing, conclusion=words))


def test_a_draft_survives_the_end_of_the_program_where_it_was(town: Enrolled) -> None:
    visit = drafts.begin_draft(town.first).value
    written = noted(visit, "đang viết dở")
    saved = drafts.save_draft(town.first, written, "closing.conclusion").value
    found = drafts.interrupted_draft(town.reopen(town.first))
    assert found is not None
    assert (found.visit, found.place, found.saved_at) == (written, "closing.conclusion", saved.saved_at)
    assert not found.amends


def test_a_draft_that_was_left_in_order_does_not_open_by_itself(town: Enrolled) -> None:
    visit = drafts.begin_draft(town.first).value
    drafts.close_draft(town.first, unknown())
    assert drafts.interrupted_draft(town.first) is not None
    drafts.close_draft(town.first, visit.id)
    assert drafts.interrupted_draft(town.reopen(town.first)) is None


def test_a_draft_stands_in_the_list_and_can_be_brought_back_after_discarding(town: Enrolled) -> None:
    visit = drafts.begin_draft(town.first, CellSnapshot("Chi bộ thôn Nà Lẹng")).value
    assert state_of(town.first, visit.id) is VisitState.DRAFT
    gone = drafts.discard_draft(town.first, visit.id).value
    with pytest.raises(Refusal, match="DRAFT_UNKNOWN"):
        drafts.load_draft(town.first, visit.id)
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.read_visit(town.first, visit.id)
    drafts.save_draft(town.first, gone, "general")
    assert drafts.load_draft(town.first, visit.id).visit == gone


def test_the_roster_of_the_last_visit_is_offered_again(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Phiêng An")
    before = visits.read_visit(town.first, row.id).visit
    assert AttendanceState.EXCUSED in {one.state for one in before.attendance.roster}
    begun = drafts.begin_draft(town.first, before.cell).value
    assert begun.attendance.mode is AttendanceMode.ROSTER
    assert [one.name for one in begun.attendance.roster] == [one.name for one in before.attendance.roster]
    assert {one.state for one in begun.attendance.roster} == {AttendanceState.PRESENT}
    assert not {one.id for one in begun.attendance.roster} & {one.id for one in before.attendance.roster}


def test_cells_are_found_by_part_of_their_name(town: Enrolled) -> None:
    record(town.first, "Chi bộ thôn Phiêng An")
    assert [cell.name for cell in drafts.known_cells(town.first, "phieng")] == ["Chi bộ thôn Phiêng An"]
    assert drafts.known_cells(town.first, "khong co") == ()


def test_open_petitions_and_guidance_of_the_cell_are_recalled(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Phiêng An")
    cell = visits.read_visit(town.first, row.id).visit.cell
    begun = drafts.begin_draft(town.first, cell).value
    assert {one.figures.visit for one in petition_lists.earlier(town.first, begun)} == {row.id}
    again = visits.read_visit(town.first, row.id).visit
    assert petition_lists.earlier(town.first, again) == ()


def test_an_amendment_is_a_draft_with_a_reason_that_leaves_the_minutes_in_the_list(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Phiêng An")
    before = drafts.begin_amendment(town.first, row.id, "  ghi sót ").value
    drafts.save_draft(town.first, noted(before, "mới"), "closing")
    found = drafts.load_draft(town.reopen(town.first), row.id)
    assert (found.amends, found.reason, found.visit.closing.conclusion) == (True, "ghi sót", "mới")
    desk = town.open(town.first.places.home.name)
    assert visits.read_visit(desk, row.id).visit.closing.conclusion == before.closing.conclusion
    assert state_of(desk, row.id) is VisitState.FINALISED
    assert minutes.build_minutes(desk, row.id).pdf, "printed with the mark of a draft"
    drafts.discard_draft(desk, row.id)
    assert drafts.amendment_reason(desk, row.id) == ""
    assert state_of(desk, row.id) is VisitState.FINALISED


def test_an_amendment_needs_minutes_a_reason_and_nobody_else_at_it(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ thôn Phiêng An")
    for reason in ("", "  ", "\n"):
        with pytest.raises(Refusal, match="REASON_MISSING"):
            drafts.begin_amendment(town.first, row.id, reason)
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        drafts.begin_amendment(town.first, unknown(), "ghi sót")
    drafts.begin_amendment(town.first, row.id, "ghi sót")
    with pytest.raises(Refusal, match="DRAFT_EXISTS"):
        drafts.begin_amendment(town.first, row.id, "ghi sót")
    visits.withdraw(town.first, row.id, "ghi nhầm chi bộ")
    with pytest.raises(Refusal, match="VISIT_WITHDRAWN"):
        drafts.begin_amendment(town.first, row.id, "ghi sót")


def test_attachments_are_taken_by_what_they_are(town: Enrolled, tmp_path: Path) -> None:
    picture, text = tmp_path / "anh.txt", tmp_path / "anh.png"
    picture.write_bytes(PNG)
    text.write_bytes(b"khong phai anh")
    attached = drafts.attach(town.first, picture, "  Ảnh   hội trường ")
    assert (attached.type, attached.bytes, attached.label) == ("image/png", len(PNG), "Ảnh hội trường")
    with pytest.raises(Refusal, match="ATTACHMENT_TYPE"):
        drafts.attach(town.first, text, "x")
    picture.write_bytes(PNG + b"\0" * 10 * 1024 * 1024)
    with pytest.raises(Refusal, match="ATTACHMENT_SIZE"):
        drafts.attach(town.first, picture, "x")
    with pytest.raises(Fault, match="FILE_UNREADABLE"):
        drafts.attach(town.first, tmp_path / "missing", "x")


def test_a_draft_is_saved_for_a_visit_from_outside_too(town: Enrolled) -> None:
    visit = a_visit("Chi bộ thôn Nà Lẹng")
    drafts.save_draft(town.first, visit, "general")
    assert drafts.load_draft(town.first, visit.id).visit == visit
