"""Fusion, one palette and one style sheet: light, dark or as the system; zoom; the face of the screen.

A high-contrast scheme of the system wins over the tokens: then only the palette gives colours.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from chibo_desktop.ui import icons, sheet, space, tokens
from chibo_desktop.ui.tokens import DARK, LIGHT, Colours, Look, Scheme, colour

_STYLE = "Fusion"
_STYLED = "styleIsChosen"
_LOADED = "facesOfTheScreenAreLoaded"
WEIGHTS = ("Regular", "Medium", "SemiBold")


class Theme(QObject):
    """Owns the look of the program. There is one; the shell asks it for light, dark and zoom."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, zoom: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self._zoom = zoom if zoom in tokens.ZOOMS else 100
        self._arrows = TemporaryDirectory(prefix="chibo-look-")
        load_faces(app)
        if not app.property(_STYLED):
            app.setStyle(_STYLE)
        self._apply()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the system."""
        return self._scheme

    @property
    def zoom(self) -> int:
        """One of `tokens.ZOOMS`, in percent."""
        return self._zoom

    def set_scheme(self, scheme: Scheme) -> None:
        """Change to light, dark, or as the system."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._apply()

    def set_zoom(self, zoom: int) -> None:
        """Change the zoom to one of `tokens.ZOOMS`; other numbers are a mistake of the caller."""
        if zoom not in tokens.ZOOMS:
            raise ValueError(zoom)
        if zoom != self._zoom:
            self._zoom = zoom
            self._apply()

    def step_zoom(self, steps: int) -> None:
        """Next larger (+1) or smaller (-1) zoom; stays at the ends."""
        place = tokens.ZOOMS.index(self._zoom) + steps
        self.set_zoom(tokens.ZOOMS[min(max(place, 0), len(tokens.ZOOMS) - 1)])

    @Slot()
    def _follow_system(self) -> None:
        wanted = _look(self._scheme, self._zoom)
        if wanted != tokens.look():
            self._apply()

    def _apply(self) -> None:
        QGuiApplication.styleHints().setColorScheme(_QT_SCHEMES[self._scheme])
        tokens.use(_look(self._scheme, self._zoom))
        look = tokens.look()
        if not look.high_contrast:
            self._app.setPalette(_palette(look.colours))
        self._app.setFont(tokens.font(tokens.BODY))
        self._app.setStyleSheet(sheet.generate(look, self._draw_arrow()))
        for window in self._app.topLevelWidgets():
            space.relay(window)
            window.update()
        self.changed.emit()

    def _draw_arrow(self) -> str:
        """Style sheets take the arrow of a combo box only as a file: written once for each colour."""
        look = tokens.look()
        place = Path(self._arrows.name) / f"{look.colours.text2[1:]}.svg"
        if not place.exists():
            place.write_text(icons.drawing(icons.Icon.CHEVRON_DOWN, "text2", tokens.ICON_INLINE), encoding="utf-8")
        return place.as_posix()


def make_application(name: str) -> QApplication:
    """The application of this process, in the style of the program from the start: changing it later takes a while."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([name, "-style", _STYLE])
        app.setProperty(_STYLED, True)
    return app


def load_faces(app: QApplication) -> None:
    """Give Qt the three weights that the screen uses, once."""
    if app.property(_LOADED):
        return
    app.setProperty(_LOADED, True)
    from fontpkg_be_vietnam_pro import ROOT

    for weight in WEIGHTS:
        QFontDatabase.addApplicationFont(str(ROOT / "files" / f"BeVietnamPro-{weight}.ttf"))


_QT_SCHEMES = {
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
}


def _look(scheme: Scheme, zoom: int) -> Look:
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Look(tokens.from_palette(QGuiApplication.palette()), zoom, high_contrast=True)
    dark = scheme is Scheme.DARK or (scheme is Scheme.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark)
    return Look(DARK if dark else LIGHT, zoom, dark)


def _palette(colours: Colours) -> QPalette:
    made = QPalette()
    roles = QPalette.ColorRole
    plain = {
        roles.Window: colours.bg,
        roles.WindowText: colours.text,
        roles.Base: colours.surface,
        roles.AlternateBase: colours.subtle,
        roles.Text: colours.text,
        roles.Button: colours.surface,
        roles.ButtonText: colours.text,
        roles.PlaceholderText: colours.muted,
        roles.Highlight: colours.focus,
        roles.HighlightedText: colours.surface,
        roles.ToolTipBase: colours.surface,
        roles.ToolTipText: colours.text,
        roles.Link: colours.accent_text,
        roles.Accent: colours.focus,
    }
    for role, name in plain.items():
        made.setColor(role, name)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colour("muted"))
    return made
