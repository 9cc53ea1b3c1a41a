"""A plan on its way to the laptop of a group and its answers on their way back."""

import dataclasses
import datetime as dt

import pytest

from chibo_desktop.domain.groups import Roster, RosterMember
from chibo_desktop.domain.ids import GroupId, OrganisationId, PersonId, PlannedId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.plans import Answer, PlanState
from chibo_desktop.domain.visits import AttendanceState, Opinion, OpinionKind, VisitState
from chibo_desktop.services import (
    doctor,
    organisations,
    own_plan,
    own_plan_views,
    plans,
    publishing,
    registers,
    sending,
    status,
    visits,
)
from chibo_desktop.services.own_plan import News, Reply
from chibo_desktop.storage import directory, planned
from tests.building import june_2023
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import a_visit, pack
from tests.building.planned_group import (
    DECEMBER,
    DON_BAY,
    JANUARY,
    PHIENG_AN,
    decide_group,
    deliver,
    planned_visit,
    state_rosters,
)
from tests.building.visits import item_of


@pytest.fixture
def office(town: Enrolled) -> Enrolled:
    return decide_group(town)


def test_a_plan_reaches_the_laptops_of_its_group_with_everything_that_they_need(office: Enrolled) -> None:
    first = planned_visit(office)
    (told,) = publishing.publish(office.clerk, [DECEMBER]).value
    assert (told.visits, told.new, told.is_news) == (1, 1, True)
    assert set(told.devices) == {office.first.me.device, office.second.me.device}
    deliver(office)
    commune = june_2023.named("Đảng bộ xã Quang Thuận")
    for laptop in (office.first, office.second):
        (visit,) = own_plan.visits(laptop)
        assert (visit.id, visit.cell.name, visit.start) == (first, PHIENG_AN, "14:00")
        known = organisations.register(laptop)
        below = [one for one in june_2023.places() if one.above == commune.code]
        assert {one.id for one in below} <= set(known)
        assert june_2023.named("Chi bộ thôn Đon Bây").id not in known, "of another commune"
        assert len(known) == len(below) + 3
        assert doctor.examine(laptop).is_sound
    assert registers.differences(office.clerk) == ()


def test_nothing_travels_twice_and_nothing_is_published_that_is_not_new(office: Enrolled) -> None:
    planned_visit(office)
    publishing.publish(office.clerk, [DECEMBER])
    with pytest.raises(Refusal, match="NOTHING_TO_PUBLISH"):
        publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    digest = status.digest(office.first)
    deliver(office)
    assert status.digest(office.first) == digest


def test_a_group_answers_and_the_office_sees_it_until_it_publishes_again(office: Enrolled) -> None:
    one, two, three = (planned_visit(office, day=dt.date(2026, 12, day)) for day in (3, 4, 5))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    laptop = office.first
    own_plan.answer(laptop, one, Reply(Answer.CONFIRMED))
    own_plan.answer(laptop, two, Reply(Answer.POSTPONED, "chi bộ họp muộn", dt.date(2026, 12, 9)))
    own_plan.answer(laptop, three, Reply(Answer.CANCELLED, "đường sạt lở"))
    states = {visit.id: visit.state for visit in own_plan.visits(laptop)}
    assert states == {one: PlanState.CONFIRMED, two: PlanState.POSTPONED, three: PlanState.CANCELLED}
    merge_one(office.clerk, pack(laptop, office.stick))
    rows = {row.visit.id: row.visit for row in planned.planned_in(office.clerk.book, [DECEMBER])}
    assert {id_: visit.state for id_, visit in rows.items()} == states
    assert rows[two].new_date == dt.date(2026, 12, 9)
    assert rows[three].reason == "đường sạt lở"
    plans.resume(office.clerk, three)
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    for reader in (office.first, office.second):
        now = {visit.id: visit.state for visit in own_plan.visits(reader)}
        assert now == {one: PlanState.CONFIRMED, two: PlanState.POSTPONED, three: PlanState.PLANNED}
        assert doctor.examine(reader).is_sound
    assert doctor.examine(office.clerk).is_sound


def test_an_answer_alone_is_packed_told_and_acknowledged(office: Enrolled) -> None:
    one, two = planned_visit(office), planned_visit(office, day=dt.date(2026, 12, 4))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    laptop = office.first
    assert sending.to_send(laptop).total == 0
    own_plan.answer(laptop, one, Reply(Answer.CONFIRMED))
    own_plan.answer(laptop, two, Reply(Answer.CANCELLED, "bận"))
    own_plan.answer(laptop, two, Reply(Answer.CONFIRMED))
    assert sending.to_send(laptop) == sending.ToSend(0, 0, 0, entries=3, answers=2)
    assert own_plan_views.whole(laptop).waiting == 2
    packed = sending.pack_to(laptop, office.stick).value
    assert (packed.visits, packed.answers, packed.statements) == (0, 2, 0)
    assert sending.to_send(laptop).answers == 2, "packed is not arrived"
    assert {line.answer for line in own_plan_views.whole(laptop).lines} == {VisitState.PACKED}
    merge_one(office.clerk, packed.files[0].path)
    deliver(office)
    assert sending.to_send(laptop).total == 0
    shown = own_plan_views.whole(laptop)
    assert {line.answer for line in shown.lines} == {VisitState.MERGED}
    assert (shown.waiting, shown.is_published, shown.months) == (0, True, (DECEMBER,))


