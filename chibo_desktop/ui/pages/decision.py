"""A decision about groups being written: saved as it is typed, signed with one button, what looks wrong beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.group_findings import about_group
from chibo_desktop.domain.groups import DecidedGroup, Decision
from chibo_desktop.domain.ids import DecisionId
from chibo_desktop.domain.outcomes import Outcome
from chibo_desktop.domain.wording import padded
from chibo_desktop.services import group_views, groups, people
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.group_imports import GroupReport
from chibo_desktop.services.group_views import DecisionView
from chibo_desktop.ui import group_words, import_words, sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.button import Button
from chibo_desktop.ui.components.flow import Flow
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.components.scroll_page import ScrollPage, SidePanel
from chibo_desktop.ui.components.section_frame import SectionFrame
from chibo_desktop.ui.components.section_list import SectionList, SectionRow
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.jobs import Failure, Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.editor.autosave import Autosave, SaveState, Written
from chibo_desktop.ui.pages.editor.save_status import SaveStatus
from chibo_desktop.ui.pages.findings_card import FindingsCard
from chibo_desktop.ui.pages.group_form import Directory, GroupForm
from chibo_desktop.ui.pages.group_import_page import GroupImportPage
from chibo_desktop.ui.pages.paper_form import PaperForm
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr

PAPER = "paper"


@dataclass(frozen=True, slots=True)
class _Opened:
    wording: Decision
    directory: Directory


class DecisionPage(Page):
    """The decision of this id, as a draft where there is one. Nothing counts before it is signed."""

    help_key = "groups"

    def __init__(self, desk: Desk, jobs: Jobs, decision: DecisionId) -> None:
        super().__init__(tr("Quyết định"), back=True)
        self._desk, self._jobs, self._wanted = desk, jobs, decision
        self._wording: Decision | None = None
        self._view: DecisionView | None = None
        self._directory = Directory()
        self._key = PAPER
        self._asked = 0
        self._autosave = Autosave(jobs, self._gather, lambda wording, _: groups.save_draft(desk, wording))
        self._build()
        self._connect()

    def _build(self) -> None:
        self.status = SaveStatus()
        self.bring_in = Button(tr("Nhập từ bảng tính…"), icon=Icon.FOLDER)
        self._beside_paper = Flow(self.bring_in, gap=tokens.S12, centred=False)
        self.add_group = Button(tr("Thêm tổ"), icon=Icon.PLUS, key=Keys.NEW)
        self.discard = Button(tr("Bỏ bản đang ghi"), "quiet", Icon.TRASH)
        self.sign = Button(tr("Ban hành vào sổ"), "primary", Icon.CHECK, Keys.FINALISE)
        self.header.set_actions([self.status, self.discard, self.add_group, self.sign])
        self.sections = SectionList(name=tr("Quyết định và các tổ"))
        self.sections.set_counting(False)
        self.paper = PaperForm(self._desk.today)
        self.group = GroupForm(partial(groups.new_member, self._desk))
        self.findings = FindingsCard()
        self._form = QWidget()
        forms = space.column(self._form, gap=tokens.S12)
        forms.addWidget(self.paper)
        forms.addWidget(self._beside_paper)
        forms.addWidget(self.group)
        forms.addStretch(1)
        content = QWidget()
        column = space.column(content, (tokens.S24, tokens.S12, tokens.S24, tokens.S12), tokens.S12)
        column.addWidget(self.banners)
        column.addWidget(SidePanel(self._form, self.findings), 1)
        self.set_content(SectionFrame(self.sections, ScrollPage(content)), scrolls=False, margins=False)

    def _connect(self) -> None:
        self.sections.chosen.connect(self._open)
        self.paper.edited.connect(self._edited)
        self.group.edited.connect(self._edited)
        self.group.removal_requested.connect(self._remove_group)
        self.add_group.clicked.connect(self._add_group)
        self.bring_in.clicked.connect(self._bring_in)
        self.sign.clicked.connect(self._sign)
        self.discard.clicked.connect(self._discard)
        self.findings.group_requested.connect(self._go_to)
        self._autosave.state_changed.connect(self._show_saving)
        self._autosave.saved.connect(self.changed)
        self._autosave.trouble.connect(self._failed)
        self.destroyed.connect(self._autosave.outlive)
        keys = {
            Keys.SAVE: self._autosave.save_now,
            Keys.NEXT_SECTION: partial(self._step, 1),
            Keys.PREVIOUS_SECTION: partial(self._step, -1),
            Keys.NEXT_UNFINISHED: self._next_finding,
        }
        for key, act in keys.items():
            QShortcut(sequence(key), self, act)

    # opening

    def refresh(self) -> None:
        if self._wording is None:
            self._jobs.submit(partial(_opened, self._desk, self._wanted), self._begin, self._failed)

    def _begin(self, opened: _Opened) -> None:
        self._wording, self._directory = opened.wording, opened.directory
        self._autosave.begin((self._wording, ""), None)
        self.paper.show_decision(self._wording)
        self._show_list()
        self._open(PAPER)
        self.sections.choose(PAPER)
        self._look_over()
        self.paper.number.setFocus()

    def _open(self, key: str) -> None:
        """Show the paper or a group; what was being typed is taken in first."""
        self._collect()
        self._key = key
        self._show_group()

    def _show_group(self) -> None:
        group = self._current_group()
        if group is not None:
            self.group.show_group(group, self._directory)
        self.paper.setVisible(group is None)
        self._beside_paper.setVisible(group is None)
        self.group.setVisible(group is not None)

    def _current_group(self) -> DecidedGroup | None:
        wording = self._wording
        return next((one for one in wording.groups if one.id == self._key), None) if wording else None

    def _step(self, step: int) -> None:
        self._go_to(self.sections.neighbour(step))

    def _next_finding(self) -> None:
        self._go_to(self.sections.next_unfinished() or PAPER)

    def _go_to(self, key: str) -> None:
        self.sections.choose(key)
        self._open(key)
        (self.paper.number if key == PAPER else self.group.name).setFocus()

    # writing

    def _collect(self) -> None:
        """What is being typed becomes part of the decision."""
        if self._wording is None:
            return
        self.paper.leave()
        self.group.leave()
        self._wording = self._written()

    def _written(self) -> Decision:
        assert self._wording is not None
        whole = self.paper.with_paper(self._wording)
        if self._current_group() is None:
            return whole
        shown = self.group.group
        return replace(whole, groups=tuple(shown if one.id == shown.id else one for one in whole.groups))

    def _edited(self) -> None:
        if self._wording is not None:
            self._wording = self._written()
            self._show_list()
            self._autosave.note_change()

    def _gather(self) -> Written | None:
        if self._wording is None or self.paper.is_composing or self.group.is_composing:
            return None
        self._wording = self._written()
        return self._wording, ""

    def _add_group(self) -> None:
        if self._wording is None:
            return
        self._collect()
        fresh = groups.new_group(self._desk)
        tier = self._wording.groups[-1].tier if self._wording.groups else None
        self._put_groups((*self._wording.groups, replace(fresh, tier=tier)), fresh.id)
        self.group.name.setFocus()

    def _remove_group(self) -> None:
        group = self._current_group()
        if self._wording is None or group is None:
            return
        self._collect()
        before = self._wording.groups
        place = [one.id for one in before].index(group.id)
        kept = tuple(one for one in before if one.id != group.id)
        self._put_groups(kept, kept[min(place, len(kept) - 1)].id if kept else PAPER)
        undo = partial(self._put_groups, before, group.id)
        self.say(NoticeWords(tr("Đã bỏ %1.", group.name or tr("tổ chưa ghi tên")), "", tr("Hoàn tác"), undo))

    def _put_groups(self, put: tuple[DecidedGroup, ...], key: str) -> None:
        assert self._wording is not None
        self._wording = replace(self._wording, groups=put)
        self._key = key
        self._show_group()
        self._show_list()
        self.sections.choose(key)
        self._autosave.note_change()

    # a spreadsheet

    def _bring_in(self) -> None:
        if self._wording is not None:
            self._collect()
            page = GroupImportPage(self._desk, self._jobs, self._wording)
            page.taken.connect(self._take)
            self.push_requested.emit(page)

    def _take(self, report: GroupReport) -> None:
        """The decision as a spreadsheet words it goes on being written; *Hoàn tác* is the one before."""
        self._put_groups(report.wording.groups, PAPER)
        undo = partial(self._put_groups, report.before.groups, PAPER)
        counts = tr("%1. Chưa ban hành.", import_words.group_counts(report))
        self.say(NoticeWords(tr("Đã nhận bảng tính vào bản đang ghi."), counts, tr("Hoàn tác"), undo))

    # what is seen beside

    def _show_list(self) -> None:
        wording = self._wording
        if wording is None:
            return
        self.set_title(group_words.title(wording.number.strip(), None), _sub(wording))
        found = self._view.findings if self._view is not None else ()
        own = [one for one in found if not one.groups]
        rows = [SectionRow(PAPER, 0, tr("Nội dung chung"), "check" if own else "done")]
        for group in wording.groups:
            state = "check" if about_group(found, group.id) else "done" if group.members else "empty"
            rows.append(SectionRow(group.id, 0, group.name or tr("(chưa ghi tên)"), state, padded(len(group.members))))
        self.sections.set_rows(rows)

    def _look_over(self) -> None:
        if self._wording is not None:
            self._asked += 1
            work = partial(group_views.view, self._desk, self._wording)
            self._jobs.submit(work, partial(self._show_view, self._asked), self._failed)

    def _show_view(self, asked: int, view: DecisionView) -> None:
        if asked == self._asked:
            self._view = view
            self.findings.show_view(view)
            self._show_list()

    def _show_saving(self, state: SaveState) -> None:
        self.status.show_state(state)
        if state.at is not None:
            self._look_over()

    # signing and giving up

    def _sign(self) -> None:
        if self._wording is not None:
            self._collect()
            self._autosave.stop()
            self._jobs.submit(partial(groups.decide, self._desk, self._wording), self._signed, self._refused)

    def _signed(self, outcome: Outcome[Any]) -> None:
        assert self._wording is not None
        title = tr("Đã ban hành vào sổ: %1.", group_words.title(self._wording.number, self._wording.date))
        text = tr("Muốn sửa, mở lại quyết định rồi ban hành lần nữa; lần sau thay lần trước.")
        self.say(NoticeWords(title, text))
        self.changed.emit(outcome.changes)
        self.back_requested.emit()

    def _refused(self, failure: Failure) -> None:
        self._autosave.go_on()
        self._failed(failure)

    def _discard(self) -> None:
        self._autosave.stop()
        work = partial(groups.drop_draft, self._desk, self._wanted)
        self._jobs.submit(work, partial(self._dropped, self._wording), self._refused)

    def _dropped(self, wording: Decision | None, outcome: Outcome[None]) -> None:
        self.changed.emit(outcome.changes)
        undo = partial(self._jobs.submit, partial(groups.save_draft, self._desk, wording)) if wording else None
        text = tr("Quyết định đã ban hành, nếu có, vẫn như cũ.")
        self.say(NoticeWords(tr("Đã bỏ bản đang ghi."), text, tr("Hoàn tác"), undo))
        self.back_requested.emit()

    def _failed(self, failure: Failure) -> None:
        self.show_banner("failure", Banner("error", *sentences.of_failure(failure), buttons=[tr("Đóng")]))

    # what the shell calls

    def leave(self) -> None:
        self._collect()
        self._autosave.flush()

    def panes(self) -> list[QWidget]:
        return [self.header, self.sections, self._form, self.findings]

    def focus_first(self) -> None:
        self.paper.number.setFocus()


def _opened(desk: Desk, id_: DecisionId) -> _Opened:
    wording = groups.opened(desk, id_)
    day = group_views.day_of(wording, desk.today())
    return _Opened(wording, Directory(people.people(desk, day), group_views.units(desk, day)))


def _sub(wording: Decision) -> str:
    held = group_words.validity(wording.valid_from, wording.valid_to)
    return tr("%1 tổ, hiệu lực %2", padded(len(wording.groups)), held)


def write_appendix(desk: Desk, id_: DecisionId, place: Path) -> Path:
    """The appendix of a signed decision as a file, PDF or spreadsheet by its name. Raises as the services do."""
    from chibo_desktop.services.output import write_output_file
    from chibo_desktop.ui import group_papers

    view = group_views.view_of(desk, id_)
    data = group_papers.appendix_xlsx(view) if place.suffix.lower() == ".xlsx" else group_papers.appendix_pdf(view)
    write_output_file(place, data)
    return place
