"""What to say when a stick could not be written: full, locked, pulled out, not readable back, or anything else."""

from __future__ import annotations

from chibo_desktop.domain.outcomes import Fault, Refusal
from chibo_desktop.ui import quantities, sentences
from chibo_desktop.ui.components.banner import Banner
from chibo_desktop.ui.speech import tr

_MESSAGES = {"STICK_READ_ONLY": "M07", "STICK_GONE": "M08", "STICK_READBACK": "M09"}


def banner_of(failure: Refusal | Fault) -> Banner:
    """The banner for a failure of writing; its buttons are to try again and to take another stick."""
    if failure.code in _MESSAGES:
        return sentences.banner(_MESSAGES[failure.code])
    if failure.code == "STICK_FULL" and "needed" in failure.data:
        lacking = int(failure.data["needed"]) - int(failure.data["free"])
        return sentences.banner("M06", quantities.size(lacking))
    return Banner("error", *sentences.of_failure(failure), buttons=[tr("Thử lại"), tr("Chọn USB khác")])
