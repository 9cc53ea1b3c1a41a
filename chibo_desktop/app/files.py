"""Files named on the command line: read with a limit, written whole or not at all, refused in a sentence."""

import sys
from pathlib import Path

from chibo_desktop.domain.outcomes import Fault

LONGEST_INPUT = 256 * 1024 * 1024


def read_file(path: Path) -> bytes:
    """The bytes of a file, or of stdin for ``-``. Raises ``Fault`` FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE."""
    if str(path) == "-":
        data = sys.stdin.buffer.read(LONGEST_INPUT + 1)
    else:
        try:
            with path.open("rb") as file:
                data = file.read(LONGEST_INPUT + 1)
        except FileNotFoundError as error:
            raise Fault("FILE_MISSING", file=str(path)) from error
        except OSError as error:
            raise Fault("FILE_UNREADABLE", file=str(path), why=error.strerror or "") from error
    if len(data) > LONGEST_INPUT:
        raise Fault("FILE_TOO_LARGE", file=str(path), limit=LONGEST_INPUT)
    return data


def require_folder(path: Path) -> None:
    """Raises ``Fault`` FOLDER_MISSING."""
    if not path.is_dir():
        raise Fault("FOLDER_MISSING", folder=str(path))


def write_output(path: Path, data: bytes) -> None:
    """Write a file that was asked for. Raises ``Fault`` FOLDER_MISSING, DISK_FULL, READ_ONLY ..."""
    from chibo_desktop.services.output import write_output_file

    require_folder(path.absolute().parent)
    write_output_file(path, data)
