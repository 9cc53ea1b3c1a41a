"""Xung đột of the office: values that differ and meetings recorded twice, for a person to choose, key by key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import conflicts, linking, question_slips, settling
from chibo_desktop.services.archive import ChangeNote
from chibo_desktop.services.conflicts import ChoiceView, ConflictView, Duplicate, LinkView
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.settling import Chosen
from chibo_desktop.ui import asking_files, sentences, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.empty_state import EmptyState
from chibo_desktop.ui.components.grouped_list import GroupedList, ListFrame, ListGroup
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import ScrollPage
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages import conflict_rows
from chibo_desktop.ui.pages.before_after import BothVersionsPage
from chibo_desktop.ui.pages.conflict_detail import ConflictDetail
from chibo_desktop.ui.pages.conflict_rows import Shown, key_of
from chibo_desktop.ui.pages.other_value import OtherValue
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What waits for a person, what needs another look, and what was chosen today."""

    differing: tuple[ConflictView, ...] = ()
    doubtful: tuple[Duplicate, ...] = ()
    lost: tuple[ChoiceView | LinkView, ...] = ()
    chosen: tuple[ChoiceView | LinkView, ...] = ()

    @property
    def open(self) -> tuple[ConflictView | Duplicate, ...]:
        """What can be brought to an end here and now: nobody is being asked about it."""
        return (*(one for one in self.differing if not one.is_asked), *self.doubtful)


def look(desk: Desk) -> Found:
    """Everything that a person should look at. Runs on the worker thread."""
    lost = (*conflicts.lost_choices(desk), *conflicts.lost_links(desk))
    known = {one.entry for one in lost}
    today = (*conflicts.chosen_today(desk), *conflicts.linked_today(desk))
    chosen = sorted((one for one in today if one.entry not in known), key=lambda one: one.at, reverse=True)
    return Found(conflicts.conflicts(desk), conflicts.duplicates(desk), lost, tuple(chosen))


