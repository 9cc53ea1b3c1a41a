"""Whose word about a visit counts: the same for every order of packets and papers, and equal above and below."""

import contextlib
import dataclasses
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import UNSET

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import DeviceId, EntryId, GroupId, PersonId
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.visits import Visit, VisitState
from chibo_desktop.packets.contents import ConflictSettled, Content, VisitsLinked, VisitWithdrawn, texts_of
from chibo_desktop.packets.entries import Draft
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import Document, Shipment, pack
from chibo_desktop.packets.trust import Scope, certificate_for
from chibo_desktop.packets.trust_documents import GroupClaim, LastGood, Reader, Revocation, Role, read_request
from chibo_desktop.services import arriving, doctor, office, papers, receiving, revocation, status, visits, withdrawing
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import aside
from chibo_desktop.storage import links as link_book
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import AsideReason
from chibo_desktop.storage.trust_documents import DocumentKind
from tests.building.enrolled import Enrolled
from tests.building.exchange import NOON, Machine
from tests.building.exchange_town import a_visit
from tests.building.visits import id_of

Step = Callable[[], None]

OURS, THEIRS = (GroupClaim(id_of(f"group {name}"), f"Tổ {name}") for name in ("Bạch Thông", "Chợ Đồn"))


class Office:
    """An office, and machines of two groups that write without any program of their own."""

    def __init__(self, clerk: Desk) -> None:
        self.clerk = clerk
        profile = papers.profile_in_force(clerk)
        assert profile is not None
        self.readers: tuple[Reader, ...] = profile.readers

    def machine(self, label: str, group: GroupClaim | None, role: Role = Role.GROUP) -> Machine:
        machine = Machine(label, role)
        machine.group = group
        return machine

    def vouch(
        self, machine: Machine, group: GroupClaim | None, replaces: str | None = None, organisations: Sequence[str] = ()
    ) -> None:
        """A certificate, as an office that changed its mind would write another one."""
        request, _ = read_request(machine.request(str(self.clerk.me.office)))
        request = dataclasses.replace(request, replaces=replaces or UNSET)
        scope = Scope.asked(request, NOON, NOON + timedelta(days=365))
        scope = dataclasses.replace(scope, group=group, organisations=tuple(organisations))
        certificate = certificate_for(request, str(self.clerk.me.office), scope)
        with self.clerk.book.transaction():
            papers.keep(
                self.clerk,
                DocumentKind.CERTIFICATE,
                machine.device,
                office.sign_certificate(self.clerk, certificate),
            )
            revocation.judge(self.clerk)

    def lose(self, machine: Machine) -> None:
        """Nothing that the machine ever wrote counts."""
        lost = Revocation(machine.key.public.text, machine.device, (LastGood(machine.epoch, 0),), "mất")
        with self.clerk.book.transaction():
            revocation.put_on_list(self.clerk, [lost])
            revocation.judge(self.clerk)

    def packet(self, machine: Machine, *entries: Entry) -> bytes:
        shipment = Shipment(
            device=DeviceId(machine.device),
            epoch=machine.epoch,
            audience=str(self.clerk.me.office),
            recipients=self.readers,
            number=len(machine.log),
            created=NOON,
            documents=(Document(ItemKind.REQUEST, machine.request(str(self.clerk.me.office))),),
            entries=entries,
        )
        (packed,) = pack(shipment, machine.key, machine.random_bytes)
        return packed.data

    def merge(self, data: bytes) -> FileReport:
        return arriving.take_file(self.clerk, data, "GOI.chibo", rehearse=False)

    def arriving(self, machine: Machine, entry: Entry) -> Step:
        data = self.packet(machine, entry)

        def step() -> None:
            report = self.merge(data)
            assert report.result in (Result.MERGED, Result.DUPLICATE), report

        return step

    def foreign(self) -> frozenset[EntryId]:
        return frozenset(one.entry for one in aside.entries_aside(self.clerk.book, AsideReason.FOREIGN))


