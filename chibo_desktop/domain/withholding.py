"""Where words and names of a visit would stand that were left out on the way here."""

from collections.abc import Collection

from chibo_desktop.domain.entries import PartClass
from chibo_desktop.domain.fields import leaves, part_of
from chibo_desktop.domain.visits import Visit

_TOLD = frozenset(
    {
        "chair.name",
        "secretary.name",
        "visitors/name",
        "attendance.roster/name",
        "attendance.guests/name",
        "agenda/title",
        "agenda/presenter",
        "opinions/speaker",
        "opinions/text",
        "guidance/by",
        "guidance/text",
        "tasks/task",
        "tasks/who",
        "votes/item",
        "closing.conclusion",
    }
)
"""Leaves that minutes nearly always fill; of others nobody could say whether anything had been there."""


def left_out(visit: Visit, parts: Collection[PartClass]) -> tuple[str, ...]:
    """The empty leaves of these classes at which a reader expects something, rows without their ids in `_TOLD`.

    A speaker who did not want to be named is no name that was left out.
    """
    if not parts:
        return ()
    found = leaves(visit)
    return tuple(
        path
        for path, value in found.items()
        if value == "" and _kind_of(path) in _TOLD and part_of(path) in parts and not _is_unnamed(path, found)
    )


def _kind_of(path: str) -> str:
    """The leaf with the id of its row left out: ``opinions/abcd2345/text`` as ``opinions/text``."""
    first, *rest = path.split("/")
    return "/".join((first, *rest[1::2])) if rest else first


def _is_unnamed(path: str, found: dict[str, object]) -> bool:
    return path.endswith("/speaker") and found.get(f"{path.removesuffix('speaker')}speaker_withheld") is True
