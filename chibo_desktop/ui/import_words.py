"""Words of tables that offices fill in, and of what is wrong with one: window and command line say the same.

Heads and words are recognised without marks, case and signs; of several the first one is written into templates.
"""

from __future__ import annotations

from collections.abc import Mapping

from chibo_desktop.domain.imports import COLUMNS, REQUIRED, Head, Judged, Note, Table, Trouble, Verdict, Vocabulary
from chibo_desktop.domain.wording import padded
from chibo_desktop.services.group_imports import GroupReport
from chibo_desktop.services.importing import Report
from chibo_desktop.services.regimes import regimes
from chibo_desktop.services.tables import Cell, Column, Sheet
from chibo_desktop.ui import group_heads

GUIDE = "Hướng dẫn"
SHEETS: dict[Table, str] = {Table.ORGANISATIONS: "Tổ chức", Table.ROSTERS: "Đảng viên"}
HEADS: dict[Head, tuple[str, ...]] = {
    Head.CODE: ("Mã", "Mã tổ chức", "Mã số", "Mã tổ chức đảng"),
    Head.NAME: ("Tên tổ chức", "Tên tổ chức đảng", "Tổ chức", "Tổ chức đảng", "Tên đảng bộ, chi bộ"),
    Head.PARENT: ("Cấp trên trực tiếp", "Cấp trên", "Trực thuộc", "Thuộc", "Đảng bộ cấp trên", "Thuộc đảng bộ"),
    Head.PARENT_CODE: ("Mã cấp trên", "Mã cấp trên trực tiếp"),
    Head.LEVEL: ("Cấp",),
    Head.CATEGORY: ("Loại tổ chức", "Loại hình tổ chức", "Loại hình tổ chức đảng"),
    Head.TYPE: ("Loại hình", "Loại chi bộ", "Loại hình chi bộ"),
    Head.AREAS: ("Địa bàn", "Đặc điểm địa bàn", "Vùng"),
    Head.MEMBERS: ("Số đảng viên", "Tổng số đảng viên", "Đảng viên"),
    Head.KILOMETRES: ("Số km", "Khoảng cách (km)", "Km", "Số km tới cấp trên"),
    Head.CELL_CODE: ("Mã chi bộ",),
    Head.CELL: ("Chi bộ", "Tên chi bộ", "Sinh hoạt tại chi bộ"),
    Head.PERSON: ("Họ và tên", "Họ tên", "Họ và tên đảng viên", "Tên đảng viên"),
    Head.POST: ("Chức vụ", "Chức vụ đảng", "Chức vụ trong chi bộ"),
    Head.KIND: ("Loại đảng viên", "Đảng viên chính thức, dự bị", "Diện đảng viên"),
    Head.EXEMPT: ("Miễn sinh hoạt", "Được miễn sinh hoạt"),
}
_SHORT: dict[str, tuple[str, ...]] = {
    "grassroots_party": ("ĐBCS",),
    "grassroots": ("CBCS",),
    "subordinate": ("Chi bộ trực thuộc", "CBTT"),
    "village": ("Thôn", "Bản", "Xóm"),
    "official": ("CT",),
    "probationary": ("DB",),
}
"""What clerks write besides."""
_YES = ("có", "x", "true", "miễn", "1", "yes")
_NO = ("không", "false", "0", "no")
_EXAMPLES: dict[Head, str] = {
    Head.CODE: "06.002.009.001.000",
    Head.NAME: "Chi bộ thôn Phiêng An",
    Head.PARENT: "Đảng bộ xã Quang Thuận",
    Head.PARENT_CODE: "06.002.009.000.000",
    Head.LEVEL: "Chi bộ",
    Head.CATEGORY: "Chi bộ trực thuộc đảng ủy cơ sở",
    Head.TYPE: "Thôn, bản, xóm",
    Head.AREAS: "Vùng sâu, Khó khăn",
    Head.MEMBERS: "9",
    Head.KILOMETRES: "6",
    Head.CELL_CODE: "06.002.009.001.000",
    Head.CELL: "Chi bộ thôn Phiêng An",
    Head.PERSON: "Hoàng Thị Mẫu",
    Head.POST: "Bí thư",
    Head.KIND: "Chính thức",
    Head.EXEMPT: "x",
}
_WHAT: dict[Head, str] = {
    Head.CODE: "Mã ngoài, nếu có. Hai dòng không được cùng mã. Có mã thì máy nhận ra tổ chức theo mã.",
    Head.NAME: "Tên đầy đủ. Không có mã thì máy nhận ra tổ chức theo tên trong cùng cấp trên.",
    Head.PARENT: "Tên đúng như ở cột tên. Nhiều nơi cùng tên thì ghi thêm cấp trên nữa sau dấu gạch chéo: "
    "Đảng bộ xã A / Đảng bộ huyện B. Tổ chức cao nhất để trống.",
    Head.PARENT_CODE: "Thay cho tên cấp trên.",
    Head.LEVEL: "Chọn một từ trong danh sách bên dưới.",
    Head.CATEGORY: "Chọn một từ trong danh sách bên dưới.",
    Head.TYPE: "Của chi bộ: chọn một từ trong danh sách bên dưới.",
    Head.AREAS: "Một hoặc nhiều từ trong danh sách bên dưới, cách nhau bằng dấu phẩy.",
    Head.MEMBERS: "Số nguyên.",
    Head.KILOMETRES: "Số km đường đi từ trụ sở cấp trên, số nguyên.",
    Head.CELL_CODE: "Thay cho tên chi bộ.",
    Head.CELL: "Tên đúng như trong danh mục hoặc ở sheet Tổ chức.",
    Head.PERSON: "Mỗi đảng viên một dòng. Các dòng của một chi bộ là toàn bộ danh sách của chi bộ đó.",
    Head.POST: "Bí thư, phó bí thư, chi ủy viên… Đảng viên thường để trống.",
    Head.KIND: "Chính thức, dự bị hoặc sinh hoạt tạm thời. Để trống là chính thức.",
    Head.EXEMPT: "Đánh dấu x nếu được miễn sinh hoạt.",
}
VERDICTS: dict[Verdict, str] = {
    Verdict.NEW: "mới",
    Verdict.CHANGED: "thay đổi",
    Verdict.SAME: "như cũ",
    Verdict.REFUSED: "có lỗi cần sửa",
}

