"""Files beside the book follow the office's profile: the sealed keys of an office, a laptop's slot, the anchor.

They are written after the transaction that filed the profile, never inside it: a preview takes its transaction back.
Opening a book does it once more, so that a crash between the two costs nothing.
"""

from dataclasses import replace

from chibo_desktop.domain.ids import GroupId
from chibo_desktop.packets import unlocking
from chibo_desktop.packets.trust_documents import Profile
from chibo_desktop.packets.unlocking import Whose
from chibo_desktop.services import epochs, office_keys, papers, reissuing
from chibo_desktop.services.desk import Desk, remember_me
from chibo_desktop.services.diary import note
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.slots import OfficeSlot, office_slot, put_office_slot

COMPARED = "card.compared"


def follow_profile(desk: Desk) -> None:
    """Let everything outside the book follow the profile in force. Call it outside of any transaction.

    Raises ``Fault`` of the disk.
    """
    profile = papers.profile_in_force(desk)
    if profile is None:
        return
    epochs.remember_profile(desk, profile.version)
    if desk.is_office:
        office_keys.settle(desk)
        reissuing.reissue(desk)
    else:
        _keep_slot(desk, profile)
        _follow_group(desk)


def _follow_group(desk: Desk) -> None:
    """Belong to the group that the certificate of this machine names, as it is called there.

    What was recorded under an id of its own before keeps it: the certificate names that id as a former one.
    """
    own = papers.trust_book(desk).certificate_of(desk.keys.signing.id)
    told = own.group if own is not None else None
    mine = desk.me.group
    if told is None or (told.id, told.name, told.tier) == (mine.id, mine.name, mine.tier):
        return
    group = replace(mine, id=GroupId(told.id), name=told.name, tier=told.tier)
    with desk.book.transaction():
        remember_me(desk.book, replace(desk.me, group=group))
        note(desk, "GROUP_FOLLOWED")
    desk.me = replace(desk.me, group=group)


def note_compared(desk: Desk) -> None:
    """The digits of the office's card were typed: from now on it may help with a forgotten passphrase.

    Inside the caller's transaction.
    """
    put_fact(desk.book, COMPARED, desk.clock().isoformat())


def _keep_slot(desk: Desk, profile: Profile) -> None:
    """Seal the master key to the recovery keys of the profile, unless that is so already.

    Only to an office that was compared or that has answered this machine's request: nobody else may open the book.
    """
    believed = get_fact(desk.book, COMPARED) is not None
    believed = believed or papers.trust_book(desk).certificate_of(desk.keys.signing.id) is not None
    recipients = tuple(one.recipient for one in profile.recovery)
    if not believed or not recipients or not desk.places.slots.exists():
        return
    me = desk.me
    whose = Whose(profile.office, profile.name, me.device)
    held = office_slot(desk.places.slots)
    told = told_of(whose)
    if held is None or (held.sealed_to, held.told) != (recipients, told):
        sealed = unlocking.seal_statement(whose, (me.machine, me.person.name), desk.master.secret, recipients)
        put_office_slot(desk.places.slots, OfficeSlot(sealed, recipients, told))


def told_of(whose: Whose) -> dict[str, str]:
    """What stands readable beside the sealed key: a locked machine knows nothing else of itself."""
    return {"office": whose.office, "office_name": whose.office_name, "device": whose.device}
