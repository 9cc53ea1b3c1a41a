"""A visit comes back from its parts as it was, and nothing but a visit does."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.register import Standing, Told, search_text, statement_rows, visit_row
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Attendance, Attendee, Opinion, Visit, VisitState, with_clean_text
from chibo_desktop.packets import visit_parts
from chibo_desktop.packets.codes import Code
from tests.building.full_visit import everything
from tests.building.visits import big_visit, don_bay, id_of, phieng_an

VISITS = [phieng_an(), don_bay(), everything(), big_visit(), Visit(id=id_of("empty"))]  # type: ignore[arg-type] - a test's id

TEXT = st.text(max_size=30).map(clean_text)
ROWS = st.lists(st.builds(Attendee, id=st.uuids().map(lambda one: one.hex[:8]), name=TEXT, post=TEXT), max_size=5)
SAID = st.lists(
    st.builds(Opinion, id=st.uuids().map(lambda one: one.hex[:8]), text=TEXT, speaker=TEXT, answered=st.booleans()),
    max_size=5,
)


def texts_of(visit: Visit) -> dict[str, str]:
    return visit_parts.split(visit)


def refusal_of(**texts: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        visit_parts.join(**texts)
    assert refused.value.code == Code.PART
    return refused.value


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.id)
def test_a_visit_comes_back_as_it_was(visit: Visit) -> None:
    assert visit_parts.join(**texts_of(visit)) == visit


@given(ROWS, SAID)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_rows_come_back_as_they_were(rows: list[Attendee], said: list[Opinion]) -> None:
    visit = dataclasses.replace(
        with_clean_text(everything(), clean_text), attendance=Attendance(roster=tuple(rows)), opinions=tuple(said)
    )
    assert visit_parts.join(**texts_of(visit)) == visit


def struck(visit: Visit, name: str) -> Visit:
    """The same visit with the first row of a list struck."""
    first, *others = getattr(visit, name)
    return dataclasses.replace(visit, **{name: (dataclasses.replace(first, struck=True), *others)})


@pytest.mark.parametrize("struck_in", ["", "visitors", "agenda", "opinions", "guidance", "tasks", "votes"])
@pytest.mark.parametrize("visit", [*VISITS[:4]], ids=lambda visit: visit.id)
@pytest.mark.parametrize("missing", ["", "words", "people"])
def test_the_register_reads_the_same_from_the_parts_as_from_the_visit(
    visit: Visit, struck_in: str, missing: str
) -> None:
    if struck_in and getattr(visit, struck_in):
        visit = struck(visit, struck_in)
    texts = {name: text for name, text in texts_of(visit).items() if name != missing}
    told, whole = visit_parts.read_visit(texts).told, Told.by(visit_parts.join(**texts))
    now = Standing(VisitState.MERGED, dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    assert visit_row(told.figures, now) == visit_row(whole.figures, now)
    assert search_text(told) == search_text(whole)
    assert tuple(statement_rows(told)) == tuple(statement_rows(whole))


def test_names_stand_in_the_people_only_and_words_in_the_words() -> None:
    visit = everything()
    texts = texts_of(visit)
    assert visit.attendance.roster[0].name in texts["people"]
    assert visit.attendance.roster[0].name not in texts["figures"] + texts["words"]
    assert visit.opinions[0].text not in texts["figures"] + texts["people"]


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.id)
def test_every_leaf_stands_in_exactly_one_part(visit: Visit) -> None:
    trees = [set(_leaves(json.loads(text))) for text in texts_of(visit).values()]
    for at, tree in enumerate(trees):
        for other in trees[at + 1 :]:
            assert not tree & other


def _leaves(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(inner, f"{path}/{key}")]
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return [leaf for at, inner in enumerate(value) for leaf in _leaves(inner, f"{path}/{at}")]
    return [path] if value != [] else []


def test_withheld_parts_leave_their_leaves_empty() -> None:
    visit = everything()
    alone = visit_parts.join(texts_of(visit)["figures"])
    assert [row.id for row in alone.attendance.roster] == [row.id for row in visit.attendance.roster]
    assert all(row.name == "" for row in alone.attendance.roster)
    assert alone.closing.conclusion == ""
    assert alone.session.date == visit.session.date


def test_an_amendment_says_what_and_why() -> None:
    texts = visit_parts.split(phieng_an(), ["session.start"], "ghi nhầm giờ")
    assert visit_parts.amendment(texts["figures"], texts["words"]) == visit_parts.Amendment(
        ("session.start",), "ghi nhầm giờ"
    )
    assert visit_parts.amendment(texts["figures"]).reason == ""
    assert visit_parts.join(**texts) == phieng_an()


def test_unknown_fields_of_a_newer_program_are_passed_over() -> None:
    texts = texts_of(everything())
    figures = json.loads(texts["figures"])
    figures["weather"] = {"rain": 3}
    figures["attendance"]["roster"][0]["seat"] = 4
    assert visit_parts.join(json.dumps(figures, ensure_ascii=False), texts["words"], texts["people"]) == everything()


def test_a_name_smuggled_into_the_figures_is_refused() -> None:
    figures = json.loads(texts_of(phieng_an())["figures"])
    figures["attendance"]["roster"][0]["name"] = "Hoàng Thị Mẫu"
    assert refusal_of(figures=json.dumps(figures, ensure_ascii=False)).data["part"] == "figures"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tree: tree["attendance"]["roster"].pop(),
        lambda tree: tree["attendance"]["roster"].append({}),
        lambda tree: tree.pop("attendance"),
        lambda tree: tree["attendance"].update(roster=None),
        lambda tree: tree["attendance"]["roster"][0].update(name=7),
        lambda tree: tree["attendance"]["roster"][0].update(name="x" * 200_001),
        lambda tree: tree["attendance"]["roster"][0].update(name="a\u202eb"),
        lambda tree: tree["attendance"]["roster"][0].update(name="Ho\u0061\u0300ng"),
    ],
)
def test_people_that_do_not_fit_are_refused(spoil: Any) -> None:
    texts = texts_of(phieng_an())
    people = json.loads(texts["people"])
    spoil(people)
    assert refusal_of(figures=texts["figures"], people=json.dumps(people, ensure_ascii=False)).data["part"] == "people"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("session", "start"), "25:00"),
        (("session", "start"), "x"),
        (("session", "date"), "2023-02-30"),
        (("session", "month"), "2023-13"),
        (("session", "kind"), "party"),
        (("attendance", "counts", "total"), 1.5),
        (("attendance", "counts", "total"), 2**53),
        (("attendance", "counts", "total"), True),
        (("attendance", "roster", 1, "id"), "same"),
        (("id",), None),
        (("id",), ""),
    ],
)
def test_figures_that_are_none_are_refused(path: tuple[Any, ...], value: object) -> None:
    tree = json.loads(texts_of(phieng_an())["figures"])
    tree["attendance"]["roster"][0]["id"] = "same"
    place = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    refusal_of(figures=json.dumps(tree, ensure_ascii=False))


def test_unclean_text_is_not_even_written() -> None:
    closing = dataclasses.replace(phieng_an().closing, conclusion="nhất\u200btrí")
    with pytest.raises(Refusal) as refused:
        visit_parts.split(dataclasses.replace(phieng_an(), closing=closing))
    assert (refused.value.code, refused.value.data["part"]) == (Code.PART, "words")


def test_a_literal_backslash_u_is_only_text() -> None:
    closing = dataclasses.replace(phieng_an().closing, conclusion=r"gõ \u0000 và \b")
    visit = dataclasses.replace(phieng_an(), closing=closing)
    assert visit_parts.join(**texts_of(visit)) == visit
