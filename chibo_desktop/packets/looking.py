"""Looking into a file before its turn has come: what it says to whom somebody believes now.

Nothing is decided by it. Whoever takes the file in compares by whom it was judged, and opens it again where that is not
whom he would ask himself; what cannot be used he finds again, and says it.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final, cast

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import intake, limits
from chibo_desktop.packets.intake import Desk, Raw, Understood
from chibo_desktop.packets.trust import Trust

LARGEST: Final = 512 * limits.KIB
"""Bytes of a file that is looked into before its turn. Larger ones wait: one of those in memory is enough."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file says, as ``trust`` judges it; ``papers`` and ``signer`` as ``intake.introductions`` and
    ``intake.signer_of`` give them."""

    raw: Raw
    papers: tuple[tuple[str, bytes], ...]
    signer: KeyId
    trust: Trust
    understood: Understood


def looking(data: bytes, desk: Desk) -> Generator[None, None, Looked | None]:
    """What the bytes of a file say, one item at a time; ``None`` where they cannot be used.

    The register's questions are answered beforehand, too.
    """
    try:
        opened = intake.open_raw(Raw.of(data), desk.secrets)
        papers, signer = intake.introductions(opened), intake.signer_of(opened)
        understood = yield from intake.understanding(intake.verify_opened(opened, desk), desk.trust)
    except Refusal:
        return None
    for entry in understood.entries:
        entry.prepare()
        yield
    return Looked(opened.raw, papers, signer, desk.trust, understood)


def look(data: bytes, desk: Desk) -> Looked | None:
    """The same at once."""
    steps = looking(data, desk)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast(Looked | None, end.value)
