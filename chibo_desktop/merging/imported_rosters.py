"""What a table of members says of the rosters of cells. The lines of a cell are its whole roster, in their order.

Somebody of the same name in the roster as it was is the same person and keeps his id; who has no line any more leaves
the roster, and that is pointed out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chibo_desktop.domain.groups import Roster, RosterMember
from chibo_desktop.domain.ids import OrganisationId, PersonId
from chibo_desktop.domain.imports import Head, Judged, Line, Note, ReadTable, Table, Trouble, Verdict, stopping
from chibo_desktop.domain.people import MemberKind
from chibo_desktop.domain.text import spelling
from chibo_desktop.merging.imported_organisations import Days, FromTable
from chibo_desktop.merging.superiors import Meant, Place

YES = "yes"
"""Code of a tick in a column of ticks."""


@dataclass(frozen=True, slots=True)
class RostersFromTable:
    """The rosters that are other than before, and what is to be told about each line."""

    rosters: tuple[Roster, ...]
    judged: tuple[Judged, ...]
    notes: tuple[Note, ...]


def rosters_from(
    tables: Sequence[ReadTable],
    organisations: FromTable,
    known: Mapping[OrganisationId, Roster],
    days: Days,
    make_id: Callable[[], PersonId],
) -> RostersFromTable:
    """Compare all tables of members of one file with the rosters; cells may be lines of the same file."""
    notes: list[Note] = []
    cells: dict[OrganisationId, list[tuple[ReadTable, Line]]] = defaultdict(list)
    unknown: list[tuple[ReadTable, Line]] = []
    for table in tables:
        for line in table.lines:
            cell = _cell_of(table, line, organisations, notes)
            (unknown if cell is None else cells[cell]).append((table, line))
    refused = {
        (note.sheet, note.row) for note in stopping((*notes, *(note for table in tables for note in table.notes)))
    }
    judged = [_judge(table, line, Verdict.REFUSED) for table, line in unknown]
    rosters: list[Roster] = []
    for cell, lines in cells.items():
        before = known.get(cell)
        members = _members([line for _, line in lines], before, make_id)
        if before is None or before.members != members:
            rosters.append(Roster(cell, days.said, members))
        earlier = {one.id: one for one in before.members} if before is not None else {}
        for (table, line), member in zip(lines, members, strict=True):
            verdict = _verdict(earlier.get(member.id), member)
            judged.append(_judge(table, line, Verdict.REFUSED if (table.sheet, line.row) in refused else verdict))
        notes += _notes_on(lines, members, earlier)
    return RostersFromTable(tuple(rosters), tuple(judged), tuple(notes))


def _cell_of(table: ReadTable, line: Line, organisations: FromTable, notes: list[Note]) -> OrganisationId | None:
    code, name, above = line.text(Head.CELL_CODE), line.text(Head.CELL), line.text(Head.PARENT)
    superiors = organisations.superiors
    if code:
        meant = superiors.by_code(code)
        if meant is None:
            notes.append(table.note(Trouble.CELL_UNKNOWN, line, Head.CELL_CODE, name=code))
        return _id_of(meant, organisations)
    if not name:
        return None
    path = [part.strip() for part in above.split("/") if part.strip()]
    found = superiors.candidates([name, *path], is_top=bool(above) and not path)  # a slash alone: nobody stands above
    ones = found.ones if found.ones or above else superiors.meant(name).ones
    if len(ones) == 1:
        return _id_of(ones[0], organisations)
    trouble = Trouble.CELL_AMBIGUOUS if ones else Trouble.CELL_UNKNOWN
    notes.append(table.note(trouble, line, Head.CELL, name=name, count=len(ones)))
    return None


def _id_of(meant: Meant | None, organisations: FromTable) -> OrganisationId | None:
    return organisations.ids[meant.key] if isinstance(meant, Place) else meant


def _members(lines: Sequence[Line], before: Roster | None, make_id: Callable[[], PersonId]) -> tuple[RosterMember, ...]:
    waiting: dict[str, list[RosterMember]] = defaultdict(list)
    for member in before.members if before is not None else ():
        waiting[spelling(member.name)].append(member)
    return tuple(_member(line, waiting[spelling(line.text(Head.PERSON))], make_id) for line in lines)


def _member(line: Line, namesakes: list[RosterMember], make_id: Callable[[], PersonId]) -> RosterMember:
    """Who a line is: the first one of that name who is not taken yet, of the same post if there is one."""
    post = line.text(Head.POST)
    known = next((one for one in namesakes if one.post == post), namesakes[0] if namesakes else None)
    if known is not None:
        namesakes.remove(known)
    usual = known or RosterMember(PersonId(""))
    kind, exempt = line.text(Head.KIND), line.text(Head.EXEMPT)
    return RosterMember(
        id=known.id if known is not None else make_id(),
        kind=MemberKind(kind) if kind else usual.kind,
        exempt=exempt == YES if exempt else usual.exempt,
        name=line.text(Head.PERSON),
        post=post or usual.post,
    )


def _verdict(before: RosterMember | None, now: RosterMember) -> Verdict:
    if before is None:
        return Verdict.NEW
    return Verdict.SAME if before == now else Verdict.CHANGED


def _judge(table: ReadTable, line: Line, verdict: Verdict) -> Judged:
    return Judged(Table.ROSTERS, table.sheet, line.row, line.text(Head.PERSON), verdict)


def _notes_on(
    lines: Sequence[tuple[ReadTable, Line]], members: Sequence[RosterMember], earlier: Mapping[PersonId, RosterMember]
) -> list[Note]:
    """Namesakes in one cell, and who leaves its roster."""
    table, first = lines[0]
    spelled = Counter(spelling(member.name) for member in members)
    notes = [
        sheet.note(Trouble.NAMESAKES, line, Head.PERSON, name=member.name)
        for (sheet, line), member in zip(lines, members, strict=True)
        if spelled[spelling(member.name)] > 1
    ]
    gone = [one for id_, one in earlier.items() if id_ not in {member.id for member in members}]
    return [*notes, *(table.note(Trouble.LEFT_OUT, first, Head.PERSON, name=one.name) for one in gone)]
