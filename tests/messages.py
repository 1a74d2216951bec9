"""The messages that the program makes for pages, read from its source."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from letters import columns, speech
from letters.web.words import for_page

SOURCE = Path(speech.__file__).parent
# Modules that say nothing on a page, and why.
SILENT = {
    "cli/": "the command line",
    "migrations/": "the store's tables",
    "web/safety.py": "headers of answers",
    "web/serve.py": "the window in which the pages are started",
    "web/words.py": "parts of messages, which are told whole where they are made",
    "web/work.py": "the log of bugs",
    "press.py": "names of parts of a page",
    "plate.py": "why the press steps aside, which nobody sees",
    "typecase.py": "why the press steps aside, which nobody sees",
    "print_file.py": "names of parts of a PDF",
    "shared_pdf.py": "names of parts of a PDF",
    "charts.py": "the report, which is in English",
    "workflow/report.py": "the report, which is in English",
    "models.py": "what the keys of our own YAML mean",
    "request_types.py": "what the keys of our own YAML mean",
    "schema.py": "what the keys of our own YAML mean",
    "steps.py": "why a letter is closed, which `letters next --list` tells",
    "events.py": "names of events",
    "particulars.py": "the letter itself",
    "wording.py": "the letter itself",
    "addressee.py": "the letter itself",
    "workflow/told.py": "the letter itself",
    "workflow/backup.py": "letters backup",
    "workflow/check.py": "letters check",
    "workflow/lock.py": "letters lock",
    "workflow/preferences.py": "letters setting",
    "workflow/batch_folder.py": "the folder of letters batch",
    "workflow/batch_template.py": "a sheet, whose columns and notes are in English",
    "engine.py": "letters check",
    "bounds.py": "a template of one's own",
    "sandbox.py": "a template of one's own",
    "yaml_files.py": "a YAML file of one's own",
    "letter.py": "a template of one's own",
    "in_memory.py": "the store's tables",
}
# What no page shows of the other modules, and why.
NOT_SHOWN = {
    "what only the command line can ask for": (
        "Give a TABLE with one row a letter, or --agencies for one letter to each of them.",
        "Give --type ID: what is asked of these agencies.",
        "no column {}: --addresses takes a mended errors.csv",
        "--map {}={}: there is no column {}.{}",
        "--map {}={}: no question is called {}.{}",
        "must be one of: {}.",
        "--encoding windows-1252: the file is UTF-8. Leave it out.",
        "There is no companion {}: it is one of {}.",
        "--pdf FILE: the letter that an e-mail draft takes along. email needs it, the others do not.",
        "only the sheet for yourself, own-copy, is there in another language.",
        "{}: with low trace a draft is made with its letter alone, by --email.",
        "email takes no answers and no postal address: only --pdf and --out.",
        (
            "{} is not a letter of {} as it was written here: only that is put in the draft. "
            "Never e-mail an identity document."
        ),
        "{} asks for no private data about a person: it needs no release.",
        "{} --text writes the words for its form.",
        "a draft takes the PDF of a letter along, and a sheet for yourself goes to nobody.",
        "{} takes only {}, and not {}.",
        "several letters cannot share one reference.",
        "the draft takes the PDF along, so leave out --html.",
        "(only if something was left out)",
        "The letter that comes next: {}",
        "standard input",
        "it is larger than {} MB",
        "line 1: write one `field: answer` a line, with a colon",
        "a sheet has the labels 1 to {}.",
        "Give either references or --campaign NAME.",
        "{} is a letter of {}: it is left alone. Choose another name.",
        "There is no clock {}.",
        "Give either --agency or --calendar.",
        "{} cannot be both adopted and declined.",
        "Only a local body (mn-local) adopts or declines the two optional holidays.",
        (
            "The passphrase is too short: take at least {} characters. Four or five words that have nothing to do with "
            "each other or with you are good, and can be remembered."
        ),
    ),
    "templates and statutes of one's own": (
        "{}: there is no field {} in fields.yaml",
        "{}: there is no text {} in texts.yaml",
        "{}: words gives I, me and my",
        "line 1: such a file begins with a line ---, its front matter, and a line ---",
        "a file outside the template folder: {}",
        "no ordinary file: {}",
        "an address on the network: {}",
        "The engine fails on this page ({}): a template or style of your own is wrong or deep.",
        "A template or style of your own asks too much of the engine: {}.",
        "A template may use files of its own template folder only, and they must be there. This is not: {}",
        "{}: there is no statute {}",
        "law: there is no statute {} in the law data",
        "clocks: there is no clock {}",
    ),
    "the letter, the packet or a label, which are in English": (
        "[Only the first {} lines are shown here. The rest is in the embedded file.]",
        "[This e-mail names an unknown character set, {}: its words are shown as {}, and some may be wrong.]",
        *("FOIA Officer", "Privacy Officer", "FOIA Appeals Officer", "Court Administrator", "Records of proceedings"),
        *("Sent as your decision letter directs", "Through the online portal", "By e-mail: {}"),
        *("Board of Immigration Appeals", "Immigration Court, code {}"),
        *(
            "Data request",
            "{}, reference {}",
            "I asked as the {}.",
            "{}, subd. {}",
            "online, or as the letter says",
            "with others",
        ),
    ),
    "the packet and the labels, which others see": (
        "The file of Exhibit {} is not on this machine: the packet shows its hash only.",
        "The exhibits have {} pages: this takes a while.",
        *("The log of this request, for machines", "Address labels"),
    ),
    "no words for a person": (
        *("Source Serif Pro", '@font-face { font-family: "{}"; font-weight: {}; src: url("{}.otf") }'),
        *("tribe tribal government", "the log knows the request", "ninety days have passed", "next letters"),
        *("Give them with --set", "dict[Recipient, Block]", "Press | Single"),
    ),
    "what words.py says otherwise once it is filled in": (
        "no column says the {} of a row: add a column {}, or give --{} ID",
    ),
}
# How people call the columns of their sheets.
NAMES = {name for names in columns.ALSO_CALLED.values() for name in names}
# A message has two words or more, one of them in small letters.
_MESSAGE = re.compile(r"[A-Za-z'’]{2,}[\"',;:)]* .*[a-z]{2,}|{}[,:]? .*[a-z]{2,}", re.DOTALL)
_NO_MESSAGE = re.compile(
    r"^(PRAGMA|SELECT|INSERT|DELETE|CREATE|ATTACH|DETACH|DROP|VACUUM|letters|<|line {}: )|\\w|\|\w+\|"
)
_OF_A_QUESTION = re.compile(r"(?:{}|[a-z_]+): (.+)")
_PATTERNS = {"re.compile", "re.sub", "re.search", "re.match", "re.findall", "re.split", "re.fullmatch", "Field"}


def are_said(code: str) -> Callable[[str], bool]:
    """Whether that language has words for a text of the source, or for what stands in it after the question's id."""
    known = {form(message) for message in speech.catalogue(code)}

    def is_said(text: str) -> bool:
        return text in known or bool((found := _OF_A_QUESTION.fullmatch(text)) and found[1] in known)

    return is_said


def form(message: str) -> str:
    """A message as it would stand on a page, with {} for each thing that is filled in."""
    return re.sub(r"(?<!{){[^{}]*}(?!})", "{}", for_page(message))


def of_pages() -> Iterator[tuple[str, str]]:
    """Each text of the source that a page may show, with its module."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith(tuple(SILENT)):
            found = _texts(ast.parse(path.read_text("utf-8")))
            yield from ((name, text) for text in dict.fromkeys(found) if _MESSAGE.search(text) and text not in NAMES)


def _texts(node: ast.AST) -> Iterator[str]:
    """All texts below, each with {} for what is filled in; no docstrings, patterns or commands of the store."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) in _PATTERNS:
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        words = isinstance(node, ast.JoinedStr) or isinstance(node.value, str)
        if words and not _NO_MESSAGE.search(text):
            yield from (each.strip() for each in form(text).splitlines() if each.strip())
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _texts(child)
