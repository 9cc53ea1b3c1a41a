"""The tables of the book.

Integer row ids inside, random ids as unique columns: random text as a clustered key made merging 3.5 times slower.
Instants are integer microseconds since 1970 UTC, dates are ISO text, whole values are JSON. Models stand unbound;
queries name the database that they run on, so that several books can be open at once.
"""

from typing import Any

from peewee import SQL, BlobField, BooleanField, ForeignKeyField, IntegerField, Model, TextField


class Table(Model):
    """What all tables share: an integer row id, and no database of their own."""

    id: Any
    """Row id, declared by peewee itself."""

    class Meta:
        database = None
        legacy_table_names = False


class Fact(Table):
    """One thing that the book knows about itself, by name."""

    name = TextField(unique=True)
    value = TextField()


class Chain(Table):
    """The log of one device in one epoch; entries refer to it by number to keep their index small."""

    device = TextField()
    epoch = TextField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("device", "epoch"), True),)


class LogEntry(Table):
    """A signed entry: the verbatim envelope, and of its head what is asked for by query."""

    entry = TextField(unique=True)
    chain = ForeignKeyField(Chain, column_name="chain", index=False)
    seq = IntegerField()
    kind = TextField()
    subject = TextField(index=True)
    prev = TextField(null=True)
    author = TextField()
    wall = IntegerField()
    clock_ok = BooleanField()
    v = IntegerField()
    min_reader = IntegerField()
    based_on = TextField()
    blobs = TextField(null=True)
    signer = TextField()
    packet = TextField(null=True)
    added_at = IntegerField()
    envelope = BlobField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("chain", "seq"), False),)


LogEntry.add_index(
    LogEntry.index(LogEntry.kind, name="log_entry_kind", where=SQL("kind <> 'visit.recorded'"))
)  # whoever asks by kind says the same condition: nearly every entry is a record, and no merge pays for finding others


class EntryPart(Table):
    """A part bound by an entry. ``salt`` and ``text`` are null where it is withheld or erased."""

    entry = ForeignKeyField(LogEntry, column_name="entry")
    name = TextField()
    part_class = TextField()
    hash = TextField()
    salt = BlobField(null=True)
    absent = TextField(null=True)
    text = TextField(null=True)


class Aside(Table):
    """A reason why an entry is kept and does not count; it may have several."""

    entry = ForeignKeyField(LogEntry, column_name="entry", index=False)
    reason = TextField()
    at = IntegerField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("entry", "reason"), True),)


class Carried(Table):
    """A packet, beside the first one, that brought an entry."""

    entry = ForeignKeyField(LogEntry, column_name="entry")
    packet = TextField(index=True)


class Released(Table):
    """An entry of a revoked key that counts all the same, and an entry that says so. It need not have arrived.

    Several may say so, and not each of them may.
    """

    entry = TextField()
    act = TextField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("entry", "act"), True),)


class Erasure(Table):
    """A part, by the id of its entry, whose text is never kept again, and the ``part.erased`` that says so."""

    entry = TextField(index=True)
    part = TextField()
    by = TextField(index=True)


class Delivery(Table):
    """How far an entry of this machine has come. ``id`` is the row id of the entry."""

    state = TextField()
    at = IntegerField()
    by = TextField()


class Draft(Table):
    """A visit that is being written, as JSON, and the place on screen where writing goes on."""

    visit = TextField(unique=True)
    content = BlobField()
    place = TextField()
    saved_at = IntegerField()


class VisitLine(Table):
    """A line of the register: the columns of ``domain.register.VisitRow`` by their names, and the cell folded."""

    visit = TextField(unique=True)
    cell = TextField()
    superior = TextField()
    cell_id = TextField(null=True)
    category = TextField(null=True)
    group = TextField()
    group_id = TextField(null=True)
    tier = TextField(null=True)
    kind = TextField()
    date = TextField(null=True)
    month = TextField()
    start = TextField(null=True)
    present = IntegerField(null=True)
    total = IntegerField(null=True)
    opinions = IntegerField()
    petitions = IntegerField()
    state = TextField()
    state_at = IntegerField()
    state_by = TextField()
    device = TextField(null=True)
    author = TextField(null=True)
    amendments = IntegerField()
    conflicts = IntegerField()
    cell_folded = TextField(index=True)

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("date", "state"), False),)


class Unindexed(Table):
    """A visit whose words are not yet in the search index, by the id of its line."""


class IndexedWord(Table):
    """A folded word that stands somewhere in the search index."""

    word = TextField(unique=True)


class ConflictLine(Table):
    """A leaf of a visit that has more than one standing value."""

    visit = TextField(index=True)
    path = TextField()
    values = TextField()
    asked = BooleanField()


class LinkLine(Table):
    """What persons said about two visits, the smaller id first: ``merging.links.Verdict``."""

    one = TextField()
    other = TextField()
    verdict = TextField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("one", "other"), True),)


class CountedLine(Table):
    """A visit that is recorded more than once: ``meeting`` is the one of these visits that counts."""

    visit = TextField(unique=True)
    meeting = TextField(index=True)


