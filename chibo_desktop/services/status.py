"""Where everything stands: visits by state, what is missing of each machine, and the digest of the merged state."""

from dataclasses import dataclass
from itertools import chain

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.merging.digest import state_digest
from chibo_desktop.packets.trust_documents import Role as CertificateRole
from chibo_desktop.services import archive, papers, registers
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.storage import chains, links, meetings, quarantine, register, visit_lists


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries ``first`` to ``last`` of a machine that never arrived although later ones did."""

    device: DeviceId
    machine: str
    epoch: EpochId
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ForkView:
    """Two different entries in one place of one log: both kept, a person looks into it."""

    device: DeviceId
    machine: str
    seq: int
    entries: tuple[EntryId, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Counts by state and what needs a look. ``held`` counts files and items set aside, by code.

    ``visits`` counts, at an office, a meeting that was recorded more than once as one; of ``conflicts`` those about
    which machines are being ``asked`` wait for them and are left out; ``doubtful`` pairs may be one meeting.
    """

    role: Role
    machine: str
    device: DeviceId
    office: str
    is_enrolled: bool
    visits: dict[VisitState, int]
    gaps: tuple[Gap, ...]
    forks: tuple[ForkView, ...]
    held: dict[str, int]
    conflicts: int
    asked: int
    doubtful: int


def status(desk: Desk) -> Status:
    """The state of this home."""
    names = machine_names(desk)
    counts = visit_lists.state_counts(desk.book, counted_once=desk.is_office)
    held: dict[str, int] = {}
    for item in quarantine.held(desk.book, open_only=True):
        held[item.reason.code] = held.get(item.reason.code, 0) + 1
    forks = tuple(
        ForkView(fork.device, names.get(fork.device, ""), fork.seq, fork.entries) for fork in chains.forks(desk.book)
    )
    asked = [row.is_asked for rows in register.conflicts(desk.book).values() for row in rows]
    return Status(
        role=desk.me.role,
        machine=desk.me.machine,
        device=desk.me.device,
        office=desk.me.office_name,
        is_enrolled=papers.trust_book(desk).certificate_of(desk.keys.signing.id) is not None,
        visits={state: counts.get(state, 0) for state in VisitState},
        gaps=gaps(desk),
        forks=forks,
        held=held,
        conflicts=sum(not is_asked for is_asked in asked),
        asked=sum(asked),
        doubtful=len(meetings.doubles(desk.book)),
    )


def gaps(desk: Desk, device: DeviceId | None = None) -> tuple[Gap, ...]:
    """What is missing below the last entry that is held, of every machine or of one.

    An office sends down only what concerns a machine, so that holes in an office's log say nothing.
    """
    missing = chains.gaps(desk.book, device)
    if not missing:
        return ()
    names, offices = machine_names(desk), office_devices(desk)
    return tuple(
        Gap(gap.device, names.get(gap.device, ""), gap.epoch, gap.first, gap.last)
        for gap in missing
        if gap.device not in offices
    )


def office_devices(desk: Desk) -> frozenset[DeviceId]:
    """Machines of offices, as far as somebody vouched for them."""
    known = papers.trust_book(desk).certificates.values()
    return frozenset(DeviceId(one.device) for one in known if one.role is not CertificateRole.GROUP)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine, who answers for it, and the group to which it belongs; "" is unknown."""

    name: str = ""
    person: str = ""
    group: str = ""


def known_machines(desk: Desk) -> dict[DeviceId, Machine]:
    """The machines that somebody vouched for, this one included."""
    found = {
        DeviceId(one.device): Machine(one.machine, one.person.name, one.group.name if one.group else "")
        for one in papers.trust_book(desk).all_certificates()
    }
    me = desk.me
    return found | {me.device: Machine(me.machine, me.person.name, me.group.name)}


def machine_names(desk: Desk) -> dict[DeviceId, str]:
    """Names of the machines that somebody vouched for, this one included."""
    return {device: machine.name for device, machine in known_machines(desk).items()}


def digest(desk: Desk) -> str:
    """SHA-256 of the merged state, in hexadecimal: a function of the set of entries, not of how they arrived.

    Both what the entries come to and what the register shows go in: a register that has drifted changes the digest.
    """
    found = (
        archive.canonical_visits(desk),
        register.dump_register(desk.book),
        links.dump_links(desk.book),
        registers.canonical_registers(desk),
    )
    return state_digest(chain.from_iterable(found))
