"""Data files of the program, asked for by a name that may come from anywhere."""

from pathlib import Path


def read_named(folder: Path, name: str) -> bytes | None:
    """The file ``<name>.json`` of the folder, or nothing: only names that the folder lists are ever opened."""
    listed = {path.stem: path for path in folder.glob("*.json")}
    return listed[name].read_bytes() if name in listed else None
