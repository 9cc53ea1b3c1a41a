"""What the door is given so that an office can help: nothing is imported for it before somebody has forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chibo_desktop.services.unlocking import UnlockFile


@dataclass(frozen=True, slots=True)
class OfficeHelp:
    """What runs on the worker thread: whether an office can help, the request, and opening by its answer."""

    can_ask: Callable[[], bool]
    ask: Callable[[], UnlockFile]
    accept: Callable[[Path, str], Any]
