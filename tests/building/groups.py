"""A small province of organisations, and decisions about groups that go there."""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping

from chibo_desktop.domain.groups import DecidedGroup, Decision, GroupMember, Post
from chibo_desktop.domain.ids import DecisionId, GroupId, OrganisationId, PersonId
from chibo_desktop.domain.people import Tier
from chibo_desktop.domain.reorganisation import Attribute, Operation, Reorganisation, Setting

TREE: Mapping[str, tuple[str, str | None, str]] = {
    "tinh": ("Đảng bộ tỉnh Bắc Kạn", None, "direct"),
    "bachthong": ("Đảng bộ huyện Bạch Thông", "tinh", "direct"),
    "quangthuan": ("Đảng bộ xã Quang Thuận", "bachthong", "grassroots_party"),
    "viHuong": ("Đảng bộ xã Vi Hương", "bachthong", "grassroots_party"),
    "phiengan": ("Chi bộ thôn Phiêng An", "quangthuan", "subordinate"),
    "nadinh": ("Chi bộ thôn Nà Đinh", "quangthuan", "subordinate"),
    "donbay": ("Chi bộ thôn Đon Bây", "viHuong", "subordinate"),
    "chomoi": ("Đảng bộ huyện Chợ Mới", "tinh", "direct"),
    "nhutinh": ("Chi bộ cơ sở Như Tình", "chomoi", "grassroots"),
}
YEAR = 2026


def org(name: str) -> OrganisationId:
    return OrganisationId(_id(name))


def group_id(number: int) -> GroupId:
    return GroupId(_id(f"to{number}"))


def person_id(name: str) -> PersonId:
    return PersonId(_id(name))


def _id(name: str) -> str:
    """The same id for the same name, as random ids look."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest()).decode("ascii")[:26].lower()


def registered() -> Reorganisation:
    """The word that registers the whole tree, as far back as anybody asks."""
    sets = (Attribute.NAME, Attribute.PARENT, Attribute.CATEGORY)
    settings = tuple(
        Setting(org(name), sets, name=words, parent=org(parent) if parent else None, category=category)
        for name, (words, parent, category) in TREE.items()
    )
    return Reorganisation(Operation.IMPORTED, settings=settings)


def member(name: str, role: Post = Post.MEMBER, post: str = "Tỉnh ủy viên") -> GroupMember:
    return GroupMember(person_id(name), role, name, post)


def group(number: int, *organisations: str, members: tuple[GroupMember, ...] = ()) -> DecidedGroup:
    leader = member(f"Tổ Trưởng {number}", Post.LEADER)
    name = f"Tổ số {number:02d}"
    return DecidedGroup(group_id(number), name, Tier.PROVINCE, tuple(map(org, organisations)), (leader, *members))


def decision(*groups: DecidedGroup, name: str = "mot", year: int = YEAR) -> Decision:
    return Decision(
        DecisionId(_id(name)),
        f"{year - 2000}-QĐ/TU",
        dt.date(year, 1, 5),
        "Ban Thường vụ Tỉnh ủy",
        dt.date(year, 1, 1),
        dt.date(year, 12, 31),
        groups,
    )
