"""One planned visit: who goes where and when. What speaks against it is said while it is typed and never forbids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.ids import GroupId, PlannedId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.plan_troubles import Trouble
from chibo_desktop.domain.plans import KeptTrouble, PlannedMember, PlannedVisit, PlanState, TroubleKind
from chibo_desktop.domain.visits import SessionKind
from chibo_desktop.services import plan_ground, plans
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.plans import Planned
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.beside import Beside
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.card import Card
from chibo_desktop.ui.components.checkbox import Checkbox
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.completer import CompleterInput
from chibo_desktop.ui.components.date_time import DateInput, TimeInput, read_date, read_time
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.label import Label
from chibo_desktop.ui.components.number_input import NumberInput
from chibo_desktop.ui.components.text_input import LineInput
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.plan_data import FormGround, cell_label, form_ground
from chibo_desktop.ui.pages.plan_dialogs import ReasonDialog
from chibo_desktop.ui.plan_words import PlanWords, day_words
from chibo_desktop.ui.shortcuts import Keys
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import choices, word

_UNDER_CELL = frozenset({TroubleKind.SAME_CELL, TroubleKind.REPEATED_CELL})
_UNDER_HOUR = frozenset({TroubleKind.TWO_PLACES, TroubleKind.GROUP_TWICE})
_HOURS = ("start", "end")
_ANY_DAY = dt.date(2000, 1, 1)


class PlanFormPage(Page):
    """Makes a new visit where the id of `visit` is empty. `focus`: the field where work begins."""

    help_key = "plan"

    written = Signal(object)  # Planned: what was written, made for undoing

    def __init__(self, desk: Desk, jobs: Jobs, visit: PlannedVisit, focus: str = "date") -> None:
        self.is_new = not visit.id
        super().__init__(tr("Thêm buổi") if self.is_new else tr("Sửa buổi"), visit.cell.name, back=True)
        self._desk, self._jobs, self._start, self._focus = desk, jobs, visit, focus
        self._ground: FormGround | None = None
        self._asked_month = ""
        self._is_writing = False
        self.dialog: ReasonDialog | None = None
        self._build()
        self._connect()
        self._ask_ground(visit.month)

    def _build(self) -> None:
        self.save = Button(tr("Lưu buổi"), "primary", Icon.CHECK, Keys.FINISH_ROW)
        self.postpone = Button(tr("Hoãn…"), icon=Icon.CLOCK)
        self.cancel = Button(tr("Hủy buổi…"), icon=Icon.CLOSE)
        self.again = Button(tr("Dự lại như cũ"), icon=Icon.UNDO)
        self.remove = Button(tr("Bỏ khỏi kế hoạch"), icon=Icon.TRASH)
        is_off = self._start.state in (PlanState.POSTPONED, PlanState.CANCELLED)
        shown = [] if self.is_new else [self.again if is_off else self.postpone, self.remove]
        shown += [] if self.is_new or is_off else [self.cancel]
        self.header.set_actions([*shown, self.save])
        visit, today = self._start, self._desk.today()
        self.date = Field(tr("Ngày"), DateInput(visit.day, lambda: today), tr("Gõ 3/12, hoặc +7 là bảy ngày nữa."))
        self.start = Field(tr("Bắt đầu"), TimeInput(visit.start))
        self.end = Field(tr("Kết thúc"), TimeInput(visit.end))
        self.travel = Field(tr("Đường đi (phút)"), NumberInput(visit.travel_minutes, digits=4))
        self.cell = Field(tr("Chi bộ"), CompleterInput(text=cell_label(visit.cell), placeholder=tr("tên chi bộ")))
        self.group = Field(tr("Tổ"), Choice(()))
        self.kind = Field(tr("Loại sinh hoạt"), Choice(choices(SessionKind), visit.kind))
        self.place = Field(tr("Địa điểm"), LineInput(visit.place))
        self.note = Field(tr("Ghi chú"), LineInput(visit.note))
        self.members = QWidget()
        self._members = space.column(self.members, gap=tokens.S4)
        self.boxes: list[tuple[PlannedMember, Checkbox]] = []
        self.set_content(self._laid_out())

    def _laid_out(self) -> QWidget:
        when, where, who = Card(gap=tokens.S12), Card(gap=tokens.S12), Card(gap=tokens.S12)
        hours = QWidget()
        row = space.row(hours, gap=tokens.S12)
        for field in (self.start, self.end, self.travel):
            row.addWidget(field, 1)
        self.hours_hint = Label("", "muted", "warn", wrap=True)
        self.hours_hint.hide()
        when.add(self.date, hours, self.hours_hint)
        where.add(self.cell, self.kind, self.place, self.note)
        who.add(self.group, Label(tr("Người dự"), "label"), self.members)
        left, right = QWidget(), QWidget()
        for side, cards in ((left, (when, who)), (right, (where,))):
            column = space.column(side, gap=tokens.S12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        return Beside(left, right, shares=(1, 1), gap=tokens.S20)

    def _connect(self) -> None:
        self.save.clicked.connect(self._save)
        self.postpone.clicked.connect(self._postpone)
        self.cancel.clicked.connect(self._cancel)
        self.again.clicked.connect(lambda: self._write(partial(plans.resume, self._desk, self._start.id)))
        self.remove.clicked.connect(self._remove)
        for field in (self.date, self.start, self.end, self.travel, self.cell):
            line = field.widget
            if isinstance(line, LineInput):
                line.text_changed_settled.connect(lambda _: self.look_over())
                line.text_committed.connect(lambda _: self.look_over())
        for name in ("kind", "group"):
            choice = getattr(self, name).widget
            choice.chosen.connect(lambda _, name=name: self._chosen(name))
        wrong = tr("Không có ngày này."), tr("Không có giờ này."), tr("Không có giờ này.")
        for field, words in zip((self.date, self.start, self.end), wrong, strict=True):
            line = field.widget
            if isinstance(line, DateInput | TimeInput):
                line.misread.connect(partial(_tell_misread, field, words))

    # what there is to choose from

    def _ask_ground(self, month: str) -> None:
        if self._asked_month != month:
            self._asked_month = month
            self._jobs.submit(partial(form_ground, self._desk, month), self._show_ground, self._failed)

    def _show_ground(self, ground: FormGround) -> None:
        is_first = self._ground is None
        self._ground = ground
        line, choice = self.cell.widget, self.group.widget
        if isinstance(line, CompleterInput):
            line.set_names(list(ground.cells))
        if is_first and isinstance(choice, Choice):
            words = PlanWords(ground.groups, {})
            offered: list[tuple[object, str]] = [(one.id, words.group(one.id)) for one in ground.groups]
            if self._start.group and self._start.group not in {one.id for one in ground.groups}:
                offered.append((self._start.group, words.group(self._start.group)))
            choice.set_choices(offered, self._start.group or None)
            self._show_members()
        self.look_over()

    def _show_members(self) -> None:
        chosen = {one.id for one in self._start.members} | {one.id for one, box in self.boxes if box.isChecked()}
        for widget in space.widgets_of(self._members):
            self._members.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        groups = self._ground.groups if self._ground is not None else ()
        found = next((one for one in groups if one.id == self._group_id()), None)
        known = [PlannedMember(one.id, one.name) for one in found.members] if found is not None else []
        if self._group_id() == self._start.group:
            known += [one for one in self._start.members if one.id not in {other.id for other in known}]
        self.boxes = [(one, Checkbox(one.name or tr("chưa có tên"), one.id in chosen)) for one in known]
        if self.boxes:
            self._members.addWidget(Flow(*(box for _, box in self.boxes), gap=tokens.S16))
        told = tr("Không chọn ai là cả tổ cùng đi.") if self.boxes else tr("Tổ này chưa có danh sách thành viên.")
        self._members.addWidget(Label(told, "muted", wrap=True))
        for _, box in self.boxes:
            box.toggled.connect(lambda _: self.look_over())

    def _chosen(self, name: str) -> None:
        if name == "group":
            self._show_members()
        self.look_over()

    # what is typed

    def _group_id(self) -> GroupId:
        choice = self.group.widget
        value = choice.value if isinstance(choice, Choice) else None
        return GroupId(str(value)) if value else self._start.group

    def _typed_cell(self) -> CellSnapshot:
        line = self.cell.widget
        text = " ".join(line.words().split()) if isinstance(line, LineInput) else ""
        known = self._ground.cells if self._ground is not None else {}
        if text == cell_label(self._start.cell):
            return self._start.cell
        return known.get(text) or CellSnapshot(text)

    def typed(self) -> PlannedVisit:
        """The visit as it is on the screen."""
        day = read_date(_text(self.date), self._desk.today())
        start, end = (read_time(_text(getattr(self, name))) for name in _HOURS)
        travel = self.travel.widget
        kind = self.kind.widget
        visit = replace(
            self._start,
            group=self._group_id(),
            month=self._start.month if day is None or day == self._start.date else plan_ground.month_of(day),
            cell=self._typed_cell(),
            kind=kind.value if isinstance(kind, Choice) and isinstance(kind.value, SessionKind) else self._start.kind,
            start=start,
            end=end,
            travel_minutes=travel.value if isinstance(travel, NumberInput) else None,
            place=_text(self.place),
            note=_text(self.note),
            members=tuple(one for one, box in self.boxes if box.isChecked()),
        )
        if visit.state is PlanState.POSTPONED:
            return replace(visit, new_date=day, month=self._start.month)
        return replace(visit, date=day)

    def look_over(self) -> tuple[tuple[Trouble, ...], PlanWords]:
        """Say what speaks against the visit, each below its field; returns it."""
        visit, ground = self.typed(), self._ground
        if ground is None:
            return (), PlanWords((), {})
        self._ask_ground(visit.month)
        found, around = ground.troubles(visit)
        words = PlanWords(ground.groups, around)
        self._hint(self.cell, found, _UNDER_CELL, words)
        if not _text(self.date) or _reads(self.date):  # else it is said that this is no day
            self._hint(self.date, found, {TroubleKind.OUTSIDE_FIRST_WEEK}, words)
        hours = " ".join(words.trouble(one) for one in found if one.kind in _UNDER_HOUR)
        self.hours_hint.setText(hours)
        self.hours_hint.setVisible(bool(hours))
        return found, words

    @staticmethod
    def _hint(field: Field, found: Iterable[Trouble], kinds: Iterable[TroubleKind], words: PlanWords) -> None:
        wanted = set(kinds)
        told = " ".join(f"{word(one.kind)}. {words.trouble(one)}" for one in found if one.kind in wanted)
        field.set_hint(told, "warn" if told else "")

    # writing

    def _save(self) -> None:
        if self._is_writing or not self._is_complete():
            return
        found, words = self.look_over()
        if not found:
            self._keep(self.typed())
            return
        self.dialog = ReasonDialog(self._dialog_words(found[0]), [words.trouble(one) for one in found], self)
        dialog = self.dialog
        dialog.ask_then(partial(self._keep_for, found, dialog), self._change_day)

    def _dialog_words(self, trouble: Trouble) -> tuple[str, str, Sequence[str]]:
        visit = self.typed()
        if trouble.kind is TroubleKind.SAME_CELL and visit.day is not None:
            return sentences.dialog_words("M21", visit.cell.name, day_words(visit.day))
        change = tr("Đổi giờ") if trouble.kind in _UNDER_HOUR else tr("Đổi ngày")
        text = tr("Vẫn lưu được. Hãy đổi lại, hoặc giữ và ghi lý do.")
        return tr("%1.", word(trouble.kind)), text, (change, tr("Giữ, ghi lý do"))

    def _change_day(self) -> None:
        found, _ = self.look_over()
        by_hour = bool(found) and found[0].kind in _UNDER_HOUR
        field = (self.start if by_hour else self.date).widget
        QTimer.singleShot(0, field, field.setFocus)  # after the dialog has given it back

    def _keep_for(self, found: Sequence[Trouble], dialog: ReasonDialog) -> None:
        visit = self.typed()
        kept = tuple(KeptTrouble(one.kind, _other(one, visit.id), dialog.reason) for one in found)
        self._keep(replace(visit, kept=(*visit.kept, *kept)))

    def _keep(self, visit: PlannedVisit) -> None:
        verb = plans.add if self.is_new else plans.change
        self._write(partial(verb, self._desk, [visit]))

    def _is_complete(self) -> bool:
        visit = self.typed()
        self.cell.set_trouble("" if visit.cell.name else tr("Chưa chọn chi bộ."))
        self.group.set_trouble("" if visit.group else tr("Chưa chọn tổ."))
        wrong = [field for field in (self.date, self.start, self.end) if _text(field) and not _reads(field)]
        missing = [field for field, there in ((self.cell, visit.cell.name), (self.group, visit.group)) if not there]
        for field in (*wrong, *missing):
            field.widget.setFocus()
            return False
        return True

    def _postpone(self) -> None:
        words = tr("Hoãn buổi này?"), tr("Buổi vẫn ở trong kế hoạch, ghi là hoãn."), (tr("Không hoãn"), tr("Hoãn"))
        self.dialog = ReasonDialog(words, (), self, asks_day=True)
        dialog = self.dialog
        dialog.ask_then(
            lambda: self._write(partial(plans.postpone, self._desk, self._start.id, dialog.new_date, dialog.reason))
        )

    def _cancel(self) -> None:
        words = tr("Hủy buổi này?"), tr("Buổi vẫn ở trong kế hoạch, ghi là hủy."), (tr("Không hủy"), tr("Hủy buổi"))
        self.dialog = ReasonDialog(words, (), self)
        dialog = self.dialog
        dialog.ask_then(lambda: self._write(partial(plans.cancel, self._desk, self._start.id, dialog.reason)))

    def _remove(self) -> None:
        self._write(partial(plans.remove, self._desk, [self._start.id]))

    def _write(self, verb: Callable[[], Outcome[Planned]]) -> None:
        self._is_writing = True
        self._jobs.submit(verb, self._written, self._failed)

    def _written(self, done: Outcome[Planned]) -> None:
        self._is_writing = False
        self.changed.emit(done.changes)
        self.written.emit(done.value)
        self.back_requested.emit()

    def _failed(self, failure: Failure) -> None:
        self._is_writing = False
        if getattr(failure, "code", "") == "REASON_MISSING":  # the group knows of it: it can only be cancelled
            self._cancel()
            return
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # what the shell calls

    def focus_first(self) -> None:
        field = {"start": self.start, "cell": self.cell}.get(self._focus, self.date)
        QTimer.singleShot(0, field.widget, field.widget.setFocus)


def _tell_misread(field: Field, words: str, is_wrong: bool) -> None:
    field.set_trouble(words if is_wrong else "")


def _text(field: Field) -> str:
    line = field.widget
    return line.words().strip() if isinstance(line, LineInput) else ""


def _reads(field: Field) -> bool:
    """Whether what is typed is a day, or a time."""
    text = _text(field)
    return (read_date(text, _ANY_DAY) if isinstance(field.widget, DateInput) else read_time(text)) is not None


def _other(trouble: Trouble, visit: PlannedId) -> PlannedId | None:
    """The visit that this one has trouble with."""
    return next((id_ for id_ in trouble.concerns if id_ != visit), None)
