"""What the register of organisations says to people, without any Qt: windows and command line say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from chibo_desktop.domain.ids import OrganisationId
from chibo_desktop.domain.organisation_tree import Counts
from chibo_desktop.domain.reorganisation import Attribute, Operation, Setting
from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.services.organisations import WordLine
from chibo_desktop.services.regimes import name_on
from chibo_desktop.services.reorganising import Caution, CautionCode, Preview

OPERATIONS: dict[str, str] = {
    Operation.REGISTERED: "Ghi tên vào danh mục",
    Operation.IMPORTED: "Nhập từ bảng",
    Operation.CORRECTED: "Sửa chỗ ghi sai",
    Operation.RENAMED: "Đổi tên",
    Operation.MOVED: "Chuyển cấp trên",
    Operation.MERGED: "Sáp nhập",
    Operation.SPLIT: "Chia tách",
    Operation.DISSOLVED: "Giải thể, kết thúc",
    Operation.RECATEGORISED: "Đổi loại hình",
    Operation.LEVEL_ABOLISHED: "Bỏ một cấp",
    Operation.REVERSED: "Hủy bỏ việc đã ghi",
}

CAUTIONS: dict[CautionCode, str] = {
    CautionCode.NOT_STANDING: "{name}: ngày {day} không có tổ chức này.",
    CautionCode.CHILDREN_LEFT: "{name} kết thúc, còn {count} tổ chức ở dưới chưa có cấp trên.",
    CautionCode.SUPERIOR_GONE: "{name}: cấp trên mới là {other}, ngày {day} không có tổ chức đó.",
    CautionCode.NAME_TWICE: "{name}: ở {other} đã có tổ chức cùng tên.",
    CautionCode.LATER_WORD: "{name}: từ ngày {day} đã ghi khác ({other}), từ ngày đó vẫn theo chỗ đã ghi.",
    CautionCode.CATEGORY_OF_OTHER_TIME: "{name}: ngày {day} không có loại hình “{other}”.",
    CautionCode.LEVEL_OF_OTHER_TIME: "{name}: ngày {day} không có cấp “{other}”.",
    CautionCode.MEMBERS_DIFFER: "{name}: ghi {other} đảng viên, các tổ chức nhập vào có {count}.",
    CautionCode.STILL_USED: "{name}: các việc ghi sau còn nhắc tới, tổ chức này không còn ngày thành lập.",
}
_ATTRIBUTES: dict[Attribute, str] = {
    Attribute.NAME: "tên",
    Attribute.PARENT: "cấp trên",
    Attribute.LEVEL: "cấp",
    Attribute.CATEGORY: "loại hình",
    Attribute.TYPE: "nơi sinh hoạt",
    Attribute.AREAS: "địa bàn",
    Attribute.MEMBERS: "số đảng viên",
    Attribute.CODE: "mã",
    Attribute.KILOMETRES: "số km",
    Attribute.STANDS: "thành lập, kết thúc",
}
_MOST = 3
"""Oddities of one kind that are written out; the others are counted."""


def caution(one: Caution) -> str:
    """One oddity as a sentence."""
    day = short_date(one.day) if one.day else ""
    other = _ATTRIBUTES[Attribute(one.other)] if one.code is CautionCode.LATER_WORD else _category(one)
    return CAUTIONS[one.code].format(name=one.name, day=day, count=padded(one.count), other=other)


def _category(one: Caution) -> str:
    if one.code in (CautionCode.CATEGORY_OF_OTHER_TIME, CautionCode.LEVEL_OF_OTHER_TIME):
        return name_on(one.other, None)
    return one.other


def cautions(found: Sequence[Caution]) -> Iterator[str]:
    """Some of each kind, and how many more there are."""
    for code in dict.fromkeys(one.code for one in found):
        mine = [one for one in found if one.code is code]
        yield from map(caution, mine[:_MOST])
        if len(mine) > _MOST:
            yield f"… và {padded(len(mine) - _MOST)} chỗ khác như vậy."


def reach(seen: Preview) -> tuple[tuple[str, str], ...]:
    """What a word touches, as a word and a number or names; what it does not touch is left out."""
    found = seen.reach
    told = (
        ("Bắt đầu có", len(found.begun)),
        ("Kết thúc", len(found.ended)),
        ("Thay đổi", len(found.changed)),
        ("Ở dưới, có cấp trên đổi", len(found.below)),
        ("Trong đó chi bộ", seen.cells),
        ("Buổi đã lên kế hoạch ở nơi kết thúc", seen.planned),
        ("Buổi dự ghi từ ngày đó ở nơi kết thúc", seen.visits),
    )
    lines = [(word, padded(number)) for word, number in told if number]
    if seen.groups:
        lines.append(("Tổ được phân công", ", ".join(seen.groups)))
    return tuple(lines)


def counts(found: Counts) -> str:
    """The counts of a day as one line, as a report says them."""
    parties, cells = padded(found.grassroots_parties), padded(found.grassroots_cells)
    parts = [
        f"{padded(found.direct)} tổ chức trực thuộc tỉnh ủy",
        f"{padded(found.grassroots)} tổ chức cơ sở đảng ({parties} đảng bộ cơ sở, {cells} chi bộ cơ sở)",
    ]
    if found.subordinate_cells:
        parts.append(f"{padded(found.subordinate_cells)} chi bộ trực thuộc đảng ủy cơ sở")
    parts += [f"{padded(found.cells)} chi bộ", f"{padded(found.members)} đảng viên"]
    return " · ".join(parts)


def operation(one: WordLine) -> str:
    """What a word did, with its day."""
    word = OPERATIONS[one.operation]
    return f"{word} từ ngày {short_date(one.on)}" if one.on else word


def facts(
    line: WordLine, organisation: OrganisationId, names: Mapping[OrganisationId, str], day: dt.date
) -> tuple[str, ...]:
    """What a word says of one organisation, in the terms of its day, or of ``day`` where it has none; ``names`` of the
    others that it speaks of.
    """
    told = [fact for setting in line.settings for fact in _facts(setting, setting.on or day, names)]
    told += [
        f"kế tục bởi: {names.get(one.new, one.new)}"
        if one.old == organisation
        else f"kế tục: {names.get(one.old, one.old)}"
        for one in line.successions
    ]
    return tuple(told)


def _facts(setting: Setting, on: dt.date | None, names: Mapping[OrganisationId, str]) -> Iterator[str]:
    above = names.get(setting.parent, setting.parent) if setting.parent else "không có"
    told: dict[Attribute, str] = {
        Attribute.NAME: f"tên: {setting.name}",
        Attribute.PARENT: f"cấp trên: {above}",
        Attribute.CATEGORY: f"loại hình: {name_on(setting.category, on)}",
        Attribute.LEVEL: f"cấp: {name_on(setting.level, on)}",
        Attribute.STANDS: "bắt đầu có" if setting.stands else "kết thúc",
        Attribute.MEMBERS: f"{padded(setting.members or 0)} đảng viên",
    }
    yield from (told[attribute] for attribute in setting.sets if attribute in told)
