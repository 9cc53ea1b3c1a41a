"""``python -m chibo_desktop``: without words the window, with words the command line."""

import sys


def main() -> int:
    """Open what the words ask for. ``--home DIR`` alone still means the window."""
    from chibo_desktop.app import machine

    machine.serve_if_asked()
    words = sys.argv[1:]
    only_home = len(words) == 2 and words[0] == "--home"
    if not words or only_home:
        from chibo_desktop.app import window

        return window.main(words)
    from chibo_desktop.app import cli

    cli.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
