"""Convergence of random stories: every order of the packets gives one digest, and what is reported is exactly so.

At the small size of every run a few stories and orders; as a soak 400 stories, all orders of up to five packets and 120
samples of more.
"""

import contextlib
import itertools
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from chibo_desktop.domain.ids import EntryId
from chibo_desktop.domain.people import Tier
from chibo_desktop.packets.trust_documents import GroupClaim, Reader, Role, fifteen_digits, write_document_file
from chibo_desktop.services import arriving, doctor, enrolment, papers, status, wiping, withdrawing
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.doctor import CheckName
from chibo_desktop.services.wiping import Finished
from chibo_desktop.storage import aside, chains, register
from chibo_desktop.storage import links as link_book
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.aside import AsideReason
from tests.building import expected
from tests.building.enrolled import Enrolled
from tests.building.exchange import Machine
from tests.building.scenarios import Scenario, scenario
from tests.building.visits import id_of

SMALL = (3, 10, 16, 45, 51, 60, 83, 106)
"""Stories in which something of everything happens, choices that were taken back above all."""

FULL = 400
MANY_ORDERS, FEW_ORDERS = 120, 5
SEEDS = int(os.environ.get("CHIBO_SCENARIOS", FULL))
"""A soak may be cut short, or run longer, by this variable."""


@dataclass(frozen=True)
class Town:
    """An office that knows four laptops, one of them of another group, and a second office machine."""

    clerk: Desk
    laptops: tuple[Machine, ...]
    office: Machine
    readers: tuple[Reader, ...]

    def scenario(self, seed: int) -> Scenario:
        return scenario(seed, self.laptops, self.office, str(self.clerk.me.office), self.readers)

    @property
    def groups(self) -> dict[str, str]:
        return {machine.device: machine.group.id for machine in self.laptops if machine.group is not None}


