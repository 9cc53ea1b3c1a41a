"""The command line: the same services as the windows, for automation, scripts and tests.

``--home DIR`` and ``--json`` may stand before or after the command. With ``--json`` stdout carries exactly one JSON
object. Exit status: 0 done, 1 refused (a sentence on stderr), 2 wrong usage.
"""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from chibo_desktop import __version__
from chibo_desktop.app import machine
from chibo_desktop.app.speaking import Answer, refuse, say, use_utf8
from chibo_desktop.domain.outcomes import Cancelled, Fault, Refusal
from chibo_desktop.services import founding
from chibo_desktop.services.desk import Desk
from chibo_desktop.services.places import Places

PASSPHRASE = "CHIBO_PASSPHRASE"  # noqa: S105 - the name of a variable

FILE = click.Path(path_type=Path)


class Call:
    """What all commands share: the home, how to answer, and the way to the opened desk."""

    def __init__(self) -> None:
        self.home: Path | None = None
        self.as_json = False

    @property
    def places(self) -> Places:
        return machine.places_of(self.home)

    @contextmanager
    def desk(self) -> Generator[Desk]:
        """The opened home; the passphrase comes from the environment or a prompt on the terminal."""
        opened = founding.open_desk(self.places, passphrase(), machine.now, machine.random_bytes)
        try:
            yield opened
        finally:
            founding.close_desk(opened)


def passphrase(*, confirm: bool = False) -> str:
    """The passphrase from the environment, else asked for on the terminal (never on stdout)."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    return click.prompt("Mật khẩu", hide_input=True, confirmation_prompt=confirm, err=True)


def _take_home(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(Call).home = value


def _take_json(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Call).as_json = True


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    home = click.option(
        "--home", type=FILE, expose_value=False, callback=_take_home, help="Data folder; else the user's own."
    )
    as_json = click.option(
        "--json", is_flag=True, expose_value=False, callback=_take_json, help="Print one JSON object to stdout."
    )
    return home(as_json(function))


def _legible(word: Any) -> Any:
    """Bytes of the terminal that are no UTF-8 arrive as halves of letters, which no book can keep; paths stay."""
    return word.encode("utf-8", "replace").decode("utf-8") if isinstance(word, str) else word


def _fault_of(error: OSError) -> Fault:
    """What the system refuses about a path that was typed: too long, a folder where a file is wanted, and their kin."""
    return Fault("PATH_UNUSABLE", file=str(error.filename or ""), why=error.strerror or "")


def answering(function: Callable[..., Answer]) -> Callable[..., None]:
    """A command whose answer is printed, and whose refusals become a sentence and exit status 1."""

    @shared
    @click.pass_context
    def run(context: click.Context, /, **words: Any) -> None:
        call = context.ensure_object(Call)
        try:
            status = say(function(call, **{name: _legible(word) for name, word in words.items()}), call.as_json)
        except (Refusal, Fault, Cancelled) as trouble:
            status = refuse(trouble, call.as_json)
        except OSError as error:
            status = refuse(_fault_of(error), call.as_json)
        context.exit(status)

    run.__name__ = function.__name__
    run.__doc__ = function.__doc__
    # click keeps the parameters that inner decorators declared in this attribute
    declared = [*getattr(run, "__click_params__", []), *getattr(function, "__click_params__", [])]
    setattr(run, "__click_params__", declared)  # noqa: B010 - an attribute that functions do not declare
    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@shared
@click.version_option(__version__, prog_name="chibo")
def chibo() -> None:
    """Minutes, signed packets and follow-up for working groups that attend meetings of grassroots cells."""


def main(words: Sequence[str] | None = None) -> None:
    """Entry point of the program ``chibo``; ``words`` default to those of the process."""
    machine.serve_if_asked()
    use_utf8()
    machine.collect_seldom()
    from chibo_desktop.app import (  # they import this module
        commands_backup,
        commands_exchange,
        commands_forward,
        commands_group_imports,
        commands_groups,
        commands_imports,
        commands_keys,
        commands_machine,
        commands_offices,
        commands_organisations,
        commands_petition_counts,
        commands_petitions,
        commands_plan_views,
        commands_plans,
        commands_proposals,
        commands_publishing,
        commands_receipts,
        commands_reorganising,
        commands_reports,
        commands_settling,
        commands_trust,
        commands_unlock,
        commands_visits,
    )

    exchange = (commands_exchange, commands_receipts, commands_settling, commands_offices, commands_forward)
    trust = (commands_trust, commands_keys, commands_unlock)
    registers = (
        commands_organisations,
        commands_reorganising,
        commands_imports,
        commands_groups,
        commands_group_imports,
    )
    planning = (commands_plans, commands_plan_views, commands_publishing, commands_proposals)
    machines = (commands_machine, commands_backup)
    visits = (commands_visits, commands_petitions, commands_reports, commands_petition_counts)
    for module in (*machines, *visits, *trust, *exchange, *registers, *planning):
        for command in module.COMMANDS:
            chibo.add_command(command)
    chibo(args=list(words) if words is not None else None, prog_name="chibo")
