"""Nothing leaves the machine: with sockets forbidden, everything works as before."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from batch_support import DVS, MAYA, table
from support import Ran

from letters.web import serve

PUBLIC = "data-sharing-agreements-mous"
HERE = "127.0.0.1"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that anything asks for; only a listener on this machine gets one."""
    found: list[Any] = []

    def refuse(*address: Any, **_: Any) -> None:
        found.append(address)
        raise OSError("no network")

    class Closed(socket.socket):
        def connect(self, address: Any) -> None:
            refuse(address)

        def connect_ex(self, address: Any) -> int:
            refuse(address)
            return 1

        def sendto(self, *arguments: Any) -> int:
            refuse(arguments)
            return 0

        def bind(self, address: Any) -> None:
            if address[0] != HERE:
                refuse(address)
            super().bind(address)

    known = socket.getaddrinfo

    def numbers_only(host: str | None, *arguments: Any, **options: Any) -> Any:
        """No name is looked up; waitress turns the number of its own place into an address so."""
        if host not in (HERE, "0.0.0.0"):  # noqa: S104
            refuse(host)
        return known(host, *arguments, **options)

    monkeypatch.setattr(socket, "socket", Closed)
    monkeypatch.setattr(socket, "getaddrinfo", numbers_only)
    monkeypatch.setattr(socket, "gethostbyname", refuse)
    return found


def test_the_guard_sees_an_attempt(asked: list[Any]) -> None:
    from urllib.request import urlopen

    with pytest.raises(OSError, match="no network"):
        urlopen("http://127.0.0.1:9/")
    assert asked


def test_the_main_paths_need_no_network(
    asked: list[Any], write: Callable[..., Ran], letters: Callable[..., Ran], home: Path
) -> None:
    (row,) = write("mn-dps", PUBLIC, "--companions", "--email", "--out", "letter.pdf", "--json").json[:1]
    reference = row["reference"]
    batch = ("batch", table(MAYA), *DVS, "--campaign", "spring", "--out", "out", "--dated", "2026-11-25", "--jobs", "1")
    for command in (
        batch,
        ("sent", reference, "--on", "2026-11-26"),
        ("next", reference, "--out", "next.pdf"),
        ("packet", reference, "--out", "packet.pdf"),
        ("calendar", "--out", "dates.ics"),
        ("report", "--campaign", "spring", "--out", "report.html"),
        ("agencies", "police"),
        ("check",),
    ):
        done = letters(*command)
        assert done.code in (0, 4), (command, done.err)
    links: list[str] = []

    def started(link: str) -> None:
        links.append(link)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve.serve(home, 0, started)
    assert links[0].startswith(f"http://{HERE}:")
    assert asked == []
