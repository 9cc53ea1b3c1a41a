"""Work off the GUI thread."""

from __future__ import annotations

import sys
from threading import Event, current_thread, get_ident, main_thread
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.ui.jobs import Jobs


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.results: list[Any] = []
        self.threads: list[object] = []

    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.append(current_thread())

    def take_progress(self, done: int, total: int) -> None:
        self.results.append((done, total))


def test_a_result_comes_back_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    receiver = Receiver()
    jobs.submit(get_ident, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.results))
    assert receiver.results[0] != main_thread().ident
    assert receiver.threads == [main_thread()]


def test_all_jobs_run_in_order_on_one_thread(jobs: Jobs, qtbot: QtBot) -> None:
    receiver = Receiver()
    for number in range(20):
        jobs.submit(lambda number=number: (number, get_ident()), receiver.take)
    qtbot.waitUntil(lambda: len(receiver.results) == 20)
    assert [number for number, _ in receiver.results] == list(range(20))
    assert len({thread for _, thread in receiver.results}) == 1


@pytest.mark.parametrize("failure", [Refusal("VISIT_UNKNOWN", visit="a"), Fault("DISK_FULL"), Cancelled()])
def test_an_expected_failure_is_handed_over(jobs: Jobs, qtbot: QtBot, failure: Exception) -> None:
    receiver, done = Receiver(), Receiver()

    def fail() -> None:
        raise failure

    jobs.submit(fail, done.take, receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.results))
    assert receiver.results == [failure]
    assert done.results == []


def test_a_failure_nobody_waits_for_is_told_to_the_shell(jobs: Jobs, qtbot: QtBot) -> None:
    spy = QSignalSpy(jobs.failed)
    refusal = Refusal("VISIT_UNKNOWN")

    def fail() -> None:
        raise refusal

    jobs.submit(fail)
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert spy.at(0) == [refusal]


def test_a_bug_is_not_caught(jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, bug, trace: seen.append(bug))
    receiver = Receiver()
    jobs.submit(lambda: 1 // 0, receiver.take, receiver.take)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ZeroDivisionError)
    assert seen[0].__traceback__ is not None
    assert receiver.results == []


def test_a_job_that_outlives_its_page_ends_quietly(jobs: Jobs, qtbot: QtBot) -> None:
    class Page(QWidget):
        def take(self, result: object) -> None:
            self.setWindowTitle(str(result))

    page, go, after = Page(), Event(), Receiver()
    jobs.submit(lambda: go.wait(5), page.take)
    delete(page)
    go.set()
    jobs.submit(lambda: "next", after.take)
    qtbot.waitUntil(lambda: after.results == ["next"])


def test_progress_comes_in_order_and_cancelling_stops(jobs: Jobs, qtbot: QtBot) -> None:
    receiver, failed = Receiver(), Receiver()
    started = Event()

    def long(progress, cancelled) -> None:
        for number in range(1_000_000):
            progress(number, 1_000_000)
            started.set()
            if cancelled():
                raise Cancelled

    job = jobs.submit(long, None, failed.take, receiver.take_progress)
    assert started.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(failed.results))
    assert isinstance(failed.results[0], Cancelled)
    assert receiver.results
    assert receiver.results == [(number, 1_000_000) for number in range(len(receiver.results))]


def test_closing_stops_what_runs_and_drops_what_waits(qtbot: QtBot) -> None:
    jobs, receiver, started = Jobs(), Receiver(), Event()

    def until_cancelled(progress, cancelled) -> str:
        started.set()
        while not cancelled():
            pass
        return "stopped"

    jobs.submit(until_cancelled, receiver.take, None, receiver.take_progress)
    jobs.submit(lambda: "never", receiver.take)
    assert started.wait(5)
    jobs.close()
    qtbot.wait(20)
    assert receiver.results == []
    assert not jobs.is_busy()


def test_busy_is_told_once_for_all(jobs: Jobs, qtbot: QtBot) -> None:
    spy, receiver = QSignalSpy(jobs.busy_changed), Receiver()
    for _ in range(3):
        jobs.submit(int, receiver.take)
    qtbot.waitUntil(lambda: len(receiver.results) == 3)
    assert spy.at(0) == [True]
    assert spy.at(spy.count() - 1) == [False]
