"""What may be different in the next profile of an office, and how two profiles differ."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from msgspec import UNSET, UnsetType

from chibo_desktop.domain.outcomes import Datum, Refusal
from chibo_desktop.domain.text import clean_name
from chibo_desktop.packets import age
from chibo_desktop.packets.keys import PublicKey
from chibo_desktop.packets.trust_documents import KeyLabel, Party, Policy, Profile, Reader, Upstream
from chibo_desktop.packets.wire_types import time_text

MOST_ROOT_KEYS = 5
MOST_READERS = 6
MOST_RECOVERY = 4
LONGEST_LABEL = 80
DAILY = "daily"
"""Label of the reader on the office's own machine."""
RECOVERY = "recovery"
"""Label of the recovery key that an office begins with, on its machine."""


@dataclass(frozen=True, slots=True)
class RootKey:
    """A root key as a profile names it: the public key, and what people call it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Root:
    """The root of the next profile: its keys, and how many of them must sign."""

    keys: tuple[RootKey, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be different; ``None``, false and empty leave things as they are.

    ``upstream``: one office, or an empty tuple for none. ``drop_readers`` are recipients or labels.
    """

    name: str | None = None
    root: Root | None = None
    rotate_issuer: bool = False
    rotate_revoker: bool = False
    rotate_reader: bool = False
    void_issuer: bool = False
    """The issuer until now is in other hands: it is replaced, and what it signed is believed no more."""
    void_revoker: bool = False
    recovery: tuple[Reader, ...] | None = None
    add_readers: tuple[Reader, ...] = ()
    drop_readers: tuple[str, ...] = ()
    upstream: tuple[Upstream, ...] | None = None
    withhold: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Fresh:
    """Public halves of keys that were made for a change: public keys of issuer and revoker, recipient of the reader."""

    issuer: str | None = None
    revoker: str | None = None
    reader: str | None = None


