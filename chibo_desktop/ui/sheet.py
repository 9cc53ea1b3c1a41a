"""The one style sheet of the program, generated from the tokens. No widget gets a sheet of its own.

Widgets say what they are by their class name or by the property `look`; the sheet says how that looks.
"""

from __future__ import annotations

from string import Template

from chibo_desktop.ui import tokens
from chibo_desktop.ui.tokens import Look, px

_COLOURED = Template("""
QWidget { color: $text; selection-background-color: $focus; selection-color: $surface; }
QWidget[look="page"], QWidget[look="ground"] { background: $bg; }
QWidget[look="surface"] { background: $surface; }
QWidget[look="side"] { background: $subtle; border-right: 1px solid $border; }
QWidget[look="side-right"] { background: $subtle; border-left: 1px solid $border; }
NavRail, QFrame[look="steps"] { background: $rail; border-right: 1px solid $border; }
PageHeader { background: $surface; border-bottom: 1px solid $border; }
QScrollArea, QScrollArea > QWidget > QWidget[look="clear"] { background: transparent; border: none; }

QLabel { background: transparent; }
QLabel[look="caption"] { color: $text2; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="label"] { color: $text2; }
QLabel[look="second"] { color: $text2; }
QLabel[tint="ok"] { color: $ok; }
QLabel[tint="warn"] { color: $warn; }
QLabel[tint="err"] { color: $err; }
QLabel[tint="info"] { color: $info; }
QLabel[tint="muted"] { color: $muted; }
QLabel[tint="accent"] { color: $accent_text; }

QPushButton { background: $surface; border: 1px solid $strong; color: $text; }
QPushButton:hover { background: $subtle; }
QPushButton:pressed { background: $neutral_tint; }
QPushButton:disabled { color: $muted; border-color: $border; background: $bg; }
QPushButton[look="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:disabled { background: $neutral_tint; border-color: $neutral_tint; color: $muted; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; color: $text2; }
QPushButton[look="quiet"]:hover { background: $neutral_tint; }
QPushButton[look="danger"] { color: $err; border-color: $err; }
QPushButton[look="link"] { background: transparent; border-color: transparent; color: $accent_text; }
QPushButton[look="link"]:hover { background: $accent_tint; }
QPushButton[look="back"] { border-color: $border; }

Card, TableCard, StateCells, EntryList { background: $surface; border: 1px solid $border; }
Card[look="subtle"] { background: $subtle; }
Card[look="chosen"] { border: 2px solid $accent; }
QWidget[look="date-tile"] { background: $accent_tint; }
Banner[look="info"] { background: $info_tint; }
Banner[look="warn"] { background: $warn_tint; }
Banner[look="error"] { background: $err_tint; }
Banner[look="ok"] { background: $ok_tint; }
Notice { background: $surface; border: 1px solid $strong; }
RowEditor { background: $sel; border: 1px solid $focus; }

QLineEdit, QPlainTextEdit, QComboBox { background: $surface; border: 1px solid $strong; color: $text;
  placeholder-text-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $focus; }
QComboBox:on { border: 2px solid $focus; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: transparent; border-color: transparent;
  placeholder-text-color: transparent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: $bg; color: $muted; border-color: $border; }
QComboBox[reading="true"] { background: transparent; border-color: transparent; color: $text; }
QComboBox[reading="true"] > QLineEdit { color: $text; placeholder-text-color: transparent; }
QLineEdit[trouble="true"], QPlainTextEdit[trouble="true"], QComboBox[trouble="true"] { border: 2px solid $err; }
QComboBox > QLineEdit, QComboBox > QLineEdit:focus, QComboBox > QLineEdit:disabled {
  border: none; background: transparent; padding: 0; min-height: 0; }
QComboBox QAbstractItemView, QListView#completions { background: $surface; border: 1px solid $strong;
  outline: 0; color: $text; selection-background-color: $sel; selection-color: $sel_text; }

QAbstractItemView { background: transparent; border: none; outline: 0; color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $subtle; color: $text2; border: none; border-bottom: 1px solid $border; }
QMenu { background: $surface; border: 1px solid $strong; }
QMenu::item:selected { background: $sel; color: $sel_text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { background: $border; height: 1px; }
QToolTip { background: $surface; color: $text; border: 1px solid $strong; }
QDialog { background: $surface; }
QProgressBar { background: $neutral_tint; border: none; }
QProgressBar::chunk { background: $text2; }
QProgressBar[look="running"]::chunk { background: $focus; }
QScrollBar { background: transparent; border: none; }
QScrollBar::handle { background: $strong; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $text2; }
QFrame[look="line"] { background: $border; border: none; }
KeyCap { background: $surface; border: 1px solid $border; border-bottom: 2px solid $border; color: $text2; }
KeyCap[look="large"] { border: 1px solid $strong; border-bottom: 3px solid $strong; color: $text; }
""")

