"""Makes the pictures of the handbook from those of the screens: `python tests/ui/handbook_pictures.py FOLDER`.

`FOLDER` is where `sh installer/test.sh screens` has written them. The pictures are made smaller and their colours
fewer, so that the whole handbook weighs less than one photo.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from chibo_desktop.ui.handbook import FOLDER

WIDTH = 1080
COLOURS = 128
PICTURES = {
    "receive": "busy-office-receive",
    "organisations": "office-organisations",
    "machines": "office-machines-lost",
    "plan": "office-planned-month",
    "office-keys": "office-ceremony",
    "forwarding": "office-forward",
    "erasing": "office-erase",
    "importing": "office-import",
    "proof": "office-proof",
    "log": "office-audit",
    "forgotten": "group-forgotten",
}
"""Name of a picture in the handbook, and of the screen that it shows (in the light look)."""


def main(screens: Path) -> None:
    for name, screen in PICTURES.items():
        with Image.open(screens / f"{screen}-light.png") as picture:
            plain = picture.convert("RGB")
            small = plain.resize((WIDTH, WIDTH * plain.height // plain.width), Image.Resampling.LANCZOS)
            target = FOLDER / "pictures" / f"{name}.png"
            small.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
            sys.stdout.write(f"{target.name}: {target.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
