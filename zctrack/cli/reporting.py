"""Commands of what bodies report (报送): forms out, what comes back in, and made-up answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zctrack.cli.arguments import HideNames, Language, NoticeFile, apart, notice_of

__all__ = ["collect", "forms", "simulate"]


def forms(
    notice: NoticeFile = None,
    *,
    as_of: Annotated[
        str, typer.Option(help="The day that the reports shall describe: 2020-09-30.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the workbooks. Default: forms; with --hide-names forms-hidden.",
            show_default=False,
        ),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(help="Ledger whose last figures are shown: a file or postgresql://…"),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of headings.")] = Language.zh,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Mark every sheet as simulated.")
    ] = False,
    hide_persons: HideNames = False,
) -> None:
    """Write a report form for each unit that answers, and a summary for each official."""
    from zctrack.actuals.forms import write_forms
    from zctrack.reports.hiding import lettering

    paper, actuals = notice_of(notice), None
    if ledger is not None:
        from zctrack.actuals.ledger import Ledger

        actuals = Ledger(ledger, create=False).actuals(as_of=as_of)
    written = write_forms(
        paper,
        as_of=as_of,
        out=out or apart("forms", hidden=hide_persons),
        actuals=actuals,
        lang=lang.value,
        simulated=simulated,
        said=lettering(paper, lang.value) if hide_persons else str,
    )
    for path in written:
        typer.echo(path)


def collect(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="What came back: files, or folders of files."),
    ],
    *,
    ledger: Annotated[
        str, typer.Option(help="The ledger: a file (made on first use) or postgresql://…")
    ],
    notice: Annotated[
        Path | None,
        typer.Option(help="The notice. Without it: the bundled one.", show_default=False),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Folder for a workbook to each sender of something set aside."),
    ] = None,
    proposals: Annotated[
        Path | None,
        typer.Option(help="Folder for what bureaus' own tables say, for a person to confirm."),
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="The day of entry, 2020-10-12; else each form's own.")
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of what is sent back.")] = Language.zh,
) -> None:
    """Read returned forms into the ledger; set aside, with the reason, what cannot be read.

    A bureau's own table enters nothing: what it says is proposed, and enters once somebody has
    confirmed it in the workbook that --proposals writes and has handed that in.

    Exit status 1: something was set aside.
    """
    from zctrack.actuals.collect import collect as collected
    from zctrack.actuals.collect import told
    from zctrack.actuals.ledger import Ledger
    from zctrack.actuals.proposals import write_each
    from zctrack.actuals.rejects import write_rejects

    paper = notice_of(notice)
    done = collected(files, paper, Ledger(ledger), entered_on=on)
    typer.echo("\n".join(told(done, lang=lang.value)))
    if rejects is not None:
        marked = set(done.files.loc[done.files["simulated"], "file"])
        for path in write_rejects(done.rejects, rejects, lang=lang.value, simulated=marked):
            typer.echo(path)
    if proposals is not None:
        for path in write_each(done.proposals, proposals, paper, lang=lang.value):
            typer.echo(path)
    raise typer.Exit(1 if len(done.rejects) else 0)


def simulate(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="Forms (with --confirm: proposals), or folders."),
    ],
    *,
    as_of: Annotated[str, typer.Option(help="The day that the forms ask about: 2020-09-30.")],
    out: Annotated[Path, typer.Option(help="Folder for what comes back.")] = Path("inbox"),
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 2020,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Decide on proposals, by the truth.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Send the rows again that were sent back, corrected.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(help="The day of the round before: what ended by then is not reported again."),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(help="Folder of the truth. Default: beside the inbox.", show_default=False),
    ] = None,
    notice: Annotated[
        Path | None,
        typer.Option(help="The notice. Without it: the bundled one.", show_default=False),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh,
) -> None:
    """SIMULATED (模拟): fill forms as bureaus would, with mistakes, and keep what is true of them.

    For demonstration and for tests. Every file and every row that comes of it is called simulated.
    """
    from zctrack.simulate import telling

    home = truth or telling.truth_folder(out)
    if confirm:
        lines = telling.decided(files, out=out, truth=home, lang=lang.value)
    elif again:
        lines = telling.sent_again(
            files, notice_of(notice), as_of=as_of, out=out, truth=home, seed=seed, lang=lang.value
        )
    else:
        lines = telling.answered(
            files,
            notice_of(notice),
            as_of=as_of,
            out=out,
            truth=home,
            seed=seed,
            since=since,
            lang=lang.value,
        )
    typer.echo("\n".join(lines))
