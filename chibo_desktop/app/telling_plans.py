"""What commands about plans answer: the JSON of visits and of what speaks against them, and lines for people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chibo_desktop.app.speaking import plain
from chibo_desktop.domain.plan_troubles import Trouble

if TYPE_CHECKING:
    from chibo_desktop.services.plan_lists import PlanLine
    from chibo_desktop.ui.plan_words import PlanWords


def line(found: "PlanLine") -> dict[str, Any]:
    """A planned visit as lists have it: ``state`` says what became of it."""
    return plain(found.visit) | {"state": found.state, "published": found.is_published, "changed": found.is_changed}


def troubles(found: Sequence[Trouble], words: "PlanWords") -> list[dict[str, Any]]:
    """What speaks against visits, with its sentence."""
    return [plain(one) | {"text": words.trouble(one)} for one in found]


def trouble_lines(found: Sequence[Trouble], words: "PlanWords") -> tuple[str, ...]:
    """The same for people; what was kept says why."""
    from chibo_desktop.ui.words import word

    return tuple(
        f"  ({word(one.kind)}) {words.trouble(one)}" + ("" if one.kept is None else f" Giữ: {one.kept}")
        for one in found
    )
