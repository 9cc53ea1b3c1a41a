"""Section 2 offers the roster that the office sent with the plan, wherever the visit was begun."""

from dataclasses import replace
from typing import Any

from chibo_desktop.domain.groups import Roster, RosterMember
from chibo_desktop.domain.ids import PersonId
from chibo_desktop.domain.visits import AttendanceMode, AttendanceState
from chibo_desktop.services import drafts, own_plan, publishing
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor.attendance import AttendanceSection
from tests.building.enrolled import Enrolled
from tests.building.planned_group import DECEMBER, deliver, planned_visit, state_rosters
from tests.ui import walkers
from tests.ui.pages.row_home import SectionWindow
from tests.ui.pages.test_own_plan import office, template, town

__all__ = ("office", "template", "town")


def test_the_roster_of_the_office_is_one_press_away(office: Enrolled, jobs: Jobs, qtbot: Any) -> None:
    id_ = planned_visit(office)
    members = (
        RosterMember(PersonId("a" * 26), name="Hoàng Thị Mẫu", post="Bí thư"),
        RosterMember(PersonId("b" * 26), exempt=True, name="Lường Văn Thí"),
    )
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    (visit,) = own_plan.visits(office.first)
    assert visit.cell.id is not None
    desk = office.first
    assert drafts.office_roster(desk, visit.cell) == ()
    state_rosters(office, Roster(visit.cell.id, members=members))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    draft = own_plan.begin(desk, id_).value
    empty = replace(draft, attendance=replace(draft.attendance, mode=AttendanceMode.ROSTER, roster=()))
    section = AttendanceSection(desk, jobs)
    window = SectionWindow(section, empty)
    qtbot.addWidget(window)
    window.resize(900, 640)
    window.open()
    walkers.settle()
    assert section.office_list.isVisible()
    assert walkers.clipped_text(window) == []
    section.office_list.click()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=10_000)
    walkers.settle()
    rows = section.collect(empty).attendance.roster
    assert [(row.name, row.state) for row in rows] == [
        ("Hoàng Thị Mẫu", AttendanceState.PRESENT),
        ("Lường Văn Thí", AttendanceState.EXEMPT),
    ]
    assert not section.office_list.isVisible()
