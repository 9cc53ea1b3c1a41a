"""An office in the middle of its year, with something waiting on every page: for looking at screens, and for telling
the whole story of the exchange. Everything is done by the services, as people would; names are invented.
"""

import dataclasses
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.visits import Visit
from chibo_desktop.services import founding, receipts, receiving, sending, visits
from chibo_desktop.services.desk import Clock, Desk, Role
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.places import Places
from chibo_desktop.storage.slots import Making
from tests.building.exchange_town import LEAST, acknowledge, amend, enrol, know, pack
from tests.building.ladder import subordinate
from tests.building.visits import id_of, phieng_an

ROAD = "Đề nghị xã sửa đoạn đường vào thôn bị sạt lở dài %s, xe chở khách không vào được; đề nghị xong %s."
CELLS = (
    "Chi bộ thôn Phiêng An", "Chi bộ thôn Nà Thử", "Chi bộ thôn Khuổi Dú", "Chi bộ thôn Bản Mẫu", "Chi bộ thôn Nà Mẫu",
    "Chi bộ thôn Tà Thử", "Chi bộ trường Phổ thông dân tộc bán trú Trung học cơ sở Quang Thuận",
    "Chi bộ thôn Boóc Mẫu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Homes:
    """Folders of the homes, closed, and two sticks: one that waits in the office, one that waits at the laptop."""

    office: Path
    first: Path
    second: Path
    stranger: Path
    office_stick: Path
    laptop_stick: Path


@dataclass
class _Stage:
    root: Path
    passphrase: str
    clock: Clock

    def home(self, folder: str, setup: Setup) -> Desk:
        places = Places(self.root / folder)
        setup = dataclasses.replace(setup, passphrase=self.passphrase)
        founding.found_home(places, setup, self.clock, Making(secrets.token_bytes, LEAST))
        return founding.open_desk(places, self.passphrase, self.clock, secrets.token_bytes)

    def folder(self, name: str) -> Path:
        path = self.root / name
        path.mkdir()
        return path


def play(root: Path, passphrase: str, clock: Clock) -> Homes:
    """Three laptops and an office: packets merged, a gap, a stranger, a broken file, values that differ, a meeting
    recorded twice, minutes returned, receipts written."""
    stage = _Stage(root, passphrase, clock)
    name = "Văn phòng Đảng ủy xã Quang Thuận"
    clerk = stage.home("office", Setup(Role.OFFICE, "Văn phòng-1", "Nguyễn Thị Mẫu", "", "chuyên viên", name))
    first = stage.home("first", _group("Quang Thuận-2", "Hoàng Văn Mẫu", "Tổ số 05"))
    second = stage.home("second", _group("Quang Thuận-3", "Lường Thị Thử", "Tổ số 06"))
    stranger = stage.home("stranger", _group("Vi Hương-1", "Triệu Văn Ví", "Tổ số 09"))
    for laptop in (first, second):
        enrol(laptop, clerk)
    know(stranger, clerk)
    upper = stage.home("upper", Setup(Role.OFFICE, "Tỉnh ủy-1", "Trần Văn Mẫu", "", "chuyên viên", "Văn phòng Tỉnh ủy"))
    subordinate(clerk, upper)
    old, office_stick, laptop_stick = stage.folder("sent"), stage.folder("office stick"), stage.folder("laptop stick")
    rows = _record(first, CELLS[:3], 5)
    receiving.merge(clerk, [pack(first, old)])
    receipts.write_receipts(clerk, laptop_stick)
    receiving.merge(first, [laptop_stick])
    _disagree(clerk, first, rows[0])
    receiving.merge(clerk, [pack(first, old)])
    _record(second, (CELLS[1], CELLS[4]), 5)
    receiving.merge(clerk, [pack(second, old)])
    _record(second, CELLS[5:6], 12)
    sending.enter_receipt_code(second, 2, _told(second, pack(second, stage.folder("lost"))))
    _record(second, CELLS[6:], 19)
    pack(second, office_stick)
    _record(first, CELLS[3:4], 26)
    pack(first, office_stick)
    _record(stranger, ("Chi bộ thôn Đon Bây",), 7)
    pack(stranger, office_stick)
    _spoil(pack(stranger, office_stick))
    for desk in (clerk, first, second, stranger, upper):
        founding.close_desk(desk)
    return Homes(root / "office", root / "first", root / "second", root / "stranger", office_stick, laptop_stick)


def _group(machine: str, person: str, group: str) -> Setup:
    return Setup(Role.GROUP, machine, person, "", "tổ trưởng", group)


def _record(laptop: Desk, cells: tuple[str, ...], day: int) -> tuple[VisitId, ...]:
    date = dt.date(2026, 11, day)
    written = [_visit(laptop, cell, date) for cell in cells]
    return tuple(row.id for row in visits.record(laptop, written, finalise_them=True).value)


def _visit(laptop: Desk, cell: str, date: dt.date) -> Visit:
    visit = phieng_an()
    session = dataclasses.replace(visit.session, date=date, month=f"{date:%Y-%m}")
    return dataclasses.replace(
        visit,
        id=VisitId(id_of(f"visit {laptop.me.machine} {cell} {date}")),
        cell=dataclasses.replace(visit.cell, name=cell),
        session=session,
        group=GroupSnapshot(),
    )


def _disagree(clerk: Desk, laptop: Desk, visit: VisitId) -> None:
    """Both amend what the other does not know of."""
    amend(clerk, visit, _ending("21:30", ROAD % ("120 m", "trước Tết Nguyên đán")), "theo biên bản giấy")
    amend(laptop, visit, _ending("21:40", ROAD % ("200 m", "trong quý I/2027")), "ghi sót")


def _ending(end: str, text: str) -> Callable[[Visit], Visit]:
    def change(visit: Visit) -> Visit:
        first = dataclasses.replace(visit.opinions[0], text=text)
        session = dataclasses.replace(visit.session, end=end)
        return dataclasses.replace(visit, session=session, opinions=(first, *visit.opinions[1:]))

    return change


def _told(laptop: Desk, file: Path) -> str:
    """The eight digits of a packet that the office once opened and that its archive has lost since."""
    return acknowledge(laptop, int(file.stem[-6:]))


def _spoil(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) * 2 // 3])
