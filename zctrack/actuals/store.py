"""Where a ledger's entries are kept (存储): an SQLite file or a PostgreSQL database.

The tables are made from the dictionary's columns. That entries are only added, one number after
the other, is the database's own rule too: triggers refuse everything else, whoever asks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from zctrack.actuals.store_errors import told
from zctrack.dictionary.build import Column, table
from zctrack.errors import LedgerError, OptionError

__all__ = ["Store"]

_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "text": sa.Text,
    "code": sa.Text,
    "int": sa.Integer,
    "float": sa.Double,
    "bool": sa.Boolean,
    "date": sa.Date,
}
_SQLITE_HEAD = b"SQLite format 3\x00"
_WAIT_SECONDS = 30
# What the writers of all processes queue for; any number that others are unlikely to use.
_QUEUE = 0x7A63_7472_6163_6B01

_REFUSAL = "the ledger is append-only: entries are never changed or removed"
_ORDER = "the ledger is append-only: entries are numbered one after the other"

# OR REPLACE would remove an entry without asking the triggers of DELETE: hence the one of INSERT.
_SQLITE_RULES = (
    *(
        f"CREATE TRIGGER {name}_{verb.lower()} BEFORE {verb} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for name in ("ledger", "ledger_layout")
        for verb in ("UPDATE", "DELETE")
    ),
    f"CREATE TRIGGER ledger_insert BEFORE INSERT ON ledger BEGIN "
    f"SELECT RAISE(ABORT, '{_ORDER}') "
    f"WHERE NEW.entry IS NOT (SELECT coalesce(max(entry), 0) + 1 FROM ledger); "
    f"SELECT RAISE(ABORT, '{_REFUSAL}') "
    f"WHERE EXISTS (SELECT 1 FROM ledger WHERE fingerprint = NEW.fingerprint); END",
)
_POSTGRES_RULES = (
    f"CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION USING MESSAGE = '{_REFUSAL}'; END $$",
    f"CREATE FUNCTION ledger_next() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"IF NEW.entry IS DISTINCT FROM (SELECT coalesce(max(entry), 0) + 1 FROM ledger) THEN "
    f"RAISE EXCEPTION USING MESSAGE = '{_ORDER}'; END IF; RETURN NEW; END $$",
    *(
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for name in ("ledger", "ledger_layout")
    ),
    "CREATE TRIGGER ledger_in_order BEFORE INSERT ON ledger "
    "FOR EACH ROW EXECUTE FUNCTION ledger_next()",
)


def _column(column: Column) -> sa.Column[Any]:
    key = column.name == table("ledger").key
    return sa.Column(
        column.name,
        _TYPES[column.type],
        primary_key=key,
        autoincrement=False,
        nullable=column.optional,
    )


class Store:
    """A database with a ledger in it, found or made.

    Parameters
    ----------
    address : str or path
        A file's path, ``sqlite:///…`` or ``postgresql://…``.
    create : bool
        Make the ledger if there is none.

    Raises
    ------
    LedgerError
        If it cannot be reached, opened or made, or holds something else.
    OptionError
        If the address is of no database that a ledger can be in.
    """

    def __init__(self, address: str | os.PathLike[str], *, create: bool) -> None:
        url = _url(address)
        self.where = _shown(url)
        self._path = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
        meta = sa.MetaData()
        self.ledger = sa.Table(
            "ledger",
            meta,
            *(_column(column) for column in table("ledger").columns),
            # The database's own: no row twice, and the way to the entries of one subject.
            sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
            sa.Column("subject", sa.Text, nullable=False, index=True),
        )
        self._layout = sa.Table("ledger_layout", meta, sa.Column("layout", sa.Text, nullable=False))
        with told(self.where, url.password):
            self._engine = _engine(url)
        self._password = url.password
        if self._path is not None:
            self._look_at_the_file(self._path, create=create)
        with self.reading() as connection:
            there = self._is_there(connection)
        if not there:
            if not create:
                raise self._missing()
            self._make(meta)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the ledger."""
        with (
            told(self.where, self._password),
            self._engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is alone in writing, and whole or nothing."""
        with (
            told(self.where, self._password),
            self._engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            if self._path is None:
                # Every writer waits here, so the next number is nobody else's; and the server may
                # not answer before the entries are on its disk, whatever its settings say.
                connection.execute(sa.text("SET LOCAL synchronous_commit = on"))
                connection.execute(sa.text(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'"))
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_QUEUE)))
            yield connection

    def _look_at_the_file(self, path: Path, *, create: bool) -> None:
        try:
            if not path.exists():
                if not create:
                    raise self._missing()
                path.parent.mkdir(parents=True, exist_ok=True)
                return
            with path.open("rb") as file:
                head = file.read(len(_SQLITE_HEAD))
        except OSError as error:
            raise LedgerError(
                f"the file cannot be opened or made ({error.strerror or error})",
                where=self.where,
                todo="Check that the folder exists and may be written to.",
            ) from None
        if head not in (b"", _SQLITE_HEAD):
            raise self._other("the file is no ledger")

    def _is_there(self, connection: sa.Connection) -> bool:
        # One question: between two of them another process can make the ledger.
        tables = set(sa.inspect(connection).get_table_names())
        if "ledger_layout" not in tables:
            if "ledger" in tables:
                raise self._other("the database has a table named ledger that is none of zctrack's")
            if self._path is not None and tables:
                raise self._other("the file is a database of something else")
            return False
        if connection.scalars(sa.select(self._layout.c.layout)).all() != [_layout()]:
            raise LedgerError(
                "the ledger was made by a version of zctrack with other columns",
                where=self.where,
                todo="Export it with that version, and load the file into a new ledger.",
            )
        return True

    def _make(self, meta: sa.MetaData) -> None:
        if self._path is not None:
            with told(self.where, None), self._engine.connect() as connection:
                _write_ahead(connection)
        with self.writing() as connection:
            if self._is_there(connection):
                return  # another process was quicker
            meta.create_all(connection)
            for rule in _POSTGRES_RULES if self._path is None else _SQLITE_RULES:
                connection.exec_driver_sql(rule)
            connection.execute(sa.insert(self._layout).values(layout=_layout()))

    def _missing(self) -> LedgerError:
        return LedgerError(
            "there is no ledger",
            where=self.where,
            todo="Check the address; zt.Ledger(…) makes a new one.",
        )

    def _other(self, what: str) -> LedgerError:
        return LedgerError(what, where=self.where, todo="Give another name or database.")


def _layout() -> str:
    """The columns that the ledger was made with, to be compared when it is opened again."""
    columns = table("ledger").columns
    return ", ".join(f"{c.name} {c.type}{'?' if c.optional else ''}" for c in columns)


def _url(address: str | os.PathLike[str]) -> sa.URL:
    text = os.fspath(address)
    if "://" not in text:
        return sa.URL.create("sqlite", database=text)
    scheme = text.partition("://")[0]
    # The address may hold a password: no message repeats it.
    advice = "Give a path, sqlite:///ledger.db, or postgresql://user@host/database."
    if scheme not in ("sqlite", "postgresql", "postgres", "postgresql+psycopg"):
        raise OptionError(f"{scheme}://… is no address of a ledger", todo=advice)
    try:
        url = sa.make_url("postgresql" + text[len(scheme) :] if scheme == "postgres" else text)
    except (sa.exc.ArgumentError, ValueError):
        raise OptionError(f"the address {scheme}://… cannot be read", todo=advice) from None
    if scheme == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise OptionError("sqlite:// without a file keeps nothing", todo=advice)
        return sa.URL.create("sqlite", database=url.database)
    return url.set(drivername="postgresql+psycopg")


def _shown(url: sa.URL) -> str:
    """The address without user, password and options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    host = url.host or url.query.get("host", "")
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{host}{port}/{url.database or ''}"


def _engine(url: sa.URL) -> sa.Engine:
    # No pool: a ledger is opened for a moment, and nothing has to be closed afterwards.
    if url.get_backend_name() != "sqlite":
        arguments: dict[str, Any] = {"connect_timeout": 10, "client_encoding": "utf8"}
        arguments = {name: value for name, value in arguments.items() if name not in url.query}
        return sa.create_engine(
            url,
            poolclass=NullPool,
            isolation_level="READ COMMITTED",
            connect_args=arguments,
            hide_parameters=True,
        )
    engine = sa.create_engine(
        url, poolclass=NullPool, connect_args={"timeout": _WAIT_SECONDS}, hide_parameters=True
    )
    sa.event.listen(engine, "connect", _settle)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _: object) -> None:
    """Leave transactions to us, and answer only when the bytes are on the disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: sa.Connection) -> None:
    # A writer takes its turn at once; a reader that became one later could lose the race.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _write_ahead(connection: sa.Connection) -> None:
    """Let readers read while one writes. SQLite does not wait for its turn here: we do."""
    driver: Any = connection.connection.driver_connection
    for _ in range(_WAIT_SECONDS * 20):
        try:
            driver.execute("PRAGMA journal_mode = WAL")
        except Exception as error:
            if "locked" not in str(error):
                raise LedgerError(str(error), where="SQLite") from None
            time.sleep(0.05)
        else:
            return
