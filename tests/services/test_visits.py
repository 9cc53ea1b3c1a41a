"""Finalising, amending and withdrawing: what is signed stays, and what changes says so."""

import dataclasses
import datetime as dt
import secrets
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import GroupId, ItemId, VisitId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.visits import Attachment, Opinion, Visit, VisitState
from chibo_desktop.packets.contents import VisitWithdrawn, content_of
from chibo_desktop.services import archive, doctor, drafts, sending, status, visits
from chibo_desktop.services.visits import VisitFilter
from tests.building.enrolled import Enrolled, merge_one, state_of
from tests.building.exchange_town import a_visit, amend, pack, record
from tests.services.test_drafts import PNG, noted, unknown


def test_a_finalised_visit_is_signed_and_shown(town: Enrolled) -> None:
    visit = dataclasses.replace(
        a_visit("Chi bộ A"), opinions=(Opinion(ItemId("aaaaaaaa"), speaker="Ẩn", speaker_withheld=True, text="x"),)
    )
    drafts.save_draft(town.first, visit, "general")
    row = visits.finalise(town.first, visit.id).value
    view = visits.read_visit(town.first, visit.id)
    assert (row.state, view.is_own, view.conflicts, view.absent) == (VisitState.FINALISED, True, (), frozenset())
    assert view.visit.opinions[0].speaker == "", "a withheld name is not signed"
    assert [line.kind for line in view.history] == [EntryKind.VISIT_RECORDED]
    with pytest.raises(Refusal, match="DRAFT_UNKNOWN"):
        visits.finalise(town.first, visit.id)


def test_minutes_of_nothing_or_of_no_day_stay_drafts(town: Enrolled) -> None:
    visit = a_visit("Chi bộ A")
    nameless = dataclasses.replace(visit, cell=dataclasses.replace(visit.cell, name=" "))
    undated = dataclasses.replace(visit, session=dataclasses.replace(visit.session, date=None))
    for wrong, code in ((nameless, "CELL_MISSING"), (undated, "DATE_MISSING")):
        drafts.save_draft(town.first, wrong, "general")
        with pytest.raises(Refusal, match=code):
            visits.finalise(town.first, visit.id)
        assert drafts.load_draft(town.first, visit.id).visit == wrong


def test_what_no_packet_could_carry_is_not_signed(town: Enrolled) -> None:
    visit = a_visit("Chi bộ A")
    absent = Attachment(ItemId("aaaaaaaa"), "x" * 43, 5, "image/png", "Ảnh")
    drafts.save_draft(town.first, dataclasses.replace(visit, attachments=(absent,)), "general")
    with pytest.raises(Refusal, match="ATTACHMENT_MISSING"):
        visits.finalise(town.first, visit.id)
    rows = tuple(Opinion(ItemId(f"aaaaaa{a}{b}"), text="ấ" * 199_999) for a in "ab" for b in "abcd")
    drafts.save_draft(town.first, dataclasses.replace(visit, opinions=rows), "general")
    with pytest.raises(Refusal, match="VISIT_TOO_LONG"):
        visits.finalise(town.first, visit.id)
    assert len(drafts.load_draft(town.first, visit.id).visit.opinions) == 8