class ConflictsPage(Page):
    """No side is preselected, and no side is called newer. A choice is written at once, and the next one opens."""

    help_key = "conflicts"
    concerns = ("visit", "packet")

    visit_requested = Signal(object)  # VisitId

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(tr("Xung đột"))
        self._desk, self._jobs = desk, jobs
        self._found = Found()
        self._goes_on: tuple[str, ...] | None = None
        self._writes = self._was_filled = False
        self._taken_back: tuple[EntryId, bool] | None = None
        self.dialog: OtherValue | None = None
        self.ask_file: Callable[[str], str] = self._file_dialog
        self._build()
        self._connect()

    def _build(self) -> None:
        self.undo = Button(tr("Hoàn tác lần chọn trước"), "quiet", Icon.UNDO, Keys.UNDO)
        self.later = Button(tr("Để sau"), icon=Icon.CLOCK)
        self.header.set_actions([self.undo, self.later])
        self.list = GroupedList(tr("Chỗ khác nhau"), tokens.SIDE_PANEL)
        self.detail = ConflictDetail()
        done = EmptyState(tr("Không còn chỗ nào cần chọn"), tr("Các lần chọn trước nằm ở cột bên trái."))
        self._right = QStackedWidget()
        self._right.addWidget(ScrollPage(self.detail))
        self._right.addWidget(done)
        self._stack = QStackedWidget()
        self._stack.addWidget(ListFrame(self.list, self._right))
        told = tr("Khi hai máy ghi khác nhau về một buổi, hoặc cùng ghi một buổi, các bản sẽ hiện ở đây.")
        self._stack.addWidget(EmptyState(tr("Không còn chỗ nào cần chọn"), told))
        self.set_content(self._stack, scrolls=False, margins=False)
        for view in (self.list.list, self.list.combo):
            view.installEventFilter(self)
        self.redo = QShortcut(sequence(Keys.REDO), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.undo.clicked.connect(self._undo_last)
        self.redo.activated.connect(self._redo_last)
        self.later.clicked.connect(self._go_on)
        detail = self.detail
        detail.value_chosen.connect(self._settle)
        detail.asking_chosen.connect(self._ask)
        detail.other_chosen.connect(self._write_other)
        detail.pair_judged.connect(self._judge)
        detail.later_chosen.connect(self._go_on)
        detail.undo_chosen.connect(self._undo_chosen)
        detail.both_requested.connect(self._show_both)
        detail.visit_requested.connect(self.visit_requested)

    # what is shown

    def refresh(self) -> None:
        self._jobs.submit(partial(look, self._desk), self._show, self._failed)

    def _show(self, found: Found) -> None:
        self._found = found
        values, pairs = len(found.differing), len(found.doubtful)
        groups = (
            (tr("Giá trị khác nhau (%1)", padded(values)), found.differing),
            (tr("Nghi trùng buổi dự (%1)", padded(pairs)), found.doubtful),
            (tr("Cần xem lại (%1)", padded(len(found.lost))), found.lost),
            (tr("Đã chọn hôm nay (%1)", padded(len(found.chosen))), found.chosen),
        )
        self.list.set_groups([ListGroup(title, tuple(map(conflict_rows.item_of, ones))) for title, ones in groups])
        self._show_head(found)
        nothing = not any(ones for _, ones in groups)
        self._stack.setCurrentIndex(1 if nothing else 0)
        self._choose_next()
        self._show_chosen()
        if not self._was_filled and not nothing:
            self._was_filled = True  # until then there was nothing that could have the focus
            self.focus_first()

    def _show_head(self, found: Found) -> None:
        values, pairs = sum(isinstance(one, ConflictView) for one in found.open), len(found.doubtful)
        asked = len(found.differing) - values
        parts = [tr("Còn %1 chỗ cần chọn", padded(values))] if values else []
        parts += [tr("%1 buổi nghi trùng", padded(pairs))] if pairs else []
        parts += [tr("%1 chỗ đã hỏi lại", padded(asked))] if asked else []
        parts += [tr("%1 lần chọn cần xem lại", padded(len(found.lost)))] if found.lost else []
        self.set_title(tr("Xung đột"), "  ·  ".join(parts))
        self.undo.setVisible(bool(found.chosen))
        self.later.setVisible(len(found.open) > 1)
        self.badge_changed.emit("conflicts", values + pairs)

    def _choose_next(self) -> None:
        if self._goes_on is not None:
            self.list.choose(self._goes_on)
            self._goes_on = None
        if self.list.current is None and self._found.open:
            self.list.choose(key_of(self._found.open[0]))

    def _failed(self, failure: Failure) -> None:
        self._writes = False
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    def _refused(self, failure: Failure) -> None:
        """The book has moved on under the person: say so, and show how it is now."""
        self._failed(failure)
        self.refresh()

    def _show_chosen(self) -> None:
        found = self.chosen
        self._right.setCurrentIndex(1 if found is None else 0)
        if found is None:
            return
        place = next((at for at, one in enumerate(self._found.differing, 1) if one is found), 0)
        self.detail.show_one(found, place, len(self._found.differing))

    @property
    def chosen(self) -> Shown | None:
        """What is shown at the right."""
        every = (*self._found.differing, *self._found.doubtful, *self._found.lost, *self._found.chosen)
        return next((one for one in every if key_of(one) == self.list.current), None)

    def _next_key(self) -> tuple[str, ...] | None:
        """The next thing that waits after the chosen one; from the last one on to the first."""
        keys = [key_of(one) for one in self._found.open]
        here = next((at for at, key in enumerate(keys) if key == self.list.current), None)
        if here is None:
            return keys[0] if keys else None
        after = here + 1
        rest = keys[after:] + keys[: after - 1]
        return rest[0] if rest else None

    def _go_on(self) -> None:
        key = self._next_key()
        if key is not None:
            self.list.choose(key)
            self._show_chosen()
        self.focus_first()

    # choosing

    def _write(self, write: Callable[[], Outcome[T]], notice: Callable[[T], NoticeWords]) -> None:
        """Write a choice at once; nothing can be chosen twice while it is under way."""
        if self._writes:
            return
        self._writes = True
        self._taken_back = None
        self.banners.take("failure")
        following = self._next_key()

        def written(outcome: Outcome[T]) -> None:
            self._writes = False
            self._goes_on = following
            self.detail.clear_reason()
            self.say(notice(outcome.value))
            self.changed.emit(outcome.changes)
            self.refresh()
            self.focus_first()

        self._jobs.submit(write, written, self._refused)

    def _settle(self, place: int) -> None:
        found = self.chosen
        if isinstance(found, ConflictView) and place < len(found.values):
            value, reason = found.values[place], self.detail.reason_words
            settle = partial(settling.settle, self._desk, found.place, value.entry, reason, found.standing)
            self._write(settle, lambda made: self._undoable(conflict_rows.notice_title(found, value), made))

    def _ask(self) -> None:
        found = self.chosen
        if isinstance(found, ConflictView):
            ask = partial(settling.ask, self._desk, found.place, self.detail.reason_words, found.standing)
            self._write(ask, lambda _: self._asked(found))

    def _asked(self, found: ConflictView) -> NoticeWords:
        title = tr("Đã ghi là hỏi lại các tổ; giữ cả hai bản.")
        save = partial(self._save_slip, found)
        text = tr("Phiếu hỏi có một trang cho mỗi máy được hỏi.")
        return NoticeWords(title, text, tr("Lưu phiếu hỏi…"), save, stays=True)

    def _write_other(self) -> None:
        found = self.chosen
        if isinstance(found, ConflictView):
            first = found.values[0].value
            self.dialog = OtherValue(conflict_rows.title_of(found), found.path, first, self)
            self.dialog.accepted.connect(partial(self._other_answered, found))
            self.dialog.open()

    def _other_answered(self, found: ConflictView) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None or dialog.answer != dialog.buttons[1].text():
            return
        reason, value = self.detail.reason_words, dialog.value
        write = partial(settling.write_other, self._desk, found.place, value, reason, found.standing)
        title = tr("%1: đã ghi bản khác.", conflict_rows.title_of(found))
        self._write(write, partial(self._undoable, title))

    def _judge(self, is_same: bool) -> None:
        found = self.chosen
        if isinstance(found, Duplicate):
            say = linking.link if is_same else linking.tell_apart
            write = partial(say, self._desk, found.first.row.id, found.second.row.id, self.detail.reason_words)
            same, apart = tr("Đã nối, tính một lần."), tr("Đã ghi là hai buổi khác nhau.")
            self._write(write, partial(self._undoable, same if is_same else apart))

    # taking back

    def _undoable(self, title: str, made: Chosen | EntryId) -> NoticeWords:
        is_choice = isinstance(made, Chosen)
        undo = partial(self._undo, made.entry if isinstance(made, Chosen) else made, is_choice)
        return NoticeWords(title, tr("Các bản đều được giữ trong lịch sử."), tr("Hoàn tác"), undo)

    def _undo_last(self) -> None:
        if self._found.chosen:
            self._undo_view(self._found.chosen[0])

    def _undo_chosen(self) -> None:
        found = self.chosen
        if isinstance(found, ChoiceView | LinkView):
            self._undo_view(found)

    def _undo_view(self, one: ChoiceView | LinkView) -> None:
        self._undo(one.entry, isinstance(one, ChoiceView))

    def _undo(self, entry: EntryId, is_choice: bool) -> None:
        told = NoticeWords(tr("Đã hoàn tác lần chọn."), tr("Lần hoàn tác cũng được ghi tên và ký."))
        if is_choice:
            self._write(partial(settling.undo, self._desk, entry), lambda _: told)
        else:
            self._write(partial(linking.undo, self._desk, entry), lambda _: told)
        self._taken_back = (entry, is_choice)

    def _redo_last(self) -> None:
        """Make the choice again that was taken back last."""
        if self._taken_back is None:
            return
        entry, is_choice = self._taken_back
        title = tr("Đã chọn lại như trước.")
        if is_choice:
            self._write(partial(settling.redo, self._desk, entry), partial(self._undoable, title))
        else:
            self._write(partial(linking.redo, self._desk, entry), partial(self._undoable, title))

    # more

    def _save_slip(self, found: ConflictView) -> None:
        name = self.ask_file(tr("Phieu hoi %1.pdf", found.visit.id[:6]))
        if name:
            build = partial(question_slips.write_slip, self._question(found), Path(name))
            self._jobs.submit(build, partial(self._slip_saved, name), self._failed)

    def _question(self, found: ConflictView) -> question_slips.Question:
        return conflict_rows.question(found, self._desk.me, self._desk.today())

    def _slip_saved(self, name: str, pages: int) -> None:
        self.say(NoticeWords(tr("Đã lưu phiếu hỏi."), tr("%1 trang, ở %2.", padded(pages), name)))

    def _file_dialog(self, name: str) -> str:
        return asking_files.file_to_save(self, tr("Lưu phiếu hỏi"), name, tr("PDF (*.pdf)"))

    def _show_both(self) -> None:
        found = self.chosen
        if isinstance(found, ConflictView):
            compare = partial(conflicts.compare, self._desk, found.place)
            self._jobs.submit(compare, partial(self._both_compared, found), self._failed)

    def _both_compared(self, found: ConflictView, notes: Sequence[ChangeNote]) -> None:
        page = BothVersionsPage(conflict_rows.visit_words(found.visit), conflict_rows.title_of(found), notes)
        self.push_requested.emit(page)

    # keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list, or the drop-down in a narrow window, would look for a line that begins with the digit."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take_key(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not event.isAutoRepeat()
        return plain and self._right.currentIndex() == 0 and self.detail.press(event.text())

    def panes(self) -> list[QWidget]:
        return [self.header, self.list, self.detail] if self._stack.currentIndex() == 0 else [self]

    def focus_first(self) -> None:
        (self.list.combo if self.list.is_narrow() else self.list.list).setFocus()
