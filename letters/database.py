"""The database of the store: how it is opened, encrypted or not, and brought up to date."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from letters import vault
from letters.errors import FileTrouble, StoreDamaged, StoreTooNew, WrongInput

REVISION = "0001"
# Nothing of what is removed stays in the file, and nothing is sorted in files elsewhere.
PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"),
    *("secure_delete=ON", "temp_store=MEMORY"),
)
# Milliseconds to wait for another program that writes.
PATIENCE = 30_000


def engine(path: Path, key: str | None) -> sa.Engine:
    """The database in that file, made where there is none; encrypted where there is a key."""
    # SQLite gives its log and index the mode of the file itself.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if key is None:
        return _ready(sa.create_engine(sa.URL.create("sqlite", database=str(path)), poolclass=sa.NullPool))
    from sqlcipher3 import dbapi2

    by = partial(vault.connect, path, key)
    return _ready(sa.create_engine("sqlite://", module=dbapi2, creator=by, poolclass=sa.NullPool))


def engine_by(connect: Callable[[], sqlite3.Connection]) -> sa.Engine:
    """The database to which that connects."""
    return _ready(sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool))


def _ready(made: sa.Engine) -> sa.Engine:
    @sa.event.listens_for(made, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun here, not by the driver
        for pragma in (f"busy_timeout={PATIENCE}", *PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")

    return made


def bring_up_to_date(connection: sa.Connection, path: Path) -> None:
    """Runs the migrations that are missing; Alembic is imported only then."""
    if (stored := _stored_revision(connection)) == REVISION:
        return
    if stored is not None and stored > REVISION:
        raise StoreTooNew(f"{path} was made by a newer version of Letters: install that one to use it.")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "letters:migrations")
    config.attributes["connection"] = connection
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        if _stored_revision(connection) != REVISION:  # another program may have done it meanwhile
            command.upgrade(config, "head")
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise


def _stored_revision(connection: sa.Connection) -> str | None:
    tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").first()
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if tables else None


@contextmanager
def ours(path: Path) -> Iterator[None]:
    """Turns what the database and the file system say into our errors."""
    try:
        yield
    except IntegrityError:  # the names of entries come from files that are imported
        raise WrongInput("An entry of it is here already, under another reference. Nothing was entered.") from None
    except OperationalError as error:
        raise FileTrouble(f"Cannot use {path}: {error.orig}. Is another program using it, or the disk full?") from None
    except DatabaseError as error:
        raise StoreDamaged(
            f"{path} is damaged ({error.orig}). It is left as it is: put a copy back in its place."
        ) from None
    except OSError as error:
        raise FileTrouble(f"Cannot use {path}: {error.strerror}.") from None
