#!/bin/sh
# Sets up like run.sh, with the tools of the tests, and then:
#   sh installer/test.sh            lint, format, types, import contracts, dead code, dependencies, all but long tests
#   sh installer/test.sh soak       the long runs
#   sh installer/test.sh bench      the benchmarks at full size
#   sh installer/test.sh screens    a picture of every page
#   sh installer/test.sh WORD...    pytest with these words, nothing else
# Ends with pytest's exit code; when pytest passes and a check before it failed, with 1.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=installer/setup.sh
. "$root/installer/setup.sh"

set_up test
stop_without_qt
cd -- "$root"
export QT_QPA_PLATFORM=offscreen PYRIGHT_PYTHON_IGNORE_WARNINGS=1
failed=''

# check NAME WORD... : runs the words in .venv's Python and prints how long they took; a failure is remembered
check() {
    name=$1
    shift
    started=$(date +%s)
    say "== $name"
    "$venv/bin/python" "$@" </dev/null || failed="$failed${failed:+, }$name"
    say "== $name: $(($(date +%s) - started)) s"
}

run_tests() { exec "$venv/bin/python" -m pytest "$@" </dev/null; }

case "${1:-}" in
    '') ;;
    soak) shift && run_tests -m soak "$@" ;;
    bench) shift && CHIBO_BENCH_FULL=1 && export CHIBO_BENCH_FULL && run_tests -m bench "$@" ;;
    screens) shift && run_tests -m screens "$@" ;;
    *) run_tests "$@" ;;
esac

check lint -m ruff check .
check format -m ruff format --check .
check types -m pyright
check imports -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
check 'dead code' -m vulture
check dependencies -m deptry .

[ -z "$failed" ] || say "== not passed: $failed"
say '== tests'
outcome=0
"$venv/bin/python" -m pytest -n 2 --benchmark-disable -m 'not soak' </dev/null || outcome=$?
if [ "$outcome" -eq 0 ] && [ -n "$failed" ]; then outcome=1; fi
exit "$outcome"
