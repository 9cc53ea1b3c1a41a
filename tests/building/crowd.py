"""Everybody who might put a file on a clerk's stick, one after the other."""

import base64
import json
from collections.abc import Callable
from typing import Any

from chibo_desktop.domain.ids import RandomBytes
from chibo_desktop.packets import limits
from chibo_desktop.packets.envelope import PayloadType, sign
from chibo_desktop.packets.keys import SigningKey
from tests.building.hostile import Spoiler, bomb, bomb_of_lines, compact, header_flood
from tests.building.insider import Insider


class Forger:
    """Makes papers of an office without its keys: a card whose profile says something else."""

    def __init__(self, card: bytes, random_bytes: RandomBytes) -> None:
        (self.line,) = card.splitlines()
        self.key = SigningKey.generate(random_bytes)
        self.ways: tuple[Callable[[], bytes], ...] = (self.unsigned, self.signed_by_a_stranger, self.older, self.empty)

    def _payload(self, change: dict[str, Any]) -> bytes:
        held = json.loads(base64.b64decode(json.loads(self.line)["payload"]))
        return compact(held | change)

    def signed_by_a_stranger(self) -> bytes:
        """The right office, a profile of the forger's own making."""
        return sign(PayloadType.PROFILE, self._payload({"name": "Văn phòng khác"}), self.key) + b"\n"

    def unsigned(self) -> bytes:
        """Words changed under the old signature."""
        held = json.loads(self.line)
        return compact(held | {"payload": base64.b64encode(self._payload({"name": "Khác"})).decode()}) + b"\n"

    def older(self) -> bytes:
        """A chain that does not go on but back."""
        return self.line + b"\n" + self.line + b"\n"

    def empty(self) -> bytes:
        return sign(PayloadType.PROFILE, b"{}", self.key) + b"\n"


class Crowd:
    """Sends a file for each seed, the same in every run."""

    def __init__(self, spoiler: Spoiler, insider: Insider, forger: Forger) -> None:
        self._spoiler, self._insider = spoiler, insider
        recipient = spoiler.reader.recipient
        self._rare: tuple[Callable[[], bytes], ...] = (
            lambda: bomb(recipient),
            lambda: bomb(recipient, 4),
            lambda: bomb_of_lines(recipient),
            lambda: header_flood(10_000),
            lambda: spoiler.data + b"\0" * limits.FILE_BYTES,
            lambda: b"%PDF-1.7 no packet at all",
            lambda: b"",
            *forger.ways,
        )

    def __len__(self) -> int:
        return len(self._spoiler.ways) + len(self._insider.rules) + len(self._rare)

    def send(self, seed: int) -> bytes:
        """Each way of everybody comes in its turn; what costs most comes once in ten turns only."""
        turn, place = divmod(seed, len(self))
        if place < len(self._spoiler.ways):
            return self._spoiler.spoil(turn * len(self._spoiler.ways) + place)[1]
        place -= len(self._spoiler.ways)
        if place < len(self._insider.rules):
            return self._insider.break_rule(turn * len(self._insider.rules) + place)[1]
        place -= len(self._insider.rules)
        return self._rare[place]() if turn % 10 == 0 else self._rare[5]()
