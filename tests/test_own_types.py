"""Request types of one's own: a new file is a new type, and a mistake in it is told with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from catalogue_support import FRONT, own_type
from support import Ran


def test_a_new_file_is_a_new_type(home: Path, letters: Callable[..., Ran]) -> None:
    own_type(home, "own-parking-record.html", FRONT + "Each permit ({{ cite('13.04-3') }}).\n\nEach fine & fee.\n")
    (row,) = letters("type", "own-parking-record", "--json").json
    assert row["items"]["city"] == ["Each permit (Minn. Stat. § 13.04, subd. 3).", "Each fine & fee."]
    done = letters(
        *("write", "st-paul", "own-parking-record", "--html", "--out", "a.html"),
        *("--set", "full_name=Pat Example", "--set", "mailing_or_reply_address=reply@example.org"),
    )
    assert done.code == 0, done.err
    assert "Each permit (Minn. Stat. § 13.04, subd. 3)." in Path("a.html").read_text().replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_file_of_the_same_name_stands_in_for_the_shipped_one(home: Path, letters: Callable[..., Ran]) -> None:
    own_type(home, "own-driver-license-record.html", FRONT + "Each permit.\n")
    (row,) = letters("type", "own-driver-license-record", "--json").json
    assert row["title"] == "Parking records"


# name: (text of the file, what the message says)
BROKEN = {
    "no front matter": ("Each permit.\n", "line 1: such a file begins with a line ---"),
    "unknown key": (FRONT.replace("fees: none", "fees: none\ncolour: blue"), "line 11: colour"),
    "missing keys": ("---\ntitle: x\n---\nEach.\n", "summary: Field required"),
    "unknown capacity": (FRONT.replace("data_subject", "anyone"), "line 4: capacity"),
    "unknown field": (
        FRONT.replace("fees: none", "optional: [shoe_size]\nfees: none"),
        "line 10: optional: there is no field shoe_size",
    ),
    "field twice": (FRONT.replace("fees: none", "optional: [full_name]\nfees: none"), "full_name stands in two lists"),
    "no name": (FRONT.replace("full_name, ", ""), "line 9: required: every type takes full_name"),
    "unknown text": (FRONT.replace("identity-subject", "nobody"), "line 11: there is no text nobody"),
    "a text for the person": (
        FRONT.replace("fees: none", "fees: none\ndenials: [{why: x, answer: identity-subject}]"),
        "line 11: identity-subject is for the person, and cannot stand in a letter",
    ),
    "unknown law": (FRONT.replace("13.04-3", "99.99"), "law: there is no statute 99.99"),
    "unknown situation": (FRONT.replace("license-and-vehicle", "bored"), "line 5: there is no situation bored"),
    "unknown signer": (FRONT.replace("[self]", "[a-friend]"), "line 6: there is no signer a-friend"),
    "a gate that needs no yes": (
        FRONT.replace("fees: none", "gates: [full_name]\nfees: none"),
        "line 10: gates: full_name must be a required yes_no field",
    ),
    "another letter that is this one": (
        FRONT.replace("fees: none", "fees: none\nalso: [{why: x}]"),
        "also: name another agency or another type",
    ),
    "a gate that is not asked": (
        FRONT.replace("fees: none", "gates: [lawyer_sends]\nfees: none"),
        "line 10: gates: the type does not ask for lawyer_sends",
    ),
    "unknown clock": (
        FRONT.replace("fees: none", "clocks: [egg-timer]\nfees: none"),
        "clocks: there is no clock egg-timer",
    ),
    "an id of its own": (
        FRONT.replace("title: P", "id: other\ntitle: P"),
        "line 2: id: the name of the file is the id",
    ),
    "not YAML": (FRONT.replace("[city]", "[city"), "this is not YAML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_in_the_front_matter_names_file_and_line(name: str, home: Path, letters: Callable[..., Ran]) -> None:
    text, message = BROKEN[name]
    path = own_type(home, "own-parking-record.html", text)
    done = letters("types")
    assert done.code == 2
    assert str(path) in done.err
    assert message in done.err


def test_a_mistake_in_the_signers_names_the_file(home: Path, letters: Callable[..., Ran]) -> None:
    path = home / "templates" / "signers.yaml"
    path.parent.mkdir(parents=True)
    words = "{I: x, me: y, my: z}"
    path.write_text(
        f"friend:\n  title: A friend\n  words: {words}\n  standing: x\n  proof: y\n  required: [shoe_size]\n"
    )
    done = letters("types")
    assert done.code == 2
    assert f"{path}:\n  friend: there is no field shoe_size" in done.err


def test_a_type_for_oneself_is_signed_by_oneself_unless_it_says_who(home: Path, letters: Callable[..., Ran]) -> None:
    own_type(home, "own-parking-record.html", FRONT.replace("signers: [self]\n", "") + "Each permit.\n")
    assert letters("type", "own-parking-record", "--json").json[0]["signers"] == ["self"]


# name: (body of the template, line counted from the front matter's end, what the message says)
BROKEN_BODIES = {
    "syntax": ("Each permit {% if %}\n", 13, "Expected an expression"),
    "never closed": ("{% if True %}\nEach permit\n", 13, "Unexpected end of template"),
    "unknown name": ("Each permit\n\n{{ colour }}\n", 15, "'colour' is undefined"),
    "unknown statute": ("\n{{ cite('99.99') }}\n", 14, "there is no statute '99.99'"),
    "unverified statute": ("{{ cite('171.07-1a') }}\n", 13, "may not be cited"),
    "division by zero": ("{{ 1 // 0 }}\n", 13, "by zero"),
    "sandbox: attribute": ("{{ ''.__class__.__mro__ }}\n", 13, "unsafe"),
    "sandbox: format": ("{{ '{0.__class__}'.format(1) }}\n", 13, "unsafe"),
    "sandbox: function globals": ("{{ asks.__globals__ }}\n", 13, "unsafe"),
    "no such template": ("{% include '../../../../etc/passwd' %}\n", 13, "there is no template ../../../../etc/passwd"),
}


@pytest.mark.parametrize("name", BROKEN_BODIES)
def test_a_template_that_breaks_names_file_and_line(name: str, home: Path, letters: Callable[..., Ran]) -> None:
    body, line, message = BROKEN_BODIES[name]
    path = own_type(home, "own-parking-record.html", FRONT + body)
    done = letters(
        *("write", "st-paul", "own-parking-record", "--out", "a.pdf"),
        *("--set", "full_name=Pat Example", "--set", "mailing_or_reply_address=reply@example.org"),
    )
    assert done.code == 1
    assert f"{path}: line {line}" in done.err
    assert message in done.err
    assert not Path("a.pdf").exists()
