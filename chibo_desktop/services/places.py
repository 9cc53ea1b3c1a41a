"""Where things lie in the home folder of one machine."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The files of a home. The device's keys and anchor stand outside the book, so no backup ever carries them."""

    home: Path

    @property
    def book(self) -> Path:
        """The encrypted database."""
        return self.home / "book.db"

    @property
    def slots(self) -> Path:
        """The master key, wrapped once for each way to open it."""
        return self.home / "slots.json"

    @property
    def device(self) -> Path:
        """Signing seed and age identity, sealed under the master key."""
        return self.home / "device.sealed"

    @property
    def office(self) -> Path:
        """The office's own keys, sealed; only on a machine of an office."""
        return self.home / "office.sealed"

    @property
    def anchor(self) -> Path:
        """How far this device's log had come, sealed: tells a restored or copied book from the true one."""
        return self.home / "anchor.sealed"

    @property
    def erasures(self) -> Path:
        """What was erased on request, sealed: a book restored from an older backup forgets it again."""
        return self.home / "erasures.sealed"

    @property
    def unlock(self) -> Path:
        """The one-time key of a request to the office, while a forgotten passphrase waits for its answer."""
        return self.home / "unlock.json"

    @property
    def outbox(self) -> Path:
        """The last packets that were made, for copying again."""
        return self.home / "outbox"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def restoring(self) -> Path:
        """A backup that is being made ready to take the place of the book; nothing in here counts."""
        return self.home / "restoring"

    @property
    def set_aside(self) -> Path:
        """Books whose place a backup has taken, under the same key."""
        return self.home / "set-aside"

    @property
    def settings(self) -> Path:
        return self.home / "settings.json"

    @property
    def lock(self) -> Path:
        return self.home / "home.lock"


def is_founded(places: Places) -> bool:
    """Whether a machine was set up here. A half-made home has no key slots yet, since they are written last."""
    return places.slots.exists()
