"""Spoilt packets through the whole way into an office's book: nothing comes in that was not signed, nothing is lost."""

import hashlib
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.packets import limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import to_text
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.services import doctor, office, receiving, revocation, status, visits
from chibo_desktop.services.arriving import FileReport, Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log, quarantine
from tests.building.crowd import Crowd, Forger
from tests.building.enrolled import Enrolled, merge_one
from tests.building.exchange_town import pack, record
from tests.building.hostile import Spoiler, bomb, bomb_of_lines, header_flood
from tests.building.insider import Insider
from tests.building.province import seeded_bytes

MUTATIONS = 450
"""Twenty-five of each of eighteen ways; the door itself is tried two thousand times in the tests of packets."""
INSIDER_ROUNDS = 4
GROWTH = 48 * limits.MIB

Content = dict[str, tuple[bytes, tuple[str | None, ...]]]


def content_of(desk: Desk) -> Content:
    """Every entry that the book holds, with its parts; without what an office notes of its own deeds."""
    entries = (entry for entry in log.all_entries(desk.book) if entry.head.kind != EntryKind.ACT_RECORDED)
    return {entry.head.id: (entry.envelope, tuple(part.text for part in entry.parts)) for entry in entries}


def resident() -> int:
    """Bytes of memory in use now; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_spoilt_packets_bring_nothing_but_what_was_signed(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    honest = pack(town.first, town.stick)
    signed = content_of(town.first)
    (reader, *_) = town.clerk.readers
    stranger = SigningKey.generate(seeded_bytes("stranger"))
    spoiler = Spoiler(honest.read_bytes(), reader, town.first.keys.signing, stranger)
    path = town.stick / "GOI-HONG-000001.chibo"
    results: Counter[str] = Counter()
    codes: set[str] = set()
    slowest, before = 0.0, 0
    for seed in range(MUTATIONS):
        if seed == len(spoiler.ways):
            before = resident()
        way, data = spoiler.spoil(seed)
        path.write_bytes(data)
        begun = time.perf_counter()
        report = merge_one(town.clerk, path)
        slowest = max(slowest, time.perf_counter() - begun)
        assert_kept(town.clerk, data, report.result)
        results[report.result] += 1
        codes.add(report.code or "")
        assert report.code or way in {"change_manifest", "drop_parts"} or report.result is Result.DUPLICATE, way
    assert content_of(town.clerk).items() <= signed.items()
    assert slowest < 1.0
    assert resident() - before < GROWTH
    assert {Result.MERGED, Result.QUARANTINED, Result.WAITING} <= set(results)
    assert {Code.SIG, Code.SIGNER, Code.AUDIENCE, Code.BODY, Code.PART, Code.DECRYPT, Code.GZIP, Code.LINES} <= codes
    report = doctor.examine(town.clerk)
    assert report.is_sound
    merge_one(town.clerk, honest)
    assert content_of(town.clerk) == signed
    assert status.digest(town.clerk) == status.digest(town.first)
    assert visits.count_visits(town.clerk, visits.VisitFilter()) == 2


def test_an_enrolled_machine_that_breaks_the_rules_costs_only_its_own_items(town: Enrolled) -> None:
    record(town.first, "Chi bộ A", "Chi bộ B")
    honest = pack(town.first, town.stick)
    signed = content_of(town.first)
    (reader, *_) = town.clerk.readers
    insider = Insider(honest.read_bytes(), reader, town.first.keys.signing)
    path = town.stick / "GOI-LUAT-000001.chibo"
    for seed in range(len(insider.rules) * INSIDER_ROUNDS):
        rule, data, codes = insider.break_rule(seed)
        path.write_bytes(data)
        begun = time.perf_counter()
        report = merge_one(town.clerk, path)
        assert time.perf_counter() - begun < 1.0, rule
        assert report.code in codes, (rule, report.code)
        assert_kept(town.clerk, data, report.result)
    assert {key: value for key, value in content_of(town.clerk).items() if key not in signed} == {}
    merge_one(town.clerk, honest)
    assert content_of(town.clerk) == signed
    assert doctor.examine(town.clerk).is_sound


@pytest.mark.parametrize("size", [300, pytest.param(10_000, marks=pytest.mark.soak)])
def test_whatever_comes_costs_little_and_every_code_is_reached(town: Enrolled, size: int) -> None:
    """Strangers, breakers of rules, bombs, floods, forged papers and a stolen laptop, one after the other."""
    record(town.first, "Chi bộ A", "Chi bộ B")
    honest = pack(town.first, town.stick)
    signed = content_of(town.first)
    (reader, *_) = town.clerk.readers
    sender, stranger = town.first.keys.signing, SigningKey.generate(seeded_bytes("stranger"))
    crowd = Crowd(
        Spoiler(honest.read_bytes(), reader, sender, stranger),
        Insider(honest.read_bytes(), reader, sender),
        Forger(office.office_card(town.clerk).data, seeded_bytes("forger")),
    )
    path = town.stick / "GOI-DONG-000001.chibo"
    codes: set[str] = set()
    slowest, before = 0.0, 0
    for seed in range(size):
        if seed == len(crowd):
            before = resident()
        data = crowd.send(seed)
        path.write_bytes(data)
        begun = time.perf_counter()
        report = merge_one(town.clerk, path)
        looked = receiving.verify(town.clerk, path)
        slowest = max(slowest, (time.perf_counter() - begun) / 2)
        codes |= {str(report.code or ""), str(looked.code or "")}
    codes.add(str(after_the_theft(town).code))
    assert content_of(town.clerk).items() <= signed.items()
    assert slowest < 1.0
    assert resident() - before < 100 * limits.MIB
    assert codes - {""} >= {code.value for code in Code}
    assert doctor.examine(town.clerk).is_sound


def after_the_theft(town: Enrolled) -> FileReport:
    """What a laptop brings that was reported lost before."""
    revocation.revoke(town.clerk, town.second.me.device, "mất máy")
    record(town.second, "Chi bộ muộn")
    return merge_one(town.clerk, pack(town.second, town.stick))


def assert_kept(clerk: Desk, data: bytes, result: Result) -> None:
    """What was set aside whole lies in quarantine byte for byte."""
    if result not in {Result.QUARANTINED, Result.WAITING}:
        return
    hash_ = to_text(hashlib.sha256(data).digest())
    held = next(one for one in quarantine.held(clerk.book) if one.origin.file_hash == hash_)
    assert quarantine.data_of(clerk.book, held.id) == data


@pytest.mark.parametrize("make", [bomb, bomb_of_lines])
def test_bombs_are_set_aside_without_growing(town: Enrolled, make: Callable[[str], bytes]) -> None:
    (reader, *_) = town.clerk.readers
    path = town.stick / "GOI-BOMB-000001.chibo"
    path.write_bytes(make(reader.recipient))
    before = resident()
    begun = time.perf_counter()
    report = merge_one(town.clerk, path)
    assert time.perf_counter() - begun < 1.0
    assert resident() - before < GROWTH
    assert (report.result, report.entries.new) == (Result.QUARANTINED, 0)
    assert report.code in {Code.BOMB, Code.LINES, Code.ENVELOPE}


def test_a_flood_of_stanzas_is_set_aside_at_once(town: Enrolled) -> None:
    path = town.stick / "GOI-LU-000001.chibo"
    path.write_bytes(header_flood(10_000))
    begun = time.perf_counter()
    report = merge_one(town.clerk, path)
    assert time.perf_counter() - begun < 0.5
    assert (report.result, report.code) == (Result.QUARANTINED, Code.FORMAT)
    assert receiving.inbox(town.clerk).held[0].id == report.held
