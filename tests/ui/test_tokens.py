"""Contrast, computed from the tokens by the WCAG formula."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from chibo_desktop.ui.tokens import DARK, LIGHT, Colours, from_palette

TEXT, SHAPE = 4.5, 3.0
# ink, ground, light, dark
TABLE = [
    ("text", "surface", 16.4, 13.5),
    ("text2", "surface", 8.7, 9.2),
    ("text2", "rail", 7.2, 10.7),
    ("muted", "surface", 5.9, 6.3),
    ("muted", "bg", 5.3, 7.0),
    ("muted", "sel", 5.1, 5.0),
    ("accent_text", "surface", 8.1, 7.0),
    ("accent_text", "bg", 7.3, 7.8),
    ("on_accent", "accent", 8.1, 5.8),
    ("on_accent", "accent_hover", 9.9, 4.8),
    ("sel_text", "sel", 9.1, 10.0),
    ("text", "sel", 14.3, 10.8),
    ("ok", "ok_tint", 5.7, 6.8),
    ("warn", "warn_tint", 6.4, 7.5),
    ("warn", "surface", 7.2, 9.1),
    ("err", "err_tint", 5.6, 6.7),
    ("err", "surface", 6.5, 7.8),
    ("info", "info_tint", 7.1, 7.0),
    ("plum", "plum_tint", 6.8, 6.9),
    ("text", "mark", 13.0, 7.3),
]
SHAPES = [
    ("focus", "surface", 6.3, 7.4),
    ("focus", "bg", 5.7, 8.2),
    ("focus", "sel", 5.5, 5.9),
    ("strong", "surface", 3.7, 4.6),
    ("strong", "bg", 3.3, 5.2),
    ("chart1", "surface", 8.1, 5.1),
    ("chart2", "surface", 3.9, 3.4),
]
# pairs that the components really paint, beyond the table above
PAINTED = [
    ("text2", "neutral_tint"),
    ("text2", "subtle"),
    ("text2", "bg"),
    ("muted", "subtle"),
    ("muted", "neutral_tint"),
    ("text2", "warn_tint"),
    ("text2", "err_tint"),
    ("text2", "info_tint"),
    ("text2", "ok_tint"),
    ("text2", "sel"),
    ("surface", "text2"),
    ("accent_text", "accent_tint"),
]


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours: Colours, ink: str, ground: str) -> float:
    light, dark = sorted((luminance(getattr(colours, ink)), luminance(getattr(colours, ground))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), TABLE + SHAPES)
def test_contrast_is_what_the_design_promises(ink: str, ground: str, light: float, dark: float) -> None:
    assert contrast(LIGHT, ink, ground) == pytest.approx(light, abs=0.06)
    assert contrast(DARK, ink, ground) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_and_shapes_can_be_seen(colours: Colours) -> None:
    for ink, ground, *_ in TABLE:
        assert contrast(colours, ink, ground) >= TEXT, (ink, ground)
    for ink, ground in PAINTED:
        assert contrast(colours, ink, ground) >= TEXT, (ink, ground)
    for ink, ground, *_ in SHAPES:
        assert contrast(colours, ink, ground) >= SHAPE, (ink, ground)
    for chart in ("chart1", "chart2", "chart3", "chart4", "chart5"):
        assert contrast(colours, chart, "surface") >= SHAPE, chart


def test_the_ring_needs_its_gap_around_the_main_button() -> None:
    assert contrast(LIGHT, "focus", "accent") < SHAPE
    assert contrast(DARK, "focus", "accent") < SHAPE


def test_the_systems_contrast_scheme_gives_all_colours() -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ffff00"))
    colours = from_palette(palette)
    assert colours.err == colours.text == "#ffff00"
    assert colours.err_tint == colours.surface == "#000000"
