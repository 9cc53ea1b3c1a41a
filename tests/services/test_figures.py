"""Figures of a period under the organisations of then and of today, and reports that are kept as they were made."""

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.figures import CLASSES, Measure
from chibo_desktop.domain.ids import GroupId, VisitId
from chibo_desktop.domain.organisations import CellCategory, CellSnapshot
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import GroupSnapshot, Tier
from chibo_desktop.domain.reports import Asked, ReportKind, TextPart
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.visits import Opinion, OpinionKind, SessionKind, Visit
from chibo_desktop.packets import visit_parts
from chibo_desktop.packets.content_parts import CLASS_OF_PART
from chibo_desktop.packets.contents import VisitWithdrawn, texts_of
from chibo_desktop.services import archive, figures, linking, logbook, organisations, reports
from chibo_desktop.services.desk import Desk
from tests.building import june_2023, reorganised
from tests.building.exchange_town import Town, a_visit
from tests.building.visits import id_of, item_of

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2023, 6, 30)
HALF = Asked(FIRST, LAST)
GROUPS = {Tier.PROVINCE: ("Tổ tỉnh số 1", "Tổ tỉnh số 2"), Tier.DISTRICT: ("Tổ huyện Bạch Thông", "Tổ huyện Ba Bể")}
KINDS = (SessionKind.REGULAR, SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC, SessionKind.PARTY_COMMITTEE)


