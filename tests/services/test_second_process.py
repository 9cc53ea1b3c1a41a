"""A second process that opens files is a help and never a need: what it leaves undone is done here, and it ends."""

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, cast

import pytest

from chibo_desktop.domain.outcomes import Cancelled
from chibo_desktop.packets import intake, looking, second_reader
from chibo_desktop.packets.looking import Looked
from chibo_desktop.services import (
    ahead,
    arriving,
    packet_files,
    papers,
    receiving,
    revocation,
    search,
    second_process,
    sending,
    status,
)
from chibo_desktop.services.ahead import Arrivals, Arrived
from chibo_desktop.services.arriving import Result
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.second_process import SecondProcess
from tests.building.enrolled import Enrolled
from tests.building.exchange_town import acknowledge, pack, record

PACKETS = 10
SOON = 60.0
"""Seconds after which something that has to happen is given up."""

needs_processes_of_posix = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


@pytest.fixture
def packets(town: Enrolled) -> list[Path]:
    made: list[Path] = []
    for number in range(1, PACKETS + 1):
        record(town.first, f"Chi bộ {number}")
        made.append(pack(town.first, town.stick))
        sending.enter_receipt_code(town.first, number, acknowledge(town.first, number))
    return made


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecondProcess]:
    """A real one that has begun."""
    monkeypatch.setattr(second_process, "WORTHWHILE", 0)
    monkeypatch.setattr(second_process, "_has_second_core", lambda: True)
    with second_process.second_process(()) as process:
        assert process is not None
        wait_until(process.is_ready, process)
        yield process
    assert multiprocessing.active_children() == []


def wait_until(is_so: Callable[[], bool], process: SecondProcess) -> None:
    while not is_so():
        assert wait([process._answers], SOON)


def reader_of(desk: Desk) -> intake.Desk:
    return intake.Desk(desk.readers, arriving.audiences(desk), papers.trust_book(desk))


def arrivals(desk: Desk, files: list[Path], second: SecondProcess | None) -> Arrivals:
    coming = Arrivals(files, packet_files.read_packet_file, second)
    coming.reader = reader_of(desk)
    return coming


def said(looked: Looked | None) -> object:
    return looked and [(one.entry, one.visit) for one in looked.understood.entries]


def idle(self: Arrivals) -> bool:
    """In place of opening files here."""
    return False


