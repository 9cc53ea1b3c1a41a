"""Nhận gói tin of the office: what lies on the stick, what was set aside, what was merged today, and what merging does.

Looking keeps nothing. A file that cannot be used is set aside at once, with its bytes, so that it is not lost with the
stick; nothing here is ever thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import receiving, sending, set_aside
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.certificates import Granted
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.receiving import Inbox, MergeReport
from chibo_desktop.services.relaying import Carried
from chibo_desktop.services.sending import Drive
from chibo_desktop.services.withdrawing import Effects
from chibo_desktop.ui import asking_files, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.grouped_list import GroupedList, ListFrame
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import aside_rows, receive_list, receive_rows
from chibo_desktop.ui.pages.answer_file import AnswerFile
from chibo_desktop.ui.pages.before_after import BeforeAfterPage
from chibo_desktop.ui.pages.carrying import Carrying
from chibo_desktop.ui.pages.enrol_dialog import request_of
from chibo_desktop.ui.pages.enrolling import Enrolling
from chibo_desktop.ui.pages.late_door import LateDoor
from chibo_desktop.ui.pages.receive_answers import WayBack
from chibo_desktop.ui.pages.receive_look import Seen, Stamp, fault_of, look
from chibo_desktop.ui.pages.receive_preview import ReceivePreview
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target, target_of
from chibo_desktop.ui.pages.taking_back import TakingBack
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr


class ReceivePage(Page):
    """The inbox of the office."""

    help_key = "receive"
    concerns = ("visit", "packet", "machine", "office")

    def __init__(self, desk: Desk, jobs: Jobs, drives: Callable[[], Sequence[Drive]] = sending.drives) -> None:
        super().__init__(tr("Nhận gói tin"))
        self._desk, self._jobs, self._drives = desk, jobs, drives
        self._opened: list[Path] = []
        self._seen = Seen((), (), Inbox((), ()))
        self._reports: dict[Stamp, FileReport | None] = {}
        self._stale: set[Stamp] = set()
        self._set_aside: set[Stamp] = set()
        self._goes_on = False
        self._waiting = 0
        self.sticks = StickQuestion(self, jobs, drives)
        self.back = WayBack(self, desk, jobs, self.sticks)
        self.enrolling = Enrolling(self, desk, jobs)
        self.answer = AnswerFile(self, jobs, self.sticks)
        self.late = LateDoor(self, desk, jobs)
        self.carrying = Carrying(self, desk, jobs, drives)
        self.taking_back = TakingBack(self, desk, jobs)
        self.ask_files: Callable[[], Sequence[str]] = self._files_dialog
        self._build()
        self._connect()

    def _build(self) -> None:
        self.merge_all = Button("", icon=Icon.CHECK)
        self.search = Button(tr("Tìm trên USB"), icon=Icon.REFRESH)
        self.open = Button(tr("Mở tệp khác"), icon=Icon.FILE)
        self.check = Button(tr("Kiểm tra USB"), icon=Icon.EYE)
        self.receipts = Button(tr("Báo nhận…"), icon=Icon.USB)
        self.header.set_actions([self.merge_all, self.search, self.open, self.check, self.receipts])
        self.merge_all.hide()
        self.list = GroupedList(tr("Các gói tin"))
        self.preview = ReceivePreview()
        self._frame = ListFrame(self.list, ScrollPage(self.preview))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._frame)
        self._empty_open = Button(tr("Mở tệp khác"), icon=Icon.FILE)
        self._empty_search = Button(tr("Tìm trên USB"), icon=Icon.REFRESH)
        told = tr("Cắm USB của tổ rồi bấm Tìm trên USB. Gói tin sẽ hiện ở đây trước khi vào sổ chung.")
        self._stack.addWidget(EmptyState(tr("Chưa có gói tin nào"), told, [self._empty_search, self._empty_open]))
        self.set_content(self._stack, scrolls=False, margins=False)
        self.undo = QShortcut(sequence(Keys.UNDO), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _connect(self) -> None:
        self.merge_all.clicked.connect(self._merge_ready)
        for button in (self.search, self._empty_search):
            button.clicked.connect(self._search)
        for button in (self.open, self._empty_open):
            button.clicked.connect(self._open_files)
        self.receipts.clicked.connect(lambda: self.back.open_menu(self.receipts))
        self.check.clicked.connect(self.back.ask_check)
        self.list.chosen.connect(self._show_chosen)
        self.preview.merge_requested.connect(self._merge_chosen)
        self.preview.retry_requested.connect(self._retry_chosen)
        self.preview.enrol_requested.connect(self._enrol_chosen)
        self.preview.carry_requested.connect(self.carrying.begin)
        self.carrying.carried.connect(self._carried)
        self.carrying.failed.connect(self._failed)
        self.preview.take_back_requested.connect(self.taking_back.begin)
        self.preview.bring_back_requested.connect(self.taking_back.bring_back)
        self.preview.copy_requested.connect(lambda: self.sticks.ask(self._copy_out))
        self.preview.late_requested.connect(self.late.open)
        self.taking_back.done.connect(self._turned)
        self.taking_back.failed.connect(self._failed)
        self.undo.activated.connect(self._take_last_back)
        self.preview.receipt_requested.connect(self.back.ask_for)
        self.preview.receipt_paper_requested.connect(self.back.print_receipt_for)
        self.preview.request_paper_requested.connect(self.back.print_request)
        self.enrolling.granted.connect(self._granted)
        self.enrolling.failed.connect(self._failed)
        for deed in (self.answer, self.late):
            deed.failed.connect(self._failed)
        self.preview.change_opened.connect(lambda change: self.push_requested.emit(BeforeAfterPage(change)))

    # looking

    def refresh(self) -> None:
        self.carrying.refresh()
        self._jobs.submit(partial(look, self._desk, self._drives, tuple(self._opened)), self._show_seen, self._failed)

    def _search(self) -> None:
        """Somebody has plugged a stick in: what is new on it is what he wants to see."""
        self._goes_on = True
        self._search_anew()

    def _search_anew(self) -> None:
        """Look at every file again; until then it stays as it was seen."""
        self._stale = set(self._reports)
        self.refresh()

    def _show_seen(self, seen: Seen) -> None:
        self._seen = seen
        fresh = [stamp for stamp in seen.files if stamp not in self._reports or stamp in self._stale]
        self._reports = {stamp: self._reports.get(stamp) for stamp in seen.files}
        self._stale.clear()
        for stamp in fresh:
            inspect = partial(receiving.inspect, self._desk, [stamp[0]])
            self._jobs.submit(inspect, partial(self._inspected, stamp), partial(self._not_inspected, stamp))
        self._show_list()

    def _inspected(self, stamp: Stamp, found: Sequence[tuple[Path, FileReport]]) -> None:
        if stamp not in self._reports or not found:
            return
        report = found[0][1]
        if report.result is Result.REFUSED:
            self._not_inspected(stamp, fault_of(report))
            return
        self._reports[stamp] = report
        if not receive_rows.is_usable(report) and stamp not in self._set_aside:
            self._set_aside.add(stamp)
            self._jobs.submit(partial(receiving.merge, self._desk, [stamp[0]]), self._kept_aside, self._failed)
        self._show_list()

    def _not_inspected(self, stamp: Stamp, failure: Failure) -> None:
        """The stick was pulled out, or the file cannot be read."""
        self._reports.pop(stamp, None)
        self._failed(failure)
        self._show_list()

    def _kept_aside(self, outcome: Outcome[MergeReport]) -> None:
        above = next((one.receipts for one in outcome.value.files if one.receipts is not None), None)
        if above is not None:
            self.say(receive_rows.from_above_words(above))
            self.changed.emit(outcome.changes)
        if any(report.result is Result.MERGED for report in outcome.value.files):
            self._tell_merged(outcome)
        else:
            self._jobs.submit(partial(receiving.inbox, self._desk), self._show_inbox, self._failed)

    def _show_inbox(self, inbox: Inbox) -> None:
        self._seen = Seen(self._seen.drives, self._seen.files, inbox)
        self._show_list()

    def _show_list(self) -> None:
        files = {stamp[0]: report for stamp, report in self._reports.items() if self._is_listed(report)}
        groups = receive_list.groups(files, self._seen.inbox)
        self.list.set_groups(groups)
        self._show_head(files, self._seen.inbox)
        anything = any(group.items for group in groups)
        self._stack.setCurrentIndex(0 if anything else 1)
        self.search.setVisible(anything)
        self.open.setVisible(anything)
        self._choose_next()
        self._show_chosen(self.list.current)

    def _choose_next(self) -> None:
        """After merging or searching go on to the next packet that brings something."""
        if self._goes_on and None not in self._reports.values():
            self._goes_on = False
            new = (s[0] for s, report in self._reports.items() if report and report.result is Result.MERGED)
            self.list.choose(next(new, self.list.current))
        if self.list.current is None and self.list.keys:
            self.list.choose(self.list.keys[0])

    @staticmethod
    def _is_listed(report: FileReport | None) -> bool:
        """What cannot be used stands among what was set aside; a receipt from above is read, not merged."""
        return report is None or (receive_rows.is_usable(report) and not receive_rows.is_read_receipt(report))

    def _show_head(self, files: dict[Path, FileReport | None], inbox: Inbox) -> None:
        ready = sum(report is not None and receive_rows.is_ready(report) for report in files.values())
        drives = ", ".join(target_of(drive).words for drive in self._seen.drives) or tr("Chưa cắm USB nào")
        aside = aside_rows.groups(inbox.aside)
        told = tr("%1 gói tin đọc được, %2 để riêng", padded(len(files)), padded(len(inbox.held) + len(aside)))
        self.set_title(tr("Nhận gói tin"), tr("%1  ·  %2", drives, told))
        self.merge_all.setVisible(ready > 1)
        self.merge_all.set_words(tr("Hợp nhất cả %1 gói sẵn sàng", padded(ready)))
        new = sum(report is not None and report.result is Result.MERGED for report in files.values())
        late = sum(one.releasable for one in aside)  # the others wait for nobody
        self.badge_changed.emit("receive", new + len(inbox.held) + late)

    def _show_chosen(self, key: object) -> None:
        if isinstance(key, Path):
            report = self._report_of(key)
            if report is None:
                self.preview.show_checking(key)
            else:
                self.preview.show_file(key, report)
        elif isinstance(key, int):
            held = next(one for one in self._seen.inbox.held if one.id == key)
            self.preview.show_held(held)
        elif isinstance(key, aside_rows.AsideKey):
            every = aside_rows.groups(self._seen.inbox.aside)
            self.preview.show_aside(next(one for one in every if one.key == key))
        elif isinstance(key, receive_rows.SealedKey):
            self.preview.show_sealed(next(one for one in self._seen.inbox.sealed if one.id == key.number))
        elif isinstance(key, receive_rows.MergedKey):
            inbox = self._seen.inbox
            every = (*inbox.merged_today, *inbox.withdrawn)
            self.preview.show_merged(next(one for one in every if one.packet == key.packet))
        else:
            self.preview.show_nothing()

    def _report_of(self, path: Path) -> FileReport | None:
        return next((report for stamp, report in self._reports.items() if stamp[0] == path), None)

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # other files

    def _open_files(self) -> None:
        found = [Path(name) for name in self.ask_files()]
        self._opened += [path for path in found if path not in self._opened]
        if found:
            self.refresh()

    def _files_dialog(self) -> Sequence[str]:
        kinds = tr("Gói tin (*.chibo);;Mọi tệp (*)")
        return asking_files.files_to_open(self, tr("Chọn gói tin"), kinds)

    # merging

    def _merge_chosen(self) -> None:
        if isinstance(self.list.current, Path):
            self._merge([self.list.current])

    def _merge_ready(self) -> None:
        ready = [s[0] for s, report in self._reports.items() if report is not None and receive_rows.is_ready(report)]
        self._merge(ready)

    def _merge(self, paths: Sequence[Path]) -> None:
        self.banners.take("failure")
        self.preview.merge.setEnabled(False)
        self.merge_all.setEnabled(False)
        self._jobs.submit(
            lambda progress, cancelled: receiving.merge(self._desk, paths, progress=progress, cancelled=cancelled),
            self._merged,
            self._not_merged,
            self._show_progress,
        )

    def _show_progress(self, done: int, total: int, name: str) -> None:
        if name:
            told = tr("Đang hợp nhất %1/%2: %3", padded(done + 1), padded(total), name)
            self.set_title(tr("Nhận gói tin"), told)

    def _merged(self, outcome: Outcome[MergeReport]) -> None:
        self._free_buttons()
        merged = {report.file for report in outcome.value.files}
        self._reports |= {stamp: None for stamp in self._reports if stamp[0].name in merged}
        self._goes_on = True
        self._tell_merged(outcome)
        self.focus_first()

    def _not_merged(self, failure: Failure) -> None:
        self._free_buttons()
        self._failed(failure)
        self._search_anew()

    def _free_buttons(self) -> None:
        self.preview.merge.setEnabled(True)
        self.merge_all.setEnabled(True)

    def _tell_merged(self, outcome: Outcome[MergeReport]) -> None:
        files = outcome.value.files
        if any(report.result is Result.MERGED for report in files):
            title, text, differing = receive_rows.merged_words(files)
            see = partial(self.open_requested.emit, "conflicts", None) if differing else None
            self.say(NoticeWords(title, text, tr("Xem") if differing else "", see, stays=True))
        elif any(report.result is Result.DUPLICATE for report in files):
            known = next(report for report in files if report.result is Result.DUPLICATE)
            day = receive_rows.day_of(str(known.data.get("since", "")) or None)
            self.say(sentences.notice("M19", day, on_action=self.back.print_receipts))
        unread = next((report for report in files if report.result is Result.REFUSED), None)
        if unread is not None:
            self._failed(fault_of(unread))
        self.changed.emit(outcome.changes)
        self._search_anew()

    # set aside, and carried on

    def _carried(self, outcome: Outcome[Carried]) -> None:
        self.changed.emit(outcome.changes)
        self.refresh()

    def _take_last_back(self) -> None:
        """`Ctrl+Z` is about the last merge; M13 asks first."""
        if self._seen.inbox.merged_today:
            self.taking_back.begin(self._seen.inbox.merged_today[0])

    def _turned(self, outcome: Outcome[Effects]) -> None:
        self.changed.emit(outcome.changes)
        self._search_anew()

    def _copy_out(self, target: Target) -> None:
        held = self.list.current
        if isinstance(held, int):
            copy = partial(set_aside.export, self._desk, held, target.folder)
            self._jobs.submit(copy, partial(self._copied_out, target), self._failed)

    def _copied_out(self, target: Target, path: Path) -> None:
        text = tr("Tệp %1 ở %2. Bản gốc vẫn giữ ở Để riêng.", path.name, target.name)
        self.say(NoticeWords(tr("Đã chép tệp ra để xem."), text))

    def _retry_chosen(self) -> None:
        held = self.list.current
        if isinstance(held, int):
            self._jobs.submit(partial(set_aside.retry, self._desk, held), self._retried, self._failed)
        elif isinstance(held, receive_rows.SealedKey):
            self._jobs.submit(partial(receiving.open_sealed, self._desk, held.number), self._retried, self._failed)

    def _retried(self, outcome: Outcome[FileReport]) -> None:
        report = outcome.value
        if report.result in (Result.MERGED, Result.DUPLICATE):
            self._tell_merged(Outcome(MergeReport((report,)), outcome.changes))
            return
        words = tr("Tệp %1 vẫn chưa dùng được: %2.", report.file, receive_rows.reason(report.code, report.data))
        kept = tr("Tệp được giữ nguyên ở mục Để riêng; các gói khác không bị ảnh hưởng.")
        self.show_banner("retry", Banner("info", words, kept, [tr("Đóng")]))

    # enrolling the machine of a packet that waits

    def _enrol_chosen(self) -> None:
        held = self.list.current
        if isinstance(held, int):
            self._waiting = held
            self.banners.take("failure")
            self.enrolling.begin(partial(request_of, self._desk, held))

    def _granted(self, outcome: Outcome[Granted]) -> None:
        """The certificate is in the book: take the packet in; the answer file can be saved now or later."""
        self.changed.emit(outcome.changes)
        self._jobs.submit(partial(set_aside.retry, self._desk, self._waiting), self._retried, self._failed)
        self.answer.offer(outcome.value)

    # moving about

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) == Qt.Key.Key_Right and self.list.list.hasFocus():
            (self.preview.table if self.preview.table.isVisible() else self.preview).setFocus()
            event.accept()
        else:
            super().keyPressEvent(event)

    def panes(self) -> list[QWidget]:
        return [self.header, self.list, self.preview] if self._stack.currentIndex() == 0 else [self]

    def focus_first(self) -> None:
        if self._stack.currentIndex() == 1:
            self._empty_search.setFocus()
        else:
            (self.list.combo if self.list.is_narrow() else self.list.list).setFocus()
