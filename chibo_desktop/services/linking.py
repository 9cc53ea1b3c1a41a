"""Records of one meeting: linked or told apart by a person, all kept, counted once. Every word is a signed entry."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.merging.links import Link, Pair, Verdict, meetings, pair_of, verdicts
from chibo_desktop.packets.contents import VisitsLinked, content_of, texts_of
from chibo_desktop.packets.entries import needs_newer_program
from chibo_desktop.services import logbook
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import links as link_book
from chibo_desktop.storage import log, register

_NOT_COUNTED = frozenset({VisitState.DRAFT, VisitState.WITHDRAWN})


def link(desk: Desk, one: VisitId, other: VisitId, reason: str = "") -> Outcome[EntryId]:
    """Say that two visits are one meeting: both stay, one counts.

    Raises ``Refusal`` VISIT_UNKNOWN, LINK_SELF, LINK_KNOWN (that has been said already).
    """
    return _say(desk, one, other, Verdict.SAME, reason)


def tell_apart(desk: Desk, one: VisitId, other: VisitId, reason: str = "") -> Outcome[EntryId]:
    """Say that two visits are two meetings: nobody is asked about them again. Raises as :func:`link` does."""
    return _say(desk, one, other, Verdict.DIFFERENT, reason)


def with_meetings(desk: Desk, rows: Sequence[VisitRow]) -> tuple[VisitRow, ...]:
    """Lines of the register, those of a meeting that was recorded more than once with the record that counts."""
    counted = link_book.counted(desk.book)
    return tuple(replace(row, meeting=counted[row.id]) if row.id in counted else row for row in rows)


def unlink(desk: Desk, one: VisitId, other: VisitId, reason: str = "") -> Outcome[EntryId]:
    """Take two visits apart that had been linked. Raises ``Refusal`` LINK_UNKNOWN, else as :func:`link` does."""
    if link_book.verdicts(desk.book).get(pair_of(one, other)) != Verdict.SAME:
        raise Refusal("LINK_UNKNOWN", one=one, other=other)
    return _say(desk, one, other, Verdict.DIFFERENT, reason)


def undo(desk: Desk, said: EntryId) -> Outcome[EntryId]:
    """Take back what was said about visits: the question is open again.

    Raises ``Refusal`` CHOICE_UNKNOWN, CHOICE_UNDONE (already taken back).
    """
    known = _links(log.entries_of_kind(desk.book, EntryKind.VISITS_LINKED))
    found = next((one for one in known if one.entry == said and not one.undone), None)
    if found is None:
        raise Refusal("CHOICE_UNKNOWN", choice=said)
    if any(said in one.undone for one in known):
        raise Refusal("CHOICE_UNDONE")
    return _write(desk, VisitsLinked(found.visits, found.same, undone=(said,)), _heads(known, found.visits))


def redo(desk: Desk, said: EntryId) -> Outcome[EntryId]:
    """Say again what was taken back. Raises ``Refusal`` CHOICE_UNKNOWN, else as :func:`link` does."""
    entry = log.entry(desk.book, said)
    found = link_of(entry) if entry is not None else None
    if found is None or found.undone or len(found.visits) != 2:
        raise Refusal("CHOICE_UNKNOWN", choice=said)
    told = content_of(entry) if entry is not None else None
    reason = told.reason if isinstance(told, VisitsLinked) else ""
    return _say(desk, *found.visits, Verdict.SAME if found.same else Verdict.DIFFERENT, reason)


def _say(desk: Desk, one: VisitId, other: VisitId, verdict: Verdict, reason: str) -> Outcome[EntryId]:
    if one == other:
        raise Refusal("LINK_SELF", visit=one)
    rows = register.visits(desk.book, (one, other))
    for visit in (one, other):
        if visit not in rows or rows[visit].state is VisitState.DRAFT:
            raise Refusal("VISIT_UNKNOWN", visit=visit)
    pair = pair_of(one, other)
    if link_book.verdicts(desk.book).get(pair) == verdict:
        raise Refusal("LINK_KNOWN", one=one, other=other)
    known = _links(log.entries_of_kind(desk.book, EntryKind.VISITS_LINKED))
    return _write(desk, VisitsLinked(pair, verdict is Verdict.SAME, clean_text(reason)), _heads(known, pair))


def _write(desk: Desk, told: VisitsLinked, based_on: tuple[EntryId, ...]) -> Outcome[EntryId]:
    subject = min(told.visits)
    with logbook.writing(desk) as pen:
        entry = pen.write(EntryKind.VISITS_LINKED, subject, texts_of(told), based_on=based_on)
        refresh(desk)
    return Outcome(entry.head.id, Changes.of(*(("visit", visit) for visit in told.visits)))


def _heads(known: Sequence[Link], visits: Sequence[str]) -> tuple[EntryId, ...]:
    """What has been said about any of these visits, as far as nobody has answered it."""
    about = [one for one in known if set(visits) & set(one.visits)]
    seen = {entry for one in about for entry in one.based_on}
    return tuple(sorted(one.entry for one in about if one.entry not in seen))


def recount(desk: Desk, visits: Sequence[VisitId]) -> None:
    """Choose anew which record of a meeting counts, where one of these visits belongs to any."""
    if visits and link_book.are_linked(desk.book, visits):
        refresh(desk)


def refresh(desk: Desk) -> None:
    """Make what is known of linked visits anew from the entries that count. Inside the caller's transaction."""
    found, counted = expected(desk)
    link_book.put_links(desk.book, found, counted)


def expected(desk: Desk) -> tuple[dict[Pair, str], dict[VisitId, VisitId]]:
    """What the entries come to: the verdict on each pair, and the visit that counts for each visit of a meeting.

    Of a meeting counts the standing record with the least id: the same on every machine that has the same entries.
    """
    found = verdicts(_links(log.entries_of_kind(desk.book, EntryKind.VISITS_LINKED)))
    counted: dict[VisitId, VisitId] = {}
    for meeting in meetings(found):
        rows = register.visits(desk.book, sorted(meeting))
        standing = [visit for visit, row in rows.items() if row.state not in _NOT_COUNTED]
        for visit in standing:
            counted[visit] = min(standing)
    return {pair: verdict.value for pair, verdict in found.items()}, counted


def _links(entries: Iterable[Entry]) -> tuple[Link, ...]:
    return tuple(one for entry in entries if (one := link_of(entry)) is not None)


def link_of(entry: Entry) -> Link | None:
    """What an entry says of visits; ``None`` where it says nothing that this program understands."""
    told = None if needs_newer_program(entry.head) else content_of(entry)
    if not isinstance(told, VisitsLinked):
        return None
    visits = tuple(map(VisitId, told.visits))
    return Link(entry.head.id, visits, told.same, entry.head.based_on, frozenset(map(EntryId, told.undone)))
