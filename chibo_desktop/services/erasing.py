"""Erasing what minutes hold of a person: looking first, then the chosen leaves, by signed entries of the office.

Looking finds names, the person's words, and free text that mentions the name, in every version that the book has. A
person decides leaf by leaf. Erasing writes one ``part.erased`` for each part that held something.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chibo_desktop.domain.entries import EntryKind, PartClass
from chibo_desktop.domain.erasing import HitKind, Sought, hits_in, masked, mentions, names_in
from chibo_desktop.domain.fields import leaves, part_of, row_numbers
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.register_hits import register_part_of
from chibo_desktop.domain.text import clean_name, clean_text
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets.content_parts import CLASS_OF_PART, FIGURES_PART, WORDS_PART
from chibo_desktop.packets.contents import PartErased, texts_of
from chibo_desktop.packets.entry_intake import visit_of
from chibo_desktop.packets.part_cuts import LEFT_PART, cut_part, leaf_of
from chibo_desktop.packets.visit_parts import amendment
from chibo_desktop.services import archive, logbook, wiping
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.erasing_registers import FoundRegister, cut_own_work
from chibo_desktop.services.logbook import Pen
from chibo_desktop.services.remains import Erasure, Place, Remains, erasures_among, remains_of
from chibo_desktop.services.wiping import Finished
from chibo_desktop.storage import erasures as erased
from chibo_desktop.storage import log, register

Progress = Callable[[int, int], None]
"""Visits looked into, and visits in all."""

REASON = "reason"
"""Path of the reason of an amendment, withdrawal, return or choice: no leaf of a visit, but it may name people."""


@dataclass(frozen=True, slots=True)
class FoundLeaf:
    """A leaf that holds something of the person: why it is offered, and every text that any version has there.

    ``rows`` as in ``archive.ChangeNote``.
    """

    path: str
    kind: HitKind
    texts: tuple[str, ...]
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundVisit:
    """A visit and what of it is offered; ``names`` are the spellings by which the person was found there."""

    row: VisitRow
    leaves: tuple[FoundLeaf, ...]
    names: tuple[str, ...]

    @property
    def id(self) -> VisitId:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose in one visit: ``gone`` leaves lose all text, of ``masked`` ones only the names go.

    ``visit`` may as well be the roster, decision or plan of an ``erasing_registers.FoundRegister``.
    """

    visit: VisitId
    gone: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: visits, leaves and parts of entries, and what went or stayed outside the log.

    ``others`` are the rosters, decisions and plans that lost something.
    """

    visits: int
    leaves: int
    parts: int
    finished: Finished
    others: int = 0


def silent(done: int, total: int) -> None:
    """A progress that tells nobody."""


def look(
    desk: Desk, sought: Sought, visits: Sequence[VisitId] | None = None, progress: Progress = silent
) -> tuple[FoundVisit, ...]:
    """What the book holds of a person, newest visit first; nothing is changed.

    Raises ``Refusal`` NOT_AN_OFFICE, PERSON_MISSING (neither name nor id).
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    sought = Sought(tuple(name for name in map(clean_name, sought.names) if name), sought.person)
    if not sought.names and sought.person is None:
        raise Refusal("PERSON_MISSING")
    wanted = list(visits) if visits is not None else _candidates(desk, sought)
    rows = register.visits(desk.book, wanted)
    found: list[FoundVisit] = []
    for done, visit in enumerate(rows):
        progress(done, len(rows))
        remains = remains_of(log.entries_of(desk.book, (visit,)).get(visit, ()))
        one = _look_into(rows[visit], remains, sought)
        if one.leaves:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (str(one.row.date), one.row.id), reverse=True))


def _candidates(desk: Desk, sought: Sought) -> list[VisitId]:
    """Visits of which any text, older versions included, has one of the names or the id in it."""
    found: dict[VisitId, None] = {}
    for subject, text in erased.texts_about(desk.book):
        visit = VisitId(subject.split("/")[0])
        if visit not in found and ((sought.person or "\0") in text or mentions(text, sought.names)):
            found[visit] = None
    return list(found)


