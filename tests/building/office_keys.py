"""Offices with root keys on sticks: ceremonies held to the end, and the keys in the hands of those who hold them."""

from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.packets.key_file import PrivateKey
from chibo_desktop.services import key_ceremony, private_keys
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.key_ceremony import Ceremony, NewKey, Plan, Target
from chibo_desktop.services.profile_proposals import ProposalView
from chibo_desktop.storage.slots import Making
from tests.building.exchange_town import LEAST

PHRASE = "câu của người giữ khóa"
HOLDERS = ("Chìa 1, đ/c Mẫu giữ", "Chìa 2, đ/c Thử giữ", "Chìa 3, đ/c Dụ giữ")
PAPER = "Khóa mở lại, két của Văn phòng"

USUAL = Plan(HOLDERS, 2, PAPER)


@dataclass(frozen=True)
class Held:
    """A key that left the office's machine: its stick, its rows on paper, and itself."""

    label: str
    stick: Path
    rows: tuple[str, ...]
    key: PrivateKey

    def from_stick(self) -> PrivateKey:
        return private_keys.from_stick(self.stick, PHRASE)

    def from_paper(self) -> PrivateKey:
        return private_keys.from_paper("\n".join(self.rows), self.key.use)


def write_out(ceremony: Ceremony, desk: Desk, root: Path) -> tuple[Held, ...]:
    """Every key of a ceremony onto a stick of its own and onto paper."""
    return tuple(_write_one(ceremony, key, desk, root / f"stick {place}") for place, key in enumerate(ceremony.keys))


def _write_one(ceremony: Ceremony, key: NewKey, desk: Desk, folder: Path) -> Held:
    folder.mkdir(parents=True, exist_ok=True)
    path = key_ceremony.write_key(ceremony, key, Target(folder, PHRASE), Making(desk.random, LEAST))
    rows = key_ceremony.rows_of(key)
    assert key_ceremony.confirm_page(key, 2, rows[2].lower())
    return Held(key.label, path, rows, key.private)


def hold(desk: Desk, root: Path, plan: Plan = USUAL) -> tuple[ProposalView, tuple[Held, ...]]:
    """A whole ceremony; the recovery key, where there is one, comes last."""
    ceremony = key_ceremony.begin(desk, plan)
    held = write_out(ceremony, desk, root)
    return key_ceremony.finish(desk, ceremony).value, held
