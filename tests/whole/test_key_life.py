"""The life of keys, in any order: enrolled, renewed, changed, lost, released; roots that change and get lost.

Whatever happens: nothing after the last good position counts by itself, versions never go back, every recovery opens,
and nothing that was signed and handed over is lost. What has to count is decided by a memory of its own
(``tests/building/key_town.py``).
"""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chibo_desktop.domain.ids import DeviceId, EntryId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, intake, strict_json, trust_documents
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.intake import Raw
from chibo_desktop.packets.keys import PublicKey, ReaderKey
from chibo_desktop.packets.rotation import Rotation
from chibo_desktop.packets.trust_documents import LastGood, Reader
from chibo_desktop.services import (
    certificates,
    doctor,
    enrolment,
    introductions,
    office,
    own_keys,
    papers,
    profile_proposals,
    receipts,
    receiving,
    releasing,
    revocation,
    sending,
    visits,
)
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.profile_changes import Change
from chibo_desktop.services.releasing import Confirmation, Means
from chibo_desktop.storage import log, quarantine
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.slots import open_with_recovery
from chibo_desktop.storage.trust_documents import DocumentKind
from tests.building.exchange_town import a_visit
from tests.building.key_town import (
    KeyTown,
    Memory,
    Packet,
    Positions,
    Roots,
    counting,
    found_template,
    new_root,
    root_of,
)

T = TypeVar("T")

EXPECTED = {
    "pack": {"NOTHING_TO_SEND"},
    "rotate": {"NOT_ENROLLED"},
    "grant": {"MACHINE_REVOKED"},
    "renew": {"MACHINE_UNKNOWN", "MACHINE_REVOKED"},
    "accept": {"ROTATION_INVALID", "MACHINE_REVOKED", "CERTIFICATE_ENDED"},
    "lose": {"MACHINE_UNKNOWN"},
}
"""Refusals that an act may meet, whatever came before it."""


def tried(name: str, act: Callable[[], T]) -> T | None:
    """What an act gives, or ``None`` where it was refused as it may be."""
    try:
        return act()
    except Refusal as refusal:
        if refusal.code not in EXPECTED[name]:
            raise
        return None


CONFIRMED = Confirmation("Hoàng Văn Mẫu", Means.IN_PERSON, "đã nhận là của tổ")
WHICH = st.integers(0, 1)
PLACE = st.integers(0, 1000)
MEMORY = Path("/dev/shm")


