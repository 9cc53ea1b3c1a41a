"""What is derived is thrown away and made again: the same digest, the same search, whatever had become of it."""

import pytest

from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import doctor, linking, rebuilding, search, status, visits
from chibo_desktop.services.desk import Desk
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import amend, pack, record
from tests.services.test_drafts import noted

DERIVED = (
    "visit_line", "conflict_line", "link_line", "counted_line", "unindexed", "indexed_word", "statement_line",
    "finding_line", "unlisted", "planned_line",
)  # fmt: skip


def busy(town: Enrolled) -> Desk:
    """An office with a conflict, a link, an amendment and a withdrawal."""
    first, second, third = record(town.first, "Chi bộ A", "Chi bộ B", "Chi bộ C")
    merge_one(town.clerk, pack(town.first, town.stick))
    amend(town.first, first.id, lambda visit: noted(visit, "thêm điều này"))
    visits.withdraw(town.first, second.id, "nhầm")
    merge_one(town.clerk, pack(town.first, town.stick))
    record(town.second, "Chi bộ D")
    merge_one(town.clerk, pack(town.second, town.stick))
    (fourth,) = [row.id for row in visits.list_visits(town.clerk, visits.VisitFilter()) if row.cell == "Chi bộ D"]
    linking.link(town.clerk, third.id, fourth)
    return town.clerk


def shown(desk: Desk) -> tuple[object, ...]:
    rows = visits.list_visits(desk, visits.VisitFilter())
    return status.digest(desk), rows, status.status(desk), [hit.visit.id for hit in search.search(desk, "chi bo a")]


def test_a_sound_book_stays_as_it_is(town: Enrolled) -> None:
    desk = busy(town)
    before = shown(desk)
    told: list[tuple[int, int]] = []
    made = rebuilding.rebuild(desk, lambda *step: told.append(step)).value
    assert made.is_same
    assert (made.visits, told[-1]) == (4, (4, 4))
    assert shown(desk) == before
    assert doctor.examine(desk).is_sound


@pytest.mark.parametrize("table", DERIVED)
def test_whatever_is_lost_of_it_comes_back(town: Enrolled, table: str) -> None:
    desk = busy(town)
    before = shown(desk)
    desk.book.write(f"DELETE FROM {table}")
    rebuilding.rebuild(desk)
    assert shown(desk) == before
    assert doctor.examine(desk).is_sound


def test_a_register_that_has_drifted_is_found_and_set_right(town: Enrolled) -> None:
    desk = busy(town)
    before = shown(desk)
    desk.book.write("UPDATE visit_line SET cell = 'khác', state = 'withdrawn'")
    assert not doctor.examine(desk).is_sound
    made = rebuilding.rebuild(desk).value
    assert not made.is_same
    assert shown(desk) == before
    assert doctor.examine(desk).is_sound


def test_drafts_stay_and_it_can_be_stopped(town: Enrolled) -> None:
    laptop = town.first
    record(laptop, "Chi bộ A")
    record(laptop, "Chi bộ nháp", finalise=False)
    before = shown(laptop)
    with pytest.raises(Cancelled):
        rebuilding.rebuild(laptop, cancelled=lambda: True)
    assert shown(laptop) == before
    made = rebuilding.rebuild(laptop).value
    assert (made.visits, made.drafts) == (1, 1)
    assert shown(laptop) == before
    assert status.status(laptop).visits[VisitState.DRAFT] == 1
