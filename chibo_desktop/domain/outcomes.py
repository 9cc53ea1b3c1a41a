"""How work ends: done with an outcome, refused for a reason, or stopped by a fault of the environment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

Datum = str | int


class Refusal(Exception):
    """An expected "no": a code and its data. The sentence for people is chosen by whoever shows it.

    >>> Refusal("VISIT_UNKNOWN", visit="ab").data
    {'visit': 'ab'}
    """

    def __init__(self, code: str, **data: Datum) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        words = ", ".join(f"{name}={value}" for name, value in self.data.items())
        return f"{self.code} ({words})" if words else self.code


class Fault(Exception):
    """The environment failed: disk full, stick pulled out, file unreadable. Same shape as a refusal, other cure."""

    def __init__(self, code: str, **data: Datum) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        words = ", ".join(f"{name}={value}" for name, value in self.data.items())
        return f"{self.code} ({words})" if words else self.code


class Cancelled(Exception):
    """The person asked to stop; whatever was begun has been undone."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a service touched, as ``(kind, id)`` pairs; ``id`` is ``"*"`` when many things of a kind changed."""

    touched: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, *touched: tuple[str, str]) -> "Changes":
        return cls(frozenset(touched))

    def concern(self, kinds: Iterable[str]) -> bool:
        wanted = frozenset(kinds)
        return any(kind in wanted for kind, _ in self.touched)

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.touched | other.touched)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The value of a use case that was carried out, and what it changed."""

    value: T
    changes: Changes = Changes()
