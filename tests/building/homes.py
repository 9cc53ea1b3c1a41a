"""Homes of machines as the first run makes them, at the least cost of a passphrase."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

from chibo_desktop.domain.people import Tier
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk, Role
from chibo_desktop.services.places import Places
from chibo_desktop.storage.slots import Cost, Making

PASSPHRASE = "trăng lên đỉnh núi xa"
MAKING = Making(secrets.token_bytes, Cost(passes=1, memory=8 * 1024 * 1024))

_GROUP = founding.Setup(Role.GROUP, "Quang Thuận-2", "Hoàng Văn Mẫu", PASSPHRASE, "tổ trưởng", "Tổ số 05", Tier.COMMUNE)
_OFFICE = founding.Setup(
    Role.OFFICE, "Văn phòng-1", "Nguyễn Thị Mẫu", PASSPHRASE, "chuyên viên", "Văn phòng Đảng ủy xã Quang Thuận"
)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def found_home(home: Path, role: Role = Role.GROUP) -> str:
    """Make a home; returns its recovery code."""
    setup = _OFFICE if role is Role.OFFICE else _GROUP
    return founding.found_home(Places(home), setup, now, MAKING)


def open_home(home: Path) -> Desk:
    return founding.open_desk(Places(home), PASSPHRASE, now, secrets.token_bytes)
