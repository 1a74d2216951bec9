"""The project itself: the wheel, the pins, the README, the layers."""

import os
import re
import runpy
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from support import ANSWERS, Ran

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
    ]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_alone_writes_a_letter(wheel: Path, tmp_path: Path) -> None:
    """Installed by pip in an empty environment, which borrows the libraries but not the checkout."""
    empty = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(empty)], check=True)
    install = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(empty / "bin/python"), *install], check=True)
    borrowed = {**os.environ, "PYTHONPATH": sysconfig.get_path("purelib")}  # whose .pth files are not read
    where = "import letters.places as p; print(p.shipped('templates'))"

    def ran(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, env=borrowed, capture_output=True, text=True, check=False)

    assert ran(str(empty / "bin/python"), "-c", where).stdout.startswith(str(empty))
    given = ANSWERS["own-driver-license-record"].items()
    options = [option for name, text in given for option in ("--set", f"{name}={text}")]
    done = ran(
        str(empty / "bin/letters"), "write", "mn-dps", "own-driver-license-record", *options, "--out", "letter.pdf"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF-")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[>=<\[ ]", line)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize(("file", "wanted"), [("run", "dependencies"), ("test", "test"), ("oldest", "oldest")])
def test_pins_are_exact_hashed_whole_and_without_addresses(file: str, wanted: str) -> None:
    text = (ROOT / "requirements" / f"{file}.txt").read_text()
    pinned = re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    assert len(pinned) > 10
    assert "://" not in text
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE):
        assert not block.strip() or "--hash=sha256:" in block
    groups = PROJECT["dependency-groups"]
    direct = PROJECT["project"]["dependencies"] if wanted == "dependencies" else groups["test"]
    if wanted == "oldest":
        direct = [*direct, *PROJECT["project"]["dependencies"]]
    direct = [line for line in direct if isinstance(line, str)] + groups["build"]
    assert names(direct) <= {name.replace("_", "-") for name, _ in pinned}


@pytest.mark.parametrize("file", ["run", "test", "oldest"])
def test_every_line_of_the_pins_is_a_version_or_its_hash(file: str) -> None:
    pin = re.compile(
        r"""[a-z0-9][a-z0-9._-]*==[^ ;]+( ; [a-z_ =!<>.'0-9A-Z]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"""
    )
    assert pin.sub("", (ROOT / "requirements" / f"{file}.txt").read_text()) == ""


def test_the_oldest_pins_are_the_lower_bounds() -> None:
    text = (ROOT / "requirements" / "oldest.txt").read_text()
    pinned = {
        name.replace("_", "-"): version for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    }
    bounds = dict(line.split(">=") for line in PROJECT["project"]["dependencies"])
    for name, bound in bounds.items():
        version = pinned[name].split(".")
        assert version[: len(bound.partition(",")[0].split("."))] == bound.partition(",")[0].split("."), name


def test_what_is_installed_is_what_is_pinned() -> None:
    text = (ROOT / "requirements" / "run.txt").read_text()
    pins = re.findall(r"^([a-z0-9._-]+)==(\S+) \\$", text, re.MULTILINE)
    assert len(pins) > 30
    if "oldest" not in sys.prefix:
        assert {name: metadata.version(name) for name, _ in pins} == dict(pins)


def test_pins_of_run_and_test_agree() -> None:
    def pins(file: str) -> dict[str, str]:
        text = (ROOT / "requirements" / f"{file}.txt").read_text()
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    run, test = pins("run"), pins("test")
    assert {name: test[name] for name in run if name in test} == {name: run[name] for name in run if name in test}


def test_every_command_of_the_readme_works(letters: Callable[..., Ran]) -> None:
    readme = (ROOT / "README.md").read_text()
    (answers,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    Path("answers.yaml").write_text(answers)
    commands = [line.partition("#")[0].split() for line in re.findall(r"^letters (.*)$", readme, re.MULTILINE)]
    assert len(commands) >= 4
    reference = ""
    for command in commands:
        if command[0] == "sent":
            (request,) = letters("list", "--json").json
            reference = request["reference"]
        done = letters(*(reference if word == "REF" else word for word in command))
        assert done.code == 0, (command, done.err)
        assert done.out
    assert Path("letter.pdf").exists()


def test_every_command_is_in_the_readme(letters: Callable[..., Ran]) -> None:
    readme = (ROOT / "README.md").read_text()
    listed = re.findall(
        r"^  ([\w-]+) ", letters("--help").out.partition("Commands:")[2].partition("\n\n")[0], re.MULTILINE
    )
    assert len(listed) >= 6
    for command in listed:
        assert re.search(rf"letters {command}\b", readme) or command in ("agency",), command


def test_files_and_links_of_the_documents_exist() -> None:
    documents = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
    documents += [path for path in (ROOT / "docs").glob("*.md") if path.name != "how-days-are-counted.md"]
    for document in documents:
        for link, _, heading in re.findall(r"\]\(([^)#:]*)(#([^)]*))?\)", document.read_text()):
            to = document.parent / link if link else document
            assert to.exists(), (document, link)
            if heading:
                heads = re.findall(r"^#+ (.+)$", to.read_text(), re.MULTILINE)
                assert heading in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads}, (
                    document,
                    heading,
                )


def test_whoever_is_at_risk_is_led_to_the_page_for_them(letters: Callable[..., Ran]) -> None:
    pages = {"docs/before-you-ask.md", "docs/antes-de-pedir.md"}
    for said in ((ROOT / "README.md").read_text(), letters("--help").out):
        assert pages <= set(re.findall(r"docs/[a-z-]+\.md", said))
    assert all((ROOT / page).exists() for page in pages)


def test_each_promise_names_a_test_that_is_there() -> None:
    promised = (ROOT / "SECURITY.md").read_text().partition("## What is not promised")[0]
    files = set(re.findall(r"tests/test_\w+\.py", promised))
    tests = re.findall(r"`(?:tests/\w+\.py::)?(test_\w+)`|::(test_\w+)", promised)
    assert len(files) >= 4
    assert len(tests) >= 5
    written = "".join((ROOT / file).read_text() for file in files)
    assert [name for pair in tests for name in pair if name and f"def {name}(" not in written] == []


def test_the_examples_in_the_documents_are_what_the_program_says() -> None:
    refresh = runpy.run_path(str(ROOT / "docs" / "refresh.py"))
    for document in refresh["DOCUMENTS"]:
        text = document.read_text()
        assert len(refresh["BLOCK"].findall(text)) >= 15
        assert refresh["refreshed"](text) == text
