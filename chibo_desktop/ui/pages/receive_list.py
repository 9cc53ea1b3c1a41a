"""The side list of *Nhận gói tin*: new on the stick, set aside, only carried, merged today, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from chibo_desktop.domain.wording import padded
from chibo_desktop.services.arriving import FileReport
from chibo_desktop.services.receiving import Inbox
from chibo_desktop.ui.components.grouped_list import ListGroup
from chibo_desktop.ui.pages import aside_rows, receive_rows
from chibo_desktop.ui.speech import tr


def groups(files: Mapping[Path, FileReport | None], inbox: Inbox) -> list[ListGroup]:
    """Every group with its number; of what few offices have, only where there is something."""
    items = tuple(receive_rows.file_item(path, report) for path, report in files.items())
    late = tuple(aside_rows.item(one) for one in aside_rows.groups(inbox.aside))
    aside = (*(receive_rows.held_item(one) for one in inbox.held), *late)
    sealed = tuple(receive_rows.sealed_item(one) for one in inbox.sealed)
    done = tuple(receive_rows.merged_item(one) for one in inbox.merged_today)
    back = tuple(receive_rows.withdrawn_item(one) for one in inbox.withdrawn)
    return [
        ListGroup(tr("Mới trên USB (%1)", padded(len(items))), items),
        ListGroup(tr("Để riêng, cần xem (%1)", padded(len(aside))), aside),
        *([ListGroup(tr("Niêm phong, chuyển hộ (%1)", padded(len(sealed))), sealed)] if sealed else []),
        ListGroup(tr("Hôm nay đã hợp nhất (%1)", padded(len(done))), done),
        *([ListGroup(tr("Đã rút lại (%1)", padded(len(back))), back)] if back else []),
    ]
