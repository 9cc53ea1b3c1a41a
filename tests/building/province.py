"""Deterministic visits of a working size, and laptops that send them: what the benchmarks measure with.

A visit has a header of 20 fields, 15 attendance rows, 5 opinions of 300 to 600 characters, 3 guidance and 6 agenda
items: 30 rows, about 7.5 KB of JSON.
"""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from chibo_desktop.domain.ids import ItemId, RandomBytes, VisitId, new_id, new_item_id
from chibo_desktop.domain.organisations import CellCategory, CellSnapshot, CellType, Superior
from chibo_desktop.domain.people import Officer, Tier
from chibo_desktop.domain.visits import (
    Addressee,
    AgendaItem,
    Attendance,
    AttendanceMode,
    AttendanceState,
    Attendee,
    Closing,
    DocumentNumber,
    Guidance,
    Opinion,
    OpinionKind,
    Session,
    SessionKind,
    Visit,
)
from chibo_desktop.packets.trust_documents import read_request
from chibo_desktop.services import enrolment, founding, office, papers, sending, visits
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.places import Places
from chibo_desktop.storage.slots import Cost, Making
from chibo_desktop.storage.trust_documents import DocumentKind

PASSPHRASE = "một câu dễ nhớ"
CHEAP = Cost(passes=1, memory=8 * 1024 * 1024)

_TEXT = (
    "chi bộ đảng viên thôn bản xã huyện đường nước sạch trường học sinh hoạt nhiệm vụ tháng kế hoạch phát triển "
    "kinh tế hộ gia đình du lịch cộng đồng nông thôn mới môi trường văn hóa đoàn kết gương mẫu truyền thống nghề dệt "
    "sản phẩm đề nghị cấp trên sớm sửa chữa hỗ trợ vay vốn bảo đảm an toàn mùa mưa lũ rừng lúa ngô trâu bò thu hoạch"
)
_SYLLABLES = _TEXT.split()
_FAMILY = ("Hoàng", "Lường", "Bàn", "Triệu", "Nông", "Hà", "Đặng", "Lý", "Phùng", "Ma")
_MIDDLE = ("Thị", "Văn", "Hữu", "Đức")
_GIVEN = ("Mẫu", "Thí", "Thử", "Dụ", "Ví", "An", "Bình", "Điền")


def seeded_bytes(seed: int | str) -> RandomBytes:
    """A stream of bytes that is the same for the same seed."""
    source = random.Random(seed)
    return source.randbytes


def fixed_clock(start: dt.datetime = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)):
    """A clock that moves on by one second each time it is read."""
    moments = (start + dt.timedelta(seconds=second) for second in range(10**9))
    return lambda: next(moments)


def sample_visits(count: int, seed: int = 1) -> Iterator[Visit]:
    """So many visits of the working size, the same for the same seed."""
    source = random.Random(seed)
    for number in range(count):
        yield _visit(source, number)


def _visit(source: random.Random, number: int) -> Visit:
    day = dt.date(2017, 1, 3) + dt.timedelta(days=number % 3600)
    return Visit(
        id=VisitId(new_id(source.randbytes)),
        cell=CellSnapshot(
            name=f"Chi bộ thôn {_words(source, 2).title()} {number % 2251}",
            superiors=(Superior(f"Đảng bộ xã {_words(source, 2).title()}"), Superior("Đảng bộ huyện Bạch Thông")),
            category=CellCategory.SUBORDINATE,
            type=CellType.VILLAGE,
        ),
        session=Session(SessionKind.REGULAR, day, "19:30", "21:10", day.isoformat()[:7], "nhà văn hóa thôn"),
        document=DocumentNumber(number % 99 + 1),
        chair=Officer(_name(source), "Bí thư chi bộ"),
        secretary=Officer(_name(source), "Chi ủy viên"),
        attendance=Attendance(AttendanceMode.ROSTER, roster=tuple(_attendee(source) for _ in range(15))),
        agenda=tuple(
            AgendaItem(_item(source), _words(source, 8), _name(source), _words(source, 30), (), _words(source, 10))
            for _ in range(6)
        ),
        opinions=tuple(_opinion(source) for _ in range(5)),
        guidance=tuple(Guidance(_item(source), _name(source), _words(source, 30), "chi bộ", day) for _ in range(3)),
        closing=Closing(conclusion=_words(source, 20), read_back=True, adopted=True),
    )


def _attendee(source: random.Random) -> Attendee:
    absent = source.random() < 0.1
    state = AttendanceState.EXCUSED if absent else AttendanceState.PRESENT
    return Attendee(_item(source), _name(source), "Đảng viên", state=state, reason="đi vắng" if absent else "")


def _opinion(source: random.Random) -> Opinion:
    length = source.randint(300, 600)
    text = _words(source, 140)[:length].strip()
    kind = source.choice(list(OpinionKind))
    return Opinion(_item(source), kind, _name(source), topic="đời sống", text=text, addressee=Addressee.COMMUNE)


def _item(source: random.Random) -> ItemId:
    return new_item_id(source.randbytes)


def _name(source: random.Random) -> str:
    return f"{source.choice(_FAMILY)} {source.choice(_MIDDLE)} {source.choice(_GIVEN)}"


def _words(source: random.Random, count: int) -> str:
    return " ".join(source.choices(_SYLLABLES, k=count))


def found(folder: Path, role: Role, name: str, seed: int | str) -> Desk:
    """A new home, opened; its randomness and clock are the test's."""
    making = Making(seeded_bytes(f"{seed} {name}"), CHEAP)
    clock = fixed_clock()
    places = Places(folder)
    setup = Setup(role, name, f"Người {name}", PASSPHRASE, "tổ trưởng", f"Tổ {name}", Tier.PROVINCE)
    founding.found_home(places, setup, clock, making)
    return founding.open_desk(places, PASSPHRASE, clock, making.random_bytes)


def reopen(desk: Desk) -> Desk:
    """The same home, closed and opened again."""
    founding.close_desk(desk)
    return founding.open_desk(desk.places, PASSPHRASE, desk.clock, desk.random)


def enrol(clerk: Desk, laptop: Desk) -> None:
    """Card, request, grant, answer: as two people do it by telephone."""
    card = office.office_card(clerk)
    enrolment.accept_card(laptop, card.data, card.digits)
    request = enrolment.make_request(laptop)
    granted = enrolment.grant(clerk, request.data, request.digits).value
    enrolment.accept_grant(laptop, granted.data)


def enrol_unasked(clerk: Desk, laptop: Desk) -> None:
    """The same papers without typing digits, whose slow hash would take most of a benchmark's time."""
    card = office.office_card(clerk)
    enrolment.accept_card(laptop, card.data, None)
    request, _ = read_request(papers.own_request(laptop))
    line = office.certify(clerk, request)
    for desk in (clerk, laptop):
        with desk.book.transaction():
            papers.keep(desk, DocumentKind.CERTIFICATE, laptop.me.device, line)


def send(laptop: Desk, found_visits: list[Visit], stick: Path) -> Path:
    """Record, finalise and pack visits; the path of the packet."""
    visits.record(laptop, found_visits, finalise_them=True)
    (file,) = sending.pack_to(laptop, stick).value.files
    return file.path
