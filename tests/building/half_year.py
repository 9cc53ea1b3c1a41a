"""Visits of the first half of 2023 whose figures are those that were published, in the province of June 2023.

Provincial groups: 68 cells (02 grassroots, 66 below committees), 25 meetings of committees, 06 thematic, most 10,
least 03 by one group. District groups: 596 (113 and 483), 199, 101, most 128 in one Party organisation, least 08 by
one group.
"""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import cycle

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import GroupId, OrganisationId, VisitId
from chibo_desktop.domain.organisations import CellCategory, CellSnapshot, snapshot_on
from chibo_desktop.domain.people import GroupSnapshot, Tier
from chibo_desktop.domain.visits import SessionKind, Visit
from chibo_desktop.merging.organisations import Register
from chibo_desktop.packets import visit_parts
from chibo_desktop.packets.content_parts import CLASS_OF_PART
from chibo_desktop.services import archive, logbook, organisations
from chibo_desktop.services.desk import Desk
from tests.building import june_2023
from tests.building.exchange_town import a_visit
from tests.building.june_2023 import Place, places
from tests.building.visits import id_of

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2023, 6, 30)
PROVINCE_GROUPS = (10, 3, 7, *([6] * 8))
"""Cells attended by each provincial group."""
BODIES = (128, 100, 95, 90, 80, 60, 43)
"""Cells attended in each district by its own groups."""
_GROUPS_OF_BODY = (9, 8, 8, 7, 6, 5, 4)
_GRASSROOTS = (24, 20, 17, 16, 14, 12, 10)
_COMMITTEES = (34, 32, 30, 28, 27, 25, 23)
_THEMATIC = {Tier.PROVINCE: 6, Tier.DISTRICT: 101}


def half_year(register: Register) -> list[Visit]:
    """The visits, each to another cell; ids and days are the same in every run."""
    below = _below()
    province, district = list(_province(below)), list(_district(below))
    return [*_dated(register, province, Tier.PROVINCE), *_dated(register, district, Tier.DISTRICT)]


def put(clerk: Desk, visits: list[Visit]) -> None:
    """Visits that came to the office."""
    with logbook.writing(clerk, len(visits)) as pen:
        for one in visits:
            parts = visit_parts.split(one).items()
            pen.write(
                EntryKind.VISIT_RECORDED, one.id, tuple((name, CLASS_OF_PART[name], text) for name, text in parts)
            )
        archive.refold(clerk, [one.id for one in visits])


@dataclasses.dataclass(frozen=True)
class _Going:
    group: str
    place: Place
    kind: SessionKind = SessionKind.REGULAR


def _below() -> Mapping[str, Mapping[str, list[Place]]]:
    """For each direct organisation its places by category, by code."""
    everything = {place.code: place for place in places()}
    found: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place in everything.values():
        top = place
        while top.above is not None and everything[top.above].above is not None:
            top = everything[top.above]
        if place.category is not None and place is not top:
            found[top.code][place.category].append(place)
    return found


def _districts(below: Mapping[str, Mapping[str, list[Place]]]) -> list[Mapping[str, list[Place]]]:
    return [below[code] for code in sorted(below)][: len(BODIES)]


