"""A book that goes on at another machine: restored from a backup under new keys, and every entry as it was signed.

A backup holds no signing key, so the replacement is a machine of its own: a new device with a new log, for which the
office has to vouch. It says whose place it takes. What the old machine had signed and nobody has acknowledged is sent
on byte for byte; the office takes it as far as the old key counts.
"""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from chibo_desktop.domain.entries import EntryKind
from chibo_desktop.domain.ids import DeviceId, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.text import clean_name
from chibo_desktop.packets.contents import EpochOpened, EpochReason, OldHead, texts_of
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.services import epochs, erasures_kept, founding, logbook, office
from chibo_desktop.services.desk import Clock, Desk, DeviceSecrets, Me, Role, recall_me, remember_me, write_secrets
from chibo_desktop.services.diary import note
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.storage import backup
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.chains import head_of
from chibo_desktop.storage.copying import adopt_copy
from chibo_desktop.storage.facts import drop_fact
from chibo_desktop.storage.files import make_folder
from chibo_desktop.storage.recovery_code import new_recovery_code
from chibo_desktop.storage.slots import (
    Making,
    MasterKey,
    create_slots,
    new_master,
    open_with_passphrase,
    open_with_recovery,
)


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that somebody chose, and when it was made; ``None`` where its name no longer says so."""

    path: Path
    made_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a restore asks for: the old passphrase or the code on paper, a name for the machine, a new passphrase."""

    backup: Path
    passphrase: str
    old_passphrase: str = ""
    recovery_code: str = ""
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """A book that goes on here. ``recovery_code`` is new and exists nowhere else."""

    recovery_code: str
    machine: str
    former: str
    person: str


def look_at(path: Path) -> BackupFile:
    """Raises ``Refusal`` BACKUP_WITHOUT_KEYS: the key slots that belong beside it are missing."""
    if not path.exists() or not backup.slots_beside(path).exists():
        raise Refusal("BACKUP_WITHOUT_KEYS", file=path.name)
    return BackupFile(path, backup.made_at(path))


def restore_home(places: Places, wanted: Replacement, clock: Clock, making: Making) -> Restored:
    """Make this machine the replacement of the one that the backup is of.

    Raises ``Refusal`` HOME_TAKEN, NAME_MISSING, BACKUP_WITHOUT_KEYS, PASSPHRASE_WRONG, RECOVERY_CODE_WRONG,
    RECOVERY_CODE_TYPED_WRONG, and as ``storage.book.open_book``; ``Fault`` COPY_DAMAGED and those of the disk.
    """
    if is_founded(places):
        raise Refusal("HOME_TAKEN", place=str(places.home))
    look_at(wanted.backup)
    old = _opened(wanted)
    make_folder(places.home)
    founding.clear_half_made(places)
    master = new_master(making.random_bytes)
    adopt_copy(wanted.backup, old.book_key(), places.book, master.book_key())
    erasures_kept.carry_over(wanted.backup.parent, old, places, master, making.random_bytes)
    desk, former = _adopted(places, master, wanted, clock, making)
    try:
        _begin_anew(desk, former)
    finally:
        desk.book.close()
    code = new_recovery_code(making.random_bytes)
    create_slots(places.slots, master, wanted.passphrase, code, making)
    return Restored(code, desk.me.machine, former.machine, desk.me.person.name)


def _opened(wanted: Replacement) -> MasterKey:
    slots = backup.slots_beside(wanted.backup)
    if wanted.recovery_code:
        return open_with_recovery(slots, wanted.recovery_code)
    return open_with_passphrase(slots, wanted.old_passphrase)


def _adopted(places: Places, master: MasterKey, wanted: Replacement, clock: Clock, making: Making) -> tuple[Desk, Me]:
    """The copied book with the keys of a new machine, and who the old one was."""
    random_bytes = making.random_bytes
    device = DeviceId(new_id(random_bytes))
    secrets = DeviceSecrets(device, SigningKey.generate(random_bytes).seed, ReaderKey.generate().secret)
    write_secrets(places, master, secrets, random_bytes)
    book = open_book(places.book, master.book_key())
    former = recall_me(book)
    machine = clean_name(wanted.machine) or former.machine
    me = replace(former, device=device, machine=machine, former=(*former.former, former.device))
    return Desk(places, book, master, secrets.keys, me, clock, random_bytes), former


def _begin_anew(desk: Desk, former: Me) -> None:
    """A new log, whose first entry names where the old one ended as far as the backup knows."""
    old = epochs.current(desk)
    seq, head = head_of(desk.book, former.device, old) or (0, None)
    texts = texts_of(EpochOpened(EpochReason.RESTORED, (OldHead(old, seq, head),)))
    with desk.book.transaction():
        remember_me(desk.book, desk.me)
        drop_fact(desk.book, founding.CODE_CONFIRMED)
        if desk.me.role is Role.OFFICE:
            office.stand_again(desk)
        epochs.begin_epoch(desk)
        pen = logbook.Pen(desk)
        entry = pen.write(EntryKind.EPOCH_OPENED, desk.me.device, texts, based_on=(head,) if head else ())
        note(desk, "HOME_RESTORED", former=former.machine)
    first = entry.head
    epochs.write_anchor(desk, epochs.Anchor(desk.me.device, first.epoch, first.seq, first.id, first.seq))
