"""Danh mục › Tổ, quyết định: written as typed, signed with one button; people found without marks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from chibo_desktop.domain.groups import Post
from chibo_desktop.services import group_views, groups, organisations, people
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import close_desk
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.decision import DecisionPage
from chibo_desktop.ui.pages.group_dialogs import CopyDialog, RevokeDialog, next_year
from chibo_desktop.ui.pages.group_import_page import GroupImportPage
from chibo_desktop.ui.pages.groups import GroupsPage, appendix_name
from chibo_desktop.ui.pages.import_rows import Shown
from chibo_desktop.ui.pages.people import PeoplePage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.groups import decision, group, member, org, registered
from tests.building.homes import found_home, open_home
from tests.ui import walkers


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("founded") / "office"
    found_home(home, Role.OFFICE)
    desk = open_home(home)
    organisations.say(desk, registered())
    close_desk(desk)
    return home


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> Iterator[Desk]:
    import shutil

    shutil.copytree(founded, tmp_path / "office")
    desk = open_home(tmp_path / "office")
    yield desk
    close_desk(desk)


class Use:
    """A page in use; what it pushes is kept, and shown by the test."""

    def __init__(self, page: Page, jobs: Jobs, qtbot: Any) -> None:
        self.page, self.jobs, self.qtbot = page, jobs, qtbot
        self.pushed: list[Page] = []
        self.said: list[Any] = []
        self.backs: list[bool] = []
        page.push_requested.connect(self.pushed.append)
        page.notice_requested.connect(self.said.append)
        page.back_requested.connect(lambda: self.backs.append(True))
        qtbot.addWidget(page)
        page.resize(1262, 696)
        page.show()
        page.activateWindow()
        page.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy(), timeout=10_000)
        walkers.settle()
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy(), timeout=10_000)
        walkers.settle()

    def type(self, widget: QWidget, words: str) -> None:
        widget.setFocus()
        widget.insert(words)  # type: ignore[attr-defined] - keys of QTest know ASCII only
        widget.commit()  # type: ignore[attr-defined] - every field of the house has it
        self.settle()


def this_year(*more: Any) -> Any:
    """A decision that holds today, whenever that is."""
    year = dt.datetime.now(dt.UTC).astimezone().year
    return decision(*more, year=year)


def whole() -> Any:
    return this_year(group(1, "bachthong", members=(member("Ma Từ Đông Điền"),)), group(2, "chomoi"))


@pytest.fixture
def lists(office: Desk, jobs: Jobs, qtbot: Any) -> Use:
    groups.decide(office, whole())
    return Use(GroupsPage(office, jobs), jobs, qtbot)


def list_of(use: Use) -> GroupsPage:
    assert isinstance(use.page, GroupsPage)
    return use.page


def editor_of(use: Use) -> DecisionPage:
    assert isinstance(use.page, DecisionPage)
    return use.page


def test_an_empty_list_says_what_will_be_here(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = Use(GroupsPage(office, jobs), jobs, qtbot)
    page = list_of(use)
    assert page._none.isVisible()
    assert not page.table.isVisible()
    assert walkers.faults(page) == []
    page.focus_first()
    assert QApplication.focusWidget() is page.new


def test_decisions_and_the_groups_of_a_day_are_listed(lists: Use) -> None:
    page = list_of(lists)
    assert [row.number for row in page.table.rows_model.rows] == [whole().number]
    assert [(row.name, row.cells) for row in page.groups.rows_model.rows] == [("Tổ số 01", 3), ("Tổ số 02", 1)]
    assert page.panel.isVisible()
    page.day.set_value(dt.date(2001, 1, 1))
    page.refresh()
    lists.settle()
    assert page.groups.rows_model.rows == ()
    assert "01/01/2001" in page._no_groups.text()
    assert walkers.faults(page) == []


def test_a_new_decision_is_written_by_keyboard_saved_and_signed(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    lists = Use(GroupsPage(office, jobs), jobs, qtbot)
    QTest.keyClick(list_of(lists), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    lists.settle()
    (pushed,) = lists.pushed
    use = Use(pushed, jobs, qtbot)
    page = editor_of(use)
    assert QApplication.focusWidget() is page.paper.number
    use.type(page.paper.number, "12-QĐ/TU")
    use.type(page.paper.date, "5/1/2027")
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    use.type(page.group.name, "Tổ số 01")
    page.group.add_unit.setFocus()
    page.group._assign("Đảng bộ huyện Bạch Thông, Đảng bộ tỉnh Bắc Kạn")
    page.group.members.setFocus()
    QTest.keyClick(page.group.members, Qt.Key.Key_Insert)
    walkers.settle()
    form = page.group._form
    assert form is not None
    assert QApplication.focusWidget() is form.name
    use.type(form.name, "Ma Từ Đông Điền")
    use.type(form.post, "Trưởng ban Dân vận")
    page._autosave.save_now()
    use.settle()
    (draft,) = groups.drafts(office)
    assert (draft.number, draft.date, draft.groups[0].members[0].name) == (
        "12-QĐ/TU",
        dt.date(2027, 1, 5),
        "Ma Từ Đông Điền",
    )
    assert draft.groups[0].members[0].role is Post.LEADER, "the first one leads until somebody says otherwise"
    assert groups.decisions(office) == ()
    QTest.keyClick(page, Qt.Key.Key_F9)
    use.settle()
    (signed,) = groups.decisions(office)
    assert signed.groups[0].members[0].post == "Trưởng ban Dân vận"
    assert signed.groups[0].organisations == (org("bachthong"),)
    assert groups.drafts(office) == ()
    assert use.backs == [True]
    assert "12-QĐ/TU" in use.said[-1].title


def opened(office: Desk, jobs: Jobs, qtbot: Any, wording: Any = None) -> Use:
    groups.decide(office, wording or whole())
    return Use(DecisionPage(office, jobs, whole().id), jobs, qtbot)


def test_looking_at_a_signed_decision_writes_nothing(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = opened(office, jobs, qtbot)
    page = editor_of(use)
    for key in (group(1).id, group(2).id, "paper"):
        page._go_to(key)
        use.settle()
    page.leave()
    use.settle()
    assert groups.drafts(office) == ()


def test_what_looks_wrong_stands_beside_and_leads_to_its_group(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    odd = this_year(replace(group(1, "tinh"), members=()), group(2))
    use = opened(office, jobs, qtbot, odd)
    page = editor_of(use)
    told = {label.text() for label in page.findings.findChildren(Label)}
    assert "Tổ số 01 chưa có tổ trưởng." in told
    QTest.keyClick(page, Qt.Key.Key_F8)
    use.settle()
    assert page.group.name.text() == "Tổ số 01"
    assert walkers.faults(page) == []


def test_somebody_of_the_directory_keeps_his_id_and_somebody_else_gets_a_new_one(
    office: Desk, jobs: Jobs, qtbot: Any
) -> None:
    use = opened(office, jobs, qtbot)
    page = editor_of(use)
    page._go_to(group(2).id)
    page.group._add()
    form = page.group._form
    assert form is not None
    form.name.setFocus()
    QTest.keyClicks(form.name, "dong dien")
    completer = form.name.offers.completer
    qtbot.waitUntil(lambda: completer.completionCount() == 1, timeout=3000)
    form._pick(completer.currentCompletion())
    assert form.member.id == member("Ma Từ Đông Điền").id
    assert form.post.words() == "Tỉnh ủy viên"
    page.group._close_form()
    assert page.group.group.members[1].id == member("Ma Từ Đông Điền").id
    page.group._open(1)
    form = page.group._form
    assert form is not None
    form.name.setText("Hoàng Văn Mẫu")
    page.group._close_form()
    other = page.group.group.members[1]
    assert (other.name, other.id != member("Ma Từ Đông Điền").id) == ("Hoàng Văn Mẫu", True)


def test_a_likeness_is_hinted_while_a_name_is_typed(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = opened(office, jobs, qtbot)
    page = editor_of(use)
    page._go_to(group(2).id)
    page.group._add()
    form = page.group._form
    assert form is not None
    use.type(form.name, "Ma Tu Dong Dien")
    assert "Ma Từ Đông Điền" in form.name_field.hint.text()


def test_escape_puts_a_row_back_and_an_empty_one_goes(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = opened(office, jobs, qtbot)
    page = editor_of(use)
    page._go_to(group(1).id)
    page.group._open(1)
    form = page.group._form
    assert form is not None
    use.type(form.name, " xyz")
    QTest.keyClick(form.name, Qt.Key.Key_Escape)
    assert [one.name for one in page.group.group.members] == ["Tổ Trưởng 1", "Ma Từ Đông Điền"]
    page.group._add()
    assert page.group._form is not None
    QTest.keyClick(page.group._form.name, Qt.Key.Key_Escape)
    assert len(page.group.group.members) == 2
    QTest.keyClick(page.group.members, Qt.Key.Key_Delete)
    assert len(page.group.group.members) == 1


def test_a_group_that_was_removed_comes_back_by_undoing(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = opened(office, jobs, qtbot)
    page = editor_of(use)
    page._go_to(group(1).id)
    page.group.drop_group.click()
    use.settle()
    assert page._wording is not None
    assert [one.id for one in page._wording.groups] == [group(2).id]
    use.said[-1].on_action()
    assert [one.id for one in page._wording.groups] == [group(1).id, group(2).id]


def test_a_draft_that_is_given_up_leaves_what_was_signed(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    use = opened(office, jobs, qtbot)
    page = editor_of(use)
    use.type(page.paper.number, "-sửa")
    page._autosave.save_now()
    use.settle()
    assert len(groups.drafts(office)) == 1
    page.discard.click()
    use.settle()
    assert groups.drafts(office) == ()
    assert groups.decisions(office) == (groups.cleaned(whole()),)
    assert use.backs == [True]
    use.said[-1].on_action()
    use.settle()
    assert len(groups.drafts(office)) == 1


def test_a_decision_is_copied_for_the_next_year_and_revoked_with_a_reason(lists: Use, office: Desk) -> None:
    page = list_of(lists)
    row = page.table.rows_model.row_at(0)
    dialog = CopyDialog(row, office.today(), page)
    assert walkers.unsafe_default(dialog) == []
    dialog.press(dialog.buttons[1].text())
    copy = dialog.copy
    assert copy is not None
    assert copy.valid_from == dt.date(whole().valid_from.year + 1, 1, 1)
    page.ask_copy = lambda _: copy
    page.panel.copy.click()
    lists.settle()
    (draft,) = groups.drafts(office)
    assert draft.groups == whole().groups
    assert isinstance(lists.pushed[-1], DecisionPage)
    refusing = RevokeDialog(row, page)
    assert walkers.unsafe_default(refusing) == []
    refusing.press(refusing.buttons[1].text())
    assert refusing.reason == ""
    page.ask_reason = lambda _: "Thay bằng quyết định khác"
    page.table.choose(1)
    page.panel.revoke.click()
    lists.settle()
    assert groups.decision(office, whole().id).revoked


def test_the_appendix_is_saved_where_it_was_asked_for(lists: Use, tmp_path: Path) -> None:
    page = list_of(lists)
    for button, suffix in ((page.panel.pdf, ".pdf"), (page.panel.sheet, ".xlsx")):
        place = tmp_path / f"phu-luc{suffix}"
        page.ask_place = lambda _, name, place=place: str(place)
        button.click()
        lists.settle()
        assert place.stat().st_size > 1000
        assert place.name in lists.said[-1].title


def test_names_of_files_and_days_of_the_next_year() -> None:
    assert appendix_name("12-QĐ/TU", ".pdf") == "phu-luc-12-qd-tu.pdf"
    assert appendix_name("", ".xlsx") == "phu-luc.xlsx"
    leap, today = dt.date(2024, 2, 29), dt.date(2026, 3, 1)
    assert next_year(leap, None, today) == (dt.date(2025, 2, 28), None)
    assert next_year(None, None, today) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


def test_people_are_found_joined_and_separated(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    alike = replace(member("Ma Tư Đông Điền"), name="Ma Tư Đông Điền")
    groups.decide(office, this_year(group(1, members=(member("Ma Từ Đông Điền"),)), group(2, members=(alike,))))
    use = Use(PeoplePage(office, jobs), jobs, qtbot)
    page = use.page
    assert isinstance(page, PeoplePage)
    use.type(page.search, "dong dien")
    assert len(page.table.rows_model.rows) == 2
    assert walkers.faults(page) == []
    pair = next(pair for pair in page._shown.pairs if "Điền" in pair[0].name)
    page._join(pair)
    use.settle()
    assert [len(row.ids) for row in list(page.table.rows_model.rows)] == [2]
    page.table.choose(0)
    assert page.separate.isVisible()
    page.separate.click()
    use.settle()
    assert len(people.find(people.people(office), "dong dien")) == 2


@pytest.mark.parametrize(
    ("scheme", "zoom", "size"),
    [
        (Scheme.LIGHT, 100, (1262, 696)),
        (Scheme.DARK, 100, (1262, 696)),
        (Scheme.LIGHT, 150, (1262, 696)),
        (Scheme.LIGHT, 100, (920, 640)),
    ],
)
def test_long_names_and_many_groups_fit_in_every_look(
    office: Desk, jobs: Jobs, qtbot: Any, theme: Theme, scheme: Scheme, zoom: int, size: tuple[int, int]
) -> None:
    groups.decide(office, crowded())
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    for made in (GroupsPage(office, jobs), DecisionPage(office, jobs, whole().id), PeoplePage(office, jobs)):
        use = Use(made, jobs, qtbot)
        made.resize(*size)
        use.settle()
        assert walkers.faults(made) == []
        if isinstance(made, DecisionPage):
            made._go_to(group(1).id)
            use.settle()
            assert walkers.faults(made) == []


def crowded() -> Any:
    """60 groups and 300 people, some of long names."""
    long = "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng ban Dân vận, Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"
    every = []
    for number in range(1, 61):
        members = tuple(member(f"Nguyễn Thị Hoàng Yến {number} {place}", post=long) for place in range(4))
        name = f"Tổ dự sinh hoạt chi bộ số {number:02d} phụ trách các xã vùng cao phía bắc huyện Bạch Thông"
        made = group(number, "phiengan" if number > 2 else "bachthong", "chomoi", members=members)
        every.append(replace(made, name=name if number % 3 else made.name))
    return this_year(*every)


def test_a_large_decision_opens_and_answers_quickly(office: Desk, jobs: Jobs, qtbot: Any) -> None:
    import time

    groups.decide(office, crowded())
    use = Use(DecisionPage(office, jobs, whole().id), jobs, qtbot)
    page = editor_of(use)
    assert page._wording is not None
    assert len(page._wording.groups) == 60
    started = time.perf_counter()
    for _ in range(20):
        page._step(1)
        walkers.settle()
    assert (time.perf_counter() - started) / 20 < 0.5, (
        "each step well under what a hand notices, with room for a slow CI"
    )
    assert len(group_views.group_rows(office, office.today())) == 60


def test_a_spreadsheet_is_looked_at_taken_and_put_back(office: Desk, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    held = whole()
    groups.decide(office, held)
    use = Use(DecisionPage(office, jobs, held.id), jobs, qtbot)
    editor = editor_of(use)
    editor.bring_in.click()
    page = use.pushed[-1]
    assert isinstance(page, GroupImportPage)
    bringing = Use(page, jobs, qtbot)
    file = tmp_path / "to.csv"
    file.write_text("Tổ,Địa bàn,Họ tên\nTổ số 09,Đảng bộ Ba Bể,Ma An\n", encoding="utf-8")
    page.open_file(file)
    bringing.settle()
    assert not page.take.isEnabled()
    assert page.panel.shown.value == Shown.STOPPING
    file.write_text("Tổ,Địa bàn,Họ tên\nTổ số 09,Đảng bộ xã Vi Hương,Ma An\n", encoding="utf-8")
    page.open_file(file)
    bringing.settle()
    assert groups.drafts(office) == ()
    page.take.click()
    editor.leave()
    use.settle()
    assert bringing.backs == [True]
    (draft,) = groups.drafts(office)
    assert draft.groups[:2] == held.groups
    assert (draft.groups[2].name, draft.groups[2].organisations) == ("Tổ số 09", (org("viHuong"),))
    assert groups.decisions(office) == (held,)
    use.said[-1].on_action()
    editor.leave()
    use.settle()
    assert groups.drafts(office)[0].groups == held.groups


def test_the_template_of_groups_is_written_where_somebody_says(
    office: Desk, jobs: Jobs, qtbot: Any, tmp_path: Path
) -> None:
    bringing = Use(GroupImportPage(office, jobs, whole()), jobs, qtbot)
    page = bringing.page
    assert isinstance(page, GroupImportPage)
    page.save_template(tmp_path / "mau.xlsx")
    bringing.settle()
    page.open_file(tmp_path / "mau.xlsx")
    bringing.settle()
    assert page.panel.counts.text().endswith("Không có gì mới: bản đang ghi đã có đúng như tệp.")