class Province(Town):
    """An office that knows the province of June 2023; what groups recorded stands in its log at once."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.written: list[Visit] = []
        self.clerk = self.office()
        organisations.say(self.clerk, june_2023.founding())

    def record(self, *contents: Visit) -> tuple[VisitId, ...]:
        found = [
            dataclasses.replace(one, id=VisitId(id_of(f"{len(self.written) + place}")))
            for place, one in enumerate(contents)
        ]
        ids = tuple(one.id for one in found)
        with logbook.writing(self.clerk, len(found)) as pen:
            for one in found:
                texts = visit_parts.split(one)
                parts = tuple((name, CLASS_OF_PART[name], text) for name, text in texts.items())
                pen.write(EntryKind.VISIT_RECORDED, one.id, parts)
            archive.refold(self.clerk, ids)
        self.written += found
        return ids


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    town = Province(tmp_path)
    yield town
    town.close()


def visit_to(desk: Desk, place: june_2023.Place, day: dt.date, group: str = "Tổ tỉnh số 1", **more: object) -> Visit:
    tier = next(tier for tier, groups in GROUPS.items() if group in groups)
    snapshot = organisations.snapshot(desk, place.id, day)
    assert snapshot is not None
    content = dataclasses.replace(
        a_visit(place.name, date=day), cell=snapshot, group=GroupSnapshot(group, GroupId(f"id of {group}"), tier)
    )
    return dataclasses.replace(content, **more)


def some_visits(desk: Desk, number: int, seed: int) -> list[Visit]:
    chance = random.Random(seed)
    places = [place for place in june_2023.places() if place.level == "cell" or place.category == "grassroots_party"]
    every_group = [group for groups in GROUPS.values() for group in groups]
    found: list[Visit] = []
    for _ in range(number):
        day = FIRST + dt.timedelta(days=chance.randrange((LAST - FIRST).days + 1))
        content = visit_to(desk, chance.choice(places[:300]), day, chance.choice(every_group))
        session = dataclasses.replace(content.session, kind=chance.choice(KINDS))
        found.append(dataclasses.replace(content, session=session))
    return found


def brute(contents: list[Visit], tier: Tier, measure: Measure) -> tuple[int, int]:
    """Visits and cells, counted from the contents by words of their own."""
    found: list[str] = []
    for content in contents:
        kind, category = content.session.kind, content.cell.category
        is_committee = kind is SessionKind.PARTY_COMMITTEE or category is CellCategory.COMMITTEE
        counts = {
            Measure.ATTENDED: not is_committee,
            Measure.GRASSROOTS: not is_committee and category is CellCategory.GRASSROOTS,
            Measure.SUBORDINATE: not is_committee and category is CellCategory.SUBORDINATE,
            Measure.COMMITTEE: is_committee,
            Measure.THEMATIC: kind in (SessionKind.THEMATIC, SessionKind.REGULAR_THEMATIC),
        }[measure]
        if counts and content.group.tier is tier:
            found.append(str(content.cell.id))
    return len(found), len(set(found))


def test_the_figures_are_those_of_an_independent_count_and_every_figure_has_its_list(province: Province) -> None:
    contents = some_visits(province.clerk, 60, seed=1)
    province.record(*contents)
    told = figures.figures(province.clerk, HALF)
    for tier in GROUPS:
        for measure in (Measure.ATTENDED, *CLASSES[:2], Measure.COMMITTEE, Measure.THEMATIC):
            count = told.figures.of(tier).counts[measure]
            assert (count.visits, count.cells) == brute(contents, tier, measure)
            assert len(figures.visits_behind(province.clerk, told, measure, tier)) == count.visits


def test_then_and_today_add_up_to_the_same_visits(province: Province) -> None:
    province.record(*some_visits(province.clerk, 40, seed=2))
    organisations.say(province.clerk, reorganised.in_2025(), reorganised.in_2026())
    then = figures.figures(province.clerk, HALF)
    today = figures.figures(province.clerk, dataclasses.replace(HALF, as_of=AsOf.TODAY))
    for tier in GROUPS:
        one, other = then.figures.of(tier).counts, today.figures.of(tier).counts
        for measure in (Measure.ATTENDED, Measure.COMMITTEE, Measure.THEMATIC):
            assert one[measure].visits == other[measure].visits
        assert sum(other[measure].visits for measure in CLASSES) == other[Measure.ATTENDED].visits
    assert len(then.attended) == len(today.attended) == 40


def test_phieng_an_counts_in_its_district_then_and_in_its_new_commune_today(province: Province) -> None:
    phieng_an = june_2023.named("Chi bộ thôn Phiêng An")
    district = june_2023.named("Đảng bộ huyện Bạch Thông")
    province.record(visit_to(province.clerk, phieng_an, dt.date(2023, 5, 5)))
    (then,) = figures.figures(province.clerk, HALF).attended
    assert then.body == district.id
    assert then.category is CellCategory.SUBORDINATE
    organisations.say(province.clerk, reorganised.in_2025(), reorganised.in_2026())
    told = figures.figures(province.clerk, dataclasses.replace(HALF, as_of=AsOf.TODAY))
    (today,) = told.attended
    assert today.category is CellCategory.CELL
    assert told.names[today.body].startswith("Đảng bộ xã")
    assert figures.figures(province.clerk, dataclasses.replace(HALF, unit=district.id)).attended == (then,)
    other = june_2023.named("Đảng bộ huyện Ba Bể").id
    assert figures.figures(province.clerk, dataclasses.replace(HALF, unit=other)).attended == ()


def test_a_cell_of_no_register_counts_under_the_superior_that_its_minutes_name(province: Province) -> None:
    content = dataclasses.replace(a_visit("Chi bộ lạ", date=dt.date(2023, 3, 3)), group=GroupSnapshot("Tổ lạ"))
    province.record(dataclasses.replace(content, cell=CellSnapshot("Chi bộ lạ")))
    told = figures.figures(province.clerk, HALF)
    assert told.figures.of(None).counts[Measure.UNCLASSED].visits == 1
    assert told.names[told.attended[0].cell] == "Chi bộ lạ"


def test_linked_and_withdrawn_visits_count_once_and_not_at_all(province: Province) -> None:
    place = june_2023.named("Chi bộ thôn Đon Bây")
    one, two, gone = province.record(*(visit_to(province.clerk, place, dt.date(2023, 4, 4)) for _ in range(3)))
    withdrawn = texts_of(VisitWithdrawn(gone, "nhầm"))
    with logbook.writing(province.clerk) as pen:
        pen.write(EntryKind.VISIT_WITHDRAWN, gone, withdrawn, based_on=archive.folded(province.clerk, gone).heads)
        archive.refold(province.clerk, (gone,))
    linking.link(province.clerk, one, two)
    assert figures.figures(province.clerk, HALF).figures.of(Tier.PROVINCE).counts[Measure.ATTENDED].visits == 1


def test_a_period_that_ends_before_it_begins_and_a_unit_that_nobody_knows_are_refused(province: Province) -> None:
    with pytest.raises(Refusal, match="PERIOD_WRONG"):
        figures.figures(province.clerk, Asked(LAST, FIRST))
    with pytest.raises(Refusal, match="ORGANISATION_UNKNOWN"):
        figures.figures(province.clerk, dataclasses.replace(HALF, unit=june_2023.organisation("no such code")))


def test_a_kept_report_stays_as_it_was_and_tells_what_came_since(province: Province) -> None:
    phieng_an = june_2023.named("Chi bộ thôn Phiêng An")
    road = Opinion(item_of("p"), OpinionKind.PETITION, text="sửa đường")
    province.record(visit_to(province.clerk, phieng_an, dt.date(2023, 5, 5), opinions=(road,)))
    reports.write_texts(province.clerk, HALF, {TextPart.LIMITS: "Còn ít buổi ở vùng xa"})
    made, _ = reports.make(province.clerk, HALF)
    assert made.visits == 1
    assert made.petitions.overdue == 3, "the road and two pieces of guidance"
    assert made.coverage.every.all == june_2023.CELLS + june_2023.BELOW
    assert made.coverage.every.attended == 1
    assert made.texts == {TextPart.LIMITS: "Còn ít buổi ở vùng xa"}
    id_ = reports.keep(province.clerk, made).value
    assert reports.since(province.clerk, id_) == reports.Since(0, ())
    (later,) = province.record(visit_to(province.clerk, phieng_an, dt.date(2023, 6, 5)))
    province.record(visit_to(province.clerk, phieng_an, dt.date(2023, 7, 5)))
    assert reports.read(province.clerk, id_) == made
    assert reports.since(province.clerk, id_) == reports.Since(2, (later,))
    assert reports.make(province.clerk, HALF)[0].visits == 2
    (kept,) = reports.kept(province.clerk)
    assert (kept.id, kept.kind, kept.visits) == (id_, "half_year", 1)
    with pytest.raises(Refusal, match="REPORT_UNKNOWN"):
        reports.read(province.clerk, "nothing")
    with pytest.raises(Refusal, match="REPORT_TEXT_LONG"):
        reports.write_texts(province.clerk, HALF, {TextPart.CAUSES: "a" * 20_001})


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        ("2023-01-01", "2023-06-30", ReportKind.HALF_YEAR),
        ("2023-07-01", "2023-12-31", ReportKind.HALF_YEAR),
        ("2023-02-01", "2023-02-28", ReportKind.MONTH),
        ("2023-04-01", "2023-06-30", ReportKind.QUARTER),
        ("2023-02-01", "2023-04-30", ReportKind.PERIOD),
        ("2023-01-01", "2023-12-31", ReportKind.YEAR),
        ("2023-01-02", "2023-12-31", ReportKind.PERIOD),
        ("2023-01-01", "2024-12-31", ReportKind.PERIOD),
    ],
)
def test_a_period_is_called_by_its_days(first: str, last: str, kind: ReportKind) -> None:
    assert Asked(dt.date.fromisoformat(first), dt.date.fromisoformat(last)).kind is kind
