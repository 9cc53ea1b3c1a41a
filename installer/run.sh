#!/bin/sh
# Sets up what the program needs, then opens it:     sh installer/run.sh
# Words go to the command line of the program:       sh installer/run.sh demo OUT
# The first start on a machine takes some minutes and says what it installs; later starts find everything in place.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
# shellcheck source=installer/setup.sh
. "$root/installer/setup.sh"

set_up run
if [ $# -eq 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    place=$HOME
    [ -d "$place" ] && [ -w "$place" ] || place=${TMPDIR:-/tmp}
    folder=$(mktemp -d "$place/chibo-demo-XXXXXX")
    say "There is no display here, so no window can open. Running the demo instead, in $folder"
    set -- demo "$folder"
fi
[ $# -gt 0 ] || stop_without_qt
# -P keeps the folder the user stands in out of the search for modules.
PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH} exec "$venv/bin/python" -P -m chibo_desktop "$@"
