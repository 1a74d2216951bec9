"""Wrong input: one clear message, the right exit code, and no file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import AUDIT, Ran

PUBLIC = "data-sharing-agreements-mous"

# name: (agency, type, options, answers, exit code, what the message says)
TROUBLE: dict[str, tuple[str, str, tuple[str, ...], dict[str, str | None], int, str]] = {
    "unknown agency": (
        "mn-dsp",
        AUDIT,
        (),
        {},
        2,
        r"no agency 'mn-dsp'.*mn-dps: Minnesota Department of Public Safety",
    ),
    "unknown kind of date": (
        "mn-dps",
        AUDIT,
        (),
        {"date_from": "January"},
        2,
        r"date_from: not a date: write it like 2026",
    ),
    "a day that is none": ("mn-dps", AUDIT, (), {"date_from": "2026-02-30"}, 2, r"date_from: not a date"),
    "a period turned round": ("mn-dps", AUDIT, (), {"date_to": "2020-01-01"}, 2, r"date_to: lies before date_from"),
    "not a choice": ("mn-dps", AUDIT, (), {"inspect_or_copy": "fax"}, 2, r"must be one of: inspect, copies, both"),
    "not yet": (
        "mn-dps",
        AUDIT,
        (),
        {"date_from": "2027-01-01", "date_to": "2027-02-01"},
        2,
        r"date_from: lies after the date",
    ),
    "unborn": (
        "mn-dps",
        AUDIT,
        (),
        {"date_of_birth": "2099-01-01"},
        2,
        r"date_of_birth: lies after the date of the letter",
    ),
    "no name": ("mn-dps", AUDIT, (), {"full_name": " "}, 2, r"full_name: Your full name"),
    "anonymous, only the name to reply to": (
        "mn-dps",
        PUBLIC,
        ("--anonymous",),
        {"full_name": "Maya Lindqvist", "mailing_or_reply_address": "Maya Lindqvist"},
        2,
        r"some way to reply",
    ),
    "forbidden": ("mn-dps", AUDIT, (), {"a_number": "A012345678"}, 2, r"a_number: .* never printed .* Leave it out"),
    "all that is missing": (
        "mn-dps",
        AUDIT,
        (),
        {"full_name": None, "date_to": None, "driver_license_or_id_number": None},
        2,
        r"full_name: Your full name.*date_to: To\. Last day.*one of these:.*license_plate_or_vin: .*date_of_birth: ",
    ),
    "anonymous own record": (
        "mn-dps",
        AUDIT,
        ("--anonymous",),
        {},
        2,
        r"Only a letter that needs no name can be anonymous",
    ),
    "anonymous, no way to reply": (
        "mn-dps",
        PUBLIC,
        ("--anonymous",),
        {"mailing_or_reply_address": None},
        2,
        r"email or phone: some way to reply",
    ),
    "bidi override": (
        "mn-dps",
        AUDIT,
        (),
        {"full_name": "Maya \u202etsivqdniL"},
        2,
        r"character 6 \(U\+202E\) is an invis",
    ),
    "control character": (
        "mn-dps",
        AUDIT,
        (),
        {"full_name": "Maya\x07"},
        2,
        r"full_name: character 5 \(U\+0007\) is a control",
    ),
    "unassigned": ("mn-dps", AUDIT, (), {"full_name": "Maya \U000e0fff"}, 2, r"U\+E0FFF\) is an unassigned"),
    "no font": (
        "mn-dps",
        AUDIT,
        (),
        {"full_name": "Maya \U0001cf00"},
        1,
        r"U\+1CF00 ZNAMENNY .* \(full_name: line 1, character 6",
    ),
    "item beyond the last": (
        "mn-dps",
        AUDIT,
        ("--skip-item", "9"),
        {},
        2,
        r"--skip-item 9: this letter has items 1 to 4",
    ),
    "nothing left": ("mn-dps-bca", AUDIT, ("--skip-item", "1", "--skip-item", "2"), {}, 2, r"Every item is skipped"),
    "reference with markup": (
        "mn-dps",
        AUDIT,
        ("--reference", "<b>"),
        {},
        2,
        r"--reference: use letters, digits and hyphens",
    ),
    "bad address": (
        "mn-dps",
        AUDIT,
        ("--address", "somewhere"),
        {},
        2,
        r"--address: write it as \"STREET, CITY, MN ZIP\"",
    ),
    "name only": ("aitkin-police", AUDIT, (), {}, 2, r"no agency"),
    "no address known": (
        "pequot-lakes",
        AUDIT,
        (),
        {},
        1,
        r"No postal address is known for City of Pequot Lakes.*--address",
    ),
    "no address, the flag is no help": (
        "pequot-lakes",
        AUDIT,
        ("--address-confirmed",),
        {},
        1,
        r"No postal address is known",
    ),
    "takes requests by form only": (
        "olmsted-county",
        AUDIT,
        (),
        {},
        1,
        r"takes requests online at https://olmstedcounty\.gov",
    ),
    "takes requests by e-mail": ("mn-deed", AUDIT, (), {}, 1, r"by e-mail to DEED\.datapractices@state\.mn\.us"),
    "unconfirmed": (
        "scott-county-sheriff",
        AUDIT,
        (),
        {},
        1,
        r"301 Fuller St\. S, Shakopee.*--address-confirmed.*--address ",
    ),
    "stale": ("maplewood", AUDIT, (), {}, 1, r"is not sure: 1830 County Road B.*Check https://maplewoodmn\.gov/324"),
    "division of an unconfirmed body": ("minneapolis-police", AUDIT, (), {}, 1, r"City of Minneapolis is not sure"),
    "a town outside the seven counties": (
        "aastad-township-otter-tail",
        PUBLIC,
        (),
        {},
        1,
        r"does not reach townships outside",
    ),
    "a court": ("mn-courts", PUBLIC, (), {}, 1, r"courts are outside the Data Practices Act"),
    "the Legislature": ("mn-legislature", PUBLIC, (), {}, 1, r"Legislature is outside"),
    "a tribe": ("white-earth-reservation", PUBLIC, (), {}, 1, r"does not reach tribal governments"),
    "a private network": ("nlets", PUBLIC, (), {}, 1, r"private corporation"),
    "a federal agency": ("us-ice", PUBLIC, (), {}, 1, r"Freedom of Information Act applies"),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_trouble_is_told_clearly_and_nothing_is_written(name: str, write: Callable[..., Ran]) -> None:
    agency, request_type, options, answers, code, message = TROUBLE[name]
    done = write(agency, request_type, *options, **answers)
    assert re.search(message, done.err, re.DOTALL), done.err
    assert done.code == code
    assert done.out == ""
    assert list(Path().iterdir()) == []
    for private in ("Lindqvist", "T1234", "A0123"):
        assert private not in done.err


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--dated", "soon"), 2, "'soon' is not a date: write it like 2026-01-31"),
        (("--set", "full_name"), 2, "write it as field=value"),
        (("--answers", "nowhere.yaml"), 1, "There is no file nowhere.yaml"),
        (("--profile", "../x"), 2, "A profile's name is letters, digits"),
        (("--out", "no/such/folder/a.pdf"), 1, "no/such/folder: make it first"),
        (("--out", "x" * 300), 1, "File name too long"),
        (("--out", "/dev/null"), 1, "/dev/null is no ordinary file"),
        (("--answers", "/dev/zero"), 1, "/dev/zero is no ordinary file"),
    ],
)
def test_options_are_checked(options: tuple[str, ...], code: int, message: str, write: Callable[..., Ran]) -> None:
    done = write("mn-dps", AUDIT, *options)
    assert message in done.err
    assert done.code == code


def test_an_unknown_type_gets_the_nearest(letters: Callable[..., Ran]) -> None:
    done = letters("write", "mn-dps", "own-record-audit-trial")
    assert done.code == 2
    assert "Did you mean own-record-audit-trail" in done.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("full_name=Maya\nphone=1\n", "line 1: write one `field: answer` a line"),
        ("full_name: [Maya", "line 2: this is not YAML"),
        ("a: 1\nfull_name: Maya\nfull_name: Pat\n", "line 3: full_name stands twice"),
        ("full_name: &x Maya\nphone: *x\n", "line 1: aliases"),
        ("full_name: {first: Maya}\n", "line 1: full_name"),
        ("- Maya\n", "line 1"),
        ("x: " + "[" * 5000, "not YAML"),
        ("x: " + "[" * 3000 + "]" * 3000, "nesting"),
        ("x: " + "[" * 30 + "]" * 30, "too deep"),
        ("full_name: \x00\n", "not YAML"),
        (b"full_name: M\xe4ya\n", "byte 13 is not UTF-8"),
    ],
)
def test_a_malformed_answers_file_names_the_place(
    content: str | bytes, message: str, letters: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = letters("write", "mn-dps", AUDIT, "--answers", str(path))
    assert done.code == 2
    assert f"{path}:" in done.err
    assert message in done.err
    assert "Maya" not in done.err
