"""Bắc Kạn's Party organisations of June 2023: the real totals, real names where they are known, the others invented.

11 direct organisations (7 districts, 1 city, 2 armed forces, 1 of the provincial offices), 432 grassroots ones = 173
with a committee + 259 cells, 1.992 cells below committees, 36.872 members. The same in every run.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.imports import COLUMNS, Head, Table, Vocabulary
from chibo_desktop.domain.organisations import AreaFlag, CellType
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting
from chibo_desktop.services import import_templates
from chibo_desktop.services.tables import Sheet, xlsx_file
from chibo_desktop.ui import import_words
from tests.building.bac_kan import BODIES, DISTRICTS, HAMLETS, OFFICES, REMOTE, STREETS
from tests.building.visits import id_of

JUNE = dt.date(2023, 6, 30)
DIRECT, COMMITTEES, CELLS, BELOW, MEMBERS = 11, 173, 259, 1_992, 36_872
"""Direct organisations; grassroots ones with a committee and without; cells below committees; Party members."""
GRASSROOTS = COMMITTEES + CELLS

_FIRST_HAMLET = {"xã Quang Thuận": "Phiêng An", "xã Vi Hương": "Đon Bây"}
_LONGER_COMMUNES = 47
_CELLS_OF_A_COMMUNE, _CELLS_OF_A_BODY = 15, 5
_SECTIONS = ("Hành chính", "Tham mưu", "Nghiệp vụ 1", "Nghiệp vụ 2", "Hậu cần")
_SCHOOLS = ("Chi bộ Trường Mầm non", "Chi bộ Trường Phổ thông cơ sở", "Chi bộ Trạm Y tế")
_ARMED = {
    "Đảng bộ Quân sự tỉnh": (3, 6, CellType.MILITARY, "Tiểu đoàn", "Đại đội"),
    "Đảng bộ Công an tỉnh": (8, 20, CellType.POLICE_BORDER, "Phòng nghiệp vụ số", "Đội công tác số"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of the province, as its line in a table. ``code`` is unique; the parent's is in ``above``."""

    code: str
    name: str
    above: str | None
    level: str
    category: str | None = None
    type: CellType | None = None
    areas: tuple[AreaFlag, ...] = ()
    members: int | None = None
    kilometres: int | None = None

    @property
    def id(self) -> OrganisationId:
        return organisation(self.code)


def organisation(code: str) -> OrganisationId:
    """The id of the organisation with this code."""
    return OrganisationId(id_of(f"organisation {code}"))


def _code(*numbers: int) -> str:
    return ".".join(("06", *(f"{number:03d}" for number in (*numbers, 0, 0, 0, 0)[:4])))


PROVINCE = Place(_code(), "Đảng bộ tỉnh Bắc Kạn", None, "province")


def places() -> tuple[Place, ...]:
    """Every organisation, each after its superior."""
    found = list(_places())
    cells = [place for place in found if place.level == "cell"]
    numbers = _members(cells)
    return tuple(replace(place, members=numbers.get(place.code)) for place in found)


def named(name: str) -> Place:
    """The organisation of this name; the first one where several have it."""
    return next(place for place in places() if place.name == name)


def settings(on: dt.date | None = None) -> tuple[Setting, ...]:
    """The province as words about the register."""
    return tuple(_setting(place, on) for place in places())


def founding(on: dt.date | None = None) -> Reorganisation:
    """The province as one word."""
    return Reorganisation(Operation.IMPORTED, on, source="Bắc Kạn 6/2023", settings=settings(on))


def _setting(place: Place, on: dt.date | None) -> Setting:
    values = {
        Attribute.NAME: place.name,
        Attribute.PARENT: organisation(place.above) if place.above else None,
        Attribute.LEVEL: place.level,
        Attribute.CATEGORY: place.category,
        Attribute.TYPE: place.type,
        Attribute.AREAS: place.areas or None,
        Attribute.MEMBERS: place.members,
        Attribute.CODE: place.code,
        Attribute.KILOMETRES: place.kilometres,
    }
    said = {attribute: value for attribute, value in values.items() if value is not None}
    return Setting(place.id, tuple(said), on, **{attribute.value: value for attribute, value in said.items()})


def _places() -> Iterator[Place]:
    yield PROVINCE
    longer = count()
    for number, (district, communes) in enumerate(DISTRICTS.items(), 1):
        top = Place(
            _code(number), f"Đảng bộ {district}", PROVINCE.code, "district", "direct", kilometres=number * 9 % 71
        )
        yield top
        yield from _district(top, number, communes, longer)
    for number, (name, (committees, cells, type_, above, single)) in enumerate(_ARMED.items(), 9):
        top = Place(_code(number), name, PROVINCE.code, "district", "direct", type_, kilometres=1)
        yield top
        for one in range(1, committees + 1):
            yield from _body(top, (number, one), f"{above} {one}", type_)
        for one in range(1, cells + 1):
            yield _cell(top, (number, committees + one), f"Chi bộ {single} {one}", "grassroots", type_)
    yield from _provincial_offices(11)


