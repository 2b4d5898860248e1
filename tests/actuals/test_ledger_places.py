"""Where a ledger can and cannot be, and what is said of it: never a password."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

import zctrack as zt
from zctrack.actuals import store
from zctrack.actuals.ledger import Ledger
from zctrack.errors import LedgerError, OptionError


def test_a_file_is_made_on_first_use_its_folder_too(tmp_path: Path) -> None:
    path = tmp_path / "2020" / "台账.db"
    ledger = zt.Ledger(path)
    assert path.exists()
    assert repr(ledger) == f"Ledger({str(path)!r})"
    # One file, which can be copied: nothing lies beside it when nobody writes.
    assert [entry.name for entry in path.parent.iterdir()] == ["台账.db"]


def test_a_path_and_an_address_are_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("l.db", Path("l.db"), "sqlite:///l.db", f"sqlite:///{tmp_path}/l.db"):
        Ledger(place)
    assert [entry.name for entry in tmp_path.iterdir()] == ["l.db"]


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "l.db").touch()
    assert Ledger(tmp_path / "l.db").entries().empty


def test_readers_do_not_wait_for_writers_and_answers_are_on_the_disk(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.db")
    with ledger._store.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert Ledger(tmp_path / "l.db").entries().empty


@pytest.mark.parametrize(
    "content", [b"x", b"item,value\nM8.5.q1,760\n", b"SQLite format 3\x00" + b"x" * 4096]
)
def test_a_file_that_is_something_else_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "l.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"l\.db: the file is no ledger"):
        Ledger(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE contacts (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="the file is a database of something else"):
        Ledger(path)
    assert path.read_bytes() == before


def test_a_table_named_ledger_of_somebody_else_is_left_alone(address: Callable[[], str]) -> None:
    place = address()
    url = sa.make_url(place)
    driver = "sqlite" if url.drivername == "sqlite" else "postgresql+psycopg"
    engine = sa.create_engine(url.set(drivername=driver), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE ledger (name TEXT)")
    with pytest.raises(LedgerError, match=r"a table named ledger that is none of zctrack's"):
        Ledger(place)


def test_a_ledger_with_other_columns_is_refused_with_the_way_out(
    address: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = address()
    monkeypatch.setattr(store, "_layout", lambda: "notice text, item text")
    Ledger(place)
    monkeypatch.undo()
    with pytest.raises(LedgerError, match=r"a version of zctrack with other columns\. Export it"):
        Ledger(place)


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match=r"file/l\.db: the file cannot be opened or made"):
        Ledger(tmp_path / "file" / "l.db")
    with pytest.raises(LedgerError, match="cannot be opened or made"):
        Ledger(tmp_path)


def test_reading_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"l\.db: there is no ledger\. Check the address"):
        zt.read_actuals(f"sqlite:///{tmp_path}/l.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://me:geheim@127.0.0.1:1/db",
        "postgresql://me@127.0.0.1:1/db?password=geheim",
        "postgresql://me:geheim@127.0.0.1:1/db?nonsense=geheim",
        "postgresql://me:geheim@127.0.0.1:99999999/db",
    ],
)
def test_a_server_that_does_not_answer_is_named_without_the_password(place: str) -> None:
    with pytest.raises(LedgerError, match=r"^postgresql://127\.0\.0\.1:\d+/db: ") as told:
        Ledger(place)
    assert "geheim" not in f"{told.value!s} {told.value!r}"


def test_a_database_that_is_not_there_is_named(server: sa.URL) -> None:
    place = server.set(database="nirgends").render_as_string(hide_password=False)
    with pytest.raises(LedgerError, match=r'cannot be reached .*"nirgends" does not exist'):
        Ledger(place)


@pytest.mark.parametrize(
    "place",
    ["mysql://me:geheim@h/db", "sqlite://", "sqlite:///:memory:", "postgresql://a:geheim@:x:/"],
)
def test_an_address_that_is_none_of_a_ledgers_is_refused(place: str) -> None:
    with pytest.raises(OptionError, match=r"Give a path, sqlite:///ledger\.db, or post") as no:
        Ledger(place)
    assert "geheim" not in str(no.value)


@pytest.mark.parametrize(
    ("missing", "place"), [("sqlalchemy", "l.db"), ("psycopg", "postgresql://me@h/db")]
)
def test_a_missing_library_is_named_with_its_extra(
    tmp_path: Path, missing: str, place: str
) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "import zctrack as zt\n"
        f"try: zt.Ledger({place!r})\n"
        "except zt.LedgerError as error: print(error)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert "Install zctrack[ledger]." in out
