"""The next files are opened, bit by bit, while those before them are committed and indexed.

Writing encrypts pages and waits for the disk, and hardly needs the interpreter; opening a file is nearly all
interpreter. So the writing goes to a second thread (``Book.sharing``), and this one goes on opening until that is done.
Two threads that both need the interpreter only hinder each other: opening files in the second one was no faster.

Nothing is decided ahead: whoever takes a file in compares by whom it was judged, and opens it again where that is not
whom it would ask itself.
"""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from chibo_desktop.domain.ids import KeyId
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.packets import intake, limits
from chibo_desktop.packets.intake import Raw, Understood
from chibo_desktop.packets.keys import ReaderKey
from chibo_desktop.packets.trust import TrustBook

LARGEST: Final = 512 * limits.KIB
"""Bytes of a file that is opened ahead. Larger ones wait for their turn: one of those in memory is enough."""
_AT_MOST: Final = 4
"""Files that are open ahead."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the private reader keys, the ids by which packets address this machine, and whom it trusts now."""

    secrets: tuple[ReaderKey, ...]
    audiences: frozenset[str]
    trust: TrustBook


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file says, as ``trust`` judges it; ``papers`` and ``signer`` as ``intake.introductions`` and
    ``intake.signer_of`` give them."""

    raw: Raw
    papers: tuple[tuple[str, bytes], ...]
    signer: KeyId
    trust: TrustBook
    understood: Understood


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bytes of a file, and what was seen of it before its turn came, if anything."""

    data: bytes = field(repr=False)
    looked: Looked | None = None


Steps = Generator[None, None, Arrived]
"""A file that is being opened."""


class Arrivals:
    """Files in their order. ``read`` gives the bytes of one."""

    def __init__(self, files: Sequence[Path], read: Callable[[Path], bytes]) -> None:
        self._left = deque(files)
        self._read = read
        self._begun: deque[Steps] = deque()
        self._done: deque[Arrived | Exception] = deque()
        self.reader: Reader | None = None
        """Who reads; as long as nobody does, nothing is opened ahead."""

    def take(self) -> Arrived:
        """The next file. Raises ``Fault`` as ``read`` does."""
        while self._begun and not self._done:
            self._step()
        if not self._done:
            return Arrived(self._read(self._left.popleft()))
        arrived = self._done.popleft()
        if isinstance(arrived, Exception):
            raise arrived
        return arrived

    def look_ahead(self) -> bool:
        """Open a bit more of the files to come; whether there was anything to do. It touches no book."""
        if not self._begun:
            if self.reader is None or not self._left or len(self._done) >= _AT_MOST:
                return False
            self._begun.append(_opening(self._left.popleft(), self._read, self.reader))
        self._step()
        return True

    def _step(self) -> None:
        try:
            next(self._begun[0])
        except StopIteration as end:
            self._done.append(cast(Arrived, end.value))
        except Exception as error:  # noqa: BLE001 - raised by take, when the turn of the file has come
            self._done.append(error)
        else:
            return
        self._begun.popleft()


def _opening(path: Path, read: Callable[[Path], bytes], reader: Reader) -> Steps:
    data = read(path)
    yield
    if len(data) > LARGEST:
        return Arrived(data)
    try:
        opened = intake.open_raw(Raw.of(data), reader.secrets)
        papers, signer = intake.introductions(opened), intake.signer_of(opened)
        desk = intake.Desk(reader.secrets, reader.audiences, reader.trust)
        understood = yield from intake.understanding(intake.verify_opened(opened, desk), reader.trust)
    except Refusal:  # whoever takes it in finds the same, and says it
        return Arrived(data)
    for entry in understood.entries:
        entry.prepare()
        yield
    return Arrived(data, Looked(opened.raw, papers, signer, reader.trust, understood))
