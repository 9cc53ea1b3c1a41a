"""The contract of `--json`: the members of each command's answer, as scripts may rely on them.

A member is a plain value, an object, or a list of objects. Adding one is allowed and changes this table; taking one
away or renaming it breaks the script of somebody.
"""

from collections.abc import Iterable
from typing import Any

ROW = (
    *("id", "cell", "superior", "cell_id", "category", "group", "group_id", "tier", "kind", "date", "month", "start"),
    *("present", "total", "opinions", "petitions", "state", "state_at", "state_by", "device", "author"),
    *("amendments", "conflicts", "meeting"),
)

PERSON = ["id", "name", "post"]
GROUP = ["id", "name", "tier", "leader", "members"]
STATES = ["draft", "finalised", "packed", "received", "merged", "returned", "withdrawn"]
GAP = ["device", "machine", "epoch", "first", "last"]
REFUSED = {"refused": {"code": None, "data": None, "sentence": None}}

Shape = dict[str, Any]
"""Members of an object: `None` for a plain value, a shape for an object, a list of one shape for a list of objects."""


def plain(names: Iterable[str] | str) -> Shape:
    return dict.fromkeys(names.split() if isinstance(names, str) else names)


FILE_REPORT: Shape = plain(
    "file result code data machine person group number packed_at bytes conflicts erased held receipt_code device"
) | {
    "entries": plain("new duplicate waiting quarantined"),
    "visits": [plain("id cell date change notes conflicts same_as")],
    "gaps": [plain(GAP)],
    "receipts": plain("office received merged returned missing"),
}

WRITTEN: Shape = {"files": [plain("path name number packet visits entries bytes answers statements")]}

MACHINE: Shape = plain(
    "device machine person post group until state last_packet_at entries missing others replaces late reason forked"
) | {"wish": plain("machine person others new")}

TRUST: dict[str, Shape] = {
    "enrol list": {"machines": [MACHINE]},
    "enrol renew": plain("file device machine until"),
    "enrol rotate": plain("file key code"),
    "enrol person": plain(PERSON),
    "enrol work-as": plain(PERSON),
    "restore --yes": plain("home file made_at aside minutes entries"),
    "backup": plain("path made_at bytes"),
    "backup list": {"due": None, "backups": [plain("path made_at bytes")]},
    "backup check": plain("file sound"),
    "backup aside list": {"books": [plain("name path set_aside_at bytes minutes drafts entries taken_at")]},
    "backup aside take-back": plain("name entries minutes drafts doubled_drafts refused unreadable"),
    "restore": plain("home recovery_code machine former person"),
    "revoke": plain("device machine version set_aside") | {"kept": [plain("epoch seq entries last_at")]},
}
"""Commands about certificates that go on, machines that are lost, and copies of the book."""

CONTRACT: dict[str, Shape] = {
    "init": plain("home recovery_code role device machine office office_name working former")
    | {"person": plain(PERSON), "group": plain(GROUP), "others": [plain(PERSON)]},
    "office card": plain("file office code weak"),
    "enrol request": plain("file office code compared text"),
    "enrol grant": plain("file device machine until"),
    "enrol accept": plain("office machine until"),
    "visit record": {"ids": None, "visits": [plain(ROW)]},
    "visit list": {"count": None, "visits": [plain(ROW)]},
    "visit show": plain("id state visit absent erased")
    | {
        "row": plain(ROW),
        "conflicts": [plain("path standing is_asked") | {"candidates": [plain("entry device value")]}],
        "history": [
            plain("entry kind at is_clock_sound machine reason absent") | {"choice": plain("path rows value is_asked")}
        ],
        "above": [plain("office name at")],
    },
    "visit finalise": plain(ROW),
    "visit amend": plain(ROW),
    "visit withdraw": plain(ROW),
    "minutes": {"file": None, "pages": None, "checks": [plain("code is_good data")]},
    "export": WRITTEN,
    "export --receipts": WRITTEN,
    "merge": {"dry_run": None, "files": [FILE_REPORT]},
    "merge --dry-run": {"dry_run": None, "files": [FILE_REPORT]},
    "merge receipts": {"dry_run": None, "files": [FILE_REPORT]},
    "verify": plain(
        "file whole code data bytes hash machine person group enrolled number packet packed_at entries receipts "
        "documents receipt_code"
    ),
    "status": plain("role machine device office is_enrolled held conflicts asked doubtful")
    | {"visits": plain(STATES), "gaps": [plain(GAP)], "forks": [plain("device machine seq entries")]},
    "digest": plain("digest"),
    "search": {"hits": [{"visit": plain(ROW), "snippet": None, "marks": None}]},
    "doctor": {
        "sound": None,
        "versions": plain("step newest_step sqlite cipher page_size"),
        "checks": [plain("name checked problems")],
        "rebuilt": plain("visits drafts before digest"),
    },
    "demo": plain("folder office laptops packets minutes visits merged acknowledged"),
}


def breaches(shape: Shape, found: Any, at: str = "") -> list[str]:
    """Where an answer differs from its shape. A member that is null, or a list that is empty, keeps any shape."""
    if not isinstance(found, dict):
        return [f"{at} is no object"]
    wrong = [f"{at}.{name}" for name in set(shape) ^ set(found)]
    for name in set(shape) & set(found):
        inner, value = shape[name], found[name]
        if isinstance(inner, list):
            for place, element in enumerate(value):
                wrong += breaches(inner[0], element, f"{at}.{name}[{place}]")
        elif inner is not None and value is not None:
            wrong += breaches(inner, value, f"{at}.{name}")
    return wrong
