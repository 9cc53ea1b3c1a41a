"""Xung đột: every value that machines wrote without knowing of each other, none of them preferred."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.domain.visits import Visit
from chibo_desktop.services import receiving
from chibo_desktop.services.archive import Change
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.differing_text import DifferingText
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages import receive_rows
from chibo_desktop.ui.pages.conflicts import ConflictsPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import Town, amend, enrol, pack, record, town_in
from tests.ui import walkers

ROAD = "Đề nghị xã sửa đoạn đường vào thôn bị sạt lở dài %s, xe chở khách không vào được; đề nghị xong %s."


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


def ending(end: str, text: str) -> Callable[[Visit], Visit]:
    def change(visit: Visit) -> Visit:
        first = dataclasses.replace(visit.opinions[0], text=text)
        session = dataclasses.replace(visit.session, end=end)
        return dataclasses.replace(visit, session=session, opinions=(first, *visit.opinions[1:]))

    return change


@pytest.fixture
def clerk(town: Town) -> Desk:
    """An office that amended minutes while the laptop that recorded them amended them too."""
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Phiêng An")
    receiving.merge(clerk, [pack(laptop, town.stick)])
    amend(clerk, row.id, ending("21:30", ROAD % ("120 m", "trước Tết Nguyên đán")))
    amend(laptop, row.id, ending("21:40", ROAD % ("200 m", "trong quý I/2027")))
    receiving.merge(clerk, [pack(laptop, town.stick)])
    return clerk


def opened(clerk: Desk, jobs: Jobs, qtbot: Any) -> ConflictsPage:
    page = ConflictsPage(clerk, jobs)
    qtbot.addWidget(page)
    page.resize(1262, 768)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()
    return page


def test_both_values_stand_side_by_side_with_their_differing_words(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    assert len(page.list.keys) == 2
    place = next(at for at, one in enumerate(page._found) if one.path.endswith("/text"))
    page.list.choose(place)
    page.list.chosen.emit(place)
    walkers.settle()
    texts = [text for text in page.findChildren(DifferingText) if text.isVisibleTo(page)]
    assert {tuple(text.marked) for text in texts} == {("120", "trước Tết Nguyên đán."), ("200", "trong quý I/2027.")}
    assert page._field.text() == "Ý kiến, kiến nghị: Nội dung"


def test_nothing_can_be_chosen_yet_and_the_page_says_so(clerk: Desk, jobs: Jobs, qtbot: Any) -> None:
    page = opened(clerk, jobs, qtbot)
    assert [button.text() for button in page.findChildren(Button) if button.isVisibleTo(page)] == ["Xem biên bản"]
    asked: list[object] = []
    page.visit_requested.connect(asked.append)
    page.open_visit.click()
    assert asked == [page._found[0].visit.id]


def test_an_office_without_conflicts(town: Town, jobs: Jobs, qtbot: Any) -> None:
    page = opened(town.office(), jobs, qtbot)
    assert walkers.faults(page) == []


def test_the_preview_names_the_one_value_that_differs(town: Town) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    (row,) = record(laptop, "Chi bộ thôn Phiêng An")
    receiving.merge(clerk, [pack(laptop, town.stick)])

    def until(end: str) -> Callable[[Visit], Visit]:
        return lambda visit: dataclasses.replace(visit, session=dataclasses.replace(visit.session, end=end))

    amend(clerk, row.id, until("21:30"))
    amend(laptop, row.id, until("21:40"))
    ((_, report),) = receiving.inspect(clerk, [pack(laptop, town.stick)])
    (change,) = report.visits
    assert change.change is Change.DIFFERING
    assert receive_rows.change_words(change) == "Giờ kết thúc: sổ chung 21:30, gói này 21:40"


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [(Scheme.LIGHT, 100, (1262, 768)), (Scheme.DARK, 150, (1210, 696)), (Scheme.LIGHT, 100, (920, 640))],
)
def test_the_walkers_find_nothing(
    scheme: Scheme, zoom: int, size: tuple[int, int], clerk: Desk, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    page = opened(clerk, jobs, qtbot)
    page.resize(*size)
    walkers.settle()
    assert walkers.faults(page) == []