def test_a_visit_that_moved_to_another_month_is_not_in_both(office: Enrolled) -> None:
    id_ = planned_visit(office, day=dt.date(2027, 1, 4))
    publishing.publish(office.clerk, [JANUARY])
    deliver(office)
    plans.move(office.clerk, id_, dt.date(2026, 12, 4))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    (visit,) = own_plan.visits(office.first)
    assert (visit.month, visit.date) == (DECEMBER, dt.date(2026, 12, 4))


def test_what_the_office_changed_is_news_until_it_was_shown(office: Enrolled) -> None:
    one, two = planned_visit(office), planned_visit(office, day=dt.date(2026, 12, 4))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    laptop = office.first
    assert [piece.news for piece in own_plan.news(laptop)] == [News.NEW, News.NEW]
    own_plan.mark_seen(laptop)
    own_plan.answer(laptop, one, Reply(Answer.CONFIRMED))
    assert own_plan.news(laptop) == ()
    plans.move(office.clerk, two, dt.date(2026, 12, 6))
    three = planned_visit(office, day=dt.date(2026, 12, 7))
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    news = own_plan.news(laptop)
    assert [(piece.news, piece.visit.id) for piece in news] == [(News.CHANGED, two), (News.NEW, three)]
    assert news[0].before is not None
    assert news[0].before.date == dt.date(2026, 12, 4)


def test_minutes_begin_from_the_plan_with_everything_filled_in(office: Enrolled) -> None:
    place = june_2023.named(PHIENG_AN)
    people = (
        RosterMember(PersonId("a" * 26), name="Hoàng Thị Mẫu", post="Bí thư"),
        RosterMember(PersonId("b" * 26), MemberKind.PROBATIONARY, exempt=True, name="Lường Văn Thí"),
    )
    other = Roster(june_2023.named(DON_BAY).id, members=(RosterMember(PersonId("c" * 26), name="Người nơi khác"),))
    state_rosters(office, Roster(place.id, members=people), other)
    id_ = planned_visit(office, place="Nhà văn hóa thôn", end="16:00")
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    laptop = office.first
    visit = own_plan.begin(laptop, id_).value
    assert [superior.name for superior in visit.cell.superiors][:2] == [
        "Đảng bộ xã Quang Thuận",
        "Đảng bộ huyện Bạch Thông",
    ]
    assert (visit.session.date, visit.session.start, visit.session.end) == (dt.date(2026, 12, 3), "14:00", "16:00")
    assert visit.session.place == "Nhà văn hóa thôn"
    assert [(one.name, one.state) for one in visit.attendance.roster] == [
        ("Hoàng Thị Mẫu", AttendanceState.PRESENT),
        ("Lường Văn Thí", AttendanceState.EXEMPT),
    ]
    assert directory.roster(laptop.book, OrganisationId(other.cell)) is None, "what it does not need does not travel"
    assert [one.id for one in own_plan.coming(laptop, dt.date(2026, 12, 1))] == [id_]
    assert own_plan.begin(laptop, id_).value == visit, "begun once, it goes on"
    assert own_plan_views.whole(laptop).lines[0].draft == visit.id
    visits.finalise(laptop, visit.id)
    assert own_plan.coming(laptop, dt.date(2026, 12, 1)) == ()


def test_what_waits_at_a_cell_travels_whoever_wrote_it_down(office: Enrolled) -> None:
    road = Opinion(item_of("p"), OpinionKind.PETITION, "Nông Văn Ví", text="sửa đường")
    content = a_visit(PHIENG_AN, date=dt.date(2026, 11, 3))
    visits.record(office.first, [dataclasses.replace(content, opinions=(road,), guidance=())], finalise_them=True)
    merge_one(office.clerk, pack(office.first, office.stick))
    planned_visit(office)
    (told,) = publishing.publish(office.clerk, [DECEMBER]).value
    assert told.waiting == 1
    deliver(office)
    (waiting,) = own_plan.open_statements(office.second, PHIENG_AN.upper())
    assert (waiting.text, waiting.who, waiting.cell) == ("sửa đường", "Nông Văn Ví", PHIENG_AN)


def test_what_is_refused(office: Enrolled) -> None:
    id_ = planned_visit(office)
    with pytest.raises(Refusal, match="NOT_AN_OFFICE"):
        publishing.publish(office.first, [DECEMBER])
    with pytest.raises(Refusal, match="GROUP_UNKNOWN"):
        publishing.publish(office.clerk, [DECEMBER], [GroupId("x" * 26)])
    with pytest.raises(Refusal, match="NO_MACHINES"):
        publishing.write(office.clerk, office.stick, [GroupId("x" * 26)])
    publishing.publish(office.clerk, [DECEMBER])
    deliver(office)
    for refused, code in (
        (Reply(Answer.CANCELLED), "REASON_MISSING"),
        (Reply(Answer.POSTPONED, "a" * 2_001), "REASON_LONG"),
    ):
        with pytest.raises(Refusal, match=code):
            own_plan.answer(office.first, id_, refused)
    with pytest.raises(Refusal, match="PLAN_UNKNOWN"):
        own_plan.answer(office.first, PlannedId("x" * 26), Reply(Answer.CONFIRMED))
    own_plan.answer(office.first, id_, Reply(Answer.CANCELLED, "bận"))
    with pytest.raises(Refusal, match="PLAN_CANCELLED"):
        own_plan.begin(office.first, id_)
