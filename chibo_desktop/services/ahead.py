"""The next files are opened while those before them are written.

Writing encrypts pages and waits for the disk, and hardly needs the interpreter; opening a file is nearly all
interpreter. So the writing goes to a second thread (``Book.sharing``), and the opening to a second process, where there
is one (``second_process``). This thread logs and commits, takes what the other process has seen - and opens files
itself, bit by bit, while that one has not begun yet, falls behind, or there is none. Two threads that both need the
interpreter only hinder each other: opening files in the second one was no faster.

Nothing is decided ahead: whoever takes a file in compares by whom it was judged, and opens it again where that is not
whom it would ask itself.
"""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, cast

from chibo_desktop.packets import looking
from chibo_desktop.packets.intake import Desk
from chibo_desktop.packets.looking import Looked
from chibo_desktop.services.second_process import LostError, SecondProcess

_AT_MOST: Final = 4
"""Files that are open ahead, without a second process."""
_ASKED: Final = 4
"""Files that the second process has been asked for: enough to keep it at work while this one writes."""
PATIENCE: Final = 2.0
"""Seconds without an answer, while nothing else is to be done, after which the second process is given up."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bytes of a file, and what was seen of it before its turn came, if anything."""

    data: bytes = field(repr=False)
    looked: Looked | None = None


Steps = Generator[None, None, Arrived]
"""A file that is being opened here."""


@dataclass(slots=True)
class _Begun:
    """A file whose turn has not come: opened here by ``steps``, else by the second process, for ``desk``.

    ``result`` gives it, or raises, once it is there.
    """

    path: Path
    desk: Desk
    steps: Steps | None = None
    result: Callable[[], Arrived] | None = None


class Arrivals:
    """Files in their order. ``read`` gives the bytes of one; ``second`` opens files, too."""

    def __init__(
        self, files: Sequence[Path], read: Callable[[Path], bytes], second: SecondProcess | None = None
    ) -> None:
        self.files = tuple(files)
        self._left = deque(files)
        self._read = read
        self._second = second
        self._begun: deque[_Begun] = deque()
        self._asked: deque[_Begun] = deque()
        self.reader: Desk | None = None
        """Who reads; as long as nobody does, nothing is opened ahead."""

    def take(self) -> Arrived:
        """The next file. Raises ``Fault`` as ``read`` does."""
        if not self._begun:
            path = self._left.popleft()
            self._ask()
            return self._unopened(path)
        first = self._begun[0]
        while first.result is None:
            self._bring_on(first)
        self._begun.popleft()
        self._ask()
        return first.result()

    def look_ahead(self) -> bool:
        """Do a bit of what is to come; whether there was anything to do. It touches no book."""
        if self.reader is None:
            return False
        self._ask()
        if self._second is None or not self._asked:
            return self._open_here()
        return self._hear() or (self._is_behind() and self._open_here())

    def _bring_on(self, first: _Begun) -> None:
        """Do a bit for the file whose turn it is, or, while it is in other hands, for one after it."""
        if first.steps is not None:
            self._step(first)
        elif not self._hear() and not self._open_here() and not self._hear(PATIENCE):
            self._lose()

    def _is_behind(self) -> bool:
        return all(one.result is None for one in self._begun)

    def _open_here(self) -> bool:
        mine = next((one for one in self._begun if one.steps is not None and one.result is None), None)
        if mine is None:
            room = _AT_MOST + len(self._asked)
            if self.reader is None or not self._left or len(self._begun) >= room:
                return False
            mine = self._begin(self._left.popleft(), self.reader)
            mine.steps = _opening(mine.path, self._read, mine.desk)
        self._step(mine)
        return True

    def _begin(self, path: Path, desk: Desk) -> _Begun:
        begun = _Begun(path, desk)
        self._begun.append(begun)
        return begun

    def _step(self, mine: _Begun) -> None:
        try:
            next(cast(Steps, mine.steps))
        except StopIteration as end:
            mine.result = partial(_given, cast(Arrived, end.value))
        except Exception as error:  # noqa: BLE001 - raised by take, when the turn of the file has come
            mine.result = partial(_raised, error)

    # the second process

    def _ask(self) -> None:
        """Keep the second process at work, once it has begun."""
        try:
            if self._second is None or not self._second.is_ready():
                return
            while self.reader is not None and self._left and len(self._begun) < _AT_MOST + _ASKED:
                if len(self._asked) >= _ASKED:
                    return
                asked = self._begin(self._left.popleft(), self.reader)
                self._asked.append(asked)
                self._second.ask(asked.path, asked.desk)
        except LostError:
            self._lose()

    def _hear(self, seconds: float = 0) -> bool:
        """Take what the second process has to say by then; whether that brought anything on."""
        if self._second is None or not self._asked:
            return False
        first = self._asked[0]
        try:
            said = self._second.answer(first.desk, seconds)
        except LostError:
            self._lose()
            return True
        if said is None:
            return False
        self._asked.popleft()
        data, looked = said
        first.result = partial(self._unopened, first.path) if data is None else partial(_given, Arrived(data, looked))
        return True

    def _unopened(self, path: Path) -> Arrived:
        return Arrived(self._read(path))

    def _lose(self) -> None:
        """Go on without it: what it was asked for is opened here."""
        if self._second is not None:
            self._second.end()
            self._second = None
        for one in self._asked:
            one.steps = _opening(one.path, self._read, one.desk)
        self._asked.clear()


def _given(arrived: Arrived) -> Arrived:
    return arrived


def _raised(error: Exception) -> Arrived:
    raise error


def _opening(path: Path, read: Callable[[Path], bytes], desk: Desk) -> Steps:
    data = read(path)
    yield
    if len(data) > looking.LARGEST:
        return Arrived(data)
    return Arrived(data, (yield from looking.looking(data, desk)))
