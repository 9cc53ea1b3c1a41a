"""The whole job once, for somebody who looks at the program for the first time: an office, two laptops, two visits."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.visits import VisitState
from chibo_desktop.services import (
    enrolment,
    exchange,
    founding,
    minutes,
    office,
    receipts,
    receiving,
    sending,
    status,
    visits,
)
from chibo_desktop.services.desk import Clock, Desk, Role
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.places import Places
from chibo_desktop.storage.files import make_folder, write_file
from chibo_desktop.storage.slots import Making

SAMPLES = Path(__file__).parents[2] / "resources" / "sample"
_GROUP = "Tổ dự sinh hoạt chi bộ huyện Bạch Thông"
_OFFICE = Setup(Role.OFFICE, "Văn phòng Tỉnh ủy", "Nguyễn Thị Mẫu", "", "Chuyên viên Văn phòng", "Văn phòng Tỉnh ủy")
_LEADER = Setup(
    Role.GROUP,
    "Bạch Thông-1",
    "Ma Từ Đông Điền",
    "",
    "Ủy viên Ban Thường vụ, Trưởng ban Dân vận Tỉnh ủy, tổ trưởng",
    _GROUP,
    Tier.PROVINCE,
)
_MEMBER = Setup(
    Role.GROUP,
    "Bạch Thông-2",
    "Nông Văn Thử",
    "",
    "Ủy viên Ban Chấp hành Đảng bộ tỉnh, thành viên tổ",
    _GROUP,
    Tier.PROVINCE,
)
_LAPTOPS = (("laptop-1", _LEADER, "phieng-an"), ("laptop-2", _MEMBER, "don-bay"))
"""Folder of the home, who works there, and the sample visit that is recorded (the names of members are invented)."""


@dataclass(frozen=True, slots=True)
class Story:
    """Where everything lies afterwards, and what the office counts."""

    folder: Path
    office: Path
    laptops: tuple[Path, ...]
    packets: tuple[Path, ...]
    minutes: tuple[Path, ...]
    visits: tuple[Path, ...]
    merged: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demonstration is played, and with what. ``folder`` may exist, but must be empty."""

    folder: Path
    passphrase: str
    clock: Clock
    making: Making

    def sub_folder(self, name: str) -> Path:
        path = self.folder / name
        make_folder(path)
        return path

    def open_home(self, name: str, setup: Setup) -> Desk:
        places = Places(self.folder / name)
        founding.found_home(places, replace(setup, passphrase=self.passphrase), self.clock, self.making)
        return founding.open_desk(places, self.passphrase, self.clock, self.making.random_bytes)


def play(stage: Stage) -> Story:
    """Record, finalise, print, pack, merge and acknowledge two visits. Raises ``Refusal`` FOLDER_TAKEN."""
    make_folder(stage.folder)
    if any(stage.folder.iterdir()):
        raise Refusal("FOLDER_TAKEN", folder=str(stage.folder))
    with ExitStack() as homes:
        clerk = stage.open_home("office", _OFFICE)
        homes.callback(founding.close_desk, clerk)
        laptops: list[Desk] = []
        for name, setup, _ in _LAPTOPS:
            laptops.append(stage.open_home(name, setup))
            homes.callback(founding.close_desk, laptops[-1])
        return _play(stage, clerk, laptops)


def _play(stage: Stage, clerk: Desk, laptops: list[Desk]) -> Story:
    stick, paper, exchanged = (stage.sub_folder(name) for name in ("packets", "minutes", "visits"))
    card = office.office_card(clerk)
    printed: list[Path] = []
    written: list[Path] = []
    for laptop, (_, _, sample) in zip(laptops, _LAPTOPS, strict=True):
        _enrol(clerk, laptop, card)
        data = (SAMPLES / f"{sample}.json").read_bytes()
        rows = visits.record(laptop, exchange.read_visits(data, laptop.random), finalise_them=True).value
        printed += [_print(laptop, row.id, paper / f"{sample}.pdf") for row in rows]
        written += [_write_visit(laptop, row.id, exchanged / f"{sample}.json") for row in rows]
        sending.pack_to(laptop, stick)
    receiving.merge(clerk, [stick])
    answers = receipts.write_receipts(clerk, stick).value
    for laptop in laptops:
        receiving.merge(laptop, [answer.path for answer in answers])
    return Story(
        stage.folder,
        clerk.places.home,
        tuple(laptop.places.home for laptop in laptops),
        tuple(sorted(stick.glob("*.chibo"))),
        tuple(printed),
        tuple(written),
        status.status(clerk).visits[VisitState.MERGED],
        sum(status.status(laptop).visits[VisitState.MERGED] for laptop in laptops),
    )


def _enrol(clerk: Desk, laptop: Desk, card: office.Card) -> None:
    enrolment.accept_card(laptop, card.data, card.digits)
    request = enrolment.make_request(laptop)
    granted = enrolment.grant(clerk, request.data, request.digits).value
    enrolment.accept_grant(laptop, granted.data)


def _print(laptop: Desk, visit: VisitId, path: Path) -> Path:
    write_file(path, minutes.build_minutes(laptop, visit).pdf)
    return path


def _write_visit(laptop: Desk, visit: VisitId, path: Path) -> Path:
    write_file(path, exchange.write_visit(visits.read_visit(laptop, visit).visit).encode("utf-8") + b"\n")
    return path
