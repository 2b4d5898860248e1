"""What several commands take (参数), and the notice or the standing that it names."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from zctrack.notice import Notice
    from zctrack.reports.figures import Subject
    from zctrack.reports.standing import Standing

__all__ = [
    "AsOf",
    "Format",
    "HideNames",
    "Language",
    "NoticeFile",
    "Reports",
    "Spoken",
    "apart",
    "notice_of",
    "standing_of",
    "subject_of",
]


class Format(StrEnum):
    """What tables are written as."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


class Language(StrEnum):
    """Language of what is written for people."""

    zh = "zh"
    en = "en"


NoticeFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="NOTICE",
        help="The notice: a .txt, .docx, .html or .pdf file. Without it: the bundled one.",
        show_default=False,
    ),
]

Reports = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="URL",
        help="The reports: a ledger's address or file, or a .csv or .xlsx of the table actuals.",
    ),
]
AsOf = Annotated[str, typer.Option(metavar="DATE", help="The day, 2020-11-30.")]
HideNames = Annotated[
    bool, typer.Option("--hide-names", help="Letter officials (责任人A) instead of naming them.")
]
Spoken = Annotated[Language, typer.Option(help="Language of what is said and written.")]


def apart(folder: str, *, hidden: bool) -> Path:
    """Give lettered files a folder of their own: among named ones nobody would tell them apart."""
    return Path(f"{folder}-hidden" if hidden else folder)


def notice_of(path: Path | None) -> Notice:
    """Read the notice; without a path, give the bundled one."""
    from zctrack.datasets import load
    from zctrack.parse import read_notice

    return load() if path is None else read_notice(path)


def subject_of(path: Path | None) -> Subject:
    """Give the notice with what is known about it: of the bundled one, what was published."""
    from zctrack.dictionary.build import frame
    from zctrack.reports.figures import Subject, bundled

    return bundled() if path is None else Subject(notice_of(path), frame("actuals"))


def standing_of(notice: Path | None, ledger: str, as_of: str) -> Standing:
    """Take what the reports say on a day: of a ledger by what it knew then, with all entries."""
    from zctrack.actuals.read import read_actuals
    from zctrack.analysis.standing import day
    from zctrack.reports.standing import Standing

    today = day(as_of, "as_of")
    if "://" not in ledger and Path(ledger).suffix.lower() in (".csv", ".xlsx"):
        return Standing(notice_of(notice), read_actuals(ledger), today)
    from zctrack.actuals.book import standing
    from zctrack.actuals.ledger import Ledger

    entries = Ledger(ledger, create=False).entries(known_on=today)
    # With their words and files, which the reasons and the findings need.
    stands = standing(entries)
    return Standing(
        notice_of(notice),
        stands[stands["kind"] != "change"].reset_index(drop=True),
        today,
        entries=entries,
        changes=stands[stands["kind"] == "change"].reset_index(drop=True),
    )
