"""Names of the files by which offices and machines get to know each other, and what file dialogs offer."""

from __future__ import annotations

import re

from chibo_desktop.domain.text import fold
from chibo_desktop.ui.speech import tr

CARD, REQUEST, GRANT = ".chibo-the", ".chibo-xin", ".chibo-cap"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def card_name() -> str:
    return f"van-phong{CARD}"


def grant_name(machine: str) -> str:
    """A file name that every stick can carry: `quang-thuan-2.chibo-cap`."""
    return f"{_NOT_IN_NAMES.sub('-', fold(machine)).strip('-') or 'may'}{GRANT}"


def requests() -> str:
    """What a dialog offers when a request is looked for."""
    return tr("Tệp xin đăng ký (%1);;Mọi tệp (*)", f"*{REQUEST}")
