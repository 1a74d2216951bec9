"""The server: on this machine alone, until it is stopped."""

import logging
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import waitress

from letters import in_memory, schema, tracker
from letters.errors import LettersError, WrongInput
from letters.web.app import create_app
from letters.web.safety import MOST_UPLOAD_BYTES, Guard
from letters.workflow import due
from letters.workflow.workspace import Workspace

HERE = "127.0.0.1"
SWEEP_SECONDS = 60
THREADS = 4
MOST_ANSWER_BYTES = 1_000_000_000


class Desks:
    """Gives the workspace of the day: one for each day, so that the data are read once."""

    def __init__(self, home: Path, today: Callable[[], date], *, low_trace: bool = False) -> None:
        self._home, self._today, self._low_trace = home, today, low_trace
        self._kept: dict[date, Workspace] = {}
        self._lock = threading.Lock()

    def __call__(self) -> Workspace:
        """The workspace of today."""
        day = self._today()
        with self._lock:
            if day not in self._kept:
                self._kept.clear()
                self._kept[day] = Workspace(self._home, day, self._low_trace)
            return self._kept[day]

    def erase(self) -> None:
        """Forgets all that a folder in memory keeps, and what the workspace remembers of it."""
        with self._lock:
            self._kept.clear()
            # A new path: what is still being made for the old one fails rather than be entered after all.
            in_memory.end(self._home)
            schema.forget_read()
            self._home = in_memory.begin()

    def close(self) -> None:
        """Ends a folder in memory for good."""
        in_memory.end(self._home)


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


def serve(
    home: Path, port: int, started: Callable[[str], None], *, shared: bool = False, low_trace: bool = False
) -> None:
    """Serves the pages until it is interrupted; `started` is told the link that opens them. Raises WrongInput.

    On a `shared` computer, all is kept in memory, and the user's folder is not even looked at.
    """
    taken = listen(port)
    guard = Guard(taken.getsockname()[1])
    place = in_memory.begin() if shared else home
    desks = Desks(place, date.today, low_trace=low_trace)
    app = create_app(desks, guard, erase=desks.erase if shared else None)
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
        inbuf_overflow=2 * MOST_UPLOAD_BYTES,  # what is larger would be put on disk on its way
        outbuf_overflow=MOST_ANSWER_BYTES,
        clear_untrusted_proxy_headers=True,
    )
    threading.Thread(target=sweep, daemon=True).start()
    # Ended by the system, too, it leaves no print run behind.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not shared and tracker.exists(home):
        threading.Thread(target=_read_ahead, args=(desks,), daemon=True).start()
    try:
        started(guard.link)
        server.run()
    finally:
        signal.signal(signal.SIGTERM, before)
        stopped.set()
        memory.clear()
        desks.close()
        server.close()
