"""The server: on this machine alone, until it is stopped."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import waitress

from letters import tracker
from letters.errors import LettersError, WrongInput
from letters.web.app import create_app
from letters.web.safety import MOST_UPLOAD_BYTES, Guard
from letters.workflow import due
from letters.workflow.workspace import Workspace

HERE = "127.0.0.1"
SWEEP_SECONDS = 60
THREADS = 4


def desks(home: Path, today: Callable[[], date], *, low_trace: bool = False) -> Callable[[], Workspace]:
    """Gives the workspace of the day: one for each day, so that the data are read once."""
    kept: dict[date, Workspace] = {}
    lock = threading.Lock()

    def desk() -> Workspace:
        day = today()
        with lock:
            if day not in kept:
                kept.clear()
                kept[day] = Workspace(home, day, low_trace)
            return kept[day]

    return desk


def listen(port: int) -> socket.socket:
    """A socket on this machine alone; 0 takes a free port. Raises WrongInput where it is in use."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HERE, port))
    except OSError:
        taken.close()
        raise WrongInput(f"--port: {port} is in use, or may not be used. Choose another, or leave it out.") from None
    return taken


def _read_ahead(desk: Callable[[], Workspace]) -> None:
    """Reckons the list of requests before it is asked for; what is wrong with the log is told when it is."""
    with suppress(LettersError):
        due.every(desk())


def serve(home: Path, port: int, started: Callable[[str], None], *, low_trace: bool = False) -> None:
    """Serves the pages until it is interrupted; `started` is told the link that opens them. Raises WrongInput."""
    taken = listen(port)
    guard = Guard(taken.getsockname()[1])
    desk = desks(home, date.today, low_trace=low_trace)
    app = create_app(desk, guard)
    memory = app.extensions["letters"][1]
    stopped = threading.Event()

    def sweep() -> None:
        while not stopped.wait(SWEEP_SECONDS):
            memory.sweep()

    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    server = waitress.create_server(
        app,
        sockets=[taken],
        threads=THREADS,
        ident="",
        max_request_body_size=MOST_UPLOAD_BYTES,
        clear_untrusted_proxy_headers=True,
    )
    threading.Thread(target=sweep, daemon=True).start()
    if (home / tracker.FILE_NAME).exists():
        threading.Thread(target=_read_ahead, args=(desk,), daemon=True).start()
    try:
        started(guard.link)
        server.run()
    finally:
        stopped.set()
        memory.clear()
        server.close()
