"""The anchor: how far this device's log had come, kept outside the book and its backups.

If the book's last entry is the anchor's, or one that was announced before it was committed, the log goes on; otherwise
the book was restored or copied, or the anchor was lost, and the log goes on in a new epoch.
"""

from dataclasses import dataclass, replace

import msgspec

from chibo_desktop.domain.ids import DeviceId, EntryId, EpochId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.services.desk import Desk
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.sealed import read_sealed, write_sealed

EPOCH = "epoch"
RESTORED = "restored"
"""Fact of a book that has taken another one's place and was not opened since: its log goes on in a new epoch, even
where the anchor knows its last entry."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the log had come: ``seq`` entries, the last of them ``head``; up to ``announced`` may follow."""

    device: DeviceId
    epoch: EpochId
    seq: int = 0
    head: EntryId | None = None
    announced: int = 0
    profile_version: int = 0


def begin_epoch(desk: Desk) -> EpochId:
    """Let the log go on under a new random epoch. Inside the caller's transaction."""
    epoch = EpochId(new_id(desk.random))
    put_fact(desk.book, EPOCH, epoch)
    return epoch


def current(desk: Desk) -> EpochId:
    return EpochId(get_fact(desk.book, EPOCH) or "")


def read_anchor(desk: Desk) -> Anchor | None:
    """The anchor, or ``None`` where the file is missing or cannot be opened with this machine's key."""
    if not desk.places.anchor.exists():
        return None
    try:
        data = read_sealed(desk.places.anchor, desk.master.device_key())
    except Refusal:
        return None
    return msgspec.json.decode(data, type=Anchor)


def write_anchor(desk: Desk, anchor: Anchor) -> None:
    write_sealed(desk.places.anchor, desk.master.device_key(), msgspec.json.encode(anchor), desk.random)


def remember_profile(desk: Desk, version: int) -> None:
    """Keep outside the book which version of the office's profile this machine has seen: versions never go back."""
    anchor = read_anchor(desk) or Anchor(desk.me.device, current(desk))
    if version > anchor.profile_version:
        write_anchor(desk, replace(anchor, profile_version=version))


def announce(desk: Desk, entries: int) -> None:
    """Say before a commit that this many entries are about to follow, so that a crash is not taken for a restore."""
    anchor = read_anchor(desk) or Anchor(desk.me.device, current(desk))
    write_anchor(desk, replace(anchor, announced=anchor.seq + entries))


def settle(desk: Desk, epoch: EpochId, seq: int, head: EntryId) -> None:
    """Move the anchor to an entry that has been committed, the last one of this machine."""
    anchor = read_anchor(desk) or Anchor(desk.me.device, epoch)
    write_anchor(desk, replace(anchor, epoch=epoch, seq=seq, head=head, announced=seq))
