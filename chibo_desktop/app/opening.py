"""What is done on the worker thread around opening a book. What is heavy is imported inside these functions."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chibo_desktop.services.places import Places

if TYPE_CHECKING:
    from chibo_desktop.services.backups import LookedAfter
    from chibo_desktop.services.desk import Desk
    from chibo_desktop.services.drafts import Draft
    from chibo_desktop.services.restoring import Replacement
    from chibo_desktop.services.unlocking import UnlockFile
    from chibo_desktop.ui.office_help import OfficeHelp
    from chibo_desktop.ui.pages.first_run_steps import Typed

LARGEST_ANSWER = 64 * 1024


def warm() -> None:
    """Import what opens the book, while a person types."""
    import chibo_desktop.app.machine
    import chibo_desktop.services.founding  # noqa: F401 - imported for the time it takes


def unlock(places: Places, passphrase: str) -> "Desk":
    """Open the book of a home."""
    from chibo_desktop.app import machine
    from chibo_desktop.services import founding

    return founding.open_desk(places, passphrase, machine.now, machine.random_bytes)


def recover(places: Places, code: str, passphrase: str) -> "Desk":
    """Open the book by the code on paper, with a new passphrase from now on."""
    from chibo_desktop.app import machine
    from chibo_desktop.services import founding

    return founding.open_desk_with_recovery(places, code, passphrase, machine.now, machine.making())


def office_help(places: Places) -> "OfficeHelp":
    """How an office may help where the passphrase is forgotten. Nothing heavy is imported before somebody asks."""
    from chibo_desktop.ui.office_help import OfficeHelp

    return OfficeHelp(partial(_can_ask, places), partial(_ask, places), partial(_accept, places))


def _can_ask(places: Places) -> bool:
    from chibo_desktop.services import unlocking

    return unlocking.can_ask(places)


def _ask(places: Places) -> "UnlockFile":
    from chibo_desktop.app import machine
    from chibo_desktop.services import unlocking

    return unlocking.make_request(places, machine.now)


def _accept(places: Places, answer: Path, passphrase: str) -> "Desk":
    from chibo_desktop.app import machine
    from chibo_desktop.services import private_keys, unlocking

    data = private_keys.read_some(answer, LARGEST_ANSWER)
    return unlocking.accept(places, data, passphrase, machine.now, machine.making())


def found(places: Places, typed: "Typed") -> "tuple[str, Desk]":
    """Make the home of this machine, and open it. The code is shown once and stands nowhere."""
    from chibo_desktop.app import machine
    from chibo_desktop.services import founding
    from chibo_desktop.services.desk import Role

    founding.check_passphrase(typed.passphrase)
    role = Role(typed.role)
    setup = founding.Setup(
        role, typed.machine, typed.person, typed.passphrase, typed.post, typed.group, typed.tier, typed.card
    )
    code = founding.found_home(places, setup, machine.now, machine.making())
    return code, unlock(places, typed.passphrase)


def restore(places: Places, wanted: "Replacement") -> "tuple[str, Desk]":
    """Make this machine the replacement of the one that the backup is of, and open it."""
    from chibo_desktop.app import machine
    from chibo_desktop.services import founding, restoring

    founding.check_passphrase(wanted.passphrase)
    restored = restoring.restore_home(places, wanted, machine.now, machine.making())
    return restored.recovery_code, unlock(places, wanted.passphrase)


def confirm_code(desk: "Desk") -> None:
    """Remember that the recovery code stands on paper."""
    from chibo_desktop.services import founding

    founding.confirm_recovery_code(desk)


def back_up(desk: "Desk", folder: Path) -> object:
    """Make the first backup."""
    from chibo_desktop.services import backups

    return backups.back_up_now(desk, folder).value


def replace_broken(places: Places, passphrase: str) -> "Desk":
    """Open the newest sound backup in the place of a book that no longer opens."""
    from chibo_desktop.app import machine
    from chibo_desktop.services import going_back

    going_back.replace_by_newest(places, passphrase, machine.now, machine.random_bytes)
    return unlock(places, passphrase)


def look_after(desk: "Desk", progress: Callable[..., None], cancelled: Callable[[], bool]) -> "LookedAfter":
    """Check the file and make the copy of the day, over a connection of its own: the work at the desk goes on."""
    from chibo_desktop.services import backups

    with backups.apart(desk) as own:
        return backups.look_after(own, backups.Watch(progress, cancelled))


def close(desk: "Desk") -> None:
    """Close the book."""
    from chibo_desktop.services import founding

    founding.close_desk(desk)


def what_awaits(desk: "Desk") -> "tuple[Draft | None, bool]":
    """The draft that was open when the program died, and whether the clock is not behind what the book has seen."""
    from chibo_desktop.services import drafts, logbook

    return drafts.interrupted_draft(desk), logbook.is_clock_sound(desk)


def saved_at(desk: "Desk") -> dt.datetime | None:
    """When the open draft was last saved."""
    from chibo_desktop.services import drafts

    draft = drafts.interrupted_draft(desk)
    return draft.saved_at if draft else None
