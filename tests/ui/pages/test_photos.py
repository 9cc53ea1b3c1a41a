"""Photos are made smaller before they are kept; what gains nothing by it stays as it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage

from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.founding import close_desk
from chibo_desktop.storage.blobs import get_blob
from chibo_desktop.ui.jobs import Jobs
from chibo_desktop.ui.pages.editor import photos
from chibo_desktop.ui.pages.editor.attachments import AttachmentsSection
from tests.building.visits import phieng_an
from tests.ui.pages.row_home import SectionWindow, open_group_home


def photo(width: int, height: int, kind: str = "JPEG", noisy: bool = False) -> bytes:
    """A picture as a camera would write it: with noise it does not compress."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.darkGreen))
    if noisy:
        some = random.Random(1).randbytes(image.sizeInBytes())
        image = QImage(some, width, height, QImage.Format.Format_RGB32).copy()
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(target, kind, 100)  # type: ignore[call-overload] - the stubs forget devices
    return bytes(target.data().data())


def size(data: bytes) -> tuple[int, int]:
    image = QImage.fromData(data)
    return image.width(), image.height()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_long_photo_is_made_smaller_and_keeps_its_shape(qapp, kind: str) -> None:
    small = photos.shrink(photo(2400, 1800, kind, noisy=True))
    assert size(small) == (2000, 1500)
    assert small.startswith(b"\xff\xd8\xff")


def test_a_heavy_photo_is_written_anew(qapp) -> None:
    heavy = photo(1600, 1200, "PNG", noisy=True)
    assert len(heavy) > photos.LARGEST_AS_IT_IS
    small = photos.shrink(heavy)
    assert size(small) == (1600, 1200)
    assert len(small) < len(heavy)


@pytest.mark.qt_log_ignore("Unsupported marker type", extend=True)
@pytest.mark.parametrize("data", [b"%PDF-1.7\n" + b"0" * 2_000_000, b"\xff\xd8\xff broken", b""])
def test_what_is_no_photo_stays_as_it_is(qapp, data: bytes) -> None:
    assert photos.shrink(data) == data


def test_a_small_photo_stays_as_it_is(qapp) -> None:
    data = photo(800, 600)
    assert photos.shrink(data) == data


def test_both_sizes_are_shown(tmp_path: Path, jobs: Jobs, qtbot) -> None:
    desk: Desk = open_group_home(tmp_path)
    section = AttachmentsSection(desk, jobs)
    window = SectionWindow(section, phieng_an())
    window.open()
    data = photo(3000, 2600, noisy=True)
    assert len(data) > 10 * 1024 * 1024, "too large to be attached as it is"
    (tmp_path / "Hội trường.jpg").write_bytes(data)
    section.attach([tmp_path / "Hội trường.jpg"])
    qtbot.waitUntil(lambda: bool(window.visit.attachments), timeout=10_000)
    (row,) = window.visit.attachments
    kept = get_blob(desk.book, row.hash)
    assert kept is not None
    assert len(kept.data) == row.bytes < 10 * 1024 * 1024
    shown = section._model.columns[1].second
    assert shown is not None
    assert shown(row) == f"đã thu nhỏ từ {len(data) / 1024 / 1024:.1f} MB".replace(".", ",")
    window.close()
    close_desk(desk)


def test_a_huge_file_that_is_no_photo_is_refused(tmp_path: Path) -> None:
    desk = open_group_home(tmp_path)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-" + b"0" * (10 * 1024 * 1024))
    with pytest.raises(Refusal, match="ATTACHMENT_SIZE"):
        photos.take(desk, tmp_path / "a.pdf")
    close_desk(desk)
