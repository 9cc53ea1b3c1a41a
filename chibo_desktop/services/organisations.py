"""The register of organisations: reading it as of any day, and saying something new about it as one signed entry."""

import datetime as dt
from dataclasses import dataclass

from chibo_desktop.domain.entries import EntryHead, EntryKind
from chibo_desktop.domain.ids import EntryId, OrganisationId, new_id
from chibo_desktop.domain.organisation_tree import Counts, Hit, OnDay, Tree, name_on
from chibo_desktop.domain.organisations import (
    CellCategory,
    CellSnapshot,
    Superior,
    cell_category,
    chain_of,
    snapshot_on,
)
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.reorganisation import Operation, Reorganisation, Setting, Succession
from chibo_desktop.domain.successions import AsOf, counted_under, successors_on
from chibo_desktop.merging.last_words import Said, standing
from chibo_desktop.merging.organisations import Register
from chibo_desktop.packets.contents import content_of, texts_of
from chibo_desktop.services import logbook, papers, registers
from chibo_desktop.services.authors import Authors
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.known_register import KnownRegister
from chibo_desktop.storage import directory, log, log_pages
from chibo_desktop.storage.attended import AttendedRow, attended_ever
from chibo_desktop.storage.log_pages import Wanted

CHANGED = Changes.of(("organisation", "*"))


@dataclass(frozen=True, slots=True)
class WordLine:
    """One word about the register: what it did, from when, by which paper; when it was signed, by whom, where.

    ``is_undone``: a later word takes it back. ``settings`` and ``successions``: those about the organisation that was
    asked about; all of them where none was.
    """

    entry: EntryId
    operation: Operation
    on: dt.date | None
    decision: str
    reason: str
    source: str
    at: dt.datetime
    person: str
    machine: str
    is_undone: bool
    undone: tuple[EntryId, ...] = ()
    settings: tuple[Setting, ...] = ()
    successions: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True)
