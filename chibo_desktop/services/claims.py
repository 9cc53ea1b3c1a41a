"""What a file that was set aside says of itself, kept with the reason: nothing of it is proved, all of it helps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from chibo_desktop.domain.outcomes import Datum
from chibo_desktop.packets.inspection import Claim

_NAMES = "claim_"
"""Before the names of claims among the details of a reason, whose own names never begin so."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who sent it, the number of entries, and when it was packed by the sender's clock (RFC 3339); "" is unknown."""

    machine: str = ""
    person: str = ""
    group: str = ""
    entries: int = 0
    packed_at: str = ""


def claimed(claim: Claim | None) -> Claimed:
    """What is worth keeping of a claim; a file that cannot be opened claims nothing."""
    if claim is None:
        return Claimed()
    manifest, request = claim.manifest, claim.request
    if request is None:
        return Claimed(entries=claim.entries, packed_at=manifest.created)
    group = request.group.name if request.group else ""
    return Claimed(request.machine, request.person.name, group, claim.entries, manifest.created)


def with_claims(details: Mapping[str, Datum], found: Claimed) -> dict[str, Datum]:
    """The details of a reason and what the file claims, to be kept as one."""
    return {**details, **{_NAMES + name: value for name, value in asdict(found).items() if value}}


def parted(details: Mapping[str, Datum]) -> tuple[dict[str, Datum], Claimed]:
    """The details of a reason alone, and what the file claims."""
    own = {name: value for name, value in details.items() if not name.startswith(_NAMES)}
    known = {name.removeprefix(_NAMES): value for name, value in details.items() if name not in own}
    texts = {name: str(known.get(name, "")) for name in ("machine", "person", "group", "packed_at")}
    return own, Claimed(**texts, entries=int(known.get("entries", 0)))