@pytest.fixture(scope="module")
def office_town(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    homes = Enrolled(template, tmp_path_factory.mktemp("stories"))
    laptops = tuple(Machine(f"Máy {number}") for number in range(4))
    laptops[-1].group = GroupClaim(id_of("group Chợ Đồn"), "Tổ Chợ Đồn", Tier.PROVINCE)
    second = Machine("Văn phòng-2", Role.OFFICE)
    for machine in (*laptops, second):
        line = machine.request(str(homes.clerk.me.office))
        enrolment.grant(homes.clerk, write_document_file((line,)), fifteen_digits(line))
    profile = papers.profile_in_force(homes.clerk)
    assert profile is not None
    yield Town(homes.clerk, laptops, second, profile.readers)
    homes.close()


class _Back(Exception):
    """Raised to take everything back that a story wrote."""


@contextlib.contextmanager
def for_a_moment(desk: Desk) -> Iterator[None]:
    """Whatever happens inside is gone afterwards, so that nothing needs to be wiped."""
    me, trust = desk.me, desk.trust
    with pytest.MonkeyPatch.context() as patched, contextlib.suppress(_Back), desk.book.transaction():
        patched.setattr(wiping, "finish", lambda _: Finished())
        yield
        raise _Back
    desk.me, desk.trust = me, trust


def merge(desk: Desk, story: Scenario, order: Sequence[int]) -> None:
    for place in order:
        report = arriving.take_file(desk, story.files[place], f"{place}.chibo", rehearse=False)
        assert report.result in (Result.MERGED, Result.DUPLICATE), report
        assert not report.entries.quarantined or report.code == "E_SCOPE", report


def orders(story: Scenario, few: bool) -> list[tuple[int, ...]]:
    count = len(story.files)
    chance = random.Random(story.seed)
    if count <= 5:
        every = list(itertools.permutations(range(count)))
        return chance.sample(every, min(FEW_ORDERS, len(every))) if few else every
    return [tuple(chance.sample(range(count), count)) for _ in range(FEW_ORDERS if few else MANY_ORDERS)]


def reported(desk: Desk) -> tuple[object, ...]:
    """Forks, gaps, conflicts and links as the program says them, of other machines than its own."""
    own = desk.me.device
    forks = frozenset((one.device, one.epoch, one.seq) for one in chains.forks(desk.book) if one.device != own)
    gaps = frozenset(
        (gap.device, gap.epoch, seq)
        for gap in chains.gaps(desk.book)
        if gap.device != own
        for seq in range(gap.first, gap.last + 1)
    )
    conflicts = {
        visit: {row.path: frozenset(value for _, _, value in json.loads(row.values_json)) for row in rows}
        for visit, rows in register.conflicts(desk.book).items()
    }
    return forks, gaps, conflicts, link_book.verdicts(desk.book)


def must_be_reported(town: Town, story: Scenario, places: Sequence[int]) -> tuple[object, ...]:
    events = story.arrived(places)
    heard = expected.heard(events, town.groups)
    return expected.forks(events), expected.gaps(events), expected.conflicts(heard), expected.links(heard)


def foreign(desk: Desk) -> frozenset[EntryId]:
    return frozenset(one.entry for one in aside.entries_aside(desk.book, AsideReason.FOREIGN))


def must_be_foreign(town: Town, story: Scenario, places: Sequence[int]) -> frozenset[EntryId]:
    events = story.arrived(places)
    return frozenset(event.id for event in events) - {event.id for event in expected.heard(events, town.groups)}


def check(town: Town, seed: int, few: bool) -> int:
    """One story in all its orders; returns how many there were."""
    story, desk = town.scenario(seed), town.clerk
    every = orders(story, few)
    digests: set[str] = set()
    for order in every:
        with for_a_moment(desk):
            merge(desk, story, order)
            digests.add(status.digest(desk))
            assert foreign(desk) == must_be_foreign(town, story, order), f"seed {seed}, order {order}"
            if order is every[0]:
                assert reported(desk) == must_be_reported(town, story, order), f"seed {seed}"
                check_taking_back(town, story, order)
                checks = doctor.examine(desk).checks
                assert all(one.is_sound for one in checks if one.name is not CheckName.FORKS), f"seed {seed}"
        assert len(digests) == 1, f"seed {seed}, order {order}"
    return len(every)


def check_taking_back(town: Town, story: Scenario, order: Sequence[int]) -> None:
    """Without one packet the book is as if it had never come; with it again as before. What was erased stays erased."""
    desk = town.clerk
    before = status.digest(desk)
    for packet in packet_book.incoming(desk.book):
        place = int(packet.file_name.removesuffix(".chibo"))
        same = [at for at in order if story.files[at] == story.files[place]]
        withdrawing.withdraw(desk, packet.packet)
        left = [at for at in order if at not in same]
        if not any(story.erases(at) for at in order):
            forks, gaps, *rest = reported(desk)
            assert rest == list(must_be_reported(town, story, left)[2:]), f"seed {story.seed} without {place}"
            assert (forks, gaps) == must_be_reported(town, story, order)[:2], "what is kept is not missing"
        withdrawing.restore(desk, packet.packet)
        assert status.digest(desk) == before, f"seed {story.seed}, packet {place} again"


@pytest.mark.parametrize("seed", SMALL)
def test_a_few_stories_in_some_orders(office_town: Town, seed: int) -> None:
    check(office_town, seed, few=True)


@pytest.mark.soak
def test_all_stories_in_all_orders(office_town: Town) -> None:
    done = 0
    for seed in range(SEEDS):
        done += check(office_town, seed, few=False)
        if (seed + 1) % 20 == 0:
            print(f"\n{seed + 1} stories, {done} orders: one digest each", flush=True)


def test_the_stories_have_everything_in_them(office_town: Town) -> None:
    """Chance leaves nothing out over the stories of a soak."""
    stories = [office_town.scenario(seed) for seed in range(60)]
    every = [expected_kinds(office_town, story) for story in stories]
    wanted = {"forks", "gaps", "conflicts", "links", "whole", "erased", "overlap", "replay", "foreign"}
    assert wanted <= set().union(*every)


def expected_kinds(town: Town, story: Scenario) -> set[str]:
    arrived = story.arrived(range(len(story.files)))
    events = expected.heard(arrived, town.groups)
    told = {
        "foreign": len(events) < len(arrived),
        "forks": bool(expected.forks(arrived)),
        "gaps": bool(expected.gaps(arrived)),
        "conflicts": bool(expected.conflicts(events)),
        "links": bool(expected.links(events)),
        "whole": any("" in one for one in expected.conflicts(events).values()),
        "erased": any(event.kind == "part.erased" for event in events),
        "overlap": sum(map(len, story.events)) > len(arrived),
        "replay": len(set(story.files)) < len(story.files),
    }
    return {name for name, is_there in told.items() if is_there}
