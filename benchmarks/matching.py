"""How well a bureau's own return is read, on made ones; run it with the project's own Python.

Rows to tasks: right at rank 1, of all rows that are about a task; precision and recall of what
is proposed (sure or doubtful) and of what is sure. Figures: value, unit and basis; the target for
which a figure may stand. Four groups: the rows by which rules were written, those held out, those
in other words, and the last, scored once (see tests/actuals/returns/README.md). Beside it what the
first version gave, and what rapidfuzz alone gives for rank 1.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rapidfuzz import fuzz, process  # noqa: E402

import zctrack as zt  # noqa: E402
from tests.actuals.made_returns import HARD, HELD_OUT, UNSEEN, WRITTEN, returns  # noqa: E402
from tests.actuals.returns_score import Count, score  # noqa: E402
from zctrack.notice import Notice  # noqa: E402

GROUPS = {"written": WRITTEN, "held out": HELD_OUT, "other words": HARD, "unseen": UNSEEN}
BEFORE = tomllib.loads((Path(__file__).parent / "before_matching.toml").read_text("utf-8"))
PEERS = {"partial_ratio": fuzz.partial_ratio, "WRatio": fuzz.WRatio}


def peer(notice: Notice, names: tuple[str, ...], scorer: Callable[..., float]) -> str:
    """Rank 1 by one rapidfuzz scorer over the tasks' texts, without parties."""
    tasks = dict(zip(notice.tasks["task"], notice.tasks["text"], strict=True))
    right = total = 0
    for made in returns(*names):
        for row in made["row"]:
            for wanted in row["tasks"]:
                best = process.extractOne(row["goal"], tasks, scorer=scorer)
                right += best is not None and best[2] in wanted.split("/")
                total += 1
    return f"{right}/{total}"


def line(group: str, what: str, count: Count, before: str = "") -> str:
    """One line of the table."""
    shares = f"{count.precision:9.3f} {count.recall:7.3f}"
    return f"{group:12} {what:34} {count.right:4}/{count.wanted:<4} {shares} {before:>9}"


def main() -> None:
    """Print the table, and below it each miss of the rows that are not held out."""
    notice = zt.load()
    misses: list[str] = []
    print(f"{'rows':12} {'what':34} {'right':>9} {'precision':>9} {'recall':>7} {'before':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for group, names in GROUPS.items():
            found = score(notice, Path(folder), *names)
            before = {"first": "", "figures": "", "targets": ""} | BEFORE.get(group, {})
            print(line(group, f"task at rank 1 ({found.rows} rows)", found.first, before["first"]))
            print(line(group, "task proposed", found.proposed))
            print(line(group, "task sure", found.sure))
            print(line(group, "figures: value, unit", found.numbers))
            print(line(group, "figures: value, unit, basis", found.figures, before["figures"]))
            print(line(group, "figures: target", found.targets, before["targets"]))
            print(line(group, "officials, units", found.parties))
            print(line(group, "state", found.states))
            for name, scorer in PEERS.items():
                print(f"{group:12} {f'rank 1 by {name} alone':34} {peer(notice, names, scorer):>9}")
            if names not in (HELD_OUT, UNSEEN):
                for count in (found.first, found.proposed, found.figures, found.targets):
                    misses += [f"{group}: {words}" for words in count.wrong]
    for words in misses:
        print(words)


if __name__ == "__main__":
    main()
