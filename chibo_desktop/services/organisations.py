"""The register of organisations: reading it, and saying something new about it as one signed entry."""

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import EntryId, new_id
from chibo_desktop.domain.outcomes import Changes, Outcome, Refusal
from chibo_desktop.domain.reorganisation import Reorganisation
from chibo_desktop.merging.organisations import Register
from chibo_desktop.packets.contents import texts_of
from chibo_desktop.services import logbook, registers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import directory

CHANGED = Changes.of(("organisation", "*"))


def register(desk: Desk) -> Register:
    """Every organisation that this machine knows, by id."""
    return {one.id: one for one in directory.organisations(desk.book)}


def say(desk: Desk, *words: Reorganisation) -> Outcome[tuple[EntryId, ...]]:
    """Sign one entry for each word about the register, in one transaction. Raises ``Refusal`` NOT_AN_OFFICE."""
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    known = registers.heads_of(desk, EntryKind.ORGANISATION_CHANGED, Reorganisation)
    written: list[EntryId] = []
    with logbook.writing(desk, len(words)) as pen:
        for word in words:
            subject, texts = new_id(desk.random), texts_of(word)
            entry = pen.write(EntryKind.ORGANISATION_CHANGED, subject, texts, based_on=known)
            written.append(entry.head.id)
            known = (entry.head.id,)
        registers.follow_kinds(desk, (EntryKind.ORGANISATION_CHANGED,))
    return Outcome(tuple(written), CHANGED)
