"""Writers of a ledger killed for real: a seeded tenth of `make kill`; and that it could fail."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from zctrack.actuals.ledger import Ledger

SCRIPT = Path(__file__).parents[2] / "fuzz" / "kill_ledger.py"


def test_killed_writers_lose_nothing_and_leave_no_half_entry() -> None:
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "50", "10", "1"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert re.findall(r"(\w+): (\d+) kills", run.stdout) == [("SQLite", "50"), ("PostgreSQL", "10")]
    # Kills that hit nothing prove nothing: most fall into an append, some on the server's side.
    inside = [int(n) for n in re.findall(r"(\d+) inside an append", run.stdout)]
    assert inside[0] >= 10
    assert inside[1] >= 2
    acknowledged = [int(n) for n in re.findall(r"(\d+) submissions acknowledged", run.stdout)]
    assert min(acknowledged) >= 5
    assert "1 the writer's backend ended" in run.stdout
    assert "1 the server stopped at once" in run.stdout


@pytest.fixture(scope="module")
def kill() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kill_ledger", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda e: e.iloc[:-1], r"there by half: \[3\]"),
        (lambda e: e[e["file"] != "3.xlsx"], r"acknowledged and gone: \[3\]"),
        (lambda e: e.drop(index=5), "not numbered one after the other"),
        (lambda e: e.assign(note="x"), "note"),
        (lambda e: e.assign(note=["x" if n > 20 else None for n in e["entry"]]), "note"),
        (lambda e: e.assign(replaces=e["replaces"].mask(e["entry"] > 20)), "not name what they"),
        (lambda e: e.iloc[:5], "shape"),
    ],
)
def test_the_check_after_a_kill_sees_what_is_lost(
    kill: ModuleType,
    tmp_path: Path,
    harm: Callable[[pd.DataFrame], pd.DataFrame],
    message: str,
) -> None:
    ledger = Ledger(tmp_path / "l.db")
    ledger.append(kill.numbered(1))
    before = ledger.entries()
    for number in (2, 3):
        ledger.append(kill.numbered(number))
    entries = ledger.entries()
    kill.hold(entries, {1, 2, 3}, before)
    with pytest.raises(AssertionError, match=message):
        kill.hold(harm(entries), {1, 2, 3}, before)
