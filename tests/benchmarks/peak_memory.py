"""A process that merges a folder: `peak_memory.py HOME PASSPHRASE FOLDER`.

Prints its own peak of memory and that of the second process, in bytes; 0 where there was none. Linux only.
"""

import sys
from pathlib import Path

from chibo_desktop.app import machine
from chibo_desktop.services import founding, receiving
from chibo_desktop.services.places import Places
from chibo_desktop.services.second_process import SecondProcess


def peak_of(process: int | str) -> int:
    """Most bytes that a process ever held in memory."""
    lines = (Path("/proc") / str(process) / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024


class Watched(SecondProcess):
    """Says at its end how much memory it has needed."""

    peak = 0

    def end(self) -> None:
        if not self._is_over:
            Watched.peak = peak_of(self._process.pid or 0)
        super().end()


def main() -> None:
    home, passphrase, folder = sys.argv[1:]
    machine.collect_seldom()
    desk = founding.open_desk(Places(Path(home)), passphrase, machine.now, machine.random_bytes)
    receiving.merge(desk, [Path(folder)])
    founding.close_desk(desk)
    print(peak_of("self"), Watched.peak)


if __name__ == "__main__":
    from chibo_desktop.services import second_process

    second_process.SecondProcess = Watched
    main()
