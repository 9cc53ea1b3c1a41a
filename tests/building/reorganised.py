"""What befell the Bắc Kạn of ``june_2023``: no district level since 01/7/2025, one word *chi bộ* since 26/7/2026.

As data for who plays it operation by operation, and as the words that such a register would be told.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting, Succession
from tests.building.bac_kan import NEW_COMMUNES, SEATS
from tests.building.june_2023 import PROVINCE, Place, organisation, places

ABOLISHED, ONE_WORD = dt.date(2025, 7, 1), dt.date(2026, 7, 26)
THAI_NGUYEN = organisation("province of Thái Nguyên")
KEPT = ("Đảng bộ Quân sự tỉnh", "Đảng bộ Công an tỉnh", "Đảng bộ Các cơ quan tỉnh")
"""Direct organisations that went over to Thái Nguyên as they were."""


def new_commune(name: str) -> OrganisationId:
    """The organisation that took the place of several communes, by its name in ``bac_kan.NEW_COMMUNES``."""
    return organisation(f"commune of Thái Nguyên {name}")


def in_2025() -> Reorganisation:
    """The district level ends; 108 communes become 37; what stood below a commune goes on below the new one.

    The offices of a district end with it, and are taken on at its seat.
    """
    told = list(_settings_2025(places()))
    settings = tuple(one for one in told if isinstance(one, Setting))
    successions = tuple(one for one in told if isinstance(one, Succession))
    decision = "Nghị quyết 1683/NQ-UBTVQH15 ngày 16/6/2025"
    return Reorganisation(Operation.LEVEL_ABOLISHED, ABOLISHED, decision, "", settings, successions)


def in_2026() -> Reorganisation:
    """The commune is itself the grassroots organisation, and every cell is called *chi bộ*."""
    said = (Attribute.CATEGORY,)
    settings = [Setting(cell.id, said, ONE_WORD, category="cell") for cell in standing_cells()]
    settings += [Setting(new_commune(name), said, ONE_WORD, category="grassroots_party") for name in NEW_COMMUNES]
    return Reorganisation(Operation.RECATEGORISED, ONE_WORD, "Quy định 208-QĐ/TW", settings=tuple(settings))


def standing_cells() -> tuple[Place, ...]:
    """The cells that still stand after 01/7/2025."""
    everything = places()
    ended = {one.organisation for one in _settings_2025(everything) if isinstance(one, Setting) and not one.stands}
    return tuple(place for place in everything if place.level == "cell" and place.id not in ended)


def _settings_2025(everything: Sequence[Place]) -> Iterator[Setting | Succession]:
    begun = (Attribute.NAME, Attribute.LEVEL, Attribute.STANDS)
    yield Setting(THAI_NGUYEN, begun, ABOLISHED, name="Đảng bộ tỉnh Thái Nguyên", level="province")
    yield from _ended(PROVINCE.id, THAI_NGUYEN)
    for name in NEW_COMMUNES:
        whole = (*begun, Attribute.PARENT, Attribute.CATEGORY)
        called, category = f"Đảng bộ {name}", "commune_party"
        yield Setting(new_commune(name), whole, ABOLISHED, called, THAI_NGUYEN, "commune", category)
    now = {f"Đảng bộ {old}": new_commune(name) for name, olds in NEW_COMMUNES.items() for old in olds}
    seats = {f"Đảng bộ {district}": new_commune(seat) for district, seat in SEATS.items()}
    communes = {place.code: now[place.name] for place in everything if place.name in now}
    ended: dict[str | None, OrganisationId] = {}
    for place in everything[1:]:
        successor = communes.get(place.code) or seats.get(place.name) or ended.get(place.above)
        if place.above in communes:
            moved = (Attribute.PARENT, Attribute.CATEGORY)
            yield Setting(place.id, moved, ABOLISHED, parent=communes[place.above], category="grassroots")
        elif place.name in KEPT:
            yield Setting(place.id, (Attribute.PARENT,), ABOLISHED, parent=THAI_NGUYEN)
        elif successor is not None:
            ended[place.code] = successor
            yield from _ended(place.id, successor)


def _ended(old: OrganisationId, new: OrganisationId) -> Iterator[Setting | Succession]:
    yield Setting(old, (Attribute.STANDS,), ABOLISHED, stands=False)
    yield Succession(old, new, ABOLISHED)
