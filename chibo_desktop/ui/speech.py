"""How a sentence gets onto the screen: translated whole, then filled; and how it is announced to who cannot see it."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QObject

_PLACE = re.compile(r"%(\d+)")


def tr(sentence: str, *values: object) -> str:
    """The sentence in the language of the screen, `%1`, `%2` ... replaced by the values.

    The sentence is a literal: what is built at run time would never be found by a translator.
    """
    spoken = QCoreApplication.translate("chibo", sentence)
    return _PLACE.sub(lambda place: str(values[int(place[1]) - 1]), spoken) if values else spoken


def announce(source: QObject, sentence: str, urgent: bool = False) -> None:
    """Have a screen reader say the sentence: politely, or at once when it is about trouble."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(source, sentence)
    manner = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manner.Assertive if urgent else manner.Polite)
    QAccessible.updateAccessibility(event)
