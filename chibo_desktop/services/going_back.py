"""A backup in the place of a book that still works: made ready and compared first, then put there in one moment.

The book keeps its keys, for they lie outside it; it goes on in a new epoch, so that no position is used twice. The
present book is set aside under the same key and can be taken back from (``services.former_books``). Papers of trust
are taken along at once: they prove themselves, and versions and revocations never go back.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.domain.outcomes import Changes, Fault, Outcome, Refusal
from chibo_desktop.services import desk as desks
from chibo_desktop.services import epochs, founding, revocation
from chibo_desktop.services.backups import QUIET, Watch
from chibo_desktop.services.desk import Clock, Desk
from chibo_desktop.services.diary import note
from chibo_desktop.services.following import COMPARED
from chibo_desktop.services.logbook import LAST_WALL
from chibo_desktop.services.places import Places
from chibo_desktop.services.profile_proposals import OPEN_PROPOSAL
from chibo_desktop.services.sending import LAST_NUMBER
from chibo_desktop.storage import backup, former_books
from chibo_desktop.storage.book import Book, open_book
from chibo_desktop.storage.book_difference import DAMAGED, lacking
from chibo_desktop.storage.copying import adopt_copy, opens
from chibo_desktop.storage.facts import get_fact, put_fact
from chibo_desktop.storage.files import make_folder
from chibo_desktop.storage.slots import MasterKey, open_with_passphrase, open_with_recovery
from chibo_desktop.storage.trust_documents import DocumentKind, StoredDocument, add_document, all_documents

_STAYS: Final = (
    desks.ME, desks.UPPER, desks.UPPERS, founding.CODE_CONFIRMED, COMPARED, LAST_WALL, LAST_NUMBER, OPEN_PROPOSAL,
)  # fmt: skip
"""Facts of the machine and not of the book: who it is, whom it answers to, which numbers it has used.

What it has read and been told stays as the backup has it: others say it again, and nothing is believed too early.
"""

EVERYTHING: Final = Changes.of(
    ("visit", "*"), ("packet", "*"), ("office", "*"), ("machine", "*"), ("backup", "*"), ("organisation", "*"),
    ("group", "*"), ("plan", "*"),
)  # fmt: skip
"""Another book: whatever is shown has to be fetched anew."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A backup, and what opens it where it lies under another key than this home's."""

    backup: Path
    passphrase: str = ""
    recovery_code: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that is ready to take the place of the book. ``made_at`` is ``None`` where its name does not say so.

    ``minutes`` are those of which the book has something that the backup lacks, ``drafts`` those of them that are
    being written, ``entries`` whatever was signed or came in since. ``unreadable``: entries of a damaged book.
    """

    staged: Path
    file: str
    made_at: dt.datetime | None
    minutes: int
    drafts: int
    entries: int
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class GoneBack:
    """The name under which the former book was set aside, and what it holds that the restored one lacks."""

    aside: str
    minutes: int
    entries: int


def prepare(desk: Desk, wanted: Wanted, watch: Watch = QUIET) -> Prepared:
    """Copy a backup beside the book, check it, and say what the book has more. The book is not touched.

    Raises ``Refusal`` BACKUP_KEY_NEEDED (it lies under another key), BACKUP_WITHOUT_KEYS, PASSPHRASE_WRONG,
    RECOVERY_CODE_WRONG, RECOVERY_CODE_TYPED_WRONG, BACKUP_OTHER_MACHINE, and as ``storage.book.open_book``; ``Fault``
    FILE_MISSING, COPY_DAMAGED and those of the disk; ``Cancelled``. Then nothing is left of it.
    """
    if not wanted.backup.is_file():
        raise Fault("FILE_MISSING", file=wanted.backup.name)
    key = _key_of(desk.master, wanted)
    give_up(desk)
    staged = desk.places.restoring / desk.clock().strftime(backup.NAME)
    try:
        make_folder(desk.places.restoring)
        adopt_copy(wanted.backup, key, staged, desk.master.book_key(), watch.of_copy)
        return _made_ready(desk, wanted, staged)
    except BaseException:
        give_up(desk)
        raise


def give_up(desk: Desk) -> None:
    """Take away what was made ready; the book stays the book."""
    former_books.clear_interrupted(desk.places.restoring, desk.places.set_aside)


def go_back(desk: Desk, prepared: Prepared) -> Outcome[GoneBack]:
    """Put what was made ready in the place of the book, and open it: a new epoch begins, what was erased is erased.

    Raises ``Fault`` BUSY (another program has the book open), FILE_MISSING (what was made ready is gone) and those of
    the disk; then the book is what it was, and open.
    """
    places, staged = desk.places, prepared.staged
    if not staged.is_file():
        raise Fault("FILE_MISSING", file=staged.name)
    former_books.make_one_file(desk.book)
    try:
        former_books.set_aside(places.book, places.set_aside / staged.name)
        former_books.take_place(staged, places.book)
    finally:
        founding.reopen(desk)
    return Outcome(GoneBack(staged.name, prepared.minutes, prepared.entries), EVERYTHING)


def replace_broken(
    places: Places, master: MasterKey, wanted: Wanted, clock: Clock, random_bytes: RandomBytes
) -> Outcome[str]:
    """Put a backup in the place of a book that can no longer be opened; what is left of that is kept beside.

    Returns the name under which the broken file was set aside. Nothing could be compared, and nothing of it taken
    along: papers come again with the office's next packet. Raises as :func:`prepare`.
    """
    if not wanted.backup.is_file():
        raise Fault("FILE_MISSING", file=wanted.backup.name)
    key = _key_of(master, wanted)
    former_books.clear_interrupted(places.restoring, places.set_aside)
    staged = places.restoring / clock().strftime(backup.NAME)
    make_folder(places.restoring)
    try:
        adopt_copy(wanted.backup, key, staged, master.book_key())
        book = open_book(staged, master.book_key())
        try:
            _mark_alone(places, master, book, wanted.backup)
            book.close_as_one_file()
        except BaseException:
            book.close()
            raise
        broken = f"broken-{staged.name}"
        former_books.set_broken_aside(places.book, places.set_aside / broken)
        former_books.take_place(staged, places.book)
    finally:
        former_books.clear_interrupted(places.restoring, places.set_aside)
    founding.close_desk(founding.open_with_master(places, master, clock, random_bytes))
    return Outcome(broken, EVERYTHING)


def replace_by_newest(places: Places, passphrase: str, clock: Clock, random_bytes: RandomBytes) -> Outcome[str]:
    """Put the newest sound backup of the home in the place of a book that can no longer be opened.

    Returns the name of that backup. Raises ``Refusal`` NO_SOUND_BACKUP, PASSPHRASE_WRONG, else as
    :func:`replace_broken`.
    """
    master = open_with_passphrase(places.slots, passphrase)
    for _, path in backup.backups(places.backups):
        try:
            replace_broken(places, master, Wanted(path), clock, random_bytes)
        except (Fault, Refusal) as trouble:
            if trouble.code not in _UNSOUND:
                raise
        else:
            return Outcome(path.name, EVERYTHING)
    raise Refusal("NO_SOUND_BACKUP")


_UNSOUND = frozenset({"COPY_DAMAGED", "BACKUP_KEY_NEEDED", "BACKUP_WITHOUT_KEYS", "BACKUP_OTHER_MACHINE"})
"""Why a backup is passed over for an older one."""


def _mark_alone(places: Places, master: MasterKey, book: Book, file: Path) -> None:
    """Let a book that goes on without its former one begin a new epoch. It must be this machine's."""
    me = desks.recall_me(book)
    if me.device != desks.read_secrets(places, master).device:
        raise Refusal("BACKUP_OTHER_MACHINE", machine=me.machine)
    with book.transaction():
        put_fact(book, epochs.RESTORED, file.name)


