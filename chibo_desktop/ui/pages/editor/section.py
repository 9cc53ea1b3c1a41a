"""What the frame of the editor and its ten sections promise each other.

A section shows one part of a visit and gives the visit back with that part as it stands on the screen. It never saves:
it says `edited`, and the frame asks it to `collect`. Values in a section's fields are read as they are; a word that an
input method is still composing is not part of them.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from chibo_desktop.domain.rules import Finding
from chibo_desktop.domain.visits import Section, Visit
from chibo_desktop.ui.speech import tr
from chibo_desktop.ui.words import word


class SectionPage(QWidget):
    """One section of the minutes. Subclasses name their `section` and override `show`, `collect` and the places."""

    section: ClassVar[Section]

    edited = Signal()  # what `collect` would give has changed
    notice_requested = Signal(object)  # NoticeWords: a row was taken out, and can be had again
    section_requested = Signal(object)  # Section: what has to be put right stands there

    def __init__(self) -> None:
        super().__init__()
        self._read_only = False
        self.setAccessibleName(self.heading())

    @property
    def number(self) -> int:
        """The number of the section in the minutes, from 1."""
        return tuple(Section).index(self.section) + 1

    def heading(self) -> str:
        """Number and name, as the title over the section."""
        return tr("%1. %2", self.number, word(self.section))

    @property
    def is_read_only(self) -> bool:
        """Are the minutes finalised, so that they are looked at and not changed?"""
        return self._read_only

    def set_read_only(self, read_only: bool) -> None:
        """Say whether fields take words. The frame calls it before `show`; sections that need to do more override."""
        self._read_only = read_only

    def show(self, visit: Visit) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - a section shows a visit
        """Show a visit, without `edited`. Called when a visit is opened and when other sections changed it."""
        raise NotImplementedError

    def collect(self, visit: Visit) -> Visit:
        """The visit given, with this section as it stands on the screen. No signal, no change of the screen."""
        raise NotImplementedError

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show what the rules found in this section, or nothing. Called whenever they may have changed."""

    def commit(self) -> None:
        """The section is left, or the program locks or closes: put what has been typed into its final form."""

    def first_empty_field(self) -> QWidget:
        """Where the cursor goes when the section is opened."""
        raise NotImplementedError

    def place(self) -> str:
        """Where the cursor is: the section's name, or the path of a leaf such as `opinions/abcd2345/text`."""
        return str(self.section)

    def go_to(self, place: str) -> None:
        """Put the cursor where `place` says; a place that no longer exists leads to the first empty field."""
        self.first_empty_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def set_short(self, short: bool) -> None:
        """The window is (not) lower than 700: hide (show) the line of keys."""
