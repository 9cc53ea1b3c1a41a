#!/bin/sh
# Remakes the three lock files from pyproject.toml, for Linux and Windows alike:
#   sh installer/lock.sh              keeps the versions that still fit
#   sh installer/lock.sh --upgrade    takes the newest versions that fit (other words go to uv as well)
# A lock names versions and hashes only, never the address of an index: where packages come from is each machine's own
# setting.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd -- "$root"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    echo "uv is not on the PATH: taking it into a throw-away environment." >&2
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv=$scratch/venv/bin/uv
fi

# compile LOCK WORD... : pyproject.toml and the words -> installer/LOCK
compile() {
    lock=installer/$1
    shift
    "$uv" pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --only-binary :all: \
        --custom-compile-command "sh installer/lock.sh" --output-file "$lock" "$@"
    echo "$lock: $(grep -c '^[a-z0-9]' "$lock") packages" >&2
}

compile requirements.lock "$@"
compile requirements-solver.lock --extra solver --constraint installer/requirements.lock "$@"
compile requirements-test.lock --group test --extra solver --constraint installer/requirements-solver.lock "$@"
