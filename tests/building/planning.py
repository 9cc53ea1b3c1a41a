"""An office that plans: a small register, two groups that were decided on, and visits that were recorded."""

import datetime as dt
from pathlib import Path
from typing import Any

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Post
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId, PlannedId, VisitId
from chibo_desktop.domain.organisations import CellSnapshot, Superior
from chibo_desktop.domain.people import GroupSnapshot, Tier
from chibo_desktop.domain.plans import PlannedMember, PlannedVisit, PlanState
from chibo_desktop.domain.register import Standing, visit_row
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.domain.visits import Session, SessionKind, Visit, VisitState
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import logbook, organisations, registers
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.storage import register
from tests.building.homes import found_home, now, open_home
from tests.building.visits import id_of

MONTH = "2026-12"
COMMUNE, SECOND_COMMUNE = (OrganisationId(id_of(f"Đảng bộ xã {name}")) for name in ("Quang Thuận", "Vi Hương"))
_NAMES = {COMMUNE: "Đảng bộ xã Quang Thuận", SECOND_COMMUNE: "Đảng bộ xã Vi Hương"}
VILLAGES = ("Nà Thử", "Phiêng An", "Khuổi Dụ", "Đon Bây", "Pác Mẫu", "Bản Thử")
FIVE, TWO = GroupId(id_of("tổ 05 cấp xã")), GroupId(id_of("tổ 02 cấp tỉnh"))
MAU = PlannedMember(PersonId(id_of("Hoàng Văn Mẫu")), "Hoàng Văn Mẫu")
THU = PlannedMember(PersonId(id_of("Lường Thị Thử")), "Lường Thị Thử")


def cell_id(village: str) -> OrganisationId:
    return OrganisationId(id_of(f"Chi bộ thôn {village}"))


def cell(village: str) -> CellSnapshot:
    """The cell as the register has it."""
    above = COMMUNE if VILLAGES.index(village) < 3 else SECOND_COMMUNE
    return CellSnapshot(f"Chi bộ thôn {village}", cell_id(village), (Superior(_NAMES[above], above),))


def visit(village: str, day: int | None = 3, group: GroupId = FIVE, **more: Any) -> PlannedVisit:
    """A visit of December 2026, not yet planned: its id is empty."""
    date = None if day is None else dt.date(2026, 12, day)
    said = {"date": date, "start": "14:00", "end": "15:30"} | more
    return PlannedVisit(PlannedId(""), group, MONTH, cell(village), **said)


def a_busy_month() -> tuple[PlannedVisit, ...]:
    """December 2026 with one of each trouble, and a visit that was postponed."""
    moved = {"state": PlanState.POSTPONED, "new_date": dt.date(2026, 12, 22), "reason": "mưa lũ"}
    return (
        visit("Nà Thử", 3, members=(THU,)),
        visit("Nà Thử", 3, TWO),
        visit("Phiêng An", 3, start="19:30", end="21:00", members=(THU,)),
        visit("Đon Bây", 5, members=(MAU,)),
        visit("Pác Mẫu", 5, start="15:00", end="16:30", travel_minutes=50, members=(MAU, THU)),
        visit("Khuổi Dụ", 15, start="08:00", end="09:30", state=PlanState.CONFIRMED),
        visit("Bản Thử", 4, start="19:30", end="21:00", **moved),
    )


def found_planning_office(home: Path) -> Desk:
    """The office, with its register and groups; nothing is planned yet."""
    found_home(home, Role.OFFICE)
    desk = open_home(home)
    fill(desk)
    return desk


def fill(desk: Desk) -> None:
    """Let an office know two communes with three cells each and two groups."""
    settings = [_setting(id_, name, None, "commune_party") for id_, name in _NAMES.items()]
    settings += [_setting(cell_id(one), f"Chi bộ thôn {one}", _above(one), "cell") for one in VILLAGES]
    organisations.say(desk, Reorganisation(Operation.REGISTERED, settings=tuple(settings)))
    groups = (
        DecidedGroup(
            FIVE, "Tổ số 05", Tier.COMMUNE, (COMMUNE, SECOND_COMMUNE), (_member(MAU, Post.LEADER), _member(THU))
        ),
        DecidedGroup(TWO, "Tổ số 02", Tier.PROVINCE, (COMMUNE,), (_member(MAU),)),
    )
    decision = Decision(DecisionId(id_of("12-QĐ/TU")), "12-QĐ/TU", dt.date(2026, 1, 5), groups=groups)
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.GROUP_DECIDED, decision.id, texts_of(decision))
        registers.follow_entries(desk, [entry])


def _above(village: str) -> OrganisationId:
    return COMMUNE if VILLAGES.index(village) < 3 else SECOND_COMMUNE


def _member(one: PlannedMember, role: Post = Post.MEMBER) -> GroupMember:
    return GroupMember(one.id, role, one.name)


def _setting(id_: OrganisationId, name: str, parent: OrganisationId | None, category: str) -> Setting:
    sets = (Attribute.NAME, Attribute.PARENT, Attribute.CATEGORY)
    return Setting(id_, sets, None, name=name, parent=parent, category=category)


def recorded(
    desk: Desk,
    village: str,
    date: dt.date,
    group: GroupId = FIVE,
    *,
    by_name: bool = False,
    state: VisitState = VisitState.MERGED,
    kind: SessionKind = SessionKind.REGULAR,
) -> VisitId:
    """A line of the register as a merged packet leaves it. ``by_name``: the laptop knew no register."""
    there = cell(village)
    if by_name:
        there = CellSnapshot(there.name, None, there.superiors)
    visit_id = VisitId(id_of(f"visit {village} {date} {group} {by_name} {kind}"))
    met = Visit(visit_id, there, GroupSnapshot("Tổ", group, Tier.COMMUNE), Session(kind, date))
    register.put_visits(desk.book, [register.RegisterLine(visit_row(met, Standing(state, now())), there.name)])
    return visit_id
