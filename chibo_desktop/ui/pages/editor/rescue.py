"""When the disk takes nothing more: how much room there is, and a way to carry the words out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from shiboken6 import isValid

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.domain.visits import Visit
from chibo_desktop.domain.wording import decimal
from chibo_desktop.services import exchange
from chibo_desktop.ui import asking_files, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.components.notice import NoticeWords
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.page import Page
from chibo_desktop.ui.speech import tr

_MEGABYTE = 1024 * 1024


def room_left(home: Path) -> tuple[str, str]:
    """Name of the drive that the home lies on, and its free room in words."""
    drive = home.resolve().drive or home.resolve().anchor
    free = shutil.disk_usage(home).free
    if free >= 1024 * _MEGABYTE:
        return drive.rstrip("\\/") or drive, tr("%1 GB", decimal(free / (1024 * _MEGABYTE)))
    return drive.rstrip("\\/") or drive, tr("%1 MB", free // _MEGABYTE)


def show_trouble(page: Page, home: Path, on_chosen: Callable[[str], object]) -> None:
    """M01, once: while it is shown, further failures of the same kind say nothing new."""
    if not page.banners.shows("saving"):
        page.show_banner("saving", sentences.banner("M01", *room_left(home)), on_chosen)


def copy_out(page: Page, jobs: Jobs, visit: Visit) -> None:
    """Ask for a folder and write the visit there in the exchange form, readable by anybody: the words come first."""
    folder = asking_files.folder(page, tr("Chép nội dung vào thư mục nào?"))
    if folder:
        _Copying(page, jobs, visit).begin(Path(folder))


class _Copying:
    """One copy on its way."""

    def __init__(self, page: Page, jobs: Jobs, visit: Visit) -> None:
        self._page = page
        self._jobs = jobs
        self._visit = visit

    def begin(self, folder: Path) -> None:
        """Write on the worker thread."""
        self._jobs.submit(partial(_write, self._visit, folder), self._written, self._failed)

    def _written(self, name: str) -> None:
        if not isValid(self._page):
            return
        words = tr("Tệp %1 không mã hóa: giữ cẩn thận, xóa khi không cần nữa.", name)
        self._page.say(NoticeWords(tr("Đã chép nội dung."), words, stays=True))

    def _failed(self, failure: Refusal | Fault | Cancelled) -> None:
        if isValid(self._page):
            self._page.show_banner("copying", Banner("error", *sentences.of_failure(failure)))


def _write(visit: Visit, folder: Path) -> str:
    name = f"BAN-NHAP-{visit.id[:8].upper()}.json"
    try:
        (folder / name).write_text(exchange.write_visit(visit) + "\n", encoding="utf-8")
    except OSError as error:
        raise Fault("PATH_UNUSABLE", file=name, why=error.strerror or "") from error
    return name
