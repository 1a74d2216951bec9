"""Setting a letter on its pages: the address in the window, one page where it fits, every character in some font."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from letters import addressee
from letters.characters import named
from letters.envelope import address_fits, keeps_clear
from letters.errors import CannotPrint, TemplateBroken
from letters.letter import Letter, Order, Setting
from letters.workflow.workspace import Workspace

if TYPE_CHECKING:
    from letters.pdf import Pages
    from letters.press import Laid

# What must be on the page, so that it can be measured.
BLOCKS = frozenset({"sender", "reference", "addressee", "subject"})


def set_letter(workspace: Workspace, order: Order, recipient: addressee.Recipient) -> tuple[Letter, "Laid"]:
    """The letter set so that the address shows in the window, on one page where it fits; raises CannotPrint.

    On a press, its HTML has the words of the pages, but may be set in another way.
    """

    def laid(setting: Setting) -> tuple[Letter, "Laid"]:
        composed = workspace.stationery.compose(order, setting)
        return composed, workspace.engine.lay_out(composed.html, workspace.template_folders)

    # Letters to one body have one address block: what fitted the window before fits it again.
    known = workspace.fitted.get(recipient)
    for block in [known] if known else addressee.blocks(recipient):
        setting = Setting(block)
        composed, pages = laid(setting)
        if BLOCKS - set(pages.boxes):
            raise TemplateBroken("letter.html: keep the ids sender, reference, addressee and subject, and show them.")
        if address_fits(pages.boxes["addressee"]):
            workspace.fitted[recipient] = block
            break
    else:
        raise CannotPrint(
            f"The address of {recipient.name} does not fit the window of an envelope, even in small type. "
            "Give a shorter one with --address."
        )
    if not keeps_clear(pages.boxes["sender"]):
        raise CannotPrint("Your own address takes too many lines: shorten it, or leave out phone or e-mail.")
    if not all(keeps_clear(pages.boxes[block]) for block in ("reference", "subject")):
        raise CannotPrint("Your own style puts other text where the window of the envelope is.")
    if pages.count == 1:
        return composed, pages
    if (settled := workspace.engine.settled(pages)) is not None:
        return composed, settled
    first, close = pages, laid(Setting(block, "close"))
    if close[1].count == 1:
        composed, pages = close
    else:
        fewer = Setting(block, "close") if close[1].count < pages.count else setting
        composed, pages = laid(fewer.on_pages(min(close[1].count, pages.count)))
    workspace.engine.settle(first, pages)
    return composed, pages


def set_sheet(workspace: Workspace, order: Order) -> tuple[Letter, "Laid"]:
    """A sheet that is not mailed: no window."""
    from letters import pdf

    def laid(pages: int) -> tuple[Letter, "Laid"]:
        composed = workspace.stationery.compose(order, Setting(addressee.Block((), ""), pages=pages))
        return composed, pdf.lay_out(composed.html, workspace.template_folders)

    first = laid(1)
    return first if first[1].count == 1 else laid(first[1].count)


def set_companion(workspace: Workspace, companion_id: str, context: Mapping[str, Any]) -> "Pages":
    """A sheet that goes with a letter, set closer where that makes it one page."""
    from letters import pdf

    def laid(spacing: str, pages: int = 1) -> "Pages":
        html = workspace.stationery.companion(companion_id, workspace.today, **context, spacing=spacing, pages=pages)
        return pdf.lay_out(html, workspace.template_folders)

    opened = laid("open")
    if opened.count == 1:
        return opened
    close = laid("close")
    return close if close.count == 1 else laid("open", opened.count)


def printed(workspace: Workspace, pages: "Laid", order: Order) -> bytes:
    """The PDF; raises CannotPrint with the field and position of a character that no font has."""
    from letters import pdf

    try:
        return workspace.engine.write(pages)
    except pdf.MissingGlyphs as error:
        places = [
            f"{name}: line {number}, character {line.index(character) + 1}"
            for character in error.characters
            for name, answer in order.answers.items()
            for number, line in enumerate(answer.lines, 1)
            if character in line
        ]
        which = ", ".join(named(character) for character in error.characters)
        where = "; ".join(places) or "in the items, the enclosures or the agency's address"
        raise CannotPrint(f"No installed font can print {which} ({where}). Write it in other letters.") from None
