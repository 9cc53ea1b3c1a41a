"""A QR code on the screen can be read from the screen."""

from typing import Any

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from chibo_desktop.documents.qr_modules import modules_of_text
from chibo_desktop.ui.components.qr_view import QrView
from chibo_desktop.ui.theme import Theme
from chibo_desktop.ui.tokens import Scheme
from tests.ui import walkers


@pytest.mark.parametrize(("scheme", "zoom"), [(Scheme.LIGHT, 100), (Scheme.DARK, 125), (Scheme.DARK, 150)])
def test_what_is_shown_is_what_a_reader_reads(qtbot: Any, theme: Theme, scheme: Scheme, zoom: int) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    text = "XIN1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 23
    view = QrView("mã")
    qtbot.addWidget(view)
    view.show_modules(modules_of_text(text))
    view.resize(view.sizeHint())
    view.show()
    walkers.settle()
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows: list[Any] = [image.constScanLine(y) for y in range(image.height())]
    lines = [bytes(row)[: image.width()] for row in rows]
    grey = memoryview(b"".join(lines)).cast("B", (image.height(), image.width()))
    (found,) = zxingcpp.read_barcodes(grey)
    assert found.text == text
