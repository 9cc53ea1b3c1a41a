"""The register that lists are read from: one row per visit, and the text to search. Opinions and guidance as lines.

Rows are derived from visits and hold nothing of their own, so they can be thrown away and made again.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from chibo_desktop.domain.attendance import counts_in_force
from chibo_desktop.domain.ids import DeviceId, GroupId, ItemId, OrganisationId, PersonId, VisitId
from chibo_desktop.domain.organisations import CellCategory
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import (
    Addressee,
    OpinionKind,
    SessionKind,
    Visit,
    VisitState,
    standing,
)


class StatementKind(StrEnum):
    """What was said and has to be followed."""

    OPINION = "opinion"
    PETITION = "petition"
    PROPOSAL = "proposal"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as a line of the register. ``petitions`` counts proposals too; ``state_by`` names who or what."""

    id: VisitId
    cell: str
    superior: str
    cell_id: OrganisationId | None
    category: CellCategory | None
    group: str
    group_id: GroupId | None
    tier: Tier | None
    kind: SessionKind
    date: dt.date | None
    month: str
    start: str | None
    present: int | None
    total: int | None
    opinions: int
    petitions: int
    state: VisitState
    state_at: dt.datetime
    state_by: str = ""
    device: DeviceId | None = None
    author: PersonId | None = None
    amendments: int = 0
    conflicts: int = 0
    meeting: VisitId | None = None
    """Where several records are of one meeting, the one that counts; filled in by whoever lists them together."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An opinion or guidance as a line of a list; follow-up steps refer to ``visit`` and ``item``."""

    visit: VisitId
    item: ItemId
    place: int
    kind: StatementKind
    who: str
    text: str
    addressee: Addressee | None
    answered: bool
    deadline: dt.date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of a visit beyond its content."""

    state: VisitState
    at: dt.datetime
    by: str = ""
    device: DeviceId | None = None
    author: PersonId | None = None
    amendments: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A visit as its figures, words and people tell it: values of its shape, each asked only for leaves of its class.

    So a line of the register can be written from the parts of an entry before anybody has laid them into one visit.
    Rows stand in the same order in all three.
    """

    figures: Any
    words: Any
    people: Any

    @classmethod
    def by(cls, visit: Visit) -> "Told":
        """All three by the visit itself."""
        return cls(visit, visit, visit)


class Shown(NamedTuple):
    """What the content of a visit alone gives to its line in the register: the first fields of a ``VisitRow``."""

    id: VisitId
    cell: str
    superior: str
    cell_id: OrganisationId | None
    category: CellCategory | None
    group: str
    group_id: GroupId | None
    tier: Tier | None
    kind: SessionKind
    date: dt.date | None
    month: str
    start: str | None
    present: int | None
    total: int | None
    opinions: int
    petitions: int


def shown(figures: Visit) -> Shown:
    """What the register shows of a visit; all of it are figures."""
    session, counts = figures.session, counts_in_force(figures.attendance)
    opinions = standing(figures.opinions)
    month = session.month or (session.date.isoformat()[:7] if session.date else "")
    return Shown(
        id=figures.id,
        cell=figures.cell.name,
        superior=figures.cell.superiors[0].name if figures.cell.superiors else "",
        cell_id=figures.cell.id,
        category=figures.cell.category,
        group=figures.group.name,
        group_id=figures.group.id,
        tier=figures.group.tier,
        kind=session.kind,
        date=session.date,
        month=month,
        start=session.start,
        present=counts.present,
        total=counts.total,
        opinions=len(opinions),
        petitions=sum(row.kind is not OpinionKind.OPINION for row in opinions),
    )


def row_of(content: Shown, now: Standing) -> VisitRow:
    """The line of a visit in the register."""
    return VisitRow(*content, now.state, now.at, now.by, now.device, now.author, now.amendments, now.conflicts)


def visit_row(figures: Visit, now: Standing) -> VisitRow:
    """The line of a visit in the register, by its figures."""
    return row_of(shown(figures), now)


def statement_rows(told: Told) -> Iterator[StatementRow]:
    """The opinions and guidance of a visit, in the order of the minutes."""
    visit = told.figures.id
    opinions, guidance = (
        zip(*(getattr(one, name) for one in (told.figures, told.words, told.people)), strict=True)
        for name in ("opinions", "guidance")
    )
    for place, (row, said, who) in enumerate((rows for rows in opinions if not rows[0].struck), start=1):
        speaker = "" if row.speaker_withheld else who.speaker
        kind = StatementKind(row.kind.value)
        yield StatementRow(visit, row.id, place, kind, speaker, said.text, row.addressee, row.answered, None)
    for place, (row, said, who) in enumerate((rows for rows in guidance if not rows[0].struck), start=1):
        yield StatementRow(visit, row.id, place, StatementKind.GUIDANCE, who.by, said.text, None, False, row.deadline)


def search_text(told: Told) -> str:
    """Every word of a visit that a person may look for, one field a line; not folded."""
    return "\n".join(filter(None, _texts(told)))


def _texts(told: Told) -> Iterator[str]:
    figures, words, people = told.figures, told.words, told.people
    yield figures.cell.name
    yield from map(_NAME, figures.cell.superiors)
    yield from (figures.group.name, words.session.theme, figures.session.place, people.chair.name)
    yield people.secretary.name
    yield from map(_NAME, _of_standing(figures.visitors, people.visitors))
    yield from map(_NAME, _of_standing(figures.attendance.roster, people.attendance.roster))
    yield from map(_NAME, _of_standing(figures.attendance.guests, people.attendance.guests))
    yield from chain.from_iterable(map(_agenda_texts, figures.agenda, words.agenda, people.agenda))
    for row, said, who in zip(figures.opinions, words.opinions, people.opinions, strict=True):
        if not row.struck:
            yield from ("" if row.speaker_withheld else who.speaker, said.topic, said.text, said.answer)
    for said, who in _pairs(figures.guidance, words.guidance, people.guidance):
        yield from (who.by, said.text, said.target)
    for said, who in _pairs(figures.tasks, words.tasks, people.tasks):
        yield from (said.task, who.who)
    yield from (vote.item for vote in _of_standing(figures.votes, words.votes))
    yield from (row.note for row in _of_standing(figures.follow_ups, words.follow_ups))
    yield words.score.weak_points
    yield from (attachment.label for attachment in _of_standing(figures.attachments, words.attachments))
    closing = words.closing
    yield from (closing.last_month, closing.ideology, closing.delegate_statement, closing.cell_reply)
    yield from (closing.conclusion, closing.handed_over)


def _agenda_texts(row: Any, said: Any, who: Any) -> Sequence[str]:
    if row.struck:
        return ()
    texts = [said.title, who.presenter, said.content, said.conclusion]
    for its_words, its_speaker in _pairs(row.remarks, said.remarks, who.remarks):
        texts += (its_speaker.speaker, its_words.content)
    return texts


def _of_standing(figures: Sequence[Any], others: Sequence[Any]) -> Sequence[Any]:
    """Of rows that stand beside those of the figures the ones that were not struck; nearly always all of them."""
    if not any(map(_STRUCK, figures)):
        return others
    return [other for row, other in zip(figures, others, strict=True) if not row.struck]


def _pairs(figures: Sequence[Any], words: Sequence[Any], people: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Words and people of the rows that were not struck."""
    return zip(_of_standing(figures, words), _of_standing(figures, people), strict=True) if figures else iter(())


_NAME, _STRUCK = attrgetter("name"), attrgetter("struck")