TROUBLES: dict[Trouble, tuple[str, str]] = {
    Trouble.NO_TABLE: (
        "Không thấy bảng nào có đầu cột nhận ra được.",
        "Dùng tệp mẫu, hoặc đặt một dòng đầu cột như trong tệp mẫu.",
    ),
    Trouble.SHEET_PASSED: (
        "Sheet này không có đầu cột nhận ra được nên không đọc.",
        "Nếu cần đọc, sửa đầu cột theo mẫu.",
    ),
    Trouble.MISSING_COLUMN: ("Thiếu cột “{head}”.", "Thêm cột đó, hoặc sửa tên đầu cột theo mẫu."),
    Trouble.COLUMN_TWICE: ("Hai cột cùng đầu cột.", "Bỏ bớt hoặc đổi tên một cột."),
    Trouble.COLUMN_PASSED: ("Cột này không đọc.", "Không cần làm gì, trừ khi đầu cột gõ sai."),
    Trouble.TOO_MANY_ROWS: ("Chỉ đọc tới dòng {rows}.", "Chia bảng thành nhiều tệp, xóa các dòng thừa ở cuối."),
    Trouble.MISSING: ("Ô bắt buộc còn trống: {head}.", "Điền ô đó, hoặc xóa cả dòng."),
    Trouble.MERGED: ("Ô nằm trong vùng gộp {area}.", "Bỏ gộp ô, ghi đủ từng dòng."),
    Trouble.FORMULA: ("Ô là công thức chưa có kết quả.", "Mở bằng Excel rồi lưu lại, hoặc dán giá trị thay công thức."),
    Trouble.ERROR_VALUE: ("Ô báo lỗi {value}.", "Sửa công thức hoặc gõ lại giá trị."),
    Trouble.OLD_LETTERS: ("Chữ gõ bằng bảng mã cũ (TCVN3): “{value}”.", "Chuyển tệp sang Unicode rồi nhập lại."),
    Trouble.MAYBE_OLD_LETTERS: (
        "Chữ có thể gõ bằng bảng mã cũ (VNI): “{value}”.",
        "Xem lại; nếu đúng, chuyển sang Unicode.",
    ),
    Trouble.CONTROLS: ("Ô có ký tự ẩn, đã bỏ khi đọc: “{value}”.", "Không cần làm gì."),
    Trouble.DECOMPOSED: ("Dấu gõ rời khỏi chữ, đã ghép lại: “{value}”.", "Không cần làm gì."),
    Trouble.TOO_LONG: ("Ô dài {length} ký tự, chỉ được {most}.", "Rút ngắn."),
    Trouble.DATE_FOR_NUMBER: (
        "Ô là ngày {value}, chỗ này cần số.",
        "Đổi định dạng ô sang số; ngày đó là số {number}.",
    ),
    Trouble.DATE_FOR_TEXT: ("Ô là ngày {value}, chỗ này cần chữ.", "Đổi định dạng ô sang chữ rồi gõ lại."),
    Trouble.NUMBER_AS_TEXT: ("Số ghi dưới dạng chữ: {value}. Đã hiểu là số.", "Không cần làm gì."),
    Trouble.CODE_AS_NUMBER: ("Mã ghi dưới dạng số: {value}. Số 0 ở đầu, nếu có, đã mất.", "Xem lại mã."),
    Trouble.NOT_A_NUMBER: ("“{value}” không phải số nguyên.", "Gõ lại bằng chữ số."),
    Trouble.NUMBER_TOO_LARGE: ("Số {value} lớn quá {most}.", "Gõ lại cho đúng."),
    Trouble.WORD_UNKNOWN: (
        "Không hiểu “{value}” ở cột {head}.",
        "Chọn từ trong danh sách ở sheet Hướng dẫn của tệp mẫu.",
    ),
    Trouble.CODE_TWICE: ("Mã {code} đã có ở dòng {row}.", "Mỗi tổ chức một mã: sửa một trong hai dòng."),
    Trouble.LINE_TWICE: ("“{name}” đã có ở dòng {row}, cùng cấp trên.", "Bỏ một dòng, hoặc cho mã khác nhau."),
    Trouble.PARENT_UNKNOWN: ("Không có cấp trên “{name}”.", "Ghi đúng tên hoặc mã, hoặc thêm dòng cho tổ chức đó."),
    Trouble.PARENT_AMBIGUOUS: (
        "Có {count} nơi tên “{name}”.",
        "Ghi mã, hoặc ghi cả cấp trên nữa: tên / cấp trên của nó.",
    ),
    Trouble.PARENT_BY_FOLD: ("Hiểu “{name}” là “{other}”.", "Nếu không phải, ghi đúng dấu."),
    Trouble.PARENT_CYCLE: ("“{name}” thành cấp trên của chính nó.", "Sửa cột cấp trên trên các dòng của vòng này."),
    Trouble.TOO_DEEP: (
        "“{name}” đứng dưới {most} cấp trở lên.",
        "Xem lại cột cấp trên.",
    ),
    Trouble.CELL_UNKNOWN: ("Không có chi bộ “{name}”.", "Ghi đúng tên, mã, hoặc nhập chi bộ đó trước."),
    Trouble.CELL_AMBIGUOUS: ("Có {count} chi bộ tên “{name}”.", "Ghi thêm cột Cấp trên trực tiếp, hoặc ghi mã chi bộ."),
    Trouble.ALIKE: (
        "“{name}” gần giống “{other}” trong cùng đơn vị.",
        "Nếu là một, sửa cho giống; nếu là hai, để nguyên.",
    ),
    Trouble.NAMESAKES: ("Có hai người cùng tên “{name}”.", "Nếu ghi lặp, bỏ một dòng."),
    Trouble.LEFT_OUT: ("“{name}” có trong danh sách cũ, không có trong tệp.", "Nhập xong thì ra khỏi danh sách."),
    Trouble.GROUP_AMBIGUOUS: ("Có {count} tổ tên “{name}”.", "Ghi thêm cột Cấp, hoặc đổi tên một tổ trước."),
    Trouble.TIER_TWICE: ("Tệp có nhiều tổ tên “{name}” khác cấp, dòng này chưa ghi cấp.", "Ghi cột Cấp ở dòng này."),
    Trouble.ORGANISATION_UNKNOWN: (
        "Danh mục không có “{name}”.",
        "Ghi đúng tên hoặc mã; nhiều nơi thì cách nhau bằng dấu chấm phẩy.",
    ),
    Trouble.ORGANISATION_AMBIGUOUS: (
        "Có {count} nơi tên “{name}”.",
        "Ghi mã, hoặc ghi thêm cấp trên: tên / cấp trên của nó.",
    ),
    Trouble.SEVERAL_LEADERS: ("{group} đã có tổ trưởng ở dòng {row}.", "Mỗi tổ một tổ trưởng: sửa một trong hai dòng."),
    Trouble.PERSON_TWICE: (
        "“{name}” đã có ở dòng {row}, cùng tổ và chức vụ.",
        "Bỏ một dòng; nếu là hai người, ghi chức vụ cho khác.",
    ),
    Trouble.PERSON_FOUND: ("Hiểu “{name}” là người đã có ở {group}.", "Nếu là người khác, đổi lại sau khi nhập."),
    Trouble.PERSON_KNOWN: (
        "“{name}” trùng tên người ở {where}; máy coi là người mới.",
        "Nếu là một người, vào Danh mục › Người để ghép.",
    ),
    Trouble.PERSON_ALIKE: (
        "“{name}” gần giống tên “{other}”; máy coi là người mới.",
        "Nếu là một người, sửa tên cho giống rồi nhập lại.",
    ),
    Trouble.GROUP_KEPT: ("Tệp không có {name}.", "Tổ đó giữ nguyên; nếu thôi, bỏ tổ trong quyết định."),
}
"""What happened, and what to do."""


