"""A page of the book is damaged: going back to a backup works all the same, and what can be read of the rest comes."""

import secrets
import shutil
from pathlib import Path

import pytest

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.services import backups, doctor, former_books, founding, going_back
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.going_back import Wanted
from chibo_desktop.services.places import Places
from chibo_desktop.storage import log
from chibo_desktop.storage.slots import open_with_passphrase
from tests.building.console import chibo
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import PASSPHRASE, record

PAGE = 4096


def ids(desk: Desk) -> frozenset[str]:
    return frozenset(one.head.id for one in log.all_entries(desk.book) if one.head.kind != "device.epoch_opened")


class Damaged:
    """Copies of a home, each with another page of the book damaged."""

    def __init__(self, town: Enrolled, root: Path) -> None:
        laptop = town.first
        record(laptop, "Chi bộ A")
        self.backup = backups.back_up_now(laptop).value.path
        self.kept = ids(laptop)
        record(laptop, "Chi bộ B", "Chi bộ C")
        self.all = ids(laptop)
        founding.close_desk(laptop)
        town._desks.remove(laptop)  # pyright: ignore[reportPrivateUsage] - closed here
        self.home, self.root, self.clock = laptop.places.home, root, town.clock
        self.pages = laptop.places.book.stat().st_size // PAGE

    def home_with(self, page: int) -> Places:
        place = Places(self.root / f"page {page}")
        shutil.copytree(self.home, place.home)
        data = bytearray(place.book.read_bytes())
        data[page * PAGE + 100] ^= 1
        place.book.write_bytes(bytes(data))
        return place


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_every_damaged_page_leaves_a_way_back(town: Enrolled, tmp_path: Path, step: int) -> None:
    damaged = Damaged(town, tmp_path / "copies")
    whole = 0
    for page in range(0, damaged.pages, step):
        places = damaged.home_with(page)
        wanted = Wanted(places.backups / damaged.backup.name)
        try:
            desk = founding.open_desk(places, PASSPHRASE, damaged.clock, secrets.token_bytes)
        except (Fault, Refusal):
            master = open_with_passphrase(places.slots, PASSPHRASE)
            going_back.replace_broken(places, master, wanted, damaged.clock, secrets.token_bytes)
            desk = founding.open_desk(places, PASSPHRASE, damaged.clock, secrets.token_bytes)
            assert ids(desk) == damaged.kept
            assert list(places.set_aside.glob("broken-*"))
        else:
            going_back.go_back(desk, going_back.prepare(desk, wanted))
            (name,) = [one.name for one in former_books.former_books(desk)]
            taken = former_books.take_back(desk, name).value
            assert damaged.kept <= ids(desk) <= damaged.all
            assert taken.refused == ()
            whole += ids(desk) == damaged.all
        assert doctor.examine(desk).is_sound, page
        record(desk, "Chi bộ sau")
        founding.close_desk(desk)
        shutil.rmtree(places.home)
    assert whole > damaged.pages // step // 2, "most pages hold no entries"


def test_a_book_that_does_not_open_is_replaced_by_command(town: Enrolled, tmp_path: Path) -> None:
    damaged = Damaged(town, tmp_path / "copies")
    places = damaged.home_with(0)
    backup = places.backups / damaged.backup.name
    assert chibo("--json", "--home", places.home, "restore", backup).code in {"BOOK_KEY_WRONG", "BOOK_DAMAGED"}
    answer = chibo("--json", "--home", places.home, "restore", backup, "--yes")
    assert answer.status == 0
    assert answer.json["aside"].startswith("broken-book-")
    assert (places.set_aside / answer.json["aside"]).exists()
    assert chibo("--json", "--home", places.home, "doctor").json["sound"]
    assert chibo("--json", "--home", places.home, "visit", "list").json["count"] == 1


def test_the_newest_backup_that_is_sound_is_taken(town: Enrolled, tmp_path: Path) -> None:
    damaged = Damaged(town, tmp_path / "copies")
    places = damaged.home_with(0)
    newer = places.backups / "book-20300101T000000000000Z.db"
    data = bytearray((places.backups / damaged.backup.name).read_bytes())
    data[5 * PAGE + 100] ^= 1
    newer.write_bytes(bytes(data))
    taken = going_back.replace_by_newest(places, PASSPHRASE, damaged.clock, secrets.token_bytes).value
    assert taken == damaged.backup.name
    for path in places.backups.glob("*.db"):
        path.unlink()
    with pytest.raises(Refusal, match="NO_SOUND_BACKUP"):
        going_back.replace_by_newest(places, PASSPHRASE, damaged.clock, secrets.token_bytes)
    desk = founding.open_desk(places, PASSPHRASE, damaged.clock, secrets.token_bytes)
    assert ids(desk) == damaged.kept
    founding.close_desk(desk)


def test_another_machines_backup_replaces_no_broken_book(town: Enrolled, tmp_path: Path) -> None:
    other = backups.back_up_now(town.second, tmp_path / "usb").value.path
    damaged = Damaged(town, tmp_path / "copies")
    places = damaged.home_with(0)
    before = places.book.read_bytes()
    master = open_with_passphrase(places.slots, PASSPHRASE)
    wanted = Wanted(other, PASSPHRASE)
    with pytest.raises(Refusal, match="BACKUP_OTHER_MACHINE"):
        going_back.replace_broken(places, master, wanted, damaged.clock, secrets.token_bytes)
    assert places.book.read_bytes() == before
    assert not places.restoring.exists()