def _key_of(master: MasterKey, wanted: Wanted) -> bytes:
    """The key that opens a backup. Nearly always it is the one of this home."""
    own, slots = master.book_key(), backup.slots_beside(wanted.backup)
    if opens(wanted.backup, own):
        return own
    if not slots.exists():
        raise Refusal("BACKUP_WITHOUT_KEYS", file=wanted.backup.name)
    if wanted.recovery_code:
        return open_with_recovery(slots, wanted.recovery_code).book_key()
    if wanted.passphrase:
        return open_with_passphrase(slots, wanted.passphrase).book_key()
    raise Refusal("BACKUP_KEY_NEEDED", file=wanted.backup.name)


def _made_ready(desk: Desk, wanted: Wanted, staged: Path) -> Prepared:
    book = open_book(staged, desk.master.book_key())
    try:
        _require_own(desk, desks.recall_me(book))
        more = lacking(book, desk.book)
        made_at = backup.made_at(wanted.backup)
        with book.transaction():
            _take_along(desk, book)
            future = Desk(desk.places, book, desk.master, desk.keys, desk.me, desk.clock, desk.random)
            future.office_secrets = desk.office_secrets
            revocation.judge(future)
            note(future, "BACKUP_RESTORED", file=wanted.backup.name)
            put_fact(book, epochs.RESTORED, staged.name)
        book.close_as_one_file()
    except BaseException:
        book.close()
        raise
    drafts = len(more.drafts)
    return Prepared(staged, wanted.backup.name, made_at, more.minutes, drafts, len(more.numbers), more.unreadable)


def _require_own(desk: Desk, former: desks.Me) -> None:
    """Another machine's book goes on at a bare machine (``services.restoring``), not over this one's."""
    if former.device not in desk.me.devices:
        raise Refusal("BACKUP_OTHER_MACHINE", machine=former.machine)


def _take_along(desk: Desk, book: Book) -> None:
    """What belongs to the machine, and the papers that prove themselves. Inside the caller's transaction."""
    for name in _STAYS:
        value = _fact(desk, name)
        if value is not None:
            put_fact(book, name, value)
    desks.remember_me(book, desk.me)
    for document in _papers(desk):
        if document.kind is not DocumentKind.RECEIPT:
            add_document(book, document)


def _fact(desk: Desk, name: str) -> str | None:
    """A fact, or ``None`` where the book is damaged there."""
    try:
        return get_fact(desk.book, name)
    except Fault as fault:
        if fault.code != DAMAGED:
            raise
        return None


def _papers(desk: Desk) -> tuple[StoredDocument, ...]:
    """The papers of trust, as far as a damaged book still gives them: the next packets bring them again."""
    try:
        return all_documents(desk.book)
    except Fault as fault:
        if fault.code != DAMAGED:
            raise
        return ()
