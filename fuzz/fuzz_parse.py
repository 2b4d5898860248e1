"""Mutates notices and parses them; by the project's own Python: fuzz/fuzz_parse.py 2000.

Each round takes a notice, cuts, doubles, shuffles or breaks it, and holds the parse to what is true
of every text: no exception but ZctrackError, no character lost, every surface where it says.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import zctrack as zt

ROOT = Path(__file__).parents[1]
BRACKETS = "（）()《》“”〔〕【】[]"


def mutate(text: str, rng: random.Random) -> tuple[str, str]:
    """One mutation of a text, and what it was."""
    lines = text.split("\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.choice(["cut", "double", "swap", "drop", "brackets", "joined", "noise", "encoding"]):
        case "cut":
            return "cut", text[rng.randrange(len(text)) : rng.randrange(1, len(text) + 1)] or text
        case "double":
            return "double", "\n".join([*lines[:i], *lines[i : i + 5] * 3, *lines[i:]])
        case "swap":
            lines[i], lines[j] = lines[j], lines[i]
            return "swap", "\n".join(lines)
        case "drop":
            return "drop", "\n".join(lines[:i] + lines[i + 1 :])
        case "brackets":
            mark = rng.choice(BRACKETS)
            return "brackets", "".join(c for c in text if c != mark or rng.random() < 0.5)
        case "joined":
            return "joined", "".join(lines)
        case "noise":
            at = rng.randrange(len(text))
            return "noise", text[:at] + "".join(
                chr(rng.randrange(32, 0xFFFF)) for _ in range(20)
            ).encode("utf-8", "ignore").decode("utf-8") + text[at:]
        case _:
            return "encoding", text.encode("gb18030", "ignore").decode("utf-8", "replace")


def hold(text: str) -> str:
    """What became of one text: "read" or "refused"; anything else raises."""
    try:
        notice = zt.parse(text)
    except zt.ZctrackError:
        return "refused"
    outline = notice.outline
    leaves = outline[~outline["key"].isin(outline["parent"])]
    whole = "".join(text[s:e] for s, e in zip(leaves["start"], leaves["end"], strict=True))
    if whole != text:
        raise AssertionError("characters were lost")
    for name, frame in notice.tables.items():
        if "surface" in frame:
            for row in frame.itertuples():
                if text[row.start : row.end] != row.surface:
                    raise AssertionError(f"a surface of {name} stands elsewhere")
    return "read"


def main(rounds: int, seed: int) -> None:
    """Run the rounds and print the counts."""
    rng = random.Random(seed)
    texts = [p.read_text("utf-8") for p in sorted((ROOT / "tests" / "made").glob("*.txt"))]
    texts.append(zt.load().text)
    counts: Counter[tuple[str, str]] = Counter()
    for number in range(rounds):
        text, kind = rng.choice(texts), ""
        for _ in range(rng.randint(1, 3)):
            kind, text = mutate(text or "一、", rng)
        try:
            counts[kind, hold(text)] += 1
        except Exception:
            path = ROOT / f"fuzz-{seed}-{number}.txt"
            path.write_text(text, "utf-8")
            print(f"round {number} ({kind}) fails; the text is in {path.name}", file=sys.stderr)
            raise
    for (kind, what), n in sorted(counts.items()):
        print(f"{kind:10} {what:8} {n}")
    print(f"{rounds} rounds, seed {seed}: no failure")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 500, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    )
