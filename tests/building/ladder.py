"""Three offices above each other with real homes, laptops, and the sticks between them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.services import forwarding, receipts, receiving, subordinates, upstream
from chibo_desktop.services import office as office_service
from chibo_desktop.services.arriving import FileReport
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.forwarding import Forwarded, Wish
from chibo_desktop.services.founding import Setup
from chibo_desktop.services.subordinates import TypedDigits
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import PASSPHRASE, Town, enrol

PROVINCE, DISTRICT, COMMUNE = "Văn phòng Tỉnh ủy", "Văn phòng Huyện ủy Bạch Thông", "Văn phòng Đảng ủy xã Quang Thuận"
LAPTOP, LOW_LAPTOP = "Bạch Thông-1", "Quang Thuận-2"


class Ladder(Town):
    """A province, a district that reports to it, a commune that reports to the district; a laptop at each lower one."""

    def build(self) -> None:
        self.province = self.an_office("province", PROVINCE)
        self.district = self.an_office("district", DISTRICT)
        self.commune = self.an_office("commune", COMMUNE)
        self.district_laptop = self.laptop_of(LAPTOP, self.district)
        self.commune_laptop = self.laptop_of(LOW_LAPTOP, self.commune)
        subordinate(self.district, self.province)
        subordinate(self.commune, self.district)

    def an_office(self, folder: str, name: str) -> Desk:
        return self._found(folder, Setup(Role.OFFICE, f"máy {folder}", "Nguyễn Thị Mẫu", PASSPHRASE, group=name))

    def laptop_of(self, machine: str, office: Desk) -> Desk:
        laptop = self.laptop(machine, f"Tổ của {machine}")
        enrol(laptop, office)
        return laptop

    def a_stick(self, name: str) -> Path:
        stick = self.root / f"stick {name}"
        stick.mkdir(exist_ok=True)
        return stick


class CopiedLadder(Ladder):
    """A copy of a ladder that was built once, all desks open."""

    open = Enrolled.open
    reopen = Enrolled.reopen

    def __init__(self, template: Path, root: Path) -> None:
        super().__init__(root)
        for home in template.iterdir():
            shutil.copytree(home, root / home.name, dirs_exist_ok=True)
        self.province, self.district, self.commune = map(self.open, ("province", "district", "commune"))
        self.district_laptop, self.commune_laptop = self.open(f"laptop {LAPTOP}"), self.open(f"laptop {LOW_LAPTOP}")


def ladder_template(root: Path) -> Path:
    """Built and closed, for `CopiedLadder`."""
    ladder = Ladder(root)
    ladder.build()
    ladder.close()
    return root


def ladder_in(template: Path, root: Path) -> Iterator[CopiedLadder]:
    """For a fixture: `yield from ladder_in(template, tmp_path)`."""
    ladder = CopiedLadder(template, root)
    yield ladder
    ladder.close()


def meet(lower: Desk, upper: Desk) -> None:
    """The lower office accepts the card of the upper one."""
    card = office_service.office_card(upper)
    upstream.accept_card(lower, card.data, card.digits)


def subordinate(lower: Desk, upper: Desk) -> None:
    """The upper office vouches for the lower one, which files the answer."""
    meet(lower, upper)
    asked = upstream.make_request(lower)
    granted = subordinates.grant(upper, asked.data, TypedDigits(asked.digits, asked.card_digits)).value
    upstream.accept_grant(lower, granted.data)


def send_up(lower: Desk, folder: Path, *withhold: PartClass, everything: bool = False) -> Forwarded:
    return forwarding.forward(lower, folder, Wish(frozenset(withhold), everything=everything)).value


def carry(folder: Path, office: Desk) -> tuple[FileReport, ...]:
    """The stick comes to an office, which takes everything in."""
    return receiving.merge(office, [folder]).value.files


def answer(upper: Desk, lower: Desk, folder: Path) -> tuple[FileReport, ...]:
    """A receipt for the machine of the lower one, carried there."""
    receipts.write_receipts(upper, folder, [DeviceId(lower.me.device)])
    return receiving.merge(lower, [folder]).value.files
