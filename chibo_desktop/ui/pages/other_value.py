"""A value that nobody wrote: typed by a person who has asked what is true."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin

from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.fields import leaf_type
from chibo_desktop.ui import leaf_words
from chibo_desktop.ui.components.choice import Choice
from chibo_desktop.ui.components.dialog import Dialog
from chibo_desktop.ui.components.field import Field
from chibo_desktop.ui.components.text_input import LineInput, TextInput
from chibo_desktop.ui.speech import tr

_LINES = (3, 8)


def can_be_written(path: str) -> bool:
    """Is the leaf one value that can be typed or chosen? Lists of things, and the minutes as a whole, are not."""
    return bool(path) and get_origin(_kind(path)) is not tuple


class OtherValue(Dialog):
    """`value`: what was typed or chosen, as in the exchange form."""

    def __init__(self, title: str, path: str, first: str, parent: QWidget) -> None:
        told = tr("Văn phòng ghi bản bổ sung cho chỗ này. Các bản kia vẫn giữ trong lịch sử.")
        super().__init__(title, told, (tr("Chưa ghi"), tr("Ghi bản này")), parent=parent)
        self.input = _input(path, first)
        self.field = Field(tr("Bản khác"), self.input)
        self.body.addWidget(self.field)

    @property
    def value(self) -> str:
        if isinstance(self.input, Choice):
            return str(self.input.value or "")
        return self.input.words()


def _input(path: str, first: str) -> Choice | LineInput | TextInput:
    kind = _kind(path)
    if kind is bool:
        return Choice([("true", tr("có")), ("false", tr("không"))], first.lower() or "false")
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Choice([(one.value, leaf_words.value(path, one.value)) for one in kind], first)
    if kind is str:
        return TextInput(first, lines=_LINES)
    return LineInput(first, tr("2026-12-03") if kind is dt.date else "")


def _kind(path: str) -> Any:
    """The type of the leaf, without the ``None`` of one that may be empty."""
    hint = leaf_type(path)
    if get_origin(hint) is UnionType:
        return next(one for one in get_args(hint) if one is not type(None))
    return hint
