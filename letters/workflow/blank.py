"""A paper form with the questions of a request type, to be filled in with a pen or on a screen, and read back."""

from dataclasses import dataclass
from pathlib import Path

from letters import files
from letters.errors import WrongInput
from letters.workflow import look_up
from letters.workflow.workspace import Workspace

FILE_NAME = "blank.pdf"


@dataclass(frozen=True)
class Blank:
    """A form that was written: where, how many pages, and the ids of the questions in their order: its field names."""

    path: Path
    pages: int
    fields: tuple[str, ...]


def blank(workspace: Workspace, type_id: str, out: Path, signer: str | None = None) -> Blank:
    """Writes the form of a type as that signer is asked, by default the usual one; the same bytes for the same type.

    Raises WrongInput for an unknown type or signer and a type that is not offered, FileTrouble for the place.
    """
    from letters import pdf

    asked = look_up.show_type(workspace, type_id, signer)
    if "not_offered" in asked:
        raise WrongInput(f"{type_id} is not offered yet: {asked['not_offered']}")
    path = files.target(out, FILE_NAME)
    chosen = next((s for s in asked["who_may_sign"] if s["signer"] == (signer or asked["signers"][0])), None)
    html = workspace.stationery.page(
        "blank.html",
        workspace.today,
        "blank.css",
        asked=asked,
        signer=chosen,
        groups=sorted({field["one_of"] for field in asked["fields"] if field["one_of"]}),
    )
    # Forms and PDF/UA go together: the fields are tagged, and a checker finds nothing.
    pages = pdf.lay_out(html, workspace.template_folders, forms=True)
    questions = {field["id"]: field["label"] for field in asked["fields"]}
    files.write_whole(path, pdf.write_form(pages, questions))
    return Blank(path, pages.count, tuple(questions))
