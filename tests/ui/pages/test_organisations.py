"""Danh mục › Tổ chức: the tree of a day, finding, the panel, and changes with their preview."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from chibo_desktop.domain import operations
from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.operations import Ruling
from chibo_desktop.domain.reorganisation import Operation
from chibo_desktop.services import founding, organisations, reorganising, visits
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.change_dialog import ChangeDialog
from chibo_desktop.ui.pages.change_forms import (
    AbolishForm,
    AddForm,
    CategoriseForm,
    CorrectForm,
    DissolveForm,
    MergeForm,
    MoveForm,
    RenameForm,
    SplitForm,
)
from chibo_desktop.ui.pages.import_page import ImportPage
from chibo_desktop.ui.pages.organisation_words_page import OrganisationWordsPage, undo_dialog
from chibo_desktop.ui.pages.organisations import OrganisationsPage
from chibo_desktop.ui.pages.visit_rows import VisitsOf
from chibo_desktop.ui.pages.visits import VisitsPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building import june_2023
from tests.building.exchange_town import a_visit
from tests.building.homes import found_home, open_home
from tests.building.june_2023 import JUNE
from tests.ui import walkers

DAY, LATER = dt.date(2024, 1, 1), dt.date(2025, 1, 1)
DISTRICT, COMMUNE, OTHER, A, B = (OrganisationId(letter * 26) for letter in "dcoab")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    found_home(tmp_path / "office", Role.OFFICE)
    desk = open_home(tmp_path / "office")
    yield desk
    founding.close_desk(desk)


@pytest.fixture
def hamlet(office: Desk) -> Desk:
    """A district with two communes, one of them with two cells."""
    new = operations.founding
    settings = [
        new(DISTRICT, "Đảng bộ huyện Thử", level="district", category="direct"),
        new(COMMUNE, "Đảng bộ xã Mẫu", parent=DISTRICT, level="commune", category="grassroots_party"),
        new(OTHER, "Đảng bộ xã Khác", parent=DISTRICT, level="commune", category="grassroots_party"),
        new(A, "Chi bộ thôn Ấm", parent=COMMUNE, category="subordinate", level="cell", members=10),
        new(B, "Chi bộ thôn Bản Thử", parent=COMMUNE, category="subordinate", level="cell", members=12),
    ]
    reorganising.carry_out(office, operations.register(settings, Ruling()))
    return office


class Opened:
    """The page in use; dialogs are answered by the test."""

    def __init__(self, desk: Desk, jobs: Jobs, qtbot: Any) -> None:
        self.desk, self.jobs, self.qtbot = desk, jobs, qtbot
        self.page = OrganisationsPage(desk, jobs)
        self.said: list[NoticeWords] = []
        self.pushed: list[Any] = []
        self.page.notice_requested.connect(self.said.append)
        self.page.push_requested.connect(self.pushed.append)
        self.page.changes.ask = lambda _: None
        qtbot.addWidget(self.page)
        self.page.resize(1262, 696)
        self.page.show()
        self.page.activateWindow()
        self.page.refresh()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.jobs.is_busy() and not self.page.pause.isActive())
            walkers.settle()

    def choose(self, organisation: OrganisationId) -> None:
        assert self.page.tree.reveal(organisation)
        self.settle()

    def begin(self, operation: str) -> ChangeDialog:
        self.page.panel.change_requested.emit(operation)
        return self._dialog()

    def press(self, button: QPushButton) -> ChangeDialog:
        button.click()
        return self._dialog()

    def _dialog(self) -> ChangeDialog:
        self.settle()
        dialog = self.page.changes.dialog
        assert dialog is not None
        self.qtbot.addWidget(dialog)
        return dialog

    def sign(self, dialog: ChangeDialog, day: dt.date | None = DAY) -> None:
        """Type the day, look, and press the button that signs."""
        dialog.day.set_value(day)
        dialog.look()
        self.settle()
        assert dialog.buttons[1].isEnabled(), dialog.seen.text() + dialog.trouble.text()
        dialog.buttons[1].click()
        self.settle()
        assert self.said

    def names(self, day: dt.date) -> list[str]:
        return [one.name for one in organisations.tree(self.desk, day).below(None)]


@pytest.fixture
def use(hamlet: Desk, jobs: Jobs, qtbot: Any) -> Opened:
    return Opened(hamlet, jobs, qtbot)


def test_the_tree_opens_by_keys_and_tells_the_panel(use: Opened) -> None:
    tree = use.page.tree
    tree.setFocus()
    tree.reveal(DISTRICT)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    assert tree.current_key == COMMUNE
    assert not tree.isExpanded(tree.currentIndex())
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert tree.isExpanded(tree.currentIndex())
    QTest.keyClick(tree, Qt.Key.Key_Down)
    use.settle()
    assert tree.current_key == A
    assert use.page.panel.name.text() == "Chi bộ thôn Ấm"
    assert use.page.panel.chain.text() == "Đảng bộ xã Mẫu, Đảng bộ huyện Thử"
    assert "10 đảng viên" in use.page.panel.facts.text()
    QTest.keyClick(tree, Qt.Key.Key_Left)
    QTest.keyClick(tree, Qt.Key.Key_Left)
    assert not tree.isExpanded(tree.currentIndex())
    QTest.keyClick(tree, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not tree


def test_another_day_shows_another_tree_and_keeps_what_is_open_and_chosen(use: Opened) -> None:
    reorganising.carry_out(use.desk, operations.rename(A, "Chi bộ thôn Ấm Mới", Ruling(LATER)))
    use.page.refresh()
    use.settle()
    use.choose(A)
    assert use.page.panel.name.text() == "Chi bộ thôn Ấm Mới"
    QTest.mouseClick(use.page.day, Qt.MouseButton.LeftButton)
    use.page.day.setText("31/12/2024")
    QTest.keyClick(use.page.day, Qt.Key.Key_Return)
    use.settle()
    assert use.page.panel.name.text() == "Chi bộ thôn Ấm"
    assert use.page.tree.current_key == A
    assert use.page.header._sub.text() == "Tổ chức ngày 31/12/2024"
    use.page.today.click()
    use.settle()
    assert use.page.panel.name.text() == "Chi bộ thôn Ấm Mới"
    assert "Đổi tên từ ngày 01/01/2025" in texts_of(use.page.panel.history)


def texts_of(widget: Any) -> list[str]:
    return [label.text() for label in walkers.seen(widget, walkers.QLabel)]


def test_search_goes_on_to_what_was_found_and_from_there_into_the_tree(use: Opened) -> None:
    QTest.keyClick(use.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is use.page.search
    use.page.search.setText("ban thu mau")
    use.page.search.commit()
    use.settle()
    (hit,) = use.page.found.rows_model.rows
    assert hit.name == "Chi bộ thôn Bản Thử"
    QTest.keyClick(use.page.search, Qt.Key.Key_Down)
    use.settle()
    assert QApplication.focusWidget() is use.page.found
    assert use.page.panel.name.text() == "Chi bộ thôn Bản Thử"
    QTest.keyClick(use.page.found, Qt.Key.Key_Return)
    use.settle()
    assert use.page.search.text() == ""
    assert use.page.tree.isVisible()
    assert use.page.tree.current_key == B
    use.page.search.setFocus()
    use.page.search.setText("khong co")
    use.page.search.commit()
    use.settle()
    assert use.page.found.isVisible()
    QTest.keyClick(use.page.search, Qt.Key.Key_Escape)
    assert use.page.tree.isVisible()


def test_a_name_is_changed_after_a_preview_and_taken_back_and_brought_back(use: Opened) -> None:
    use.choose(COMMUNE)
    dialog = use.begin("rename")
    form = dialog._form
    assert isinstance(form, RenameForm)
    assert not dialog.buttons[1].isEnabled()
    form.name.setText("Đảng bộ xã Khác")
    dialog.decision.setText("05-QĐ/HU")
    dialog.day.set_value(DAY)
    dialog.look()
    use.settle()
    assert dialog.seen.text().splitlines() == ["Thay đổi: 01", "Ở dưới, có cấp trên đổi: 02", "Trong đó chi bộ: 02"]
    assert "đã có tổ chức cùng tên" in dialog.odd.text()
    assert "Đảng bộ xã Mẫu" in use.names(DAY)
    use.sign(dialog)
    assert "Đảng bộ xã Mẫu" not in use.names(DAY)
    assert use.said[-1].title == "Đã ghi vào danh mục: đổi tên."
    assert organisations.words(use.desk)[0].decision == "05-QĐ/HU"
    assert use.said[-1].on_action is not None
    use.said[-1].on_action()
    use.settle()
    assert "Đảng bộ xã Mẫu" in use.names(DAY)
    assert use.said[-1].title == "Đã hủy bỏ việc vừa ghi."
    for key, is_renamed in ((Qt.Key.Key_Z, False), (Qt.Key.Key_Y, True), (Qt.Key.Key_Z, False)):
        QTest.keyClick(use.page, key, Qt.KeyboardModifier.ControlModifier)
        use.settle()
        assert ("Đảng bộ xã Mẫu" not in use.names(DAY)) is is_renamed


def test_the_safe_answer_is_the_default_and_changes_nothing(use: Opened) -> None:
    use.choose(COMMUNE)
    dialog = use.begin("dissolve")
    dialog.show()
    use.settle()
    assert walkers.unsafe_default(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    use.settle()
    assert not dialog.isVisible()
    assert len(organisations.words(use.desk)) == 1


def test_what_cannot_be_is_said_in_the_dialog_and_cannot_be_signed(use: Opened) -> None:
    use.choose(DISTRICT)
    dialog = use.begin("move")
    assert isinstance(dialog._form, MoveForm)
    dialog._form.parent_.show_organisation(A)
    dialog.look()
    use.settle()
    assert "không thể ở dưới" in dialog.trouble.text()
    assert not dialog.buttons[1].isEnabled()


def test_each_other_change_is_signed_from_its_dialog(use: Opened) -> None:
    use.choose(A)
    dialog = use.begin("merge")
    assert isinstance(dialog._form, MergeForm)
    dialog._form.others.input.show_organisation(B)
    dialog._form.others.input.commit()
    dialog._form.others._take()
    dialog._form.into.setText("Chi bộ thôn Ấm Bản")
    use.sign(dialog)
    (merged,) = [one for one in organisations.tree(use.desk, DAY).organisations.values() if "Ấm Bản" in one.name]
    assert (merged.members, merged.parent, merged.category) == (22, COMMUNE, "subordinate")

    use.choose(merged.id)
    dialog = use.begin("split")
    assert isinstance(dialog._form, SplitForm)
    dialog._form.names.setPlainText("Chi bộ thôn Một\nChi bộ thôn Hai")
    use.sign(dialog, LATER)
    assert {"Chi bộ thôn Một", "Chi bộ thôn Hai"} < set(use.names(LATER))

    use.choose(OTHER)
    dialog = use.begin("categorise")
    assert isinstance(dialog._form, CategoriseForm)
    dialog.day.setText("01/01/2024")
    dialog.day.commit()
    dialog._form.category.set_value("section_party")
    use.sign(dialog)
    dialog = use.begin("correct")
    assert isinstance(dialog._form, CorrectForm)
    assert not dialog.buttons[1].isEnabled()
    dialog._form.members.set_value(7)
    use.sign(dialog, None)
    assert organisations.tree(use.desk, JUNE).organisations[OTHER].members == 7
    dialog = use.begin("move")
    assert isinstance(dialog._form, MoveForm)
    dialog._form.parent_.show_organisation(COMMUNE)
    use.sign(dialog, LATER)
    dialog = use.begin("dissolve")
    assert isinstance(dialog._form, DissolveForm)
    dialog._form.heir.show_organisation(COMMUNE)
    use.sign(dialog, dt.date(2026, 1, 1))
    assert organisations.successors(use.desk, OTHER, dt.date(2026, 1, 1)) == (COMMUNE,)

    dialog = use.press(use.page.add)
    assert isinstance(dialog._form, AddForm)
    dialog._form.name.setText("Chi bộ thôn Ba")
    dialog._form.parent_.show_organisation(COMMUNE)
    use.sign(dialog, None)
    assert "Chi bộ thôn Ba" in use.names(JUNE)

    dialog = use.press(use.page.abolish)
    assert isinstance(dialog._form, AbolishForm)
    dialog._form.level.set_value("district")
    use.sign(dialog, dt.date(2026, 2, 1))
    assert "Đảng bộ huyện Thử" not in use.names(dt.date(2026, 2, 1))
    assert [one.operation for one in organisations.words(use.desk)[:2]] == [
        Operation.LEVEL_ABOLISHED,
        Operation.REGISTERED,
    ]


def test_visits_that_count_under_an_organisation_are_one_press_away(
    hamlet: Desk, tmp_path: Path, jobs: Jobs, qtbot: Any
) -> None:
    dissolved = operations.dissolve(organisations.tree(hamlet, DAY), [A], Ruling(DAY), heir=B)
    reorganising.carry_out(hamlet, dissolved)
    assert organisations.counting_under(hamlet, B, LATER) == (A, B)
    use = Opened(hamlet, jobs, qtbot)
    asked: list[Any] = []
    use.page.open_requested.connect(lambda key, subject: asked.append((key, subject)))
    use.choose(B)
    assert not use.page.panel.see_visits.isVisibleTo(use.page)
    use.page.panel.see_visits.click()
    use.settle()
    assert asked == [("visits", VisitsOf("Chi bộ thôn Bản Thử", (A, B)))]
    found_home(tmp_path / "laptop")
    laptop = open_home(tmp_path / "laptop")
    for place, cell in enumerate((A, OTHER)):
        visit = a_visit(f"Chi bộ {place}")
        visit = dataclasses.replace(visit, cell=dataclasses.replace(visit.cell, id=cell))
        visits.record(laptop, [visit], finalise_them=True)
    page = VisitsPage(laptop, jobs)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.show_subject(asked[0][1])
    use.settle()
    assert [row.cell for row in page._model.rows] == ["Chi bộ 0"]
    (banner,) = page.banners._shown.values()
    banner.buttons[0].click()
    use.settle()
    assert len(page._model.rows) == 2
    founding.close_desk(laptop)


def test_importing_a_table_is_one_press_away(use: Opened) -> None:
    use.page.import_.click()
    (page,) = use.pushed
    assert isinstance(page, ImportPage)
    use.qtbot.addWidget(page)


def test_what_took_its_place_is_one_press_away(use: Opened) -> None:
    dissolved = operations.dissolve(organisations.tree(use.desk, DAY), [COMMUNE], Ruling(DAY), heir=OTHER)
    reorganising.carry_out(use.desk, dissolved)
    use.page.refresh()
    use.settle()
    use.page.show_subject(COMMUNE)
    use.settle()
    panel = use.page.panel
    assert "không có tổ chức này" in panel.gone.text()
    (link,) = [button for button in panel.findChildren(QPushButton) if button.text() == "Nay là Đảng bộ xã Khác"]
    link.click()
    use.settle()
    assert panel.name.text() == "Đảng bộ xã Khác"
    assert use.page.tree.current_key == OTHER
    assert any(button.text() == "Kế tục Đảng bộ xã Mẫu" for button in panel.findChildren(QPushButton))


def test_every_word_is_listed_and_taken_back_after_a_question(use: Opened) -> None:
    reorganising.carry_out(use.desk, operations.rename(A, "Chi bộ thôn Ấm Mới", Ruling(LATER)))
    use.page.said.click()
    (page,) = use.pushed
    assert isinstance(page, OrganisationWordsPage)
    use.qtbot.addWidget(page)
    page.resize(1262, 696)
    page.show()
    page.refresh()
    use.settle()
    assert walkers.faults(page) == []
    assert [row.operation for row in page.table.rows_model.rows] == [Operation.RENAMED, Operation.REGISTERED]
    row = page.table.rows_model.rows[0]
    seen = reorganising.preview(use.desk, reorganising.taking_back((row.entry,)))
    dialog = undo_dialog(row, seen, page)
    use.qtbot.addWidget(dialog)
    dialog.show()
    assert walkers.unsafe_default(dialog) == []
    page.ask_undoing = lambda *_: True
    page.undo.click()
    use.settle()
    assert "Chi bộ thôn Ấm Mới" not in use.names(LATER)
    assert [row.is_undone for row in page.table.rows_model.rows] == [False, True, False]


LOOKS = [(Scheme.LIGHT, 100, (1262, 696)), (Scheme.DARK, 150, (1262, 768)), (Scheme.LIGHT, 100, (920, 640))]


@pytest.mark.parametrize(("scheme", "zoom", "size"), LOOKS)
@pytest.mark.parametrize("filled", [False, True])
def test_the_walkers_find_nothing(
    filled: bool, scheme: Scheme, zoom: int, size: tuple[int, int], office: Desk, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    if filled:
        reorganising.carry_out(office, june_2023.founding())
    use = Opened(office, jobs, qtbot)
    use.page.resize(*size)
    if filled:
        use.choose(june_2023.named("Chi bộ thôn Phiêng An").id)
    use.settle()
    assert walkers.faults(use.page) == []


@pytest.mark.parametrize(("scheme", "zoom", "size"), LOOKS[:2])
@pytest.mark.parametrize(
    "operation", ["rename", "move", "merge", "split", "dissolve", "categorise", "correct", "add", "abolish"]
)
def test_the_walkers_find_nothing_in_the_dialogs(
    operation: str, scheme: Scheme, zoom: int, size: tuple[int, int], use: Opened, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    use.choose(COMMUNE)
    buttons = {"add": use.page.add, "abolish": use.page.abolish}
    dialog = use.press(buttons[operation]) if operation in buttons else use.begin(operation)
    dialog.show()
    use.settle()
    assert walkers.faults(dialog) == []
    assert walkers.unsafe_default(dialog) == []