def _district(top: Place, number: int, communes: tuple[str, ...], longer: Iterator[int]) -> Iterator[Place]:
    for place, commune in enumerate(communes, 1):
        yield from _commune(top, (number, place), commune, next(longer))
    area = top.name.removeprefix("Đảng bộ ")
    bodies = (
        ("Quân sự", CellType.MILITARY),
        ("Công an", CellType.POLICE_BORDER),
        ("Trung tâm Y tế", CellType.PUBLIC_UNIT),
    )
    for place, (body, type_) in enumerate(bodies, len(communes) + 1):
        yield from _body(top, (number, place), f"{body} {area}", type_)
    several = OFFICES if area == "huyện Bạch Thông" else OFFICES[:-1]
    for place, office in enumerate(several, len(communes) + len(bodies) + 1):
        yield _cell(top, (number, place), f"Chi bộ {office} {area}", "grassroots", _type_of(office))


def _commune(top: Place, numbers: tuple[int, int], commune: str, order: int) -> Iterator[Place]:
    remote = commune in REMOTE
    areas = (AreaFlag.DEEP, AreaFlag.REMOTE, AreaFlag.DIFFICULT) if remote else ()
    far = (25 if remote else 3) + order * 7 % 20
    here = Place(_code(*numbers), f"Đảng bộ {commune}", top.code, "commune", "grassroots_party", None, areas, None, far)
    yield here
    cells = _CELLS_OF_A_COMMUNE + (order < _LONGER_COMMUNES)
    is_rural = commune.startswith("xã")
    for place in range(1, cells - len(_SCHOOLS) + 1):
        if is_rural:
            hamlet = _FIRST_HAMLET.get(commune) if place == 1 else None
            name, type_ = f"thôn {hamlet or HAMLETS[(order + place) % len(HAMLETS)]}", CellType.VILLAGE
        else:
            name, type_ = f"tổ dân phố {STREETS[place - 1]}", CellType.URBAN_GROUP
        difficult = (*areas, AreaFlag.DIFFICULT) if is_rural and not areas and place % 6 == 0 else areas
        yield replace(_cell(here, (*numbers, place), f"Chi bộ {name}", "subordinate", type_), areas=difficult)
    for place, school in enumerate(_SCHOOLS, cells - len(_SCHOOLS) + 1):
        name = f"{school} {commune}"
        yield replace(_cell(here, (*numbers, place), name, "subordinate", CellType.PUBLIC_UNIT), areas=areas)


def _provincial_offices(number: int) -> Iterator[Place]:
    top = Place(_code(number), "Đảng bộ Các cơ quan tỉnh", PROVINCE.code, "district", "direct", CellType.AGENCY)
    yield replace(top, kilometres=1)
    for place, body in enumerate(BODIES, 1):
        yield from _body(top, (number, place), body, _type_of(body))
    for place in range(32):
        name = f"Chi bộ Trung tâm số {place + 1:02d} trực thuộc {BODIES[place % len(BODIES)]}"
        yield _cell(top, (number, len(BODIES) + place + 1), name, "grassroots", CellType.PUBLIC_UNIT)


def _body(top: Place, numbers: tuple[int, int], name: str, type_: CellType) -> Iterator[Place]:
    here = Place(_code(*numbers), f"Đảng bộ {name}", top.code, "commune", "grassroots_party", type_, kilometres=1)
    yield here
    for place, section in enumerate(_SECTIONS, 1):
        yield _cell(here, (*numbers, place), f"Chi bộ {section}", "subordinate", type_)


def _cell(above: Place, numbers: tuple[int, ...], name: str, category: str, type_: CellType) -> Place:
    return Place(_code(*numbers), name, above.code, "cell", category, type_, kilometres=1 + numbers[-1] * 5 % 14)


def _type_of(body: str) -> CellType:
    if body.startswith(("Trường", "Trung tâm", "Bệnh viện", "Báo")):
        return CellType.PUBLIC_UNIT
    if body.startswith(("Ngân hàng", "Bưu điện", "Điện lực")):
        return CellType.STATE_ENTERPRISE
    return CellType.COOPERATIVE if body.startswith("Hợp tác xã") else CellType.AGENCY


def _members(cells: list[Place]) -> dict[str, int]:
    """Members by code: nine in Phiêng An, 11 to 22 elsewhere, and the real total."""
    known = {cell.code: 9 for cell in cells if cell.name == "Chi bộ thôn Phiêng An"}
    others = [cell.code for cell in cells if cell.code not in known]
    numbers = {code: 11 + place * 7 % 11 for place, code in enumerate(others)}
    missing = MEMBERS - sum(known.values()) - sum(numbers.values())
    more = {code: numbers[code] + 1 for code in others[:missing]}
    return {**numbers, **more, **known}


def workbook() -> bytes:
    """The province as an office fills in the template of the program: superiors by name, and no ids."""
    words, kind = import_words.vocabulary(), Table.ORGANISATIONS
    above = {place.code: place.name for place in places()}
    rows = [[_written(words, place, head, above) for head in COLUMNS[kind]] for place in places()]
    return xlsx_file([Sheet(words.sheets[kind], import_templates.columns(kind, words), rows)])


def _written(words: Vocabulary, place: Place, head: Head, above: dict[str, str]) -> str | int | None:
    match head:
        case Head.CODE | Head.NAME | Head.MEMBERS | Head.KILOMETRES:
            return getattr(place, head.value)
        case Head.PARENT:
            return above[place.above] if place.above else None
        case Head.LEVEL | Head.CATEGORY | Head.TYPE:
            code = getattr(place, head.value)
            return words.words[head][code][0] if code else None
        case Head.AREAS:
            return ", ".join(words.words[head][flag][0] for flag in place.areas) or None
        case _:
            return None