def vocabulary() -> Vocabulary:
    """The words of today's tables; names of levels and categories are those of every regime."""
    from chibo_desktop.ui.words import WORDS

    words: dict[Head, Mapping[str, tuple[str, ...]]] = {
        Head.TYPE: _with_short(WORDS["CellType"]),
        Head.AREAS: _with_short(WORDS["AreaFlag"]),
        Head.KIND: _with_short(WORDS["MemberKind"]),
        Head.LEVEL: _of_regimes("levels"),
        Head.CATEGORY: _of_regimes("categories"),
        Head.EXEMPT: {"yes": ("x", *_YES), "no": _NO},
    }
    return Vocabulary(SHEETS, HEADS, words, (GUIDE,))


def group_vocabulary() -> Vocabulary:
    """The words of the table of groups, which is a file of its own: *Cấp* and *Địa bàn* mean something else there."""
    return Vocabulary({Table.GROUPS: group_heads.SHEET}, group_heads.HEADS, group_heads.words(), (GUIDE,))


def _with_short(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {code: (word, *_SHORT.get(code, ())) for code, word in words.items()}


def _of_regimes(what: str) -> dict[str, tuple[str, ...]]:
    """Names by code, those of the newest regime last: the names of 2023 are what is imported most."""
    found: dict[str, dict[str, None]] = {}
    for regime in regimes():
        for one in regime.levels if what == "levels" else regime.categories:
            found.setdefault(one.code, {})[one.name] = None
    return {code: (*names, *_SHORT.get(code, ())) for code, names in found.items()}


def guide(words: Vocabulary) -> Sheet:
    """The sheet that explains the others: each column, an example, and the words that may stand there."""
    return Sheet(
        GUIDE, (Column("Sheet", 12), Column("Cột", 24), Column("Ghi gì", 70), Column("Ví dụ", 34)), _guide(words)
    )


def _guide(words: Vocabulary) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for table, sheet in words.sheets.items():
        of_groups = table is Table.GROUPS
        what, examples = (group_heads.WHAT, group_heads.EXAMPLES) if of_groups else (_WHAT, _EXAMPLES)
        for head in COLUMNS[table]:
            needed = "Bắt buộc. " if head in REQUIRED[table] else ""
            rows.append((sheet, words.heads[head][0], needed + what[head], examples[head]))
    for head in (Head.LEVEL, Head.CATEGORY, Head.TYPE, Head.AREAS, Head.KIND, Head.TIER, Head.ROLE):
        rows += [("Danh sách từ", words.heads[head][0], word, None) for word in words.choices(head)]
    return rows


def happened(note: Note) -> str:
    """What is wrong, in a sentence."""
    return _filled(TROUBLES[note.trouble][0], note)


def what_to_do(note: Note) -> str:
    """What somebody should do about it."""
    return _filled(TROUBLES[note.trouble][1], note)


def where(note: Note) -> str:
    """The place of a trouble: sheet, line, column."""
    parts = [f"sheet {note.sheet}" if note.sheet else "", f"dòng {note.row}" if note.row else ""]
    parts.append(f"cột {note.column}" if note.column else "")
    return ", ".join(part for part in parts if part)


def verdict(line: Judged) -> str:
    """What a line means to the register; of a changed one, which columns."""
    told = VERDICTS[line.verdict]
    changed = ", ".join(_head(head).lower() for head in line.changes)
    return f"{told}: {changed}" if changed else told


def counted(kind: Table, counts: Mapping[Verdict, int]) -> str:
    """How many lines of a table are what."""
    told = ", ".join(f"{padded(count)} {VERDICTS[one]}" for one, count in counts.items() if count)
    name = group_heads.SHEET if kind is Table.GROUPS else SHEETS[kind]
    return f"{name}: {told or 'không có dòng nào'}"


def ended(report: Report) -> str:
    """How an import ended, or would end."""
    if report.stopping:
        return f"Chưa nhập gì: còn {padded(len(report.stopping))} chỗ phải sửa."
    if not report.changes_something:
        return "Không có gì mới: sổ đã có đúng như tệp."
    if report.entry is None:
        return f"Nếu nhập, sổ sẽ ghi {counts(report)}."
    return f"Đã nhập {counts(report)}. Mã lần nhập: {report.entry}"


def groups_ended(report: GroupReport) -> str:
    """How an import of groups ended, or would end."""
    if report.stopping:
        return f"Chưa nhập gì: còn {padded(len(report.stopping))} chỗ phải sửa."
    if not report.changes_something:
        return "Không có gì mới: bản đang ghi đã có đúng như tệp."
    told = group_counts(report)
    if not report.saved:
        return f"Nếu nhập, bản đang ghi sẽ có {told}. Chưa ban hành gì."
    return f"Đã nhập vào bản đang ghi {report.wording.id}: {told}. Chưa ban hành gì."


def group_counts(report: GroupReport) -> str:
    """How many groups and people the decision has with the file."""
    groups = report.wording.groups
    return f"{padded(len(groups))} tổ, {padded(sum(len(group.members) for group in groups))} người"


def counts(report: Report) -> str:
    """How much an import writes."""
    told = ((report.organisations, "tổ chức"), (report.rosters, "danh sách chi bộ"))
    return ", ".join(f"{padded(count)} {what}" for count, what in told if count)


def _filled(sentence: str, note: Note) -> str:
    data = {name: _head(Head(value)) if name == "head" else value for name, value in note.data}
    return sentence.format_map(data)


def _head(head: Head) -> str:
    """The head of a column, as templates write it."""
    return (HEADS.get(head) or group_heads.HEADS[head])[0]