def test_it_sees_what_this_process_would_have_seen(
    town: Enrolled, packets: list[Path], second: SecondProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    junk = town.stick / "junk.chibo"
    junk.write_bytes(b"no packet")
    files = [packets[0], junk, *packets[1:], town.stick / "gone.chibo"]
    monkeypatch.setattr(Arrivals, "_open_here", idle)
    coming = arrivals(town.clerk, files, second)
    assert not coming.look_ahead(), "what it was asked has not been answered yet, and nothing is done here"
    seen = [coming.take() for _ in files[:-1]]
    assert [one.data for one in seen] == [file.read_bytes() for file in files[:-1]]
    trust = papers.trust_book(town.clerk)
    here = [looking.look(one.data, reader_of(town.clerk)) for one in seen]
    assert [said(one.looked) for one in seen] == [said(one) for one in here]
    assert [one.looked is None for one in seen] == [file == junk for file in files[:-1]]
    assert all(one.looked is None or one.looked.trust is trust for one in seen)
    with pytest.raises(receiving.Fault, match="FILE_UNREADABLE"):
        coming.take()


def test_a_merge_with_it_comes_to_the_same(
    town: Enrolled, packets: list[Path], second: SecondProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = counted(monkeypatch, SecondProcess, "answer")
    monkeypatch.setattr(Arrivals, "_open_here", idle)
    monkeypatch.setattr(receiving, "second_process", lambda files: giving(second))
    files = receiving.merge(town.clerk, [town.stick]).value.files
    assert [(one.result, one.entries.new) for one in files] == [(Result.MERGED, 1)] * PACKETS
    assert heard
    assert status.digest(town.clerk) == status.digest(town.first)
    (hit,) = search.search(town.clerk, '"chi bo 7"')
    assert hit.visit.cell == "Chi bộ 7"


def test_what_it_saw_by_other_papers_is_opened_again(
    town: Enrolled, packets: list[Path], second: SecondProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(town.second, "Chi bộ khác")
    late = pack(town.second, town.stick)
    taken = arriving.take
    opened: list[Looked | None] = []

    def take(desk: Desk, arrived: Arrived, name: str, *, rehearse: bool, place: str = ""):
        opened.append(arrived.looked)
        if name == late.name:
            revocation.revoke(desk, town.second.me.device, "mất máy", ())
        return taken(desk, arrived, name, rehearse=rehearse, place=place)

    monkeypatch.setattr(arriving, "take", take)
    monkeypatch.setattr(Arrivals, "_open_here", idle)
    monkeypatch.setattr(receiving, "second_process", lambda files: giving(second))
    *_, last = receiving.merge(town.clerk, [*packets, late]).value.files
    assert opened[-1] is not None
    assert (last.entries.new, last.code) == (0, "E_REVOKED")


def test_a_second_process_that_dies_is_not_missed(town: Enrolled, packets: list[Path], second: SecondProcess) -> None:
    coming = arrivals(town.clerk, packets, second)
    coming._ask()
    second._process.kill()
    second._process.join()
    seen = [coming.take() for _ in packets]
    assert [one.data for one in seen] == [file.read_bytes() for file in packets]
    assert coming._second is None


def test_one_that_talks_nonsense_is_not_believed(town: Enrolled, packets: list[Path]) -> None:
    coming = arrivals(town.clerk, packets, Raving())
    for file in packets:
        while coming.look_ahead():
            pass
        assert said(coming.take().looked) == said(looking.look(file.read_bytes(), reader_of(town.clerk)))


@needs_processes_of_posix
def test_one_that_stops_is_given_up_after_a_while(
    town: Enrolled, packets: list[Path], second: SecondProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "PATIENCE", 0.01)
    monkeypatch.setattr(ahead, "_ASKED", PACKETS)
    os.kill(pid_of(second), signal.SIGSTOP)
    coming = arrivals(town.clerk, packets, second)
    seen = [coming.take() for _ in packets]
    assert [one.looked is not None for one in seen] == [False] + [True] * (PACKETS - 1)
    assert [one.data for one in seen] == [file.read_bytes() for file in packets]
    assert multiprocessing.active_children() == []


def test_where_no_process_can_be_started_everything_is_done_here(
    town: Enrolled, packets: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(self: Any) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(second_process, "WORTHWHILE", 0)
    monkeypatch.setattr(second_process, "_has_second_core", lambda: True)
    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", start)
    files = receiving.merge(town.clerk, [town.stick]).value.files
    assert {one.result for one in files} == {Result.MERGED}


def test_few_files_and_single_cores_get_none(packets: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    begun = counted(monkeypatch, second_process, "_begin")
    monkeypatch.setattr(second_process, "_has_second_core", lambda: True)
    with second_process.second_process(packets) as none:
        assert none is None
    monkeypatch.setattr(second_process, "WORTHWHILE", sum(file.stat().st_size for file in packets))
    monkeypatch.setattr(second_process, "_has_second_core", lambda: False)
    with second_process.second_process(packets) as none:
        assert none is None
    assert not begun
    monkeypatch.setattr(second_process, "_has_second_core", lambda: True)
    with second_process.second_process([*packets, packets[0].with_name("gone.chibo")]) as process:
        assert process is not None
    assert len(begun) == 1
    monkeypatch.setattr(looking, "LARGEST", 10)
    with second_process.second_process(packets) as none:
        assert none is None


def test_a_merge_that_is_stopped_leaves_no_process_behind(
    town: Enrolled, packets: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_process, "WORTHWHILE", 0)
    monkeypatch.setattr(second_process, "_has_second_core", lambda: True)
    begun = counted(monkeypatch, second_process, "_begin")
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(len(multiprocessing.active_children()))
        return len(asked) > 3

    with pytest.raises(Cancelled):
        receiving.merge(town.clerk, [town.stick], cancelled=cancelled)
    assert begun
    assert asked == [1] * 4
    assert multiprocessing.active_children() == []
    assert status.digest(town.clerk) != status.digest(town.first)
    receiving.merge(town.clerk, [town.stick])
    assert status.digest(town.clerk) == status.digest(town.first)


@needs_processes_of_posix
def test_keys_stand_neither_on_its_command_line_nor_in_its_environment(
    town: Enrolled, packets: list[Path], second: SecondProcess
) -> None:
    arrivals(town.clerk, packets, second)._ask()
    home = Path("/proc") / str(pid_of(second))
    seen = (home / "cmdline").read_bytes() + (home / "environ").read_bytes()
    assert all(key.secret.encode() not in seen for key in town.clerk.readers)


ORPHAN = """
import sys, time
from chibo_desktop.services import second_process
second_process.WORTHWHILE = 0
second_process._has_second_core = lambda: True
with second_process.second_process(()) as process:
    print(process._process.pid, flush=True)
    while not process.is_ready():
        process._answers.poll(60)
    print("ready", flush=True)
    sys.stdin.read()
"""


@needs_processes_of_posix
@pytest.mark.parametrize("when", ["while it begins", "when it waits"])
def test_it_ends_when_the_first_process_is_killed(tmp_path: Path, when: str) -> None:
    """The script has no main guard: were it run a second time over there, it would hang here."""
    script = tmp_path / "script.py"
    script.write_text(ORPHAN)
    here = {"PYTHONPATH": os.pathsep.join(sys.path)}
    first = subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **here}
    )
    assert first.stdin is not None
    assert first.stdout is not None
    with first.stdin, first.stdout:
        watched = os.pidfd_open(int(first.stdout.readline()))
        if when == "when it waits":
            assert first.stdout.readline() == b"ready\n"
        first.kill()
        first.wait()
        try:
            assert select.select([watched], [], [], SOON)[0], "it lives on without anybody who asks"
        finally:
            os.close(watched)


class Raving(SecondProcess):
    """Says what makes no sense."""

    def __init__(self) -> None:
        self.answers, mouth = multiprocessing.Pipe(duplex=False)
        mouth.send_bytes(second_reader.READY)
        for _ in range(PACKETS):
            mouth.send_bytes(b"\x94\x01\x02")
        super().__init__(cast(Any, Nobody()), cast(Any, Nowhere()), self.answers)


class Nobody:
    """A process that hangs in a drive."""

    exitcode = None

    def kill(self) -> None: ...
    def join(self, seconds: float) -> None: ...


class Nowhere:
    def send(self, what: object) -> None: ...
    def close(self) -> None: ...


@contextmanager
def giving(second: SecondProcess) -> Generator[SecondProcess]:
    yield second


def pid_of(second: SecondProcess) -> int:
    assert second._process.pid is not None
    return second._process.pid


def counted(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> list[str]:
    """A list that grows with each call."""
    calls: list[str] = []
    real = getattr(where, name)

    def call(*given: Any) -> Any:
        calls.append(name)
        return real(*given)

    monkeypatch.setattr(where, name, call)
    return calls
