"""Commands about an office's profile and keys: show, propose, sign, apply, the ceremony and its papers."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from chibo_desktop.app import machine, telling_keys
from chibo_desktop.app.cli import FILE, Call, answering
from chibo_desktop.app.files import read_file, require_folder, write_output
from chibo_desktop.app.speaking import Answer, plain

if TYPE_CHECKING:
    from chibo_desktop.packets.key_file import KeyUse, PrivateKey
    from chibo_desktop.services.desk import Desk
    from chibo_desktop.services.key_ceremony import Ceremony
    from chibo_desktop.services.profile_changes import Change
    from chibo_desktop.services.profile_proposals import ProposalView

KEY_PASSPHRASE = "CHIBO_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
_LONGEST_PAPER = 4096


def key_passphrase(label: str = "", *, confirm: bool = False) -> str:
    """The passphrase of a key file from the environment, else asked for on the terminal."""
    given = os.environ.get(KEY_PASSPHRASE)
    if given:
        return given
    return click.prompt(f"Mật khẩu của khóa {label}".strip(), hide_input=True, confirmation_prompt=confirm, err=True)


def private_key(path: Path, use: "KeyUse") -> "PrivateKey":
    """A key from a sealed file, or from a text that holds its typed rows or its QR code; ``-`` is stdin."""
    from chibo_desktop.packets import key_file
    from chibo_desktop.services import private_keys

    data = read_file(path)
    if data.startswith(key_file.MARK):
        label = key_file.read_header(data).label
        return key_file.open_key(data, key_passphrase(label))[0]
    return private_keys.from_paper(data[:_LONGEST_PAPER].decode("utf-8", "replace"), use)


@click.group("profile")
def profile() -> None:
    """The office's profile: who may change what, and to whom packets are encrypted."""


@profile.command("show")
@click.option("--out", type=FILE, default=None, help="Also write the newest card, with all profiles.")
@answering
def show(call: Call, out: Path | None) -> Answer:
    """Show the profile in force, as this machine believes it."""
    from chibo_desktop.services import office, papers

    with call.desk() as desk:
        data = papers.card_of(desk)
        chain = papers.trust_book(desk).profiles
        digits = office.card_digits(papers.profile_lines(desk))
    if out is not None:
        write_output(out, data)
    newest = chain[-1]
    told = {"weak": newest.weak, "code": digits, "versions": len(chain), **plain(newest)}
    return Answer(told, tuple(telling_keys.profile_lines(newest, digits)))


@profile.command("keys")
@answering
def list_keys(call: Call) -> Answer:
    """List every key of this office: what it is for, where it is, since when."""
    from chibo_desktop.services import office_keys

    with call.desk() as desk:
        found = office_keys.office_keys(desk)
    return Answer(plain(found), tuple(telling_keys.key_lines(found)))


@profile.command("propose")
@click.option("--name", default=None, help="Another name of the office.")
@click.option("--rotate-issuer", is_flag=True, help="Another key for certificates.")
@click.option("--rotate-revoker", is_flag=True, help="Another key for revocations.")
@click.option("--rotate-reader", is_flag=True, help="Another daily reader; the old one still opens old packets.")
@click.option("--void-issuer", is_flag=True, help="The issuer is in other hands: believe nothing that it signed.")
@click.option("--void-revoker", is_flag=True, help="Likewise the revoker.")
@click.option("--threshold", type=int, default=None, help="How many of the root keys must sign.")
@click.option("--remove-root", multiple=True, help="Id or label of a root key that is no longer to be one.")
@click.option("--add-reader", nargs=2, multiple=True, metavar="LABEL RECIPIENT", help="A further daily reader.")
@click.option("--remove-reader", multiple=True, help="Label or recipient of a daily reader.")
@click.option("--upstream", nargs=2, default=None, metavar="OFFICE NAME", help="The office above.")
@click.option("--upstream-first", default=None, help="Id of the first profile of the office above.")
@click.option("--no-upstream", is_flag=True, help="No office above.")
@click.option("--withhold", multiple=True, type=click.Choice(["B", "C"]), help="Classes that are not forwarded.")
@click.option("--withhold-nothing", is_flag=True)
@click.option("--out", type=FILE, default=None, help="Write the proposal as a file, to be signed elsewhere.")
@answering
def propose(call: Call, out: Path | None, **words: object) -> Answer:
    """Propose a change. One root key on this machine applies it at once; else it waits for signatures."""
    from chibo_desktop.services import profile_proposals

    with call.desk() as desk:
        change = _change(desk, words)
        view = profile_proposals.propose(desk, change).value
        data = b"" if view.applied or out is None else profile_proposals.proposal_file(desk)
    if out is not None and data:
        write_output(out, data)
    return _told(view)


