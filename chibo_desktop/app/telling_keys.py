"""What the command line tells people about keys and profiles, in Vietnamese; scripts read the JSON instead."""

from collections.abc import Iterable

from chibo_desktop.domain.wording import padded, short_date
from chibo_desktop.packets.trust_documents import Profile
from chibo_desktop.services.office_keys import KeyRow, OfficeKeys
from chibo_desktop.services.profile_proposals import ProposalView, TallyView
from chibo_desktop.ui.key_words import ROLES, difference_sentence

NO_PROPOSAL = "Không có đề xuất nào đang chờ chữ ký."


def profile_lines(profile: Profile, digits: str) -> Iterable[str]:
    root = profile.roles.root
    yield f"{profile.name}, hồ sơ số {profile.version}"
    yield _strength(root.threshold, len(root.keys))
    yield digits_line(digits)
    yield from (f"  {ROLES['reader']}: {one.label}" for one in profile.readers)
    yield from (f"  {ROLES['recovery']}: {one.label}" for one in profile.recovery)
    if profile.upstream is not None:
        yield f"  Gửi lên: {profile.upstream.name}"


def _strength(threshold: int, keys: int) -> str:
    if threshold < 2:
        return "Mức bảo vệ: yếu, một khóa gốc thay đổi được tất cả."
    return f"Mức bảo vệ: cần {padded(threshold)} trong {padded(keys)} khóa gốc."


def digits_line(digits: str) -> str:
    return f"15 số của thẻ: {digits}"


def key_lines(found: OfficeKeys) -> Iterable[str]:
    yield f"{found.office}, hồ sơ số {found.version}"
    yield _strength(found.threshold, found.root_keys)
    yield from map(_key_line, found.rows)


def _key_line(row: KeyRow) -> str:
    place = "trên máy này" if row.here else "không ở máy này"
    return f"  {ROLES[row.role]} {row.name}  {row.label}  {place}, từ {short_date(row.since)}"


def proposal_lines(view: ProposalView) -> Iterable[str]:
    state = "đã thành hồ sơ" if view.applied else "đang chờ chữ ký"
    yield f"{view.office}, đề xuất hồ sơ số {view.version}: {state}"
    yield from (f"  {difference_sentence(one)}" for one in view.changes)
    if not view.applied:
        yield f"  Khóa gốc hiện nay: {_tally(view.old)}"
        yield f"  Khóa gốc mới: {_tally(view.new)}"


def _tally(tally: TallyView) -> str:
    signed = ", ".join(one.label or one.name for one in tally.signers if one.has_signed)
    count = f"{padded(tally.signed)}/{padded(tally.threshold)} chữ ký"
    return f"{count} ({signed})" if signed else count


def version_line(version: int) -> str:
    return f"Hồ sơ văn phòng nay là số {version}."


def dropped_line(version: int) -> str:
    return f"Đã bỏ đề xuất hồ sơ số {version}; hồ sơ đang dùng không đổi."
