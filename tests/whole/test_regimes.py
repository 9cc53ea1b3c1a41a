"""Bắc Kạn lives through three regimes while people are away: not a word of theirs is lost, and each is counted once."""

import dataclasses
import datetime as dt
import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from chibo_desktop.domain.ids import OrganisationId, VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.successions import AsOf
from chibo_desktop.domain.visits import SessionKind
from chibo_desktop.merging.organisations import fold_settings
from chibo_desktop.services import doctor, minutes, organisations, receiving, reorganising, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.organisations import AttendedUnder
from chibo_desktop.services.visits import VisitFilter
from chibo_desktop.storage import directory
from tests.building import june_2023, played_regimes, reorganised
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import a_visit, pack

PHIENG_AN = june_2023.named("Chi bộ thôn Phiêng An").id
QUANG_THUAN = june_2023.named("Đảng bộ xã Quang Thuận").id
BACH_THONG = june_2023.named("Đảng bộ huyện Bạch Thông").id
OLD_CHAIN = ("ĐẢNG BỘ XÃ QUANG THUẬN", "CHI BỘ THÔN PHIÊNG AN")
ONE = AttendedUnder(1, 1)


@pytest.fixture
def town(template: Path, tmp_path: Path):
    made = Enrolled(template, tmp_path)
    reorganising.carry_out(made.clerk, june_2023.founding())
    directory.put_organisations(made.first.book, fold_settings(june_2023.settings()).values())
    yield made
    made.close()


def visit_of(laptop: Desk, cell: OrganisationId, day: dt.date, kind: SessionKind = SessionKind.REGULAR) -> VisitId:
    """A visit to a cell of the register, by its id alone."""
    visit = a_visit(f"visit to {cell}", date=day)
    visit = dataclasses.replace(
        visit, cell=CellSnapshot("", cell), session=dataclasses.replace(visit.session, kind=kind)
    )
    (row,) = visits.record(laptop, [visit], finalise_them=True).value
    return row.id


def reorganise(clerk: Desk) -> None:
    """Both reorganisations, as the office carries them out."""
    for day, plan in (
        (reorganised.ABOLISHED, played_regimes.abolishing),
        (reorganised.ONE_WORD, played_regimes.one_word),
    ):
        reorganising.carry_out(clerk, plan(organisations.tree(clerk, day)))


def printed(desk: Desk, visit: VisitId) -> str:
    pdf = PdfReader(io.BytesIO(minutes.build_minutes(desk, visit).pdf))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def heir_of(clerk: Desk, old: OrganisationId) -> OrganisationId:
    (heir,) = organisations.successors(clerk, old, clerk.today())
    return heir


def test_a_visit_of_2023_keeps_its_chain_and_is_counted_then_and_today(town: Enrolled) -> None:
    clerk, laptop = town.clerk, town.first
    visit = visit_of(laptop, PHIENG_AN, dt.date(2023, 9, 3))
    receiving.merge(clerk, [pack(laptop, town.stick)])
    before = printed(clerk, visit)
    reorganise(clerk)
    assert printed(clerk, visit) == before
    for words in OLD_CHAIN:
        assert words in before.upper()
    snapshot = visits.read_visit(clerk, visit).visit.cell
    assert [one.name for one in snapshot.superiors] == [
        "Đảng bộ xã Quang Thuận",
        "Đảng bộ huyện Bạch Thông",
        "Đảng bộ tỉnh Bắc Kạn",
    ]
    then, today = (organisations.attendance(clerk, as_of) for as_of in (AsOf.THEN, AsOf.TODAY))
    assert then == dict.fromkeys((PHIENG_AN, QUANG_THUAN, BACH_THONG, june_2023.PROVINCE.id), ONE)
    assert today == dict.fromkeys((PHIENG_AN, heir_of(clerk, QUANG_THUAN), reorganised.THAI_NGUYEN), ONE)
    assert doctor.examine(clerk).is_sound


def test_a_laptop_that_missed_the_reorganisation_loses_no_word(town: Enrolled) -> None:
    clerk, laptop = town.clerk, town.first
    reorganise(clerk)
    late = visit_of(laptop, QUANG_THUAN, dt.date(2025, 9, 3), SessionKind.PARTY_COMMITTEE)
    cell = visit_of(laptop, PHIENG_AN, dt.date(2026, 8, 3))
    receiving.merge(clerk, [pack(laptop, town.stick)])
    for visit in (late, cell):
        assert visits.read_visit(clerk, visit).visit == visits.read_visit(laptop, visit).visit
    assert "ĐẢNG BỘ HUYỆN BẠCH THÔNG" in printed(clerk, late).upper()
    for as_of in AsOf:
        found = organisations.attendance(clerk, as_of)
        assert found[heir_of(clerk, QUANG_THUAN)] == AttendedUnder(2, 2)
        assert found[reorganised.THAI_NGUYEN] == AttendedUnder(2, 2)
        assert BACH_THONG not in found
        assert QUANG_THUAN not in found
    heir = heir_of(clerk, QUANG_THUAN)
    shown = visits.list_visits(clerk, VisitFilter(cells=organisations.counting_under(clerk, heir, clerk.today())))
    assert {row.id for row in shown} == {late, cell}
    assert {row.cell for row in shown} == {"Đảng bộ xã Quang Thuận", "Chi bộ thôn Phiêng An"}
    assert doctor.examine(clerk).is_sound


def test_the_sums_of_then_and_today_are_the_same_whatever_came_first(town: Enrolled) -> None:
    clerk, laptop = town.clerk, town.first
    cells = [one.id for one in june_2023.places() if one.level == "cell"][:: 2_251 // 12]
    for place, cell in enumerate(cells):
        visit_of(laptop, cell, dt.date(2023 + place % 4, 1 + place % 12, 3))
    visit_of(laptop, cells[0], dt.date(2025, 2, 3))
    packet = pack(laptop, town.stick)
    reorganise(clerk)
    receiving.merge(clerk, [packet])
    for as_of in AsOf:
        found = organisations.attendance(clerk, as_of)
        roots = [found.get(root, AttendedUnder()) for root in (june_2023.PROVINCE.id, reorganised.THAI_NGUYEN)]
        assert sum(one.visits for one in roots) == len(cells) + 1
    today = organisations.attendance(clerk, AsOf.TODAY)
    assert today[reorganised.THAI_NGUYEN] == AttendedUnder(len(cells) + 1, len(cells))