def _change(desk: "Desk", words: dict[str, object]) -> "Change":
    from msgspec import UNSET

    from chibo_desktop.packets.trust_documents import Reader, Upstream
    from chibo_desktop.services.profile_changes import Change
    from chibo_desktop.services.profile_proposals import root_without

    upper = cast("tuple[str, str] | None", words["upstream"])
    first = cast("str | None", words["upstream_first"])
    upstream = (Upstream(upper[0], upper[1], first or UNSET),) if upper else () if words["no_upstream"] else None
    withhold = cast("tuple[str, ...]", words["withhold"])
    readers = cast("tuple[tuple[str, str], ...]", words["add_reader"])
    removed = cast("tuple[str, ...]", words["remove_root"])
    return Change(
        name=cast("str | None", words["name"]),
        root=root_without(desk, removed, cast("int | None", words["threshold"])),
        rotate_issuer=bool(words["rotate_issuer"]),
        rotate_revoker=bool(words["rotate_revoker"]),
        rotate_reader=bool(words["rotate_reader"]),
        void_issuer=bool(words["void_issuer"]),
        void_revoker=bool(words["void_revoker"]),
        add_readers=tuple(Reader(label, recipient) for label, recipient in readers),
        drop_readers=cast("tuple[str, ...]", words["remove_reader"]),
        upstream=upstream,
        withhold=withhold if withhold else () if words["withhold_nothing"] else None,
    )


def _told(view: "ProposalView") -> Answer:
    return Answer(plain(view), tuple(telling_keys.proposal_lines(view)))


@profile.command("pending")
@click.option("--out", type=FILE, default=None, help="Write the proposal as a file, to be signed elsewhere.")
@answering
def pending(call: Call, out: Path | None) -> Answer:
    """Show the proposal that waits for signatures."""
    from chibo_desktop.services import profile_proposals

    with call.desk() as desk:
        view = profile_proposals.open_proposal(desk)
        data = profile_proposals.proposal_file(desk) if view is not None and out is not None else b""
    if view is None:
        return Answer({"proposal": None}, (telling_keys.NO_PROPOSAL,))
    if out is not None:
        write_output(out, data)
    return Answer({"proposal": plain(view)}, tuple(telling_keys.proposal_lines(view)))


@profile.command("sign")
@click.argument("proposal", type=FILE, required=False)
@click.option("--key", "key_path", type=FILE, required=True, help="Key file, or a text with its rows; - is stdin.")
@click.option("--out", type=FILE, default=None, help="With PROPOSAL: where the signed proposal goes.")
@answering
def sign(call: Call, proposal: Path | None, key_path: Path, out: Path | None) -> Answer:
    """Sign the proposal of this office, or the one in a file on any machine, with a root key."""
    from chibo_desktop.packets.key_file import KeyUse
    from chibo_desktop.services import profile_proposals

    if proposal is None:
        with call.desk() as desk:
            return _told(profile_proposals.sign(desk, private_key(key_path, KeyUse.ROOT)).value)
    signed = profile_proposals.sign_file(read_file(proposal), private_key(key_path, KeyUse.ROOT))
    write_output(out or proposal, signed)
    view, digits = profile_proposals.read_proposal(signed)
    lines = (*telling_keys.proposal_lines(view), telling_keys.digits_line(digits), f"{out or proposal}")
    return Answer({"file": str(out or proposal), "code": digits, **plain(view)}, lines)


