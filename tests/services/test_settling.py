"""Choosing between values: a signed entry each time, nothing lost, and everything can be taken back."""

import dataclasses
from collections.abc import Callable

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import EntryId, PersonId, VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import AttendanceState, Attendee, Visit, VisitState
from chibo_desktop.services import archive, conflicts, doctor, receiving, settling, status, visits
from chibo_desktop.services.conflicts import ConflictView
from chibo_desktop.services.settling import Place
from chibo_desktop.storage import log
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.building.visits import id_of, item_of

OFFICE_SAYS, LAPTOP_SAYS = "văn phòng ghi", "tổ ghi"


def noted(visit: Visit, conclusion: str) -> Visit:
    return dataclasses.replace(visit, closing=dataclasses.replace(visit.closing, conclusion=conclusion))


def until(visit: Visit, end: str) -> Visit:
    return dataclasses.replace(visit, session=dataclasses.replace(visit.session, end=end))


@pytest.fixture
def differing(town: Enrolled) -> VisitId:
    """A visit of which the office says something else than the laptop."""
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(town.clerk, row.id, lambda visit: noted(visit, OFFICE_SAYS))
    amend(town.first, row.id, lambda visit: noted(visit, LAPTOP_SAYS))
    merge_one(town.clerk, pack(town.first, town.stick))
    return row.id


def the_conflict(town: Enrolled) -> ConflictView:
    (found,) = conflicts.conflicts(town.clerk)
    return found


def conclusion(town: Enrolled, visit: VisitId) -> str:
    return visits.read_visit(town.clerk, visit).visit.closing.conclusion


def entry_saying(found: ConflictView, value: str) -> EntryId:
    return next(one.entry for one in found.values if one.value == value)


