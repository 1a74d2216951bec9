"""Every error that a user can cause.

    LettersError               exit 1: the request cannot be carried out
    ├── WrongInput             exit 2: what was typed, or a file that was given, is wrong
    │   ├── FileMistakes       all mistakes of one file, each with its place
    │   │   └── ColumnMistakes the columns of a table do not fit what is asked
    │   └── WrongPassphrase    it does not open the locked store
    ├── NoLetterYet            the log does not allow this next letter
    ├── NotSubject             chapter 13 does not reach this body
    ├── NoAddress              no address, or none that may be used without the user's word
    ├── TemplateBroken         a template does not parse, or fails while it is filled in
    ├── CannotPrint            a letter that would not come out right on paper
    ├── FileTrouble            a file or folder cannot be read or written
    ├── StoreLocked            the store is locked, and no passphrase was given
    ├── StoreDamaged           the store of requests cannot be read; it is left as it is
    └── StoreTooNew            the store was made by a newer version of this program

A message says what is wrong, where, and what to do. It never repeats what a user answered, since answers are private;
only of a table are the values of wrong cells named, if they are not sensitive.
Anything that is not a LettersError is a bug, and shows its traceback.
"""

from collections.abc import Iterable
from typing import ClassVar

# More of a file's mistakes, or of one of them, than anybody reads.
_MOST, _LONGEST = 1_000, 1_000


class LettersError(Exception):
    """The request cannot be carried out; `str()` of it is the message for the user."""

    exit_code: ClassVar[int] = 1


class WrongInput(LettersError):
    """What was typed, or a file that was given, is wrong."""

    exit_code = 2


class FileMistakes(WrongInput):
    """All mistakes of one file, in the order in which they stand there; its message has the first of very many."""

    def __init__(self, path: object, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        told = [mistake if len(mistake) <= _LONGEST else f"{mistake[:_LONGEST]} …" for mistake in self.mistakes[:_MOST]]
        if (more := len(self.mistakes) - _MOST) > 0:
            told.append(f"and {more:,} more")
        super().__init__(f"{path}:\n" + "\n".join(f"  {mistake}" for mistake in told))


class ColumnMistakes(FileMistakes):
    """The columns of a table do not fit what is asked; `unknown` are those that answer no question."""

    def __init__(self, path: object, mistakes: Iterable[str], unknown: Iterable[str]) -> None:
        self.unknown = tuple(unknown)
        super().__init__(path, mistakes)


class WrongPassphrase(WrongInput):
    """A passphrase that does not open the locked store."""


class NoLetterYet(LettersError):
    """The log does not allow this next letter."""


class NotSubject(LettersError):
    """Chapter 13 does not reach this body."""


class NoAddress(LettersError):
    """There is no address, or none that may be used without the user's word."""


class TemplateBroken(LettersError):
    """A template does not parse, or fails while it is filled in."""


class CannotPrint(LettersError):
    """A letter that would not come out right on paper."""


class FileTrouble(LettersError):
    """A file or folder cannot be read or written."""


class StoreLocked(LettersError):
    """The store is locked, and no passphrase was given."""


class StoreDamaged(LettersError):
    """The store of requests cannot be read; it is left as it is."""


class StoreTooNew(LettersError):
    """The store was made by a newer version of this program."""
