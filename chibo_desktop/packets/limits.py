"""Every limit of the format, in one file. Each is checked before the bytes that it bounds are parsed."""

KIB = 1024
MIB = 1024 * KIB

FORMAT_VERSION = 1
"""Version of the packet format and of entry payloads that this program writes and reads."""

FILE_BYTES = 64 * MIB
AGE_HEADER_BYTES = 8 * KIB
AGE_STANZAS = 16
INFLATED_BYTES = 256 * MIB
INFLATION_RATIO = 200
INFLATION_FLOOR = 1 * MIB
"""Below this much output the ratio is not asked: a short text of blanks inflates a thousandfold and hurts nobody."""
LINE_BYTES = 8 * MIB
ITEMS = 20_000
JSON_DEPTH = 12
JSON_INTEGER = 2**53 - 1
TEXT_CHARACTERS = 200_000
PART_CHARACTERS = 4 * MIB
"""A part holds many texts of at most ``TEXT_CHARACTERS``; with escapes it still fits into one line."""
PARTS = 64
"""Parts of one entry."""
BLOBS = 1_000
"""Attachments of one entry."""
SIGNATURES = 16
OTHERS = 15
"""People of a shared machine beside the one who answers for it."""
FORMER_GROUPS = 32
"""Ids of groups that a machine recorded for before."""
DOCUMENT_BYTES = 256 * KIB
DOCUMENT_FILE_BYTES = 1 * MIB
DOCUMENTS_IN_FILE = 64
CARRIED = 1_000
"""Sealed packets that one packet asks after."""
DOCUMENTS_IN_PACKET = 4_000
"""Documents of trust before the entries: a lower office sends the certificates of all its machines ahead."""

SPLIT_BYTES = 20 * MIB
"""Bytes of lines, before compression, after which export begins the next file."""
SPLIT_ENTRIES = 2_000
CHUNK_BYTES = 512 * KIB
"""Bytes of an attachment in one line; in base64 that stays below 1 MiB."""

SALT_BYTES = 16
ACK_SECRET_BYTES = 16
CERTIFICATE_DAYS = 400
FILE_NAME_CHARACTERS = 24

VOID_KEYS = 64
"""Former keys that a profile may disown."""
KEY_FILE_BYTES = 8 * KIB
UNLOCK_FILE_BYTES = 16 * KIB
KDF_PASSES = 64
KDF_MEMORY = 1024 * MIB
"""Passes and bytes of Argon2id beyond which a file is taken for damaged: opening it would stop the machine."""
