"""What an office below may say of visits: of those that its own machines recorded, and of no others.

Its choices, links, returns and withdrawals come as entries of its own machine. About a visit that a machine of another
office recorded they are set aside with the code E_SCOPE, like anything beyond a certificate.
"""

from dataclasses import replace

from chibo_desktop.domain.entries import Entry, EntryKind
from chibo_desktop.domain.ids import DeviceId
from chibo_desktop.packets import subordination
from chibo_desktop.packets.codes import Code
from chibo_desktop.packets.intake import Refused, Understood
from chibo_desktop.packets.packing import lines_of
from chibo_desktop.packets.trust import TrustBook
from chibo_desktop.services import papers
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage import log


def is_foreign(desk: Desk, entry: Entry, book: TrustBook | None = None) -> bool:
    """Whether an office below speaks of a visit of which it is known that another one's machine recorded it."""
    if not desk.is_office or entry.head.kind == EntryKind.ACT_RECORDED:
        return False
    trust = book or papers.trust_book(desk)
    office = subordination.office_of(trust, entry.signer)
    if office is None:
        return False
    recorders = log.recorders_of(desk.book, entry.head.subject.partition("/")[0])
    return bool(recorders) and not recorders & {
        DeviceId(one) for one in subordination.machines_under(trust, office) | {entry.head.device}
    }


def without_foreign(desk: Desk, understood: Understood, book: TrustBook) -> Understood:
    """The packet with such entries among what it brings that cannot be used."""
    foreign = [one for one in understood.entries if is_foreign(desk, one.entry, book)]
    if not foreign:
        return understood
    refused = tuple(
        Refused(place, "entry", Code.SCOPE, {"entry": one.entry.head.id, "what": "visit"}, lines_of(one.entry))
        for place, one in enumerate(foreign, start=len(understood.refused) + len(understood.entries))
    )
    left = tuple(one for one in understood.entries if one not in foreign)
    return replace(understood, entries=left, refused=(*understood.refused, *refused))
