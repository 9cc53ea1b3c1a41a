"""Workers that do one job over and over until they are killed, and say each thing that the program has acknowledged.

A server process imports the program once and forks a worker for each round, so that a round costs milliseconds.
"""

import dataclasses
import datetime as dt
import multiprocessing
import secrets
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from chibo_desktop.domain.ids import VisitId, new_id
from chibo_desktop.services import drafts, founding, receiving, second_process, sending, visits
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places
from tests.building.exchange_town import PASSPHRASE, a_visit

READY = "ready"
PATIENCE = 60.0
"""Seconds after which a worker that says nothing is given up."""

Say = Callable[[Any], None]
Job = Callable[[Desk, Path, Say], None]


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def open_home(home: Path) -> Desk:
    return founding.open_desk(Places(home), PASSPHRASE, now, secrets.token_bytes)


def type_on(desk: Desk, draft: Path, say: Say) -> None:
    """Save the draft named ``draft`` again and again, its conclusion one number higher each time."""
    visit = drafts.load_draft(desk, VisitId(draft.name)).visit
    number = int(visit.closing.conclusion or 0)
    while True:
        number += 1
        closing = dataclasses.replace(visit.closing, conclusion=str(number))
        drafts.save_draft(desk, dataclasses.replace(visit, closing=closing), f"closing.{number}")
        say(number)


def finalise_on(desk: Desk, _: Path, say: Say) -> None:
    """Finalise one visit after another."""
    while True:
        visit = dataclasses.replace(a_visit("Chi bộ A"), id=VisitId(new_id(secrets.token_bytes)))
        drafts.save_draft(desk, visit, "general")
        say(("begun", visit.id))
        visits.finalise(desk, visit.id)
        say(("finalised", visit.id))


def export_on(desk: Desk, stick: Path, say: Say) -> None:
    """Pack everything again and again."""
    while True:
        (file,) = sending.pack_to(desk, stick, everything=True).value.files
        say(file.name)


def merge_on(desk: Desk, stick: Path, say: Say) -> None:
    """Merge the packets of a folder one by one, then begin again."""
    while True:
        for path in sorted(stick.glob("*.chibo")):
            (report,) = receiving.merge(desk, [path]).value.files
            say((path.name, report.entries.new))


def merge_all_on(desk: Desk, stick: Path, say: Say) -> None:
    """Merge the packets of a folder at once, with a second process that opens them, and say how many are in."""
    second_process.WORTHWHILE = 0
    receiving.merge(desk, [stick], progress=lambda done, _, __: say(done))
    while True:
        receiving.merge(desk, [stick])


def work(job: Job, home: Path, at: Path, mouth: Connection) -> None:
    desk = open_home(home)
    mouth.send(READY)
    job(desk, at, mouth.send)


def killed_at_work(job: Job, home: Path, at: Path, seconds: float) -> list[Any]:
    """Let a worker do its job, kill it after so many seconds of work, and return all that it was told was done."""
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["tests.building.killed"])
    ear, mouth = context.Pipe(duplex=False)
    worker = context.Process(target=work, args=(job, home, at, mouth))
    worker.start()
    mouth.close()
    try:
        if not ear.poll(PATIENCE) or ear.recv() != READY:
            raise TimeoutError("the worker never began")
        worker.join(seconds)
        assert worker.is_alive(), "the worker ended by itself"
    finally:
        worker.kill()
        worker.join(PATIENCE)
    told: list[Any] = []
    try:
        while True:
            told.append(ear.recv())
    except EOFError:
        return told
