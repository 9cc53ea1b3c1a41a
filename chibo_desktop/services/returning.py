"""Sending minutes back for completion: the office's comment as a signed entry, until an amendment answers it."""

from collections.abc import Sequence

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.fields import leaves
from chibo_desktop.domain.ids import EntryId, VisitId
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.register import VisitRow
from chibo_desktop.domain.text import clean_text
from chibo_desktop.domain.visits import Visit
from chibo_desktop.merging.fold import Folded
from chibo_desktop.packets.contents import VisitReturned, texts_of
from chibo_desktop.services import archive, logbook
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note
from chibo_desktop.storage import register

LONGEST_COMMENT = 2_000
"""Characters: a comment is read on a telephone, too."""


def return_visit(desk: Desk, visit: VisitId, reason: str, paths: Sequence[str] = ()) -> Outcome[VisitRow]:
    """Ask the machine that recorded a visit to complete it. ``paths``: leaves, rows or sections to look at.

    The minutes stay in the register as they are. Raises ``Refusal`` NOT_AN_OFFICE, REASON_MISSING, REASON_LONG,
    VISIT_UNKNOWN, VISIT_WITHOUT_CONTENT, VISIT_WITHDRAWN, PATH_UNKNOWN.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    comment = clean_text(reason)
    if not comment:
        raise Refusal("REASON_MISSING")
    if len(comment) > LONGEST_COMMENT:
        raise Refusal("REASON_LONG", longest=LONGEST_COMMENT)
    folded = archive.folded(desk, visit)
    content = archive.content(folded)
    if folded.withdrawn is not None:
        raise Refusal("VISIT_WITHDRAWN", visit=visit)
    _require_paths(content, paths)
    told = VisitReturned(visit, _head_of_recorder(desk, visit, folded), tuple(paths), comment)
    with logbook.writing(desk) as pen:
        pen.write(EntryKind.VISIT_RETURNED, visit, texts_of(told), based_on=folded.heads)
        archive.refold(desk, (visit,))
        note(desk, "RETURNED", visit=visit)
    return Outcome(register.visits(desk.book, (visit,))[visit], Changes.of(("visit", visit)))


def _require_paths(content: Visit, paths: Sequence[str]) -> None:
    """A path names a leaf, or everything below a row or section: ``score``, ``opinions``, ``opinions/abcd2345``."""
    known = leaves(content)
    for path in paths:
        if path not in known and not any(one.startswith((f"{path}.", f"{path}/")) for one in known):
            raise Refusal("PATH_UNKNOWN", path=path)


def _head_of_recorder(desk: Desk, visit: VisitId, folded: Folded) -> EntryId:
    """The last entry of the machine that recorded the visit: the one that the office saw and sends back."""
    own = [entry for entry in archive.entries(desk, visit) if entry.head.device == folded.recorder]
    return max(own, key=lambda entry: entry.head.seq).head.id if own else folded.heads[0]
