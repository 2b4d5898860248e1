"""How well zctrack reads, against tables made by reading; run it with the project's own Python.

Precision, recall and F1 on the bundled notice and on every made notice, for structure (where units
begin), assignments (party, kind, role, group), deadlines (kind, first and last day), quantities
(role, comparator, figures, unit, due day) and products (type). For 21 to 54 the F1
before their rules were written stands beside it.
Where JioNLP or Recognizers-Text can be imported, their times are held against the same deadlines
and their numbers (of JioNLP: amounts of money, the only ones it finds) against the same quantities,
by their places alone.
"""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import zctrack as zt  # noqa: E402
from tests.extract.reading import EXPECTED, MADE, Score, compare, differing, records, table  # noqa: E402
from zctrack.notice import Notice  # noqa: E402

Read = Callable[[str], list[tuple[int, int]]]

COLUMNS = {
    "assignments": ("party", "kind", "role", "collective"),
    "deadlines": ("kind", "begin", "until"),
    "quantities": ("role", "comparator", "low", "high", "unit", "due"),
    "products": ("type",),
}
BEFORE = tomllib.loads((Path(__file__).parent / "before.toml").read_text("utf-8"))


def given(notice: Notice, kind: str) -> list[dict[str, Any]]:
    """The parser's rows of one kind, one a printed place."""
    frame = notice.tables[kind]
    keys = {"assignments": ["start", "end", "role"], "deadlines": ["start", "end"]}
    return records(frame.drop_duplicates(keys[kind]) if kind in keys else frame)


def rows(file: str, kind: str) -> list[dict[str, str]]:
    """The expected rows of one made notice."""
    paths = [MADE / f"{kind}.csv", MADE / "expected" / f"{kind}.csv"]
    return [r for p in paths if p.exists() for r in table(p) if r["file"] == file]


def line(name: str, kind: str, score: Score, before: object = "") -> str:
    """One line of the table."""
    return (
        f"{name[:44]:44} {kind:12} {score.precision:9.3f} {score.recall:7.3f} {score.f1:6.3f} "
        f"{before!s:>7}"
    )


def found_by(text: str, read: Read) -> list[dict[str, Any]]:
    """A peer's times or numbers, found line by line."""
    found, at = [], 0
    for words in text.split("\n"):
        found += [{"start": at + s, "end": at + e} for s, e in read(words)]
        at += len(words) + 1
    return found


def peers() -> dict[tuple[str, str], Read]:
    """The peers that can be imported here, by what they find and against which rows."""
    logging.disable(logging.CRITICAL)
    known: dict[tuple[str, str], Read] = {}
    with contextlib.suppress(ImportError), contextlib.redirect_stdout(io.StringIO()):
        import jionlp

        known["JioNLP: times", "deadlines"] = lambda words: [
            tuple(t["offset"]) for t in jionlp.ner.extract_time(words)
        ]
        known["JioNLP: money", "quantities"] = lambda words: [
            tuple(t["offset"]) for t in jionlp.ner.extract_money(words)
        ]
    with contextlib.suppress(ImportError):
        from recognizers_date_time import Culture, recognize_datetime
        from recognizers_number import recognize_number

        known["Recognizers-Text: times", "deadlines"] = lambda words: [
            (t.start, t.end + 1) for t in recognize_datetime(words, Culture.Chinese)
        ]
        known["Recognizers-Text: numbers", "quantities"] = lambda words: [
            (t.start, t.end + 1) for t in recognize_number(words, Culture.Chinese)
        ]
    return known


def beside(texts: Sequence[tuple[str, Callable[[str], list[dict[str, str]]]]], of: str) -> None:
    """Print what the peers find in some texts, held against the same rows."""
    for (name, kind), read in peers().items():
        total = Score()
        for text, expected in texts:
            wanted = [row for row in expected(kind) if kind == "deadlines" or printed(row)]
            with contextlib.redirect_stdout(io.StringIO()):
                add(total, compare(wanted, found_by(text, read), lambda row, got: [], text))
        print(line(f"{name}, {of}", kind, total))


def printed(row: dict[str, str]) -> bool:
    """Whether a quantity is printed as a number, which a peer could find."""
    return bool(row["low"] or row["high"])


def add(total: Score, score: Score) -> None:
    """Add one score to a total."""
    total.hits += score.hits
    for part in ("missed", "wrong", "extra"):
        getattr(total, part).extend(getattr(score, part))


def structure(file: str, notice: Notice) -> Score:
    """Where chapters, measures and numbered tasks begin, on one made notice."""
    score = Score()
    expected = [r for r in table(MADE / "expected" / "structure.csv") if r["file"] == file]
    numbered = notice.tasks.dropna(subset=["label"])
    for level, frame in (
        ("chapter", notice.chapters),
        ("measure", notice.measures),
        ("task", numbered),
    ):
        wanted = {int(r["start"]) for r in expected if r["level"] == level and r["certain"] == "1"}
        allowed = {int(r["start"]) for r in expected if level in r["level"].split("/")}
        found = set(frame["start"])
        score.hits += len(wanted & found)
        score.missed += [f"{level} at {at}" for at in sorted(wanted - found)]
        score.extra += [f"{level} at {at}" for at in sorted(found - allowed)]
    return score


def main(names: Sequence[str]) -> None:
    """Print the table."""
    print(f"{'notice':44} {'rows':12} {'precision':>9} {'recall':>7} {'F1':>6} {'before':>7}")
    bundled = zt.load()
    for kind, columns in COLUMNS.items():
        expected = table(EXPECTED / f"{kind}.csv")
        shown = records(bundled.tables[kind])
        if kind == "assignments":
            columns = (*columns, "task")
            shown.sort(key=lambda r: (r["start"], r["task"]))
            expected.sort(key=lambda r: (int(r["start"]), r["task"]))
        score = compare(expected, shown, differing(columns), bundled.text)
        print(line("the bundled notice", kind, score))
    totals = {kind: Score() for kind in ("structure", *COLUMNS)}
    for path in sorted(MADE.glob("*.txt")):
        notice = zt.read_notice(path)
        found = structure(path.name, notice)
        print(line(path.name, "structure", found))
        add(totals["structure"], found)
        for kind, columns in COLUMNS.items():
            expected = rows(path.name, kind)
            if not expected:
                continue
            score = compare(expected, given(notice, kind), differing(columns), notice.text)
            print(line(path.name, kind, score, BEFORE.get(path.name, {}).get(kind, "")))
            add(totals[kind], score)
    for kind, score in totals.items():
        print(line("all made notices", kind, score))
    beside([(bundled.text, lambda kind: table(EXPECTED / f"{kind}.csv"))], "bundled")
    made = [
        (zt.read_notice(path).text, functools.partial(rows, path.name))
        for path in sorted(MADE.glob("*.txt"))
    ]
    beside(made, "made")


if __name__ == "__main__":
    main(sys.argv[1:])
