"""What an office did that changes what counts, as signed entries of its own log: the audit log is read from them.

Choices, links, returns and erasures are entries of their own kinds; everything else is an act.
"""

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.packets.contents import Act, ActRecorded, texts_of
from chibo_desktop.services.logbook import Pen

__all__ = ["Act", "ActRecorded", "record"]


def record(pen: Pen, act: ActRecorded) -> Entry:
    """Sign an act. Inside the transaction of the deed, so that one never stands without the other."""
    return pen.write(EntryKind.ACT_RECORDED, act.thing, texts_of(act))
