"""An office and laptops with real homes, as many visits as a test wants, and a stick between them."""

import dataclasses
import datetime as dt
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from chibo_desktop.domain.ids import VisitId
from chibo_desktop.domain.people import GroupSnapshot
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.visits import Visit
from chibo_desktop.packets.receipts import acknowledgement_code
from chibo_desktop.services import enrolment, founding, office, sending, visits
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.places import Places
from chibo_desktop.storage import packets as packet_book
from chibo_desktop.storage.slots import Cost, Making
from tests.building.visits import id_of, phieng_an

PASSPHRASE = "mat khau dai lam"
LEAST = Cost(passes=1, memory=8 * 1024 * 1024)


class Clock:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self, start: dt.datetime = dt.datetime(2026, 12, 1, 13, 2, tzinfo=dt.UTC)) -> None:
        self.now = start

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


class Town:
    """Homes below one folder; every desk that was opened is closed by `close`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = Clock()
        self.stick = root / "stick"
        self.stick.mkdir(parents=True)
        self._desks: list[Desk] = []

    def office(self, name: str = "Văn phòng Đảng ủy xã Quang Thuận") -> Desk:
        return self._found("office", Setup(Role.OFFICE, "Văn phòng-1", "Nguyễn Thị Mẫu", PASSPHRASE, group=name))

    def laptop(self, machine: str = "Quang Thuận-2", group: str = "Tổ số 05", person: str = "Hoàng Văn Mẫu") -> Desk:
        setup = Setup(Role.GROUP, machine, person, PASSPHRASE, post="tổ trưởng", group=group)
        return self._found(f"laptop {machine}", setup)

    def _found(self, folder: str, setup: Setup) -> Desk:
        places = Places(self.root / folder)
        founding.found_home(places, setup, self.clock, Making(secrets.token_bytes, LEAST))
        desk = founding.open_desk(places, PASSPHRASE, self.clock, secrets.token_bytes)
        self._desks.append(desk)
        return desk

    def restore(self, desk: Desk, kept: Path) -> Desk:
        """The same home with the book of an earlier day, as after a restored backup."""
        places = desk.places
        founding.close_desk(desk)
        self._desks.remove(desk)
        for beside in places.book.parent.glob(f"{places.book.name}-*"):
            beside.unlink()
        shutil.copy(kept, places.book)
        again = founding.open_desk(places, PASSPHRASE, self.clock, secrets.token_bytes)
        self._desks.append(again)
        return again

    def close(self) -> None:
        for desk in self._desks:
            founding.close_desk(desk)


def town_in(root: Path) -> Iterator[Town]:
    """For a fixture: `yield from town_in(tmp_path)`."""
    town = Town(root)
    yield town
    town.close()


def know(laptop: Desk, clerk: Desk) -> None:
    """The laptop accepts the office's card."""
    card = office.office_card(clerk)
    enrolment.accept_card(laptop, card.data, card.digits)


def enrol(laptop: Desk, clerk: Desk) -> None:
    """The office vouches for the laptop, which files the answer."""
    if laptop.me.office is None:
        know(laptop, clerk)
    request = enrolment.make_request(laptop)
    enrolment.accept_grant(laptop, enrolment.grant(clerk, request.data, request.digits).value.data)


def a_visit(name: str, *, date: dt.date = dt.date(2026, 11, 3)) -> Visit:
    """The sample visit, to another cell."""
    visit = phieng_an()
    cell = dataclasses.replace(visit.cell, name=name)
    session = dataclasses.replace(visit.session, date=date)
    id_ = VisitId(id_of(f"visit {name} {date}"))
    return dataclasses.replace(visit, id=id_, cell=cell, session=session, group=GroupSnapshot())


def record(laptop: Desk, *names: str, finalise: bool = True) -> tuple[VisitRow, ...]:
    """Visits to cells of these names."""
    return visits.record(laptop, [a_visit(name) for name in names], finalise_them=finalise).value


def amend(laptop: Desk, visit: VisitId, change: Callable[[Visit], Visit], reason: str = "ghi sót") -> None:
    """Amend finalised minutes."""
    visits.amend(laptop, visit, change(visits.read_visit(laptop, visit).visit), reason)


def acknowledge(laptop: Desk, number: int) -> str:
    """The eight digits for a packet of this laptop, as the office would read them out."""
    sent = packet_book.outgoing_by_number(laptop.book, number)
    assert sent is not None
    return acknowledgement_code(sent.ack_secret, sent.file_hash)


def pack(laptop: Desk, folder: Path) -> Path:
    """Pack what is open; returns the one file."""
    (file,) = sending.pack_to(laptop, folder).value.files
    return file.path
