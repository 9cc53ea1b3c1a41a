"""Leaves of a visit: a flat form that loses nothing and knows the class of each."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import assemble, branches, differing, leaves, part_of, row_numbers
from chibo_desktop.domain.visits import AgendaItem, Attendance, Opinion, Remark, Session, Visit
from tests.building.full_visit import everything
from tests.building.visits import item_of, phieng_an
from tests.domain.drawing import visits

ROW = phieng_an().opinions[0].id


@given(visits())
@settings(max_examples=60)
def test_a_visit_is_its_leaves(visit: Visit) -> None:
    assert assemble(leaves(visit)) == visit


@given(visits())
@settings(max_examples=30)
def test_every_leaf_has_a_class(visit: Visit) -> None:
    assert {part_of(path) for path in leaves(visit)} <= set(PartClass)


@given(visits(), visits())
@settings(max_examples=30)
def test_what_differs_is_what_it_takes_to_turn_one_into_the_other(one: Visit, other: Visit) -> None:
    paths = differing(one, other)
    right = leaves(other)
    turned = {path: value for path, value in leaves(one).items() if path in right}
    turned |= {path: right[path] for path in paths if path in right}
    assert turned == right
    assert (paths == ()) == (leaves(one) == right)
    assert set(paths) == set(differing(other, one))


def test_paths_name_rows_by_their_id() -> None:
    found = leaves(everything())
    assert found["session.start"] == "19:30"
    remark = next(path for path in found if "/remarks/" in path and path.endswith("/content"))
    agenda, item, remarks, row, content = remark.split("/")
    assert (agenda, remarks, content) == ("agenda", "remarks", "content")
    assert len(item) == len(row) == 8
    assert any(path.startswith("attendance.roster/") for path in found)


def test_tuples_of_values_without_identity_are_one_leaf() -> None:
    found = leaves(phieng_an())
    assert found["cell.superiors"] == phieng_an().cell.superiors
    assert found["nothing_in"] == phieng_an().nothing_in


def test_a_missing_leaf_takes_its_default_but_the_id() -> None:
    visit = assemble({"id": phieng_an().id, f"opinions/{ROW}/text": "x"})
    assert visit == Visit(phieng_an().id, opinions=(Opinion(ROW, text="x"),))
    with pytest.raises(TypeError):
        assemble({"session.start": "19:30"})


def test_rows_stand_in_the_order_of_their_first_leaf() -> None:
    one, two = item_of("1"), item_of("2")
    found = {"id": phieng_an().id, f"opinions/{two}/text": "b", f"opinions/{one}/text": "a", f"opinions/{two}/id": two}
    assert [row.text for row in assemble(found).opinions] == ["b", "a"]


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("id", PartClass.FIGURES),
        ("session.start", PartClass.FIGURES),
        ("session.theme", PartClass.WORDS),
        ("chair.name", PartClass.PEOPLE),
        (f"opinions/{ROW}/text", PartClass.WORDS),
        (f"opinions/{ROW}/speaker", PartClass.PEOPLE),
        (f"agenda/{ROW}/remarks/{ROW}/content", PartClass.WORDS),
        (f"attendance.roster/{ROW}/name", PartClass.PEOPLE),
        (f"attendance.roster/{ROW}/state", PartClass.FIGURES),
        ("tasks/deadline/task", PartClass.WORDS),
    ],
)
def test_the_class_of_a_leaf(path: str, part: PartClass) -> None:
    assert part_of(path) is part


@pytest.mark.parametrize("path", ["", "weather", "session", "session.weather", "opinions", f"opinions/{ROW}", "a/b/c"])
def test_a_path_that_no_visit_has(path: str) -> None:
    with pytest.raises(KeyError):
        part_of(path)


def test_what_one_of_two_visits_lacks_differs() -> None:
    visit = phieng_an()
    shorter = replace(visit, opinions=visit.opinions[1:], session=replace(visit.session, place="x"))
    paths = differing(visit, shorter)
    assert "session.place" in paths
    assert {path for path in paths if path.startswith("opinions/")} == {
        path for path in leaves(visit) if path.startswith(f"opinions/{ROW}/")
    }
    assert differing(visit, visit) == ()


def test_branches_tell_nested_values_from_rows() -> None:
    session, roster = branches(Visit)[3], next(one for one in branches(Attendance) if one.name == "roster")
    assert (session.inner, session.row) == (Session, None)
    assert roster.row is not None
    assert [one.name for one in branches(Remark)] == ["id", "speaker", "content", "struck"]


def test_rows_are_numbered_as_the_minutes_count_them() -> None:
    remarks = (Remark(item_of("first remark")), Remark(item_of("second remark")))
    agenda = (AgendaItem(item_of("one"), struck=True), AgendaItem(item_of("two"), remarks=remarks))
    visit = replace(phieng_an(), agenda=agenda)
    inner = f"agenda/{item_of('two')}/remarks/{item_of('second remark')}/content"
    assert row_numbers(visit, inner) == (1, 2)
    assert row_numbers(visit, f"agenda/{item_of('one')}/title") == (0,)
    assert row_numbers(visit, f"agenda/{item_of('elsewhere')}/remarks/{item_of('second remark')}/content") == (0, 0)
    assert row_numbers(visit, "session.start") == ()
