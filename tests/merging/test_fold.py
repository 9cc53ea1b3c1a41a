"""Folding: the same for every order, nothing lost, a person asked where nobody can know."""

import itertools
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import leaves
from chibo_desktop.domain.ids import DeviceId, EntryId, PersonId
from chibo_desktop.domain.visits import Attendance, AttendanceState, Attendee, Opinion
from chibo_desktop.merging.fold import Folded, fold
from chibo_desktop.merging.versions import Deed, Version
from tests.building.visits import big_visit, item_of
from tests.merging.histories import ANNA, BINH, SMALL, SlowFold, changed, entry_of, histories

LAPTOP, OTHER, OFFICE = DeviceId("laptop"), DeviceId("other"), DeviceId("office")
RECORD = Version(EntryId("r"), Deed.RECORD, LAPTOP, visit=SMALL)
PLACE = "session.place"


def amend(name: str, based_on: tuple[str, ...], device: DeviceId = LAPTOP, /, **values: object) -> Version:
    """An amendment of the small visit; ``__`` in a name stands for a dot."""
    paths = {name.replace("__", "."): value for name, value in values.items()}
    return Version(
        EntryId(name), Deed.AMEND, device, tuple(map(EntryId, based_on)), changed(SMALL, paths), tuple(paths)
    )


def value_of(folded: Folded, path: str) -> object:
    assert folded.visit is not None
    return leaves(folded.visit)[path]


# properties


