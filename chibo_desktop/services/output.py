"""Files that a person asked for: minutes, cards, requests, answers."""

from pathlib import Path

from chibo_desktop.storage.files import write_file


def write_output_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, replacing one of that name. Raises ``Fault`` of the disk."""
    write_file(path, data)
