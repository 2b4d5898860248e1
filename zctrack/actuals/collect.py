"""Collecting what came back (收表): each file to its reader, what was read into the ledger.

A file is a form of ours, a proposals workbook that somebody confirmed, or a bureau's own table.
What each kind needs stands in one place, `_READERS`; here is only the order of things, and what
happens where two forms say different things.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from zctrack.actuals.form_layout import is_ours
from zctrack.actuals.form_reading import read_form
from zctrack.actuals.form_words import Lang, word
from zctrack.actuals.ledger import Ledger
from zctrack.actuals.proposals import is_proposals, read_proposals
from zctrack.actuals.rejects import Problem, Read, reject, rejects
from zctrack.actuals.returns import is_return, read_return
from zctrack.actuals.submission import submission
from zctrack.actuals.versions import after_the_ledger, in_order, place
from zctrack.dictionary.build import frame
from zctrack.errors import FileError, ZctrackError
from zctrack.formats.file_tables import is_word
from zctrack.formats.grid import read_grids
from zctrack.formats.limits import DEFAULTS
from zctrack.notice import Notice

__all__ = ["Asked", "Collected", "File", "collect", "told"]

# What Excel and WPS leave beside an open workbook: no file that anybody sent.
_LOCKS = ("~$", ".~", "._")


@dataclass(frozen=True, slots=True)
class File:
    """One file that came: its name, its bytes, and what became of it.

    Parameters
    ----------
    name : str
        As it stands in ledger and rejects.
    content : bytes
        Its bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """What every reader has to know: the notice, and whose figures these are."""

    notice: Notice
    level: str


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection gave.

    Parameters
    ----------
    files : pandas.DataFrame
        One row a file: file, kind {form, proposals, return, same, unread}, rows, set_aside,
        simulated.
    entries : pandas.DataFrame
        The ledger's new entries; corrections have ``replaces``.
    known : int
        Rows that the ledger held already.
    rejects : pandas.DataFrame
        The table ``rejects``.
    proposals : dict of str to pandas.DataFrame
        What was read from bureaus' own tables, by file, for a person to confirm.
    """

    files: pd.DataFrame
    entries: pd.DataFrame
    known: int
    rejects: pd.DataFrame
    proposals: Mapping[str, pd.DataFrame]

    @property
    def corrections(self) -> int:
        """How many of the new entries correct an earlier one."""
        return int(self.entries["replaces"].notna().sum())


def collect(
    files: Sequence[str | os.PathLike[str]],
    notice: Notice,
    ledger: Ledger,
    *,
    entered_on: str | date | pd.Timestamp | None = None,
    level: str = "district",
) -> Collected:
    """Read files that came back and enter what they say into the ledger.

    Where two forms of one unit say different things of one item and day, the one with the later
    day of filling corrects the other; where the forms do not tell, both rows are set aside. A form
    that was filled before what the ledger holds is set aside too. A file that cannot be read does
    not keep the others out.

    Parameters
    ----------
    files : sequence of path
        Files, and folders with files.
    notice : Notice
        The notice that they report on.
    ledger : Ledger
        Where to.
    entered_on : str, date or Timestamp, optional
        The day of entry, as for `Ledger.append`.
    level : str
        Whose figures these are: a code of the set ``level``.

    Returns
    -------
    Collected

    Raises
    ------
    FileError
        If a path leads to no file.
    LedgerError
        If the ledger cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.actuals.forms import write_forms
    >>> from zctrack.datasets import load
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_forms(load(), as_of="2020-09-30", out=folder)
    ...     done = collect(paths[:2], load(), Ledger(f"{folder}/ledger.db"))
    >>> done.files["kind"].tolist(), len(done.entries)
    (['form', 'form'], 0)
    """
    given = _files(files)
    seen: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    reads: list[Read] = []
    proposals: dict[str, pd.DataFrame] = {}
    for file in given:
        digest = hashlib.sha256(file.content).hexdigest()
        if digest in seen:
            rows.append(_listed(file, "same", 0))
            continue
        seen[digest] = file.name
        kind, read, proposed = _read(file, Asked(notice, level))
        reads.append(read)
        if proposed is not None:
            proposals[file.name] = proposed
        count = len(read.submission) if proposed is None else len(proposed)
        rows.append(_listed(file, kind, count, simulated=read.simulated))
    kept, conflicts = in_order(reads)
    kept, older, known = after_the_ledger(kept, ledger)
    aside = pd.concat([*(read.rejects for read in reads), conflicts, older], ignore_index=True)
    added = [ledger.append(batch, entered_on=entered_on) for batch in kept if len(batch)]
    counts = Counter(aside["file"])
    for row in rows:
        row["set_aside"] = counts[row["file"]]
        row["rows"] -= int(sum((part["file"] == row["file"]).sum() for part in (conflicts, older)))
    entries = frame("ledger")
    if added:
        entries = pd.concat([one.entries for one in added], ignore_index=True)
    listed = pd.DataFrame(rows, columns=list(_LISTED))
    return Collected(listed, entries, known + sum(one.known for one in added), aside, proposals)


_LISTED = ("file", "kind", "rows", "set_aside", "simulated")


def _listed(file: File, kind: str, rows: int, *, simulated: bool = False) -> dict[str, Any]:
    return dict(zip(_LISTED, (file.name, kind, rows, 0, simulated), strict=True))


def told(done: Collected, *, lang: Lang = "zh") -> list[str]:
    """Say what a collection gave, line by line: each file, the sums, each place set aside.

    Parameters
    ----------
    done : Collected
        What `collect` gave.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    list of str

    Raises
    ------
    OptionError
        If the language is unknown.
    """
    lines = [
        word(
            "told_file",
            lang,
            file=row["file"],
            kind=word(f"kind_{row['kind']}", lang),
            rows=row["rows"],
            aside=row["set_aside"],
        )
        for row in done.files.to_dict("records")
    ]
    sums = {"files": len(done.files), "new": len(done.entries), "corrections": done.corrections}
    lines.append(word("told_sum", lang, **sums, known=done.known, aside=len(done.rejects)))
    proposed = sum(len(found) for found in done.proposals.values())
    if proposed:
        lines.append(word("told_proposed", lang, n=proposed))
    reason = "reason" if lang == "zh" else "reason_en"
    lines += [
        word("told_aside", lang, place=place(row), reason=row[reason])
        for row in done.rejects.to_dict("records")
    ]
    return lines


# ------------------------------------------------------------------------------------- the files


def _files(paths: Sequence[str | os.PathLike[str]]) -> list[File]:
    """Read the files, folders' files in the order of their names; name each one unlike others."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            found += [p for p in inside if not p.name.startswith((".", *_LOCKS))]
        elif not path.name.startswith(_LOCKS):
            found.append(path)
    found = list(dict.fromkeys(found))
    twice = {name for name, count in Counter(path.name for path in found).items() if count > 1}
    return [
        # Of two files of one name the folder tells which.
        File(f"{p.parent.name}/{p.name}" if p.name in twice else p.name, _content(p))
        for p in found
    ]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than is accepted: the reader then says that it is too much.
            return file.read(DEFAULTS.file_bytes + 1)
    except OSError as error:
        reason = error.strerror or error
        raise FileError(f"the file cannot be read ({reason})", where=str(path)) from None