def _province(below: Mapping[str, Mapping[str, list[Place]]]) -> Iterator[_Going]:
    """Provincial groups go to the cells at the end of the lists, which district groups do not reach."""
    cells = cycle([list(reversed(one["subordinate"])) for one in _districts(below)])
    taken: dict[int, int] = defaultdict(int)
    grassroots = [one["grassroots"][-1] for one in _districts(below)[:2]]
    for number, count in enumerate(PROVINCE_GROUPS, 1):
        for place in range(count):
            group = f"Tổ tỉnh số {number:02d}"
            if place == 0 and number <= len(grassroots):
                yield _Going(group, grassroots[number - 1])
                continue
            mine = next(cells)
            taken[id(mine)] += 1
            yield _Going(group, mine[taken[id(mine)] - 1])
    committees = [one["grassroots_party"] for one in _districts(below)]
    for place in range(25):
        body = committees[place % len(committees)]
        group = f"Tổ tỉnh số {place % len(PROVINCE_GROUPS) + 1:02d}"
        yield _Going(group, body[place // len(committees)], SessionKind.PARTY_COMMITTEE)


def _district(below: Mapping[str, Mapping[str, list[Place]]]) -> Iterator[_Going]:
    for number, body in enumerate(_districts(below)):
        groups = [f"Tổ huyện số {number + 1}.{place + 1}" for place in range(_GROUPS_OF_BODY[number])]
        grassroots = body["grassroots"][: _GRASSROOTS[number]]
        cells = [*grassroots, *body["subordinate"][: BODIES[number] - len(grassroots)]]
        shares = _shares(BODIES[number], len(groups), is_last=number + 1 == len(BODIES))
        mine = iter(cells)
        for group, share in zip(groups, shares, strict=True):
            yield from (_Going(group, next(mine)) for _ in range(share))
        for place in range(_COMMITTEES[number]):
            committee = body["grassroots_party"][place % len(body["grassroots_party"])]
            yield _Going(groups[place % len(groups)], committee, SessionKind.PARTY_COMMITTEE)


def _shares(cells: int, groups: int, *, is_last: bool) -> list[int]:
    """Cells of each group of a district; in the last district one has eight, nobody anywhere has fewer."""
    first = [8] if is_last else []
    left, many = cells - sum(first), groups - len(first)
    return [*first, *(left // many + (place < left % many) for place in range(many))]


def _dated(register: Register, going: list[_Going], tier: Tier) -> Iterator[Visit]:
    days = (LAST - FIRST).days + 1
    thematic = _THEMATIC[tier]
    for number, one in enumerate(going):
        day = FIRST + dt.timedelta(days=number * 37 % days)
        kind = one.kind
        if kind is SessionKind.REGULAR and thematic:
            kind, thematic = (SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC)[number % 2], thematic - 1
        cell = snapshot_on(register, one.place.id, day)
        assert cell is not None
        plain = a_visit(one.place.name, date=day)
        session = dataclasses.replace(plain.session, kind=kind)
        group = GroupSnapshot(one.group, GroupId(id_of(one.group)), tier)
        yield dataclasses.replace(
            plain, id=VisitId(id_of(f"{tier} {number}")), cell=cell, session=session, group=group, guidance=()
        )


def recorded(clerk: Desk) -> list[Visit]:
    """Found the province of June 2023 at an office and record the visits there."""
    organisations.say(clerk, june_2023.founding())
    visits = half_year(organisations.register(clerk))
    put(clerk, visits)
    return visits


def counted(visits: list[Visit], tier: Tier) -> dict[str, int]:
    """An independent count, straight from the visits."""
    mine = [one for one in visits if one.group.tier is tier]
    committee = [one for one in mine if one.session.kind is SessionKind.PARTY_COMMITTEE]
    cells = [one for one in mine if one not in committee]
    groups: dict[str, int] = defaultdict(int)
    bodies: dict[OrganisationId | None, int] = defaultdict(int)
    for one in cells:
        groups[one.group.name] += 1
        bodies[_top(one.cell)] += 1
    return {
        "attended": len(cells),
        "grassroots": sum(one.cell.category is CellCategory.GRASSROOTS for one in cells),
        "subordinate": sum(one.cell.category is CellCategory.SUBORDINATE for one in cells),
        "committee": len(committee),
        "thematic": sum(one.session.kind in (SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC) for one in mine),
        "most": max(groups.values()),
        "least": min(groups.values()),
        "most_body": max(bodies.values()),
    }


def _top(cell: CellSnapshot) -> OrganisationId | None:
    return cell.superiors[-2].id if len(cell.superiors) > 1 else cell.id