class Outgoing(Table):
    """A packet that this machine has written. ``id`` is its number."""

    packet = TextField(index=True)
    file_name = TextField()
    file_hash = TextField()
    ack_secret = BlobField()
    made_at = IntegerField()
    entries = TextField()
    size = IntegerField()
    audience = TextField()


class Incoming(Table):
    """A packet file that was read here and what came of it."""

    packet = TextField()
    file_hash = TextField(unique=True)
    file_name = TextField()
    device = TextField()
    epoch = TextField()
    created = IntegerField()
    received_at = IntegerField(index=True)
    counts = TextField()
    withdrawn_at = IntegerField(null=True)


class Held(Table):
    """Something that could not be merged, kept with its bytes and the reason."""

    file_hash = TextField(index=True)
    file_name = TextField()
    code = TextField()
    details = TextField()
    arrived_at = IntegerField()
    number = IntegerField(null=True)
    device = TextField(null=True)
    item = TextField(null=True)
    released_at = IntegerField(null=True)
    released_how = TextField(null=True)
    data = BlobField()


Held.add_index(
    Held.index(Held.code, name="held_waiting", where=SQL("item IS NULL AND released_at IS NULL"))
)  # whole files that wait: after papers came they alone are looked at


class Relayed(Table):
    """A packet for another office, kept byte for byte to be carried on. ``place``: the stick or folder it came from."""

    file_hash = TextField(unique=True)
    file_name = TextField()
    size = IntegerField()
    place = TextField()
    arrived_at = IntegerField()
    forwarded_at = IntegerField(null=True)
    forwarded_to = TextField(null=True)
    acknowledged_at = IntegerField(null=True)
    acknowledged_by = TextField(null=True)
    opened_at = IntegerField(null=True)
    data = BlobField()


class TrustDocument(Table):
    """A signed document of trust, verbatim. ``office``: whose it is where that is not the office of this machine."""

    kind = TextField()
    document = TextField()
    version = IntegerField()
    envelope = BlobField()
    added_at = IntegerField()
    office = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("kind", "document", "version"), False),)


class Blob(Table):
    """An attachment by its hash."""

    hash = TextField(unique=True)
    type = TextField()
    data = BlobField()


class Activity(Table):
    """What happened on this machine, as code and data; never words of people."""

    at = IntegerField(index=True)
    code = TextField()
    data = TextField()


class Known(Table):
    """A person, group, organisation, decision or roster of the directory, as JSON."""

    kind = TextField()
    thing = TextField()
    content = TextField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("kind", "thing"), True),)


class Cell(Table):
    """A cell as it was last named in a visit or in the register of organisations."""

    key = TextField(unique=True)
    folded = TextField()
    content = TextField()
    used_at = IntegerField(index=True)


class PlannedLine(Table):
    """A planned visit as JSON, as it is being worked at; ``published``: as its group knows it, with its answer.

    ``cell``: its key; ``date``: the day on which it is to take place, after it was postponed the new one.
    """

    planned = TextField(unique=True)
    group = TextField()
    cell = TextField(null=True, index=True)
    month = TextField()
    date = TextField(null=True, index=True)
    state = TextField()
    content = TextField()
    published = TextField(null=True)

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("month", "group"), False),)


class StatementLine(Table):
    """An opinion, petition or guidance of a visit, by the id of its line, without its words.

    ``news``: somebody said something after its end without knowing of it.
    """

    visit = IntegerField(index=True)
    item = TextField()
    place = IntegerField()
    kind = TextField()
    addressee = TextField(null=True)
    deadline = TextField(null=True)
    state = TextField()
    since = TextField(null=True)
    due = TextField(null=True)
    reported_back = TextField(null=True)
    news = BooleanField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("state", "due"), False),)


class FindingLine(Table):
    """What a visit found of an earlier statement: ``<visit id>/<item id>``."""

    visit = IntegerField(index=True)
    statement = TextField(index=True)
    result = TextField()


class Unlisted(Table):
    """A visit whose statements are not yet listed, by the id of its line."""


class StoredReport(Table):
    """A report as it was made: ``content`` is all of its figures and words, ``held`` what the logs held by then."""

    report = TextField(unique=True)
    kind = TextField()
    first = TextField()
    last = TextField(index=True)
    unit = TextField(null=True)
    group = TextField(null=True)
    as_of = TextField()
    made_at = IntegerField()
    made_by = TextField()
    visits = IntegerField()
    content = TextField()
    held = TextField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        table_name = "report"


class ReportText(Table):
    """What an office writes beside the figures of a period: strengths, limits, causes, orientation."""

    period = TextField()
    part = TextField()
    text = TextField()
    changed_at = IntegerField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride] - peewee merges it with the parent's
        indexes = ((("period", "part"), True),)


TABLES: tuple[type[Table], ...] = (
    Fact, Chain, LogEntry, EntryPart, Aside, Carried, Released, Erasure, Delivery, Draft, VisitLine,
    ConflictLine, LinkLine, CountedLine, Unindexed, IndexedWord, Outgoing, Incoming, Held, Relayed, TrustDocument, Blob,
    Activity, Known, Cell, PlannedLine, StatementLine, FindingLine, Unlisted, StoredReport,
    ReportText,
)  # fmt: skip