def _look_into(row: VisitRow, remains: Remains, sought: Sought) -> FoundVisit:
    kinds: dict[str, HitKind] = {}
    texts: dict[str, dict[str, None]] = {}
    contents = [visit for entry in remains.entries if (visit := visit_of(entry)) is not None]
    for visit in contents:
        for hit in hits_in(visit, sought):
            kinds[hit.path] = min(kinds.get(hit.path, hit.kind), hit.kind, key=list(HitKind).index)
            texts.setdefault(hit.path, {})[hit.value] = None
    names = _names(contents, sought)
    for entry in remains.entries:
        words = entry.part(WORDS_PART)
        reason = leaf_of(words.text, "{}", REASON) if words and words.text else ""
        if reason and mentions(reason, names):
            kinds[REASON] = HitKind.MENTION
            texts.setdefault(REASON, {})[reason] = None
    shown = contents[-1] if contents else None
    leaves = tuple(
        FoundLeaf(path, kinds[path], tuple(texts[path]), row_numbers(shown, path) if shown and path != REASON else ())
        for path in kinds
    )
    return FoundVisit(row, leaves, names)


def _names(contents: Iterable[Visit], sought: Sought) -> tuple[str, ...]:
    return sought.also(name for visit in contents for name in names_in(visit, sought.person)).names


def usual(found: FoundVisit | FoundRegister) -> Choice:
    """What is ticked when nobody has decided yet: names and the person's own words; mentions are for a person."""
    gone = tuple(leaf.path for leaf in found.leaves if leaf.kind is not HitKind.MENTION)
    return Choice(VisitId(found.id), gone, (), found.names)


def erase(desk: Desk, choices: Sequence[Choice], reason: str) -> Outcome[Erased]:
    """Erase the chosen leaves for good, in every version of each visit that the book has.

    Raises ``Refusal`` NOT_AN_OFFICE, REASON_MISSING, REASON_NAMES (the reason is signed and stays: it must not name
    whom it erases), NOTHING_TO_ERASE.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    if not clean_text(reason):
        raise Refusal("REASON_MISSING")
    if mentions(reason, [name for choice in choices for name in choice.names]):
        raise Refusal("REASON_NAMES")
    planned = [(choice.visit, plan) for choice in choices for plan in _plans(desk, choice)]
    if not planned:
        raise Refusal("NOTHING_TO_ERASE")
    visits = tuple(dict.fromkeys(visit for visit, _ in planned))
    minutes = register.visits(desk.book, visits)
    with logbook.writing(desk, len(planned)) as pen:
        for visit, plan in planned:
            _write(pen, visit, plan, clean_text(reason))
        archive.refold_visits(desk, visits)
        if len(minutes) < len(visits):
            cut_own_work(desk, [name for choice in choices for name in choice.names if choice.visit not in minutes])
    finished = wiping.finish(desk)
    leaves = {(visit, path) for visit, plan in planned for path in (*plan.gone, *plan.masked)}
    done = Erased(len(minutes), len(leaves), len(planned), finished, len(visits) - len(minutes))
    named = Changes.of(*((kind, "*") for kind in ("organisation", "group", "person", "plan")))
    changes = Changes(frozenset(("visit", visit) for visit in minutes))
    return Outcome(done, changes if len(minutes) == len(visits) else changes | named)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One part to erase: of which entry, which leaves it has, what is left of it, and which erasures that replaces."""

    entry: EntryId
    part: str
    part_class: PartClass
    left: str
    gone: tuple[str, ...]
    masked: tuple[str, ...]
    replaces: tuple[EntryId, ...]


def _plans(desk: Desk, choice: Choice) -> Iterator[_Plan]:
    """Every part about the visit that has text in a chosen leaf."""
    stored = log.entries_of(desk.book, (choice.visit,)).get(choice.visit, ())
    remains = remains_of(stored)
    earlier: dict[Place, list[Erasure]] = {}
    for one in erasures_among(stored):
        earlier.setdefault(one.place, []).append(one)
    for entry in remains.entries:
        if entry.head.kind == EntryKind.PART_ERASED:
            continue
        figures = entry.part(FIGURES_PART)
        ids = (figures.text if figures else None) or "{}"
        for part in entry.parts:
            plan = None if part.text is None else _plan(entry.head.id, part.name, part.text, ids, choice)
            if plan is not None:
                yield _after(plan, earlier.get((plan.entry, plan.part), ()))


def _plan(entry: EntryId, name: str, text: str, figures: str, choice: Choice) -> _Plan | None:
    part_class = CLASS_OF_PART.get(name)
    if part_class is None or part_class is PartClass.FIGURES:
        return None
    gone = [path for path in choice.gone if _class_of(path) is part_class and leaf_of(text, figures, path)]
    held = {path: leaf_of(text, figures, path) for path in choice.masked if _class_of(path) is part_class}
    changed = {path: masked(value, choice.names) for path, value in held.items() if mentions(value, choice.names)}
    if not gone and not changed:
        return None
    left = cut_part(text, figures, gone, changed)
    return _Plan(entry, name, part_class, left, tuple(gone), tuple(changed), ())


