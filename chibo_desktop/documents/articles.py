"""Articles of the minutes in the order of their template, as paragraphs."""

from collections.abc import Callable, Iterator

from chibo_desktop.documents import opening, proceedings
from chibo_desktop.documents.minutes_options import MinutesOptions
from chibo_desktop.documents.paragraphs import Paragraph, Run, bold, italic
from chibo_desktop.documents.phrases import Told, paragraphs_of
from chibo_desktop.documents.recorded import ABSENCES, Gaps, Recorded
from chibo_desktop.documents.templates import Article, ArticleStyle, Chapter, Topic
from chibo_desktop.domain.entries import Absence
from chibo_desktop.domain.erasing import MASK
from chibo_desktop.domain.visits import Section, Visit

Writer = Callable[[Recorded], Told]

SECTION_OF = {
    Topic.MEMBERS: Section.ATTENDANCE,
    Topic.AGENDA: Section.AGENDA,
    Topic.OPINIONS: Section.OPINIONS,
    Topic.GUIDANCE: Section.GUIDANCE,
    Topic.TASKS: Section.TASKS,
    Topic.VOTES: Section.VOTES,
    Topic.SCORING: Section.SCORING,
    Topic.ATTACHMENTS: Section.ATTACHMENTS,
}
"""Sections that a recorder can declare empty, by the topic that would tell them."""

_WRITERS: dict[Topic, Writer] = {
    Topic.UNIT: opening.tell_unit,
    Topic.TIME_PLACE: opening.tell_time_place,
    Topic.THEME: opening.tell_theme,
    Topic.MEMBERS: opening.tell_members,
    Topic.MEMBERS_PRESENT: opening.tell_members_present,
    Topic.GUESTS: opening.tell_guests,
    Topic.DELEGATES: opening.tell_delegates,
    Topic.OFFICERS: opening.tell_officers,
    Topic.FEE: opening.tell_fee,
    Topic.LAST_MONTH: proceedings.closing_text(lambda closing: closing.last_month),
    Topic.IDEOLOGY: proceedings.closing_text(lambda closing: closing.ideology),
    Topic.AGENDA: proceedings.tell_agenda,
    Topic.OPINIONS: proceedings.tell_opinions,
    Topic.GUIDANCE: proceedings.tell_guidance,
    Topic.DELEGATE_STATEMENT: proceedings.closing_text(lambda closing: closing.delegate_statement),
    Topic.CELL_REPLY: proceedings.closing_text(lambda closing: closing.cell_reply),
    Topic.TASKS: proceedings.tell_tasks,
    Topic.VOTES: proceedings.tell_votes,
    Topic.CONCLUSION: proceedings.closing_text(lambda closing: closing.conclusion),
    Topic.HANDED_OVER: proceedings.closing_text(lambda closing: closing.handed_over),
    Topic.ATTACHMENTS: proceedings.tell_attachments,
    Topic.HANDWRITTEN: proceedings.tell_handwritten,
    Topic.FOLLOW_UPS: proceedings.tell_follow_ups,
    Topic.SCORING: proceedings.tell_scoring,
    Topic.ADOPTION: proceedings.tell_adoption,
}

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def gaps_of(options: MinutesOptions) -> Gaps:
    """Which kinds of text are not here."""
    absences = {part.name: part.absence for part in options.absent}
    return Gaps(people=absences.get("people"), words=absences.get("words"))


def write_articles(visit: Visit, options: MinutesOptions) -> list[Paragraph]:
    """All paragraphs of the body."""
    recorded = Recorded(visit, gaps_of(options), options.rubric, options.statements)
    paragraphs = [*_notes_on(recorded.gaps), *_note_on_erasing(options)]
    numerals = iter(_ROMAN)
    for chapter in options.template.chapters:
        told = [(article, _told(article, recorded)) for article in chapter.articles]
        paragraphs += _chapter(chapter, [(article, words) for article, words in told if words], numerals)
    return paragraphs


def _told(article: Article, recorded: Recorded) -> Told:
    told = _WRITERS[article.topic](recorded)
    if not told and SECTION_OF.get(article.topic) in recorded.visit.nothing_in:
        return Told(article.when_none)
    return told


def _chapter(chapter: Chapter, told: list[tuple[Article, Told]], numerals: Iterator[str]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    if told and chapter.heading:
        heading = bold(f"{next(numerals)}. {chapter.heading}")
        paragraphs.append(Paragraph((heading,), is_indented=False, stays_with_next=True))
    number = 0
    for article, words in told:
        number += article.style is ArticleStyle.NUMBERED
        paragraphs += _article(article, words, number)
    return paragraphs


def _article(article: Article, told: Told, number: int) -> list[Paragraph]:
    before: tuple[Run, ...] = ()
    if article.style is ArticleStyle.LABELLED:
        before = (bold(f"{article.label}:"), Run(" "))
    elif article.style is ArticleStyle.NUMBERED:
        before = (bold(f"{number}. {article.label}{'.' if told.lead else ':'}"), Run(" "))
    if told.lead or before:
        first, *others = paragraphs_of(told.lead, before)
        keeps = bool(told.points) and not others
        first = Paragraph(first.runs, stays_with_next=keeps)
        return [first, *others, *told.points]
    return list(told.points)


def _note_on_erasing(options: MinutesOptions) -> list[Paragraph]:
    """What the sign in place of a name means, where names were taken out of texts."""
    if not options.masked:
        return []
    return [Paragraph((italic(f"Chỗ ghi {MASK} trong biên bản này: tên {ABSENCES[Absence.ERASED]}."),))]


def _notes_on(gaps: Gaps) -> list[Paragraph]:
    """What the reader has to know first: that names or words are not here."""
    notes: list[Paragraph] = []
    if gaps.people:
        notes.append(Paragraph((italic(f"Họ tên, chức vụ trong biên bản này: {ABSENCES[gaps.people]}."),)))
    if gaps.words:
        notes.append(Paragraph((italic(f"Lời ghi nội dung trong biên bản này: {ABSENCES[gaps.words]}."),)))
    return notes
