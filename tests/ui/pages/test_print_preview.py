"""The preview: what is seen is the paper, what is written is whole, and without a printer there is still the PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Fault
from chibo_desktop.services import visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import close_desk
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.print_panel import check_words
from chibo_desktop.ui.pages.print_preview import PrintPreviewPage, file_name, write_pdf
from chibo_desktop.ui.pdf_pages import page_sizes, print_pages, render_page
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.visits import big_visit, phieng_an
from tests.ui.pages.row_home import open_group_home, own, settle
from tests.ui.walkers import faults


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_group_home(tmp_path)
    yield opened
    close_desk(opened)


@pytest.fixture
def preview(desk: Desk, jobs: Jobs, qtbot) -> Iterator[PrintPreviewPage]:
    visits.record(desk, [own(desk, phieng_an())], finalise_them=True)
    page = shown(desk, jobs, phieng_an().id, qtbot)
    yield page
    page.close()
    page.deleteLater()


def shown(desk: Desk, jobs: Jobs, visit: VisitId, qtbot) -> PrintPreviewPage:
    page = PrintPreviewPage(desk, jobs, visit)
    page._panel.look_for_printers = lambda: page._panel.offer(["Canon LBP 2900"])
    page.resize(1262, 696)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: bool(page._view.drawn_pages()) and not jobs.is_busy(), timeout=20_000)
    settle()
    return page


def button(page: PrintPreviewPage, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible())


def ink(image) -> int:
    """How many of the sampled dots are not white."""
    places = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return sum(image.pixelColor(x, y).lightness() < 200 for x, y in places)


def test_the_page_on_the_screen_is_the_page_of_the_file(preview: PrintPreviewPage) -> None:
    assert preview._preview is not None
    pdf = preview._preview.minutes.pdf
    assert len(page_sizes(pdf)) == preview._preview.minutes.pages
    assert ink(render_page(pdf, 0, 1.0)) > 1000
    picture = preview._view.grab().toImage()
    assert ink(picture) > 1000


def test_a_draft_carries_its_mark(desk: Desk, jobs: Jobs, qtbot) -> None:
    visits.record(desk, [own(desk, phieng_an())], finalise_them=False)
    page = shown(desk, jobs, phieng_an().id, qtbot)
    assert page._preview is not None
    import pypdf

    text = pypdf.PdfReader(io.BytesIO(page._preview.minutes.pdf)).pages[0].extract_text()
    assert "BẢN NHÁP" in text
    page.close()


def test_only_three_pages_are_kept(desk: Desk, jobs: Jobs, qtbot) -> None:
    visit = own(desk, big_visit())
    visits.record(desk, [visit], finalise_them=True)
    page = shown(desk, jobs, visit.id, qtbot)
    count = len(page._preview.sizes) if page._preview else 0
    assert count > 5
    for place in range(count):
        page._view.go_to(place)
        qtbot.waitUntil(lambda place=place: page._view.page in page._view.drawn_pages(), timeout=10_000)
        assert len(page._view.drawn_pages()) <= 3
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)
    page.close()


def test_zoom_by_wheel_and_keys(preview: PrintPreviewPage, jobs: Jobs, qtbot) -> None:
    view = preview._view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == 125
    spot = QPointF(50, 50)
    down, control = QPoint(0, -120), Qt.KeyboardModifier.ControlModifier
    nothing, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(view.viewport(), QWheelEvent(spot, spot, QPoint(), down, nothing, control, phase, False))
    assert view.zoom == 100
    qtbot.waitUntil(lambda: not view._settle.isActive() and not jobs.is_busy(), timeout=10_000)


def test_the_checks_say_their_numbers(preview: PrintPreviewPage) -> None:
    assert preview._preview is not None
    told = [check_words(check) for check in preview._preview.minutes.checks if str(check.code) != "font"]
    assert "08/09 có mặt, khớp với màn hình" in told
    assert "Đủ 02 khối ký: người ghi biên bản, chủ trì" in told
    assert "02 trang, không dòng nào bị cắt" in told
    assert "Chấm điểm: để trống theo lựa chọn" in told


def test_the_pdf_is_written_whole(preview: PrintPreviewPage, tmp_path: Path, qtbot) -> None:
    notices: list[NoticeWords] = []
    preview.notice_requested.connect(notices.append)
    place = tmp_path / "a.pdf"
    preview.save_to(place)
    qtbot.waitUntil(lambda: bool(notices), timeout=5000)
    assert preview._preview is not None
    assert place.read_bytes() == preview._preview.minutes.pdf
    assert notices[0].title == "Đã lưu PDF."
    assert file_name(preview._preview.view) == "Biên bản Chi bộ thôn Phiêng An 2023-09-05.pdf"


def test_a_place_that_cannot_be_written_is_said(preview: PrintPreviewPage, tmp_path: Path, qtbot) -> None:
    with pytest.raises(Fault, match="FILE_UNWRITABLE"):
        write_pdf(b"%PDF", tmp_path / "missing" / "a.pdf")
    preview.save_to(tmp_path / "missing" / "a.pdf")
    qtbot.waitUntil(lambda: preview.banners.keys() == ("failed",), timeout=5000)
    assert list(tmp_path.glob("**/*.part")) == []


def test_printing_puts_every_page_on_paper(preview: PrintPreviewPage, tmp_path: Path) -> None:
    assert preview._preview is not None
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printer.setFullPage(True)
    assert print_pages(preview._preview.minutes.pdf, printer) == 2
    paper = (tmp_path / "paper.pdf").read_bytes()
    assert len(page_sizes(paper)) == 2
    assert ink(render_page(paper, 0, 1.0)) > 1000


def test_without_a_printer_there_is_the_pdf(preview: PrintPreviewPage) -> None:
    assert button(preview, "In").isEnabled()
    preview._panel.offer([])
    settle()
    assert not button(preview, "In").isEnabled()
    assert len([one for one in preview.findChildren(QPushButton) if one.text() == "Lưu PDF" and one.isVisible()]) == 2


def test_an_unknown_visit_is_said_in_a_banner(desk: Desk, jobs: Jobs, qtbot) -> None:
    page = PrintPreviewPage(desk, jobs, VisitId("a" * 26))
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.banners.keys() == ("failed",), timeout=5000)
    assert not button(page, "In").isEnabled()
    page.close()


def test_missing_letters_on_paper_lead_to_the_settings(preview: PrintPreviewPage) -> None:
    preview._not_prepared(Fault("FONT_MISSING"))
    settle()
    opened: list[str] = []
    preview.open_requested.connect(lambda key, _: opened.append(key))
    button(preview, "Mở Cài đặt").click()
    assert opened == ["settings"]


def test_the_file_is_offered_under_a_name_of_its_own(preview: PrintPreviewPage) -> None:
    preview.choose_file()
    settle()
    dialog = preview.findChild(QFileDialog)
    assert dialog is not None
    assert [Path(name).name for name in dialog.selectedFiles()] == ["Biên bản Chi bộ thôn Phiêng An 2023-09-05.pdf"]
    dialog.reject()
    settle()


@pytest.mark.parametrize(("width", "height", "zoom"), [(1262, 624, 100), (920, 568, 100), (1210, 624, 150)])
def test_nothing_is_clipped_and_everything_has_a_name(
    preview: PrintPreviewPage, theme: Theme, width: int, height: int, zoom: int
) -> None:
    theme.set_zoom(zoom)
    theme.set_scheme(Scheme.DARK)
    preview.resize(width, height)
    settle()
    assert faults(preview) == []
