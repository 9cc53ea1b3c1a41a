"""Two thousand spoilt packets: none is taken for other content than was signed, and none costs much."""

import sys
import time
import tracemalloc
from collections.abc import Callable

import pytest

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.intake import Understood, open_packet
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.packing import PackedFile
from tests.building.exchange import Machine, Office, bytes_from
from tests.building.hostile import Spoiler, bomb, bomb_of_lines, header_flood, seal_bytes

MUTATIONS = 2_000
MEMORY = 64 * limits.MIB
HARMLESS = {"change_manifest", "flip_plain"}


def accepted(understood: Understood) -> set[tuple[bytes, tuple[str | None, ...]]]:
    return {(one.entry.envelope, tuple(part.text for part in one.entry.parts)) for one in understood.entries}


def peak_memory() -> int:
    """Most bytes that this process ever held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * limits.KIB


def test_no_spoilt_packet_is_taken_for_something_else(office: Office, laptop: Machine, packet: PackedFile) -> None:
    desk = office.desk()
    honest = accepted(open_packet(packet.data, desk))
    assert len(honest) == len(laptop.log)
    spoiler = Spoiler(packet.data, office.reader, laptop.key, SigningKey.generate(bytes_from("stranger")))
    codes: dict[str, set[str]] = {}
    slowest = 0.0
    before = peak_memory()
    for seed in range(MUTATIONS):
        way, data = spoiler.spoil(seed)
        begun = time.perf_counter()
        try:
            understood = open_packet(data, desk)
        except Refusal as refusal:
            codes.setdefault(way, set()).add(refusal.code)
        else:
            # A change that was noticed costs the entry it touches; the others stay as they were signed. Only a
            # manifest that its rightful signer signed may say other things about the same entries, and a flip in the
            # compressed stream may hit the bits that fill its last byte and mean nothing.
            assert accepted(understood) <= honest, way
            assert accepted(understood) < honest or way in HARMLESS, way
            assert understood.refused or way in HARMLESS, way
            codes.setdefault(way, set()).update(one.code for one in understood.refused)
        slowest = max(slowest, time.perf_counter() - begun)
    assert slowest < 1.0
    assert peak_memory() - before < MEMORY
    assert set(codes) == {way.__name__ for way in spoiler.ways}
    assert codes["unknown_signer"] == {Code.SIGNER}
    assert codes["other_audience"] == {Code.AUDIENCE}
    assert codes["swap_lines"] <= {Code.BODY, Code.ENVELOPE, Code.TYPE, Code.PART}
    assert Code.PART in codes["change_letter_inside_part"]
    assert codes["drop_parts"] == {Code.PART}


def test_every_flipped_bit_of_a_file_is_a_refusal(office: Office, packet: PackedFile) -> None:
    desk = office.desk()
    for bit in range(0, len(packet.data) * 8, 61):
        data = bytearray(packet.data)
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refusal):
            open_packet(bytes(data), desk)


@pytest.mark.parametrize("make", [bomb, bomb_of_lines])
def test_a_bomb_is_refused_without_growing(office: Office, make: Callable[[str], bytes]) -> None:
    data = make(office.reader.recipient)
    desk = office.desk()
    tracemalloc.start()
    try:
        begun = time.perf_counter()
        with pytest.raises(Refusal) as refused:
            open_packet(data, desk)
        assert time.perf_counter() - begun < 1.0
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    assert refused.value.code in {Code.BOMB, Code.LINES, Code.ENVELOPE}


def test_a_flood_of_stanzas_is_refused_before_the_library_sees_it(office: Office) -> None:
    begun = time.perf_counter()
    for stanzas in (17, 100, 1_000, 10_000):
        with pytest.raises(Refusal) as refused:
            open_packet(header_flood(stanzas), office.desk())
        assert refused.value.code == Code.FORMAT
    assert time.perf_counter() - begun < 0.1


def test_a_passphrase_file_is_refused_before_its_slow_hash(office: Office) -> None:
    head = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\n" + b"B" * 43 + b"\n--- " + b"C" * 43 + b"\n"
    with pytest.raises(Refusal) as refused:
        open_packet(head + b"x" * 40, office.desk())
    assert refused.value.code == Code.FORMAT


def test_a_file_beyond_the_limit_is_refused_by_its_size(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        open_packet(b"x" * (limits.FILE_BYTES + 1), office.desk())
    assert refused.value.code == Code.SIZE


@pytest.mark.parametrize("plain", [b"", b"\n", b"x", b"\n\n", b"{}\n", b"\x00\n", b"null\n", b"[]\n"])
def test_nothing_worth_reading_is_refused(office: Office, plain: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        open_packet(seal_bytes(plain, [office.reader.recipient]), office.desk())
    assert refused.value.code in {Code.LINES, Code.ENVELOPE}
