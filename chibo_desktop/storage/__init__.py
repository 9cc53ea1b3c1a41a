"""The local store: one encrypted book per person, its key slots, sealed files and backups.

Law of the room: whatever needs SQL stands here and nothing else does. Values of the domain go in and come out; rows,
models and connections stay inside. Signed bytes are kept as they came and no step of the schema ever rewrites them.
Writing functions may be called inside ``Book.transaction`` (a service has one) or alone.
"""