# ----------------------------------------------------------------------------------- the readers

_Reading = tuple[str, Read, pd.DataFrame | None]
_Reader = Callable[[File, Asked], _Reading | None]


def _read(file: File, asked: Asked) -> _Reading:
    """Give a file to the first reader that knows it; what none can read is set aside whole."""
    try:
        for reader in _READERS:
            read = reader(file, asked)
            if read is not None:
                return read
        problem = Problem("not_a_form")
    except ZctrackError as error:
        problem = Problem("unreadable", {"found": str(error.what)})
    return "unread", Read(submission([]), rejects([reject([problem], file=file.name)])), None


def _form(file: File, asked: Asked) -> _Reading | None:
    if not file.content.startswith(b"PK") and not file.name.lower().endswith((".xlsx", ".xls")):
        return None
    if is_word(file.content):
        return None
    if not is_ours(read_grids(file.content, name=file.name)):
        return None
    read = read_form(file.content, asked.notice, name=file.name, level=asked.level)
    return "form", read, None


def _confirmed(file: File, asked: Asked) -> _Reading | None:
    if not is_proposals(file.content):
        return None
    read = read_proposals(file.content, asked.notice, name=file.name, level=asked.level)
    return "proposals", read, None


def _return(file: File, asked: Asked) -> _Reading | None:
    """A bureau's own table only proposes: a person confirms, and `_confirmed` reads that."""
    if not is_return(file.content):
        return None
    proposed = read_return(file.content, asked.notice, name=file.name)
    made_up = bool((proposed["source"] == "simulated").any())
    return "return", Read(submission([]), rejects([]), made_up), proposed


# A form of ours first: it is known by its small print. A reader gives None for what is another's.
_READERS: tuple[_Reader, ...] = (_form, _confirmed, _return)
