"""The card Sao lưu of the settings: copies of the book, making one, carrying one to a stick, going back to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from chibo_desktop.domain.outcomes import Cancelled, Fault, Outcome
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services import backups, sending
from chibo_desktop.services.backups import Backup, Step, Watch
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.going_back import GoneBack, Prepared, Wanted
from chibo_desktop.services.sending import Drive
from chibo_desktop.ui import quantities, space, tokens
from chibo_desktop.ui.components.banner import BannerArea
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.entry_list import Entry, EntryList
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.step_list import StepList
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Job, Jobs
from chibo_desktop.ui.pages.former_books_part import FormerBooksPart
from chibo_desktop.ui.pages.going_back import GoingBack, gone_back_words
from chibo_desktop.ui.pages.settings_cards import SettingsCard
from chibo_desktop.ui.pages.stick_failures import banner_of
from chibo_desktop.ui.pages.stick_question import StickQuestion, Target
from chibo_desktop.ui.speech import tr

SHOWN = 3
"""Copies that are listed at first."""

COPIED, REOPENED, COMPARED, WRITTEN, READ = "copied", "reopened", "compared", "written", "read"
_NAMES = {
    COPIED: "Chép sổ",
    REOPENED: "Mở lại bản chép để kiểm tra",
    COMPARED: "So với sổ đang dùng",
    WRITTEN: "Ghi ra USB",
    READ: "Đọc lại từ USB để so từng phần",
}
_AT_HOME, _ON_STICK, _BACK = (COPIED, REOPENED), (COPIED, REOPENED, WRITTEN, READ), (COPIED, REOPENED, COMPARED)
_LINE_OF = {
    "copying": COPIED,
    "reopening": REOPENED,
    "checking": WRITTEN,
    "writing": WRITTEN,
    "syncing": WRITTEN,
    "reading_back": READ,
    "naming": READ,
}
"""Which line a step belongs to, by the value that `backups.Watch` is told."""
_MEASURED = frozenset({"writing", "reading_back"})
"""Steps whose progress is in bytes."""


class BackupCard(SettingsCard):
    """The newest copies, whatever makes or uses one, and the books that were set aside."""

    def __init__(self, desk: Desk, jobs: Jobs, drives: Callable[[], Sequence[Drive]] = sending.drives) -> None:
        super().__init__(tr("Sao lưu"))
        self._desk, self._jobs = desk, jobs
        self._job: Job | None = None
        self._shown = SHOWN
        self._target: Target | None = None
        self.steps: StepList | None = None
        self._lines: Sequence[str] = ()
        self.sticks = StickQuestion(self, jobs, drives)
        self.going = GoingBack(self, desk, jobs)
        self.former = FormerBooksPart(desk, jobs)
        self._build()
        self._connect()
        self._warn(0)

    def _build(self) -> None:
        self._last = Label("", "second", wrap=True)
        hint = tr(
            "Máy tự sao lưu mỗi ngày khi mở sổ và giữ lại 3 bản gần nhất, 7 bản ngày, 4 bản tuần, 6 bản tháng. "
            "Bản sao lưu được mã hóa bằng khóa của sổ. Nên có thêm một bản trên USB. Bấm vào một bản dưới đây "
            "để khôi phục: sổ đang dùng được cất riêng, không bị xóa."
        )
        self.list = EntryList(tr("Các bản sao lưu, mở một bản để khôi phục"))
        self.more = Button("", "link")
        self.more.hide()
        self.now = Button(tr("Sao lưu ngay"), icon=Icon.SHIELD)
        self.stick = Button(tr("Sao lưu ra USB…"), icon=Icon.USB)
        self.into = Button(tr("Sao lưu vào thư mục khác…"), "quiet", Icon.FOLDER)
        self.restore = Button(tr("Khôi phục từ tệp…"), "quiet", Icon.HISTORY)
        self._old = Label("", "second", "warn", wrap=True)
        self.renew = Button(tr("Sao lưu mới, bỏ bản cũ"), icon=Icon.TRASH)
        buttons = Flow(self.now, self.stick, self.into, self.restore, self.renew, gap=tokens.S12)
        self.banners = BannerArea()
        self._running = space.column(gap=tokens.S8)
        self.add(self._last, Label(hint, "caption", wrap=True), self.list)
        self.add(Flow(self.more, gap=tokens.S12), self._old, buttons)
        self.body.addLayout(self._running)
        self.add(self.banners, self.said, self.former)

    def _connect(self) -> None:
        self.now.clicked.connect(lambda: self.back_up(None))
        self.stick.clicked.connect(lambda: self.sticks.ask(self.carry))
        self.into.clicked.connect(self._ask)
        self.restore.clicked.connect(self.going.choose_file)
        self.renew.clicked.connect(self.replace_older)
        self.more.clicked.connect(self._show_more)
        self.list.opened.connect(lambda path: self.going.begin(Wanted(path)))
        self.going.began.connect(self._going_began)
        self.going.progressed.connect(self._show_step)
        self.going.ended.connect(self._end)
        self.going.done.connect(self._gone_back)
        self.going.failed.connect(self._failed)
        self.former.taken.connect(self._taken)
        self.former.failed.connect(self.refuse)

    # what is there

    def refresh(self) -> None:
        self._jobs.submit(partial(backups.list_backups, self._desk), self._show, self.refuse)
        self._jobs.submit(partial(backups.holding_erased, self._desk), self._warn, self.refuse)
        self.former.refresh()

    def _show(self, found: tuple[Backup, ...]) -> None:
        if found:
            at = found[0].made_at.astimezone()
            told = tr("Lần gần nhất: %1 ngày %2, đã đọc lại và khớp.", at.strftime("%H:%M"), short_date(at.date()))
        else:
            told = tr("Chưa sao lưu lần nào trên máy này.")
        self._last.setText(told)
        self.list.set_entries([_entry(backup) for backup in found[: self._shown]])
        self.list.setVisible(bool(found))
        self.more.set_words(tr("Xem cả %1 bản", padded(len(found))))
        self.more.setVisible(len(found) > self._shown)

    def _show_more(self) -> None:
        self._shown = 100
        self.refresh()

    def _warn(self, count: int) -> None:
        """Copies from before an erasure still hold it; a book restored from one erases it again by itself."""
        told = tr("%1 bản sao lưu trên máy này làm trước khi xóa theo yêu cầu, còn giữ phần đã xóa.", padded(count))
        self._old.setText(told if count else "")
        self._old.setVisible(count > 0)
        self.renew.setVisible(count > 0)

    # making copies

    def back_up(self, folder: Path | None) -> None:
        """Copy the book and read the copy back."""
        self._run(_AT_HOME, lambda watch: backups.back_up_now(self._desk, folder, watch), self._done)

    def carry(self, target: Target) -> None:
        """Copy the book, and carry the copy to a stick, where it is read back."""
        self._target = target
        work = partial(backups.back_up_to_stick, self._desk, target.folder)
        self._run(_ON_STICK, work, self._carried, tr("Đừng rút USB lúc này."))

    def replace_older(self) -> None:
        """Make a backup anew and remove those that still hold what was erased on request."""
        self._run(_AT_HOME, partial(backups.replace_older, self._desk), self._replaced)

    def _run(
        self,
        lines: Sequence[str],
        work: Callable[[Watch], Outcome[Any]],
        on_done: Callable[[Any], object],
        warning: str = "",
    ) -> None:
        if self._job is not None:
            return
        self._begin(lines, warning)
        self._job = self._jobs.submit(
            lambda progress, cancelled: work(Watch(progress, cancelled)), on_done, self._failed, self._show_step
        )

    def _begin(self, lines: Sequence[str], warning: str = "") -> None:
        self.tell("")
        self.banners.take("stick")
        self._clear_steps()
        note = tr("Dừng lại thì sổ không bị đổi, không có bản sao lưu dở dang nào được tính.")
        self._lines = lines
        self.steps = StepList([(line, tr(_NAMES[line])) for line in lines], note, warning)
        self.steps.cancel_requested.connect(self._stop)
        self._running.addWidget(self.steps)
        self.steps.set_running(True)
        self._set_busy(True)
        self.steps.stop.setFocus()

    def _show_step(self, step: Step, done: int, total: int) -> None:
        line = _LINE_OF.get(step.value, "")
        if self.steps is None or not line:
            return
        if self.steps.state(line) != "running":
            self.steps.begin(line)
        words = (quantities.part_of_size(done, total), "") if step.value in _MEASURED else ("", "")
        if step.value in _MEASURED or line == COPIED:
            self.steps.set_progress(line, done, total, words)
        if line == REOPENED and done == total and COMPARED in self._lines:
            self.steps.begin(COMPARED)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.going.stop()

    def _done(self, outcome: Outcome[Backup]) -> None:
        self._end()
        self.tell(tr("Đã sao lưu và đọc lại khớp: %1", str(outcome.value.path)), "ok")
        self.did.emit("", "", outcome.changes)
        self.refresh()

    def _carried(self, outcome: Outcome[Backup]) -> None:
        self._end()
        place = self._target.name if self._target else ""
        told = tr(
            "Bản sao lưu %1 ở %2, đã đọc lại và khớp. Cất USB riêng, không để cùng máy.",
            quantities.moment(outcome.value.made_at),
            place,
        )
        self.tell(tr("Đã ghi xong, có thể rút USB.") + " " + told, "ok")
        self.did.emit("", "", outcome.changes)
        self.refresh()

    def _replaced(self, outcome: Outcome[int]) -> None:
        self._end()
        self.tell(tr("Đã sao lưu mới, đã bỏ %1 bản cũ.", padded(outcome.value)), "ok")
        self.did.emit("", "", outcome.changes)
        self.refresh()

    def _failed(self, failure: Failure) -> None:
        self._end()
        self.refresh()
        if isinstance(failure, Fault) and failure.code.startswith("STICK_"):
            self.banners.put("stick", banner_of(failure), self._answer_stick)
        elif isinstance(failure, Cancelled):
            self.tell(tr("Đã dừng lại. Sổ không bị đổi."))
        else:
            self.refuse(failure)

    def _answer_stick(self, words: str) -> None:
        if words in (tr("Thử lại"), tr("Đóng gói lại")) and self._target is not None:
            self.carry(self._target)
        elif words == tr("Chọn USB khác"):
            self.sticks.ask(self.carry, always=True)

    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Chọn thư mục sao lưu"))
        if chosen:
            self.back_up(Path(chosen))

    # going back, and taking back after it

    def _going_began(self, is_making_ready: bool) -> None:
        if is_making_ready:
            self._begin(_BACK)
        else:
            self._set_busy(True)
            self.tell(tr("Đang khôi phục…"))

    def _gone_back(self, prepared: Prepared, outcome: Outcome[GoneBack]) -> None:
        self.tell("")
        self.did.emit(*gone_back_words(prepared, outcome), outcome.changes)
        self.refresh()

    def _taken(self, told: str, changes: object) -> None:
        self.tell(told, "ok")
        self.did.emit("", "", changes)

    # while something runs

    def _end(self) -> None:
        self._job = None
        self._clear_steps()
        self._set_busy(False)

    def _clear_steps(self) -> None:
        steps, self.steps = self.steps, None
        if steps is not None:
            had_focus = steps.stop.hasFocus()
            self._running.removeWidget(steps)
            steps.hide()
            steps.deleteLater()
            if had_focus:
                self._set_busy(False)
                self.now.setFocus()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.now, self.stick, self.into, self.restore, self.renew, self.list, self.former):
            widget.setEnabled(not busy)


def _entry(backup: Backup) -> Entry:
    at = backup.made_at.astimezone()
    second = "  ·  ".join((quantities.size(backup.bytes), tr("đã mở lại và khớp")))
    return Entry(backup.path, at.strftime("%H:%M"), second, (f"{at.day:02d}", tr("tháng %1", at.month)))
