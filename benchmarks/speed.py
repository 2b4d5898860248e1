"""How fast zctrack is, beside what it could be compared with; `make bench` runs it.

Three measurements from one run, each with its ceiling. The peer is JioNLP, which finds the times of
a Chinese text: zctrack's whole parse is held against JioNLP's time finding alone.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime

import pandas as pd

import zctrack as zt
from zctrack.datasets import KEY, REGION, names

RUNS = 15
IMPORTS = 9
PARSE_CEILING, PARSE_GOAL = 1 / 5, 1 / 10
IMPORT_CEILING = 1.15


def best(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Best and median seconds of several runs, after one that warms up."""
    work()
    times = []
    for _ in range(runs):
        gc.collect()
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times), statistics.median(times)


def parse_all(text: str, given: pd.DataFrame) -> dict[str, int]:
    """Parse the notice and build every table; gives the rows of each."""
    notice = zt.parse(text, region=REGION, names=given, key=KEY)
    return {name: len(notice.tables[name]) for name in notice.tables}


def time_finder() -> Callable[[str], int]:
    """JioNLP's time finding, line by line as it asks for, without its log."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        import jionlp
    logging.disable(logging.CRITICAL)
    base = datetime(2020, 8, 25)

    def find(text: str) -> int:
        return sum(
            len(jionlp.ner.extract_time(line, time_base=base) or []) for line in text.splitlines()
        )

    return find


def import_seconds(modules: tuple[str, ...]) -> dict[str, float]:
    """Median wall time of a fresh interpreter that imports each module, the bare start taken off.

    The modules take turns, so that a busy moment of the machine meets all of them.
    """
    times: dict[str, list[float]] = {module: [] for module in ("", *modules)}
    for _ in range(IMPORTS + 1):
        for module, seen in times.items():
            code = f"import {module}" if module else "pass"
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seen.append(time.perf_counter() - begin)
    # The first round reads the files from the disk.
    medians = {module: statistics.median(seen[1:]) for module, seen in times.items()}
    return {module: medians[module] - medians[""] for module in modules}


def peak_megabytes(work: Callable[[], object]) -> float:
    """Peak of what Python allocates during one run, after one that warms up."""
    work()
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def verdict(value: float, ceiling: float) -> str:
    """Whether a figure keeps under its ceiling."""
    return "kept" if value <= ceiling else "BROKEN"


def main() -> int:
    """Measure, print, and fail where a ceiling is broken."""
    first = time.perf_counter()
    text, given = zt.load().text, names()
    sizes = parse_all(text, given)
    find = time_finder()
    parse, parse_median = best(lambda: parse_all(text, given), RUNS)
    peer, peer_median = best(lambda: find(text), RUNS)
    imports = import_seconds(("zctrack", "pandas"))
    peak = peak_megabytes(lambda: parse_all(text, given))
    ratio, import_ratio = parse / peer, imports["zctrack"] / imports["pandas"]

    print(f"Notice: {len(text):,} characters, {len(sizes)} tables, {sum(sizes.values())} rows")
    print(f"parse into all tables     {parse * 1e3:7.1f} ms  (median {parse_median * 1e3:.1f})")
    print(f"JioNLP, times alone       {peer * 1e3:7.1f} ms  (median {peer_median * 1e3:.1f})")
    print(
        f"  ratio                   {ratio:7.3f}     ceiling {PARSE_CEILING}: "
        f"{verdict(ratio, PARSE_CEILING)}; goal {PARSE_GOAL}: {verdict(ratio, PARSE_GOAL)}"
    )
    print(f"import zctrack            {imports['zctrack'] * 1e3:7.0f} ms")
    print(f"import pandas             {imports['pandas'] * 1e3:7.0f} ms")
    print(
        f"  ratio                   {import_ratio:7.2f}     ceiling {IMPORT_CEILING}: "
        f"{verdict(import_ratio, IMPORT_CEILING)}"
    )
    print(f"peak memory of one parse  {peak:7.1f} MB")
    print(
        f"measured in {time.perf_counter() - first:.0f} s, best of {RUNS} and median of {IMPORTS}"
    )
    return int(ratio > PARSE_CEILING or import_ratio > IMPORT_CEILING)


if __name__ == "__main__":
    sys.exit(main())
