# shellcheck shell=sh disable=SC2154
# What run.sh and test.sh have in common: system packages by apt-get, then .venv from a lock file with hashes.
# Sourced, with `root` set to the project's folder. When everything is there it compares two stamps and says nothing.
# Whatever it does say goes to standard error: standard output belongs to the program.

venv=$root/.venv

# Every library that Qt's windows, printing and network parts name themselves (readelf -d), as Debian and Ubuntu package
# it; "new|old" where the name differs between releases. Then two faces with all Vietnamese letters, for the minutes.
run_packages='libegl1 libgl1 libfontconfig1 libglib2.0-0t64|libglib2.0-0 libdbus-1-3 libgssapi-krb5-2 libbrotli1
    libcups2t64|libcups2 libxkbcommon0 libxkbcommon-x11-0 libwayland-client0 libwayland-cursor0 libwayland-egl1
    libx11-6 libx11-xcb1 libxcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
    fonts-liberation2|fonts-liberation fonts-croscore'
# Programs that the tests hold against our own reading and writing (age, gunzip, openssl, pdftotext); a screen, a hand.
test_packages='age gzip openssl poppler-utils xauth xdotool xvfb'

say() { printf '%s\n' "$*" >&2; }

# set_up run|test: who once asked for the solver (CHIBO_SOLVER=1), which proposes better plans, keeps it
set_up() {
    kind=$1
    if [ "$kind" = run ] && { [ -n "${CHIBO_SOLVER:-}" ] || [ -e "$venv/.python-solver" ]; }; then kind=solver; fi
    key=$(stamp_key)
    lacking=''
    if is_stamped system && is_stamped python; then return; fi
    is_stamped system || set_up_system
    set_up_python
    [ -n "$lacking" ] || put_stamp system
}

# stop_without_qt: a window cannot open while a library of Qt is lacking; the command line can work without
stop_without_qt() {
    case " $lacking" in
        *' lib'*) say 'Stopped: Qt cannot open a window before these packages are installed.'; exit 1 ;;
    esac
}

# ---- stamps: one line in .venv for each half of the work and each kind ----

stamp_key() {
    cat -- "$root/installer/setup.sh" "$root/installer/requirements.lock" "$root/installer/requirements-solver.lock" \
        "$root/installer/requirements-test.lock" | sha256sum | cut -c 1-64 | tr -d '\n'
    printf ' %s\n' "$(readlink -f -- "$venv/bin/python" || :)"
}

is_stamped() {
    [ -x "$venv/bin/python" ] || return 1
    stamp=''
    { read -r stamp <"$venv/.$1-$kind"; } 2>/dev/null || return 1
    [ "$stamp" = "$key" ]
}

# put_stamp system|python: what serves the tests or the solver serves the program as well
put_stamp() {
    key=$(stamp_key)
    printf '%s\n' "$key" >"$venv/.$1-$kind"
    [ "$kind" = run ] || printf '%s\n' "$key" >"$venv/.$1-run"
}

# ---- system packages ----

set_up_system() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say 'This is neither Debian nor Ubuntu, so nothing is installed outside this folder. What is needed, by the'
        say "names that Debian uses: python3 (3.11 or later, with venv) $(wanted_packages | tr '\n' ' ')"
        return
    fi
    lacking=$(lacking_packages)
    if [ -n "$lacking" ] && rights=$(find_rights); then
        say 'Reading the lists of packages (apt-get update).'
        as_root apt-get update -qq || say 'The lists could not be renewed; going on with those at hand.'
        lacking=$(lacking_packages)
        say "Installing system packages (apt-get install), which can take some minutes: $lacking"
        # shellcheck disable=SC2086 # a list of names
        as_root apt-get install -y -qq --no-install-recommends \
            -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 $lacking ||
            say 'apt-get did not succeed.'
        lacking=$(lacking_packages)
    fi
    if [ -n "$lacking" ]; then
        say 'System packages are still lacking. An administrator of this machine can install them with:'
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $lacking"
    fi
}

as_root() {
    # shellcheck disable=SC2086 # either nothing or "sudo -n"
    $rights env DEBIAN_FRONTEND=noninteractive "$@" </dev/null >/dev/null
}

find_rights() {
    if [ "$(id -u)" -eq 0 ]; then
        echo
    else
        command -v sudo >/dev/null && sudo -n true 2>/dev/null && echo 'sudo -n'
    fi
}

wanted_packages() {
    wanted=$run_packages
    [ "$kind" != test ] || wanted="$wanted $test_packages"
    # shellcheck disable=SC2086 # a list of names
    printf '%s\n' $wanted
}

# lacking_packages: the names to give to apt-get, in one line; empty when all is there
lacking_packages() {
    # shellcheck disable=SC2046 # a list of names
    present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $(wanted_packages | tr '|' ' ') 2>/dev/null |
        sed -n 's/^installed //p' | tr '\n' ' ')
    names=$(python_packages)
    for wanted in $(wanted_packages); do
        newer=${wanted%%|*} older=${wanted##*|}
        case " $present" in
            *" $newer "* | *" $older "*) ;;
            *) if is_offered "$newer"; then names="$names $newer"; else names="$names $older"; fi ;;
        esac
    done
    echo "${names# }"
}

is_offered() { apt-cache pkgnames "$1" 2>/dev/null | grep -qxF -- "$1"; }

# python_packages: what is lacking of Python itself
python_packages() {
    if python=$(find_python); then
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
        return
    fi
    for version in 3.13 3.12 3.11; do
        if is_offered "python$version"; then
            echo "python$version python$version-venv"
            return
        fi
    done
    echo 'python3.11 python3.11-venv'
}

# ---- Python and its packages ----

find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

set_up_python() {
    if ! python=$(find_python) || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say 'Stopped: this needs Python 3.11 or later with its modules venv and ensurepip.'
        exit 1
    fi
    # Two windows opened at the same moment must not build one folder at the same time.
    exec 9<"$root/installer/setup.sh"
    if command -v flock >/dev/null && ! flock -n 9; then
        say 'Waiting for another set-up of this folder to end.'
        flock 9
    fi
    key=$(stamp_key)
    is_stamped python || { make_venv && put_stamp python; } || exit 1
    exec 9<&-
}

# make_venv: an environment without a stamp is one that was interrupted half-way, and is made anew
make_venv() {
    lock=requirements.lock
    [ "$kind" = run ] || lock=requirements-$kind.lock
    if ! { ls "$venv"/.python-* && "$venv/bin/python" -m pip --version; } >/dev/null 2>&1; then
        say "Making .venv with $("$python" --version) ($python)."
        "$python" -m venv --clear "$venv" >&2 || { say "Stopped: .venv could not be made in $root"; return 1; }
    fi
    rm -f -- "$venv"/.python-* "$venv"/.system-*
    say "Installing Python packages into .venv: the $(grep -c '^[a-z0-9]' "$root/installer/$lock") of installer/$lock."
    progress=--quiet
    [ ! -t 2 ] || progress=--progress-bar=on
    if ! "$venv/bin/python" -m pip install "$progress" --disable-pip-version-check --no-input --no-compile \
        --require-hashes --no-deps --only-binary :all: -r "$root/installer/$lock" >&2; then
        say 'Stopped: the Python packages could not be installed. With a network at hand, start the same command again.'
        return 1
    fi
    # Some packages carry templates that are not valid Python; they are never imported.
    "$venv/bin/python" -m compileall -qq -j 0 "$venv/lib" "$root/chibo_desktop" >/dev/null 2>&1 || :
}
