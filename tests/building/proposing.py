"""Problems to make proposals for: small provinces as chance has them, with something planned and visited already."""

import datetime as dt
import random

from chibo_desktop.domain.ids import GroupId, OrganisationId, PersonId, PlannedId
from chibo_desktop.domain.organisations import AreaFlag, CellSnapshot, Superior
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.plan_rules import PlanRules
from chibo_desktop.domain.plans import PlannedMember, PlannedVisit, PlanState
from chibo_desktop.domain.proposing import CellToVisit, GroupToSend, Problem, ProposalOptions

MONTHS = ("2026-07", "2026-08", "2026-09")
_AROUND = ("2026-03", "2026-06", *MONTHS, "2026-10", "2026-12")


def some_problem(seed: int) -> Problem:
    """Up to three groups on each of two tiers over up to sixty cells; some people belong to two groups."""
    chance = random.Random(seed)
    communes = chance.randint(1, 6)
    cells = tuple(_cell(chance, number, number % communes) for number in range(chance.randint(1, 60)))
    people = [PlannedMember(PersonId(f"person-{number}"), f"Người {number}") for number in range(12)]
    groups = tuple(
        _group(chance, f"{tier}-{number}", tier, cells, people)
        for tier in (Tier.PROVINCE, Tier.DISTRICT)
        for number in range(chance.randint(1, 3))
    )
    planned = tuple(_planned(chance, number, groups, cells) for number in range(chance.randint(0, 12)))
    visited = {month: frozenset(one.key for one in cells if chance.random() < 0.05) for month in _AROUND}
    options = ProposalOptions(
        visits_a_month=chance.randint(1, 5),
        together=chance.randint(1, 2),
        starts=chance.choice((("08:00",), ("08:00", "14:00"), ("07:30", "10:00", "14:00"))),
        seed=chance.randint(0, 3),
    )
    rules = PlanRules(
        province_quota=chance.randint(0, 6), district_quota=chance.randint(0, 8), period_months=chance.choice((3, 6))
    )
    months = MONTHS[: chance.randint(1, 3)]
    return Problem(months, groups, {one.key: one for one in cells}, planned, visited, {}, rules, options)


def _cell(chance: random.Random, number: int, commune: int) -> CellToVisit:
    key = f"cell-{number:02}"
    areas = (AreaFlag.REMOTE,) if commune % 3 == 2 else ()
    above = Superior(f"Đảng bộ xã {commune}", OrganisationId(f"commune-{commune}"))
    snapshot = CellSnapshot(f"Chi bộ thôn {number}", OrganisationId(key), (above,), areas=areas)
    last = None if chance.random() < 0.3 else dt.date(2026, 6, 30) - dt.timedelta(days=chance.randint(0, 900))
    kilometres = None if chance.random() < 0.1 else chance.randint(0, 30)
    seats = ((Tier.DISTRICT, 5 + 9 * commune), (Tier.PROVINCE, 40 + 9 * commune))
    return CellToVisit(key, snapshot, last, kilometres, seats)


def _group(
    chance: random.Random, name: str, tier: Tier, cells: tuple[CellToVisit, ...], people: list[PlannedMember]
) -> GroupToSend:
    share = chance.random()
    mine = frozenset(one.key for one in cells if chance.random() < share)
    members = tuple(chance.sample(people, chance.randint(0, 4)))
    return GroupToSend(GroupId(name), tier, members, dict.fromkeys(MONTHS, mine) if mine else {})


def _planned(
    chance: random.Random, number: int, groups: tuple[GroupToSend, ...], cells: tuple[CellToVisit, ...]
) -> PlannedVisit:
    group, month = chance.choice(groups), chance.choice(_AROUND)
    year, place = map(int, month.split("-"))
    return PlannedVisit(
        PlannedId(f"planned-{number}"),
        group.id,
        month,
        chance.choice(cells).cell,
        date=None if chance.random() < 0.2 else dt.date(year, place, chance.randint(1, 9)),
        start=chance.choice((None, "08:00", "09:30", "14:00")),
        members=tuple(chance.sample(group.members, chance.randint(0, len(group.members)))),
        state=chance.choice((PlanState.PLANNED, PlanState.CONFIRMED, PlanState.CANCELLED, PlanState.POSTPONED)),
    )
