"""Writes the test vectors of format version 1: ``python -m tests.building.vectors``.

Keys, ids, salts and times are fixed, so every run gives the same lines. The packet itself is encrypted anew each time
(age takes its randomness from nowhere else); it is written once and kept.
"""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

from chibo_desktop.domain.entries import Entry
from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.organisations import CellSnapshot
from chibo_desktop.domain.visits import (
    Attendance,
    AttendanceMode,
    Attendee,
    Counts,
    Opinion,
    OpinionKind,
    Session,
    Visit,
)
from chibo_desktop.packets import trust_documents as documents
from chibo_desktop.packets.encoding import to_text
from chibo_desktop.packets.envelope import PayloadType, pae, read
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.packets.packing import PackedFile
from tests.building.exchange import Machine, Office, packet_of
from tests.building.hostile import lines_of
from tests.building.visits import id_of, item_of

FOLDER = Path(__file__).parent.parent / "vectors"
OFFICE_READER = "AGE-SECRET-KEY-1ETDJRZE7HXM33CW63UGVS5VAEE5XT2RSNQCEKNUFP2HL8S4J3EDSKSTHQ4"
LAPTOP_READER = "AGE-SECRET-KEY-1M4XA488C2TY27CC8R30LA7G8AH3YCAM3UUMK732HYRZW73DH4WRQVA9A26"


def visit() -> Visit:
    """A short visit of its own: the vectors must not change when the samples of other tests do."""
    return Visit(
        id=VisitId(id_of("vector visit")),
        cell=CellSnapshot(name="Chi bộ thôn Phiêng An"),
        session=Session(date=dt.date(2023, 9, 5), start="19:30", end="21:00", place="nhà văn hóa thôn"),
        attendance=Attendance(
            mode=AttendanceMode.ROSTER,
            counts=Counts(total=9),
            roster=(
                Attendee(item_of("vector row 1"), "Hoàng Thị Mẫu", "Bí thư"),
                Attendee(item_of("vector row 2"), "Lường Văn Thí", late_minutes=10),
            ),
        ),
        opinions=(
            Opinion(
                item_of("vector opinion"), OpinionKind.PETITION, "Hoàng Thị Mẫu", text='Đề nghị sửa đường "vào" thôn.'
            ),
        ),
    )


def sides() -> tuple[Office, Machine]:
    """The office and the laptop of the vectors, with two visits and an amendment in the laptop's log."""
    office = Office("vector office", ReaderKey.of_secret(OFFICE_READER))
    laptop = Machine("vector laptop", reader=ReaderKey.of_secret(LAPTOP_READER))
    office.enrol(laptop)
    first = laptop.record(visit())
    laptop.record(replace(visit(), id=VisitId(id_of("second vector visit")), opinions=()))
    better = replace(visit(), session=replace(visit().session, place="nhà ông Thành"))
    laptop.write(laptop.draft_of(better, (first.head.id,), "ghi nhầm địa điểm"))
    return office, laptop


def expected(office: Office, laptop: Machine, packet: PackedFile, lines: list[bytes]) -> dict[str, object]:
    """What every correct reader finds."""
    grant = [office.card, *office.certificates]
    return {
        "office": {"id": office.id, "public_key": office.key.public.text, "key_id": office.key.id},
        "laptop": {
            "seed": to_text(laptop.key.seed),
            "public_key": laptop.key.public.text,
            "key_id": laptop.key.id,
            "device": laptop.device,
        },
        "card_digits": documents.fifteen_digits(office.card),
        "request_digits": documents.fifteen_digits(laptop.request(office.id)),
        "certificates": [read(line).payload.decode() for line in grant[1:]],
        "file_hash": packet.hash,
        "ack_secret": to_text(packet.ack_secret),
        "ack_code": packet.code,
        "manifest": json.loads(read(lines[0]).payload),
        "entries": [_entry(entry) for entry in laptop.log],
    }


def _entry(entry: Entry) -> dict[str, object]:
    payload = read(entry.envelope).payload
    return {
        "id": entry.head.id,
        "payload": payload.decode(),
        "pae_hex": pae(PayloadType.ENTRY, payload).hex(),
        "parts": [
            {
                "name": one.name,
                "class": one.part_class,
                "salt": to_text(one.salt or b""),
                "hash": one.hash,
                "text": one.text,
            }
            for one in entry.parts
        ],
    }


def write() -> None:
    """Replaces the files of the folder."""
    office, laptop = sides()
    packet = packet_of(laptop, office)
    lines = lines_of(packet.data, office.reader)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "reader.key").write_text(f"{OFFICE_READER}\n", "ascii")
    (FOLDER / "packet-v1.chibo").write_bytes(packet.data)
    (FOLDER / "packet-v1.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    (FOLDER / "card-v1.jsonl").write_bytes(documents.write_document_file([office.card]))
    (FOLDER / "request-v1.jsonl").write_bytes(documents.write_document_file([laptop.request(office.id)]))
    (FOLDER / "grant-v1.jsonl").write_bytes(documents.write_document_file([office.card, *office.certificates]))
    told = json.dumps(expected(office, laptop, packet, lines), ensure_ascii=False, indent=1)
    (FOLDER / "expected.json").write_text(told + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    write()
