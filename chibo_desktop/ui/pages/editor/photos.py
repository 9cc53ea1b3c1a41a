"""Photos are made smaller before they are kept: a packet travels on a stick, and a page is printed at 300 dots.

Writing a photo anew also leaves behind what the camera noted about place and device.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from chibo_desktop.domain.visits import Attachment
from chibo_desktop.services import drafts
from chibo_desktop.services.desk import Desk

LONGEST_SIDE = 2000
"""Pixels: 17 cm on paper at 300 dots to the inch, the width of the text of a page."""

LARGEST_AS_IT_IS = 1_500_000
"""Bytes up to which a photo of that length stays as it is."""

_LARGEST_READ = 64 * 1024 * 1024
_QUALITY = 85
_PHOTOS = (b"jpeg", b"png")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was kept, and how many bytes the file had."""

    attachment: Attachment
    was: int

    @property
    def is_shrunk(self) -> bool:
        """Is what was kept smaller than the file?"""
        return self.attachment.bytes < self.was


def take(desk: Desk, file: Path) -> Taken:
    """Keep a file, a large photo made smaller. Runs on the worker; raises as ``drafts.attach`` does."""
    data = drafts.read_file(file, _LARGEST_READ)
    return Taken(drafts.attach_bytes(desk, shrink(data), file.stem, file.name), len(data))


def shrink(data: bytes) -> bytes:
    """A large JPEG or PNG as a JPEG of at most 2000 pixels; everything else, and what gains nothing, as it is."""
    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    too_long = max(size.width(), size.height()) > LONGEST_SIDE
    if bytes(reader.format().data()) not in _PHOTOS or not (too_long or len(data) > LARGEST_AS_IT_IS):
        return data
    reader.setAutoTransform(True)  # as the camera was held
    if too_long:
        bounds = QSize(LONGEST_SIDE, LONGEST_SIDE)
        reader.setScaledSize(size.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    smaller = _written(reader.read())
    return smaller if smaller and len(smaller) < len(data) else data


def _written(image: QImage) -> bytes:
    """As JPEG on white paper; nothing where the image could not be read."""
    if image.isNull():
        return b""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    paper.save(target, "JPEG", _QUALITY)  # type: ignore[call-overload] - the stubs forget devices
    return bytes(target.data().data())
