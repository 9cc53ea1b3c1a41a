"""Which group a certificate names, and under which ids its machine recorded before.

Two machines of one group have one group id, that of the decision. Before anybody decides, each makes an id of its own;
what it recorded under that goes on counting, because its certificate names the former id beside the new one.
"""

from dataclasses import replace

from msgspec import UNSET

from chibo_desktop.domain.ids import DeviceId, GroupId
from chibo_desktop.packets import limits
from chibo_desktop.packets.trust_documents import Certificate, GroupClaim, Request
from chibo_desktop.services import groups, machines, papers
from chibo_desktop.services.desk import Desk


def claim_of(desk: Desk, group: GroupId | None, asked: GroupClaim | None) -> GroupClaim | None:
    """The group that a clerk chose, or what the machine asks for, called as its decision calls it.

    Raises ``Refusal`` GROUP_UNKNOWN for a choice that no decision names.
    """
    if group is not None:
        found = groups.chosen(desk, group)
        return GroupClaim(found.id, found.name, found.tier)
    standing = {one.group.id: one.group for one in groups.choosable(desk)}
    known = standing.get(GroupId(asked.id)) if asked is not None else None
    return asked if known is None else GroupClaim(known.id, known.name, known.tier)


def former_groups(desk: Desk, request: Request, group: GroupClaim | None) -> tuple[str, ...]:
    """Ids under which the machine of a request, or one whose place it takes, recorded before.

    An id that it asks for and that a decision names is one only where this office once granted it: else a stranger
    could speak for any group by asking for it.
    """
    if group is None:
        return ()
    held = _held_by(desk, request)
    asked = request.group.id if request.group is not None else None
    own = [asked] if asked is not None and not groups.is_decided(desk, asked) else []
    return _others(group, (*held, *own))


def _held_by(desk: Desk, request: Request) -> list[str]:
    """The groups that earlier certificates of the machine, and of those that it replaces, named."""
    book = papers.trust_book(desk)
    device = DeviceId(request.device)
    devices = {device, *machines.machines_replaced(book, device)}
    if isinstance(request.replaces, str):
        replaced = DeviceId(request.replaces)
        devices |= {replaced, *machines.machines_replaced(book, replaced)}
    return [
        id_
        for one in (*book.certificates.values(), *book.earlier)
        if one.device in devices
        for id_ in (*one.formerly, *((one.group.id,) if one.group is not None else ()))
    ]


def _others(group: GroupClaim, ids: tuple[str, ...]) -> tuple[str, ...]:
    """These ids, each once, without the group's own; of very many the last ones."""
    return tuple(dict.fromkeys(one for one in ids if one != group.id))[-limits.FORMER_GROUPS :]


def renewed(
    desk: Desk, held: Certificate, fresh: Certificate, wish: Request | None, group: GroupId | None
) -> Certificate:
    """A certificate that goes on, for a decided group if one was chosen, else for the group that it is for.

    A machine cannot wish itself into another group: of its wish only the name counts. Raises ``Refusal`` GROUP_UNKNOWN.
    """
    if group is None and held.group is None:
        return fresh
    asked = wish.group if wish is not None and wish.group is not None else None
    named = asked if asked is not None and held.group is not None and asked.id == held.group.id else held.group
    claim = claim_of(desk, group, named)
    assert claim is not None
    before = (*held.formerly, *((held.group.id,) if held.group is not None else ()))
    return replace(fresh, group=claim, former_groups=_others(claim, before) or UNSET)
