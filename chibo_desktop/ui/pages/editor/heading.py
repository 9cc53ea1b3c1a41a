"""The words at the head of the editor: whose meeting, of what kind, when."""

from __future__ import annotations

from chibo_desktop.domain.visits import Section, Session, Visit
from chibo_desktop.domain.wording import month_of, short_date
from chibo_desktop.services.upper_receipts import SeenAbove
from chibo_desktop.services.visits import VisitView
from chibo_desktop.ui import sentences
from chibo_desktop.ui.components.chip import ChipLook
from chibo_desktop.ui.icons import Icon
from chibo_desktop.ui.pages.editor.opening import Opened
from chibo_desktop.ui.pages.editor.sections import section_of
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word

BETWEEN = "  ·  "


def title(visit: Visit) -> str:
    """The cell, or that it has no name yet."""
    return visit.cell.name or tr("Buổi dự mới")


def sub_line(visit: Visit) -> str:
    """Superior, kind and month, date and time: as much of it as is known."""
    superior = visit.cell.superiors[0].name if visit.cell.superiors else ""
    return BETWEEN.join(part for part in (superior, _kind(visit.session), _when(visit.session)) if part)


def chips(opened: Opened) -> list[ChipLook]:
    """The state of the minutes; beside it that an amendment is being written."""
    row = opened.view.row
    at = row.state_at.astimezone()
    told = tr("%1 ngày %2, %3", sentences.state_words(row.state)[0], short_date(at.date()), at.strftime("%H:%M"))
    told = f"{told}, {row.state_by}" if row.state_by else told
    look = sentences.state_chip(row.state, "  ·  ".join((told, *map(above_words, opened.view.above))))
    amends = opened.draft is not None and opened.draft.amends
    return [look, ChipLook(tr("Bản bổ sung"), "info", Icon.PEN)] if amends else [look]


def above_words(seen: SeenAbove) -> str:
    """That an office further up has all of it, and since when by its own clock."""
    return tr("Cấp trên đã nhận: %1, ngày %2", seen.name, short_date(seen.at.astimezone().date()))


def comment(view: VisitView) -> str:
    """What the office asked for, and in which sections, to stand within a sentence."""
    said = (view.returned or "").rstrip(" .")
    if view.returned_by:
        said = tr("%1 hỏi: %2", view.returned_by, said)
    numbers = sorted({list(Section).index(section_of(path)) + 1 for path in view.returned_paths})
    return tr("%1 (mục %2)", said, ", ".join(map(str, numbers))) if numbers else said


def _kind(session: Session) -> str:
    kind = word(session.kind).lower()
    if session.month:
        year, month = session.month.split("-")
        return tr("%1 tháng %2/%3", kind, int(month), year)
    return tr("%1 tháng %2", kind, month_of(session.date)) if session.date else kind


def _when(session: Session) -> str:
    day = short_date(session.date) if session.date else ""
    return ", ".join(part for part in (day, session.start or "") if part)
