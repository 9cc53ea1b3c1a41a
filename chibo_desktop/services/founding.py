"""Setting up a machine, and opening it again."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from chibo_desktop.domain.ids import DeviceId, GroupId, PersonId, RandomBytes, new_id
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.people import Group, Person, Tier
from chibo_desktop.domain.text import clean_name
from chibo_desktop.packets.keys import ReaderKey, SigningKey
from chibo_desktop.services import archive, diary, epochs, following, logbook, office, own_keys, wiping
from chibo_desktop.services.desk import (
    Clock,
    Desk,
    DeviceSecrets,
    Me,
    Role,
    read_office_secrets,
    read_secrets,
    recall_me,
    remember_me,
    write_secrets,
)
from chibo_desktop.services.places import Places, is_founded
from chibo_desktop.storage import former_books
from chibo_desktop.storage.book import open_book
from chibo_desktop.storage.facts import drop_fact, get_fact, put_fact
from chibo_desktop.storage.files import make_folder
from chibo_desktop.storage.recovery_code import new_recovery_code
from chibo_desktop.storage.slots import (
    Cost,
    Making,
    MasterKey,
    change_recovery_code,
    create_slots,
    new_master,
    open_with_passphrase,
    open_with_recovery,
)
from chibo_desktop.storage.slots import change_passphrase as change_slot

LEAST_PASSPHRASE = 12
"""Characters: a sentence that is easy to remember beats a short word that is not."""

CODE_CONFIRMED = "recovery code confirmed"
"""Fact of the book: when parts of the recovery code were typed back from paper."""


LONGEST_NAME = 300
"""Characters of a name or post; with longer ones no request or certificate could be read."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the first run asks for. ``card``: that of an office whose machine is lost, whose place this one takes."""

    role: Role
    machine: str
    person: str
    passphrase: str
    post: str = ""
    group: str = ""
    tier: Tier | None = None
    card: bytes = b""


