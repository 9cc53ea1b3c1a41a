"""Khóa văn phòng: the ceremony, signatures key by key, and a forgotten passphrase, in the windows of both sides."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from chibo_desktop.app import opening
from chibo_desktop.services import (
    founding,
    key_ceremony,
    office_keys,
    private_keys,
    profile_proposals,
    unlocking,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.first_run import FirstRunPage
from chibo_desktop.ui.pages.first_run_steps import Typed
from chibo_desktop.ui.pages.held_key import PAPER
from chibo_desktop.ui.pages.key_ceremony import CeremonyPage
from chibo_desktop.ui.pages.key_ceremony_steps import ONE, RECOVERY, KeyStep
from chibo_desktop.ui.pages.office_keys import OfficeKeysPage
from chibo_desktop.ui.pages.profile_form import ProfileFormPage
from chibo_desktop.ui.pages.settings_machine import GroupCard
from chibo_desktop.ui.pages.stick_question import Target
from chibo_desktop.ui.pages.unlock import UnlockPage
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.building.exchange_town import Town, enrol, town_in
from tests.building.homes import MAKING
from tests.building.office_keys import PHRASE, Held, hold
from tests.building.paper import pages_of
from tests.ui import walkers

LOOKS = [(Scheme.LIGHT, 100, (1262, 768)), (Scheme.DARK, 150, (1210, 696)), (Scheme.LIGHT, 100, (920, 640))]


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIBO_TEST_KDF", "fast")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    yield from town_in(tmp_path)


class Use:
    """A page in use; pages that it puts on top take its place here."""

    def __init__(self, page: Page, jobs: Jobs, qtbot: Any) -> None:
        self.jobs, self.qtbot = jobs, qtbot
        self.said: list[NoticeWords] = []
        self.pushed: list[Page] = []
        self.page: Any = page
        self.show(page)

    def show(self, page: Page) -> None:
        page.notice_requested.connect(self.said.append)
        page.push_requested.connect(self.pushed.append)
        self.qtbot.addWidget(page)
        page.resize(1262, 768)
        page.show()
        page.refresh()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.jobs.is_busy())
        walkers.settle()

    def click(self, button: Any) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def has_dialog(self) -> bool:
        return self.page.dialog is not None

    def give(self, held: Held) -> None:
        """Type the rows of a key into the dialog that is open."""
        form = self.page.dialog.form
        form.way.choose(PAPER)
        form.rows.setPlainText("\n".join(held.rows).lower())
        self.page.dialog.buttons[1].click()
        self.settle()


def keys_page(desk: Desk, jobs: Jobs, qtbot: Any) -> Use:
    return Use(OfficeKeysPage(desk, jobs, lambda: MAKING), jobs, qtbot)


def begin_ceremony(use: Use) -> CeremonyPage:
    use.click(use.page.begin)
    page = use.pushed[-1]
    assert isinstance(page, CeremonyPage)
    use.show(page)
    return page


def carry_out(use: Use, page: CeremonyPage, root: Path) -> None:
    """Every key step by the keyboard and the folders that a person would choose."""
    for step in [step for step in page.steps if isinstance(step, KeyStep)]:
        folder = root / step.key.name
        folder.mkdir(parents=True)
        page.sticks.ask = lambda take, *, always, folder=folder: take(Target(folder, "USB", "USB"))  # type: ignore[method-assign] - a stick is plugged in
        for field in (step.first, step.second):
            field.input.setText(PHRASE)
        use.click(step.write)
        assert "đã đọc lại và khớp" in step._written.text()
        page.save_page(step, folder / "trang.pdf")
        use.settle()
        (printed,) = pages_of((folder / "trang.pdf").read_bytes())
        rows = [line for line in printed.splitlines() if line.count(" – ") == 2]
        page._go_on()
        assert page.steps[page.place] is step, "without a row typed back the page may not be readable"
        step.back.setText(rows[step._row])
        page._go_on()
        use.settle()


def test_the_whole_ceremony(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk = town.office()
    use = keys_page(clerk, jobs, qtbot)
    assert "Mức bảo vệ yếu" in use.page.banners._shown["state"].told
    page = begin_ceremony(use)
    page._go_on()
    assert page.place == 0, "keys without names are not made"
    for line, label in zip(page.plan.labels, ("Chìa 1", "Chìa 1", "Chìa 3"), strict=False):
        line.setText(label)
    page._go_on()
    assert page.place == 0, "nor two of one name"
    page.plan.labels[1].setText("Chìa 2")
    page._go_on()
    use.settle()
    assert [step.name for step in page.steps][1:4] == ["Khóa 1", "Khóa 2", "Khóa 3"]
    assert len(page.steps) == 6, "the recovery key goes to paper, too"
    carry_out(use, page, tmp_path / "sticks")
    assert office_keys.office_keys(clerk).version == 1, "nothing counts before the end"
    page._go_on()
    use.settle()
    keys = office_keys.office_keys(clerk)
    assert (keys.version, keys.weak, keys.threshold, keys.recovery_is_here) == (2, False, 2, False)
    assert use.said[-1].title == "Hồ sơ văn phòng nay là số 2."
    use.page.refresh()
    use.settle()
    assert "state" not in use.page.banners._shown


def test_leaving_a_ceremony_changes_nothing(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk = town.office()
    use = keys_page(clerk, jobs, qtbot)
    page = begin_ceremony(use)
    page.plan.way.choose(RECOVERY)
    page._go_on()
    use.settle()
    assert len(page.steps) == 3
    page.back_requested.emit()
    assert office_keys.office_keys(clerk).version == 1
    assert profile_proposals.open_proposal(clerk) is None


def test_a_stick_that_is_full_is_told_in_the_step(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    use = keys_page(town.office(), jobs, qtbot)
    page = begin_ceremony(use)
    page.plan.way.choose(RECOVERY)
    page._go_on()
    use.settle()
    step = page.steps[1]
    assert isinstance(step, KeyStep)
    page.write(step, Target(tmp_path / "gone", "USB", "USB"), PHRASE)
    use.settle()
    assert "USB bị rút" in step._written.text()
    assert step.key.file is None
    page._go_on()
    assert "Chưa ghi khóa này" in step._written.text()


def test_signatures_come_one_key_at_a_time(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk = town.office()
    _, held = hold(clerk, tmp_path)
    profile_proposals.propose(clerk, Change(name="Văn phòng phường"))
    use = keys_page(clerk, jobs, qtbot)
    assert use.page.proposal.isVisible()
    assert not use.page.begin.isEnabled()
    use.click(use.page.proposal.sign)
    use.give(held[3])
    assert "không phải khóa gốc" in use.page.dialog.form._typed.hint.text()
    use.give(held[0])
    assert not use.has_dialog()
    assert "Còn thiếu 01 chữ ký" in use.said[-1].text
    use.click(use.page.proposal.sign)
    use.give(held[0])
    assert "đã ký" in use.page.dialog.form._typed.hint.text()
    form = use.page.dialog.form
    form.way.choose("stick")
    form.take_file(held[2].stick)
    form.phrase.input.setText("không phải câu này")
    use.page.dialog.buttons[1].click()
    use.settle()
    assert "chưa đúng" in form.phrase.hint.text()
    form.phrase.input.setText(PHRASE)
    use.page.dialog.buttons[1].click()
    use.settle()
    assert clerk.me.office_name == "Văn phòng phường"
    assert not use.page.proposal.isVisible()


def test_a_proposal_is_carried_and_given_up(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk = town.office()
    _, held = hold(clerk, tmp_path)
    profile_proposals.propose(clerk, Change(rotate_reader=True))
    use = keys_page(clerk, jobs, qtbot)
    place = tmp_path / "de-xuat"
    use.page.ask_place = lambda *_: str(place)
    use.click(use.page.proposal.save)
    place.write_bytes(profile_proposals.sign_file(place.read_bytes(), held[1].from_stick()))
    use.page.ask_file = lambda _: str(place)
    use.click(use.page.proposal.take)
    assert "Còn thiếu 01" in use.said[-1].text
    use.click(use.page.proposal.drop)
    assert use.page.question.safe.text() == "Giữ đề xuất"
    use.page.question.press("Bỏ đề xuất")
    use.settle()
    assert profile_proposals.open_proposal(clerk) is None
    use.click(use.page.protocol)
    assert place.read_bytes().startswith(b"%PDF")


def test_one_lost_key_is_replaced(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk = town.office()
    hold(clerk, tmp_path / "old")
    page = begin_ceremony(keys_page(clerk, jobs, qtbot))
    page.plan.way.choose(ONE)
    page.plan.replaced.set_value(page.plan.replaced._values[1])
    page.plan.labels[0].setText("Chìa 2 mới")
    plan = page.plan.plan()
    ceremony = key_ceremony.begin(clerk, plan)
    assert (len(ceremony.kept), ceremony.threshold, len(ceremony.keys)) == (2, 2, 1)


def test_the_form_changes_what_was_changed_in_it(town: Town, jobs: Jobs, qtbot: Any) -> None:
    clerk = town.office()
    use = keys_page(clerk, jobs, qtbot)
    use.click(use.page.deeds.change)
    form = use.pushed[-1]
    assert isinstance(form, ProfileFormPage)
    use.show(form)
    use.click(form.propose)
    assert "Không có gì khác" in form.banners._shown["failure"].told
    form.name.setText("Văn phòng phường")
    form.reader.setChecked(True)
    form.withhold.choose(("C",))
    form.reader_key.setText("age1 không phải")
    use.click(form.propose)
    assert "Mã nhận" in form.banners._shown["failure"].told
    form.reader_key.clear()
    use.click(form.propose)
    _, profile = office_keys.office_of(clerk)
    assert (profile.version, profile.name, profile.policy.withhold) == (2, "Văn phòng phường", ("C",))


def test_a_forgotten_passphrase_in_both_windows(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    places = laptop.places
    door = UnlockPage(jobs, _wrong, _wrong, help_of=opening.office_help(places))
    qtbot.addWidget(door)
    door.resize(1262, 768)
    door.show()
    door.forgotten.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert door._recovery is not None
    assert door._recovery.office.isVisible()
    door._recovery.office.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    form = door.office
    assert form is not None
    asked, answer = tmp_path / "xin.chibo-mo", tmp_path / "tra-loi.chibo-tl"
    form.ask_place = lambda _: str(asked)
    form.save.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    use = keys_page(clerk, jobs, qtbot)
    unlocking_ = use.page.unlocking
    unlocking_.ask_file = lambda: str(asked)
    unlocking_.ask_place = lambda _: str(answer)
    use.click(use.page.deeds.unlock)
    dialog = unlocking_.dialog
    assert not dialog.buttons[1].isEnabled()
    dialog.code.set_digits("1" * 15)
    dialog.press("Làm tệp trả lời")
    use.settle()
    assert "15 số chưa đúng" in dialog.field.hint.text()
    dialog.code.set_digits(form.digits.digits)
    dialog.press("Làm tệp trả lời")
    use.settle()
    assert "Đã làm tệp trả lời" in use.said[-1].title
    opened: list[Desk] = []
    door.opened.connect(opened.append)
    form.take_answer(asked)
    for field in (form.new, form.again):
        field.input.setText("con suối chảy qua bản")
    form.done.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert "không phải tệp trả lời" in form.said.text()
    form.take_answer(answer)
    form.done.click()
    qtbot.waitUntil(lambda: bool(opened))
    founding.close_desk(opened[0])
    desk = founding.open_desk(places, "con suối chảy qua bản", town.clock, secrets.token_bytes)
    founding.close_desk(desk)


def _wrong(*_: object) -> object:
    raise AssertionError


def test_a_home_that_no_office_helps_offers_the_paper_only(town: Town, jobs: Jobs, qtbot: Any) -> None:
    door = UnlockPage(jobs, _wrong, _wrong, help_of=opening.office_help(town.laptop().places))
    qtbot.addWidget(door)
    door.show()
    door.forgotten.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert door._recovery is not None
    assert not door._recovery.office.isVisible()


@pytest.mark.parametrize(("scheme", "zoom", "size"), LOOKS)
def test_the_walkers_find_nothing(
    scheme: Scheme, zoom: int, size: tuple[int, int], town: Town, jobs: Jobs, qtbot: Any, theme: Theme, tmp_path: Path
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    clerk = town.office()
    found: list[str] = []

    def look(page: Any, name: str) -> None:
        page.resize(*size)
        page.activateWindow()
        walkers.settle()
        found.extend(f"{name}: {fault}" for fault in walkers.faults(page))

    use = keys_page(clerk, jobs, qtbot)
    look(use.page, "weak")
    page = begin_ceremony(use)
    look(page, "plan")
    for line, label in zip(
        page.plan.labels, ("Chìa 1, đ/c Nguyễn Thị Mẫu giữ tại két", "Chìa 2", "Chìa 3"), strict=False
    ):
        line.setText(label)
    page._go_on()
    use.settle()
    look(page, "key")
    page._show(len(page.steps) - 1)
    look(page, "end")
    hold(clerk, tmp_path)
    profile_proposals.propose(clerk, Change(name="Văn phòng Đảng ủy phường Quang Thuận", rotate_reader=True))
    use.page.refresh()
    use.settle()
    look(use.page, "proposal")
    form = ProfileFormPage(clerk, jobs, office_keys.office_keys(clerk))
    use.show(form)
    look(form, "form")
    assert "\n".join(found) == ""


@pytest.mark.parametrize(("scheme", "zoom", "size"), LOOKS)
def test_the_door_with_the_office_in_every_look(
    scheme: Scheme, zoom: int, size: tuple[int, int], town: Town, jobs: Jobs, qtbot: Any, theme: Theme
) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    door = UnlockPage(jobs, _wrong, _wrong, help_of=opening.office_help(laptop.places))
    qtbot.addWidget(door)
    door.resize(*size)
    door.show()
    door.forgotten.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()
    assert walkers.faults(door) == []
    door._show_office()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    walkers.settle()
    assert walkers.faults(door) == []
    assert unlocking.can_ask(laptop.places)
    assert private_keys.recovery_on_machine(clerk) is not None


def test_an_office_is_set_up_again_in_the_first_run(town: Town, jobs: Jobs, qtbot: Any, tmp_path: Path) -> None:
    clerk, laptop = town.office(), town.laptop()
    enrol(laptop, clerk)
    card = tmp_path / "the.chibo-the"
    mine = GroupCard(laptop, jobs)
    qtbot.addWidget(mine)
    mine.write_card(card)
    qtbot.waitUntil(lambda: not jobs.is_busy())
    made: list[Typed] = []

    def found(typed: Typed) -> tuple[str, Desk]:
        made.append(typed)
        return opening.found(Places(tmp_path / "again"), typed)

    page = FirstRunPage(jobs, found, opening.confirm_code, opening.back_up)
    qtbot.addWidget(page)
    page.resize(1262, 768)
    page.show()
    page.roles.cards.choose("office")
    page._show(2)
    again = page.names.again
    assert again.isVisible()
    (tmp_path / "khac").write_bytes(b"khong phai the")
    again.ask_file = lambda: str(tmp_path / "khac")
    again.choose.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert again.card == b""
    again.ask_file = lambda: str(card)
    again.choose.click()
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert page.names.group.words() == clerk.me.office_name
    walkers.settle()
    assert walkers.faults(page) == []
    page.names.machine.setText("Văn phòng-2")
    page.names.person.setText("Triệu Thị Dụ")
    page._show(3)
    for field in (page.passphrase.first, page.passphrase.second):
        field.input.setText("con suối chảy qua bản")
    page._go_on()
    qtbot.waitUntil(lambda: not jobs.is_busy(), timeout=20_000)
    desk = page._desk
    assert desk is not None
    assert desk.me.office == clerk.me.office
    use = keys_page(desk, jobs, qtbot)
    assert "dựng lại từ giấy" in use.page.banners._shown["state"].told
    use.click(use.page.deeds.rebuild)
    assert "Còn thiếu 01 chữ ký" in use.said[-1].text
    founding.close_desk(desk)
