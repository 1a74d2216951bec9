"""The server for groups as a process of its own: too much is refused unread, and no print run stays behind."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from web_groups_support import ALL, AUDIT, MAYA, logged, sheet

# The server itself.


class Server:
    """`letters web` as a process of its own, whose temporary files lie in a folder of their own."""

    def __init__(self, temporary: Path) -> None:
        temporary.mkdir()
        self.temporary = temporary
        self.process = subprocess.Popen(
            [sys.executable, "-m", "letters", "web", "--no-browser"],
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.process.stdout.readline()
        link = self.process.stdout.readline().strip()
        self.port = int(link.split(":")[2].split("/")[0])
        self.cookie = ""
        self.cookie = self.asks("GET", link.partition(str(self.port))[2]).headers["Set-Cookie"].partition(";")[0]
        token = re.search(r'name="form_token" value="([^"]+)"', self.reads("/groups/"))
        assert token
        self.token = token[1]

    def asks(self, method: str, path: str, body: bytes | None = None, **headers: str) -> HTTPResponse:
        line = HTTPConnection("127.0.0.1", self.port)
        line.request(method, path, body, {"Cookie": self.cookie, "Connection": "close", **headers})
        return line.getresponse()

    def reads(self, path: str) -> str:
        with self.asks("GET", path) as answer:
            return answer.read().decode()

    def sends(self, path: str, content: bytes | None = None, **fields: str) -> str:
        """Sends a form, with a sheet where one is given; where it leads."""
        parts = [(f'name="{name}"', text.encode()) for name, text in {"form_token": self.token, **fields}.items()]
        parts += [('name="sheet"; filename="a.csv"', content)] if content else []
        body = b"".join(b"--x\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (a.encode(), b) for a, b in parts)
        media = {"Content-Type": "multipart/form-data; boundary=x"}
        with self.asks("POST", path, body + b"--x--\r\n", **media) as answer:
            return answer.headers["Location"]

    def raw(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def memory(self) -> int:
        """The most memory that it ever had, in bytes."""
        told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())
        assert told
        return int(told[1]) * 1024

    def ends(self, number: int) -> tuple[str, str]:
        self.process.send_signal(number)
        return self.process.communicate(timeout=120)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "temporary")
    yield running
    running.process.kill()
    running.process.communicate()


def test_an_upload_of_200_megabytes_is_refused_before_it_is_read(server: Server) -> None:
    path = server.sends("/groups/", way="sheet", type=AUDIT)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {server.cookie}\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n"
    before = server.memory()
    with server.raw() as line:
        line.sendall(f"{head}Content-Length: 200000000\r\n\r\n--x\r\n".encode())
        assert b" 413 " in line.recv(1000)  # though nearly nothing was sent
    sent = 0
    with server.raw() as line:
        line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(OSError):
            for _ in range(200):
                line.sendall(b"f4240\r\n" + bytes(1_000_000) + b"\r\n")
                sent += 1_000_000
        assert sent < 100_000_000
    assert server.memory() - before < 60_000_000
    assert "For groups" in server.reads("/groups/")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_leaves_no_print_run_behind(server: Server, number: int, home: Path) -> None:
    rows = [(f"Person {n} Example", *MAYA[1:5], f"T{n:012}", *MAYA[6:]) for n in range(600)]
    path = server.sends("/groups/", way="sheet", type=AUDIT)
    check = server.sends(path, sheet(*rows), **ALL)
    while "are being checked" in server.reads(check):
        pass
    run = server.sends(path.replace("/sheet", "/make"))
    while not (told := json.loads(server.reads(f"{run}/status")))["done"]:
        assert told["running"]
    assert list(server.temporary.glob("letters-*"))
    out, err = server.ends(number)
    assert "Stopped." in out
    assert err == ""
    assert not list(server.temporary.glob("letters-*"))
    assert 0 < len(logged(home)) < 600
