"""Files are for their owner alone, and a store that others can write is refused."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support import AUDIT, Ran


def test_files_are_for_their_owner_alone_whatever_the_umask(
    home: Path, letters: Callable[..., Ran], write: Callable[..., Ran], passphrase: tuple[str, str]
) -> None:
    before = os.umask(0)
    try:
        reference = write("mn-dps", AUDIT, "--out", "letter.pdf", "--companions", "--json").json[0]["reference"]
        for command in (
            ("attach", reference, "letter.pdf"),
            ("profile", "maya", "--set", "full_name=Maya Lindqvist"),
            ("export", "all.json"),
            ("calendar", "--out", "dates.ics"),
            ("packet", reference, "--out", "packet.pdf"),
            ("backup", "plain.backup"),
            ("lock", *passphrase),
            ("sent", reference, *passphrase),
            ("backup", "locked.backup", *passphrase),
            ("unlock", *passphrase),
        ):
            done = letters(*command)
            assert done.code == 0, done.err
            for path in (home, *home.rglob("*"), *Path().rglob("*")):
                assert path.stat().st_mode & 0o077 == 0, (command, path)
    finally:
        os.umask(before)


@pytest.mark.parametrize("name", ["", "letters.sqlite", "attachments"])
@pytest.mark.parametrize("mode", [0o020, 0o002])
def test_a_store_that_others_can_write_is_refused(
    name: str, mode: int, home: Path, letters: Callable[..., Ran], store: str
) -> None:
    path = home / name
    path.chmod(path.stat().st_mode | mode)
    for command in (("list",), ("sent", store), ("profile", "maya")):
        refused = letters(*command)
        assert refused.code == 1, command
        assert f"Others on this computer can write to {path}" in refused.err
    mend = letters("list").err.split("`")[1].split()
    subprocess.run(mend, check=True)
    assert letters("list").code == 0
