"""What this machine gives the program."""

import multiprocessing
import sys

import pytest

from chibo_desktop import __main__ as program
from chibo_desktop.app import cli, machine, window


def test_a_frozen_program_that_was_begun_to_open_packets_does_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def serve() -> None:
        raise SystemExit(0)

    monkeypatch.setattr(multiprocessing, "freeze_support", serve)
    machine.serve_if_asked()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["chibo", "--multiprocessing-fork", "pipe_handle=7"])
    for main in (program.main, cli.main, window.main):
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0
