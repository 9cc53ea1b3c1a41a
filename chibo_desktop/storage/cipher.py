"""The SQLite library with its cipher, as one typed door: the package itself carries no types."""

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

_library: Any = dbapi2

Error: type[Exception] = _library.Error
VERSION: str = _library.sqlite_version
VERSION_INFO: tuple[int, ...] = _library.sqlite_version_info


def connect(path: Path, passphrase: str) -> Any:
    """A bare connection for copies; ``passphrase`` is the cipher's own form of a raw key, ``x'..'``."""
    connection = _library.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    escaped = passphrase.replace("'", "''")
    connection.execute(f"PRAGMA key = '{escaped}'")
    return connection