def check_passphrase(passphrase: str) -> None:
    """Raises ``Refusal`` PASSPHRASE_SHORT below the least length."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Refusal("PASSPHRASE_SHORT", least=LEAST_PASSPHRASE)


def found_home(places: Places, setup: Setup, clock: Clock, making: Making) -> str:
    """Make a machine ready for its role. Returns the recovery code, which exists nowhere else.

    The key slots are written last: a home without them is not founded, and a half-made one is begun anew.
    Raises ``Refusal`` HOME_TAKEN, NAME_MISSING, NAME_LONG, CARD_INVALID; ``Fault`` of the disk, PATH_UNUSABLE.
    """
    if is_founded(places):
        raise Refusal("HOME_TAKEN", place=str(places.home))
    if not clean_name(setup.machine):
        raise Refusal("NAME_MISSING")
    if max(map(len, (setup.machine, setup.person, setup.post, setup.group))) > LONGEST_NAME:
        raise Refusal("NAME_LONG", longest=LONGEST_NAME)
    make_folder(places.home)
    clear_half_made(places)
    random_bytes = making.random_bytes
    master = new_master(random_bytes)
    secrets = DeviceSecrets(
        DeviceId(new_id(random_bytes)), SigningKey.generate(random_bytes).seed, ReaderKey.generate().secret
    )
    write_secrets(places, master, secrets, random_bytes)
    me = _me(setup, secrets.device, random_bytes)
    desk = Desk(
        places, open_book(places.book, master.book_key(), create=True), master, secrets.keys, me, clock, random_bytes
    )
    try:
        with desk.book.transaction():
            remember_me(desk.book, me)
            epochs.write_anchor(desk, epochs.Anchor(me.device, epochs.begin_epoch(desk)))
            if me.role is Role.OFFICE and setup.card:
                office.found_again(desk, setup.card)
            elif me.role is Role.OFFICE:
                office.found_office(desk)
    finally:
        desk.book.close()
    recovery_code = new_recovery_code(random_bytes)
    create_slots(places.slots, master, setup.passphrase, recovery_code, making)
    return recovery_code


def clear_half_made(places: Places) -> None:
    """Take away what an interrupted setting up has left; without key slots it never was a home."""
    for path in (places.book, places.device, places.office, places.anchor, places.erasures):
        for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            leftover.unlink(missing_ok=True)


def _me(setup: Setup, device: DeviceId, random_bytes: RandomBytes) -> Me:
    person = Person(PersonId(new_id(random_bytes)), clean_name(setup.person), clean_name(setup.post))
    group = Group(GroupId(new_id(random_bytes)), clean_name(setup.group), setup.tier, leader=person.id)
    return Me(setup.role, device, clean_name(setup.machine), person, group)


def open_desk(places: Places, passphrase: str, clock: Clock, random_bytes: RandomBytes) -> Desk:
    """Open the home. Raises ``Refusal`` HOME_MISSING, PASSPHRASE_WRONG, and those of ``storage.book.open_book``."""
    _expect_founded(places)
    return open_with_master(places, open_with_passphrase(places.slots, passphrase), clock, random_bytes)


def open_desk_with_recovery(places: Places, code: str, new_passphrase: str, clock: Clock, making: Making) -> Desk:
    """Open with the code on paper, and set a new passphrase. Raises as :func:`open_desk`, RECOVERY_CODE_WRONG too."""
    _expect_founded(places)
    check_passphrase(new_passphrase)
    master = open_with_recovery(places.slots, code)
    change_slot(places.slots, master, new_passphrase, making)
    return open_with_master(places, master, clock, making.random_bytes)


def change_passphrase(desk: Desk, old: str, new: str, cost: Cost) -> None:
    """Raises ``Refusal`` PASSPHRASE_WRONG or PASSPHRASE_SHORT; the book itself is not written anew."""
    check_passphrase(new)
    master = open_with_passphrase(desk.places.slots, old)
    change_slot(desk.places.slots, master, new, Making(desk.random, cost))


def renew_recovery_code(desk: Desk) -> str:
    """Make another recovery code, when the paper was lost or never written. Returns it: it exists nowhere else.

    The old one opens nothing from now on. The new one counts as unconfirmed until :func:`confirm_recovery_code`.
    """
    code = new_recovery_code(desk.random)
    with desk.book.transaction():
        drop_fact(desk.book, CODE_CONFIRMED)
        diary.note(desk, "RECOVERY_CODE_RENEWED")
    change_recovery_code(desk.places.slots, desk.master, code, desk.random)
    return code


def confirm_recovery_code(desk: Desk) -> None:
    """Somebody has typed parts of the code back: it stands on paper."""
    with desk.book.transaction():
        put_fact(desk.book, CODE_CONFIRMED, desk.clock().isoformat())


def recovery_code_confirmed_at(desk: Desk) -> dt.datetime | None:
    """When the code was typed back; None when it may have been lost before it was written down."""
    told = get_fact(desk.book, CODE_CONFIRMED)
    return dt.datetime.fromisoformat(told) if told else None


def close_desk(desk: Desk) -> None:
    desk.book.close()


def _expect_founded(places: Places) -> None:
    if not is_founded(places):
        raise Refusal("HOME_MISSING", place=str(places.home))


def open_with_master(places: Places, master: MasterKey, clock: Clock, random_bytes: RandomBytes) -> Desk:
    """The opened home, by the one key behind all ways to open it. Raises as :func:`open_desk`."""
    former_books.clear_interrupted(places.restoring, places.set_aside)
    secrets = read_secrets(places, master)
    book = open_book(places.book, master.book_key(), create=False)
    desk = Desk(places, book, master, secrets.keys, recall_me(book), clock, random_bytes)
    desk.office_secrets = read_office_secrets(places, master)
    book.words.source = partial(archive.words_of, desk)
    try:
        if secrets.next_seed is not None:
            desk.keys = own_keys.settled(desk).keys
        logbook.resume(desk)
        wiping.resume(desk)
        following.follow_profile(desk)
    except BaseException:
        book.close()
        raise
    return desk


def reopen(desk: Desk) -> None:
    """Let an open desk, whose book was closed, go on with the book that lies in its home now.

    Raises as :func:`open_desk`; then the desk has no open book.
    """
    fresh = open_with_master(desk.places, desk.master, desk.clock, desk.random)
    desk.book, desk.me, desk.keys, desk.office_secrets = fresh.book, fresh.me, fresh.keys, fresh.office_secrets
    desk.trust = None
    desk.book.words.source = partial(archive.words_of, desk)