@profile.command("apply")
@click.argument("file", type=FILE)
@answering
def apply(call: Call, file: Path) -> Answer:
    """Take signatures from a proposal that was carried elsewhere, or newer profiles from a card."""
    from chibo_desktop.services import office_keys, profile_proposals

    data = read_file(file)
    with call.desk() as desk:
        view = profile_proposals.apply_file(desk, data).value
        version = office_keys.office_of(desk)[1].version
    if view is not None:
        return _told(view)
    return Answer({"version": version}, (telling_keys.version_line(version),))


@profile.command("drop")
@answering
def drop(call: Call) -> Answer:
    """Give the open proposal up; nothing has changed."""
    from chibo_desktop.services import profile_proposals

    with call.desk() as desk:
        version = profile_proposals.give_up(desk).value
    return Answer({"dropped": version}, (telling_keys.dropped_line(version),))


@profile.command("ceremony")
@click.option("--label", "labels", multiple=True, help="What a new root key is called; once for each.")
@click.option("--threshold", type=int, default=2, show_default=True, help="How many root keys must sign.")
@click.option("--keep", multiple=True, help="Id or label of a root key that stays.")
@click.option("--recovery", default="", help="What the new recovery key is called; none is made without.")
@click.option("--to", "folders", type=FILE, multiple=True, required=True, help="A stick for each key, in order.")
@click.option("--paper", type=FILE, required=True, help="Folder for the page of each key.")
@answering
def ceremony(
    call: Call,
    labels: tuple[str, ...],
    threshold: int,
    keep: tuple[str, ...],
    recovery: str,
    folders: tuple[Path, ...],
    paper: Path,
) -> Answer:
    """Take the office's keys off this machine: each to its stick, sealed to a passphrase, and to a page to print."""
    from chibo_desktop.services import key_ceremony
    from chibo_desktop.services.key_ceremony import Plan
    from chibo_desktop.services.profile_proposals import root_ids

    for folder in (*folders, paper):
        require_folder(folder)
    with call.desk() as desk:
        plan = Plan(labels, threshold, recovery, root_ids(desk, keep))
        held = key_ceremony.begin(desk, plan)
        if len(folders) != len(held.keys):
            raise click.UsageError(f"{len(held.keys)} keys need as many --to")
        files = [_hand_out(held, place, folder, paper) for place, folder in enumerate(folders)]
        view = key_ceremony.finish(desk, held).value
    lines = (*telling_keys.proposal_lines(view), *(f"{one['stick']}  {one['page']}" for one in files))
    return Answer({"keys": files, **plain(view)}, lines)


def _hand_out(held: "Ceremony", place: int, folder: Path, paper: Path) -> dict[str, str]:
    """One key to its stick and onto its page. A script that writes the page vouches for its being printed."""
    from chibo_desktop.services import key_ceremony, key_papers
    from chibo_desktop.services.key_ceremony import Target

    key = held.keys[place]
    stick = key_ceremony.write_key(held, key, Target(folder, key_passphrase(key.label, confirm=True)), machine.making())
    page = paper / f"{stick.stem}.pdf"
    write_output(page, key_papers.key_page(held, key))
    key_ceremony.confirm_page(key, 0, key_ceremony.rows_of(key)[0])
    return {"label": key.label, "name": key.name, "stick": str(stick), "page": str(page)}


@profile.command("protocol")
@click.option("--out", type=FILE, required=True)
@click.option("--place", default="", help="Where the ceremony was held.")
@click.option("--superior", default="", help="The body above, for the head of the page.")
@click.option("--present", multiple=True, help="Who was there; once for each.")
@answering
def protocol(call: Call, out: Path, place: str, superior: str, present: tuple[str, ...]) -> Answer:
    """Write the one-page protocol of the keys in force, to be signed by hand."""
    from chibo_desktop.services import key_papers

    with call.desk() as desk:
        data = key_papers.protocol(desk, key_papers.Meeting(desk.today(), place, superior, present))
    write_output(out, data)
    return Answer({"file": str(out)}, (str(out),))


COMMANDS = (profile,)
