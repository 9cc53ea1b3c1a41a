"""One meeting that two laptops recorded: linked or told apart by a person, both kept, counted once."""

import dataclasses

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import conflicts, doctor, linking, sending, status, visits
from chibo_desktop.services.archive import Change
from chibo_desktop.storage import log
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, pack
from tests.building.visits import id_of

COUNTED_ONCE = visits.VisitFilter(counted_once=True)


@pytest.fixture
def pair(town: Enrolled) -> tuple[VisitId, VisitId]:
    """Two records of one meeting, the smaller id first."""
    again = dataclasses.replace(a_visit("Chi bộ A"), id=VisitId(id_of("the same meeting again")))
    for laptop, visit in ((town.first, a_visit("Chi bộ A")), (town.second, again)):
        visits.record(laptop, [visit], finalise_them=True)
        merge_one(town.clerk, pack(laptop, town.stick))
    (found,) = conflicts.duplicates(town.clerk)
    return found.first.row.id, found.second.row.id


def merged(town: Enrolled) -> int:
    return status.status(town.clerk).visits[VisitState.MERGED]


def test_linked_visits_are_both_kept_and_counted_once(town: Enrolled, pair: tuple[VisitId, VisitId]) -> None:
    before = status.digest(town.clerk)
    said = linking.link(town.clerk, *pair, "cùng một buổi").value
    assert (merged(town), visits.state_counts(town.clerk)[VisitState.MERGED]) == (1, 1)
    assert visits.count_visits(town.clerk, visits.VisitFilter()) == 2
    assert [row.id for row in visits.list_visits(town.clerk, COUNTED_ONCE)] == [pair[0]]
    listed = visits.list_visits(town.clerk, visits.VisitFilter())
    assert {row.id: row.meeting for row in listed} == dict.fromkeys(pair, pair[0])
    assert conflicts.duplicates(town.clerk) == ()
    assert status.status(town.clerk).doubtful == 0
    (entry,) = log.entries_of_kind(town.clerk.book, EntryKind.VISITS_LINKED)
    assert (entry.head.id, entry.head.device) == (said, town.clerk.me.device)
    (view,) = conflicts.linked_today(town.clerk)
    assert (view.is_same, view.reason, {row.id for row in view.visits}) == (True, "cùng một buổi", {*pair})
    assert status.digest(town.clerk) != before
    assert doctor.examine(town.clerk).is_sound


def test_visits_that_were_told_apart_are_never_asked_about_again(town: Enrolled, pair: tuple[VisitId, VisitId]) -> None:
    linking.tell_apart(town.clerk, *pair)
    assert conflicts.duplicates(town.clerk) == ()
    assert merged(town) == 2
    assert doctor.examine(town.clerk).is_sound


@pytest.mark.parametrize("same", [True, False])
def test_what_was_said_can_be_taken_back(town: Enrolled, pair: tuple[VisitId, VisitId], same: bool) -> None:
    before = status.digest(town.clerk)
    said = (linking.link if same else linking.tell_apart)(town.clerk, *pair).value
    linking.undo(town.clerk, said)
    assert len(conflicts.duplicates(town.clerk)) == 1
    assert merged(town) == 2
    assert status.digest(town.clerk) == before, "the question is open as it was"
    assert conflicts.linked_today(town.clerk) == ()
    with pytest.raises(Refusal, match="CHOICE_UNDONE"):
        linking.undo(town.clerk, said)
    linking.redo(town.clerk, said)
    assert conflicts.duplicates(town.clerk) == ()
    assert merged(town) == (1 if same else 2)


def test_a_link_is_taken_apart(town: Enrolled, pair: tuple[VisitId, VisitId]) -> None:
    linking.link(town.clerk, *pair)
    linking.unlink(town.clerk, pair[1], pair[0], "hai buổi khác nhau")
    assert merged(town) == 2
    assert conflicts.duplicates(town.clerk) == ()
    with pytest.raises(Refusal, match="LINK_UNKNOWN"):
        linking.unlink(town.clerk, *pair)


def test_the_record_that_stands_counts_when_the_other_is_withdrawn(
    town: Enrolled, pair: tuple[VisitId, VisitId]
) -> None:
    linking.link(town.clerk, *pair)
    owner = town.first if is_mine(town, pair[0]) else town.second
    visits.withdraw(owner, pair[0], "ghi nhầm")
    merge_one(town.clerk, pack(owner, town.stick))
    assert merged(town) == 1
    assert pair[1] in [row.id for row in visits.list_visits(town.clerk, COUNTED_ONCE)]
    assert doctor.examine(town.clerk).is_sound


def is_mine(town: Enrolled, visit: VisitId) -> bool:
    return visit in [row.id for row in visits.list_visits(town.first, visits.VisitFilter())]


def test_what_makes_no_sense_is_refused(town: Enrolled, pair: tuple[VisitId, VisitId]) -> None:
    with pytest.raises(Refusal, match="LINK_SELF"):
        linking.link(town.clerk, pair[0], pair[0])
    with pytest.raises(Refusal, match="VISIT_UNKNOWN"):
        linking.link(town.clerk, pair[0], VisitId(id_of("nothing")))
    linking.link(town.clerk, *pair)
    with pytest.raises(Refusal, match="LINK_KNOWN"):
        linking.link(town.clerk, *reversed(pair))
    with pytest.raises(Refusal, match="CHOICE_UNKNOWN"):
        linking.undo(town.clerk, log.entries_of(town.clerk.book, (pair[0],))[pair[0]][0].head.id)


def test_a_third_record_is_doubtful_until_it_is_linked_too(town: Enrolled, pair: tuple[VisitId, VisitId]) -> None:
    linking.link(town.clerk, *pair)
    third = dataclasses.replace(a_visit("CHI BỘ A"), id=VisitId(id_of("a third record")))
    visits.record(town.second, [third], finalise_them=True)
    report = merge_one(town.clerk, pack(town.second, town.stick))
    (change,) = report.visits
    assert change.change is Change.DOUBTFUL
    (found,) = conflicts.duplicates(town.clerk)
    assert third.id in (found.first.row.id, found.second.row.id)
    linking.link(town.clerk, found.first.row.id, found.second.row.id)
    assert conflicts.duplicates(town.clerk) == ()
    assert merged(town) == 1


def test_each_record_names_the_others_and_the_one_that_counts(town: Enrolled, pair: tuple[VisitId, VisitId]) -> None:
    assert visits.read_visit(town.clerk, pair[0]).same_meeting == ()
    linking.link(town.clerk, *pair)
    for visit in pair:
        assert [row.id for row in visits.read_visit(town.clerk, visit).same_meeting] == [*pair]


def test_a_laptop_goes_on_sending_every_record(town: Enrolled) -> None:
    again = dataclasses.replace(a_visit("Chi bộ A"), id=VisitId(id_of("the same meeting again")))
    visits.record(town.first, [a_visit("Chi bộ A"), again], finalise_them=True)
    linking.link(town.first, a_visit("Chi bộ A").id, again.id)
    assert sending.to_send(town.first).finalised == 2
