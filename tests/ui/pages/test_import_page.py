"""*Nhập từ bảng tính*: what a file would do line by line, importing it, taking it back, and files that are no good."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chibo_desktop.services import founding, imports, organisations
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.import_page import ImportPage
from chibo_desktop.ui.pages.import_rows import Shown
from chibo_desktop.ui.theme import Scheme, Theme
from tests.building import june_2023
from tests.building.homes import found_home, open_home
from tests.building.spreadsheets import GOOD
from tests.building.spreadsheets import organisations as sheet
from tests.ui import walkers

LOOKS = [((1262, 696), 100), ((920, 640), 100), ((1262, 696), 150)]
BAD = (
    *GOOD,
    ("04", "Chi bộ thôn Nà Mu", "Đảng bộ xã Quang Thuần", "Chi bộ trực thuộc đảng ủy cơ sở", "Vùng sâu", "mười hai"),
    ("05", "Chi bộ thôn Phieng An", "Đảng bộ xã Quang Thuận", "Chi bộ trực thuộc đảng ủy cơ sở", None, "12"),
)
Opener = Callable[[Page], Page]


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Desk]:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    yield desk
    founding.close_desk(desk)


@pytest.fixture
def page(qtbot: Any, jobs: Jobs, clerk: Desk) -> ImportPage:
    page = ImportPage(clerk, jobs)
    qtbot.addWidget(page)
    page.resize(1262, 696)
    page.show()
    page.activateWindow()
    page.refresh()
    page.focus_first()
    idle(qtbot, jobs)
    return page


def idle(qtbot: Any, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)
    walkers.settle()


def saved(folder: Path, data: bytes, name: str = "danh muc.xlsx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def words_on(page: Page) -> str:
    return " ".join(label.text() for label in page.findChildren(Label) if label.isVisibleTo(page))


def test_a_file_is_seen_imported_and_taken_back(
    qtbot: Any, jobs: Jobs, clerk: Desk, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Chưa nhập tệp nào" in words_on(page)
    assert not page.bring_in.isEnabled()
    page.open_file(saved(tmp_path, sheet(*GOOD).data))
    idle(qtbot, jobs)
    assert page.rows.rowCount() == 3
    assert "Nếu nhập, sổ sẽ ghi 03 tổ chức." in words_on(page)
    assert organisations.register(clerk) == {}, "looking writes nothing"
    notices: list[Any] = []
    page.notice_requested.connect(notices.append)
    page.decision.setText("12-QĐ/TU")
    page.bring_in.click()
    idle(qtbot, jobs)
    assert len(organisations.register(clerk)) == 3
    assert (notices[0].title, notices[0].text, notices[0].action) == ("Đã nhập vào sổ.", "03 tổ chức", "Hoàn tác")
    assert page.done_before.rowCount() == 1
    assert page.done_before.spoken(0).startswith("danh muc.xlsx, 12-QĐ/TU")
    assert page.undo.isEnabled()
    question = page.question(page.done_before.row_at(0))
    qtbot.addWidget(question)
    assert walkers.unsafe_default(question) == []
    answers = iter(("Giữ nguyên", "Hoàn tác"))
    monkeypatch.setattr(Dialog, "open", lambda self: self.press(next(answers)))
    page.undo.click()
    idle(qtbot, jobs)
    assert len(organisations.register(clerk)) == 3, "the safe answer changes nothing"
    page.undo.click()
    idle(qtbot, jobs)
    assert organisations.register(clerk) == {}
    assert imports.imports(clerk)[0].undone is not None
    assert not page.undo.isEnabled()


def test_what_must_be_mended_is_shown_first_and_nothing_can_be_imported(
    qtbot: Any, jobs: Jobs, page: ImportPage, tmp_path: Path
) -> None:
    page.open_file(saved(tmp_path, sheet(*BAD).data))
    idle(qtbot, jobs)
    assert page.shown.value is Shown.STOPPING
    assert page.rows.rowCount() == 2
    assert "không phải số nguyên" in page.rows.spoken(0)
    assert "02 phải sửa, 02 nên xem" in words_on(page)
    assert not page.bring_in.isEnabled()
    page.shown.choose(Shown.HINTS)
    assert "gần giống" in page.rows.spoken(0)
    page.leave_file.click()
    assert "Chưa nhập tệp nào" in words_on(page)


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(
    qtbot: Any, jobs: Jobs, page: ImportPage, tmp_path: Path
) -> None:
    page.open_file(saved(tmp_path, b"PK\x03\x04 none"))
    idle(qtbot, jobs)
    assert page.banners.shows("refused")
    assert page.choose.isEnabled()
    page.open_file(tmp_path / "not there.xlsx")
    idle(qtbot, jobs)
    assert "Không có tệp" in words_on(page)


def test_the_reading_of_a_file_can_be_stopped(qtbot: Any, jobs: Jobs, page: ImportPage, tmp_path: Path) -> None:
    page.open_file(saved(tmp_path, june_2023.workbook()))
    qtbot.waitUntil(lambda: page.banners.shows("under way"), timeout=10_000)
    page.stop()
    idle(qtbot, jobs)
    assert "Đã dừng lại." in words_on(page)
    assert page.rows.rowCount() == 0


def test_a_template_is_written(qtbot: Any, jobs: Jobs, page: ImportPage, tmp_path: Path) -> None:
    page.save_template(tmp_path / "mau.xlsx")
    idle(qtbot, jobs)
    assert (tmp_path / "mau.xlsx").read_bytes().startswith(b"PK")


def test_ten_thousand_lines_are_shown_at_once(page: ImportPage, qtbot: Any, jobs: Jobs, tmp_path: Path) -> None:
    page.open_file(saved(tmp_path, june_2023.workbook()))
    idle(qtbot, jobs)
    report = page._report
    assert report is not None
    from dataclasses import replace

    begun = time.perf_counter()
    page.rows.set_report(replace(report, judged=report.judged * 5), Shown.ALL)
    walkers.settle()
    assert page.rows.rowCount() > 10_000
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(("size", "zoom"), LOOKS)
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_every_look_of_the_page_is_whole(
    qtbot: Any,
    jobs: Jobs,
    page: ImportPage,
    theme: Theme,
    tmp_path: Path,
    size: tuple[int, int],
    zoom: int,
    scheme: Scheme,
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    page.resize(*size)
    walkers.settle()
    seen = [walkers.faults(page)]
    look(page, f"start-{scheme}-{size[0]}-{zoom}")
    page.open_file(saved(tmp_path, sheet(*BAD).data))
    idle(qtbot, jobs)
    page.table.choose(1)
    walkers.settle()
    assert "Không có cấp trên “Đảng bộ xã Quang Thuần”. Ghi đúng tên" in words_on(page)
    look(page, f"bad-{scheme}-{size[0]}-{zoom}")
    seen.append(walkers.faults(page))
    page.open_file(saved(tmp_path, sheet(*GOOD).data, "danh mục tổ chức đảng của Đảng bộ huyện Bạch Thông.xlsx"))
    idle(qtbot, jobs)
    look(page, f"good-{scheme}-{size[0]}-{zoom}")
    seen.append(walkers.faults(page))
    page.carry_out()
    idle(qtbot, jobs)
    look(page, f"done-{scheme}-{size[0]}-{zoom}")
    seen.append(walkers.faults(page))
    assert seen == [[], [], [], []]


def look(page: ImportPage, name: str) -> None:
    """A picture for people, where a folder for it is named."""
    folder = os.environ.get("CHIBO_PICTURES")
    if folder:
        page.grab().save(str(Path(folder) / f"import-{name}.png"))