@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(history: tuple[Version, ...], random: object) -> None:
    expected = fold(history)
    again = [*history, *history[: len(history) // 2]]
    random.shuffle(again)  # pyright: ignore[reportAttributeAccessIssue] - hypothesis hands over a random.Random
    assert fold(again) == expected


@given(histories())
@settings(max_examples=200)
def test_agrees_with_the_rules_said_slowly(history: tuple[Version, ...]) -> None:
    folded, slow = fold(history), SlowFold(history)
    conflicts = {conflict.path: conflict.candidates for conflict in folded.conflicts}
    found = leaves(folded.visit) if folded.visit is not None else {}
    for path in slow.paths():
        standing = slow.standing(path)
        values = [slow.value(one, path) for one in standing]
        if values:
            assert found[path] == values[0]
        assert (path in conflicts) == any(value != values[0] for value in values)
        if path in conflicts:
            candidates = conflicts[path]
            assert candidates[0].entry == standing[0].entry
            assert {candidate.value for candidate in candidates} == set(values)
            assert len(candidates) == len(set(values))
    assert folded.recorder == slow.recorder
    assert set(folded.heads) == set(slow.known) - set().union(*(slow.ancestors(entry) for entry in slow.known))


@given(histories(), st.data())
def test_no_written_value_disappears(history: tuple[Version, ...], data: st.DataObject) -> None:
    """Whatever subset has arrived: a value is shown, stands as a candidate, or somebody who knew it wrote another."""
    arrived = data.draw(st.lists(st.sampled_from(history), min_size=1, unique_by=lambda one: one.entry))
    folded, slow = fold(arrived), SlowFold(arrived)
    if folded.visit is None:
        return
    shown = leaves(folded.visit)
    candidates = {conflict.path: [one.value for one in conflict.candidates] for conflict in folded.conflicts}
    for version in arrived:
        for path, value in slow.written(version).items():
            if path not in shown or value == shown[path] or value in candidates.get(path, []):
                continue
            replaced = any(
                version.entry in slow.ancestors(later.entry) and path in slow.written(later) for later in arrived
            )
            assert replaced or version.absent, (path, value)


@given(histories())
def test_nothing_that_was_recorded_is_taken_out(history: tuple[Version, ...]) -> None:
    folded = fold(history)
    assert folded.visit is not None
    rows = {row.id for version in history if version.visit for row in version.visit.opinions}
    assert {row.id for row in folded.visit.opinions} == rows


def test_every_order_of_four_batches_gives_one_result() -> None:
    batches = (
        (RECORD, amend("a1", ("r",), session__place="nhà văn hóa")),
        (amend("b1", ("r",), OTHER, session__place="nhà bí thư"),),
        (Version(EntryId("s"), Deed.SETTLE, OFFICE, (EntryId("a1"), EntryId("b1")), settled=((PLACE, "nhà bí thư"),)),),
        (amend("a2", ("s",), session__start="20:00"),),
    )
    results = [fold(tuple(itertools.chain(*order))) for order in itertools.permutations(batches)]
    assert len(results) == 24
    assert all(result == results[0] for result in results)
    assert value_of(results[0], PLACE) == "nhà bí thư"
    assert value_of(results[0], "session.start") == "20:00"
    assert not results[0].conflicts


# registers


def test_one_record_is_what_it_says() -> None:
    assert fold([RECORD, RECORD]) == Folded(SMALL, (EntryId("r"),), LAPTOP)


def test_a_record_costs_next_to_nothing() -> None:
    versions = (Version(EntryId("r"), Deed.RECORD, LAPTOP, visit=big_visit()),)
    begun = time.perf_counter()
    for _ in range(2000):
        fold(versions)
    assert (time.perf_counter() - begun) / 2000 < 50e-6  # measured about 1 µs; comparing leaves would take 2 ms


def test_the_successor_replaces_whatever_the_order_of_ids() -> None:
    later = amend("a", ("r",), session__place="nhà văn hóa")
    folded = fold([later, RECORD])
    assert value_of(folded, PLACE) == "nhà văn hóa"
    assert folded.conflicts == ()
    assert folded.amendments == 1
    assert folded.heads == (EntryId("a"),)


def test_equal_values_are_agreement() -> None:
    versions = [RECORD, *(amend(name, ("r",), session__place="nhà văn hóa") for name in "ab")]
    folded = fold(versions)
    assert folded.conflicts == ()
    assert folded.heads == (EntryId("a"), EntryId("b"))


def test_an_amendment_replaces_only_what_it_names() -> None:
    versions = [
        RECORD,
        amend("a", ("r",), session__place="nhà văn hóa"),
        amend("b", ("r",), OTHER, session__start="20:00"),
    ]
    folded = fold(versions)
    assert (value_of(folded, PLACE), value_of(folded, "session.start")) == ("nhà văn hóa", "20:00")
    assert folded.conflicts == ()


def test_the_recording_machine_is_shown_before_longer_history_and_greater_id() -> None:
    versions = [
        RECORD,
        amend("a", ("r",), session__place="của máy ghi"),
        amend("x", ("r",), OTHER, session__start="20:00"),
        amend("z", ("x",), OTHER, session__place="của máy khác"),
    ]
    (conflict,) = fold(versions).conflicts
    assert conflict.path == PLACE
    assert [(one.entry, one.device, one.value) for one in conflict.candidates] == [
        ("a", LAPTOP, "của máy ghi"),
        ("z", OTHER, "của máy khác"),
    ]


def test_longer_history_is_shown_before_the_greater_id() -> None:
    versions = [
        RECORD,
        amend("z", ("r",), OTHER, session__place="ngắn"),
        amend("a", ("r",), OTHER, session__start="20:00"),
        amend("b", ("a",), OTHER, session__place="dài"),
    ]
    assert value_of(fold(versions), PLACE) == "dài"


def test_the_greater_id_decides_at_last() -> None:
    versions = [RECORD, *(amend(name, ("r",), OTHER, session__place=name) for name in "ab")]
    assert value_of(fold(versions), PLACE) == "b"


def test_a_choice_settles_until_somebody_writes_on() -> None:
    both = [RECORD, *(amend(name, ("r",), OTHER, session__place=name) for name in "ab")]
    choice = Version(EntryId("s"), Deed.SETTLE, OFFICE, (EntryId("a"), EntryId("b")), settled=((PLACE, "a"),))
    assert value_of(fold([*both, choice]), PLACE) == "a"
    assert fold([*both, choice]).conflicts == ()
    late = amend("c", ("r",), OTHER, session__place="muộn")
    (conflict,) = fold([*both, choice, late]).conflicts
    assert {one.value for one in conflict.candidates} == {"a", "muộn"}


TWO_PLACES = (
    RECORD,
    amend("a", ("r",), session__place="nhà văn hóa"),
    amend("b", ("r",), OTHER, session__place="trường"),
)


def choose(
    name: str, based_on: tuple[str, ...], value: object, path: str = PLACE, device: DeviceId = OFFICE
) -> Version:
    return Version(
        EntryId(name), Deed.SETTLE, device, tuple(map(EntryId, based_on)), settled=((path, value),), path=path
    )


def undo(name: str, choice: str, path: str = PLACE) -> Version:
    return Version(
        EntryId(name), Deed.SETTLE, OFFICE, (EntryId(choice),), path=path, undone=frozenset({EntryId(choice)})
    )


def open_values(*versions: Version, path: str = PLACE) -> list[object]:
    """Values between which a person has to choose."""
    (found,) = [one for one in fold(versions).conflicts if one.path == path] or [None]
    return [one.value for one in found.candidates] if found else []


def test_a_value_that_the_choice_did_not_know_is_a_conflict_again() -> None:
    choice = choose("c", ("a", "b"), "trường")
    assert open_values(*TWO_PLACES, choice) == []
    late = amend("d", ("a",), session__place="sân vận động")
    assert open_values(*TWO_PLACES, choice, late) == ["sân vận động", "trường"]
    knowing = amend("d", ("c",), session__place="sân vận động")
    assert open_values(*TWO_PLACES, choice, knowing) == []


def test_two_choices_that_did_not_know_of_each_other_are_a_conflict() -> None:
    one, other = choose("c", ("a", "b"), "trường"), choose("d", ("a", "b"), "nhà văn hóa", PLACE, OTHER)
    assert set(map(str, open_values(*TWO_PLACES, one, other))) == {"trường", "nhà văn hóa"}
    assert open_values(*TWO_PLACES, one, choose("d", ("a", "b"), "trường", PLACE, OTHER)) == []


def test_a_choice_that_was_taken_back_was_never_made() -> None:
    first, second = choose("c", ("a", "b"), "trường"), choose("d", ("c",), "nhà văn hóa")
    before = open_values(*TWO_PLACES)
    assert open_values(*TWO_PLACES, first, undo("u", "c")) == before
    again = fold((*TWO_PLACES, first, second, undo("u", "d")))
    assert again.conflicts == ()
    assert value_of(again, PLACE) == "trường", "the choice before the one that was taken back"


def test_asking_leaves_the_conflict_open_until_something_new_comes() -> None:
    entries = frozenset(map(EntryId, "ab"))
    asking = Version(EntryId("c"), Deed.SETTLE, OFFICE, tuple(entries), path=PLACE, asked=entries)
    (found,) = fold((*TWO_PLACES, asking)).conflicts
    assert found.is_asked
    assert len(found.candidates) == 2
    late = amend("d", ("r",), DeviceId("third"), session__place="sân vận động")
    (found,) = fold((*TWO_PLACES, asking, late)).conflicts
    assert not found.is_asked
    (found,) = fold((*TWO_PLACES, asking, undo("u", "c"))).conflicts
    assert not found.is_asked
    answer = amend("d", ("a",), session__place="trường")
    assert open_values(*TWO_PLACES, asking, answer) == [], "who was asked agrees with the other"


def test_a_choice_of_something_that_is_not_here_chooses_nothing() -> None:
    lost = Version(EntryId("c"), Deed.SETTLE, OFFICE, tuple(map(EntryId, "ab")), path=PLACE)
    assert len(open_values(*TWO_PLACES, lost)) == 2


def test_a_choice_about_a_row_that_nobody_has_is_kept_for_later() -> None:
    choice = Version(EntryId("s"), Deed.SETTLE, OFFICE, (EntryId("r"),), settled=((f"opinions/{BINH}/text", "x"),))
    assert fold([RECORD, choice]).visit == SMALL


# rows


def test_rows_of_both_machines_stand() -> None:
    one = amend("a", ("r",), **{f"opinions/{BINH}/text": "Vay vốn."})
    two = amend("b", ("r",), OTHER, **{f"attendance.roster/{BINH}/name": "Bàn Hữu Thử"})
    folded = fold([RECORD, one, two])
    assert folded.visit is not None
    assert [row.text for row in folded.visit.opinions] == ["Sửa đường vào thôn.", "Vay vốn."]
    assert [row.name for row in folded.visit.attendance.roster] == ["Nông Thị Ví", "Bàn Hữu Thử"]


def test_rows_stand_as_in_the_version_that_is_shown() -> None:
    shown = amend("a", ("r",), LAPTOP, **{f"opinions/{BINH}/text": "của máy ghi"})
    other = amend("b", ("r",), OTHER, **{f"opinions/{item_of('other')}/text": "của máy khác"})
    folded = fold([RECORD, shown, other])
    assert folded.visit is not None
    assert [row.text for row in folded.visit.opinions[1:]] == ["của máy ghi", "của máy khác"]


def test_a_row_that_a_later_version_leaves_out_is_still_there() -> None:
    bare = replace(SMALL, opinions=(Opinion(BINH, text="Vay vốn."),), attendance=Attendance())
    later = Version(EntryId("a"), Deed.AMEND, LAPTOP, (EntryId("r"),), bare, (f"opinions/{BINH}/text",))
    folded = fold([RECORD, later])
    assert folded.visit is not None
    assert {row.id for row in folded.visit.opinions} == {ANNA, BINH}
    assert folded.visit.attendance.roster == (Attendee(ANNA, "Nông Thị Ví"),)


def test_present_here_and_absent_there_is_for_a_person() -> None:
    path = f"attendance.roster/{ANNA}/state"
    here = amend("a", ("r",), OTHER, **{path: AttendanceState.EXCUSED})
    there = amend("b", ("r",), LAPTOP, **{path: AttendanceState.UNEXCUSED})
    (conflict,) = fold([RECORD, here, there]).conflicts
    assert (conflict.path, conflict.candidates[0].value) == (path, AttendanceState.UNEXCUSED)


# what has not arrived


def test_an_amendment_without_its_base_stands_alone() -> None:
    alone = amend("b", ("missing",), OTHER, session__place="nhà văn hóa")
    folded = fold([alone])
    assert folded.visit == alone.visit
    assert (folded.recorder, folded.amendments) == (OTHER, 1)


def test_what_it_did_not_change_gives_way_to_who_wrote_it() -> None:
    alone = amend("b", ("missing",), OTHER, session__start="20:00")
    other = Version(EntryId("r"), Deed.RECORD, LAPTOP, visit=changed(SMALL, {PLACE: "nhà bí thư"}))
    folded = fold([alone, other])
    assert (value_of(folded, PLACE), value_of(folded, "session.start")) == ("nhà bí thư", "20:00")


def test_a_missing_amendment_does_not_look_like_a_contradiction() -> None:
    second = amend("b", ("missing",), session__place="nhà văn hóa")
    folded = fold([RECORD, second])
    assert folded.conflicts == ()
    assert value_of(folded, PLACE) == "nhà văn hóa"


def test_two_records_of_a_copied_machine_contradict_each_other() -> None:
    copy = Version(EntryId("q"), Deed.RECORD, LAPTOP, visit=changed(SMALL, {PLACE: "nhà văn hóa"}))
    (conflict,) = fold([RECORD, copy]).conflicts
    assert {one.value for one in conflict.candidates} == {"nhà họp thôn", "nhà văn hóa"}


def test_a_record_that_claims_ancestors_is_no_root() -> None:
    odd = replace(RECORD, based_on=(EntryId("b"),))
    second = amend("b", ("missing",), session__place="nhà văn hóa")
    assert value_of(fold([odd, second]), PLACE) == "nhà họp thôn"


# parts that are not here


def test_withheld_leaves_are_unknown_and_contradict_nothing() -> None:
    named = amend("a", ("r",), chair__name="Hà Văn Mẫu")
    hidden = replace(
        amend("b", ("r",), OTHER, chair__name="", session__place="x"), absent=frozenset({PartClass.PEOPLE})
    )
    folded = fold([RECORD, named, hidden])
    assert (value_of(folded, "chair.name"), value_of(folded, PLACE)) == ("Hà Văn Mẫu", "x")
    assert folded.absent == {PartClass.PEOPLE}
    assert folded.conflicts == ()


def test_a_withheld_successor_hides_the_older_value() -> None:
    hidden = replace(amend("a", ("r",), chair__name=""), absent=frozenset({PartClass.PEOPLE}))
    folded = fold([RECORD, hidden])
    assert value_of(folded, "chair.name") == ""
    assert value_of(folded, "chair.post") == "Bí thư"
    assert folded.absent == {PartClass.PEOPLE}


def test_what_a_withheld_part_did_not_change_is_known() -> None:
    hidden = replace(amend("a", ("r",), session__place="x"), absent=frozenset({PartClass.PEOPLE, PartClass.WORDS}))
    folded = fold([RECORD, hidden])
    assert value_of(folded, "chair.name") == "Hoàng Thị Mẫu"
    assert folded.absent == frozenset()


def test_a_choice_counts_though_its_reason_is_withheld() -> None:
    choice = Version(
        EntryId("s"), Deed.SETTLE, OFFICE, (EntryId("r"),), settled=(("closing.conclusion", "Thống nhất."),)
    )
    folded = fold([RECORD, replace(choice, absent=frozenset({PartClass.WORDS}))])
    assert value_of(folded, "closing.conclusion") == "Thống nhất."


def test_without_figures_there_is_no_visit_and_it_is_said() -> None:
    absent = frozenset({PartClass.FIGURES})
    record = replace(RECORD, visit=None, absent=absent)
    for versions in ([record], [record, Version(EntryId("w"), Deed.WITHDRAW, LAPTOP, (EntryId("r"),), reason="x")]):
        folded = fold(versions)
        assert (folded.visit, folded.absent, folded.recorder) == (None, absent, LAPTOP)


# taken back, sent back


def test_nothing_at_all_folds_to_nothing() -> None:
    assert fold([]) == Folded(None, ())


def withdrawal(name: str, based_on: str, reason: str) -> Version:
    return Version(EntryId(name), Deed.WITHDRAW, LAPTOP, (EntryId(based_on),), reason=reason)


def test_a_withdrawal_is_a_tombstone() -> None:
    folded = fold([RECORD, withdrawal("w", "r", "ghi nhầm chi bộ")])
    assert (folded.visit, folded.withdrawn, folded.edited_after_withdrawal) == (SMALL, "ghi nhầm chi bộ", False)


@pytest.mark.parametrize("based_on", ["r", "w"])
def test_content_that_no_withdrawal_knew_is_said(based_on: str) -> None:
    later = amend("a", (based_on,), session__place="x")
    folded = fold([RECORD, withdrawal("w", "r", "nhầm"), later])
    assert (folded.withdrawn, folded.edited_after_withdrawal) == ("nhầm", True)


def test_a_person_says_whether_a_visit_that_was_edited_is_withdrawn() -> None:
    withdrawal = Version(EntryId("w"), Deed.WITHDRAW, LAPTOP, (EntryId("r"),), reason="ghi nhầm")
    edit = amend("a", ("r",), OTHER, session__place="trường")
    known = (RECORD, withdrawal, edit)
    assert open_values(*known, path="") == [True, False]
    assert fold(known).withdrawn == "ghi nhầm"
    for verdict in (True, False):
        choice = choose("c", ("w", "a"), verdict, "")
        found = fold((*known, choice))
        assert found.conflicts == ()
        assert (found.withdrawn is not None) is verdict
        assert open_values(*known, choice, undo("u", "c", ""), path="") == [True, False]
    stands = choose("c", ("w", "a"), False, "")
    later = amend("d", ("c",), OTHER, session__start="20:00")
    assert fold((*known, stands, later)).withdrawn is None
    again = Version(EntryId("x"), Deed.WITHDRAW, LAPTOP, (EntryId("w"),), reason="vẫn rút")
    assert open_values(*known, stands, again, path="") == [True, False], "neither knew of the other"


def test_a_second_withdrawal_that_knew_everything_ends_the_matter() -> None:
    later = amend("a", ("w",), session__place="x")
    folded = fold([RECORD, withdrawal("w", "r", "nhầm"), later, withdrawal("v", "a", "vẫn nhầm")])
    assert (folded.withdrawn, folded.edited_after_withdrawal) == ("vẫn nhầm", False)


def test_a_withdrawal_can_come_before_its_visit() -> None:
    folded = fold([withdrawal("w", "r", "nhầm")])
    assert (folded.visit, folded.withdrawn, folded.edited_after_withdrawal) == (None, "nhầm", False)


def test_a_return_stands_until_an_amendment_answers_it() -> None:
    back = Version(EntryId("x"), Deed.RETURN, OFFICE, (EntryId("r"),), reason="thiếu biểu quyết")
    assert fold([RECORD, back]).returned == "thiếu biểu quyết"
    assert fold([RECORD, back, amend("a", ("r",), session__place="x")]).returned == "thiếu biểu quyết"
    assert fold([RECORD, back, amend("b", ("x",), session__place="x")]).returned is None


def test_the_last_of_two_returns_is_shown() -> None:
    first = Version(EntryId("y"), Deed.RETURN, OFFICE, (EntryId("r"),), reason="thiếu biểu quyết")
    second = Version(EntryId("x"), Deed.RETURN, OFFICE, (EntryId("y"),), reason="thiếu thư ký")
    assert fold([RECORD, first, second]).returned == "thiếu thư ký"


def test_long_histories_stay_quick() -> None:
    chain = [RECORD]
    for number in range(400):
        place = {"session__place": f"chỗ {number}"}
        chain.append(replace(amend("x", (chain[-1].entry,), **place), entry=entry_of(number)))
    begun = time.perf_counter()
    assert value_of(fold(chain), PLACE) == "chỗ 399"
    assert time.perf_counter() - begun < 2


# one person, two rows


def with_member(name: str, based_on: tuple[str, ...], device: DeviceId, row: str, state: AttendanceState) -> Version:
    """An amendment that adds a member whom the roster does not have yet."""
    person = PersonId("a person of the register")
    member = Attendee(item_of(row), "Triệu Thị Mẫu", state=state, person=person)
    visit = replace(SMALL, attendance=Attendance(roster=(*SMALL.attendance.roster, member)))
    changes = tuple(path for path in leaves(visit) if path.startswith(f"attendance.roster/{member.id}/"))
    return Version(EntryId(name), Deed.AMEND, device, tuple(map(EntryId, based_on)), visit, changes)


def test_a_person_whom_two_machines_add_is_one_member() -> None:
    here = with_member("a", ("r",), LAPTOP, "here", AttendanceState.PRESENT)
    there = with_member("b", ("r",), OTHER, "there", AttendanceState.EXCUSED)
    for order in ([RECORD, here, there], [there, here, RECORD]):
        folded = fold(order)
        assert folded.visit is not None
        assert [row.name for row in folded.visit.attendance.roster] == ["Nông Thị Ví", "Triệu Thị Mẫu"]
        (conflict,) = folded.conflicts
        assert conflict.path.endswith("/state"), "present here, absent there"
    path = conflict.path
    settled = choose("c", ("a", "b"), AttendanceState.EXCUSED, path)
    assert fold([RECORD, here, there, settled]).conflicts == ()
    other = path.replace(path.split("/")[1], max(item_of("here"), item_of("there")))
    by_the_other_row = choose("c", ("a", "b"), AttendanceState.EXCUSED, other)
    assert fold([RECORD, here, there, by_the_other_row]).conflicts == ()


def test_members_of_one_name_are_two_members() -> None:
    here = with_member("a", ("r",), LAPTOP, "here", AttendanceState.PRESENT)
    there = with_member("b", ("a",), OTHER, "there", AttendanceState.EXCUSED)
    assert here.visit is not None
    assert there.visit is not None
    both = replace(
        there.visit, attendance=Attendance(roster=(*here.visit.attendance.roster, there.visit.attendance.roster[-1]))
    )
    folded = fold([RECORD, here, replace(there, visit=both)])
    assert folded.visit is not None
    assert len(folded.visit.attendance.roster) == 3, "one machine wrote both, and means both"
