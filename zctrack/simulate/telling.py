"""What the command ``simulate`` does and says (模拟命令): every line says that it is simulated."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from zctrack.analysis.standing import DateLike
from zctrack.dictionary.build import labels
from zctrack.errors import OptionError
from zctrack.formats.grid import read_grids
from zctrack.notice import Notice
from zctrack.simulate.confirm import confirm
from zctrack.simulate.fill import fill, later
from zctrack.simulate.send_again import send_again
from zctrack.simulate.settings import settings
from zctrack.simulate.truth import Truth

__all__ = ["answered", "decided", "sent_again", "truth_folder"]

Lang = Literal["zh", "en"]
Paths = Sequence[str | os.PathLike[str]]


def truth_folder(out: str | os.PathLike[str]) -> Path:
    """Name the folder of the truth: beside the inbox.

    Examples
    --------
    >>> truth_folder("a/inbox").name
    'inbox-truth'
    """
    return Path(out).with_name(Path(out).name + "-truth")


def answered(
    files: Paths,
    notice: Notice,
    *,
    as_of: DateLike,
    out: Path,
    truth: Path,
    seed: int,
    since: DateLike | None = None,
    lang: Lang = "zh",
) -> list[str]:
    """Fill forms (see `fill.fill`), keep the truth, and say what was done.

    Parameters
    ----------
    files : sequence of path
        Forms, and folders of forms.
    notice, as_of, out, seed, since
        As for `fill.fill`.
    truth : pathlib.Path
        Folder for the truth.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    list of str
    """
    made = fill(_paths(files), notice, as_of=as_of, out=out, seed=seed, since=since)
    made.save(truth)
    now = made.files[made.files["arrives"] == made.files["round"]]
    late = made.files[made.files["arrives"] > made.files["round"]]
    lines = [_say("filled", lang, forms=made.files["unit"].nunique(), files=len(now), out=str(out))]
    kinds = Counter(made.files["kind"])
    lines += [
        _say("kind", lang, kind=label, n=kinds[code])
        for code, label in labels("simulated_file", lang).items()
        if kinds[code]
    ]
    fates = Counter(made.typed["fate"])
    lines += [
        _say("fate", lang, fate=label, n=fates[code])
        for code, label in labels("fate", lang).items()
        if fates[code]
    ]
    if len(late):
        lines.append(_say("late", lang, n=len(late), folder=str(later(out))))
    return [*lines, _say("truth", lang, folder=str(truth))]


def decided(files: Paths, *, out: Path, truth: Path, lang: Lang = "zh") -> list[str]:
    """Decide on proposals workbooks by the truth (see `confirm.confirm`), and say what was done.

    Parameters
    ----------
    files : sequence of path
        Proposals workbooks, and folders of them.
    out : pathlib.Path
        Folder for the decided ones.
    truth : pathlib.Path
        Folder of the truth.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    list of str
    """
    known = Truth.load(truth)
    lines = []
    words = {label: code for code, label in labels("decision").items()}
    for path in _paths(files):
        made = confirm(path, known, out / path.name)
        cells = (c.text for g in read_grids(made.read_bytes(), name=path.name).grids[1:2]
                 for c in g.cells())  # fmt: skip
        counts = Counter(words[text] for text in cells if text in words)
        told = {code: counts[code] for code in words.values()}
        lines.append(_say("confirmed", lang, path=str(made), **told))
    return lines


def sent_again(
    files: Paths,
    notice: Notice,
    *,
    as_of: DateLike,
    out: Path,
    truth: Path,
    seed: int,
    lang: Lang = "zh",
) -> list[str]:
    """Send corrected rows (see `fill.send_again`), add them to the truth, and say what was done.

    Parameters
    ----------
    files : sequence of path
        The forms as they were sent out, and folders of them.
    notice, as_of, out, seed
        As for `fill.send_again`; `as_of` is the round in which they arrive.
    truth : pathlib.Path
        Folder of the truth.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    list of str
    """
    known = Truth.load(truth)
    made = send_again(_paths(files), notice, known, arrives=as_of, out=out, seed=seed)
    Truth.of([known, made]).save(truth)
    return [_say("again", lang, n=len(made.typed), files=len(made.files), out=str(out))]


def _paths(files: Paths) -> list[Path]:
    """Give the workbooks, folders' in the order of their names."""
    found: list[Path] = []
    for path in map(Path, files):
        found += sorted(path.glob("*.xlsx")) if path.is_dir() else [path]
    return found


def _say(key: str, lang: Lang, **values: object) -> str:
    if lang not in ("zh", "en"):
        raise OptionError(f"lang is {lang!r}", todo="Use 'zh' or 'en'.")
    return str(settings()[lang][key]).format(**values)