class Matter(StrEnum):
    """What two profiles differ in."""

    NAME = "name"
    ROOT_KEY_ADDED = "root_key_added"
    ROOT_KEY_REMOVED = "root_key_removed"
    THRESHOLD = "threshold"
    ISSUER = "issuer"
    REVOKER = "revoker"
    VOID = "void"
    READER_ADDED = "reader_added"
    READER_REMOVED = "reader_removed"
    READER_REPLACED = "reader_replaced"
    RECOVERY_ADDED = "recovery_added"
    RECOVERY_REMOVED = "recovery_removed"
    RECOVERY_REPLACED = "recovery_replaced"
    UPSTREAM = "upstream"
    WITHHOLD = "withhold"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changes, with the words or figures that it changes to."""

    matter: Matter
    data: dict[str, Datum]


def with_reader(change: Change, reader: tuple[str, str]) -> Change:
    """A change with one more daily reader (label, recipient); with two empty texts it stays as it is.

    Raises ``Refusal`` READER_INVALID, LABEL_MISSING.
    """
    label, recipient = reader
    if not label and not recipient:
        return change
    if not age.is_recipient(recipient):
        raise Refusal("READER_INVALID")
    return replace(change, add_readers=(*change.add_readers, Reader(label_of(label), recipient)))


def next_profile(profile: Profile, change: Change, fresh: Fresh, now: dt.datetime) -> Profile:
    """The profile after ``profile``.

    Raises ``Refusal`` ROOT_COUNT, THRESHOLD_WRONG, LABEL_MISSING, NAME_MISSING, NAME_LONG, READER_UNKNOWN,
    READERS_COUNT, RECOVERY_COUNT, CHANGE_EMPTY.
    """
    root = profile.roles.root if change.root is None else _party(change.root)
    issuer, revoker = _role(profile.roles.issuer, fresh.issuer), _role(profile.roles.revoker, fresh.revoker)
    known = {PublicKey.of_text(one).id: one for one in profile.keys}
    coming = (*(one.key for one in (change.root.keys if change.root else ())), fresh.issuer, fresh.revoker)
    known |= {PublicKey.of_text(one).id: one for one in coming if one}
    used = dict.fromkeys((*root.keys, *issuer.keys, *revoker.keys))
    after = replace(
        profile,
        name=_name(profile, change),
        version=profile.version + 1,
        keys=tuple(text for key, text in known.items() if key in used),
        roles=replace(profile.roles, root=root, issuer=issuer, revoker=revoker),
        readers=_readers(profile, change, fresh),
        recovery=_recovery(profile, change),
        upstream=profile.upstream if change.upstream is None else next(iter(change.upstream), None),
        policy=profile.policy if change.withhold is None else Policy(tuple(sorted(set(change.withhold)))),
        created=time_text(now),
        labels=_labels(profile, change, frozenset(used)),
        void=_void(profile, change),
    )
    if not differences(profile, after):
        raise Refusal("CHANGE_EMPTY")
    return after


def _party(root: Root) -> Party:
    keys = tuple(dict.fromkeys(PublicKey.of_text(one.key).id for one in root.keys))
    if not 1 <= len(keys) <= MOST_ROOT_KEYS or len(keys) != len(root.keys):
        raise Refusal("ROOT_COUNT", most=MOST_ROOT_KEYS)
    if not 1 <= root.threshold <= len(keys):
        raise Refusal("THRESHOLD_WRONG", threshold=root.threshold, keys=len(keys))
    return Party(keys, root.threshold)


def _role(party: Party, fresh: str | None) -> Party:
    return party if fresh is None else Party((PublicKey.of_text(fresh).id,))


def _name(profile: Profile, change: Change) -> str:
    if change.name is None:
        return profile.name
    return label_of(change.name, "NAME_MISSING")


def label_of(typed: str, missing: str = "LABEL_MISSING") -> str:
    """What somebody typed as a name or label, clean. Raises ``Refusal`` LABEL_MISSING, NAME_MISSING or NAME_LONG."""
    name = clean_name(typed)
    if not name:
        raise Refusal(missing)
    longest = LONGEST_LABEL if missing == "LABEL_MISSING" else 300
    if len(name) > longest:
        raise Refusal("NAME_LONG", longest=longest)
    return name


def _readers(profile: Profile, change: Change, fresh: Fresh) -> tuple[Reader, ...]:
    dropped = set(change.drop_readers)
    for one in dropped:
        if all(one not in {reader.label, reader.recipient} for reader in profile.readers):
            raise Refusal("READER_UNKNOWN", reader=one)
    kept = [one for one in profile.readers if not dropped & {one.label, one.recipient}]
    if fresh.reader is not None:
        kept = [Reader(DAILY, fresh.reader), *(one for one in kept if one.label != DAILY)]
    readers = (*kept, *(Reader(label_of(one.label), one.recipient) for one in change.add_readers))
    if not 1 <= len({one.recipient for one in readers}) == len(readers) <= MOST_READERS:
        raise Refusal("READERS_COUNT", most=MOST_READERS)
    return readers


def _recovery(profile: Profile, change: Change) -> tuple[Reader, ...]:
    if change.recovery is None:
        return profile.recovery
    if not 1 <= len({one.recipient for one in change.recovery}) == len(change.recovery) <= MOST_RECOVERY:
        raise Refusal("RECOVERY_COUNT", most=MOST_RECOVERY)
    return tuple(Reader(label_of(one.label), one.recipient) for one in change.recovery)


def _void(profile: Profile, change: Change) -> tuple[str, ...] | UnsetType:
    """Former keys that are disowned; they stay so in every later profile that has room for them."""
    keys = (profile.roles.issuer.keys if change.void_issuer else ()) + (
        profile.roles.revoker.keys if change.void_revoker else ()
    )
    return keys or UNSET


def _labels(profile: Profile, change: Change, used: frozenset[str]) -> tuple[KeyLabel, ...] | UnsetType:
    labels = dict(profile.label_of)
    labels |= {PublicKey.of_text(one.key).id: label_of(one.label) for one in (change.root.keys if change.root else ())}
    kept = tuple(KeyLabel(key, label) for key, label in labels.items() if key in used)
    return kept or UNSET


_READER_MATTERS = (Matter.READER_ADDED, Matter.READER_REMOVED, Matter.READER_REPLACED)
_RECOVERY_MATTERS = (Matter.RECOVERY_ADDED, Matter.RECOVERY_REMOVED, Matter.RECOVERY_REPLACED)


def _reader_differences(
    before: Sequence[Reader], after: Sequence[Reader], matters: tuple[Matter, Matter, Matter]
) -> list[Difference]:
    """Readers that come and go; one that comes under the label of one that goes takes its place."""
    came = [one.label for one in after if one not in before]
    went = [one.label for one in before if one not in after]
    both = [label for label in came if label in went]
    added, removed, replaced = matters
    told = [(replaced, label) for label in both]
    told += [(added, label) for label in came if label not in both]
    told += [(removed, label) for label in went if label not in both]
    return [Difference(matter, {"label": label}) for matter, label in told]


def differences(before: Profile, after: Profile) -> tuple[Difference, ...]:
    """What changes from one profile to the next, in the order in which people should read it."""
    found: list[Difference] = []

    def add(matter: Matter, **data: Datum) -> None:
        found.append(Difference(matter, data))

    if before.name != after.name:
        add(Matter.NAME, name=after.name)
    old, new = before.roles.root, after.roles.root
    for matter, keys, labels in (
        (Matter.ROOT_KEY_ADDED, [key for key in new.keys if key not in old.keys], after.label_of),
        (Matter.ROOT_KEY_REMOVED, [key for key in old.keys if key not in new.keys], before.label_of),
    ):
        for key in keys:
            add(matter, label=labels.get(key, key[:8]))
    if (old.threshold, len(old.keys)) != (new.threshold, len(new.keys)):
        add(Matter.THRESHOLD, threshold=new.threshold, keys=len(new.keys))
    if before.roles.issuer != after.roles.issuer:
        add(Matter.ISSUER)
    if before.roles.revoker != after.roles.revoker:
        add(Matter.REVOKER)
    if after.void:
        add(Matter.VOID, keys=len(after.void))
    found += _reader_differences(before.readers, after.readers, _READER_MATTERS)
    found += _reader_differences(before.recovery, after.recovery, _RECOVERY_MATTERS)
    if before.upstream != after.upstream:
        add(Matter.UPSTREAM, office=after.upstream.name if after.upstream else "")
    if before.policy != after.policy:
        add(Matter.WITHHOLD, classes=" ".join(after.policy.withhold))
    return tuple(found)
