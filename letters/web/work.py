"""What takes its time: done in a thread of its own, so that a page can show how far it is."""

import logging
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from letters.errors import LettersError

Result = TypeVar("Result")
Progress = Callable[[int, int], None]

BUG = "Something went wrong in the program itself."


class Stopped(LettersError):
    """What was done is not wanted any more."""


class Work(Generic[Result]):
    """A task in a thread: how far it is (`done` of `whole`, both 0 where nothing is known), and what came of it."""

    def __init__(self, task: Callable[[Progress], Result], ended: Callable[[], None] = lambda: None) -> None:
        """Begins at once; `ended` is called in the thread when all is done, or went wrong."""
        self.done = self.whole = 0
        self.result: Result | None = None
        self.error: LettersError | None = None
        self._task, self._ended = task, ended
        self._stop = threading.Event()
        # The server waits for its end, though threads that answer it begin it, for whose end nobody waits.
        self._thread = threading.Thread(target=self._go, daemon=False)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> None:
        """Waits for the end, at most so long."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Lets it end at its next step; it is not waited for."""
        self._stop.set()

    def _go(self) -> None:
        try:
            self.result = self._task(self._progress)
        except LettersError as error:
            self.error = error
        except Exception as error:
            self.error = LettersError(BUG)
            if not self._stop.is_set():
                note_bug(error)
        finally:
            self._ended()

    def _progress(self, done: int, whole: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self.done, self.whole = done, whole


def note_bug(error: Exception) -> None:
    """Logs where in the program a bug is, and nothing of what was answered."""
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)[::-1])
    logging.getLogger(__name__).error("A bug: %s at %s", type(error).__name__, places)
