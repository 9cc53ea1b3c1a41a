"""Comparing versions of a thing: a pure function of the set of entries, whatever order they arrived in.

Law of the room: no database, no clock, no bytes. The order of writing is known from what each entry had seen
(``based_on``), never from a laptop's clock. A value that loses is kept until a person decides.
"""
