"""What a database complains of, told to the person who keeps the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from zctrack.errors import LedgerError

__all__ = ["told"]

# What the driver says → what is wrong, what to do. The first that fits; {} is the driver's line.
_TOLD = (
    (
        r"not a database|malformed|encrypted",
        "the file is no ledger or is damaged ({})",
        "Load the last export into a new ledger.",
    ),
    (
        # Even a reader writes beside an SQLite file: the marks by which it does not wait.
        r"unable to open|readonly database|read-only",
        "the ledger cannot be opened for writing ({})",
        "Check that the folder exists and may be written to; to read a ledger that you may not "
        "write, take a copy or its export.",
    ),
    (
        r"locked|lock timeout|LockNotAvailable",
        "another process has been writing for too long",
        "Try again; if it goes on, look for the process that hangs.",
    ),
    (
        r"disk is full|No space left|disk I/O",
        "the ledger's disk does not take it ({})",
        "Make room, and try again: nothing of this submission was entered.",
    ),
    (
        r"permission denied",
        "the database refuses it ({})",
        "Ask its keeper for the right to make and use the ledger's tables.",
    ),
    (
        r"append-only",
        "another program wrote the ledger in between ({})",
        "Try again; write the ledger with zctrack only.",
    ),
    (
        r"connection|server|could not|failed to resolve|timeout|authentication|does not exist",
        "the database cannot be reached ({})",
        "Check the address, the user and that the server runs. What was not acknowledged can be "
        "sent again: nothing counts twice.",
    ),
)


@contextmanager
def told(where: str, password: object) -> Iterator[None]:
    """Turn a database's errors into one LedgerError that shows no password.

    Parameters
    ----------
    where : str
        The ledger, as it may be shown.
    password : object
        What must not be shown, if there is any.

    Raises
    ------
    LedgerError
    """
    try:
        yield
    except ImportError as error:
        raise LedgerError(
            f"the library {error.name or 'psycopg'} is not installed",
            where=where,
            todo="Install zctrack[ledger].",
        ) from None
    except sa.exc.DBAPIError as error:
        raise _read(str(error.orig), where, password) from None
    except sa.exc.SQLAlchemyError as error:
        raise _read(str(error), where, password) from None


def _read(message: str, where: str, password: object) -> LedgerError:
    line = next((text.strip() for text in message.splitlines() if text.strip()), "no reason given")
    if password:
        line = line.replace(str(password), "…")
    for pattern, what, todo in _TOLD:
        if re.search(pattern, message, re.IGNORECASE):
            return LedgerError(what.format(line), where=where, todo=todo)
    return LedgerError(
        f"the database refuses it ({line})",
        where=where,
        todo="Nothing of this step was entered; check the database and try again.",
    )
