"""*Đề xuất kế hoạch* by the command line: what is proposed, the figures of both ways, and taking it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from chibo_desktop.app.cli import Call, answering
from chibo_desktop.app.commands_plans import plan
from chibo_desktop.app.speaking import Answer, plain
from chibo_desktop.domain.outcomes import Refusal
from chibo_desktop.domain.plans import Month
from chibo_desktop.domain.proposing import Method, ProposalOptions
from chibo_desktop.domain.wording import padded

if TYPE_CHECKING:
    from chibo_desktop.domain.proposal_figures import Proposal
    from chibo_desktop.services.proposals import Proposed
    from chibo_desktop.ui.plan_words import PlanWords

_USUAL = ProposalOptions()
_NAME, _VALUE = 30, 16


@plan.command("propose")
@click.option("--month", "months", multiple=True, required=True, help="Month, as 2026-12; may be repeated.")
@click.option("--group", "groups", multiple=True, help="Only for this group: name or id; may be repeated.")
@click.option("--visits", type=int, default=_USUAL.visits_a_month, help="The most visits of a group in a month.")
@click.option("--together", type=int, default=_USUAL.together, help="How many members go to one meeting.")
@click.option("--seed", type=int, default=0, help="Another number chooses otherwise among what is equal.")
@click.option("--seconds", type=int, default=_USUAL.seconds, help="After so many the solver gives what it has.")
@click.option(
    "--method", type=click.Choice([one.value for one in Method]), help="Whose proposal; the better one if not said."
)
@click.option("--take", is_flag=True, help="Plan every visit that is proposed; else nothing changes.")
@answering
def propose(
    call: Call, months: tuple[Month, ...], groups: tuple[str, ...], method: str | None, take: bool, **options: int
) -> Answer:
    """Propose visits for months; with --take they are planned."""
    from chibo_desktop.services import plan_ground, plan_names, proposals
    from chibo_desktop.ui.plan_words import PlanWords

    made = replace(
        _USUAL,
        visits_a_month=options["visits"],
        together=options["together"],
        seed=options["seed"],
        seconds=options["seconds"],
    )
    with call.desk() as desk:
        only = [plan_names.group_named(desk, min(months), one).id for one in groups]
        found = proposals.propose(desk, months, only, made)
        chosen = _of_method(found, method)
        taken = proposals.take(desk, chosen, [one.id for one in chosen.visits]).value.visits if take else ()
        words = PlanWords(plan_ground.groups_in(desk, min(months)), {})
    data = {
        "months": list(found.months),
        "method": chosen.method,
        "solver_installed": found.is_solver_there,
        "greedy": plain(found.greedy.figures),
        "solver": None if found.solver is None else plain(found.solver.figures),
        "visits": [plain(one) for one in taken or chosen.visits],
        "taken": len(taken),
    }
    return Answer(data, _lines(found, chosen, words, len(taken) if take else None))


def _of_method(found: "Proposed", method: str | None) -> "Proposal":
    if method is None:
        return found.best
    if method == Method.GREEDY:
        return found.greedy
    if found.solver is None:
        raise Refusal("PLAN_SOLVER_MISSING")
    return found.solver


def _lines(found: "Proposed", chosen: "Proposal", words: "PlanWords", taken: int | None) -> tuple[str, ...]:
    from chibo_desktop.ui.proposal_words import figure_lines, method_note, why_words
    from chibo_desktop.ui.words import word

    both = [one for one in (found.greedy, found.solver) if one is not None]
    head = " " * _NAME + "".join(word(one.method).rjust(_VALUE) for one in both)
    table = [
        name.ljust(_NAME) + "".join(value.rjust(_VALUE) for value in values)
        for name, values in figure_lines([one.figures for one in both])
    ]
    visits = [f"{words.visit(one)}  ({why_words(one)})" for one in chosen.visits]
    end = "Chưa có gì được ghi vào kế hoạch." if taken is None else f"Đã nhận {padded(taken)} buổi vào kế hoạch."
    return (*visits, head, *table, method_note(found), end)


COMMANDS = ()