class KeyLife(RuleBasedStateMachine):
    """One office, two laptops, and everything that can happen to their keys."""

    template: Path
    """Homes that every run begins with."""
    outside: tuple[Roots, dict[str, str]]
    """What lies outside of them: the root keys, and the recovery code of each home by its folder."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.town = KeyTown(self.template, self.root)
        self.memory = Memory()
        roots, self.codes = self.outside
        self.roots = list(roots.keys)
        self.recovery = roots.recovery
        self.past_recovery: tuple[ReaderKey, ...] = ()
        self.cards = [office.office_card(self.clerk).data]
        self.visits = 0
        self.versions: dict[str, tuple[int, int]] = {}

    @property
    def clerk(self) -> Desk:
        return self.town.clerk

    # laptops

    @rule(which=WHICH)
    def record(self, which: int) -> None:
        laptop = self.town.laptops[which]
        self.visits += 1
        visits.record(laptop, [a_visit(f"Chi bộ {self.visits}")], finalise_them=True)
        self.memory.learn(laptop)

    @rule(which=WHICH, everything=st.booleans())
    def pack(self, which: int, everything: bool) -> None:
        laptop = self.town.laptops[which]
        packed = tried("pack", lambda: sending.pack_to(laptop, self.town.stick, everything=everything).value)
        if packed is None:
            return
        (file,) = packed.files
        outgoing = packet_book.outgoing_by_number(laptop.book, file.number)
        assert outgoing is not None
        recovery = self.recovery_known_by(laptop)
        self.memory.packets.append(Packet(file.path, laptop.keys.signing.id, outgoing.entries, recovery))

    def recovery_known_by(self, laptop: Desk) -> ReaderKey:
        profile = papers.profile_in_force(laptop)
        assert profile is not None
        (named,) = (one.recipient for one in profile.recovery)
        return next(key for key in (self.recovery, *self.past_recovery) if key.recipient == named)

    @precondition(lambda self: self.memory.packets)
    @rule(place=PLACE)
    def deliver(self, place: int) -> None:
        """Any packet, in any order, as often as somebody likes."""
        packet = self.memory.packets[place % len(self.memory.packets)]
        receiving.merge(self.clerk, [packet.path])
        packet.delivered = True

    @rule(which=WHICH)
    def rotate_laptop(self, which: int) -> None:
        laptop = self.town.laptops[which]
        tried("rotate", lambda: own_keys.rotate(laptop))

    @rule(which=WHICH)
    def restart(self, which: int) -> None:
        self.town.laptops[which] = self.town.reopen(self.town.laptops[which])

    @rule()
    def restart_the_office(self) -> None:
        self.town.clerk = self.town.reopen(self.clerk)

    @rule(days=st.integers(1, 200))
    def time_goes_by(self, days: int) -> None:
        self.town.clock.now += dt.timedelta(days=days)

    # certificates

    @rule(which=WHICH)
    def enrol(self, which: int) -> None:
        laptop = self.town.laptops[which]
        request = enrolment.make_request(laptop)
        key = laptop.keys.signing.id
        granted = tried("grant", lambda: enrolment.grant(self.clerk, request.data, request.digits).value)
        assert (granted is None) is (key in self.memory.lost or key in self.memory.ended)
        if granted is None:
            return
        self.memory.certified.add(key)
        enrolment.accept_grant(laptop, granted.data)

    @rule(which=WHICH)
    def renew(self, which: int) -> None:
        laptop = self.town.laptops[which]
        granted = tried("renew", lambda: certificates.renew(self.clerk, laptop.me.device).value)
        own = enrolment.own_certificate(laptop)
        if granted is not None and own is not None and own.key_id not in self.memory.ended:
            enrolment.accept_grant(laptop, granted.data)

    @rule(which=WHICH)
    def accept_rotation(self, which: int) -> None:
        """The papers of the laptop's present key, as they would lie in a packet that waits."""
        laptop = self.town.laptops[which]
        data = trust_documents.write_document_file(one.line for one in own_keys.introduction(laptop))
        words = self.words_in(data)
        held = {key: self.held_of(laptop.me.device, key) for key in self.memory.certified}
        if tried("accept", lambda: certificates.accept_rotation(self.clerk, data)) is None:
            return
        for old, new, ended in reversed(words):
            assert old in self.memory.certified
            if new not in self.memory.certified:
                assert old not in self.memory.lost, "the word of a lost key counts for nothing"
                positions = {epoch: max(ended.get(epoch, 0), held[old].get(epoch, 0)) for epoch in {*ended, *held[old]}}
                self.memory.ended[old] = positions
                self.memory.certified.add(new)
                held[new] = {}

    def words_in(self, data: bytes) -> list[tuple[str, str, dict[str, int]]]:
        found: list[tuple[str, str, dict[str, int]]] = []
        for line in trust_documents.read_document_file(data).of_type(PayloadType.ROTATION):
            held = envelope.read(line)
            told = strict_json.read(held.payload, Rotation)
            ended = {one.epoch: one.seq for one in told.ended}
            found.append((held.signatures[0][0], PublicKey.of_text(told.key).id, ended))
        return found

    def held_of(self, device: DeviceId, key: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.memory.signed.values():
            if one.key == key and one.entry in self.in_log():
                found[one.epoch] = max(one.seq, found.get(one.epoch, 0))
        return found

    def in_log(self) -> set[EntryId]:
        return {entry.head.id for entry in log.all_entries(self.clerk.book)}

    # losses

    @rule(which=WHICH, back=st.integers(0, 3), ahead=st.booleans())
    def lose(self, which: int, back: int, ahead: bool) -> None:
        """At what the office holds, some entries before it, or one beyond."""
        device = self.town.laptops[which].me.device
        loss = tried("lose", lambda: revocation.loss_of(self.clerk, device))
        if loss is None:
            return
        positions: Positions = {one.epoch: one.seq for one in loss.ends}
        if loss.ends:
            last = loss.ends[-1]
            positions[last.epoch] = last.seq + 1 if ahead else max(0, last.seq - back)
        after = tuple(LastGood(epoch, seq) for epoch, seq in positions.items())
        keys = {one.key_id for one in papers.trust_book(self.clerk).certificates.values() if one.device == device}
        revocation.revoke(self.clerk, device, "mất trên đường", after)
        for key in keys:
            self.memory.lost[key] = positions

    @rule(place=PLACE)
    def release(self, place: int) -> None:
        late = releasing.late_entries(self.clerk)
        if late:
            chosen = late[place % len(late)].entry
            releasing.release(self.clerk, [chosen], CONFIRMED)
            self.memory.released.add(chosen)

    # the office's own keys

    @rule(issuer=st.booleans(), revoker=st.booleans(), reader=st.booleans())
    def rotate_office(self, issuer: bool, revoker: bool, reader: bool) -> None:
        change = Change(rotate_issuer=issuer, rotate_revoker=revoker, rotate_reader=reader)
        if issuer or revoker or reader:
            self.change(change)

    @rule(issuer=st.booleans())
    def disown(self, issuer: bool) -> None:
        """The issuer or the revoker was stolen: what the office did itself is signed anew, the rest is gone."""
        before = {one.key_id for one in papers.trust_book(self.clerk).certificates.values()}
        self.change(Change(void_issuer=issuer, void_revoker=not issuer))
        assert {one.key_id for one in papers.trust_book(self.clerk).certificates.values()} == before

    @rule()
    def rotate_recovery(self) -> None:
        fresh = ReaderKey.generate()
        self.change(Change(recovery=(Reader("két", fresh.recipient),)))
        self.past_recovery = (self.recovery, *self.past_recovery)
        self.recovery = fresh

    @precondition(lambda self: len(self.roots) == 3)
    @rule(place=st.integers(0, 2))
    def lose_root_key(self, place: int) -> None:
        del self.roots[place]

    @rule()
    def replace_root(self) -> None:
        """The two keys that are left, and a new one in the place of the third."""
        keys = (*self.roots[:2], new_root(self.clerk))
        self.change(Change(root=root_of(keys)), keys)
        self.roots = list(keys)

    @rule()
    def one_root_key_is_not_enough(self) -> None:
        before = papers.profile_in_force(self.clerk)
        view = profile_proposals.propose(self.clerk, Change(rotate_issuer=True), self.roots[:1]).value
        assert not view.applied
        profile_proposals.give_up(self.clerk)
        assert papers.profile_in_force(self.clerk) == before

    def change(self, change: Change, keys: tuple[Any, ...] = ()) -> None:
        assert profile_proposals.propose(self.clerk, change, (*self.roots[:2], *keys)).value.applied
        self.cards.append(office.office_card(self.clerk).data)

    # ways down, and ways back

    @rule(which=WHICH)
    def send_down(self, which: int) -> None:
        laptop = self.town.laptops[which]
        known = papers.trust_book(self.clerk).certificates.values()
        if any(one.device == laptop.me.device for one in known):
            (file,) = receipts.write_receipts(self.clerk, self.town.stick, [laptop.me.device]).value
            receiving.merge(laptop, [file.path])
            file.path.unlink()

    @rule(which=WHICH, place=PLACE)
    def offer_an_old_card(self, which: int, place: int) -> None:
        card = self.cards[place % len(self.cards)]
        enrolment.accept_card(self.town.laptops[which], card, None)

    @rule(which=WHICH)
    def offer_a_version_that_skips(self, which: int) -> None:
        laptop = self.town.laptops[which]
        newest = papers.profile_lines(self.clerk)[-1]
        mine = papers.profile_in_force(laptop)
        theirs = papers.profile_in_force(self.clerk)
        assert mine is not None
        assert theirs is not None
        found = introductions.judge(laptop, [(PayloadType.PROFILE, newest)])
        profile = found.trust.profile
        assert profile is not None
        assert profile.version == (theirs.version if theirs.version == mine.version + 1 else mine.version)

    @precondition(lambda self: len(papers.lines(self.clerk, DocumentKind.REVOCATION)) > 1)
    @rule(which=WHICH)
    def offer_an_old_list(self, which: int) -> None:
        laptop = self.town.laptops[which]
        old = papers.lines(self.clerk, DocumentKind.REVOCATION)[0]
        found = introductions.judge(laptop, [(PayloadType.REVOCATIONS, old)])
        with laptop.book.transaction():
            introductions.file(laptop, found)

    # what always holds

    @invariant()
    def nothing_late_counts_by_itself(self) -> None:
        if not hasattr(self, "town"):
            return
        devices = {laptop.me.device for laptop in self.town.laptops}
        for entry in counting(self.clerk, devices):
            one = self.memory.signed[entry]
            assert entry in self.memory.released or not self.memory.is_late(one), one
            assert one.key in self.memory.certified

    @invariant()
    def versions_never_go_back(self) -> None:
        if not hasattr(self, "town"):
            return
        for desk in (self.clerk, *self.town.laptops):
            profile, lists = papers.profile_in_force(desk), papers.revocation_lists(desk)
            assert profile is not None
            now = profile.version, lists[-1].version if lists else 0
            before = self.versions.get(desk.me.device, (0, 0))
            assert now[0] >= before[0]
            if now[1]:  # after a card that disowns the revoker a laptop has no list until its next receipt
                assert now[1] >= before[1]
            self.versions[desk.me.device] = now[0], max(now[1], before[1])

    def teardown(self) -> None:
        if not hasattr(self, "town"):
            return
        try:
            self.finish()
        finally:
            self.town.close()
            shutil.rmtree(self.root)

    def finish(self) -> None:
        """Everything that waits is tried, then nothing may be missing and every way back must open."""
        receiving.merge(self.clerk, [])
        devices = {laptop.me.device for laptop in self.town.laptops}
        assert counting(self.clerk, devices) == self.memory.must_count()
        kept = b"".join(quarantine.data_of(self.clerk.book, one.id) for one in self.held_items())
        waiting = {entry for packet in self.waiting() for entry in packet.entries}
        missing = self.memory.must_be_there() - self.in_log() - waiting
        for entry in missing:
            assert self.line_of(entry) in kept, "what is not in the log lies in quarantine, byte for byte"
        for desk in (self.clerk, *self.town.laptops):
            assert doctor.examine(desk).is_sound
        self.every_recovery_opens()

    def held_items(self) -> list[quarantine.Held]:
        return [one for one in quarantine.held(self.clerk.book, open_only=False) if one.origin.item is not None]

    def waiting(self) -> list[Packet]:
        files = {one.origin.file_name for one in quarantine.held(self.clerk.book) if one.origin.item is None}
        return [one for one in self.memory.packets if one.path.name in files]

    def line_of(self, entry: EntryId) -> bytes:
        found = next(one for laptop in self.town.laptops if (one := log.entry(laptop.book, entry)) is not None)
        return found.envelope

    def every_recovery_opens(self) -> None:
        for packet in self.memory.packets:
            intake.open_raw(Raw.read(packet.path), (packet.recovery,))
        for desk in (self.clerk, *self.town.laptops):
            code = self.codes[desk.places.home.name]
            assert open_with_recovery(desk.places.slots, code) == desk.master


@pytest.fixture(scope="module")
def cheap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Digits that cost next to nothing, and homes that are founded once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trust_documents, "_DIGITS_PASSES", 1)
        patch.setattr(trust_documents, "_DIGITS_MEMORY", 8 * 1024)
        KeyLife.template = tmp_path_factory.mktemp("keys")
        KeyLife.outside = found_template(KeyLife.template)
        yield


def sizes() -> list[Any]:
    """Runs and steps: small in every test run, the whole of it as a soak, or what the environment says."""
    runs = int(os.environ.get("CHIBO_KEY_RUNS", "2000"))
    return [(40, 25), pytest.param((runs, 50), marks=pytest.mark.soak)]


@pytest.mark.parametrize("size", sizes(), ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.usefixtures("cheap")
def test_keys_live_and_die_as_the_format_says(size: tuple[int, int]) -> None:
    runs, steps = size
    run_state_machine_as_test(
        KeyLife,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )
