"""What another process has seen of a file is exactly what this one would have seen."""

import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from chibo_desktop.domain.entries import Absence, BlobBinding, Entry
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.packets import limits, looked_bytes, looking, second_reader
from chibo_desktop.packets.contents import VisitWithdrawn
from chibo_desktop.packets.encoding import hash_text
from chibo_desktop.packets.entry_intake import ReceivedEntry
from chibo_desktop.packets.intake import Desk
from chibo_desktop.packets.keys import SigningKey
from chibo_desktop.packets.looking import Looked
from chibo_desktop.packets.manifest import ItemKind
from chibo_desktop.packets.packing import DOWNWARD, Document, PackedFile, Shipment, pack
from chibo_desktop.packets.receipts import Held, Noted, PacketSeen, Receipt, Standing, sign_receipt
from chibo_desktop.packets.trust_documents import Reader
from chibo_desktop.packets.wire_types import time_text
from tests.building.exchange import NOON, Machine, Office, bytes_from, packet_of, shipment_of
from tests.building.hostile import Spoiler, bomb, bomb_of_lines, header_flood
from tests.building.insider import Insider
from tests.building.visits import id_of, phieng_an

MUTATIONS = 360
ROUNDS = 2


def seen_elsewhere(data: bytes, desk: Desk, path: Path) -> tuple[bytes | None, Looked | None]:
    """As the second process sees a file, with everything that crosses a pipe turned into bytes and back."""
    path.write_bytes(data)
    answer = looked_bytes.of_bytes(second_reader.answer(path, pickle.loads(pickle.dumps(desk))))
    return answer.data, answer.looked(desk.trust)


def told(one: ReceivedEntry) -> object:
    entry = (one.entry, [(part.text, part.data) for part in one.entry.parts], one.content, one.blobs, one.needs_newer)
    return entry if one.told is None else (*entry, one.told.shown, one.told.folded, one.visit)


def everything(looked: Looked | None) -> object:
    if looked is None:
        return None
    seen = looked.understood
    return (
        (looked.raw, looked.papers, looked.signer, list(map(told, seen.entries))),
        (seen.manifest, seen.file_hash, seen.signer, seen.certificate, seen.code),
        (seen.receipts, seen.documents, seen.refused, seen.forks),
    )


def assert_same(data: bytes, desk: Desk, path: Path) -> Looked | None:
    here = looking.look(data, desk)
    kept, there = seen_elsewhere(data, desk, path)
    assert kept == data
    assert everything(there) == everything(here)
    assert there is None or there.trust is desk.trust
    return there


def test_an_honest_packet(office: Office, packet: PackedFile, tmp_path: Path) -> None:
    looked = assert_same(packet.data, office.desk(), tmp_path / "packet")
    assert looked is not None
    assert [one.told is not None for one in looked.understood.entries] == [True, True]


def test_parts_that_were_withheld_and_entries_that_are_no_visits(office: Office, tmp_path: Path) -> None:
    machine = Machine("a laptop that says little")
    office.enrol(machine)
    subject = machine.record(phieng_an()).head.subject
    machine.say("visit.withdrawn", subject, VisitWithdrawn(subject, "ghi nhầm"))
    for classes in ("", "A", "B", "C", "BC", "ABC"):
        data = packet_of(machine, office, [without(entry, classes) for entry in machine.log]).data
        looked = assert_same(data, office.desk(), tmp_path / "packet")
        assert looked is not None
        assert len(looked.understood.entries) == 2


def test_attachments_and_two_entries_in_one_place(office: Office, tmp_path: Path) -> None:
    machine, photo = Machine("a photographer restored"), b"photo" * 1_000
    office.enrol(machine)
    bound = BlobBinding(hash_text(photo), len(photo), "image/png", "ảnh")
    machine.write(dataclasses.replace(machine.draft_of(phieng_an()), blobs=(bound, bound)))
    first = machine.log.pop()
    machine.record(dataclasses.replace(phieng_an(), id=VisitId(id_of("another visit"))))
    shipment = shipment_of(machine, office, [first, *machine.log])
    (packed,) = pack(shipment, machine.key, machine.random_bytes, lambda _: photo)
    looked = assert_same(packed.data, office.desk(), tmp_path / "packet")
    assert looked is not None
    assert looked.understood.entries[0].blobs == ((bound.hash, photo),)
    assert len(looked.understood.forks) == 1


def test_a_receipt_for_a_laptop(office: Office, laptop: Machine, packet: PackedFile, tmp_path: Path) -> None:
    receipt = Receipt(
        office=office.id,
        office_name="Văn phòng",
        audience=laptop.device,
        archive_epoch=id_of("archive"),
        created=time_text(NOON),
        packets=(PacketSeen(packet.packet, packet.hash),),
        positions=(Held(laptop.device, laptop.epoch, packet.ranges),),
        noted=(Noted(laptop.log[1].head.id, Standing.RETURNED, "RETURNED", "thiếu họ tên thư ký"),),
        counts_digest=hash_text(b"counts"),
    )
    shipment = Shipment(
        device=office.machine.device,
        epoch=office.machine.epoch,
        audience=laptop.device,
        recipients=(Reader("máy", laptop.reader.recipient),),
        number=3,
        created=NOON,
        prefix=DOWNWARD,
        documents=(
            Document(ItemKind.PROFILE, office.card),
            Document(ItemKind.RECEIPT, sign_receipt(receipt, office.key)),
        ),
    )
    (down,) = pack(shipment, office.key, office.machine.random_bytes)
    desk = Desk((laptop.reader,), frozenset({laptop.device}), office.book())
    looked = assert_same(down.data, desk, tmp_path / "packet")
    assert looked is not None
    assert [one for one, _ in looked.understood.receipts] == [receipt]
    assert looked.papers


def test_a_spoilt_packet(office: Office, laptop: Machine, packet: PackedFile, tmp_path: Path) -> None:
    stranger = SigningKey.generate(bytes_from("stranger"))
    spoiler = Spoiler(packet.data, office.reader, laptop.key, stranger)
    seen = [assert_same(spoiler.spoil(seed)[1], office.desk(), tmp_path / "packet") for seed in range(MUTATIONS)]
    assert any(one is None for one in seen)
    assert any(one is not None and one.understood.refused for one in seen)


def test_a_packet_that_breaks_the_rules(
    office: Office, laptop: Machine, packet: PackedFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((second_reader, "ANSWER_BYTES"), (looking, "LARGEST")):  # one rule is an endless line
        monkeypatch.setattr(module, name, 64 * limits.MIB)
    insider = Insider(packet.data, office.reader, laptop.key)
    for seed in range(len(insider.rules) * ROUNDS):
        assert_same(insider.break_rule(seed)[1], office.desk(), tmp_path / "packet")


@pytest.fixture(params=["bomb", "bomb of lines", "flood", "no packet", "nothing"])
def worthless(request: pytest.FixtureRequest, office: Office) -> bytes:
    recipient = office.reader.recipient
    return {
        "bomb": lambda: bomb(recipient),
        "bomb of lines": lambda: bomb_of_lines(recipient),
        "flood": lambda: header_flood(4_000),
        "no packet": lambda: b"not a packet",
        "nothing": lambda: b"",
    }[request.param]()


def test_a_worthless_file(office: Office, worthless: bytes, tmp_path: Path) -> None:
    assert assert_same(worthless, office.desk(), tmp_path / "packet") is None


def test_what_is_too_large_or_cannot_be_read_is_left_to_the_first_process(
    office: Office, packet: PackedFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "packet"
    assert looked_bytes.of_bytes(second_reader.answer(path, office.desk())).data is None
    assert seen_elsewhere(packet.data, office.desk(), path)[0] is not None
    monkeypatch.setattr(second_reader, "ANSWER_BYTES", 10_000)
    assert seen_elsewhere(packet.data, office.desk(), path) == (None, None)
    monkeypatch.undo()
    monkeypatch.setattr(looking, "LARGEST", len(packet.data) - 1)
    assert seen_elsewhere(packet.data, office.desk(), path) == (None, None)


def test_a_bug_is_left_to_the_first_process(
    office: Office, packet: PackedFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(data: bytes, desk: Desk) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(looking, "look", look)
    assert seen_elsewhere(packet.data, office.desk(), tmp_path / "packet") == (packet.data, None)


def test_the_answer_is_compact(office: Office, packet: PackedFile) -> None:
    looked = looking.look(packet.data, office.desk())
    assert looked is not None
    answer = looked_bytes.to_bytes(looked_bytes.answer_of(packet.data, looked))
    entries = [one.entry for one in looked.understood.entries]
    texts = sum(len(part.data or b"") for entry in entries for part in entry.parts)
    blobs = sum(len(data) for one in looked.understood.entries for _, data in one.blobs)
    lines = sum(len(entry.envelope) for entry in entries)
    assert len(answer) < len(packet.data) + 2 * texts + blobs + lines + 4 * limits.KIB


def test_bytes_that_are_no_answer_are_refused() -> None:
    for data in (b"", b"\x00", b"\xff" * 20, b"\x94\xc0\xc0\xc0\xc0"):
        with pytest.raises(msgspec.MsgspecError):
            looked_bytes.of_bytes(data)


def test_the_second_process_loads_neither_windows_nor_books() -> None:
    script = "import chibo_desktop.packets.second_reader, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {one.partition(".")[0] for one in loaded} & {"PySide6", "peewee", "playhouse", "sqlcipher3", "reportlab"}
    assert {one.split(".")[1] for one in loaded if one.startswith("chibo_desktop.")} == {"domain", "packets"}


def without(entry: Entry, classes: str) -> Entry:
    """The entry as it is sent without its parts of these classes."""
    parts = (
        dataclasses.replace(part, salt=None, text=None, absent=Absence.WITHHELD) if part.part_class in classes else part
        for part in entry.parts
    )
    return dataclasses.replace(entry, parts=tuple(parts))