@pytest.fixture(scope="module")
def bureau(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    homes = Enrolled(template, tmp_path_factory.mktemp("foreign"))
    yield Office(homes.clerk)
    homes.close()


class _Over(Exception):
    """Raised to take everything back."""


@contextlib.contextmanager
def for_a_moment(desk: Desk) -> Iterator[None]:
    me, trust, speakers = desk.me, desk.trust, desk.speakers
    with contextlib.suppress(_Over), desk.book.transaction():
        yield
        raise _Over
    desk.me, desk.trust, desk.speakers = me, trust, speakers


@dataclass(frozen=True)
class Story:
    """Steps that may come in any order; which entries then do not count, and the state of the visit."""

    steps: tuple[Step, ...]
    foreign: frozenset[EntryId]
    state: VisitState | None = VisitState.MERGED
    without_rival: frozenset[EntryId] | None = None
    """What does not count once the packet with the record of Máy B was taken back."""


def ids(*entries: Entry) -> frozenset[EntryId]:
    return frozenset(entry.head.id for entry in entries)


def say(machine: Machine, kind: str, subject: str, content: Content, based_on: Sequence[Entry] = ()) -> Entry:
    seen = tuple(entry.head.id for entry in based_on)
    return machine.write(Draft(kind, subject, PersonId(machine.person.id), texts_of(content), seen))


def withdraw(machine: Machine, visit: Visit, *based_on: Entry) -> Entry:
    return say(machine, "visit.withdrawn", visit.id, VisitWithdrawn(visit.id, "ghi nhầm"), based_on)


def amend(machine: Machine, visit: Visit, *based_on: Entry) -> Entry:
    session = dataclasses.replace(visit.session, end="22:15")
    heads = tuple(entry.head.id for entry in based_on)
    return machine.write(machine.draft_of(dataclasses.replace(visit, session=session), heads, "ghi sót"))


def settle(machine: Machine, visit: Visit, *based_on: Entry) -> Entry:
    heads = tuple(entry.head.id for entry in based_on)
    return say(machine, "conflict.settled", visit.id, ConflictSettled("session.end", heads[0], heads), based_on)


def link(machine: Machine, one: Visit, other: Visit) -> Entry:
    first, second = sorted((one.id, other.id))
    return say(machine, "visits.linked", first, VisitsLinked((first, second)))


def plain(name: str) -> Visit:
    """A visit that names no group: nothing but the papers says whose it is."""
    return dataclasses.replace(a_visit(name), group=GroupSnapshot())


def another_group(bureau: Office) -> Story:
    """What the machine of another group writes about a visit changes nothing; a colleague's amendment does."""
    mine, colleague = bureau.machine("Máy A", OURS), bureau.machine("Máy A2", OURS)
    thief = bureau.machine("Máy B", THEIRS)
    for machine in (mine, colleague, thief):
        bureau.vouch(machine, machine.group)
    visit = plain("Phiêng An")
    record = mine.record(visit)
    honest = amend(colleague, visit, record)
    wrong = (amend(thief, visit, record), withdraw(thief, visit, record), settle(thief, visit, record))
    steps = (
        bureau.arriving(mine, record),
        bureau.arriving(colleague, honest),
        *(bureau.arriving(thief, one) for one in wrong),
    )
    return Story(steps, ids(*wrong))


def links(bureau: Office) -> Story:
    """A link speaks of every visit that it names: that is for the office to say."""
    mine, other = bureau.machine("Máy A", OURS), bureau.machine("Máy B", THEIRS)
    clerk = bureau.machine("Văn phòng-2", None, Role.OFFICE)
    for machine in (mine, other, clerk):
        bureau.vouch(machine, machine.group)
    one, two = plain("Phiêng An"), plain("Đon Bây")
    wrong = link(mine, one, two), link(other, one, two)
    entries = [(mine, mine.record(one)), (other, other.record(two)), (mine, wrong[0]), (other, wrong[1])]
    right = link(clerk, one, plain("Nà Lẹng"))
    return Story(tuple(bureau.arriving(*one) for one in (*entries, (clerk, right))), ids(*wrong))


def rivals(bureau: Office) -> Story:
    """Two records of one visit by machines of different groups: only the office speaks, until one is taken back."""
    mine, thief = bureau.machine("Máy A", OURS), bureau.machine("Máy B", THEIRS)
    clerk = bureau.machine("Văn phòng-2", None, Role.OFFICE)
    for machine in (mine, thief, clerk):
        bureau.vouch(machine, machine.group)
    visit = plain("Phiêng An")
    record, rival = mine.record(visit), thief.record(dataclasses.replace(visit, cell=plain("Đon Bây").cell))
    honest, wrong, choice = (
        amend(mine, visit, record),
        withdraw(thief, visit, record, rival),
        settle(clerk, visit, record),
    )
    entries = [(mine, record), (thief, rival), (mine, honest), (thief, wrong), (clerk, choice)]
    steps = tuple(bureau.arriving(*one) for one in entries)
    return Story(steps, ids(honest, wrong), without_rival=ids(wrong))


def successor(bureau: Office) -> Story:
    """A machine speaks of what the one recorded whose place it took, and of every group once the office says so."""
    lost, new, free = bureau.machine("Máy A", OURS), bureau.machine("Máy S", THEIRS), bureau.machine("Máy B", THEIRS)
    for machine in (lost, new, free):
        bureau.vouch(machine, machine.group)
    visit = plain("Phiêng An")
    record = lost.record(visit)
    steps = (
        bureau.arriving(lost, record),
        bureau.arriving(new, amend(new, visit, record)),
        bureau.arriving(free, withdraw(free, visit, record)),
        lambda: bureau.vouch(new, THEIRS, replaces=lost.device),
        lambda: bureau.vouch(free, None),
    )
    return Story(steps, frozenset(), VisitState.WITHDRAWN)


def revoked(bureau: Office) -> Story:
    """A record of a lost machine gives nobody a say, and takes it from nobody."""
    mine, thief = bureau.machine("Máy A", OURS), bureau.machine("Máy B", THEIRS)
    for machine in (mine, thief):
        bureau.vouch(machine, machine.group)
    visit = plain("Phiêng An")
    record, rival = mine.record(visit), thief.record(visit)
    steps = (
        bureau.arriving(mine, record),
        bureau.arriving(thief, rival),
        bureau.arriving(mine, withdraw(mine, visit, record)),
        lambda: bureau.lose(thief),
    )
    return Story(steps, frozenset(), VisitState.WITHDRAWN)


def said_group(bureau: Office) -> Story:
    """A visit that a machine of all groups recorded for one of them is that group's; organisations bound a say, too."""
    free, member = bureau.machine("Máy C", None), bureau.machine("Máy A", OURS)
    narrow = bureau.machine("Máy D", OURS)
    bureau.vouch(free, None)
    bureau.vouch(member, OURS)
    bureau.vouch(narrow, OURS, organisations=(id_of("another place"),))
    visit = dataclasses.replace(a_visit("Phiêng An"), group=GroupSnapshot(id=GroupId(OURS.id), name=OURS.name))
    record = free.record(visit)
    wrong = withdraw(narrow, visit, record)
    entries = [(free, record), (member, amend(member, visit, record)), (narrow, wrong)]
    return Story(tuple(bureau.arriving(*one) for one in entries), ids(wrong))


STORIES = (another_group, links, rivals, successor, revoked, said_group)


def outcome(bureau: Office) -> tuple[object, ...]:
    return status.digest(bureau.clerk), bureau.foreign(), link_book.verdicts(bureau.clerk.book)


@pytest.mark.parametrize("tell", STORIES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("most", [12, pytest.param(10_000, marks=pytest.mark.soak)])
def test_every_order_comes_to_the_same_verdict(bureau: Office, tell: Callable[[Office], Story], most: int) -> None:
    with for_a_moment(bureau.clerk):
        story = tell(bureau)
        every = list(itertools.permutations(range(len(story.steps))))
        chosen = every if len(every) <= most else random.Random(1).sample(every, most)
        found: set[tuple[object, ...]] = set()
        for order in chosen:
            with for_a_moment(bureau.clerk):
                for place in order:
                    story.steps[place]()
                assert bureau.foreign() == story.foreign, order
                digest, _, verdicts = outcome(bureau)
                found.add((digest, str(verdicts)))
                (row, *_) = visits.list_visits(bureau.clerk, visits.VisitFilter())
                assert row.state is story.state
                if order in (chosen[0], chosen[-1]):
                    check_the_book(bureau, story)
        assert len(found) == 1


def check_the_book(bureau: Office, story: Story) -> None:
    """The examination agrees; a packet that is taken back, and brought back, takes its part of the verdict along."""
    assert doctor.examine(bureau.clerk).is_sound
    if story.without_rival is None:
        return
    before = outcome(bureau)
    packets = packet_book.incoming(bureau.clerk.book)
    with for_a_moment(bureau.clerk):
        rival = next(one for one in packets if one.device == DeviceId(id_of("device Máy B")) and _records(bureau, one))
        withdrawing.withdraw(bureau.clerk, rival.packet)
        assert bureau.foreign() == story.without_rival
        assert doctor.examine(bureau.clerk).is_sound
        withdrawing.restore(bureau.clerk, rival.packet)
        assert outcome(bureau) == before


def _records(bureau: Office, packet: packet_book.Incoming) -> bool:
    sql = "SELECT count(*) FROM log_entry WHERE packet = ? AND kind = 'visit.recorded'"
    return bureau.clerk.book.rows(sql, (packet.packet,))[0][0] > 0


def test_nobody_counts_what_is_set_aside(bureau: Office) -> None:
    with for_a_moment(bureau.clerk):
        story = another_group(bureau)
        for step in story.steps[:2]:
            step()
        before = status.digest(bureau.clerk)
        for step in story.steps[2:]:
            step()
        assert status.digest(bureau.clerk) == before


def test_the_report_says_how_many_were_set_aside_and_why(bureau: Office) -> None:
    with for_a_moment(bureau.clerk):
        mine, thief = bureau.machine("Máy A", OURS), bureau.machine("Máy B", THEIRS)
        for machine in (mine, thief):
            bureau.vouch(machine, machine.group)
        visit = plain("Phiêng An")
        record = mine.record(visit)
        bureau.merge(bureau.packet(mine, record))
        own = thief.record(plain("Đon Bây"))
        report = bureau.merge(bureau.packet(thief, own, withdraw(thief, visit, record)))
        assert (report.entries.new, report.entries.quarantined, report.code) == (1, 1, "E_SCOPE")
        assert [change.visit for change in report.visits] == [plain("Đon Bây").id]


def test_a_laptop_listens_to_its_office_and_not_to_a_stranger(town: Enrolled) -> None:
    """A machine of another group writes to a laptop itself: its certificate proves who it is, and gives it no say."""
    bureau = Office(town.clerk)
    thief = bureau.machine("Máy B", THEIRS)
    bureau.vouch(thief, THEIRS)
    (row,) = visits.record(town.first, [a_visit("Phiêng An")], finalise_them=True).value
    record = EntryId(town.first.book.rows("SELECT entry FROM log_entry WHERE subject = ?", (row.id,))[0][0])
    texts = texts_of(VisitWithdrawn(row.id, "ghi nhầm"))
    entry = thief.write(Draft("visit.withdrawn", row.id, PersonId(thief.person.id), texts, (record,)))
    line = papers.documents_of(town.clerk, DocumentKind.CERTIFICATE, thief.device)[-1].envelope
    shipment = Shipment(
        device=DeviceId(thief.device),
        epoch=thief.epoch,
        audience=town.first.me.device,
        recipients=(Reader("máy", town.first.keys.reader.recipient),),
        number=1,
        created=NOON,
        documents=(Document(ItemKind.CERTIFICATE, line),),
        entries=(entry,),
    )
    (packed,) = pack(shipment, thief.key, thief.random_bytes)
    path = town.stick / packed.name
    path.write_bytes(packed.data)
    (report,) = receiving.merge(town.first, [path]).value.files
    assert (report.code, report.entries.new) == ("E_SCOPE", 0)
    assert visits.read_visit(town.first, row.id).row.state is VisitState.FINALISED
    assert doctor.examine(town.first).is_sound
