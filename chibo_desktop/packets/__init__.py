"""Keys and bytes on the wire: envelopes, entries, packets, trust documents, receipts, and the way onto a stick.

The law of this room: bytes from outside pass one door (``intake``), are bounded before they are read, verified before
they are parsed, and kept verbatim afterwards; a signature is never checked over bytes that were written anew. Clock
and randomness come in as parameters. Nothing here knows a table or a window. ``FORMAT.md`` is the specification.
"""
