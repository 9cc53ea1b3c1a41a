"""The people whom an office knows, from decisions and rosters: found without marks, joined where ids are one person.

Joining says that ids name one person. It changes nothing that was signed, and is taken back by another word.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.groups import PersonJoined
from chibo_desktop.domain.ids import EntryId, PersonId
from chibo_desktop.domain.organisations import value_on
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.text import clean_text, fold
from chibo_desktop.merging.joined_people import joining
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import groups, logbook, organisations, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory

ALIKE = 88
"""Likeness of two folded names, of 100, from which a person is asked whether they are one."""
CHANGED = Changes.of(("person", "*"), ("group", "*"))


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody by the id that stands for all of his; ``ids`` are all of them where they were joined.

    ``groups``: names of his groups of the day; ``cells``: of the cells in whose rosters he stands.
    """

    id: PersonId
    name: str
    post: str = ""
    groups: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    ids: tuple[PersonId, ...] = ()


def people(desk: Desk, day: dt.date | None = None) -> tuple[KnownPerson, ...]:
    """Everybody in decisions and rosters, by name. Name and post are those of the newest decision that names them."""
    on = day or desk.today()
    known = _from_decisions(desk, on)
    register = organisations.register(desk)
    for roster in directory.rosters(desk.book):
        cell = register.get(roster.cell)
        where = (value_on(cell.names, on) or "",) if cell is not None else ()
        for member in roster.members:
            held = known.get(member.id, KnownPerson(member.id, member.name, member.post))
            known[member.id] = replace(held, cells=held.cells + where)
    return tuple(sorted(_united(known, registers.same_people(desk)), key=lambda one: (_by_name(one.name), one.id)))


def _from_decisions(desk: Desk, day: dt.date) -> dict[PersonId, KnownPerson]:
    known: dict[PersonId, KnownPerson] = {}
    for decision in groups.decisions(desk):  # the newest first
        for member in (member for group in decision.groups for member in group.members):
            known.setdefault(member.id, KnownPerson(member.id, member.name, member.post))
    for standing in groups.groups_on(desk, day):
        for member in standing.group.members:
            held = known[member.id]
            if standing.group.name not in held.groups:
                known[member.id] = replace(held, groups=(*held.groups, standing.group.name))
    return known


def _united(known: dict[PersonId, KnownPerson], same: dict[PersonId, PersonId]) -> list[KnownPerson]:
    found: dict[PersonId, KnownPerson] = {}
    for id_, one in known.items():
        stands_for = same.get(id_, id_)
        ids = tuple(other for other, least in same.items() if least == stands_for)
        before = found.get(stands_for)
        if before is None:
            found[stands_for] = replace(one, id=stands_for, ids=ids)
        else:
            found[stands_for] = replace(
                before,
                groups=tuple(dict.fromkeys((*before.groups, *one.groups))),
                cells=tuple(dict.fromkeys((*before.cells, *one.cells))),
            )
    return list(found.values())


def _by_name(name: str) -> tuple[str, str]:
    """Vietnamese lists go by the given name, which stands last."""
    words = fold(name).split()
    return (words[-1] if words else "", " ".join(words))


def find(known: Sequence[KnownPerson], text: str, folded: Sequence[str] = ()) -> tuple[KnownPerson, ...]:
    """Those whose name, post, group or cell contains every word of a text, without marks.

    ``folded`` are their :func:`searched_words`, where somebody searches again and again.
    """
    wanted = fold(text).split()
    every = folded or [searched_words(one) for one in known]
    return tuple(one for one, words in zip(known, every, strict=True) if all(word in words for word in wanted))


def searched_words(one: KnownPerson) -> str:
    """What a person is found by, without marks."""
    return fold(" ".join((one.name, one.post, *one.groups, *one.cells)))


def alike(known: Sequence[KnownPerson], name: str) -> tuple[KnownPerson, ...]:
    """People of nearly that name, the likeliest first: hints, for two people may well have one name."""
    folded = fold(name).strip()
    if not folded:
        return ()
    names = [fold(one.name) for one in known]
    found = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8)
    return tuple(known[place] for _, _, place in found)


def doubtful(known: Sequence[KnownPerson]) -> tuple[tuple[KnownPerson, KnownPerson], ...]:
    """Pairs of members of groups with nearly one name. Members of cells are not compared: too many bear one name."""
    members = [one for one in known if one.groups or not one.cells]
    return tuple((one, other) for place, one in enumerate(members) for other in alike(members[place + 1 :], one.name))


def join(desk: Desk, one: PersonId, other: PersonId, reason: str = "") -> Outcome[EntryId]:
    """Say that two ids are one person.

    Raises ``Refusal`` NOT_AN_OFFICE, PERSON_NOT_KNOWN (no decision and no roster names that id), PERSON_SELF.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    if registers.same_people(desk).get(one, one) == registers.same_people(desk).get(other, other):
        raise Refusal("PERSON_SELF", person=one)
    known = {id_ for person in people(desk) for id_ in (person.id, *person.ids)}
    for id_ in (one, other):
        if id_ not in known:
            raise Refusal("PERSON_NOT_KNOWN", person=id_)
    with logbook.writing(desk) as pen:
        entry = say_joined(desk, pen, one, other, reason)
    return Outcome(entry, CHANGED)


def say_joined(desk: Desk, pen: logbook.Pen, one: PersonId, other: PersonId, reason: str = "") -> EntryId:
    """Sign that two ids are one person. Inside the caller's transaction."""
    return _write(desk, pen, PersonJoined((min(one, other), max(one, other)), (), clean_text(reason)))


def recognise(desk: Desk, pen: logbook.Pen, claimed: PersonId, person: PersonId) -> None:
    """Somebody whom a machine names is a person of the directory. Inside the caller's transaction.

    Raises ``Refusal`` PERSON_NOT_KNOWN.
    """
    if all(person not in (one.id, *one.ids) for one in people(desk)):
        raise Refusal("PERSON_NOT_KNOWN", person=person)
    same = registers.same_people(desk)
    if same.get(claimed, claimed) != same.get(person, person):
        say_joined(desk, pen, claimed, person)


def separate(desk: Desk, person: PersonId, reason: str = "") -> Outcome[EntryId]:
    """Take back every word that joined this id to another. Raises ``Refusal`` NOT_AN_OFFICE, PERSON_NOT_JOINED."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    said = registers.said(desk, EntryKind.PERSON_JOINED, PersonJoined)
    same = registers.same_people(desk)
    ids = [id_ for id_, least in same.items() if least == person] if person in same.values() else [person]
    undone = tuple(dict.fromkeys(entry for id_ in ids for entry in joining(said, id_)))
    if not undone:
        raise Refusal("PERSON_NOT_JOINED", person=person)
    with logbook.writing(desk) as pen:
        entry = _write(desk, pen, PersonJoined((person,), undone, clean_text(reason)))
    return Outcome(entry, CHANGED)


def _write(desk: Desk, pen: logbook.Pen, word: PersonJoined) -> EntryId:
    known = registers.heads_of(desk, EntryKind.PERSON_JOINED, PersonJoined)
    return pen.write(EntryKind.PERSON_JOINED, min(word.people), texts_of(word), based_on=known).head.id


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings are nearly one name: a slip that was corrected, and not somebody else."""
    return fuzz.ratio(fold(one), fold(other)) >= ALIKE
