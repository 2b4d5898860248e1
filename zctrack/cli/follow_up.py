"""Commands of the follow-up (督查): how it stands on a day, the monthly review, the bulletin."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zctrack.cli.arguments import (
    AsOf,
    HideNames,
    Language,
    NoticeFile,
    Reports,
    Spoken,
    standing_of,
)
from zctrack.cli.screen import show

__all__ = ["bulletin", "progress", "review"]


def progress(
    ledger: Reports,
    as_of: AsOf,
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write it: a .csv of the items, or a .xlsx of all tables.", show_default=False
        ),
    ] = None,
    lang: Spoken = Language.zh,
    hide_persons: HideNames = False,
) -> None:
    """Show how everything stands on a day: by class, by item, and what is to be asked about."""
    from zctrack.reports import follow_up

    standing = standing_of(notice, ledger, as_of)
    said: dict[str, Any] = {"lang": lang.value, "hide_persons": hide_persons}
    show(follow_up.progress(standing, **said), standing, lang.value)
    if out is not None:
        typer.echo(follow_up.write_progress(standing, out, **said))


def review(
    ledger: Reports,
    as_of: AsOf,
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the workbook and the pictures.", show_default=False),
    ] = None,
    lang: Spoken = Language.zh,
    hide_persons: HideNames = False,
) -> None:
    """Show the monthly review of a day: what is late, slow or due, who is silent, which slips."""
    from zctrack.reports import follow_up

    standing = standing_of(notice, ledger, as_of)
    said: dict[str, Any] = {"lang": lang.value, "hide_persons": hide_persons}
    show(follow_up.review(standing, **said), standing, lang.value)
    if out is not None:
        for path in follow_up.write_review(standing, out, **said):
            typer.echo(path)


def bulletin(
    ledger: Reports,
    as_of: AsOf,
    number: Annotated[int, typer.Option(metavar="N", help="Its number in the year.", min=1)],
    out: Annotated[Path, typer.Option(help="The .docx file.")],
    notice: NoticeFile = None,
    slips: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the open slips.", show_default=False),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Day of the bulletin before. Default: the last quarter's end."
        ),
    ] = None,
    office: Annotated[
        str | None, typer.Option(help="Who issues it. Default: the issuer's supervision office.")
    ] = None,
    lang: Spoken = Language.zh,
    hide_persons: HideNames = False,
    internal: Annotated[
        bool, typer.Option("--internal", help="Mark every page 内部资料 / INTERNAL.")
    ] = False,
) -> None:
    """Write the bulletin of a day, and its reminder slips, as Word documents."""
    from zctrack.reports.bulletin import write_standing
    from zctrack.reports.slips import write_slips

    standing = standing_of(notice, ledger, as_of)
    named: dict[str, Any] = {"office": office, "lang": lang.value}
    named |= {"hide_persons": hide_persons, "internal": internal}
    typer.echo(write_standing(standing, out, number=number, before=before, **named))
    if slips is not None:
        for path in write_slips(standing.notice, standing.slips, slips, **named):
            typer.echo(path)
