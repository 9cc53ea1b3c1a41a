"""What an organisation is on another day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisations import Dated, Organisation
from chibo_desktop.domain.successions import counted_under, heir_on, successors_on

A, B, C, D, P, Q = (OrganisationId(letter) for letter in "abcdpq")
ONE, TWO, THREE = dt.date(2024, 1, 1), dt.date(2025, 7, 1), dt.date(2026, 7, 26)
LATER = dt.date(2030, 1, 1)


def organisation(
    id_: OrganisationId, *heirs: OrganisationId, ended: dt.date | None = None, parent: OrganisationId | None = None
) -> Organisation:
    return Organisation(
        id_,
        (Dated(id_.upper()),),
        () if parent is None else (Dated(parent),),
        standing=() if ended is None else (Dated(False, ended),),
        successors=tuple(Dated(heir, ended) for heir in heirs),
    )


def test_successors_are_followed_over_several_steps_and_splits() -> None:
    register = {
        A: organisation(A, B, ended=ONE),
        B: organisation(B, D, C, ended=TWO),
        C: organisation(C),
        D: organisation(D),
    }
    assert successors_on(register, A, dt.date(2023, 6, 30)) == (A,)
    assert successors_on(register, A, ONE) == (B,)
    assert successors_on(register, A, LATER) == (D, C)
    assert heir_on(register, A, LATER) == D
    assert heir_on(register, C, LATER) == C


def test_what_was_dissolved_without_a_successor_counts_under_itself_and_its_superiors() -> None:
    register = {
        A: organisation(A, ended=ONE, parent=P),
        P: organisation(P, B, ended=TWO, parent=Q),
        B: organisation(B, parent=Q),
        Q: organisation(Q),
    }
    assert successors_on(register, A, LATER) == ()
    assert counted_under(register, A, LATER) == (A, B, Q)
    assert counted_under(register, A, dt.date(2023, 6, 30)) == (A, P, Q)


def test_circles_of_successors_end() -> None:
    register = {A: organisation(A, B, ended=ONE), B: organisation(B, A, ended=ONE)}
    assert successors_on(register, A, LATER) == ()
    assert heir_on(register, A, LATER) == A
    assert counted_under(register, A, LATER) == (A,)


@given(st.data())
def test_each_visit_is_counted_exactly_once_whatever_was_merged_and_split(data: st.DataObject) -> None:
    """The sums of then and today are the same: every cell has one heir, and one root above it."""
    ids = [OrganisationId(f"{place}") for place in range(8)]
    chosen = st.lists(st.sampled_from(ids), max_size=3)
    days = st.sampled_from([None, ONE, TWO, THREE])
    register = {
        id_: organisation(
            id_, *data.draw(chosen), ended=data.draw(days), parent=data.draw(st.sampled_from([None, *ids]))
        )
        for id_ in ids
    }
    for day in (dt.date(2023, 6, 30), ONE, LATER):
        for id_ in ids:
            heir = heir_on(register, id_, day)
            found = counted_under(register, id_, day)
            assert found[0] == heir
            assert len(set(found)) == len(found)
            assert register[heir].exists_on(day) or not successors_on(register, heir, day)
