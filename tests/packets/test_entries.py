"""Entries that a trusted key signed and that still say nonsense, and parts and pieces that do not belong."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chibo_desktop.domain.entries import Absence, BlobBinding, Entry, Part
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import envelope, limits
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.encoding import hash_text, to_text
from chibo_desktop.packets.entries import read_entry
from chibo_desktop.packets.entry_intake import EntryReader
from chibo_desktop.packets.envelope import PayloadType
from chibo_desktop.packets.manifest import AbsentPart, PartLine
from chibo_desktop.packets.packing import pack
from chibo_desktop.packets.strict_json import write
from tests.building.exchange import Machine, Office, shipment_of
from tests.building.hostile import compact, lines_of
from tests.building.visits import id_of, phieng_an

PHOTO = bytes(range(256)) * 10


@pytest.fixture(scope="module")
def author(office: Office) -> Machine:
    machine = Machine("author of nonsense")
    office.enrol(machine)
    binding = BlobBinding(hash_text(PHOTO), len(PHOTO), "image/png", "ảnh")
    machine.write(replace(machine.draft_of(phieng_an()), blobs=(binding,)))
    return machine


@pytest.fixture(scope="module")
def lines(office: Office, author: Machine) -> list[bytes]:
    """The entry, its three parts and the three pieces of its attachment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "CHUNK_BYTES", 1000)
        (packed,) = pack(shipment_of(author, office), author.key, author.random_bytes, lambda _: PHOTO)
    return lines_of(packed.data, office.reader)[2:]


def code_of(office: Office, line: bytes, attached: list[bytes], absent: tuple[AbsentPart, ...] = ()) -> str:
    with pytest.raises(Refusal) as refused:
        EntryReader(office.book()).read(line, attached, absent)
    return refused.value.code


def test_the_whole_of_it_is_read(office: Office, author: Machine, lines: list[bytes]) -> None:
    received = EntryReader(office.book()).read(lines[0], lines[1:], ())
    assert received.entry == author.log[0]
    assert received.blobs == ((hash_text(PHOTO), PHOTO),)


def changed(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda payload: payload.update({name: value})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (changed("seq", 0), Code.ENTRY),
        (changed("seq", 1.5), Code.ENTRY),
        (changed("seq", 2), Code.CHAIN),
        (changed("prev", "A" * 43), Code.CHAIN),
        (changed("prev", "short"), Code.ENTRY),
        (changed("wall", "yesterday"), Code.ENTRY),
        (changed("wall", "2026-13-45T00:00:00Z"), Code.ENTRY),
        (changed("clock_ok", "yes"), Code.ENTRY),
        (changed("kind", ""), Code.ENTRY),
        (changed("device", id_of("another device")), Code.SCOPE),
        (lambda payload: payload.pop("author"), Code.ENTRY),
        (lambda payload: payload["parts"].append(payload["parts"][0]), Code.ENTRY),
        (lambda payload: payload["parts"][2].update({"class": "A"}), Code.ENTRY),
        (lambda payload: payload["parts"][2].update({"class": "D"}), Code.ENTRY),
        (lambda payload: payload["blobs"][0].update(label="a\u202eb"), Code.ENTRY),
        (lambda payload: payload["blobs"][0].update(bytes=1), Code.PART),
        (lambda payload: payload.update(parts=payload["parts"] * 30), Code.ENTRY),
    ],
)
def test_signed_nonsense_is_refused(
    office: Office, author: Machine, lines: list[bytes], change: Callable[[dict[str, Any]], None], code: Code
) -> None:
    payload = json.loads(envelope.read(lines[0]).payload)
    change(payload)
    line = envelope.sign(PayloadType.ENTRY, compact(payload), author.key)
    own = [
        one.replace(author.log[0].head.id.encode(), envelope.id_of(PayloadType.ENTRY, compact(payload)).encode())
        for one in lines
    ]
    assert code_of(office, line, own[1:]) == code


def test_parts_and_pieces_stand_in_their_order(office: Office, lines: list[bytes]) -> None:
    line, figures, words, people, first, second, third = lines
    wrong = [
        [words, figures, people, first, second, third],
        [figures, words, people, second, first, third],
        [figures, words, people, first, third],
        [figures, words, people, first, second],
        [figures, words, people],
        [figures, words, first, people, second, third],
        [figures, words, people, first, first, second, third],
        [figures, figures, words, people, first, second, third],
        [figures, words, people, first, second, third, b'{"line":"part"}'],
        [figures, words, people, first, second, third, b'{"line":"x"}'],
        [],
    ]
    for attached in wrong:
        assert code_of(office, line, attached) == Code.PART


def test_what_is_absent_must_not_be_there_and_what_is_there_must_be_bound(
    office: Office, author: Machine, lines: list[bytes]
) -> None:
    entry = author.log[0].head.id
    assert code_of(office, lines[0], lines[1:], (AbsentPart("people", Absence.WITHHELD),)) == Code.PART
    assert code_of(office, lines[0], lines[1:], (AbsentPart(hash_text(PHOTO), Absence.ERASED),)) == Code.PART
    more = write(PartLine("part", entry, "gossip", to_text(bytes(16)), "{}"))
    assert code_of(office, lines[0], [*lines[1:4], more, *lines[4:]]) == Code.PART
    stranger = write(PartLine("part", "A" * 43, "people", to_text(bytes(16)), "{}"))
    assert code_of(office, lines[0], [*lines[1:3], stranger, *lines[4:]]) == Code.PART


def test_a_part_line_of_another_program_is_read(office: Office, author: Machine, lines: list[bytes]) -> None:
    spaced = [json.dumps(json.loads(line) | {"new": 1}).encode() for line in lines[1:4]]
    spaced = [b'{"line":"' + line.split(b'"line": "')[1] for line in spaced]
    received = EntryReader(office.book()).read(lines[0], [*spaced, *lines[4:]], ())
    assert received.entry == author.log[0]
    doubled = lines[1][:-1] + b',"text":"{}"}'
    assert code_of(office, lines[0], [doubled, *lines[2:]]) == Code.PART


@pytest.mark.parametrize(
    "spoil",
    [
        lambda parts: parts[:2],
        lambda parts: (parts[1], parts[0], parts[2]),
        lambda parts: (replace(parts[0], text=parts[0].text + " "), *parts[1:]),
        lambda parts: (replace(parts[0], salt=bytes(16)), *parts[1:]),
        lambda parts: (replace(parts[0], text=None), *parts[1:]),
        lambda parts: (replace(parts[0], text=None, salt=None), *parts[1:]),
        lambda parts: (replace(parts[0], absent=Absence.ERASED), *parts[1:]),
    ],
)
def test_what_was_stored_is_checked_again(
    office: Office, author: Machine, spoil: Callable[[tuple[Part, ...]], tuple[Part, ...]]
) -> None:
    entry: Entry = author.log[0]
    assert read_entry(entry.envelope, entry.parts, office.book().find_key) == entry
    with pytest.raises(Refusal) as refused:
        read_entry(entry.envelope, spoil(entry.parts), office.book().find_key)
    assert refused.value.code == Code.PART
