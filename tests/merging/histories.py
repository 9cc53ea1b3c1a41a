"""Histories of one visit as hypothesis draws them, and a slow fold to compare with."""

import hashlib
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import assemble, leaves, part_of
from chibo_desktop.domain.ids import DeviceId, EntryId, VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.people import Officer
from chibo_desktop.domain.visits import Attendance, AttendanceState, Attendee, Opinion, Session, Visit
from chibo_desktop.merging.versions import Deed, Version
from tests.building.visits import id_of, item_of

ANNA, BINH = item_of("anna"), item_of("binh")

SMALL = Visit(
    id=VisitId(id_of("small visit")),
    cell=CellSnapshot("Chi bộ thôn Khuổi Đu"),
    session=Session(start="19:30", place="nhà họp thôn"),
    chair=Officer("Hoàng Thị Mẫu", "Bí thư"),
    attendance=Attendance(roster=(Attendee(ANNA, "Nông Thị Ví"),)),
    opinions=(Opinion(ANNA, text="Sửa đường vào thôn."),),
)

VALUES: dict[str, Sequence[Any]] = {
    "session.place": ("nhà họp thôn", "nhà văn hóa", "nhà bí thư"),
    "session.start": ("19:30", "20:00", None),
    "closing.conclusion": ("", "Thống nhất.", "Giao chi ủy."),
    "chair.name": ("Hoàng Thị Mẫu", "Hà Văn Mẫu"),
    f"opinions/{ANNA}/text": ("Sửa đường vào thôn.", "Sửa cầu."),
    f"opinions/{ANNA}/struck": (False, True),
    f"opinions/{BINH}/text": ("Vay vốn.", "Dạy nghề."),
    f"attendance.roster/{ANNA}/state": (AttendanceState.PRESENT, AttendanceState.EXCUSED),
}

_DEEDS = (Deed.AMEND, Deed.AMEND, Deed.AMEND, Deed.SETTLE, Deed.WITHDRAW, Deed.RETURN, Deed.RECORD)
_DEVICES = tuple(DeviceId(id_of(f"device {name}")) for name in "abc")


def entry_of(number: int) -> EntryId:
    """Ids whose order says nothing about the order of writing."""
    return EntryId(hashlib.sha256(f"entry {number}".encode()).hexdigest()[:43])


def changed(visit: Visit, values: dict[str, Any]) -> Visit:
    """The visit with these leaves set; a row is begun by its first leaf."""
    return assemble(leaves(visit) | values)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Version, ...]:
    """Up to seven versions, each based on some of those before it."""
    versions = [Version(entry_of(0), Deed.RECORD, draw(st.sampled_from(_DEVICES)), visit=SMALL, absent=draw(_absences))]
    for number in range(1, draw(st.integers(1, 7))):
        versions.append(draw(_next(versions, number)))
    return tuple(versions)


_absences = st.sampled_from(
    [frozenset[PartClass]()] * 5 + [frozenset({PartClass.PEOPLE}), frozenset({PartClass.WORDS, PartClass.PEOPLE})]
)


@st.composite
def _next(draw: st.DrawFn, versions: list[Version], number: int) -> Version:
    parents = draw(st.lists(st.sampled_from(versions), min_size=1, max_size=2, unique_by=lambda one: one.entry))
    deed, device = draw(st.sampled_from(_DEEDS)), draw(st.sampled_from(_DEVICES))
    based_on = tuple(parent.entry for parent in parents)
    paths = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=3, unique=True))
    values = {path: draw(st.sampled_from(VALUES[path])) for path in paths}
    base = next((one.visit for one in (*parents, *versions) if one.visit is not None), SMALL)
    match deed:
        case Deed.RECORD | Deed.AMEND:
            visit, absent = changed(base, values), draw(_absences)
            if PartClass.FIGURES in absent:
                visit = None
            return Version(entry_of(number), deed, device, based_on, visit, tuple(values), absent=absent)
        case Deed.SETTLE:
            path = paths[0]
            chosen = ((path, values[path]),)
            undone = draw(st.sampled_from([frozenset[EntryId]()] * 2 + [frozenset(based_on)]))
            return Version(entry_of(number), deed, device, based_on, settled=chosen, path=path, undone=undone)
        case _:
            return Version(entry_of(number), deed, device, based_on, reason=f"reason {number}")


class SlowFold:
    """The rules said once more, as plainly as can be."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.known = {one.entry: one for one in versions}
        self.content = {one.entry: leaves(one.visit) for one in versions if one.visit is not None}
        records = [one for one in self.known.values() if one.deed is Deed.RECORD]
        self.root = records[0].entry if len(records) == 1 and not records[0].based_on else None
        makers = records or [one for one in self.known.values() if one.deed is Deed.AMEND]
        self.recorder = min(makers, key=lambda one: (self.depth(one.entry), one.entry)).device if makers else None

    def parents(self, entry: EntryId) -> set[EntryId]:
        found = {parent for parent in self.known[entry].based_on if parent in self.known}
        return found | ({self.root} if self.root is not None and entry != self.root else set())

    def ancestors(self, entry: EntryId) -> set[EntryId]:
        direct = self.parents(entry)
        return direct.union(*(self.ancestors(parent) for parent in direct))

    def depth(self, entry: EntryId) -> int:
        return 1 + max(map(self.depth, self.parents(entry)), default=0)

    def written(self, version: Version) -> dict[str, Any]:
        if version.visit is None:
            return dict(version.settled)
        content = self.content[version.entry]
        return content if version.deed is Deed.RECORD else {path: content[path] for path in version.changes}

    def standing(self, path: str) -> list[Version]:
        """Versions whose value of a leaf is known and has no successor, the one to be shown first."""
        undone = {entry for one in self.known.values() if one.path == path for entry in one.undone}
        writers = [one for one in self.known.values() if path in self.written(one) and one.entry not in undone]
        writers = writers or [self.known[entry] for entry, found in self.content.items() if path in found]
        heads = [one for one in writers if not any(one.entry in self.ancestors(two.entry) for two in writers)]
        heads = [one for one in heads if one.deed is Deed.SETTLE or part_of(path) not in one.absent]
        heads.sort(key=lambda one: (one.device == self.recorder, self.depth(one.entry), one.entry), reverse=True)
        return heads

    def value(self, version: Version, path: str) -> Any:
        written = self.written(version)
        return written[path] if path in written else self.content[version.entry][path]

    def paths(self) -> set[str]:
        return {path for found in self.content.values() for path in found}
