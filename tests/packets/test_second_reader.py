"""The loop of the second process, in this one: what it is told, what it answers, and when it goes."""

import gc
import signal
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from chibo_desktop.packets import looked_bytes, second_reader
from chibo_desktop.packets.packing import PackedFile
from tests.building.exchange import Office

SOON = 60.0


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """The loop changes what belongs to its process."""
    interrupted, thresholds = signal.getsignal(signal.SIGINT), gc.get_threshold()
    yield
    signal.signal(signal.SIGINT, interrupted)
    gc.set_threshold(*thresholds)


@pytest.fixture
def pipes() -> Iterator[tuple[Connection, Connection, Connection, Connection]]:
    """Both ends of the questions and both ends of the answers, reading ends first."""
    asked, questions = Pipe(duplex=False)
    answers, answered = Pipe(duplex=False)
    yield asked, questions, answers, answered
    for one in (asked, questions, answers, answered):
        one.close()


def heard(answers: Connection) -> bytes:
    assert answers.poll(SOON)
    return answers.recv_bytes()


def test_it_answers_for_whoever_came_last_until_the_questions_end(
    office: Office, packet: PackedFile, tmp_path: Path, pipes: tuple[Connection, Connection, Connection, Connection]
) -> None:
    asked, questions, answers, answered = pipes
    path = tmp_path / "packet"
    path.write_bytes(packet.data)
    nobody = office.desk(book=type(office.book())())
    for said in (str(path), nobody, str(path), office.desk(), str(path), str(tmp_path / "gone")):
        questions.send(said)
    questions.close()
    second_reader.serve(asked, answered)
    assert heard(answers) == second_reader.READY
    by_nobody, by_office, gone = (looked_bytes.of_bytes(heard(answers)) for _ in range(3))
    assert (by_nobody.data, by_nobody.said) == (packet.data, None)
    assert by_office.said is not None
    assert gone.data is None
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_it_goes_where_nobody_listens_any_more(
    office: Office, packet: PackedFile, tmp_path: Path, pipes: tuple[Connection, Connection, Connection, Connection]
) -> None:
    asked, questions, answers, answered = pipes
    questions.send(office.desk())
    questions.send(str(tmp_path / "gone"))
    answers.close()
    questions.close()
    second_reader.serve(asked, answered)
