"""Groups and their members from a spreadsheet into a decision that is being written: all of a file or nothing of it.

What comes of it is a draft, of which nobody else knows before somebody signs it. The same file again changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chibo_desktop.domain.group_findings import day_of
from chibo_desktop.domain.groups import Decision
from chibo_desktop.domain.ids import DecisionId, new_id
from chibo_desktop.domain.imports import Trouble, Vocabulary
from chibo_desktop.domain.outcomes import Outcome, Refusal
from chibo_desktop.domain.text import spelling
from chibo_desktop.merging.imported_groups import Before, wording_from
from chibo_desktop.services import groups, organisations, people, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.importing import LineReport, SheetFile, every_note, never, read, seen_in


@dataclass(frozen=True, slots=True)
class GroupReport(LineReport):
    """What is in a file of groups. ``wording``: the decision as the file words it; ``before``: as it was.

    ``is_new``: the decision is begun by this file. ``saved``: it is a draft now, as worded here.
    """

    wording: Decision
    before: Decision
    is_new: bool = False
    saved: bool = False

    @property
    def changes_something(self) -> bool:
        """Whether the decision is worded otherwise than before."""
        return self.wording != self.before

    @property
    def is_whole(self) -> bool:
        """Whether the file tells of every group of the decision."""
        return all(note.trouble is not Trouble.GROUP_KEPT for note in self.notes)


def look(
    desk: Desk,
    file: SheetFile,
    vocabulary: Vocabulary,
    wording: Decision,
    is_cancelled: Callable[[], bool] = never,
) -> GroupReport:
    """What the file would make of a decision; nothing is written.

    Raises ``Refusal`` NOT_AN_OFFICE, those of ``workbooks_read.read_tables``, ``Cancelled``.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    tables, notes = read(file, vocabulary, is_cancelled)
    told = wording_from(tables, _before(desk, wording), lambda: new_id(desk.random))
    report_notes = every_note(tables, (*notes, *told.notes))
    return GroupReport(seen_in(tables), told.judged, report_notes, told.wording, wording)


def look_anew(desk: Desk, file: SheetFile, vocabulary: Vocabulary) -> GroupReport:
    """The same for a decision of its own, or for the draft that says all that is in the file and no more."""
    drafts = (look(desk, file, vocabulary, draft) for draft in groups.drafts(desk))
    known = next((one for one in drafts if one.judged and not _is_news(one)), None)
    return known or replace(look(desk, file, vocabulary, groups.new_decision(desk)), is_new=True)


def _is_news(report: GroupReport) -> bool:
    return bool(report.stopping) or report.changes_something or not report.is_whole


def carry_out(desk: Desk, file: SheetFile, vocabulary: Vocabulary, draft: DecisionId | None) -> Outcome[GroupReport]:
    """Keep the decision as the file words it, as a draft; nothing where any of its notes stops that.

    ``draft``: a decision that is being written, or a signed one to be worded anew; else a new one. Raises as
    :func:`look`, ``Refusal`` DECISION_UNKNOWN.
    """
    report = report_on(desk, file, vocabulary, draft)
    if report.stopping or not report.changes_something:
        return Outcome(report)
    saved = groups.save_draft(desk, report.wording)
    return Outcome(replace(report, saved=True), saved.changes)


def report_on(desk: Desk, file: SheetFile, vocabulary: Vocabulary, draft: DecisionId | None) -> GroupReport:
    """What :func:`carry_out` would do. Raises as it does."""
    if draft is None:
        return look_anew(desk, file, vocabulary)
    return look(desk, file, vocabulary, groups.opened(desk, draft))


def _before(desk: Desk, wording: Decision) -> Before:
    day = day_of(wording, desk.today())
    earlier = tuple(one for one in groups.decisions(desk) if not one.revoked)
    elsewhere = {spelling(one.name): next(iter((*one.groups, *one.cells)), "") for one in people.people(desk, day)}
    return Before(wording, earlier, organisations.register(desk), day, registers.same_people(desk), elsewhere)
