"""A private key of an office in somebody's hands: from a stick with its passphrase, or from paper."""

from dataclasses import dataclass
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault, Outcome, Refusal
from chibo_desktop.packets import key_file, limits, paper_keys
from chibo_desktop.packets.key_file import KeyHeader, KeyUse, PrivateKey
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.services import papers, receiving
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.diary import note

FILES = "*.chibo-khoa"
_SOME = 20


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file that lies in a folder, and what it says about itself."""

    path: Path
    header: KeyHeader


def key_files(folder: Path) -> tuple[KeyFile, ...]:
    """The key files directly inside a folder, by name; others are passed over. Raises ``Fault`` FILE_UNREADABLE."""
    found: list[KeyFile] = []
    for path in sorted(folder.glob(FILES))[:_SOME]:
        data = read_key_file(path)
        try:
            found.append(KeyFile(path, key_file.read_header(data)))
        except Refusal:
            continue
    return tuple(found)


def read_key_file(path: Path) -> bytes:
    """At most one byte more than a key file may have. Raises ``Fault`` FILE_UNREADABLE."""
    return read_some(path, limits.KEY_FILE_BYTES)


def read_some(path: Path, most: int) -> bytes:
    """A small file: at most one byte more than ``most``, so that an overlong one shows. Raises ``Fault``
    FILE_UNREADABLE."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise Fault("FILE_UNREADABLE", file=path.name, why=error.strerror or "") from error


def from_stick(path: Path, passphrase: str) -> PrivateKey:
    """The key in a sealed file.

    Raises ``Refusal`` KEY_FILE_INVALID, KEY_PASSPHRASE_WRONG; ``Fault`` FILE_UNREADABLE.
    """
    return key_file.open_key(read_key_file(path), passphrase)[0]


def from_paper(typed: str, use: KeyUse) -> PrivateKey:
    """The key behind four rows, or a QR code read as text. Raises ``Refusal`` PAPER_KEY_ROW, PAPER_KEY_LENGTH."""
    return PrivateKey(use, paper_keys.typed_key(typed))


def recovery_reader(desk: Desk, key: PrivateKey) -> ReaderKey:
    """The key as a reader, if some profile of this machine's office named it for recovery.

    An earlier one will do: it opens what was packed for it. Raises ``Refusal`` RECOVERY_KEY_OTHER.
    """
    reader = key.reader if key.use is KeyUse.RECOVERY else None
    named = {one.recipient for profile in papers.trust_book(desk).profiles for one in profile.recovery}
    if reader is None or reader.recipient not in named:
        raise Refusal("RECOVERY_KEY_OTHER")
    return reader


def lend(desk: Desk, key: PrivateKey) -> Outcome[None]:
    """Let the recovery key open packets for this session; it is never written down here.

    Raises ``Refusal`` NOT_AN_OFFICE, RECOVERY_KEY_OTHER.
    """
    if not desk.is_office:
        raise Refusal("NOT_AN_OFFICE")
    reader = recovery_reader(desk, key)
    with desk.book.transaction():
        note(desk, "RECOVERY_KEY_LENT")
    desk.lent = (reader,)
    return Outcome(None)


def lend_and_retry(desk: Desk, key: PrivateKey) -> Outcome[int]:
    """Lend the recovery key, and merge what had waited for it. Returns how many files. Raises as :func:`lend`."""
    lend(desk, key)
    outcome = receiving.merge(desk, ())
    return Outcome(len(outcome.value.files), outcome.changes)


def take_back(desk: Desk) -> None:
    """Forget a recovery key that was lent."""
    desk.lent = ()


def recovery_on_machine(desk: Desk) -> ReaderKey | None:
    """The recovery key of an office whose ceremony has not taken it to paper yet."""
    secrets = desk.office_secrets
    return None if secrets is None or secrets.recovery is None else ReaderKey.of_secret(secrets.recovery)


def require_recovery_on_machine(desk: Desk) -> ReaderKey:
    """The recovery key on this machine. Raises ``Refusal`` RECOVERY_KEY_AWAY where it is on paper only."""
    found = recovery_on_machine(desk)
    if found is None:
        raise Refusal("RECOVERY_KEY_AWAY")
    return found
