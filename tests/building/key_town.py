"""An office whose root is two of three keys, laptops that it does not know yet, and a memory of all that was signed.

The memory decides by itself what has to count: it knows the rules of the format, and nothing of the services.
"""

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.packets.key_file import KeyUse, PrivateKey
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.services import founding, private_keys, profile_proposals
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places
from chibo_desktop.services.profile_changes import Change, Root, RootKey
from chibo_desktop.storage import aside, log
from tests.building.exchange_town import PASSPHRASE, Clock, Town, know

LAPTOPS = ("Một", "Hai")
Positions = dict[str, int]
"""The last good number of each epoch; of an epoch that is not named nothing counts."""


@dataclass(frozen=True)
class Roots:
    """Root keys as those who hold them have them."""

    keys: tuple[PrivateKey, ...]
    recovery: ReaderKey


def found_template(root: Path) -> tuple[Roots, dict[str, str]]:
    """An office with a root of three keys, and two laptops that accepted its card. Returns what lies outside of them:
    the root keys, and the recovery code of each home by its folder."""
    town = Town(root)
    codes: dict[str, str] = {}
    found = founding.found_home

    def founded(places: Places, *rest: object) -> str:
        codes[places.home.name] = found(places, *rest)  # type: ignore[arg-type] - handed on as they came
        return codes[places.home.name]

    founding.found_home = founded  # type: ignore[assignment] - the town founds by this name
    try:
        clerk, laptops = town.office(), [town.laptop(name, group=f"Tổ {name}") for name in LAPTOPS]
    finally:
        founding.found_home = found
    keys = tuple(new_root(clerk) for _ in range(3))
    recovery = private_keys.recovery_on_machine(clerk)
    assert recovery is not None
    assert profile_proposals.propose(clerk, Change(root=root_of(keys)), keys).value.applied
    for laptop in laptops:
        know(laptop, clerk)
    town.close()
    return Roots(keys, recovery), codes


def new_root(desk: Desk) -> PrivateKey:
    return PrivateKey(KeyUse.ROOT, SigningKey.generate(desk.random).seed)


def root_of(keys: tuple[PrivateKey, ...]) -> Root:
    return Root(tuple(RootKey(key.public, f"chìa {place}") for place, key in enumerate(keys)), 2)


@dataclass(frozen=True)
class Signed:
    """An entry of a laptop as its memory knows it."""

    entry: EntryId
    device: DeviceId
    key: str
    epoch: str
    seq: int


@dataclass
class Packet:
    """A packet on its way: who sealed it, what is inside, and whether it was given to the office."""

    path: Path
    key: str
    entries: tuple[EntryId, ...]
    recovery: ReaderKey
    delivered: bool = False


@dataclass
class Memory:
    """What was signed, sent, granted, revoked and released, in the words of the format."""

    signed: dict[EntryId, Signed] = field(default_factory=dict[EntryId, Signed])
    packets: list[Packet] = field(default_factory=list[Packet])
    certified: set[str] = field(default_factory=set[str])
    ended: dict[str, Positions] = field(default_factory=dict[str, Positions])
    lost: dict[str, Positions] = field(default_factory=dict[str, Positions])
    released: set[EntryId] = field(default_factory=set[EntryId])

    def learn(self, laptop: Desk) -> None:
        """Read what a laptop has signed since."""
        for entry in log.all_entries(laptop.book):
            head = entry.head
            if head.device == laptop.me.device:
                self.signed.setdefault(head.id, Signed(head.id, head.device, entry.signer, head.epoch, head.seq))

    def keys_of(self, device: DeviceId) -> set[str]:
        """Every key of a machine that an office has vouched for."""
        return {one.key for one in self.signed.values() if one.device == device} & self.certified

    def is_late(self, one: Signed) -> bool:
        """Whether an entry lies after the last good position of its key."""
        bounds = [positions[one.key] for positions in (self.ended, self.lost) if one.key in positions]
        return any(one.seq > positions.get(one.epoch, 0) for positions in bounds)

    def must_count(self) -> set[EntryId]:
        """What counts at an office that has tried everything that waits."""
        arrived = {
            entry
            for packet in self.packets
            if packet.delivered and packet.key in self.certified
            for entry in packet.entries
        }
        known = [self.signed[entry] for entry in arrived if self.signed[entry].key in self.certified]
        return {one.entry for one in known if one.entry in self.released or not self.is_late(one)}

    def must_be_there(self) -> set[EntryId]:
        """What was handed to the office in any state."""
        return {entry for packet in self.packets if packet.delivered for entry in packet.entries}


class KeyTown(Town):
    """A copy of the template, all desks open."""

    def __init__(self, template: Path, root: Path) -> None:
        super().__init__(root)
        self.clock = Clock()
        for home in template.iterdir():
            shutil.copytree(home, root / home.name, dirs_exist_ok=True)
        self.clerk = self.open("office")
        self.laptops = [self.open(f"laptop {name}") for name in LAPTOPS]

    def open(self, folder: str) -> Desk:
        desk = founding.open_desk(Places(self.root / folder), PASSPHRASE, self.clock, secrets.token_bytes)
        self._desks.append(desk)
        return desk

    def reopen(self, desk: Desk) -> Desk:
        founding.close_desk(desk)
        self._desks.remove(desk)
        return self.open(desk.places.home.name)


def counting(clerk: Desk, devices: set[DeviceId]) -> set[EntryId]:
    """Entries of these machines that count at the office."""
    out = {one.entry for one in aside.entries_aside(clerk.book)}
    return {
        entry.head.id
        for entry in log.all_entries(clerk.book)
        if entry.head.device in devices and entry.head.id not in out and entry.head.kind != EntryKind.ACT_RECORDED
    }