class AttendedUnder:
    """Visits and distinct cells that count under an organisation."""

    visits: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation by its name."""

    id: OrganisationId
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """Everything about one organisation on a day; ``on_day`` is ``None`` where it does not stand on it.

    ``attended_then``: visits that count under it by the organisations of their own days; ``attended_today``: by those
    of today.
    """

    id: OrganisationId
    name: str
    on_day: OnDay | None
    superiors: tuple[Superior, ...]
    counts: Counts
    successors: tuple[Named, ...]
    predecessors: tuple[Named, ...]
    attended_then: AttendedUnder
    attended_today: AttendedUnder


def known(desk: Desk) -> KnownRegister:
    """The register as it stands in the book; decoded again only after it has changed there."""
    stamp = directory.organisations_stamp(desk.book)
    if desk.register is None or desk.register.stamp != stamp or stamp is None:
        desk.register = KnownRegister(stamp, directory.organisations(desk.book))
    return desk.register


def register(desk: Desk) -> Register:
    """Every organisation that this machine knows, by id."""
    return known(desk).register


def tree(desk: Desk, day: dt.date) -> Tree:
    """The register as it stood on a day."""
    return known(desk).tree(day)


def find(desk: Desk, text: str, day: dt.date, limit: int = 50) -> tuple[Hit, ...]:
    """Organisations found without marks, by names of any day; those that stand on ``day`` come first."""
    return known(desk).finder(day).find(text, limit)


def successors(desk: Desk, organisation: OrganisationId, day: dt.date) -> tuple[OrganisationId, ...]:
    """What stands in its place on a day, over all steps. Raises ``Refusal`` ORGANISATION_UNKNOWN."""
    require(desk, organisation)
    return successors_on(register(desk), organisation, day)


def predecessors(desk: Desk, organisation: OrganisationId, day: dt.date) -> tuple[OrganisationId, ...]:
    """Whose work counts under it on a day, beside its own."""
    heirs = known(desk).heirs(day)
    return tuple(id_ for id_, heir in heirs.items() if heir == organisation and id_ != organisation)


def name(desk: Desk, organisation: OrganisationId, day: dt.date) -> str:
    """What it was called on a day; its id where nobody named it."""
    found = register(desk).get(organisation)
    return organisation if found is None else name_on(found, day) or organisation


def names(desk: Desk, day: dt.date) -> dict[OrganisationId, str]:
    """What every organisation was called on a day, or when it was last or first named."""
    return {id_: name_on(one, day) for id_, one in register(desk).items()}


def require(desk: Desk, organisation: OrganisationId) -> OrganisationId:
    """The id, which the register knows. Raises ``Refusal`` ORGANISATION_UNKNOWN."""
    if organisation not in register(desk):
        raise Refusal("ORGANISATION_UNKNOWN", organisation=organisation)
    return organisation


def file_of(desk: Desk, organisation: OrganisationId, day: dt.date) -> OrganisationFile:
    """Everything about one organisation on a day. Raises ``Refusal`` ORGANISATION_UNKNOWN."""
    require(desk, organisation)
    here = tree(desk, day)
    on_day = here.organisations.get(organisation)

    def named(ids: tuple[OrganisationId, ...]) -> tuple[Named, ...]:
        return tuple(Named(one, name(desk, one, day)) for one in ids)

    return OrganisationFile(
        organisation,
        name(desk, organisation, day),
        on_day,
        here.superiors(organisation) if on_day else chain_of(register(desk), organisation, day),
        here.counts(organisation) if on_day else Counts(),
        () if on_day else named(successors(desk, organisation, day)),
        named(predecessors(desk, organisation, day)),
        attendance(desk, AsOf.THEN).get(organisation, AttendedUnder()),
        attendance(desk, AsOf.TODAY).get(organisation, AttendedUnder()),
    )


# what visits are recorded with


def snapshot(desk: Desk, cell: OrganisationId, day: dt.date) -> CellSnapshot | None:
    """The cell as minutes of that day name it; ``None`` where the register does not know it."""
    return snapshot_on(register(desk), cell, day)


def cells(desk: Desk, day: dt.date) -> tuple[CellSnapshot, ...]:
    """Everything that can be attended on a day, in order of the tree: cells, then bodies whose committees meet."""
    here = tree(desk, day)
    chains = {parent: () if parent is None else _from(here, parent) for parent in here.children}
    found = [
        CellSnapshot(one.name, one.id, chains[one.parent], category, one.type, one.areas)
        for one in here.below(None)
        if (category := cell_category(one.category)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.category is CellCategory.COMMITTEE))


def _from(here: Tree, organisation: OrganisationId) -> tuple[Superior, ...]:
    """An organisation and its superiors, as a chain of superiors begins with it."""
    one = here.organisations[organisation]
    return (Superior(one.name, one.id, one.level), *here.superiors(organisation))


def completed(desk: Desk, cell: CellSnapshot, day: dt.date | None) -> CellSnapshot:
    """A cell of the register as it was called on the day of the visit.

    What only the register has said of it, of whatever day, is exchanged for that of ``day``; a name or chain that
    somebody wrote otherwise stays, and only what is missing is filled in.
    """
    found = snapshot(desk, cell.id, day) if cell.id is not None and day is not None else None
    if found is None or not found.name:
        return cell
    if not cell.name or _is_from_register(desk, cell):
        return found
    superiors = cell.superiors or found.superiors
    category, type_ = cell.category or found.category, cell.type or found.type
    return CellSnapshot(cell.name, cell.id, superiors, category, type_, cell.areas or found.areas)


def _is_from_register(desk: Desk, cell: CellSnapshot) -> bool:
    everything = register(desk)
    named = ((cell.id, cell.name), *((one.id, one.name) for one in cell.superiors))
    return all(
        id_ is not None and id_ in everything and any(dated.value == name for dated in everything[id_].names)
        for id_, name in named
    )


# counting work


def counted(desk: Desk, attended: AttendedRow, as_of: AsOf) -> tuple[OrganisationId, ...]:
    """Under which organisations a visit counts, nearest first: its cell (or what is in its place) and its superiors.

    ``THEN``: those that stood on its day; ``TODAY``: those of today. Nothing for a cell of no register.
    """
    if attended.cell_id is None:
        return ()
    day = desk.today() if as_of is AsOf.TODAY else attended.date or desk.today()
    return counted_under(register(desk), attended.cell_id, day)


def counting_under(desk: Desk, organisation: OrganisationId, day: dt.date) -> tuple[OrganisationId, ...]:
    """Everything of any time whose work counts under an organisation on a day, itself included."""
    everything = register(desk)
    return tuple(id_ for id_ in everything if organisation in counted_under(everything, id_, day))


def attendance(desk: Desk, as_of: AsOf) -> dict[OrganisationId, AttendedUnder]:
    """Visits and distinct cells under each organisation, each meeting and each cell once; not those withdrawn."""
    visits: dict[OrganisationId, int] = {}
    cells_: dict[OrganisationId, set[OrganisationId]] = {}
    chains: dict[tuple[OrganisationId | None, dt.date | None], tuple[OrganisationId, ...]] = {}
    for one in attended_ever(desk.book):
        key = (one.cell_id, one.date if as_of is AsOf.THEN else None)
        if key not in chains:
            chains[key] = counted(desk, one, as_of)
        for id_ in chains[key]:
            visits[id_] = visits.get(id_, 0) + 1
            cells_.setdefault(id_, set()).add(chains[key][0])
    return {id_: AttendedUnder(number, len(cells_[id_])) for id_, number in visits.items()}


# words


def words(desk: Desk, organisation: OrganisationId | None = None) -> tuple[WordLine, ...]:
    """Every word about the register, or those about one organisation, the last first; those taken back as well.

    Raises ``Refusal`` ORGANISATION_UNKNOWN.
    """
    if organisation is not None:
        require(desk, organisation)
    told, authors = _told(desk), Authors(desk)
    kept = standing([Said(head.id, word, head.based_on) for head, word in told], lambda word: word.undone)
    stands = {one.entry for one in kept}
    lines: list[WordLine] = []
    for head, word in reversed(told):
        settings, successions = _about(word, organisation)
        if organisation is not None and not settings and not successions:
            continue
        by = authors.of(head)
        line = WordLine(
            head.id, word.operation, word.on, word.decision, word.reason, word.source, head.wall, by.person, by.machine,
            head.id not in stands, tuple(map(EntryId, word.undone)), settings, successions,
        )  # fmt: skip
        lines.append(line)
    return tuple(lines)


def _told(desk: Desk) -> tuple[tuple[EntryHead, Reorganisation], ...]:
    """What the machines of this office said, in order of arrival; read again only where words came or went."""
    kind, office = EntryKind.ORGANISATION_CHANGED, papers.office_devices(desk)
    number = log_pages.count(desk.book, Wanted(tuple(sorted(office)), (kind.value,)))
    here = known(desk)
    if here.words is None or here.words[0] != number:
        entries = (one for one in log.entries_of_kind(desk.book, kind) if one.head.device in office)
        found = ((entry.head, content_of(entry)) for entry in entries)
        here.words = number, tuple((head, word) for head, word in found if isinstance(word, Reorganisation))
    return here.words[1]


def _about(
    word: Reorganisation, organisation: OrganisationId | None
) -> tuple[tuple[Setting, ...], tuple[Succession, ...]]:
    if organisation is None:
        return word.settings, word.successions
    return (
        tuple(one for one in word.settings if one.organisation == organisation),
        tuple(one for one in word.successions if organisation in (one.old, one.new)),
    )


def say(desk: Desk, *words: Reorganisation) -> Outcome[tuple[EntryId, ...]]:
    """Sign one entry for each word about the register, in one transaction. Raises ``Refusal`` NOT_AN_OFFICE."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    known = registers.heads_of(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
    written: list[EntryId] = []
    with logbook.writing(desk, len(words)) as pen:
        for word in words:
            subject, texts = new_id(desk.random), texts_of(word)
            entry = pen.write(EntryKind.ORGANISATION_CHANGED, subject, texts, based_on=known)
            written.append(entry.head.id)
            known = (entry.head.id,)
        registers.follow_kinds(desk, (EntryKind.ORGANISATION_CHANGED,))
    return Outcome(tuple(written), CHANGED)
