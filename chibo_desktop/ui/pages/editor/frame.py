"""The editor of a visit: one frame around ten sections. It saves by itself, finalises, and shows what is finalised.

The frame holds the visit; a section gives its part back when asked. Nothing here is built anew while somebody types.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.outcomes import Cancelled, Fault, Outcome, Refusal
from chibo_desktop.domain.rules import Finding
from chibo_desktop.domain.sections import SectionView
from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.services import drafts, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.ui import sentences, space, tokens
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.section_frame import SectionFrame
from chibo_desktop.ui.components.section_list import SectionList, SectionRow
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.pages.editor import finalising, heading, opening, progress, rescue
from chibo_desktop.ui.pages.editor.actions import EditorActions
from chibo_desktop.ui.pages.editor.autosave import Autosave, Saving, Written
from chibo_desktop.ui.pages.editor.deeds import Deeds
from chibo_desktop.ui.pages.editor.history import HISTORY, HistoryPart
from chibo_desktop.ui.pages.editor.opening import Opened
from chibo_desktop.ui.pages.editor.section import SectionPage
from chibo_desktop.ui.pages.editor.sections import build_section, section_of
from chibo_desktop.ui.pages.editor.typing_watch import TypingWatch, is_composing
from chibo_desktop.ui.shortcuts import Keys, sequence
from chibo_desktop.ui.speech import tr

Failure = Refusal | Fault | Cancelled


class EditorPage(Page):
    """`visit=None` begins a new draft, for `cell` where it is known; a draft is written in, finalised minutes are read.

    `interrupted`: the draft was on the screen when the machine went down, so the person is told what is still there.
    Signals out: `print_preview_requested(id)`, `list_requested`, `finalised(id)`.
    """

    help_key = "editor"

    print_preview_requested = Signal(object)  # VisitId
    list_requested = Signal()
    finalised = Signal(object)  # VisitId

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        visit: VisitId | None = None,
        cell: CellSnapshot | None = None,
        *,
        interrupted: bool = False,
    ) -> None:
        super().__init__(tr("Buổi dự"), back=True)
        self._desk = desk
        self._jobs = jobs
        self._wanted = visit
        self._cell = cell
        self._interrupted = interrupted
        self._opened: Opened | None = None
        self._fetching = False
        self._visit: Visit | None = None
        self._findings: tuple[Finding, ...] = ()
        self._views: tuple[SectionView, ...] = ()
        self._rows: tuple[SectionRow, ...] = ()
        self._built: dict[Section, SectionPage] = {}
        self._key = ""
        self._place = ""
        self._short = False
        self._autosave = Autosave(jobs, self._gather, partial(drafts.save_draft, desk))
        self._build()
        self._connect()
        self._add_keys()

    def _build(self) -> None:
        self._actions = EditorActions()
        self._list = SectionList()
        self._stack = QStackedWidget()
        self._history = HistoryPart()
        self._watch = TypingWatch(self._stack)
        self._deeds = Deeds(self._desk, self._jobs, self)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._history)
        content = QWidget()
        column = space.column(content, (tokens.S24, tokens.S12, tokens.S24, tokens.S12), tokens.S12)
        self.set_content(SectionFrame(self._list, content), scrolls=False, margins=False)
        column.addWidget(self.banners)  # beside the list, above the section that they speak of
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._actions.preview_requested.connect(self._preview)
        self._actions.finalising_requested.connect(self._ask_finalise)
        self._actions.amendment_requested.connect(self._deeds.ask_amend)
        self._actions.return_requested.connect(self._deeds.ask_return)
        self._actions.discarding_requested.connect(self._autosave.stop)
        self._actions.discarding_requested.connect(self._deeds.discard)
        self._history.withdrawal_requested.connect(self._deeds.ask_withdraw)
        self._list.chosen.connect(self._open)
        self._list.list.clicked.connect(self._enter)
        self._list.list.activated.connect(self._enter)
        self._list.combo.activated.connect(self._enter)
        self._autosave.state_changed.connect(self._show_saving)
        self._autosave.saved.connect(self.changed)
        self._autosave.trouble.connect(self._show_trouble)
        self.destroyed.connect(self._autosave.outlive)
        self._watch.typed.connect(self._autosave.note_change)
        self._deeds.opened.connect(self._begun)
        self._deeds.done.connect(self._done)
        self._deeds.refused.connect(self._refused)

    def _add_keys(self) -> None:
        keys = {
            Keys.SAVE: self._autosave.save_now,
            Keys.NEXT_SECTION: partial(self._step, 1),
            Keys.PREVIOUS_SECTION: partial(self._step, -1),
            Keys.NEXT_UNFINISHED: self._open_next_unfinished,
        }
        for key, act in keys.items():
            QShortcut(sequence(key), self, act)

    # what others may ask

    @property
    def visit_id(self) -> VisitId | None:
        """The visit that is open; None until a new draft has begun."""
        return self._visit.id if self._visit else self._wanted

    @property
    def is_writing(self) -> bool:
        """Is the visit a draft, so that fields take words?"""
        return self._opened is not None and self._opened.draft is not None

    @property
    def section(self) -> SectionPage | None:
        """The section that is open; None while the history is, or before anything was fetched."""
        page = self._stack.currentWidget()
        return page if isinstance(page, SectionPage) else None

    # what the shell calls

    def refresh(self) -> None:
        if self._opened is None or not self.is_writing:
            self._fetch()
        elif self._visit is not None:  # back from another page: the draft is on the screen again
            self._jobs.submit(partial(drafts.save_draft, self._desk, self._visit, self._place))

    def show_subject(self, subject: object) -> None:
        """Open it at a place: a section, a leaf, or `HISTORY`; without one, where the cursor was last."""
        self._key = str(subject)
        if self._opened is not None:
            self._open_at(self._key)

    def leave(self) -> None:
        if not self.is_writing or self._visit is None:
            return
        if self.section is not None:
            self._place = self.section.place()
            self.section.commit()
        self._autosave.flush()
        self._jobs.submit(partial(drafts.close_draft, self._desk, self._visit.id))

    def panes(self) -> list[QWidget]:
        return [self._list.combo if self._list.is_narrow() else self._list.list, self._stack]

    def focus_first(self) -> None:
        if self.section is not None:
            self.section.go_to(self._place)
        elif self._opened is not None:
            self._history.first_empty_field().setFocus()

    def set_short(self, short: bool) -> None:
        self._short = short
        for page in self._built.values():
            page.set_short(short)

    # opening

    def _fetch(self) -> None:
        if self._fetching:
            return
        self._fetching = True
        visit = self.visit_id
        if visit is None:
            self._jobs.submit(partial(opening.begin, self._desk, self._cell), self._begun, self._not_opened)
        else:
            self._jobs.submit(partial(opening.open_visit, self._desk, visit), self._show_opened, self._not_opened)

    def _begun(self, outcome: Outcome[Opened]) -> None:
        self._show_opened(outcome.value)
        self.changed.emit(outcome.changes)

    def _not_opened(self, failure: Failure) -> None:
        self._fetching = False
        self.show_banner("opening", Banner("error", *sentences.of_failure(failure)))

    def _show_opened(self, opened: Opened) -> None:
        self._fetching = False
        was_open, self._opened = self._opened is not None, opened
        self._visit = self._deeds.visit = opened.visit
        self._deeds.comment = opened.view.returned or ""
        draft = opened.draft
        if draft is not None:
            self._autosave.begin((draft.visit, draft.place), draft.saved_at)
        self._list.set_counting(self.is_writing)
        self._actions.show_for(opened, self._desk.me.role)
        self.header.set_actions(self._actions.widgets)
        self.header.set_chips(heading.chips(opened))
        self._history.show_view(opened.view, is_written_in=self.is_writing)
        self._show_progress()
        self._show_banners(opened)
        begins = draft is not None and not was_open and not self._key
        self._open_at(draft.place if draft and begins else self._key or Section.GENERAL.value)

    def _open_at(self, place: str) -> None:
        self._open(HISTORY if place == HISTORY and not self.is_writing else section_of(place).value)
        if self.section is not None:
            self.section.go_to(place)

    def _show_banners(self, opened: Opened) -> None:
        if opened.draft is not None and self._interrupted:
            self._interrupted = False
            at = opened.draft.saved_at.astimezone()
            words = (heading.title(opened.visit), at.strftime("%H:%M"), at.strftime("%H:%M:%S"))
            self.show_banner("interrupted", sentences.banner("M02", *words), self._answer)
        if opened.draft is None and opened.view.returned is not None and opened.view.is_own:
            self.show_banner("returned", sentences.banner("M11", "01", heading.comment(opened.view)), self._answer)
        else:
            self.banners.take("returned")

    def _answer(self, words: str) -> None:
        if words == tr("Xem danh sách"):
            self.list_requested.emit()
        elif words == tr("Làm bản bổ sung"):
            self._deeds.ask_amend()
        else:
            self.focus_first()

    # sections

    def _open(self, key: str) -> None:
        """Show a section; the one that is left gives its part back first."""
        self._take_over()
        if self._visit is None:
            return
        self._key = key
        self._list.choose(key)
        if key == HISTORY:
            self._stack.setCurrentWidget(self._history)
            return
        page = self._page_of(Section(key))
        page.set_read_only(not self.is_writing)
        page.show(self._visit)
        self._stack.setCurrentWidget(page)
        self._show_progress()
        if self.is_writing:
            self._place = page.place()
            self._autosave.note_place()

    def _page_of(self, section: Section) -> SectionPage:
        if section not in self._built:
            page = build_section(section, self._desk, self._jobs)
            page.edited.connect(self._edited)
            page.notice_requested.connect(self.notice_requested)
            page.section_requested.connect(self._go_to_section)
            page.set_short(self._short)
            self._built[section] = page
            self._stack.addWidget(page)
        return self._built[section]

    def _take_over(self) -> None:
        if self.section is not None and self._visit is not None and self.is_writing:
            self.section.commit()
            self._visit = self.section.collect(self._visit)

    def _go_to_section(self, section: Section) -> None:
        self._go_to(section.value)

    def _step(self, step: int) -> None:
        self._go_to(self._list.neighbour(step))

    def _open_next_unfinished(self) -> None:
        self._go_to(self._list.next_unfinished())

    def _go_to(self, key: str) -> None:
        if key and key != self._key:
            self._open(key)
            self._enter()

    def _enter(self, *_: object) -> None:
        """Put the cursor into the open section."""
        page = self.section or self._history
        page.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # typing and saving

    def _edited(self) -> None:
        page = self.section
        if page is None or self.sender() is not page or self._visit is None or not self.is_writing:
            return
        self._visit = page.collect(self._visit)
        self._show_progress()
        self._autosave.note_change()

    def _show_progress(self) -> None:
        """Bring list, title and findings up to what the visit says now."""
        if self._visit is None:
            return
        conflicts = len(self._opened.view.conflicts) if self._opened else 0
        self._findings = visits.findings(self._desk, self._visit) if self.is_writing else ()
        opened = Section(self._key) if self._key and self._key != HISTORY else None
        self._views = progress.survey(self._visit, self._findings)
        writing = progress.section_rows(self._views, opened)
        rows = writing if self.is_writing else progress.read_rows(writing, conflicts)
        if rows != self._rows:
            self._rows = rows
            self._list.set_rows(rows)
        self.set_title(heading.title(self._visit), heading.sub_line(self._visit))
        if self.section is not None:
            section = self.section.section
            self.section.show_findings(tuple(found for found in self._findings if found.section is section))

    def _gather(self) -> Written | None:
        if self._visit is None or is_composing():
            return None
        if self.section is not None:
            self._visit = self.section.collect(self._visit)
            self._place = self.section.place()
        return self._visit, self._place

    def _show_saving(self) -> None:
        state = self._autosave.state
        self._actions.status.show_state(state)
        if state.saving is not Saving.FAILING:
            self.banners.take("saving")

    def _show_trouble(self, _: Failure) -> None:
        rescue.show_trouble(self, self._desk.places.home, self._answer_trouble)

    def _answer_trouble(self, words: str) -> None:
        if words == tr("Thử lại"):
            self._autosave.save_now()
        elif self._visit is not None:
            self._take_over()
            rescue.copy_out(self, self._jobs, self._visit)

    # finalising, amending, withdrawing

    def _preview(self) -> None:
        if self._visit is not None:
            self.leave()
            self.print_preview_requested.emit(self._visit.id)

    def _ask_finalise(self) -> None:
        self._take_over()
        self._show_progress()
        if self._visit is None or not self.is_writing:
            return
        left = progress.unfinished(self._views)
        dialog = finalising.finalise_dialog(self._visit, left, self._findings, self)
        finalising.when_answered(dialog, tr("Chốt biên bản"), self._finalise)

    def _finalise(self) -> None:
        written = self._gather()
        if written is not None:
            self._autosave.stop()
            act = partial(opening.finalise, self._desk, *written)
            self._jobs.submit(act, self._was_finalised, self._not_finalised)

    def _was_finalised(self, outcome: Outcome[object]) -> None:
        self._interrupted = False
        self.banners.take("refused")
        self.changed.emit(outcome.changes)
        self.say(finalising.finalised_notice())
        self.finalised.emit(self.visit_id)
        self._key = Section.GENERAL.value
        self._fetch()

    def _not_finalised(self, failure: Failure) -> None:
        self._autosave.go_on()
        self.show_banner("refused", Banner("error", *sentences.of_failure(failure)))
        if isinstance(failure, Refusal) and failure.code in ("CELL_MISSING", "DATE_MISSING"):
            self._go_to_section(Section.GENERAL)

    def _done(self, outcome: Outcome[object]) -> None:
        self.changed.emit(outcome.changes)
        self._fetch()

    def _refused(self, failure: Failure) -> None:
        self.show_banner("refused", Banner("error", *sentences.of_failure(failure)))
