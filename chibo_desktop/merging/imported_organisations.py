"""What a table of organisations says that the register does not: each line is new, changed, the same, or refused.

A line is an organisation of the register if both have one code, else if both have one name below one superior. Names
are compared as people read them (``spelling``): marks count, for *Nà Mẫu* and *Nà Mậu* are two places. What is merely
alike is pointed out and stays two things.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.imports import Head, Judged, Note, ReadTable, Table, Trouble, Verdict, stopping
from chibo_desktop.domain.organisations import AreaFlag, CellType, Dated, Organisation, value_on
from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.domain.reorganisation import Attribute, Setting
from chibo_desktop.domain.text import spelling
from chibo_desktop.merging.alike import alike_pairs
from chibo_desktop.merging.organisations import Register, spans_of
from chibo_desktop.merging.rings import in_rings
from chibo_desktop.merging.superiors import Known, Meant, Place, Superiors

ATTRIBUTE_OF: Final = {
    Head.NAME: Attribute.NAME,
    Head.PARENT: Attribute.PARENT,
    Head.LEVEL: Attribute.LEVEL,
    Head.CATEGORY: Attribute.CATEGORY,
    Head.TYPE: Attribute.TYPE,
    Head.AREAS: Attribute.AREAS,
    Head.MEMBERS: Attribute.MEMBERS,
    Head.CODE: Attribute.CODE,
    Head.KILOMETRES: Attribute.KILOMETRES,
}
_HEAD_OF: Final = {attribute: head for head, attribute in ATTRIBUTE_OF.items()}


@dataclass(frozen=True, slots=True)
class Days:
    """``asked``: the day on which the register is compared; ``said``: from which day on the table speaks, if any."""

    asked: dt.date
    said: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FromTable:
    """What comes of the lines: words for the register, and what is to be told about each line.

    ``ids`` are the organisations of the lines by sheet and row, those that the register does not have included;
    ``superiors`` knows who is meant by a name, in the same file or in the register.
    """

    settings: tuple[Setting, ...]
    judged: tuple[Judged, ...]
    notes: tuple[Note, ...]
    ids: dict[tuple[str, int], OrganisationId]
    superiors: Superiors


def organisations_from(
    tables: Sequence[ReadTable], register: Register, days: Days, make_id: Callable[[], OrganisationId]
) -> FromTable:
    """Compare all tables of organisations of one file with the register; their lines may name each other."""
    return _Comparison(tables, register, days).done(make_id)


class _Comparison:
    """One comparison: who is meant by each line, then what each line says anew."""

    def __init__(self, tables: Sequence[ReadTable], register: Register, days: Days) -> None:
        self._register, self._days = register, days
        self._table = {table.sheet: table for table in tables}
        self._lines = [Place(table.sheet, line) for table in tables for line in table.lines]
        self._known = Known(register, days.asked)
        self._notes: list[Note] = []
        self._superiors = Superiors(self._lines, self._known, self._note)

    def done(self, make_id: Callable[[], OrganisationId]) -> FromTable:
        self._name_twins()
        found = {place: self._superiors.organisation(place) for place in self._lines}
        self._refuse_twice(found)
        ids = {place: known or make_id() for place, known in found.items()}
        said = {place: tuple(self._settings(place, ids, self._in_register(found[place]))) for place in self._lines}
        settings = tuple(one for words in said.values() for one in words)
        self._refuse_rings(settings)
        self._point_out_alike(found)
        refused = {(note.sheet, note.row) for note in stopping((*self._notes, *self._reading_notes()))}
        judged = tuple(
            _judged(place, self._in_register(found[place]), said[place], place.key in refused) for place in self._lines
        )
        by_key = {place.key: id_ for place, id_ in ids.items()}
        return FromTable(settings, judged, tuple(self._notes), by_key, self._superiors)

    def _in_register(self, id_: OrganisationId | None) -> Organisation | None:
        return None if id_ is None else self._register.get(id_)

    def _reading_notes(self) -> Iterator[Note]:
        return (note for table in self._table.values() for note in table.notes)

    def _note(self, trouble: Trouble, place: Place, head: Head, **data: Datum) -> None:
        self._notes.append(self._table[place.sheet].note(trouble, place.line, head, **data))

    def _name_twins(self) -> None:
        """One code twice in a file is two organisations or a slip: nobody knows which."""
        by_code: dict[str, Place] = {}
        for place in self._lines:
            code = place.line.text(Head.CODE)
            first = by_code.setdefault(code, place) if code else place
            if first is not place:
                self._note(Trouble.CODE_TWICE, place, Head.CODE, code=code, row=first.line.row)

    def _refuse_twice(self, found: dict[Place, OrganisationId | None]) -> None:
        """Two lines about one organisation, of the register or new."""
        first: dict[object, Place] = {}
        for place, known in found.items():
            code = place.line.text(Head.CODE)
            above = self._superiors.above(place)
            new = (spelling(place.name), above, code)
            before = first.setdefault(known or new, place)
            if before is not place and not (code and code == before.line.text(Head.CODE)):
                self._note(Trouble.LINE_TWICE, place, Head.NAME, name=place.name, row=before.line.row)

    def _settings(
        self, place: Place, ids: dict[Place, OrganisationId], known: Organisation | None
    ) -> Iterator[Setting]:
        """The words of a line: one setting for a new organisation, else one for each day from which a value holds."""
        values = self._values(place, ids)
        if known is None:
            if self._days.said is not None:
                values[Attribute.STANDS] = True
            yield _setting(ids[place], self._days.said, values)
            return
        by_day: dict[dt.date | None, dict[Attribute, Any]] = defaultdict(dict)
        for attribute, value in values.items():
            spans = spans_of(known, attribute)
            if _held(attribute, value_on(spans, self._days.asked)) != _held(attribute, value):
                by_day[self._since(spans)][attribute] = value
        for day, changed in by_day.items():
            yield _setting(known.id, day, changed)

    def _since(self, spans: Sequence[Dated[Any]]) -> dt.date | None:
        """From which day on a changed value holds: the one that was told, else as long as the value in its place."""
        if self._days.said is not None or not spans:
            return self._days.said
        holding = [span.valid_from for span in spans if span.holds_on(self._days.asked)]
        return max(holding, key=lambda day: day or dt.date.min) if holding else self._days.asked

    def _values(self, place: Place, ids: dict[Place, OrganisationId]) -> dict[Attribute, Any]:
        values: dict[Attribute, Any] = {}
        for head, attribute in ATTRIBUTE_OF.items():
            if head is not Head.PARENT and head in place.line.said:
                values[attribute] = _typed(attribute, place.line.said[head])
        above = self._superiors.above(place)
        if above is not None:
            values[Attribute.PARENT] = ids[above] if isinstance(above, Place) else above
        return values

    def _refuse_rings(self, settings: Iterable[Setting]) -> None:
        """With what the register holds, nobody may come to stand below himself."""
        parents = {one.id: value_on(one.parents, self._days.asked) for one in self._register.values()}
        parents |= {one.organisation: one.parent for one in settings if Attribute.PARENT in one.sets}
        rings = in_rings(parents)
        for place in self._lines:
            if self._superiors.organisation(place) in rings:
                self._note(Trouble.PARENT_CYCLE, place, Head.PARENT, name=place.name)

    def _point_out_alike(self, found: dict[Place, OrganisationId | None]) -> None:
        """New names beside others of the same unit that they are nearly spelled like."""
        units: dict[Meant | None, list[tuple[str, Place | None]]] = defaultdict(list)
        for place, known in found.items():
            if known is None:
                units[self._unit(place)].append((place.name, place))
        for unit, new in units.items():
            others: list[tuple[str, Place | None]] = [(one.name, None) for one in self._known.below(unit)]
            for (name, place), (other, beside) in alike_pairs(new, others):
                if place is not None:
                    row = beside.line.row if beside is not None else 0
                    self._note(Trouble.ALIKE, place, Head.NAME, name=name, other=other, row=row)

    def _unit(self, place: Place) -> Meant | None:
        """The superior of a line as the register knows it; the line itself where it is new."""
        above = self._superiors.above(place)
        return self._superiors.organisation(above) or above if isinstance(above, Place) else above


def _judged(place: Place, known: Organisation | None, said: Sequence[Setting], is_refused: bool) -> Judged:
    heads = tuple(_HEAD_OF[one] for setting in said for one in setting.sets if one in _HEAD_OF)
    verdict = Verdict.NEW if known is None else Verdict.CHANGED if said else Verdict.SAME
    if is_refused:
        verdict = Verdict.REFUSED
    changes = heads if verdict is Verdict.CHANGED else ()
    return Judged(Table.ORGANISATIONS, place.sheet, place.line.row, place.name, verdict, changes)


def _setting(organisation: OrganisationId, day: dt.date | None, values: dict[Attribute, Any]) -> Setting:
    return Setting(organisation, tuple(values), day, **{attribute.value: value for attribute, value in values.items()})


def _typed(attribute: Attribute, said: object) -> object:
    if attribute is Attribute.AREAS and isinstance(said, tuple):
        return tuple(flag for flag in AreaFlag if flag in said)
    return CellType(said) if attribute is Attribute.TYPE and isinstance(said, str) else said


def _held(attribute: Attribute, value: Any) -> object:
    """A value as it is compared: areas have no order."""
    return frozenset(value or ()) if attribute is Attribute.AREAS else value
