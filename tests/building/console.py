"""The command line, in this process for speed or as a process of its own where that is the point."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from chibo_desktop.app import cli

ROOT = Path(__file__).parents[2]
PASSPHRASE = "mat khau dai lam"
ENVIRONMENT = {"CHIBO_PASSPHRASE": PASSPHRASE, "CHIBO_TEST_KDF": "fast", "QT_QPA_PLATFORM": "offscreen"}


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        (line,) = self.out.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    @property
    def code(self) -> str:
        """Why it was refused."""
        return self.json["refused"]["code"]


def chibo(*words: str | Path, stdin: bytes = b"", **environment: str) -> Answer:
    """Run a command in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    typed = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with (
        mock.patch.dict(os.environ, ENVIRONMENT | environment),
        mock.patch.object(sys, "stdin", typed),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main([str(word) for word in words])
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    return Answer(status, text_of(out), text_of(err))


def text_of(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def process(words: Sequence[str | Path | bytes], *, stdin: bytes = b"", **environment: str) -> Answer:
    """Run a command as people do."""
    ended = subprocess.run(
        [sys.executable, "-m", "chibo_desktop", *words],
        input=stdin,
        capture_output=True,
        env={**os.environ, **ENVIRONMENT, **environment},
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    return Answer(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))