def test_a_conflict_says_who_wrote_what_when_and_with_which_packet(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    laptop, office = found.values
    assert (laptop.machine.name, laptop.machine.group, laptop.packet) == ("Quang Thuận-1", "Tổ số 05", 2)
    assert laptop.received_at is not None
    assert (office.machine.name, office.packet, office.received_at) == ("Văn phòng-1", None, None)
    assert {one.kind for one in found.values} == {"visit.amended"}
    assert found.same > 10
    assert (found.visit.id, found.place.id) == (differing, f"{differing}/{settling.path_id('closing.conclusion')}")
    (note,) = conflicts.compare(town.clerk, found.place)
    assert {note.before, note.after} == {OFFICE_SAYS, LAPTOP_SAYS}


@pytest.mark.parametrize("value", [OFFICE_SAYS, LAPTOP_SAYS])
def test_a_choice_is_a_signed_entry_and_both_values_stay_in_the_history(
    town: Enrolled, differing: VisitId, value: str
) -> None:
    found = the_conflict(town)
    before = len(archive.entries(town.clerk, differing))
    chosen = settling.settle(town.clerk, found.place, entry_saying(found, value), "đã gọi hỏi bí thư", found.standing)
    assert conclusion(town, differing) == value
    assert conflicts.conflicts(town.clerk) == ()
    entries = archive.entries(town.clerk, differing)
    assert len(entries) == before + 1
    assert entries[-1].head.id == chosen.value.entry
    assert (entries[-1].head.kind, entries[-1].head.device) == (EntryKind.CONFLICT_SETTLED, town.clerk.me.device)
    line = visits.history(town.clerk, differing)[-1]
    assert (line.kind, line.reason) == (EntryKind.CONFLICT_SETTLED, "đã gọi hỏi bí thư")
    assert line.choice is not None
    assert (line.choice.path, line.choice.value) == ("closing.conclusion", value)
    assert {OFFICE_SAYS, LAPTOP_SAYS} <= {visit.closing.conclusion for visit in contents(town, differing)}
    (view,) = conflicts.chosen_today(town.clerk)
    assert (view.entry, view.value, view.is_office) == (chosen.value.entry, value, value == OFFICE_SAYS)
    assert doctor.examine(town.clerk).is_sound


def contents(town: Enrolled, visit: VisitId) -> list[Visit]:
    versions = archive.versions(archive.entries(town.clerk, visit))
    return [version.visit for version in versions if version.visit is not None]


def test_a_choice_can_be_taken_back_and_made_again(town: Enrolled, differing: VisitId) -> None:
    digest = status.digest
    found = the_conflict(town)
    first = settling.settle(town.clerk, found.place, entry_saying(found, OFFICE_SAYS)).value.entry
    after_first = digest(town.clerk)
    settling.undo(town.clerk, first)
    again = the_conflict(town)
    assert {one.value for one in again.values} == {OFFICE_SAYS, LAPTOP_SAYS}
    assert conflicts.chosen_today(town.clerk) == ()
    with pytest.raises(Refusal, match="CHOICE_UNDONE"):
        settling.undo(town.clerk, first)
    settling.redo(town.clerk, first)
    assert conclusion(town, differing) == OFFICE_SAYS
    with pytest.raises(Refusal, match="CONFLICT_UNKNOWN"):
        settling.redo(town.clerk, first)
    settling.undo(town.clerk, conflicts.chosen_today(town.clerk)[0].entry)
    settling.settle(town.clerk, again.place, entry_saying(again, LAPTOP_SAYS))
    assert conclusion(town, differing) == LAPTOP_SAYS
    assert digest(town.clerk) != after_first
    assert doctor.examine(town.clerk).is_sound


def test_equal_values_are_never_a_conflict(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    for desk in (town.clerk, town.first):
        amend(desk, row.id, lambda visit: noted(visit, "như nhau"))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert conflicts.conflicts(town.clerk) == ()


def test_a_value_that_comes_after_the_choice_is_a_conflict_again(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    settling.settle(town.clerk, found.place, entry_saying(found, OFFICE_SAYS))
    amend(town.first, differing, lambda visit: noted(visit, "tổ ghi thêm"))
    merge_one(town.clerk, pack(town.first, town.stick))
    late = the_conflict(town)
    assert {one.value for one in late.values} == {OFFICE_SAYS, "tổ ghi thêm"}
    assert {one.kind for one in late.values} == {"conflict.settled", "visit.amended"}
    settling.settle(town.clerk, late.place, entry_saying(late, OFFICE_SAYS))
    assert conclusion(town, differing) == OFFICE_SAYS
    assert conflicts.conflicts(town.clerk) == ()


def test_who_saw_less_than_there_is_has_to_look_again(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    amend(town.first, differing, lambda visit: noted(visit, "tổ ghi thêm"))
    merge_one(town.clerk, pack(town.first, town.stick))
    with pytest.raises(Refusal, match="CONFLICT_CHANGED"):
        settling.settle(town.clerk, found.place, found.values[0].entry, seen=found.standing)


def test_asking_keeps_both_until_a_machine_answers(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    asked = settling.ask(town.clerk, found.place).value.entry
    assert the_conflict(town).is_asked
    assert conflicts.waiting(town.clerk) == 0
    assert (status.status(town.clerk).conflicts, status.status(town.clerk).asked) == (0, 1)
    settling.undo(town.clerk, asked)
    assert not the_conflict(town).is_asked
    settling.ask(town.clerk, found.place)
    amend(town.first, differing, lambda visit: noted(visit, OFFICE_SAYS))
    merge_one(town.clerk, pack(town.first, town.stick))
    assert conflicts.conflicts(town.clerk) == (), "the machine that was asked agrees"
    assert doctor.examine(town.clerk).is_sound


def test_another_value_is_an_amendment_of_the_office_and_goes_with_its_choice(
    town: Enrolled, differing: VisitId
) -> None:
    found = the_conflict(town)
    chosen = settling.write_other(town.clerk, found.place, "cả hai cùng đúng", "hỏi cả hai").value.entry
    assert conclusion(town, differing) == "cả hai cùng đúng"
    assert conflicts.conflicts(town.clerk) == ()
    (view,) = conflicts.chosen_today(town.clerk)
    assert (view.value, view.is_office, view.reason) == ("cả hai cùng đúng", True, "hỏi cả hai")
    settling.undo(town.clerk, chosen)
    assert {one.value for one in the_conflict(town).values} == {OFFICE_SAYS, LAPTOP_SAYS}
    assert doctor.examine(town.clerk).is_sound


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("session.end", "21:30", "21:30"),
        ("session.end", "", None),
        ("session.date", "2026-11-03", "2026-11-03"),
        ("attendance.counts.present", "7", "7"),
        ("closing.read_back", "true", "True"),
        ("closing.conclusion", "", ""),
        ("attendance.roster/aaaaaaaa/state", "excused", "excused"),
    ],
)
def test_values_are_read_as_in_the_exchange_form(path: str, text: str, value: str | None) -> None:
    found = settling.read_value(path, text)
    assert (None if found is None else str(found)) == value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("session.end", "9 giờ"),
        ("session.date", "hôm qua"),
        ("attendance.counts.present", "bảy"),
        ("attendance.counts.present", "-1"),
        ("attendance.roster/aaaaaaaa/state", "somewhere"),
        ("closing.conclusion", "x" * 200_001),
    ],
)
def test_values_that_the_field_cannot_take_are_refused(path: str, text: str) -> None:
    with pytest.raises(Refusal, match="VALUE_WRONG"):
        settling.read_value(path, text)


def test_a_visit_that_was_edited_while_it_was_withdrawn_is_for_a_person(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(town.clerk, row.id, lambda visit: noted(visit, OFFICE_SAYS))
    visits.withdraw(town.first, row.id, "ghi nhầm")
    merge_one(town.clerk, pack(town.first, town.stick))
    found = the_conflict(town)
    assert found.path == ""
    assert [one.value for one in found.values] == ["True", "False"]
    assert status.status(town.clerk).visits[VisitState.WITHDRAWN] == 1
    with pytest.raises(Refusal, match="CHOICE_WHOLE"):
        settling.write_other(town.clerk, found.place, "x")
    chosen = settling.settle(town.clerk, found.place, found.values[1].entry).value.entry
    assert status.status(town.clerk).visits[VisitState.MERGED] == 1
    settling.undo(town.clerk, chosen)
    settling.settle(town.clerk, found.place, found.values[0].entry)
    assert status.status(town.clerk).visits[VisitState.WITHDRAWN] == 1
    assert conflicts.conflicts(town.clerk) == ()
    assert doctor.examine(town.clerk).is_sound


def test_a_conflict_has_a_name_that_stays(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    assert settling.place_of(town.clerk, found.place.id) == found.place
    settling.ask(town.clerk, found.place)
    assert the_conflict(town).place.id == found.place.id
    for wrong in ("nothing", f"{differing}/aaaaaaaa", f"{VisitId('a' * 26)}/{settling.path_id('session.end')}"):
        with pytest.raises(Refusal, match="CONFLICT_UNKNOWN"):
            settling.place_of(town.clerk, wrong)


def test_what_is_no_choice_cannot_be_taken_back(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    with pytest.raises(Refusal, match="CHOICE_UNKNOWN"):
        settling.settle(town.clerk, found.place, EntryId("x"))
    with pytest.raises(Refusal, match="CHOICE_UNKNOWN"):
        settling.undo(town.clerk, found.values[0].entry)
    with pytest.raises(Refusal, match="CONFLICT_UNKNOWN"):
        settling.ask(town.clerk, Place(differing, "session.end"))


def test_a_choice_survives_the_book_being_made_again_from_its_entries(town: Enrolled, differing: VisitId) -> None:
    found = the_conflict(town)
    settling.settle(town.clerk, found.place, entry_saying(found, LAPTOP_SAYS))
    entries = log.entries_of(town.clerk.book, (differing,))[differing]
    folded = archive.folded(town.clerk, differing)
    assert archive.fold(archive.versions(entries[::-1])) == folded
    receiving.merge(town.clerk, [town.stick])
    assert archive.folded(town.clerk, differing) == folded


def test_a_member_whom_two_machines_added_is_settled_by_either_row(town: Enrolled) -> None:
    (row,) = record(town.first, "Chi bộ A")
    merge_one(town.clerk, pack(town.first, town.stick))

    def adding(item: str, state: AttendanceState) -> Callable[[Visit], Visit]:
        member = Attendee(item_of(item), "Triệu Thị Mẫu", state=state, person=PersonId(id_of("a member")))

        def change(visit: Visit) -> Visit:
            roster = (*visit.attendance.roster, member)
            return dataclasses.replace(visit, attendance=dataclasses.replace(visit.attendance, roster=roster))

        return change

    amend(town.clerk, row.id, adding("here", AttendanceState.PRESENT))
    amend(town.first, row.id, adding("there", AttendanceState.EXCUSED))
    merge_one(town.clerk, pack(town.first, town.stick))
    for value in ("present", "excused"):
        found = the_conflict(town)
        assert found.path.endswith("/state")
        made = settling.settle(town.clerk, found.place, entry_saying(found, value)).value
        assert conflicts.conflicts(town.clerk) == ()
        roster = visits.read_visit(town.clerk, row.id).visit.attendance.roster
        assert [one.state.value for one in roster if one.name == "Triệu Thị Mẫu"] == [value]
        settling.undo(town.clerk, made.entry)
    assert doctor.examine(town.clerk).is_sound