_MEASURED = Template("""
QLabel[look="figure"] { font-size: ${t_figure}px; font-weight: 600; }
QLabel[look="title"] { font-size: ${t_title}px; font-weight: 600; }
QLabel[look="subfigure"] { font-size: ${t_subfigure}px; font-weight: 600; }
QLabel[look="heading"] { font-size: ${t_heading}px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="medium"] { font-weight: 500; }
QLabel[look="label"] { font-size: ${t_caption}px; font-weight: 600; }
QLabel[look="caption"], QLabel[look="muted"] { font-size: ${t_caption}px; }

QPushButton { font-weight: 600; border-radius: ${radius}px; padding: 0 ${s16}px; min-height: ${h_inner}px;
  outline: none; }
QPushButton[weight="plain"] { font-weight: 500; }
QPushButton[small="true"] { font-size: ${t_small}px; padding: 0 ${s12}px; min-height: ${h_small_inner}px; }
QPushButton[look="back"], QPushButton[look="icon"] { padding: 0; min-width: ${h_inner}px; max-width: ${h_inner}px; }
QPushButton[look="icon"][small="true"] { min-width: ${h_small_inner}px; max-width: ${h_small_inner}px; }
QPushButton[look="quiet"], QPushButton[look="link"] { font-weight: 500; }
QPushButton[look="link"] { font-size: ${t_link}px; padding: 0 ${s12}px; min-height: ${h_small_inner}px; }

Card, TableCard, StateCells, EntryList { border-radius: ${radius_card}px; }
QWidget[look="date-tile"] { border-radius: ${radius}px; }
Banner, Notice, RowEditor { border-radius: ${radius}px; }

QLineEdit, QComboBox { border-radius: ${radius}px; padding: 0 ${s11}px; min-height: ${h_inner}px; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QLineEdit[trouble="true"], QComboBox[trouble="true"] {
  padding: 0 ${s10}px; min-height: ${h_inner2}px; }
QLineEdit:read-only { padding: 0; }
QPlainTextEdit { border-radius: ${radius}px; padding: 1px; }
QPlainTextEdit:focus, QPlainTextEdit[trouble="true"] { padding: 0; }
QComboBox::drop-down { border: none; width: ${s32}px; }
QComboBox[reading="true"] { padding: 0; }
QComboBox[reading="true"]::drop-down { width: 0; }
QComboBox::down-arrow { image: url("$chevron"); width: ${i_inline}px; height: ${i_inline}px; }
QComboBox[reading="true"]::down-arrow { image: none; }
QComboBox QAbstractItemView::item, QListView#completions::item { min-height: ${h_small_inner}px; padding: 0 ${s8}px; }
QHeaderView::section { font-size: ${t_caption}px; font-weight: 500; padding: 0 ${s4}px 0 ${s16}px; }
QMenu { padding: ${s4}px; border-radius: ${radius}px; }
QMenu::item { padding: ${s8}px ${s24}px ${s8}px ${s12}px; border-radius: ${radius_small}px; }
QMenu::separator { margin: ${s4}px; }
QToolTip { font-size: ${t_caption}px; padding: ${s4}px ${s8}px; }
QProgressBar { border-radius: ${s4}px; min-height: ${s8}px; max-height: ${s8}px; }
QProgressBar::chunk { border-radius: ${s4}px; }
QScrollBar:vertical { width: ${s8}px; margin: ${s4}px ${s1}px; }
QScrollBar:horizontal { height: ${s8}px; margin: ${s1}px ${s4}px; }
QScrollBar::handle { border-radius: ${s3}px; }
QScrollBar::handle:vertical { min-height: ${s32}px; }
QScrollBar::handle:horizontal { min-width: ${s32}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
KeyCap { font-size: ${t_key}px; border-radius: ${radius_small}px; padding: 0 ${s5}px; }
KeyCap[look="large"] { font-size: ${t_subfigure}px; font-weight: 600; border-radius: ${radius}px; }
""")


def generate(look: Look, chevron: str) -> str:
    """The whole sheet for that look; `chevron` is the file of the arrow of combo boxes."""
    measured = _MEASURED.substitute(_measures(), chevron=chevron)
    if look.high_contrast:
        return measured
    return _COLOURED.substitute(look.colours._asdict()) + measured


def _measures() -> dict[str, int]:
    spaces = {f"s{units}": px(units) for units in (1, 3, 4, 5, 8, 10, 11, 12, 16, 24, 32)}
    types = {
        "t_figure": tokens.FIGURE,
        "t_title": tokens.TITLE,
        "t_subfigure": tokens.SUBFIGURE,
        "t_heading": tokens.HEADING,
        "t_caption": tokens.CAPTION,
        "t_key": tokens.KEY,
    }
    return (
        spaces
        | {name: px(style[0]) for name, style in types.items()}
        | {"t_small": px(tokens.SMALL[0]), "t_link": px(tokens.SMALL[0])}
        | {"radius": px(tokens.RADIUS), "radius_small": px(tokens.RADIUS_SMALL), "radius_card": px(tokens.RADIUS_CARD)}
        | {"h_inner": px(tokens.CONTROL) - 2, "h_inner2": px(tokens.CONTROL) - 4}
        | {"h_small_inner": px(tokens.CONTROL_SMALL) - 2, "i_inline": px(tokens.ICON_INLINE)}
    )