def _after(plan: _Plan, earlier: Sequence[Erasure]) -> _Plan:
    """The plan with everything that erasures before it took out: it stands in their place."""
    gone = dict.fromkeys((*(path for one in earlier for path in one.told.paths), *plan.gone))
    names = dict.fromkeys((*(path for one in earlier for path in one.told.masked), *plan.masked))
    kept = tuple(path for path in names if path not in gone)
    return replace(plan, gone=tuple(gone), masked=kept, replaces=tuple(one.entry.head.id for one in earlier))


def _class_of(path: str) -> PartClass:
    if path == REASON:
        return PartClass.WORDS
    try:
        return part_of(path)
    except KeyError:  # no leaf of a visit: of a roster, decision or plan
        return register_part_of(path)


def _write(pen: Pen, visit: VisitId, plan: _Plan, reason: str) -> None:
    told = PartErased(plan.entry, plan.part, plan.gone, plan.masked, reason)
    texts = (*texts_of(told), (LEFT_PART, plan.part_class, plan.left))
    pen.write(EntryKind.PART_ERASED, visit, texts, based_on=plan.replaces)


def follow_up(desk: Desk, subjects: Sequence[str]) -> None:
    """After entries about these things came to count: erase the copies that they carry, and let no text be left.

    Outside of any transaction.
    """
    erase_copies(desk, [VisitId(subject) for subject in subjects])
    wiping.finish(desk)


def erase_copies(desk: Desk, visits: Sequence[VisitId]) -> int:
    """Erase what amendments carried along that came after an erasure of this machine: words that they did not set.

    Whoever amends writes the whole content anew, and did not know yet. A leaf that the amendment does set is somebody's
    new words and stays. Returns the number of parts.
    """
    planned = [
        (VisitId(visit), plan, reason)
        for visit in erased.erased_among(desk.book, visits)
        for plan, reason in _copies(desk, VisitId(visit))
    ]
    if planned:
        with logbook.writing(desk, len(planned)) as pen:
            for visit, plan, reason in planned:
                _write(pen, visit, plan, reason)
            archive.refold(desk, tuple(dict.fromkeys(visit for visit, _, _ in planned)))
    return len(planned)


def _copies(desk: Desk, visit: VisitId) -> Iterator[tuple[_Plan, str]]:
    """A plan, with the reason of the erasure that it follows, for each part of an amendment that carries copies."""
    stored = log.entries_of(desk.book, (visit,)).get(visit, ())
    standing = erasures_among(stored)
    own = [one for one in standing if one.entry.head.device == desk.me.device]
    covered = {one.place for one in standing}
    shown = leaves(archive.content(archive.folded(desk, visit))) if own else {}
    for entry in stored:
        figures = entry.part(FIGURES_PART)
        if entry.head.kind != EntryKind.VISIT_AMENDED or figures is None or figures.text is None:
            continue
        for part in entry.parts:
            like = [one for one in own if one.told.part == part.name]
            if like and part.text is not None and (entry.head.id, part.name) not in covered:
                plan = _copy(_Text(entry.head.id, part.name, part.text, figures.text), like, shown)
                if plan is not None:
                    yield plan, like[0].told.reason


@dataclass(frozen=True, slots=True)
class _Text:
    """A part of an amendment, with the figures beside it."""

    entry: EntryId
    part: str
    text: str
    figures: str


def _copy(one: _Text, like: Sequence[Erasure], shown: Mapping[str, object]) -> _Plan | None:
    newly = frozenset(amendment(one.figures).changes)

    def carried(paths: Iterable[str]) -> list[str]:
        return [path for path in paths if path not in newly and leaf_of(one.text, one.figures, path)]

    gone = carried(dict.fromkeys(path for erasure in like for path in erasure.told.paths))
    names = carried(dict.fromkeys(path for erasure in like for path in erasure.told.masked))
    changed = {path: str(shown.get(path, "")) for path in names if path not in gone}
    changed = {path: text for path, text in changed.items() if text != leaf_of(one.text, one.figures, path)}
    if not gone and not changed:
        return None
    left = cut_part(one.text, one.figures, gone, changed)
    return _Plan(one.entry, one.part, CLASS_OF_PART[one.part], left, tuple(gone), tuple(changed), ())
