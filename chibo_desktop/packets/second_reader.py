"""A second process that looks into files for the first one, and has no other purpose.

It is told over a pipe who reads - the private reader keys with it, which it gets in no other way - and which files, and
answers over another pipe. It knows neither book nor window, writes nothing, and ends with the first process, because
then its pipe ends, too. What it cannot do it leaves to the first process, which does it itself and can say what is
wrong.
"""

import gc
import signal
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from chibo_desktop.packets import limits, looking
from chibo_desktop.packets.intake import Desk
from chibo_desktop.packets.looked_bytes import Answer, answer_of, to_bytes

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

READY: Final = b"ready"
"""What it says first, once it can look into files."""
ANSWER_BYTES: Final = 8 * limits.MIB
"""A longer answer is not given: whoever asked would need memory for it."""


def serve(questions: "Connection", answers: "Connection") -> None:
    """Say what each file says whose path comes, to the ``Desk`` that came last, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told to stop, and stops asking
    gc.set_threshold(50_000, 10, 10)
    spoken: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_speak, args=(spoken, answers), daemon=True).start()
    spoken.put(READY)
    desk: Desk | None = None
    while True:
        try:
            asked: Desk | str = questions.recv()
        except (EOFError, OSError):  # the first process has ended, or wants no more
            return
        if isinstance(asked, Desk):
            desk = asked
        elif desk is not None:
            spoken.put(answer(Path(asked), desk))


def _speak(spoken: "SimpleQueue[bytes]", answers: "Connection") -> None:
    """Send what was found, so that looking goes on while the first process has no time to listen.

    It never asks for more than it has room for, so nothing gathers here.
    """
    try:
        while True:
            answers.send_bytes(spoken.get())
    except OSError:  # nobody listens any more: the questions end, too
        return


def answer(path: Path, desk: Desk) -> bytes:
    """What there is to say about a file, as ``looked_bytes.of_bytes`` reads it."""
    try:
        with path.open("rb") as file:
            data = file.read(looking.LARGEST + 1)
    except OSError:  # the first process finds it unreadable, too
        return to_bytes(Answer())
    if len(data) > looking.LARGEST:
        return to_bytes(Answer())
    try:
        found = to_bytes(answer_of(data, looking.look(data, desk)))
    except Exception:  # noqa: BLE001 - the first process opens the same bytes and meets the same, where it can be told
        return to_bytes(Answer(data))
    return found if len(found) <= ANSWER_BYTES else to_bytes(Answer())