def test_an_attachment_that_is_not_as_described_is_not_signed(town: Enrolled, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(PNG)
    attached = drafts.attach(town.first, tmp_path / "a", "Ảnh")
    visit = dataclasses.replace(a_visit("Chi bộ A"), attachments=(dataclasses.replace(attached, bytes=7),))
    drafts.save_draft(town.first, visit, "general")
    with pytest.raises(Refusal, match="ATTACHMENT_MISSING"):
        visits.finalise(town.first, visit.id)
    drafts.save_draft(town.first, dataclasses.replace(visit, attachments=(attached,)), "general")
    visits.finalise(town.first, visit.id)
    report = merge_one(town.clerk, pack(town.first, town.stick))
    assert (report.code, report.entries.new) == (None, 1)


def test_the_longest_words_that_are_signed_arrive(town: Enrolled) -> None:
    source = secrets.token_hex(60_000)
    rows = tuple(
        Opinion(ItemId(f"aaaaaa{a}{b}"), text='"\n' + source[::-1] + '"' * 9) for a in "ab" for b in "abcdefgh"
    )
    visits.record(town.first, [dataclasses.replace(a_visit("Chi bộ A"), opinions=rows)], finalise_them=True)
    assert merge_one(town.clerk, pack(town.first, town.stick)).code is None


def test_taking_visits_in_keeps_each_once_and_only_those_of_the_own_group(town: Enrolled) -> None:
    visit = a_visit("Chi bộ A")
    (row,) = visits.record(town.first, [visit], finalise_them=False).value
    assert (row.state, row.group_id) == (VisitState.DRAFT, town.first.me.group.id)
    assert drafts.interrupted_draft(town.first) is None
    with pytest.raises(Refusal, match="VISIT_EXISTS"):
        visits.record(town.first, [visit], finalise_them=True)
    other = dataclasses.replace(a_visit("Chi bộ B"), group=GroupSnapshot("Tổ khác", GroupId("b" * 26)))
    with pytest.raises(Refusal, match="GROUP_OTHER"):
        visits.record(town.first, [other], finalise_them=True)
    with pytest.raises(Refusal, match="IS_OFFICE"):
        visits.record(town.clerk, [other], finalise_them=True)


def test_an_amendment_strikes_the_rows_that_it_leaves_out(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    first, second = visits.read_visit(town.first, row.id).visit.opinions
    amend(town.first, row.id, lambda visit: dataclasses.replace(noted(visit, "khác"), opinions=visit.opinions[:1]))
    view = visits.read_visit(town.first, row.id)
    assert [(one.id, one.struck) for one in view.visit.opinions] == [(first.id, False), (second.id, True)]
    assert view.visit.opinions[1].text == second.text
    assert (view.row.amendments, view.visit.closing.conclusion, view.row.opinions) == (1, "khác", 1)
    assert [line.reason for line in view.history] == ["", "ghi sót"]
    assert drafts.amendment_reason(town.first, row.id) == ""


def test_an_amendment_without_change_leaves_everything_as_it_was(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    with pytest.raises(Refusal, match="NOTHING_CHANGED"):
        amend(town.first, row.id, lambda visit: visit)
    with pytest.raises(Refusal, match="REASON_MISSING"):
        amend(town.first, row.id, lambda visit: noted(visit, "x"), reason=" ")
    assert len(visits.read_visit(town.first, row.id).history) == 1
    amend(town.first, row.id, lambda visit: noted(visit, "x"))


def test_an_amendment_may_bring_a_whole_other_content_but_no_other_id_or_group(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    other = dataclasses.replace(a_visit("Chi bộ B"), group=GroupSnapshot("Tổ khác"))
    visits.amend(town.first, row.id, other, "nhầm chi bộ")
    view = visits.read_visit(town.first, row.id)
    assert (view.visit.id, view.visit.cell.name, view.visit.group.name) == (row.id, "Chi bộ B", row.group)


def test_withdrawn_minutes_stay_and_do_not_count(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    with pytest.raises(Refusal, match="REASON_MISSING"):
        visits.withdraw(town.first, row.id, " \u200b")
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        visits.withdraw(town.first, unknown(), "nhầm")
    withdrawn = visits.withdraw(town.first, row.id, "ghi nhầm chi bộ").value
    assert (withdrawn.state, withdrawn.state_by) == (VisitState.WITHDRAWN, "ghi nhầm chi bộ")
    with pytest.raises(Refusal, match="VISIT_WITHDRAWN"):
        visits.withdraw(town.first, row.id, "nhầm")
    assert visits.read_visit(town.first, row.id).visit.cell.name == "Chi bộ A"
    assert content_of(archive.entries(town.first, row.id)[-1]) == VisitWithdrawn(row.id, "ghi nhầm chi bộ")
    merge_one(town.clerk, pack(town.first, town.stick))
    assert state_of(town.clerk, row.id) is VisitState.WITHDRAWN
    assert status.digest(town.clerk) == status.digest(town.first)


def test_lists_are_counted_and_cut_into_pages(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    record(town.first, "Chi bộ C", finalise=False)
    everything = VisitFilter()
    assert visits.count_visits(town.first, everything) == 3
    first = visits.list_visits(town.first, everything, limit=2)
    last = visits.list_visits(town.first, everything, limit=2, offset=2)
    assert len({row.id for row in (*first, *last)}) == 3
    counts = visits.state_counts(town.first)
    assert (counts[VisitState.FINALISED], counts[VisitState.DRAFT], counts[VisitState.MERGED]) == (2, 1, 0)
    assert set(counts) == set(VisitState)


def test_findings_are_offered_and_block_nothing(town: Enrolled) -> None:
    visit = Visit(VisitId(new_id(secrets.token_bytes)))
    assert visits.findings(town.first, visit)


def test_minutes_that_only_a_withdrawal_speaks_of_have_no_content(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    first = pack(town.first, town.stick)
    visits.withdraw(town.first, row.id, "nhầm")
    entries = archive.entries(town.first, row.id)
    folded = archive.fold(archive.versions(entries[1:]))
    with pytest.raises(Refusal, match="VISIT_WITHOUT_CONTENT"):
        archive.content(folded)
    assert first.exists()


def test_a_clock_that_went_back_is_told_and_stops_nobody(town: Enrolled) -> None:
    record(town.first, "Chi bộ A")
    town.clock.now = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    (row,) = record(town.first, "Chi bộ B")
    (line,) = visits.history(town.first, row.id)
    assert (line.is_clock_sound, line.at.year) == (False, 2019)
    town.clock.now = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)
    (row,) = record(town.first, "Chi bộ C")
    assert visits.history(town.first, row.id)[0].is_clock_sound, "a wrong clock is not taken for the last time seen"
    assert merge_one(town.clerk, pack(town.first, town.stick)).entries.new == 3
    assert doctor.examine(town.clerk).is_sound
    assert sending.to_send(town.first).packed == 3
